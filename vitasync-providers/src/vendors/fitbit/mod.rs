//! Fitbit's Web API, which Google switched off on 2 November 2026: for what it sent before, and for exports.
//!
//! Every call is answered 410, and so is every refresh. Tokens cannot be moved: the person connects once more, with the
//! [successor](Spec::successor), Google Health. Both answers are [`ErrorKind::Reconnect`] with [`Moved`] as their cause. The
//! successor tells the old id of the person ([`Account::former_user`]).
//!
//! - **Archived answers** of the Web API are decoded whole: days, series by the day, series within a day, activity logs, sleep logs
//!   1.2 (stages and classic) and the minutes of sleep logs 1, heart rate variability, oxygen saturation, breathing rate,
//!   temperature, cardio fitness, weight. An answer is known by its keys; a day summary does not tell its date, which the
//!   request notes.
//! - **Exports** (Google Takeout, `Global Export Data`): the operation `takeout <file name>` decodes one file. Seconds and minutes
//!   are UTC there, logs are not.
//! - **Times** are what the clock on the wall showed, without an offset; only the list of activities has one. Durations are
//!   milliseconds in logs and minutes in sums. Units are metric, as no `Accept-Language` was ever sent.
//! - **Energy**: `activityCalories` contains the basal energy of the active minutes and is not read; active energy is all
//!   energy less the basal one. Minutes in heart rate zones are not read either: their bounds moved with the age.
//! - **Webhooks** are gone with the API.
//!
//! Source: copies of Fitbit's reference and OpenAPI documents, and exports of 2018 to 2023.

mod daily;
mod decode;
mod intraday;
mod logs;
mod registration;
mod requests;
mod sleep;
mod spec;
mod takeout;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, Utc};

use crate::auth::{self, Next, TokenStep};
use crate::error::{Error, ErrorKind, Moved};
use crate::provider::{Account, Job, Outcome, Page, Provider, Request, Response, Spec, Whose};
use crate::retry::{reset_in, retry_after};

/// Fitbit's Web API.
#[derive(Debug, Clone, Copy)]
pub struct Fitbit;

const SLUG: &str = "fitbit";
const SUCCESSOR: &str = "google_health";

/// The status of every answer since the API was switched off.
const GONE: u16 = 410;

impl Provider for Fitbit {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        requests::of(job)
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match response.status {
            GONE => Outcome::Reconnect,
            429 => Outcome::Retry {
                until: retry_after(response, now).or_else(|| reset_in(response, "fitbit-rate-limit-reset", now)),
                whose: Whose::User,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        if step.answers.last().is_some_and(|answer| answer.status == GONE) {
            let moved = Moved { successor: SUCCESSOR };
            return Err(Error::new(SLUG, "refresh token", ErrorKind::Reconnect).with_source(moved));
        }
        auth::standard(&spec::SPEC, step)
    }
}
