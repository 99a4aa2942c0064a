use std::collections::BTreeMap;

use vitasync_core::Reading;
use vitasync_core::session::{Detail, StatisticKind};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;

use super::*;
use crate::auth::Secret;
use crate::testing::webhooks;

const EVENT: &str = r#"{"user_id":10129,"id":"550e8400-e29b-41d4-a716-446655440000","type":"workout.updated","trace_id":"d3709ee7-104e-4f70-a928-2932964b017b"}"#;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(body: &str) -> Response {
    Response::new(200, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    Whoop
        .decode(&Request::get(operation, ""), &answer(body))
        .expect("a page")
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn event(kind: &str) -> webhooks::RightCall {
    let timestamp = "1700000000000";
    let right = webhooks::RightCall {
        headers: vec![
            ("X-WHOOP-Signature-Timestamp".into(), timestamp.into()),
            (
                "X-WHOOP-Signature".into(),
                "Kx+EbIMxgvVLzNh4jbAAK1Kjai5DciPOrkVkQ+HMKuk=".into(),
            ),
        ],
        body: EVENT.into(),
        at: utc("2023-11-14T22:13:20Z"),
        secrets: BTreeMap::from([("client_secret".into(), Secret::new("test_client_secret"))]),
        signature: "x-whoop-signature",
    };
    if EVENT.contains(kind) {
        return right;
    }
    use base64::Engine;
    use hmac::{Hmac, KeyInit, Mac};
    let body = EVENT.replace("workout.updated", kind);
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"test_client_secret").expect("a key");
    mac.update(format!("{timestamp}{body}").as_bytes());
    let signature = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    let headers = vec![right.headers[0].clone(), ("X-WHOOP-Signature".into(), signature)];
    webhooks::RightCall { headers, body, ..right }
}

fn news(kind: &str) -> Vec<News> {
    let received = event(kind).receive(&Whoop).expect("trusted");
    received.notices.into_iter().map(|notice| notice.news).collect()
}

#[test]
fn a_webhook_is_trusted_only_as_it_was_signed() {
    webhooks::check(&Whoop, &event("workout.updated"), Some(TimeDelta::minutes(5)));
}

#[test]
fn a_recovery_is_named_by_its_sleep() {
    let [News::Fetch(requests)] = &news("recovery.updated")[..] else {
        panic!("something to fetch")
    };
    assert!(
        requests[0]
            .url
            .ends_with("/activity/sleep/550e8400-e29b-41d4-a716-446655440000")
    );
    let [News::Deleted(records)] = &news("recovery.deleted")[..] else {
        panic!("something deleted")
    };
    assert_eq!(records[0].key.resource, "recovery");
}

#[test]
fn a_kind_of_event_that_is_new_is_accepted_and_means_nothing() {
    assert_eq!(news("dream.updated"), []);
}

#[test]
fn strain_belongs_to_the_day_the_person_woke_up() {
    let day = |start: &str, end: &str| {
        let body = format!(
            r#"{{"records":[{{"id":1,"updated_at":"2026-10-03T00:00:00Z","start":"{start}","end":"{end}","timezone_offset":"+02:00","score_state":"SCORED","score":{{"strain":9.5}}}}]}}"#
        );
        decoded("list cycles", &body).readings[0].start
    };
    let first_of_october = ReadingTime::Date("2026-10-01".parse().expect("a date"));
    assert_eq!(day("2026-09-30T20:00:00Z", "2026-10-01T20:00:00Z"), first_of_october);
    assert_eq!(day("2026-09-30T23:30:00Z", "2026-10-01T19:00:00Z"), first_of_october);
    assert_eq!(day("2026-09-30T19:30:00Z", "2026-10-01T23:30:00Z"), first_of_october);
}

#[test]
fn energy_is_the_vendors_own_over_the_whole_cycle() {
    let page = decoded("list cycles", include_str!("fixtures/cycles.json"));
    let energy = reading(&page, Metric::TotalEnergy);
    assert_eq!((energy.value, energy.unit.as_deref()), (9120.5, Some("kJ")));
    let end = ReadingTime::WithOffset("2026-10-01T22:41:02+02:00".parse().expect("a time"));
    assert_eq!(energy.end, Some(end));
}

#[test]
fn a_sleep_that_is_not_scored_yet_is_kept_without_scores() {
    let page = decoded("list sleeps", include_str!("fixtures/sleeps.json"));
    let nap = &page.sessions[0];
    assert!(matches!(&nap.detail, Detail::Sleep(sleep) if sleep.nap == Some(true)));
    let id = nap.external_id().expect("an id").to_owned();
    assert!(
        page.readings
            .iter()
            .all(|it| it.record.as_ref().expect("a record").key.external_id != id)
    );
    assert_eq!(reading(&page, Metric::SleepNeed).value, 28_620_000.0);
}

