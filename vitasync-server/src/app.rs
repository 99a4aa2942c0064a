//! Holds what every service needs: the database, what was looked up lately, the folder for originals and the clock.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

use crate::error::{Error, Result};
use crate::life::Life;
use crate::service::retention::Retention;
use crate::service::webhooks::{Courier, Guarded};
use crate::service::{health, keys, preferences};
use crate::store::Store;
use crate::vault::Vault;

/// What every service needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The keys looked up lately.
    pub keys: keys::Cache,
    /// The series looked up lately.
    pub(crate) shelves: health::Shelves,
    /// What people have set, looked up lately.
    pub(crate) preferences: preferences::Cache,
    /// Calls customers' endpoints.
    pub(crate) courier: Courier,
    /// How this process is.
    pub life: Life,
    originals: Option<Arc<Path>>,
    vault: Option<Vault>,
    retention: Retention,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl App {
    /// Opens the database, creating and migrating it where needed.
    ///
    /// `database` is `postgres://…`, `sqlite://path` or a path.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`](crate::Error::Internal) where it cannot be opened or is newer than this program.
    pub async fn open(database: &str) -> Result<Self> {
        Self::open_with(database, Store::CONNECTIONS).await
    }

    /// Opens the database with so many connections at most, where it is a PostgreSQL.
    ///
    /// # Errors
    ///
    /// As of [`App::open`].
    pub async fn open_with(database: &str, connections: u32) -> Result<Self> {
        Ok(Self {
            store: Store::open(database, connections).await?,
            keys: keys::Cache::default(),
            shelves: health::Shelves::default(),
            preferences: preferences::Cache::default(),
            courier: Courier::new(Guarded { allow_private: false }),
            life: Life::default(),
            originals: None,
            vault: None,
            retention: Retention::default(),
            clock: Arc::new(Utc::now),
        })
    }

    /// Takes the time from another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Says in which folder originals are kept.
    #[must_use]
    pub fn with_originals(mut self, folder: impl AsRef<Path>) -> Self {
        self.originals = Some(folder.as_ref().into());
        self
    }

    /// Tells in which folder originals are kept, where that was said.
    pub fn originals(&self) -> Option<&Path> {
        self.originals.as_deref()
    }

    /// Says for how long data is kept; for ever where nothing is said.
    #[must_use]
    pub fn with_retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// Tells for how long data is kept.
    pub fn retention(&self) -> Retention {
        self.retention
    }

    /// Says with what secrets are sealed.
    #[must_use]
    pub fn with_vault(mut self, vault: Vault) -> Self {
        self.vault = Some(vault);
        self
    }

    /// Says where customers may have us send.
    #[must_use]
    pub fn with_webhooks(mut self, guard: Guarded) -> Self {
        self.courier = Courier::new(guard);
        self
    }

    /// Gives what secrets are sealed with.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`](crate::Error::Internal) where that was not said.
    pub fn vault(&self) -> Result<&Vault> {
        let missing = || Error::internal("sealing a secret")("no secret key is set: see VITASYNC_SECRET_KEY");
        self.vault.as_ref().ok_or_else(missing)
    }

    /// Tells the time, to the millisecond: what both databases keep and the wire shows.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)().trunc_subsecs(3)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
