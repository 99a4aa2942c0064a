//! Reads what Polar answers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::source::{DeviceKind, Source};

use super::{SLUG, biosensing, clock, daily, exercise, night, requests};
use crate::auth::Secret;
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Page, RecordVersion, Request, Response, Subscription, source};

/// What a list has to tell where every exercise is read on its own.
#[derive(Deserialize)]
struct Found {
    id: String,
    upload_time: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct User {
    #[serde(rename = "polar-user-id")]
    id: u64,
}

#[derive(Deserialize)]
struct Created {
    data: Webhook,
}

#[derive(Deserialize)]
struct Webhook {
    id: String,
    signature_secret_key: Secret,
}

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let watch = source(SLUG, "", "Polar", DeviceKind::Watch);
    match request.operation.as_ref() {
        "register user" | "read user" => {
            let user: User = response.json(SLUG, request)?;
            page.account = Account {
                user: Some(user.id.to_string()),
                ..Account::default()
            };
        }
        "subscribe" => {
            let created: Created = response.json(SLUG, request)?;
            page.subscriptions.push(Subscription {
                id: created.data.id,
                topic: "everything".to_owned(),
                expires_at: None,
                secret: Some(created.data.signature_secret_key),
            });
        }
        "delete user" | "activate webhook" => {}
        "find exercises" => {
            let since: Option<DateTime<Utc>> = request.noted("since").parse().ok();
            let items = items(request, response, "exercises")?;
            page.each("exercise", response, &items, |page, found: Found| {
                let is_new = found.upload_time.zip(since).is_none_or(|(at, since)| at >= since);
                page.follow.extend(is_new.then(|| requests::exercise(&found.id)));
                Ok(())
            });
        }
        "read physical info" => {
            let item: &RawValue = response.json(SLUG, request)?;
            page.one("physical_info", response, item, |page, info| {
                daily::physical_info(page, &info, response.received_at)
            });
        }
        operation => documents(&mut page, &watch, operation, request, response)?,
    }
    Ok(page)
}

fn documents(
    page: &mut Page,
    watch: &Arc<Source>,
    operation: &str,
    request: &Request,
    response: &Response,
) -> Result<(), Error> {
    let list = |wrapper| items(request, response, wrapper);
    match operation {
        "read exercise" => page.each("exercise", response, &list("exercises")?, |page, it| {
            exercise::read(page, watch, &it, response)
        }),
        "list activity" | "read activity" => page.each("activity", response, &list("activities")?, |page, it| {
            daily::activity(page, watch, &it, response)
        }),
        "list sleep" | "read sleep" => page.each("sleep", response, &list("nights")?, |page, it| {
            night::sleep(page, watch, &it)
        }),
        "list nightly recharge" | "read nightly recharge" => {
            page.each("nightly_recharge", response, &list("recharges")?, |page, it| {
                night::recharge(page, watch, &it)
            });
        }
        "list heart rate" | "read heart rate" => {
            page.each("continuous_heart_rate", response, &list("heart_rates")?, |page, it| {
                daily::heart_rate(page, watch, &it, response)
            });
        }
        "list cardio load" => page.each("cardio_load", response, &list("cardio_loads")?, |page, it| {
            daily::cardio_load(page, watch, &it)
        }),
        "list skin temperature" => page.each("skin_temperature", response, &list("data")?, |page, it| {
            biosensing::skin_temperature(page, watch, &it)
        }),
        "list body temperature" => page.each("body_temperature", response, &list("data")?, |page, it| {
            biosensing::body_temperature(page, watch, &it)
        }),
        "list spo2" => page.each("spo2", response, &list("data")?, |page, it| {
            biosensing::oxygen(page, watch, &it)
        }),
        "list ecg" => page.each("ecg", response, &list("data")?, |page, it| {
            biosensing::ecg(page, watch, &it)
        }),
        _ => return Err(malformed(request)),
    }
    Ok(())
}

fn malformed(request: &Request) -> Error {
    Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)
}

/// Reads the items of an answer: a bare list, a list in its wrapper, or one item alone.
fn items<'b>(request: &Request, response: &'b Response, wrapper: &str) -> Result<Vec<&'b RawValue>, Error> {
    let body: &'b RawValue = response.json(SLUG, request)?;
    if body.get().starts_with('[') {
        return response.json(SLUG, request);
    }
    if !body.get().starts_with('{') {
        return Err(malformed(request));
    }
    let members: std::collections::BTreeMap<&'b str, &'b RawValue> = response.json(SLUG, request)?;
    match members.get(wrapper) {
        Some(list) => serde_json::from_str(list.get()).map_err(|_| malformed(request)),
        None => Ok(vec![body]),
    }
}

/// Names an object. Polar has no revisions: the last delivery counts.
pub(super) fn record(resource: &str, id: impl Into<String>) -> RecordVersion {
    RecordKey::new(SLUG, resource, id).into()
}

pub(super) fn seconds(text: Option<&str>) -> Result<Option<f64>, Reason> {
    let Some(text) = text else { return Ok(None) };
    let not_a_time = || Reason::NotATime { text: text.to_owned() };
    let lasted = clock::duration(text).ok_or_else(not_a_time)?;
    Ok(Some(lasted.as_seconds_f64()))
}
