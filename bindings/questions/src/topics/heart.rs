//! The heart: beats, their variation, and rates.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::analytics::Daily;
use vitasync_core::analytics::heart::artefacts::{self, Found, Mended};
use vitasync_core::analytics::heart::beat_rules::{self, Rule};
use vitasync_core::analytics::heart::ecg::{self, EcgSummary};
use vitasync_core::analytics::heart::entropy::{self, SampleEntropy};
use vitasync_core::analytics::heart::frequency::{self, Bands, Pipeline, Spectrum};
use vitasync_core::analytics::heart::geometry::{self, Bins, Geometry};
use vitasync_core::analytics::heart::hrv_trend::{self, Week};
use vitasync_core::analytics::heart::poincare::{self, Poincare};
use vitasync_core::analytics::heart::recovery::{self, Recovery};
use vitasync_core::analytics::heart::resting::{self, Resting};
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::{self, TimeDomain};
use vitasync_core::analytics::heart::zones::{self, TimeInZones, Zones};
use vitasync_core::analytics::training::heart_rate::Reserve;

use crate::answer::Numbers;
use crate::question::questions;
use crate::take::{Beats, Days, Instants, Values, paired};

questions! {
    "heart";

    /// Returns the intervals between beats, in milliseconds. The times are in milliseconds, in any order.
    intervals_from_beats(times_ms: Values) -> Numbers = Ok(written(&RrIntervals::from_beats(&times_ms)?));
    /// Returns the intervals of samples that each tell when a beat was and how long before it the last one; a place without a value
    /// stands where beats are missing. Refuses rates that were turned over into milliseconds.
    intervals_from_samples(times: Instants, intervals_ms: Values) -> Numbers =
        Ok(written(&RrIntervals::from_samples(&paired(&times, &intervals_ms)?)?));
    /// Mends ectopic, missed, extra and misplaced beats, and tells which there were.
    mend(intervals_ms: Beats) -> MendedBeats = artefacts::mend(&intervals_ms.runs()?).map(MendedBeats::from);
    out_of_range(intervals_ms: Beats) -> Vec<usize> = Ok(beat_rules::out_of_range(&intervals_ms.runs()?));
    ectopic(intervals_ms: Beats, rule: Rule) -> Vec<usize> = beat_rules::ectopic(&intervals_ms.runs()?, rule);
    bridge(intervals_ms: Beats, marked: Vec<usize>) -> Numbers =
        beat_rules::bridge(&intervals_ms.runs()?, &marked).map(|mended| written(&mended));

    time_domain(intervals_ms: Beats) -> TimeDomain = time_domain::time_domain(&intervals_ms.runs()?);
    spectrum(intervals_ms: Beats, pipeline: Pipeline = Pipeline::default()) -> Spectrum =
        frequency::spectrum(&intervals_ms.runs()?, pipeline);
    /// Returns the power of heart rate variability in the usual bands, in square milliseconds.
    frequency_domain(intervals_ms: Beats, pipeline: Pipeline = Pipeline::default()) -> Bands =
        frequency::spectrum(&intervals_ms.runs()?, pipeline).map(|spectrum| spectrum.bands());
    poincare(intervals_ms: Beats) -> Poincare = poincare::poincare(&intervals_ms.runs()?);
    geometry(intervals_ms: Beats, bins: Bins = Bins::default()) -> Geometry =
        geometry::geometry(&intervals_ms.runs()?, bins);
    sample_entropy(intervals_ms: Beats) -> SampleEntropy = entropy::sample_entropy(&intervals_ms.runs()?);
    ln_rmssd(first: NaiveDate, days: Days) -> Daily = hrv_trend::ln_rmssd(&days.starting(first)?);
    /// Judges every week of heart rate variability, by the day on which it ends. The days are logarithms of RMSSD; `share` is how
    /// many standard deviations are usual.
    hrv_weeks(first: NaiveDate, days: Days, share: f64 = 0.5) -> Vec<Week> =
        hrv_trend::weeks(&days.starting(first)?, share);

    resting_heart_rate(
        times: Instants,
        rates: Values,
        moved: Vec<Stretch> = Vec::new(),
        night: Stretch,
    ) -> Resting = resting::resting_heart_rate(
        &paired(&times, &rates)?,
        &moved.iter().map(Range::from).collect::<Vec<_>>(),
        Range::from(&night),
    );
    /// Returns the share of a night's minutes that a resting heart rate rests on.
    resting_coverage(resting: Resting, night: Stretch) -> f64 = Ok(resting::coverage(&resting, &Range::from(&night)));
    heart_rate_recovery(times: Instants, rates: Values, end: DateTime<Utc>) -> Recovery =
        recovery::recovery(&paired(&times, &rates)?, end);
    /// Returns five zones that begin at 50, 60, 70, 80 and 90 % of the heart rate reserve.
    zones_of_reserve(rest: f64, max: f64) -> Zones = Zones::of_reserve(Reserve::new(rest, max)?);
    /// Returns five zones that begin at 50, 60, 70, 80 and 90 % of the maximal heart rate.
    zones_of_maximum(maximum: f64) -> Zones = Zones::of_maximum(maximum);
    /// Returns five zones whose upper four begin at so many per cent of the threshold heart rate.
    zones_of_threshold(threshold: f64, percents: [f64; 4]) -> Zones = Zones::of_threshold(threshold, percents);
    time_in_zones(times: Instants, rates: Values, lower: [f64; 5], max_gap_s: f64) -> TimeInZones =
        zones::time_in_zones(&paired(&times, &rates)?, &Zones::new(lower)?, max_gap_s);
    ecg_summary(microvolts: Values, samples_per_second: f64) -> EcgSummary =
        ecg::summary(&microvolts, samples_per_second);
}

/// From an instant to another, half-open.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = TimeStretch))]
struct Stretch {
    /// The first instant.
    start: DateTime<Utc>,
    /// The end.
    end: DateTime<Utc>,
}

impl From<&Stretch> for Range<DateTime<Utc>> {
    fn from(stretch: &Stretch) -> Self {
        stretch.start..stretch.end
    }
}

/// Intervals after mending.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct MendedBeats {
    /// The intervals in milliseconds; `null` where beats are missing.
    intervals_ms: Vec<Option<f64>>,
    /// Which beats were not as they should be, by their places among those given.
    found: Found,
    /// The share of beats that were mended.
    share: f64,
}

impl From<Mended> for MendedBeats {
    fn from(mended: Mended) -> Self {
        Self {
            intervals_ms: with_breaks(&mended.intervals),
            found: mended.found,
            share: mended.share,
        }
    }
}

fn written(intervals: &RrIntervals) -> Numbers {
    with_breaks(intervals).into()
}

/// Lists intervals with nothing between two runs.
fn with_breaks(intervals: &RrIntervals) -> Vec<Option<f64>> {
    let runs = intervals.runs().enumerate();
    let parts = runs.flat_map(|(at, run)| {
        let gap = (at > 0).then_some(None);
        gap.into_iter().chain(run.iter().copied().map(Some))
    });
    parts.collect()
}
