//! Reads what Oura answers.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Detail, Sleep, SleepTotals, Stage, StatisticKind, Workout};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{DeviceKind, Source};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::time::ReadingTime::{Date, Instant, WithOffset};

use super::requests::topic;
use super::{SLUG, daily};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Frame, Page, RecordVersion, Request, Response, Subscription, session, source, statistic, step, version,
    workout,
};

type Local = DateTime<FixedOffset>;

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
    next_token: Option<String>,
}

/// A series with one value per interval; null where there is none.
#[derive(Deserialize)]
pub(super) struct Series {
    interval: f64,
    items: Vec<Option<f64>>,
    timestamp: Local,
}

#[derive(Deserialize)]
struct Night {
    id: String,
    bedtime_start: Local,
    bedtime_end: Local,
    r#type: Option<String>,
    time_in_bed: Option<f64>,
    total_sleep_duration: Option<f64>,
    awake_time: Option<f64>,
    light_sleep_duration: Option<f64>,
    deep_sleep_duration: Option<f64>,
    rem_sleep_duration: Option<f64>,
    latency: Option<f64>,
    efficiency: Option<f64>,
    restless_periods: Option<f64>,
    average_breath: Option<f64>,
    average_heart_rate: Option<f64>,
    lowest_heart_rate: Option<f64>,
    average_hrv: Option<f64>,
    heart_rate: Option<Box<RawValue>>,
    hrv: Option<Series>,
    sleep_phase_30_sec: Option<String>,
    app_sleep_phase_5_min: Option<String>,
    sleep_phase_5_min: Option<String>,
    movement_30_sec: Option<String>,
    sleep_algorithm_version: Option<String>,
    sleep_analysis_reason: Option<String>,
    ring_id: Option<String>,
}

#[derive(Deserialize)]
struct HeartRate {
    timestamp: Local,
    bpm: Option<f64>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct WorkoutRecord {
    id: String,
    activity: String,
    start_datetime: Local,
    end_datetime: Local,
    calories: Option<f64>,
    distance: Option<f64>,
    intensity: Option<String>,
    label: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Moment {
    id: String,
    r#type: String,
    start_datetime: Local,
    end_datetime: Local,
    mood: Option<String>,
    heart_rate: Option<Series>,
    heart_rate_variability: Option<Series>,
}

#[derive(Deserialize)]
struct Person {
    id: String,
    weight: Option<f64>,
    height: Option<f64>,
}

#[derive(Deserialize)]
struct Subscribed {
    id: String,
    event_type: String,
    data_type: String,
    #[serde(default, deserialize_with = "lenient_time")]
    expiration_time: Option<DateTime<Utc>>,
}

/// Reads an answer by what was asked: `list <resource>`, `read <resource>`.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let ring = source(SLUG, "", "Oura", DeviceKind::Ring);
    let unknown = || Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed);
    match request.operation.as_ref() {
        "read person" => person(&mut page, &ring, response.json(SLUG, request)?, response.received_at),
        "revoke token" => {}
        "subscribe" | "renew subscription" => page.subscriptions.push(subscribed(response.json(SLUG, request)?)),
        operation => {
            let (_, resource) = operation.split_once(' ').ok_or_else(unknown)?;
            if operation.starts_with("list ") {
                let list: List<'_> = response.json(SLUG, request)?;
                documents(&mut page, &ring, request, response, resource, &list.data).ok_or_else(unknown)?;
                let next = list.next_token.filter(|token| !token.is_empty());
                page.follow
                    .extend(next.map(|token| request.with_query("next_token", token)));
            } else {
                let document = response.json(SLUG, request)?;
                documents(&mut page, &ring, request, response, resource, &[document]).ok_or_else(unknown)?;
            }
        }
    }
    Ok(page)
}

/// Reads documents of one kind; `None` where nobody knows the kind.
fn documents<'b>(
    page: &mut Page,
    ring: &Arc<Source>,
    request: &Request,
    response: &'b Response,
    resource: &str,
    items: &[&'b RawValue],
) -> Option<()> {
    let with_heart_rate = request.notes.contains_key("heart_rate");
    match resource {
        "sleep" => page.each(resource, response, items, |page, it| {
            night(page, ring, &it, with_heart_rate)
        }),
        "heartrate" => page.each(resource, response, items, |page, it| heart_rate(page, ring, &it)),
        "workout" => page.each(resource, response, items, |page, it| exercise(page, ring, &it)),
        "session" => page.each(resource, response, items, |page, it| moment(page, ring, &it)),
        _ => return daily::documents(page, ring, response, resource, items),
    }
    Some(())
}

/// Names a document. Oura has no revisions: the last delivery counts.
pub(super) fn record(resource: &str, id: impl Into<String>) -> RecordVersion {
    RecordKey::new(SLUG, resource, id).into()
}

