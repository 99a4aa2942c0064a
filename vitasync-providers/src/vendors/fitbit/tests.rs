use std::error::Error as _;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use vitasync_core::session::{Detail, Session, Sleep, Stage, StatisticKind, Workout};
use vitasync_core::sleep_stage::SleepStage::{AsleepUnspecified, Awake, Deep, Light};
use vitasync_core::sport::Sport;
use vitasync_core::time::{ReadingTime, ZoneHistory};
use vitasync_core::{Metric, Reading};

use super::*;
use crate::auth::Goal;
use crate::client::{Connection, Link, Memory};
use crate::testing::{FakeVendor, Stage as FakeTime, Trouble};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &[u8]) -> Response {
    Response::new(status, body, utc("2026-11-20T12:00:00Z"))
}

fn decoded(operation: &str, body: &str) -> Page {
    let request = Request::get(operation.to_owned(), "");
    Fitbit.decode(&request, &answer(200, body.as_bytes())).expect("a page")
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn night(session: &Session) -> &Sleep {
    match &session.detail {
        Detail::Sleep(sleep) => sleep,
        Detail::Workout(_) => panic!("a night"),
    }
}

fn done(session: &Session) -> &Workout {
    match &session.detail {
        Detail::Workout(workout) => workout,
        Detail::Sleep(_) => panic!("a workout"),
    }
}

/// Decodes a real file, where the workspace has it beside it.
fn real(operation: &str, path: &str) -> Option<Page> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(path);
    let Ok(body) = std::fs::read(&file) else {
        eprintln!("skipped: {} is not there", file.display());
        return None;
    };
    let request = Request::get(operation.to_owned(), "");
    Some(Fitbit.decode(&request, &answer(200, &body)).expect("a page"))
}

fn takeout(path: &str) -> Option<Page> {
    real(&format!("takeout {path}"), &format!("fitbit_takeout/{path}"))
}

#[tokio::test]
async fn an_old_connection_learns_where_to_connect_instead() {
    let vendor = FakeVendor::start(&Fitbit).await;
    let (memory, stage) = (
        Arc::new(Memory::new()),
        Arc::new(FakeTime::at(utc("2026-11-20T12:00:00Z"))),
    );
    let client = vendor.client(&memory, &stage).build().expect("a client");
    let connection = Connection {
        id: "old".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: utc("2026-11-19T12:00:00Z"),
    };
    let app = vendor.app();
    let link = Link {
        provider: &Fitbit,
        app: &app,
        connection: &connection,
    };
    let sent = client.authorize(link).await.expect("a page");
    let callback = [("state", sent.pending.state.expose()), ("code", "c")];
    let callback = callback.map(|(name, value)| (name.to_owned(), value.to_owned()));
    client.connect(link, &sent.pending, &callback).await.expect("connected");
    vendor.always(Some(Trouble::Status(410, Vec::new())));
    let error = client.sync(link, "sleep").await.expect_err("switched off");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Reconnect, false));
    let moved = error.source().and_then(|it| it.downcast_ref::<Moved>());
    assert_eq!(moved.map(|it| it.successor), Some("google_health"));
}

#[test]
fn a_refresh_of_old_tokens_says_the_same() {
    let answers = [answer(410, b"Gone")];
    let step = TokenStep {
        goal: Goal::Refresh,
        callback: &[],
        answers: &answers,
        now: utc("2026-11-19T12:00:00Z"),
    };
    let error = Fitbit.token(&step).expect_err("switched off");
    assert_eq!(error.kind(), ErrorKind::Reconnect);
    assert!(
        error.to_string().ends_with("connect with Google Health instead"),
        "{error}"
    );
}

#[test]
fn times_are_what_the_clock_on_the_wall_showed() {
    let page = decoded("read sleep", include_str!("fixtures/sleep.json"));
    assert!(page.sessions.is_empty());
    let start = "2026-09-30T23:10:00".parse().expect("a time");
    assert_eq!(reading(&page, Metric::SleepDuration).start, ReadingTime::Local(start));
    assert_eq!(page.wall_clock_sessions[0].start, utc("2026-09-30T23:10:00Z"));
    let steps = decoded("read intraday", include_str!("fixtures/intraday-steps.json"));
    let minute = &steps.readings[2];
    let at = |text: &str| ReadingTime::Local(text.parse().expect("a time"));
    assert_eq!(
        (minute.start, minute.end),
        (at("2026-10-01T08:01:00"), Some(at("2026-10-01T08:02:00")))
    );
}

#[test]
fn short_wakes_lie_over_the_stages() {
    let page = decoded("read sleep", include_str!("fixtures/sleep.json"));
    let sleep = night(&page.wall_clock_sessions[0]);
    let stages: Vec<_> = sleep
        .stages
        .iter()
        .map(|it| (it.stage, (it.end - it.start).num_minutes()))
        .collect();
    assert_eq!(stages, [(Light, 30), (Awake, 1), (Light, 59), (Deep, 60)]);
}

