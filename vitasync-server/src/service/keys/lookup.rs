//! Finds out who calls, from what was looked up lately or from the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::{ApiKey, limit, scopes};
use crate::App;
use crate::auth::{KeyHash, RateLimit, RawKey, Scopes};
use crate::error::Result;
use crate::service::Id;
use crate::service::users::Reach;
use crate::store::api_keys as rows;

/// How long a looked-up key is believed.
pub const CACHED_FOR: TimeDelta = TimeDelta::seconds(5);
/// How far the time of last use may lag behind.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How many keys the cache holds before it starts afresh.
const CACHED_AT_MOST: usize = 10_000;

/// Who calls, as a valid key shows. Made by [`authenticate`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    key: Id,
    reach: Reach,
    scopes: Scopes,
    limit: RateLimit,
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

    /// Tells how many requests the key may make.
    pub fn limit(&self) -> RateLimit {
        self.limit
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
    pub(in crate::service) fn forget_user(&self, user: Id) {
        let is_bound = |reach| matches!(reach, Reach::User { user: bound, .. } if bound == user);
        self.with(|keys| keys.retain(|_, cached| !is_bound(cached.principal.reach)));
    }

    pub(super) fn forget(&self, key: Id) {
        self.with(|keys| keys.retain(|_, cached| cached.principal.key != key));
    }
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
    let is = |stored: &[u8]| {
        stored
            .try_into()
            .is_ok_and(|stored| KeyHash::from_bytes(stored) == hash)
    };
    let expires_at = match &row.previous_hash {
        _ if is(&row.hash) => row.expires_at,
        Some(previous) if is(previous) => row.expires_at.into_iter().chain(row.previous_until).min(),
        _ => return None,
    };
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
            limit: limit(&row),
        },
        expires_at,
        read_at: now,
        use_noted_at: row.last_used_at,
    })
}
