//! FIT: what watches, scales and cuffs note beside activities.

use vitasync_core::session::Detail;
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{DeviceKind, Recording};

use crate::read;
use crate::writer::{Field, Fit, TEN, u8, u16, u32, word};

/// 2026-01-01T00:00:00Z.
const MIDNIGHT: u32 = TEN - 36_000;

fn watch() -> Fit {
    Fit::new().message(0, &[word(0, 32), u16(1, 1), u16(2, 3113), u32(4, TEN)])
}

fn counted(at: u32, movement: u8, cycles: u32) -> [Field; 3] {
    [u32(253, at), word(5, movement), u32(3, cycles)]
}

/// The steps between two counts as (start and end in seconds since midnight, steps).
fn steps(fit: Fit) -> (Vec<(i64, i64, f64)>, Vec<String>) {
    let found = read(fit.finish());
    let since = |ms: i64| ms / 1000 - 631_065_600 - i64::from(MIDNIGHT);
    let steps = found.samples.iter().filter(|sample| sample.metric == "steps");
    let steps = steps.map(|sample| (since(sample.start_ms), since(sample.end_ms), sample.value));
    (steps.collect(), found.rejected)
}

#[test]
fn steps_are_what_was_added_since_the_last_count_of_the_same_movement() {
    let fit = watch()
        .message(103, &[u32(253, MIDNIGHT), u32(0, MIDNIGHT)])
        .message(55, &counted(MIDNIGHT + 600, 6, 100))
        .message(55, &counted(MIDNIGHT + 900, 1, 31))
        .message(55, &counted(MIDNIGHT + 1200, 6, 250))
        .message(55, &counted(MIDNIGHT + 1200, 5, 80));
    let expected = vec![(0, 600, 100.0), (0, 900, 31.0), (600, 1200, 150.0)];
    assert_eq!(steps(fit), (expected, vec![]));
}

#[test]
fn counts_begin_anew_at_the_watchs_own_midnight() {
    let fit = watch()
        .message(103, &[u32(253, MIDNIGHT), u32(0, MIDNIGHT + 7200)])
        .message(55, &counted(MIDNIGHT + 79_000, 6, 9000))
        .message(55, &counted(MIDNIGHT + 80_000, 6, 40));
    let day = i64::from(24 * 3600 - 7200);
    let (steps, rejected) = steps(fit);
    assert_eq!(steps[0], (day, 80_000, 40.0));
    assert!(
        rejected[0].contains("it counts from midnight, but its file begins later"),
        "{rejected:?}"
    );
}

#[test]
fn a_first_count_of_a_file_that_begins_at_noon_belongs_partly_to_another_file() {
    let noon = MIDNIGHT + 12 * 3600;
    let fit = watch()
        .message(103, &[u32(253, noon), u32(0, noon)])
        .message(55, &counted(noon + 60, 6, 5000))
        .message(55, &counted(noon + 120, 6, 5100));
    let (steps, rejected) = steps(fit);
    assert_eq!((steps, rejected.len()), (vec![(43_260, 43_320, 100.0)], 1));
}

#[test]
fn heart_rates_have_times_of_sixteen_bits_and_zero_is_none() {
    let short = |seconds: u32, rate| [u16(26, ((TEN + seconds) & 0xffff) as u16), u8(27, rate)];
    let fit = watch()
        .message(55, &counted(TEN, 6, 2468))
        .message(55, &short(60, 61))
        .message(55, &short(120, 0))
        .message(55, &short(70_000, 62));
    let found = read(fit.finish());
    let rates: Vec<_> = found
        .samples
        .iter()
        .filter(|sample| sample.metric == "heart_rate")
        .collect();
    let after = |sample: &crate::Sample| sample.start_ms / 1000 - 631_065_600 - i64::from(TEN);
    assert_eq!(
        rates.iter().map(|it| (after(it), it.value)).collect::<Vec<_>>(),
        [(60, 61.0), (70_000 - 65_536, 62.0)]
    );
    assert_eq!(found.sum("steps"), 2468.0);
}

