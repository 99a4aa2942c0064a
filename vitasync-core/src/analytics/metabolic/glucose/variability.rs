//! Says how much glucose changes from day to day and from reading to reading.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | MODD | mean of `abs(g(t + 24 h) − g(t))` | Molnar 1972, Diabetologia 8:342 |
//! | CONGA | SD of `g(t + 24 h) − g(t)` | McDonnell 2005, Diabetes Technol Ther 7:253 |
//! | MAG | sum of `abs` of changes between readings, per hour | Hermanides 2010, Crit Care Med 38:838 |
//! | GVP | how much longer the line is than a flat one, in percent | Peyser 2018, Diabetes Technol Ther 20:6 |
//! | SD of the rate | SD of the change over 15 minutes, per minute | Clarke 2009, Diabetes Technol Ther 11:S45 |
//! | mean over time | the area below the line per hour | |
//!
//! All look at the readings on a grid (iglu does the same), so a gap above 45 minutes counts for nothing. A day later is 24
//! hours later: on the two nights when clocks change, the clock shows another hour. GVP adds minutes and mg/dL, so it holds
//! for mg/dL only.
//!
//! [`variability`] answers all of them from one grid; [`modd`], [`conga`], [`mag`] and [`gvp`] answer one and compute no other.
//! Each is one pass. What compares days needs as many pairs of moments 24 hours apart as make half a day, MAG and GVP two pairs of
//! neighbouring moments. Refuses less.

use serde::Serialize;

use super::super::super::numeric::{float, mean, midpoint, sum, variance};
use super::super::super::{Method, NoAnswer};
use super::Trace;
use super::grid::Grid;

/// This method.
pub const METHOD: Method = Method {
    id: "glucose_variability",
    version: 1,
    source: "Molnar 1972, Diabetologia 8:342; McDonnell 2005; Hermanides 2010; Peyser 2018",
    needs: "half a day of pairs 24 hours apart",
};

/// How much glucose changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseVariability))]
pub struct Variability {
    /// The mean of daily differences, in mg/dL.
    pub modd: f64,
    /// The standard deviation of daily differences, in mg/dL.
    pub conga: f64,
    /// The mean absolute change, in mg/dL per hour.
    pub mag: f64,
    /// The glycemic variability percentage.
    pub gvp_percent: f64,
    /// The standard deviation of the rate of change, in mg/dL per minute.
    pub rate_sd: f64,
    /// The mean over time, in mg/dL.
    pub time_weighted_mean: f64,
    /// How many pairs of moments 24 hours apart the first two rest on.
    pub day_pairs: usize,
}

/// Returns how much the glucose of a trace changes.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer pairs of moments 24 hours apart than make half a day.
pub fn variability(trace: &Trace) -> Result<Variability, NoAnswer> {
    let grid = Grid::of(trace);
    let days = day_changes(&grid)?;
    let steps = step_changes(&grid)?;
    // Rates are over 15 minutes on a grid of 5, whatever the sensor's interval.
    let fine = if grid.minutes == 5 {
        grid.changes(15)
    } else {
        Grid::with_step(trace, 5).changes(15)
    };
    let rates: Vec<f64> = fine.iter().map(|change| change / 15.0).collect();
    NoAnswer::unless_enough("moments 15 minutes apart", 2, rates.len())?;
    let pairs = grid.values.windows(2);
    let middles: Vec<f64> = pairs.filter_map(|pair| Some(midpoint(pair[0]?, pair[1]?))).collect();
    Ok(Variability {
        modd: mean_size(&days),
        conga: variance(&days).sqrt(),
        mag: hourly(&steps, grid.minutes),
        gvp_percent: longer_percent(&steps, grid.minutes),
        rate_sd: variance(&rates).sqrt(),
        time_weighted_mean: mean(&middles),
        day_pairs: days.len(),
    })
}

/// Returns the mean of daily differences of a trace, in mg/dL.
///
/// ```
/// use chrono::{DateTime, FixedOffset, TimeDelta};
/// use vitasync_core::analytics::metabolic::glucose::variability::{conga, gvp, mag, modd};
/// use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
///
/// let first: DateTime<FixedOffset> = "2026-03-01T00:05:00+01:00".parse().unwrap();
/// let readings = (0..576).map(|at| Reading {
///     at: first + TimeDelta::minutes(5 * at),
///     value: if at < 288 { 100.0 } else { 112.0 },
/// });
/// let trace = Trace::new(readings).unwrap();
/// assert_eq!((modd(&trace), conga(&trace)), (Ok(12.0), Ok(0.0))); // always 12 more than the day before
/// assert!(mag(&trace).unwrap() < 0.3 && gvp(&trace).unwrap() < 0.5); // and one step in two days
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer pairs of moments 24 hours apart than make half a day.
pub fn modd(trace: &Trace) -> Result<f64, NoAnswer> {
    Ok(mean_size(&day_changes(&Grid::of(trace))?))
}

