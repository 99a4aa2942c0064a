//! Work that is done later, by whichever process comes first.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, integer, json_binary, json_binary_null, string, string_len, string_len_null, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The length of a ULID.
const ID: u32 = 26;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(jobs()).await?;
        let indexes: [(&str, &[&str]); 3] = [
            ("jobs_due", &["lane", "due_at"]),
            ("jobs_connection", &["connection_id", "id"]),
            ("jobs_user", &["user_no", "id"]),
        ];
        for (name, columns) in indexes {
            let mut index = Index::create().name(name).table("jobs").to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(string_len("id", ID).primary_key())
        .col(string("lane"))
        .col(string("kind"))
        .col(string_len_null("workspace_id", ID))
        .col(big_integer_null("user_no"))
        .col(string_len_null("connection_id", ID))
        .col(string_null_unique("once"))
        .col(json_binary("payload"))
        .col(string("status"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(string_len_null("holder", ID))
        .col(integer("attempts"))
        .col(boolean("cancel_requested"))
        .col(json_binary_null("progress"))
        .col(json_binary_null("result"))
        .col(text_null("error"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("started_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .to_owned()
}

fn string_null_unique(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).string().null().unique_key().to_owned()
}
