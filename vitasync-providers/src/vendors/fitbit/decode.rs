//! Knows an archived answer by its keys, and a file of an export by its name.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::source::{DeviceKind, Recording, Source};

use super::{SLUG, daily, intraday, logs, sleep, takeout};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, NotReadable, Page, RecordVersion, Request, Response, source};

/// An answer, key by key.
pub(super) type Document<'b> = BTreeMap<String, &'b RawValue>;

#[derive(Deserialize)]
struct User {
    #[serde(rename = "encodedId")]
    encoded_id: Option<String>,
    timezone: Option<String>,
}

#[derive(Deserialize)]
struct Pagination {
    next: Option<String>,
}

pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    if request.operation == "revoke token" {
        return Ok(page);
    }
    if let Some(file) = request.operation.strip_prefix("takeout ") {
        takeout::file(&mut page, file, request, response)?;
        return Ok(page);
    }
    // A span of oxygen saturation is a bare list, a single day of it a bare object.
    if response.body.trim_ascii_start().starts_with(b"[") {
        let items: Vec<&RawValue> = response.json(SLUG, request)?;
        list(&mut page, "spo2", response, &items);
        return Ok(page);
    }
    let document: Document<'_> = response.json(SLUG, request)?;
    if document.contains_key("dateTime") {
        list(&mut page, "spo2", response, &[response.json(SLUG, request)?]);
    }
    for (key, part) in &document {
        key_of(&mut page, request, response, &document, key, part)?;
    }
    Ok(page)
}

fn key_of(
    page: &mut Page,
    request: &Request,
    response: &Response,
    document: &Document<'_>,
    key: &str,
    part: &RawValue,
) -> Result<(), Error> {
    match key {
        "user" => {
            let user: User = inner(request, part)?;
            page.account = Account {
                user: user.encoded_id,
                zone: user.timezone.and_then(|zone| zone.parse().ok()),
                ..Account::default()
            };
        }
        "pagination" => {
            let pagination: Pagination = inner(request, part)?;
            let next = pagination.next.filter(|next| !next.is_empty());
            page.follow
                .extend(next.map(|next| Request::get(request.operation.clone(), next)));
        }
        // That of sleep logs adds up what the logs say.
        "summary" if document.contains_key("activities") => daily::summary(page, request, response, document, part)?,
        _ if key.ends_with("-intraday") => intraday::read(page, request, response, document, key, part)?,
        _ if daily::is_known(key) || matches!(key, "sleep" | "activities") => {
            list(page, key, response, &inner::<Vec<&RawValue>>(request, part)?);
        }
        _ => {}
    }
    Ok(())
}

/// Reads a list under the key it has in an answer.
pub(super) fn list<'b>(page: &mut Page, key: &str, response: &'b Response, items: &[&'b RawValue]) {
    match key {
        "sleep" => page.each(key, response, items, |page, it| sleep::night(page, &it)),
        "activities" => page.each(key, response, items, |page, it| logs::activity(page, &it)),
        _ => page.each(key, response, items, |page, it: Value| daily::read(page, key, &it)),
    }
}

/// Reads a part of an answer; an answer with another form there cannot be read.
pub(super) fn inner<'b, T: Deserialize<'b>>(request: &Request, part: &'b RawValue) -> Result<T, Error> {
    NotReadable::or_read(part.get().as_bytes())
        .map_err(|error| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed).with_source(error))
}

/// Names an object: of a date, or of a log.
pub(super) fn record(resource: &str, id: impl Into<String>) -> RecordVersion {
    RecordKey::new(SLUG, resource, id).into()
}

/// Says who measured: a device of Fitbit's, or the person who typed it.
pub(super) fn fitbit(recording: Recording) -> Arc<Source> {
    let mut device = source(SLUG, "", "Fitbit", DeviceKind::Watch);
    if let Some(device) = Arc::get_mut(&mut device) {
        device.key.recording = recording;
    }
    device
}

/// A time as Fitbit writes it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written {
    /// With an offset.
    Instant(DateTime<FixedOffset>),
    /// As on the wall.
    Local(NaiveDateTime),
}

impl Written {
    /// Reads a time: with an offset or without, in the form of the API or of the exports.
    pub(super) fn parse(text: &str) -> Result<Self, Reason> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::Instant(instant));
        }
        local(text).map(Self::Local)
    }
}

/// Reads a wall-clock time.
pub(super) fn local(text: &str) -> Result<NaiveDateTime, Reason> {
    let api = text.parse::<NaiveDateTime>().ok();
    let export = || NaiveDateTime::parse_from_str(text, "%m/%d/%y %H:%M:%S").ok();
    api.or_else(export).ok_or_else(|| not_a_time(text))
}

/// Reads a date, in the form of the API or of the exports.
pub(super) fn date(text: &str) -> Result<NaiveDate, Reason> {
    let api = text.parse::<NaiveDate>().ok();
    let export = || NaiveDate::parse_from_str(text.get(..8)?, "%m/%d/%y").ok();
    let stamped = || Some(text.parse::<NaiveDateTime>().ok()?.date());
    api.or_else(stamped).or_else(export).ok_or_else(|| not_a_time(text))
}

/// Reads a time of the day, with seconds or without.
pub(super) fn time(text: &str) -> Result<NaiveTime, Reason> {
    let short = || NaiveTime::parse_from_str(text, "%H:%M").ok();
    text.parse().ok().or_else(short).ok_or_else(|| not_a_time(text))
}

fn not_a_time(text: &str) -> Reason {
    Reason::NotATime { text: text.to_owned() }
}

pub(super) fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}
