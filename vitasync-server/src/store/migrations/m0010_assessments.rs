//! What is said of people's days: scores, what was unusual, and sums of weeks and months.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, date, date_null, string, string_uniq, timestamp_with_time_zone};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [marks(), assessments(), episodes(), acts(), snapshots()] {
            manager.create_table(table).await?;
        }
        // Of everybody who is there, everything has yet to be said.
        let everybody = "INSERT INTO assessment_marks (user_no, version, since, today, round, queued) \
                         SELECT user_no, 0, '0001-01-01', NULL, 0, -1 FROM users";
        manager.get_connection().execute_unprepared(everybody).await?;
        Ok(())
    }
}

fn marks() -> TableCreateStatement {
    Table::create()
        .table("assessment_marks")
        .col(big_integer("user_no").primary_key())
        .col(big_integer("version"))
        .col(date("since"))
        .col(date_null("today"))
        .col(big_integer("round"))
        .col(big_integer("queued"))
        .to_owned()
}

fn assessments() -> TableCreateStatement {
    Table::create()
        .table("assessments")
        .col(big_integer("user_no"))
        .col(date("date"))
        .col(string("method"))
        .col(binary("document"))
        .col(timestamp_with_time_zone("computed_at"))
        .primary_key(Index::create().col("user_no").col("date"))
        .to_owned()
}

fn episodes() -> TableCreateStatement {
    Table::create()
        .table("episodes")
        .col(big_integer("user_no"))
        .col(string("metric"))
        .col(string("side"))
        .col(date("first_date"))
        .col(date("last_date"))
        .col(string("severity"))
        .col(string("state"))
        .col(date_null("state_since"))
        .col(string("method"))
        .col(binary("document"))
        .primary_key(
            Index::create()
                .col("user_no")
                .col("metric")
                .col("side")
                .col("first_date"),
        )
        .to_owned()
}

fn acts() -> TableCreateStatement {
    Table::create()
        .table("episode_acts")
        .col(big_integer("user_no"))
        .col(string("metric"))
        .col(string("side"))
        .col(date("date"))
        .col(string("act"))
        .col(timestamp_with_time_zone("at"))
        .primary_key(
            Index::create()
                .col("user_no")
                .col("metric")
                .col("side")
                .col("date")
                .col("act"),
        )
        .to_owned()
}

fn snapshots() -> TableCreateStatement {
    Table::create()
        .table("snapshots")
        .col(big_integer("user_no"))
        .col(string("period"))
        .col(date("first_date"))
        .col(date("last_date"))
        .col(string_uniq("id"))
        .col(string("method"))
        .col(binary("document"))
        .col(timestamp_with_time_zone("computed_at"))
        .primary_key(Index::create().col("user_no").col("period").col("first_date"))
        .to_owned()
}
