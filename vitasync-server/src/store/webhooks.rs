//! What customers want to hear of, what there is to tell, and whether it has arrived: three tables that make no sense
//! apart.
//!
//! An event is written in the transaction of what happened, with a delivery for every endpoint that wants it. Its body is
//! kept as it is sent, so every attempt sends and signs the same bytes.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Reads, Store, Transaction, failed, in_portions, users};
use crate::error::{Error, Result};

/// Where a customer wants to be told.
pub mod endpoint {
    use super::*;

    /// An endpoint.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_endpoints")]
    pub struct Model {
        /// The id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Id,
        /// The workspace.
        pub workspace_id: Id,
        /// The address.
        pub url: String,
        /// What people call it.
        pub description: String,
        /// What it wants to hear of: a list of names and wildcards.
        pub events: Json,
        /// The sealed secret.
        pub secret: Vec<u8>,
        /// The sealed secret before it.
        pub previous_secret: Option<Vec<u8>>,
        /// Until when that one signs too.
        pub previous_until: Option<DateTimeUtc>,
        /// Whether anything is sent.
        pub is_active: bool,
        /// Why nothing is, where it was not the customer who said so.
        pub disabled_reason: Option<String>,
        /// Since when every delivery has failed for good.
        pub failing_since: Option<DateTimeUtc>,
        /// How many have, one after the other.
        pub failures: i32,
        /// When it was created.
        pub created_at: DateTimeUtc,
        /// When it was last changed.
        pub updated_at: DateTimeUtc,
    }

    /// What it belongs to; kept by the code, not by the database.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened.
pub mod event {
    use super::*;

    /// An event, as it is sent.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_events")]
    pub struct Model {
        /// The id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Id,
        /// The workspace.
        pub workspace_id: Id,
        /// The person it is about.
        pub user_no: Option<i64>,
        /// Its name.
        pub name: String,
        /// What is sent.
        pub body: String,
        /// When it happened.
        pub created_at: DateTimeUtc,
    }

    /// What it belongs to; kept by the code, not by the database.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whether it has arrived.
pub mod delivery {
    use super::*;

    /// An event on its way to an endpoint.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_deliveries")]
    pub struct Model {
        /// The id, the same for every attempt.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Id,
        /// Where to.
        pub endpoint_id: Id,
        /// What.
        pub event_id: Id,
        /// The person it is about.
        pub user_no: Option<i64>,
        /// The name of the event.
        pub event: String,
        /// `pending`, `delivered` or `failed`.
        pub status: String,
        /// How often it was tried.
        pub attempts: i32,
        /// What the endpoint last answered.
        pub response_status: Option<i32>,
        /// What last went wrong.
        pub error: Option<String>,
        /// How long the last answer took.
        pub duration_ms: Option<i32>,
        /// When it was made.
        pub created_at: DateTimeUtc,
        /// When it was last tried.
        pub last_attempt_at: Option<DateTimeUtc>,
        /// When it is tried next.
        pub next_attempt_at: Option<DateTimeUtc>,
        /// When it arrived.
        pub delivered_at: Option<DateTimeUtc>,
    }

    /// What it belongs to; kept by the code, not by the database.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub use self::delivery::Model as Delivery;
pub use self::endpoint::Model as Endpoint;
pub use self::event::Model as Event;

/// Adds an endpoint.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert_endpoint(tx: &Transaction, row: Endpoint) -> Result<()> {
    endpoint::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("adding a webhook"))
}

/// Writes every field of an endpoint.
///
/// # Errors
///
/// NotFound where it is gone.
pub async fn update_endpoint(tx: &Transaction, row: Endpoint) -> Result<()> {
    let id = row.id;
    let mut row = row.into_active_model().reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(id);
    match endpoint::Entity::update(row).exec(&tx.0).await {
        Err(DbErr::RecordNotUpdated) => Err(Error::not_found("Webhook")),
        other => other.map(|_| ()).map_err(failed("changing a webhook")),
    }
}

/// Deletes an endpoint with its deliveries, and tells whether it was there.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn delete_endpoint(tx: &Transaction, workspace: Id, id: Id) -> Result<bool> {
    let doing = "deleting a webhook";
    let gone = endpoint::Entity::delete_many()
        .filter(endpoint::Column::Id.eq(id))
        .filter(endpoint::Column::WorkspaceId.eq(workspace))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    if gone.rows_affected > 0 {
        delivery::Entity::delete_many()
            .filter(delivery::Column::EndpointId.eq(id))
            .exec(&tx.0)
            .await
            .map_err(failed(doing))?;
    }
    Ok(gone.rows_affected > 0)
}

