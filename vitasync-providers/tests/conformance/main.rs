//! The conformance suite sees what is right and what is wrong, in vendors it has never heard of.

#[path = "../acme/mod.rs"]
mod acme;
mod faults;
mod wrong;

use acme::Acme;
use faults::FAULTS;
use vitasync_providers::testing::conformance;
use wrong::Wrong;

#[tokio::test]
async fn a_vendor_that_is_right_conforms() {
    conformance::check(&Acme).await;
    assert_eq!(Wrong::acme().complaints().await, [""; 0]);
}

#[tokio::test]
async fn every_mistake_is_named_and_nothing_else() {
    let mut unseen = Vec::new();
    for fault in FAULTS {
        let complaints = (fault.vendor)().complaints().await;
        let is_meant = |it: &String| fault.says.iter().any(|phrase| it.contains(phrase));
        let is_said = |phrase: &&str| complaints.iter().any(|it| it.contains(phrase));
        if !complaints.iter().all(is_meant) || !fault.says.iter().all(is_said) {
            unseen.push(format!("{}: {complaints:#?}", fault.mistake));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}
