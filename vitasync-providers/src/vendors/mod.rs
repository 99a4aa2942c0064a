//! The vendors, one folder each. They are facts and pure functions and never name each other.

use crate::provider::Provider;

/// Every vendor.
pub static ALL: &[&dyn Provider] = &[];
