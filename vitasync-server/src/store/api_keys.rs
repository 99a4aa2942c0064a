//! The keys programs show: hashed, scoped, for a workspace or for one person of it.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, SqlErr};

use super::{Id, Store, Transaction, collided, failed};
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
    /// The SHA-256 of the key before the last rotation, where that was to go on working for a while.
    pub previous_hash: Option<Vec<u8>>,
    /// When the key before stops working.
    pub previous_until: Option<DateTimeUtc>,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// How many requests it may make per minute: 0 for any number, none for as many as the server gives.
    pub requests_per_minute: Option<i32>,
    /// When it stops working.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was last shown.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
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
/// Conflict where the id or the hash is taken; NotFound where the person is gone.
pub async fn insert(tx: &Transaction, key: ApiKey) -> Result<ApiKey> {
    let row = key.clone().into_active_model().reset_all();
    let added = Entity::insert(row).exec_without_returning(&tx.0).await;
    added.map_err(|error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Error::not_found("User"),
        _ => collided("adding an API key", "this API key exists already")(error),
    })?;
    Ok(key)
}

/// Finds a key by its hash or the one before, whatever its state.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_by_hash(store: &Store, hash: &[u8]) -> Result<Option<ApiKey>> {
    Entity::find()
        .filter(Column::Hash.eq(hash).or(Column::PreviousHash.eq(hash)))
        .one(&store.read)
        .await
        .map_err(failed("reading an API key"))
}

/// Finds a key of some workspaces by id, and keeps others from changing it until the end.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn lock(tx: &Transaction, workspaces: &[Id], id: Id) -> Result<ApiKey> {
    Entity::find_by_id(id)
        .filter(Column::WorkspaceId.is_in(workspaces.iter().copied()))
        .lock(LockType::Update)
        .one(&tx.0)
        .await
        .map_err(failed("reading an API key"))?
        .ok_or(Error::not_found("API key"))
}

/// Lists the keys of some workspaces, oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(store: &Store, workspaces: &[Id]) -> Result<Vec<ApiKey>> {
    Entity::find()
        .filter(Column::WorkspaceId.is_in(workspaces.iter().copied()))
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
pub async fn update(tx: &Transaction, key: ApiKey) -> Result<ApiKey> {
    let id = key.id;
    let mut row = key.into_active_model().reset_all();
    for fixed in [Column::WorkspaceId, Column::UserId, Column::CreatedAt] {
        row.not_set(fixed);
    }
    row.id = sea_orm::ActiveValue::Unchanged(id);
    match Entity::update(row).exec(&tx.0).await {
        Err(DbErr::RecordNotUpdated) => Err(Error::not_found("API key")),
        other => other.map_err(collided("changing an API key", "this API key exists already")),
    }
}

/// Notes that a key was shown, unless a later use is noted already.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn touch(store: &Store, id: Id, at: DateTimeUtc) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(at))
        .filter(Column::Id.eq(id))
        .filter(Column::LastUsedAt.is_null().or(Column::LastUsedAt.lt(at)))
        .exec(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("noting the use of an API key"))
}

/// Deletes a key.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(tx: &Transaction, id: Id) -> Result<()> {
    Entity::delete_by_id(id)
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("deleting an API key"))
}
