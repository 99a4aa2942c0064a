//! Google Health, API v4: what Fitbit and Pixel devices measure, and what other apps bring to the Google account.
//!
//! It has taken Fitbit's place: whoever connects `fitbit` connects here, and what Fitbit's devices measured keeps `fitbit` as its
//! source. The identity tells the old Fitbit id ([`Account::former_user`]), so that an old connection is found again.
//!
//! - **Authorisation**: Google's OAuth 2.0 with PKCE; a refresh does not rotate the refresh token. All scopes are restricted:
//!   until Google has verified the app, a hundred listed people may connect. A Fitbit account that was never moved to a Google
//!   account can agree and then not be read: [`Outcome::Consent`], never a reconnect.
//! - **Reads**: samples, days, nights and workouts are *listed*, each with its `dataSource`. What adds up is *reconciled* by the
//!   vendor, from its own wearables and once more from all sources, and never listed, so that no sum counts two devices. Energy in
//!   all is only rolled up by the day. Pages hold 10 000 points, of nights and workouts 25.
//! - **Identity**: nights, workouts, meals and readings of the heart have names and, where they say so, an `updateTime` that is their
//!   revision; everything else is replaced by its time.
//! - **History**: no horizon is documented; intervals and beats are read a year or a quarter at a time.
//! - **Webhooks**: registered once for the project by hand, because that takes a service account of the operator's with the
//!   `cloud-platform` scope, and no person's token has it: `POST /v4/projects/{number}/subscribers?subscriberId=…` with what
//!   [`subscriber`] makes; the project's number, not its id. A type without webhooks makes the whole call fail: send only
//!   [`WITH_WEBHOOKS`]. Whoever connects later is subscribed by the vendor. Calls name times and no objects, so what they name is
//!   read again: of what has names, what the new list lacks is gone; what was deleted without a name is gone only where a later
//!   reading replaces it.
//! - **Limits**: 300 calls a minute for one person, 120 000 for the project.
//!
//! Source: Google's discovery document of `health` v4, and its pages on migration, webhooks, limits and errors.

mod decode;
mod food;
mod kinds;
mod point;
mod registration;
mod requests;
mod sessions;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;
mod webhook;

use chrono::{DateTime, Utc};

use crate::auth::OAuth2;
use crate::error::Error;
use crate::provider::{Account, Job, Outcome, Page, Provider, Request, Response, Spec, Whose};
use crate::retry::retry_after;
use crate::webhook::{Inbound, Received, Refused, Trust};

pub use spec::{WITH_WEBHOOKS, subscriber};

/// Google Health.
#[derive(Debug, Clone, Copy)]
pub struct GoogleHealth;

const SLUG: &str = "google_health";
const BASE: &str = "https://health.googleapis.com/v4/users/me";

const OAUTH2: OAuth2 = OAuth2 {
    authorize: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    scopes: &[
        kinds::ACTIVITY,
        kinds::MEASUREMENTS,
        kinds::SLEEP,
        kinds::NUTRITION,
        kinds::ECG,
        kinds::IRN,
        kinds::PROFILE,
        kinds::SETTINGS,
    ],
    // Without them there is no refresh token. `include_granted_scopes` would add scopes of other APIs and fail.
    authorize_query: &[("access_type", "offline"), ("prompt", "consent")],
    pkce: true,
    ..OAuth2::BASE
};

impl Provider for GoogleHealth {
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
        let says = |words: &[&str]| {
            let body = String::from_utf8_lossy(&response.body);
            words.iter().any(|word| body.contains(word))
        };
        match response.status {
            // A token that is gone already cannot be revoked.
            400 if request.operation == "revoke token" => Outcome::AlreadyDone,
            400 | 403 if says(&["ACCOUNT_NOT_LINKED", "Could not mint"]) => Outcome::Consent,
            400 if says(&["INVALID_PARENT_DATA_TYPE_COLLECTION"]) => Outcome::Skip,
            // A type that has not this method, or that nobody offers this person.
            404 if request.object.is_none() && request.url.contains("/dataTypes/") => Outcome::Skip,
            429 => Outcome::Retry {
                until: retry_after(response, now),
                whose: if says(&["PerProject", "PER_PROJECT"]) {
                    Whose::App
                } else {
                    Whose::User
                },
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        webhook::receive(call, trust, now)
    }
}
