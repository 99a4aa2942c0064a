//! Writes what the devices notice besides: sound, daylight, effort, gait and running form.

use super::cast::Source;
use super::chance::{Chance, real};
use super::day::{Day, Walk};
use super::movement::chunks;
use super::rows::Rows;
use super::training::{Sport, Workout};
use super::world::{Span, World};

/// Writes the loudness around the watch.
pub(super) fn sound(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("sound", day.index);
    let awake = Span::new(day.frame.wake + 300, day.frame.end);
    for part in day.worn(awake) {
        chunks(&mut chance, part, 900, 1800, |chance, chunk| {
            let out = day.walks.iter().any(|walk| walk.outdoors && walk.span.overlaps(chunk));
            let level = chance.around(if out { 67.0 } else { 54.0 }, 4.5);
            rows.decimal(Source::Watch, chunk, 100, level, 4);
        });
    }
}

/// Writes the loudness of headphones, on the way and at work.
pub(super) fn headphones(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("headphones", day.index);
    for walk in &day.walks {
        if walk.phone && walk.span.length() > 360 && chance.hit(0.6) {
            chunks(&mut chance, walk.span, 240, 600, |chance, chunk| {
                let level = chance.around(71.0, 3.5);
                rows.decimal(Source::Phone, chunk, 1200, level, 4);
            });
        }
    }
}

/// Writes time in daylight, in minutes.
pub(super) fn daylight(rows: &mut Rows, _world: &World, day: &Day) {
    let outside = day.walks.iter().filter(|walk| walk.outdoors);
    let mut last = i64::MIN;
    for walk in outside {
        let hour = day.frame.clock(walk.span.start) / 3600;
        let from = (walk.span.start - walk.span.start.rem_euclid(300)).max(last);
        let to = walk.span.end - walk.span.end.rem_euclid(300);
        if !(8..19).contains(&hour) {
            continue;
        }
        for start in (from..to).step_by(300) {
            let piece = Span::new(start, start + 300);
            if day.worn_during(piece) {
                let minutes = (piece.end.min(walk.span.end) - start.max(walk.span.start)) / 60;
                rows.whole(Source::Watch, piece, 900, minutes.clamp(1, 5));
            }
            last = piece.end;
        }
    }
}

/// Writes effort in kilocalories per hour and kilogram.
pub(super) fn effort(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("effort", day.index);
    let awake = Span::new(day.frame.wake, day.frame.end);
    for part in day.worn(awake) {
        chunks(&mut chance, part, 600, 1500, |chance, chunk| {
            let busy = day.walks.iter().find(|walk| walk.span.overlaps(chunk));
            let mean = match busy {
                Some(walk) if walk.run => 8.2,
                Some(_) => 2.9,
                None => 1.3,
            };
            let value = chance.around(mean, mean * 0.11);
            rows.decimal(Source::Watch, chunk, 200, value, 1);
        });
    }
}

/// Visits walks long and steady enough for the phone to judge the gait.
fn steady(world: &World, day: &Day, mut each: impl FnMut(&mut Chance, &Walk, Span)) {
    let mut chance = world.chance("gait", day.index);
    for walk in &day.walks {
        if walk.phone && !walk.run && walk.span.length() >= 150 {
            chunks(&mut chance, walk.span, 150, 480, |chance, chunk| {
                each(chance, walk, chunk);
            });
        }
    }
}

/// Writes walking speed.
pub(super) fn walking_speed(rows: &mut Rows, world: &World, day: &Day) {
    steady(world, day, |chance, walk, chunk| {
        let speed = walk.cadence * walk.stride * chance.between(0.96, 1.03);
        rows.decimal(Source::Phone, chunk, 600, speed, 4);
    });
}

/// Writes step length.
pub(super) fn step_length(rows: &mut Rows, world: &World, day: &Day) {
    steady(world, day, |chance, walk, chunk| {
        let length = walk.stride * chance.between(0.97, 1.03);
        rows.decimal(Source::Phone, chunk, 600, length, 1);
    });
}

/// Writes the share of time with both feet on the ground, a fraction.
pub(super) fn double_support(rows: &mut Rows, world: &World, day: &Day) {
    steady(world, day, |chance, _, chunk| {
        let share = chance.around(0.284, 0.009);
        rows.decimal(Source::Phone, chunk, 600, share, 3);
    });
}

