//! Keeps everything: one code path for SQLite and PostgreSQL, one file per table.
//!
//! SQL and the ORM are named nowhere else. Keys of data tables are integers of this database with `user_no` leading;
//! ids that people see (users, workspaces, keys) are ULIDs and stand in their own tables alone.
//!
//! Invariant: whoever writes a person's data holds that person's row locked ([`Transaction::lock_user`]), so writers
//! of one person come one after the other and writers of different persons do not meet.

pub mod api_keys;
pub mod assessment_marks;
pub mod assessments;
pub mod audit;
pub mod backup;
pub mod blocks;
mod connect;
pub mod connect_settings;
pub mod connections;
pub mod daily;
pub mod episodes;
pub mod erase;
pub mod exchanges;
mod id;
pub mod jobs;
mod migrations;
pub mod oauth_states;
pub mod objects;
pub mod packed;
pub mod planned;
pub mod preferences;
pub mod push_batches;
pub mod push_marks;
pub mod raw_files;
pub mod records;
pub mod refresh_turns;
pub mod retention;
pub mod retention_settings;
pub mod series;
pub mod sessions;
pub mod snapshots;
pub mod source_aliases;
pub mod sources;
#[cfg(test)]
pub(crate) mod testing;
pub mod users;
pub mod vendor_apps;
pub mod vendor_subscriptions;
pub mod watermarks;
pub mod webhooks;
pub mod workspaces;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect, SqlErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::Notify;

pub use self::id::Id;
use crate::error::{Error, Result};

/// A database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    read: DatabaseConnection,
    write: DatabaseConnection,
    generations: Generations,
    jobs_added: Arc<Notify>,
}

/// How often this process has changed each person's data, and anybody's.
#[derive(Debug, Clone, Default)]
struct Generations(Arc<Mutex<Changes>>);

#[derive(Debug, Default)]
struct Changes {
    of: HashMap<i64, u64>,
    all: u64,
}

/// Changes that become visible together, or not at all.
#[derive(Debug)]
pub struct Transaction(DatabaseTransaction, Effects);

/// What others in this process have to hear of when a transaction is over.
#[derive(Debug, Default)]
struct Effects {
    /// Whose data it may have changed.
    users: Mutex<BTreeSet<i64>>,
    /// Whether it has added jobs.
    jobs: AtomicBool,
    generations: Generations,
    jobs_added: Arc<Notify>,
}

impl Store {
    /// How many connections to PostgreSQL a process holds where nobody says otherwise.
    pub const CONNECTIONS: u32 = 16;

