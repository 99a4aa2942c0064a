//! What customers want to hear of, what there is to tell, and whether it has arrived.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, binary, binary_null, boolean, integer, integer_null, json_binary, string, string_len,
    string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The length of a ULID.
const ID: u32 = 26;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(endpoints()).await?;
        manager.create_table(events()).await?;
        manager.create_table(deliveries()).await?;
        let indexes: [(&str, &str, &[&str]); 6] = [
            ("webhook_endpoints_workspace", "webhook_endpoints", &["workspace_id"]),
            ("webhook_events_user", "webhook_events", &["user_no"]),
            ("webhook_events_created", "webhook_events", &["created_at"]),
            (
                "webhook_deliveries_endpoint",
                "webhook_deliveries",
                &["endpoint_id", "id"],
            ),
            ("webhook_deliveries_user", "webhook_deliveries", &["user_no"]),
            ("webhook_deliveries_event", "webhook_deliveries", &["event_id"]),
        ];
        for (name, table, columns) in indexes {
            let mut index = Index::create().name(name).table(table).to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn endpoints() -> TableCreateStatement {
    Table::create()
        .table("webhook_endpoints")
        .col(string_len("id", ID).primary_key())
        .col(string_len("workspace_id", ID))
        .col(text("url"))
        .col(text("description"))
        .col(json_binary("events"))
        .col(binary("secret"))
        .col(binary_null("previous_secret"))
        .col(timestamp_with_time_zone_null("previous_until"))
        .col(boolean("is_active"))
        .col(string_null("disabled_reason"))
        .col(timestamp_with_time_zone_null("failing_since"))
        .col(integer("failures"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .to_owned()
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("webhook_events")
        .col(string_len("id", ID).primary_key())
        .col(string_len("workspace_id", ID))
        .col(big_integer_null("user_no"))
        .col(string("name"))
        .col(text("body"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

fn deliveries() -> TableCreateStatement {
    Table::create()
        .table("webhook_deliveries")
        .col(string_len("id", ID).primary_key())
        .col(string_len("endpoint_id", ID))
        .col(string_len("event_id", ID))
        .col(big_integer_null("user_no"))
        .col(string("event"))
        .col(string("status"))
        .col(integer("attempts"))
        .col(integer_null("response_status"))
        .col(text_null("error"))
        .col(integer_null("duration_ms"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("last_attempt_at"))
        .col(timestamp_with_time_zone_null("next_attempt_at"))
        .col(timestamp_with_time_zone_null("delivered_at"))
        .to_owned()
}
