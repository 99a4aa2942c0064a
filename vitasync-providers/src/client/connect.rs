//! Connects a person's account, and ends the connection.

use serde::{Deserialize, Serialize};

use super::send::Call;
use super::tokens::Fetched;
use super::{App, Client, Link};
use crate::auth::{Goal, Grant, Secret, oauth2};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Job, Outcome, Provider, Spec, Subscribe, Subscription};

/// Where to send a person, and what to remember until they come back.
#[derive(Debug)]
pub struct Authorization {
    /// The page of the vendor's.
    pub url: String,
    /// What has to be given to [`Client::connect`].
    pub pending: Pending,
}

/// What has to be remembered while a person is at a vendor. It is good for one return; whoever stores it seals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The word the vendor has to bring back.
    pub state: Secret,
    /// The verifier of the challenge (PKCE).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifier: Option<Secret>,
    /// The temporary token (OAuth 1.0a).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporary: Option<Grant>,
}

impl Client {
    /// Says where to send a person who wants to connect. Of the account, the region matters.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where the vendor does not connect by OAuth or the application has no `client_id`, and what
    /// fetching a temporary token says.
    pub async fn authorize(&self, link: Link<'_>) -> Result<Authorization, Error> {
        let Link { provider, app, .. } = link;
        let spec = provider.spec();
        let word = || Secret::new(oauth2::random_word(self.inner.runtime.random()));
        let wrong = || Error::new(spec.slug, "authorize", ErrorKind::Misconfigured);
        if let Some(oauth2) = spec.oauth2() {
            let missing = || wrong().with_source("the setting `client_id` is missing");
            let client_id = app.settings.get("client_id").ok_or_else(missing)?.expose();
            let (state, verifier) = (word(), oauth2.pkce.then(word));
            let url = oauth2.authorize_url(client_id, &app.redirect_uri, state.expose(), verifier.as_ref());
            return Ok(Authorization {
                url: in_region(spec, link, url),
                pending: Pending {
                    state,
                    verifier,
                    temporary: None,
                },
            });
        }
        let by_key = || wrong().with_source("people connect with a key they paste, not by a page of the vendor's");
        let oauth1 = spec.oauth1().ok_or_else(by_key)?;
        let call = quiet(link);
        let mut secrets = call.secrets(None);
        let callback = [("oauth_callback", app.redirect_uri.clone())];
        secrets.oauth1 = &callback;
        let Fetched::New(temporary) = self.fetch_tokens(&call, Goal::Temporary, &[], &secrets).await? else {
            return Err(wrong());
        };
        Ok(Authorization {
            url: in_region(spec, link, oauth1.authorize_url(&temporary.access)),
            pending: Pending {
                state: temporary.access.clone(),
                verifier: None,
                temporary: Some(temporary),
            },
        })
    }

