//! Whose turn it is to refresh what a vendor gave us for a connection: vendors accept a refresh token once, and several
//! processes share the database. A row is there for as long as somebody refreshes; what is left of a process that died is over
//! with its term.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};

use super::{Id, Store, failed};
use crate::error::Result;

/// A turn.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_turns")]
pub struct Model {
    /// Of which connection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection_id: Id,
    /// Whose it is.
    pub holder: String,
    /// When it is over.
    pub until: DateTimeUtc,
}

pub use self::Model as Turn;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Takes a turn, or prolongs it for its holder, and tells whether it is theirs. One that is over is nobody's, and neither is
/// one that ends later than `latest`: it was taken by a clock that has been set back since.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn take(store: &Store, turn: Turn, now: DateTimeUtc, latest: DateTimeUtc) -> Result<bool> {
    let there = |column: Column| Expr::col((Entity, column));
    let is_free = there(Column::Holder)
        .eq(turn.holder.as_str())
        .or(there(Column::Until).lte(now))
        .or(there(Column::Until).gt(latest));
    let or_prolong = OnConflict::column(Column::ConnectionId)
        .update_columns([Column::Holder, Column::Until])
        .action_and_where(is_free)
        .to_owned();
    let row = ActiveModel {
        connection_id: Set(turn.connection_id),
        holder: Set(turn.holder),
        until: Set(turn.until),
    };
    let rows = Entity::insert(row)
        .on_conflict(or_prolong)
        .exec_without_returning(&store.write)
        .await
        .map_err(failed("taking a turn to refresh"))?;
    Ok(rows > 0)
}

/// Gives a turn back, where it is still the holder's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn end(store: &Store, connection: Id, holder: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::ConnectionId.eq(connection))
        .filter(Column::Holder.eq(holder))
        .exec(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("giving a turn to refresh back"))
}
