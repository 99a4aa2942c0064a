//! Reads what Polar's sensors of the skin measure: temperatures, oxygen and ECG.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::Source;
use vitasync_core::time::ReadingTime::{Date, Instant, WithOffset};

use super::daily::instant;
use super::decode::record;
use crate::provider::{Frame, Page, version};

#[derive(Deserialize)]
pub(super) struct SkinTemperature {
    sleep_date: NaiveDate,
    sleep_time_skin_temperature_celsius: Option<f64>,
    deviation_from_baseline_celsius: Option<f64>,
}

pub(super) fn skin_temperature(page: &mut Page, watch: &Arc<Source>, it: &SkinTemperature) -> Result<(), Reason> {
    let record = record("skin_temperature", it.sleep_date.to_string());
    let frame = Frame::new(watch, &record, Date(it.sleep_date));
    // Nobody's skin is at the freezing point.
    let warmth = it.sleep_time_skin_temperature_celsius.filter(|it| *it > 0.0);
    page.read(&frame, Metric::SkinTemperature, warmth, "degC");
    let deviation = it.deviation_from_baseline_celsius.filter(|_| warmth.is_some());
    page.read(&frame, Metric::SkinTemperatureDeviation, deviation, "K");
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct BodyTemperature {
    source_device_id: Option<String>,
    measurement_type: String,
    sensor_location: Option<String>,
    start_time: String,
    modified_time: Option<String>,
    #[serde(default)]
    samples: Vec<Temperature>,
}

#[derive(Deserialize)]
struct Temperature {
    temperature_celsius: Option<f64>,
    recording_time_delta_milliseconds: i64,
}

/// Reads a measurement that goes on for a while. Its times are UTC, though they do not say so.
pub(super) fn body_temperature(page: &mut Page, watch: &Arc<Source>, it: &BodyTemperature) -> Result<(), Reason> {
    let metric = match it.measurement_type.as_str() {
        "TM_CORE_TEMPERATURE" => Metric::BodyTemperature,
        "TM_SKIN_TEMPERATURE" => Metric::SkinTemperature,
        other => {
            return Err(Reason::UnknownWord {
                vocabulary: "measurement_type".to_owned(),
                text: other.to_owned(),
            });
        }
    };
    let not_a_time = |text: &str| Reason::NotATime { text: text.to_owned() };
    let start = instant(&it.start_time).ok_or_else(|| not_a_time(&it.start_time))?;
    let device = it.source_device_id.as_deref().unwrap_or_default();
    let id = format!("{} {device} {}", it.start_time, it.measurement_type);
    let modified = it.modified_time.as_deref().and_then(instant);
    let record = match modified {
        Some(modified) => version(super::SLUG, "body_temperature", id, modified),
        None => record("body_temperature", id),
    };
    let mut frame = Frame::new(watch, &record, Instant(start));
    if let Some(location) = &it.sensor_location {
        frame = frame.remark("sensor_location", location.as_str());
    }
    for sample in &it.samples {
        let since = TimeDelta::try_milliseconds(sample.recording_time_delta_milliseconds);
        let at = since.and_then(|since| start.checked_add_signed(since));
        let at = at.ok_or_else(|| not_a_time(&sample.recording_time_delta_milliseconds.to_string()))?;
        let warmth = sample.temperature_celsius.filter(|warmth| *warmth > 0.0);
        page.read(&frame.at(Instant(at)), metric, warmth, "degC");
    }
    Ok(())
}

/// What every test of a minute tells.
#[derive(Deserialize)]
struct Test {
    test_time: i64,
    time_zone_offset: i32,
    average_heart_rate_bpm: Option<f64>,
    heart_rate_variability_ms: Option<f64>,
    heart_rate_variability_level: Option<String>,
}

impl Test {
    fn at(&self) -> Result<DateTime<FixedOffset>, Reason> {
        let at = DateTime::from_timestamp(self.test_time, 0);
        let offset = self.time_zone_offset.checked_mul(60).and_then(FixedOffset::east_opt);
        let at = at.zip(offset).map(|(at, offset)| at.with_timezone(&offset));
        at.ok_or_else(|| Reason::NotATime {
            text: self.test_time.to_string(),
        })
    }

    /// Polar does not say by which formula it computes the variability, so that is a remark and no metric.
    fn frame(&self, watch: &Arc<Source>, resource: &'static str) -> Result<Frame, Reason> {
        let at = self.at()?;
        let mut frame = Frame::new(watch, &record(resource, self.test_time.to_string()), WithOffset(at));
        if let Some(variability) = self.heart_rate_variability_ms {
            frame = frame.remark("heart_rate_variability_ms", variability.to_string());
        }
        if let Some(level) = &self.heart_rate_variability_level {
            frame = frame.remark("heart_rate_variability_level", level.as_str());
        }
        Ok(frame)
    }
}

#[derive(Deserialize)]
pub(super) struct Oxygen {
    #[serde(flatten)]
    test: Test,
    test_status: Option<String>,
    blood_oxygen_percent: Option<f64>,
    spo2_class: Option<String>,
    altitude_meters: Option<f64>,
}

/// Reads a test of oxygen that passed. The others say nothing.
pub(super) fn oxygen(page: &mut Page, watch: &Arc<Source>, it: &Oxygen) -> Result<(), Reason> {
    let mut frame = it.test.frame(watch, "spo2")?;
    if it.test_status.as_deref() != Some("SPO2_TEST_PASSED") {
        return Ok(());
    }
    let remarks = [
        ("spo2_class", it.spo2_class.clone()),
        ("altitude_m", it.altitude_meters.map(|metres| metres.to_string())),
        (
            "heart_rate_bpm",
            it.test.average_heart_rate_bpm.map(|beats| beats.to_string()),
        ),
    ];
    for (key, value) in remarks {
        if let Some(value) = value {
            frame = frame.remark(key, value);
        }
    }
    let percent = it.blood_oxygen_percent.filter(|percent| *percent > 0.0);
    page.read(&frame, Metric::OxygenSaturation, percent, "%");
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct Ecg {
    #[serde(flatten)]
    test: Test,
}

/// Reads the mean heart rate of an ECG; its waveform stays in the raw answer.
pub(super) fn ecg(page: &mut Page, watch: &Arc<Source>, it: &Ecg) -> Result<(), Reason> {
    let frame = it.test.frame(watch, "ecg")?;
    let beats = it.test.average_heart_rate_bpm.filter(|beats| *beats > 0.0);
    page.read(&frame, Metric::HeartRateAverage, beats, "bpm");
    Ok(())
}
