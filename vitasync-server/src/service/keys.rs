//! Keeps API keys: made, listed, rotated, withdrawn and looked up.
//!
//! A key is shown once, when it is made or rotated; its SHA-256 is stored. Looking one up is cached for a few seconds:
//! a key withdrawn in this process stops at once, in another process within [`CACHED_FOR`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::users::Reach;
use super::{Id, users};
use crate::App;
use crate::auth::{Environment, KeyHash, RawKey, Scope, Scopes};
use crate::error::{Error, FieldError, Result};
use crate::store::api_keys as rows;

pub use crate::store::api_keys::ApiKey;

/// How long a looked-up key is believed.
pub const CACHED_FOR: TimeDelta = TimeDelta::seconds(5);
/// How far the time of last use may lag behind.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How many keys the cache holds before it starts afresh.
const CACHED_AT_MOST: usize = 10_000;
/// The longest name.
const LONGEST_NAME: usize = 100;

/// A key to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateKey {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
    /// The only person it may see.
    pub user: Option<Id>,
    /// Whether it opens real data or a sandbox.
    pub environment: Environment,
}

/// Who calls, as a valid key shows. Made by [`authenticate`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    key: Id,
    reach: Reach,
    scopes: Scopes,
}

impl Principal {
    /// Names the key.
    pub fn key(&self) -> Id {
        self.key
    }

    /// Tells whom the key reaches.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Tells what the key may do.
    pub fn scopes(&self) -> Scopes {
        self.scopes
    }
}

/// The keys looked up lately. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Cache(Arc<Mutex<HashMap<KeyHash, Cached>>>);

#[derive(Debug, Clone)]
struct Cached {
    principal: Principal,
    expires_at: Option<DateTime<Utc>>,
    read_at: DateTime<Utc>,
    use_noted_at: Option<DateTime<Utc>>,
}

impl Cached {
    /// Tells whether the key still works at a time.
    fn is_valid(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// Notes a use, and tells whether it should be written down.
    fn note_use(&mut self, now: DateTime<Utc>) -> bool {
        let due = self.use_noted_at.is_none_or(|noted| now - noted >= USE_NOTED_EVERY);
        if due {
            self.use_noted_at = Some(now);
        }
        due
    }
}

impl Cache {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<KeyHash, Cached>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets every key that is bound to a person.
    pub(super) fn forget_user(&self, user: Id) {
        let is_bound = |reach| matches!(reach, Reach::User { user: bound, .. } if bound == user);
        self.with(|keys| keys.retain(|_, cached| !is_bound(cached.principal.reach)));
    }

    fn forget(&self, key: Id) {
        self.with(|keys| keys.retain(|_, cached| cached.principal.key != key));
    }
}

/// Makes a key, and gives it together with its row: the only time it is shown.
///
/// # Errors
///
/// Invalid where the name is empty or long, there is no scope or the end is past; NotFound where the person does not
/// exist.
pub async fn create(app: &App, workspace: Id, key: CreateKey) -> Result<(ApiKey, RawKey)> {
    check(&key, app.now())?;
    if let Some(user) = key.user {
        users::find(app, Reach::Workspace(workspace), user).await?;
    }
    let raw = RawKey::from_random(key.environment, random()?);
    let row = ApiKey {
        id: Id::generate(),
        workspace_id: workspace,
        user_id: key.user,
        name: key.name,
        prefix: raw.hint().to_owned(),
        hash: raw.hash().to_bytes().to_vec(),
        scopes: words(key.scopes),
        expires_at: key.expires_at,
        last_used_at: None,
        created_at: app.now(),
        revoked_at: None,
    };
    Ok((rows::insert(&app.store, row).await?, raw))
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
    let row = ApiKey {
        id: Id::generate(),
        workspace_id: workspace,
        user_id: None,
        name: name.to_owned(),
        prefix: raw.hint().to_owned(),
        hash: raw.hash().to_bytes().to_vec(),
        scopes: words(scopes),
        expires_at: None,
        last_used_at: None,
        created_at: app.now(),
        revoked_at: None,
    };
    rows::insert(&app.store, row).await
}

/// Lists the keys of a workspace, oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id) -> Result<Vec<ApiKey>> {
    let keys = rows::list(&app.store, workspace).await?;
    Ok(keys.into_iter().filter(|key| key.revoked_at.is_none()).collect())
}

