//! Reads what Garmin answers and pushes: lists of summaries, all built alike.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, TimeDelta, Utc};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Session};
use vitasync_core::source::{DeviceKind, Recording, Source};
use vitasync_core::time::ReadingTime;

use super::{SLUG, activity, body, day, file, night, series};
use crate::error::{Error, ErrorKind};
use crate::provider::{self, Account, Frame, Page, Request, Response, session, source};

/// What every summary has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) summary_id: Option<String>,
    pub(super) calendar_date: Option<String>,
    pub(super) start_time_in_seconds: Option<i64>,
    pub(super) start_time_offset_in_seconds: Option<i32>,
    pub(super) duration_in_seconds: Option<i32>,
}

/// Declares a kind of summary: its own fields, beside those that every summary has. They stand in one struct, because of a
/// flattened one serde first keeps every field of the document and reads them then.
macro_rules! summary {
    ($(#[$attribute:meta])* $visible:vis struct $name:ident $(<$life:lifetime>)? {
        $($(#[$of_field:meta])* $field:ident: $kind:ty,)*
    }) => {
        $(#[$attribute])*
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        $visible struct $name $(<$life>)? {
            summary_id: Option<String>,
            calendar_date: Option<String>,
            start_time_in_seconds: Option<i64>,
            start_time_offset_in_seconds: Option<i32>,
            duration_in_seconds: Option<i32>,
            $($(#[$of_field])* $field: $kind,)*
        }

        impl $(<$life>)? $name $(<$life>)? {
            /// Takes out what every summary has.
            fn summary(&mut self) -> $crate::vendors::garmin::decode::Summary {
                $crate::vendors::garmin::decode::Summary {
                    summary_id: self.summary_id.take(),
                    calendar_date: self.calendar_date.take(),
                    start_time_in_seconds: self.start_time_in_seconds,
                    start_time_offset_in_seconds: self.start_time_offset_in_seconds,
                    duration_in_seconds: self.duration_in_seconds,
                }
            }
        }
    };
}
pub(super) use summary;

/// When something began, on the clock the device showed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) start: DateTime<FixedOffset>,
    /// Whether the device's offset is known; if not, `start` is in UTC.
    pub(super) is_local: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    user_id: String,
}

/// The permissions, which come in two shapes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Permissions {
    List(Vec<String>),
    Named { permissions: Vec<String> },
}

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    match request.operation.as_ref() {
        "read user id" => page.account.user = Some(response.json::<User>(SLUG, request)?.user_id),
        "read permissions" => {
            let (Permissions::List(granted) | Permissions::Named { permissions: granted }) =
                response.json(SLUG, request)?;
            page.account = Account {
                scopes: Some(granted),
                ..Account::default()
            };
        }
        "end registration" => {}
        file::OPERATION => return Ok(file::decode(request, response)),
        operation if operation.starts_with("backfill ") => page.awaiting = true,
        operation => summaries(&mut page, operation, request, response)?,
    }
    Ok(page)
}

fn summaries(page: &mut Page, operation: &str, request: &Request, response: &Response) -> Result<(), Error> {
    let items: Vec<&RawValue> = response.json(SLUG, request)?;
    let all = All {
        response,
        items: &items,
    };
    match operation {
        "read dailies" => all.read(page, "daily", day::daily),
        "read epochs" => day::epochs(page, &all),
        "read sleeps" => all.read(page, "sleep", night::sleep),
        "read bodyComps" => all.read(page, "body composition", body::composition),
        "read stressDetails" => all.read(page, "stress detail", series::stress),
        "read userMetrics" => all.read(page, "user metric", day::user_metric),
        "read pulseOx" => all.read(page, "pulse ox", series::pulse_ox),
        "read respiration" => all.read(page, "respiration", series::respiration),
        "read healthSnapshot" => series::snapshots(page, &all),
        "read hrv" => all.read(page, "hrv", night::hrv),
        "read bloodPressures" => all.read(page, "blood pressure", body::pressure),
        "read skinTemp" => all.read(page, "skin temperature", night::skin_temperature),
        "read mct" => all.read(page, "menstrual cycle", body::cycle),
        "read activities" | "read manuallyUpdatedActivities" => all.read(page, "activity", activity::summary),
        "read activityDetails" => activity::details(page, &all),
        // The day counts them already; they are kept as they came.
        "read moveiq" => {}
        "read a new kind" => page.rejected.push(Rejected {
            position: Position::byte(0),
            subject: request.noted("kind").to_owned(),
            reason: Reason::UnknownWord {
                vocabulary: "kind of summary".to_owned(),
                text: request.noted("kind").to_owned(),
            },
        }),
        _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
    }
    Ok(())
}

/// The items of an answer.
pub(super) struct All<'b> {
    pub(super) response: &'b Response,
    pub(super) items: &'b [&'b RawValue],
}

