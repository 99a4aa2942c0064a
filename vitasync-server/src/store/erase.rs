//! Deletes what is kept of a person, and counts it.
//!
//! `TABLES` lists every table that names a person; a test holds it against the database, so that a new table cannot be
//! forgotten.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{ConnectionTrait, ExprTrait, QuerySelect};

use super::{Transaction, blocks, failed, records, series, sessions, sources};
use crate::error::Result;

/// A table with what is kept of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table {
    /// The name.
    pub(super) name: &'static str,
    /// The column that names the person: `user_no`, or `user_id`, or `connection_id` where a connection does.
    pub(super) column: &'static str,
    /// Whether it holds what was measured; if not, it is about the person and stays until the person goes.
    measured: bool,
}

/// Every table that names a person, in the order in which they are emptied: the person comes last.
pub(super) const TABLES: &[Table] = &[
    measured("blocks"),
    measured("records"),
    measured("source_aliases"),
    measured("sessions"),
    measured("series"),
    measured("sources"),
    measured("daily"),
    measured("assessments"),
    measured("episodes"),
    measured("episode_acts"),
    measured("snapshots"),
    measured("raw_files"),
    // Without what it has pushed, a phone has to begin anew.
    measured("push_batches"),
    measured("push_marks"),
    measured("exchanges"),
    measured("planned_sessions"),
    personal("assessment_marks", "user_no"),
    personal("jobs", "user_no"),
    personal("webhook_deliveries", "user_no"),
    personal("webhook_events", "user_no"),
    personal("watermarks", "connection_id"),
    personal("refresh_turns", "connection_id"),
    personal("connections", "user_no"),
    personal("oauth_states", "user_no"),
    personal("preferences", "user_no"),
    personal("api_keys", "user_id"),
    personal("users", "user_no"),
];

const fn measured(name: &'static str) -> Table {
    Table {
        name,
        column: "user_no",
        measured: true,
    }
}

const fn personal(name: &'static str, column: &'static str) -> Table {
    Table {
        name,
        column,
        measured: false,
    }
}

/// How much was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erased {
    /// Samples; they stand in blocks.
    pub samples: u64,
    /// Rows of each table.
    pub rows: Vec<(&'static str, u64)>,
}

impl Erased {
    /// Tells how many rows of a table were deleted.
    pub fn rows_of(&self, table: &str) -> u64 {
        let found = self.rows.iter().find(|(name, _)| *name == table);
        found.map_or(0, |(_, rows)| *rows)
    }
}

/// Deletes everything that was measured on a person, but neither the person nor what the person has set. Kept originals are
/// files and the caller's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn data(tx: &Transaction, user_no: i64) -> Result<Erased> {
    empty(tx, user_no, |table| table.measured).await
}

/// Deletes a person and everything about them. Kept originals are files and the caller's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn user(tx: &Transaction, user_no: i64) -> Result<Erased> {
    empty(tx, user_no, |_| true).await
}

async fn empty(tx: &Transaction, user_no: i64, which: impl Fn(&Table) -> bool) -> Result<Erased> {
    let mut erased = Erased {
        samples: samples(tx, user_no).await?,
        rows: Vec::new(),
    };
    for table in TABLES.iter().filter(|table| which(table)) {
        let ids_of = |table| {
            Query::select()
                .column("id")
                .from(table)
                .and_where(Expr::col("user_no").eq(user_no))
                .to_owned()
        };
        let is_theirs = match table.column {
            "user_id" => Expr::col("user_id").in_subquery(ids_of("users")),
            "connection_id" => Expr::col("connection_id").in_subquery(ids_of("connections")),
            column => Expr::col(column).eq(user_no),
        };
        let delete = Query::delete().from_table(table.name).and_where(is_theirs).to_owned();
        let deleted = tx.0.execute(&delete).await.map_err(failed("deleting a user's data"))?;
        erased.rows.push((table.name, deleted.rows_affected()));
    }
    Ok(erased)
}

/// Counts a person's samples.
async fn samples(tx: &Transaction, user_no: i64) -> Result<u64> {
    let total = Expr::expr(Func::coalesce([series::Column::Samples.sum(), Expr::value(0)])).cast_as("bigint");
    let samples: Option<i64> = series::Entity::find()
        .select_only()
        .expr(total)
        .filter(series::Column::UserNo.eq(user_no))
        .into_tuple()
        .one(&tx.0)
        .await
        .map_err(failed("counting a user's samples"))?;
    Ok(samples.and_then(|n| u64::try_from(n).ok()).expect("a sum of counts"))
}

/// Deletes a source with its series and sessions.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn source(tx: &Transaction, user_no: i64, source_no: i32) -> Result<()> {
    let connection = &tx.0;
    let doing = "deleting a source";
    let numbers: Vec<i32> = series::Entity::find()
        .select_only()
        .column(series::Column::SeriesNo)
        .filter(series::Column::UserNo.eq(user_no))
        .filter(series::Column::SourceNo.eq(source_no))
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed(doing))?;
    blocks::Entity::delete_many()
        .filter(blocks::Column::UserNo.eq(user_no))
        .filter(blocks::Column::SeriesNo.is_in(numbers))
        .exec(connection)
        .await
        .map_err(failed(doing))?;
    macro_rules! delete {
        ($($table:ident)*) => {$(
            $table::Entity::delete_many()
                .filter($table::Column::UserNo.eq(user_no))
                .filter($table::Column::SourceNo.eq(source_no))
                .exec(connection)
                .await
                .map_err(failed(doing))?;
        )*};
    }
    delete!(records sessions series sources);
    Ok(())
}