/// Gives a key a new secret and keeps everything else; the old secret stops working at once.
///
/// # Errors
///
/// NotFound where the workspace has no such key.
pub async fn rotate(app: &App, workspace: Id, id: Id) -> Result<(ApiKey, RawKey)> {
    let key = rows::find(&app.store, workspace, id).await?;
    let key = key
        .filter(|key| key.revoked_at.is_none())
        .ok_or(Error::not_found("API key"))?;
    let environment = match key.prefix.starts_with(Environment::Test.prefix()) {
        true => Environment::Test,
        false => Environment::Live,
    };
    let raw = RawKey::from_random(environment, random()?);
    let rotated = ApiKey {
        prefix: raw.hint().to_owned(),
        hash: raw.hash().to_bytes().to_vec(),
        last_used_at: None,
        ..key
    };
    let rotated = rows::update(&app.store, rotated).await?;
    app.keys.forget(id);
    Ok((rotated, raw))
}

/// Deletes a key; it stops working at once.
///
/// # Errors
///
/// NotFound where the workspace has no such key.
pub async fn delete(app: &App, workspace: Id, id: Id) -> Result<()> {
    let deleted = rows::delete(&app.store, workspace, id).await?;
    app.keys.forget(id);
    deleted.then_some(()).ok_or(Error::not_found("API key"))
}

/// Finds out who calls; `None` where the key is unknown, expired or withdrawn.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn authenticate(app: &App, raw: &RawKey) -> Result<Option<Principal>> {
    let (hash, now) = (raw.hash(), app.now());
    let cached = app.keys.with(|keys| {
        let cached = keys
            .get_mut(&hash)
            .filter(|cached| (TimeDelta::zero()..CACHED_FOR).contains(&(now - cached.read_at)))?;
        Some((
            cached.is_valid(now).then(|| cached.principal.clone()),
            cached.principal.key,
            cached.note_use(now),
        ))
    });
    let (principal, key, note) = match cached {
        Some(known) => known,
        None => {
            let row = rows::find_by_hash(&app.store, &hash.to_bytes()).await?;
            let Some(mut cached) = row.and_then(|row| read(row, hash, now)) else {
                return Ok(None);
            };
            let note = cached.note_use(now);
            let known = (
                cached.is_valid(now).then(|| cached.principal.clone()),
                cached.principal.key,
                note,
            );
            app.keys.with(|keys| {
                if keys.len() >= CACHED_AT_MOST {
                    keys.clear();
                }
                keys.insert(hash, cached);
            });
            known
        }
    };
    if note && principal.is_some() {
        note_use(app.clone(), key, now);
    }
    Ok(principal)
}

/// Writes the time of last use without keeping the caller waiting: the writer may be busy with an import.
fn note_use(app: App, key: Id, at: DateTime<Utc>) {
    tokio::spawn(async move {
        if let Err(error) = rows::touch(&app.store, key, at).await {
            tracing::warn!(key.id = %key, %error, "Could not note the use of an API key");
        }
    });
}

fn read(row: ApiKey, hash: KeyHash, now: DateTime<Utc>) -> Option<Cached> {
    let stored = KeyHash::from_bytes(row.hash.try_into().ok()?);
    if stored != hash || row.revoked_at.is_some() {
        return None;
    }
    let reach = match row.user_id {
        Some(user) => Reach::User {
            workspace: row.workspace_id,
            user,
        },
        None => Reach::Workspace(row.workspace_id),
    };
    Some(Cached {
        principal: Principal {
            key: row.id,
            reach,
            scopes: scopes(&row.scopes),
        },
        expires_at: row.expires_at,
        read_at: now,
        use_noted_at: row.last_used_at,
    })
}

/// Reads the scopes of a row.
pub fn scopes(words: &str) -> Scopes {
    words.split_whitespace().filter_map(Scope::from_id).collect()
}

fn words(scopes: Scopes) -> String {
    let words: Vec<&str> = scopes.iter().map(Scope::id).collect();
    words.join(" ")
}

fn check(key: &CreateKey, now: DateTime<Utc>) -> Result<()> {
    let length = key.name.chars().count();
    let wrong = [
        (!(1..=LONGEST_NAME).contains(&length))
            .then(|| ("name", format!("it must have 1 to {LONGEST_NAME} characters"))),
        key.scopes
            .is_empty()
            .then(|| ("scopes", "at least one of read, write, admin is needed".to_owned())),
        key.expires_at
            .is_some_and(|end| end <= now)
            .then(|| ("expiresAt", "it must lie in the future".to_owned())),
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
