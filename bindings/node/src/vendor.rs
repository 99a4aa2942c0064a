//! Connects people's accounts at vendors, reads them, and checks what vendors send.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use napi::Result;
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use serde::Deserialize;
use serde_json::json as object;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::auth::Secret;
use vitasync_providers::client::{App, Client, Connection, Link, Pending, Report};
use vitasync_providers::error::Error;
use vitasync_providers::provider::{Account, Method, Provider, Subscription};
use vitasync_providers::vendors;
use vitasync_providers::webhook::{self, Inbound, News};

use crate::errors::{of_vendor, of_webhook, wrong_argument};
use crate::json;
use crate::reading::system_zone;
use crate::stores::{Perform, Stores};

/// An application at a vendor: calls the vendor, within its limits.
#[napi]
pub struct Vendor {
    provider: &'static dyn Provider,
    app: App,
    client: Client,
}

/// An application, as the caller tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Told {
    #[serde(default)]
    settings: BTreeMap<String, Secret>,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    hosts: BTreeMap<String, String>,
}

/// A person who is about to be connected.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Person {
    id: String,
    zones: Option<ZoneHistory>,
    region: Option<String>,
}

/// A call of a vendor's to us, without its body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    method: Method,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    #[serde(default)]
    subscriptions: Vec<Subscription>,
}

/// Lists the vendors: names, resources and the settings of an application there beside `client_id`, as JSON.
#[napi]
pub fn vendor_list() -> Result<String> {
    let listed = vendors::ALL.iter().map(|provider| {
        let spec = provider.spec();
        let resources: Vec<_> = spec.resources.iter().map(|resource| resource.id).collect();
        let settings = spec.settings.iter();
        let settings = settings.map(|it| object!({ "name": it.name, "help": it.help, "required": it.required }));
        object!({
            "slug": spec.slug,
            "name": spec.name,
            "documentation": spec.documentation,
            "resources": resources,
            "settings": settings.collect::<Vec<_>>(),
        })
    });
    json::write(&listed.collect::<Vec<_>>())
}

#[napi]
impl Vendor {
    /// Sets an application up. `perform` does what the stores are asked for.
    #[napi(constructor)]
    pub fn new(slug: String, app: String, perform: Perform) -> Result<Self> {
        let provider = find(&slug)?;
        let told: Told = json::read("app", &app)?;
        let stores = Arc::new(Stores(Arc::new(perform)));
        let mut builder = Client::builder(stores.clone(), stores.clone(), stores);
        for (host, base) in told.hosts {
            builder = builder.rebase(&host, &base).map_err(|error| of_vendor(&error))?;
        }
        Ok(Self {
            provider,
            app: App {
                settings: told.settings,
                redirect_uri: told.redirect_uri,
            },
            client: builder.build().map_err(|error| of_vendor(&error))?,
        })
    }

    /// Says where to send a person, and what to remember until they come back.
    #[napi]
    pub async fn authorize(&self, person: String) -> Result<String> {
        let connection = connection_of(&person)?;
        let sent = self.told(self.client.authorize(self.link(&connection)).await)?;
        json::write(&object!({ "url": sent.url, "pending": sent.pending }))
    }

    /// Exchanges what a person brought back for tokens, and gives the connection.
    #[napi]
    pub async fn connect(&self, person: String, pending: String, returned: String) -> Result<String> {
        let mut connection = connection_of(&person)?;
        let pending: Pending = json::read("pending", &pending)?;
        let returned: Vec<(String, String)> = json::read("returned", &returned)?;
        let account = self.client.connect(self.link(&connection), &pending, &returned).await;
        connection.account = self.told(account)?;
        json::write(&connection)
    }

    /// Connects by a key that a person pasted, and gives the connection.
    #[napi]
    pub async fn connect_with_key(&self, person: String, key: String) -> Result<String> {
        let mut connection = connection_of(&person)?;
        let account = self
            .client
            .connect_with_key(self.link(&connection), Secret::new(key))
            .await;
        connection.account = self.told(account)?;
        json::write(&connection)
    }

    /// Reads a resource from where it stands to now, and tells what was done.
    #[napi]
    pub async fn sync(&self, connection: String, resource: String) -> Result<String> {
        let connection: Connection = json::read("connection", &connection)?;
        report(&self.told(self.client.sync(self.link(&connection), &resource).await)?)
    }

