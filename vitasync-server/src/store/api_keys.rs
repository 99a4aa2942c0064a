//! The keys programs show: hashed, scoped, for a workspace or for one person of it.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{IntoActiveModel, QueryOrder};

use super::{Id, Store, collided, failed};
use crate::error::{Error, Result};

/// A key. The key itself is not kept, only its hash.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// The workspace.
    pub workspace_id: Id,
    /// The only person it may see, for a personal key.
    pub user_id: Option<Id>,
    /// The name.
    pub name: String,
    /// The beginning of the key, by which people recognise it.
    pub prefix: String,
    /// The SHA-256 of the key.
    pub hash: Vec<u8>,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it stops working.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was last shown.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTimeUtc>,
}

pub use self::Model as ApiKey;

/// What it belongs to.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a key.
///
/// # Errors
///
/// Conflict where the id or the hash is taken.
pub async fn insert(store: &Store, key: ApiKey) -> Result<ApiKey> {
    let row = key.clone().into_active_model().reset_all();
    Entity::insert(row)
        .exec_without_returning(&store.write)
        .await
        .map_err(collided("adding an API key", "this API key exists already"))?;
    Ok(key)
}

/// Finds a key by its hash, whatever its state.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_by_hash(store: &Store, hash: &[u8]) -> Result<Option<ApiKey>> {
    let found = Entity::find().filter(Column::Hash.eq(hash)).one(&store.read).await;
    found.map_err(failed("reading an API key"))
}

/// Finds a key of a workspace by id, whatever its state.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(store: &Store, workspace: Id, id: Id) -> Result<Option<ApiKey>> {
    Entity::find_by_id(id)
        .filter(Column::WorkspaceId.eq(workspace))
        .one(&store.read)
        .await
        .map_err(failed("reading an API key"))
}

/// Lists the keys of a workspace, oldest first, withdrawn ones included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(store: &Store, workspace: Id) -> Result<Vec<ApiKey>> {
    Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(&store.read)
        .await
        .map_err(failed("listing API keys"))
}

/// Writes every field of a key but the ids and the time of creation.
///
/// # Errors
///
/// NotFound where the key is gone.
pub async fn update(store: &Store, key: ApiKey) -> Result<ApiKey> {
    let id = key.id;
    let mut row = key.into_active_model().reset_all();
    for fixed in [Column::WorkspaceId, Column::UserId, Column::CreatedAt] {
        row.not_set(fixed);
    }
    row.id = sea_orm::ActiveValue::Unchanged(id);
    match Entity::update(row).exec(&store.write).await {
        Err(DbErr::RecordNotUpdated) => Err(Error::not_found("API key")),
        other => other.map_err(collided("changing an API key", "this API key exists already")),
    }
}

/// Notes that a key was shown.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn touch(store: &Store, id: Id, at: DateTimeUtc) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(at))
        .filter(Column::Id.eq(id))
        .exec(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("noting the use of an API key"))
}

/// Deletes a key of a workspace and tells whether it was there.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(store: &Store, workspace: Id, id: Id) -> Result<bool> {
    Entity::delete_many()
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Column::Id.eq(id))
        .exec(&store.write)
        .await
        .map(|deleted| deleted.rows_affected == 1)
        .map_err(failed("deleting an API key"))
}
