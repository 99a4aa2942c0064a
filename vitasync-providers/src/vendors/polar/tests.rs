use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, StatisticKind, Workout};
use vitasync_core::sleep_stage::SleepStage::{Awake, Deep, Light, Rem, Unknown};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Session};

use super::*;
use crate::auth::{Goal, Secret};
use crate::provider::{Method, Subscription, Window};
use crate::testing::webhooks;
use crate::webhook::{News, Notice};

const EVENT: &str = r#"{"event":"EXERCISE","user_id":475,"entity_id":"aQlC83","timestamp":"2026-03-01T09:00:00Z","url":"https://www.polaraccesslink.com/v3/exercises/aQlC83"}"#;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    let page = Polar.decode(&Request::get(operation, ""), &answer(200, body));
    page.expect("a page")
}

fn training(change: impl FnOnce(&mut serde_json::Value)) -> Page {
    let mut body = serde_json::from_str(include_str!("fixtures/exercise.json")).expect("JSON");
    change(&mut body);
    decoded("read exercise", &body.to_string())
}

fn inside(session: &Session) -> &Workout {
    match &session.detail {
        Detail::Workout(workout) => workout,
        Detail::Sleep(_) => panic!("a workout"),
    }
}

fn night(change: impl FnOnce(&mut serde_json::Value)) -> Page {
    let mut body = serde_json::from_str(include_str!("fixtures/sleep_one.json")).expect("JSON");
    change(&mut body);
    decoded("read sleep", &body.to_string())
}

/// The stages of a night: what and how many minutes.
fn stages(page: &Page) -> Vec<(vitasync_core::sleep_stage::SleepStage, i64)> {
    let Detail::Sleep(sleep) = &page.sessions[0].detail else {
        panic!("a night")
    };
    let minutes = |it: &vitasync_core::session::Stage| (it.stage, (it.end - it.start).num_minutes());
    sleep.stages.iter().map(minutes).collect()
}

fn starts(page: &Page, metric: Metric) -> Vec<ReadingTime> {
    let of_metric = page.readings.iter().filter(|it| it.metric == metric);
    of_metric.map(|it| it.start).collect()
}

fn local(text: &str) -> ReadingTime {
    ReadingTime::Local(text.parse().expect("a wall clock"))
}

fn event() -> webhooks::RightCall {
    webhooks::RightCall {
        headers: vec![(
            "Polar-Webhook-Signature".into(),
            "1d2b1c630fa19a77c88f671d8d024c6d28c29ec3776ad2135a90a28b537e057a".into(),
        )],
        body: EVENT.into(),
        at: utc("2026-03-01T09:00:01Z"),
        secrets: BTreeMap::from([(SUBSCRIPTION.into(), Secret::new("test_client_secret"))]),
        signature: "polar-webhook-signature",
    }
}

fn unsigned(body: &str) -> Result<Received, Refused> {
    let (secrets, documents) = (BTreeMap::new(), BTreeMap::new());
    let call = Inbound {
        method: Method::Post,
        query: &[],
        headers: &[],
        body: body.as_bytes(),
    };
    Polar.receive(
        &call,
        &Trust::new(&secrets, &[], &documents),
        utc("2026-03-01T09:00:00Z"),
    )
}

fn notice(body: &str) -> Option<Notice> {
    requests::event(body.as_bytes()).expect("an event").notice()
}

fn outcome(request: &Request, status: u16) -> Outcome {
    Polar.outcome(request, &answer(status, ""), utc("2026-10-02T12:00:00Z"))
}

#[test]
fn a_webhook_is_trusted_only_as_it_was_signed() {
    webhooks::check(&Polar, &event(), None);
}

#[test]
fn a_ping_is_answered_before_there_is_a_key_and_nothing_else_is() {
    let ping = r#"{"timestamp":"2026-03-01T09:00:00Z","event":"PING"}"#;
    assert_eq!(unsigned(ping).expect("answered").notices[0].news, News::Challenge);
    assert_eq!(unsigned(EVENT), Err(Refused::NotTrusted));
}

