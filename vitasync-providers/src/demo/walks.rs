//! Plans every stretch of walking of a day, from pottering about to the commute, and the runs.

use super::chance::{Chance, rounded};
use super::day::{Frame, Walk};
use super::night::Night;
use super::training::{Sport, Workout};
use super::world::{Span, World};

/// How the person moves during some hours of the day.
struct Habit {
    /// Hours of the day until which this holds.
    until: f64,
    /// Seconds between walks, seconds of a walk.
    gap: (i64, i64),
    length: (i64, i64),
    cadence: (f64, f64),
    phone: f64,
    flights: f64,
    outdoors: bool,
}

const fn habit(
    until: f64,
    gap: (i64, i64),
    length: (i64, i64),
    cadence: (f64, f64),
    (phone, flights): (f64, f64),
    outdoors: bool,
) -> Habit {
    Habit {
        until,
        gap,
        length,
        cadence,
        phone,
        flights,
        outdoors,
    }
}

const POTTER: (f64, f64) = (1.2, 1.65);
const STRIDE_OUT: (f64, f64) = (1.72, 1.98);

/// A working day, by the clock.
const WORKDAY: [Habit; 8] = [
    habit(6.0, (2400, 5400), (40, 110), POTTER, (0.2, 0.0), false),
    habit(7.8, (420, 1100), (35, 160), POTTER, (0.25, 0.1), false),
    habit(9.0, (1100, 2300), (220, 520), STRIDE_OUT, (1.0, 0.4), true),
    habit(12.0, (1200, 2700), (45, 170), POTTER, (0.4, 0.15), false),
    habit(13.3, (1300, 2600), (200, 420), STRIDE_OUT, (0.9, 0.3), true),
    habit(17.2, (1200, 2700), (45, 170), POTTER, (0.4, 0.15), false),
    habit(18.7, (1100, 2300), (220, 520), STRIDE_OUT, (1.0, 0.3), true),
    habit(24.0, (800, 2200), (35, 160), POTTER, (0.3, 0.15), false),
];

/// A free day, by the clock.
const FREE_DAY: [Habit; 4] = [
    habit(6.0, (2400, 5400), (40, 110), POTTER, (0.2, 0.0), false),
    habit(9.5, (500, 1300), (35, 180), POTTER, (0.25, 0.1), false),
    habit(19.0, (1200, 3600), (70, 560), (1.5, 1.9), (0.75, 0.3), true),
    habit(24.0, (800, 2200), (35, 160), POTTER, (0.3, 0.15), false),
];

/// Plans the walk some evenings end with.
pub(super) fn evening_walk(world: &World, index: i64, frame: &Frame, workouts: &[Workout]) -> Option<Span> {
    let mut chance = world.chance("evening", index);
    let wanted = frame.flight.is_none() && frame.body.illness < 0.3 && chance.hit(0.42);
    let start = frame.at(rounded(chance.around(20.9, 0.2) * 3600.0));
    let walk = Span::new(start, start + chance.whole(1000, 2100));
    let free = walk.end < frame.end - 2400 && !workouts.iter().any(|workout| workout.span.widened(600).overlaps(walk));
    (wanted && free).then_some(walk)
}

