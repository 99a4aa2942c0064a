//! Sums of weeks and months, as they were when somebody asked for them.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{QueryOrder, QuerySelect};

use super::{Id, Reads, Transaction, failed};
use crate::error::Result;

/// A sum.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "snapshots")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// `weekly` or `monthly`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: String,
    /// The first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub first_date: Date,
    /// The last.
    pub last_date: Date,
    /// The id.
    pub id: Id,
    /// By which methods, in which versions.
    pub method: String,
    /// All of it, packed.
    pub document: Vec<u8>,
    /// When it was computed.
    pub computed_at: DateTimeUtc,
}

pub use self::Model as Snapshot;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Lists a person's, all or those of a period, the latest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(from: &impl Reads, user_no: i64, period: Option<&str>, limit: u64) -> Result<Vec<Snapshot>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Condition::all().add_option(period.map(|period| Column::Period.eq(period))))
        .order_by_desc(Column::FirstDate)
        .order_by_asc(Column::Period)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("reading snapshots"))
}

/// Finds one of a person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64, id: Id) -> Result<Option<Snapshot>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Id.eq(id))
        .one(from.connection())
        .await
        .map_err(failed("reading a snapshot"))
}

/// Keeps one; where its period has one, that one keeps its id and becomes this.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn put(tx: &Transaction, snapshot: Snapshot) -> Result<()> {
    let known = OnConflict::columns([Column::UserNo, Column::Period, Column::FirstDate])
        .update_columns([Column::LastDate, Column::Method, Column::Document, Column::ComputedAt])
        .to_owned();
    Entity::insert(snapshot.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("keeping a snapshot"))
}

/// Finds that of a period.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_period(from: &impl Reads, user_no: i64, period: &str, first: Date) -> Result<Option<Snapshot>> {
    Entity::find_by_id((user_no, period.to_owned(), first))
        .one(from.connection())
        .await
        .map_err(failed("reading a snapshot"))
}
