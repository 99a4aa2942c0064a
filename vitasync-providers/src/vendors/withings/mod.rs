//! Withings, public health data API: measurements of scales, cuffs and thermometers, days and minutes of activity, workouts,
//! nights with their stages, electrocardiograms as a result.
//!
//! Every answer is HTTP 200 and says in `status` what it means. Tokens come in the same envelope, and a code lives for 30
//! seconds: exchange it at once. An application has 120 calls a minute, for everybody together.
//!
//! Lists are read by when things were last changed, back to the first. Minutes and nights' series come a day at a time, so
//! minutes reach back 30 days. A list names only the night, and its stages are asked for after it: a night is one object.
//!
//! A measurement that Withings cannot give to one of several people who share a scale is not taken. When somebody claims it,
//! the same group comes again, and where it was somebody else's before, it is taken back. A number is an integer and a power
//! of ten. `elevation` counts floors. Nought stands for no value in everything but counts.
//!
//! Notifications are not signed. Each person's callback carries an HMAC of the person's id under the application's secret, and
//! a notification without it is refused; let the addresses of `ipblock-notify.withings.net` alone through if you can. A
//! notification names a span, which is read again. One measurement that a person deletes is named by nothing; it is gone when a span
//! in which it lay is read again and does not have it.
//!
//! The blood pressure of a heart recording is a measurement as well and read as such. The curve of an electrocardiogram has no
//! place in the model.
//!
//! Source: the vendor's OpenAPI document and its pages on OAuth, notifications and statuses; what its answers look like in the
//! tests of the client `aiowithings`. What was not seen there is in `unverified` of the spec.

mod activity;
mod auth;
mod decode;
mod measure;
mod registration;
mod requests;
mod sleep;
mod spec;
mod status;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, Utc};

use crate::auth::{Next, TokenStep};
use crate::error::Error;
use crate::provider::{Account, Job, Method, Outcome, Page, Provider, Request, Response, Spec};
use crate::webhook::{Encoding, Inbound, Received, Refused, Reply, Trust};

/// Withings.
#[derive(Debug, Clone, Copy)]
pub struct Withings;

const SLUG: &str = "withings";
const BASE: &str = "https://wbsapi.withings.net";

impl Provider for Withings {
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
        match Outcome::by_status(request, response, now) {
            Outcome::Ok => status::of(response).map_or(Outcome::Ok, |status| status::outcome(status, now)),
            other => other,
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        auth::token(step)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        // Withings looks whether there is somebody before it subscribes.
        if call.method == Method::Get {
            return Ok(Received::challenge(Reply::ok()));
        }
        let token = call.query(requests::TOKEN).ok_or(Refused::NotTrusted)?;
        // What is told stands in the body, as a form; in the query as well where somebody between has moved it there.
        let body = form_urlencoded::parse(call.body).into_owned();
        let told: Vec<(String, String)> = body.chain(call.query.iter().cloned()).collect();
        let user = told.iter().find(|(name, _)| name == "userid");
        let user = user.map(|(_, user)| user.as_str()).ok_or(Refused::NotTrusted)?;
        let signed = [requests::SIGNED.as_bytes(), b",", user.as_bytes()];
        if !trust.hmac_sha256("client_secret", &signed, Encoding::Hex, token) {
            return Err(Refused::NotTrusted);
        }
        let notice = requests::notice(user, &told).ok_or(Refused::Malformed)?;
        Ok(Received::accepted(notice.into_iter().collect()))
    }
}
