//! Suunto, cloud API: workouts with their FIT files, samples of day and night, recovery, daily statistics.
//!
//! Access is for partners (apizone.suunto.com): beside the person's token every call carries the key of a subscription. Who
//! somebody is stands in the token, which is a JWT. Workouts are listed by when they were last changed, so that one that
//! a watch delivers weeks later is not missed and no file is fetched twice. The samples of the day, of sleep and of recovery are
//! read in windows of 28 days; when the history begins is not documented. Webhooks name new workouts and hold new samples; what is
//! missed is not sent again, and there is none for what is changed or deleted. The limits depend on the subscription.
//!
//! Source: what integrators' code and recorded answers show of the paths, the fields and the signature, and the list of activities
//! in Suunto's documents. What is not seen there is in [`Spec::unverified`].

mod decode;
mod file;
mod push;
mod registration;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;
mod workout;

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use vitasync_core::record::RecordKey;

use crate::auth::oauth2::claim;
use crate::auth::{self, Next, TokenStep};
use crate::error::Error;
use crate::provider::{Account, Job, Outcome, Page, Provider, Request, Response, Spec, Value, Whose, Window};
use crate::webhook::{Encoding, Inbound, Received, Refused, Trust};

/// Suunto.
#[derive(Debug, Clone, Copy)]
pub struct Suunto;

const SLUG: &str = "suunto";
const BASE: &str = "https://cloudapi.suunto.com";

/// How many workouts one page may hold.
const PAGE: usize = 100;

impl Provider for Suunto {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Window { resource, window } => match listed(resource, window) {
                Some(request) => request,
                None => return Vec::new(),
            },
            Job::Object {
                resource: "workout",
                id,
            } => one(id),
            Job::Disconnect => Request::get("deauthorize", "https://cloudapi-oauth.suunto.com/oauth/deauthorize")
                .query("client_id", Value::App("client_id".into())),
            _ => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match response.status {
            401 if says(response, "subscription key") => Outcome::Misconfigured,
            403 if says(response, "quota") => Outcome::Retry {
                until: replenished(response, now),
                whose: Whose::App,
            },
            // What was typed in has no file, and a workout without one is still a workout.
            403 | 404 | 410 if request.operation == file::OPERATION => Outcome::Skip,
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        let mut next = auth::standard(self.spec(), step)?;
        if let Next::Done(grant) = &mut next {
            grant.user = claim(&grant.access, "user");
        }
        Ok(next)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let signature = call.header("x-hmac-sha256-signature").ok_or(Refused::NotTrusted)?;
        let is_signed = |encoding| trust.hmac_sha256("notification_secret", &[call.body], encoding, signature);
        if !is_signed(Encoding::Hex) && !is_signed(Encoding::Base64) {
            return Err(Refused::NotTrusted);
        }
        let notice = push::notice(call.body).ok_or(Refused::Malformed)?;
        Ok(Received::accepted(notice.into_iter().collect()))
    }
}

fn listed(resource: &str, window: Window) -> Option<Request> {
    let samples = |operation: &'static str, path: &str| {
        Request::get(operation, format!("{BASE}/247samples/{path}"))
            .query("from", window.from.timestamp_millis())
            .query("to", window.to.timestamp_millis())
    };
    let request = match resource {
        "workout" => Request::get("list workouts", format!("{BASE}/v3/workouts/"))
            .query("since", window.from.timestamp_millis())
            .query("until", window.to.timestamp_millis())
            .query("filter-by-modification-time", true)
            .query("limit", PAGE)
            .query("offset", 0),
        "sleep" => samples("list sleeps", "sleep"),
        "activity" => samples("list activity", "activity"),
        "recovery" => samples("list recovery", "recovery"),
        "daily" => {
            let (first, last) = window.dates();
            Request::get("list days", format!("{BASE}/247/daily-activity-statistics"))
                .query("startdate", format!("{first}T00:00:00"))
                .query("enddate", format!("{last}T23:59:59"))
        }
        _ => return None,
    };
    Some(request)
}

/// Asks for one workout.
fn one(key: &str) -> Request {
    let record = RecordKey::new(SLUG, "workout", key);
    Request::get("read workout", format!("{BASE}/v3/workouts/{key}")).object(record)
}

fn says(response: &Response, words: &str) -> bool {
    String::from_utf8_lossy(&response.body).to_lowercase().contains(words)
}

/// Reads when there is quota again: `Quota will be replenished in 00:04:12.`
fn replenished(response: &Response, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let body = String::from_utf8_lossy(&response.body);
    let (_, time) = body.split_once("replenished in ")?;
    let time: NaiveTime = time.get(..8)?.parse().ok()?;
    Some(now + TimeDelta::seconds(time.num_seconds_from_midnight().into()))
}
