//! Fits a wave of 24 hours: when a rhythm peaks, and how far it swings.
//!
//! `value = mesor + amplitude·cos(2π·(t − acrophase)/24)` by least squares, with t in hours of the clock. Cornelissen 2014 (Theor Biol
//! Med Model 11:16). The share of the variance that the wave explains tells whether there is a wave to speak of.
//!
//! Assumes one wave a day: activity that stops at night is flat there, and the wave's mesor is below its mean. Needs 24 values
//! at 4 different hours at least. Refuses equal values, and hours that tell no wave apart.

use std::f64::consts::TAU;

use serde::Serialize;

use super::super::numeric::{float, mean, squares_about, sum};
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "cosinor",
    version: 1,
    source: "Cornelissen 2014, Theor Biol Med Model 11:16",
    needs: "24 values at 4 hours of the clock",
};

/// The least number of values that is answered from.
pub const MIN_VALUES: usize = 24;

/// A wave of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Cosinor {
    /// How many values it rests on.
    pub n: usize,
    /// The level about which it swings.
    pub mesor: f64,
    /// How far it swings to either side.
    pub amplitude: f64,
    /// When it peaks, a time of the clock in hours.
    pub acrophase: f64,
    /// The share of the variance that it explains, from 0 to 1.
    pub explained: f64,
}

/// Fits a wave to values at hours of the clock; hours of later days may go on beyond 24.
///
/// ```
/// use vitasync_core::analytics::sleep::cosinor::cosinor;
///
/// let warm: Vec<_> = (0..48).map(|hour| (f64::from(hour), 36.5 + 0.4 * (f64::from(hour - 17) / 24.0 * std::f64::consts::TAU).cos())).collect();
/// let wave = cosinor(&warm).unwrap();
/// assert!((wave.acrophase - 17.0).abs() < 1e-9 && (wave.amplitude - 0.4).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of too few values or hours, [`NoAnswer::NoSpread`] of equal values, [`NoAnswer::NotFinite`].
pub fn cosinor(values: &[(f64, f64)]) -> Result<Cosinor, NoAnswer> {
    NoAnswer::unless_enough("values", MIN_VALUES, values.len())?;
    NoAnswer::unless_finite("hours", values.iter().map(|(hour, _)| *hour))?;
    NoAnswer::unless_finite("values", values.iter().map(|(_, value)| *value))?;
    let hours = super::super::numeric::sorted(values.iter().map(|(hour, _)| hour.rem_euclid(24.0)));
    let apart = 1 + hours.windows(2).filter(|pair| pair[1] - pair[0] > 1e-6).count();
    NoAnswer::unless_enough("hours of the clock", 4, apart)?;
    let y: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let center = mean(&y);
    let squares = squares_about(&y, center);
    if squares == 0.0 {
        return Err(NoAnswer::NoSpread { what: "values" });
    }
    let waves: Vec<(f64, f64)> = values.iter().map(|(hour, _)| (hour / 24.0 * TAU).sin_cos()).collect();
    let n = float(values.len());
    let (sine_mean, cosine_mean) = (
        sum(waves.iter().map(|it| it.0)) / n,
        sum(waves.iter().map(|it| it.1)) / n,
    );
    // About their means, so that two equations are left.
    let about = || {
        waves
            .iter()
            .map(|(sine, cosine)| (sine - sine_mean, cosine - cosine_mean))
    };
    let (ss, cc) = (sum(about().map(|it| it.0 * it.0)), sum(about().map(|it| it.1 * it.1)));
    let sc = sum(about().map(|it| it.0 * it.1));
    let with_y = |of: fn((f64, f64)) -> f64| sum(about().zip(&y).map(|(wave, y)| of(wave) * (y - center)));
    let (sy, cy) = (with_y(|it| it.0), with_y(|it| it.1));
    let determinant = ss * cc - sc * sc;
    if determinant <= 1e-9 * n * n {
        return Err(NoAnswer::NoSpread {
            what: "hours of the clock",
        });
    }
    let sine = (sy * cc - cy * sc) / determinant;
    let cosine = (cy * ss - sy * sc) / determinant;
    let acrophase = (sine.atan2(cosine) / TAU * 24.0).rem_euclid(24.0);
    Ok(Cosinor {
        n: values.len(),
        mesor: center - sine * sine_mean - cosine * cosine_mean,
        amplitude: sine.hypot(cosine),
        acrophase: if acrophase < 24.0 { acrophase } else { 0.0 },
        explained: ((sine * sy + cosine * cy) / squares).clamp(0.0, 1.0),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wave_is_found_again_at_uneven_hours(
            hours in prop::collection::vec(0.0..96.0_f64, 30..80),
            mesor in -50.0..50.0_f64,
            amplitude in 1.0..20.0_f64,
            acrophase in 0.1..23.9_f64,
        ) {
            let value = |hour: f64| mesor + amplitude * ((hour - acrophase) / 24.0 * TAU).cos();
            let values: Vec<_> = hours.iter().map(|hour| (*hour, value(*hour))).collect();
            let wave = cosinor(&values).unwrap();
            prop_assert!((wave.mesor - mesor).abs() < 1e-6 && (wave.amplitude - amplitude).abs() < 1e-6);
            prop_assert!((wave.acrophase - acrophase).abs() < 1e-5);
            prop_assert!(wave.explained > 1.0 - 1e-9);
        }
    }

    #[test]
    fn few_equal_and_crowded_values_are_refused() {
        let values = |of: fn(u32) -> (f64, f64)| (0..30).map(of).collect::<Vec<_>>();
        assert!(matches!(
            cosinor(&values(|at| (f64::from(at), 5.0))),
            Err(NoAnswer::NoSpread { .. })
        ));
        assert!(
            cosinor(&values(|at| (f64::from(24 * at), f64::from(at)))).is_err(),
            "one hour"
        );
        assert!(cosinor(&values(|at| (f64::from(at), f64::NAN))).is_err());
        assert!(cosinor(&values(|at| (f64::from(at), f64::from(at)))[..23]).is_err());
    }
}
