//! What was unusual: one row per episode, and what people have said to it.
//!
//! Episodes are computed and may come and go with the data. What was said stands by itself, at a metric, a side and a day, and
//! belongs to whichever episode covers that day.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{IntoActiveModel, QueryOrder};

use super::{Reads, Transaction, failed, in_portions};
use crate::error::Result;

pub mod acts;

/// The state of an episode that is not over.
pub const ONGOING: &str = "ongoing";

/// An episode.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "episodes")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The metric.
    #[sea_orm(primary_key, auto_increment = false)]
    pub metric: String,
    /// To which side: `low` or `high`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: String,
    /// The day of its first finding.
    #[sea_orm(primary_key, auto_increment = false)]
    pub first_date: Date,
    /// The day of its last.
    pub last_date: Date,
    /// How urgent it is at its worst.
    pub severity: String,
    /// `ongoing`, `resolved`, or `unknown` where there are no values any more.
    pub state: String,
    /// Since when.
    pub state_since: Option<Date>,
    /// By which methods, in which versions.
    pub method: String,
    /// What shows it, packed.
    pub document: Vec<u8>,
}

pub use self::Model as Episode;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Lists every episode of a person, in order of metric, side and time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<Episode>> {
    list(from, user_no, Condition::all()).await
}

/// Lists the episodes that are not over, or have a finding on a day or later.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn since(from: &impl Reads, user_no: i64, date: NaiveDate) -> Result<Vec<Episode>> {
    let which = Condition::any()
        .add(Column::State.eq(ONGOING))
        .add(Column::LastDate.gte(date));
    list(from, user_no, which).await
}

async fn list(from: &impl Reads, user_no: i64, which: Condition) -> Result<Vec<Episode>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(which)
        .order_by_asc(Column::Metric)
        .order_by_asc(Column::Side)
        .order_by_asc(Column::FirstDate)
        .all(from.connection())
        .await
        .map_err(failed("reading episodes"))
}

/// Adds episodes.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, rows: Vec<Episode>) -> Result<()> {
    for portion in in_portions(rows) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing episodes"))?;
    }
    Ok(())
}

/// Deletes episodes.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(tx: &Transaction, rows: &[Episode]) -> Result<()> {
    for row in rows {
        let key = (row.user_no, row.metric.clone(), row.side.clone(), row.first_date);
        Entity::delete_by_id(key)
            .exec(&tx.0)
            .await
            .map_err(failed("deleting episodes"))?;
    }
    Ok(())
}
