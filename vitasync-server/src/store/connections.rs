//! The accounts of people at vendors: who, where, how it stands, and sealed what the vendor gave us.
//!
//! An account is live in a workspace once. A grant is replaced only by somebody who has seen the one before
//! ([`replace_grant`]); its version grows for ever, also when it was forgotten in between. Everything else of a row is
//! changed while its person is locked.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Reads, Store, Transaction, collided, failed};
use crate::error::Result;

/// An account of a person at a vendor.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "connections")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// The workspace.
    pub workspace_id: Id,
    /// Whose it is.
    pub user_no: i64,
    /// The slug of the vendor.
    pub provider: String,
    /// How it stands.
    pub status: Status,
    /// Why it stands so, for a person.
    pub reason: Option<String>,
    /// What the vendor says about the account.
    pub account: Json,
    /// The vendor's id of the person, as in the account.
    pub vendor_user: Option<String>,
    /// The id by which a vendor it has taken over knew the person, as in the account.
    pub former_user: Option<String>,
    /// What the vendor gave us, sealed; none once it is forgotten.
    pub sealed_grant: Option<Vec<u8>>,
    /// Which grant of the connection that is.
    pub grant_version: i64,
    /// The subscriptions to the vendor's pushes, sealed.
    pub sealed_subscriptions: Option<Vec<u8>>,
    /// What the workspace has set for it.
    pub settings: Json,
    /// When it was first connected.
    pub connected_at: DateTimeUtc,
    /// When its state last changed.
    pub updated_at: DateTimeUtc,
    /// When it was last read to its end.
    pub last_sync_at: Option<DateTimeUtc>,
    /// When it is to be read next; none where nobody plans to.
    pub next_sync_at: Option<DateTimeUtc>,
}

pub use self::Model as Connection;

/// How a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum Status {
    /// It is being made and nobody sees it yet: whose account it is has not been told.
    Connecting,
    /// It works.
    Active,
    /// The vendor no longer accepts what it gave us: the person has to connect again.
    ReauthRequired,
    /// Something is wrong that connecting again does not mend.
    Error,
    /// It has ended; what it brought stays.
    Disconnected,
}

impl Status {
    /// How a connection stands whose account nobody else in the workspace may have.
    pub const LIVE: [Self; 3] = [Self::Active, Self::ReauthRequired, Self::Error];

    /// Names the status on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Active => "active",
            Self::ReauthRequired => "reauth_required",
            Self::Error => "error",
            Self::Disconnected => "disconnected",
        }
    }

    /// Tells whether nobody else in the workspace may have the account.
    pub fn is_live(self) -> bool {
        Self::LIVE.contains(&self)
    }
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a connection.
///
/// # Errors
///
/// Conflict where its account is live in the workspace already.
pub async fn insert(tx: &Transaction, connection: Connection) -> Result<()> {
    let row = connection.into_active_model().reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&tx.0).await;
    inserted.map(|_| ()).map_err(taken("adding a connection"))
}

/// Finds a connection.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, id: Id) -> Result<Option<Connection>> {
    let found = Entity::find_by_id(id).one(from.connection()).await;
    found.map_err(failed("reading a connection"))
}

/// Lists the connections of a person, the oldest first; those that are being made are left out.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_user(from: &impl Reads, user_no: i64) -> Result<Vec<Connection>> {
    Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .filter(Column::Status.ne(Status::Connecting))
        .order_by_asc(Column::Id)
        .all(from.connection())
        .await
        .map_err(failed("listing connections"))
}

/// Lists the live connections with an account at a vendor, in every workspace, also by the id the person had at a vendor
/// that was taken over.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_vendor_user(from: &impl Reads, provider: &str, vendor_user: &str) -> Result<Vec<Connection>> {
    let known_as = Condition::any()
        .add(Column::VendorUser.eq(vendor_user))
        .add(Column::FormerUser.eq(vendor_user));
    Entity::find()
        .filter(Column::Provider.eq(provider))
        .filter(known_as)
        .filter(Column::Status.is_in(Status::LIVE))
        .order_by_asc(Column::Id)
        .all(from.connection())
        .await
        .map_err(failed("listing connections"))
}

/// Says what the vendor tells about the account, and that the connection works.
///
/// # Errors
///
/// Conflict where the account is live elsewhere in the workspace.
pub async fn activate(tx: &Transaction, id: Id, account: Account, now: DateTimeUtc) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Account, Expr::value(account.document))
        .col_expr(Column::VendorUser, Expr::value(account.user))
        .col_expr(Column::FormerUser, Expr::value(account.former_user))
        .col_expr(Column::Status, Expr::value(Status::Active))
        .col_expr(Column::Reason, Expr::value(None::<String>))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(taken("activating a connection"))
}

/// What a vendor tells about an account, and the two ids in it that are looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// All of it.
    pub document: Json,
    /// The vendor's id of the person.
    pub user: Option<String>,
    /// The id at a vendor that was taken over.
    pub former_user: Option<String>,
}

