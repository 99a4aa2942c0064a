//! Where raw bytes lie that are kept as objects: then their rows hold the name and no bytes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["exchanges", "push_batches", "raw_files"] {
            let object = Table::alter().table(table).add_column(string_null("object")).to_owned();
            manager.alter_table(object).await?;
        }
        Ok(())
    }
}
