//! Decodes answers of Withings to real people, where the workspace has them beside it.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use serde_json::{Value, json};
use vitasync_core::Metric;
use vitasync_core::session::Detail;
use vitasync_providers::Provider;
use vitasync_providers::provider::{Page, Request, Response};
use vitasync_providers::vendors::withings::Withings;

fn real(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/withings_api");
    let path = path.join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let text = fs::read_to_string(path).expect("readable");
    Some(serde_json::from_str(&text).expect("JSON"))
}

fn decoded(request: &Request, body: &Value) -> Page {
    let answer = Response::new(
        200,
        body.to_string(),
        DateTime::from_timestamp(1_790_000_000, 0).expect("a time"),
    );
    Withings.decode(request, &answer).expect("a page")
}

fn listed(operation: &'static str, body: &Value) -> Page {
    decoded(&Request::post(operation, ""), body)
}

fn count(page: &Page, metric: Metric) -> usize {
    page.readings.iter().filter(|it| it.metric == metric).count()
}

#[test]
fn groups_of_a_scale_are_read_to_the_last_measurement() {
    for name in ["measurement_list_2.json", "measurement_positions.json"] {
        let Some(groups) = real(&format!("aiowithings/{name}")) else {
            return;
        };
        let body = json!({"status": 0, "body": {"measuregrps": groups, "more": 0}});
        let page = listed("list measures", &body);
        let measures = groups
            .as_array()
            .expect("a list")
            .iter()
            .flat_map(|it| it["measures"].as_array().expect("a list"));
        let types: Vec<i64> = measures.map(|it| it["type"].as_i64().expect("a number")).collect();
        let of = |code: i64| types.iter().filter(|it| **it == code).count();
        assert_eq!(count(&page, Metric::Weight), of(1), "{name}");
        assert_eq!(count(&page, Metric::LeanBodyMass), of(5), "{name}");
        assert_eq!(count(&page, Metric::HeartRate), of(11), "{name}");
        assert_eq!(count(&page, Metric::EdaFeet), of(196), "{name}");
        let mut whole = page.readings.iter().filter(|it| it.metric == Metric::LeanBodyMass);
        assert!(whole.all(|it| it.remarks.contains_key("torso")), "{name}");
        // A result of the rhythm that has no word is all that is lost.
        let lost: Vec<_> = page.rejected.iter().map(|it| it.reason.to_string()).collect();
        assert!(
            lost.iter().all(|it| it.ends_with("is not a known afib")),
            "{name}: {lost:?}"
        );
    }
}

#[test]
fn groups_of_ten_years_ago_are_read_but_for_a_type_that_has_no_name() {
    let Some(body) = real("shimmer/withings-body-measures.json") else {
        return;
    };
    let page = listed("list measures", &body);
    assert!(
        page.rejected
            .iter()
            .all(|it| it.reason.to_string() == r#""18" is not a known meastype"#)
    );
    assert!(count(&page, Metric::BloodPressureSystolic) > 0 && count(&page, Metric::Weight) > 0);
    let Some(goals) = real("shimmer/withings-body-measures-only-goal.json") else {
        return;
    };
    assert_eq!(listed("list measures", &goals).readings, []);
}

#[test]
fn days_and_minutes_are_read_to_the_last_value() {
    let expected = [
        ("list days", "aiowithings/activity.json", 21),
        ("list days", "shimmer/withings-activity-measures.json", 28),
        ("list minutes", "shimmer/withings-intraday-activity.json", 16),
    ];
    for (operation, name, readings) in expected {
        let Some(body) = real(name) else { return };
        let page = listed(operation, &body);
        assert_eq!((page.readings.len(), page.rejected.len()), (readings, 0), "{name}");
    }
}

#[test]
fn nights_are_read_to_the_last() {
    for (name, nights) in [
        ("aiowithings/sleep_summary_no_datafields.json", 300),
        ("shimmer/withings-sleep-summary.json", 2),
    ] {
        let Some(body) = real(name) else { return };
        let list = listed("list nights", &body);
        assert!(list.rejected.is_empty(), "{name}: {:?}", list.rejected);
        let none = json!({"status": 0, "body": {"series": []}});
        let series = list.follow.iter().filter(|it| it.operation == "read nights");
        let pages: Vec<Page> = series.map(|request| decoded(request, &none)).collect();
        assert_eq!(
            pages.iter().map(|it| it.sessions.len()).sum::<usize>(),
            nights,
            "{name}"
        );
        let latencies: usize = pages.iter().map(|it| count(it, Metric::SleepLatency)).sum();
        assert_eq!(latencies, nights, "{name}");
    }
}

#[test]
fn stages_are_read_to_the_last() {
    let Some(body) = real("aiowithings/sleep_no_datafields.json") else {
        return;
    };
    let all = json!([{"id": 1, "timezone": "Europe/Paris", "startdate": 0, "enddate": 1_790_000_000}]);
    let page = decoded(&Request::post("read nights", "").note("nights", all.to_string()), &body);
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    assert_eq!((night.stages.len(), page.rejected.len()), (613, 0));
}
