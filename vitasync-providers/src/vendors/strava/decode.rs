//! Reads what Strava answers.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::Recording;
use vitasync_core::time::ReadingTime::Instant;

use super::activity::{self, Activity, Extent};
use super::{SLUG, Strava, streams, subscription};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Frame, Page, Request, Response, Value, version};

#[derive(Deserialize)]
struct Athlete {
    id: u64,
    weight: Option<f64>,
    ftp: Option<f64>,
}

#[derive(Deserialize)]
struct Subscribed {
    id: u64,
    callback_url: Option<String>,
}

/// Reads an answer by what was asked.
pub(super) fn page(strava: Strava, request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    match request.operation.as_ref() {
        "read athlete" => athlete(&mut page, response.json(SLUG, request)?, response.received_at),
        "list activities" => listed(&mut page, request, response, |page, activity: Activity| {
            page.sessions
                .push(activity.session(Extent::Summary, response.received_at)?);
            Ok(())
        })?,
        "find activities" => listed(&mut page, request, response, |page, found: Found| {
            page.follow.push(strava.activity(&found.id.to_string()));
            Ok(())
        })?,
        "read activity" => {
            let item: &RawValue = response.json(SLUG, request)?;
            page.one("activity", response, item, |page, activity: Activity| {
                page.sessions
                    .push(activity.session(Extent::Detail, response.received_at)?);
                if !activity.is_typed() {
                    let streams = strava.streams(activity.id);
                    page.follow.push(streams.note("activity", noted(&activity)));
                }
                Ok(())
            });
        }
        "read streams" => {
            let activity = serde_json::from_str(request.noted("activity"));
            let activity: Activity = activity.map_err(|_| malformed(request))?;
            streams::read(&mut page, request, response, &activity)?;
        }
        "list subscriptions" => {
            let there: Vec<Subscribed> = response.json(SLUG, request)?;
            let callback = request.noted("callback");
            let ours = there.iter().find(|it| it.callback_url.as_deref() == Some(callback));
            match ours {
                Some(ours) => page.subscriptions.push(subscription(ours.id)),
                None => page.follow.push(strava.subscribe(callback)),
            }
        }
        "subscribe" => {
            let new: Subscribed = response.json(SLUG, request)?;
            page.subscriptions.push(subscription(new.id));
        }
        "revoke token" => {}
        _ => return Err(malformed(request)),
    }
    Ok(page)
}

pub(super) fn malformed(request: &Request) -> Error {
    Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)
}

fn noted(activity: &Activity) -> String {
    serde_json::to_string(activity).expect("what was read can be written")
}

/// What a list has to tell where every activity is read on its own.
#[derive(Deserialize)]
struct Found {
    id: u64,
}

/// Reads a page of a list and asks for the next. Only an empty page is the last: Strava leaves out of a page what the person
/// did not allow.
fn listed<'b, T: Deserialize<'b>>(
    page: &mut Page,
    request: &Request,
    response: &'b Response,
    decode: impl FnMut(&mut Page, T) -> Result<(), Reason>,
) -> Result<(), Error> {
    let items: Vec<&'b RawValue> = response.json(SLUG, request)?;
    page.each("activity", response, &items, decode);
    if !items.is_empty() {
        let asked = request.query.iter().find(|(name, _)| name == "page");
        let asked = asked.and_then(|(_, page)| match page {
            Value::Text(page) => page.parse::<u32>().ok(),
            _ => None,
        });
        let next = asked.ok_or_else(|| malformed(request))? + 1;
        page.follow.push(request.with_query("page", next));
    }
    Ok(())
}

/// A profile has no time of its own: it is as it was read, one object per day. Zero is what nobody has filled in.
fn athlete(page: &mut Page, athlete: Athlete, received_at: DateTime<Utc>) {
    let record = version(SLUG, "athlete", received_at.date_naive().to_string(), received_at);
    let frame = Frame::new(&activity::strava(Recording::Manual), &record, Instant(received_at));
    let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
    page.read(&frame, Metric::Weight, some(athlete.weight), "kg");
    page.read(&frame, Metric::FunctionalThresholdPower, some(athlete.ftp), "W");
    page.account = Account {
        user: Some(athlete.id.to_string()),
        ..Account::default()
    };
}
