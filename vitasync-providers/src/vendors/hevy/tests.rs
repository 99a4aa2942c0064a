use std::collections::BTreeMap;

use vitasync_core::session::{Detail, StatisticKind, Workout};
use vitasync_core::source::{Attributes, Recording};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;

use super::*;
use crate::auth::Secret;
use crate::provider::{Body, Subscription, Window};

const USER: &str = "9c000000-0000-4000-8000-000000000001";
const FLAT: &str = r#"{"workoutId":"11111111-2222-4333-8444-555555555555"}"#;
const NESTED: &str = r#"{"id":"e-1","payload":{"workoutId":"11111111-2222-4333-8444-555555555555"}}"#;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(request: &Request, body: &str) -> Page {
    Hevy.decode(request, &answer(200, body)).expect("a page")
}

fn window(resource: &str, from: &str) -> Request {
    let window = Window {
        from: utc(from),
        to: utc("2026-10-02T12:00:00Z"),
    };
    Hevy.requests(&Job::Window { resource, window }, &Account::default())[0].clone()
}

fn events() -> Page {
    decoded(
        &window(WORKOUTS, "2026-10-01T00:00:00Z"),
        include_str!("fixtures/events.json"),
    )
}

fn done(page: &Page) -> &Workout {
    let Detail::Workout(workout) = &page.sessions[0].detail else {
        panic!("a workout")
    };
    workout
}

fn exercised(exercises: &str) -> Page {
    let body = format!(
        r#"{{"id":"w","start_time":"2026-09-30T17:00:00+00:00","end_time":"2026-09-30T18:00:00+00:00","exercises":[{exercises}]}}"#
    );
    decoded(&Request::get("read workout", ""), &body)
}

#[test]
fn a_change_is_a_workout_or_one_that_is_gone() {
    let page = events();
    assert_eq!(page.deleted[0].key.external_id, "99999999-2222-4333-8444-555555555555");
    assert_eq!(page.deleted[0].revision, Some(1_790_841_600_000));
    let record = page.sessions[0].record.as_ref().expect("a record");
    assert_eq!(record.revision, Some(1_790_791_531_120));
    assert_eq!(
        page.follow[0],
        window(WORKOUTS, "2026-10-01T00:00:00Z").with_query("page", 2)
    );
}

#[test]
fn utc_is_not_taken_for_the_persons_clock() {
    let page = events();
    let attributes = &page.sessions[0].attributes;
    let told = Attributes {
        remarks: attributes.remarks.clone(),
        ..Attributes::default()
    };
    assert_eq!(*attributes, told);
    assert_eq!(page.sessions[0].start, utc("2026-09-30T17:00:00Z"));
}

#[test]
fn warming_up_is_no_volume_and_energy_is_never_invented() {
    let page = events();
    let done = done(&page);
    assert_eq!(done.statistic(Metric::TrainingVolume, StatisticKind::Sum), Some(640.0));
    assert_eq!(done.statistic(Metric::Repetitions, StatisticKind::Sum), Some(18.0));
    assert_eq!(done.statistic(Metric::LiftedWeight, StatisticKind::Max), Some(80.0));
    assert_eq!(done.statistic(Metric::Distance, StatisticKind::Sum), Some(40.0));
    assert!(done.statistics.iter().all(|it| it.metric != Metric::ActiveEnergy));
}

