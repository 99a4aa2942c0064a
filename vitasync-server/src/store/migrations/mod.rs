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

use sea_orm_migration::prelude::*;

/// Every step in order.
pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_identity::Migration),
            Box::new(m0002_data::Migration),
            Box::new(m0003_jobs::Migration),
            Box::new(m0004_audit::Migration),
            Box::new(m0005_connections::Migration),
            Box::new(m0006_sync::Migration),
            Box::new(m0007_webhooks::Migration),
        ]
    }
}
