//! FIT: sessions and their records.

use vitasync_core::Metric;
use vitasync_core::session::StatisticKind;
use vitasync_core::sport::Sport;

use crate::writer::{Fit, TEN, UINT8, UINT16, UINT32, degrees, text, u8, u16, u32, word};
use crate::{Found, read, try_read, workout};

/// A trail run of ten seconds with everything that a watch tells.
fn trail_run() -> Fit {
    let record = |second: u32, heart_rate: u8| {
        [
            u32(253, TEN + second),
            degrees(0, 47.5),
            degrees(1, 8.25 + f64::from(second) / 1000.0),
            u32(5, second * 300),
            u32(73, 3000),
            u16(6, 65_535),
            u32(78, (412 + 500) * 5),
            u8(3, heart_rate),
            u8(4, 83),
            u8(53, 64),
        ]
    };
    Fit::activity()
        .message(20, &record(0, 120))
        .message(20, &record(1, 255))
        .message(20, &record(2, 124))
        .message(
            19,
            &[
                u32(253, TEN + 10),
                u32(2, TEN),
                u32(7, 10_000),
                u32(9, 3000),
                word(24, 2),
            ],
        )
        .message(
            18,
            &[
                u32(253, TEN + 10),
                u32(2, TEN),
                word(5, 1),
                word(6, 3),
                u32(7, 12_000),
                u32(8, 10_000),
                u32(9, 600),
                u16(11, 90),
                u16(196, 10),
                u8(16, 122),
                u32(10, 7),
            ],
        )
        .message(34, &[u32(253, TEN + 10), u32(5, TEN + 10 + 3610)])
}

#[test]
fn a_session_says_what_the_watch_said() {
    let found = read(trail_run().finish());
    let session = &found.sessions[0];
    let run = found.workout();
    assert_eq!(
        (session.start, session.end),
        (
            "2026-01-01T10:00:00Z".parse().unwrap(),
            "2026-01-01T10:00:12Z".parse().unwrap()
        )
    );
    assert_eq!(
        (run.sport, run.vendor_sport.as_deref(), run.timer_s),
        (Sport::TrailRunning, Some("1/3"), Some(10.0))
    );
    assert_eq!(session.external_id(), Some("1:3113::1136196000:0"));
    // The wall clock is an hour and ten seconds ahead; zones are not.
    assert_eq!(session.attributes.start_offset_s, Some(3600));
    for (metric, kind, value) in [
        (Metric::DistanceWalkingRunning, StatisticKind::Sum, 6.0),
        (Metric::TotalEnergy, StatisticKind::Sum, 90.0),
        (Metric::ActiveEnergy, StatisticKind::Sum, 80.0),
        (Metric::HeartRate, StatisticKind::Mean, 122.0),
        (Metric::Steps, StatisticKind::Sum, 14.0),
    ] {
        assert_eq!(run.statistic(metric, kind), Some(value), "{metric}");
    }
    assert!(!run.laps[0].lap, "a lap that a distance ends is a segment");
    assert_eq!((found.rejected.len(), found.report.partial), (0, None));
}

#[test]
fn an_invalid_value_is_missing_and_the_finer_of_two_counts() {
    let found = read(trail_run().finish());
    assert_eq!(found.values("heart_rate"), [(0.0, 120.0), (2.0, 124.0)]);
    assert_eq!(found.values("running_speed"), [(0.0, 3.0), (1.0, 3.0), (2.0, 3.0)]);
    assert_eq!(found.values("altitude")[0], (0.0, 412.0));
}

#[test]
fn a_runners_cadence_counts_both_legs() {
    assert_eq!(read(trail_run().finish()).values("step_cadence")[0], (0.0, 167.0));
}

#[test]
fn the_way_becomes_intervals_that_sum_up_to_it() {
    let found = read(trail_run().finish());
    assert_eq!(found.values("distance_walking_running"), [(1.0, 3.0), (2.0, 3.0)]);
    let route = &found.workout().route;
    assert_eq!(route.len(), 3);
    assert!((route[2].longitude - 8.252).abs() < 1e-6);
    assert_eq!(route[2].speed_m_s, Some(3.0));
}

