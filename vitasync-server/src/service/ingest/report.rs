//! Says what became of a batch and of each item in it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vitasync_core::record::Outcome;
use vitasync_providers::push::List;

use crate::error::Result;
use crate::service::import::Foreseen;
use crate::store::packed::{pack, unpack};
use crate::store::push_batches::Head;

/// A batch and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    /// The id.
    pub id: String,
    /// The provider's slug.
    pub provider: String,
    /// How many items it has.
    pub items: u64,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When it was written.
    pub done_at: Option<DateTime<Utc>>,
    /// What became of its items, once it is written.
    pub results: Option<Vec<ItemResult>>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PushResult)]
pub struct ItemResult {
    /// The list of `data` it stands in.
    pub list: ListName,
    /// Where it stands there, from 0.
    pub index: usize,
    /// Its id; `null` where it has none.
    pub id: Option<String>,
    /// What became of it.
    pub status: ItemStatus,
    /// Why, where it was rejected or had no effect though it says something new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A list of `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PushList)]
pub enum ListName {
    /// `records`.
    Records,
    /// `sleep`.
    Sleep,
    /// `workouts`.
    Workouts,
    /// `deletions`.
    Deletions,
    /// `windows`.
    Windows,
}

/// What becomes of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PushItemStatus)]
pub enum ItemStatus {
    /// It is new.
    Created,
    /// It was there with other content, or deleted and is back.
    Updated,
    /// It was there, or something newer is.
    Unchanged,
    /// It is gone.
    Deleted,
    /// It could not be used.
    Rejected,
}

impl Push {
    pub(super) fn of(head: Head) -> Result<Self> {
        let results = head.results.as_deref().map(unpack).transpose()?;
        Ok(Self {
            results,
            items: u64::try_from(head.items).unwrap_or_default(),
            id: head.id,
            provider: head.provider,
            received_at: head.received_at,
            done_at: head.done_at,
        })
    }
}

/// Writes results as they are kept.
pub(super) fn packed(results: &[ItemResult]) -> Vec<u8> {
    pack(&results)
}

impl From<List> for ListName {
    fn from(list: List) -> Self {
        match list {
            List::Records => Self::Records,
            List::Sleep => Self::Sleep,
            List::Workouts => Self::Workouts,
            List::Deletions => Self::Deletions,
            List::Windows => Self::Windows,
        }
    }
}

/// What became of an item, and why.
pub(super) type Fate = (ItemStatus, Option<String>);

/// Tells the fate of an object by what was decided about it.
pub(super) fn of_object(outcome: Outcome) -> Fate {
    match outcome {
        Outcome::Created => (ItemStatus::Created, None),
        Outcome::Changed | Outcome::Revived => (ItemStatus::Updated, None),
        Outcome::Deleted => (ItemStatus::Deleted, None),
        Outcome::Unchanged => (ItemStatus::Unchanged, None),
        Outcome::Late => (ItemStatus::Unchanged, Some("a newer revision is there".to_owned())),
        Outcome::Refused => (ItemStatus::Rejected, Some("it was deleted".to_owned())),
    }
}

/// Tells the fate of an item by what its rows change.
pub(super) fn of_rows(rows: &[Foreseen]) -> Fate {
    match rows.iter().max() {
        Some(Foreseen::New) => (ItemStatus::Created, None),
        Some(Foreseen::Other) => (ItemStatus::Updated, None),
        Some(Foreseen::Buried) => (ItemStatus::Rejected, Some("it was deleted".to_owned())),
        Some(Foreseen::Same) | None => (ItemStatus::Unchanged, None),
    }
}
