//! Answers the questions that `benches/compare-analytics` also asks of Python, and says how long each took.
//!
//! Takes the path of a JSON file with the inputs; prints per question the best of five runs in seconds and the answer, which
//! the script compares.

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Deserialize;
use serde_json::{Value, json};
use vitasync_core::analytics::change_point::{Search, pelt};
use vitasync_core::analytics::discovery::{Question, Series, discover};
use vitasync_core::analytics::false_discovery::benjamini_hochberg;
use vitasync_core::analytics::heart::artefacts::mend;
use vitasync_core::analytics::heart::frequency::{Detrend, HF, LF, Pipeline, spectrum};
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::metabolic::glucose::mage::mage;
use vitasync_core::analytics::metabolic::glucose::variability::modd;
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
use vitasync_core::analytics::rolling::rolling_median;
use vitasync_core::analytics::trend::theil_sen;
use vitasync_core::analytics::{Daily, NoAnswer};

const RUNS: usize = 5;

/// Seventy days of a reading every five minutes.
const MAGE_READINGS: usize = 70 * 288;

#[derive(Deserialize)]
struct Inputs {
    /// Thirty metrics of two years.
    metrics: Vec<Vec<Option<f64>>>,
    /// The same with missing days.
    gappy_metrics: Vec<Vec<Option<f64>>>,
    /// Ten years with changes of level.
    levels: Vec<f64>,
    penalty: f64,
    /// Ten years without any change.
    calm: Vec<f64>,
    p: Vec<f64>,
    /// A day of heartbeats, some of them missed: their instants in whole milliseconds.
    beats: Vec<f64>,
    /// A year of a glucose sensor that reads every five minutes.
    glucose: Vec<f64>,
    /// When it began.
    glucose_from: DateTime<FixedOffset>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: analytics INPUTS.json")?;
    let inputs: Inputs = serde_json::from_slice(&std::fs::read(path)?)?;
    let search = Search {
        least_segment: 7,
        penalty: Some(inputs.penalty),
        ..Search::default()
    };
    let days: Vec<Option<f64>> = inputs.levels.iter().copied().map(Some).collect();
    let placed = inputs.glucose.iter().zip(0..);
    let readings: Vec<Reading> = placed
        .map(|(value, at)| Reading {
            at: inputs.glucose_from + TimeDelta::minutes(5 * at),
            value: *value,
        })
        .collect();
    let answers = json!({
        "correlations": correlations(&inputs.metrics)?,
        "gappy_correlations": correlations(&inputs.gappy_metrics)?,
        "change_points": timed(|| pelt(&inputs.levels, search))?,
        "no_change_points": timed(|| pelt(&inputs.calm, search))?,
        "rolling": timed(|| {
            let windows = rolling_median(&days, 60, 60)?;
            Ok(windows.iter().map(|it| it.map(|it| (it.median, it.mad))).collect::<Vec<_>>())
        })?,
        "false_discovery": timed(|| benjamini_hochberg(&inputs.p))?,
        "mage": timed(|| Ok(mage(&Trace::new(readings[..MAGE_READINGS].to_vec())?)?.mage))?,
        "modd": timed(|| modd(&Trace::new(readings.clone())?))?,
        "theil_sen": timed(|| Ok(theil_sen(&days[..1000])?.slope))?,
        "hrv_time": timed(|| {
            let it = time_domain(&RrIntervals::from_beats(&inputs.beats)?)?;
            Ok([it.mean_nn, it.median_nn, it.sdnn, it.rmssd, it.sdsd])
        })?,
        "hrv_frequency": timed(|| halves(&inputs.beats))?,
        "hrv_artefacts": timed(|| {
            let found = mend(&RrIntervals::from_beats(&inputs.beats)?)?.found;
            Ok([found.ectopic, found.missed, found.extra, found.misplaced])
        })?,
    });
    println!("{answers}");
    Ok(())
}

/// Answers LF and HF of the recording cut into halves, as neurokit2 does.
fn halves(beats: &[f64]) -> Result<[f64; 2], NoAnswer> {
    let rr = RrIntervals::from_beats(beats)?;
    let pipeline = Pipeline {
        segment_s: (rr.seconds() / 2.0).floor(),
        detrend: Detrend::Mean,
        ..Pipeline::default()
    };
    let spectrum = spectrum(&rr, pipeline)?;
    Ok([spectrum.power(LF), spectrum.power(HF)])
}

/// Takes the time of the whole question as a caller asks it, and answers every correlation for the comparison.
fn correlations(metrics: &[Vec<Option<f64>>]) -> Result<Value, NoAnswer> {
    let first = NaiveDate::default();
    let days: Result<Vec<Daily>, NoAnswer> = metrics.iter().map(|it| Daily::new(first, it.clone())).collect();
    let days = days?;
    let series: Vec<Series<'_>> = days.iter().map(|days| Series { name: "metric", days }).collect();
    let mut answer = timed(|| Ok(discover(&series, &Question::default())?.tests))?;
    let everything = Question {
        false_discovery_rate: 1.0,
        detrend: false,
        ..Question::default()
    };
    let all = discover(&series, &everything)?.found;
    answer["all"] = all
        .iter()
        .map(|it| json!([it.a, it.b, it.lag_days, it.spearman]))
        .collect();
    Ok(answer)
}

/// Runs a question and keeps its best time.
fn timed<T: serde::Serialize>(question: impl Fn() -> Result<T, NoAnswer>) -> Result<Value, NoAnswer> {
    let mut best = f64::INFINITY;
    let mut answer = question()?;
    for _ in 0..RUNS {
        let started = Instant::now();
        answer = black_box(question()?);
        best = best.min(started.elapsed().as_secs_f64());
    }
    Ok(json!({ "seconds": best, "answer": answer }))
}
