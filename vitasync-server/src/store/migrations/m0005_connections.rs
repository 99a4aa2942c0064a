//! Accounts of people at vendors, how far each has been read, who is on the way to connecting, and applications at vendors.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, boolean, json_binary, json_binary_null, string, string_len, string_null, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The length of a ULID.
const ID: u32 = 26;
/// How a connection stands whose account nobody else in the workspace may have.
const LIVE: [&str; 3] = ["active", "reauth_required", "error"];

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(connections()).await?;
        let account = ["workspace_id", "provider", "vendor_user"];
        let live = index("connections_account", account)
            .unique()
            .cond_where(Expr::col("status").is_in(LIVE))
            .to_owned();
        manager.create_index(live).await?;
        let indexes: [(&'static str, &[&'static str]); 4] = [
            ("connections_user", &["user_no", "id"]),
            ("connections_vendor_user", &["provider", "vendor_user"]),
            ("connections_former_user", &["provider", "former_user"]),
            ("connections_next_sync", &["next_sync_at"]),
        ];
        for (name, columns) in indexes {
            manager.create_index(index(name, columns.iter().copied())).await?;
        }
        manager.create_table(watermarks()).await?;
        manager.create_table(oauth_states()).await?;
        manager.create_table(vendor_apps()).await?;
        manager.create_table(connect_settings()).await
    }
}

fn index(name: &'static str, columns: impl IntoIterator<Item = &'static str>) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table("connections");
    for column in columns {
        index.col(column);
    }
    index
}

fn connections() -> TableCreateStatement {
    Table::create()
        .table("connections")
        .col(string_len("id", ID).primary_key())
        .col(string_len("workspace_id", ID))
        .col(big_integer("user_no"))
        .col(string("provider"))
        .col(string("status"))
        .col(text_null("reason"))
        .col(json_binary("account"))
        .col(string_null("vendor_user"))
        .col(string_null("former_user"))
        .col(blob_null("sealed_grant"))
        .col(big_integer("grant_version"))
        .col(blob_null("sealed_subscriptions"))
        .col(json_binary("settings"))
        .col(timestamp_with_time_zone("connected_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("last_sync_at"))
        .col(timestamp_with_time_zone_null("next_sync_at"))
        .to_owned()
}

fn watermarks() -> TableCreateStatement {
    Table::create()
        .table("watermarks")
        .col(string_len("connection_id", ID))
        .col(string("resource"))
        .col(timestamp_with_time_zone("until"))
        .primary_key(Index::create().col("connection_id").col("resource"))
        .to_owned()
}

fn oauth_states() -> TableCreateStatement {
    Table::create()
        .table("oauth_states")
        .col(ColumnDef::new("hash").binary_len(32).not_null().primary_key())
        .col(string_len("workspace_id", ID))
        .col(big_integer("user_no"))
        .col(string("provider"))
        .col(blob("sealed"))
        .col(timestamp_with_time_zone("expires_at"))
        .to_owned()
}

fn vendor_apps() -> TableCreateStatement {
    Table::create()
        .table("vendor_apps")
        .col(string_len("workspace_id", ID))
        .col(string("provider"))
        .col(blob_null("sealed_settings"))
        .col(text_null("redirect_uri"))
        .col(boolean("enabled"))
        .col(text_null("accepted_terms"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(json_binary_null("schedule"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("workspace_id").col("provider"))
        .to_owned()
}

fn connect_settings() -> TableCreateStatement {
    Table::create()
        .table("connect_settings")
        .col(string_len("workspace_id", ID).primary_key())
        .col(json_binary("document"))
        .col(timestamp_with_time_zone("updated_at"))
        .to_owned()
}
