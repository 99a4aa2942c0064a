//! Makes permission a parameter: a handler that takes [`UserScope`] has a person the caller may see, in the scope it
//! names, and there is no other way to one.
//!
//! The gate has looked the key up; here it is held against what a handler asks for. Invariant: no key is 401, a key
//! that may not is 403, and what belongs to somebody else does not exist (404).

use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRef, FromRequestParts, Path, RawPathParams};
use axum::http::Extensions;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::REQUEST_ID;
use super::problem::Problem;
use crate::App;
use crate::auth::Scope;
use crate::error::Error;
use crate::service::audit::{Actor, Who};
use crate::service::ingest::token::{self, PushToken};
use crate::service::keys::Principal;
use crate::service::users::{self, Reach, User, UserRef};
use crate::service::{Id, parse_id};

/// What a handler may do, as a type.
pub(super) trait Level: Send + Sync {
    /// The scope a key needs.
    const SCOPE: Scope;
    /// Whether it is enough to know who the person was a moment ago.
    const A_MOMENT_AGO: bool = false;
}

/// Reads.
#[derive(Debug)]
pub(super) enum Read {}

/// Reads what is asked for often: by who the person was at most a second ago, where another process changes that.
#[derive(Debug)]
pub(super) enum Often {}

/// Creates and changes.
#[derive(Debug)]
pub(super) enum Write {}

/// Manages and erases.
#[derive(Debug)]
pub(super) enum Admin {}

impl Level for Read {
    const SCOPE: Scope = Scope::Read;
}

impl Level for Often {
    const SCOPE: Scope = Scope::Read;
    const A_MOMENT_AGO: bool = true;
}

impl Level for Write {
    const SCOPE: Scope = Scope::Write;
}

impl Level for Admin {
    const SCOPE: Scope = Scope::Admin;
}

/// What the gate found out about the caller; in every request's extensions.
#[derive(Debug, Clone)]
pub(super) struct Caller(pub(super) Option<Principal>);

/// A key that has the scope, whatever it reaches.
#[derive(Debug)]
pub(super) struct Key<L> {
    principal: Principal,
    level: PhantomData<L>,
}

impl<L> Key<L> {
    /// Tells whom the key reaches.
    pub(super) fn reach(&self) -> Reach {
        self.principal.reach()
    }
}

impl<L: Level, S: Sync> FromRequestParts<S> for Key<L> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let principal = match parts.extensions.get::<Caller>() {
            Some(Caller(Some(principal))) => principal.clone(),
            _ => return Err(unauthorized().into()),
        };
        if !principal.scopes().allow(L::SCOPE) {
            let message = format!("Insufficient scope. Required: {}", L::SCOPE.id());
            return Err(Error::Forbidden { message }.into());
        }
        let level = PhantomData;
        Ok(Self { principal, level })
    }
}

/// A key that has the scope and is not bound to one person.
#[derive(Debug)]
pub(super) struct Workspace<L> {
    id: Id,
    level: PhantomData<L>,
}

impl<L> Workspace<L> {
    /// Names the workspace.
    pub(super) fn id(&self) -> Id {
        self.id
    }
}

impl<L: Level, S: Sync> FromRequestParts<S> for Workspace<L> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let key = Key::<L>::from_request_parts(parts, state).await?;
        match key.reach() {
            Reach::Workspace(id) => Ok(Self { id, level: PhantomData }),
            Reach::User { .. } => {
                let message = "This key is bound to one user; this needs a key of the workspace".to_owned();
                Err(Error::Forbidden { message }.into())
            }
        }
    }
}

/// The person of the path's `userId`, whom the key reaches in the scope.
#[derive(Debug)]
pub(super) struct UserScope<L> {
    user: Arc<User>,
    is_own: bool,
    level: PhantomData<L>,
}

impl<L> UserScope<L> {
    /// Tells whether the person's own key calls.
    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    /// Gives the person.
    pub(super) fn into_user(self) -> User {
        Arc::unwrap_or_clone(self.user)
    }

    /// Gives what services need to know about the person.
    pub(super) fn user(&self) -> UserRef {
        UserRef::from(self.user.as_ref())
    }
}

impl<L: Level, S: Send + Sync> FromRequestParts<S> for UserScope<L>
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let key = Key::<L>::from_request_parts(parts, state).await?;
        let id = user_id(parts, state).await?;
        let app = App::from_ref(state);
        let user = match L::A_MOMENT_AGO {
            true => users::seen(&app, key.reach(), id).await?,
            false => Arc::new(users::find(&app, key.reach(), id).await?),
        };
        Ok(Self {
            user,
            is_own: matches!(key.reach(), Reach::User { .. }),
            level: PhantomData,
        })
    }
}

/// Who calls, for the record of what is done.
#[derive(Debug)]
pub(super) struct By(pub(super) Actor);

impl<S: Sync> FromRequestParts<S> for By {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(Caller(Some(principal))) = parts.extensions.get::<Caller>() else {
            return Err(unauthorized().into());
        };
        let request_id = parts.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
        Ok(Self(Actor {
            who: Who::Key(principal.key()),
            request_id: request_id.map(str::to_owned),
            address: address(&parts.extensions),
        }))
    }
}

/// Tells the address a request comes from: that of the connection, or that which our proxies name ([`super::proxies`]).
pub(super) fn address(extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(peer)| peer.ip())
}

/// The person of the path's `userId`, for whom the caller may push: with a key that writes, or with the token of the
/// person's phone, which opens nothing else.
#[derive(Debug)]
pub(super) struct PushScope {
    user: User,
}

impl PushScope {
    /// Gives the person.
    pub(super) fn into_user(self) -> User {
        self.user
    }
}

/// The token of a phone, where the gate has found one; in the request's extensions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phone(pub(super) PushToken);

impl<S: Send + Sync> FromRequestParts<S> for PushScope
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Some(Phone(token)) = parts.extensions.get::<Phone>().copied() else {
            let user = UserScope::<Write>::from_request_parts(parts, state).await?.into_user();
            return Ok(Self { user });
        };
        if user_id(parts, state).await? != token.user() {
            return Err(Error::not_found("User").into());
        }
        let user = token::holder(&App::from_ref(state), token).await?;
        Ok(Self { user })
    }
}

/// The named parts of a path; what cannot be read does not exist.
#[derive(Debug)]
pub(super) struct PathOf<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(value) = Path::<T>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::of_status(axum::http::StatusCode::NOT_FOUND))?;
        Ok(Self(value))
    }
}

/// Reads the path's `userId`.
async fn user_id<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Id, Error> {
    let params = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Error::not_found("User"))?;
    let id = params
        .iter()
        .find(|(name, _)| *name == "userId")
        .and_then(|(_, text)| parse_id(text));
    id.ok_or(Error::not_found("User"))
}

/// Says that a valid key is missing, in the documented words.
pub(super) fn unauthorized() -> Error {
    Error::Unauthorized {
        message: "Invalid or missing API key".to_owned(),
    }
}
