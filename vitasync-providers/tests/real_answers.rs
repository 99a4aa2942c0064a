//! Decodes answers of Oura and WHOOP that others have published, where they lie beside the repository: every object is read.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::DateTime;
use serde_json::Value;
use vitasync_core::Metric;
use vitasync_providers::Provider;
use vitasync_providers::provider::{Page, Request, Response};
use vitasync_providers::vendors::{oura::Oura, whoop::Whoop};

fn real(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
}

fn decoded(provider: &dyn Provider, operation: &str, body: &Value) -> Page {
    let came = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let answer = Response::new(200, body.to_string(), came);
    provider
        .decode(&Request::get(operation.to_owned(), ""), &answer)
        .unwrap()
}

/// The vendor's ids of what a page holds.
fn objects(page: &Page) -> BTreeSet<&str> {
    let readings = page.readings.iter().filter_map(|it| it.record.as_deref());
    let sessions = page.sessions.iter().filter_map(|it| it.record.as_ref());
    readings.chain(sessions).map(|it| it.key.external_id.as_str()).collect()
}

#[test]
fn every_object_of_ouras_is_read() {
    for resource in ["daily_activity", "daily_readiness", "sleep", "workout"] {
        let Some(body) = real(&format!("oura_v2/exporter/{resource}.json")) else {
            return;
        };
        let page = decoded(&Oura, &format!("list {resource}"), &body);
        assert_eq!(page.rejected, [], "{resource}");
        let listed = body["data"].as_array().unwrap();
        let ids: BTreeSet<&str> = listed.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(objects(&page), ids, "{resource}");
    }
}

#[test]
fn every_heart_rate_of_ouras_is_read() {
    let Some(body) = real("oura_v2/exporter/heartrate.json") else {
        return;
    };
    let page = decoded(&Oura, "list heartrate", &body);
    let read = page.readings.iter().filter(|it| it.metric == Metric::HeartRate).count();
    assert_eq!((page.rejected.len(), read), (0, body["data"].as_array().unwrap().len()));
}

/// The other examples beside it are of the first version, whose ids were numbers.
#[test]
fn a_cycle_of_whoops_is_read() {
    let Some(example) = real("whoop_api/whoop-cycle-example.json") else {
        return;
    };
    let page = decoded(&Whoop, "list cycles", &example["response"]);
    assert_eq!((page.rejected.len(), objects(&page)), (0, ["93845"].into()));
}
