//! Keeps API keys: made, listed, changed, rotated, withdrawn and looked up.
//!
//! A key is shown once, when it is made or rotated; its SHA-256 is stored. Looking one up is cached for a few seconds:
//! a key withdrawn in this process stops at once, in another process within [`CACHED_FOR`]. Everything done to a key is
//! on record (see [`audit`]).
//!
//! Invariant: a `vs_test_` key belongs to a sandbox, a `vs_live_` key never does. Who manages a workspace manages the
//! keys of its sandbox too.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::audit::{self, Action, Actor, Deed};
use super::users::Reach;
use super::{Id, users, workspaces};
use crate::App;
use crate::auth::{Environment, RateLimit, RawKey, Scope, Scopes};
use crate::error::{Error, FieldError, Result};
use crate::store::api_keys as rows;

pub use self::lookup::{CACHED_FOR, Cache, Principal, authenticate};
pub use crate::store::api_keys::ApiKey;

mod lookup;

/// The longest name.
const LONGEST_NAME: usize = 100;
/// How long the secret before a rotation may go on working.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(30);

/// A key to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateKey {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
    /// The only person it may see, of the workspace the key will belong to.
    pub user: Option<Id>,
    /// How many requests it may make.
    pub limit: RateLimit,
    /// Whether it opens real data or the sandbox; that of the workspace where nothing is said.
    pub environment: Option<Environment>,
}

/// What to change of a key; what is `None` stays, and an inner `None` forgets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeKey {
    /// What people call it.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<Scopes>,
    /// When it stops working.
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// How many requests it may make.
    pub limit: Option<RateLimit>,
}

/// Makes a key, and gives it together with its row: the only time it is shown.
///
/// # Errors
///
/// Invalid where the name is empty or long, there is no scope or the end is past; Unprocessable where a sandbox asks for
/// a key to real data; NotFound where the person does not exist.
pub async fn create(app: &App, actor: &Actor, workspace: Id, key: CreateKey) -> Result<(ApiKey, RawKey)> {
    check(&key.name, key.scopes, key.expires_at, app.now())?;
    let (home, environment) = home(app, workspace, key.environment).await?;
    if let Some(user) = key.user {
        users::find(app, Reach::Workspace(home), user).await?;
    }
    let raw = RawKey::from_random(environment, random()?);
    let row = ApiKey {
        user_id: key.user,
        expires_at: key.expires_at,
        requests_per_minute: column(key.limit),
        ..new_row(app, home, key.name, key.scopes, &raw)
    };
    Ok((insert(app, actor, workspace, row).await?, raw))
}

/// Takes a key that already exists, such as one an installation configures; a key that is known stays as it is.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn adopt(app: &App, workspace: Id, name: &str, scopes: Scopes, raw: &RawKey) -> Result<ApiKey> {
    if let Some(known) = rows::find_by_hash(&app.store, &raw.hash().to_bytes()).await? {
        return Ok(known);
    }
    let (home, _) = home(app, workspace, Environment::of(raw.hint())).await?;
    let row = new_row(app, home, name.to_owned(), scopes, raw);
    let server = Actor::local(audit::Who::Server);
    match insert(app, &server, workspace, row).await {
        // Another process may have taken it in between.
        Err(conflict @ Error::Conflict { .. }) => rows::find_by_hash(&app.store, &raw.hash().to_bytes())
            .await?
            .ok_or(conflict),
        taken => taken,
    }
}

/// Lists the keys of a workspace and of its sandbox, oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id) -> Result<Vec<ApiKey>> {
    rows::list(&app.store, &workspaces::managed(app, workspace).await?).await
}

/// Changes what is said of a key and leaves the rest, the secret too.
///
/// # Errors
///
/// Invalid where the name is empty or long, there is no scope or the end is past; NotFound where the workspace has no such
/// key.
pub async fn change(app: &App, actor: &Actor, workspace: Id, id: Id, change: ChangeKey) -> Result<ApiKey> {
    let managed = workspaces::managed(app, workspace).await?;
    let tx = app.store.begin().await?;
    let mut key = rows::lock(&tx, &managed, id).await?;
    let fields = [
        change.name.is_some().then_some("name"),
        change.scopes.is_some().then_some("scopes"),
        change.expires_at.is_some().then_some("expiresAt"),
        change.limit.is_some().then_some("requestsPerMinute"),
    ];
    let name = change.name.unwrap_or(key.name);
    let granted = change.scopes.unwrap_or_else(|| scopes(&key.scopes));
    check(&name, granted, change.expires_at.flatten(), app.now())?;
    key.name = name;
    key.scopes = words(granted);
    key.expires_at = change.expires_at.unwrap_or(key.expires_at);
    key.requests_per_minute = change.limit.map_or(key.requests_per_minute, column);
    let changed = rows::update(&tx, key).await?;
    let fields: Vec<&str> = fields.into_iter().flatten().collect();
    let deed = Deed::new(workspace, Action::KeyChanged, id).with("fields", fields);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    app.keys.forget(id);
    Ok(changed)
}

