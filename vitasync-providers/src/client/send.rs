//! Sends one request until it is answered for good: turns, tokens, waiting.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tracing::Instrument;

use super::fill::{NotFilled, Secrets, fill};
use super::limiter::{Calls, Party, Turn};
use super::{App, Client, Connection, Exchange, Link};
use crate::auth::{Grant, Secret};
use crate::error::{BoxError, Error, ErrorKind, Moved};
use crate::provider::{Auth, Outcome, Provider, Request, Response, Whose};
use crate::retry;

/// For whom a request is sent.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) provider: &'static dyn Provider,
    pub(super) app: &'a App,
    pub(super) connection: Option<&'a Connection>,
    /// Whether answers are data, to be kept as they came.
    pub(super) keep: bool,
}

impl<'a> From<Link<'a>> for Call<'a> {
    fn from(link: Link<'a>) -> Self {
        Self {
            provider: link.provider,
            app: link.app,
            connection: Some(link.connection),
            keep: true,
        }
    }
}

impl Call<'_> {
    pub(super) fn error(&self, request: &Request, kind: ErrorKind) -> Error {
        Error::new(self.provider.spec().slug, request.operation.clone(), kind)
    }

    fn parties(&self) -> Vec<Party> {
        let slug = self.provider.spec().slug;
        let app = self.app.settings.get("client_id").map_or("", |id| id.expose());
        let user = self
            .connection
            .map(|connection| (slug, Whose::User, connection.id.clone()));
        user.into_iter().chain([(slug, Whose::App, app.to_owned())]).collect()
    }

    pub(super) fn secrets<'s>(&'s self, grant: Option<&'s Grant>) -> Secrets<'s> {
        Secrets {
            settings: &self.app.settings,
            redirect_uri: &self.app.redirect_uri,
            grant,
            code: None,
            verifier: None,
            oauth1: &[],
            region: self
                .connection
                .and_then(|connection| connection.account.region.as_deref()),
        }
    }
}

/// A try that did not help, and what the vendor says about the next.
struct Failure {
    error: Error,
    wait: Option<Duration>,
}

impl Client {
    /// Sends a request with the person's token, refreshed once if it is refused, until there is an outcome to work with.
    pub(super) async fn perform(&self, call: &Call<'_>, request: &Request) -> Result<(Response, Outcome), Error> {
        let mut refused: Option<Secret> = None;
        loop {
            let grant = match call.connection {
                Some(connection) if request.auth == Auth::User => {
                    Some(self.grant(call, connection, refused.as_ref()).await?)
                }
                Some(connection) => self.held(call, &connection.id).await?.map(|held| held.grant),
                None => None,
            };
            let (response, outcome) = self.answered(call, request, &call.secrets(grant.as_ref())).await?;
            let kind = match outcome {
                Outcome::Refresh if refused.is_none() && request.auth == Auth::User => {
                    refused = grant.map(|grant| grant.access);
                    continue;
                }
                Outcome::Refresh if request.auth != Auth::User => ErrorKind::Misconfigured,
                Outcome::Refresh | Outcome::Reconnect => ErrorKind::Reconnect,
                Outcome::Consent => ErrorKind::Consent,
                Outcome::Forbidden => ErrorKind::Forbidden,
                Outcome::Misconfigured => ErrorKind::Misconfigured,
                Outcome::Gone if request.object.is_none() => ErrorKind::Refused,
                Outcome::Broken => ErrorKind::Refused,
                _ => return Ok((response, outcome)),
            };
            let error = call.error(request, kind);
            return Err(match call.provider.spec().successor {
                Some(successor) if kind == ErrorKind::Reconnect => error.with_source(Moved { successor }),
                _ => error.with_source(Status(response.status)),
            });
        }
    }

    /// Sends a request until the vendor no longer asks to try again.
    pub(super) async fn answered(
        &self,
        call: &Call<'_>,
        request: &Request,
        secrets: &Secrets<'_>,
    ) -> Result<(Response, Outcome), Error> {
        let mut attempt = 0;
        loop {
            let failure = match self.attempt(call, request, secrets, attempt + 1).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let chance = self.chance();
            let backoff = self.inner.config.backoff.wait(attempt, chance);
            attempt += 1;
            // What could not be stored is not asked again: the vendor has answered.
            let answered = request.once || failure.error.kind() == ErrorKind::Storage;
            let retryable = failure.error.is_retryable() && !answered;
            // Others have been told the same time; a wait of our own has chance in it already.
            let told = failure.wait.map(|wait| (wait, retry::spread(wait, chance)));
            match backoff
                .map(|backoff| told.unwrap_or((backoff, backoff)))
                .filter(|_| retryable)
            {
                Some((wait, spread)) if wait <= self.inner.config.patience => self.inner.runtime.sleep(spread).await,
                _ => return Err(failure.error.with_retry_after(failure.wait)),
            }
        }
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        request: &Request,
        secrets: &Secrets<'_>,
        attempt: u32,
    ) -> Result<(Response, Outcome), Failure> {
        let mut turns = self.take_turns(call, request).await?;
        turns.iter_mut().for_each(Turn::send);
        let spec = call.provider.spec();
        // Neither the address, which may hold a token, nor anything of the body.
        let span = tracing::debug_span!(
            "vendor call",
            provider = spec.slug,
            operation = %request.operation,
            attempt,
            status = tracing::field::Empty,
        );
        let sent = self.send(call, request, secrets).instrument(span.clone()).await;
        if let Ok(response) = &sent {
            span.record("status", response.status);
        }
        let response = sent.map_err(at_once)?;
        drop(turns);
        if call.keep && (200..300).contains(&response.status) {
            self.keep_patiently(call, request, &response).await.map_err(at_once)?;
        }
        let now = self.inner.runtime.now();
        let outcome = call.provider.outcome(request, &response, now);
        let Outcome::Retry { until, whose } = outcome else {
            return Ok((response, outcome));
        };
        if let Some(until) = until {
            let party = call.parties().into_iter().find(|party| party.1 == whose);
            if let Some(party) = party {
                self.calls(call, party).block(until);
            }
        }
        let kind = match response.status {
            500..=599 | 408 => ErrorKind::Unavailable,
            _ => ErrorKind::RateLimited,
        };
        Err(Failure {
            error: call.error(request, kind).with_source(Status(response.status)),
            wait: until.map(|until| (until - now).to_std().unwrap_or_default()),
        })
    }

