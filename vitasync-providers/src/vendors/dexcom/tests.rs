use vitasync_core::session::Detail;
use vitasync_core::source::Recording;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::provider::Value;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(body: &str) -> Response {
    Response::new(200, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    Dexcom
        .decode(&Request::get(operation, ""), &answer(body))
        .expect("a page")
}

fn of(page: &Page, metric: Metric) -> Vec<&Reading> {
    page.readings.iter().filter(|it| it.metric == metric).collect()
}

fn egv(fields: &str) -> Page {
    let record = format!(r#"{{"recordId":"e","systemTime":"2026-10-01T10:00:00","unit":"mg/dL",{fields}}}"#);
    decoded("list egvs", &format!(r#"{{"records":[{record}]}}"#))
}

fn event(fields: &str) -> Page {
    let times = r#""systemTime":"2026-10-01T10:00:00+00:00","displayTime":"2026-10-01T12:00:00+02:00""#;
    decoded(
        "list events",
        &format!(r#"{{"records":[{{"recordId":"v",{times},{fields}}}]}}"#),
    )
}

fn time_of(system: &str, display: &str) -> ReadingTime {
    let times = format!(r#""systemTime":"{system}","displayTime":"{display}""#);
    let record = format!(r#"{{"recordId":"e",{times},"unit":"mg/dL","value":100}}"#);
    decoded("list egvs", &format!(r#"{{"records":[{record}]}}"#)).readings[0].start
}

fn new_data(resource: &str, body: &str) -> Vec<Request> {
    let window = Window {
        from: utc("2026-10-01T00:00:00.250Z"),
        to: utc("2026-10-02T00:00:00Z"),
    };
    let job = Job::Window { resource, window };
    let request = Dexcom.requests(&job, &Account::default()).swap_remove(0);
    assert_eq!(request.query[0].1, Value::from("2026-10-01T00:00:00"));
    Dexcom.decode(&request, &answer(body)).expect("a page").follow
}

fn at(text: &str) -> ReadingTime {
    ReadingTime::WithOffset(text.parse().expect("a time"))
}

#[test]
fn the_offset_is_what_was_shown_less_what_the_system_says() {
    let shown = at("2026-10-01T12:00:00+02:00");
    assert_eq!(time_of("2026-10-01T10:00:00+00:00", "2026-10-01T12:00:00+02:00"), shown);
    assert_eq!(time_of("2026-10-01T10:00:00Z", "2026-10-01T12:03:10"), shown);
    assert_eq!(time_of("2026-10-01T10:00:00", "2026-10-01T11:58:00"), shown);
    assert_eq!(
        time_of("2026-10-01T10:00:00", "2026-10-01T01:00:00"),
        at("2026-10-01T01:00:00-09:00")
    );
}

#[test]
fn a_receiver_whose_clock_is_days_away_has_no_offset() {
    let instant = ReadingTime::Instant(utc("2026-10-01T10:00:00Z"));
    assert_eq!(time_of("2026-10-01T10:00:00", "2026-10-03T10:00:00"), instant);
}

#[test]
fn a_time_that_is_none_is_named_and_costs_no_other_record() {
    let body = r#"{"records":[{"recordId":"a","systemTime":"noon","value":1},
        {"recordId":"b","systemTime":"2026-10-01T10:00:00","unit":"mg/dL","value":100}]}"#;
    let page = decoded("list egvs", body);
    assert_eq!((page.readings.len(), page.rejected.len()), (1, 1));
    assert_eq!(page.rejected[0].reason.to_string(), r#""noon" is not a time"#);
    assert_eq!(page.rejected[0].position.byte, 12);
}

#[test]
fn a_reading_beyond_the_range_says_so_and_without_a_number_it_is_reported() {
    let high = egv(r#""value":401,"status":"high""#);
    assert_eq!(high.readings[0].remarks["clipped"], "high");
    let low = egv(r#""value":null,"status":"low""#);
    assert!(low.readings.is_empty());
    assert_eq!(low.rejected[0].reason.to_string(), "`value` is missing");
    assert_eq!(egv(r#""value":null,"status":null"#), Page::default());
}

#[test]
fn values_keep_their_unit_and_an_unknown_one_is_not_guessed() {
    let page = decoded("list egvs", include_str!("fixtures/egvs.json"));
    let units: Vec<_> = of(&page, Metric::InterstitialGlucose)
        .iter()
        .map(|it| it.unit.as_deref())
        .collect();
    assert_eq!(units, ["mg/dL", "mg/dL", "mmol/L"].map(Some));
    let unknown = decoded(
        "list egvs",
        r#"{"records":[{"recordId":"e","systemTime":"2026-10-01T10:00:00","value":7,"unit":"unknown"}]}"#,
    );
    assert_eq!(unknown.readings[0].unit.as_deref(), Some("unknown")); // refused when it is normalised
}

#[test]
fn an_arrow_is_a_code_with_its_word_and_a_new_one_is_named() {
    let page = egv(r#""value":100,"trend":"fortyFiveDown""#);
    let arrow = of(&page, Metric::GlucoseTrend)[0];
    assert_eq!((arrow.value, arrow.remarks["trend"].as_str()), (5.0, "fortyFiveDown"));
    let page = egv(r#""value":100,"trend":"spiral""#);
    assert_eq!((page.readings.len(), page.rejected.len()), (1, 1));
    assert!(of(&egv(r#""value":100,"trend":"none""#), Metric::GlucoseTrend).is_empty());
}

#[test]
fn a_reading_that_is_sent_again_is_the_same_record() {
    let (first, again) = (egv(r#""value":100"#), egv(r#""value":104"#));
    assert_eq!(first.readings[0].record, again.readings[0].record);
    assert_eq!(first.readings[0].start, again.readings[0].start);
}

#[test]
fn sensors_and_fingersticks_are_never_one_series() {
    let sensor = decoded("list egvs", include_str!("fixtures/egvs.json"));
    let finger = decoded("list calibrations", include_str!("fixtures/calibrations.json"));
    assert!(of(&sensor, Metric::BloodGlucose).is_empty());
    let finger = of(&finger, Metric::BloodGlucose)[0];
    assert_eq!(finger.remarks["method"], "fingerstick");
    assert_eq!(finger.source.key.recording, Recording::Manual);
}

#[test]
fn an_amount_is_a_number_or_text_and_words_are_refused() {
    for value in ["\"45\"", "45", "\" 45 \""] {
        let page = event(&format!(r#""eventType":"carbs","unit":"grams","value":{value}"#));
        assert_eq!(
            (page.readings[0].value, page.readings[0].unit.as_deref()),
            (45.0, Some("g"))
        );
    }
    let page = event(r#""eventType":"carbs","unit":"grams","value":"a plate""#);
    assert_eq!(page.rejected[0].reason.to_string(), r#""a plate" is not a number"#);
}

#[test]
fn insulin_says_how_it_acts() {
    let page = event(r#""eventType":"insulin","eventSubType":"longActing","unit":"units","value":12"#);
    assert_eq!(page.readings[0].remarks["kind"], "longActing");
    assert_eq!(page.readings[0].unit.as_deref(), Some("IU"));
}

#[test]
fn an_event_that_was_deleted_takes_its_values_back() {
    let page = event(r#""eventStatus":"deleted","eventType":"insulin","unit":"units","value":12"#);
    assert!(page.readings.is_empty());
    assert_eq!(page.deleted[0].key.external_id, "v");
}

#[test]
fn an_exercise_lasts_its_minutes() {
    let page = event(r#""eventType":"exercise","eventSubType":"heavy","unit":"minutes","value":"40""#);
    let session = &page.sessions[0];
    assert_eq!(session.end - session.start, TimeDelta::minutes(40));
    assert_eq!(session.attributes.start_offset_s, Some(7200));
    assert_eq!(session.attributes.remarks["intensity"], "heavy");
    assert!(matches!(&session.detail, Detail::Workout(it) if it.vendor_sport.as_deref() == Some("exercise")));
}

#[test]
fn what_has_no_number_is_left_and_what_is_new_is_named() {
    assert_eq!(
        event(r#""eventType":"health","eventSubType":"illness""#),
        Page::default()
    );
    let page = event(r#""eventType":"nap""#);
    assert_eq!(page.rejected[0].reason.to_string(), r#""nap" is not a known eventType"#);
}

#[test]
fn what_is_new_is_read_by_thirty_days_in_utc_without_a_zone() {
    let requests = new_data("egvs", include_str!("fixtures/ranges.json"));
    let spans: Vec<_> = requests
        .iter()
        .map(|it| it.query.iter().map(|it| it.1.clone()).collect::<Vec<_>>())
        .collect();
    let middle = "2026-09-19T06:00:00";
    assert_eq!(spans[0], ["2026-08-20T06:00:00", middle].map(Value::from));
    assert_eq!(spans[1], [middle, "2026-10-02T09:05:01"].map(Value::from));
    assert_eq!(spans.len(), 2);
}

#[test]
fn an_empty_history_costs_one_call() {
    assert_eq!(new_data("events", r#"{"userId":"u"}"#), []);
    assert_eq!(new_data("events", r#"{"userId":"u","events":null}"#), []);
}

#[test]
fn a_region_has_its_own_host() {
    let spec = Dexcom.spec();
    assert_eq!(spec.host_in(Some("eu"), "api.dexcom.com"), Some("api.dexcom.eu"));
    assert_eq!(spec.host_in(Some("jp"), "api.dexcom.com"), Some("api.dexcom.jp"));
    assert_eq!(spec.host_in(None, "api.dexcom.com"), None);
}

#[test]
fn too_many_calls_wait_for_the_next_hour() {
    let mut limited = answer("");
    limited.status = 429;
    let outcome = Dexcom.outcome(&Request::get("list egvs", ""), &limited, utc("2026-10-02T12:07:00Z"));
    let until = Some(utc("2026-10-02T13:00:00Z"));
    assert_eq!(
        outcome,
        Outcome::Retry {
            until,
            whose: Whose::App
        }
    );
}
