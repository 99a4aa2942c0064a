//! What each workspace has set about connecting: one document per workspace, and none where nothing was ever set.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Id, Reads, Transaction, failed};
use crate::error::Result;

/// What a workspace has set.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "connect_settings")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Id,
    /// What it says.
    pub document: Json,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads what a workspace has set; none where nothing was ever set.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, workspace: Id) -> Result<Option<Json>> {
    let found = Entity::find_by_id(workspace).one(from.connection()).await;
    Ok(found.map_err(failed("reading settings"))?.map(|it| it.document))
}

/// Writes what a workspace has set.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(tx: &Transaction, workspace: Id, document: Json, now: DateTimeUtc) -> Result<()> {
    let row = ActiveModel {
        workspace_id: Set(workspace),
        document: Set(document),
        updated_at: Set(now),
    };
    let known = OnConflict::column(Column::WorkspaceId)
        .update_columns([Column::Document, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing settings"))
}
