//! Reads what Google Health answers.
//!
//! Whole numbers are written as text and what is not a number as `"NaN"`; which fields are text differs between versions of
//! the API, so a number may always be either.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::source::{DeviceKind, Source};
use vitasync_core::time::ReadingTime::Date;

use super::kinds::{Kind, Time};
use super::point::{CivilDate, Interval, Point, SampleTime, remarks};
use super::requests::WEARABLES;
use super::{SLUG, food, sessions};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Frame, Listed, Page, RecordVersion, Request, Response, number_at, part, source};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List<'a> {
    // Early previews named the reconciled ones by themselves. An empty list is left out.
    #[serde(borrow, default, alias = "reconciledDataPoints", alias = "rollupDataPoints")]
    data_points: Vec<&'a RawValue>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    health_user_id: String,
    legacy_user_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    time_zone: Option<String>,
}

/// A day that the vendor added up.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    civil_start_time: CivilTime,
    #[serde(flatten)]
    payload: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct CivilTime {
    date: CivilDate,
}

/// Reads an answer by what was asked: `list <type>`, `reconcile <type>`, `roll up <type>`, `read <type>`.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let unknown = || Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed);
    match request.operation.as_ref() {
        "read identity" => {
            let identity: Identity = response.json(SLUG, request)?;
            page.account = Account {
                user: Some(identity.health_user_id),
                former_user: identity.legacy_user_id,
                ..Account::default()
            };
        }
        "read settings" => {
            let settings: Settings = response.json(SLUG, request)?;
            page.account.zone = settings.time_zone.and_then(|zone| zone.parse().ok());
        }
        "revoke token" => {}
        operation => {
            let (verb, id) = operation.rsplit_once(' ').ok_or_else(unknown)?;
            let kind = Kind::find(id).ok_or_else(unknown)?;
            match verb {
                "read" => {
                    let item = response.json(SLUG, request)?;
                    page.one(id, response, item, |page, it| point(page, kind, request, &it));
                }
                "roll up" => {
                    let list: List<'_> = response.json(SLUG, request)?;
                    page.each(id, response, &list.data_points, |page, it: Day| {
                        rolled_up(page, kind, &it)
                    });
                }
                _ => listed(&mut page, kind, request, response)?,
            }
        }
    }
    Ok(page)
}

/// Reads a page of points and asks for the next: the same filter with its token.
fn listed(page: &mut Page, kind: &Kind, request: &Request, response: &Response) -> Result<(), Error> {
    let list: List<'_> = response.json(SLUG, request)?;
    page.each(kind.resource.id, response, &list.data_points, |page, it| {
        point(page, kind, request, &it)
    });
    let next = list.next_page_token.filter(|token| !token.is_empty());
    // Points without names replace each other by their times, and no list can miss one.
    let whole = request.window().filter(|_| next.is_none() && kind.is_named());
    page.listed.extend(whole.map(|window| Listed {
        resource: kind.resource.id.to_owned(),
        window,
    }));
    page.follow
        .extend(next.map(|token| request.with_query("pageToken", token)));
    Ok(())
}

/// Tells who measured what names no source: reconciled from the vendor's wearables alone it is Fitbit, otherwise whoever.
fn reconciled(request: &Request) -> Arc<Source> {
    let family = request.query.iter().find(|(name, _)| name == "dataSourceFamily");
    if family.is_some_and(|(_, family)| *family == WEARABLES.into()) {
        source("fitbit", "", "Fitbit", DeviceKind::Band)
    } else {
        source(SLUG, "", "Google Health", DeviceKind::App)
    }
}

fn point(page: &mut Page, kind: &Kind, request: &Request, point: &Point) -> Result<(), Reason> {
    let missing = || Reason::MissingField {
        field: kind.field.to_owned(),
    };
    let payload = point.payload.get(kind.field).ok_or_else(missing)?;
    let source = match &point.data_source {
        Some(named) => named.describe(),
        None => reconciled(request),
    };
    let record = point
        .id()
        .map(|id| RecordVersion::from(RecordKey::new(SLUG, kind.resource.id, id)));
    match kind.resource.id {
        "sleep" => return sessions::night(page, &source, record, payload),
        "exercise" => return sessions::exercise(page, &source, record, payload),
        _ => {}
    }
    let frame = frame(kind, &source, record, payload)?;
    match kind.resource.id {
        "nutrition-log" => food::read(page, &frame, payload),
        id => {
            let values = match own(id, payload)? {
                Some(values) => values,
                None => simple(kind, payload)?,
            };
            for (metric, value, unit) in values {
                match unit {
                    Some(unit) => page.read(&frame, metric, value, unit),
                    None => page.category(&frame, metric, value),
                }
            }
            Ok(())
        }
    }
}

/// Says what the values of a point share. Most types name no points: those replace each other by their time.
fn frame(kind: &Kind, source: &Arc<Source>, record: Option<RecordVersion>, payload: &Value) -> Result<Frame, Reason> {
    let at = |field: &str| &payload[field];
    let (start, end) = match kind.time {
        Time::Sample => (part::<SampleTime>(at("sampleTime"))?.at(), None),
        Time::Daily | Time::RolledUp => (Date(part::<CivilDate>(at("date"))?.date()?), None),
        Time::Reading => (part::<Interval>(at("interval"))?.start(), None),
        Time::Interval | Time::Session | Time::Sleep => {
            let interval: Interval = part(at("interval"))?;
            (interval.start(), Some(interval.end()))
        }
    };
    let mut frame = Frame::loose(source, start);
    frame.record = record.map(Arc::new);
    frame.end = end;
    frame.remarks = remarks(payload, kind.remarks);
    Ok(frame)
}

