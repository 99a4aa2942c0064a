//! Nights and workouts, one row each, with a tombstone where one was deleted.
//!
//! The body is JSON, compressed where that saves much; the route, which few questions need, stands apart.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{Condition, IntoActiveModel, Iterable, QueryOrder, QuerySelect};

use super::{Reads, Transaction, failed, in_portions};
use crate::error::Result;

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The 16 bytes of its identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    /// `sleep` or `workout`.
    pub kind: String,
    /// The source.
    pub source_no: i32,
    /// When it began.
    pub start_ms: i64,
    /// When it ended.
    pub end_ms: i64,
    /// The canonical sport of a workout.
    pub sport: Option<String>,
    /// Whether it was derived from samples of its source, and is derived anew when they change.
    pub derived: bool,
    /// The vendor's id.
    pub external_id: Option<String>,
    /// 16 bytes of hash over body and route.
    pub content_hash: Vec<u8>,
    /// When it first came.
    pub created_at: DateTimeUtc,
    /// When what is stored last changed.
    pub updated_at: DateTimeUtc,
    /// When it last came.
    pub checked_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
    /// The inside, as JSON or compressed JSON.
    pub body: Vec<u8>,
    /// The route, as JSON or compressed JSON.
    pub route: Option<Vec<u8>>,
}

pub use self::Model as SessionRow;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What has to be known of a stored session to decide about a new delivery.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Known {
    /// The identity.
    pub id: Vec<u8>,
    /// When it began.
    pub start_ms: i64,
    /// When it ended.
    pub end_ms: i64,
    /// The hash over what is stored.
    pub content_hash: Vec<u8>,
    /// When it first came.
    pub created_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
}

/// What is told of a session.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Head {
    /// The identity.
    pub id: Vec<u8>,
    /// `sleep` or `workout`.
    pub kind: String,
    /// When it began.
    pub start_ms: i64,
    /// When it ended.
    pub end_ms: i64,
    /// The canonical sport of a workout.
    pub sport: Option<String>,
}

/// Which sessions to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter<'a> {
    /// Only this kind.
    pub kind: Option<&'a str>,
    /// Only those that end after this.
    pub from_ms: Option<i64>,
    /// Only those that start before this.
    pub to_ms: Option<i64>,
}

/// Reads sessions without their routes, latest start first, then by id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(from: &impl Reads, user_no: i64, filter: Filter<'_>, limit: Option<u64>) -> Result<Vec<SessionRow>> {
    let mut query = Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::DeletedAt.is_null())
        .filter(
            Condition::all()
                .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
                .add_option(filter.from_ms.map(|from| Column::EndMs.gt(from)))
                .add_option(filter.to_ms.map(|to| Column::StartMs.lt(to))),
        )
        .order_by_desc(Column::StartMs)
        .order_by_asc(Column::Id);
    if let Some(limit) = limit {
        query = query.limit(limit);
    }
    query
        .select_only()
        .columns(Column::iter().filter(|column| !matches!(column, Column::Route)))
        .expr_as(Expr::cust("NULL"), "route")
        .all(from.connection())
        .await
        .map_err(failed("reading sessions"))
}

/// Tells the first and the last start of a person's sessions; nothing where there is none.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn span(from: &impl Reads, user_no: i64) -> Result<Option<(i64, i64)>> {
    let found: Option<(Option<i64>, Option<i64>)> = Entity::find()
        .select_only()
        .expr(Column::StartMs.min())
        .expr(Column::StartMs.max())
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::DeletedAt.is_null())
        .into_tuple()
        .one(from.connection())
        .await
        .map_err(failed("reading sessions"))?;
    Ok(found.and_then(|(first, last)| first.zip(last)))
}

/// Reads one session with its route; a deleted one is not there.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64, id: &[u8]) -> Result<Option<SessionRow>> {
    Entity::find_by_id((user_no, id.to_vec()))
        .filter(Column::DeletedAt.is_null())
        .one(from.connection())
        .await
        .map_err(failed("reading a session"))
}