#[test]
fn samples_know_the_watchs_offset() {
    let found = read(trail_run().finish());
    assert!(found.samples.iter().all(|sample| sample.offset_s == Some(3600)));
}

#[test]
fn a_wrong_checksum_is_said_and_the_data_kept() {
    let mut bytes = trail_run().finish();
    *bytes.last_mut().unwrap() ^= 1;
    let found = read(bytes);
    assert_eq!(found.sessions.len(), 1);
    assert_eq!(
        found.report.warnings,
        ["the file: the checksum is not that of its bytes, and what is in it may be damaged"]
    );
}

#[test]
fn a_file_that_breaks_off_gives_a_workout_of_its_records() {
    let whole = Fit::activity().records(TEN, 3).session(1, TEN, 3).finish();
    let session = whole.len() - 30;
    let found = read(whole[..session].to_vec());
    let run = found.workout();
    assert_eq!((run.sport, run.statistics.len()), (Sport::Generic, 0));
    assert_eq!(found.values("heart_rate").len(), 3);
    assert_eq!(
        found.report.partial.unwrap().lost,
        "everything from here on, because the file ends in the middle of it"
    );
    assert_eq!(found.rejected.len(), 1);
    // Once whole, it is the same workout.
    assert_eq!(found.sessions[0].natural_key(), read(whole).sessions[0].natural_key());
}

#[test]
fn a_recording_that_never_learned_its_size_is_read_to_its_end() {
    let mut bytes = Fit::activity().records(TEN, 3).finish();
    bytes[4..8].fill(0);
    bytes.truncate(bytes.len() - 2);
    let found = read(bytes);
    assert_eq!((found.sessions.len(), found.values("heart_rate").len()), (1, 3));
    assert!(found.report.partial.is_some());
}

#[test]
fn files_that_follow_one_another_are_all_read_and_what_follows_them_is_not() {
    let second = Fit::new()
        .message(0, &[word(0, 4), u16(1, 1), u16(2, 3113), u32(4, TEN + 3600)])
        .records(TEN + 3600, 2)
        .session(2, TEN + 3600, 2);
    let bytes = [
        Fit::activity().records(TEN, 2).session(1, TEN, 2).finish(),
        second.finish(),
        vec![0; 16],
    ]
    .concat();
    let found = read(bytes);
    let sports: Vec<Sport> = found.sessions.iter().map(|session| workout(session).sport).collect();
    assert_eq!(sports, [Sport::Running, Sport::Cycling]);
    assert_eq!(
        found.report.warnings,
        ["the file: 16 bytes after its end were not read"]
    );
}

#[test]
fn a_header_of_twelve_bytes_big_endian_numbers_and_times_in_headers_are_read() {
    let mut fit = Fit::big_endian().message(0, &[word(0, 4), u16(1, 260), u32(4, TEN)]);
    let full = [u32(253, TEN), u16(7, 200)];
    let short = [u16(7, 210)];
    fit.define(1, 20, &full, &[]);
    fit.define(2, 20, &short, &[]);
    fit.bytes(&[1]);
    fit.values(&full);
    // The times end in +1, and in a number that has gone around once: +33.
    let last_bits = |second: u32| 0x80 | 2 << 5 | (((TEN + second) & 31) as u8);
    for (second, power) in [(1, 210), (2, 65_535), (33, 220)] {
        fit.bytes(&[last_bits(second)]);
        fit.values(&[u16(7, power)]);
    }
    let mut bytes = fit.finish();
    bytes[0] = 12;
    bytes.drain(12..14);
    let found = read(bytes);
    assert_eq!(found.values("power"), [(0.0, 200.0), (1.0, 210.0), (33.0, 220.0)]);
    assert_eq!(found.sessions[0].source.name, "Zwift");
    assert_eq!(
        found.sessions[0].end - found.sessions[0].start,
        chrono::TimeDelta::seconds(33)
    );
}

