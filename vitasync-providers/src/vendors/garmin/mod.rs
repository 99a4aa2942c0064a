//! Garmin, Health, Activity and Women's Health APIs: everything a Garmin watch, scale or bike computer sends, pushed.
//!
//! **Connecting.** OAuth 2.0 with PKCE; there are no scopes, the person allows kinds of data on Garmin's page and can
//! change that later. Tokens last a day and are refreshed ten minutes early; a refresh token is good once and for 90
//! days. The tokens name nobody, so the user id and the permissions are read right after. [`GarminOAuth1`] goes on
//! with an application that was registered for OAuth 1.0a. Its tokens never end and no other application accepts
//! them: moving to OAuth 2.0 means that the person connects again, and the user id stays.
//!
//! **Reading.** Garmin may not be polled. It pushes: a call holds the data itself (push) or addresses to fetch it
//! from (ping), for many people at once, as set per kind in its developer portal. Both are read. A ping's address
//! holds a token of Garmin's that works for a day and only with the person's own; it is stored with the answer. The
//! files of activities can be fetched once: their bytes are stored before anybody reads them. Move IQ events are
//! stored raw and never become workouts, because the day counts them already.
//!
//! **History.** A backfill is ordered by kind in spans of 30 days, is answered 202 and comes later as any push; 409
//! means that it has been ordered already. Garmin tells nothing of its progress, and live data comes in between. It
//! needs the permission `HISTORICAL_DATA_EXPORT`, which is off until the person allows it.
//!
//! **Trust.** Garmin signs nothing. A call is trusted by a secret word in the address that is registered with Garmin,
//! `…?token=<webhook_token>`; where the header `garmin-client-id` is there, it has to be ours, but everybody can know
//! it. Addresses in pings are fetched from Garmin's API alone, because the person's token goes with them. What
//! remains: whoever learns the address can push invented data and end connections for every user id they know, and
//! can send a call again. So keep it out of logs, and let a proxy admit Garmin's addresses alone.
//!
//! **Identity.** A summary that grows during the day comes under new ids. It is known by what it is about: a day by
//! its date, a night by its date and beginning, a series by its beginning; activities, weighings and blood pressures
//! by Garmin's id. The longer version of a day or series counts, the final version of a night, of an activity the details
//! before its file and the file before the summary, and of two alike the one that came last. So an edit of an activity
//! whose details or file are known shows when Garmin sends those again.
//!
//! **Limits.** An evaluation key may backfill 100 days a minute, a production key 10,000; for fetching nothing is
//! published. A 429 without a time is waited for a minute. A call of activity details can hold tens of megabytes and
//! has to be answered within 30 seconds, or Garmin sends it again and in the end holds everything back, for up to 7
//! days.
//!
//! Source: open-wearables and RADAR-base, which run against the API, and their fixtures; Garmin's own documents are
//! confidential and were not used.

mod activity;
mod body;
mod day;
mod decode;
mod examples;
mod file;
mod night;
mod push;
mod registration;
mod series;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

use crate::auth::{self, Grant, Next, TokenStep};
use crate::error::Error;
use crate::provider::{Account, Job, Method, Outcome, Page, Provider, Request, Response, Spec, Whose};
use crate::retry::retry_after;
use crate::webhook::{Inbound, Received, Refused, Trust};

/// Garmin, for an application registered for OAuth 2.0.
#[derive(Debug, Clone, Copy)]
pub struct Garmin;

/// Garmin, for an application that is still registered for OAuth 1.0a. Its data are the same objects, so that a
/// connection can move to [`Garmin`] by connecting again. It is not in [`ALL`](super::ALL): Garmin registers no new
/// ones.
#[derive(Debug, Clone, Copy)]
pub struct GarminOAuth1;

const SLUG: &str = "garmin";
const BASE: &str = "https://apis.garmin.com/wellness-api/rest";

impl Provider for Garmin {
    fn spec(&self) -> &'static Spec {
        &spec::OAUTH2
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        match *job {
            Job::Connect => vec![
                Request::get("read user id", format!("{BASE}/user/id")),
                Request::get("read permissions", format!("{BASE}/user/permissions")),
            ],
            Job::Backfill { resource, window } if spec::OAUTH2.resource(resource).is_some() => vec![
                Request::get(format!("backfill {resource}"), format!("{BASE}/backfill/{resource}"))
                    .query("summaryStartTimeInSeconds", window.from.timestamp())
                    .query("summaryEndTimeInSeconds", window.to.timestamp()),
            ],
            Job::Disconnect => vec![Request::new(
                "end registration",
                Method::Delete,
                format!("{BASE}/user/registration"),
            )],
            _ => Vec::new(),
        }
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        outcome(request, response, now)
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        // The scope in the answer is the application's and the same for everybody; what the person allows is asked for.
        Ok(match auth::standard(&spec::OAUTH2, step)? {
            Next::Done(grant) => Next::Done(Box::new(Grant { scopes: None, ..*grant })),
            next => next,
        })
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let ours = |client| trust.knows("client_id", client);
        let knows_address = call
            .query("token")
            .is_some_and(|token| trust.knows("webhook_token", token));
        if !knows_address || !call.header("garmin-client-id").is_none_or(ours) {
            return Err(Refused::NotTrusted);
        }
        push::notices(call.body).map(Received::accepted)
    }
}

impl Provider for GarminOAuth1 {
    fn spec(&self) -> &'static Spec {
        &spec::OAUTH1
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        Garmin.requests(job, account)
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        Garmin.decode(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        Garmin.outcome(request, response, now)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        Garmin.receive(call, trust, now)
    }
}

fn outcome(request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
    let backfill = request.operation.starts_with("backfill ");
    let says = |words: &str| response.status >= 400 && contains(&response.body, words);
    match response.status {
        _ if says("endpoint not enabled") => Outcome::Misconfigured,
        // The token of a ping has ended: the data come with the next one, or by a backfill.
        _ if says("invalidpulltoken") => Outcome::Gone,
        400 | 401 if backfill && (says("min start time") || says("minimum start time")) => Outcome::Horizon,
        409 if backfill => Outcome::AlreadyDone,
        412 => Outcome::Forbidden,
        429 => Outcome::Retry {
            until: retry_after(response, now).or_else(|| now.checked_add_signed(TimeDelta::minutes(1))),
            whose: Whose::App,
        },
        _ => Outcome::by_status(request, response, now),
    }
}

/// Tells whether a body has these words, in any case.
fn contains(body: &[u8], words: &str) -> bool {
    body.windows(words.len())
        .any(|part| part.eq_ignore_ascii_case(words.as_bytes()))
}
