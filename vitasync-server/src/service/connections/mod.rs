//! Connects people's accounts at vendors, tells how each connection stands, and ends it.
//!
//! Invariants: an account is live in a workspace once; what a vendor gave us is sealed for one connection and forgotten
//! when that ends; what it brought stays. Whoever comes back from a vendor is known by a word of 256 random bits, of which
//! the hash alone is kept, once and for ten minutes; what belongs to it is sealed for that person and vendor.

mod authorize;
mod ended;
mod invite;
mod linked;
mod made;
mod settings;
mod stores;
#[cfg(test)]
mod tests;
mod waiting;

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Id, connections as rows, users};

pub use self::authorize::{Begun, Failed, Finished, Start, Why, authorize, finish};
pub use self::ended::{REVOKE, disconnect, revoke, trouble};
pub use self::invite::{Invitation, Invite, Invited, accept, invite, look_at, look_at_for};
pub use self::linked::{Linked, account_of, linked, seal_subscriptions, subscriptions_of};
pub use self::made::{Made, connect_with_key};
pub use self::settings::{Change, Settings, change_settings, settings};
pub use self::stores::Stores;
pub use self::waiting::{TIDY, tidy};
pub use crate::store::connections::{Connection, Status};

pub(crate) use self::ended::leave_all;
pub(crate) use self::linked::learn;
pub(crate) use self::stores::id_of;

/// Lists the connections of a person, the oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user_no: i64) -> Result<Vec<Connection>> {
    rows::of_user(&app.store, user_no).await
}

/// Finds a connection of a person by its id, or the live one by the slug of its vendor.
///
/// # Errors
///
/// NotFound where there is none; Conflict where a slug means several.
pub async fn find(app: &App, user_no: i64, id_or_slug: &str) -> Result<Connection> {
    let mut found = list(app, user_no).await?;
    match super::parse_id(id_or_slug) {
        Some(id) => found.retain(|it| it.id == id),
        None => found.retain(|it| it.provider == id_or_slug && it.status.is_live()),
    }
    match found.len() {
        0 | 1 => found.pop().ok_or(Error::not_found("Connection")),
        _ => Err(Error::conflict(format!(
            "there are several connections with `{id_or_slug}`: name one by its id"
        ))),
    }
}

/// Finds a person for whom anybody may begin connecting: the workspace has allowed that. Gives the workspace and the person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn open_to_all(app: &App, user: Id) -> Result<Option<(Id, i64)>> {
    let Some(user) = users::by_id(&app.store, user).await? else {
        return Ok(None);
    };
    let open = settings(app, user.workspace_id).await?.public_authorize;
    Ok(open.then_some((user.workspace_id, user.user_no)))
}
