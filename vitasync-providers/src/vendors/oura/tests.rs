use std::collections::BTreeMap;

use chrono::TimeDelta;
use vitasync_core::Metric;
use vitasync_core::session::Detail;
use vitasync_core::sleep_stage::SleepStage::{Awake, Deep, Light, Rem};
use vitasync_core::sport::Sport;

use super::*;
use crate::auth::Secret;
use crate::provider::{Subscription, Value, Window};
use crate::testing::webhooks;
use crate::webhook::News;

const EVENT: &str = r#"{"event_type":"create","data_type":"daily_sleep","object_id":"abc-123","event_time":"2026-03-01T07:00:00+00:00","user_id":"u-1"}"#;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(request: &Request, body: &str) -> Page {
    Oura.decode(request, &answer(200, body)).expect("a page")
}

fn nights() -> Page {
    decoded(&Request::get("list sleep", ""), include_str!("fixtures/sleep.json"))
}

fn event() -> webhooks::RightCall {
    webhooks::RightCall {
        headers: vec![
            ("x-oura-timestamp".into(), "1700000000".into()),
            (
                "x-oura-signature".into(),
                "0F4875E8952416D5C76037954A03103FCAA554D3B224FB1733AF96E3D06B612D".into(),
            ),
        ],
        body: EVENT.into(),
        at: utc("2026-03-01T07:00:30Z"),
        secrets: BTreeMap::from([("client_secret".into(), Secret::new("test_client_secret"))]),
        signature: "x-oura-signature",
    }
}

fn challenged(token: &str) -> Result<Received, Refused> {
    let secrets = BTreeMap::from([("verification_token".to_owned(), Secret::new("ours"))]);
    let query = [
        ("verification_token".into(), token.into()),
        ("challenge".into(), "4711".into()),
    ];
    let call = Inbound {
        method: Method::Get,
        query: &query,
        headers: &[],
        body: b"",
    };
    let documents = BTreeMap::new();
    let trust = Trust::new(&secrets, &[], &documents);
    Oura.receive(&call, &trust, utc("2026-03-01T07:00:00Z"))
}

fn window_of(resource: &str, account: &Account) -> Request {
    let window = Window {
        from: utc("2026-10-01T00:00:00Z"),
        to: utc("2026-10-02T00:00:00Z"),
    };
    Oura.requests(&Job::Window { resource, window }, account).swap_remove(0)
}

fn subscriptions(existing: &[Subscription]) -> Vec<Request> {
    let callback = "https://app.example/hook";
    Oura.requests(&Job::Subscribe { callback, existing }, &Account::default())
}

#[test]
fn a_webhook_is_trusted_only_as_it_was_signed() {
    webhooks::check(&Oura, &event(), None);
}

#[test]
fn an_event_asks_for_its_document_and_is_the_same_when_it_comes_twice() {
    let notice = event().receive(&Oura).expect("trusted").notices.swap_remove(0);
    assert_eq!(notice.user.as_deref(), Some("u-1"));
    assert_eq!(
        notice.key.as_deref(),
        Some("daily_sleep abc-123 create 2026-03-01T07:00:00+00:00")
    );
    let News::Fetch(requests) = notice.news else {
        panic!("something to fetch")
    };
    assert!(requests[0].url.ends_with("/usercollection/daily_sleep/abc-123"));
}

#[test]
fn a_challenge_is_answered_to_who_knows_our_word_and_never_with_410() {
    assert_eq!(
        challenged("ours").expect("trusted").reply.body,
        r#"{"challenge":"4711"}"#
    );
    let refused = challenged("theirs").expect_err("refused");
    assert_eq!(refused.status(), 401); // 410 would end the subscription
}

#[test]
fn dates_are_padded_because_their_ends_are_read_differently() {
    let request = window_of("daily_activity", &Account::default());
    let dates: Vec<_> = request.query.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(dates, ["2026-09-29".into(), "2026-10-03".into()].map(|it: Value| it));
}

#[test]
fn letters_become_stretches_of_one_stage() {
    let page = nights();
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    let stages: Vec<_> = night
        .stages
        .iter()
        .map(|it| (it.stage, (it.end - it.start).num_seconds()))
        .collect();
    assert_eq!(
        stages,
        [(Awake, 60), (Light, 60), (Deep, 90), (Light, 30), (Rem, 60)]
            .map(|(a, b)| (a, b))
            .to_vec()[..]
    );
    assert_eq!(night.stages[0].start, utc("2026-09-30T21:04:10Z"));
}

