//! The names of the objects that rows hold in place of bytes.

use std::collections::BTreeSet;

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{Reads, exchanges, failed, push_batches, raw_files};
use crate::error::Result;

/// Lists the names of a person's objects: of vendors' answers, pushed bodies and originals.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn of_user(from: &impl Reads, user_no: i64) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    macro_rules! add {
        ($($table:ident)*) => {$(
            let found: Vec<String> = $table::Entity::find()
                .select_only()
                .column($table::Column::Object)
                .filter($table::Column::UserNo.eq(user_no))
                .filter($table::Column::Object.is_not_null())
                .into_tuple()
                .all(from.connection())
                .await
                .map_err(failed("reading the names of objects"))?;
            names.extend(found);
        )*};
    }
    add!(exchanges push_batches raw_files);
    Ok(names)
}
