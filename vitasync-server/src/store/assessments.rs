//! What is said of each day of a person: one row per day of which anything is known.
//!
//! A row is true where its date lies before the mark of the person ([`super::assessment_marks`]), or is the mark's day of today.

use chrono::NaiveDate;
use sea_orm::IntoActiveModel;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Reads, Transaction, failed, in_portions};
use crate::error::Result;

/// What is said of a day.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessments")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The civil date.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: Date,
    /// By which methods, in which versions.
    pub method: String,
    /// All of it, packed.
    pub document: Vec<u8>,
    /// When it was computed.
    pub computed_at: DateTimeUtc,
}

pub use self::Model as Assessment;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads a span of days, both ends included, in order of date.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn read(from: &impl Reads, user_no: i64, first: NaiveDate, last: NaiveDate) -> Result<Vec<Assessment>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Date.between(first, last))
        .order_by_asc(Column::Date)
        .all(from.connection())
        .await
        .map_err(failed("reading assessments"))
}

/// Writes days, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, rows: Vec<Assessment>) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::Date])
        .update_columns([Column::Method, Column::Document, Column::ComputedAt])
        .to_owned();
    for portion in in_portions(rows) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing assessments"))?;
    }
    Ok(())
}

/// Deletes a span of days, both ends included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(tx: &Transaction, user_no: i64, first: NaiveDate, last: NaiveDate) -> Result<()> {
    Entity::delete_many()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Date.between(first, last))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("deleting assessments"))
}
