//! TCX: activities of laps and points.

use vitasync_core::Metric;
use vitasync_core::session::StatisticKind;
use vitasync_core::sport::Sport;

use crate::{Found, read, try_read};

fn point(second: u32, inside: &str) -> String {
    format!("<Trackpoint><Time>2026-01-01T10:00:{second:02}Z</Time>{inside}</Trackpoint>")
}

fn lap(second: u32, inside: &str) -> String {
    format!(
        r#"<Lap StartTime="2026-01-01T10:00:{second:02}Z"><TotalTimeSeconds>10</TotalTimeSeconds><DistanceMeters>40</DistanceMeters>
           <Calories>3</Calories><AverageHeartRateBpm><Value>{}</Value></AverageHeartRateBpm>{inside}</Lap>"#,
        120 + second
    )
}

fn activity(sport: &str, inside: &str) -> String {
    format!(
        r#"<Activity Sport="{sport}"><Id>2026-01-01T10:00:00.000Z</Id>{inside}
           <Creator><Name>Forerunner 945</Name><UnitId>3996264072</UnitId></Creator></Activity>"#
    )
}

fn file(inside: &str) -> String {
    format!(
        "\u{feff}\n<?xml version=\"1.0\"?><TrainingCenterDatabase><Activities>{inside}</Activities></TrainingCenterDatabase>"
    )
}

fn ride(points: &str) -> Found {
    read(file(&activity("Biking", &lap(0, &format!("<Track>{points}</Track>")))))
}

#[test]
fn laps_add_up_and_means_are_weighed_by_their_times() {
    let found = read(file(&activity("Running", &(lap(0, "") + &lap(10, "")))));
    let run = found.workout();
    assert_eq!(
        (run.sport, run.timer_s, run.laps.len()),
        (Sport::Running, Some(20.0), 2)
    );
    assert_eq!(
        run.statistic(Metric::DistanceWalkingRunning, StatisticKind::Sum),
        Some(80.0)
    );
    assert_eq!(run.statistic(Metric::TotalEnergy, StatisticKind::Sum), Some(6.0));
    assert_eq!(run.statistic(Metric::HeartRate, StatisticKind::Mean), Some(125.0));
    let session = &found.sessions[0];
    assert_eq!(session.end - session.start, chrono::TimeDelta::seconds(20));
    assert_eq!(
        session.natural_key(),
        "id:Forerunner 945:3996264072:activity:2026-01-01T10:00:00.000Z"
    );
}

#[test]
fn points_give_what_was_measured_under_any_prefix() {
    let found = ride(&point(
        1,
        "<Position><LatitudeDegrees>47.5</LatitudeDegrees><LongitudeDegrees>8.25</LongitudeDegrees></Position>
         <AltitudeMeters>412</AltitudeMeters><DistanceMeters>8</DistanceMeters><HeartRateBpm><Value>120</Value></HeartRateBpm>
         <Cadence>88</Cadence><Extensions><ns3:TPX CadenceSensor='Bike'><ns3:Speed>8.0</ns3:Speed><ns3:Watts>210</ns3:Watts></ns3:TPX></Extensions>",
    ));
    for (metric, value) in [
        ("heart_rate", 120.0),
        ("cycling_cadence", 88.0),
        ("cycling_speed", 8.0),
        ("cycling_power", 210.0),
        ("altitude", 412.0),
        ("distance_cycling", 8.0),
    ] {
        assert_eq!(found.values(metric), [(1.0, value)], "{metric}");
    }
    assert_eq!(found.workout().route[0].speed_m_s, Some(8.0));
}

#[test]
fn a_runners_cadence_counts_both_legs() {
    let points = point(1, "<Extensions><TPX><RunCadence>83</RunCadence></TPX></Extensions>");
    let found = read(file(&activity("Running", &lap(0, &format!("<Track>{points}</Track>")))));
    assert_eq!(found.values("step_cadence"), [(1.0, 166.0)]);
}