/// Says how a connection stands and why, if it stands as one of `from` now; tells whether it did.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn set_status(
    tx: &Transaction,
    id: Id,
    from: &[Status],
    to: Status,
    reason: Option<String>,
    now: DateTimeUtc,
) -> Result<bool> {
    let changed = Entity::update_many()
        .col_expr(Column::Status, Expr::value(to))
        .col_expr(Column::Reason, Expr::value(reason))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.is_in(from.iter().copied()))
        .exec(&tx.0)
        .await
        .map_err(failed("changing a connection"))?;
    Ok(changed.rows_affected > 0)
}

/// Notes when a connection was read to its end, and when it is to be read next.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn note_sync(tx: &Transaction, id: Id, last: Option<DateTimeUtc>, next: Option<DateTimeUtc>) -> Result<()> {
    let mut update = Entity::update_many()
        .col_expr(Column::NextSyncAt, Expr::value(next))
        .filter(Column::Id.eq(id));
    if let Some(last) = last {
        update = update.col_expr(Column::LastSyncAt, Expr::value(last));
    }
    let noted = update.exec(&tx.0).await;
    noted.map(|_| ()).map_err(failed("noting a sync"))
}

/// Writes what the vendor tells about an account; whose it is stays.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn set_account(tx: &Transaction, id: Id, document: Json) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Account, Expr::value(document))
        .filter(Column::Id.eq(id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing an account"))
}

/// Takes connections that are due to be read, those that have waited longest first. Whoever else looks meanwhile passes over
/// them.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn take_due(tx: &Transaction, now: DateTimeUtc, limit: u64) -> Result<Vec<Connection>> {
    Entity::find()
        .filter(Column::NextSyncAt.lte(now))
        .filter(Column::Status.is_in([Status::Active, Status::Error]))
        .order_by_asc(Column::NextSyncAt)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx.0)
        .await
        .map_err(failed("looking for connections to read"))
}

/// Has every connection read now that is planned for later.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn hasten_all(store: &Store, now: DateTimeUtc) -> Result<u64> {
    let hastened = Entity::update_many()
        .col_expr(Column::NextSyncAt, Expr::value(now))
        .filter(Column::NextSyncAt.gt(now))
        .exec(&store.write)
        .await;
    Ok(hastened.map_err(failed("planning connections anew"))?.rows_affected)
}

/// Writes the subscriptions of a connection.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn set_subscriptions(tx: &Transaction, id: Id, sealed: Option<Vec<u8>>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::SealedSubscriptions, Expr::value(sealed))
        .filter(Column::Id.eq(id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing subscriptions"))
}

/// Replaces the grant if the one that is held has a version (`None`: none is held), and tells whether it did.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn replace_grant(store: &Store, id: Id, version: Option<i64>, sealed: Vec<u8>) -> Result<bool> {
    let held = match version {
        Some(version) => Column::SealedGrant.is_not_null().and(Column::GrantVersion.eq(version)),
        None => Column::SealedGrant.is_null(),
    };
    let replaced = Entity::update_many()
        .col_expr(Column::SealedGrant, Expr::value(sealed))
        .col_expr(Column::GrantVersion, Expr::col(Column::GrantVersion).add(1))
        .filter(Column::Id.eq(id))
        .filter(held)
        .exec(&store.write)
        .await
        .map_err(failed("storing a token"))?;
    Ok(replaced.rows_affected > 0)
}

/// Puts a grant in the place of whatever is held.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn put_grant(tx: &Transaction, id: Id, sealed: Vec<u8>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::SealedGrant, Expr::value(sealed))
        .col_expr(Column::GrantVersion, Expr::col(Column::GrantVersion).add(1))
        .filter(Column::Id.eq(id))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("storing a token"))
}

/// Forgets the grant of a connection that is not live; that of a live one was given after whoever asks had it ended.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn forget_grant(store: &Store, id: Id) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::SealedGrant, Expr::value(None::<Vec<u8>>))
        .col_expr(Column::SealedSubscriptions, Expr::value(None::<Vec<u8>>))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.is_not_in(Status::LIVE))
        .exec(&store.write)
        .await
        .map(|_| ())
        .map_err(failed("forgetting a token"))
}

/// Deletes a connection that was being made.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn abandon(tx: &Transaction, id: Id) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(Status::Connecting))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("deleting a connection"))
}

/// Deletes connections whose making was broken off before a time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(store: &Store, before: DateTimeUtc) -> Result<u64> {
    let gone = Entity::delete_many()
        .filter(Column::Status.eq(Status::Connecting))
        .filter(Column::UpdatedAt.lt(before))
        .exec(&store.write)
        .await;
    Ok(gone.map_err(failed("deleting connections"))?.rows_affected)
}

fn taken(doing: &'static str) -> impl FnOnce(DbErr) -> crate::Error {
    collided(doing, "this account is connected already")
}
