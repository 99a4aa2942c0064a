//! Writes a vendor outside the crate, holds it against the conformance suite, connects it and syncs it.
//!
//! ```text
//! cargo run -p vitasync-examples --bin your_own_vendor
//! ```

use std::error::Error as StdError;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::{Metric, record::RecordKey, source::DeviceKind, time::ReadingTime, time::ZoneHistory};
use vitasync_providers::auth::{Key, Secret};
use vitasync_providers::client::{Connection, Link, Memory};
use vitasync_providers::provider::{
    Account, Example, Frame, Job, Page, Request, Resource, Response, Spec, Way, source,
};
use vitasync_providers::testing::{FakeVendor, Stage, conformance};
use vitasync_providers::{Error, Provider};

struct Acme;

static SPEC: Spec = Spec {
    slug: "acme",
    name: "Acme Scales",
    ways: &[Way::Key(Key {
        help: "Settings, then API key",
        ..Key::BEARER
    })],
    hosts: &["api.acme.example"],
    resources: &[Resource {
        id: "weights",
        metrics: &[Metric::Weight],
        ..Resource::BASE
    }],
    examples: &[Example {
        path: "/weights",
        body: r#"{"weights":[{"id":"1","at":"2026-09-30T07:00:00+02:00","lb":163.8},
                             {"id":"2","at":"2026-10-01T07:30:00+02:00","lb":null},
                             {"id":"3","at":"2026-10-01T07:31:00+02:00","lb":163.1}]}"#,
        ..Example::BASE
    }],
    ..Spec::BASE
};

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    weights: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Weight {
    id: String,
    at: DateTime<FixedOffset>,
    lb: Option<f64>,
}

impl Provider for Acme {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let Job::Window {
            resource: "weights",
            window,
        } = job
        else {
            return Vec::new();
        };
        let list = Request::get("list weights", "https://api.acme.example/weights");
        vec![
            list.query("from", window.from.to_rfc3339())
                .query("to", window.to.to_rfc3339()),
        ]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let list: List<'_> = response.json("acme", request)?;
        let scale = source("acme", "", "Acme Scales", DeviceKind::Scale);
        let mut page = Page::default();
        page.each("weight", response, &list.weights, |page, weight: Weight| {
            let record = RecordKey::new("acme", "weights", weight.id).into();
            let frame = Frame::new(&scale, &record, ReadingTime::WithOffset(weight.at));
            page.read(&frame, Metric::Weight, weight.lb, "lb");
            Ok(())
        });
        Ok(page)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    conformance::check(&Acme).await;
    println!("{} conforms.", SPEC.name);

    let vendor = FakeVendor::start(&Acme).await;
    let (memory, stage) = (
        Arc::new(Memory::new()),
        Arc::new(Stage::at("2026-10-25T09:00:00Z".parse()?)),
    );
    let client = vendor.client(&memory, &stage).build()?;
    let connection = Connection {
        id: "mine".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: "2026-10-25T09:00:00Z".parse()?,
    };
    let link = Link {
        provider: &Acme,
        app: &vendor.app(),
        connection: &connection,
    };
    client
        .connect_with_key(link, Secret::new("pasted by the person"))
        .await?;
    let report = client.sync(link, "weights").await?;
    println!("{} samples in {} answer:", report.samples, report.pages);
    for delivery in memory.take_deliveries() {
        for sample in delivery.samples.iter().map(|it| &it.sample) {
            println!(
                "  {}  {:.2} kg",
                sample.start.format("%Y-%m-%d %H:%M UTC"),
                sample.value
            );
        }
    }
    Ok(())
}
