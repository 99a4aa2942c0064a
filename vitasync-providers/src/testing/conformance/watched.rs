//! Watches a vendor at work: what it panics on, and what it takes the answers of a vendor in trouble for.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::auth::{Next, TokenStep};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Job, Method, Outcome, Page, Provider, Request, Response, Spec};
use crate::testing::fake::is_path;
use crate::webhook::{Inbound, Received, Refused, Trust};

/// A vendor that is watched. It does what the vendor does; a panic becomes an error.
pub(super) struct Watched {
    inner: &'static dyn Provider,
    complaints: Mutex<BTreeSet<String>>,
}

impl Watched {
    /// Watches a vendor for as long as the program runs.
    pub(super) fn watch(inner: &'static dyn Provider) -> &'static Self {
        Box::leak(Box::new(Self {
            inner,
            complaints: Mutex::default(),
        }))
    }

    /// Says what was seen.
    pub(super) fn complaints(&self) -> Vec<String> {
        let complaints = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        complaints.iter().cloned().collect()
    }

    fn complain(&self, complaint: String) {
        let mut complaints = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        complaints.insert(complaint);
    }

    /// Tells whether the vendor says something by this status, as an example shows.
    fn is_example(&self, request: &Request, status: u16) -> bool {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let path = format!("/{}", path.split('?').next().unwrap_or_default());
        let mut examples = self.spec().examples.iter();
        examples.any(|it| it.status == status && it.method == request.method && is_path(it.path, &path))
    }

    fn calmly<T>(&self, what: &str, act: impl FnOnce() -> T) -> Option<T> {
        let caught = |panic: Box<dyn Any + Send>| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or(panic.downcast_ref::<&str>().copied());
            self.complain(format!("{what}: it panics: {}", text.unwrap_or("without a word")));
        };
        catch_unwind(AssertUnwindSafe(act)).map_err(caught).ok()
    }
}

impl Provider for Watched {
    fn spec(&self) -> &'static Spec {
        self.inner.spec()
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        let asked = self.calmly("requests", || self.inner.requests(job, account));
        asked.unwrap_or_default()
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let decoded = self.calmly(&request.operation, || self.inner.decode(request, response));
        let malformed = || Error::new(self.spec().slug, request.operation.clone(), ErrorKind::Malformed);
        decoded.unwrap_or_else(|| Err(malformed()))
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        let judged = self.calmly(&request.operation, || self.inner.outcome(request, response, now));
        let outcome = judged.unwrap_or(Outcome::Broken);
        if !self.is_example(request, response.status) && !makes_sense(request.method, response.status, outcome) {
            let (operation, status) = (&request.operation, response.status);
            self.complain(format!("{operation}: {status} is taken for {outcome:?}"));
        }
        outcome
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        let taken = self.calmly("token", || self.inner.token(step));
        let malformed = || Error::new(self.spec().slug, "token", ErrorKind::Malformed);
        taken.unwrap_or_else(|| Err(malformed()))
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        let received = self.calmly("receive", || self.inner.receive(call, trust, now));
        received.unwrap_or(Err(Refused::Malformed))
    }
}

/// Tells whether a status can mean that. What is under 200 to 299 is the vendor's own matter.
fn makes_sense(method: Method, status: u16, outcome: Outcome) -> bool {
    use Outcome::{AlreadyDone, Broken, Empty, Gone, Horizon, Misconfigured, Ok, Refresh, Retry, Skip};
    let is_retry = matches!(outcome, Retry { .. });
    match status {
        200..=299 => true,
        401 | 403 => !matches!(outcome, Ok | Empty | AlreadyDone | Gone | Horizon),
        404 | 410 => !matches!(outcome, Ok | AlreadyDone | Refresh) && !is_retry,
        409 => !matches!(outcome, Ok | Gone | Refresh) && (method != Method::Get || outcome != AlreadyDone),
        429 => is_retry,
        500..=599 => is_retry || matches!(outcome, Skip | Broken | Misconfigured),
        _ => outcome != Ok,
    }
}
