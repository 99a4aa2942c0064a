//! Brings together what a client needs to call a vendor for a person.

use serde_json::Value;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::Provider;
use vitasync_providers::client::{self, Link, Report};
use vitasync_providers::provider::{Account, Subscription};
use vitasync_providers::vendors;

use super::stores::owner;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::vendors::{application, by_way};
use crate::service::{preferences, users::UserRef};
use crate::store::connections::{self as rows, Connection};
use crate::store::users;
use crate::vault::Purpose;

/// A vendor, the application there, and a person's account there.
#[derive(Clone)]
pub struct Linked {
    /// The vendor.
    pub provider: &'static dyn Provider,
    /// The application.
    pub app: client::App,
    /// The account.
    pub connection: client::Connection,
}

impl Linked {
    /// Gives what a client takes.
    pub fn link(&self) -> Link<'_> {
        Link {
            provider: self.provider,
            app: &self.app,
            connection: &self.connection,
        }
    }
}

/// Brings together what a client needs to call a vendor for a connection.
///
/// # Errors
///
/// NotFound where the person is gone; Internal where the vendor is unknown to this program.
pub async fn linked(app: &App, row: &Connection) -> Result<Linked> {
    let unknown = || Error::internal("finding a vendor")(format!("this program knows no vendor `{}`", row.provider));
    let account = account_of(row)?;
    let provider = vendors::find(&row.provider).ok_or_else(unknown)?;
    let provider = by_way(provider, account.way);
    let user = UserRef::from(&users::by_number(&app.store, row.user_no).await?);
    Ok(Linked {
        provider,
        app: application(app, row.workspace_id, provider).await?.app,
        connection: client::Connection {
            id: row.id.to_string(),
            zones: zones(app, &user, &account).await?,
            account,
            connected_at: row.connected_at,
        },
    })
}

/// Tells where wall-clock times and dates are meant: where the person says to have lived, or, where nothing is said, where the
/// vendor says the account is. Without either they are those of UTC.
async fn zones(app: &App, user: &UserRef, account: &Account) -> Result<ZoneHistory> {
    match (user.zone, account.zone) {
        (None, Some(zone)) => Ok(ZoneHistory::always(zone)),
        _ => Ok(preferences::own(app, user).await?.zones.clone()),
    }
}

/// Reads what the vendor has told about the account of a connection.
///
/// # Errors
///
/// Internal where it was written by a program that meant something else.
pub fn account_of(row: &Connection) -> Result<Account> {
    serde_json::from_value(row.account.clone()).map_err(Error::internal("reading an account"))
}

/// Writes what a vendor tells about an account as it is kept.
pub(super) fn stored(account: &Account) -> Result<rows::Account> {
    let document: Value = serde_json::to_value(account).map_err(Error::internal("writing an account"))?;
    Ok(rows::Account {
        document,
        user: account.user.clone(),
        former_user: account.former_user.clone(),
    })
}

/// Opens the subscriptions of a connection.
///
/// # Errors
///
/// Internal where what is sealed does not open.
pub fn subscriptions_of(app: &App, row: &Connection) -> Result<Vec<Subscription>> {
    let Some(sealed) = &row.sealed_subscriptions else {
        return Ok(Vec::new());
    };
    let json = app
        .vault()?
        .open(Purpose::VendorTokens, &subscriptions_owner(row), sealed)?;
    serde_json::from_slice(&json).map_err(Error::internal("reading subscriptions"))
}

/// Seals the subscriptions of a connection.
///
/// # Errors
///
/// Internal where they cannot be sealed.
pub fn seal_subscriptions(app: &App, row: &Connection, subscriptions: &[Subscription]) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(subscriptions).map_err(Error::internal("writing subscriptions"))?;
    app.vault()?
        .seal(Purpose::VendorTokens, &subscriptions_owner(row), &json)
}

/// Whose sealed subscriptions are; they do not open as tokens.
fn subscriptions_owner(row: &Connection) -> String {
    format!("{} subscriptions", owner(row))
}

/// Takes over what a vendor's answers say about the account of a connection and about its subscriptions.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn learn(app: &App, row: &Connection, linked: &Linked, report: Report) -> Result<()> {
    let known = &linked.connection.account;
    let mut account = known.clone();
    account.learn(report.account);
    // The ids say whose the account is: who that is was settled when it was connected.
    (account.user, account.former_user) = (known.user.clone(), known.former_user.clone());
    if account == *known && report.subscriptions.is_empty() {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    tx.lock_user(row.user_no).await?;
    if account != *known {
        rows::set_account(&tx, row.id, stored(&account)?.document).await?;
    }
    if !report.subscriptions.is_empty() {
        let sealed = seal_subscriptions(app, row, &report.subscriptions)?;
        rows::set_subscriptions(&tx, row.id, Some(sealed)).await?;
    }
    tx.commit().await
}