fn night(page: &mut Page, ring: &Arc<Source>, night: &Night, with_heart_rate: bool) -> Result<(), Reason> {
    let record = record("sleep", night.id.as_str());
    let nap = match night.r#type.as_deref() {
        Some("long_sleep") => Some(false),
        Some("sleep" | "late_nap") => Some(true),
        // Not asleep after all, says the person; or taken back.
        Some("rest" | "deleted") => {
            page.deleted.push(record);
            return Ok(());
        }
        _ => None,
    };
    let (start, end) = (night.bedtime_start, night.bedtime_end);
    let frame = Frame::new(ring, &record, WithOffset(start)).until(WithOffset(end));
    let detail = Detail::Sleep(Sleep {
        stages: stages(night)?,
        nap,
        totals: totals(page, &frame, night),
    });
    let mut slept = session(ring, &record, start, end, detail);
    let remarks = [
        ("algorithm", &night.sleep_algorithm_version),
        ("analysis_reason", &night.sleep_analysis_reason),
        ("ring_id", &night.ring_id),
        ("type", &night.r#type),
    ];
    let known = remarks
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
    slept.attributes.remarks.extend(known);
    page.sessions.push(slept);
    figures(page, &frame, night);
    series(
        page,
        &frame,
        Metric::HeartRateVariabilityRmssd,
        night.hrv.as_ref(),
        "ms",
    );
    if let Some(beats) = night.heart_rate.as_deref().filter(|_| with_heart_rate) {
        let beats: Option<Series> = serde_json::from_str(beats.get()).map_err(|_| Reason::Malformed {
            detail: "heart_rate".to_owned(),
        })?;
        series(page, &frame, Metric::HeartRate, beats.as_ref(), "bpm");
    }
    movement(page, &frame, night);
    Ok(())
}

fn totals(page: &mut Page, frame: &Frame, night: &Night) -> Option<SleepTotals> {
    let told = [
        (Metric::TimeInBed, night.time_in_bed, "s"),
        (Metric::SleepDuration, night.total_sleep_duration, "s"),
        (Metric::SleepLightDuration, night.light_sleep_duration, "s"),
        (Metric::SleepDeepDuration, night.deep_sleep_duration, "s"),
        (Metric::SleepRemDuration, night.rem_sleep_duration, "s"),
        (Metric::SleepAwakeDuration, night.awake_time, "s"),
        (Metric::SleepLatency, night.latency, "s"),
    ];
    page.read_totals(frame, &told)
}

fn figures(page: &mut Page, frame: &Frame, night: &Night) {
    page.read(frame, Metric::SleepEfficiency, night.efficiency, "%");
    page.read(frame, Metric::SleepRestlessPeriods, night.restless_periods, "count");
    page.read(frame, Metric::SleepingRespiratoryRate, night.average_breath, "br/min");
    page.read(frame, Metric::SleepingHeartRateAverage, night.average_heart_rate, "bpm");
    page.read(frame, Metric::SleepingHeartRateLowest, night.lowest_heart_rate, "bpm");
    page.read(frame, Metric::HeartRateVariabilityRmssd, night.average_hrv, "ms");
}

/// Joins the letters of the finest phases there are to stretches of one stage.
fn stages(night: &Night) -> Result<Vec<Stage>, Reason> {
    let (phases, seconds) = match (
        &night.sleep_phase_30_sec,
        &night.app_sleep_phase_5_min,
        &night.sleep_phase_5_min,
    ) {
        (Some(phases), ..) => (phases, 30.0),
        (None, Some(phases), _) | (None, None, Some(phases)) => (phases, 300.0),
        (None, None, None) => return Ok(Vec::new()),
    };
    let start = night.bedtime_start;
    let beyond = || Reason::NotATime {
        text: start.to_rfc3339(),
    };
    let mut stages: Vec<Stage> = Vec::new();
    for (index, phase) in phases.chars().enumerate() {
        let stage = SleepStage::from_vendor(SLUG, "sleep_phase", phase.encode_utf8(&mut [0; 4]));
        let stage = stage.unwrap_or(SleepStage::Unknown);
        let from = step(start, seconds, index).ok_or_else(beyond)?.to_utc();
        let to = step(start, seconds, index + 1).ok_or_else(beyond)?.to_utc();
        match stages.last_mut() {
            Some(last) if last.stage == stage => last.end = to,
            _ => stages.push(Stage {
                stage,
                start: from,
                end: to,
            }),
        }
    }
    Ok(stages)
}

fn movement(page: &mut Page, frame: &Frame, night: &Night) {
    let moved = night.movement_30_sec.iter().flat_map(|moved| moved.chars().enumerate());
    for (index, level) in moved {
        let (Some(from), Some(to)) = (
            step(night.bedtime_start, 30.0, index),
            step(night.bedtime_start, 30.0, index + 1),
        ) else {
            return;
        };
        let frame = frame.at(WithOffset(from)).until(WithOffset(to));
        let level = level.to_digit(10).filter(|level| (1..=4).contains(level));
        page.read(&frame, Metric::SleepMovement, level.map(f64::from), "{score}");
    }
}

