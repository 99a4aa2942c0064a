//! Writes what moving leaves behind: steps, distance, floors, energy, exercise, standing.
//!
//! The watch sees everything while it is worn and counts exactly; the phone sees only walks it is
//! carried on, counts a few per cent off and cuts time at other moments. So the truth is neither
//! the sum of the two nor the larger of the two, but the watch's rows with the phone's filling
//! the gaps.

use super::cast::Source;
use super::chance::{Chance, real, rounded};
use super::day::{Day, Walk};
use super::rows::Rows;
use super::training::Sport;
use super::world::{Span, World};

/// Cuts a span into chunks of random length; the last may be longer, never tiny.
pub(super) fn chunks(
    chance: &mut Chance,
    span: Span,
    shortest: i64,
    longest: i64,
    mut each: impl FnMut(&mut Chance, Span),
) {
    let mut at = span.start;
    while at < span.end {
        let end = at + chance.whole(shortest, longest);
        let end = if end + shortest / 2 > span.end { span.end } else { end };
        each(chance, Span::new(at, end));
        at = end;
    }
}

/// Visits what each device recorded of each walk: source, walk, chunk, measured share of truth.
fn recorded(world: &World, day: &Day, mut each: impl FnMut(Source, &Walk, Span, f64)) {
    for walk in &day.walks {
        for part in day.worn(walk.span) {
            let mut chance = Chance::new(world.options.seed, "watch chunks", part.start);
            chunks(&mut chance, part, 60, 150, |_, chunk| {
                each(Source::Watch, walk, chunk, 1.0);
            });
        }
        if walk.phone {
            let mut chance = Chance::new(world.options.seed, "phone chunks", walk.span.start);
            let share = chance.around(0.99, 0.012);
            let heard = Span::new(walk.span.start + chance.whole(0, 6), walk.span.end);
            chunks(&mut chance, heard, 110, 560, |_, chunk| {
                each(Source::Phone, walk, chunk, share);
            });
        }
    }
}

/// Writes steps.
pub(super) fn steps(rows: &mut Rows, world: &World, day: &Day) {
    recorded(world, day, |source, walk, chunk, share| {
        // Whole steps that add up over the walk: the difference of two rounded running totals.
        let until = |instant| rounded(walk.steps(instant - walk.span.start) * share);
        let steps = until(chunk.end) - until(chunk.start);
        if steps > 0 {
            rows.whole(source, chunk, lag(source, chunk), steps);
        }
    });
}

/// Writes distance on foot.
pub(super) fn distance(rows: &mut Rows, world: &World, day: &Day) {
    recorded(world, day, |source, walk, chunk, share| {
        let metres = walk.steps(chunk.length()) * walk.stride * share;
        rows.decimal(source, chunk, lag(source, chunk), metres, 6);
    });
    for workout in day.workouts.iter().filter(|workout| workout.on_app()) {
        let seen = workout.seen_by_app(world.options.seed);
        let metres = workout.speed * real(workout.moving()) * 1.006;
        rows.open_decimal(Source::RunApp, seen, 20, metres, 6);
        rows.close_with(&[("HKWasUserEntered", "0")]);
    }
}

/// Writes floors climbed.
pub(super) fn floors(rows: &mut Rows, _world: &World, day: &Day) {
    for walk in day.walks.iter().filter(|walk| walk.flights > 0) {
        let middle = walk.span.start + walk.span.length() / 3;
        let climb = Span::new(middle, (middle + 14 * walk.flights).min(walk.span.end));
        if day.worn_during(climb) {
            rows.whole(Source::Watch, climb, 130, walk.flights);
        }
        if walk.phone {
            let seen = Span::new(climb.start - 2, climb.end + 3);
            rows.whole(Source::Phone, seen, 400, walk.flights);
        }
    }
}

