//! Up to when each resource of a connection has been read. They outlive a disconnection, so that one that is renewed goes on
//! where it stood.

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Id, Reads, Store, failed};
use crate::error::Result;

/// Up to when a resource has been read.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "watermarks")]
pub struct Model {
    /// Of which connection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection_id: Id,
    /// The resource.
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource: String,
    /// Up to when.
    pub until: DateTimeUtc,
}

pub use self::Model as Watermark;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Tells up to when a resource has been read.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, connection: Id, resource: &str) -> Result<Option<DateTimeUtc>> {
    let found = Entity::find_by_id((connection, resource.to_owned()))
        .one(from.connection())
        .await;
    Ok(found.map_err(failed("reading a watermark"))?.map(|it| it.until))
}

/// Lists the watermarks of a connection, by resource.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_connection(from: &impl Reads, connection: Id) -> Result<Vec<Watermark>> {
    Entity::find()
        .filter(Column::ConnectionId.eq(connection))
        .order_by_asc(Column::Resource)
        .all(from.connection())
        .await
        .map_err(failed("reading watermarks"))
}

/// Remembers up to when a resource has been read.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn advance(store: &Store, connection: Id, resource: &str, until: DateTimeUtc) -> Result<()> {
    let row = ActiveModel {
        connection_id: Set(connection),
        resource: Set(resource.to_owned()),
        until: Set(until),
    };
    let known = OnConflict::columns([Column::ConnectionId, Column::Resource])
        .update_column(Column::Until)
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("moving a watermark"))
}
