use vitasync_core::session::{Detail, StatisticKind};
use vitasync_core::sleep_stage::SleepStage::{Awake, Deep, Light, OutOfBed, Rem};
use vitasync_core::source::Recording;
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;

fn of(page: &Page, metric: Metric) -> Vec<&Reading> {
    page.readings.iter().filter(|it| it.metric == metric).collect()
}

fn measured(groups: &str) -> Page {
    let body = format!(r#"{{"status":0,"body":{{"timezone":"Europe/Paris","measuregrps":[{groups}],"more":0}}}}"#);
    decoded("list measures", &body)
}

fn weight(attrib: i64, modified: i64) -> Page {
    measured(&format!(
        r#"{{"grpid":7,"attrib":{attrib},"date":1790832600,"modified":{modified},"measures":[{{"value":74250,"type":1,"unit":-3}}]}}"#
    ))
}

#[test]
fn a_weight_nobody_has_claimed_is_not_taken_until_somebody_does() {
    let ambiguous = weight(1, 1_790_832_650);
    assert!(ambiguous.readings.is_empty());
    assert_eq!(ambiguous.deleted[0].key.external_id, "7");
    let claimed = weight(7, 1_790_900_000);
    let record = claimed.readings[0].record.as_ref().expect("a record");
    assert_eq!(record.key, ambiguous.deleted[0].key);
    assert!(record.revision > ambiguous.deleted[0].revision);
    assert_eq!(claimed.readings[0].remarks["attrib"], "7");
}

#[test]
fn a_group_that_comes_as_certain_and_as_certain_again_is_one() {
    assert_eq!(weight(0, 1_790_832_650).readings, weight(8, 1_790_832_650).readings);
}

#[test]
fn a_value_is_an_integer_and_a_power_of_ten() {
    assert_eq!(weight(0, 1_790_832_650).readings[0].value, 74.25);
    let page = measured(
        r#"{"grpid":8,"date":1790832600,"measures":[{"value":143,"type":10,"unit":0},{"value":8,"type":9,"unit":1}]}"#,
    );
    assert_eq!((page.readings[0].value, page.readings[1].value), (143.0, 80.0));
}

#[test]
fn parts_of_a_body_stay_with_the_whole_and_never_replace_it() {
    let page = decoded("list measures", include_str!("../fixtures/measures.json"));
    let fat = of(&page, Metric::FatMass);
    assert_eq!((fat.len(), fat[0].value), (1, 15.13));
    assert_eq!(fat[0].remarks["torso"], "4.2");
    assert_eq!(of(&page, Metric::EdaFeet)[0].remarks["left_foot"], "59.939");
}

#[test]
fn a_type_nobody_knows_is_named_and_costs_nothing_else() {
    let page = measured(
        r#"{"grpid":9,"date":1790832600,"measures":[{"value":7,"type":9999,"unit":0},{"value":70,"type":1,"unit":0}]}"#,
    );
    assert_eq!(page.readings.len(), 1);
    assert_eq!(page.rejected[0].reason.to_string(), r#""9999" is not a known meastype"#);
}

#[test]
fn goals_are_no_measurements() {
    let page = measured(r#"{"grpid":9,"date":1790832600,"category":2,"measures":[{"value":70,"type":1,"unit":0}]}"#);
    assert_eq!(page.readings, []);
}

#[test]
fn what_a_person_typed_is_another_source_than_what_a_scale_measured() {
    assert_eq!(weight(2, 1).readings[0].source.key.recording, Recording::Manual);
    assert_eq!(weight(0, 1).readings[0].source.key.recording, Recording::Active);
}

#[test]
fn the_zone_of_an_account_does_not_date_its_past() {
    let page = weight(0, 1_790_832_650);
    assert_eq!(page.account.zone, Some(chrono_tz::Europe::Paris));
    assert_eq!(
        page.readings[0].start,
        ReadingTime::Instant(utc("2026-10-01T05:30:00Z"))
    );
}

#[test]
fn elevation_counts_floors_and_a_day_is_its_date() {
    let page = decoded("list days", include_str!("../fixtures/days.json"));
    let floors = of(&page, Metric::FloorsClimbed)[0];
    assert_eq!((floors.value, floors.unit.as_deref()), (6.0, Some("floors")));
    assert_eq!(floors.start, ReadingTime::Date("2026-10-01".parse().expect("a date")));
    assert_eq!(floors.zone, Some(chrono_tz::Europe::Paris));
}

#[test]
fn a_tracker_and_an_app_that_shares_are_two_sources_of_one_day() {
    let page = decoded("list days", include_str!("../fixtures/days.json"));
    let steps = of(&page, Metric::Steps);
    assert_ne!(steps[0].source.key, steps[1].source.key);
    assert_ne!(steps[0].record, steps[1].record);
    assert_eq!(of(&page, Metric::HeartRateAverage).len(), 1); // nought is no heart rate
}

#[test]
fn no_minutes_are_an_empty_list() {
    assert_eq!(
        decoded("list minutes", r#"{"status":0,"body":{"series":[]}}"#),
        Page::default()
    );
}

#[test]
fn a_minute_that_is_broken_costs_no_other() {
    let body =
        r#"{"status":0,"body":{"series":{"1790870400":{"steps":"many"},"1790870460":{"steps":9,"duration":60}}}}"#;
    let page = decoded("list minutes", body);
    assert_eq!((page.readings.len(), page.rejected.len()), (1, 1));
    assert_eq!(
        page.readings[0].end,
        Some(ReadingTime::Instant(utc("2026-10-01T16:02:00Z")))
    );
}

#[test]
fn nought_in_a_workout_is_what_was_not_measured() {
    let page = decoded("list workouts", include_str!("../fixtures/workouts.json"));
    let Detail::Workout(swim) = &page.sessions[1].detail else {
        panic!("a workout")
    };
    assert_eq!(swim.sport, Sport::Swimming);
    assert_eq!(swim.statistic(Metric::HeartRate, StatisticKind::Mean), None);
    assert_eq!(swim.statistic(Metric::ActiveEnergy, StatisticKind::Sum), Some(230.0));
    assert_eq!(
        swim.statistic(Metric::DistanceSwimming, StatisticKind::Sum),
        Some(1000.0)
    );
    assert_eq!(swim.timer_s, None);
    let Detail::Workout(run) = &page.sessions[0].detail else {
        panic!("a workout")
    };
    assert_eq!((run.sport, run.timer_s), (Sport::Running, Some(2580.0)));
    assert_eq!(run.statistic(Metric::FloorsClimbed, StatisticKind::Sum), Some(4.0));
    assert_eq!(page.deleted[0].key.external_id, "3661300279"); // no activity after all
}

#[test]
fn a_sport_nobody_knows_keeps_its_number() {
    let body = include_str!("../fixtures/workouts.json").replace("\"category\":2,", "\"category\":533,");
    let page = decoded("list workouts", &body);
    let Detail::Workout(workout) = &page.sessions[0].detail else {
        panic!("a workout")
    };
    assert_eq!(
        (workout.sport, workout.vendor_sport.as_deref()),
        (Sport::Other, Some("533"))
    );
}

#[test]
fn a_night_is_one_object_with_the_stages_of_its_own_device() {
    let list = decoded("list nights", include_str!("../fixtures/nights.json"));
    assert!(list.sessions.is_empty());
    let page = Withings
        .decode(&list.follow[1], &answer(include_str!("../fixtures/series.json")))
        .expect("a page");
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    let stages: Vec<_> = night.stages.iter().map(|it| it.stage).collect();
    assert_eq!(stages, [Awake, Light, Deep, Rem, OutOfBed]);
    assert_eq!(page.sessions[0].attributes.remarks["completed"], "false");
    assert_eq!(page.sessions[0].attributes.start_offset_s, Some(7200));
    let efficiency = of(&page, Metric::SleepEfficiency)[0];
    assert_eq!((efficiency.value, efficiency.unit.as_deref()), (0.88, Some("fraction")));
    assert_eq!(of(&page, Metric::HeartRate).len(), 1); // one of two is nought
    assert!(of(&page, Metric::RestingHeartRate).is_empty());
}

#[test]
fn a_night_without_stages_is_still_a_night() {
    let list = decoded("list nights", include_str!("../fixtures/nights.json"));
    let page = Withings
        .decode(&list.follow[0], &answer(r#"{"status":0,"body":{"series":[]}}"#))
        .expect("a page");
    assert_eq!(page.sessions.len(), 1);
    assert_eq!(of(&page, Metric::SleepDuration)[0].value, 23_400.0);
    assert_eq!(of(&page, Metric::SleepLatency)[0].value, 540.0);
}

#[test]
fn nights_of_two_devices_in_one_span_are_asked_for_once() {
    let night = |id: i64, device: &str| {
        format!(
            r#"{{"id":{id},"timezone":"Europe/Paris","hash_deviceid":"{device}","startdate":1790802600,"enddate":1790831400}}"#
        )
    };
    let body = format!(
        r#"{{"status":0,"body":{{"series":[{},{}]}}}}"#,
        night(1, "a"),
        night(2, "b")
    );
    let list = decoded("list nights", &body);
    assert_eq!(list.follow.len(), 1);
    let series = r#"{"status":0,"body":{"series":[{"startdate":1790802600,"enddate":1790802660,"state":1,"hash_deviceid":"b"}]}}"#;
    let page = Withings.decode(&list.follow[0], &answer(series)).expect("a page");
    let stages = |it: &vitasync_core::Session| match &it.detail {
        Detail::Sleep(sleep) => sleep.stages.len(),
        Detail::Workout(_) => 0,
    };
    assert_eq!(page.sessions.iter().map(stages).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_stretch_with_a_time_that_is_none_is_refused_and_the_others_stay() {
    let list = decoded("list nights", include_str!("../fixtures/nights.json"));
    let series = include_str!("../fixtures/series.json").replace("\"1790803260\":56", "\"noon\":56");
    let page = Withings.decode(&list.follow[1], &answer(&series)).expect("a page");
    assert_eq!(page.rejected[0].reason.to_string(), r#""noon" is not a time"#);
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    assert_eq!(night.stages.len(), 4);
}

#[test]
fn a_recording_of_the_heart_is_its_result() {
    let page = decoded("list hearts", include_str!("../fixtures/hearts.json"));
    let results: Vec<_> = of(&page, Metric::AfibResult).iter().map(|it| it.value).collect();
    assert_eq!(results, [1.0, 6.0]);
}

#[test]
fn a_span_that_fits_one_page_is_whole_and_what_is_deleted_from_it_is_found() {
    let window = crate::provider::Window {
        from: DateTime::UNIX_EPOCH,
        to: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1),
    };
    let listed = |request: &Request, body: &str| {
        let answer = Response::new(200, body, DateTime::UNIX_EPOCH);
        Withings.decode(request, &answer).expect("a page")
    };
    let whole = Request::post("list measures", "")
        .form("action", "getmeas")
        .whole(window);
    let end = r#"{"status":0,"body":{"measuregrps":[],"more":0}}"#;
    assert_eq!(listed(&whole, end).listed[0].window, window);
    let more = listed(
        &whole,
        r#"{"status":0,"body":{"measuregrps":[],"more":1,"offset":300}}"#,
    );
    assert!(more.listed.is_empty() && listed(&more.follow[0], end).listed.is_empty());
    let changes = Request::post("list measures", "");
    assert!(listed(&changes, end).listed.is_empty());
}

#[test]
fn a_night_has_the_vendors_own_totals() {
    let list = decoded("list nights", include_str!("../fixtures/nights.json"));
    let page = Withings
        .decode(&list.follow[1], &answer(include_str!("../fixtures/series.json")))
        .expect("a page");
    let Detail::Sleep(night) = &page.sessions[0].detail else {
        panic!("a night")
    };
    insta::assert_compact_json_snapshot!(night.totals, @r#"
    {
      "in_bed_s": 28800,
      "asleep_s": 25200,
      "light_s": 13800,
      "deep_s": 6000,
      "rem_s": 5400,
      "awake_s": 3000,
      "latency_s": 600,
      "waso_s": 1380,
      "awakenings": 2
    }
    "#);
}
