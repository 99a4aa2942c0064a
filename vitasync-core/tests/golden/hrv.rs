//! How heartbeats vary.

use serde_json::{Value, json};
use vitasync_core::analytics::Daily;
use vitasync_core::analytics::heart::artefacts::mend;
use vitasync_core::analytics::heart::beat_rules::{Rule, bridge, ectopic, out_of_range};
use vitasync_core::analytics::heart::entropy::sample_entropy;
use vitasync_core::analytics::heart::frequency::{Detrend, HF, Interpolation, LF, Pipeline, spectrum};
use vitasync_core::analytics::heart::geometry::{Bins, geometry};
use vitasync_core::analytics::heart::hrv_trend::weeks;
use vitasync_core::analytics::heart::poincare::poincare;
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::robust::{quantile, spread};

use super::correlation::Lcg;
use crate::{days, numbers, recording};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    match id {
        "hrv.test_nn.numpy" => Some(plain(&beats(input)?)),
        "hrv.test_nn.hrvanalysis" => Some(as_hrv_analysis(&beats(input)?)),
        "hrv.test_nn.neurokit" => Some(as_neurokit(&beats(input)?)),
        "hrv.test_nn.neurokit_freq" => Some(frequencies_as_neurokit(&beats(input)?)),
        "hrv.gc_2017_hrv" => Some(marked(&beats(input)?)),
        "hrv.artifact.kubios" => Some(artefacts(&numbers(&input["rr_ms"]))),
        "hrv.swc" => Some(worthwhile(&days(&input["ln_rmssd"]))),
        _ => None,
    }
}

fn beats(input: &Value) -> Option<RrIntervals> {
    let text = recording(input)?;
    let ms: Vec<f64> = text.split_whitespace().map(|it| it.parse().unwrap()).collect();
    Some(RrIntervals::from_intervals(&ms).unwrap())
}

fn plain(rr: &RrIntervals) -> Value {
    let (it, cloud) = (time_domain(rr).unwrap(), poincare(rr).unwrap());
    json!({
        "n": it.n, "mean_nn": it.mean_nn, "median_nn": it.median_nn, "sdnn": it.sdnn, "rmssd": it.rmssd, "sdsd": it.sdsd,
        "ln_rmssd": it.ln_rmssd, "nn50": it.nn50, "nn20": it.nn20, "pnn50_over_diffs": it.pnn50,
        "pnn20_over_diffs": it.pnn20, "mean_hr": it.mean_rate, "sd1": cloud.sd1, "sd2": cloud.sd2, "cvnn": it.cvnn,
    })
}

fn as_hrv_analysis(rr: &RrIntervals) -> Value {
    let (it, cloud) = (time_domain(rr).unwrap(), poincare(rr).unwrap());
    // It divides the squares of the differences by their number.
    let differences = float(it.n_differences);
    let sdsd = it.sdsd * ((differences - 1.0) / differences).sqrt();
    let rates: Vec<f64> = rr.ms().iter().map(|ms| 60_000.0 / ms).collect();
    let bins = Bins {
        origin_ms: 300.0,
        width_ms: 8.0,
    };
    let pipeline = Pipeline {
        resample_hz: 4.0,
        interpolation: Interpolation::Linear,
        segment_s: 64.0,
        detrend: Detrend::Mean,
    };
    let spectrum = spectrum(rr, pipeline).unwrap();
    let (bands, vlf) = (spectrum.bands(), spectrum.power(0.003..0.04));
    json!({
        "mean_nni": it.mean_nn, "sdnn": it.sdnn, "sdsd": sdsd, "nni_50": it.nn50, "pnni_50": it.pnn50, "nni_20": it.nn20,
        "pnni_20": it.pnn20, "rmssd": it.rmssd, "median_nni": it.median_nn, "range_nni": it.max_nn - it.min_nn,
        "cvsd": it.cvsd, "cvnni": it.cvnn, "mean_hr": it.mean_rate, "max_hr": 60_000.0 / it.min_nn,
        "min_hr": 60_000.0 / it.max_nn, "std_hr": population_sd(&rates), "sd1": cloud.sd1, "sd2": cloud.sd2,
        "ratio_sd2_sd1": cloud.csi, "lf": bands.lf, "hf": bands.hf, "lf_hf_ratio": bands.lf_hf, "lfnu": bands.lf_nu,
        "hfnu": bands.hf_nu, "total_power": vlf + bands.lf + bands.hf, "vlf": vlf, "csi": cloud.csi, "cvi": cloud.cvi,
        "Modified_csi": cloud.modified_csi, "sampen": sample_entropy(rr).unwrap().entropy,
        "triangular_index": geometry(rr, bins).unwrap().triangular_index, "tinn": null,
    })
}

