//! What phones push, what they have us remember, and which of their tokens are valid.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let generation = Table::alter()
            .table("users")
            .add_column(big_integer("push_generation").default(0))
            .to_owned();
        manager.alter_table(generation).await?;
        manager.create_table(batches()).await?;
        let waiting = Index::create()
            .name("push_batches_waiting")
            .table("push_batches")
            .col("user_no")
            .col("waits")
            .to_owned();
        manager.create_index(waiting).await?;
        manager.create_table(marks()).await
    }
}

fn batches() -> TableCreateStatement {
    Table::create()
        .table("push_batches")
        .col(big_integer("user_no"))
        .col(string("id"))
        .col(string("provider"))
        .col(string("device"))
        .col(integer("items"))
        .col(binary("body_hash"))
        .col(binary("body"))
        .col(big_integer_null("waits"))
        .col(binary_null("results"))
        .col(timestamp_with_time_zone("received_at"))
        .col(timestamp_with_time_zone_null("done_at"))
        .primary_key(Index::create().col("user_no").col("id"))
        .to_owned()
}

fn marks() -> TableCreateStatement {
    Table::create()
        .table("push_marks")
        .col(big_integer("user_no"))
        .col(string("provider"))
        .col(string("device"))
        .col(string("kind"))
        .col(string("name"))
        .col(text("mark"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(
            Index::create()
                .col("user_no")
                .col("provider")
                .col("device")
                .col("kind")
                .col("name"),
        )
        .to_owned()
}
