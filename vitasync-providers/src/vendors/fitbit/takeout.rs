//! Reads files of an export: Google Takeout, `Global Export Data`.
//!
//! Series are UTC there; logs show what the clock on the wall showed, as in the API. A file is known by its name up to the
//! date or the number: `heart_rate-2020-05-30.json`, `exercise-0.json`.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::source::Recording;
use vitasync_core::time::ReadingTime::{Date, Instant};

use super::SLUG;
use super::decode::{date, fitbit, list, local, missing, record};
use crate::error::{Error, ErrorKind};
use crate::provider::{Frame, Page, Request, Response, number_at};

/// Minutes that add up: the file, what it holds, and its unit. Distance is in centimetres.
const MINUTES: &[(&str, Metric, &str)] = &[
    ("steps", Metric::Steps, "steps"),
    ("distance", Metric::Distance, "cm"),
    ("calories", Metric::TotalEnergy, "kcal"),
];

/// Minutes of a day: the file and what it holds.
const DAYS: &[(&str, Metric)] = &[
    ("sedentary_minutes", Metric::SedentaryDuration),
    ("lightly_active_minutes", Metric::LightActivityDuration),
    ("moderately_active_minutes", Metric::ModerateActivityDuration),
    ("very_active_minutes", Metric::VigorousActivityDuration),
];

/// Reads a file by its name. Files that nobody knows hold nothing for us.
pub(super) fn file(page: &mut Page, name: &str, request: &Request, response: &Response) -> Result<(), Error> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let stem = name.split(['-', '.']).next().unwrap_or(name);
    if stem == "sleep_score" {
        let text = str::from_utf8(&response.body)
            .map_err(|error| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed).with_source(error))?;
        scores(page, text);
        return Ok(());
    }
    let items: Vec<&RawValue> = response.json(SLUG, request)?;
    match stem {
        "exercise" => list(page, "activities", response, &items),
        "sleep" => list(page, "sleep", response, &items),
        "weight" => list(page, "weight", response, &items),
        "heart_rate" => page.each(stem, response, &items, |page, it: Value| beat(page, &it)),
        "resting_heart_rate" => page.each(stem, response, &items, |page, it: Value| resting(page, &it)),
        _ => {
            let minutes = MINUTES.iter().find(|(known, ..)| *known == stem);
            let day = DAYS.iter().find(|(known, _)| *known == stem);
            if let Some((_, metric, unit)) = minutes {
                page.each(stem, response, &items, |page, it: Value| {
                    minute(page, &it, *metric, unit)
                });
            } else if let Some((_, metric)) = day {
                page.each(stem, response, &items, |page, it: Value| {
                    of_day(page, stem, &it, *metric)
                });
            }
        }
    }
    Ok(())
}

fn when(item: &Value) -> Result<NaiveDateTime, Reason> {
    local(item["dateTime"].as_str().ok_or_else(|| missing("dateTime"))?)
}

fn beat(page: &mut Page, item: &Value) -> Result<(), Reason> {
    let mut frame = Frame::loose(&fitbit(Recording::Automatic), Instant(when(item)?.and_utc()));
    if let Some(confidence) = item.pointer("/value/confidence") {
        frame = frame.remark("confidence", confidence.to_string());
    }
    let beats = number_at(item, "/value/bpm")?.filter(|beats| *beats > 0.0);
    page.read(&frame, Metric::HeartRate, beats, "bpm");
    Ok(())
}

fn minute(page: &mut Page, item: &Value, metric: Metric, unit: &'static str) -> Result<(), Reason> {
    let start = when(item)?.and_utc();
    let frame = Frame::loose(&fitbit(Recording::Automatic), Instant(start));
    let frame = frame.until(Instant(start + TimeDelta::minutes(1)));
    page.read(&frame, metric, number_at(item, "/value")?, unit);
    Ok(())
}

fn of_day(page: &mut Page, file: &str, item: &Value, metric: Metric) -> Result<(), Reason> {
    let day = when(item)?.date();
    let frame = Frame::new(&fitbit(Recording::Automatic), &record(file, day.to_string()), Date(day));
    page.read(&frame, metric, number_at(item, "/value")?, "min");
    Ok(())
}

/// A day without a resting heart rate is written with a date of null and a rate of 0.
fn resting(page: &mut Page, item: &Value) -> Result<(), Reason> {
    let Some(day) = item.pointer("/value/date").and_then(Value::as_str) else {
        return Ok(());
    };
    let day = date(day)?;
    let record = record("resting_heart_rate", day.to_string());
    let mut frame = Frame::new(&fitbit(Recording::Automatic), &record, Date(day));
    if let Some(error) = number_at(item, "/value/error")? {
        frame = frame.remark("error", error.to_string());
    }
    page.read(
        &frame,
        Metric::RestingHeartRate,
        number_at(item, "/value/value")?,
        "bpm",
    );
    Ok(())
}

/// Reads the scores of nights. The column of a score is found by its title.
fn scores(page: &mut Page, text: &str) {
    let mut rows = text.lines();
    let titles: Vec<&str> = rows.next().unwrap_or_default().split(',').collect();
    let column = |title: &str| titles.iter().position(|known| *known == title);
    let (id, at, score) = (
        column("sleep_log_entry_id"),
        column("timestamp"),
        column("overall_score"),
    );
    for row in rows.filter(|row| !row.trim().is_empty()) {
        let cells: Vec<&str> = row.split(',').collect();
        let cell = |column: Option<usize>, name: &str| {
            let cell = column
                .and_then(|column| cells.get(column))
                .filter(|cell| !cell.is_empty());
            cell.copied().ok_or_else(|| missing(name))
        };
        let mut read = || -> Result<(), Reason> {
            let (id, woke, score) = (
                cell(id, "sleep_log_entry_id")?,
                cell(at, "timestamp")?,
                cell(score, "overall_score")?,
            );
            let woke = date(woke.get(..10).unwrap_or(woke))?;
            let score: f64 = score
                .parse()
                .map_err(|_| Reason::NotANumber { text: score.to_owned() })?;
            let frame = Frame::new(&fitbit(Recording::Automatic), &record("sleep_score", id), Date(woke));
            page.read(&frame, Metric::SleepScore, Some(score), "{score}");
            Ok(())
        };
        if let Err(reason) = read() {
            let distance = row.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            page.rejected.push(Rejected {
                position: Position::byte(u64::try_from(distance).unwrap_or_default()),
                subject: "sleep_score".to_owned(),
                reason,
            });
        }
    }
}
