//! The subscriptions that an application has to a vendor's pushes, sealed: those of the whole application, not of a person.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Reads, Store, failed};
use crate::error::Result;

/// The subscriptions of an application.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vendor_subscriptions")]
pub struct Model {
    /// Whose application it is: the id of a workspace, or `installation`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: String,
    /// The slug of the vendor.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The subscriptions, sealed.
    pub sealed: Vec<u8>,
    /// When they last changed.
    pub updated_at: DateTimeUtc,
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads the sealed subscriptions of an application.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, owner: &str, provider: &str) -> Result<Option<Vec<u8>>> {
    let found = Entity::find_by_id((owner.to_owned(), provider.to_owned()))
        .one(from.connection())
        .await;
    Ok(found.map_err(failed("reading subscriptions"))?.map(|it| it.sealed))
}

/// Writes the sealed subscriptions of an application.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(store: &Store, owner: &str, provider: &str, sealed: Vec<u8>, now: DateTimeUtc) -> Result<()> {
    let row = ActiveModel {
        owner: Set(owner.to_owned()),
        provider: Set(provider.to_owned()),
        sealed: Set(sealed),
        updated_at: Set(now),
    };
    let known = OnConflict::columns([Column::Owner, Column::Provider])
        .update_columns([Column::Sealed, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("writing subscriptions"))
}
