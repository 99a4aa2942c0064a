//! Connects people's accounts at vendors, reads them into a history, and checks what vendors send.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use pyo3::prelude::*;
use pythonize::{depythonize, pythonize};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::auth::Secret;
use vitasync_providers::client::{App, Client, Connection, Link, Pending, Report};
use vitasync_providers::error::Error;
use vitasync_providers::provider::{Account, Method, Provider, Subscription};
use vitasync_providers::vendors;
use vitasync_providers::webhook::{Inbound, News};

use crate::errors::{exception, of_vendor, of_webhook, wrong_argument};
use crate::history::{History, NothingRaw, Router};
use crate::read::{parse_zone, system_zone};
use crate::tokens;

/// How often a call that waits for a vendor looks whether the program is interrupted.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// An application at a vendor: calls the vendor, within its limits.
#[pyclass(frozen, module = "vitasync._core")]
pub(crate) struct Vendor {
    provider: &'static dyn Provider,
    app: App,
    client: Client,
    router: Arc<Router>,
}

#[pymethods]
impl Vendor {
    #[new]
    #[pyo3(signature = (slug, *, settings, redirect_uri = "", tokens = None, hosts = None))]
    fn new(
        py: Python<'_>,
        slug: &str,
        settings: BTreeMap<String, String>,
        redirect_uri: &str,
        tokens: Option<&Bound<'_, PyAny>>,
        hosts: Option<BTreeMap<String, String>>,
    ) -> PyResult<Self> {
        let provider = find(py, slug)?;
        let settings = settings.into_iter().map(|(name, value)| (name, Secret::new(value)));
        let app = App {
            settings: settings.collect(),
            redirect_uri: redirect_uri.to_owned(),
        };
        let router = Arc::new(Router::default());
        let mut builder = Client::builder(tokens::store(tokens), Arc::new(NothingRaw), router.clone());
        for (host, base) in hosts.unwrap_or_default() {
            builder = builder.rebase(&host, &base).map_err(|error| of_vendor(py, &error))?;
        }
        let client = builder.build().map_err(|error| of_vendor(py, &error))?;
        Ok(Self {
            provider,
            app,
            client,
            router,
        })
    }