    /// Exchanges what a person brought back for tokens, stores them, and learns who it is. `callback` is the query of the
    /// return. Some vendors' codes live for seconds: call it at once.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Forbidden`] where the person said no or the return is not the one that was waited for, and what the exchange
    /// says. Tokens that were stored stay stored; connecting again replaces them.
    pub async fn connect(
        &self,
        link: Link<'_>,
        pending: &Pending,
        callback: &[(String, String)],
    ) -> Result<Account, Error> {
        let slug = link.provider.spec().slug;
        let no = || Error::new(slug, "return", ErrorKind::Forbidden);
        let find = |name: &str| {
            let found = callback.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| Secret::new(value.as_str()))
        };
        let (state, code) = match pending.temporary {
            Some(_) => ("oauth_token", "oauth_verifier"),
            None => ("state", "code"),
        };
        let code = find(code).filter(|_| find(state).as_ref() == Some(&pending.state));
        let code = code.ok_or_else(|| {
            // The vendor's own word, where it brings one: `access_denied` is the person's no.
            let word = callback.iter().find(|(name, _)| name == "error");
            let why = match word {
                Some((_, word)) if word == "access_denied" => "the person said no",
                Some(_) => "the vendor sent the person back with an error",
                None => "the return is not the one that was waited for: `state` differs or there is no code",
            };
            no().with_source(why)
        })?;
        let (client, provider, app) = (self.clone(), link.provider, link.app.clone());
        let (pending, callback) = (pending.clone(), callback.to_vec());
        let connection = link.connection.clone();
        // A code is accepted once: like a refresh, it is not dropped with its caller.
        let task = tokio::spawn(async move {
            let call = quiet(Link {
                provider,
                app: &app,
                connection: &connection,
            });
            let mut secrets = call.secrets(pending.temporary.as_ref());
            let verifier = [("oauth_verifier", code.expose().to_owned())];
            secrets.oauth1 = if pending.temporary.is_some() { &verifier } else { &[] };
            secrets.code = Some(&code);
            secrets.verifier = pending.verifier.as_ref();
            match client.fetch_tokens(&call, Goal::First, &callback, &secrets).await? {
                Fetched::New(grant) => client.hold(&call, &connection.id, grant).await,
                Fetched::Extended(_) => Err(Error::new(slug, "exchange code", ErrorKind::Malformed)),
            }
        });
        let failed = |error| Error::new(slug, "exchange code", ErrorKind::Unavailable).with_source(error);
        let grant = task.await.map_err(|error: tokio::task::JoinError| failed(error))??;
        self.introduce(link, grant).await
    }

    /// Connects by a key that a person pasted, and learns who it is. A key the vendor refuses is not kept.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Reconnect`] where the key is refused, [`ErrorKind::Misconfigured`] where the vendor takes none.
    pub async fn connect_with_key(&self, link: Link<'_>, key: Secret) -> Result<Account, Error> {
        let spec = link.provider.spec();
        if spec.key().is_none() {
            let wrong = Error::new(spec.slug, "connect with key", ErrorKind::Misconfigured);
            return Err(wrong.with_source("the vendor takes no keys; people connect by its page"));
        }
        let grant = self.hold(&link.into(), &link.connection.id, Grant::key(key)).await?;
        let introduced = self.introduce(link, grant).await;
        if introduced
            .as_ref()
            .is_err_and(|error| error.kind() == ErrorKind::Reconnect)
        {
            self.forget(link).await?;
        }
        introduced
    }

    /// Ends the authorisation at the vendor and forgets the tokens. Tokens the vendor no longer knows are forgotten as well.
    ///
    /// # Errors
    ///
    /// What the vendor or the store says; the tokens are then still held, so that it can be tried again.
    pub async fn disconnect(&self, link: Link<'_>) -> Result<(), Error> {
        let requests = link.provider.requests(&Job::Disconnect, &link.connection.account);
        match self.run(&quiet(link), requests).await {
            Err(error) if error.kind() != ErrorKind::Reconnect => Err(error),
            _ => self.forget(link).await,
        }
    }

    /// Subscribes to a vendor's pushes: for the application if `connection` is `None`, otherwise for that account. Gives the
    /// subscriptions that are new.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where it is done by hand, with what the settings of the webhooks say of it as the cause, and
    /// what the vendor says.
    pub async fn subscribe(
        &self,
        provider: &'static dyn Provider,
        app: &App,
        connection: Option<&super::Connection>,
        callback: &str,
        existing: &[Subscription],
    ) -> Result<Vec<Subscription>, Error> {
        if provider.spec().push.subscribe == Subscribe::ByHand {
            let error = Error::new(provider.spec().slug, "subscribe", ErrorKind::Misconfigured);
            return Err(error.with_source(by_hand(provider.spec())));
        }
        let account = connection.map(|it| it.account.clone()).unwrap_or_default();
        let requests = provider.requests(&Job::Subscribe { callback, existing }, &account);
        let call = Call {
            connection,
            ..nobody(provider, app)
        };
        self.run(&call, requests).await.map(|report| report.subscriptions)
    }

    /// Renews a subscription. Gives what the vendor says it is now.
    ///
    /// # Errors
    ///
    /// What the vendor says; [`ErrorKind::Refused`] where it no longer knows the subscription: subscribe again.
    pub async fn renew(
        &self,
        provider: &'static dyn Provider,
        app: &App,
        connection: Option<&super::Connection>,
        subscription: &Subscription,
    ) -> Result<Vec<Subscription>, Error> {
        let account = connection.map(|it| it.account.clone()).unwrap_or_default();
        let requests = provider.requests(&Job::Renew(subscription), &account);
        let call = Call {
            connection,
            ..nobody(provider, app)
        };
        self.run(&call, requests).await.map(|report| report.subscriptions)
    }

    /// Asks a vendor who an account is, with what it has just been given.
    async fn introduce(&self, link: Link<'_>, grant: Grant) -> Result<Account, Error> {
        let mut account = link.connection.account.clone();
        account.learn(Account {
            user: grant.user,
            scopes: grant.scopes,
            way: Some(grant.way),
            ..Account::default()
        });
        let requests = link.provider.requests(&Job::Connect, &account);
        let report = self.run(&link.into(), requests).await?;
        account.learn(report.account);
        Ok(account)
    }

    async fn hold(&self, call: &Call<'_>, connection: &str, grant: Grant) -> Result<Grant, Error> {
        let failed =
            |error| Error::new(call.provider.spec().slug, "store token", ErrorKind::Storage).with_source(error);
        loop {
            let version = self.held(call, connection).await?.map(|held| held.version);
            let replaced = self.inner.tokens.replace(connection, version, &grant).await;
            if replaced.map_err(failed)? {
                return Ok(grant);
            }
        }
    }

    async fn forget(&self, link: Link<'_>) -> Result<(), Error> {
        let removed = self.inner.tokens.remove(&link.connection.id).await;
        removed.map_err(|error| {
            Error::new(link.provider.spec().slug, "forget token", ErrorKind::Storage).with_source(error)
        })
    }
}

pub(super) fn nobody<'a>(provider: &'static dyn Provider, app: &'a App) -> Call<'a> {
    Call {
        provider,
        app,
        connection: None,
        keep: false,
    }
}

/// Says what an operator does where webhooks are registered by hand.
fn by_hand(spec: &Spec) -> String {
    let secrets = spec.push.secrets;
    let settings = spec.settings.iter().filter(|it| secrets.contains(&it.name));
    let helps: Vec<&str> = settings.map(|it| it.help).collect();
    format!(
        "its webhooks are registered by hand at the vendor's. {}",
        helps.join(" ")
    )
}

/// Leads the page of a vendor's to the region of the account.
fn in_region(spec: &Spec, link: Link<'_>, url: String) -> String {
    let region = link.connection.account.region.as_deref();
    let host = url.split('/').nth(2).unwrap_or_default();
    match spec.host_in(region, host) {
        Some(other) => url.replacen(host, other, 1),
        None => url,
    }
}

fn quiet(link: Link<'_>) -> Call<'_> {
    Call {
        keep: false,
        ..link.into()
    }
}

/// Tells whether a confirmation has been taken.
pub(super) fn is_taken(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Ok | Outcome::Empty | Outcome::AlreadyDone | Outcome::Gone
    )
}
