//! Reads what Ultrahuman answers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Session, Sleep, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, DeviceKind, Source};
use vitasync_core::time::ReadingTime::Date;

use super::SLUG;
use super::day::{Clock, Item, Measured, Night, moment};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Frame, Page, Request, Response, source};

/// An answer, in any of its shapes but the oldest, which is a bare list.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    error: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    #[serde(borrow)]
    metric_data: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    metrics: Option<BTreeMap<NaiveDate, Vec<&'a RawValue>>>,
    latest_time_zone: Option<String>,
}

/// Who has connected; some answers wrap it.
#[derive(Deserialize)]
struct User {
    user_id: Option<Id>,
    timezone: Option<String>,
    data: Option<Box<User>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    match request.operation.as_ref() {
        "read user" => {
            let user: User = response.json(SLUG, request)?;
            let user = user.data.map_or(User { data: None, ..user }, |it| *it);
            page.account = Account {
                user: user.user_id.map(|id| match id {
                    Id::Number(number) => number.to_string(),
                    Id::Text(text) => text,
                }),
                zone: zone(user.timezone.as_deref()),
                ..Account::default()
            };
        }
        "read day" => days(&mut page, request, response)?,
        "check token" | "revoke token" => {}
        _ => return Err(malformed(request)),
    }
    Ok(page)
}

fn malformed(request: &Request) -> Error {
    Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)
}

fn zone(name: Option<&str>) -> Option<Tz> {
    name?.parse().ok()
}

/// Reads the days of an answer: of the date that was asked for, or under their dates.
fn days(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let asked = request.noted("date").parse().map_err(|_| malformed(request))?;
    if response.body.trim_ascii_start().starts_with(b"[") {
        let items: Vec<&RawValue> = response.json(SLUG, request)?;
        day(page, response, asked, None, &items);
        return Ok(());
    }
    let envelope: Envelope<'_> = response.json(SLUG, request)?;
    let data: Option<Data<'_>> = serde_json::from_str(envelope.data.get()).map_err(|_| malformed(request))?;
    if data.is_none() && envelope.error.is_some() {
        return Err(malformed(request));
    }
    let data = data.unwrap_or_default();
    let zone = zone(data.latest_time_zone.as_deref());
    page.account.zone = zone;
    if let Some(items) = &data.metric_data {
        day(page, response, asked, zone, items);
    }
    for (date, items) in data.metrics.iter().flatten() {
        day(page, response, *date, zone, items);
    }
    Ok(())
}

fn day<'b>(page: &mut Page, response: &'b Response, date: NaiveDate, zone: Option<Tz>, items: &[&'b RawValue]) {
    let clock = Clock::new(date, began(items), zone);
    let rests = items.iter().any(|item| kind(item).as_deref() == Some("sleep_rhr"));
    page.each("metric", response, items, |page, item: Item<'b>| {
        let kind = item.kind();
        match kind.as_str() {
            "sleep" => return night(page, &clock, &item.read()?),
            "steps" => return steps(page, &clock, &item.read()?),
            // The whole night's average stands in for the resting heart rate where there is none.
            "night_rhr" => {
                let measured: Measured = item.read()?;
                let average = measured.avg.filter(|avg| *avg > 0.0 && !rests);
                let frame = Frame::new(&ring(), &record(&clock, &kind), Date(clock.date));
                page.read(&frame, Metric::RestingHeartRate, average, "bpm");
                return Ok(());
            }
            kind if LEFT_OUT.contains(&kind) => return Ok(()),
            _ => {}
        }
        let known = METRICS.iter().find(|it| it.kind == kind);
        let known = known.ok_or_else(|| Reason::UnknownWord {
            vocabulary: "metric".to_owned(),
            text: item.r#type.clone(),
        })?;
        measured(page, &clock, known, &item.read()?)
    });
}