    /// The resources that can be read, by their ids.
    #[getter]
    fn resources(&self) -> Vec<&'static str> {
        self.provider
            .spec()
            .resources
            .iter()
            .map(|resource| resource.id)
            .collect()
    }

    /// Says where to send a person, and what to remember until they come back: the page and a dict.
    #[pyo3(signature = (connection, *, region = None))]
    fn authorize<'py>(
        &self,
        py: Python<'py>,
        connection: &str,
        region: Option<String>,
    ) -> PyResult<(String, Bound<'py, PyAny>)> {
        let connection = fresh(connection, ZoneHistory::always(Tz::UTC), region);
        let sent = self.wait(py, self.client.authorize(self.link(&connection)))?;
        Ok((sent.url, pythonize(py, &sent.pending)?))
    }

    /// Exchanges what a person brought back for tokens, and gives the connection as a dict.
    #[pyo3(signature = (connection, pending, returned, *, zone = None, region = None))]
    fn connect<'py>(
        &self,
        py: Python<'py>,
        connection: &str,
        pending: &Bound<'py, PyAny>,
        returned: BTreeMap<String, String>,
        zone: Option<&str>,
        region: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let pending: Pending = depythonize(pending)?;
        let returned: Vec<(String, String)> = returned.into_iter().collect();
        let mut connection = fresh(connection, zones(py, zone)?, region);
        connection.account = self.wait(py, self.client.connect(self.link(&connection), &pending, &returned))?;
        Ok(pythonize(py, &connection)?)
    }

    /// Connects by a key that a person pasted, and gives the connection as a dict.
    #[pyo3(signature = (connection, key, *, zone = None, region = None))]
    fn connect_with_key<'py>(
        &self,
        py: Python<'py>,
        connection: &str,
        key: &str,
        zone: Option<&str>,
        region: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut connection = fresh(connection, zones(py, zone)?, region);
        let key = Secret::new(key);
        connection.account = self.wait(py, self.client.connect_with_key(self.link(&connection), key))?;
        Ok(pythonize(py, &connection)?)
    }

    /// Reads a resource from where it stands to now, and gives what was done as a dict.
    fn sync<'py>(
        &self,
        py: Python<'py>,
        connection: &Bound<'py, PyAny>,
        resource: &str,
        history: &History,
    ) -> PyResult<Bound<'py, PyAny>> {
        let connection: Connection = depythonize(connection)?;
        let report = self.reading(
            py,
            &connection,
            history,
            self.client.sync(self.link(&connection), resource),
        )?;
        told(py, &report)
    }

    /// Ends the authorisation at the vendor and forgets the tokens.
    fn disconnect(&self, py: Python<'_>, connection: &Bound<'_, PyAny>) -> PyResult<()> {
        let connection: Connection = depythonize(connection)?;
        self.wait(py, self.client.disconnect(self.link(&connection)))
    }

    /// Subscribes to a vendor's pushes and gives the new subscriptions as dicts.
    #[pyo3(signature = (callback, *, existing = None, connection = None))]
    fn subscribe<'py>(
        &self,
        py: Python<'py>,
        callback: &str,
        existing: Option<&Bound<'py, PyAny>>,
        connection: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let existing: Vec<Subscription> = existing.map(depythonize).transpose()?.unwrap_or_default();
        let connection: Option<Connection> = connection.map(depythonize).transpose()?;
        let subscribed = self
            .client
            .subscribe(self.provider, &self.app, connection.as_ref(), callback, &existing);
        let subscribed = self.wait(py, subscribed)?;
        Ok(pythonize(py, &subscribed)?)
    }

    /// Checks and reads a call of the vendor's: the reply's status and body, and the notices.
    #[pyo3(signature = (method, headers, body, *, query, subscriptions = None))]
    fn receive(
        &self,
        py: Python<'_>,
        method: &str,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
        query: Vec<(String, String)>,
        subscriptions: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(u16, String, Vec<Notice>)> {
        let method: Method = serde_json::from_value(Value::from(method.to_uppercase()))
            .map_err(|error| wrong_argument(py, "method", &error.to_string()))?;
        let subscriptions: Vec<Subscription> = subscriptions.map(depythonize).transpose()?.unwrap_or_default();
        let call = Inbound {
            method,
            query: &query,
            headers: &headers,
            body: &body,
        };
        let received = wait(py, self.client.receive(self.provider, &self.app, &subscriptions, &call))?;
        let received = received.map_err(|refused| of_webhook(py, &refused))?;
        let notices = received.notices.into_iter().map(Notice).collect();
        Ok((received.reply.status, received.reply.body, notices))
    }

    /// Works on a notice: fetches, takes in or deletes what it names, and gives what was done as a dict.
    fn follow<'py>(
        &self,
        py: Python<'py>,
        connection: &Bound<'py, PyAny>,
        notice: &Notice,
        history: &History,
    ) -> PyResult<Bound<'py, PyAny>> {
        let connection: Connection = depythonize(connection)?;
        let link = self.link(&connection);
        let followed = async {
            match notice.0.news.clone() {
                News::Fetch(requests) => self.client.follow(link, requests).await,
                News::Inline(request, bytes) => self.client.take_in(link, &request, bytes).await,
                News::Deleted(objects) => {
                    let deleted = objects.len();
                    self.client.delete(link, objects).await?;
                    Ok(Report {
                        deleted,
                        ..Report::default()
                    })
                }
                News::Deregistered | News::PermissionsChanged | News::Challenge => Ok(Report::default()),
            }
        };
        let report = self.reading(py, &connection, history, followed)?;
        told(py, &report)
    }
}

impl Vendor {
    fn link<'a>(&'a self, connection: &'a Connection) -> Link<'a> {
        Link {
            provider: self.provider,
            app: &self.app,
            connection,
        }
    }

    fn wait<T: Send>(&self, py: Python<'_>, call: impl Future<Output = Result<T, Error>> + Send) -> PyResult<T> {
        wait(py, call)?.map_err(|error| of_vendor(py, &error))
    }

