//! For how long workspaces keep data that have said so themselves.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, integer_null, string_len, timestamp_with_time_zone};

/// The length of a ULID as text.
const ID: u32 = 26;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let settings = Table::create()
            .table("retention_settings")
            .col(string_len("workspace_id", ID).primary_key())
            .col(integer_null("samples_days"))
            .col(integer_null("raw_days"))
            .col(boolean("archive"))
            .col(timestamp_with_time_zone("updated_at"))
            .to_owned();
        manager.create_table(settings).await
    }
}
