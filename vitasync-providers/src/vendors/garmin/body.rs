//! What comes from scales, cuffs and from what a person tells: body composition, blood pressure, the menstrual cycle.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordVersion;
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime::Date;

use super::SLUG;
use super::decode::{Clock, Summary, instant, missing, ranked, remarked, typed, watch};
use crate::provider::{Frame, Page, source, version};

/// When something was measured, in either of two spellings.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    measurement_time_in_seconds: Option<i64>,
    measurement_time_offset_in_seconds: Option<i32>,
    #[serde(flatten)]
    summary: Summary,
}

impl Measured {
    fn clock(&self) -> Result<Clock, Reason> {
        match self.measurement_time_in_seconds {
            Some(seconds) => Clock::new(seconds, self.measurement_time_offset_in_seconds),
            None => self.summary.clock(),
        }
    }

    fn record(&self, resource: &'static str, clock: &Clock, came: DateTime<Utc>) -> RecordVersion {
        let by_time = || clock.start.timestamp().to_string();
        ranked(
            resource,
            self.summary.summary_id.clone().unwrap_or_else(by_time),
            0,
            came,
        )
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Composition {
    #[serde(flatten)]
    measured: Measured,
    weight_in_grams: Option<f64>,
    body_fat_in_percent: Option<f64>,
    percent_fat: Option<f64>,
    body_water_in_percent: Option<f64>,
    percent_hydration: Option<f64>,
    muscle_mass_in_grams: Option<f64>,
    bone_mass_in_grams: Option<f64>,
    body_mass_index: Option<f64>,
    bmi: Option<f64>,
}

pub(super) fn composition(page: &mut Page, body: Composition, came: DateTime<Utc>) -> Result<(), Reason> {
    let clock = body.measured.clock()?;
    let record = body.measured.record("bodyComps", &clock, came);
    let scale = source(SLUG, "scale", "Garmin, body composition", DeviceKind::Scale);
    let frame = Frame::new(&scale, &record, clock.says(clock.start));
    page.read(&frame, Metric::Weight, body.weight_in_grams, "g");
    page.read(
        &frame,
        Metric::BodyFatPercentage,
        body.body_fat_in_percent.or(body.percent_fat),
        "%",
    );
    let water = body.body_water_in_percent.or(body.percent_hydration);
    page.read(&frame, Metric::BodyWaterPercentage, water, "%");
    page.read(&frame, Metric::MuscleMass, body.muscle_mass_in_grams, "g");
    page.read(&frame, Metric::BoneMass, body.bone_mass_in_grams, "g");
    page.read(
        &frame,
        Metric::BodyMassIndex,
        body.body_mass_index.or(body.bmi),
        "kg/m2",
    );
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pressure {
    #[serde(flatten)]
    measured: Measured,
    systolic: Option<f64>,
    diastolic: Option<f64>,
    pulse: Option<f64>,
    source_type: Option<String>,
}

pub(super) fn pressure(page: &mut Page, pressure: Pressure, came: DateTime<Utc>) -> Result<(), Reason> {
    let clock = pressure.measured.clock()?;
    let record = pressure.measured.record("bloodPressures", &clock, came);
    let cuff = source(SLUG, "cuff", "Garmin, blood pressure", DeviceKind::Cuff);
    let cuff = match pressure.source_type.as_deref() {
        Some("MANUAL") => typed(cuff),
        _ => cuff,
    };
    let frame = Frame::new(&cuff, &record, clock.says(clock.start));
    page.read(&frame, Metric::BloodPressureSystolic, pressure.systolic, "mm[Hg]");
    page.read(&frame, Metric::BloodPressureDiastolic, pressure.diastolic, "mm[Hg]");
    page.read(&frame, Metric::HeartRate, pressure.pulse, "bpm");
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cycle {
    #[serde(flatten)]
    summary: Summary,
    period_start_date: Option<NaiveDate>,
    period_length: Option<u8>,
    is_predicted_cycle: Option<bool>,
    cycle_length: Option<u16>,
    predicted_cycle_length: Option<u16>,
    current_phase_type: Option<String>,
    fertile_window_start: Option<u16>,
    length_of_fertile_window: Option<u16>,
    last_updated_time_in_seconds: Option<i64>,
}

/// The code of a period that tells no more than that it is one, as HealthKit writes it.
const NO_DEGREE: f64 = 0.0;

/// A period that is only predicted is no measurement.
pub(super) fn cycle(page: &mut Page, cycle: Cycle, came: DateTime<Utc>) -> Result<(), Reason> {
    if cycle.is_predicted_cycle == Some(true) {
        return Ok(());
    }
    let start = cycle.period_start_date.ok_or_else(|| missing("periodStartDate"))?;
    let id = cycle.summary.summary_id.unwrap_or_else(|| start.to_string());
    let changed = cycle.last_updated_time_in_seconds.map(instant).transpose()?;
    let record = version(SLUG, "mct", id, changed.unwrap_or(came));
    let mut frame = Frame::new(&typed(watch()), &record, Date(start));
    let length = cycle.period_length.filter(|days| *days > 0);
    frame.end = length
        .and_then(|days| start.checked_add_days(Days::new(days.into())))
        .map(Date);
    let days = |value: Option<u16>| value.map(|it| it.to_string());
    let frame = remarked(
        frame,
        [
            ("cycle_length_d", days(cycle.cycle_length)),
            ("predicted_cycle_length_d", days(cycle.predicted_cycle_length)),
            ("phase", cycle.current_phase_type),
            ("fertile_window_start_d", days(cycle.fertile_window_start)),
            ("fertile_window_d", days(cycle.length_of_fertile_window)),
        ],
    );
    page.category(&frame, Metric::MenstruationPeriod, Some(NO_DEGREE));
    Ok(())
}
