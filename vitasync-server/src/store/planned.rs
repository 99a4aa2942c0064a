//! Workouts people mean to do, as their planners tell them.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, Iterable};

use super::{Transaction, failed, in_portions};
use crate::error::Result;

/// A planned workout.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "planned_sessions")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The 16 bytes of its identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    /// By which connection it came.
    pub connection_id: super::Id,
    /// The slug of the vendor.
    pub provider: String,
    /// The vendor's id.
    pub external_id: Option<String>,
    /// The civil date it is planned for.
    pub date: Date,
    /// All of it ([`vitasync_core::PlannedSession`]).
    pub document: Json,
    /// When it last came.
    pub received_at: DateTimeUtc,
}

pub use self::Model as Planned;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes planned workouts, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, planned: Vec<Planned>) -> Result<()> {
    let written = Column::iter().filter(|column| !matches!(column, Column::UserNo | Column::Id));
    let known = OnConflict::columns([Column::UserNo, Column::Id])
        .update_columns(written)
        .to_owned();
    for portion in in_portions(planned) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing planned workouts"))?;
    }
    Ok(())
}

/// Deletes planned workouts.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn remove(tx: &Transaction, user_no: i64, ids: Vec<Vec<u8>>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Id.is_in(ids))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("deleting planned workouts"))
}
