//! Creates and changes the tables. One file per step; a step that has been released is never edited.

#![expect(
    elided_lifetimes_in_paths,
    reason = "with `SchemaManager<'_>` written out, `up` is not the method of the trait"
)]

mod m0001_identity;
mod m0002_data;
mod m0003_jobs;
mod m0004_audit;
mod m0005_connections;
mod m0006_sync;
mod m0007_webhooks;
mod m0008_push;
mod m0009_refresh_turns;
mod m0010_assessments;
mod m0020_objects;
mod m0021_retention;

use std::collections::BTreeSet;

use sea_orm::{DatabaseConnection, EntityTrait};
use sea_orm_migration::prelude::*;
use sea_orm_migration::seaql_migrations;

/// Every step in order.
pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps().into_iter().map(|step| Box::new(Whole(step)) as _).collect()
    }
}

fn steps() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_identity::Migration),
        Box::new(m0002_data::Migration),
        Box::new(m0003_jobs::Migration),
        Box::new(m0004_audit::Migration),
        Box::new(m0005_connections::Migration),
        Box::new(m0006_sync::Migration),
        Box::new(m0007_webhooks::Migration),
        Box::new(m0008_push::Migration),
        Box::new(m0009_refresh_turns::Migration),
        Box::new(m0010_assessments::Migration),
        Box::new(m0020_objects::Migration),
        Box::new(m0021_retention::Migration),
    ]
}

/// A step that is taken as a whole or not at all, also on SQLite, where it would not be by itself: a process that is killed
/// must leave no table behind that the next one wants to create.
struct Whole(Box<dyn MigrationTrait>);

impl MigrationName for Whole {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Whole {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Tells whether every step has been taken.
pub(super) async fn is_current(connection: &DatabaseConnection) -> Result<bool, DbErr> {
    let taken = seaql_migrations::Entity::find().all(connection).await?;
    let taken: BTreeSet<String> = taken.into_iter().map(|it| it.version).collect();
    Ok(Migrator::migrations().iter().all(|step| taken.contains(step.name())))
}
