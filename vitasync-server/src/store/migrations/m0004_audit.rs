//! The record of privileged actions, which the database itself keeps from being changed.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary, string, string_len, string_null, timestamp_with_time_zone};

/// The length of a ULID.
const ID: u32 = 26;

/// An engine has one trigger for every kind of change, PostgreSQL one for all.
const SQLITE: [&str; 2] = [
    "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log \
     BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
    "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log \
     BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
];
const POSTGRES: [&str; 2] = [
    "CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
     $$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
    "CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log \
     FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()",
];

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_log()).await?;
        let mut index = Index::create();
        index.name("audit_log_order").table("audit_log");
        for column in ["workspace_id", "at", "id"] {
            index.col(column);
        }
        manager.create_index(index).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for trigger in triggers {
            manager.get_connection().execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}

/// No foreign key to users: what is recorded of a person outlives the person.
fn audit_log() -> TableCreateStatement {
    Table::create()
        .table("audit_log")
        .col(string_len("id", ID).primary_key())
        .col(string_len("workspace_id", ID))
        .col(timestamp_with_time_zone("at"))
        .col(string("action"))
        .col(string("actor"))
        .col(string("subject"))
        .col(string_null("request_id"))
        .col(string_null("address"))
        .col(json_binary("details"))
        .foreign_key(
            ForeignKey::create()
                .from("audit_log", "workspace_id")
                .to("workspaces", "id"),
        )
        .to_owned()
}
