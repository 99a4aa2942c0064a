//! Other names of sources: a renamed phone goes on being the same phone.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use vitasync_core::source::{Recording, SourceKey};

use super::{Reads, Transaction, failed};
use crate::error::{Error, Result};

/// An alias.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source_aliases")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The provider's slug.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The writer's other name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub origin: String,
    /// How the values came about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub recording: String,
    /// The source it is.
    pub source_no: i32,
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Lists a person's aliases: the other key, and the number of the source it is.
///
/// # Errors
///
/// Internal where the database fails or was written by a newer program.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<HashMap<SourceKey, i32>> {
    let found = Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .all(from.connection())
        .await;
    let key = |row: Model| {
        let unknown = || Error::internal("reading sources")("unknown recording");
        let key = SourceKey {
            provider: row.provider,
            origin: row.origin,
            recording: Recording::from_id(&row.recording).ok_or_else(unknown)?,
        };
        Ok((key, row.source_no))
    };
    found.map_err(failed("reading sources"))?.into_iter().map(key).collect()
}

/// Adds an alias.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, user_no: i64, key: &SourceKey, source_no: i32) -> Result<()> {
    let row = ActiveModel {
        user_no: Set(user_no),
        provider: Set(key.provider.clone()),
        origin: Set(key.origin.clone()),
        recording: Set(key.recording.id().to_owned()),
        source_no: Set(source_no),
    };
    let inserted = Entity::insert(row).exec_without_returning(&tx.0).await;
    inserted.map(|_| ()).map_err(failed("adding an alias"))
}
