//! What is kept of a person: sources, series, blocks, sessions, records, kept originals, daily rollups and what the person has set.
//!
//! Blobs stand in ordinary rowid tables in SQLite and behind the small columns of their row. There are no foreign keys
//! here: whoever deletes a person's data counts it table by table.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, date, integer, json_binary, json_binary_null, string,
    string_len, string_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// How many partitions PostgreSQL spreads the blocks over.
const PARTITIONS: u32 = 16;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(sources()).await?;
        let key = ["user_no", "provider", "origin", "recording"];
        manager.create_index(unique("sources_key", "sources", key)).await?;
        manager.create_table(source_aliases()).await?;
        manager.create_table(series()).await?;
        let key = ["user_no", "source_no", "metric"];
        manager.create_index(unique("series_key", "series", key)).await?;
        create_blocks(manager).await?;
        manager.create_table(sessions()).await?;
        let key = ["user_no", "start_ms", "id"];
        manager.create_index(unique("sessions_start", "sessions", key)).await?;
        manager.create_table(records()).await?;
        let places = ["user_no", "source_no", "end_ms"];
        manager.create_index(index("records_places", "records", places)).await?;
        manager.create_table(raw_files()).await?;
        let key = ["user_no", "checksum"];
        manager
            .create_index(unique("raw_files_checksum", "raw_files", key))
            .await?;
        manager.create_table(daily()).await?;
        manager.create_table(preferences()).await
    }
}

fn unique<const N: usize>(name: &'static str, table: &'static str, columns: [&'static str; N]) -> IndexCreateStatement {
    index(name, table, columns).unique().to_owned()
}

fn index<const N: usize>(name: &'static str, table: &'static str, columns: [&'static str; N]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(column);
    }
    index
}

fn key<const N: usize>(columns: [&'static str; N]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(column);
    }
    index
}

fn sources() -> TableCreateStatement {
    Table::create()
        .table("sources")
        .col(big_integer("user_no"))
        .col(integer("source_no"))
        .col(string("provider"))
        .col(text("origin"))
        .col(string("recording"))
        .col(text("name"))
        .col(string("device_kind"))
        .col(json_binary("device"))
        .col(string("revision"))
        .primary_key(&mut key(["user_no", "source_no"]))
        .to_owned()
}

fn source_aliases() -> TableCreateStatement {
    Table::create()
        .table("source_aliases")
        .col(big_integer("user_no"))
        .col(string("provider"))
        .col(string("origin"))
        .col(string("recording"))
        .col(integer("source_no"))
        .primary_key(&mut key(["user_no", "provider", "origin", "recording"]))
        .to_owned()
}

fn series() -> TableCreateStatement {
    Table::create()
        .table("series")
        .col(big_integer("user_no"))
        .col(integer("series_no"))
        .col(integer("source_no"))
        .col(string("metric"))
        .col(big_integer("samples"))
        .col(big_integer_null("first_ms"))
        .col(big_integer_null("last_ms"))
        .col(integer("reach_days"))
        .col(big_integer("version"))
        .primary_key(&mut key(["user_no", "series_no"]))
        .to_owned()
}

async fn create_blocks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut blocks = Table::create()
        .table("blocks")
        .col(big_integer("user_no"))
        .col(integer("series_no"))
        .col(integer("day"))
        .col(integer("n"))
        .col(big_integer_null("first_ms"))
        .col(big_integer_null("last_ms"))
        .col(integer("version"))
        .col(blob("payload"))
        .primary_key(&mut key(["user_no", "series_no", "day"]))
        .to_owned();
    if manager.get_database_backend() != DbBackend::Postgres {
        return manager.create_table(blocks).await;
    }
    manager
        .create_table(blocks.partition_by_hash(["user_no"]).to_owned())
        .await?;
    for part in 0..PARTITIONS {
        let partition = Table::create()
            .table(format!("blocks_{part}"))
            .partition_of("blocks")
            .values_with(PARTITIONS, part)
            .to_owned();
        manager.create_table(partition).await?;
    }
    Ok(())
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(big_integer("user_no"))
        .col(blob("id"))
        .col(string("kind"))
        .col(integer("source_no"))
        .col(big_integer("start_ms"))
        .col(big_integer("end_ms"))
        .col(string_null("sport"))
        .col(boolean("derived"))
        .col(string_null("external_id"))
        .col(blob("content_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone("checked_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(blob("body"))
        .col(blob_null("route"))
        .primary_key(&mut key(["user_no", "id"]))
        .to_owned()
}

fn records() -> TableCreateStatement {
    Table::create()
        .table("records")
        .col(big_integer("user_no"))
        .col(blob("id"))
        .col(text("external_id"))
        .col(integer("source_no"))
        .col(big_integer_null("revision"))
        .col(big_integer("sequence"))
        .col(blob("content_hash"))
        .col(big_integer_null("start_ms"))
        .col(big_integer_null("end_ms"))
        .col(timestamp_with_time_zone("checked_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(blob_null("session_id"))
        .col(blob("rows"))
        .primary_key(&mut key(["user_no", "id"]))
        .to_owned()
}

fn raw_files() -> TableCreateStatement {
    Table::create()
        .table("raw_files")
        .col(big_integer("user_no"))
        .col(string_len("id", 26))
        .col(text("name"))
        .col(blob("checksum"))
        .col(big_integer("bytes"))
        .col(big_integer("stored_bytes"))
        .col(text("path"))
        .col(timestamp_with_time_zone("received_at"))
        .col(json_binary("report"))
        .primary_key(&mut key(["user_no", "id"]))
        .to_owned()
}

fn daily() -> TableCreateStatement {
    Table::create()
        .table("daily")
        .col(big_integer("user_no"))
        .col(date("date"))
        .col(string_null("zone"))
        .col(boolean("dirty"))
        .col(json_binary_null("metrics"))
        .col(timestamp_with_time_zone_null("computed_at"))
        .primary_key(&mut key(["user_no", "date"]))
        .to_owned()
}

fn preferences() -> TableCreateStatement {
    Table::create()
        .table("preferences")
        .col(big_integer("user_no"))
        .col(json_binary("document"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(&mut key(["user_no"]))
        .to_owned()
}
