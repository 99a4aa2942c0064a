//! What each person has set: one document per person, and none where nothing was ever set.
//!
//! Its version stands in the person's own row, which every question reads anyway; so a copy in memory is known to be true
//! or not without asking the database again.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};

use super::{Reads, Transaction, failed, users};
use crate::error::Result;

/// What a person has set.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "preferences")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// What it says.
    pub document: Json,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

pub use self::Model as Stored;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads what a person has set; none where nothing was ever set.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64) -> Result<Option<Stored>> {
    Entity::find_by_id(user_no)
        .one(from.connection())
        .await
        .map_err(failed("reading preferences"))
}

/// Writes what a person has set and raises its version by one.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(tx: &Transaction, user_no: i64, document: Json, now: DateTimeUtc) -> Result<()> {
    let doing = "writing preferences";
    let row = ActiveModel {
        user_no: Set(user_no),
        document: Set(document),
        updated_at: Set(now),
    };
    let known = OnConflict::column(Column::UserNo)
        .update_columns([Column::Document, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map_err(failed(doing))?;
    let version = users::Column::PreferencesVersion;
    users::Entity::update_many()
        .col_expr(version, Expr::col(version).add(1))
        .filter(users::Column::UserNo.eq(user_no))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed(doing))
}
