//! Dates and lengths over changes of the clock, flights and moves.

use super::*;
use crate::resolve::testing::ms;
use crate::time::ZoneHistory;

/// A sleep whose source tells the offsets, as (start, end) with their offsets.
fn slept(start: &str, end: &str) -> Session {
    let (start, end) = (
        start.parse::<DateTime<chrono::FixedOffset>>().expect("a time"),
        end.parse::<DateTime<chrono::FixedOffset>>().expect("a time"),
    );
    let attributes = Attributes {
        start_offset_s: Some(start.offset().local_minus_utc()),
        end_offset_s: Some(end.offset().local_minus_utc()),
        ..Attributes::default()
    };
    Session {
        start: start.to_utc(),
        end: end.to_utc(),
        attributes,
        ..session("watch", DeviceKind::Watch, ("22:00", "06:00"), &[])
    }
}

/// A sleep whose source tells instants only.
fn bare(start: &str, end: &str) -> Session {
    Session {
        attributes: Attributes::default(),
        ..slept(start, end)
    }
}

fn told(sessions: &[Session], preferences: &Preferences) -> Vec<(String, &'static str)> {
    let found = nights(sessions, preferences);
    found.iter().map(|it| (it.date.to_string(), it.kind.id())).collect()
}

fn date_and_hours(session: Session) -> (String, i64) {
    let night = resolved(&[session]).remove(0);
    (night.date.to_string(), night.asleep_s.expect("a sleep") / 3600)
}

#[test]
fn a_night_over_a_change_of_the_clock_is_as_long_as_it_was() {
    let autumn = slept("2025-10-26T00:30:00+02:00", "2025-10-26T07:30:00+01:00");
    assert_eq!(date_and_hours(autumn), ("2025-10-26".into(), 8));
    let spring = slept("2025-03-30T00:30:00+01:00", "2025-03-30T07:30:00+02:00");
    assert_eq!(date_and_hours(spring), ("2025-03-30".into(), 6));
}

#[test]
fn a_night_belongs_to_the_date_on_which_one_wakes_by_the_clock_there() {
    let cases = [
        ("2025-05-01T23:10:00-05:00", "2025-05-02T07:00:00-05:00", "2025-05-02"),
        // Tokyo to Los Angeles: the same date again.
        ("2025-06-01T20:00:00+09:00", "2025-06-01T10:00:00-07:00", "2025-06-01"),
        // Auckland to Honolulu, over the date line: awake on the day before.
        ("2025-06-02T10:00:00+12:00", "2025-06-01T18:00:00-10:00", "2025-06-01"),
        ("2025-06-01T20:00:00+02:00", "2025-06-01T23:59:00+02:00", "2025-06-01"),
        ("2025-06-01T20:00:00+02:00", "2025-06-02T00:00:00+02:00", "2025-06-02"),
    ];
    for (start, end, date) in cases {
        assert_eq!(date_and_hours(slept(start, end)).0, date, "{start}");
    }
}

#[test]
fn where_a_source_tells_no_clock_the_zone_of_that_time_counts_and_not_todays() {
    let zones =
        ZoneHistory::always(chrono_tz::Asia::Tokyo).moved(utc("2025-06-01T08:00:00Z"), chrono_tz::America::Los_Angeles);
    let preferences = Preferences {
        zones,
        ..Preferences::default()
    };
    // 03:30 to 05:30 in Tokyo; 11:30 to 13:30 of the day before, and a nap, in Los Angeles.
    let before = bare("2025-05-20T18:30:00Z", "2025-05-20T20:30:00Z");
    let after = bare("2025-06-20T18:30:00Z", "2025-06-20T20:30:00Z");
    assert_eq!(
        told(&[after, before], &preferences),
        [("2025-05-21".into(), "night"), ("2025-06-20".into(), "nap")]
    );
}

