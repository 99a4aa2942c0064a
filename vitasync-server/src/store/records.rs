//! Vendors' objects: what is kept of each, so that its vendor can revise or delete it by its id alone.
//!
//! What it means is [`vitasync_core::record`]'s matter. The index over the source and the end of what an object holds
//! finds those that may share a place.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, Iterable};
use vitasync_core::block::Block;
use vitasync_core::id::ContentId;

use super::{Reads, Transaction, failed, in_portions};
use crate::error::{Error, Result};

/// What is kept of an object.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "records")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The 16 bytes of its identity ([`ContentId::of_record`]).
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    /// The vendor's id.
    pub external_id: String,
    /// The source of what it holds; [`SEVERAL`] where there is not exactly one.
    pub source_no: i32,
    /// The vendor's revision, bit by bit.
    pub revision: Option<i64>,
    /// When what counts was last delivered: the import, and the position in it.
    pub sequence: i64,
    /// 16 bytes of hash over what it holds.
    pub content_hash: Vec<u8>,
    /// When the first begins of what it holds or has held.
    pub start_ms: Option<i64>,
    /// When the last ends of what it holds or has held.
    pub end_ms: Option<i64>,
    /// When it last came.
    pub checked_at: DateTimeUtc,
    /// When what is stored of it last changed.
    pub changed_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
    /// The 16 bytes of its session's identity.
    pub session_id: Option<Vec<u8>>,
    /// What it holds and has held ([`pack_rows`]).
    pub rows: Vec<u8>,
}

pub use self::Model as RecordRow;

/// Stands for a source where an object holds rows of several or of none.
pub const SEVERAL: i32 = 0;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes an object's rows: per series its number, the length and the block.
pub fn pack_rows(rows: &BTreeMap<i32, Block>) -> Vec<u8> {
    let mut packed = Vec::new();
    for (series_no, block) in rows {
        let block = block.encode();
        let length = u32::try_from(block.len()).expect("an object is smaller than 4 GiB");
        packed.extend(series_no.to_be_bytes());
        packed.extend(length.to_be_bytes());
        packed.extend(block);
    }
    packed
}

impl Model {
    /// Reads an object's rows.
    ///
    /// # Errors
    ///
    /// Internal where they are damaged or were written by a newer program.
    pub fn unpack_rows(&self) -> Result<BTreeMap<i32, Block>> {
        let damaged = || Error::internal("reading a record")("its rows end early");
        let mut rows = BTreeMap::new();
        let mut left = self.rows.as_slice();
        while !left.is_empty() {
            let (series_no, rest) = left.split_first_chunk::<4>().ok_or_else(damaged)?;
            let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
            let length = usize::try_from(u32::from_be_bytes(*length)).map_err(Error::internal("reading a record"))?;
            let (block, rest) = rest.split_at_checked(length).ok_or_else(damaged)?;
            let block = Block::decode(block).map_err(Error::internal("reading a record"))?;
            rows.insert(i32::from_be_bytes(*series_no), block);
            left = rest;
        }
        Ok(rows)
    }
}

/// Writes records, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, records: Vec<RecordRow>) -> Result<()> {
    let written = Column::iter().filter(|column| !matches!(column, Column::UserNo | Column::Id));
    let known = OnConflict::columns([Column::UserNo, Column::Id])
        .update_columns(written)
        .to_owned();
    for portion in in_portions(records) {
        Entity::insert_many(portion.into_iter().map(|it| it.into_active_model().reset_all()))
            .on_conflict(known.clone())
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("writing records"))?;
    }
    Ok(())
}

/// Reads what is kept of some objects, deleted ones included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64, ids: &[ContentId]) -> Result<Vec<RecordRow>> {
    let mut records = Vec::new();
    for portion in ids.chunks(super::PORTION) {
        let found = Entity::find()
            .filter(Column::UserNo.eq(user_no))
            .filter(Column::Id.is_in(portion.iter().map(|id| id.to_bytes().to_vec())))
            .all(from.connection())
            .await;
        records.extend(found.map_err(failed("reading records"))?);
    }
    Ok(records)
}

/// Reads the objects that may hold or have held rows of a source between two moments, deleted ones included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn touching(
    from: &impl Reads,
    user_no: i64,
    source_no: i32,
    (from_ms, to_ms): (i64, i64),
) -> Result<Vec<RecordRow>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::SourceNo.is_in([source_no, SEVERAL]))
        .filter(Column::EndMs.gte(from_ms))
        .filter(Column::StartMs.lte(to_ms))
        .all(from.connection())
        .await
        .map_err(failed("reading records"))
}

/// Reads the objects that may hold or have held something of a source, deleted ones included.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_source(from: &impl Reads, user_no: i64, source_no: i32) -> Result<Vec<RecordRow>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::SourceNo.is_in([source_no, SEVERAL]))
        .all(from.connection())
        .await
        .map_err(failed("reading records"))
}

/// Reads the objects that are there and lie between two moments with both ends, whoever made them.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn within(from: &impl Reads, user_no: i64, (from_ms, to_ms): (i64, i64)) -> Result<Vec<RecordRow>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::StartMs.gte(from_ms))
        .filter(Column::EndMs.lte(to_ms))
        .filter(Column::DeletedAt.is_null())
        .all(from.connection())
        .await
        .map_err(failed("reading records"))
}