/// A record with one field of a developer's own, which stands in for the power or for nothing.
fn with_own_field(native: bool, own_power: Option<u16>) -> Found {
    let mut about = vec![u8(0, 0), u8(1, 0), u8(2, 0x84), text(3, "Stryd Power")];
    if native {
        about.extend([u16(14, 20), u8(15, 7)]);
    }
    let mut fit = Fit::activity().message(207, &[u8(3, 0)]).message(206, &about);
    let mut fields = vec![u32(253, TEN)];
    fields.extend(own_power.map(|power| u16(7, power)));
    fit.define(1, 20, &fields, &[[0, 2, 0], [9, 1, 3]]);
    fit.bytes(&[1]);
    fit.values(&fields);
    fit.bytes(&[250, 0, 77]);
    read(fit.session(1, TEN, 5).finish())
}

#[test]
fn a_developers_field_stands_in_where_the_formats_own_is_absent() {
    assert_eq!(with_own_field(true, None).values("running_power"), [(0.0, 250.0)]);
    assert_eq!(with_own_field(true, Some(240)).values("running_power"), [(0.0, 240.0)]);
    let found = with_own_field(false, None);
    assert_eq!(found.values("running_power"), []);
    assert_eq!(found.report.unknown_types["Stryd Power"], 1);
}

#[test]
fn pauses_are_those_of_the_timer_and_a_way_across_one_counts_after_it() {
    let event = |second, kind| [u32(253, TEN + second), word(0, 0), word(1, kind)];
    let record = |second, metres: u32| [u32(253, TEN + second), u32(5, metres * 100)];
    let fit = Fit::activity()
        .message(21, &event(0, 0))
        .message(20, &record(1, 5))
        .message(21, &event(2, 4))
        .message(21, &event(60, 0))
        .message(20, &record(62, 9))
        .message(21, &event(70, 4));
    let found = read(fit.session(2, TEN, 70).finish());
    let marks: Vec<&str> = found.workout().events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(marks, ["pause", "resume"]);
    let way: Vec<i64> = found
        .samples
        .iter()
        .map(|sample| (sample.end_ms - sample.start_ms) / 1000)
        .collect();
    assert_eq!((way, found.sum("distance_cycling")), (vec![1, 2], 9.0));
}