#[test]
fn restless_sleep_of_a_classic_log_is_awake_and_sleep_without_stages_is_not_light() {
    let page = decoded("read sleep", include_str!("fixtures/sleep.json"));
    let nap = night(&page.wall_clock_sessions[1]);
    let stages: Vec<_> = nap.stages.iter().map(|it| it.stage).collect();
    assert_eq!((stages, nap.nap), (vec![AsleepUnspecified, Awake], Some(true)));
}

#[test]
fn the_minutes_of_an_old_log_are_joined() {
    let body = r#"{"sleep":[{"logId":9,"startTime":"2014-07-19T23:00:00.000","duration":240000,"isMainSleep":true,"awakeningsCount":2,"restlessCount":1,"minuteData":[{"dateTime":"23:00:00","value":"3"},{"dateTime":"23:01:00","value":"1"},{"dateTime":"23:02:00","value":"1"},{"dateTime":"23:03:00","value":"2"}]}]}"#;
    let page = decoded("read sleep", body);
    let log = &page.wall_clock_sessions[0];
    assert_eq!((log.end - log.start).num_minutes(), 4);
    let lengths: Vec<_> = night(log)
        .stages
        .iter()
        .map(|it| (it.stage, (it.end - it.start).num_minutes()))
        .collect();
    assert_eq!(lengths, [(Awake, 1), (AsleepUnspecified, 2), (Awake, 1)]);
    assert_eq!(reading(&page, Metric::SleepAwakenings).value, 2.0);
}

#[test]
fn active_energy_is_all_energy_less_the_basal_one() {
    let request = Request::get("read day", "").note("date", "2026-10-01");
    let body = include_str!("fixtures/day.json");
    let page = Fitbit.decode(&request, &answer(200, body.as_bytes())).expect("a page");
    assert_eq!(reading(&page, Metric::ActiveEnergy).value, 781.0);
    assert_eq!(reading(&page, Metric::Distance).value, 6.8);
    assert_eq!(done(&page.wall_clock_sessions[0]).sport, Sport::Walking);
}

