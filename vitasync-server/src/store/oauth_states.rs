//! Who is at a vendor's and will come back: found by the hash of the word the vendor brings back, once.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Id, Reads, Store, collided, failed};
use crate::error::Result;

/// Somebody who is on the way to a vendor.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_states")]
pub struct Model {
    /// The SHA-256 of the word that comes back.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    /// The workspace.
    pub workspace_id: Id,
    /// Who it is.
    pub user_no: i64,
    /// The slug of the vendor.
    pub provider: String,
    /// What has to be remembered, sealed.
    pub sealed: Vec<u8>,
    /// Until when the return is waited for.
    pub expires_at: DateTimeUtc,
}

pub use self::Model as OAuthState;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Remembers somebody.
///
/// # Errors
///
/// Conflict where the word is taken.
pub async fn insert(store: &Store, state: OAuthState) -> Result<()> {
    let row = state.into_active_model().reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&store.write).await;
    inserted.map(|_| ()).map_err(collided(
        "remembering an authorisation",
        "this authorisation was begun before",
    ))
}

/// Finds what is remembered under a hash.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, hash: &[u8]) -> Result<Option<OAuthState>> {
    let found = Entity::find_by_id(hash.to_vec()).one(from.connection()).await;
    found.map_err(failed("reading an authorisation"))
}

/// Takes what is remembered under a hash: whoever comes second finds nothing.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn take(store: &Store, hash: &[u8]) -> Result<Option<OAuthState>> {
    let taken = Entity::delete_many()
        .filter(Column::Hash.eq(hash))
        .exec_with_returning(&store.write)
        .await;
    Ok(taken.map_err(failed("taking an authorisation"))?.pop())
}

/// Forgets who did not come back before a time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(store: &Store, before: DateTimeUtc) -> Result<u64> {
    let gone = Entity::delete_many()
        .filter(Column::ExpiresAt.lt(before))
        .exec(&store.write)
        .await;
    Ok(gone.map_err(failed("deleting old authorisations"))?.rows_affected)
}
