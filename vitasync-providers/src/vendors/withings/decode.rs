//! Reads what Withings answers, by what was asked.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vitasync_core::error::Reason;
use vitasync_core::source::{DeviceKind, Recording, Source};

use super::{SLUG, activity, auth, measure, requests, sleep};
use crate::error::{Error, ErrorKind};
use crate::provider::{Listed, Page, Request, Response, Subscription, source};

/// What is in every answer.
#[derive(Deserialize)]
pub(super) struct Answer<T> {
    pub(super) body: T,
}

/// A list of objects, and whether there is more of it.
#[derive(Deserialize)]
pub(super) struct List<'a> {
    #[serde(borrow, alias = "measuregrps", alias = "activities")]
    pub(super) series: Vec<&'a RawValue>,
    timezone: Option<String>,
    more: Option<serde_json::Value>,
    offset: Option<i64>,
}

/// An id that is written as a number or as text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Number(i64),
    Text(String),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// Seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Seconds(i64);

impl Seconds {
    pub(super) fn at(self) -> Result<DateTime<Utc>, Reason> {
        let not_a_time = || Reason::NotATime {
            text: self.0.to_string(),
        };
        DateTime::from_timestamp(self.0, 0).ok_or_else(not_a_time)
    }
}

#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    match request.operation.as_ref() {
        "list measures" => {
            let list = listed(&mut page, request, response)?;
            page.account.zone = list.timezone.as_deref().and_then(|zone| zone.parse().ok());
            page.each("measuregrp", response, &list.series, |page, it| {
                measure::group(page, &it)
            });
            if page.follow.is_empty() {
                let whole = request.window().map(|window| Listed {
                    resource: "measure".to_owned(),
                    window,
                });
                page.listed.extend(whole);
            }
        }
        "list hearts" => {
            let list = listed(&mut page, request, response)?;
            page.each("heart", response, &list.series, |page, it| measure::heart(page, &it));
        }
        "list days" => {
            let list = listed(&mut page, request, response)?;
            page.each("activity", response, &list.series, |page, it| activity::day(page, &it));
        }
        "list minutes" => activity::minutes(&mut page, request, response)?,
        "list workouts" => {
            let list = listed(&mut page, request, response)?;
            page.each("workout", response, &list.series, |page, it| {
                activity::workout(page, &it)
            });
        }
        "list nights" => {
            let list = listed(&mut page, request, response)?;
            sleep::nights(&mut page, response, &list.series);
        }
        "read nights" => sleep::series(&mut page, request, response)?,
        "subscribe" => page.subscriptions.push(Subscription {
            id: request.noted("topic").to_owned(),
            topic: request.noted("topic").to_owned(),
            expires_at: None,
            secret: None,
        }),
        "get nonce" => {
            let Answer { body: Nonce { nonce } } = response.json(SLUG, request)?;
            page.follow.push(auth::revoke(request.noted("userid"), &nonce));
        }
        "revoke access" => {}
        _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
    }
    Ok(page)
}

/// Reads a page of a list, and asks for the next where there is one.
fn listed<'b>(page: &mut Page, request: &Request, response: &'b Response) -> Result<List<'b>, Error> {
    let Answer { body } = response.json::<Answer<List<'b>>>(SLUG, request)?;
    let more = match &body.more {
        Some(serde_json::Value::Bool(more)) => *more,
        Some(serde_json::Value::Number(more)) => more.as_i64() != Some(0),
        _ => false,
    };
    let offset = body.offset.filter(|_| more);
    page.follow.extend(offset.map(|offset| requests::next(request, offset)));
    Ok(body)
}

/// Describes who measured: the device, where Withings names one.
pub(super) fn device(origin: Option<&str>, model: Option<&str>, kind: DeviceKind, recording: Recording) -> Arc<Source> {
    let named = source(SLUG, origin.unwrap_or_default(), model.unwrap_or("Withings"), kind);
    let mut named = Arc::unwrap_or_clone(named);
    named.key.recording = recording;
    named.device.model = model.map(str::to_owned);
    Arc::new(named)
}

/// Reads a zone; without one there is no local time.
pub(super) fn zone(name: &str) -> Result<Tz, Reason> {
    name.parse().map_err(|_| Reason::UnknownWord {
        vocabulary: "timezone".to_owned(),
        text: name.to_owned(),
    })
}

/// Drops nought where it stands for no value.
pub(super) fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| *value != 0.0)
}
