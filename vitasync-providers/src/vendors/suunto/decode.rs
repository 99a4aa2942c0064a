//! Reads what Suunto answers: samples of the day, of sleep and of recovery, and daily statistics. Workouts have their own file.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Sleep, SleepTotals};
use vitasync_core::source::{DeviceKind, Source};
use vitasync_core::time::ReadingTime::{Date, WithOffset};

use super::{SLUG, file, workout};
use crate::error::{Error, ErrorKind};
use crate::provider::{Frame, Page, Request, Response, decode_workout_file, session, sleep, source};

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let watch = watch("");
    let list = || response.json::<Vec<&RawValue>>(SLUG, request);
    match request.operation.as_ref() {
        "list workouts" => workout::listed(&mut page, request, response)?,
        "read workout" => workout::one(&mut page, request, response)?,
        file::OPERATION => page = decode_workout_file(SLUG, request, response)?,
        "list sleeps" => page.each("sleep", response, &list()?, |page, it| night(page, &watch, &it)),
        "list activity" => page.each("activity sample", response, &list()?, |page, it| {
            activity(page, &watch, &it);
            Ok(())
        }),
        "list recovery" => page.each("recovery sample", response, &list()?, |page, it| {
            recovery(page, &watch, &it)
        }),
        "list days" => page.each("daily statistic", response, &list()?, |page, it: Statistic<'_>| {
            days(page, response, &it)
        }),
        "deauthorize" => {}
        _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
    }
    Ok(page)
}

fn watch(origin: &str) -> Arc<Source> {
    source(SLUG, origin, "Suunto", DeviceKind::Watch)
}

/// Names the unit of a heart rate: some answers count beats per second. What is 0 was not measured.
pub(super) fn heart_rate(value: Option<f64>) -> (Option<f64>, &'static str) {
    let value = value.filter(|rate| *rate > 0.0);
    let unit = if value.is_some_and(|rate| rate < 15.0) {
        "Hz"
    } else {
        "bpm"
    };
    (value, unit)
}

pub(super) fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}

/// What 24/7 samples share.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sample<T> {
    timestamp: DateTime<FixedOffset>,
    entry_data: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Activity {
    #[serde(rename = "HR")]
    heart_rate: Option<f64>,
    step_count: Option<f64>,
    energy_consumption: Option<f64>,
    #[serde(rename = "SpO2")]
    oxygen_saturation: Option<f64>,
    #[serde(rename = "HRV")]
    variability: Option<f64>,
    altitude: Option<f64>,
}

/// How long a sample of activity goes on.
const ACTIVITY: TimeDelta = TimeDelta::minutes(10);

