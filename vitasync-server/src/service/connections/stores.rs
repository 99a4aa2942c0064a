//! Keeps what the client of this process needs kept: here the tokens, sealed, each bound to its workspace and connection.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use vitasync_providers::auth::Grant;
use vitasync_providers::client::{Held, Runtime, System, TokenStore};
use vitasync_providers::error::BoxError;

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::Id;
use crate::store::connections::{self as rows, Connection};
use crate::store::refresh_turns::{self, Turn};
use crate::vault::Purpose;

/// The stores and the clock of this server, as a client of vendors takes them. It calls no vendors itself.
#[derive(Clone)]
pub struct Stores(App);

impl Stores {
    /// Takes the stores of an app.
    pub(crate) fn new(app: &App) -> Self {
        Self(app.without_client())
    }

    /// Gives the app.
    pub(crate) fn app(&self) -> &App {
        &self.0
    }

    async fn row(&self, connection: &str) -> Result<Option<Connection>> {
        rows::find(&self.0.store, id_of(connection)?).await
    }
}

impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stores").finish_non_exhaustive()
    }
}

/// Reads the id by which a client knows a connection.
pub(crate) fn id_of(connection: &str) -> Result<Id> {
    connection
        .parse()
        .map_err(Error::internal("reading the id of a connection"))
}

#[async_trait]
impl TokenStore for Stores {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        let Some(row) = self.row(connection).await? else {
            return Ok(None);
        };
        let Some(sealed) = &row.sealed_grant else {
            return Ok(None);
        };
        Ok(Some(Held {
            grant: open(&self.0, &row, sealed)?,
            version: row.grant_version.try_into()?,
        }))
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        let Some(row) = self.row(connection).await? else {
            return Ok(false);
        };
        let version = version.map(i64::try_from).transpose()?;
        let sealed = seal(&self.0, &row, grant)?;
        Ok(rows::replace_grant(&self.0.store, row.id, version, sealed).await?)
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        Ok(rows::forget_grant(&self.0.store, id_of(connection)?).await?)
    }

    async fn take_turn(&self, connection: &str, holder: &str, term: Duration) -> Result<bool, BoxError> {
        let now = self.0.now();
        let turn = Turn {
            connection_id: id_of(connection)?,
            holder: holder.to_owned(),
            until: now + term,
        };
        // The clocks of two machines differ by less than a term.
        Ok(refresh_turns::take(&self.0.store, turn, now, now + 2 * term).await?)
    }

    async fn end_turn(&self, connection: &str, holder: &str) -> Result<(), BoxError> {
        Ok(refresh_turns::end(&self.0.store, id_of(connection)?, holder).await?)
    }
}

#[async_trait]
impl Runtime for Stores {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    async fn sleep(&self, wait: Duration) {
        System.sleep(wait).await;
    }

    fn random(&self) -> [u8; 32] {
        System.random()
    }
}

/// Seals a grant for a connection.
pub(super) fn seal(app: &App, connection: &Connection, grant: &Grant) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(grant).map_err(Error::internal("sealing a token"))?;
    app.vault()?.seal(Purpose::VendorTokens, &owner(connection), &json)
}

/// Opens the grant of a connection.
pub(super) fn open(app: &App, connection: &Connection, sealed: &[u8]) -> Result<Grant> {
    let json = app.vault()?.open(Purpose::VendorTokens, &owner(connection), sealed)?;
    serde_json::from_slice(&json).map_err(Error::internal("reading a token"))
}

/// Whose a sealed token is.
pub(super) fn owner(connection: &Connection) -> String {
    format!("{} {}", connection.workspace_id, connection.id)
}
