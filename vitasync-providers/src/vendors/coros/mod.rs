//! COROS, API for partners: workouts with their FIT files, and one summary per day with sleep and heart rate variability.
//!
//! Access is by application (support.coros.com). There are no scopes. A token lives for 30 days and stands in the query; a
//! refresh usually gives no new one but lets the old one live for 30 days more. Errors come with 200: only a `result` of `0000` is an
//! answer. Lists hold at most 30 days and reach back three months; what is older is in the files a person exports. COROS pushes
//! new workouts, again where it is in doubt, to whoever wants them; its calls carry the application's secret and no signature.
//! An application may send 1000 calls a minute.
//!
//! Source: what integrators quote of the API reference 2.0.6, and the requests and answers in tests of their clients. What is not
//! seen there is in [`Spec::unverified`].

mod daily;
mod file;
mod push;
mod registration;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;
mod token;
mod workout;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use crate::auth::{Next, TokenStep};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Job, Method, Outcome, Page, Provider, Request, Response, Spec, Window, decode_workout_file,
};
use crate::webhook::{Inbound, Received, Refused, Reply, Trust};

/// COROS.
#[derive(Debug, Clone, Copy)]
pub struct Coros;

const SLUG: &str = "coros";
const BASE: &str = "https://open.coros.com";

impl Provider for Coros {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Window {
                resource: "workout",
                window,
            } => list("list workouts", "sport", window, account),
            Job::Window {
                resource: "daily",
                window,
            } => list("list days", "daily", window, account),
            Job::Disconnect => Request::post("deauthorize", format!("{BASE}/oauth2/deauthorize")),
            _ => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let mut page = Page::default();
        match request.operation.as_ref() {
            "list workouts" => workout::listed(&mut page, request, response)?,
            push::OPERATION => workout::pushed(&mut page, request, response)?,
            "list days" => daily::listed(&mut page, request, response)?,
            file::OPERATION => page = decode_workout_file(SLUG, request, response)?,
            "deauthorize" => {}
            _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
        }
        Ok(page)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        let usual = Outcome::by_status(request, response, now);
        match request.operation.as_ref() {
            // A workout without its file is still a workout.
            file::OPERATION if matches!(response.status, 401 | 403 | 404 | 410) => Outcome::Skip,
            file::OPERATION | push::OPERATION => usual,
            _ if usual == Outcome::Ok => match said(response).as_deref() {
                Some("0000") | None => usual,
                Some("1001") => Outcome::Refresh,
                Some(_) => Outcome::Broken,
            },
            _ => usual,
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        token::next(step)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let reply = Reply::json(&json!({ "result": "0000", "message": "OK" }));
        // COROS looks whether we are there, without saying who it is.
        if call.method == Method::Get {
            return Ok(Received::challenge(reply));
        }
        let client = call.header("client").ok_or(Refused::NotTrusted)?;
        let secret = call.header("secret").ok_or(Refused::NotTrusted)?;
        if !trust.knows("client_id", client) || !trust.knows("client_secret", secret) {
            return Err(Refused::NotTrusted);
        }
        let notices = push::notices(call.body).ok_or(Refused::Malformed)?;
        Ok(Received { reply, notices })
    }
}

/// Asks for the days of a window. What lies in days beside it is the same as before.
fn list(operation: &'static str, kind: &str, window: Window, account: &Account) -> Request {
    let (first, last) = window.dates();
    Request::get(operation, format!("{BASE}/v2/coros/{kind}/list"))
        .query("openId", account.user.as_deref().unwrap_or_default())
        .query("startDate", first.format("%Y%m%d"))
        .query("endDate", last.format("%Y%m%d"))
}

#[derive(Deserialize)]
struct Said {
    result: String,
}

/// Reads what an answer says about itself; what says nothing is for the decoder to refuse.
fn said(response: &Response) -> Option<String> {
    let said: Said = serde_json::from_slice(&response.body).ok()?;
    Some(said.result)
}
