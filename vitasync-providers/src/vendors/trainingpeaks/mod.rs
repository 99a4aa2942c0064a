//! TrainingPeaks, API for partners: workouts done and planned, and what people note about their bodies.
//!
//! Access is by application and not for personal use. Workouts are listed by when they were last changed, deletions among them, back
//! to the beginning of the account; one object holds what was planned and what was done. Metrics are for premium accounts, and
//! so are most fields of a workout. Times are those of the clock on the wall; the account says in which zone. The file of a workout
//! cannot be fetched, and the structure of a plan and the nutrition are not read. Webhooks are in early access and nobody documents
//! what they hold or how they are signed, so TrainingPeaks is asked. No limit on calls is published.
//!
//! Source: TrainingPeaks's public wiki of the partners' API, and what integrators note about its answers. What is not seen there is
//! in [`Spec::unverified`].

mod metrics;
mod registration;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;
mod workout;
mod zone;

use vitasync_core::record::RecordKey;

use crate::auth::{self, Goal, Next, TokenStep};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Job, Page, Provider, Request, Response, Spec, Window};

/// TrainingPeaks.
#[derive(Debug, Clone, Copy)]
pub struct TrainingPeaks;

const SLUG: &str = "trainingpeaks";
const BASE: &str = "https://api.trainingpeaks.com";

/// How many changes one page may hold.
const PAGE: usize = 100;

impl Provider for TrainingPeaks {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Connect => Request::get("read profile", format!("{BASE}/v1/athlete/profile")),
            Job::Window {
                resource: "workout",
                window,
            } => changed(window),
            Job::Window {
                resource: "metrics",
                window,
            } => {
                let (first, last) = window.dates();
                Request::get("list metrics", format!("{BASE}/v2/metrics/{first}/{last}"))
            }
            Job::Object {
                resource: "workout",
                id,
            } => one("read workout", "workout", &format!("workouts/id/{id}"), id),
            Job::Object {
                resource: "metrics",
                id,
            } => one("read metrics", "metrics", &format!("metrics/{id}"), id),
            Job::Disconnect => Request::post("deauthorize", "https://oauth.trainingpeaks.com/oauth/deauthorize"),
            _ => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let mut page = Page::default();
        match request.operation.as_ref() {
            "read profile" => page.account = zone::account(response.json(SLUG, request)?),
            "list changes" => workout::changed(&mut page, request, response)?,
            "read workout" => workout::one(&mut page, request, response)?,
            "list metrics" => metrics::listed(&mut page, request, response)?,
            "read metrics" => metrics::one(&mut page, request, response)?,
            "deauthorize" => {}
            _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
        }
        Ok(page)
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        let answer = step.answers.last();
        // Whatever the word: a refresh that is answered by 400 was withdrawn by the person.
        if step.goal == Goal::Refresh && answer.is_some_and(|answer| answer.status == 400) {
            return Err(Error::new(SLUG, "refresh token", ErrorKind::Reconnect));
        }
        auth::standard(self.spec(), step)
    }
}

/// Asks what has changed since a time, whatever comes after the window.
fn changed(window: Window) -> Request {
    Request::get("list changes", format!("{BASE}/v2/workouts/changed"))
        .query("date", window.from.format("%Y-%m-%dT%H:%M:%SZ"))
        .query("includeDescription", true)
        .query("pageSize", PAGE)
        .query("page", 0)
}

fn one(operation: &'static str, resource: &'static str, path: &str, id: &str) -> Request {
    Request::get(operation, format!("{BASE}/v2/{path}")).object(RecordKey::new(SLUG, resource, id))
}
