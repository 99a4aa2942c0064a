//! Nights and naps.

use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::time::ReadingTime;

use super::*;

fn sleep(more: &str) -> Page {
    let body = format!(
        r#"[{{"summaryId":"x1","calendarDate":"2026-10-01","startTimeInSeconds":1790800200,"startTimeOffsetInSeconds":7200{more}}}]"#
    );
    decoded("sleeps", &body)
}

#[test]
fn a_night_ends_after_what_was_awake_and_what_could_not_be_measured() {
    let page = sleep(r#","durationInSeconds":25500,"awakeDurationInSeconds":900,"unmeasurableSleepInSeconds":300"#);
    assert_eq!(
        page.sessions[0].end,
        page.sessions[0].start + TimeDelta::seconds(25_500 + 900 + 300)
    );
    assert_eq!(values(&page, Metric::SleepDuration), [25_500.0]);
}

#[test]
fn a_last_wake_that_no_duration_counts_belongs_to_the_night() {
    let levels = r#","durationInSeconds":600,"sleepLevelsMap":{"light":[{"startTimeInSeconds":1790800200,"endTimeInSeconds":1790800800}],"awake":[{"startTimeInSeconds":1790800800,"endTimeInSeconds":1790801400}]}"#;
    let page = sleep(levels);
    assert_eq!(page.sessions[0].end - page.sessions[0].start, TimeDelta::seconds(1200));
    let stages: Vec<SleepStage> = night(&page.sessions[0]).stages.iter().map(|it| it.stage).collect();
    assert_eq!(stages, [SleepStage::Light, SleepStage::Awake]);
}

#[test]
fn a_final_night_replaces_a_tentative_one_in_any_order() {
    let of = |validation: &str, id: &str| {
        let page = sleep(&format!(r#","durationInSeconds":25500,"validation":"{validation}""#).replace("x1", id));
        let record = page.sessions[0].record.clone().expect("an object");
        (record.key, record.revision)
    };
    for (tentative, last) in [
        ("AUTO_TENTATIVE", "AUTO_FINAL"),
        ("ENHANCED_TENTATIVE", "ENHANCED_FINAL"),
    ] {
        let (before, after) = (of(tentative, "x1-6000"), of(last, "x1-639c"));
        assert_eq!(before.0, after.0);
        assert!(before.1 < after.1);
    }
}

#[test]
fn a_stage_nobody_knows_is_kept_as_unknown_with_its_word() {
    let levels = r#","sleepLevelsMap":{"floating":[{"startTimeInSeconds":1790800200,"endTimeInSeconds":1790800800}]}"#;
    let page = sleep(levels);
    assert_eq!(night(&page.sessions[0]).stages[0].stage, SleepStage::Unknown);
    assert_eq!(page.sessions[0].attributes.remarks["unknown_stages"], "floating");
}

#[test]
fn a_nap_is_a_session_of_its_own() {
    let page = decoded("sleeps", include_str!("../fixtures/sleeps.json"));
    let nap = &page.sessions[1];
    assert_eq!(
        (night(nap).nap, night(&page.sessions[0]).nap),
        (Some(true), Some(false))
    );
    assert_eq!(
        (nap.start, nap.end - nap.start),
        (utc("2026-10-01T12:10:00Z"), TimeDelta::seconds(1500))
    );
    assert_ne!(nap.external_id(), page.sessions[0].external_id());
}

#[test]
fn a_night_whose_length_nobody_tells_is_rejected() {
    assert_eq!(
        sleep("").rejected[0].reason.to_string(),
        "`durationInSeconds` is missing"
    );
}

#[test]
fn a_night_that_ends_before_it_begins_is_rejected() {
    let page = sleep(r#","durationInSeconds":-60,"naps":null,"sleepScores":null"#);
    assert_eq!(page.rejected[0].reason.kind(), "end_before_start");
    assert!(page.sessions.is_empty() && page.readings.is_empty());
}

#[test]
fn the_mean_of_a_night_is_of_its_date_and_its_parts_are_instants() {
    let page = decoded("hrv", include_str!("../fixtures/hrv.json"));
    let of_metric = page
        .readings
        .iter()
        .filter(|it| it.metric == Metric::HeartRateVariabilityRmssd);
    let times: Vec<ReadingTime> = of_metric.map(|it| it.start).collect();
    assert_eq!(times[0], ReadingTime::Date("2026-10-01".parse().expect("a date")));
    assert!(times[1..].iter().all(|it| matches!(it, ReadingTime::WithOffset(_))));
}

#[test]
fn a_skin_temperature_is_a_deviation() {
    let page = decoded("skinTemp", include_str!("../fixtures/skin_temp.json"));
    assert_eq!(
        reading(&page, Metric::SkinTemperatureDeviation).unit.as_deref(),
        Some("K")
    );
}