/// Finds the second at which the day began, from the first that tells.
fn began(items: &[&RawValue]) -> Option<i64> {
    #[derive(Deserialize)]
    struct Dated {
        object: Began,
    }
    #[derive(Deserialize)]
    struct Began {
        day_start_timestamp: Option<i64>,
    }
    let told = items
        .iter()
        .filter_map(|item| serde_json::from_str::<Dated>(item.get()).ok());
    told.filter_map(|it| it.object.day_start_timestamp).next()
}

fn kind(item: &RawValue) -> Option<String> {
    serde_json::from_str::<Item<'_>>(item.get())
        .ok()
        .map(|item| item.kind())
}

/// How a kind of the vendor's is read.
struct Known {
    kind: &'static str,
    metric: Metric,
    /// The unit, where the answer names none.
    unit: &'static str,
    /// Whether 0 is a value. Where it is none, it stands for a missing one.
    zero: bool,
}

const fn known(kind: &'static str, metric: Metric, unit: &'static str) -> Known {
    Known {
        kind,
        metric,
        unit,
        zero: false,
    }
}

const fn score(kind: &'static str, metric: Metric, unit: &'static str) -> Known {
    Known {
        zero: true,
        ..known(kind, metric, unit)
    }
}

static METRICS: &[Known] = &[
    known("hr", Metric::HeartRate, "bpm"),
    known("hrv", Metric::HeartRateVariabilityRmssd, "ms"),
    known("avg_sleep_hrv", Metric::HeartRateVariabilityRmssd, "ms"),
    known("sleep_rhr", Metric::RestingHeartRate, "bpm"),
    known("temp", Metric::SkinTemperature, "°C"),
    known("spo2", Metric::OxygenSaturation, "%"),
    known("vo2_max", Metric::Vo2Max, "mL/kg/min"),
    known("glucose", Metric::InterstitialGlucose, "mg/dL"),
    known("average_glucose", Metric::GlucoseMean, "mg/dL"),
    score("glucose_variability", Metric::GlucoseVariability, "%"),
    score("time_in_target", Metric::GlucoseTimeInRange, "%"),
    score("active_minutes", Metric::ActiveDuration, "min"),
    score("recovery_index", Metric::RecoveryIndex, "{score}"),
    score("recovery_score", Metric::RecoveryIndex, "{score}"),
    score("movement_index", Metric::MovementIndex, "{score}"),
    score("metabolic_score", Metric::MetabolicScore, "{score}"),
];

/// What no metric means, and what repeats other kinds.
const LEFT_OUT: &[&str] = &[
    "motion",
    "weekly_active_minutes",
    "inactive_time",
    "movements",
    "morning_alertness",
    "hba1c",
];

fn ring() -> Arc<Source> {
    source(SLUG, "", "Ultrahuman Ring", DeviceKind::Ring)
}

/// Tells who measured: glucose comes from a sensor of its own.
fn device(metric: Metric) -> Arc<Source> {
    match metric {
        Metric::InterstitialGlucose
        | Metric::GlucoseMean
        | Metric::GlucoseVariability
        | Metric::GlucoseTimeInRange
        | Metric::MetabolicScore => source(SLUG, "m1", "Ultrahuman M1", DeviceKind::GlucoseMeter),
        _ => ring(),
    }
}

/// Names what a day tells about a kind. It has no revision: the last answer counts, as a whole.
fn record(clock: &Clock, kind: &str) -> RecordVersion {
    RecordKey::new(SLUG, "day", format!("{}/{kind}", clock.date)).into()
}

fn measured(page: &mut Page, clock: &Clock, known: &Known, measured: &Measured) -> Result<(), Reason> {
    let said = |value: Option<f64>| value.filter(|value| known.zero || *value > 0.0);
    // Of these two people use two units; every other has one.
    let named = matches!(known.kind, "temp" | "glucose")
        .then_some(measured.unit.as_deref())
        .flatten();
    let unit: Cow<'static, str> = named.map_or(known.unit.into(), |unit| unit.to_owned().into());
    let frame = Frame::new(&device(known.metric), &record(clock, known.kind), Date(clock.date));
    page.read(&frame, known.metric, said(measured.value), unit.clone());
    for point in &measured.values {
        page.read(
            &frame.at(clock.at(point.timestamp)?),
            known.metric,
            said(point.value),
            unit.clone(),
        );
    }
    Ok(())
}