#[test]
fn a_night_is_the_levels_between_its_first_and_its_last() {
    let level = |minutes: u32, level| [u32(253, TEN + 60 * minutes), word(0, level)];
    let fit = watch()
        .message(275, &level(0, 2))
        .message(275, &level(30, 3))
        .message(275, &level(60, 1));
    let found = read(fit.finish());
    let Detail::Sleep(sleep) = &found.sessions[0].detail else {
        panic!("it is no night")
    };
    let stages: Vec<SleepStage> = sleep.stages.iter().map(|stage| stage.stage).collect();
    assert_eq!(stages, [SleepStage::Light, SleepStage::Deep]);
    assert_eq!(
        found.sessions[0].end - found.sessions[0].start,
        chrono::TimeDelta::hours(1)
    );
    assert_eq!(
        (found.report.workouts, found.sessions[0].source.key.recording),
        (0, Recording::Automatic)
    );
}

fn weighed(profile: u8, kilograms: u16) -> [Field; 4] {
    [
        u32(253, TEN + u32::from(profile)),
        u16(0, kilograms * 100),
        u16(1, 1850),
        u16(12, profile.into()),
    ]
}

#[test]
fn a_scale_gives_what_it_weighed_and_nothing_while_it_still_weighs() {
    let fit = Fit::new()
        .message(0, &[word(0, 9), u16(1, 1)])
        .message(30, &weighed(1, 70));
    let found = read(fit.message(30, &[u32(253, TEN + 9), u16(0, 0xfffe)]).finish());
    let values: Vec<_> = found
        .samples
        .iter()
        .map(|sample| (sample.metric, sample.value))
        .collect();
    assert_eq!(values, [("weight", 70.0), ("body_fat_percentage", 18.5)]);
    assert_eq!(found.rejected, [""; 0]);
}

#[test]
fn of_several_people_on_a_scale_nobody_is_taken_for_the_user() {
    let fit = Fit::new()
        .message(0, &[word(0, 9)])
        .message(30, &weighed(1, 70))
        .message(30, &weighed(2, 55));
    let found = read(fit.finish());
    assert_eq!((found.samples.len(), found.rejected.len()), (0, 4));
    assert!(
        found.rejected[0].contains("several people have stood on the scale"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn a_cuff_that_failed_gives_nothing() {
    let pressure = |status| {
        [
            u32(253, TEN + u32::from(status)),
            u16(0, 120),
            u16(1, 80),
            u8(6, 61),
            word(8, status),
        ]
    };
    let fit = Fit::new()
        .message(0, &[word(0, 14), u16(1, 1)])
        .message(51, &pressure(0))
        .message(51, &pressure(2));
    let found = read(fit.finish());
    let values: Vec<_> = found
        .samples
        .iter()
        .map(|sample| (sample.metric, sample.value))
        .collect();
    assert_eq!(
        values,
        [
            ("blood_pressure_systolic", 120.0),
            ("blood_pressure_diastolic", 80.0),
            ("heart_rate", 61.0)
        ]
    );
    assert_eq!(found.rejected.len(), 1);
}

#[test]
fn stress_has_a_time_of_its_own_and_its_negative_levels_are_no_levels() {
    let stress = |seconds, level: i16| [u32(1, TEN + seconds), (0, 0x83, level.to_le_bytes().to_vec())];
    let found = read(
        watch()
            .message(227, &stress(0, 31))
            .message(227, &stress(180, -2))
            .finish(),
    );
    assert_eq!(
        (found.samples.len(), found.sum("stress_level"), found.rejected.len()),
        (1, 31.0, 0)
    );
}

#[test]
fn sets_of_a_strength_training_have_repetitions_and_weight() {
    let set = |second, kind| {
        [
            u32(6, TEN + second),
            u32(0, 40_000),
            u16(3, 10),
            u16(4, 60 * 16),
            word(5, kind),
        ]
    };
    let fit = Fit::activity().message(225, &set(0, 1)).message(225, &set(60, 0));
    let session = [u32(253, TEN), u32(2, TEN), word(5, 10), word(6, 20), u32(7, 120_000)];
    let found = read(fit.message(18, &session).finish());
    assert_eq!(found.values("repetitions"), [(40.0, 10.0)]);
    assert_eq!(found.values("lifted_weight"), [(40.0, 60.0)]);
    assert_eq!(found.sessions[0].source.device_kind, DeviceKind::Unknown);
}
