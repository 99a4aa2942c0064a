//! The applications that workspaces have registered with vendors, their secrets sealed.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, Iterable, QueryOrder};

use super::{Id, Reads, Transaction, failed};
use crate::error::Result;

/// What a workspace has set for a vendor.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vendor_apps")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Id,
    /// The slug of the vendor.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The application's id and secrets, sealed; none where the installation's application serves.
    pub sealed_settings: Option<Vec<u8>>,
    /// Where the vendor sends people back to, where it is not the usual address.
    pub redirect_uri: Option<String>,
    /// Whether people may connect.
    pub enabled: bool,
    /// The terms that were accepted, word for word.
    pub accepted_terms: Option<String>,
    /// When they were accepted.
    pub accepted_at: Option<DateTimeUtc>,
    /// How often connections are read, where it is not the usual.
    pub schedule: Option<Json>,
    /// When this was last changed.
    pub updated_at: DateTimeUtc,
}

pub use self::Model as VendorApp;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Finds what a workspace has set for a vendor.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, workspace: Id, provider: &str) -> Result<Option<VendorApp>> {
    let found = Entity::find_by_id((workspace, provider.to_owned()))
        .one(from.connection())
        .await;
    found.map_err(failed("reading a vendor's application"))
}

/// Lists what a workspace has set for vendors, by slug.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(from: &impl Reads, workspace: Id) -> Result<Vec<VendorApp>> {
    Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .order_by_asc(Column::Provider)
        .all(from.connection())
        .await
        .map_err(failed("reading vendors' applications"))
}

/// Lists what every workspace has set for a vendor.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_provider(from: &impl Reads, provider: &str) -> Result<Vec<VendorApp>> {
    Entity::find()
        .filter(Column::Provider.eq(provider))
        .order_by_asc(Column::WorkspaceId)
        .all(from.connection())
        .await
        .map_err(failed("reading vendors' applications"))
}

/// Writes what a workspace has set for a vendor.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write(tx: &Transaction, app: VendorApp) -> Result<()> {
    let known = OnConflict::columns([Column::WorkspaceId, Column::Provider])
        .update_columns(Column::iter().filter(|it| !matches!(it, Column::WorkspaceId | Column::Provider)))
        .to_owned();
    Entity::insert(app.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing a vendor's application"))
}

/// Deletes what a workspace has set for a vendor, and tells whether there was anything.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete(tx: &Transaction, workspace: Id, provider: &str) -> Result<bool> {
    Entity::delete_by_id((workspace, provider.to_owned()))
        .exec(&tx.0)
        .await
        .map(|deleted| deleted.rows_affected == 1)
        .map_err(failed("deleting a vendor's application"))
}
