//! The samples: one row per series and UTC day.
//!
//! The store does not look into a block; what is inside is [`vitasync_core::block`]'s matter.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, SimpleExpr};
use sea_orm::{Condition, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Reads, Transaction, failed, in_portions};
use crate::error::{Error, Result};

/// A block.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blocks")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The series.
    #[sea_orm(primary_key, auto_increment = false)]
    pub series_no: i32,
    /// The UTC day its samples start on, in days since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    /// How many samples it has, deleted ones not counted.
    pub n: i32,
    /// When the first begins.
    pub first_ms: Option<i64>,
    /// When the last ends.
    pub last_ms: Option<i64>,
    /// How often it was rewritten.
    pub version: i32,
    /// The encoded block.
    pub payload: Vec<u8>,
}

pub use self::Model as BlockRow;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A stretch of days of one series, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The series.
    pub series_no: i32,
    /// The first UTC day.
    pub first_day: i32,
    /// The last UTC day.
    pub last_day: i32,
}

/// Reads the blocks of some stretches, in order of (series, day).
///
/// # Errors
///
/// Internal where the database fails.
pub async fn read(from: &impl Reads, user_no: i64, stretches: &[Stretch]) -> Result<Vec<BlockRow>> {
    let mut blocks = Vec::new();
    for portion in stretches.chunks(STRETCHES) {
        let found = Entity::find()
            .filter(any(user_no, portion))
            .order_by_asc(Column::SeriesNo)
            .order_by_asc(Column::Day)
            .all(from.connection())
            .await;
        blocks.extend(found.map_err(failed("reading blocks"))?);
    }
    if stretches.len() > STRETCHES {
        blocks.sort_unstable_by_key(|block| (block.series_no, block.day));
    }
    Ok(blocks)
}

/// Counts the samples of some stretches by the UTC day they start on, latest day first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn counts_by_day(from: &impl Reads, user_no: i64, stretches: &[Stretch]) -> Result<Vec<(i32, u64)>> {
    let mut days: BTreeMap<i32, u64> = BTreeMap::new();
    for portion in stretches.chunks(STRETCHES) {
        let found: Vec<(i32, i64)> = Entity::find()
            .select_only()
            .column(Column::Day)
            .expr(Column::N.sum().cast_as("bigint"))
            .filter(any(user_no, portion))
            .group_by(Column::Day)
            .into_tuple()
            .all(from.connection())
            .await
            .map_err(failed("counting samples"))?;
        for (day, n) in found {
            *days.entry(day).or_insert(0) += u64::try_from(n).map_err(Error::internal("counting samples"))?;
        }
    }
    Ok(days.into_iter().rev().collect())
}

/// Tells when the first sample of a series begins and the last one ends.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn span(from: &impl Reads, user_no: i64, series_no: i32) -> Result<(Option<i64>, Option<i64>)> {
    let found = Entity::find()
        .select_only()
        .expr(Column::FirstMs.min())
        .expr(Column::LastMs.max())
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::SeriesNo.eq(series_no))
        .into_tuple()
        .one(from.connection())
        .await;
    Ok(found.map_err(failed("reading blocks"))?.unwrap_or_default())
}

/// Writes blocks, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, blocks: Vec<BlockRow>) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::SeriesNo, Column::Day])
        .update_columns([
            Column::N,
            Column::FirstMs,
            Column::LastMs,
            Column::Version,
            Column::Payload,
        ])
        .to_owned();
    for portion in in_portions(blocks) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing blocks"))?;
    }
    Ok(())
}

/// How many stretches one statement asks for.
const STRETCHES: usize = 256;

/// Every term names the whole key, so that both engines walk the index once per term.
fn any(user_no: i64, stretches: &[Stretch]) -> Condition {
    let mut any = Condition::any();
    for stretch in stretches {
        any = any.add(within(user_no, stretch));
    }
    any
}

fn within(user_no: i64, stretch: &Stretch) -> SimpleExpr {
    Column::UserNo
        .eq(user_no)
        .and(Column::SeriesNo.eq(stretch.series_no))
        .and(Column::Day.between(stretch.first_day, stretch.last_day))
}
