//! What is unusual, and what is beyond a limit.

use chrono::NaiveDate;
use serde::Serialize;
use vitasync_core::Metric;
use vitasync_core::analytics::NoAnswer;
use vitasync_core::analytics::anomaly::blood_pressure::{self, BloodPressure, Guideline, Reading};
use vitasync_core::analytics::anomaly::drift::{self, Chart};
use vitasync_core::analytics::anomaly::episodes::{self, Episode};
use vitasync_core::analytics::anomaly::night_signal::{self, Night};
use vitasync_core::analytics::anomaly::outlier;
use vitasync_core::analytics::anomaly::thresholds::{self, Label, Person};
use vitasync_core::analytics::anomaly::weekday;
use vitasync_core::analytics::anomaly::{Finding, Findings};
use vitasync_core::analytics::baseline::Window;

use crate::question::questions;
use crate::take::{Days, Values};

questions! {
    "anomalies";

    outliers(first: NaiveDate, days: Days, window: Window) -> Findings = outlier::outliers(&days.starting(first)?, window);
    unusual_for_weekday(first: NaiveDate, days: Days) -> Findings = weekday::unusual_for_weekday(&days.starting(first)?);
    drifts(first: NaiveDate, days: Days, chart: Chart) -> Findings = drift::drifts(&days.starting(first)?, chart);
    overnight_average(heart_rates: Values) -> f64 = night_signal::overnight_average(&heart_rates);
    /// Watches overnight resting heart rates for nights above what is usual. The days are averages of nights.
    night_signal(first: NaiveDate, days: Days) -> NightSignal = signal(first, days);
    classify(metric: Metric, value: f64, person: Person) -> Label = thresholds::classify(metric, value, &person);
    beyond_thresholds(metric: Metric, first: NaiveDate, days: Days, person: Person) -> Findings =
        thresholds::beyond_thresholds(metric, &days.starting(first)?, &person);
    blood_pressure(readings: Vec<Reading>, guideline: Guideline) -> BloodPressure =
        blood_pressure::blood_pressure(&readings, guideline);
    is_severe(reading: Reading, guideline: Guideline) -> bool = blood_pressure::is_severe(&reading, guideline);
    /// Gathers what is unusual by [`outliers`] and [`night_signal`] into stretches of days that belong together.
    episodes(first: NaiveDate, days: Days, window: Window) -> Vec<Episode> = stretches(first, days, window);
}

/// What the nights of a person show.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct NightSignal {
    /// The nights that stand out.
    findings: Vec<Finding>,
    /// Every night, with what was usual until then.
    nights: Vec<Night>,
}

fn signal(first: NaiveDate, days: Days) -> Result<NightSignal, NoAnswer> {
    let nights = night_signal::night_signal(&days.starting(first)?)?;
    Ok(NightSignal {
        findings: night_signal::findings(&nights),
        nights,
    })
}

fn stretches(first: NaiveDate, days: Days, window: Window) -> Result<Vec<Episode>, NoAnswer> {
    let days = days.starting(first)?;
    let mut found = outlier::outliers(&days, window)?.findings;
    found.extend(night_signal::findings(&night_signal::night_signal(&days)?));
    Ok(episodes::episodes(&found, &days))
}
