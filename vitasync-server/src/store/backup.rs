//! Copies an embedded database while others use it, and looks into such a copy.

use std::path::Path;

use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, EntityTrait, QueryFilter, QuerySelect,
    Statement,
};

use super::raw_files;
use super::{Store, failed};
use crate::error::Result;

/// Tells whether the database is a file that can be copied.
pub fn is_embedded(store: &Store) -> bool {
    store.write.get_database_backend() == DbBackend::Sqlite
}

/// Writes what the database holds at one moment into an empty file. Nobody waits meanwhile.
///
/// # Errors
///
/// Internal where the database or the file fails.
pub async fn copy(store: &Store, to: &Path) -> Result<()> {
    let to = to.to_string_lossy().into_owned();
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [to.into()]);
    let copied = store.write.execute_raw(copy).await;
    copied.map(|_| ()).map_err(failed("copying the database"))
}

/// An original that is a file.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Original {
    /// Where it lies in the folder for originals.
    pub path: String,
    /// The BLAKE3 of the file.
    pub checksum: Vec<u8>,
}

/// Reads the whole of a copy, and lists the originals it knows that are files.
///
/// # Errors
///
/// Internal where it is damaged or no database of this program.
pub async fn check(copy: &Path) -> Result<Vec<Original>> {
    let checked = look_into(copy).await;
    checked.map_err(failed("checking the copy"))
}

async fn look_into(copy: &Path) -> Result<Vec<Original>, DbErr> {
    let mut options = ConnectOptions::new("sqlite:vitasync");
    let path = copy.to_owned();
    options
        .sqlx_logging(false)
        .max_connections(1)
        .map_sqlx_sqlite_opts(move |options| options.filename(&path).create_if_missing(false).read_only(true));
    let connection = Database::connect(options).await?;
    let question = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let answer = connection.query_one_raw(question).await?;
    let answer: String = answer.map_or_else(|| Ok(String::new()), |row| row.try_get_by_index(0))?;
    if answer != "ok" {
        return Err(DbErr::Custom(format!("{} is damaged: {answer}", copy.display())));
    }
    // No other column: the copy may be older than this program. Those that are objects have no path.
    let originals = raw_files::Entity::find()
        .select_only()
        .columns([raw_files::Column::Path, raw_files::Column::Checksum])
        .filter(raw_files::Column::Path.ne(""))
        .into_model()
        .all(&connection)
        .await?;
    connection.close().await?;
    Ok(originals)
}