#[test]
fn a_heart_rate_and_an_energy_of_zero_are_none() {
    let inside = lap(0, "<Track>").replace("<Calories>3", "<Calories>0");
    let inside = inside.replace(
        "</Lap>",
        &(point(1, "<HeartRateBpm><Value>0</Value></HeartRateBpm>") + "</Track></Lap>"),
    );
    let found = read(file(&activity("Running", &inside)));
    assert_eq!((found.samples.len(), found.rejected.len()), (0, 0));
    assert_eq!(found.workout().statistic(Metric::TotalEnergy, StatisticKind::Sum), None);
}

#[test]
fn points_that_go_back_in_time_are_put_in_order_and_the_later_of_two_counts() {
    let rate = |rate| format!("<HeartRateBpm><Value>{rate}</Value></HeartRateBpm>");
    let found = ride(&(point(3, &rate(103)) + &point(1, &rate(101)) + &point(3, &rate(104)) + &point(2, "")));
    assert_eq!(found.values("heart_rate"), [(1.0, 101.0), (3.0, 104.0)]);
}

#[test]
fn between_two_tracks_of_a_lap_there_was_a_pause() {
    let found = ride(&format!("{}</Track><Track>{}", point(1, ""), point(8, "")));
    let marks: Vec<_> = found
        .workout()
        .events
        .iter()
        .map(|it| (it.kind.as_str(), it.at.to_string()))
        .collect();
    assert_eq!(
        marks,
        [
            ("pause", "2026-01-01 10:00:01 UTC".to_owned()),
            ("resume", "2026-01-01 10:00:08 UTC".to_owned())
        ]
    );
}

#[test]
fn what_cannot_be_read_of_a_point_is_rejected_with_its_byte() {
    let found = ride(&(point(1, "<Cadence>fast</Cadence>") + "<Trackpoint><Cadence>1</Cadence></Trackpoint>"));
    assert_eq!(found.rejected.len(), 2);
    assert!(
        found.rejected[0].ends_with(": Cadence: \"fast\" is not a number"),
        "{:?}",
        found.rejected
    );
    assert!(
        found.rejected[1].ends_with(": Trackpoint: `Time` is missing"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn a_lap_that_was_faster_than_anyone_runs_is_rejected_and_the_rest_kept() {
    let found = read(file(&activity(
        "Running",
        &lap(0, "<MaximumSpeed>18720.0</MaximumSpeed>"),
    )));
    assert_eq!(found.workout().statistics.len(), 3);
    assert!(
        found.rejected[0].contains("MaximumSpeed: 18720 is outside"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn a_multisport_session_is_one_workout() {
    let swim = activity("Other", &lap(0, "")).replace("\"Other\"", "\"Swimming\"");
    let parts = [
        swim,
        activity("Biking", &lap(10, "")),
        activity("Running", &lap(20, "")),
    ];
    let inside = format!(
        "<MultiSportSession><Id>2026-01-01T10:00:00Z</Id><FirstSport>{}</FirstSport><NextSport>{}</NextSport><NextSport>{}</NextSport></MultiSportSession>{}",
        parts[0],
        parts[1],
        parts[2],
        activity("Running", &lap(40, ""))
    );
    let found = read(file(&inside));
    let sports: Vec<_> = found.sessions.iter().map(|it| crate::workout(it).sport).collect();
    assert_eq!(sports, [Sport::Triathlon, Sport::Running]);
    assert_eq!(crate::workout(&found.sessions[0]).parts.len(), 3);
}

#[test]
fn a_file_that_breaks_off_gives_the_points_before_the_break() {
    let whole = file(&activity(
        "Biking",
        &lap(
            0,
            &format!(
                "<Track>{}{}",
                point(1, "<Cadence>80</Cadence>"),
                point(2, "<Cadence>81</Cadence>")
            ),
        ),
    ));
    let found = read(whole.split("<Cadence>81").next().unwrap().to_owned());
    assert_eq!(found.values("cycling_cadence"), [(1.0, 80.0)]);
    assert!(found.report.partial.is_some());
    assert_eq!(found.rejected.len(), 1);
}

#[test]
fn a_course_is_nowhere_anybody_has_been() {
    let course = format!(
        "<Courses><Course><Lap/><Track>{}</Track></Course></Courses>",
        point(1, "")
    );
    let error = try_read(format!("<TrainingCenterDatabase>{course}</TrainingCenterDatabase>"))
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "there is nothing to import from this TCX file: it has no activity"
    );
}
