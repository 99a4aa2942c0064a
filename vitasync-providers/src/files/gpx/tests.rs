#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vitasync_core::error::Reason;
use vitasync_core::session::RoutePoint;

use super::points::{Route, RouteError, read_route, route};

const APPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Route</name><trkseg>
<trkpt lon="-0.1278" lat="51.5074"><ele>20.5</ele><time>2026-01-09T18:00:04Z</time><extensions><speed>2.95</speed><course>193.3</course><hAcc>4.0</hAcc><vAcc>2.0</vAcc></extensions></trkpt>
</trkseg></trk></gpx>"#;

fn points(inside: &str) -> Route {
    read_route(format!("<gpx><trk><trkseg>{inside}</trkseg></trk></gpx>").as_bytes()).unwrap()
}

fn point(inside: &str) -> RoutePoint {
    let route = points(&format!(
        r#"<trkpt lat="1" lon="2"><time>2026-01-09T18:00:04Z</time>{inside}</trkpt>"#
    ));
    assert_eq!(route.rejected, []);
    route.points[0]
}

fn rejection(inside: &str) -> String {
    let route = points(inside);
    assert_eq!(route.points, []);
    route
        .rejected
        .iter()
        .map(|(byte, reason)| format!("{byte}: {reason}"))
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn an_apple_route_keeps_every_value() {
    let expected = RoutePoint {
        at: "2026-01-09T18:00:04Z".parse().unwrap(),
        latitude: 51.5074,
        longitude: -0.1278,
        altitude_m: Some(20.5),
        speed_m_s: Some(2.95),
        course_deg: Some(193.3),
        accuracy_m: Some(4.0),
    };
    assert_eq!(
        read_route(APPLE.as_bytes()).unwrap(),
        Route {
            points: vec![expected],
            rejected: vec![]
        }
    );
}

#[test]
fn unknown_speed_course_and_accuracy_stay_missing() {
    let it = point("<extensions><speed>-1</speed><course>-1.0</course><hAcc>-1</hAcc></extensions>");
    assert_eq!(
        (it.speed_m_s, it.course_deg, it.accuracy_m, it.altitude_m),
        (None, None, None, None)
    );
}

#[test]
fn an_altitude_with_negative_accuracy_is_no_altitude() {
    assert_eq!(
        point("<ele>12</ele><extensions><vAcc>-1</vAcc></extensions>").altitude_m,
        None
    );
    assert_eq!(point("<ele>12</ele>").altitude_m, Some(12.0));
}

#[test]
fn prefixes_and_deeper_extensions_of_other_creators_are_read() {
    let gpx = r#"<g:gpx xmlns:g="x" xmlns:e="y"><g:trk><g:trkseg><g:trkpt lat='1' lon='2'><g:time>2026-01-09T19:00:04.5+01:00</g:time>
        <g:extensions><e:TrackPointExtension><e:hr>150</e:hr><e:speed>3</e:speed></e:TrackPointExtension></g:extensions></g:trkpt></g:trkseg></g:trk></g:gpx>"#;
    let route = read_route(gpx.as_bytes()).unwrap();
    assert_eq!(
        route.points[0].at,
        "2026-01-09T18:00:04.5Z".parse::<DateTime<Utc>>().unwrap()
    );
    assert_eq!(route.points[0].speed_m_s, Some(3.0));
}

#[test]
fn a_point_without_time_or_coordinate_is_rejected_with_its_position() {
    assert_eq!(rejection(r#"<trkpt lat="1" lon="2"/>"#), "18: `time` is missing");
    assert_eq!(
        rejection(r#"  <trkpt lat="1"><time>2026-01-09T18:00:04Z</time></trkpt>"#),
        "20: `lon` is missing"
    );
    assert_eq!(
        rejection(r#"<trkpt lat="x" lon="2"></trkpt>"#),
        "18: \"x\" is not a number"
    );
    assert_eq!(
        rejection(r#"<trkpt lat="1" lon="2"><time>yesterday</time></trkpt>"#),
        "18: \"yesterday\" is not a time"
    );
}

#[test]
fn a_time_without_a_zone_is_not_taken_for_utc() {
    let said = rejection(r#"<trkpt lat="1" lon="2"><time>2026-01-09T18:00:04</time></trkpt>"#);
    assert!(said.contains("has no time zone"), "{said}");
}

#[test]
fn a_coordinate_out_of_range_is_rejected() {
    let time = "<time>2026-01-09T18:00:04Z</time>";
    let said = rejection(&format!(
        r#"<trkpt lat="90.1" lon="2">{time}</trkpt><trkpt lat="0" lon="nan">{time}</trkpt>"#
    ));
    assert!(said.contains("lat 90.1 is outside -90 to 90 degrees"), "{said}");
    assert!(said.contains("\"nan\" is not a number"), "{said}");
}

#[test]
fn an_optional_value_that_is_no_number_is_noted_and_the_point_kept() {
    let route = points(r#"<trkpt lat="1" lon="2"><ele>high</ele><time>2026-01-09T18:00:04Z</time></trkpt>"#);
    assert_eq!(route.points.len(), 1);
    assert_eq!(route.rejected, [(18, Reason::NotANumber { text: "high".into() })]);
}

#[test]
fn a_file_that_breaks_off_yields_what_came_before() {
    let whole = APPLE.replace("</trkseg>", r#"<trkpt lat="1" lon="2"><time>2026-01-0"#);
    let route = read_route(whole.split("</trk>").next().unwrap().as_bytes()).unwrap();
    assert_eq!(route.points.len(), 1);
    assert!(
        matches!(route.rejected[..], [(_, Reason::Truncated)]),
        "{:?}",
        route.rejected
    );
}

#[test]
fn control_characters_and_broken_utf8_do_not_stop_it() {
    let mut bytes = APPLE.replace("Route", "Ro\u{b}ute & more").into_bytes();
    let name = bytes.windows(2).position(|it| it == b"Ro").unwrap();
    bytes[name] = 0xff;
    assert_eq!(read_route(&bytes[..]).unwrap().points.len(), 1);
}

#[test]
fn a_text_that_never_ends_stops_it_early() {
    let endless = io::Read::chain(&b"<gpx><trkpt lat=\""[..], io::repeat(b'1'));
    let route = read_route(io::BufReader::new(endless)).unwrap();
    assert!(
        matches!(&route.rejected[..], [(5, Reason::Malformed { .. })]),
        "{:?}",
        route.rejected
    );
}

/// Writes a route as Apple does, with whatever is wanted in place of some values.
fn apple(values: &[(f64, f64, &str)]) -> Vec<u8> {
    let points = values.iter().map(|(coordinate, value, end)| {
        format!(
            "      <trkpt lon=\"{coordinate}\" lat=\"{}\"><ele>{value}</ele><time>2026-01-09T18:00:04{end}</time><extensions>\
             <speed>{value}</speed><course>{value:.2}</course><hAcc>4.0</hAcc><vAcc>{value}</vAcc></extensions></trkpt>\n",
            coordinate / 2.0
        )
    });
    let points: String = points.collect();
    format!("<gpx>\n  <trk><name>Route</name>\n    <trkseg>\n{points}    </trkseg></trk></gpx>").into_bytes()
}

proptest! {
    #[test]
    fn points_in_the_usual_form_are_the_points_of_the_parser(
        values in proptest::collection::vec((-200.0..200.0, -3.0..9.0, select(vec!["Z", "Z", "Z", "+01:00", ".5Z"])), 0..20),
        damages in proptest::collection::vec((any::<Index>(), select(b"<>/\"' &0-.Zx\n\x0B\xFF".to_vec())), 0..4),
        buffer in 1..3_000_usize,
    ) {
        let mut gpx = apple(&values);
        for (at, byte) in damages {
            let at = at.index(gpx.len());
            gpx[at] = byte;
        }
        let reader = || io::BufReader::with_capacity(buffer, &gpx[..]);
        let (fast, slow) = (route(reader(), true), route(reader(), false));
        prop_assert_eq!(fast.map_err(|error| error.to_string()), slow.map_err(|error| error.to_string()));
    }
}

#[test]
fn what_is_not_gpx_is_refused() {
    for bytes in ["", "hello", "<html></html>", "<gp"] {
        let error = read_route(bytes.as_bytes()).unwrap_err();
        assert!(matches!(error, RouteError::NotGpx), "{bytes:?}: {error:?}");
    }
}