/// Writes active energy.
pub(super) fn active_energy(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("active energy", day.index);
    burning(day, |span, burn| {
        for part in day.worn(span) {
            let (shortest, longest) = if burn < 0.01 { (420, 900) } else { (45, 105) };
            chunks(&mut chance, part, shortest, longest, |chance, chunk| {
                let spread = chance.between(0.93, 1.07);
                let energy = burn * real(chunk.length()) * spread;
                rows.decimal(Source::Watch, chunk, chance.whole(20, 400), energy, 3);
            });
        }
    });
    recorded(world, day, |source, walk, chunk, share| {
        if source == Source::Phone {
            let energy = walk.burn() * real(chunk.length()) * share * 0.94;
            rows.decimal(source, chunk, lag(source, chunk), energy, 3);
        }
    });
    for workout in day.workouts.iter().filter(|workout| workout.on_app()) {
        let seen = workout.seen_by_app(world.options.seed);
        rows.decimal(Source::RunApp, seen, 20, workout.energy() * 1.08, 3);
    }
}

/// Visits the waking day as spans of constant active burn, in kilocalories per second.
fn burning(day: &Day, mut each: impl FnMut(Span, f64)) {
    let still = 0.003_4;
    let mut at = day.frame.wake;
    let mut busy = day
        .walks
        .iter()
        .map(|walk| (walk.span, walk.burn()))
        .chain(
            day.workouts
                .iter()
                .filter(|workout| !matches!(workout.sport, Sport::Run | Sport::Walk))
                .flat_map(|workout| workout.legs().map(|leg| (leg, workout.sport.burn()))),
        )
        .filter(|(span, _)| span.start >= at)
        .collect::<Vec<_>>();
    busy.sort_by_key(|(span, _)| span.start);
    for (span, burn) in busy {
        if at < span.start {
            each(Span::new(at, span.start), still);
        }
        each(span, burn);
        at = span.end;
    }
    if at < day.frame.end {
        each(Span::new(at, day.frame.end), still);
    }
}

/// Sums the active energy a day's devices can know of, in kilocalories.
pub(super) fn active_total(day: &Day) -> f64 {
    let mut total = 0.0;
    burning(day, |span, burn| {
        let worn: i64 = day.worn(span).map(Span::length).sum();
        total += burn * real(worn);
    });
    for walk in day.walks.iter().filter(|walk| walk.phone) {
        let worn: i64 = day.worn(walk.span).map(Span::length).sum();
        total += walk.burn() * real(walk.span.length() - worn);
    }
    total
}

/// Writes resting energy: the watch in quarters of an hour, the phone in hours.
pub(super) fn basal_energy(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("basal energy", day.index);
    let rate = (370.0 + 14.2 * day.frame.body.weight) / 86_400.0;
    for part in day.worn(day.whole()) {
        chunks(&mut chance, part, 840, 1500, |chance, chunk| {
            let energy = rate * real(chunk.length()) * chance.between(0.97, 1.03);
            rows.decimal(Source::Watch, chunk, chance.whole(30, 900), energy, 3);
        });
    }
    chunks(&mut chance, day.whole(), 3500, 3700, |chance, chunk| {
        let energy = rate * real(chunk.length()) * 0.985;
        rows.decimal(Source::Phone, chunk, chance.whole(60, 1800), energy, 3);
    });
}

/// Writes distance by bicycle.
pub(super) fn cycling_distance(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("cycling", day.index);
    for workout in day.workouts.iter().filter(|workout| workout.sport == Sport::Ride) {
        for leg in workout.legs() {
            chunks(&mut chance, leg, 18, 34, |_, chunk| {
                let metres = workout.speed * real(chunk.length());
                rows.decimal(Source::Watch, chunk, 40, metres, 6);
            });
        }
    }
}

/// Metres of the pool.
pub(super) const POOL: f64 = 25.0;

