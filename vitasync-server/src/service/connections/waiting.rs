//! Remembers who will come back with a word that nobody can guess: from a vendor, or by a link that was given out.
//!
//! The hash of the word is kept and never the word; what belongs to it is sealed for the workspace, the person, the vendor
//! and the word, so that a row that is moved or changed does not open. A word is good for one return.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::jobs::{Attempt, Ended, Kind, Lane};
use crate::store::connections;
use crate::store::oauth_states::{self as rows, OAuthState};
use crate::vault::Purpose;

/// For whom a word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whose {
    /// The workspace.
    pub(super) workspace: Id,
    /// The person.
    pub(super) user_no: i64,
    /// The slug of the vendor; empty for any.
    pub(super) provider: String,
}

/// Remembers what belongs to a word until a time.
pub(super) async fn remember<T: Serialize>(
    app: &App,
    word: &str,
    whose: &Whose,
    what: &T,
    until: DateTime<Utc>,
) -> Result<()> {
    let hash = hash(word);
    let json = serde_json::to_vec(what).map_err(Error::internal("remembering an authorisation"))?;
    let state = OAuthState {
        workspace_id: whose.workspace,
        user_no: whose.user_no,
        provider: whose.provider.clone(),
        sealed: app.vault()?.seal(Purpose::Links, &owner(whose, &hash), &json)?,
        expires_at: until,
        hash,
    };
    rows::insert(&app.store, state).await
}

/// Takes what belongs to a word; none where it is unknown, was used or is too old.
pub(super) async fn take<T: DeserializeOwned>(app: &App, word: &str) -> Result<Option<(Whose, T)>> {
    let taken = rows::take(&app.store, &hash(word)).await?;
    open(app, taken)
}

/// Reads what belongs to a word and leaves it there.
pub(super) async fn look_at<T: DeserializeOwned>(app: &App, word: &str) -> Result<Option<(Whose, T)>> {
    let found = rows::find(&app.store, &hash(word)).await?;
    open(app, found)
}

fn open<T: DeserializeOwned>(app: &App, state: Option<OAuthState>) -> Result<Option<(Whose, T)>> {
    let Some(state) = state.filter(|it| app.now() < it.expires_at) else {
        return Ok(None);
    };
    let whose = Whose {
        workspace: state.workspace_id,
        user_no: state.user_no,
        provider: state.provider,
    };
    let json = app
        .vault()?
        .open(Purpose::Links, &owner(&whose, &state.hash), &state.sealed)?;
    let what = serde_json::from_slice(&json).map_err(Error::internal("reading an authorisation"))?;
    Ok(Some((whose, what)))
}

fn hash(word: &str) -> Vec<u8> {
    Sha256::digest(word.as_bytes()).to_vec()
}

fn owner(whose: &Whose, hash: &[u8]) -> String {
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{} {} {} {hash}", whose.workspace, whose.user_no, whose.provider)
}

/// Forgets who did not come back.
pub const TIDY: Kind = Kind {
    id: "tidy_connections",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// Forgets who did not come back and connections whose making was broken off, and comes again in an hour.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn tidy(attempt: Attempt) -> Result<Ended> {
    let (store, now) = (&attempt.app.store, attempt.app.now());
    rows::prune(store, now).await?;
    connections::prune(store, now - TimeDelta::hours(1)).await?;
    Ok(Ended::Again {
        at: now + TimeDelta::hours(1),
        why: None,
    })
}
