//! For how long each workspace keeps data: one row per workspace that has said so itself.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Id, Reads, Transaction, failed};
use crate::error::Result;

/// What a workspace has said.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_settings")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Id,
    /// For how many days what was measured is kept; for ever where nothing is said.
    pub samples_days: Option<i32>,
    /// For how many days raw bytes are kept; for ever where nothing is said.
    pub raw_days: Option<i32>,
    /// Whether what is old is written to the archive first.
    pub archive: bool,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

pub use self::Model as RetentionSettings;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads what a workspace has said; none where it has said nothing.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, workspace: Id) -> Result<Option<RetentionSettings>> {
    let found = Entity::find_by_id(workspace).one(from.connection()).await;
    found.map_err(failed("reading for how long data is kept"))
}

/// Writes what a workspace says.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(tx: &Transaction, row: RetentionSettings) -> Result<()> {
    let known = OnConflict::column(Column::WorkspaceId)
        .update_columns([Column::SamplesDays, Column::RawDays, Column::Archive, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing for how long data is kept"))
}

/// Forgets what a workspace has said.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn remove(tx: &Transaction, workspace: Id) -> Result<()> {
    Entity::delete_by_id(workspace)
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing for how long data is kept"))
}
