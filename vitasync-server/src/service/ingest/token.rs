//! Short-lived tokens that let a person's phone push, and nothing else.
//!
//! A token names the workspace, the person, the generation and its end, and is signed; nothing of it is stored. It stops
//! working at its end, when the person is gone, and when the person's generation moves on ([`revoke`]).

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::App;
use crate::error::{Error, Result};
use crate::service::users::{self, Reach, User};
use crate::service::{Id, parse_id};
use crate::store::users as rows;
use crate::vault::Purpose;

/// What every token begins with.
const PREFIX: &str = "vs_push_";

/// A token whose signature is right and whose end has not come. Made by [`read`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushToken {
    workspace: Id,
    user: Id,
    generation: i64,
}

impl PushToken {
    /// Names the person it is for.
    pub fn user(&self) -> Id {
        self.user
    }
}

/// Makes a token for a person's phone.
///
/// # Errors
///
/// Internal where no secret key is set.
pub fn issue(app: &App, user: &User, lifetime: Duration) -> Result<String> {
    let end = (app.now() + lifetime).timestamp();
    let claims = format!("{}.{}.{}.{end}", user.workspace_id, user.id, user.push_generation);
    let signature = app.vault()?.sign(Purpose::PushTokens, claims.as_bytes());
    Ok(format!("{PREFIX}{claims}.{signature}"))
}

/// Reads a token; nothing where it is none, was changed, or has ended.
pub fn read(app: &App, text: &str) -> Option<PushToken> {
    let (claims, signature) = text.strip_prefix(PREFIX)?.rsplit_once('.')?;
    if !app
        .vault()
        .ok()?
        .verify(Purpose::PushTokens, claims.as_bytes(), signature)
    {
        return None;
    }
    let mut parts = claims.split('.');
    let workspace = parse_id(parts.next()?)?;
    let user = parse_id(parts.next()?)?;
    let generation = parts.next()?.parse().ok()?;
    let end: DateTime<Utc> = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    (app.now() < end).then_some(PushToken {
        workspace,
        user,
        generation,
    })
}

/// Finds the person of a token.
///
/// # Errors
///
/// Unauthorized where the person is gone or the token was revoked.
pub async fn holder(app: &App, token: PushToken) -> Result<User> {
    let reach = Reach::User {
        workspace: token.workspace,
        user: token.user,
    };
    let refused = || Error::Unauthorized {
        message: "This push token is not valid any more: ask for another".to_owned(),
    };
    match users::find(app, reach, token.user).await {
        Ok(user) if user.push_generation == token.generation => Ok(user),
        Ok(_) | Err(Error::NotFound { .. }) => Err(refused()),
        Err(error) => Err(error),
    }
}

/// Ends every token of a person.
///
/// # Errors
///
/// NotFound where the person is gone.
pub async fn revoke(app: &App, user: &User) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.user_no).await?;
    rows::next_push_generation(&tx, user.user_no).await?;
    tx.commit().await
}
