//! Reads what people note about their bodies, by hand or by an app of theirs.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime::{Date, Local};

use super::SLUG;
use crate::error::Error;
use crate::provider::{Frame, Page, Request, Response, source};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Noted {
    metric_id: String,
    date_time: NaiveDateTime,
    weight_in_kilograms: Option<f64>,
    percent_fat: Option<f64>,
    pulse_ox: Option<f64>,
    #[serde(rename = "HRV")]
    variability: Option<f64>,
    pulse: Option<f64>,
    steps: Option<f64>,
    sleep_hours: Option<f64>,
    /// Words, and keys that are new.
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

pub(super) fn listed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let list: Vec<&RawValue> = response.json(SLUG, request)?;
    page.each("metrics", response, &list, noted);
    Ok(())
}

pub(super) fn one(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let found: &RawValue = response.json(SLUG, request)?;
    page.one("metrics", response, found, noted);
    Ok(())
}

/// What was weighed has a time; the others say how a day or its night was. Words are remarks on the numbers beside them.
fn noted(page: &mut Page, noted: Noted) -> Result<(), Reason> {
    let before = page.readings.len();
    let record: RecordVersion = RecordKey::new(SLUG, "metrics", noted.metric_id.as_str()).into();
    let app = source(SLUG, "", "TrainingPeaks", DeviceKind::App);
    let mut frame = Frame::new(&app, &record, Local(noted.date_time));
    frame.remarks = noted.words();
    let measured = |value: Option<f64>| value.filter(|value| *value > 0.0);
    page.read(&frame, Metric::Weight, measured(noted.weight_in_kilograms), "kg");
    page.read(&frame, Metric::BodyFatPercentage, measured(noted.percent_fat), "%");
    page.read(&frame, Metric::OxygenSaturation, measured(noted.pulse_ox), "%");
    let day = frame.at(Date(noted.date_time.date()));
    page.read(&day, Metric::RestingHeartRate, measured(noted.pulse), "bpm");
    page.read(&day, Metric::Steps, noted.steps, "count");
    page.read(&day, Metric::SleepDuration, measured(noted.sleep_hours), "h");
    let varying = day.remark("method", "unknown");
    page.read(
        &varying,
        Metric::HeartRateVariabilityRmssd,
        measured(noted.variability),
        "ms",
    );
    let words = noted.words().into_keys().filter(|key| key != "UploadClient");
    let words: Vec<String> = words.collect();
    if page.readings.len() == before && !words.is_empty() {
        return Err(Reason::UnknownWord {
            vocabulary: "metric".to_owned(),
            text: words.join(", "),
        });
    }
    Ok(())
}

impl Noted {
    fn words(&self) -> BTreeMap<String, String> {
        let told = self.others.iter().filter(|(key, _)| *key != "AthleteId");
        let text = |value: &serde_json::Value| match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        told.filter_map(|(key, value)| Some((key.clone(), text(value)?)))
            .collect()
    }
}
