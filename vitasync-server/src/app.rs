//! Holds what every service needs: the database, the keys looked up lately and the clock.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

use crate::error::Result;
use crate::service::keys;
use crate::store::Store;

/// What every service needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The keys looked up lately.
    pub keys: keys::Cache,
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
        Ok(Self {
            store: Store::open(database).await?,
            keys: keys::Cache::default(),
            clock: Arc::new(Utc::now),
        })
    }

    /// Takes the time from another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
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