/// Gives a key a new secret and keeps everything else. The old secret stops working at once, or after an overlap; of two
/// rotations within one, the oldest secret stops with the second.
///
/// # Errors
///
/// Invalid where the overlap is negative or longer than 30 days; NotFound where the workspace has no such key.
pub async fn rotate(
    app: &App,
    actor: &Actor,
    workspace: Id,
    id: Id,
    overlap: Option<TimeDelta>,
) -> Result<(ApiKey, RawKey)> {
    let overlap = overlap.unwrap_or_default();
    if !(TimeDelta::zero()..=LONGEST_OVERLAP).contains(&overlap) {
        let longest = LONGEST_OVERLAP.num_seconds();
        return Err(Error::invalid(
            "overlapSeconds",
            format!("it must be from 0 to {longest}, which is 30 days"),
        ));
    }
    let managed = workspaces::managed(app, workspace).await?;
    let tx = app.store.begin().await?;
    let key = rows::lock(&tx, &managed, id).await?;
    let raw = RawKey::from_random(environment(&key), random()?);
    let overlaps = overlap > TimeDelta::zero();
    let rotated = ApiKey {
        prefix: raw.hint().to_owned(),
        hash: raw.hash().to_bytes().to_vec(),
        previous_hash: overlaps.then_some(key.hash),
        previous_until: overlaps.then(|| app.now() + overlap),
        last_used_at: None,
        ..key
    };
    let rotated = rows::update(&tx, rotated).await?;
    let deed = Deed::new(workspace, Action::KeyRotated, id).with("overlapSeconds", overlap.num_seconds());
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    app.keys.forget(id);
    Ok((rotated, raw))
}

/// Deletes a key; it stops working at once.
///
/// # Errors
///
/// NotFound where the workspace has no such key.
pub async fn delete(app: &App, actor: &Actor, workspace: Id, id: Id) -> Result<()> {
    let managed = workspaces::managed(app, workspace).await?;
    let tx = app.store.begin().await?;
    rows::lock(&tx, &managed, id).await?;
    rows::delete(&tx, id).await?;
    audit::record(&tx, actor, Deed::new(workspace, Action::KeyDeleted, id), app.now()).await?;
    tx.commit().await?;
    app.keys.forget(id);
    Ok(())
}

/// Tells whether a key opens real data or a sandbox.
pub fn environment(key: &ApiKey) -> Environment {
    Environment::of(&key.prefix).unwrap_or(Environment::Live)
}

/// Tells how many requests a key may make.
pub fn limit(key: &ApiKey) -> RateLimit {
    RateLimit::from_number(key.requests_per_minute.map(i64::from)).unwrap_or_default()
}

/// Finds the workspace a key of an environment belongs to when it is made in `workspace`.
async fn home(app: &App, workspace: Id, environment: Option<Environment>) -> Result<(Id, Environment)> {
    let is_sandbox = workspaces::is_sandbox(app, workspace).await?;
    match environment {
        Some(Environment::Live) if is_sandbox => Err(Error::Unprocessable {
            path: "environment".to_owned(),
            message: "a sandbox has test keys only".to_owned(),
            nearest: None,
        }),
        Some(Environment::Test) => Ok((workspaces::sandbox(app, workspace).await?, Environment::Test)),
        None if is_sandbox => Ok((workspace, Environment::Test)),
        Some(Environment::Live) | None => Ok((workspace, Environment::Live)),
    }
}

fn new_row(app: &App, home: Id, name: String, scopes: Scopes, raw: &RawKey) -> ApiKey {
    ApiKey {
        id: Id::generate(),
        workspace_id: home,
        user_id: None,
        name,
        prefix: raw.hint().to_owned(),
        hash: raw.hash().to_bytes().to_vec(),
        previous_hash: None,
        previous_until: None,
        scopes: words(scopes),
        requests_per_minute: None,
        expires_at: None,
        last_used_at: None,
        created_at: app.now(),
    }
}

async fn insert(app: &App, actor: &Actor, workspace: Id, row: ApiKey) -> Result<ApiKey> {
    let deed = Deed::new(workspace, Action::KeyCreated, row.id).with("scopes", row.scopes.as_str());
    let tx = app.store.begin().await?;
    let row = rows::insert(&tx, row).await?;
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    Ok(row)
}

fn column(limit: RateLimit) -> Option<i32> {
    let number = limit.to_number()?;
    Some(i32::try_from(number).unwrap_or(i32::MAX))
}

/// Reads the scopes of a row.
pub fn scopes(words: &str) -> Scopes {
    words.split_whitespace().filter_map(Scope::from_id).collect()
}

fn words(scopes: Scopes) -> String {
    let words: Vec<&str> = scopes.iter().map(Scope::id).collect();
    words.join(" ")
}

fn check(name: &str, scopes: Scopes, expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    let length = name.chars().count();
    let wrong = [
        (!(1..=LONGEST_NAME).contains(&length))
            .then(|| ("name", format!("it must have 1 to {LONGEST_NAME} characters"))),
        scopes
            .is_empty()
            .then(|| ("scopes", "at least one of read, write, admin is needed".to_owned())),
        expires_at
            .is_some_and(|end| end <= now)
            .then(|| ("expiresAt", "it must lie in the future".to_owned())),
        expires_at
            .is_some_and(|end| end.year() > 9999)
            .then(|| ("expiresAt", "years end at 9999".to_owned())),
    ];
    let errors: Vec<FieldError> = wrong
        .into_iter()
        .flatten()
        .map(|(path, message)| FieldError {
            path: path.to_owned(),
            message,
        })
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid { errors }),
    }
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal("drawing random bytes")(error.to_string()))?;
    Ok(bytes)
}
