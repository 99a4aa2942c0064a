//! Opens connections: what differs between the engines is here and in the migrations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::MigratorTrait;

use super::Pool;
use super::migrations::Migrator;

/// How long a writer waits for another process to finish its transaction.
const BUSY: Duration = Duration::from_secs(30);
/// Connections that answer questions, per process.
const READERS: u32 = 8;
/// The lock under which one process at a time changes the tables of a PostgreSQL: "vitasync" in ASCII.
const MIGRATING: i64 = 0x7669_7461_7379_6e63;

/// Opens the connections for reading and for writing, and brings the tables up to date.
pub(super) async fn open(database: &str, connections: u32) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    if let Some(rest) = database.strip_prefix("postgresql://") {
        return open_postgres(format!("postgres://{rest}"), connections).await;
    }
    if database.starts_with("postgres://") {
        return open_postgres(database.to_owned(), connections).await;
    }
    let path = database
        .strip_prefix("sqlite://")
        .or(database.strip_prefix("sqlite:"))
        .unwrap_or(database);
    open_sqlite(PathBuf::from(path)).await
}

async fn open_postgres(url: String, connections: u32) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    migrate_postgres(url.clone()).await?;
    let mut options = quiet(url);
    options
        .max_connections(connections)
        .test_before_acquire_if_idle_for(Duration::from_secs(10));
    let connection = Database::connect(options).await?;
    Ok((connection.clone(), connection))
}

/// Brings the tables up to date while no other process does. The lock belongs to the one connection and goes with it.
async fn migrate_postgres(url: String) -> Result<(), DbErr> {
    let mut options = quiet(url);
    options.max_connections(1).min_connections(1);
    let alone = Database::connect(options).await?;
    alone
        .execute_unprepared(&format!("SELECT pg_advisory_lock({MIGRATING})"))
        .await?;
    Migrator::up(&alone, None).await?;
    alone.close().await
}

async fn open_sqlite(path: PathBuf) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    create_private(&path).map_err(|error| DbErr::Custom(format!("{}: {error}", path.display())))?;
    let file = path.clone();
    let mut options = quiet("sqlite:vitasync".to_owned());
    // SQLite has one writer: waiting for it in the pool is fair, waiting in SQLite is not.
    options
        .max_connections(1)
        .min_connections(1)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |options| configure(options, &file));
    let write = Database::connect(options).await?;
    migrate_sqlite(&write, &path).await?;

    let mut options = quiet("sqlite:vitasync".to_owned());
    options
        .max_connections(READERS)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |options| configure(options, &path).pragma("query_only", "ON"));
    Ok((Database::connect(options).await?, write))
}

/// Brings the tables up to date while no other process does. SQLite's own lock is held by each step alone, and by none of
/// the sequence; nor may the database's file be the lock, since closing it would give up what SQLite holds on it.
async fn migrate_sqlite(write: &DatabaseConnection, path: &Path) -> Result<(), DbErr> {
    let place = PathBuf::from(format!("{}-lock", path.display()));
    let locked = tokio::task::spawn_blocking(move || {
        let file = private().open(&place)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    let locked = locked.await.map_err(|error| DbErr::Custom(error.to_string()))?;
    let _locked = locked.map_err(|error| DbErr::Custom(format!("locking {}: {error}", path.display())))?;
    Migrator::up(write, None).await
}

/// Counts the connections for reading and for writing, which on PostgreSQL are the same.
pub(super) fn pools(read: &DatabaseConnection, write: &DatabaseConnection) -> Vec<Pool> {
    match read.get_database_backend() {
        DbBackend::Postgres => {
            let pool = read.get_postgres_connection_pool();
            let most = pool.options().get_max_connections();
            vec![counted("both", pool.size(), pool.num_idle(), most)]
        }
        _ => [("read", read), ("write", write)]
            .map(|(name, connection)| {
                let pool = connection.get_sqlite_connection_pool();
                counted(name, pool.size(), pool.num_idle(), pool.options().get_max_connections())
            })
            .into(),
    }
}

fn counted(name: &'static str, size: u32, idle: usize, most: u32) -> Pool {
    let idle = u32::try_from(idle).unwrap_or(size).min(size);
    Pool {
        name,
        idle,
        busy: size - idle,
        most,
    }
}

fn quiet(url: String) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).record_stmt_in_spans(false);
    options
}

/// No `mmap_size`: mapped pages count as this process's memory.
fn configure(options: SqliteConnectOptions, path: &Path) -> SqliteConnectOptions {
    options
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(BUSY)
}

/// Creates the file, and the folder it is to be in, readable by its owner alone; what SQLite puts beside it inherits that.
fn create_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    private().open(path).map(|_| ())
}

/// Opens files, making them where needed, that their owner alone can read.
fn private() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