impl<'b> All<'b> {
    /// Decodes every item with the time at which it came.
    fn read<T: Deserialize<'b>>(
        &self,
        page: &mut Page,
        subject: &str,
        decode: impl Fn(&mut Page, T, DateTime<Utc>) -> Result<(), Reason>,
    ) {
        let came = self.response.received_at;
        page.each(subject, self.response, self.items, |page, item| {
            decode(page, item, came)
        });
    }
}

impl Summary {
    pub(super) fn date(&self) -> Result<NaiveDate, Reason> {
        let date = self.calendar_date.as_deref().ok_or_else(|| missing("calendarDate"))?;
        date.parse().map_err(|_| Reason::NotATime { text: date.to_owned() })
    }

    /// How long it was, as Garmin counts it.
    pub(super) fn duration(&self) -> Option<i32> {
        self.duration_in_seconds
    }

    pub(super) fn clock(&self) -> Result<Clock, Reason> {
        let seconds = self
            .start_time_in_seconds
            .ok_or_else(|| missing("startTimeInSeconds"))?;
        Clock::new(seconds, self.start_time_offset_in_seconds)
    }

    /// Names a version of a series, of which the longer counts: it is sent again while it grows.
    pub(super) fn growing(&self, resource: &'static str, id: impl Into<String>, came: DateTime<Utc>) -> RecordVersion {
        let length = self.duration_in_seconds.and_then(|it| u64::try_from(it).ok());
        ranked(resource, id, length.unwrap_or_default(), came)
    }
}

impl Clock {
    pub(super) fn new(seconds: i64, offset_s: Option<i32>) -> Result<Self, Reason> {
        let start = instant(seconds)?;
        let not_an_offset = || Reason::NotATime {
            text: offset_s.unwrap_or_default().to_string(),
        };
        let offset = match offset_s {
            Some(seconds) => FixedOffset::east_opt(seconds).ok_or_else(not_an_offset)?,
            None => Utc.fix(),
        };
        Ok(Self {
            start: start.with_timezone(&offset),
            is_local: offset_s.is_some(),
        })
    }

    /// Tells the time some seconds after the start.
    pub(super) fn after(&self, seconds: i64) -> Result<DateTime<FixedOffset>, Reason> {
        let later = TimeDelta::try_seconds(seconds).and_then(|it| self.start.checked_add_signed(it));
        later.ok_or_else(|| Reason::NotATime {
            text: seconds.to_string(),
        })
    }

    /// Tells the time at a second since 1970.
    pub(super) fn at(&self, seconds: i64) -> Result<DateTime<FixedOffset>, Reason> {
        Ok(instant(seconds)?.with_timezone(self.start.offset()))
    }

    /// Says a time on this clock as far as the clock is known.
    pub(super) fn says(&self, at: DateTime<FixedOffset>) -> ReadingTime {
        if self.is_local {
            ReadingTime::WithOffset(at)
        } else {
            ReadingTime::Instant(at.to_utc())
        }
    }
}

