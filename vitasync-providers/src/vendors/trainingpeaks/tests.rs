use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::session::{Detail, Session, StatisticKind, Workout};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::provider::{Outcome, PLANNED, Value};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response::new(status, body, utc("2026-01-08T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    let request = Request::get(operation, BASE).query("page", 0);
    TrainingPeaks.decode(&request, &answer(200, body)).expect("a page")
}

fn changes() -> Page {
    decoded("list changes", include_str!("fixtures/changes.json"))
}

fn inside(session: &Session) -> &Workout {
    let Detail::Workout(workout) = &session.detail else {
        panic!("a workout")
    };
    workout
}

fn changed_to(fields: &str) -> Page {
    decoded(
        "list changes",
        &format!(r#"{{"Deleted":[],"Modified":[{{"Id":1,"WorkoutDay":"2026-01-01T00:00:00",{fields}}}]}}"#),
    )
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn refused(goal: Goal, body: &str) -> ErrorKind {
    let step = TokenStep {
        goal,
        callback: &[],
        answers: &[answer(400, body)],
        now: utc("2026-01-08T12:00:00Z"),
    };
    TrainingPeaks.token(&step).expect_err("refused").kind()
}

#[test]
fn hours_are_decimal_fractions_and_times_those_of_the_wall() {
    let page = changes();
    let ride = &page.wall_clock_sessions[0];
    assert_eq!(inside(ride).timer_s, Some(4500.0));
    assert_eq!(ride.start, utc("2026-01-01T11:00:00Z"));
    assert_eq!(ride.end, utc("2026-01-01T12:15:00Z"));
    assert!(page.sessions.is_empty());
}

#[test]
fn work_in_kilojoules_is_not_what_was_burned() {
    let page = changes();
    let ride = inside(&page.wall_clock_sessions[0]);
    let sum = |metric| ride.statistic(metric, StatisticKind::Sum);
    assert_eq!(sum(Metric::TotalEnergy), Some(742.0));
    assert_eq!(sum(Metric::MechanicalWork), Some(742.1));
    assert_eq!(sum(Metric::TrainingStressScore), Some(108.2));
}

#[test]
fn a_workout_that_was_done_may_say_it_is_not_completed() {
    let page = changes();
    let done: Vec<_> = page.wall_clock_sessions.iter().map(|it| it.external_id()).collect();
    assert_eq!(done, [Some("202"), Some("203")]);
}

#[test]
fn an_account_that_is_not_premium_gives_no_zeros() {
    let page = changes();
    let metrics: Vec<_> = inside(&page.wall_clock_sessions[1])
        .statistics
        .iter()
        .map(|it| it.metric)
        .collect();
    assert_eq!(metrics, [Metric::Distance]);
}

#[test]
fn what_is_planned_is_kept_beside_what_was_done() {
    let page = changes();
    let planned: Vec<_> = page
        .planned
        .iter()
        .map(|it| {
            (
                it.external_id.as_deref().expect("an id"),
                it.date.to_string(),
                it.duration_s,
            )
        })
        .collect();
    assert_eq!(
        planned,
        [
            ("202", "2026-01-01".to_owned(), Some(5400.0)),
            ("204", "2026-01-05".to_owned(), Some(2700.0)),
            ("205", "2026-01-06".to_owned(), None),
        ]
    );
    assert_eq!(page.planned[1].training_stress_score, Some(65.0));
}

#[test]
fn what_is_deleted_or_not_done_any_more_is_taken_back() {
    let page = changes();
    let gone: Vec<_> = page
        .deleted
        .iter()
        .filter(|it| it.key.resource == "workout")
        .map(|it| (it.key.external_id.as_str(), it.revision.is_some()))
        .collect();
    assert_eq!(gone, [("204", true), ("205", true), ("206", true), ("101", false)]);
}

#[test]
fn a_plan_goes_with_its_workout_or_alone() {
    let plans = |page: &Page| {
        let gone = page.deleted.iter().filter(|it| it.key.resource == PLANNED);
        gone.map(|it| it.key.external_id.clone()).collect::<Vec<_>>()
    };
    let page = changes();
    assert!(plans(&page).contains(&"101".to_owned()));
    let still = page.planned.iter().filter_map(|it| it.external_id.clone());
    assert!(still.into_iter().all(|id| !plans(&page).contains(&id)));
    let done = changed_to(r#""WorkoutType":"Run","Completed":true,"TotalTime":1,"StartTime":"2026-01-02T08:00:00""#);
    assert_eq!((done.wall_clock_sessions.len(), plans(&done).len()), (1, 1));
}

#[test]
fn a_day_off_is_neither_done_nor_planned() {
    let page = changed_to(r#""WorkoutType":"Day Off","TotalTimePlanned":1"#);
    assert!(page.planned.is_empty() && page.wall_clock_sessions.is_empty());
}

#[test]
fn a_change_without_a_zone_was_made_in_the_mountains() {
    let revision = |text: &str| {
        let page = changed_to(&format!(r#""Completed":false,"LastModifiedDate":"{text}""#));
        page.deleted[0].revision
    };
    assert_eq!(revision("2026-01-02T08:31:28"), revision("2026-01-02T15:31:28Z"));
    assert_eq!(
        revision("2026-07-02T08:31:28"),
        revision("2026-07-02T14:31:28.0000000Z")
    );
}

#[test]
fn a_workout_that_does_not_say_when_it_began_is_reported() {
    let page = changed_to(r#""TotalTime":1,"Completed":true"#);
    assert_eq!(page.rejected[0].reason.to_string(), "`StartTime` is missing");
}

#[test]
fn sports_are_words_in_any_case_and_others_are_kept() {
    let sport = |word: &str| {
        let page = changed_to(&format!(
            r#""WorkoutType":"{word}","StartTime":"2026-01-01T07:30:00","TotalTime":1"#
        ));
        let done = inside(&page.wall_clock_sessions[0]);
        (done.sport, done.vendor_sport.clone())
    };
    assert_eq!(sport("XC-Ski").0, Sport::CrossCountrySkiing);
    assert_eq!(sport("MTB").0, Sport::MountainBiking);
    assert_eq!(sport("Race"), (Sport::Other, Some("Race".into())));
}

#[test]
fn a_full_page_has_another_after_it() {
    let page = decoded(
        "list changes",
        &format!(r#"{{"Deleted":{:?},"Modified":[]}}"#, [7; 100]),
    );
    assert_eq!(page.follow[0].query, [("page".into(), Value::from(1))]);
    assert!(changes().follow.is_empty());
}

#[test]
fn a_variability_is_marked_as_of_an_unknown_method_and_a_pulse_of_0_is_none() {
    let page = decoded("list metrics", include_str!("fixtures/metrics.json"));
    assert_eq!(
        reading(&page, Metric::HeartRateVariabilityRmssd).remarks["method"],
        "unknown"
    );
    let pulses = page.readings.iter().filter(|it| it.metric == Metric::RestingHeartRate);
    assert_eq!(pulses.map(|it| it.value).collect::<Vec<_>>(), [45.0]);
    assert_eq!(reading(&page, Metric::SleepDuration).unit.as_deref(), Some("h"));
}

#[test]
fn a_weight_has_a_time_and_a_resting_heart_rate_a_day() {
    let page = decoded("list metrics", include_str!("fixtures/metrics.json"));
    let local = "2026-01-01T06:12:00".parse().expect("a time");
    assert_eq!(reading(&page, Metric::Weight).start, ReadingTime::Local(local));
    assert_eq!(
        reading(&page, Metric::RestingHeartRate).start,
        ReadingTime::Date(local.date())
    );
    assert_eq!(reading(&page, Metric::Weight).remarks["Stress"], "Low");
}

#[test]
fn what_is_only_words_is_reported_and_not_dropped() {
    let page = decoded(
        "list metrics",
        r#"[{"MetricId":"m","AthleteId":7,"DateTime":"2026-01-01T06:12:00","UploadClient":"x","Mood":"Good"}]"#,
    );
    assert_eq!(page.rejected[0].reason.to_string(), "\"Mood\" is not a known metric");
}

#[test]
fn a_refresh_that_is_answered_by_400_was_withdrawn() {
    assert_eq!(
        refused(Goal::Refresh, r#"{"error":"invalid_request"}"#),
        ErrorKind::Reconnect
    );
    assert_eq!(
        refused(Goal::First, r#"{"error":"invalid_request"}"#),
        ErrorKind::Refused
    );
}

#[test]
fn metrics_of_an_account_that_is_not_premium_are_tried_again_later() {
    let request = Request::get("list metrics", BASE);
    let response = answer(403, "{}");
    let outcome = TrainingPeaks.outcome(&request, &response, response.received_at);
    assert_eq!(outcome, Outcome::Forbidden);
}

#[test]
fn a_window_of_metrics_is_asked_for_by_at_most_45_dates() {
    let to = utc("2026-02-12T13:00:00Z");
    let window = Window {
        from: to - TimeDelta::days(42),
        to,
    };
    let resource = "metrics";
    let requests = TrainingPeaks.requests(&Job::Window { resource, window }, &Account::default());
    assert!(requests[0].url.ends_with("/v2/metrics/2026-01-01/2026-02-13"));
}
