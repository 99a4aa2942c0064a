//! Opens connections: what differs between the engines is here and in the migrations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;

use super::migrations::Migrator;

/// How long a writer waits for another process to finish its transaction.
const BUSY: Duration = Duration::from_secs(30);
/// Connections that answer questions, per process.
const READERS: u32 = 8;
/// Connections to PostgreSQL, per process.
const CONNECTIONS: u32 = 16;

/// Opens the connections for reading and for writing, and brings the tables up to date.
pub(super) async fn open(database: &str) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    if let Some(rest) = database.strip_prefix("postgresql://") {
        return open_postgres(format!("postgres://{rest}")).await;
    }
    if database.starts_with("postgres://") {
        return open_postgres(database.to_owned()).await;
    }
    let path = database
        .strip_prefix("sqlite://")
        .or(database.strip_prefix("sqlite:"))
        .unwrap_or(database);
    open_sqlite(PathBuf::from(path)).await
}

async fn open_postgres(url: String) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let mut options = quiet(url);
    options
        .max_connections(CONNECTIONS)
        .test_before_acquire_if_idle_for(Duration::from_secs(10));
    let connection = Database::connect(options).await?;
    Migrator::up(&connection, None).await?;
    Ok((connection.clone(), connection))
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
    Migrator::up(&write, None).await?;

    let mut options = quiet("sqlite:vitasync".to_owned());
    options
        .max_connections(READERS)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |options| configure(options, &path).pragma("query_only", "ON"));
    Ok((Database::connect(options).await?, write))
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
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}
