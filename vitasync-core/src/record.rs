//! Names what a vendor can revise or delete as a whole, one object of its API or of a phone's health store, and keeps
//! the ledger of what each of them holds.
//!
//! A vendor's object may hold one sample, a thousand, or a session. Whatever it holds is replaced together and deleted
//! together, by the vendor's own id. Two pure functions decide:
//!
//! - [`receive`] takes what is kept of an object and what is delivered of it, and tells what it holds from now on.
//! - [`Touches::stand`] takes what all objects say about places in series, and tells which rows stand there.
//!
//! A vendor that tells no deletions may list all there is of a span; [`Complete`] finds what is gone by that.
//!
//! # Which version counts
//!
//! With revisions that can be compared, the highest (revision, then deletion before content, then content hash), in
//! any order of arrival. Without, the one that came last. A deletion without a revision is final: only a version whose
//! revision is above the highest one it covered revives the object, or the vendor's word that it is back
//! ([`Change::Restored`](crate::batch::Change::Restored)). A version that does not count still buries what it alone
//! held, so that what a file without ids knows of it disappears too, whichever came first.
//!
//! # Which rows stand
//!
//! The same row can come by several objects and by a file that names none. Let `live` objects hold a place, let
//! `buried` have held it once, and let a file know `unkeyed` rows of it. A file's rows are those of objects it does
//! not name, so of them as many are gone as objects are, and the visible number is
//!
//! ```text
//! max(live, unkeyed - buried)
//! ```
//!
//! cut to 1 where the metric is not repeatable. A block needs to know neither number by itself: of a place's copies 0,
//! 1, … the first `buried` are tombstones, those up to `live + buried` belong to the ledger, and a file's rows take the
//! copies from 0 on. Where both meet, the ledger's row stands, so a file can be merged without asking the ledger, and
//! merging it again changes nothing. The ledger's rows say in their version how many objects share the place
//! ([`Row::holders`](crate::block::Row::holders)); others are looked up only where there are any.
//!
//! Where the last value under one time wins, a place has one row. An object's word counts before that of a file, and
//! of several objects the greatest (value, attributes) does: their revisions cannot be compared.

mod complete;
mod ledger;
mod standing;
mod touches;

use serde::{Deserialize, Serialize};

pub use self::complete::{Complete, Known};
pub use self::ledger::{
    Content, ContentHash, Decision, Delivered, Event, Outcome, Record, Touched, content_hash, receive,
};
pub use self::standing::Place;
pub use self::touches::Touches;

/// Names one object of a vendor.
///
/// The device that measured is no part of it: whoever deletes an object tells its id and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecordKey {
    /// The provider's slug, for example `whoop`.
    pub provider: String,
    /// Where the id is unique, if not in all of the provider: a connection, or one phone's installation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// What kind of object it is, in the provider's word, for example `sleep`.
    pub resource: String,
    /// The vendor's id.
    pub external_id: String,
}

/// One version of an object, as a delivery names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecordVersion {
    /// The object.
    #[serde(flatten)]
    pub key: RecordKey,
    /// The vendor's revision, where it has one that can be compared: a later one is greater. Milliseconds of the
    /// vendor's `updated_at` are one where the vendor promises that they grow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
}

impl RecordKey {
    /// Names an object whose id is unique in all of its provider.
    pub fn new(provider: impl Into<String>, resource: impl Into<String>, external_id: impl Into<String>) -> Self {
        Self {
            provider: provider.into(),
            scope: String::new(),
            resource: resource.into(),
            external_id: external_id.into(),
        }
    }
}

impl From<RecordKey> for RecordVersion {
    /// Names a version of an object that has no revision.
    fn from(key: RecordKey) -> Self {
        Self { key, revision: None }
    }
}
