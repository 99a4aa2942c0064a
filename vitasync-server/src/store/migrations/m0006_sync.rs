//! What vendors answered, byte by byte, workouts people mean to do, and an application's subscriptions to vendors' pushes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, date, json_binary, small_integer, string, string_len, string_null, timestamp_with_time_zone,
};

/// The length of a ULID.
const ID: u32 = 26;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [exchanges(), planned_sessions(), vendor_subscriptions()] {
            manager.create_table(table).await?;
        }
        let by_date = Index::create()
            .name("planned_sessions_date")
            .table("planned_sessions")
            .col("user_no")
            .col("date")
            .to_owned();
        manager.create_index(by_date).await
    }
}

fn exchanges() -> TableCreateStatement {
    Table::create()
        .table("exchanges")
        .col(big_integer("user_no"))
        .col(string_len("id", ID))
        .col(string_len("connection_id", ID))
        .col(string("provider"))
        .col(string("resource"))
        .col(json_binary("request"))
        .col(small_integer("status"))
        .col(json_binary("headers"))
        .col(blob("body"))
        .col(timestamp_with_time_zone("received_at"))
        .primary_key(Index::create().col("user_no").col("id"))
        .to_owned()
}

fn planned_sessions() -> TableCreateStatement {
    Table::create()
        .table("planned_sessions")
        .col(big_integer("user_no"))
        .col(ColumnDef::new("id").binary_len(16).not_null())
        .col(string_len("connection_id", ID))
        .col(string("provider"))
        .col(string_null("external_id"))
        .col(date("date"))
        .col(json_binary("document"))
        .col(timestamp_with_time_zone("received_at"))
        .primary_key(Index::create().col("user_no").col("id"))
        .to_owned()
}

fn vendor_subscriptions() -> TableCreateStatement {
    Table::create()
        .table("vendor_subscriptions")
        .col(string("owner"))
        .col(string("provider"))
        .col(blob("sealed"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("owner").col("provider"))
        .to_owned()
}
