//! Writes what the person measures or notes: scale, cuff, water, glucose, mindfulness.

use super::body::HEIGHT;
use super::cast::Source;
use super::chance::{Chance, real, rounded};
use super::day::Day;
use super::rows::Rows;
use super::world::{Span, World};

/// Answers when the scale was stepped on, most mornings at home.
fn weighed(world: &World, day: &Day) -> Option<Span> {
    let mut chance = world.chance("scale", day.index);
    let home = day.frame.zone == world.options.home && day.frame.flight.is_none();
    let at = day.frame.wake + chance.whole(240, 900);
    (home && chance.hit(0.72) && at < day.frame.end).then(|| Span::new(at, at))
}

fn from_scale(rows: &mut Rows, world: &World, day: &Day, value: f64, places: u32) {
    if let Some(at) = weighed(world, day) {
        rows.open_decimal(Source::Scale, at, 8, value, places);
        rows.close_with(&[("HKWasUserEntered", "0")]);
    }
}

/// Writes weight.
pub(super) fn weight(rows: &mut Rows, world: &World, day: &Day) {
    from_scale(rows, world, day, day.frame.body.weight, 4);
}

/// Writes body fat, a fraction.
pub(super) fn fat(rows: &mut Rows, world: &World, day: &Day) {
    from_scale(rows, world, day, day.frame.body.fat, 4);
}

/// Writes lean mass.
pub(super) fn lean(rows: &mut Rows, world: &World, day: &Day) {
    let body = day.frame.body;
    from_scale(rows, world, day, body.weight * (1.0 - body.fat), 4);
}

/// Writes the body mass index.
pub(super) fn mass_index(rows: &mut Rows, world: &World, day: &Day) {
    from_scale(rows, world, day, day.frame.body.weight / (HEIGHT * HEIGHT), 2);
}

/// Writes height, typed in once.
pub(super) fn height(rows: &mut Rows, _world: &World, day: &Day) {
    if day.index == 0 {
        let at = day.frame.wake + 900;
        rows.open_decimal(Source::Health, Span::new(at, at), 0, HEIGHT, 1);
        rows.close_with(&[("HKWasUserEntered", "1")]);
    }
}

/// A reading of the cuff.
pub(super) struct Pressure {
    pub(super) at: Span,
    pub(super) systolic: i64,
    pub(super) diastolic: i64,
}

/// Answers the readings of a day: two mornings a week, sometimes twice in a row.
pub(super) fn pressures(world: &World, day: &Day) -> Vec<Pressure> {
    let mut chance = world.chance("cuff", day.index);
    let home = day.frame.zone == world.options.home && day.frame.flight.is_none();
    if !home || world.age(day.index) % 7 % 3 != 1 {
        return Vec::new();
    }
    let first = day.frame.wake + chance.whole(900, 2400);
    let readings = if chance.hit(0.3) { 2 } else { 1 };
    (0..readings)
        .map(|reading| {
            let at = first + reading * chance.whole(95, 150);
            let systolic = rounded(chance.around(121.0 - 5.0 * day.frame.body.fitness, 4.0));
            Pressure {
                at: Span::new(at, at),
                systolic,
                diastolic: rounded(real(systolic) * 0.64 + chance.around(0.0, 1.8)),
            }
        })
        .collect()
}

/// Writes systolic pressure.
pub(super) fn systolic(rows: &mut Rows, world: &World, day: &Day) {
    for reading in pressures(world, day) {
        rows.whole(Source::Cuff, reading.at, 5, reading.systolic);
    }
}

/// Writes diastolic pressure.
pub(super) fn diastolic(rows: &mut Rows, world: &World, day: &Day) {
    for reading in pressures(world, day) {
        rows.whole(Source::Cuff, reading.at, 5, reading.diastolic);
    }
}

/// Visits glasses of water: instant, seconds until noted, millilitres.
pub(super) fn glasses(world: &World, day: &Day, mut each: impl FnMut(i64, i64, f64)) {
    let mut chance = world.chance("water", day.index);
    if chance.hit(0.4) {
        return;
    }
    let mut at = day.frame.wake + chance.whole(600, 3600);
    while at < day.frame.end - 1800 {
        let minute = at - at.rem_euclid(60);
        let amount = [200.0, 250.0, 250.0, 330.0, 500.0];
        let place = usize::try_from(chance.whole(0, 4)).expect("a place in the list");
        each(minute, 2, amount[place]);
        if chance.hit(0.04) {
            // Two equal glasses noted within one minute are two glasses.
            each(minute, 9, amount[place]);
        }
        at += chance.whole(5400, 14_000);
    }
}

/// Writes water.
pub(super) fn water(rows: &mut Rows, world: &World, day: &Day) {
    glasses(world, day, |at, lag, amount| {
        rows.open_decimal(Source::WaterApp, Span::new(at, at), lag, amount, 4);
        rows.close_with(&[("HKWasUserEntered", "1")]);
    });
}

/// Writes glucose, in millimoles per litre: two curious days a quarter.
pub(super) fn glucose(rows: &mut Rows, world: &World, day: &Day) {
    if !matches!(world.age(day.index) % 91, 9 | 10) {
        return;
    }
    let mut chance = world.chance("glucose", day.index);
    let tests = [(0.5, 5.0, "1"), (2.0, 6.9, "2"), (6.5, 5.3, "1"), (8.0, 6.6, "2")];
    for (hours, usual, meal) in tests {
        let at = day.frame.wake + rounded((hours + chance.between(0.0, 0.4)) * 3600.0);
        let value = chance.around(usual, 0.35);
        rows.open_decimal(Source::Health, Span::new(at, at), 60, value, 1);
        rows.close_with(&[("HKWasUserEntered", "1"), ("HKBloodGlucoseMealTime", meal)]);
    }
}

/// Writes mindful minutes.
pub(super) fn mindful(rows: &mut Rows, world: &World, day: &Day) {
    let mut chance = world.chance("mindful", day.index);
    let word = "HKCategoryValueNotApplicable";
    if chance.hit(0.45) && day.frame.flight.is_none() {
        let start = day.frame.wake + chance.whole(300, 1500);
        let span = Span::new(start, start + 60 * chance.whole(5, 20));
        rows.word(Source::MindApp, span, 3, word);
    }
    if chance.hit(0.15) {
        let start = day.frame.wake + chance.whole(18_000, 30_000);
        let span = Span::new(start, start + 60 * chance.whole(1, 3));
        if span.end < day.frame.end && day.worn_during(span) {
            rows.open(Source::Watch, span, 20);
            rows.pen.raw(word);
            rows.close_with(&[("HKTimeZone", world.zone_at(start).name())]);
        }
    }
}

/// Writes body temperature while ill.
pub(super) fn temperature(rows: &mut Rows, world: &World, day: &Day) {
    let illness = day.frame.body.illness;
    if illness < 0.5 {
        return;
    }
    let mut chance = world.chance("fever", day.index);
    for hours in [1, 8] {
        let at = day.frame.wake + hours * 3600 + chance.whole(0, 1800);
        fever(rows, &mut chance, at, illness);
    }
}

fn fever(rows: &mut Rows, chance: &mut Chance, at: i64, illness: f64) {
    let celsius = chance.around(36.7 + 1.9 * illness, 0.25);
    rows.open_decimal(Source::Health, Span::new(at, at), 90, celsius, 1);
    rows.close_with(&[("HKWasUserEntered", "1"), ("HKBodyTemperatureSensorLocation", "3")]);
}
