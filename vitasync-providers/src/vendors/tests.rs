use std::collections::BTreeSet;

use super::{ALL, find, to_connect};
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

#[test]
fn whoever_connects_a_vendor_that_was_switched_off_connects_one_that_answers() {
    for provider in ALL {
        let slug = provider.spec().slug;
        let answers = to_connect(slug).map(|it| it.spec().successor);
        assert_eq!(answers, Some(None), "{slug}");
    }
    assert!(find("fitbit").is_some_and(|it| it.spec().successor == Some("google_health")));
}
