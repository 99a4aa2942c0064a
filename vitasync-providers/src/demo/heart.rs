//! Writes what the heart does: its rate, its rest, its variability, breath and oxygen.

use super::body::HEART_LIMIT;
use super::cast::Source;
use super::chance::{Chance, real, rounded, wave};
use super::day::Day;
use super::night;
use super::rows::Rows;
use super::training::{Sport, Workout};
use super::world::{Span, World, offset};
use crate::demo::NightRecorder;

/// What the person was doing when a heart rate was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Motion {
    Unknown,
    Sedentary,
    Active,
}

/// Answers the heart rate expected at an instant outside workouts.
fn expected(day: &Day, instant: i64) -> (f64, Motion) {
    let resting = day.frame.body.resting;
    if day.night.sleep.holds(instant) {
        let dip = 5.0 * wave(0.5 * night::progress(&day.night, instant));
        return (resting - 0.5 - dip, Motion::Sedentary);
    }
    if day.nap.is_some_and(|nap| nap.holds(instant)) {
        return (resting + 1.0, Motion::Sedentary);
    }
    let next = day.walks.partition_point(|walk| walk.span.end <= instant);
    if let Some(walk) = day.walks.get(next).filter(|walk| walk.span.start <= instant) {
        return (resting + 14.0 + 17.0 * walk.cadence, Motion::Active);
    }
    let hour = real(day.frame.clock(instant)) / 86_400.0;
    (resting + 10.0 + 5.0 * wave(hour - 0.35), Motion::Sedentary)
}

/// Visits the heart rates taken every few seconds of a workout.
pub(super) fn during(world: &World, day: &Day, workout: &Workout, mut each: impl FnMut(i64, i64)) {
    let mut chance = Chance::new(world.options.seed, "workout heart", workout.place);
    let resting = day.frame.body.resting;
    let effort = workout.sport.effort() + chance.around(0.0, 0.015);
    let mut at = workout.span.start + chance.whole(1, 4);
    while at < workout.span.end {
        let gone = real(at - workout.span.start);
        let warm = (gone / 260.0).min(1.0);
        let drift = 0.06 * gone / real(workout.span.length());
        let sets = if workout.sport == Sport::Strength {
            0.16 * wave(gone / 210.0)
        } else {
            0.025 * wave(gone / 400.0)
        };
        let eased = if workout.pause.is_some_and(|pause| pause.holds(at)) {
            0.8
        } else {
            1.0
        };
        let share = (0.3 + (effort - 0.3 + drift + sets) * warm) * eased;
        let rate = resting + (HEART_LIMIT - resting) * share;
        each(at, rounded(chance.around(rate, 1.1).min(HEART_LIMIT)));
        at += chance.whole(5, 9);
    }
}

/// Writes heart rate.
pub(super) fn rate(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("heart", day.index);
    let mut at = day.whole().start + chance.whole(5, 200);
    while at < day.frame.end {
        if let Some(workout) = day.workout_at(at).filter(|workout| workout.on_watch()) {
            during(world, day, workout, |instant, rate| {
                beat(rows, instant, rate, Motion::Active, false);
            });
            at = workout.span.end + chance.whole(20, 90);
            continue;
        }
        if day.worn_at(at) {
            let (mean, motion) = expected(day, at);
            let motion = if chance.hit(0.12) { Motion::Unknown } else { motion };
            let rate = rounded(chance.around(mean, 3.2)).max(38);
            beat(rows, at, rate, motion, chance.hit(0.8));
        }
        at += chance.whole(220, 400);
    }
}

fn beat(rows: &mut Rows, at: i64, rate: i64, motion: Motion, told: bool) {
    let value = match motion {
        Motion::Unknown => "0",
        Motion::Sedentary => "1",
        Motion::Active => "2",
    };
    rows.open(Source::Watch, Span::new(at, at), 10 + at.rem_euclid(290));
    rows.pen.whole(rate);
    if told {
        rows.close_with(&[("HKMetadataKeyHeartRateMotionContext", value)]);
    } else {
        rows.close();
    }
}