    /// Ends the authorisation at the vendor and forgets the tokens.
    #[napi]
    pub async fn disconnect(&self, connection: String) -> Result<()> {
        let connection: Connection = json::read("connection", &connection)?;
        self.told(self.client.disconnect(self.link(&connection)).await)
    }

    /// Subscribes to a vendor's pushes and gives the new subscriptions.
    #[napi]
    pub async fn subscribe(&self, callback: String, existing: String, connection: Option<String>) -> Result<String> {
        let existing: Vec<Subscription> = json::read("existing", &existing)?;
        let connection: Option<Connection> = connection.map(|it| json::read("connection", &it)).transpose()?;
        let (client, provider) = (&self.client, self.provider);
        let subscribed = client.subscribe(provider, &self.app, connection.as_ref(), &callback, &existing);
        json::write(&self.told(subscribed.await)?)
    }

    /// Checks and reads a call of the vendor's.
    #[napi]
    pub async fn receive(&self, head: String, body: Uint8Array) -> Result<Received> {
        let head: Head = json::read("call", &head)?;
        let body = body.to_vec();
        let call = Inbound {
            method: head.method,
            query: &head.query,
            headers: &head.headers,
            body: &body,
        };
        let (client, provider) = (&self.client, self.provider);
        let received = client.receive(provider, &self.app, &head.subscriptions, &call).await;
        let received = received.map_err(|refused| of_webhook(&refused))?;
        Ok(Received {
            status: received.reply.status,
            body: received.reply.body,
            notices: received.notices.into_iter().map(Notice).collect(),
        })
    }

    /// Works on a notice: fetches, takes in or deletes what it names, and tells what was done.
    #[napi]
    pub async fn follow(&self, connection: String, notice: &Notice) -> Result<String> {
        let connection: Connection = json::read("connection", &connection)?;
        let news = notice.0.news.clone();
        report(&self.told(self.work(self.link(&connection), news).await)?)
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

    fn told<T>(&self, done: std::result::Result<T, Error>) -> Result<T> {
        done.map_err(|error| of_vendor(&error))
    }

    async fn work(&self, link: Link<'_>, news: News) -> std::result::Result<Report, Error> {
        match news {
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
    }
}

/// What a vendor's call holds and how to answer it.
#[napi(object, object_from_js = false)]
pub struct Received {
    /// The status to answer with, at once.
    pub status: u16,
    /// The body to answer with; JSON unless it is empty.
    pub body: String,
    /// What it says.
    pub notices: Vec<Notice>,
}

/// One thing a vendor tells.
#[napi]
pub struct Notice(webhook::Notice);

#[napi]
impl Notice {
    /// Whom it is about: the vendor's id.
    #[napi(getter)]
    pub fn user(&self) -> Option<String> {
        self.0.user.clone()
    }

    /// What makes it the same notice when it comes twice.
    #[napi(getter)]
    pub fn key(&self) -> Option<String> {
        self.0.key.clone()
    }

    /// What it says: `data`, `fetch`, `deleted`, `deregistered`, `permissions_changed` or `challenge`.
    #[napi(getter)]
    pub fn kind(&self) -> &'static str {
        match self.0.news {
            News::Inline(..) => "data",
            News::Fetch(_) => "fetch",
            News::Deleted(_) => "deleted",
            News::Deregistered => "deregistered",
            News::PermissionsChanged => "permissions_changed",
            News::Challenge => "challenge",
        }
    }
}

fn find(slug: &str) -> Result<&'static dyn Provider> {
    vendors::find(slug).ok_or_else(|| {
        let known: Vec<_> = vendors::ALL.iter().map(|provider| provider.spec().slug).collect();
        wrong_argument("slug", &format!("{slug:?} is none of {}", known.join(", ")))
    })
}

fn connection_of(person: &str) -> Result<Connection> {
    let person: Person = json::read("person", person)?;
    Ok(Connection {
        id: person.id,
        account: Account {
            region: person.region,
            ..Account::default()
        },
        zones: person.zones.unwrap_or_else(|| ZoneHistory::always(system_zone())),
        connected_at: DateTime::<Utc>::from(SystemTime::now()),
    })
}

fn report(report: &Report) -> Result<String> {
    json::write(&object!({
        "pages": report.pages,
        "samples": report.samples,
        "sessions": report.sessions,
        "deleted": report.deleted,
        "rejected": report.rejected,
        "skipped": report.skipped,
        "awaiting": report.awaiting,
    }))
}