/// Reads what decides about new deliveries of some sessions, deleted ones included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn known(tx: &Transaction, user_no: i64, ids: &[Vec<u8>]) -> Result<Vec<Known>> {
    let mut known = Vec::new();
    for portion in ids.chunks(super::PORTION) {
        let found = Entity::find()
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().cloned()))
            .select_only()
            .columns([
                Column::Id,
                Column::StartMs,
                Column::EndMs,
                Column::ContentHash,
                Column::CreatedAt,
                Column::DeletedAt,
            ])
            .into_model::<Known>()
            .all(&tx.0)
            .await;
        known.extend(found.map_err(failed("reading sessions"))?);
    }
    Ok(known)
}

/// Reads what is told of some sessions, deleted ones not.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn heads(tx: &Transaction, user_no: i64, ids: &[Vec<u8>]) -> Result<Vec<Head>> {
    let mut heads = Vec::new();
    for portion in ids.chunks(super::PORTION) {
        let found = Entity::find()
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().cloned()))
            .filter(Column::DeletedAt.is_null())
            .select_only()
            .columns([Column::Id, Column::Kind, Column::StartMs, Column::EndMs, Column::Sport])
            .into_model::<Head>()
            .all(&tx.0)
            .await;
        heads.extend(found.map_err(failed("reading sessions"))?);
    }
    Ok(heads)
}

/// Reads what was derived from samples of a source and touches a stretch of time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn derived(
    tx: &Transaction,
    user_no: i64,
    source_no: i32,
    from_ms: i64,
    to_ms: i64,
) -> Result<Vec<SessionRow>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::SourceNo.eq(source_no))
        .filter(Column::Derived.eq(true))
        .filter(Column::EndMs.gt(from_ms))
        .filter(Column::StartMs.lt(to_ms))
        .all(&tx.0)
        .await
        .map_err(failed("reading sessions"))
}

/// Reads all sessions of a source with their routes, deleted ones not.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_source(tx: &Transaction, user_no: i64, source_no: i32) -> Result<Vec<SessionRow>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::SourceNo.eq(source_no))
        .filter(Column::DeletedAt.is_null())
        .all(&tx.0)
        .await
        .map_err(failed("reading sessions"))
}

/// Writes sessions, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, sessions: Vec<SessionRow>) -> Result<()> {
    let written = Column::iter().filter(|column| !matches!(column, Column::UserNo | Column::Id | Column::CreatedAt));
    let known = OnConflict::columns([Column::UserNo, Column::Id])
        .update_columns(written)
        .to_owned();
    for portion in in_portions(sessions) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing sessions"))?;
    }
    Ok(())
}

/// Notes that sessions came again as they were.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn touch(tx: &Transaction, user_no: i64, ids: &[Vec<u8>], at: DateTimeUtc) -> Result<()> {
    for portion in ids.chunks(super::PORTION) {
        Entity::update_many()
            .col_expr(Column::CheckedAt, Expr::value(at))
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().cloned()))
            .exec(&tx.0)
            .await
            .map_err(failed("noting sessions"))?;
    }
    Ok(())
}

/// Leaves tombstones for sessions, which keep a late duplicate from coming back, and tells how many there were.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn bury(tx: &Transaction, user_no: i64, ids: &[Vec<u8>], at: DateTimeUtc) -> Result<u64> {
    let mut buried = 0;
    for portion in ids.chunks(super::PORTION) {
        let changed = Entity::update_many()
            .col_expr(Column::DeletedAt, Expr::value(at))
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().cloned()))
            .filter(Column::DeletedAt.is_null())
            .exec(&tx.0)
            .await;
        buried += changed.map_err(failed("deleting sessions"))?.rows_affected;
    }
    Ok(buried)
}

/// Removes sessions without a trace; for those that were derived.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn remove(tx: &Transaction, user_no: i64, ids: &[Vec<u8>]) -> Result<()> {
    for portion in ids.chunks(super::PORTION) {
        Entity::delete_many()
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().cloned()))
            .exec(&tx.0)
            .await
            .map_err(failed("removing sessions"))?;
    }
    Ok(())
}