/// Reads the values of a series, each at its time.
pub(super) fn series(page: &mut Page, frame: &Frame, metric: Metric, series: Option<&Series>, unit: &'static str) {
    let Some(series) = series else { return };
    for (index, value) in series.items.iter().enumerate() {
        if let Some(at) = step(series.timestamp, series.interval, index) {
            page.read(&frame.at(WithOffset(at)), metric, *value, unit);
        }
    }
}

/// A heart rate belongs to no document, and its time is UTC wherever the person was.
fn heart_rate(page: &mut Page, ring: &Arc<Source>, beat: &HeartRate) -> Result<(), Reason> {
    let mut frame = Frame::loose(ring, Instant(beat.timestamp.to_utc()));
    if let Some(source) = &beat.source {
        frame = frame.remark("source", source.as_str());
    }
    page.read(&frame, Metric::HeartRate, beat.bpm, "bpm");
    Ok(())
}

fn exercise(page: &mut Page, ring: &Arc<Source>, record_of: &WorkoutRecord) -> Result<(), Reason> {
    let mut done = Workout::new(sport(&record_of.activity).unwrap_or(Sport::Other));
    done.vendor_sport = Some(record_of.activity.clone());
    done.title.clone_from(&record_of.label);
    done.statistics = [
        statistic(Metric::TotalEnergy, StatisticKind::Sum, record_of.calories, "kcal"),
        statistic(Metric::Distance, StatisticKind::Sum, record_of.distance, "m"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (start, end) = (record_of.start_datetime, record_of.end_datetime);
    let record = record("workout", record_of.id.as_str());
    let mut done = session(ring, &record, start, end, workout(done));
    let remarks = [("intensity", &record_of.intensity), ("source", &record_of.source)];
    let known = remarks
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
    done.attributes.remarks.extend(known);
    page.sessions.push(done);
    Ok(())
}

/// Finds the sport of a word that may be written with capitals inside.
fn sport(word: &str) -> Option<Sport> {
    let mut snake = String::with_capacity(word.len() + 4);
    let mut before = None;
    for letter in word.chars() {
        if letter.is_uppercase() && before.is_some_and(char::is_lowercase) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
        before = Some(letter);
    }
    Sport::from_vendor(Vendor::Oura, &snake).or_else(|| Sport::from_id(&snake))
}

fn moment(page: &mut Page, ring: &Arc<Source>, moment: &Moment) -> Result<(), Reason> {
    let (start, end) = (moment.start_datetime, moment.end_datetime);
    let record = record("session", moment.id.as_str());
    let (sport, mindful) = match moment.r#type.as_str() {
        "breathing" => (Sport::Breathwork, true),
        "meditation" => (Sport::Meditation, true),
        "nap" | "rest" | "relaxation" => (Sport::Recovery, false),
        _ => (Sport::Other, false),
    };
    let mut done = Workout::new(sport);
    done.vendor_sport = Some(moment.r#type.clone());
    let mut done = session(ring, &record, start, end, workout(done));
    let mood = moment.mood.clone().map(|mood| ("mood".to_owned(), mood));
    done.attributes.remarks.extend(mood);
    page.sessions.push(done);
    let frame = Frame::new(ring, &record, WithOffset(start)).until(WithOffset(end));
    let lasted = mindful.then(|| (end - start).max(TimeDelta::zero()).as_seconds_f64());
    page.read(&frame, Metric::MindfulnessDuration, lasted, "s");
    series(page, &frame, Metric::HeartRate, moment.heart_rate.as_ref(), "bpm");
    let variability = moment.heart_rate_variability.as_ref();
    series(page, &frame, Metric::HeartRateVariabilityRmssd, variability, "ms");
    Ok(())
}

/// A profile has no time of its own: it is as it was read, one object per day.
fn person(page: &mut Page, ring: &Arc<Source>, person: Person, received_at: DateTime<Utc>) {
    let record = version(SLUG, "person", received_at.date_naive().to_string(), received_at);
    let frame = Frame::new(ring, &record, Instant(received_at));
    page.read(&frame, Metric::Weight, person.weight, "kg");
    page.read(&frame, Metric::Height, person.height, "m");
    page.account = Account {
        user: Some(person.id),
        ..Account::default()
    };
}

fn subscribed(subscribed: Subscribed) -> Subscription {
    Subscription {
        id: subscribed.id,
        topic: topic(&subscribed.event_type, &subscribed.data_type),
        expires_at: subscribed.expiration_time,
        secret: None,
    }
}

/// Reads a time with or without an offset, as UTC in the latter case.
fn lenient_time<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.and_then(|text| {
        let with_offset = text.parse::<DateTime<Utc>>().ok();
        with_offset.or_else(|| Some(text.parse::<chrono::NaiveDateTime>().ok()?.and_utc()))
    }))
}

/// Says that a value counts for a whole day, as Oura dates it.
pub(super) fn on(ring: &Arc<Source>, record: &RecordVersion, day: NaiveDate) -> Frame {
    Frame::new(ring, record, Date(day))
}
