//! How a vendor lets us act for a person: OAuth 2.0 with PKCE, OAuth 1.0a, keys that people paste.
//!
//! Everything here is facts and pure functions; the [client](crate::client) keeps the tokens and sends the calls. A vendor
//! that leaves the standards overrides [`Provider::token`](crate::Provider::token).

pub mod oauth1;
pub mod oauth2;
mod secret;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::provider::{Request, Response, Spec};

pub use oauth1::OAuth1;
pub use oauth2::{Credentials, OAuth2};
pub use secret::Secret;

/// A key or a personal token that a person pastes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Where the person finds it.
    pub help: &'static str,
    /// How a call carries it.
    pub carrier: Carrier,
}

impl Key {
    /// A key carried as a bearer token.
    pub const BEARER: Self = Self {
        help: "",
        carrier: Carrier::Bearer,
    };
}

/// How a call carries the person's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// `Authorization: Bearer …`
    Bearer,
    /// A header that holds the token alone.
    Header(&'static str),
    /// A pair of the query. Addresses with it are never logged.
    Query(&'static str),
}

/// What we hold for a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// By which way it was given.
    pub way: WayKind,
    /// The access token, or the key a person pasted.
    pub access: Secret,
    /// The refresh token, or the secret of an OAuth 1.0a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Secret>,
    /// When the access token ends, if it is known to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What the person allowed, where the vendor says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The vendor's id of the person, where the vendor says it with the tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// By which way a grant was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// OAuth 2.0.
    OAuth2,
    /// OAuth 1.0a.
    OAuth1,
    /// A pasted key.
    Key,
}

impl Grant {
    /// Makes the grant of a key that a person pasted.
    pub fn key(key: Secret) -> Self {
        Self {
            way: WayKind::Key,
            access: key,
            refresh: None,
            expires_at: None,
            scopes: None,
            user: None,
        }
    }

    /// Takes over what a refresh does not repeat: the refresh token, the scopes, the person.
    #[must_use]
    pub fn renewed_by(self, new: Self) -> Self {
        Self {
            refresh: new.refresh.or(self.refresh),
            scopes: new.scopes.or(self.scopes),
            user: new.user.or(self.user),
            ..new
        }
    }
}

/// A step on the way to tokens. A vendor is asked again with every answer until it is [`Next::Done`].
#[derive(Debug, Clone, Copy)]
pub struct TokenStep<'a> {
    /// What for.
    pub goal: Goal,
    /// What the person's browser brought back: `code`, `scope`, `oauth_verifier`, ….
    pub callback: &'a [(String, String)],
    /// The answers so far.
    pub answers: &'a [Response],
    /// The time.
    pub now: DateTime<Utc>,
}

/// What tokens are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A temporary token with which the person is sent to the vendor (OAuth 1.0a).
    Temporary,
    /// The first tokens, after the person came back.
    First,
    /// New tokens for old ones.
    Refresh,
}

/// What comes next on the way to tokens.
#[derive(Debug)]
pub enum Next {
    /// Send this and ask again with its answer.
    Send(Box<Request>),
    /// These are they.
    Done(Box<Grant>),
    /// The old ones go on until then.
    Extended(DateTime<Utc>),
}

/// Takes the next step as the standards say: RFC 5849 where the vendor connects by OAuth 1.0a, otherwise RFC 6749.
///
/// # Errors
///
/// Those of [`oauth2::step`] and [`oauth1::step`].
pub fn standard(spec: &Spec, step: &TokenStep<'_>) -> Result<Next, Error> {
    match (spec.oauth2(), spec.oauth1()) {
        (Some(oauth2), _) => oauth2::step(spec, oauth2, step),
        (None, Some(oauth1)) => oauth1::step(spec, oauth1, step),
        (None, None) => Err(Error::new(spec.slug, "fetch token", crate::ErrorKind::Misconfigured)),
    }
}