    /// Opens a database and brings its tables up to date.
    ///
    /// `database` is `postgres://…`, `sqlite://path` or a path; `connections` is the most that are held to PostgreSQL.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where it cannot be opened or is newer than this program.
    pub async fn open(database: &str, connections: u32) -> Result<Self> {
        let (read, write) = connect::open(database, connections)
            .await
            .map_err(failed("opening the database"))?;
        Ok(Self {
            read,
            write,
            generations: Generations::default(),
            jobs_added: Arc::default(),
        })
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where the database does not answer.
    pub async fn begin(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            // A deferred transaction that turns into a writer fails instead of waiting its turn.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = self.write.begin_with_options(options).await;
        let begun = begun.map_err(failed("beginning a transaction"))?;
        let effects = Effects {
            generations: self.generations.clone(),
            jobs_added: Arc::clone(&self.jobs_added),
            ..Effects::default()
        };
        Ok(Transaction(begun, effects))
    }

    /// Tells how often this process has changed a person's data: as long as it is the same, what was read of it is true
    /// but for what other processes write.
    pub fn generation(&self, user_no: i64) -> u64 {
        lock(&self.generations.0).of.get(&user_no).copied().unwrap_or_default()
    }

    /// Tells how often this process has changed anybody's data, for those who do not know yet whose data they read.
    pub fn changes(&self) -> u64 {
        lock(&self.generations.0).all
    }

    /// Waits until this process has added jobs; at once where it has since the last time.
    pub async fn jobs_added(&self) {
        self.jobs_added.notified().await;
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where it does not answer.
    pub async fn ping(&self) -> Result<()> {
        self.read.ping().await.map_err(failed("asking the database"))
    }

    /// Tells whether every step that this program knows has been taken; a newer program may have taken more.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where the database does not answer.
    pub async fn is_current(&self) -> Result<bool> {
        let current = migrations::is_current(&self.read).await;
        current.map_err(failed("asking the database for its version"))
    }

    /// Tells how many connections this process holds.
    pub fn pools(&self) -> Vec<Pool> {
        connect::pools(&self.read, &self.write)
    }

    /// Closes every connection.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where a connection cannot be closed in order.
    pub async fn close(self) -> Result<()> {
        self.read.close().await.map_err(failed("closing the database"))?;
        self.write.close().await.map_err(failed("closing the database"))
    }
}

/// The connections of one kind that a process holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// What they are for.
    pub name: &'static str,
    /// How many are waiting to be used.
    pub idle: u32,
    /// How many are being used.
    pub busy: u32,
    /// How many there can be.
    pub most: u32,
}

impl Transaction {
    /// Makes the changes visible.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] where the database refuses; nothing is changed then.
    pub async fn commit(self) -> Result<()> {
        let committed = self.0.commit().await.map_err(failed("committing a transaction"));
        // Also where it failed: then nobody knows what has become of it.
        self.1.tell();
        committed
    }

    /// Waits until nobody else writes this person's data, and keeps others waiting until the end; at once where this
    /// transaction keeps them waiting already.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the person is gone.
    pub async fn lock_user(&self, user_no: i64) -> Result<()> {
        if lock(&self.1.users).contains(&user_no) {
            return Ok(());
        }
        users::Entity::find()
            .select_only()
            .column(users::Column::UserNo)
            .filter(users::Column::UserNo.eq(user_no))
            .lock(LockType::NoKeyUpdate) // SQLite has one writer anyway, and no such clause.
            .into_tuple::<i64>()
            .one(&self.0)
            .await
            .map_err(failed("locking a user"))?
            .ok_or(Error::not_found("User"))?;
        lock(&self.1.users).insert(user_no);
        Ok(())
    }
}

/// Where a question can be asked: the database, or a transaction that sees its own changes.
pub trait Reads: Sync {
    /// The ORM's connection.
    type Connection: ConnectionTrait;

    /// Gives the ORM's connection.
    fn connection(&self) -> &Self::Connection;
}

impl Reads for Store {
    type Connection = DatabaseConnection;

    fn connection(&self) -> &DatabaseConnection {
        &self.read
    }
}

impl Reads for Transaction {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.0
    }
}

/// The most rows or ids in one statement: beyond it, no engine gains, and both have limits on parameters.
const PORTION: usize = 512;

/// Cuts rows into portions whose sizes are powers of two, so that few statements have to be prepared and remembered.
fn in_portions<T>(rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let left = rows.len().min(PORTION);
        let size = 1_usize << left.checked_ilog2()?;
        Some(rows.by_ref().take(size).collect())
    })
}

impl Effects {
    fn tell(&self) {
        if self.jobs.load(Ordering::Relaxed) {
            self.jobs_added.notify_one();
        }
        let mut changes = lock(&self.generations.0);
        for user_no in lock(&self.users).iter() {
            *changes.of.entry(*user_no).or_insert(0) += 1;
            changes.all += 1;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Names what was being done when the database failed. Used as `.map_err(failed("reading a user"))`.
fn failed(doing: &'static str) -> impl FnOnce(DbErr) -> Error {
    Error::internal(doing)
}

/// Like [`failed`], but a row that is there already is the caller's matter.
fn collided(doing: &'static str, message: &'static str) -> impl FnOnce(DbErr) -> Error {
    move |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::conflict(message),
        _ => failed(doing)(error),
    }
}

#[cfg(test)]
mod tests;
