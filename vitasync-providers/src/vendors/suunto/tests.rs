use std::collections::BTreeMap;

use vitasync_core::session::{Detail, Session, StatisticKind, Workout};
use vitasync_core::source::Recording;
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::auth::{Goal, Secret};
use crate::testing::webhooks;
use crate::webhook::News;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    let request = Request::get(operation, BASE).query("offset", 0);
    Suunto.decode(&request, &answer(200, body)).expect("a page")
}

fn values(page: &Page, metric: Metric) -> Vec<(f64, Option<&str>)> {
    let found = page.readings.iter().filter(|it| it.metric == metric);
    found.map(|it| (it.value, it.unit.as_deref())).collect()
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn inside(session: &Session) -> &Workout {
    let Detail::Workout(workout) = &session.detail else {
        panic!("a workout")
    };
    workout
}

fn workouts() -> Page {
    decoded("list workouts", include_str!("fixtures/workouts.json"))
}

fn listed_workout(fields: &str) -> Page {
    decoded(
        "list workouts",
        &format!(r#"{{"payload":[{{"workoutKey":"k","startTime":1779025042670,{fields}}}]}}"#),
    )
}

fn call(body: &str, signature: &str) -> webhooks::RightCall {
    webhooks::RightCall {
        headers: vec![("X-HMAC-SHA256-Signature".into(), signature.into())],
        body: body.into(),
        at: utc("2026-10-02T12:00:00Z"),
        secrets: BTreeMap::from([("notification_secret".into(), Secret::new("test_client_secret"))]),
        signature: "x-hmac-sha256-signature",
    }
}

const PUSHED: &str = include_str!("fixtures/pushed_workout.json");
const SIGNATURE: &str = "97c8f3a1684f703a6793530d8100ffcf94be5ab6b62d131cabf25e674250c010";

#[test]
fn a_webhook_is_trusted_only_as_it_was_signed() {
    webhooks::check(&Suunto, &call(PUSHED, SIGNATURE), None);
    let base64 = call(PUSHED, "l8jzoWhPcDpnk1MNgQD/z5S+Wra2LRMcq/JeZ0JQwBA=");
    assert!(base64.receive(&Suunto).is_ok());
    assert_eq!(base64.receive(&Suunto).expect("trusted").reply.status, 200);
}

#[test]
fn a_workout_that_is_pushed_is_fetched_whole_and_samples_are_taken_as_they_came() {
    let [whole, samples] = [PUSHED, include_str!("fixtures/pushed_activity.json")]
        .map(|body| push::notice(body.as_bytes()).flatten().expect("a notice"));
    assert_eq!(whole.user.as_deref(), Some("ada"));
    assert!(matches!(&whole.news, News::Fetch(requests) if requests[0].url.ends_with("/67604889401b942184624cb8")));
    let News::Inline(request, bytes) = samples.news else {
        panic!("samples")
    };
    let page = Suunto.decode(&request, &answer(200, bytes)).expect("a page");
    assert_eq!(values(&page, Metric::Steps), [(140.0, Some("count"))]);
}

#[test]
fn a_route_means_nothing_and_a_kind_that_is_new_is_accepted() {
    for kind in ["ROUTE_CREATED", "SUUNTO_247_DREAM_CREATED"] {
        let body = format!(r#"{{"type":"{kind}","username":"ada"}}"#);
        assert_eq!(push::notice(body.as_bytes()), Some(None));
    }
    assert_eq!(push::notice(br#"{"type":"WORKOUT_CREATED","username":"ada"}"#), None);
}

#[test]
fn who_it_is_stands_in_the_token() {
    let body = include_str!("fixtures/token.json");
    let step = TokenStep {
        goal: Goal::First,
        callback: &[],
        answers: &[answer(200, body)],
        now: utc("2026-10-02T12:00:00Z"),
    };
    let Ok(Next::Done(grant)) = Suunto.token(&step) else {
        panic!("tokens")
    };
    assert_eq!(grant.user.as_deref(), Some("ada"));
}

#[test]
fn the_greatest_heart_rate_of_a_workout_is_not_that_of_the_settings() {
    let page = workouts();
    let run = &page.sessions[0];
    assert_eq!(
        inside(run).statistic(Metric::HeartRate, StatisticKind::Max),
        Some(171.0)
    );
    assert_eq!(run.attributes.remarks["heart_rate_max_setting"], "196");
}

#[test]
fn heart_rates_in_hertz_are_the_same_as_in_beats_per_minute() {
    let page = workouts();
    let typed = inside(&page.sessions[1]);
    assert_eq!(typed.statistic(Metric::HeartRate, StatisticKind::Mean), Some(135.0));
    assert_eq!(typed.statistic(Metric::HeartRate, StatisticKind::Max), Some(165.0));
    let page = decoded("list activity", include_str!("fixtures/activity.json"));
    assert_eq!(
        values(&page, Metric::HeartRate),
        [(72.0, Some("bpm")), (1.2, Some("Hz"))]
    );
}

#[test]
fn a_running_cadence_of_one_leg_is_doubled_and_a_cycling_cadence_is_not() {
    let page = workouts();
    let mean = |session, metric| inside(session).statistic(metric, StatisticKind::Mean);
    assert_eq!(mean(&page.sessions[0], Metric::StepCadence), Some(168.0));
    assert_eq!(mean(&page.sessions[1], Metric::CyclingCadence), Some(88.0));
    let both = listed_workout(r#""activityId":1,"totalTime":60,"cadence":{"avg":166,"max":180}"#);
    assert_eq!(mean(&both.sessions[0], Metric::StepCadence), Some(166.0));
}

#[test]
fn a_workout_is_named_by_its_key_because_its_number_may_be_0() {
    let page = workouts();
    assert_eq!(page.sessions[0].external_id(), Some("67604889401b942184624cb8"));
    assert_eq!(page.sessions[1].external_id(), Some("67604889401b942184624cb9"));
}

#[test]
fn a_workout_without_its_end_lasts_as_long_as_its_timer() {
    let page = listed_workout(r#""activityId":1,"totalTime":90.5,"timeOffsetInMinutes":-210"#);
    let run = &page.sessions[0];
    assert_eq!((run.end - run.start).num_milliseconds(), 90_500);
    assert_eq!(run.attributes.start_offset_s, Some(-12_600));
    assert_eq!(
        listed_workout(r#""activityId":1"#).rejected[0].reason.to_string(),
        "`stopTime` is missing"
    );
}

#[test]
fn a_workout_that_was_typed_in_is_another_source_and_has_no_file() {
    let page = workouts();
    assert_eq!(page.sessions[0].source.key.origin, "X1");
    assert_eq!(page.sessions[1].source.key.recording, Recording::Manual);
    let files: Vec<_> = page.follow.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(
        files,
        ["https://cloudapi.suunto.com/v3/workouts/67604889401b942184624cb8/fit"]
    );
}

#[test]
fn an_activity_nobody_knows_is_kept_with_its_number() {
    let page = listed_workout(r#""activityId":4711,"totalTime":60"#);
    let done = inside(&page.sessions[0]);
    assert_eq!((done.sport, done.vendor_sport.as_deref()), (Sport::Other, Some("4711")));
    let sport = |id: &str| inside(&listed_workout(&format!(r#""activityId":{id},"totalTime":60"#)).sessions[0]).sport;
    assert_eq!(
        [sport("0"), sport("22"), sport("99")],
        [Sport::Walking, Sport::TrailRunning, Sport::GravelCycling]
    );
}

#[test]
fn a_full_page_has_another_after_it() {
    let body = |count: usize| {
        let workout = r#"{"workoutKey":"k","startTime":1779025042670,"totalTime":60,"isManuallyAdded":true}"#;
        format!(r#"{{"payload":[{}]}}"#, vec![workout; count].join(","))
    };
    let page = decoded("list workouts", &body(100));
    let (_, offset) = page.follow[0].query.last().expect("an offset");
    assert_eq!(*offset, Value::from(100));
    assert!(decoded("list workouts", &body(99)).follow.is_empty());
}

#[test]
fn a_file_that_is_none_is_reported_and_a_workout_without_one_goes_on() {
    let page = decoded("list workouts", include_str!("fixtures/workouts.json"));
    let request = file::request("k", &page.sessions[0]);
    let page = Suunto
        .decode(&request, &answer(200, "<html>not a file</html>"))
        .expect("a page");
    assert_eq!(page.rejected[0].subject, "file of workout 67604889401b942184624cb8");
    for status in [403, 404, 410] {
        let gone = answer(status, "");
        assert_eq!(Suunto.outcome(&request, &gone, gone.received_at), Outcome::Skip);
    }
}

#[test]
fn energy_of_samples_and_days_is_in_joules() {
    let page = decoded("list activity", include_str!("fixtures/activity.json"));
    assert_eq!(values(&page, Metric::TotalEnergy)[0], (83_680.0, Some("J")));
    let end = ReadingTime::WithOffset("2026-05-17T10:10:00+02:00".parse().expect("a time"));
    assert_eq!(reading(&page, Metric::TotalEnergy).end, Some(end));
    let page = decoded("list days", include_str!("fixtures/days.json"));
    assert_eq!(values(&page, Metric::TotalEnergy), [(9_623_200.0, Some("J"))]);
}

#[test]
fn a_variability_of_0_is_none_and_a_saturation_may_be_a_share() {
    let page = decoded("list activity", include_str!("fixtures/activity.json"));
    assert_eq!(values(&page, Metric::HeartRateVariabilityRmssd), [(44.0, Some("ms"))]);
    assert_eq!(values(&page, Metric::OxygenSaturation), [(0.98, Some("fraction"))]);
}

#[test]
fn the_lowest_heart_rate_of_a_night_is_no_resting_heart_rate_and_that_of_a_nap_counts_for_nothing() {
    let page = decoded("list sleeps", include_str!("fixtures/sleeps.json"));
    assert_eq!(values(&page, Metric::SleepingHeartRateLowest), [(52.0, Some("bpm"))]);
    assert_eq!(values(&page, Metric::RestingHeartRate), []);
}

#[test]
fn what_is_no_stage_of_a_night_was_spent_awake() {
    let page = decoded("list sleeps", include_str!("fixtures/sleeps.json"));
    assert_eq!(values(&page, Metric::SleepDuration), [(25_290.0, Some("s"))]);
    assert_eq!(values(&page, Metric::SleepAwakeDuration), [(270.0, Some("s"))]);
    assert_eq!(
        page.sessions[0].attributes.remarks["greatest_oxygen_saturation"],
        "0.97"
    );
    assert_eq!(values(&page, Metric::SleepingOxygenSaturation), []);
}

#[test]
fn a_sleep_is_named_by_its_id_and_its_time() {
    let body = include_str!("fixtures/sleeps.json");
    let page = decoded("list sleeps", body);
    assert_eq!(page.sessions[0].external_id(), Some("1778976780-1778976780000"));
    let longer = decoded("list sleeps", &body.replace("T09:19:00", "T09:59:00"));
    assert_eq!(longer.sessions[0].record, page.sessions[0].record);
}

#[test]
fn a_state_of_stress_is_a_remark_and_0_is_none() {
    let page = decoded("list recovery", include_str!("fixtures/recovery.json"));
    assert_eq!(values(&page, Metric::RecoveryScore)[0], (64.0, Some("{score}")));
    assert_eq!(page.readings[0].remarks["stress_state"], "relaxing");
    assert!(page.readings[1].remarks.is_empty());
}

#[test]
fn a_day_is_the_vendors_whatever_the_offset_and_a_day_without_a_value_has_none() {
    let body = include_str!("fixtures/days.json").replace("+02:00", "+13:00");
    let page = decoded("list days", &body);
    assert_eq!(values(&page, Metric::Steps), [(9000.0, Some("count"))]);
    let day = ReadingTime::Date("2026-05-17".parse().expect("a date"));
    assert_eq!(reading(&page, Metric::Steps).start, day);
    assert_eq!(reading(&page, Metric::Steps).source.key.origin, "1234");
}

#[test]
fn a_window_of_days_is_asked_for_by_at_most_28_dates() {
    let from = utc("2026-05-01T11:00:00Z");
    let window = Window {
        from,
        to: from + TimeDelta::days(25),
    };
    let resource = "daily";
    let request = Suunto.requests(&Job::Window { resource, window }, &Account::default());
    let dates: Vec<_> = request[0].query.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(dates, ["2026-04-30T00:00:00", "2026-05-27T23:59:59"].map(Value::from));
}

#[test]
fn a_quota_that_is_used_up_is_waited_for_and_a_wrong_key_is_the_operators_to_mend() {
    let request = Request::get("list sleeps", BASE);
    let outcome = |status, body: &str| {
        let response = answer(status, body);
        Suunto.outcome(&request, &response, response.received_at)
    };
    let used_up = r#"{"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 00:04:12."}"#;
    let until = Some(utc("2026-10-02T12:04:12Z"));
    assert_eq!(
        outcome(403, used_up),
        Outcome::Retry {
            until,
            whose: Whose::App
        }
    );
    let wrong_key = r#"{"statusCode":401,"message":"Access denied due to invalid subscription key."}"#;
    assert_eq!(outcome(401, wrong_key), Outcome::Misconfigured);
    assert_eq!(outcome(401, "{}"), Outcome::Refresh);
    assert_eq!(outcome(403, "{}"), Outcome::Forbidden);
}

#[test]
fn a_night_has_the_vendors_own_totals_and_no_sum_of_ours() {
    let page = decoded("list sleeps", include_str!("fixtures/sleeps.json"));
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    insta::assert_compact_json_snapshot!(night.totals, @r#"{"in_bed_s": 25560, "light_s": 17970, "deep_s": 5610, "rem_s": 1710}"#);
}
