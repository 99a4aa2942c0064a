//! Which sample or session a vendor's own id stands for, so that the vendor can delete or revise it by that id alone.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Reads, Transaction, failed, in_portions};
use crate::error::Result;

/// What a vendor's id stands for: a session, or a place in a series.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "records")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_no: i32,
    /// The vendor's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_id: String,
    /// The series of a sample.
    pub series_no: Option<i32>,
    /// When the sample began.
    pub start_ms: Option<i64>,
    /// When the sample ended.
    pub end_ms: Option<i64>,
    /// The 16 bytes of a session's identity.
    pub session_id: Option<Vec<u8>>,
}

pub use self::Model as Record;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes records, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, records: Vec<Record>) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::SourceNo, Column::ExternalId])
        .update_columns([Column::SeriesNo, Column::StartMs, Column::EndMs, Column::SessionId])
        .to_owned();
    for portion in in_portions(records) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing records"))?;
    }
    Ok(())
}

/// Finds what a vendor's id stands for.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64, source_no: i32, external_id: &str) -> Result<Option<Record>> {
    Entity::find_by_id((user_no, source_no, external_id.to_owned()))
        .one(from.connection())
        .await
        .map_err(failed("reading a record"))
}
