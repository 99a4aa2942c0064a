//! The vendors, one folder each. They are facts and pure functions and never name each other.

pub mod hevy;
pub mod oura;
pub mod ultrahuman;
pub mod whoop;

use crate::provider::Provider;

/// Every vendor.
pub static ALL: &[&dyn Provider] = &[&hevy::Hevy, &oura::Oura, &ultrahuman::Ultrahuman, &whoop::Whoop];

/// Finds a vendor by its slug.
///
/// ```
/// assert_eq!(vitasync_providers::vendors::find("whoop").unwrap().spec().name, "WHOOP");
/// ```
pub fn find(slug: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.spec().slug == slug)
}

#[cfg(all(test, feature = "testing"))]
mod tests;
