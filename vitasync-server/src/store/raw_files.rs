//! The originals that were kept: what they are called, their checksums and where they lie. The bytes are files.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Reads, Transaction, failed};
use crate::error::Result;

/// A kept original.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "raw_files")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// The name it had.
    pub name: String,
    /// The BLAKE3 of the compressed copy.
    pub checksum: Vec<u8>,
    /// The size of the original.
    pub bytes: i64,
    /// The size of the compressed copy.
    pub stored_bytes: i64,
    /// Where the copy lies in the folder for originals; empty where it is an object.
    pub path: String,
    /// The name of the object that the copy is.
    pub object: Option<String>,
    /// When it came.
    pub received_at: DateTimeUtc,
    /// What its import reported.
    pub report: Json,
}

pub use self::Model as RawFile;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a kept original, in place of one of the same checksum whose file is lost.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn replace(tx: &Transaction, file: RawFile) -> Result<()> {
    let doing = "noting a kept original";
    Entity::delete_many()
        .filter(Column::UserNo.eq(file.user_no))
        .filter(Column::Checksum.eq(file.checksum.clone()))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    let row = file.into_active_model().reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&tx.0).await;
    inserted.map(|_| ()).map_err(failed(doing))
}

/// Finds a kept original by its checksum.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_by_checksum(from: &impl Reads, user_no: i64, checksum: &[u8]) -> Result<Option<RawFile>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Checksum.eq(checksum))
        .one(from.connection())
        .await
        .map_err(failed("reading kept originals"))
}

/// Lists the people of whom originals are kept, by number.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn users(from: &impl Reads) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::UserNo)
        .distinct()
        .order_by_asc(Column::UserNo)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("reading kept originals"))
}

/// Lists a person's kept originals, latest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<RawFile>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .order_by_desc(Column::ReceivedAt)
        .order_by_desc(Column::Id)
        .all(from.connection())
        .await
        .map_err(failed("reading kept originals"))
}
