//! From which day on what is said of a person's days may not be true any more: one row per person.
//!
//! Whoever changes what is known of a person lowers the mark in the same transaction; whoever computes takes a round first, and raises
//! the mark only if nobody has lowered it since. Who writes holds the person locked.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, OnConflict, Query};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{Reads, Transaction, episodes, failed};
use crate::error::Result;

/// The mark of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_marks")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The version of all methods what is kept was made with.
    pub version: i64,
    /// The first day of which what is kept may not be true.
    pub since: Date,
    /// The day on which it was last computed, which was not over: what is kept of it holds as long as it is today.
    pub today: Option<Date>,
    /// How often somebody has begun to compute.
    pub round: i64,
    /// The round in which the mark was last lowered.
    pub queued: i64,
}

pub use self::Model as Mark;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads the mark of a person; none where nothing was ever said.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64) -> Result<Option<Mark>> {
    Entity::find_by_id(user_no)
        .one(from.connection())
        .await
        .map_err(failed("reading an assessment mark"))
}

/// Sets the mark of a person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn set(tx: &Transaction, mark: Mark) -> Result<()> {
    let known = OnConflict::column(Column::UserNo)
        .update_columns([
            Column::Version,
            Column::Since,
            Column::Today,
            Column::Round,
            Column::Queued,
        ])
        .to_owned();
    Entity::insert(mark.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("setting an assessment mark"))
}

/// Lists the marks of people whose mark lies before a date and of whom something unusual goes on, or whose methods are older, at most `limit`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn behind(from: &impl Reads, version: i64, date: NaiveDate, limit: u64) -> Result<Vec<Mark>> {
    let ongoing = Query::select()
        .column(episodes::Column::UserNo)
        .from(episodes::Entity)
        .and_where(episodes::Column::State.eq(episodes::ONGOING))
        .to_owned();
    let waits = Condition::all()
        .add(Column::Since.lt(date))
        .add(Column::UserNo.in_subquery(ongoing));
    Entity::find()
        .filter(Condition::any().add(Column::Version.lt(version)).add(waits))
        .order_by_asc(Column::UserNo)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("looking for assessments"))
}
