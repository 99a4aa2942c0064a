//! The tenants: everything belongs to a workspace.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::{Id, Store, failed};
use crate::error::Result;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workspaces")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// The name.
    pub name: String,
    /// The workspace it is the sandbox of; each has one at most.
    pub sandbox_of: Option<Id>,
    /// When it was created.
    pub created_at: DateTimeUtc,
}

pub use self::Model as Workspace;

/// What it belongs to: nothing.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a workspace.
///
/// # Errors
///
/// Conflict where the id is taken, or the sandbox is there already.
pub async fn insert(store: &Store, workspace: Workspace) -> Result<Workspace> {
    let row = ActiveModel {
        id: Set(workspace.id),
        name: Set(workspace.name.clone()),
        sandbox_of: Set(workspace.sandbox_of),
        created_at: Set(workspace.created_at),
    };
    Entity::insert(row)
        .exec_without_returning(&store.write)
        .await
        .map_err(super::collided("adding a workspace", "this workspace exists already"))?;
    Ok(workspace)
}

/// Finds a workspace.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(store: &Store, id: Id) -> Result<Option<Workspace>> {
    let found = Entity::find_by_id(id).one(&store.read).await;
    found.map_err(failed("reading a workspace"))
}

/// Lists all workspaces, the oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn ids(store: &Store) -> Result<Vec<Id>> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(&store.read)
        .await
        .map_err(failed("reading the workspaces"))
}

/// Finds the sandbox of a workspace.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn sandbox_of(store: &Store, id: Id) -> Result<Option<Workspace>> {
    let found = Entity::find().filter(Column::SandboxOf.eq(id)).one(&store.read).await;
    found.map_err(failed("reading a workspace"))
}

/// Finds the oldest workspace that is no sandbox.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn oldest(store: &Store) -> Result<Option<Workspace>> {
    Entity::find()
        .filter(Column::SandboxOf.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .one(&store.read)
        .await
        .map_err(failed("reading a workspace"))
}
