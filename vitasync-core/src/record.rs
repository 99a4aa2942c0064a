//! Names what a vendor can revise or delete as a whole: one object of its API or of a phone's health store.
//!
//! A vendor's object may hold one sample, a thousand, or a session. Whatever it holds is replaced together and deleted
//! together, by the vendor's own id.

use serde::{Deserialize, Serialize};

/// Names one object of a vendor.
///
/// The device that measured is no part of it: whoever deletes an object tells its id and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
