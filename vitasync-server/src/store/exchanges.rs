//! What vendors answered and pushed, byte by byte as it came, so that it can be decoded again. The bodies are compressed.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Reads, Store, failed};
use crate::error::Result;

/// A request and its answer.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exchanges")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// By which connection it came.
    pub connection_id: Id,
    /// The slug of the vendor.
    pub provider: String,
    /// What was asked for, in the vendor's description's word.
    pub resource: String,
    /// The request; it names secrets and holds none.
    pub request: Json,
    /// The status of the answer.
    pub status: i16,
    /// The headers of the answer, as pairs.
    pub headers: Json,
    /// The body, compressed; empty where it is an object.
    pub body: Vec<u8>,
    /// The name of the object that the body is.
    pub object: Option<String>,
    /// When it came.
    pub received_at: DateTimeUtc,
}

pub use self::Model as ExchangeRow;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Keeps an exchange.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(store: &Store, exchange: ExchangeRow) -> Result<()> {
    let row = exchange.into_active_model().reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&store.write).await;
    inserted.map(|_| ()).map_err(failed("keeping an answer"))
}

/// Lists some exchanges of a person in the order in which they came, those after one.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn after(
    from: &impl Reads,
    user_no: i64,
    provider: Option<&str>,
    after: Option<(DateTimeUtc, Id)>,
    limit: u64,
) -> Result<Vec<ExchangeRow>> {
    let later = after.map(|(at, id)| {
        let at_once = Condition::all().add(Column::ReceivedAt.eq(at)).add(Column::Id.gt(id));
        Condition::any().add(Column::ReceivedAt.gt(at)).add(at_once)
    });
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Condition::all().add_option(provider.map(|slug| Column::Provider.eq(slug))))
        .filter(Condition::all().add_option(later))
        .order_by_asc(Column::ReceivedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("reading answers"))
}

/// Lists the people of whom answers are kept.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn users(from: &impl Reads, provider: Option<&str>) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::UserNo)
        .distinct()
        .filter(Condition::all().add_option(provider.map(|slug| Column::Provider.eq(slug))))
        .order_by_asc(Column::UserNo)
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed("reading answers"))
}