#[test]
fn an_event_leads_to_polar_whatever_address_it_names() {
    let body = EVENT.replace("www.polaraccesslink.com", "evil.example");
    let notice = notice(&body).expect("a notice");
    assert_eq!(notice.user.as_deref(), Some("475"));
    let News::Fetch(requests) = notice.news else {
        panic!("something to fetch")
    };
    assert!(
        requests
            .iter()
            .all(|it| it.url.starts_with("https://www.polaraccesslink.com/v3/"))
    );
}

#[test]
fn a_night_brings_its_recharge_and_skin_temperature_and_a_training_its_load() {
    let operations = |body: &str| {
        let Some(Notice {
            news: News::Fetch(requests),
            ..
        }) = notice(body)
        else {
            panic!("something to fetch")
        };
        requests
            .into_iter()
            .map(|it| it.operation.into_owned())
            .collect::<Vec<_>>()
    };
    let slept = r#"{"event":"SLEEP","user_id":475,"date":"2026-03-01","timestamp":"2026-03-01T05:20:24Z"}"#;
    assert_eq!(
        operations(slept),
        ["read sleep", "read nightly recharge", "list skin temperature"]
    );
    assert_eq!(operations(EVENT), ["read exercise", "list cardio load"]);
    assert_eq!(notice(&EVENT.replace("EXERCISE", "DREAM")), None);
}

#[test]
fn the_key_of_the_webhook_is_told_once_and_another_webhook_is_the_operators_to_mend() {
    let page = decoded("subscribe", include_str!("fixtures/webhook.json"));
    assert_eq!(page.subscriptions[0].secret, Some(Secret::new("test_subscription_key")));
    let existing: &[Subscription] = &page.subscriptions;
    let callback = "https://app.example/hook";
    let job = |existing| Job::Subscribe { callback, existing };
    assert!(Polar.requests(&job(existing), &Account::default()).is_empty());
    let create = &Polar.requests(&job(&[]), &Account::default())[0];
    assert_eq!(outcome(create, 409), Outcome::Misconfigured);
}

#[test]
fn who_is_registered_already_is_and_who_withdrew_a_consent_has_to_give_it() {
    let account = Account {
        user: Some("10579".into()),
        ..Account::default()
    };
    let requests = Polar.requests(&Job::Connect, &account);
    assert_eq!(outcome(&requests[0], 409), Outcome::AlreadyDone);
    assert_eq!(outcome(&requests[0], 403), Outcome::Consent);
    assert!(requests[1].url.ends_with("/v3/users/10579"));
}

#[test]
fn a_training_out_of_reach_is_not_deleted() {
    let read = requests::exercise("aQlC83");
    assert_eq!(
        (outcome(&read, 404), outcome(&read, 204)),
        (Outcome::Empty, Outcome::Empty)
    );
}