#[test]
fn a_day_summary_is_dated_by_its_request_or_by_a_log_and_otherwise_rejected() {
    let body = include_str!("fixtures/day.json");
    let day = ReadingTime::Date("2026-10-01".parse().expect("a date"));
    assert_eq!(reading(&decoded("read day", body), Metric::Steps).start, day);
    let empty = decoded("read day", r#"{"activities":[],"summary":{"steps":3}}"#);
    assert!(empty.readings.is_empty());
    assert_eq!(
        (empty.rejected[0].reason.kind(), empty.rejected[0].position.byte),
        ("missing_field", 27)
    );
}

#[test]
fn cardio_fitness_is_a_number_or_the_middle_of_a_range() {
    let page = decoded("read cardioscore", include_str!("fixtures/cardioscore.json"));
    let values: Vec<f64> = page.readings.iter().map(|it| it.value).collect();
    assert_eq!(values, [47.5, 46.0]);
    assert_eq!(page.readings[1].remarks["range"], "44-48");
}

#[test]
fn logs_count_milliseconds_and_say_their_unit_of_length() {
    let page = decoded("read activities", include_str!("fixtures/activities.json"));
    let run = &page.sessions[0];
    assert_eq!(
        (run.end - run.start, run.attributes.start_offset_s),
        (TimeDelta::hours(1), Some(7200))
    );
    assert_eq!(done(run).timer_s, Some(3540.0));
    assert_eq!(
        done(run).statistic(Metric::Distance, StatisticKind::Sum),
        Some(10_000.0)
    );
    assert!(page.follow[0].url.contains("offset=100"));
    let page = decoded("read activities", include_str!("fixtures/activities-last.json"));
    let ride = done(&page.sessions[0]).statistic(Metric::Distance, StatisticKind::Sum);
    assert!((ride.expect("a distance") - 8046.72).abs() < 1e-9);
    assert!(page.follow.is_empty());
}

#[test]
fn sports_are_found_by_word_then_by_number() {
    let sport = |words: &str| {
        let body = format!(
            r#"{{"activities":[{{"logId":1,"startTime":"2026-10-01T07:30:00.000+02:00","duration":60000,{words}}}]}}"#
        );
        done(&decoded("read activities", &body).sessions[0]).sport.family()
    };
    assert_eq!(
        sport(r#""activityName":"Outdoor Bike","activityTypeId":1071"#),
        Sport::Cycling
    );
    assert_eq!(sport(r#""activityTypeId":90009"#), Sport::Running);
    for (name, expected) in [
        ("Run", Sport::Running),
        ("Walk", Sport::Walking),
        ("Swim", Sport::Swimming),
        ("Martial Arts", Sport::MartialArts),
        ("Golf", Sport::Golf),
        ("Quidditch", Sport::Other),
    ] {
        assert_eq!(sport(&format!(r#""activityName":"{name}""#)), expected, "{name}");
    }
}

#[test]
fn a_day_without_a_resting_heart_rate_has_none() {
    let page = decoded("read heart", include_str!("fixtures/heart.json"));
    assert_eq!(page.readings.len(), 1);
    let body = r#"[{"dateTime":"06/01/20 00:00:00","value":{"date":null,"value":0.0,"error":0.0}}]"#;
    assert_eq!(
        decoded("takeout resting_heart_rate-2020-05-30.json", body),
        Page::default()
    );
}

#[test]
fn series_of_exports_are_utc() {
    let body = r#"[{"dateTime":"09/27/26 05:22:23","value":{"bpm":61,"confidence":2}}]"#;
    let page = decoded("takeout Global Export Data/heart_rate-2026-09-27.json", body);
    assert_eq!(
        page.readings[0].start,
        ReadingTime::Instant(utc("2026-09-27T05:22:23Z"))
    );
    assert_eq!(page.readings[0].remarks["confidence"], "2");
}

#[test]
fn a_real_night_is_covered_by_its_stages_and_agrees_with_its_sums() {
    let Some(page) = real("read sleep", "fitbit_web/real_night_stages.json") else {
        return;
    };
    let slept = &page.wall_clock_sessions[0];
    let stages = &night(slept).stages;
    assert!(page.rejected.is_empty());
    assert!(
        stages.windows(2).all(|two| two[0].end == two[1].start),
        "gaps or overlaps"
    );
    let covered: TimeDelta = stages.iter().map(|it| it.end - it.start).sum();
    assert_eq!(
        (covered, covered),
        (TimeDelta::seconds(27_150), slept.end - slept.start)
    );
    let minutes = |wanted| {
        let of_stage = stages.iter().filter(|it: &&Stage| it.stage == wanted);
        of_stage.map(|it| (it.end - it.start).num_seconds()).sum::<i64>() / 60
    };
    assert_eq!((minutes(Deep), minutes(Light)), (82, 226));
}

#[test]
fn real_answers_of_the_api_are_read_whole() {
    let shimmer = |operation, file| real(operation, &format!("fitbit_web/shimmer/fitbit-{file}.json"));
    let Some(weights) = shimmer("read weight", "body-log-weight") else {
        return;
    };
    assert_eq!(
        weights.readings.iter().filter(|it| it.metric == Metric::Weight).count(),
        4
    );
    let day = shimmer("read day", "activities-date-multiple-in-activities-list").expect("a day");
    // Somebody typed three; one of them never says how long it was.
    assert_eq!((day.wall_clock_sessions.len(), day.rejected.len()), (2, 1));
    assert_eq!(reading(&day, Metric::ActiveEnergy).value, 149.0);
    let heart = shimmer("read intraday", "activities-heart-1d-1m-intraday").expect("a day");
    assert_eq!(
        heart
            .readings
            .iter()
            .filter(|it| it.metric == Metric::HeartRate)
            .count(),
        5
    );
    let steps = shimmer("read intraday", "activities-steps-1d-1m-intraday").expect("a day");
    assert_eq!(steps.readings.len(), 4);
    let sleep = shimmer("read sleep", "sleep-date").expect("nights");
    assert_eq!(sleep.wall_clock_sessions.len(), 2);
    for empty in ["sleep-date-empty-sleep-list", "sleep-date-range-empty-sleep-list"] {
        assert_eq!(shimmer("read sleep", empty), Some(Page::default()));
    }
}

#[test]
fn real_exports_are_read_whole() {
    let Some(exercise) = takeout("f2s/exercise.json") else {
        return;
    };
    let counts = [
        ("f2s/distance.json", 5),
        ("f2s/resting_heart_rate.json", 2),
        ("f2s/sedentary_minutes.json", 3),
        ("f2s/very_active_minutes.json", 3),
        // As in manifest.json, less the row of titles.
        ("f2s/sleep_score.csv", 2),
        ("resting_heart_rate-2020-05-30.json", 1),
        ("heart_rate-2020-05-30.json", 1500),
        ("steps-2020-05-30.json", 1440),
    ];
    for (file, count) in counts {
        let page = takeout(file).expect("a file");
        assert_eq!((page.readings.len(), page.rejected.len()), (count, 0), "{file}");
    }
    assert_eq!(exercise.wall_clock_sessions.len(), 3);
    let nights = takeout("f2s/sleep.json").expect("nights");
    let naps: Vec<_> = nights.wall_clock_sessions.iter().map(|it| night(it).nap).collect();
    assert_eq!(naps, [Some(false), Some(false)]);
}

#[test]
fn a_night_has_the_vendors_own_totals() {
    let page = decoded("read sleep", include_str!("fixtures/sleep.json"));
    let totals = page.wall_clock_sessions.iter().map(|it| night(it).totals);
    insta::assert_compact_json_snapshot!(totals.collect::<Vec<_>>(), @r#"
    [
      {
        "in_bed_s": 9000,
        "asleep_s": 8940,
        "light_s": 5340,
        "deep_s": 3600,
        "rem_s": 0,
        "awake_s": 60,
        "latency_s": 0,
        "awakenings": 1
      },
      {
        "in_bed_s": 3780,
        "asleep_s": 3600,
        "unspecified_s": 3600,
        "awake_s": 180,
        "latency_s": 0,
        "awakenings": 0
      }
    ]
    "#);
}
