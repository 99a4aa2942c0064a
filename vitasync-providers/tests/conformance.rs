//! The conformance suite sees what is right and what is wrong, in vendors it has never heard of.

mod acme;

use acme::Acme;
use chrono::{DateTime, Utc};
use vitasync_providers::provider::{Account, Example, Job, Page, Provider, Request, Resource, Response, Spec};
use vitasync_providers::testing::conformance;
use vitasync_providers::webhook::{Inbound, Received, Refused, Trust};
use vitasync_providers::{Error, provider::Method};

/// Acme with a mistake.
struct Wrong(&'static Spec);

impl Provider for Wrong {
    fn spec(&self) -> &'static Spec {
        self.0
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        Acme.requests(job, account)
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        Acme.decode(request, response)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        Acme.receive(call, trust, now)
    }
}

async fn complaint(change: impl FnOnce(&mut Spec)) -> String {
    let mut spec = Acme.spec().clone();
    change(&mut spec);
    let wrong: &'static Wrong = Box::leak(Box::new(Wrong(Box::leak(Box::new(spec)))));
    conformance::complaints(wrong).await.join("\n")
}

fn leak<T: Clone>(items: &[T], change: impl FnOnce(&mut Vec<T>)) -> &'static [T] {
    let mut items = items.to_vec();
    change(&mut items);
    items.leak()
}

#[tokio::test]
async fn a_vendor_that_is_right_conforms() {
    conformance::check(&Acme).await;
}

#[tokio::test]
async fn a_metric_that_no_example_has_is_missed() {
    let complaint = complaint(|spec| {
        spec.resources = leak(spec.resources, |it| {
            it[0] = Resource {
                metrics: &[vitasync_core::Metric::Weight, vitasync_core::Metric::Height],
                ..it[0]
            };
        });
    });
    assert_eq!(complaint.await, "`weights` promises height, and no example has it");
}

#[tokio::test]
async fn a_field_that_nobody_reads_is_named() {
    let complaint = complaint(|spec| {
        spec.examples = leak(spec.examples, |it| it[4].ignored = &[]);
    });
    assert_eq!(complaint.await, "/naps: nobody reads `naps[].mood`");
}

#[tokio::test]
async fn a_field_that_is_ignored_and_read_is_named() {
    let complaint = complaint(|spec| {
        spec.examples = leak(spec.examples, |it| it[4].ignored = &["naps[].mood", "naps[].from"]);
    });
    assert_eq!(complaint.await, "/naps: `naps[].from` is listed as ignored and is read");
}

#[tokio::test]
async fn a_push_that_the_vendor_itself_does_not_trust_is_named() {
    let complaint = complaint(|spec| {
        spec.pushes = leak(spec.pushes, |it| it[0].headers = &[("X-Acme-Signature", "00")]);
    });
    assert_eq!(
        complaint.await,
        "an example of a push is refused: the call is not signed as it must be"
    );
}

#[tokio::test]
async fn an_example_that_nobody_asks_for_is_named() {
    let complaint = complaint(|spec| {
        spec.examples = leak(spec.examples, |it| {
            it.push(Example {
                method: Method::Post,
                path: "/elsewhere",
                ..Example::BASE
            });
        });
    });
    assert_eq!(complaint.await, "nobody asks for the example POST /elsewhere []");
}

#[tokio::test]
async fn a_host_that_is_not_the_vendors_is_not_called() {
    let complaint = complaint(|spec| spec.hosts = &["acme.example"]).await;
    assert!(
        complaint.contains("led to an address that is not the vendor's"),
        "{complaint}"
    );
}