/// Visits the lengths of a swim: chunk and stroke count.
pub(super) fn lengths(world: &World, day: &Day, mut each: impl FnMut(Span, i64)) {
    for workout in day.workouts.iter().filter(|workout| workout.sport == Sport::Swim) {
        let mut chance = Chance::new(world.options.seed, "lengths", workout.span.start);
        let per_length = rounded(POOL / workout.speed);
        let mut at = workout.span.start + 20;
        while at + per_length < workout.span.end {
            let end = at + per_length + chance.whole(-3, 3);
            each(Span::new(at, end), chance.whole(17, 24));
            // A breather at the wall now and then.
            at = end + if chance.hit(0.12) { chance.whole(15, 45) } else { 1 };
        }
    }
}

/// Writes distance in water.
pub(super) fn swimming_distance(rows: &mut Rows, world: &World, day: &Day) {
    lengths(world, day, |length, _| {
        rows.decimal(Source::Watch, length, 60, POOL, 4);
    });
}

/// Writes strokes.
pub(super) fn strokes(rows: &mut Rows, world: &World, day: &Day) {
    lengths(world, day, |length, strokes| {
        rows.open(Source::Watch, length, 60);
        rows.pen.whole(strokes);
        rows.close_with(&[("HKSwimmingStrokeStyle", "2")]);
    });
}

/// Visits the minutes the watch counts as exercise.
pub(super) fn exercise_minutes(day: &Day, mut each: impl FnMut(Span)) {
    let brisk = day
        .walks
        .iter()
        .filter(|walk| walk.run || (walk.cadence > 1.74 && walk.span.length() >= 180))
        .map(|walk| walk.span);
    let other = day
        .workouts
        .iter()
        .filter(|workout| !matches!(workout.sport, Sport::Run | Sport::Walk))
        .map(|workout| workout.span);
    for span in brisk.chain(other) {
        for part in day.worn(span) {
            let mut at = part.start - part.start.rem_euclid(60) + 60;
            while at + 60 <= part.end {
                each(Span::new(at, at + 60));
                at += 60;
            }
        }
    }
}

/// Writes exercise time.
pub(super) fn exercise(rows: &mut Rows, _world: &World, day: &Day) {
    exercise_minutes(day, |minute| rows.whole(Source::Watch, minute, 75, 1));
}

/// Writes stand time in pieces of five minutes.
pub(super) fn stand_time(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("standing", day.index);
    let mut last = i64::MIN;
    for walk in &day.walks {
        for part in day.worn(walk.span) {
            let mut at = (part.start - part.start.rem_euclid(300)).max(last);
            while at < part.end {
                let piece = Span::new(at, at + 300);
                let stood = chance.whole(1, 4) + i64::from(part.length() > 240);
                if piece.end <= day.frame.end && day.worn_during(piece) {
                    rows.whole(Source::Watch, piece, 330, stood);
                }
                at += 300;
            }
            last = last.max(at);
        }
    }
}

/// Visits each clock hour awake and whether the person stood in it.
pub(super) fn hours(day: &Day, mut each: impl FnMut(Span, bool)) {
    let shift = day.frame.offset(day.frame.wake).rem_euclid(3600);
    let first = day.frame.wake - (day.frame.wake + shift).rem_euclid(3600) + 3600;
    let mut at = first;
    while at + 3600 <= day.frame.end {
        let hour = Span::new(at, at + 3600);
        if day.worn_at(at) && day.worn_at(at + 3599) {
            let stood = day
                .walks
                .iter()
                .any(|walk| walk.span.length() >= 55 && walk.span.overlaps(hour));
            each(hour, stood);
        }
        at += 3600;
    }
}

/// Writes stand hours.
pub(super) fn stand_hours(rows: &mut Rows, _world: &World, day: &Day) {
    hours(day, |hour, stood| {
        let word = if stood {
            "HKCategoryValueAppleStandHourStood"
        } else {
            "HKCategoryValueAppleStandHourIdle"
        };
        rows.word(Source::Watch, hour, 30, word);
    });
}

/// Answers how long after a chunk its row was stored.
fn lag(source: Source, chunk: Span) -> i64 {
    match source {
        Source::Watch => 30 + chunk.start.rem_euclid(240),
        _ => 60 + chunk.start.rem_euclid(700),
    }
}
