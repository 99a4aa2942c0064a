//! Reads series within a day.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::{Recording, Source};
use vitasync_core::time::ReadingTime::Local;

use super::decode::{Document, date, fitbit, inner, missing, time};
use crate::error::Error;
use crate::provider::{Frame, Page, Request, Response, number};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Series<'b> {
    #[serde(borrow)]
    dataset: Vec<&'b RawValue>,
    dataset_interval: Option<i32>,
    dataset_type: Option<String>,
}

#[derive(Deserialize)]
struct Step<'b> {
    #[serde(borrow)]
    time: Cow<'b, str>,
    #[serde(default, deserialize_with = "number")]
    value: Option<f64>,
}

/// Reads the series under `activities-<name>-intraday`. Its date stands under `activities-<name>`.
pub(super) fn read(
    page: &mut Page,
    request: &Request,
    response: &Response,
    document: &Document<'_>,
    key: &str,
    part: &RawValue,
) -> Result<(), Error> {
    let series: Series<'_> = inner(request, part)?;
    let days = document.get(key.trim_end_matches("-intraday"));
    let days: Vec<Value> = days.map_or(Ok(Vec::new()), |days| inner(request, days))?;
    let day = days.first().and_then(|day| day["dateTime"].as_str());
    let device = fitbit(Recording::Automatic);
    let day = day.ok_or_else(|| missing("dateTime")).and_then(date);
    page.each(key, response, &series.dataset, |page, step: Step<'_>| {
        at(page, key, day.clone()?, &device, &series, &step)
    });
    Ok(())
}

fn at(
    page: &mut Page,
    key: &str,
    day: NaiveDate,
    device: &Arc<Source>,
    series: &Series<'_>,
    step: &Step<'_>,
) -> Result<(), Reason> {
    let start = day.and_time(time(&step.time)?);
    let frame = Frame::loose(device, Local(start));
    if key == "activities-heart-intraday" {
        let beats = step.value.filter(|beats| *beats > 0.0);
        page.read(&frame, Metric::HeartRate, beats, "bpm");
        return Ok(());
    }
    let (metric, unit) = match key {
        "activities-steps-intraday" => (Metric::Steps, "steps"),
        "activities-distance-intraday" => (Metric::Distance, "km"),
        "activities-floors-intraday" => (Metric::FloorsClimbed, "floors"),
        "activities-elevation-intraday" => (Metric::ElevationGain, "m"),
        "activities-calories-intraday" => (Metric::TotalEnergy, "kcal"),
        _ => {
            return Err(Reason::UnknownWord {
                vocabulary: "series".to_owned(),
                text: key.to_owned(),
            });
        }
    };
    let count = i64::from(series.dataset_interval.unwrap_or(1));
    let lasts = match series.dataset_type.as_deref() {
        Some("second") => TimeDelta::seconds(count),
        _ => TimeDelta::minutes(count),
    };
    page.read(&frame.until(Local(start + lasts)), metric, step.value, unit);
    Ok(())
}
