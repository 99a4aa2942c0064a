//! GPX: ways with times.

use vitasync_core::sport::Sport;

use crate::{Found, read, try_read, workout};

fn point(time: &str, inside: &str) -> String {
    format!(r#"<trkpt lat="47.5" lon="8.25"><ele>412.4</ele><time>2026-01-01T{time}Z</time>{inside}</trkpt>"#)
}

fn track(head: &str, points: &[&str]) -> String {
    let points: String = points.iter().map(|time| point(time, "")).collect();
    format!("<trk>{head}<trkseg>{points}</trkseg></trk>")
}

fn file(inside: &str) -> Found {
    read(format!(
        r#"<?xml version="1.0"?><gpx version="1.1" creator="Läufer-App">{inside}</gpx>"#
    ))
}

#[test]
fn a_track_is_a_workout_with_its_name_and_sport() {
    let found = file(&track(
        "<name>Zürichsee &amp; zurück</name><type>trail_running</type>",
        &["10:00:00", "11:00:00"],
    ));
    let run = found.workout();
    assert_eq!(
        (run.sport, run.title.as_deref(), run.route.len()),
        (Sport::TrailRunning, Some("Zürichsee & zurück"), 2)
    );
    assert_eq!(found.sessions[0].source.name, "Läufer-App");
    assert_eq!(found.values("altitude"), [(0.0, 412.4), (3600.0, 412.4)]);
    assert_eq!(run.statistics, [], "nobody told how far it was");
}

#[test]
fn every_writers_extensions_are_read_and_what_is_said_twice_counts_once() {
    let inside = "<extensions><power>210</power><heartrate>120</heartrate><distance>12</distance><humidity>40</humidity>
        <g:TrackPointExtension><g:hr>121</g:hr><g:cad>83</g:cad><g:atemp>20.5</g:atemp><g:speed>3</g:speed></g:TrackPointExtension></extensions>";
    let points = point("10:00:00", "") + &point("10:00:05", inside);
    let found = file(&format!("<trk><type>Running</type><trkseg>{points}</trkseg></trk>"));
    for (metric, value) in [
        ("heart_rate", 120.0),
        ("step_cadence", 166.0),
        ("running_power", 210.0),
        ("ambient_temperature", 20.5),
        ("running_speed", 3.0),
        ("distance_walking_running", 12.0),
    ] {
        assert_eq!(found.values(metric), [(5.0, value)], "{metric}");
    }
    assert_eq!(found.report.unknown_elements["humidity"], 1);
}

#[test]
fn segments_are_parted_by_pauses_and_tracks_of_one_name_an_hour_apart_are_two_workouts() {
    let found = file(
        &[
            track("<name>a</name>", &["10:00:00", "10:10:00"]),
            track("<name>a</name>", &["10:30:00", "10:40:00"]),
            track("<name>a</name>", &["12:00:00", "12:10:00"]),
            track("<name>b</name>", &["12:20:00", "12:30:00"]),
        ]
        .concat(),
    );
    assert_eq!(found.sessions.len(), 3);
    let marks: Vec<&str> = workout(&found.sessions[0])
        .events
        .iter()
        .map(|it| it.kind.as_str())
        .collect();
    assert_eq!(marks, ["pause", "resume"]);
    assert_eq!(workout(&found.sessions[0]).sport, Sport::Generic);
}

#[test]
fn a_way_without_times_is_a_plan_and_is_refused() {
    let gpx = "<gpx><trk><trkseg><trkpt lat='1' lon='2'/><trkpt lat='1' lon='2'/></trkseg></trk></gpx>";
    let error = try_read(gpx).err().unwrap();
    assert_eq!(
        error.to_string(),
        "there is nothing to import from this GPX file: none of its 2 points has a time, so it is a way that is planned"
    );
    let error = try_read("<gpx><metadata><time>2026-01-01T10:00:00Z</time></metadata></gpx>")
        .err()
        .unwrap();
    assert!(error.to_string().ends_with("it has no track points"), "{error}");
}

#[test]
fn a_point_without_a_time_or_with_a_wrong_clock_is_rejected_and_the_others_kept() {
    let odd = "<trkpt lat='1' lon='2'/><trkpt lat='1' lon='2'><time>2036-01-01T00:00:00Z</time></trkpt>";
    let found = file(&format!("<trk><trkseg>{}{odd}</trkseg></trk>", point("10:00:00", "")));
    assert_eq!((found.workout().route.len(), found.rejected.len()), (1, 2));
}

#[test]
fn zeros_are_no_place_but_what_was_measured_there_counts() {
    let zero = point("10:00:01", "<extensions><hr>120</hr></extensions>")
        .replace("47.5", "0")
        .replace("8.25", "0.0");
    let found = file(&format!("<trk><trkseg>{}{zero}</trkseg></trk>", point("10:00:00", "")));
    assert_eq!((found.workout().route.len(), found.values("heart_rate").len()), (1, 1));
}

#[test]
fn points_outside_any_segment_are_points() {
    assert_eq!(file(&point("10:00:00", "")).workout().route.len(), 1);
}
