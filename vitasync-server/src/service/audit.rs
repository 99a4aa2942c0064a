//! Records privileged actions: who did what to whom, when, by which request and from where.
//!
//! Invariant: a record is written in the transaction of what it tells, so that neither is there without the other, and it
//! is never changed. It names people and things by opaque ids alone and stays when they are erased.

use std::fmt;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use futures::Stream;
use futures::stream::try_unfold;
use serde_json::{Map, Value};

use super::Id;
use crate::App;
use crate::error::Result;
use crate::store::Transaction;
use crate::store::audit as rows;
use crate::store::erase::Erased;

pub use crate::store::audit::{Filter, Recorded};

/// How many records a stream reads at a time.
const PORTION: u64 = 1000;

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident, $id:literal;)+) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Action {
            /// Lists all actions.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Names the action on the wire.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

actions! {
    /// A key was made, or taken over from the configuration.
    KeyCreated, "api_key.created";
    /// A key's name, scopes, expiry or limit was changed.
    KeyChanged, "api_key.changed";
    /// A key got a new secret.
    KeyRotated, "api_key.rotated";
    /// A key was withdrawn.
    KeyDeleted, "api_key.deleted";
    /// A person was erased with everything of theirs.
    UserDeleted, "user.deleted";
    /// Everything measured on a person was erased.
    DataDeleted, "user.data_deleted";
    /// A connection was ended on request.
    ConnectionDisconnected, "connection.disconnected";
    /// What a workspace has set about connecting was changed.
    ConnectSettingsChanged, "connect_settings.changed";
    /// A workspace's application at a vendor was changed.
    VendorAppChanged, "vendor_app.changed";
    /// A workspace's application at a vendor was forgotten.
    VendorAppReset, "vendor_app.reset";
    /// A webhook was created.
    WebhookCreated, "webhook.created";
    /// A webhook was changed.
    WebhookChanged, "webhook.changed";
    /// A webhook was deleted.
    WebhookDeleted, "webhook.deleted";
    /// The secret of a webhook was read.
    WebhookSecretRead, "webhook.secret_read";
    /// A webhook got a new secret.
    WebhookSecretRotated, "webhook.secret_rotated";
    /// For how long a workspace keeps data was changed.
    RetentionChanged, "retention.changed";
    /// What a person has set was changed by a key that is not the person's own.
    PreferencesChanged, "preferences.changed";
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Who holds this key.
    Key(Id),
    /// Who types commands on the server.
    CommandLine,
    /// The server itself, by its configuration.
    Server,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(id) => id.fmt(f),
            Self::CommandLine => f.write_str("command_line"),
            Self::Server => f.write_str("server"),
        }
    }
}

/// Who does something, by which request and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The address the request came from, as the connection says.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// Names somebody who does not send requests.
    pub fn local(who: Who) -> Self {
        Self {
            who,
            request_id: None,
            address: None,
        }
    }
}

/// What was done, where and to what.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deed {
    /// The workspace it was done in.
    pub(crate) workspace: Id,
    /// What was done.
    pub(crate) action: Action,
    /// The opaque id of what it was done to.
    pub(crate) subject: Id,
    /// What else the record needs to be understood: never a secret, a name or a health value.
    pub(crate) details: Map<String, Value>,
}

impl Deed {
    /// Says what was done to what.
    pub(crate) fn new(workspace: Id, action: Action, subject: Id) -> Self {
        Self {
            workspace,
            action,
            subject,
            details: Map::new(),
        }
    }

    /// Adds how much was erased.
    pub(crate) fn with_erased(self, erased: &Erased) -> Self {
        let rows: Map<String, Value> = erased
            .rows
            .iter()
            .map(|(name, n)| ((*name).to_owned(), (*n).into()))
            .collect();
        self.with("samples", erased.samples).with("rows", rows)
    }

    /// Adds what else there is to know.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

/// Records what somebody does, in the transaction that does it.
///
/// # Errors
///
/// Internal where the database fails; the deed must fail then too.
pub(crate) async fn record(tx: &Transaction, actor: &Actor, deed: Deed, now: DateTime<Utc>) -> Result<()> {
    let row = Recorded {
        id: Id::generate(),
        workspace_id: deed.workspace,
        at: now,
        action: deed.action.id().to_owned(),
        actor: actor.who.to_string(),
        subject: deed.subject.to_string(),
        request_id: actor.request_id.clone(),
        address: actor.address.map(|address| address.to_string()),
        details: Value::Object(deed.details),
    };
    rows::insert(tx, row).await
}

/// Lists what was done in a workspace, latest first, and tells whether there is more.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id, filter: &Filter, limit: u64) -> Result<(Vec<Recorded>, bool)> {
    let mut found = rows::list(&app.store, workspace, filter, limit + 1).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    Ok((found, more))
}

/// Reads everything that was done in a workspace, latest first, in portions.
pub fn stream(app: App, workspace: Id, filter: Filter) -> impl Stream<Item = Result<Vec<Recorded>>> + Send {
    try_unfold(Some(filter), move |next| {
        let app = app.clone();
        async move {
            let Some(mut filter) = next else { return Ok(None) };
            let (found, more) = list(&app, workspace, &filter, PORTION).await?;
            filter.behind = found.last().map(|last| (last.at, last.id));
            Ok(Some((found, more.then_some(filter))))
        }
    })
}
