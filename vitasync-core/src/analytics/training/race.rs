//! Predicts a race from another one.
//!
//! | answer | formula | source | holds for |
//! | --- | --- | --- | --- |
//! | Riegel | `t₂ = t₁·(d₂/d₁)^1.06` | Riegel 1981, Am Sci 69:285 | races of 3.5 to 230 minutes |
//! | equal VDOT | the time at which the [VDOT](super::vo2_max) of both races is the same | Daniels & Gilbert 1979 | running, 1,500 m to 50 km |
//!
//! Both assume equal preparation for both distances; few who race short have trained for a marathon, so predictions of one
//! come out too fast, and [`Prediction::reach`] says how far a prediction stretches. The exponent is an argument: it is 1.06
//! for trained runners and greater for others. Needs one all-out race. Refuses races and predictions outside the ranges.

use serde::Serialize;

use super::super::{Method, NoAnswer};
use super::vo2_max::{by_race, vdot};

/// This method.
pub const METHOD: Method = Method {
    id: "race_prediction",
    version: 1,
    source: "Riegel 1981, Am Sci 69:285; Daniels & Gilbert 1979",
    needs: "1 race",
};

/// Riegel's exponent for runners.
pub const RIEGEL_EXPONENT: f64 = 1.06;

/// The times between which Riegel's law holds, in seconds.
const RIEGEL_SECONDS: (f64, f64) = (210.0, 13_800.0);

/// What a race predicts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RacePrediction))]
pub struct Prediction {
    /// The time in seconds.
    pub seconds: f64,
    /// How many times as far as the race it is predicted from.
    pub reach: f64,
}

/// Predicts the time for another distance by Riegel's law.
///
/// ```
/// use vitasync_core::analytics::training::race::{RIEGEL_EXPONENT, by_riegel};
///
/// let ten = by_riegel(5000.0, 20.0 * 60.0, 10_000.0, RIEGEL_EXPONENT).unwrap();
/// assert_eq!(ten.seconds.round(), 41.0 * 60.0 + 42.0);
/// let sprint = by_riegel(5000.0, 20.0 * 60.0, 100.0, RIEGEL_EXPONENT);
/// assert!(sprint.is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::NotPositive`] of distances, [`NoAnswer::OutOfRange`] of a time, given or predicted, outside 3.5 to 230 minutes
/// or an exponent outside 1 to 1.3.
pub fn by_riegel(metres: f64, seconds: f64, other_metres: f64, exponent: f64) -> Result<Prediction, NoAnswer> {
    NoAnswer::unless_positive("distance", metres)?;
    NoAnswer::unless_positive("distance", other_metres)?;
    NoAnswer::unless_within("exponent", exponent, 1.0, 1.3)?;
    let (least, most) = RIEGEL_SECONDS;
    NoAnswer::unless_within("time", seconds, least, most)?;
    let reach = other_metres / metres;
    let predicted = seconds * reach.powf(exponent);
    NoAnswer::unless_within("predicted time", predicted, least, most)?;
    Ok(Prediction {
        seconds: predicted,
        reach,
    })
}

/// Predicts the time for another distance by equal VDOT.
///
/// ```
/// use vitasync_core::analytics::training::race::by_vdot;
///
/// let ten = by_vdot(5000.0, 20.0 * 60.0, 10_000.0).unwrap();
/// assert!((ten.seconds - (41.0 * 60.0 + 28.0)).abs() < 5.0);
/// ```
///
/// # Errors
///
/// As [`by_race`], of both races.
pub fn by_vdot(metres: f64, seconds: f64, other_metres: f64) -> Result<Prediction, NoAnswer> {
    let fitness = by_race(metres, seconds)?;
    // VDOT falls with time, so halving the span in which the time lies finds it.
    let (mut fast, mut slow) = (1.0, 600.0);
    while slow - fast > 1e-9 {
        let middle = f64::midpoint(fast, slow);
        if vdot(other_metres, middle) > fitness {
            fast = middle;
        } else {
            slow = middle;
        }
    }
    let predicted = 60.0 * slow;
    by_race(other_metres, predicted)?;
    Ok(Prediction {
        seconds: predicted,
        reach: other_metres / metres,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_neither_law_covers_is_refused() {
        assert!(by_riegel(5000.0, 100.0, 10_000.0, RIEGEL_EXPONENT).is_err());
        assert!(by_riegel(42_195.0, 13_000.0, 100_000.0, RIEGEL_EXPONENT).is_err());
        assert!(by_riegel(5000.0, 1200.0, f64::NAN, RIEGEL_EXPONENT).is_err());
        assert!(by_riegel(5000.0, 1200.0, f64::INFINITY, RIEGEL_EXPONENT).is_err());
        assert!(by_riegel(5000.0, 1200.0, 10_000.0, 0.9).is_err());
        assert!(by_vdot(5000.0, 1200.0, 800.0).is_err());
        assert!(by_vdot(5000.0, 1200.0, f64::NAN).is_err());
    }

    /// Predicts the time for another distance.
    type Law = fn(f64, f64, f64) -> Result<Prediction, NoAnswer>;

    proptest! {
        #[test]
        fn predictions_lead_back_and_farther_takes_longer_per_metre(
            seconds in 1000.0..2400.0_f64,
            other in 1600.0..21_000.0_f64,
        ) {
            let laws: [Law; 2] =
                [|a, t, b| by_riegel(a, t, b, RIEGEL_EXPONENT), by_vdot];
            for law in laws {
                let there = law(5000.0, seconds, other).unwrap();
                let back = law(other, there.seconds, 5000.0).unwrap();
                prop_assert!((back.seconds - seconds).abs() < 1e-3);
                prop_assert_eq!(there.seconds / other > seconds / 5000.0, other > 5000.0);
            }
        }
    }
}
