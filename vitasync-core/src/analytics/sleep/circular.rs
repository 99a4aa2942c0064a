//! Averages times of the clock: 23:30 and 00:30 are midnight, not noon.
//!
//! Each time is a point on a circle of 24 hours; the mean of the points has a direction, the mean time, and a length R from 0 to 1,
//! which is how close they lie together. The standard deviation is `√(−2·ln R)` of the circle, in hours. Fisher 1993; as
//! scipy's `circmean` and `circstd`.
//!
//! Assumes times around one hour: of two that lie opposite there is no mean. Needs 3 times. Refuses times that lie all around the
//! clock (R below 10⁻⁹), and those that are not from 0 to 24.

use std::f64::consts::TAU;

use serde::Serialize;

use super::super::numeric::{float, sum};
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "circular_mean",
    version: 1,
    source: "Fisher 1993",
    needs: "3 times of the clock",
};

/// The least number of times that is answered from.
pub const MIN_TIMES: usize = 3;

/// Where times of the clock lie. All are in hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Circular {
    /// How many there are.
    pub n: usize,
    /// The mean, from 0 to below 24.
    pub mean: f64,
    /// How close they lie together, from 0 (all around) to 1 (all equal).
    pub resultant: f64,
    /// The standard deviation.
    pub sd: f64,
}

/// Returns where times of the clock, in hours from 0 to 24, lie.
///
/// ```
/// use vitasync_core::analytics::sleep::circular::circular;
///
/// let midpoints = circular(&[23.5, 0.5, 0.0]).unwrap();
/// assert!(midpoints.mean < 1e-9 || midpoints.mean > 24.0 - 1e-9, "midnight");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than three, [`NoAnswer::OutOfRange`] of what is no time of the clock, [`NoAnswer::Undefined`]
/// where they have no mean.
pub fn circular(hours: &[f64]) -> Result<Circular, NoAnswer> {
    NoAnswer::unless_enough("times of the clock", MIN_TIMES, hours.len())?;
    hours
        .iter()
        .try_for_each(|hour| NoAnswer::unless_within("time of the clock", *hour, 0.0, 24.0))?;
    let angle = |hour: &f64| hour / 24.0 * TAU;
    let part = |of: fn(f64) -> f64| sum(hours.iter().map(|hour| of(angle(hour)))) / float(hours.len());
    let (cosine, sine) = (part(f64::cos), part(f64::sin));
    let resultant = cosine.hypot(sine).min(1.0);
    if resultant < 1e-9 {
        return Err(NoAnswer::Undefined {
            what: "mean",
            of: "times that lie all around the clock".to_owned(),
        });
    }
    let mean = (sine.atan2(cosine) / TAU * 24.0).rem_euclid(24.0);
    Ok(Circular {
        n: hours.len(),
        mean: if mean < 24.0 { mean } else { 0.0 },
        resultant,
        sd: (-2.0 * resultant.ln()).max(0.0).sqrt() / TAU * 24.0,
    })
}

/// Returns by how much one time of the clock is after another, from −12 to below 12 hours.
#[must_use]
pub fn hours_after(later: f64, earlier: f64) -> f64 {
    (later - earlier + 12.0).rem_euclid(24.0) - 12.0
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn opposite_few_and_senseless_times_are_refused() {
        let reason = circular(&[0.0, 8.0, 16.0]).unwrap_err();
        assert_eq!(
            reason.to_string(),
            "there is no mean for times that lie all around the clock"
        );
        assert!(circular(&[1.0, 2.0]).is_err());
        assert!(circular(&[1.0, 2.0, f64::NAN]).is_err());
        assert!(circular(&[1.0, 2.0, 25.0]).is_err());
    }

    #[test]
    fn equal_times_do_not_vary() {
        let equal = circular(&[23.75; 9]).unwrap();
        assert!((equal.mean - 23.75).abs() < 1e-9 && equal.sd < 1e-6);
    }

    #[test]
    fn after_is_the_short_way_around() {
        assert_eq!(
            [hours_after(1.0, 23.0), hours_after(23.0, 1.0), hours_after(5.0, 3.0)],
            [2.0, -2.0, 2.0]
        );
    }

    proptest! {
        #[test]
        fn turning_the_clock_turns_the_mean_and_nothing_else(
            hours in prop::collection::vec(20.0..23.0_f64, 3..30),
            turn in 0.0..24.0_f64,
        ) {
            let answer = circular(&hours).unwrap();
            let turned: Vec<f64> = hours.iter().map(|hour| (hour + turn).rem_euclid(24.0)).collect();
            let other = circular(&turned).unwrap();
            prop_assert!(hours_after(other.mean, answer.mean + turn).abs() < 1e-9);
            prop_assert!((other.sd - answer.sd).abs() < 1e-6);
        }
    }
}