/// Plans all walks and runs of a day, in order and without overlap.
pub(super) fn plan(
    world: &World,
    index: i64,
    frame: &Frame,
    night: &Night,
    workouts: &[Workout],
    nap: Option<Span>,
    evening: Option<Span>,
) -> Vec<Walk> {
    let mut chance = world.chance("walks", index);
    let mut walks = Vec::with_capacity(48);
    if let Some(gap) = night.gap {
        let up = Span::new(gap.start + 900, gap.start + 1000);
        walks.push(walk(&mut chance, up, POTTER, (0.0, 0.0), false));
    }
    for workout in workouts {
        exercise(&mut chance, workout, &mut walks);
    }
    if let Some(span) = evening {
        walks.push(walk(&mut chance, span, STRIDE_OUT, (0.97, 0.3), true));
    }
    if let Some(span) = midnight(frame) {
        walks.push(walk(&mut chance, span, STRIDE_OUT, (1.0, 0.2), true));
    }
    walks.sort_by_key(|walk| walk.span.start);
    let mut busy = walks.iter().map(|walk| walk.span.widened(90)).collect::<Vec<_>>();
    busy.extend(workouts.iter().map(|workout| workout.span.widened(90)));
    busy.extend(nap.map(|nap| nap.widened(240)));
    busy.extend(frame.flight.map(|flight| flight.air.widened(600)));
    busy.sort_by_key(|span| span.start);
    errands(&mut chance, frame, &busy, &mut walks);
    walks.sort_by_key(|walk| walk.span.start);
    walks
}

/// Fills the free time with walks as the hour suggests.
fn errands(chance: &mut Chance, frame: &Frame, busy: &[Span], walks: &mut Vec<Walk>) {
    let habits: &[Habit] = if frame.weekend { &FREE_DAY } else { &WORKDAY };
    let rest = 1.0 + 1.6 * frame.body.illness;
    let mut at = frame.wake + chance.whole(20, 240);
    while at < frame.end - 420 {
        let hour = super::chance::real(frame.clock(at)) / 3600.0;
        let habit = habits
            .iter()
            .find(|habit| hour < habit.until)
            .expect("the last habit lasts until midnight");
        if let Some(taken) = busy.iter().find(|span| span.holds(at)) {
            at = taken.end + chance.whole(20, 200);
            continue;
        }
        let next = busy.iter().map(|span| span.start).find(|start| *start > at);
        let limit = next.unwrap_or(i64::MAX).min(frame.end - 120);
        let length = chance.whole(habit.length.0, habit.length.1);
        let span = Span::new(at, (at + length).min(limit));
        if span.length() >= 25 {
            let odds = (habit.phone, habit.flights);
            walks.push(walk(chance, span, habit.cadence, odds, habit.outdoors));
        }
        let gap = chance.whole(habit.gap.0, habit.gap.1);
        at = span.end + rounded(super::chance::real(gap) * rest);
    }
}

/// Plans the way home of late evenings: it crosses midnight.
fn midnight(frame: &Frame) -> Option<Span> {
    let tomorrow = frame.at(86_400);
    let walk = Span::new(tomorrow - 420, tomorrow + 460);
    (frame.flight.is_none() && walk.end < frame.end - 900).then_some(walk)
}

fn exercise(chance: &mut Chance, workout: &Workout, walks: &mut Vec<Walk>) {
    let (cadence, run) = match workout.sport {
        Sport::Run => (chance.around(2.76, 0.03), true),
        Sport::Walk => (chance.around(1.85, 0.03), false),
        Sport::Ride | Sport::Swim | Sport::Strength => return,
    };
    let phone = workout.on_app() || chance.hit(0.3);
    let begun = walks.last().map_or(i64::MIN, |walk| walk.span.end);
    for leg in workout.legs() {
        // The app's recording may begin before the watch's ends; the legs moved only once.
        let span = Span::new(leg.start.max(begun), leg.end);
        walks.push(Walk {
            span,
            cadence,
            stride: workout.speed / cadence,
            flights: 0,
            phone,
            outdoors: workout.outdoors,
            run,
        });
    }
}

fn walk(chance: &mut Chance, span: Span, cadence: (f64, f64), (phone, flights): (f64, f64), outdoors: bool) -> Walk {
    let cadence = chance.between(cadence.0, cadence.1);
    Walk {
        span,
        cadence,
        stride: 0.42 + 0.16 * cadence + chance.around(0.0, 0.012),
        flights: if chance.hit(flights) { chance.whole(1, 3) } else { 0 },
        phone: chance.hit(phone),
        outdoors,
        run: false,
    }
}