/// Returns the standard deviation of daily differences of a trace, in mg/dL.
///
/// # Errors
///
/// As [`modd`].
pub fn conga(trace: &Trace) -> Result<f64, NoAnswer> {
    Ok(variance(&day_changes(&Grid::of(trace))?).sqrt())
}

/// Returns the mean absolute change of a trace, in mg/dL per hour.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than two pairs of neighbouring moments.
pub fn mag(trace: &Trace) -> Result<f64, NoAnswer> {
    let grid = Grid::of(trace);
    Ok(hourly(&step_changes(&grid)?, grid.minutes))
}

/// Returns the glycemic variability percentage of a trace: how much longer its line is than a flat one.
///
/// # Errors
///
/// As [`mag`].
pub fn gvp(trace: &Trace) -> Result<f64, NoAnswer> {
    let grid = Grid::of(trace);
    Ok(longer_percent(&step_changes(&grid)?, grid.minutes))
}

/// Lists what changes over 24 hours.
fn day_changes(grid: &Grid) -> Result<Vec<f64>, NoAnswer> {
    let days = grid.changes(1440);
    let needed = (720 / grid.minutes).max(2);
    NoAnswer::unless_enough("pairs of moments 24 hours apart", needed, days.len())?;
    Ok(days)
}

/// Lists what changes from one moment to the next.
fn step_changes(grid: &Grid) -> Result<Vec<f64>, NoAnswer> {
    let steps = grid.changes(grid.minutes);
    NoAnswer::unless_enough("neighbouring moments", 2, steps.len())?;
    Ok(steps)
}

fn hourly(steps: &[f64], minutes: usize) -> f64 {
    mean_size(steps) * 60.0 / float(minutes)
}

fn longer_percent(steps: &[f64], minutes: usize) -> f64 {
    let step = float(minutes);
    let line = sum(steps.iter().map(|change| change.hypot(step)));
    100.0 * (line / (float(steps.len()) * step) - 1.0)
}

fn mean_size(changes: &[f64]) -> f64 {
    sum(changes.iter().map(|change| change.abs())) / float(changes.len())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::every_five_minutes;
    use super::*;

    #[test]
    fn days_that_are_alike_do_not_differ() {
        let day = (0..288).map(|at| 100.0 + f64::from(at % 50));
        let days = day.clone().chain(day).map(Some);
        let alike = variability(&every_five_minutes(days)).unwrap();
        assert_eq!((alike.modd, alike.conga), (0.0, 0.0));
        assert!(alike.mag > 0.0 && alike.gvp_percent > 0.0);
    }

    #[test]
    fn one_day_has_no_next() {
        let reason = variability(&every_five_minutes(vec![Some(100.0); 288])).unwrap_err();
        assert_eq!(
            reason.to_string(),
            "144 pairs of moments 24 hours apart are needed, 0 are there"
        );
        assert!(variability(&every_five_minutes([Some(100.0)])).is_err());
    }

    #[test]
    fn a_constant_changes_nothing() {
        let flat = variability(&every_five_minutes(vec![Some(100.0); 600])).unwrap();
        assert_eq!(
            (flat.modd, flat.mag, flat.rate_sd, flat.time_weighted_mean),
            (0.0, 0.0, 0.0, 100.0)
        );
        assert!(flat.gvp_percent.abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn one_alone_is_what_it_is_among_all(values in prop::collection::vec(prop::option::of(60..200_i32), 450)) {
            let trace = every_five_minutes(values.iter().map(|value| value.map(f64::from)));
            let Ok(all) = variability(&trace) else { return Ok(()) };
            let alone = [modd, conga, mag, gvp].map(|of| of(&trace).unwrap());
            prop_assert_eq!(alone, [all.modd, all.conga, all.mag, all.gvp_percent]);
        }

        #[test]
        fn a_shift_moves_the_mean_alone(values in prop::collection::vec(60..200_i32, 450), shift in 1..90_i32) {
            let of = |shift: i32| {
                let moved = values.iter().map(|value| Some(f64::from(value + shift)));
                variability(&every_five_minutes(moved)).unwrap()
            };
            let (here, there) = (of(0), of(shift));
            for (a, b) in [(here.modd, there.modd), (here.conga, there.conga), (here.mag, there.mag), (here.rate_sd, there.rate_sd)] {
                prop_assert!((a - b).abs() < 1e-9);
            }
            prop_assert!((there.time_weighted_mean - here.time_weighted_mean - f64::from(shift)).abs() < 1e-9);
        }
    }
}
