//! Gives a call its token, and refreshes it: one at a time per connection, stored before it is used, never half done.
//!
//! Calls of this client wait for each other by a lock, those of other processes by the turns of the store. Where a turn was
//! lost all the same, whoever comes second is refused by the vendor and takes what the first has stored.

use std::convert::Infallible;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::fill::Secrets;
use super::send::Call;
use super::{App, Client, Connection, Held};
use crate::auth::{Goal, Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::{Outcome, Provider, Response};

/// How often storing a new token is tried: the old one is dead.
const STORING_TRIES: u32 = 5;
/// For how long a process that has died keeps others from refreshing.
const TERM: Duration = Duration::from_secs(30);
/// How soon to look again whether another process has refreshed.
const LOOK: Duration = Duration::from_millis(250);
/// How often to look: a process that takes longer than four terms is at something that does not end.
const LOOKS: u32 = 480;

impl Client {
    /// Gives a grant that is not about to end and is not the one the vendor has just refused.
    pub(super) async fn grant(
        &self,
        call: &Call<'_>,
        connection: &Connection,
        refused: Option<&Secret>,
    ) -> Result<Grant, Error> {
        let gone = || Error::new(call.provider.spec().slug, "load token", ErrorKind::Reconnect);
        let held = self.held(call, &connection.id).await?.ok_or_else(gone)?;
        if !self.is_stale(call.provider, &held.grant, refused) {
            return Ok(held.grant);
        }
        let turn = self.refresh_turn(&connection.id).lock_owned().await;
        // A task of its own: a caller that is dropped now must not take a token along that the vendor has replaced.
        let refresh = Refresh {
            client: self.clone(),
            provider: call.provider,
            app: call.app.clone(),
            connection: connection.clone(),
            refused: refused.cloned(),
            held,
            _turn: turn,
        };
        let task = tokio::spawn(refresh.in_turn());
        let failed = |error: tokio::task::JoinError| {
            Error::new(call.provider.spec().slug, "refresh token", ErrorKind::Unavailable).with_source(error)
        };
        task.await.map_err(failed)?
    }

    /// Loads what is held for a connection.
    pub(super) async fn held(&self, call: &Call<'_>, connection: &str) -> Result<Option<Held>, Error> {
        let loaded = self.inner.tokens.load(connection).await;
        loaded
            .map_err(|error| Error::new(call.provider.spec().slug, "load token", ErrorKind::Storage).with_source(error))
    }

    fn is_stale(&self, provider: &dyn Provider, grant: &Grant, refused: Option<&Secret>) -> bool {
        let early = provider.spec().oauth2().map(|it| it.refresh_before).unwrap_or_default();
        let ends = grant
            .expires_at
            .is_some_and(|ends| ends - early <= self.inner.runtime.now());
        ends || refused.is_some_and(|refused| *refused == grant.access)
    }

    fn refresh_turn(&self, connection: &str) -> Arc<Mutex<()>> {
        let mut turns = self.inner.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        turns.of(connection.to_owned(), Mutex::default, |_| true)
    }

    /// Goes all the way to tokens: asks the vendor for the next step until it is done.
    pub(super) async fn fetch_tokens(
        &self,
        call: &Call<'_>,
        goal: Goal,
        callback: &[(String, String)],
        secrets: &Secrets<'_>,
    ) -> Result<Fetched, Error> {
        let mut answers: Vec<Response> = Vec::new();
        loop {
            let step = TokenStep {
                goal,
                callback,
                answers: &answers,
                now: self.inner.runtime.now(),
            };
            let request = match call.provider.token(&step)? {
                Next::Done(grant) => return Ok(Fetched::New(*grant)),
                Next::Extended(until) => return Ok(Fetched::Extended(until)),
                Next::Send(request) => request,
            };
            if answers.len() == 4 {
                return Err(call.error(&request, ErrorKind::EndlessPaging));
            }
            answers.push(self.token_answer(call, &request, secrets).await?);
        }
    }

    /// Sends a step. What its answer means is the vendor's to say; only what is tried again is tried again here.
    async fn token_answer(
        &self,
        call: &Call<'_>,
        request: &crate::provider::Request,
        secrets: &Secrets<'_>,
    ) -> Result<Response, Error> {
        let quiet = Call { keep: false, ..*call };
        let (response, _): (Response, Outcome) = self.answered(&quiet, request, secrets).await?;
        Ok(response)
    }
}

/// What came of asking for tokens.
pub(super) enum Fetched {
    New(Grant),
    Extended(chrono::DateTime<chrono::Utc>),
}

/// One refresh of one connection, from the turn of this process to the store.
struct Refresh {
    client: Client,
    provider: &'static dyn Provider,
    app: App,
    connection: Connection,
    refused: Option<Secret>,
    held: Held,
    _turn: OwnedMutexGuard<()>,
}

impl Refresh {
    /// Waits for the turn of this process and refreshes what nobody has refreshed meanwhile.
    async fn in_turn(mut self) -> Result<Grant, Error> {
        let id = self.connection.id.clone();
        let holder = BASE64_STANDARD.encode(self.client.inner.runtime.random());
        let mut looks = 0;
        let is_ours = loop {
            let is_ours = self.take_turn(&holder).await?;
            let held = self.client.held(&self.call(), &id).await?;
            self.held = held.ok_or_else(|| self.error("load token", ErrorKind::Reconnect))?;
            let refused = self.refused.as_ref();
            if is_ours || !self.client.is_stale(self.provider, &self.held.grant, refused) {
                break is_ours;
            }
            looks += 1;
            if looks == LOOKS {
                return Err(self.error("wait for another process to refresh the token", ErrorKind::Unavailable));
            }
            self.client.inner.runtime.sleep(LOOK).await;
        };
        let refused = self.refused.as_ref();
        let outcome = match self.client.is_stale(self.provider, &self.held.grant, refused) {
            true => tokio::select! {
                outcome = self.run() => outcome,
                never = self.keep_turn(&holder) => match never {},
            },
            false => Ok(self.held.grant.clone()),
        };
        if is_ours && let Err(error) = self.client.inner.tokens.end_turn(&id, &holder).await {
            tracing::debug!(error, "A turn to refresh was not given back and ends by itself");
        }
        outcome
    }

    /// Takes the turn of this process, where no other has it.
    async fn take_turn(&self, holder: &str) -> Result<bool, Error> {
        let tokens = &self.client.inner.tokens;
        let taken = tokens.take_turn(&self.connection.id, holder, TERM).await;
        taken.map_err(|error| self.error("take a turn", ErrorKind::Storage).with_source(error))
    }

    /// Prolongs the turn for as long as it is needed. What it takes is the machine's time, not that of the runtime.
    async fn keep_turn(&self, holder: &str) -> Infallible {
        loop {
            tokio::time::sleep(TERM / 3).await;
            if let Err(error) = self.take_turn(holder).await {
                tracing::debug!(%error, "A turn to refresh was not prolonged");
            }
        }
    }

    fn call(&self) -> Call<'_> {
        Call {
            provider: self.provider,
            app: &self.app,
            connection: Some(&self.connection),
            keep: false,
        }
    }

    fn error(&self, operation: &'static str, kind: ErrorKind) -> Error {
        Error::new(self.provider.spec().slug, operation, kind)
    }

    async fn run(&self) -> Result<Grant, Error> {
        let call = self.call();
        let old = &self.held.grant;
        if old.way != WayKind::OAuth2 || old.refresh.is_none() {
            return Err(self.error("refresh token", ErrorKind::Reconnect));
        }
        let fetched = self
            .client
            .fetch_tokens(&call, Goal::Refresh, &[], &call.secrets(Some(old)))
            .await;
        let new = match fetched {
            Ok(Fetched::New(new)) => old.clone().renewed_by(new),
            Ok(Fetched::Extended(until)) => Grant {
                expires_at: Some(until),
                ..old.clone()
            },
            Err(error) if error.kind() == ErrorKind::Reconnect => return self.taken_over(&call, error).await,
            Err(error) => return Err(error),
        };
        self.store(&call, new).await
    }

    async fn store(&self, call: &Call<'_>, new: Grant) -> Result<Grant, Error> {
        let tokens = &self.client.inner.tokens;
        let mut tries = 1;
        loop {
            match tokens.replace(&self.connection.id, Some(self.held.version), &new).await {
                Ok(true) => {
                    tracing::debug!(provider = call.provider.spec().slug, "Refreshed a token");
                    return Ok(new);
                }
                Ok(false) => {
                    let lost = self.error("store token", ErrorKind::Reconnect);
                    return self.taken_over(call, lost).await;
                }
                Err(error) if tries == STORING_TRIES => {
                    return Err(self.error("store token", ErrorKind::Storage).with_source(error));
                }
                Err(_) => {
                    let wait = self.client.inner.config.backoff.first;
                    self.client.inner.runtime.sleep(wait).await;
                    tries += 1;
                }
            }
        }
    }

    /// Where another process has stored a grant meanwhile, takes that; the vendor accepts the old token once. The other may
    /// still be storing, so a refusal is believed after a while.
    async fn taken_over(&self, call: &Call<'_>, error: Error) -> Result<Grant, Error> {
        for wait in [None, Some(self.client.inner.config.backoff.first)] {
            if let Some(wait) = wait {
                self.client.inner.runtime.sleep(wait).await;
            }
            match self.client.held(call, &self.connection.id).await? {
                Some(held) if held.version != self.held.version => return Ok(held.grant),
                _ => {}
            }
        }
        Err(error)
    }
}