/// A count of steps covers five minutes, or less where the next begins earlier.
fn steps(page: &mut Page, clock: &Clock, measured: &Measured) -> Result<(), Reason> {
    let frame = Frame::new(&ring(), &record(clock, "steps"), Date(clock.date));
    let points = &measured.values;
    for (index, point) in points.iter().enumerate() {
        let whole = point.timestamp.saturating_add(300);
        let next = points
            .get(index + 1)
            .map(|next| next.timestamp)
            .filter(|next| *next > point.timestamp);
        let end = next.map_or(whole, |next| next.min(whole));
        let frame = frame.at(clock.at(point.timestamp)?).until(clock.at(end)?);
        page.read(&frame, Metric::Steps, point.value, "count");
    }
    Ok(())
}

fn night(page: &mut Page, clock: &Clock, night: &Night) -> Result<(), Reason> {
    let (start, end) = (moment(night.bedtime_start)?, moment(night.bedtime_end)?);
    if end < start {
        return Err(Reason::EndBeforeStart { start, end });
    }
    let record: RecordVersion = RecordKey::new(SLUG, "sleep", night.bedtime_start.to_string()).into();
    let offset = |at| clock.offset(at).map(|offset| offset.local_minus_utc());
    let mut attributes = Attributes {
        start_offset_s: offset(start),
        end_offset_s: offset(end).filter(|_| offset(end) != offset(start)),
        ..Attributes::default()
    };
    let stages = night.stretches().iter().map(|stretch| {
        let stage = SleepStage::read_vendor(SLUG, "sleep_stages", &stretch.r#type, &mut attributes.remarks);
        let (start, end) = (moment(stretch.start)?, moment(stretch.end)?);
        Ok(Stage { stage, start, end })
    });
    let stages = stages.collect::<Result<Vec<_>, Reason>>()?;
    let frame = Frame::new(&ring(), &record, clock.at(night.bedtime_start)?).until(clock.at(night.bedtime_end)?);
    let totals = page.read_totals(&frame, &totals(night));
    page.sessions.push(Session {
        source: ring(),
        record: Some(record),
        start,
        end,
        attributes,
        detail: Detail::Sleep(Sleep {
            stages,
            nap: None,
            totals,
        }),
    });
    page.read(&frame, Metric::SleepEfficiency, night.quick("sleep_efic"), "%");
    let score = night.score.or(night.sleep_score.as_ref().and_then(|it| it.score));
    page.read(&frame, Metric::SleepScore, score, "{score}");
    Ok(())
}

fn totals(night: &Night) -> [(Metric, Option<f64>, &'static str); 6] {
    [
        (Metric::TimeInBed, night.quick("time_in_bed"), "s"),
        (Metric::SleepDuration, night.quick("total_sleep"), "s"),
        (Metric::SleepLightDuration, night.total("light_sleep"), "s"),
        (Metric::SleepDeepDuration, night.total("deep_sleep"), "s"),
        (Metric::SleepRemDuration, night.total("rem_sleep"), "s"),
        (Metric::SleepAwakeDuration, night.total("awake"), "s"),
    ]
}

/// Reads the status an answer names inside.
pub(super) fn status_inside(response: &Response) -> Option<u16> {
    #[derive(Deserialize)]
    struct Inside {
        status: Option<u16>,
    }
    serde_json::from_slice::<Inside>(&response.body).ok()?.status
}

/// Tells whether a date was refused because it has not begun.
pub(super) fn is_about_the_future(response: &Response) -> bool {
    String::from_utf8_lossy(&response.body)
        .to_lowercase()
        .contains("future")
}
