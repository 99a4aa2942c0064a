//! Deletes what is old, and keeps what is told of the rest true.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};
use vitasync_core::time::utc_day;

use super::exchanges::{self, ExchangeRow};
use super::push_batches::{self, PushBatch};
use super::raw_files::{self, RawFile};
use super::series::{self, Series};
use super::sessions::{self, SessionRow};
use super::{Id, Reads, Transaction, assessments, blocks, daily, episodes, failed, records, users};
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

    /// Tells the last UTC day that is old, in days since 1970.
    pub fn last_day(self) -> i32 {
        utc_day(self.ms) - 1
    }

    /// Takes the midnight at or before an instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        let date = instant.date_naive();
        let ms = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Self { date, ms }
    }
}

/// Lists people of a workspace of whom something is old, at most `limit`, those behind one.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn users(from: &impl Reads, workspace: Id, border: Border, behind: i64, limit: u64) -> Result<Vec<i64>> {
    let of_samples = Query::select()
        .column(series::Column::UserNo)
        .from(series::Entity)
        .and_where(series::Column::FirstMs.lt(border.ms))
        .to_owned();
    let of_sessions = Query::select()
        .column(sessions::Column::UserNo)
        .from(sessions::Entity)
        .and_where(sessions::Column::EndMs.lt(border.ms))
        .to_owned();
    let has_old = Condition::any()
        .add(users::Column::UserNo.in_subquery(of_samples))
        .add(users::Column::UserNo.in_subquery(of_sessions));
    users::Entity::find()
        .select_only()
        .column(users::Column::UserNo)
        .filter(users::Column::WorkspaceId.eq(workspace))
        .filter(users::Column::UserNo.gt(behind))
        .filter(has_old)
        .order_by_asc(users::Column::UserNo)
        .limit(limit)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("looking for old data"))
}

/// What of a person is old, by which is told whether somebody has changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(Vec<(i32, i64)>, Vec<(Vec<u8>, Vec<u8>)>);

/// Notes what of a person is old.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn mark(from: &impl Reads, user_no: i64, border: Border) -> Result<Mark> {
    let series = old_series(from, user_no, border).await?;
    let sessions = sessions::Entity::find()
        .select_only()
        .columns([sessions::Column::Id, sessions::Column::ContentHash])
        .filter(sessions::Column::UserNo.eq(user_no))
        .filter(sessions::Column::EndMs.lt(border.ms))
        .order_by_asc(sessions::Column::Id)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("looking for old data"))?;
    let series = series.into_iter().map(|it| (it.series_no, it.version));
    Ok(Mark(series.collect(), sessions))
}

/// Lists a person's series that begin before the border, by number.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn old_series(from: &impl Reads, user_no: i64, border: Border) -> Result<Vec<Series>> {
    series::Entity::find()
        .filter(series::Column::UserNo.eq(user_no))
        .filter(series::Column::FirstMs.lt(border.ms))
        .order_by_asc(series::Column::SeriesNo)
        .all(from.connection())
        .await
        .map_err(failed("looking for old data"))
}

/// Reads a person's sessions that ended before the border and were not deleted, with their routes, in order of their ends.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn old_sessions(from: &impl Reads, user_no: i64, border: Border) -> Result<Vec<SessionRow>> {
    sessions::Entity::find()
        .filter(sessions::Column::UserNo.eq(user_no))
        .filter(sessions::Column::EndMs.lt(border.ms))
        .filter(sessions::Column::DeletedAt.is_null())
        .order_by_asc(sessions::Column::EndMs)
        .order_by_asc(sessions::Column::Id)
        .all(from.connection())
        .await
        .map_err(failed("looking for old data"))
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
    let old = old_series(tx, user_no, border).await?;
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