fn activity(page: &mut Page, watch: &Arc<Source>, sample: &Sample<Activity>) {
    let (at, entry) = (sample.timestamp, &sample.entry_data);
    let instant = Frame::loose(watch, WithOffset(at));
    let (beats, unit) = heart_rate(entry.heart_rate);
    page.read(&instant, Metric::HeartRate, beats, unit);
    let saturation = entry.oxygen_saturation.filter(|it| *it > 0.0);
    let unit = if saturation.is_some_and(|it| it <= 1.0) {
        "fraction"
    } else {
        "%"
    };
    page.read(&instant, Metric::OxygenSaturation, saturation, unit);
    let variability = entry.variability.filter(|it| *it > 0.0);
    page.read(&instant, Metric::HeartRateVariabilityRmssd, variability, "ms");
    page.read(&instant, Metric::Altitude, entry.altitude, "m");
    let span = instant.until(WithOffset(at + ACTIVITY));
    page.read(&span, Metric::Steps, entry.step_count, "count");
    page.read(&span, Metric::TotalEnergy, entry.energy_consumption, "J");
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Recovery {
    balance: Option<f64>,
    stress_state: Option<i64>,
}

/// The state has no scale, so it is a remark on the balance.
fn recovery(page: &mut Page, watch: &Arc<Source>, sample: &Sample<Recovery>) -> Result<(), Reason> {
    let balance = sample.entry_data.balance.ok_or_else(|| missing("Balance"))?;
    let mut frame = Frame::loose(watch, WithOffset(sample.timestamp));
    let state = match sample.entry_data.stress_state {
        None | Some(0) => None,
        Some(1) => Some("relaxing".to_owned()),
        Some(2) => Some("active".to_owned()),
        Some(3) => Some("passive".to_owned()),
        Some(4) => Some("stressful".to_owned()),
        Some(other) => Some(other.to_string()),
    };
    if let Some(state) = state {
        frame = frame.remark("stress_state", state);
    }
    page.read(&frame, Metric::RecoveryScore, Some(balance * 100.0), "{score}");
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Night {
    bedtime_start: DateTime<FixedOffset>,
    bedtime_end: DateTime<FixedOffset>,
    /// From going to bed to getting up.
    duration: Option<f64>,
    deep_sleep_duration: Option<f64>,
    light_sleep_duration: Option<f64>,
    #[serde(rename = "REMSleepDuration")]
    rem_sleep_duration: Option<f64>,
    #[serde(rename = "HRAvg")]
    heart_rate_average: Option<f64>,
    #[serde(rename = "HRMin")]
    heart_rate_lowest: Option<f64>,
    #[serde(rename = "AvgHRV")]
    variability: Option<f64>,
    #[serde(rename = "MaxSpO2", alias = "MaxSpo2")]
    greatest_saturation: Option<f64>,
    sleep_quality_score: Option<f64>,
    feeling_score: Option<f64>,
    altitude: Option<f64>,
    is_nap: Option<bool>,
    sleep_id: Option<i64>,
}

impl Sample<Night> {
    fn record(&self) -> RecordVersion {
        let at = self.timestamp.timestamp_millis();
        let id = match self.entry_data.sleep_id {
            Some(id) => format!("{id}-{at}"),
            None => at.to_string(),
        };
        RecordKey::new(SLUG, "sleep", id).into()
    }
}

/// There are no stages but their sums.
fn night(page: &mut Page, watch: &Arc<Source>, sample: &Sample<Night>) -> Result<(), Reason> {
    let (record, night) = (sample.record(), &sample.entry_data);
    let (start, end) = (night.bedtime_start, night.bedtime_end);
    if end < start {
        let (start, end) = (start.to_utc(), end.to_utc());
        return Err(Reason::EndBeforeStart { start, end });
    }
    let frame = Frame::new(watch, &record, WithOffset(start)).until(WithOffset(end));
    let slept = Sleep {
        totals: read_durations(page, &frame, night),
        ..sleep(night.is_nap)
    };
    let (average, unit) = heart_rate(night.heart_rate_average);
    page.read(&frame, Metric::SleepingHeartRateAverage, average, unit);
    if night.is_nap != Some(true) {
        let (lowest, unit) = heart_rate(night.heart_rate_lowest);
        page.read(&frame, Metric::SleepingHeartRateLowest, lowest, unit);
    }
    let variability = night.variability.filter(|it| *it > 0.0);
    page.read(&frame, Metric::HeartRateVariabilityRmssd, variability, "ms");
    page.read(&frame, Metric::SleepScore, night.sleep_quality_score, "{score}");
    let mut slept = session(watch, &record, start, end, Detail::Sleep(slept));
    // The greatest saturation of a night is not its mean.
    slept.attributes.remarks = remarks([
        ("greatest_oxygen_saturation", night.greatest_saturation),
        ("feeling_score", night.feeling_score),
        ("altitude_m", night.altitude),
    ]);
    page.sessions.push(slept);
    Ok(())
}

/// The time asleep and awake are sums of ours, so they are samples and no totals of the vendor's.
fn read_durations(page: &mut Page, frame: &Frame, night: &Night) -> Option<SleepTotals> {
    let (deep, light, rem) = (
        night.deep_sleep_duration,
        night.light_sleep_duration,
        night.rem_sleep_duration,
    );
    let asleep = deep.zip(light).zip(rem).map(|((deep, light), rem)| deep + light + rem);
    let awake = night.duration.zip(asleep).map(|(whole, asleep)| whole - asleep);
    page.read(frame, Metric::SleepDuration, asleep, "s");
    page.read(frame, Metric::SleepAwakeDuration, awake, "s");
    let told = [
        (Metric::TimeInBed, night.duration, "s"),
        (Metric::SleepDeepDuration, deep, "s"),
        (Metric::SleepLightDuration, light, "s"),
        (Metric::SleepRemDuration, rem, "s"),
    ];
    page.read_totals(frame, &told)
}

pub(super) fn remarks<const N: usize>(remarks: [(&str, Option<f64>); N]) -> BTreeMap<String, String> {
    let known = remarks.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())))
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statistic<'a> {
    name: String,
    #[serde(borrow)]
    sources: Vec<Origin<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Origin<'a> {
    name: Option<String>,
    #[serde(borrow)]
    samples: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Day {
    #[serde(rename = "TimeISO8601")]
    time: String,
    value: Option<f64>,
}

/// A day is the vendor's, whatever the offset.
fn days(page: &mut Page, response: &Response, statistic: &Statistic<'_>) -> Result<(), Reason> {
    let (metric, unit) = match statistic.name.as_str() {
        "stepcount" => (Metric::Steps, "count"),
        "energyconsumption" => (Metric::TotalEnergy, "J"),
        other => {
            return Err(Reason::UnknownWord {
                vocabulary: "daily statistic".to_owned(),
                text: other.to_owned(),
            });
        }
    };
    for origin in &statistic.sources {
        let watch = watch(origin.name.as_deref().unwrap_or_default());
        page.each("day", response, &origin.samples, |page, day: Day| {
            let date: Option<NaiveDate> = day.time.get(..10).and_then(|date| date.parse().ok());
            let date = date.ok_or_else(|| Reason::NotATime { text: day.time.clone() })?;
            page.read(&Frame::loose(&watch, Date(date)), metric, day.value, unit);
            Ok(())
        });
    }
    Ok(())
}
