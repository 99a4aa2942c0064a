use std::collections::BTreeMap;

use vitasync_core::session::{Detail, StatisticKind, Workout};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::auth::{Goal, Secret};
use crate::provider::Auth;
use crate::webhook::{News, Notice};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response::new(status, body, utc("2026-01-05T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    Coros
        .decode(&Request::get(operation, BASE), &answer(200, body))
        .expect("a page")
}

fn workouts() -> Page {
    decoded("list workouts", include_str!("fixtures/workouts.json"))
}

fn days() -> Page {
    decoded("list days", include_str!("fixtures/days.json"))
}

fn inside(page: &Page, index: usize) -> &Workout {
    let Detail::Workout(workout) = &page.sessions[index].detail else {
        panic!("a workout")
    };
    workout
}

fn readings(page: &Page, metric: Metric) -> Vec<&Reading> {
    page.readings.iter().filter(|it| it.metric == metric).collect()
}

fn token(goal: Goal, status: u16, body: &str) -> Result<Next, Error> {
    Coros.token(&TokenStep {
        goal,
        callback: &[],
        answers: &[answer(status, body)],
        now: utc("2026-01-05T12:00:00Z"),
    })
}

fn receive(method: Method, headers: &[(&str, &str)], body: &str) -> Result<Received, Refused> {
    let secrets = [("client_id", "ours"), ("client_secret", "hush")];
    let secrets = BTreeMap::from(secrets.map(|(name, value)| (name.to_owned(), Secret::new(value))));
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    let call = Inbound {
        method,
        query: &[],
        headers: &headers,
        body: body.as_bytes(),
    };
    let documents = BTreeMap::new();
    Coros.receive(
        &call,
        &Trust::new(&secrets, &[], &documents),
        utc("2026-01-05T12:00:00Z"),
    )
}

const PUSHED: &str = include_str!("fixtures/pushed.json");

#[test]
fn an_error_that_comes_with_200_is_an_error() {
    let outcome = |body: &str| {
        let response = answer(200, body);
        Coros.outcome(&Request::get("list days", BASE), &response, response.received_at)
    };
    assert_eq!(outcome(r#"{"result":"0000","message":"OK"}"#), Outcome::Ok);
    assert_eq!(
        outcome(r#"{"result":"1001","message":"invalid token"}"#),
        Outcome::Refresh
    );
    assert_eq!(outcome(r#"{"result":"5009","message":"later"}"#), Outcome::Broken);
}

#[test]
fn a_refresh_that_gives_no_token_lets_the_old_one_live_on() {
    let next = token(Goal::Refresh, 200, r#"{"result":"0000","message":"OK"}"#);
    let Ok(Next::Extended(until)) = next else {
        panic!("extended")
    };
    assert_eq!(until, utc("2026-02-04T12:00:00Z"));
    let error = token(Goal::First, 200, r#"{"result":"0000","message":"OK"}"#).expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Malformed);
    let error = token(Goal::Refresh, 200, r#"{"result":"1001","message":"invalid token"}"#).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Reconnect);
}

#[test]
fn tokens_are_read_in_both_spellings() {
    for body in [
        r#"{"accessToken":"a","refreshToken":"r","expiresIn":2592000,"openId":"o-1"}"#,
        r#"{"access_token":"a","refresh_token":"r","expires_in":2592000,"openId":"o-1"}"#,
    ] {
        let Ok(Next::Done(grant)) = token(Goal::First, 200, body) else {
            panic!("tokens")
        };
        assert_eq!((grant.access.expose(), grant.user.as_deref()), ("a", Some("o-1")));
        assert_eq!(grant.refresh.expect("a token").expose(), "r");
        assert_eq!(grant.expires_at, Some(utc("2026-02-04T12:00:00Z")));
    }
}

#[test]
fn a_call_is_trusted_by_the_secret_it_carries_and_answered_in_their_words() {
    let right = receive(Method::Post, &[("Client", "ours"), ("Secret", "hush")], PUSHED).expect("trusted");
    assert_eq!(right.reply.status, 200);
    assert_eq!(right.reply.body, r#"{"message":"OK","result":"0000"}"#);
    for headers in [
        &[][..],
        &[("client", "ours")],
        &[("secret", "hush")],
        &[("client", "theirs"), ("secret", "hush")],
        &[("client", "ours"), ("secret", "")],
        &[("client", "ours"), ("secret", "hus")],
        &[("client", "ours"), ("secret", "Hush")],
    ] {
        assert_eq!(receive(Method::Post, headers, PUSHED), Err(Refused::NotTrusted));
    }
}

#[test]
fn they_may_look_whether_we_are_there() {
    let received = receive(Method::Get, &[], "").expect("answered");
    assert!(matches!(
        received.notices[..],
        [Notice {
            news: News::Challenge,
            ..
        }]
    ));
}

#[test]
fn a_call_about_two_people_is_two_notices() {
    let body =
        r#"{"sportDataList":[{"openId":"b","labelId":"1"},{"openId":"a","labelId":"2"},{"openId":"b","labelId":"3"}]}"#;
    let notices = push::notices(body.as_bytes()).expect("notices");
    let users: Vec<_> = notices.iter().map(|it| it.user.as_deref()).collect();
    assert_eq!(users, [Some("a"), Some("b")]);
    let News::Inline(_, bytes) = &notices[1].news else {
        panic!("workouts")
    };
    assert_eq!(bytes, br#"[{"openId":"b","labelId":"1"},{"openId":"b","labelId":"3"}]"#);
}

#[test]
fn zones_are_counted_in_quarters_of_an_hour() {
    let page = workouts();
    assert_eq!(page.sessions[0].start, utc("2026-01-01T10:00:00Z"));
    assert_eq!(page.sessions[0].attributes.start_offset_s, Some(3600));
    assert_eq!(page.sessions[1].attributes.start_offset_s, Some(-8 * 3600));
    let body = include_str!("fixtures/workouts.json").replace("Timezone\":4", "Timezone\":22");
    let india = decoded("list workouts", &body);
    assert_eq!(india.sessions[0].attributes.start_offset_s, Some(19_800));
}

#[test]
fn a_speed_in_seconds_per_kilometre_is_a_pace_and_0_is_none() {
    let page = workouts();
    let speed = |index| inside(&page, index).statistic(Metric::Speed, StatisticKind::Mean);
    assert!((speed(0).expect("a speed") - 3.333).abs() < 0.001);
    assert_eq!(speed(1), None);
}

#[test]
fn a_duration_leaves_pauses_out_and_the_times_do_not() {
    let page = workouts();
    assert_eq!(inside(&page, 0).timer_s, Some(3005.0));
    assert_eq!((page.sessions[0].end - page.sessions[0].start).num_seconds(), 3100);
}

#[test]
fn calories_of_an_unknown_unit_are_kept_and_not_counted() {
    let page = workouts();
    assert_eq!(page.sessions[0].attributes.remarks["calorie"], "650000");
    assert_eq!(
        inside(&page, 0).statistic(Metric::TotalEnergy, StatisticKind::Sum),
        None
    );
    assert_eq!(days().readings[0].remarks["calorie"], "2400000");
}

#[test]
fn the_legs_of_a_triathlon_are_its_parts() {
    let page = workouts();
    let triathlon = inside(&page, 1);
    assert_eq!(triathlon.sport, Sport::Triathlon);
    let legs: Vec<_> = triathlon.parts.iter().map(|leg| (leg.sport, leg.timer_s)).collect();
    assert_eq!(
        legs,
        [
            (Some(Sport::OpenWaterSwimming), Some(900.0)),
            (Some(Sport::Running), Some(1500.0))
        ]
    );
}

#[test]
fn a_mode_nobody_knows_is_kept_with_its_numbers() {
    let body = include_str!("fixtures/workouts.json").replace("\"mode\":8,\"subMode\":1", "\"mode\":77,\"subMode\":9");
    let page = decoded("list workouts", &body);
    let run = inside(&page, 0);
    assert_eq!((run.sport, run.vendor_sport.as_deref()), (Sport::Other, Some("77/9")));
}

#[test]
fn a_file_is_fetched_from_coros_without_the_token_and_from_nobody_else() {
    let request = file::request("https://oss.coros.com/fit/1/2.fit", &workouts().sessions[0]).expect("theirs");
    assert_eq!(request.auth, Auth::None);
    for url in [
        "http://oss.coros.com/fit/1/2.fit",
        "https://coros.com.example/2.fit",
        "https://evilcoros.com/2.fit",
        "https://coros.com@example.org/2.fit",
        "https://example.org\\.coros.com/2.fit",
        "",
    ] {
        assert_eq!(file::request(url, &workouts().sessions[0]), None, "{url}");
    }
    let body = include_str!("fixtures/workouts.json").replace("oss.coros.com", "example.org");
    let page = decoded("list workouts", &body);
    assert_eq!((page.sessions.len(), page.follow.len(), page.rejected.len()), (2, 0, 1));
}

#[test]
fn a_file_that_is_none_is_reported_and_a_workout_without_one_goes_on() {
    let request = file::request("https://oss.coros.com/fit/1/2.fit", &workouts().sessions[0]).expect("theirs");
    let page = Coros.decode(&request, &answer(200, "<html>")).expect("a page");
    assert_eq!(page.rejected[0].subject, "file of workout 473000000000000001");
    let gone = answer(404, "");
    assert_eq!(Coros.outcome(&request, &gone, gone.received_at), Outcome::Skip);
}

#[test]
fn a_night_is_what_the_clock_on_the_wall_showed() {
    let page = days();
    assert_eq!(page.wall_clock_sessions.len(), 1);
    assert_eq!(page.wall_clock_sessions[0].start, utc("2025-12-31T23:10:00Z"));
    let average = readings(&page, Metric::SleepingHeartRateAverage);
    let wake = "2026-01-01T06:50:00".parse().expect("a time");
    assert_eq!(average[0].end, Some(ReadingTime::Local(wake)));
    assert_eq!(average.len(), 1);
}

#[test]
fn what_is_0_was_not_measured_and_a_day_of_few_steps_was() {
    let page = days();
    assert_eq!(readings(&page, Metric::Steps).len(), 2);
    assert_eq!(readings(&page, Metric::RestingHeartRate).len(), 1);
    let varying = readings(&page, Metric::HeartRateVariabilityRmssd);
    let values: Vec<_> = varying.iter().map(|it| (it.value, it.start)).collect();
    let day = ReadingTime::Date("2026-01-01".parse().expect("a date"));
    assert_eq!(
        values,
        [(62.0, day), (60.0, ReadingTime::Instant(utc("2026-01-01T01:00:00Z")))]
    );
    assert_eq!(varying[0].remarks["method"], "unverified");
}

#[test]
fn a_window_is_asked_for_by_at_most_30_dates() {
    let to = utc("2026-01-28T13:00:00Z");
    let window = Window {
        from: to - chrono::TimeDelta::days(27),
        to,
    };
    let account = Account {
        user: Some("o-1".into()),
        ..Account::default()
    };
    let resource = "workout";
    let requests = Coros.requests(&Job::Window { resource, window }, &account);
    let query: Vec<_> = requests[0].query.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(query, ["o-1", "20260101", "20260129"].map(|it| it.into()));
}
