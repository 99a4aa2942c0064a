//! Reads one summary per day: steps, the heart at rest, its variability, and when the person slept.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::Detail;
use vitasync_core::source::{DeviceKind, Source};
use vitasync_core::time::ReadingTime::{Date, Instant, Local};

use super::SLUG;
use crate::error::Error;
use crate::provider::{Frame, Page, Request, Response, session, sleep, source};

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: List<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List<'a> {
    #[serde(borrow)]
    daily_list: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    happen_day: i64,
    sleep_start_time: Option<String>,
    sleep_end_time: Option<String>,
    sleep_avg_hr: Option<f64>,
    step: Option<f64>,
    calorie: Option<f64>,
    rhr: Option<f64>,
    ppg_hrv: Option<f64>,
    #[serde(default)]
    hrv_list: Option<Vec<Variability>>,
}

#[derive(Deserialize)]
struct Variability {
    hrv: Option<f64>,
    hr: Option<f64>,
    timestamp: i64,
}

pub(super) fn listed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let answer: Answer<'_> = response.json(SLUG, request)?;
    let watch = source(SLUG, "", "COROS", DeviceKind::Watch);
    page.each("day", response, &answer.data.daily_list, |page, day| {
        read(page, &watch, &day)
    });
    Ok(())
}

/// What is 0 was not measured.
fn measured(value: Option<f64>) -> Option<f64> {
    value.filter(|value| *value > 0.0)
}

fn read(page: &mut Page, watch: &Arc<Source>, day: &Day) -> Result<(), Reason> {
    let date = NaiveDate::parse_from_str(&day.happen_day.to_string(), "%Y%m%d");
    let date = date.map_err(|_| Reason::NotATime {
        text: day.happen_day.to_string(),
    })?;
    let record: RecordVersion = RecordKey::new(SLUG, "daily", date.to_string()).into();
    let frame = Frame::new(watch, &record, Date(date));
    let steps = match day.calorie {
        // Its unit is not documented.
        Some(calorie) => frame.clone().remark("calorie", calorie.to_string()),
        None => frame.clone(),
    };
    page.read(&steps, Metric::Steps, day.step, "count");
    page.read(&frame, Metric::RestingHeartRate, measured(day.rhr), "bpm");
    // How it is computed is not documented.
    let varying = frame.remark("method", "unverified");
    page.read(&varying, Metric::HeartRateVariabilityRmssd, measured(day.ppg_hrv), "ms");
    for value in day.hrv_list.iter().flatten() {
        let at = DateTime::from_timestamp(value.timestamp, 0).ok_or_else(|| Reason::NotATime {
            text: value.timestamp.to_string(),
        })?;
        let instant = varying.at(Instant(at));
        page.read(&instant, Metric::HeartRateVariabilityRmssd, measured(value.hrv), "ms");
        page.read(&instant, Metric::HeartRate, measured(value.hr), "bpm");
    }
    night(page, watch, &record, day)
}

/// A night is what the clock on the wall showed, without stages.
fn night(page: &mut Page, watch: &Arc<Source>, record: &RecordVersion, day: &Day) -> Result<(), Reason> {
    let (Some(start), Some(end)) = (clock(&day.sleep_start_time)?, clock(&day.sleep_end_time)?) else {
        return Ok(());
    };
    let (from, to) = (start.and_utc(), end.and_utc());
    if to < from {
        return Err(Reason::EndBeforeStart { start: from, end: to });
    }
    let frame = Frame::new(watch, record, Local(start)).until(Local(end));
    page.read(
        &frame,
        Metric::SleepingHeartRateAverage,
        measured(day.sleep_avg_hr),
        "bpm",
    );
    let (from, to) = (from.fixed_offset(), to.fixed_offset());
    let slept = session(watch, record, from, to, Detail::Sleep(sleep(None)));
    page.wall_clock_sessions.push(slept);
    Ok(())
}

/// Reads what a clock showed: nothing where a day has no night.
fn clock(text: &Option<String>) -> Result<Option<NaiveDateTime>, Reason> {
    let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
    time.map(Some).map_err(|_| Reason::NotATime { text: text.to_owned() })
}