/// Lists a workspace's originals that came before a time, by person, at most `limit`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn originals(from: &impl Reads, workspace: Id, before: DateTime<Utc>, limit: u64) -> Result<Vec<RawFile>> {
    raw_files::Entity::find()
        .filter(raw_files::Column::UserNo.in_subquery(people_of(workspace)))
        .filter(raw_files::Column::ReceivedAt.lt(before))
        .order_by_asc(raw_files::Column::UserNo)
        .order_by_asc(raw_files::Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("looking for old originals"))
}

/// Lists what vendors answered a workspace before a time, by person, at most `limit`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn answers(from: &impl Reads, workspace: Id, before: DateTime<Utc>, limit: u64) -> Result<Vec<ExchangeRow>> {
    exchanges::Entity::find()
        .filter(exchanges::Column::UserNo.in_subquery(people_of(workspace)))
        .filter(exchanges::Column::ReceivedAt.lt(before))
        .order_by_asc(exchanges::Column::UserNo)
        .order_by_asc(exchanges::Column::ReceivedAt)
        .order_by_asc(exchanges::Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("looking for old answers"))
}

/// Lists what phones of a workspace pushed before a time and was written, by person, at most `limit`; those whose body was
/// deleted are left out.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn pushes(from: &impl Reads, workspace: Id, before: DateTime<Utc>, limit: u64) -> Result<Vec<PushBatch>> {
    let has_body = Condition::any()
        .add(push_batches::Column::Body.ne(Vec::<u8>::new()))
        .add(push_batches::Column::Object.is_not_null());
    push_batches::Entity::find()
        .filter(push_batches::Column::UserNo.in_subquery(people_of(workspace)))
        .filter(push_batches::Column::ReceivedAt.lt(before))
        .filter(push_batches::Column::DoneAt.is_not_null())
        .filter(has_body)
        .order_by_asc(push_batches::Column::UserNo)
        .order_by_asc(push_batches::Column::ReceivedAt)
        .order_by_asc(push_batches::Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("looking for old batches"))
}

/// Deletes a person's originals by their ids, and counts them. The bytes are the caller's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn forget_originals(tx: &Transaction, user_no: i64, ids: &[Id]) -> Result<u64> {
    raw_files::Entity::delete_many()
        .filter(raw_files::Column::UserNo.eq(user_no))
        .filter(raw_files::Column::Id.is_in(ids.iter().copied()))
        .exec(&tx.0)
        .await
        .map(|it| it.rows_affected)
        .map_err(failed("forgetting an original"))
}

/// Deletes answers by their ids, and counts them. Objects are the caller's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn forget_answers(tx: &Transaction, user_no: i64, ids: &[Id]) -> Result<u64> {
    exchanges::Entity::delete_many()
        .filter(exchanges::Column::UserNo.eq(user_no))
        .filter(exchanges::Column::Id.is_in(ids.iter().copied()))
        .exec(&tx.0)
        .await
        .map(|it| it.rows_affected)
        .map_err(failed("deleting old answers"))
}

/// Deletes the bodies of batches by their ids, and counts them; what became of their items stays, so that a batch that comes
/// again is known. Objects are the caller's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn forget_bodies(tx: &Transaction, user_no: i64, ids: &[String]) -> Result<u64> {
    push_batches::Entity::update_many()
        .col_expr(push_batches::Column::Body, Expr::value(Vec::<u8>::new()))
        .col_expr(push_batches::Column::Object, Expr::value(None::<String>))
        .filter(push_batches::Column::UserNo.eq(user_no))
        .filter(push_batches::Column::Id.is_in(ids.iter().map(String::as_str)))
        .exec(&tx.0)
        .await
        .map(|it| it.rows_affected)
        .map_err(failed("deleting old batches"))
}

/// Asks for the people of a workspace.
fn people_of(workspace: Id) -> SelectStatement {
    Query::select()
        .column(users::Column::UserNo)
        .from(users::Entity)
        .and_where(users::Column::WorkspaceId.eq(workspace))
        .to_owned()
}
