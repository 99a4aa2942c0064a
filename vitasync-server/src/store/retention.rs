//! Deletes what is old, and keeps what is told of the rest true.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};
use vitasync_core::time::utc_day;

use super::raw_files::{self, RawFile};
use super::{Id, Reads, Transaction, assessments, blocks, daily, episodes, failed, records, series, sessions};
use crate::error::{Error, Result};

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    /// Samples.
    pub samples: u64,
    /// Nights and workouts.
    pub sessions: u64,
}

/// The midnight (UTC) before which everything is old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    date: NaiveDate,
    ms: i64,
}

impl Border {
    /// Tells the first day of which anything can be left.
    pub fn first_day(self) -> NaiveDate {
        // No zone is further than 14 hours from UTC, and a night belongs to the day it ends on.
        self.date - Days::new(2)
    }

    /// Takes the midnight at or before an instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        let date = instant.date_naive();
        let ms = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Self { date, ms }
    }
}

/// Lists people of whom something is old, at most `limit`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn users(from: &impl Reads, border: Border, limit: u64) -> Result<Vec<i64>> {
    let doing = "looking for old data";
    let of_samples: Vec<i64> = series::Entity::find()
        .select_only()
        .column(series::Column::UserNo)
        .distinct()
        .filter(series::Column::FirstMs.lt(border.ms))
        .limit(limit)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed(doing))?;
    if !of_samples.is_empty() {
        return Ok(of_samples);
    }
    sessions::Entity::find()
        .select_only()
        .column(sessions::Column::UserNo)
        .distinct()
        .filter(sessions::Column::EndMs.lt(border.ms))
        .limit(limit)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed(doing))
}

/// Deletes what of a locked person is old: samples by the UTC day they start on, sessions and vendors' objects by their end.
/// Days that are wholly before the border lose their rollups and what was said of them; those about it are computed anew.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(tx: &Transaction, user_no: i64, border: Border) -> Result<Deleted> {
    let doing = "deleting old data";
    let samples = delete_samples(tx, user_no, border).await?;
    let sessions = sessions::Entity::delete_many()
        .filter(sessions::Column::UserNo.eq(user_no))
        .filter(sessions::Column::EndMs.lt(border.ms))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?
        .rows_affected;
    records::Entity::delete_many()
        .filter(records::Column::UserNo.eq(user_no))
        .filter(records::Column::EndMs.lt(border.ms))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    let whole = border.first_day();
    daily::Entity::delete_many()
        .filter(daily::Column::UserNo.eq(user_no))
        .filter(daily::Column::Date.lt(whole))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    assessments::Entity::delete_many()
        .filter(assessments::Column::UserNo.eq(user_no))
        .filter(assessments::Column::Date.lt(whole))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    episodes::Entity::delete_many()
        .filter(episodes::Column::UserNo.eq(user_no))
        .filter(episodes::Column::LastDate.lt(whole))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    daily::Entity::update_many()
        .col_expr(daily::Column::Dirty, Expr::value(true))
        .filter(daily::Column::UserNo.eq(user_no))
        .filter(daily::Column::Date.between(whole, border.date + Days::new(2)))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    Ok(Deleted { samples, sessions })
}

async fn delete_samples(tx: &Transaction, user_no: i64, border: Border) -> Result<u64> {
    let doing = "deleting old samples";
    let old: Vec<series::Series> = series::Entity::find()
        .filter(series::Column::UserNo.eq(user_no))
        .filter(series::Column::FirstMs.lt(border.ms))
        .all(&tx.0)
        .await
        .map_err(failed(doing))?;
    blocks::Entity::delete_many()
        .filter(blocks::Column::UserNo.eq(user_no))
        .filter(blocks::Column::Day.lt(utc_day(border.ms)))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    let mut deleted = 0;
    let mut rest = Vec::with_capacity(old.len());
    for mut series in old {
        let left: Option<Option<i64>> = blocks::Entity::find()
            .select_only()
            .expr(blocks::Column::N.sum().cast_as("bigint"))
            .filter(blocks::Column::UserNo.eq(user_no))
            .filter(blocks::Column::SeriesNo.eq(series.series_no))
            .into_tuple()
            .one(&tx.0)
            .await
            .map_err(failed(doing))?;
        let left = left.flatten().unwrap_or_default();
        deleted += u64::try_from(series.samples - left).map_err(Error::internal(doing))?;
        (series.first_ms, series.last_ms) = blocks::span(tx, user_no, series.series_no).await?;
        series.samples = left;
        series.version += 1;
        rest.push(series);
    }
    series::upsert(tx, rest).await?;
    Ok(deleted)
}

/// Lists originals that came before a time, the oldest first, at most `limit`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn originals(from: &impl Reads, before: DateTime<Utc>, limit: u64) -> Result<Vec<RawFile>> {
    raw_files::Entity::find()
        .filter(raw_files::Column::ReceivedAt.lt(before))
        .order_by_asc(raw_files::Column::ReceivedAt)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("looking for old originals"))
}

/// Forgets an original whose file is gone.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn forget_original(tx: &Transaction, user_no: i64, id: Id) -> Result<()> {
    raw_files::Entity::delete_by_id((user_no, id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("forgetting an original"))
}