#[test]
fn a_stray_distance_is_rejected_and_one_that_begins_anew_goes_on() {
    let mut fit = Fit::activity();
    let metres = [10, 20, 3, 30].into_iter().chain(0..12).enumerate();
    for (second, metres) in metres {
        fit = fit.message(20, &[u32(253, TEN + 1 + second as u32), u32(5, metres * 100)]);
    }
    let found = read(fit.session(1, TEN, 30).finish());
    assert_eq!(found.sum("distance_walking_running"), 30.0 + 11.0);
    assert_eq!(found.rejected.len(), 1);
    assert!(
        found.rejected[0].ends_with("3 m is less than was covered before"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn a_triathlon_is_one_workout_with_parts_and_each_part_has_its_own_metrics() {
    let mut fit = Fit::activity();
    for second in 0..30 {
        fit = fit.message(20, &[u32(253, TEN + second), u32(5, 200 * second), u8(4, 30)]);
    }
    for (place, sport) in [5, 3, 2, 3, 1].into_iter().enumerate() {
        fit = fit.session(sport, TEN + 6 * place as u32, 6);
    }
    let found = read(fit.message(34, &[u32(253, TEN + 30), word(2, 1)]).finish());
    let race = found.workout();
    assert_eq!(
        (race.sport, race.parts.len(), race.timer_s),
        (Sport::Triathlon, 5, Some(30.0))
    );
    assert_eq!(race.parts[4].sport, Some(Sport::Running));
    assert_eq!(found.values("step_cadence").len(), 6);
    assert_eq!(found.values("swimming_stroke_rate").len(), 6);
    let ways = [
        "distance_swimming",
        "distance_cycling",
        "distance_walking_running",
        "distance",
    ];
    assert_eq!(ways.map(|metric| found.sum(metric)), [10.0, 12.0, 12.0, 24.0]);
}

#[test]
fn two_sessions_that_are_no_multisport_are_two_workouts() {
    let fit = Fit::activity().records(TEN, 3).records(TEN + 600, 3);
    let found = read(fit.session(1, TEN, 3).session(1, TEN + 600, 3).finish());
    let keys: Vec<_> = found
        .sessions
        .iter()
        .filter_map(|session| session.external_id())
        .collect();
    assert_eq!(keys, ["1:3113::1136196000:0", "1:3113::1136196000:1"]);
    assert_eq!(
        found
            .samples
            .iter()
            .filter(|sample| sample.metric == "heart_rate")
            .count(),
        6
    );
}

#[test]
fn lengths_of_a_pool_are_counted_where_records_tell_no_way() {
    let length = |second, kind| {
        [
            u32(253, TEN + second + 30),
            u32(2, TEN + second),
            u32(3, 30_000),
            u16(5, 18),
            word(12, kind),
            word(7, 2),
        ]
    };
    let fit = Fit::activity()
        .message(101, &length(0, 1))
        .message(101, &length(30, 0))
        .message(101, &length(60, 1))
        .message(
            18,
            &[
                u32(253, TEN + 90),
                u32(2, TEN),
                word(5, 5),
                word(6, 17),
                u32(7, 90_000),
                u16(44, 2500),
                u16(47, 2),
            ],
        );
    let found = read(fit.finish());
    assert_eq!(
        (found.sum("distance_swimming"), found.sum("swimming_stroke_count")),
        (50.0, 36.0)
    );
    let swim = found.workout();
    assert_eq!(
        (swim.laps.len(), swim.laps[0].remarks["swim_stroke"].as_str()),
        (3, "breaststroke")
    );
    assert_eq!(swim.statistic(Metric::SwimmingLaps, StatisticKind::Sum), Some(2.0));
}

#[test]
fn beats_lie_one_behind_the_other_from_the_last_record_on() {
    let beats = |first: u16, second: u16| {
        (
            0,
            UINT16,
            [first, second, u16::MAX]
                .iter()
                .flat_map(|it| it.to_le_bytes())
                .collect(),
        )
    };
    let fit = Fit::activity()
        .records(TEN, 1)
        .message(78, &[beats(812, 820)])
        .message(78, &[beats(30, 800)]);
    let found = read(fit.session(1, TEN, 5).finish());
    assert_eq!(
        found.values("rr_interval"),
        [(0.0, 812.0), (0.82, 820.0), (1.65, 800.0)]
    );
    assert!(
        found.rejected[0].contains("hrv: 30 is outside the plausible range"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn heart_rates_that_a_strap_kept_follow_as_a_file_without_a_name() {
    let times = |values: [u32; 2]| {
        (
            9,
            UINT32,
            values.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>(),
        )
    };
    let rates = |values: [u8; 2]| (6, UINT8, values.to_vec());
    let kept = Fit::new()
        .message(
            132,
            &[u32(253, TEN + 1), u16(0, 16_384), times([1000, 2024]), rates([100, 0])],
        )
        // One and a quarter second later, and two: twelve bits each, 0xCE8 and 0x3E8.
        .message(132, &[(10, 0x0d, vec![0xe8, 0x8c, 0x3e]), rates([101, 102])]);
    let swim = Fit::activity().session(5, TEN, 10).finish();
    let found = read([swim, kept.finish()].concat());
    assert_eq!(found.sessions.len(), 1);
    assert_eq!(found.values("heart_rate"), [(1.5, 100.0), (3.75, 101.0), (5.5, 102.0)]);
}

#[test]
fn speed_and_distance_in_three_bytes_go_on_after_256_metres() {
    let packed = |speed: u16, distance: u16| {
        let distance = distance & 0x0fff;
        vec![
            speed as u8,
            (speed >> 8) as u8 | ((distance & 0x0f) << 4) as u8,
            (distance >> 4) as u8,
        ]
    };
    let record = |second: u32, metres: u16| [u32(253, TEN + second), (8, 0x0d, packed(300, metres * 16))];
    let fit = Fit::activity()
        .message(20, &record(0, 0))
        .message(20, &record(60, 200))
        .message(20, &record(120, 390));
    let found = read(fit.session(1, TEN, 120).finish());
    assert_eq!(
        found.values("distance_walking_running"),
        [(60.0, 200.0), (120.0, 190.0)]
    );
    assert_eq!(found.values("running_speed")[0], (0.0, 3.0));
}

#[test]
fn a_clock_that_was_never_set_gives_no_workout_and_says_so() {
    let found = read(
        Fit::activity()
            .records(17_217_864, 2)
            .session(1, 17_217_864, 2)
            .finish(),
    );
    assert_eq!(
        (found.sessions.len(), found.samples.len(), found.rejected.len()),
        (0, 0, 3)
    );
    assert!(
        found.rejected[2].ends_with("session: 1990-07-18 06:44:24 UTC cannot be when it happened"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn where_elapsed_and_timer_are_swapped_they_are_swapped_back() {
    let session = [u32(253, TEN), u32(2, TEN), word(5, 2), u32(7, 60_000), u32(8, 600_000)];
    let found = read(Fit::activity().message(18, &session).finish());
    assert_eq!(
        found.sessions[0].end - found.sessions[0].start,
        chrono::TimeDelta::minutes(10)
    );
    assert_eq!(found.workout().timer_s, Some(60.0));
}

#[test]
fn a_sport_that_says_little_is_told_by_its_sub_sport() {
    for (sport, sub_sport, expected) in [
        (2, 7, Sport::RoadCycling),
        (1, 200, Sport::Running),
        (0, 20, Sport::StrengthTraining),
        (4, 15, Sport::Elliptical),
        (200, 0, Sport::Other),
    ] {
        let session = [
            u32(253, TEN),
            u32(2, TEN),
            word(5, sport),
            word(6, sub_sport),
            u32(7, 1000),
        ];
        let found = read(Fit::activity().message(18, &session).finish());
        assert_eq!(found.workout().sport, expected, "{sport}/{sub_sport}");
    }
}

#[test]
fn settings_and_plans_are_refused_by_what_they_are() {
    for (kind, said) in [
        (2, "it holds settings"),
        (5, "it holds a planned workout"),
        (4, "nothing in it was measured"),
    ] {
        let error = try_read(Fit::new().message(0, &[word(0, kind)]).finish())
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            format!("there is nothing to import from this FIT file: {said}")
        );
    }
}

#[test]
fn numbers_wider_than_the_formats_are_no_times() {
    let wide = |number, value: i64| (number, 0x8e, value.to_le_bytes().to_vec());
    let real = |number, value: f64| (number, 0x89, value.to_le_bytes().to_vec());
    for huge in [i64::MAX - 1, i64::MIN] {
        let fit = Fit::activity()
            .message(34, &[wide(253, huge), wide(5, -huge.saturating_add(1))])
            .records(TEN, 2)
            .message(55, &[u32(253, TEN), wide(26, huge), u8(27, 60)])
            .message(55, &[wide(26, huge), u8(27, 60)])
            .message(78, &[wide(0, huge), wide(0, huge)])
            .message(132, &[u32(253, TEN), wide(0, huge), wide(9, huge), wide(6, 60)])
            .message(101, &[u32(2, TEN), wide(3, huge), real(5, 1e300)])
            .message(225, &[u32(6, TEN), real(0, 1e300), wide(3, huge), word(5, 1)])
            .message(19, &[u32(2, TEN), real(7, 1e300)])
            .message(18, &[u32(2, TEN), wide(7, huge), real(8, 1e300), wide(9, huge)]);
        assert_eq!(read(fit.finish()).sessions.len(), 1, "{huge}");
    }
}