#[test]
fn a_null_in_a_series_is_no_value_and_keeps_its_place() {
    let page = nights();
    let single = |it: &&vitasync_core::Reading| it.metric == Metric::HeartRateVariabilityRmssd && it.end.is_none();
    let values: Vec<_> = page
        .readings
        .iter()
        .filter(single)
        .map(|it| (it.value, it.start))
        .collect();
    let at = |time: &str| vitasync_core::time::ReadingTime::WithOffset(time.parse().expect("a time"));
    assert_eq!(values[0], (41.0, at("2026-09-30T23:09:10+02:00")));
    assert_eq!(values.len(), 3);
}

#[test]
fn a_rest_that_was_no_sleep_is_taken_back() {
    let page = decoded(
        &Request::get("list sleep", ""),
        include_str!("fixtures/sleep_last.json"),
    );
    assert_eq!(page.deleted[0].key.external_id, "5f1c0a1e-aaaa-4bbb-8ccc-000000000003");
    assert_eq!(page.sessions.len(), 1);
}

#[test]
fn heart_rates_of_a_night_are_read_where_their_own_list_is_not_allowed() {
    let beats = |account: &Account| {
        let page = decoded(&window_of("sleep", account), include_str!("fixtures/sleep.json"));
        page.readings.iter().filter(|it| it.metric == Metric::HeartRate).count()
    };
    let only_daily = Account {
        scopes: Some(vec!["daily".into()]),
        ..Account::default()
    };
    assert_eq!((beats(&Account::default()), beats(&only_daily)), (0, 3));
}

#[test]
fn every_event_of_every_document_is_subscribed_to_once() {
    let all = subscriptions(&[]);
    assert_eq!(all.len(), 33);
    let there = Subscription {
        id: "s".into(),
        topic: "delete workout".into(),
        expires_at: None,
        secret: None,
    };
    let missing = subscriptions(&[there]);
    assert_eq!(missing.len(), 32);
    assert!(format!("{:?}", all[0].body).contains("verification_token"));
}

#[test]
fn a_subscription_says_when_it_ends() {
    let page = decoded(
        &Request::post("subscribe", ""),
        include_str!("fixtures/subscription.json"),
    );
    let subscription = &page.subscriptions[0];
    assert_eq!(subscription.topic, "create sleep");
    assert_eq!(subscription.expires_at, Some(utc("2026-12-30T12:00:00Z")));
}

#[test]
fn activities_are_found_in_either_spelling() {
    let sport = |activity: &str| {
        let body = include_str!("fixtures/workout.json").replace("\"running\"", &format!("\"{activity}\""));
        let page = decoded(&Request::get("list workout", ""), &body);
        let Detail::Workout(workout) = &page.sessions[0].detail else {
            panic!("a workout")
        };
        (workout.sport, workout.vendor_sport.clone())
    };
    assert_eq!(sport("crossCountrySkiing").0, Sport::CrossCountrySkiing);
    assert_eq!(sport("strength_training").0, Sport::StrengthTraining);
    assert_eq!(sport("HIIT").0, Sport::Hiit);
    assert_eq!(sport("quidditch"), (Sport::Other, Some("quidditch".into())));
}

#[test]
fn a_limit_holds_back_whom_its_tier_names() {
    let outcome = |tier: &str| {
        let mut limited = answer(429, "");
        limited.headers.push(("X-RateLimit-Tier".into(), tier.into()));
        limited.headers.push(("Retry-After".into(), "30".into()));
        Oura.outcome(&Request::get("list sleep", ""), &limited, limited.received_at)
    };
    let until = Some(utc("2026-10-02T12:00:00Z") + TimeDelta::seconds(30));
    let retry = |whose| Outcome::Retry { until, whose };
    assert_eq!(outcome("access_token"), retry(Whose::User));
    assert_eq!(outcome("application"), retry(Whose::App));
}

#[test]
fn a_night_has_the_vendors_own_totals() {
    let page = nights();
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    insta::assert_compact_json_snapshot!(night.totals, @r#"
    {
      "in_bed_s": 28680,
      "asleep_s": 25620,
      "light_s": 13800,
      "deep_s": 5400,
      "rem_s": 6420,
      "awake_s": 3060,
      "latency_s": 540
    }
    "#);
}

#[test]
fn a_level_of_resilience_is_a_code_and_keeps_its_word() {
    let list = Request::get("list daily_resilience", "");
    let page = decoded(&list, include_str!("fixtures/daily_resilience.json"));
    let level = &page.readings[0];
    assert_eq!((level.value, level.unit.as_deref()), (3.0, None));
    assert_eq!(level.remarks["level"], "solid");
    let unknown = include_str!("fixtures/daily_resilience.json").replace("solid", "unshakable");
    let page = decoded(&list, &unknown);
    assert_eq!(page.rejected[0].reason.kind(), "unknown_word");
    assert!(page.readings.is_empty());
}
