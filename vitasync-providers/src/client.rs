//! Calls vendors: the only code that does. Everything a vendor leaves to it is here once for all of them.
//!
//! A call waits for its turn under the vendor's limits, carries the person's token, is refreshed once when that is refused
//! and tried again while that makes sense. For every answer the raw bytes are stored, then judged, decoded, committed and
//! confirmed, in this order, so that dropping a future anywhere loses nothing: what was not committed is read again.
//!
//! Refreshing is done once per connection however many calls need it, in a task of its own that is not dropped with its
//! caller, and a new token is stored before it is used: vendors accept a refresh token once.
//!
//! ```
//! use std::sync::Arc;
//! use vitasync_providers::client::{Client, Memory};
//!
//! let memory = Arc::new(Memory::new());
//! let client = Client::builder(memory.clone(), memory.clone(), memory).build().unwrap();
//! # let _ = client;
//! ```

mod census;
mod connect;
mod file;
mod fill;
mod guard;
mod inbound;
mod limiter;
mod memory;
mod runtime;
mod send;
mod shared;
mod store;
mod sync;
mod tokens;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::time::ZoneHistory;

use crate::auth::Secret;
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Provider};
use crate::retry::Backoff;
use limiter::{Calls, Party};
use shared::Shared;

pub use connect::{Authorization, Pending};
pub use file::TokenFiles;
pub use memory::Memory;
pub use runtime::{Runtime, System};
pub use store::{Delivery, Exchange, Held, RawStore, Recorded, SampleSink, TokenStore};
pub use sync::{Report, replay};

/// Calls vendors. Cloning is cheap; clones share limits and refreshes.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    tokens: Arc<dyn TokenStore>,
    raw: Arc<dyn RawStore>,
    sink: Arc<dyn SampleSink>,
    runtime: Arc<dyn Runtime>,
    config: Config,
    calls: Mutex<Shared<Party, Calls>>,
    refreshing: Mutex<Shared<String, tokio::sync::Mutex<()>>>,
    documents: Mutex<BTreeMap<String, inbound::Document>>,
}

struct Config {
    backoff: Backoff,
    patience: Duration,
    most_pages: usize,
    largest_answer: usize,
    rebase: BTreeMap<String, reqwest::Url>,
}

/// An application that is registered with a vendor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct App {
    /// `client_id`, `client_secret` and what else the vendor's [`Spec::settings`](crate::provider::Spec::settings) name.
    pub settings: BTreeMap<String, Secret>,
    /// Where the vendor sends the person back to.
    pub redirect_uri: String,
}

impl App {
    /// Makes an application of an id and a secret.
    pub fn new(client_id: &str, client_secret: &str, redirect_uri: &str) -> Self {
        Self {
            settings: BTreeMap::new(),
            redirect_uri: redirect_uri.to_owned(),
        }
        .with("client_id", client_id)
        .with("client_secret", client_secret)
    }

    /// Adds a setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), Secret::new(value));
        self
    }
}

/// One account of one person at a vendor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Our id; stores know it by this.
    pub id: String,
    /// What the vendor says about the account.
    pub account: Account,
    /// Where the person has lived; places wall-clock times and dates.
    pub zones: ZoneHistory,
    /// When it was connected.
    pub connected_at: DateTime<Utc>,
}

/// Whose data is meant: a vendor, our application there, a person's account there.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    /// The vendor.
    pub provider: &'static dyn Provider,
    /// Our application.
    pub app: &'a App,
    /// The person's account.
    pub connection: &'a Connection,
}

/// Sets up a [`Client`].
pub struct Builder {
    tokens: Arc<dyn TokenStore>,
    raw: Arc<dyn RawStore>,
    sink: Arc<dyn SampleSink>,
    runtime: Arc<dyn Runtime>,
    config: Config,
    timeout: Duration,
}

impl Client {
    /// Sets up a client with the caller's stores.
    pub fn builder(tokens: Arc<dyn TokenStore>, raw: Arc<dyn RawStore>, sink: Arc<dyn SampleSink>) -> Builder {
        Builder {
            tokens,
            raw,
            sink,
            runtime: Arc::new(System),
            config: Config {
                backoff: Backoff::default(),
                patience: Duration::from_secs(60),
                most_pages: 10_000,
                largest_answer: 128 << 20,
                rebase: BTreeMap::new(),
            },
            timeout: Duration::from_secs(60),
        }
    }
}

/// Makes an HTTPS client with the roots of Mozilla and ring, given by hand: nothing global, and nothing of the machine's to be
/// missing. `set_up` says the rest.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] where TLS cannot be set up.
pub fn https(set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    let failed =
        |error: crate::error::BoxError| Error::new("client", "build", ErrorKind::Misconfigured).with_source(error);
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    set_up(reqwest::Client::builder().tls_backend_preconfigured(tls))
        .build()
        .map_err(|error| failed(error.into()))
}

impl Builder {
    /// Replaces the clock, the waiting and the chance.
    #[must_use]
    pub fn runtime(mut self, runtime: Arc<dyn Runtime>) -> Self {
        self.runtime = runtime;
        self
    }

    /// Sets how often and after how long to try again.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.config.backoff = backoff;
        self
    }

    /// Sets the longest wait that is waited here. A longer one is an error that says how long; try again then.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.config.patience = patience;
        self
    }

    /// Sets how many pages one list may have.
    #[must_use]
    pub fn most_pages(mut self, pages: usize) -> Self {
        self.config.most_pages = pages;
        self
    }

    /// Sets how long a vendor may take to answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Leads a vendor's host to another address, plain HTTP included: for sandboxes and tests. Tokens go there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where `base` is no address.
    pub fn rebase(mut self, host: &str, base: &str) -> Result<Self, Error> {
        let base = reqwest::Url::parse(base)
            .map_err(|error| Error::new("client", "rebase host", ErrorKind::Misconfigured).with_source(error))?;
        self.config.rebase.insert(host.to_owned(), base);
        Ok(self)
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let http = https(|client| {
            client
                .redirect(reqwest::redirect::Policy::none())
                .timeout(self.timeout)
                .user_agent(concat!("vitasync/", env!("CARGO_PKG_VERSION")))
        })?;
        Ok(Client {
            inner: Arc::new(Inner {
                http,
                tokens: self.tokens,
                raw: self.raw,
                sink: self.sink,
                runtime: self.runtime,
                config: self.config,
                calls: Mutex::default(),
                refreshing: Mutex::default(),
                documents: Mutex::default(),
            }),
        })
    }
}

/// Opens a page and goes where it leads, as a browser does: the person in tests.
#[cfg(feature = "testing")]
pub(crate) async fn browse(address: &str) -> Result<(), crate::error::BoxError> {
    let browser = https(|client| {
        client
            .redirect(reqwest::redirect::Policy::limited(3))
            .timeout(Duration::from_secs(10))
    })?;
    browser.get(address).send().await?.error_for_status()?;
    Ok(())
}
