//! Gives a call its token, and refreshes it: one at a time per connection, stored before it is used, never half done.

use std::sync::{Arc, PoisonError};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::fill::Secrets;
use super::send::Call;
use super::{App, Client, Connection, Held};
use crate::auth::{Goal, Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::{Outcome, Provider, Response};

/// How often storing a new token is tried: the old one is dead.
const STORING_TRIES: u32 = 5;

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
        let held = self.held(call, &connection.id).await?.ok_or_else(gone)?;
        if !self.is_stale(call.provider, &held.grant, refused) {
            return Ok(held.grant);
        }
        // A task of its own: a caller that is dropped now must not take a token along that the vendor has replaced.
        let refresh = Refresh {
            client: self.clone(),
            provider: call.provider,
            app: call.app.clone(),
            connection: connection.clone(),
            held,
            _turn: turn,
        };
        let task = tokio::spawn(refresh.run());
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

/// One refresh of one connection, from the vendor's answer to the store.
struct Refresh {
    client: Client,
    provider: &'static dyn Provider,
    app: App,
    connection: Connection,
    held: Held,
    _turn: OwnedMutexGuard<()>,
}

impl Refresh {
    async fn run(self) -> Result<Grant, Error> {
        let call = Call {
            provider: self.provider,
            app: &self.app,
            connection: Some(&self.connection),
            keep: false,
        };
        let old = &self.held.grant;
        if old.way != WayKind::OAuth2 || old.refresh.is_none() {
            return Err(Error::new(
                self.provider.spec().slug,
                "refresh token",
                ErrorKind::Reconnect,
            ));
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
                    let lost = Error::new(call.provider.spec().slug, "store token", ErrorKind::Reconnect);
                    return self.taken_over(call, lost).await;
                }
                Err(error) if tries == STORING_TRIES => {
                    let failed = Error::new(call.provider.spec().slug, "store token", ErrorKind::Storage);
                    return Err(failed.with_source(error));
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
