//! Holds what every service needs: the database, what was looked up lately, the folder for originals, the object store, the
//! applications at vendors with the client that calls them, and the clock.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, SubsecRound, Utc};
use vitasync_providers::client::{Builder, Client};

use crate::error::{Error, Result};
use crate::life::Life;
use crate::objects::Objects;
use crate::service::connections::Stores;
use crate::service::retention::Retention;
use crate::service::vendors::Installation;
use crate::service::webhooks::{Courier, Guarded};
use crate::service::{health, keys, preferences, users};
use crate::store::Store;
use crate::vault::Vault;

/// What every service needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The keys looked up lately.
    pub keys: keys::Cache,
    /// The people looked up lately.
    pub(crate) seen: users::Seen,
    /// The series looked up lately.
    pub(crate) shelves: health::Shelves,
    /// What people have set, looked up lately.
    pub(crate) preferences: preferences::Cache,
    /// Calls customers' endpoints.
    pub(crate) courier: Courier,
    /// How this process is.
    pub life: Life,
    originals: Option<Arc<Path>>,
    objects: Option<Objects>,
    vault: Option<Vault>,
    retention: Retention,
    installation: Arc<Installation>,
    client: Arc<OnceLock<Client>>,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl App {
    /// Opens the database, creating and migrating it where needed.
    ///
    /// `database` is `postgres://…`, `sqlite://path` or a path.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where it cannot be opened or is newer than this program.
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
            seen: users::Seen::default(),
            shelves: health::Shelves::default(),
            preferences: preferences::Cache::default(),
            courier: Courier::new(Guarded { allow_private: false }),
            life: Life::default(),
            originals: None,
            objects: None,
            vault: None,
            retention: Retention::default(),
            installation: Arc::default(),
            client: Arc::default(),
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

    /// Says that raw bytes are kept as objects.
    #[must_use]
    pub fn with_objects(mut self, objects: Option<Objects>) -> Self {
        self.objects = objects;
        self
    }

    /// Gives the store of raw bytes, where they are kept as objects.
    pub fn objects(&self) -> Option<&Objects> {
        self.objects.as_ref()
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
    /// [`Error::Internal`] where that was not said.
    pub fn vault(&self) -> Result<&Vault> {
        let missing = || Error::internal("sealing a secret")("no secret key is set: see VITASYNC_SECRET_KEY");
        self.vault.as_ref().ok_or_else(missing)
    }

    /// Says what this installation has set about vendors.
    #[must_use]
    pub fn with_installation(mut self, installation: Installation) -> Self {
        self.installation = Arc::new(installation);
        self
    }

    /// Says under which address the world reaches this server, where that was not said.
    #[must_use]
    pub fn or_reached_at(mut self, public_url: &str) -> Self {
        self.installation = Arc::new(self.installation.as_ref().clone().or_at(public_url));
        self
    }

    /// Tells what this installation has set about vendors.
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Gives the client that calls vendors: one for all who share this app, made when it is first needed.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where TLS cannot be set up.
    pub fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let mut hosts = self.installation.hosts();
        let led = hosts.try_fold(self.client_builder(), |builder, (host, address)| {
            builder.rebase(host, address)
        });
        let made = led.and_then(Builder::build);
        let made = made.map_err(Error::internal("setting up the client of vendors"))?;
        Ok(self.client.get_or_init(|| made))
    }

    /// Sets up a client with the stores and the clock of this app.
    pub fn client_builder(&self) -> Builder {
        let stores = Arc::new(Stores::new(self));
        Client::builder(stores.clone(), stores.clone(), stores.clone()).runtime(stores)
    }

    /// Calls vendors by a client that was set up elsewhere, for example one that leads their hosts to a sandbox.
    #[must_use]
    pub fn with_client(mut self, client: Client) -> Self {
        self.client = Arc::new(OnceLock::from(client));
        self
    }

    /// The same app for what the client itself plugs in, which must not hold the client.
    pub(crate) fn without_client(&self) -> Self {
        Self {
            client: Arc::default(),
            ..self.clone()
        }
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
