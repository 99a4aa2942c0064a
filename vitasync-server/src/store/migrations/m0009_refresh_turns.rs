//! Whose turn it is to refresh what a vendor gave us for a connection.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_len, timestamp_with_time_zone};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let turns = Table::create()
            .table("refresh_turns")
            .col(string_len("connection_id", 26).primary_key())
            .col(string("holder"))
            .col(timestamp_with_time_zone("until"))
            .to_owned();
        manager.create_table(turns).await
    }
}
