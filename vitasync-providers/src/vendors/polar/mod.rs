//! Polar, AccessLink v3: training with its series and routes, nights, nightly recharge, heart rate through the day, daily activity,
//! cardio load, biosensing and the profile.
//!
//! Auth: OAuth 2.0 without PKCE. A token lives for years and cannot be refreshed; when it is refused the person connects again.
//! Nothing can be read until the person has been registered (`POST /v3/users`); that they are already is no error. 403 means that
//! the person has withdrawn a consent at account.polar.com, not that a token is old.
//!
//! History: training of the last 30 days and only what was uploaded since registering; activity of a year; cardio load of half a
//! year; everything else of 28 days. An answer of 404 says that there is nothing, or that it lies too far back: nothing is ever
//! deleted for it, and Polar tells no deletions.
//!
//! Time: only training and nights tell their offset. Everything else is the watch's wall clock without a zone, and its day is the
//! watch's day: the client places it by where the person lived.
//!
//! Webhooks: one for an application, signed by a key that Polar tells once, when the webhook is made. It is tried with an unsigned
//! `PING` before that. Polar switches it off after seven days of failures; [`Job::Renew`] switches it on again. There are no events for
//! nightly recharge, cardio load and skin temperature: they are read with the night or the training.
//!
//! Not read: the waveform of an ECG, skin contacts, and alertness and bedtimes of SleepWise, for which there is no metric. The
//! newer API v4 is another one, with other tokens; nothing here is for it.
//!
//! Source: Polar's OpenAPI document of AccessLink v3 and its example application. What is not from there is in
//! [`Spec::unverified`].

mod biosensing;
mod clock;
mod daily;
mod decode;
mod exercise;
mod night;
mod registration;
mod requests;
mod spec;
mod sports;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::auth::{self, Next, TokenStep};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Auth, Job, Outcome, Page, Provider, Request, Response, Spec, Whose};
use crate::retry::retry_after;
use crate::webhook::{Encoding, Inbound, Received, Refused, Reply, SUBSCRIPTION, Trust};

/// Polar.
#[derive(Debug, Clone, Copy)]
pub struct Polar;

const SLUG: &str = "polar";
const BASE: &str = "https://www.polaraccesslink.com/v3";

impl Provider for Polar {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        requests::of(job, account)
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match (response.status, request.auth) {
            (403, Auth::User) => Outcome::Consent,
            (404, Auth::User) => Outcome::Empty,
            // There is a webhook whose key we do not know: the operator deletes it.
            (409, Auth::AppBasic) => Outcome::Misconfigured,
            (429, _) => Outcome::Retry {
                until: retry_after(response, now).or_else(|| Some(now + open_again(response))),
                whose: Whose::App,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        let mut next = auth::standard(&spec::SPEC, step)?;
        if let (Next::Done(grant), Some(answer)) = (&mut next, step.answers.last()) {
            let tokens: Result<Tokens, _> = serde_json::from_slice(&answer.body);
            let malformed = |_| Error::new(SLUG, "exchange code", ErrorKind::Malformed);
            grant.user = Some(tokens.map_err(malformed)?.x_user_id.to_string());
        }
        Ok(next)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let event = requests::event(call.body);
        if event.as_ref().is_some_and(requests::Event::is_ping) {
            return Ok(Received::challenge(Reply::ok()));
        }
        let signature = call.header("polar-webhook-signature").ok_or(Refused::NotTrusted)?;
        if !trust.hmac_sha256(SUBSCRIPTION, &[call.body], Encoding::Hex, signature) {
            return Err(Refused::NotTrusted);
        }
        let notice = event.ok_or(Refused::Malformed)?.notice();
        Ok(Received::accepted(notice.into_iter().collect()))
    }
}

#[derive(Deserialize)]
struct Tokens {
    x_user_id: u64,
}

/// Tells how long to wait. Every header names the short window and the long one; usage counts up.
fn open_again(response: &Response) -> TimeDelta {
    let numbers = |header: &str| {
        let (short, long) = response.header(header)?.split_once(',')?;
        Some((short.trim().parse::<u32>().ok()?, long.trim().parse::<u32>().ok()?))
    };
    let full = numbers("ratelimit-usage").zip(numbers("ratelimit-limit"));
    let day_is_over = full.is_some_and(|(used, most)| used.1 >= most.1);
    match numbers("ratelimit-reset") {
        Some((_, long)) if day_is_over => TimeDelta::seconds(long.into()),
        Some((short, _)) => TimeDelta::seconds(short.into()),
        None => TimeDelta::minutes(15),
    }
}
