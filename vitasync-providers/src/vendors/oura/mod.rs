//! Oura, API v2: nights with their stages, daily scores and activity, heart rate every five minutes, workouts and moments.
//!
//! Documents have an id and no revision; an update comes under the same id. The vendor's `day` is trusted and never
//! computed: a late nap counts for the next day, and a day of activity runs from 04:00 to 04:00. There are two kinds of
//! lists, by date and by time, and a subscription for every kind of event of every kind of document, each of which ends.
//!
//! Source: Oura's OpenAPI document of API v2 and the pages on authentication; what live users found about date windows.

mod daily;
mod decode;
mod registration;
mod requests;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, Utc};

use crate::error::Error;
use crate::provider::{Account, Job, Method, Outcome, Page, Provider, Request, Response, Spec, Whose};
use crate::retry::{reset_at, retry_after};
use crate::webhook::{Encoding, Inbound, Received, Refused, Reply, Trust};

/// Oura.
#[derive(Debug, Clone, Copy)]
pub struct Oura;

const SLUG: &str = "oura";
const BASE: &str = "https://api.ouraring.com/v2";

impl Provider for Oura {
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
        match response.status {
            429 => Outcome::Retry {
                until: retry_after(response, now).or_else(|| reset_at(response, "x-ratelimit-reset")),
                whose: limited(response),
            },
            // A subscription that is not there is 403 and not 404.
            403 if request.url.contains("/webhook/subscription") => Outcome::Broken,
            // The person's app is too old to share.
            426 => Outcome::Consent,
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        if call.method == Method::Get {
            return challenge(call, trust);
        }
        let signature = call.header("x-oura-signature").ok_or(Refused::NotTrusted)?;
        let timestamp = call.header("x-oura-timestamp").ok_or(Refused::NotTrusted)?;
        // The unit of the timestamp is not documented, so its age is not judged.
        let signed = [timestamp.as_bytes(), call.body];
        if !trust.hmac_sha256("client_secret", &signed, Encoding::Hex, signature) {
            return Err(Refused::NotTrusted);
        }
        let notice = requests::notice(call.body).ok_or(Refused::Malformed)?;
        Ok(Received::accepted(notice.into_iter().collect()))
    }
}

/// Answers the question whether we meant to subscribe.
fn challenge(call: &Inbound<'_>, trust: &Trust<'_>) -> Result<Received, Refused> {
    let token = call.query("verification_token").ok_or(Refused::NotTrusted)?;
    let challenge = call.query("challenge").ok_or(Refused::Malformed)?;
    if !trust.knows("verification_token", token) {
        return Err(Refused::NotTrusted);
    }
    Ok(Received::challenge(Reply::json(
        &serde_json::json!({ "challenge": challenge }),
    )))
}

/// Two layers count calls, the person's and the application's; a header says which was full.
fn limited(response: &Response) -> Whose {
    let tier = response.header("x-ratelimit-tier").unwrap_or_default().to_lowercase();
    if tier.contains("token") || tier.contains("user") {
        Whose::User
    } else {
        Whose::App
    }
}
