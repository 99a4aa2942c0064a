//! What people have said to episodes.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::super::{Reads, Transaction, failed};
use crate::error::Result;

/// What was said of an episode that covers a day.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "episode_acts")]
pub struct Model {
    /// Whose episode it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The metric.
    #[sea_orm(primary_key, auto_increment = false)]
    pub metric: String,
    /// To which side.
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: String,
    /// A day it covered then.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: Date,
    /// `acknowledged` or `dismissed`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub act: String,
    /// When it was first said.
    pub at: DateTimeUtc,
}

pub use self::Model as Act;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Lists everything that was said of a person's episodes.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<Act>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .all(from.connection())
        .await
        .map_err(failed("reading what was said of episodes"))
}

/// Keeps what was said; what was said before stays.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn say(tx: &Transaction, act: Act) -> Result<()> {
    let there = OnConflict::new().do_nothing().to_owned();
    Entity::insert(act.into_active_model().reset_all())
        .on_conflict(there)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("keeping what was said of an episode"))
}
