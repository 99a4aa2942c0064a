//! Reads sleep logs: version 1.2 with stages or classic, and the minutes of version 1.

use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;
use serde_json::Value;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Session, Sleep, SleepTotals, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Recording};
use vitasync_core::time::ReadingTime::Local;

use super::SLUG;
use super::decode::{fitbit, local, missing, record};
use crate::provider::{Frame, Page, number};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Night {
    log_id: Value,
    date_of_sleep: Option<String>,
    start_time: String,
    end_time: Option<String>,
    #[serde(default, deserialize_with = "number")]
    duration: Option<f64>,
    // Exports have the shorter name.
    #[serde(alias = "mainSleep")]
    is_main_sleep: Option<bool>,
    r#type: Option<String>,
    log_type: Option<String>,
    info_code: Option<Value>,
    #[serde(default, deserialize_with = "number")]
    efficiency: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    time_in_bed: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_asleep: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_awake: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_to_fall_asleep: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_after_wakeup: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    awakenings_count: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    restless_count: Option<f64>,
    levels: Option<Levels>,
    #[serde(default)]
    minute_data: Vec<Minute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Levels {
    #[serde(default)]
    data: Vec<Level>,
    #[serde(default)]
    short_data: Vec<Level>,
    #[serde(default)]
    summary: Summary,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Level {
    date_time: String,
    level: String,
    seconds: i32,
}

#[derive(Deserialize, Default)]
struct Summary {
    light: Option<Sum>,
    deep: Option<Sum>,
    rem: Option<Sum>,
    wake: Option<Sum>,
    asleep: Option<Sum>,
    restless: Option<Sum>,
    awake: Option<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    #[serde(default, deserialize_with = "number")]
    count: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes: Option<f64>,
}

#[derive(Deserialize)]
struct Minute {
    value: Value,
}

/// Reads a night or a nap. All of its times are what the clock on the wall showed.
pub(super) fn night(page: &mut Page, night: &Night) -> Result<(), Reason> {
    let start = local(&night.start_time)?;
    let end = match (&night.end_time, night.duration) {
        (Some(end), _) => local(end)?,
        #[expect(clippy::cast_possible_truncation, reason = "checked against a week in milliseconds")]
        (None, Some(ms)) if (0.0..=6.1e8).contains(&ms) => start + TimeDelta::milliseconds(ms as i64),
        (None, _) => return Err(missing("endTime")),
    };
    let record = record("sleep", night.log_id.to_string());
    let typed = night.log_type.as_deref() == Some("manual");
    let device = fitbit(if typed { Recording::Manual } else { Recording::Automatic });
    let frame = Frame::new(&device, &record, Local(start)).until(Local(end));
    let (stages, strange) = stages(night, start)?;
    figures(page, &frame, night);
    let detail = Detail::Sleep(Sleep {
        stages,
        nap: night.is_main_sleep.map(|main| !main),
        totals: totals(page, &frame, night),
    });
    let remarks = [
        ("dateOfSleep", night.date_of_sleep.clone()),
        ("infoCode", night.info_code.as_ref().map(Value::to_string)),
        ("logType", night.log_type.clone()),
        ("type", night.r#type.clone()),
        ("unknownLevels", strange),
    ];
    let remarks = remarks
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    page.wall_clock_sessions.push(Session {
        source: device,
        record: Some(record),
        start: start.and_utc(),
        end: end.and_utc(),
        attributes: Attributes {
            remarks: remarks.collect(),
            ..Attributes::default()
        },
        detail,
    });
    Ok(())
}

fn totals(page: &mut Page, frame: &Frame, night: &Night) -> Option<SleepTotals> {
    let none = Summary::default();
    let summary = night.levels.as_ref().map_or(&none, |levels| &levels.summary);
    let minutes = |sum: &Option<Sum>| sum.as_ref().and_then(|it| it.minutes);
    let count = |sum: &Option<Sum>| sum.as_ref().and_then(|it| it.count);
    let awakenings = count(&summary.wake)
        .or(count(&summary.awake))
        .or(night.awakenings_count);
    let told = [
        (Metric::TimeInBed, night.time_in_bed, "min"),
        (Metric::SleepDuration, night.minutes_asleep, "min"),
        (Metric::SleepAwakeDuration, night.minutes_awake, "min"),
        (Metric::SleepLatency, night.minutes_to_fall_asleep, "min"),
        (Metric::SleepLightDuration, minutes(&summary.light), "min"),
        (Metric::SleepDeepDuration, minutes(&summary.deep), "min"),
        (Metric::SleepRemDuration, minutes(&summary.rem), "min"),
        (Metric::SleepUnspecifiedDuration, minutes(&summary.asleep), "min"),
        (Metric::SleepAwakenings, awakenings, "count"),
    ];
    page.read_totals(frame, &told)
}

fn figures(page: &mut Page, frame: &Frame, night: &Night) {
    page.read(frame, Metric::WakeLatency, night.minutes_after_wakeup, "min");
    page.read(frame, Metric::SleepEfficiency, night.efficiency, "%");
    let restless = night
        .levels
        .as_ref()
        .and_then(|levels| levels.summary.restless.as_ref());
    let restless = restless.and_then(|it| it.count).or(night.restless_count);
    page.read(frame, Metric::SleepRestlessPeriods, restless, "count");
}

/// Gives the stages, with the short wakes laid over them, and the words nobody knows.
fn stages(night: &Night, start: NaiveDateTime) -> Result<(Vec<Stage>, Option<String>), Reason> {
    let Some(levels) = &night.levels else {
        return Ok((minutes(night, start), None));
    };
    let vocabulary = if night.r#type.as_deref() == Some("classic") {
        "classic"
    } else {
        "stages"
    };
    let mut strange: Vec<&str> = Vec::new();
    let mut read = |level: &'_ Level| {
        let start = local(&level.date_time)?.and_utc();
        let stage = SleepStage::from_vendor(SLUG, vocabulary, &level.level);
        Ok(Stage {
            stage: stage.unwrap_or(SleepStage::Unknown),
            start,
            end: start + TimeDelta::seconds(level.seconds.max(0).into()),
        })
    };
    let mut stages = levels.data.iter().map(&mut read).collect::<Result<Vec<_>, Reason>>()?;
    for wake in &levels.short_data {
        lay_over(&mut stages, read(wake)?);
    }
    for level in levels.data.iter().chain(&levels.short_data) {
        let known = SleepStage::from_vendor(SLUG, vocabulary, &level.level).is_some();
        if !known && !strange.contains(&level.level.as_str()) {
            strange.push(&level.level);
        }
    }
    stages.sort_by_key(|stage| (stage.start, stage.end));
    Ok((stages, (!strange.is_empty()).then(|| strange.join(","))))
}

/// Lays a stage over others: what it covers of them is cut out.
fn lay_over(stages: &mut Vec<Stage>, over: Stage) {
    let mut left = Vec::with_capacity(stages.len() + 2);
    for stage in stages.drain(..) {
        let before = Stage {
            end: stage.end.min(over.start),
            ..stage
        };
        let after = Stage {
            start: stage.start.max(over.end),
            ..stage
        };
        left.extend([before, after].into_iter().filter(|part| part.start < part.end));
    }
    left.push(over);
    *stages = left;
}

/// Joins the minutes of a log of version 1 to stretches of one stage.
fn minutes(night: &Night, start: NaiveDateTime) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut at = start.and_utc();
    for minute in &night.minute_data {
        let word = minute
            .value
            .as_str()
            .map_or_else(|| minute.value.to_string(), str::to_owned);
        let stage = SleepStage::from_vendor(SLUG, "minuteData", &word).unwrap_or(SleepStage::Unknown);
        let end = at + TimeDelta::minutes(1);
        match stages.last_mut() {
            Some(last) if last.stage == stage => last.end = end,
            _ => stages.push(Stage { stage, start: at, end }),
        }
        at = end;
    }
    stages
}