/// Writes the resting heart rate of a day.
pub(super) fn resting(rows: &mut Rows, _world: &World, day: &Day) {
    let start = day.frame.at(0).max(day.night.bed.start);
    let end = day.frame.at(86_340).min(day.frame.end - 1800).max(start);
    let span = Span::new(start, end);
    rows.whole(Source::Watch, span, 300, rounded(day.frame.body.resting));
}

/// Writes the average heart rate of walking.
pub(super) fn walking_average(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("walking heart", day.index);
    let walked = day.walks.iter().filter(|walk| walk.outdoors && !walk.run);
    if walked.count() >= 2 {
        let span = Span::new(day.frame.wake, day.frame.end - 2400);
        let value = chance.around(day.frame.body.resting + 42.0, 2.5);
        rows.decimal(Source::Watch, span, 600, value, 1);
    }
}

/// Writes how far the heart comes down in the minute after a run.
pub(super) fn recovery(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("recovery", day.index);
    let runs = day
        .workouts
        .iter()
        .filter(|workout| workout.sport == Sport::Run && workout.on_watch() && workout.span.length() > 900);
    for run in runs {
        let at = run.span.end + 60;
        let drop = chance.around(21.0 + 16.0 * day.frame.body.fitness, 2.5);
        rows.open_decimal(Source::Watch, Span::new(at, at), 45, drop, 4);
        rows.close_with(&[("HKHeartRateRecoveryTestType", "2")]);
    }
}

/// Writes oxygen uptake after outdoor runs.
pub(super) fn oxygen_uptake(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("oxygen uptake", day.index);
    let run = day
        .workouts
        .iter()
        .find(|workout| workout.sport == Sport::Run && workout.has_route() && workout.span.length() > 1200);
    if let Some(run) = run {
        let value = chance.around(35.5 + 10.5 * day.frame.body.fitness, 0.35);
        let end = run.span.end + 10;
        rows.open_decimal(Source::Watch, Span::new(end, end), 25, value, 2);
        rows.close_with(&[("HKVO2MaxTestType", "2")]);
    }
}

/// Writes variability: several times a night and a few by day, each with its beats.
pub(super) fn variability(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("variability", day.index);
    let mut at = day.whole().start + chance.whole(2400, 7200);
    while at + 90 < day.frame.end {
        let asleep = day.night.sleep.holds(at);
        let span = Span::new(at, at + chance.whole(57, 64));
        let still = day.walks.iter().all(|walk| !walk.span.widened(600).overlaps(span));
        let resting_now = still && day.workouts.iter().all(|w| !w.span.overlaps(span));
        if day.worn_during(span) && resting_now {
            let usual = day.frame.body.variability;
            let spread = chance.around(if asleep { usual } else { usual * 0.8 }, usual * 0.13);
            let (mean, _) = expected(day, at);
            measured(rows, world, &mut chance, span, 60_000.0 / mean, spread.max(9.0));
        }
        at += if asleep {
            chance.whole(4200, 9000)
        } else {
            chance.whole(9000, 20_000)
        };
    }
}

