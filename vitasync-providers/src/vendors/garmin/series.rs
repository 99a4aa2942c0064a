//! Series over a day or a few minutes: stress, body battery, oxygen, breathing, health snapshots.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;

use super::decode::{All, Clock, Offsets, Summary, instants, missing, remarked, summary, watch};
use crate::provider::{Frame, Page};

summary! {
    pub(super) struct StressDetail {
        time_offset_stress_level_values: Option<Offsets>,
        time_offset_body_battery_values: Option<Offsets>,
    }
}

/// Below zero are reasons why there is no stress: off the wrist, moving, too little data, recovering, unidentified.
pub(super) fn stress(page: &mut Page, mut detail: StressDetail, came: DateTime<Utc>) -> Result<(), Reason> {
    let (frame, clock) = series(&detail.summary(), "stressDetails", came)?;
    let (levels, battery) = (
        &detail.time_offset_stress_level_values,
        &detail.time_offset_body_battery_values,
    );
    let is_value = |it| it >= 0.0;
    instants(
        page,
        &frame,
        &clock,
        Metric::StressLevel,
        levels.as_ref(),
        "{score}",
        is_value,
    )?;
    instants(
        page,
        &frame,
        &clock,
        Metric::BodyBattery,
        battery.as_ref(),
        "{score}",
        is_value,
    )
}

summary! {
    pub(super) struct PulseOx {
        time_offset_spo2_values: Option<Offsets>,
        on_demand: Option<bool>,
    }
}

/// A reading on demand has no length, and is another object than the day it lies in.
pub(super) fn pulse_ox(page: &mut Page, mut pulse_ox: PulseOx, came: DateTime<Utc>) -> Result<(), Reason> {
    let summary = pulse_ox.summary();
    let clock = summary.clock()?;
    let on_demand = pulse_ox.on_demand == Some(true);
    let kind = if on_demand { "/on_demand" } else { "" };
    let id = format!("{}{kind}", clock.start.timestamp());
    let record = summary.growing("pulseOx", id, came);
    let frame = Frame::new(&watch(), &record, clock.says(clock.start));
    let frame = remarked(frame, [("on_demand", on_demand.then(|| "true".to_owned()))]);
    let values = pulse_ox.time_offset_spo2_values.as_ref();
    instants(page, &frame, &clock, Metric::OxygenSaturation, values, "%", |it| {
        it > 0.0
    })
}

summary! {
    pub(super) struct Respiration {
        time_offset_epoch_to_breaths: Option<Offsets>,
        /// The same under another name.
        time_offset_respiration_values: Option<Offsets>,
    }
}

/// Nobody breathes less than once a minute: zero and below say that there is no value.
pub(super) fn respiration(page: &mut Page, mut respiration: Respiration, came: DateTime<Utc>) -> Result<(), Reason> {
    let (frame, clock) = series(&respiration.summary(), "respiration", came)?;
    let (usual, other) = (
        respiration.time_offset_epoch_to_breaths,
        respiration.time_offset_respiration_values,
    );
    let breaths = usual.or(other);
    instants(
        page,
        &frame,
        &clock,
        Metric::RespiratoryRate,
        breaths.as_ref(),
        "br/min",
        |it| it > 0.0,
    )
}

/// A series is known by its beginning; the longer version counts.
fn series(summary: &Summary, resource: &'static str, came: DateTime<Utc>) -> Result<(Frame, Clock), Reason> {
    let clock = summary.clock()?;
    let record = summary.growing(resource, clock.start.timestamp().to_string(), came);
    Ok((Frame::new(&watch(), &record, clock.says(clock.start)), clock))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot<'a> {
    #[serde(flatten)]
    summary: Summary,
    /// The offset under another name.
    offset_start_time_in_seconds: Option<i32>,
    #[serde(borrow)]
    summaries: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SnapshotSeries {
    summary_type: String,
    avg_value: Option<f64>,
    epoch_summaries: Option<Offsets>,
}

/// Reads snapshots of two minutes. Each has several series; one that is new costs the others nothing.
pub(super) fn snapshots(page: &mut Page, all: &All<'_>) {
    let response = all.response;
    page.each(
        "health snapshot",
        response,
        all.items,
        |page, snapshot: Snapshot<'_>| {
            let summary = &snapshot.summary;
            let mut clock = summary.clock()?;
            if let Some(offset) = snapshot.offset_start_time_in_seconds.filter(|_| !clock.is_local) {
                clock = Clock::new(clock.start.timestamp(), Some(offset))?;
            }
            let length = summary.duration().ok_or_else(|| missing("durationInSeconds"))?;
            let end = clock.after(length.into())?;
            let id = clock.start.timestamp().to_string();
            let record = summary.growing("healthSnapshot", id, response.received_at);
            let frame = Frame::new(&watch(), &record, clock.says(clock.start)).until(clock.says(end));
            page.each(
                "health snapshot",
                response,
                snapshot.summaries.as_deref().unwrap_or_default(),
                |page, series: SnapshotSeries| part(page, &frame, &clock, &series),
            );
            Ok(())
        },
    );
}

/// Reads the values of a series, or its mean over the two minutes where the values are not told.
fn part(page: &mut Page, frame: &Frame, clock: &Clock, series: &SnapshotSeries) -> Result<(), Reason> {
    let (metric, mean, unit) = match series.summary_type.as_str() {
        "heart_rate" => (Metric::HeartRate, Metric::HeartRateAverage, "bpm"),
        "respiration" => (Metric::RespiratoryRate, Metric::RespiratoryRate, "br/min"),
        "stress" => (Metric::StressLevel, Metric::StressLevel, "{score}"),
        "spo2" | "pulse_ox" => (Metric::OxygenSaturation, Metric::OxygenSaturation, "%"),
        "rmssd_hrv" => (
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilityRmssd,
            "ms",
        ),
        "sdrr_hrv" => (Metric::HeartRateVariabilitySdnn, Metric::HeartRateVariabilitySdnn, "ms"),
        word => {
            return Err(Reason::UnknownWord {
                vocabulary: "type of a health snapshot".to_owned(),
                text: word.to_owned(),
            });
        }
    };
    // Over two minutes all intervals between beats are taken for normal ones.
    let sdrr = (series.summary_type == "sdrr_hrv").then(|| "sdrr".to_owned());
    let frame = remarked(frame.clone(), [("computed_as", sdrr)]);
    let values = series.epoch_summaries.as_ref().filter(|it| !it.0.is_empty());
    if values.is_none() {
        page.read(&frame, mean, series.avg_value.filter(|it| *it > 0.0), unit);
    }
    let least = if metric == Metric::StressLevel {
        0.0
    } else {
        f64::MIN_POSITIVE
    };
    instants(page, &frame, clock, metric, values, unit, |it| it >= least)
}
