//! The vendors, one folder each. They are facts and pure functions and never name each other.

pub mod whoop;

use crate::provider::Provider;

/// Every vendor.
pub static ALL: &[&dyn Provider] = &[&whoop::Whoop];

/// Finds a vendor by its slug.
///
/// ```
/// assert_eq!(vitasync_providers::vendors::find("whoop").unwrap().spec().name, "WHOOP");
/// ```
pub fn find(slug: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.spec().slug == slug)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL;
    use crate::testing::conformance;

    #[tokio::test]
    async fn every_vendor_conforms() {
        let mut complaints = Vec::new();
        for provider in ALL.iter().copied() {
            let slug = provider.spec().slug;
            let wrong = conformance::complaints(provider).await;
            complaints.extend(wrong.into_iter().map(|complaint| format!("{slug}: {complaint}")));
        }
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }

    #[test]
    fn no_two_vendors_share_a_slug() {
        let slugs: BTreeSet<&str> = ALL.iter().map(|provider| provider.spec().slug).collect();
        assert_eq!(slugs.len(), ALL.len());
    }
}