#[test]
fn the_token_says_who_it_is() {
    let token = |body: &str| {
        let answers = [answer(200, body)];
        Polar.token(&TokenStep {
            goal: Goal::First,
            callback: &[],
            answers: &answers,
            now: utc("2026-10-02T12:00:00Z"),
        })
    };
    let Ok(Next::Done(grant)) = token(r#"{"access_token":"a","expires_in":473040000,"x_user_id":10579}"#) else {
        panic!("tokens")
    };
    assert_eq!((grant.user.as_deref(), grant.refresh), (Some("10579"), None));
    let nobody = token(r#"{"access_token":"a"}"#).expect_err("nobody");
    assert_eq!(nobody.kind(), ErrorKind::Malformed);
}

#[test]
fn a_full_count_opens_as_the_window_that_is_full_says() {
    let wait = |usage: &str| {
        let mut limited = answer(429, "");
        limited.headers.push(("RateLimit-Usage".into(), usage.into()));
        limited.headers.push(("RateLimit-Limit".into(), "520,5100".into()));
        limited.headers.push(("RateLimit-Reset".into(), "37,40000".into()));
        open_again(&limited)
    };
    assert_eq!(wait("520,900"), TimeDelta::seconds(37));
    assert_eq!(wait("12,5100"), TimeDelta::seconds(40_000));
    assert_eq!(open_again(&answer(429, "")), TimeDelta::minutes(15));
}

#[test]
fn only_what_was_uploaded_since_is_read_again() {
    let window = Window {
        from: utc("2026-09-30T12:00:00Z"),
        to: utc("2026-10-02T12:00:00Z"),
    };
    let job = Job::Window {
        resource: "exercise",
        window,
    };
    let find = Polar.requests(&job, &Account::default()).swap_remove(0);
    let list = answer(200, include_str!("fixtures/exercises.json"));
    let page = Polar.decode(&find, &list).expect("a page");
    let urls: Vec<_> = page.follow.iter().map(|it| it.url.as_str()).collect();
    assert_eq!(urls, ["https://www.polaraccesslink.com/v3/exercises/aQlC83"]);
}

#[test]
fn dates_never_ask_for_more_than_four_weeks() {
    for resource in Polar.spec().resources {
        let Some(longest) = resource.window else { continue };
        let to = utc("2026-10-02T12:00:00Z");
        let (first, last) = Window { from: to - longest, to }.dates();
        assert!((last - first).num_days() < 28, "{}", resource.id);
    }
}

#[test]
fn the_offset_of_a_training_is_in_minutes() {
    let page = training(|_| {});
    let run = &page.sessions[0];
    assert_eq!(run.start, utc("2026-10-01T16:02:00Z"));
    assert_eq!(run.end, utc("2026-10-01T16:44:10.500Z"));
    assert_eq!(run.attributes.start_offset_s, Some(7200));
}

#[test]
fn a_null_in_a_series_is_no_value_and_keeps_its_place() {
    let page = training(|_| {});
    let at = |text: &str| ReadingTime::WithOffset(text.parse().expect("a time"));
    let beats = starts(&page, Metric::HeartRate);
    assert_eq!(
        beats,
        [at("2026-10-01T18:02:00+02:00"), at("2026-10-01T18:02:02+02:00")]
    );
    let intervals = starts(&page, Metric::RrInterval);
    assert_eq!(intervals[1], at("2026-10-01T18:02:01.610+02:00"));
}

#[test]
fn speed_is_in_kilometres_per_hour() {
    let page = training(|_| {});
    let speed = page
        .readings
        .iter()
        .find(|it| it.metric == Metric::Speed)
        .expect("a speed");
    assert_eq!((speed.value, speed.unit.as_deref()), (9.0, Some("km/h")));
}

#[test]
fn a_series_that_is_new_is_rejected_alone() {
    let page = training(|it| it["samples"][0]["sample-type"] = "42".into());
    assert!(matches!(&page.rejected[0].reason, Reason::UnknownWord { text, .. } if text == "42"));
    assert_eq!((page.sessions.len(), starts(&page, Metric::HeartRate).len()), (1, 0));
    assert_eq!(starts(&page, Metric::Speed).len(), 3);
}

#[test]
fn a_point_that_cannot_be_read_is_rejected_alone_and_where_it_stands() {
    let page = training(|it| it["route"][0]["time"] = "soon".into());
    assert_eq!(inside(&page.sessions[0]).route.len(), 1);
    assert!(matches!(&page.rejected[0].reason, Reason::NotATime { text } if text == "soon"));
    assert!(page.rejected[0].position.byte > 0);
}

#[test]
fn a_load_that_is_not_available_is_no_load() {
    let page = training(|it| it["training_load_pro"]["cardio-load"] = (-1.0).into());
    assert_eq!(
        inside(&page.sessions[0]).statistic(Metric::CardioLoad, StatisticKind::Sum),
        None
    );
    let days = decoded("list cardio load", include_str!("fixtures/cardio_loads.json"));
    assert!(
        days.readings
            .iter()
            .all(|it| it.start == ReadingTime::Date("2026-10-01".parse().expect("a date")))
    );
}

#[test]
fn the_detailed_sport_comes_first_and_new_words_are_kept() {
    let sport = |detailed: &str, coarse: &str| {
        let page = training(|it| {
            it["detailed_sport_info"] = detailed.into();
            it["sport"] = coarse.into();
        });
        let workout = inside(&page.sessions[0]);
        (workout.sport, workout.vendor_sport.clone().expect("a word"))
    };
    assert_eq!(sport("HIIT", "OTHER").0, Sport::Hiit);
    assert_eq!(sport("TRAIL_RUNNING", "RUNNING").0, Sport::TrailRunning);
    assert_eq!(sport("OTHER", "CYCLING").0, Sport::Cycling);
    assert_eq!(sport("MOON_WALKING", "OTHER").0, Sport::Walking);
    assert_eq!(sport("QUIDDITCH", "OTHER"), (Sport::Generic, "QUIDDITCH".into()));
    assert_eq!(sport("QUIDDITCH", "BROOMS"), (Sport::Other, "QUIDDITCH".into()));
}

#[test]
fn a_night_passes_midnight_whatever_order_its_minutes_come_in() {
    let page = night(|_| {});
    assert_eq!(stages(&page), [(Light, 27), (Deep, 51), (Rem, 387), (Awake, 3)]);
    assert_eq!(page.sessions[0].start, utc("2026-09-30T21:12:07Z"));
    let beats = starts(&page, Metric::HeartRate);
    assert_eq!(
        beats[1],
        ReadingTime::WithOffset("2026-10-01T00:22:00+02:00".parse().expect("a time"))
    );
}

#[test]
fn a_night_in_which_the_clocks_go_back_is_as_long_as_it_was() {
    let page = night(|it| {
        it["date"] = "2025-10-26".into();
        it["sleep_start_time"] = "2025-10-26T00:30:00+02:00".into();
        it["sleep_end_time"] = "2025-10-26T07:30:00+01:00".into();
        it["hypnogram"] = serde_json::json!({"00:30": 3, "06:30": 9});
    });
    assert_eq!((page.sessions[0].end - page.sessions[0].start).num_hours(), 8);
    assert_eq!(stages(&page), [(Light, 420), (Unknown, 60)]);
}

#[test]
fn a_score_of_zero_is_no_score() {
    let page = night(|it| it["sleep_score"] = 0.into());
    assert_eq!(starts(&page, Metric::SleepScore), []);
    assert_eq!(starts(&page, Metric::SleepCharge).len(), 1);
}

#[test]
fn a_mean_of_the_night_is_no_resting_heart_rate() {
    let page = decoded("read nightly recharge", include_str!("fixtures/recharge.json"));
    assert_eq!(starts(&page, Metric::RestingHeartRate), []);
    assert_eq!(starts(&page, Metric::SleepingHeartRateAverage).len(), 1);
}

#[test]
fn a_recharge_lies_in_the_evening_before_or_in_the_day_the_person_slept() {
    let placed = |samples: &str| {
        let body = format!(r#"{{"date":"2026-10-01","hrv_samples":{samples}}}"#);
        starts(
            &decoded("read nightly recharge", &body),
            Metric::HeartRateVariabilityRmssd,
        )
    };
    let night = placed(r#"{"23:45":41,"00:50":52}"#);
    assert_eq!(night, [local("2026-10-01T00:50:00"), local("2026-09-30T23:45:00")]);
    assert_eq!(placed(r#"{"20:10":41,"23:50":52}"#)[1], local("2026-09-30T23:50:00"));
    assert_eq!(placed(r#"{"13:10":41,"16:50":52}"#)[0], local("2026-10-01T13:10:00"));
}

#[test]
fn a_day_is_that_of_the_watch_and_no_zone_is_made_up() {
    let page = decoded("list activity", include_str!("fixtures/activities.json"));
    let steps = starts(&page, Metric::Steps);
    assert_eq!(steps[0], ReadingTime::Date("2026-10-01".parse().expect("a date")));
    assert_eq!(steps[1], local("2026-10-01T08:02:00"));
    let beats = decoded("list heart rate", include_str!("fixtures/heart_rates.json"));
    let last = local("2026-10-01T23:58:10");
    assert_eq!(starts(&beats, Metric::HeartRate), [local("2026-10-01T00:02:08"), last]);
}

#[test]
fn heart_rates_are_read_in_every_wrapper() {
    let one = include_str!("fixtures/heart_rate.json");
    for body in [
        one.to_owned(),
        format!("[{one}]"),
        format!(r#"{{"heart_rates":[{one}]}}"#),
    ] {
        assert_eq!(decoded("list heart rate", &body).readings.len(), 2);
    }
}

#[test]
fn a_test_of_oxygen_that_failed_says_nothing() {
    let page = decoded("list spo2", include_str!("fixtures/spo2.json"));
    let values: Vec<_> = page.readings.iter().map(|it| it.value).collect();
    assert_eq!(values, [97.0]);
}

#[test]
fn a_variability_without_a_formula_is_a_remark() {
    let page = decoded("list ecg", include_str!("fixtures/ecg.json"));
    assert_eq!(page.readings[0].metric, Metric::HeartRateAverage);
    assert_eq!(page.readings[0].remarks["heart_rate_variability_ms"], "39.5");
}

#[test]
fn height_is_in_centimetres() {
    let page = decoded("read physical info", include_str!("fixtures/physical_info.json"));
    let height = page
        .readings
        .iter()
        .find(|it| it.metric == Metric::Height)
        .expect("a height");
    assert_eq!((height.value, height.unit.as_deref()), (172.0, Some("cm")));
    assert_eq!(height.start, ReadingTime::Instant(utc("2026-09-20T08:00:00Z")));
}

#[test]
fn lengths_of_time_are_read_in_every_writing() {
    let ms = |text: &str| clock::duration(text).map(|it| it.num_milliseconds());
    assert_eq!(ms("PT2H44M"), Some(9_840_000));
    assert_eq!(ms("PT2232.953S"), Some(2_232_953));
    assert_eq!(ms("P1DT1S"), Some(86_401_000));
    for text in ["", "P", "2H", "PT1X", "PT-5S", "P1Y"] {
        assert_eq!(ms(text), None, "{text}");
    }
}

#[test]
fn real_trainings_are_read_to_the_last() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/polar_accesslink/exercises.json");
    let Ok(body) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: there is no {}", file.display());
        return;
    };
    let there: Vec<serde_json::Value> = serde_json::from_str(&body).expect("JSON");
    let page = decoded("read exercise", &body);
    assert_eq!((page.sessions.len(), page.rejected.len()), (there.len(), 0));
    let sports: Vec<_> = page.sessions.iter().map(|it| inside(it).sport).collect();
    let indoors = Sport::IndoorCycling;
    assert_eq!(sports, [Sport::MountainBiking, indoors, Sport::Hiit, indoors]);
    assert_eq!(page.sessions[0].start, utc("2024-01-30T12:02:05Z"));
    assert_eq!(
        inside(&page.sessions[0]).statistic(Metric::CardioLoad, StatisticKind::Sum),
        Some(42.342)
    );
}

#[test]
fn a_night_has_the_vendors_own_totals_and_no_sum_of_ours() {
    let page = night(|_| {});
    let Detail::Sleep(sleep) = &page.sessions[0].detail else {
        panic!("a night")
    };
    insta::assert_compact_json_snapshot!(sleep.totals, @r#"{"light_s": 14400, "deep_s": 5400, "rem_s": 6300, "unspecified_s": 60, "awake_s": 2010}"#);
}

#[test]
fn more_deep_sleep_than_the_night_lasts_is_rejected_with_its_reason() {
    let page = night(|it| it["deep_sleep"] = 80_000.into());
    let Detail::Sleep(sleep) = &page.sessions[0].detail else {
        panic!("a night")
    };
    let totals = sleep.totals.expect("totals");
    assert_eq!((totals.deep_s, totals.light_s), (None, Some(14_400)));
    assert!(page.readings.iter().all(|it| it.metric != Metric::SleepDeepDuration));
    let reasons = page.rejected.iter().map(|it| it.reason.to_string());
    insta::assert_debug_snapshot!(reasons.collect::<Vec<_>>(), @r#"
    [
        "80000 is outside the plausible range 0 to 31770 of sleep_deep_duration",
    ]
    "#);
}
