//! Describes the person's slow state: fitness, illness, resting heart, weight.

use super::chance::{real, wave};
use super::world::World;

/// The state of one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    /// From 0 (untrained) to 1.
    pub(super) fitness: f64,
    /// From 0 (well) to 1 (in bed with fever).
    pub(super) illness: f64,
    /// Resting heart rate, beats per minute.
    pub(super) resting: f64,
    /// Usual heart rate variability (SDNN), milliseconds.
    pub(super) variability: f64,
    /// Kilograms.
    pub(super) weight: f64,
    /// Share of body fat.
    pub(super) fat: f64,
}

/// The highest heart rate this person reaches.
pub(super) const HEART_LIMIT: f64 = 186.0;
/// Metres.
pub(super) const HEIGHT: f64 = 1.72;

/// Days before the export on which the one illness of a year begins and how it goes.
const ILLNESS_AGE: i64 = 67;
const ILLNESS_EVERY: i64 = 364;
const ILLNESS: [f64; 8] = [0.4, 0.9, 1.0, 0.9, 0.7, 0.5, 0.3, 0.15];

/// Answers how ill the person is, by days before the export.
pub(super) fn illness(age: i64) -> f64 {
    let since = (ILLNESS_AGE - age).rem_euclid(ILLNESS_EVERY);
    usize::try_from(since)
        .ok()
        .and_then(|day| ILLNESS.get(day))
        .copied()
        .unwrap_or(0.0)
}

/// Describes one day.
pub(super) fn describe(world: &World, index: i64) -> Body {
    let age = world.age(index);
    let years = real(age) / 364.0;
    let mut chance = world.chance("body", index);
    let fitness = 0.82 - 0.3 * years.min(1.3) + 0.06 * wave(years * 2.0);
    let illness = illness(age);
    Body {
        fitness,
        illness,
        resting: chance.around(63.0 - 10.0 * fitness + 9.0 * illness, 1.1),
        variability: chance.around(30.0 + 26.0 * fitness - 16.0 * illness, 4.0),
        weight: chance.around(70.5 - 3.4 * fitness + 0.4 * wave(years * 13.0), 0.28),
        fat: chance.around(0.272 - 0.035 * fitness, 0.002_5),
    }
}
