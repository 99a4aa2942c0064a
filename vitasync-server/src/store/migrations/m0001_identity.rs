//! Workspaces, users and API keys.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, binary_null, date_null, double_null, integer_null, json_binary, pk_auto, string, string_len,
    string_len_null, string_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The length of a ULID.
const ID: u32 = 26;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(workspaces()).await?;
        manager.create_table(users()).await?;
        for column in ["external_id", "email"] {
            let index = Index::create()
                .name(format!("users_workspace_{column}"))
                .table("users")
                .col("workspace_id")
                .col(column)
                .unique()
                .to_owned();
            manager.create_index(index).await?;
        }
        manager.create_table(api_keys()).await?;
        let index = Index::create()
            .name("api_keys_workspace")
            .table("api_keys")
            .col("workspace_id")
            .to_owned();
        manager.create_index(index).await
    }
}

fn workspaces() -> TableCreateStatement {
    Table::create()
        .table("workspaces")
        .col(string_len("id", ID).primary_key())
        .col(string("name"))
        .col(string_len_null("sandbox_of", ID).unique_key())
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("workspaces", "sandbox_of")
                .to("workspaces", "id"),
        )
        .to_owned()
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(pk_auto("user_no").big_integer())
        .col(string_len("id", ID).unique_key())
        .col(string_len("workspace_id", ID))
        .col(string_null("external_id"))
        .col(string_null("email"))
        .col(string_null("display_name"))
        .col(string_null("given_name"))
        .col(string_null("family_name"))
        .col(string_null("gender"))
        .col(string_null("sex"))
        .col(date_null("birth_date"))
        .col(double_null("height_m"))
        .col(string_null("timezone"))
        .col(json_binary("metadata"))
        .col(big_integer("imports"))
        .col(big_integer("preferences_version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .from("users", "workspace_id")
                .to("workspaces", "id"),
        )
        .to_owned()
}

fn api_keys() -> TableCreateStatement {
    Table::create()
        .table("api_keys")
        .col(string_len("id", ID).primary_key())
        .col(string_len("workspace_id", ID))
        .col(string_len_null("user_id", ID))
        .col(string("name"))
        .col(string("prefix"))
        .col(binary("hash").unique_key())
        .col(binary_null("previous_hash").unique_key())
        .col(timestamp_with_time_zone_null("previous_until"))
        .col(text("scopes"))
        .col(integer_null("requests_per_minute"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("api_keys", "workspace_id")
                .to("workspaces", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("api_keys", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
