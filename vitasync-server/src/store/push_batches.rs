//! The batches that phones have pushed: the body as it came, compressed, and what became of it.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{Reads, Transaction, failed};
use crate::error::Result;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_batches")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The phone's id of it, or ours where the phone gave none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The provider's slug.
    pub provider: String,
    /// The phone; empty where it has no name.
    pub device: String,
    /// How many items it has.
    pub items: i32,
    /// The BLAKE3 of the body.
    pub body_hash: Vec<u8>,
    /// The body, compressed; empty where it is an object.
    pub body: Vec<u8>,
    /// The name of the object that the body is.
    pub object: Option<String>,
    /// Where it stands among the person's batches that wait; none once it is written.
    pub waits: Option<i64>,
    /// What became of its items ([`pack`](super::packed::pack)).
    pub results: Option<Vec<u8>>,
    /// When it came.
    pub received_at: DateTimeUtc,
    /// When it was written.
    pub done_at: Option<DateTimeUtc>,
}

pub use self::Model as PushBatch;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A batch without its body.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Head {
    /// The id.
    pub id: String,
    /// The provider's slug.
    pub provider: String,
    /// The phone.
    pub device: String,
    /// How many items it has.
    pub items: i32,
    /// The BLAKE3 of the body.
    pub body_hash: Vec<u8>,
    /// What became of its items.
    pub results: Option<Vec<u8>>,
    /// When it came.
    pub received_at: DateTimeUtc,
    /// When it was written.
    pub done_at: Option<DateTimeUtc>,
}

impl From<PushBatch> for Head {
    fn from(batch: PushBatch) -> Self {
        Self {
            id: batch.id,
            provider: batch.provider,
            device: batch.device,
            items: batch.items,
            body_hash: batch.body_hash,
            results: batch.results,
            received_at: batch.received_at,
            done_at: batch.done_at,
        }
    }
}

/// Adds a batch.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, batch: PushBatch) -> Result<()> {
    let row = batch.into_active_model().reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&tx.0).await;
    inserted.map(|_| ()).map_err(failed("keeping a batch"))
}

/// Finds a batch by its id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, user_no: i64, id: &str) -> Result<Option<Head>> {
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Provider,
            Column::Device,
            Column::Items,
            Column::BodyHash,
            Column::Results,
            Column::ReceivedAt,
            Column::DoneAt,
        ])
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Id.eq(id))
        .into_model()
        .one(from.connection())
        .await
        .map_err(failed("reading a batch"))
}

/// Tells where the last of a person's batches stands that wait.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn last_waiting(from: &impl Reads, user_no: i64) -> Result<Option<i64>> {
    Entity::find()
        .select_only()
        .column(Column::Waits)
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Waits.is_not_null())
        .order_by_desc(Column::Waits)
        .into_tuple()
        .one(from.connection())
        .await
        .map_err(failed("reading batches"))
}

/// Reads the first of a person's batches that wait.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn first_waiting(from: &impl Reads, user_no: i64) -> Result<Option<PushBatch>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Waits.is_not_null())
        .order_by_asc(Column::Waits)
        .one(from.connection())
        .await
        .map_err(failed("reading batches"))
}

/// Notes what became of a batch that waited.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn finish(tx: &Transaction, user_no: i64, id: &str, results: Vec<u8>, now: DateTimeUtc) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Waits, Expr::value(None::<i64>))
        .col_expr(Column::Results, Expr::value(results))
        .col_expr(Column::DoneAt, Expr::value(now))
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Id.eq(id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("finishing a batch"))
}

/// Tells whether another phone has pushed from the same provider.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn another_device(from: &impl Reads, user_no: i64, provider: &str, device: &str) -> Result<bool> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Provider.eq(provider))
        .filter(Column::Device.ne(device))
        .into_tuple::<String>()
        .one(from.connection())
        .await
        .map(|found| found.is_some())
        .map_err(failed("reading batches"))
}
