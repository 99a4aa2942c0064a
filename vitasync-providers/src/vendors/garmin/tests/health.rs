//! Days, quarter hours and series.

use vitasync_core::source::Recording;
use vitasync_core::time::ReadingTime;

use super::*;

fn daily(id: &str, duration: u32, more: &str) -> String {
    format!(
        r#"[{{"summaryId":"{id}","calendarDate":"2025-01-05","startTimeInSeconds":1736064000,"startTimeOffsetInSeconds":-28800,"durationInSeconds":{duration},"steps":100{more}}}]"#
    )
}

#[test]
fn a_day_keeps_garmins_date_west_of_greenwich() {
    let page = decoded(
        "dailies",
        &daily("x1", 86_400, r#","timeOffsetHeartRateSamples":{"15":61}"#),
    );
    let date = ReadingTime::Date("2025-01-05".parse().expect("a date"));
    assert_eq!(reading(&page, Metric::Steps).start, date);
    let at = ReadingTime::WithOffset("2025-01-05T00:00:15-08:00".parse().expect("a time"));
    assert_eq!(reading(&page, Metric::HeartRate).start, at);
}

#[test]
fn a_day_sent_again_under_a_new_id_is_the_same_day_and_the_longer_counts() {
    let (whole, noon) = (
        decoded("dailies", &daily("x1-15180", 86_400, "")),
        decoded("dailies", &daily("x1-a8c0", 43_200, "")),
    );
    let ((id, full), (same, half)) = (revision(&whole, Metric::Steps), revision(&noon, Metric::Steps));
    assert_eq!((id.as_str(), same.as_str()), ("2025-01-05", "2025-01-05"));
    assert!(full > half);
    let evening = decoded("dailies", &daily("x1-13c68", 81_000, ""));
    assert!(full > revision(&evening, Metric::Steps).1);
}

#[test]
fn of_two_versions_of_a_whole_day_the_one_that_came_last_counts() {
    let body = daily("x1", 86_400, "");
    let request = Request::get("read dailies", "");
    let later = Response::new(200, body.as_str(), utc("2026-10-02T12:00:01Z"));
    let later = Garmin.decode(&request, &later).expect("a page");
    assert!(revision(&later, Metric::Steps).1 > revision(&decoded("dailies", &body), Metric::Steps).1);
}

#[test]
fn the_average_heart_rate_of_a_day_is_that_of_a_week_and_is_not_read() {
    let page = decoded(
        "dailies",
        &daily("x1", 86_400, r#","averageHeartRateInBeatsPerMinute":66"#),
    );
    assert_eq!(page.readings.len(), 1);
}

#[test]
fn stress_of_minus_one_and_minus_two_is_missing_and_never_zero() {
    for level in ["-1", "-2"] {
        let stress = format!(r#","averageStressLevel":{level},"maxStressLevel":{level}"#);
        let page = decoded("dailies", &daily("x1", 86_400, &stress));
        assert!(values(&page, Metric::StressLevel).is_empty(), "{level}");
    }
    let detail = r#"[{"startTimeInSeconds":1736064000,"timeOffsetStressLevelValues":{"0":18,"180":-1,"360":-2,"540":0,"720":-5}}]"#;
    let page = decoded("stressDetails", detail);
    assert_eq!(values(&page, Metric::StressLevel), [18.0, 0.0]);
    assert_eq!(page.rejected, []);
}

#[test]
fn the_most_stress_of_a_day_is_no_second_value_of_it() {
    let stress = r#","averageStressLevel":31,"maxStressLevel":88"#;
    let page = decoded("dailies", &daily("x1", 86_400, stress));
    assert_eq!(values(&page, Metric::StressLevel), [31.0]);
    assert_eq!(reading(&page, Metric::StressLevel).remarks["max_stress_level"], "88");
}

#[test]
fn a_day_that_cannot_be_read_is_rejected_with_its_reason_and_its_place() {
    let page = decoded(
        "dailies",
        r#"[{"calendarDate":"2025-01-05","steps":"many"},{"steps":1,"startTimeInSeconds":1736064000}]"#,
    );
    let said: Vec<String> = page
        .rejected
        .iter()
        .map(|it| format!("{} {}: {}", it.subject, it.position, it.reason))
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    daily byte 1: it is not well formed: the document holds something else at `steps` (line 1, column 43)
    daily byte 46: `calendarDate` is missing
    ");
}

#[test]
fn epochs_of_one_quarter_hour_are_summed() {
    let page = decoded("epochs", include_str!("../fixtures/epochs.json"));
    assert_eq!(values(&page, Metric::Steps), [412.0]);
    assert_eq!(values(&page, Metric::ActiveEnergy), [14.0, 21.0]);
    assert!((values(&page, Metric::Met)[0] - 1.8).abs() < 1e-9);
    let steps = reading(&page, Metric::Steps);
    assert_eq!(steps.remarks["activity_type"], "SEDENTARY+WALKING");
    let time = |text: &str| ReadingTime::WithOffset(text.parse().expect("a time"));
    assert_eq!(steps.start, time("2026-10-01T08:00:00+02:00"));
    assert_eq!(steps.end, Some(time("2026-10-01T08:15:00+02:00")));
}

#[test]
fn a_quarter_hour_with_all_its_parts_counts_before_one_with_fewer() {
    let epoch = |kind: &str| {
        format!(r#"{{"activityType":"{kind}","startTimeInSeconds":1736064000,"durationInSeconds":900,"steps":10}}"#)
    };
    let both = decoded("epochs", &format!("[{},{}]", epoch("WALKING"), epoch("RUNNING")));
    let one = decoded("epochs", &format!("[{}]", epoch("WALKING")));
    let ((id, both), (same, one)) = (revision(&both, Metric::Steps), revision(&one, Metric::Steps));
    assert_eq!(id, same);
    assert!(both > one);
}

#[test]
fn running_and_cycling_of_one_day_both_stand() {
    let page = decoded("userMetrics", include_str!("../fixtures/user_metrics.json"));
    let both: Vec<_> = page.readings.iter().filter(|it| it.metric == Metric::Vo2Max).collect();
    assert_eq!((both[0].value, both[1].value), (48.0, 51.0));
    assert_ne!(both[0].source.key, both[1].source.key);
}

#[test]
fn a_series_may_come_as_a_text_and_without_an_offset() {
    let body = r#"[{"startTimeInSeconds":1736064000,"timeOffsetEpochToBreaths":"{\"0\":14.5,\"60\":-1,\"120\":null,\"180\":0}"}]"#;
    let page = decoded("respiration", body);
    assert_eq!(values(&page, Metric::RespiratoryRate), [14.5]);
    assert_eq!(
        page.readings[0].start,
        ReadingTime::Instant(utc("2025-01-05T08:00:00Z"))
    );
}

#[test]
fn a_series_that_grows_is_one_object() {
    let series = |id: &str, duration: u32| {
        let body = format!(
            r#"[{{"summaryId":"{id}","startTimeInSeconds":1736064000,"durationInSeconds":{duration},"timeOffsetBodyBatteryValues":{{"0":71}}}}]"#
        );
        revision(&decoded("stressDetails", &body), Metric::BodyBattery)
    };
    let ((id, long), (same, short)) = (series("a", 540), series("b", 180));
    assert_eq!(id, same);
    assert!(long > short);
}

#[test]
fn oxygen_on_demand_is_another_object_than_the_day() {
    let reading_of = |on_demand: bool| {
        let body = format!(
            r#"[{{"startTimeInSeconds":1736064000,"durationInSeconds":0,"onDemand":{on_demand},"timeOffsetSpo2Values":{{"0":97}}}}]"#
        );
        revision(&decoded("pulseOx", &body), Metric::OxygenSaturation).0
    };
    assert_ne!(reading_of(true), reading_of(false));
}

#[test]
fn a_new_series_of_a_snapshot_costs_the_others_nothing() {
    let body = r#"[{"startTimeInSeconds":1736064000,"durationInSeconds":120,"summaries":[{"summaryType":"aura","avgValue":7},{"summaryType":"rmssd_hrv","avgValue":44}]}]"#;
    let page = decoded("healthSnapshot", body);
    assert_eq!(values(&page, Metric::HeartRateVariabilityRmssd), [44.0]);
    assert_eq!(
        page.rejected[0].reason.to_string(),
        r#""aura" is not a known type of a health snapshot"#
    );
    assert_eq!(page.rejected[0].position.byte, 71);
}

#[test]
fn a_mean_of_two_minutes_is_no_heart_rate_of_an_instant() {
    let body = r#"[{"startTimeInSeconds":1736064000,"durationInSeconds":120,"summaries":[{"summaryType":"heart_rate","avgValue":61}]}]"#;
    let page = decoded("healthSnapshot", body);
    assert_eq!(page.readings[0].metric, Metric::HeartRateAverage);
    assert!(page.readings[0].end.is_some());
}

#[test]
fn what_a_person_typed_is_another_source_than_a_cuff() {
    let page = decoded("bloodPressures", include_str!("../fixtures/blood_pressures.json"));
    let recordings: Vec<Recording> = page.readings.iter().map(|it| it.source.key.recording).collect();
    assert_eq!(recordings[0], Recording::Manual);
    assert_eq!(recordings[3], Recording::Automatic);
}

#[test]
fn a_cycle_that_is_predicted_is_no_measurement() {
    let page = decoded("mct", r#"[{"periodStartDate":"2026-11-01","isPredictedCycle":true}]"#);
    assert_eq!(page, Page::default());
}

#[test]
fn a_period_ends_after_its_days_and_has_garmins_revision() {
    let page = decoded("mct", include_str!("../fixtures/mct.json"));
    let period = reading(&page, Metric::MenstruationPeriod);
    assert_eq!(
        period.end,
        Some(ReadingTime::Date("2026-09-26".parse().expect("a date")))
    );
    assert_eq!(
        revision(&page, Metric::MenstruationPeriod),
        ("x1000-m1".into(), Some(1_790_831_100_000))
    );
}

#[test]
fn move_iq_is_kept_raw_and_is_no_workout() {
    let page = decoded(
        "moveiq",
        r#"[{"calendarDate":"2026-10-01","activityType":"Walking","durationInSeconds":900}]"#,
    );
    assert_eq!(page, Page::default());
}