/// Finds an endpoint.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_endpoint(from: &impl Reads, id: Id) -> Result<Option<Endpoint>> {
    let found = endpoint::Entity::find_by_id(id).one(from.connection()).await;
    found.map_err(failed("reading a webhook"))
}

/// Lists the endpoints of a workspace, the oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn endpoints(from: &impl Reads, workspace: Id) -> Result<Vec<Endpoint>> {
    endpoint::Entity::find()
        .filter(endpoint::Column::WorkspaceId.eq(workspace))
        .order_by_asc(endpoint::Column::Id)
        .all(from.connection())
        .await
        .map_err(failed("listing webhooks"))
}

/// Lists the active endpoints of the workspace a person belongs to.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn endpoints_of_user(tx: &Transaction, user_no: i64) -> Result<Vec<Endpoint>> {
    let workspace = Query::select()
        .column(users::Column::WorkspaceId)
        .from(users::Entity)
        .and_where(users::Column::UserNo.eq(user_no))
        .to_owned();
    endpoint::Entity::find()
        .filter(endpoint::Column::IsActive.eq(true))
        .filter(endpoint::Column::WorkspaceId.in_subquery(workspace))
        .all(&tx.0)
        .await
        .map_err(failed("listing webhooks"))
}

/// Counts that a delivery has failed for good (and since when), or that one has arrived.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn note_outcome(tx: &Transaction, id: Id, failed_at: Option<DateTimeUtc>) -> Result<()> {
    use endpoint::Column;
    let update = endpoint::Entity::update_many().filter(Column::Id.eq(id));
    let update = match failed_at {
        Some(at) => update
            .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
            .col_expr(Column::FailingSince, Expr::col(Column::FailingSince).if_null(at)),
        None => update
            .col_expr(Column::Failures, Expr::value(0))
            .col_expr(Column::FailingSince, Expr::value(None::<DateTimeUtc>))
            .filter(Column::Failures.gt(0)),
    };
    update
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("noting what became of a delivery"))
}

/// Adds events with their deliveries.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, events: Vec<Event>, deliveries: Vec<Delivery>) -> Result<()> {
    let doing = "writing an event";
    for portion in in_portions(events) {
        let rows = portion.into_iter().map(|row| row.into_active_model().reset_all());
        event::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed(doing))?;
    }
    for portion in in_portions(deliveries) {
        let rows = portion.into_iter().map(|row| row.into_active_model().reset_all());
        delivery::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed(doing))?;
    }
    Ok(())
}

/// Finds an event.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_event(from: &impl Reads, id: Id) -> Result<Option<Event>> {
    let found = event::Entity::find_by_id(id).one(from.connection()).await;
    found.map_err(failed("reading an event"))
}

/// Finds a delivery.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_delivery(from: &impl Reads, id: Id) -> Result<Option<Delivery>> {
    let found = delivery::Entity::find_by_id(id).one(from.connection()).await;
    found.map_err(failed("reading a delivery"))
}

/// Writes every field of a delivery; one that is gone stays gone.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn update_delivery(tx: &Transaction, row: Delivery) -> Result<()> {
    let id = row.id;
    let mut row = row.into_active_model().reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(id);
    match delivery::Entity::update(row).exec(&tx.0).await {
        Ok(_) | Err(DbErr::RecordNotUpdated) => Ok(()),
        Err(error) => Err(failed("noting what became of a delivery")(error)),
    }
}

/// Lists the deliveries to an endpoint, the newest first, those older than `before`.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn deliveries(
    from: &impl Reads,
    endpoint: Id,
    status: Option<&str>,
    before: Option<Id>,
    limit: u64,
) -> Result<Vec<Delivery>> {
    let mut found = delivery::Entity::find().filter(delivery::Column::EndpointId.eq(endpoint));
    if let Some(status) = status {
        found = found.filter(delivery::Column::Status.eq(status));
    }
    if let Some(before) = before {
        found = found.filter(delivery::Column::Id.lt(before));
    }
    found
        .order_by_desc(delivery::Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("listing deliveries"))
}

/// Deletes events and deliveries that are older than a time, and tells how many.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(store: &Store, before: DateTimeUtc) -> Result<u64> {
    let doing = "deleting old deliveries";
    let gone = delivery::Entity::delete_many()
        .filter(delivery::Column::CreatedAt.lt(before))
        .exec(&store.write)
        .await
        .map_err(failed(doing))?
        .rows_affected;
    let events = event::Entity::delete_many()
        .filter(event::Column::CreatedAt.lt(before))
        .exec(&store.write)
        .await
        .map_err(failed(doing))?;
    Ok(gone + events.rows_affected)
}