    /// Waits for what is read into a history.
    fn reading<T: Send>(
        &self,
        py: Python<'_>,
        connection: &Connection,
        history: &History,
        call: impl Future<Output = Result<T, Error>> + Send,
    ) -> PyResult<T> {
        let busy = || {
            let facts = json!({ "connection": connection.id });
            let message = format!("the connection {} is being read by another call", connection.id);
            exception(py, "vendor", "busy", &message, &facts)
        };
        let _routed = self.router.lead(&connection.id, history).ok_or_else(busy)?;
        self.wait(py, call)
    }
}

/// One thing a vendor tells.
#[pyclass(frozen, module = "vitasync._core")]
pub(crate) struct Notice(vitasync_providers::webhook::Notice);

#[pymethods]
impl Notice {
    /// Whom it is about: the vendor's id of the person.
    #[getter]
    fn user(&self) -> Option<&str> {
        self.0.user.as_deref()
    }

    /// What makes it the same notice when it comes twice.
    #[getter]
    fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// What it says: `inline`, `fetch`, `deleted`, `deregistered`, `permissions_changed` or `challenge`.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.0.news {
            News::Inline(..) => "inline",
            News::Fetch(_) => "fetch",
            News::Deleted(_) => "deleted",
            News::Deregistered => "deregistered",
            News::PermissionsChanged => "permissions_changed",
            News::Challenge => "challenge",
        }
    }

    fn __repr__(&self) -> String {
        format!("Notice({})", self.kind())
    }
}

/// Lists every vendor with its name, resources and settings, as dicts.
#[pyfunction]
pub(crate) fn vendor_list(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let described = vendors::ALL.iter().map(|provider| {
        let spec = provider.spec();
        let settings = spec
            .settings
            .iter()
            .map(|it| json!({ "name": it.name, "help": it.help, "required": it.required }));
        json!({
            "slug": spec.slug,
            "name": spec.name,
            "documentation": spec.documentation,
            "resources": spec.resources.iter().map(|resource| resource.id).collect::<Vec<_>>(),
            "settings": settings.collect::<Vec<_>>(),
        })
    });
    Ok(pythonize(py, &described.collect::<Vec<_>>())?)
}

fn find(py: Python<'_>, slug: &str) -> PyResult<&'static dyn Provider> {
    vendors::find(slug).ok_or_else(|| {
        let known = vendors::ALL.iter().map(|provider| provider.spec().slug);
        let known = known.collect::<Vec<_>>().join(", ");
        wrong_argument(py, "slug", &format!("{slug:?} is none of {known}"))
    })
}

fn fresh(id: &str, zones: ZoneHistory, region: Option<String>) -> Connection {
    Connection {
        id: id.to_owned(),
        account: Account {
            region,
            ..Account::default()
        },
        zones,
        connected_at: DateTime::<Utc>::from(SystemTime::now()),
    }
}

fn zones(py: Python<'_>, zone: Option<&str>) -> PyResult<ZoneHistory> {
    let zone = zone.map(|zone| parse_zone(py, zone)).transpose()?;
    Ok(ZoneHistory::always(zone.unwrap_or_else(system_zone)))
}

fn told<'py>(py: Python<'py>, report: &Report) -> PyResult<Bound<'py, PyAny>> {
    let report = json!({
        "pages": report.pages,
        "samples": report.samples,
        "sessions": report.sessions,
        "deleted": report.deleted,
        "rejected": report.rejected,
        "skipped": report.skipped,
        "awaiting": report.awaiting,
    });
    Ok(pythonize(py, &report)?)
}

/// Waits for a call without holding up other threads of Python's, and leaves it when the program is interrupted. What was
/// not committed is read again.
fn wait<T: Send>(py: Python<'_>, call: impl Future<Output = T> + Send) -> PyResult<T> {
    let runtime = runtime()?;
    py.detach(|| {
        runtime.block_on(async {
            let mut call = std::pin::pin!(call);
            loop {
                tokio::select! {
                    done = &mut call => return Ok(done),
                    () = tokio::time::sleep(BETWEEN_LOOKS) => Python::attach(|py| py.check_signals())?,
                }
            }
        })
    })
}

/// Every call shares one runtime: refreshes of tokens outlive the calls that wanted them.
fn runtime() -> PyResult<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let started = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("vitasync")
        .enable_all()
        .build()?;
    Ok(RUNTIME.get_or_init(|| started))
}
