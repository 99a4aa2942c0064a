//! Activities and their details.

use vitasync_core::session::StatisticKind;
use vitasync_core::source::Recording;
use vitasync_core::sport::Sport;

use super::*;

#[test]
fn the_energy_of_an_activity_is_total_although_garmin_calls_it_active() {
    let page = decoded("activities", include_str!("../fixtures/activities.json"));
    let run = &page.sessions[0];
    assert_eq!(
        workout(run).statistic(Metric::TotalEnergy, StatisticKind::Sum),
        Some(402.0)
    );
    assert_eq!(workout(run).statistic(Metric::ActiveEnergy, StatisticKind::Sum), None);
    assert_eq!(run.attributes.remarks["energy_includes_basal"], "true");
}

#[test]
fn details_outrank_the_summary_of_their_activity_in_any_order() {
    let summary = decoded("activities", include_str!("../fixtures/activities.json"));
    let details = decoded("activityDetails", include_str!("../fixtures/activity_details.json"));
    let record = |page: &Page| page.sessions[0].record.clone().expect("an object");
    assert_eq!(record(&summary).key, record(&details).key);
    assert!(record(&summary).revision < record(&details).revision);
    assert_eq!(revision(&details, Metric::HeartRate).0, "14001");
    assert_ne!(
        reading(&details, Metric::HeartRate).record.as_deref(),
        Some(&record(&details))
    );
}

#[test]
fn an_activity_with_pauses_lasts_until_its_clock_stops() {
    let page = decoded("activityDetails", include_str!("../fixtures/activity_details.json"));
    let run = &page.sessions[0];
    assert_eq!(run.end - run.start, TimeDelta::seconds(2040));
    assert_eq!(workout(run).timer_s, Some(1920.0));
    let laps: Vec<i64> = workout(run)
        .laps
        .iter()
        .map(|lap| (lap.end - lap.start).num_seconds())
        .collect();
    assert_eq!(laps, [1000, 1040]);
    assert_eq!(workout(run).route.len(), 2);
}

#[test]
fn a_sample_that_cannot_be_costs_itself_alone() {
    let body = r#"[{"activityId":7,"summary":{"startTimeInSeconds":1790000000,"durationInSeconds":60},"samples":[{"startTimeInSeconds":1790000000,"latitudeInDegree":520.0,"longitudeInDegree":13.0},{"heartRate":100},{"startTimeInSeconds":1790000001,"heartRate":0,"powerInWatts":0}]}]"#;
    let page = decoded("activityDetails", body);
    assert_eq!((page.rejected.len(), page.sessions.len()), (2, 1));
    assert_eq!(
        (values(&page, Metric::HeartRate), values(&page, Metric::Power)),
        (vec![], vec![0.0])
    );
}

#[test]
fn parts_of_a_multisport_activity_name_the_whole() {
    let page = decoded("activities", include_str!("../fixtures/activities.json"));
    let (whole, swim) = (&page.sessions[1], &page.sessions[2]);
    assert_eq!(workout(whole).sport, Sport::Multisport);
    assert_eq!(whole.attributes.remarks["is_parent"], "true");
    assert_eq!(swim.attributes.remarks["parent"], whole.external_id().expect("an id"));
}

#[test]
fn an_activity_that_was_typed_is_another_source() {
    let page = decoded(
        "manuallyUpdatedActivities",
        include_str!("../fixtures/edited_activities.json"),
    );
    assert_eq!(page.sessions[0].source.key.recording, Recording::Manual);
}

#[test]
fn sports_are_found_in_old_and_new_words() {
    let known = [
        "TENNIS",
        "TENNIS_V2",
        "tennis",
        "KAYAKING_V2",
        "TRANSITION_V2",
        "SKATE_SKIING_WS",
        "PADDELBALL",
    ];
    assert_eq!(known.iter().filter(|word| activity::sport(word).is_none()).count(), 0);
    assert_eq!(activity::sport("SAILING_V2"), activity::sport("OFFSHORE_GRINDING"));
    let body =
        r#"[{"activityId":"7","activityType":"QUIDDITCH","startTimeInSeconds":1790000000,"durationInSeconds":60}]"#;
    let page = decoded("activities", body);
    assert_eq!(workout(&page.sessions[0]).sport, Sport::Other);
    assert_eq!(workout(&page.sessions[0]).vendor_sport.as_deref(), Some("QUIDDITCH"));
}