/// Writes one measurement: the deviation is computed from the very beats that follow it.
fn measured(rows: &mut Rows, world: &World, chance: &mut Chance, span: Span, interval: f64, spread: f64) {
    let mut hundredths = Vec::with_capacity(80);
    let mut clock = chance.whole(5, 90);
    let mut previous = 0.0;
    let last = (span.length() - 1) * 100;
    while clock < last {
        // Neighbouring beats resemble each other: breathing, not noise.
        previous = 0.55 * previous + chance.around(0.0, 0.835);
        hundredths.push(clock);
        clock += rounded((interval + spread * previous) / 10.0).max(35);
    }
    let gaps = hundredths
        .windows(2)
        .map(|pair| real(pair[1] - pair[0]) * 10.0)
        .collect::<Vec<_>>();
    let count = real(i64::try_from(gaps.len()).expect("a minute has few beats"));
    let mean = gaps.iter().sum::<f64>() / count;
    let variance = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / count;
    rows.open_decimal(Source::Watch, span, 4, variance.sqrt(), 4);
    rows.close_with_children();
    rows.metadata("  ", "HKAlgorithmVersion", "2");
    rows.pen.end("  <HeartRateVariabilityMetadataList>");
    let midnight = offset(world.options.home, span.start);
    for (place, beat) in hundredths.iter().enumerate() {
        let gap = place.checked_sub(1).map_or(mean, |before| gaps[before]);
        rows.pen.raw("   <InstantaneousBeatsPerMinute bpm=\"");
        rows.pen.whole(rounded(60_000.0 / gap));
        rows.pen.raw("\" time=\"");
        let second = (span.start + midnight + beat / 100).rem_euclid(86_400);
        wall_clock(rows, second, beat % 100);
        rows.pen.end("\"/>");
    }
    rows.pen.end("  </HeartRateVariabilityMetadataList>");
    rows.pen.end(" </Record>");
}

/// Writes a beat's time as the phone's language has it, in the home zone of that date: unlike
/// every other time in the file it does not carry the offset of the export.
fn wall_clock(rows: &mut Rows, second: i64, hundredths: i64) {
    if !rows.imperial {
        rows.pen.clock(second);
        rows.pen.raw(",");
        rows.pen.pair(hundredths);
        return;
    }
    let hour = second / 3600;
    rows.pen.whole((hour + 11) % 12 + 1);
    rows.pen.raw(":");
    rows.pen.pair(second / 60 % 60);
    rows.pen.raw(":");
    rows.pen.pair(second % 60);
    rows.pen.raw(".");
    rows.pen.pair(hundredths);
    rows.pen.raw(if hour < 12 { "\u{202f}AM" } else { "\u{202f}PM" });
}

/// Writes breaths per minute through the night.
pub(super) fn breath(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("breath", day.index);
    asleep(day, &mut chance, (900, 1500), |chance, at| {
        let rate = chance.around(14.2 + 2.4 * day.frame.body.illness, 0.7);
        let value = real(rounded(rate * 2.0)) / 2.0;
        rows.decimal(Source::Watch, Span::new(at, at), 2400, value, 1);
    });
}

/// Writes oxygen saturation, a fraction, through the night and now and then by day.
pub(super) fn oxygen(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("oxygen", day.index);
    let value = |chance: &mut Chance, illness: f64| {
        let percent = chance.around(96.9 - 1.6 * illness, 0.9);
        rounded(percent.clamp(90.0, 100.0))
    };
    let write = |rows: &mut Rows, at: i64, percent: i64| {
        rows.open_decimal(Source::Watch, Span::new(at, at + 15), 12, real(percent) / 100.0, 2);
        rows.close_with(&[("HKMetadataKeyBarometricPressure", "100.9 kPa")]);
    };
    let illness = day.frame.body.illness;
    asleep(day, &mut chance, (1500, 2700), |chance, at| {
        let percent = value(chance, illness);
        write(rows, at, percent);
    });
    let at = day.frame.wake + chance.whole(7000, 28_000);
    if day.worn_at(at) && at + 60 < day.frame.end {
        let percent = value(&mut chance, illness);
        write(rows, at, percent);
    }
}

/// Visits instants of sleep with the watch on.
fn asleep(day: &Day, chance: &mut Chance, every: (i64, i64), mut each: impl FnMut(&mut Chance, i64)) {
    if day.night.recorder != NightRecorder::WatchStages {
        return;
    }
    let mut at = day.night.sleep.start + chance.whole(300, 900);
    while at + 60 < day.night.sleep.end {
        if day.night.gap.is_none_or(|gap| !gap.holds(at)) {
            each(chance, at);
        }
        at += chance.whole(every.0, every.1);
    }
}
