//! Deletes what is kept of a person, and counts it.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ExprTrait, QuerySelect};

use super::{
    Transaction, blocks, daily, failed, preferences, push_batches, push_marks, raw_files, records, series, sessions,
    source_aliases, sources, users,
};
use crate::error::Result;

/// How much was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erased {
    /// Samples.
    pub samples: u64,
    /// Nights and workouts.
    pub sessions: u64,
    /// Series.
    pub series: u64,
    /// Sources.
    pub sources: u64,
    /// Daily rollups.
    pub days: u64,
    /// References to kept originals; their files are the caller's.
    pub raw_files: u64,
}

/// Deletes everything that was measured on a person, but neither the person nor what the person has set.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn data(tx: &Transaction, user_no: i64) -> Result<Erased> {
    let connection = &tx.0;
    let doing = "deleting a user's data";
    let total = Expr::expr(Func::coalesce([series::Column::Samples.sum(), Expr::value(0)])).cast_as("bigint");
    let samples: Option<i64> = series::Entity::find()
        .select_only()
        .expr(total)
        .filter(series::Column::UserNo.eq(user_no))
        .into_tuple()
        .one(connection)
        .await
        .map_err(failed(doing))?;
    macro_rules! delete {
        ($table:ident) => {
            $table::Entity::delete_many()
                .filter($table::Column::UserNo.eq(user_no))
                .exec(connection)
                .await
                .map_err(failed(doing))?
                .rows_affected
        };
    }
    delete!(blocks);
    delete!(records);
    delete!(source_aliases);
    // Without what it has pushed, a phone has to begin anew.
    delete!(push_batches);
    delete!(push_marks);
    Ok(Erased {
        samples: samples.and_then(|n| u64::try_from(n).ok()).expect("a sum of counts"),
        sessions: delete!(sessions),
        series: delete!(series),
        sources: delete!(sources),
        days: delete!(daily),
        raw_files: delete!(raw_files),
    })
}

/// Deletes a person and everything about them, and tells whether they were there.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn user(tx: &Transaction, user_no: i64) -> Result<Erased> {
    let erased = data(tx, user_no).await?;
    preferences::Entity::delete_by_id(user_no)
        .exec(&tx.0)
        .await
        .map_err(failed("deleting a user"))?;
    users::Entity::delete_by_id(user_no)
        .exec(&tx.0)
        .await
        .map_err(failed("deleting a user"))?;
    Ok(erased)
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