/// A value: what it is, the number, and its unit; a category has none.
type Measured = (Metric, Option<f64>, Option<&'static str>);

/// Reads the values of a type whose fields are values as they are.
fn simple(kind: &Kind, payload: &Value) -> Result<Vec<Measured>, Reason> {
    let fields = kind.resource.metrics.iter().zip(kind.values);
    fields
        .map(|(metric, (pointer, unit))| {
            let value = number_at(payload, pointer)?;
            // A heart does not beat 0 times a minute: there was no reading.
            let value = value.filter(|value| *metric != Metric::HeartRate || *value > 0.0);
            Ok((*metric, value, Some(*unit)))
        })
        .collect()
}

/// Reads the values of a type whose fields mean something else; `None` where they are values as they are.
fn own(id: &str, payload: &Value) -> Result<Option<Vec<Measured>>, Reason> {
    let number = |pointer: &str| number_at(payload, pointer);
    let word = |field: &str| payload[field].as_str();
    let lasted = || Ok(part::<Interval>(&payload["interval"])?.seconds());
    let one = |metric, value, unit| Some(vec![(metric, value, Some(unit))]);
    Ok(match id {
        // A net change: going down takes nothing away from what was climbed.
        "altitude" => one(
            Metric::ElevationGain,
            number("/gainMillimeters")?.filter(|gain| *gain >= 0.0),
            "mm",
        ),
        "active-minutes" => one(Metric::ActiveDuration, active_minutes(payload)?, "min"),
        "activity-level" => {
            let metric = match word("activityLevelType") {
                Some("LIGHTLY_ACTIVE") => Metric::LightActivityDuration,
                Some("MODERATELY_ACTIVE") => Metric::ModerateActivityDuration,
                Some("VERY_ACTIVE") => Metric::VigorousActivityDuration,
                // `sedentary-period` tells it.
                Some("SEDENTARY") => return Ok(Some(Vec::new())),
                other => return Err(unknown("activity level", other)),
            };
            one(metric, Some(lasted()?), "s")
        }
        "sedentary-period" => one(Metric::SedentaryDuration, Some(lasted()?), "s"),
        "time-in-heart-rate-zone" => one(Metric::HeartRateZoneDuration, Some(lasted()?), "s"),
        "core-body-temperature" => {
            let value = number("/temperatureCelsius")?.or(number("/celsius")?);
            one(Metric::BodyTemperature, value, "degC")
        }
        "blood-glucose" => {
            let tissue = word("specimen") == Some("INTERSTITIAL_FLUID")
                || word("measurementSource") == Some("CONTINUOUS_GLUCOSE_MONITORING");
            let metric = if tissue {
                Metric::InterstitialGlucose
            } else {
                Metric::BloodGlucose
            };
            one(metric, number("/bloodGlucoseMilligramsPerDeciliter")?, "mg/dL")
        }
        "daily-sleep-temperature-derivations" => {
            let nightly = number("/nightlyTemperatureCelsius")?;
            let baseline = number("/baselineTemperatureCelsius")?;
            // The field called a deviation is the spread of the last 30 nights; the deviation is the difference.
            let deviation = nightly.zip(baseline).map(|(nightly, baseline)| nightly - baseline);
            Some(vec![
                (Metric::SkinTemperature, nightly, Some("degC")),
                (Metric::SkinTemperatureDeviation, deviation, Some("K")),
            ])
        }
        "electrocardiogram" => Some(vec![(
            Metric::AfibResult,
            classification(word("resultClassification"))?,
            None,
        )]),
        "irregular-rhythm-notification" => Some(vec![(Metric::IrregularHeartRhythmEvent, Some(0.0), None)]),
        _ => None,
    })
}

fn unknown(vocabulary: &str, word: Option<&str>) -> Reason {
    Reason::UnknownWord {
        vocabulary: vocabulary.to_owned(),
        text: word.unwrap_or_default().to_owned(),
    }
}

/// Adds up the minutes of all levels: the point is of one interval.
fn active_minutes(payload: &Value) -> Result<Option<f64>, Reason> {
    let levels = payload["activeMinutesByActivityLevel"].as_array();
    let mut sum = None;
    for level in levels.into_iter().flatten() {
        if let Some(minutes) = number_at(level, "/activeMinutes")? {
            sum = Some(sum.unwrap_or(0.0) + minutes);
        }
    }
    Ok(sum)
}

/// Gives the code HealthKit has for the classification of an electrocardiogram. One that was not analysed has none.
fn classification(word: Option<&str>) -> Result<Option<f64>, Reason> {
    Ok(Some(match word {
        Some("NORMAL_SINUS_RHYTHM") => 1.0,
        Some("ATRIAL_FIBRILLATION") => 2.0,
        Some("INCONCLUSIVE_LOW_HEART_RATE") => 3.0,
        Some("INCONCLUSIVE_HIGH_HEART_RATE") => 4.0,
        Some("UNREADABLE") => 5.0,
        Some("INCONCLUSIVE") => 6.0,
        None | Some("NOT_ANALYZED" | "RESULT_CLASSIFICATION_UNSPECIFIED") => return Ok(None),
        other => return Err(unknown("classification", other)),
    }))
}

/// Reads a day that was added up over all sources. It is replaced by its date.
fn rolled_up(page: &mut Page, kind: &Kind, day: &Day) -> Result<(), Reason> {
    let Some(payload) = day.payload.get(kind.field) else {
        return Ok(());
    };
    let all = source(SLUG, "", "Google Health", DeviceKind::App);
    let frame = Frame::loose(&all, Date(day.civil_start_time.date.date()?));
    for (metric, value, unit) in simple(kind, payload)? {
        page.read(&frame, metric, value, unit.unwrap_or_default());
    }
    Ok(())
}
