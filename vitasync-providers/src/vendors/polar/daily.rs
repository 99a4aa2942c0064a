//! Reads Polar's days: activity, heart rate, cardio load and the profile.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::{DeviceKind, Recording, Source};
use vitasync_core::time::ReadingTime::{Date, Instant, Local};

use super::decode::{record, seconds};
use super::{SLUG, clock};
use crate::provider::{Frame, Page, Response, source};

#[derive(Deserialize)]
pub(super) struct Activity<'a> {
    start_time: String,
    active_duration: Option<String>,
    calories: Option<f64>,
    active_calories: Option<f64>,
    steps: Option<f64>,
    inactivity_alert_count: Option<f64>,
    distance_from_steps: Option<f64>,
    #[serde(borrow)]
    samples: Option<Samples<'a>>,
}

#[derive(Deserialize)]
struct Samples<'a> {
    #[serde(borrow)]
    steps: Option<Steps<'a>>,
}

#[derive(Deserialize)]
struct Steps<'a> {
    interval_ms: Option<i64>,
    #[serde(borrow, default)]
    samples: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct StepSample {
    steps: Option<f64>,
    timestamp: String,
}

/// Reads a day of the watch. Its times are printed without a zone and are the watch's, though the documents say UTC; the day is
/// the one they name.
pub(super) fn activity<'b>(
    page: &mut Page,
    watch: &Arc<Source>,
    day: &Activity<'b>,
    response: &'b Response,
) -> Result<(), Reason> {
    let not_a_time = |text: &str| Reason::NotATime { text: text.to_owned() };
    let start = clock::wall_clock(&day.start_time).ok_or_else(|| not_a_time(&day.start_time))?;
    let active = seconds(day.active_duration.as_deref())?;
    let record = record("activity", start.date().to_string());
    let frame = Frame::new(watch, &record, Date(start.date()));
    page.read(&frame, Metric::Steps, day.steps, "count");
    page.read(&frame, Metric::ActiveEnergy, day.active_calories, "kcal");
    page.read(&frame, Metric::TotalEnergy, day.calories, "kcal");
    page.read(&frame, Metric::DistanceWalkingRunning, day.distance_from_steps, "m");
    page.read(&frame, Metric::ActiveDuration, active, "s");
    page.read(&frame, Metric::InactivityAlerts, day.inactivity_alert_count, "count");
    let Some(steps) = day.samples.as_ref().and_then(|samples| samples.steps.as_ref()) else {
        return Ok(());
    };
    let lasts = TimeDelta::try_milliseconds(steps.interval_ms.unwrap_or(60_000)).unwrap_or(TimeDelta::minutes(1));
    page.each("steps", response, &steps.samples, |page, sample: StepSample| {
        let at = clock::wall_clock(&sample.timestamp).ok_or_else(|| not_a_time(&sample.timestamp))?;
        let until = at.checked_add_signed(lasts).unwrap_or(at);
        page.read(
            &frame.at(Local(at)).until(Local(until)),
            Metric::Steps,
            sample.steps,
            "count",
        );
        Ok(())
    });
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct HeartRates<'a> {
    date: NaiveDate,
    #[serde(borrow, default)]
    heart_rate_samples: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct HeartRate {
    heart_rate: Option<f64>,
    sample_time: String,
}

/// Reads the heart rates of a day of the watch. Training is left out of it.
pub(super) fn heart_rate<'b>(
    page: &mut Page,
    watch: &Arc<Source>,
    day: &HeartRates<'b>,
    response: &'b Response,
) -> Result<(), Reason> {
    let record = record("continuous_heart_rate", day.date.to_string());
    let frame = Frame::new(watch, &record, Date(day.date));
    page.each(
        "heart_rate_sample",
        response,
        &day.heart_rate_samples,
        |page, it: HeartRate| {
            let time = clock::time_of_day(&it.sample_time).ok_or_else(|| Reason::NotATime {
                text: it.sample_time.clone(),
            })?;
            let beats = it.heart_rate.filter(|beats| *beats > 0.0);
            page.read(
                &frame.at(Local(day.date.and_time(time))),
                Metric::HeartRate,
                beats,
                "bpm",
            );
            Ok(())
        },
    );
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct CardioLoad {
    date: NaiveDate,
    cardio_load_status: Option<String>,
    cardio_load: Option<f64>,
    strain: Option<f64>,
    tolerance: Option<f64>,
    cardio_load_ratio: Option<f64>,
}

/// Reads the load of a day. There is a row for every day; what is not available is zero or less in it.
pub(super) fn cardio_load(page: &mut Page, watch: &Arc<Source>, day: &CardioLoad) -> Result<(), Reason> {
    let available = day.cardio_load_status.as_deref() != Some("LOAD_STATUS_NOT_AVAILABLE");
    let known = |value: Option<f64>| value.filter(|value| available && *value > 0.0);
    // A day of rest is no load, where there is a status.
    let load = day.cardio_load.filter(|load| available && *load >= 0.0);
    let mut frame = Frame::new(watch, &record("cardio_load", day.date.to_string()), Date(day.date));
    if let Some(status) = &day.cardio_load_status {
        frame = frame.remark("cardio_load_status", status.as_str());
    }
    page.read(&frame, Metric::CardioLoad, load, "{score}");
    page.read(&frame, Metric::CardioLoadStrain, known(day.strain), "{score}");
    page.read(&frame, Metric::CardioLoadTolerance, known(day.tolerance), "{score}");
    page.read(&frame, Metric::TrainingLoadRatio, known(day.cardio_load_ratio), "index");
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct PhysicalInfo {
    modified: Option<String>,
    weight: Option<f64>,
    height: Option<f64>,
    maximum_heart_rate: Option<f64>,
    resting_heart_rate: Option<f64>,
    vo2_max: Option<f64>,
    weight_source: Option<String>,
}

/// Reads the profile, as of when it was last changed. Its values are the person's, typed or tested.
pub(super) fn physical_info(page: &mut Page, info: &PhysicalInfo, received_at: DateTime<Utc>) -> Result<(), Reason> {
    let mut person = source(SLUG, "", "Polar", DeviceKind::Watch);
    Arc::make_mut(&mut person).key.recording = Recording::Unknown;
    let at = match &info.modified {
        Some(text) => instant(text).ok_or_else(|| Reason::NotATime { text: text.clone() })?,
        None => received_at,
    };
    let record = record("physical_info", at.date_naive().to_string());
    let mut frame = Frame::new(&person, &record, Instant(at));
    let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
    page.read(&frame, Metric::Height, some(info.height), "cm");
    page.read(
        &frame,
        Metric::HeartRateMaxSetting,
        some(info.maximum_heart_rate),
        "bpm",
    );
    page.read(&frame, Metric::RestingHeartRate, some(info.resting_heart_rate), "bpm");
    page.read(&frame, Metric::Vo2Max, some(info.vo2_max), "mL/kg/min");
    if let Some(source) = &info.weight_source {
        frame = frame.remark("weight_source", source.as_str());
    }
    page.read(&frame, Metric::Weight, some(info.weight), "kg");
    Ok(())
}

/// Reads a time of Polar's servers: UTC where it names no offset.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    let with_offset = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    with_offset.or_else(|| Some(clock::wall_clock(text)?.and_utc()))
}