#[test]
fn what_is_missing_in_every_set_is_missing_in_the_sum() {
    let page = exercised(r#"{"title":"Plank","sets":[{"type":"normal","duration_seconds":60}]}"#);
    assert_eq!(done(&page).statistics, []);
}

#[test]
fn the_weight_of_an_assisted_pull_up_is_not_lifted() {
    let page = exercised(r#"{"title":"Pull Up (Assisted)","sets":[{"type":"normal","weight_kg":30,"reps":8}]}"#);
    assert_eq!(done(&page).statistic(Metric::TrainingVolume, StatisticKind::Sum), None);
    assert_eq!(
        done(&page).statistic(Metric::Repetitions, StatisticKind::Sum),
        Some(8.0)
    );
}

#[test]
fn sets_are_kept_as_they_were_logged() {
    let remarks = &events().sessions[0].attributes.remarks;
    insta::assert_snapshot!(remarks["exercises"], @r#"[{"title":"Bench Press (Barbell)","exercise_template_id":"79D0BB3A","supersets_id":0,"notes":"Slow down","sets":[{"type":"warmup","weight_kg":40.0,"reps":10.0},{"type":"normal","weight_kg":80.0,"reps":8.0,"rpe":8.5}]},{"title":"Farmers Walk","exercise_template_id":"50C613D0","sets":[{"type":"normal","weight_kg":30.0,"distance_meters":40.0,"duration_seconds":35.0,"custom_metric":12.0}]}]"#);
    assert_eq!(remarks["description"], "Felt strong");
}

#[test]
fn the_id_of_a_superset_is_kept_under_either_name_and_in_any_form() {
    for superset in [r#""supersets_id":"a""#, r#""superset_id":"a""#] {
        let page = exercised(&format!(r#"{{"title":"Dip",{superset}}}"#));
        let kept = &page.sessions[0].attributes.remarks["exercises"];
        assert_eq!(kept, r#"[{"title":"Dip","supersets_id":"a","sets":[]}]"#);
    }
}

#[test]
fn a_workout_is_strength_training_unless_every_exercise_is_one_endurance_sport() {
    let sport = |titles: &[&str]| {
        let exercises = titles.iter().map(|title| format!(r#"{{"title":"{title}"}}"#));
        done(&exercised(&exercises.collect::<Vec<_>>().join(","))).sport
    };
    assert_eq!(sport(&["Treadmill", "Running"]), Sport::TreadmillRunning);
    assert_eq!(sport(&["Stair Machine (Steps)"]), Sport::StairClimbing);
    assert_eq!(sport(&["Rowing Machine", "Elliptical Trainer"]), Sport::Cardio);
    assert_eq!(sport(&["Treadmill", "Squat (Barbell)"]), Sport::StrengthTraining);
    assert_eq!(sport(&["Walking Lunge"]), Sport::StrengthTraining);
    assert_eq!(sport(&[]), Sport::StrengthTraining);
}

#[test]
fn a_single_workout_comes_bare_or_wrapped() {
    let bare = include_str!("fixtures/workout.json").trim();
    let request = Request::get("read workout", "");
    let wrapped = decoded(&request, &format!(r#"{{"workout":{bare}}}"#));
    assert_eq!(wrapped.sessions, decoded(&request, bare).sessions);
    assert_eq!(wrapped.sessions.len(), 1);
}

#[test]
fn an_event_of_a_new_kind_is_reported_and_costs_nothing_else() {
    let body = include_str!("fixtures/events.json").replace("deleted\"", "archived\"");
    let page = decoded(&window(WORKOUTS, "2026-10-01T00:00:00Z"), &body);
    assert_eq!((page.sessions.len(), page.rejected.len()), (1, 1));
    assert_eq!(
        page.rejected[0].reason.to_string(),
        r#""archived" is not a known event"#
    );
}

#[test]
fn a_measurement_belongs_to_its_day_and_was_typed() {
    let page = decoded(
        &Request::get("read measurement", ""),
        include_str!("fixtures/measurement.json"),
    );
    let waist = page.readings.iter().find(|it| it.metric == Metric::WaistCircumference);
    let waist = waist.expect("a waist");
    assert_eq!((waist.value, waist.unit.as_deref()), (80.0, Some("cm")));
    assert_eq!(waist.start, ReadingTime::Date("2026-10-01".parse().expect("a date")));
    assert_eq!(waist.source.key.recording, Recording::Manual);
    assert_eq!(
        (&*waist.remarks["chest_cm"], &*waist.remarks["left_thigh_cm"]),
        ("95", "58")
    );
}

#[test]
fn girths_that_nothing_can_hold_are_reported() {
    let page = decoded(
        &Request::get("read measurement", ""),
        r#"{"date":"2026-10-01","chest_cm":95}"#,
    );
    assert_eq!(page.readings, []);
    assert_eq!(
        page.rejected[0].reason.to_string(),
        r#""chest_cm" is not a known metric"#
    );
}

#[test]
fn old_measurements_are_not_read_again_where_the_newest_come_first() {
    let follows = |days: [&str; 2]| {
        let items = days
            .map(|day| format!(r#"{{"date":"{day}","weight_kg":80}}"#))
            .join(",");
        let body = format!(r#"{{"page":1,"page_count":9,"body_measurements":[{items}]}}"#);
        decoded(&window(MEASUREMENTS, "2026-09-02T00:00:00Z"), &body)
            .follow
            .len()
    };
    assert_eq!(follows(["2026-10-01", "2026-09-20"]), 1);
    assert_eq!(follows(["2026-10-01", "2026-08-20"]), 0);
    assert_eq!(follows(["2026-08-20", "2026-08-21"]), 1);
}

#[test]
fn a_page_past_the_end_is_the_end_and_not_an_error() {
    let outcome = |operation: &'static str, status| {
        let request = Request::get(operation, "");
        Hevy.outcome(&request, &answer(status, "Page not found"), utc("2026-10-02T12:00:00Z"))
    };
    assert_eq!(outcome("list events", 404), Outcome::Empty);
    assert_eq!(outcome("read workout", 404), Outcome::Gone);
    assert_eq!(outcome("list events", 401), Outcome::Reconnect);
}

#[test]
fn bursts_cost_the_person_who_made_them() {
    let mut limited = answer(429, "");
    limited.headers.push(("retry-after".into(), "7".into()));
    let now = limited.received_at;
    let waits = Outcome::Retry {
        until: Some(now + TimeDelta::seconds(7)),
        whose: Whose::User,
    };
    assert_eq!(Hevy.outcome(&Request::get("list events", ""), &limited, now), waits);
}

fn receive(secret: &str, user: &str, token: &str, body: &str) -> Result<Received, Refused> {
    let secrets = BTreeMap::from([("webhook_secret".to_owned(), Secret::new(secret))]);
    let documents = BTreeMap::new();
    let call = Inbound {
        method: Method::Post,
        query: &[("user".into(), user.into())],
        headers: &[("Authorization".into(), token.into())],
        body: body.as_bytes(),
    };
    Hevy.receive(
        &call,
        &Trust::new(&secrets, &[], &documents),
        utc("2026-10-02T12:00:00Z"),
    )
}

fn token_of(user: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"test_webhook_secret").expect("a key");
    mac.update(user.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn a_push_in_either_form_names_a_workout_of_the_person_in_its_address() {
    for (body, key) in [(FLAT, "11111111-2222-4333-8444-555555555555"), (NESTED, "e-1")] {
        let received = receive("test_webhook_secret", USER, &token_of(USER), body).expect("trusted");
        let notice = &received.notices[0];
        assert_eq!((notice.user.as_deref(), notice.key.as_deref()), (Some(USER), Some(key)));
        let News::Fetch(requests) = &notice.news else {
            panic!("something to fetch")
        };
        assert!(
            requests[0]
                .url
                .ends_with("/v1/workouts/11111111-2222-4333-8444-555555555555")
        );
    }
}

#[test]
fn a_token_is_good_for_one_person_only() {
    let right = token_of(USER);
    let refused = [
        ("test_webhook_secret", "somebody-else", right.as_str()),
        ("test_webhook_secret", USER, ""),
        ("test_webhook_secret", USER, &right[..32]),
        ("", USER, right.as_str()),
        ("another_secret", USER, right.as_str()),
    ];
    for (secret, user, token) in refused {
        assert_eq!(
            receive(secret, user, token, FLAT),
            Err(Refused::NotTrusted),
            "{user} {token}"
        );
    }
    assert_eq!(
        receive("test_webhook_secret", USER, &right, "{}"),
        Err(Refused::Malformed)
    );
}

#[test]
fn a_subscription_that_leads_elsewhere_is_left_alone() {
    let account = Account {
        user: Some(USER.into()),
        ..Account::default()
    };
    let callback = "https://app.example/v1/webhooks/hevy";
    let asked = |existing: &[Subscription]| Hevy.requests(&Job::Subscribe { callback, existing }, &account);
    let request = &asked(&[])[0];
    let decode = |status, body: &str| Hevy.decode(request, &answer(status, body)).expect("a page");
    let subscribe = &decode(404, "Not found").follow[0];
    let Body::Json { document, secrets } = &subscribe.body else {
        panic!("a document")
    };
    assert_eq!(document["url"], format!("{callback}?user={USER}"));
    assert_eq!(secrets[0].0, "/authToken");
    let elsewhere = decode(200, r#"{"url":"https://other.example/","auth_token":"x"}"#);
    assert!(elsewhere.follow.is_empty() && elsewhere.subscriptions.is_empty());
    let ours = decode(200, &format!(r#"{{"url":"{callback}?user={USER}"}}"#));
    assert_eq!(asked(&ours.subscriptions), []);
}

#[test]
fn without_a_person_nothing_is_subscribed() {
    let job = Job::Subscribe {
        callback: "https://app.example/v1/webhooks/hevy",
        existing: &[],
    };
    assert_eq!(Hevy.requests(&job, &Account::default()), []);
}