#[test]
fn a_recovery_that_cannot_be_scored_takes_its_old_values_back() {
    let page = decoded("list recoveries", include_str!("fixtures/recoveries.json"));
    assert_eq!(page.deleted[0].key.external_id, "55d1f0a2-2222-4333-8444-abcdefabcdef");
    assert_eq!(page.deleted[0].revision, Some(1_790_744_530_000));
}

#[test]
fn a_recovery_takes_its_time_from_its_sleep() {
    let list = decoded("list recoveries", include_str!("fixtures/recoveries.json"));
    let page = Whoop
        .decode(&list.follow[0], &answer(include_str!("fixtures/sleeps.json")))
        .expect("a page");
    let woke = ReadingTime::Date("2026-10-01".parse().expect("a date"));
    assert_eq!(reading(&page, Metric::RecoveryScore).start, woke);
    assert_eq!(
        reading(&page, Metric::RecoveryScore).remarks["user_calibrating"],
        "true"
    );
    let fell_asleep = ReadingTime::WithOffset("2026-09-30T22:55:31+02:00".parse().expect("a time"));
    assert_eq!(reading(&page, Metric::HeartRateVariabilityRmssd).start, fell_asleep);
    assert!(page.follow.is_empty() && page.sessions.is_empty());
}

#[test]
fn a_recovery_whose_sleep_is_not_listed_is_looked_up_alone() {
    let list = decoded("list recoveries", include_str!("fixtures/recoveries.json"));
    let page = Whoop
        .decode(&list.follow[0], &answer(r#"{"records":[]}"#))
        .expect("a page");
    assert!(
        page.follow[0]
            .url
            .ends_with("/activity/sleep/0b7c2d3e-6f1a-4c1e-9f6a-1d2e3f405162")
    );
}

#[test]
fn sports_are_found_by_name_in_any_writing_and_by_their_old_number() {
    let sport = |sport: &str| {
        let body = format!(
            r#"{{"records":[{{"id":"w","updated_at":"2026-10-01T17:00:00Z","start":"2026-10-01T15:30:00Z","end":"2026-10-01T16:30:00Z","timezone_offset":"Z",{sport}}}]}}"#
        );
        let page = decoded("list workouts", &body);
        let Detail::Workout(workout) = &page.sessions[0].detail else {
            panic!("a workout")
        };
        (workout.sport, workout.vendor_sport.clone())
    };
    assert_eq!(
        sport(r#""sport_name":"hiking-rucking""#),
        (Sport::Hiking, Some("hiking-rucking".into()))
    );
    assert_eq!(sport(r#""sport_id":233"#).0, sport(r#""sport_name":"Sauna""#).0);
    assert_eq!(
        sport(r#""sport_name":"quidditch""#),
        (Sport::Other, Some("quidditch".into()))
    );
}

#[test]
fn a_workout_sums_up_in_canonical_units() {
    let page = decoded("list workouts", include_str!("fixtures/workouts.json"));
    let Detail::Workout(workout) = &page.sessions[0].detail else {
        panic!("a workout")
    };
    let energy = workout
        .statistic(Metric::TotalEnergy, StatisticKind::Sum)
        .expect("energy");
    assert!((energy - 2710.3 / 4.184).abs() < 1e-9);
    assert_eq!(workout.statistic(Metric::HeartRate, StatisticKind::Max), Some(175.0));
}

#[test]
fn the_limit_says_in_how_many_seconds_it_ends() {
    let mut limited = answer("");
    limited.status = 429;
    limited.headers.push(("X-RateLimit-Reset".into(), "37".into()));
    let now = utc("2026-10-02T12:00:00Z");
    let outcome = Whoop.outcome(&Request::get("list sleeps", ""), &limited, now);
    let Outcome::Retry { until, whose } = outcome else {
        panic!("wait")
    };
    assert_eq!((until, whose), (Some(now + TimeDelta::seconds(37)), Whose::App));
}

#[test]
fn a_night_has_the_vendors_own_totals_and_what_was_not_measured() {
    let page = decoded("list sleeps", include_str!("fixtures/sleeps.json"));
    let totals = page.sessions.iter().map(|it| match &it.detail {
        Detail::Sleep(night) => night.totals,
        Detail::Workout(_) => panic!("a night"),
    });
    insta::assert_compact_json_snapshot!(totals.collect::<Vec<_>>(), @r#"
    [
      null,
      {
        "in_bed_s": 28440,
        "light_s": 14400,
        "deep_s": 6180,
        "rem_s": 6000,
        "awake_s": 1860,
        "unknown_s": 0,
        "awakenings": 9
      }
    ]
    "#);
}
