//! One metric of one source: its number, how many samples it has and when.
//!
//! Invariant: `samples` is the sum of its blocks' `n`, and no sample of it lasts longer than `reach_days` days beyond
//! the day it starts on. `version` counts the transactions that changed it, by which an import tells whether somebody
//! else wrote in between.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use vitasync_core::Metric;

use super::{Reads, Transaction, failed, in_portions};
use crate::error::{Error, Result};

/// A series.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The number among the person's series.
    #[sea_orm(primary_key, auto_increment = false)]
    pub series_no: i32,
    /// The source.
    pub source_no: i32,
    /// The metric's id.
    pub metric: String,
    /// How many samples there are, deleted ones not counted.
    pub samples: i64,
    /// When the first begins.
    pub first_ms: Option<i64>,
    /// When the last ends.
    pub last_ms: Option<i64>,
    /// How many days a sample reaches beyond the UTC day it starts on, at most.
    pub reach_days: i32,
    /// How many transactions have changed it.
    pub version: i64,
}

pub use self::Model as Series;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Series {
    /// Makes a series without samples.
    pub fn new(user_no: i64, series_no: i32, source_no: i32, metric: String) -> Self {
        Self {
            user_no,
            series_no,
            source_no,
            metric,
            samples: 0,
            first_ms: None,
            last_ms: None,
            reach_days: 0,
            version: 0,
        }
    }

    /// Tells the metric.
    ///
    /// # Errors
    ///
    /// Internal where the database was written by a program that knows more metrics.
    pub fn metric(&self) -> Result<Metric> {
        let unknown = || Error::internal("reading series")(format!("unknown metric {}", self.metric));
        self.metric.parse().map_err(|_| unknown())
    }
}

/// Lists a person's series.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<Series>> {
    let found = Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .all(from.connection())
        .await;
    found.map_err(failed("reading series"))
}

/// Lists a person's series of some metrics.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_metrics(from: &impl Reads, user_no: i64, metrics: &[Metric]) -> Result<Vec<Series>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Metric.is_in(metrics.iter().map(|metric| metric.id())))
        .all(from.connection())
        .await
        .map_err(failed("reading series"))
}

/// Writes series under their numbers, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, series: Vec<Series>) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::SeriesNo])
        .update_columns([
            Column::Samples,
            Column::FirstMs,
            Column::LastMs,
            Column::ReachDays,
            Column::Version,
        ])
        .to_owned();
    for portion in in_portions(series) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing series"))?;
    }
    Ok(())
}