#[test]
fn a_vendors_zone_counts_at_the_end_unless_its_offset_contradicts_it() {
    let session = |start_offset_s| Session {
        attributes: Attributes {
            start_offset_s,
            zone: Some(chrono_tz::America::New_York),
            ..Attributes::default()
        },
        // The clocks go back at 06:00 UTC: it ends at 23:40, no longer at 00:40.
        ..bare("2025-11-01T20:00:00Z", "2025-11-03T04:40:00Z")
    };
    for (offset_s, date) in [
        (None, "2025-11-02"),
        (Some(-4 * 3600), "2025-11-02"),
        (Some(2 * 3600), "2025-11-03"),
    ] {
        assert_eq!(date_and_hours(session(offset_s)).0, date, "{offset_s:?}");
    }
}

#[test]
fn who_works_at_night_has_nights_by_day() {
    let days = ["2025-06-02", "2025-06-03", "2025-06-04"];
    let sessions = days.map(|day| bare(&format!("{day}T08:00:00+02:00"), &format!("{day}T14:30:00+02:00")));
    let expected = days.map(|day| (day.to_owned(), "night"));
    assert_eq!(told(&sessions, &Preferences::in_zone(BERLIN)), expected);
}

#[test]
fn of_many_short_sleeps_the_first_longest_is_the_night() {
    let sessions = ["01", "07", "13", "19"].map(|hour| {
        bare(
            &format!("2025-06-02T{hour}:00:00+02:00"),
            &format!("2025-06-02T{hour}:55:00+02:00"),
        )
    });
    let kinds = told(&sessions, &Preferences::in_zone(BERLIN))
        .into_iter()
        .map(|it| it.1);
    assert_eq!(kinds.collect::<Vec<_>>(), ["night", "nap", "nap", "nap"]);
}

#[test]
fn stages_in_two_zones_end_by_the_clock_of_the_second() {
    let stage = |start, end, zone| {
        let attributes = Attributes {
            zone: Some(zone),
            ..Attributes::default()
        };
        blocks_with(
            Metric::SleepStage,
            &[(ms(start), ms(end), Light.code().into())],
            &attributes,
        )
    };
    let mut blocks = stage("2025-06-01T11:00:00Z", "2025-06-01T14:00:00Z", chrono_tz::Asia::Tokyo);
    blocks.extend(stage(
        "2025-06-02T00:00:00Z",
        "2025-06-02T05:00:00Z",
        chrono_tz::Asia::Tokyo,
    ));
    blocks.extend(stage(
        "2025-06-02T05:00:00Z",
        "2025-06-02T06:00:00Z",
        chrono_tz::America::Los_Angeles,
    ));
    let watch = source("watch", DeviceKind::Watch);
    let sessions = sessions_from_stages(&SeriesData {
        source: &watch,
        blocks: &blocks,
    });
    let dates: Vec<_> = resolved(&sessions).iter().map(|it| it.date.to_string()).collect();
    assert_eq!(dates, ["2025-06-01", "2025-06-01"]);
}

#[test]
fn the_clocks_of_first_and_last_stage_are_carried_over() {
    let offset = |hours: i32| Attributes {
        start_offset_s: Some(hours * 3600),
        ..Attributes::default()
    };
    let row = |start: &str, end: &str| [(ms(start), ms(end), f64::from(Light.code()))];
    let mut blocks = blocks_with(
        Metric::SleepStage,
        &row("2025-10-25T22:30:00Z", "2025-10-26T01:00:00Z"),
        &offset(2),
    );
    blocks.extend(blocks_with(
        Metric::SleepStage,
        &row("2025-10-26T01:00:00Z", "2025-10-26T06:30:00Z"),
        &offset(1),
    ));
    let watch = source("watch", DeviceKind::Watch);
    let session = sessions_from_stages(&SeriesData {
        source: &watch,
        blocks: &blocks,
    })
    .remove(0);
    let attributes = &session.attributes;
    assert_eq!(
        (attributes.start_offset_s, attributes.end_offset_s),
        (Some(7200), Some(3600))
    );
    assert_eq!(resolved(&[session])[0].date.to_string(), "2025-10-26");
}