pub(super) fn instant(seconds: i64) -> Result<DateTime<Utc>, Reason> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| Reason::NotATime {
        text: seconds.to_string(),
    })
}

/// Names a version of an object that Garmin sends again without a revision.
pub(super) fn ranked(resource: &'static str, id: impl Into<String>, rank: u64, came: DateTime<Utc>) -> RecordVersion {
    provider::ranked(RecordKey::new(SLUG, resource, id), rank, came)
}

/// Makes a session that begins with a clock.
pub(super) fn session_on(
    clock: &Clock,
    end: DateTime<FixedOffset>,
    source: &Arc<Source>,
    record: &RecordVersion,
    detail: Detail,
) -> Result<Session, Reason> {
    let (start, end_utc) = (clock.start.to_utc(), end.to_utc());
    if end_utc < start {
        return Err(Reason::EndBeforeStart { start, end: end_utc });
    }
    let mut session = session(source, record, clock.start, end, detail);
    if !clock.is_local {
        session.attributes.start_offset_s = None;
    }
    Ok(session)
}

/// The watch a person wears.
pub(super) fn watch() -> Arc<Source> {
    source(SLUG, "", "Garmin", DeviceKind::Watch)
}

/// What a person typed into Garmin Connect.
pub(super) fn typed(mut source: Arc<Source>) -> Arc<Source> {
    Arc::make_mut(&mut source).key.recording = Recording::Manual;
    source
}

/// Values by the seconds since a start: an object, or a text that holds one.
#[derive(Default)]
pub(super) struct Offsets(pub(super) Vec<(i64, f64)>);

impl<'de> Deserialize<'de> for Offsets {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ByOffset)
    }
}

struct ByOffset;

impl<'de> Visitor<'de> for ByOffset {
    type Value = Offsets;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("values by the seconds since a start")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Offsets, A::Error> {
        let mut timed: Vec<(i64, Option<f64>)> = Vec::new();
        while let Some((Seconds(seconds), value)) = map.next_entry()? {
            timed.push((seconds, value));
        }
        // Of two values under one second the later one counts, also where it says that there is none.
        timed.reverse();
        timed.sort_by_key(|(seconds, _)| *seconds);
        timed.dedup_by_key(|(seconds, _)| *seconds);
        let known = timed.into_iter().filter_map(|(seconds, value)| Some((seconds, value?)));
        Ok(Offsets(known.collect()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Offsets, E> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = json.deserialize_map(Self).and_then(|read| json.end().map(|()| read));
        read.map_err(E::custom)
    }
}

/// The seconds since a start, as the key of a value.
struct Seconds(i64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(SecondsVisitor)
    }
}

struct SecondsVisitor;

impl Visitor<'_> for SecondsVisitor {
    type Value = Seconds;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("seconds")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Seconds, E> {
        text.trim().parse().map(Seconds).map_err(E::custom)
    }
}

/// Adds a series of instants. `is_value` tells a measurement from the numbers by which Garmin says that there is none.
pub(super) fn instants(
    page: &mut Page,
    frame: &Frame,
    clock: &Clock,
    metric: Metric,
    values: Option<&Offsets>,
    unit: &'static str,
    is_value: impl Fn(f64) -> bool,
) -> Result<(), Reason> {
    let values = values.map(|values| values.0.as_slice()).unwrap_or_default();
    for (seconds, value) in values.iter().filter(|(_, value)| is_value(*value)) {
        let at = clock.says(clock.after(*seconds)?);
        page.read(&frame.at(at), metric, Some(*value), unit);
    }
    Ok(())
}

pub(super) fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}

/// Adds what is known of some remarks.
pub(super) fn remarked<const N: usize>(frame: Frame, remarks: [(&str, Option<String>); N]) -> Frame {
    let known = remarks.into_iter().filter_map(|(name, value)| Some((name, value?)));
    known.fold(frame, |frame, (name, value)| frame.remark(name, value))
}
