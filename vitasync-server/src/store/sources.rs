//! Who measured: the sources of each person.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::{Reads, Transaction, failed};
use crate::error::{Error, Result};

/// A source as it is stored.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sources")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_no: i64,
    /// The number among the person's sources.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_no: i32,
    /// The provider's slug.
    pub provider: String,
    /// The writer inside the provider.
    pub origin: String,
    /// How the values came about.
    pub recording: String,
    /// The name to show.
    pub name: String,
    /// What kind of device it is.
    pub device_kind: String,
    /// The device.
    pub device: Json,
    /// How it revises.
    pub revision: String,
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Lists a person's sources with their numbers.
///
/// # Errors
///
/// Internal where the database fails or was written by a newer program.
pub async fn all(from: &impl Reads, user_no: i64) -> Result<Vec<(i32, Source)>> {
    let found = Entity::find()
        .filter(Column::UserNo.eq(user_no))
        .all(from.connection())
        .await;
    found
        .map_err(failed("reading sources"))?
        .into_iter()
        .map(Model::source)
        .collect()
}

/// Writes sources under their numbers, new ones and known ones.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn upsert(tx: &Transaction, user_no: i64, sources: &[(i32, Source)]) -> Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let known = OnConflict::columns([Column::UserNo, Column::SourceNo])
        .update_columns([Column::Name, Column::DeviceKind, Column::Device])
        .to_owned();
    Entity::insert_many(sources.iter().map(|(no, source)| row(user_no, *no, source)))
        .on_conflict(known)
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("writing sources"))
}

fn row(user_no: i64, source_no: i32, source: &Source) -> ActiveModel {
    ActiveModel {
        user_no: Set(user_no),
        source_no: Set(source_no),
        provider: Set(source.key.provider.clone()),
        origin: Set(source.key.origin.clone()),
        recording: Set(source.key.recording.id().to_owned()),
        name: Set(source.name.clone()),
        device_kind: Set(source.device_kind.id().to_owned()),
        device: Set(serde_json::to_value(&source.device).expect("a device is words")),
        revision: Set(revision_id(source.revision).to_owned()),
    }
}

impl Model {
    fn source(self) -> Result<(i32, Source)> {
        let unknown = |what: &str| Error::internal("reading sources")(format!("unknown {what}"));
        let source = Source {
            key: SourceKey {
                provider: self.provider,
                origin: self.origin,
                recording: Recording::from_id(&self.recording).ok_or_else(|| unknown("recording"))?,
            },
            name: self.name,
            device_kind: DeviceKind::from_id(&self.device_kind).ok_or_else(|| unknown("kind of device"))?,
            device: serde_json::from_value::<Device>(self.device).map_err(Error::internal("reading sources"))?,
            revision: revision_from_id(&self.revision).ok_or_else(|| unknown("revision"))?,
        };
        Ok((self.source_no, source))
    }
}

fn revision_id(revision: Revision) -> &'static str {
    match revision {
        Revision::Immutable => "immutable",
        Revision::LastWins => "last_wins",
    }
}

fn revision_from_id(id: &str) -> Option<Revision> {
    [Revision::Immutable, Revision::LastWins]
        .into_iter()
        .find(|it| revision_id(*it) == id)
}