/// Writes how uneven the gait is, a fraction.
pub(super) fn asymmetry(rows: &mut Rows, world: &World, day: &Day) {
    steady(world, day, |chance, _, chunk| {
        let even = chance.hit(0.7);
        let share = if even { 0.0 } else { chance.between(0.01, 0.05) };
        rows.decimal(Source::Phone, chunk, 600, share, 2);
    });
}

/// Writes the weekly judgement of steadiness, a fraction.
pub(super) fn steadiness(rows: &mut Rows, world: &World, day: &Day) {
    if world.age(day.index) % 7 == 3 {
        let mut chance = world.chance("steadiness", day.index);
        let week = Span::new(day.frame.wake - 7 * 86_400, day.frame.wake);
        rows.decimal(Source::Phone, week, 7200, chance.around(0.93, 0.015).min(1.0), 4);
    }
}

/// Writes the weekly estimate of how far six minutes would carry.
pub(super) fn six_minutes(rows: &mut Rows, world: &World, day: &Day) {
    if world.age(day.index) % 7 == 5 {
        let mut chance = world.chance("six minutes", day.index);
        let at = day.frame.wake - 3600;
        let metres = chance.around(500.0, 9.0).min(500.0);
        rows.decimal(Source::Watch, Span::new(at, at), 7200, metres, 0);
    }
}

/// Writes how fast stairs are climbed.
pub(super) fn stair_ascent(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("stairs", day.index);
    for walk in day.walks.iter().filter(|walk| walk.flights > 0) {
        let middle = walk.span.start + walk.span.length() / 3;
        let climb = Span::new(middle, (middle + 9).min(walk.span.end));
        if day.worn_during(climb) {
            rows.decimal(Source::Watch, climb, 900, chance.around(0.36, 0.03), 4);
        }
    }
}

/// Visits a run on the watch every so many seconds while moving.
pub(super) fn striding(
    world: &World,
    workout: &Workout,
    topic: &str,
    every: i64,
    mut each: impl FnMut(&mut Chance, Span),
) {
    if workout.sport != Sport::Run || !workout.on_watch() {
        return;
    }
    let mut chance = Chance::new(world.options.seed, topic, workout.place);
    for leg in workout.legs() {
        let mut at = leg.start + 6;
        while at + every <= leg.end {
            each(&mut chance, Span::new(at, at + 3));
            at += every;
        }
    }
}

fn form(
    rows: &mut Rows,
    world: &World,
    day: &Day,
    (topic, every, places): (&str, i64, u32),
    value: impl Fn(&Workout) -> (f64, f64),
) {
    for workout in &day.workouts {
        let (mean, spread) = value(workout);
        striding(world, workout, topic, every, |chance, span| {
            let value = chance.around(mean, spread);
            rows.decimal(Source::Watch, span, 25, value, places);
        });
    }
}

/// Writes running speed.
pub(super) fn running_speed(rows: &mut Rows, world: &World, day: &Day) {
    form(rows, world, day, ("running speed", 15, 4), |run| (run.speed, 0.11));
}

/// Writes running power in watts.
pub(super) fn running_power(rows: &mut Rows, world: &World, day: &Day) {
    let weight = day.frame.body.weight;
    form(rows, world, day, ("running power", 15, 0), |run| {
        (1.04 * weight * run.speed, 9.0)
    });
}

/// Writes the length of a running stride.
pub(super) fn stride_length(rows: &mut Rows, world: &World, day: &Day) {
    form(rows, world, day, ("stride length", 30, 2), |run| {
        (run.speed / 2.76, 0.03)
    });
}

/// Writes how far the body bounces, in centimetres.
pub(super) fn oscillation(rows: &mut Rows, world: &World, day: &Day) {
    form(rows, world, day, ("oscillation", 30, 1), |_| (8.9, 0.35));
}

/// Writes how long a foot stays on the ground, in milliseconds.
pub(super) fn ground_contact(rows: &mut Rows, world: &World, day: &Day) {
    form(rows, world, day, ("ground contact", 30, 0), |run| {
        (340.0 - 24.0 * run.speed, 8.0)
    });
}

/// Answers minutes as a real number.
pub(super) fn minutes(seconds: i64) -> f64 {
    real(seconds) / 60.0
}
