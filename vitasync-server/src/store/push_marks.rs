//! What phones have us remember: how far each has read its store, and which batch of a stream was its last.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QueryOrder};

use super::{Reads, Transaction, failed};
use crate::error::Result;

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_marks")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The provider's slug.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The phone; empty where it has no name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub device: String,
    /// What kind of mark it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Kind,
    /// The type an anchor is of, or the stream a number is of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The anchor, or the number.
    pub mark: String,
    /// When it was set.
    pub updated_at: DateTimeUtc,
}

pub use self::Model as Mark;

/// What kind of mark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum Kind {
    /// How far the phone has read a type.
    Anchor,
    /// The number of the last batch of a stream.
    Sequence,
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Sets marks.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, marks: Vec<Mark>) -> Result<()> {
    if marks.is_empty() {
        return Ok(());
    }
    let key = [
        Column::UserNo,
        Column::Provider,
        Column::Device,
        Column::Kind,
        Column::Name,
    ];
    let known = OnConflict::columns(key)
        .update_columns([Column::Mark, Column::UpdatedAt])
        .to_owned();
    Entity::insert_many(marks.into_iter().map(|it| it.into_active_model().reset_all()))
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("setting marks of a phone"))
}

/// Lists a person's marks, by provider, phone, kind and name.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<Mark>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .order_by_asc(Column::Provider)
        .order_by_asc(Column::Device)
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Name)
        .all(from.connection())
        .await
        .map_err(failed("reading marks of a phone"))
}

/// Reads the number of the last batch of a stream.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn sequence(
    from: &impl Reads,
    user_no: i64,
    provider: &str,
    device: &str,
    stream: &str,
) -> Result<Option<String>> {
    let key = (
        user_no,
        provider.to_owned(),
        device.to_owned(),
        Kind::Sequence,
        stream.to_owned(),
    );
    let found = Entity::find_by_id(key).one(from.connection()).await;
    Ok(found.map_err(failed("reading marks of a phone"))?.map(|it| it.mark))
}