fn as_neurokit(rr: &RrIntervals) -> Value {
    let it = time_domain(rr).unwrap();
    let (usual, shape) = (spread(rr.ms()).unwrap(), geometry(rr, Bins::default()).unwrap());
    let share = |share| quantile(rr.ms(), share).unwrap();
    let per_interval = |count: usize| 100.0 * float(count) / float(it.n);
    let mut answers = json!({
        "HRV_MeanNN": it.mean_nn, "HRV_SDNN": it.sdnn, "HRV_RMSSD": it.rmssd, "HRV_SDSD": it.sdsd, "HRV_CVNN": it.cvnn,
        "HRV_CVSD": it.cvsd, "HRV_MedianNN": it.median_nn, "HRV_MadNN": usual.sigma,
        "HRV_MCVNN": usual.sigma / usual.median, "HRV_IQRNN": share(0.75) - share(0.25), "HRV_SDRMSSD": it.sdnn / it.rmssd,
        "HRV_Prc20NN": share(0.2), "HRV_Prc80NN": share(0.8), "HRV_pNN50": per_interval(it.nn50),
        "HRV_pNN20": per_interval(it.nn20), "HRV_MinNN": it.min_nn, "HRV_MaxNN": it.max_nn,
        "HRV_HTI": shape.triangular_index, "HRV_TINN": shape.tinn,
    });
    for minutes in [1_u8, 2] {
        let (means, deviations): (Vec<f64>, Vec<f64>) = windows_as_neurokit(rr.ms(), f64::from(minutes) * 60_000.0)
            .iter()
            .map(|window| {
                let mean = window.iter().sum::<f64>() / float(window.len());
                (mean, sample_sd(window))
            })
            .unzip();
        answers[format!("HRV_SDANN{minutes}")] = json!(sample_sd(&means));
        answers[format!("HRV_SDNNI{minutes}")] = json!(deviations.iter().sum::<f64>() / float(deviations.len()));
    }
    answers
}

/// Cuts intervals by the time at which they end; neurokit2 leaves out the last of each window.
fn windows_as_neurokit(ms: &[f64], length: f64) -> Vec<&[f64]> {
    let mut at = 0.0;
    let ends: Vec<f64> = ms
        .iter()
        .map(|ms| {
            at += ms;
            at
        })
        .collect();
    let place = |at: f64| ends.partition_point(|end| *end < at);
    let count = (at / length).round() as usize;
    let starts = (0..count).map(|window| float(window) * length);
    starts
        .map(|start| &ms[place(start)..place(start + length) - 1])
        .collect()
}

fn frequencies_as_neurokit(rr: &RrIntervals) -> Value {
    // It cuts the recording, read 100 times a second, into halves.
    let (seconds, first) = (rr.seconds(), rr.ms()[0] / 1000.0);
    let pipeline = Pipeline {
        segment_s: (seconds - first) / 2.0,
        detrend: Detrend::Mean,
        ..Pipeline::default()
    };
    let spectrum = spectrum(rr, pipeline).unwrap();
    // Two waves of the slowest rhythm fit into a segment.
    let vlf = spectrum.power(2.0 / pipeline.segment_s..0.04);
    let (lf, hf, vhf) = (spectrum.power(LF), spectrum.power(HF), spectrum.power(0.4..0.5));
    let total = vlf + lf + hf + vhf;
    json!({
        "HRV_VLF": vlf, "HRV_LF": lf, "HRV_HF": hf, "HRV_VHF": vhf, "HRV_TP": total, "HRV_LFHF": lf / hf,
        "HRV_LFn": lf / total, "HRV_HFn": hf / total, "HRV_LnHF": hf.ln(),
    })
}

fn marked(rr: &RrIntervals) -> Value {
    let outliers = out_of_range(rr);
    let bridged = bridge(rr, &outliers).unwrap();
    let count = |rule| ectopic(&bridged, rule).unwrap().len();
    json!({
        "raw": plain(rr), "outliers_300_2000": outliers.len(),
        "ectopic": {
            "malik": count(Rule::Malik), "kamath": count(Rule::Kamath), "karlsson": count(Rule::Karlsson),
        },
    })
}

fn artefacts(ms: &[f64]) -> Value {
    // The oracle keeps instants in whole milliseconds.
    let mut at = 0.0;
    let ends = ms.iter().map(|ms| {
        at += ms;
        f64::round(at)
    });
    let instants: Vec<f64> = std::iter::once(0.0).chain(ends).collect();
    let rr = RrIntervals::from_beats(&instants).unwrap();
    let mended = mend(&rr).unwrap();
    let mut at = 0.0;
    let ends = mended.intervals.ms().iter().map(|ms| {
        at += ms;
        f64::floor(at)
    });
    let after = RrIntervals::from_beats(&std::iter::once(0.0).chain(ends).collect::<Vec<_>>()).unwrap();
    let rmssd = |rr: &RrIntervals| time_domain(rr).unwrap().rmssd;
    let found = mended.found;
    json!({
        "found": {
            "ectopic": found.ectopic, "missed": found.missed, "extra": found.extra, "longshort": found.misplaced,
        },
        "rmssd_before": rmssd(&rr), "rmssd_after": rmssd(&after), "rmssd_clean_truth": rmssd(&planted()),
    })
}

/// The beats before anything was planted among them.
fn planted() -> RrIntervals {
    let mut random = Lcg(42);
    let beat = |at: u32| 800.0 + 40.0 * (f64::from(at) / 7.0).sin() + 10.0 * random.normal();
    RrIntervals::from_intervals(&(0..300).map(beat).collect::<Vec<_>>()).unwrap()
}

fn worthwhile(ln_rmssd: &[Option<f64>]) -> Value {
    let first = chrono::NaiveDate::default();
    let daily = Daily::new(first, ln_rmssd.to_vec()).unwrap();
    let weeks = weeks(&daily, 0.5).unwrap();
    weeks
        .iter()
        .map(|it| json!([(it.date - first).num_days(), it.mean, it.low, it.high, it.against]))
        .collect()
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn squares(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / float(values.len());
    values.iter().map(|it| (it - mean) * (it - mean)).sum()
}

fn population_sd(values: &[f64]) -> f64 {
    (squares(values) / float(values.len())).sqrt()
}

fn sample_sd(values: &[f64]) -> f64 {
    (squares(values) / float(values.len() - 1)).sqrt()
}
