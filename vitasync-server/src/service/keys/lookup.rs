//! Finds out who calls, from what was looked up lately or from the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::{ApiKey, limit, scopes};
use crate::App;
use crate::auth::{KeyHash, RateLimit, RawKey, Scopes};
use crate::error::Result;
use crate::service::Id;
use crate::service::users::Reach;
use crate::store::api_keys as rows;

/// How long a looked-up key is believed.
pub const CACHED_FOR: TimeDelta = TimeDelta::seconds(1);
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
pub struct Cache(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    keys: HashMap<KeyHash, Cached>,
    /// How often keys were forgotten: what was looked up before is not believed after.
    forgotten: u64,
}

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
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets every key that is bound to a person.
    pub(in crate::service) fn forget_user(&self, user: Id) {
        let is_bound = |reach| matches!(reach, Reach::User { user: bound, .. } if bound == user);
        self.lock().forget(|cached| is_bound(cached.principal.reach));
    }

    pub(super) fn forget(&self, key: Id) {
        self.lock().forget(|cached| cached.principal.key == key);
    }

    /// Gives what is known of a key, whether it should be written down that it is used, and what to say to
    /// [`keep`](Self::keep) where nothing is known.
    fn find(&self, hash: &KeyHash, now: DateTime<Utc>) -> Result<(Cached, bool), u64> {
        let mut known = self.lock();
        let forgotten = known.forgotten;
        let is_young = |it: &&mut Cached| (TimeDelta::zero()..CACHED_FOR).contains(&(now - it.read_at));
        let cached = known.keys.get_mut(hash).filter(is_young).ok_or(forgotten)?;
        let note = cached.note_use(now);
        Ok((cached.clone(), note))
    }

    /// Remembers a key, unless any was withdrawn while it was looked up.
    fn keep(&self, hash: KeyHash, cached: Cached, forgotten: u64) {
        let mut known = self.lock();
        if known.forgotten != forgotten {
            return;
        }
        if known.keys.len() >= CACHED_AT_MOST {
            known.keys.clear();
        }
        known.keys.insert(hash, cached);
    }
}

impl Known {
    fn forget(&mut self, is_meant: impl Fn(&Cached) -> bool) {
        self.keys.retain(|_, cached| !is_meant(cached));
        self.forgotten += 1;
    }
}

/// Finds out who calls; `None` where the key is unknown, expired or withdrawn.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn authenticate(app: &App, raw: &RawKey) -> Result<Option<Principal>> {
    let (hash, now) = (raw.hash(), app.now());
    let (cached, note) = match app.keys.find(&hash, now) {
        Ok(known) => known,
        Err(forgotten) => {
            let row = rows::find_by_hash(&app.store, &hash.to_bytes()).await?;
            let Some(mut cached) = row.and_then(|row| read(row, hash, now)) else {
                return Ok(None);
            };
            let note = cached.note_use(now);
            app.keys.keep(hash, cached.clone(), forgotten);
            (cached, note)
        }
    };
    if !cached.is_valid(now) {
        return Ok(None);
    }
    if note {
        note_use(app.clone(), cached.principal.key, now);
    }
    Ok(Some(cached.principal))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Environment, Scope};

    #[test]
    fn a_key_that_is_withdrawn_while_it_is_looked_up_is_not_remembered() {
        let (cache, now) = (Cache::default(), Utc::now());
        let hash = RawKey::from_random(Environment::Live, [7; 32]).hash();
        let cached = Cached {
            principal: Principal {
                key: Id::generate(),
                reach: Reach::Workspace(Id::generate()),
                scopes: [Scope::Read].into_iter().collect(),
                limit: RateLimit::Default,
            },
            expires_at: None,
            read_at: now,
            use_noted_at: None,
        };
        let before = cache.find(&hash, now).expect_err("nothing is known");
        cache.forget(cached.principal.key);
        cache.keep(hash, cached.clone(), before);
        let after = cache.find(&hash, now).expect_err("it is not remembered");
        cache.keep(hash, cached, after);
        assert!(cache.find(&hash, now).is_ok());
        assert!(cache.find(&hash, now + CACHED_FOR).is_err());
    }
}
