//! The daily rollups: a cache of what resolution and aggregation say about each civil day, one row per day.
//!
//! Whoever changes samples marks the days they touch in the same transaction; whoever changes what a person has set
//! marks those it concerns. A row that is not dirty is true for the zone it names; a day without a row has no data.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{Condition, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Reads, Transaction, failed, in_portions};
use crate::error::Result;

/// How many runs of dates one statement names.
const RUNS: usize = 128;

/// A day's rollup.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "daily")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The civil date.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: Date,
    /// The zone whose civil day it is; none while nothing was computed.
    pub zone: Option<String>,
    /// Whether data has changed since it was computed.
    pub dirty: bool,
    /// What the day says, by metric.
    pub metrics: Option<Json>,
    /// When it was computed.
    pub computed_at: Option<DateTimeUtc>,
}

pub use self::Model as Rollup;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Marks days whose data has changed: those that certainly have a row, and those that may have none yet.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn mark(
    tx: &Transaction,
    user_no: i64,
    known: &BTreeSet<NaiveDate>,
    fresh: &BTreeSet<NaiveDate>,
) -> Result<()> {
    let doing = "marking days";
    for portion in runs(known.iter().copied()).chunks(RUNS) {
        let within = portion.iter().fold(Condition::any(), |any, run| {
            any.add(Column::Date.between(*run.start(), *run.end()))
        });
        Entity::update_many()
            .col_expr(Column::Dirty, Expr::value(true))
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Dirty.eq(false))
            .filter(within)
            .exec(&tx.0)
            .await
            .map_err(failed(doing))?;
    }
    let rows = fresh.iter().map(|date| ActiveModel {
        user_no: Set(user_no),
        date: Set(*date),
        zone: Set(None),
        dirty: Set(true),
        metrics: Set(None),
        computed_at: Set(None),
    });
    let there = OnConflict::columns([Column::UserNo, Column::Date])
        .update_column(Column::Dirty)
        .to_owned();
    for portion in in_portions(rows.collect()) {
        Entity::insert_many(portion)
            .on_conflict(there.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed(doing))?;
    }
    Ok(())
}

/// Puts dates in order into runs without a gap.
pub fn runs(dates: impl IntoIterator<Item = NaiveDate>) -> Vec<RangeInclusive<NaiveDate>> {
    let mut runs: Vec<RangeInclusive<NaiveDate>> = Vec::new();
    for date in dates {
        match runs.last_mut() {
            Some(run) if run.end().succ_opt() == Some(date) => *run = *run.start()..=date,
            _ => runs.push(date..=date),
        }
    }
    runs
}

/// Marks every day of a person, because what decides about all of them has changed.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn mark_all(tx: &Transaction, user_no: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Dirty, Expr::value(true))
        .filter(Column::UserNo.eq(user_no))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("marking days"))
}

/// Lists the dates of a person's rollups, all or those not before a date, in order.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn dates(from: &impl Reads, user_no: i64, since: Option<NaiveDate>) -> Result<Vec<NaiveDate>> {
    Entity::find()
        .select_only()
        .column(Column::Date)
        .filter(Column::UserNo.eq(user_no))
        .filter(Condition::all().add_option(since.map(|since| Column::Date.gte(since))))
        .order_by_asc(Column::Date)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("reading daily rollups"))
}

/// Whether a day's rollup is true, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct State {
    /// The civil date.
    pub date: NaiveDate,
    /// The zone whose civil day it is; none while nothing was computed.
    pub zone: Option<String>,
    /// Whether data has changed since it was computed.
    pub dirty: bool,
}

/// Tells of a span of days, both ends included, which rollups are true, in order of date.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn states(from: &impl Reads, user_no: i64, first: NaiveDate, last: NaiveDate) -> Result<Vec<State>> {
    Entity::find()
        .select_only()
        .columns([Column::Date, Column::Zone, Column::Dirty])
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Date.between(first, last))
        .order_by_asc(Column::Date)
        .into_model::<State>()
        .all(from.connection())
        .await
        .map_err(failed("reading daily rollups"))
}

/// Reads what the rollups of a span of days say, both ends included, in order of date: whether each is true, and the JSON
/// as it was written.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn read(
    from: &impl Reads,
    user_no: i64,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(State, Option<String>)>> {
    let found: Vec<(NaiveDate, Option<String>, bool, Option<String>)> = Entity::find()
        .select_only()
        .columns([Column::Date, Column::Zone, Column::Dirty])
        .expr(Column::Metrics.into_expr().cast_as("text"))
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Date.between(first, last))
        .order_by_asc(Column::Date)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("reading daily rollups"))?;
    let said = found.into_iter();
    Ok(said
        .map(|(date, zone, dirty, said)| (State { date, zone, dirty }, said))
        .collect())
}

/// Writes computed rollups.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(tx: &Transaction, rollups: Vec<Rollup>) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::Date])
        .update_columns([Column::Zone, Column::Dirty, Column::Metrics, Column::ComputedAt])
        .to_owned();
    for portion in in_portions(rollups) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing daily rollups"))?;
    }
    Ok(())
}