    /// Waits until the vendor and its limits allow a call: those of the person first, so that nobody holds a turn of all
    /// while waiting for one of their own.
    async fn take_turns(&self, call: &Call<'_>, request: &Request) -> Result<Vec<Turn>, Failure> {
        let parties: Vec<Arc<Calls>> = call.parties().into_iter().map(|it| self.calls(call, it)).collect();
        let (runtime, patience) = (&self.inner.runtime, self.inner.config.patience);
        let longest = TimeDelta::from_std(patience).unwrap_or(TimeDelta::MAX);
        let too_long = |wait: TimeDelta| Failure {
            error: call.error(request, ErrorKind::RateLimited),
            wait: Some(wait.to_std().unwrap_or_default()),
        };
        loop {
            let now = runtime.now();
            if let Some(wait) = parties.iter().filter_map(|calls| calls.blocked(now)).max() {
                if wait > longest {
                    return Err(too_long(wait));
                }
                let wait = wait.to_std().unwrap_or_default();
                runtime.sleep(retry::spread(wait, self.chance())).await;
                continue;
            }
            let mut turns = Vec::new();
            for calls in &parties {
                turns.extend(calls.turns(runtime, longest).await.map_err(too_long)?);
            }
            // The vendor may have asked to rest meanwhile; what was not sent costs no turn.
            let now = runtime.now();
            if parties.iter().all(|calls| calls.blocked(now).is_none()) {
                return Ok(turns);
            }
        }
    }

    fn calls(&self, call: &Call<'_>, party: Party) -> Arc<Calls> {
        let (whose, now) = (party.1, self.inner.runtime.now());
        let mut calls = self.inner.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Calls::new(whose, call.provider.spec().limits);
        calls.of(party, make, |calls| calls.is_idle(now))
    }

    fn chance(&self) -> u32 {
        let chance = self.inner.runtime.random();
        u32::from_le_bytes([chance[0], chance[1], chance[2], chance[3]])
    }

    async fn send(&self, call: &Call<'_>, request: &Request, secrets: &Secrets<'_>) -> Result<Response, Error> {
        let (now, random) = (self.inner.runtime.now(), self.inner.runtime.random());
        let rebase = &self.inner.config.rebase;
        let filled = fill(call.provider.spec(), request, secrets, rebase, now, random).map_err(|error| {
            let kind = match error.downcast_ref::<NotFilled>() {
                Some(NotFilled::Blocked(_)) => ErrorKind::Blocked,
                Some(NotFilled::NoToken) => ErrorKind::Reconnect,
                _ => ErrorKind::Misconfigured,
            };
            call.error(request, kind).with_source(error)
        })?;
        // The address may hold a token, so no error tells it.
        let down = |error: reqwest::Error| {
            call.error(request, ErrorKind::Unavailable)
                .with_source(error.without_url())
        };
        let mut answer = self.inner.http.execute(filled).await.map_err(down)?;
        let status = answer.status().as_u16();
        let headers = answer.headers().iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        let headers = headers.filter(|(name, _)| name != "set-cookie").collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(down)? {
            if body.len() + chunk.len() > self.inner.config.largest_answer {
                return Err(call
                    .error(request, ErrorKind::Malformed)
                    .with_source("the answer is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        tracing::debug!(status, bytes = body.len(), "The vendor answered");
        let received_at = self.inner.runtime.now();
        Ok(Response {
            status,
            headers,
            body,
            received_at,
        })
    }

    /// Keeps an answer as it came, and tries again if that fails: some answers are given once.
    async fn keep_patiently(&self, call: &Call<'_>, request: &Request, response: &Response) -> Result<(), Error> {
        let mut attempt = 0;
        loop {
            let kept = self.keep(call, request, response).await;
            match (kept, self.inner.config.backoff.wait(attempt, u32::MAX)) {
                (Err(_), Some(wait)) => self.inner.runtime.sleep(wait).await,
                (kept, _) => return kept,
            }
            attempt += 1;
        }
    }

    /// Keeps an answer as it came.
    pub(super) async fn keep(&self, call: &Call<'_>, request: &Request, response: &Response) -> Result<(), Error> {
        let Some(connection) = call.connection else {
            return Ok(());
        };
        let exchange = Exchange {
            provider: call.provider.spec().slug.to_owned(),
            request: request.clone(),
            response: response.clone(),
        };
        let kept = self.inner.raw.keep(&connection.id, &exchange).await;
        kept.map_err(|error| not_stored(call, request, error))
    }
}

pub(super) fn not_stored(call: &Call<'_>, request: &Request, error: BoxError) -> Error {
    call.error(request, ErrorKind::Storage).with_source(error)
}

fn at_once(error: Error) -> Failure {
    Failure { error, wait: None }
}

/// The status of an answer, as the cause of an error.
#[derive(Debug, thiserror::Error)]
#[error("the vendor answered {0}")]
struct Status(u16);
