//! Says what performance Banister's impulse-response model expects after each day.
//!
//! `p = p₀ + k₁·g − k₂·h`, with `g = g·e^(−1/τ₁) + load` and `h = h·e^(−1/τ₂) + load` (Banister 1975; Busso 1994, J Appl
//! Physiol 76:2433). Performance is in the unit of `p₀`.
//!
//! Assumes that the five parameters were fitted to this person's own performances; those of others say nothing of this one,
//! so there are no defaults. Needs every day from the first on to be known, because the model has no word for a gap. Refuses
//! negative loads and time constants that are not above 0.

use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer};
use super::load::checked_loads;

/// This method.
pub const METHOD: Method = Method {
    id: "impulse_response",
    version: 1,
    source: "Banister 1975; Busso 1994, J Appl Physiol 76:2433",
    needs: "1 day, and every day from it on",
};

/// The parameters of a person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ImpulseResponse))]
pub struct Parameters {
    /// The performance without training.
    pub base: f64,
    /// How much fitness adds per load.
    pub fitness_gain: f64,
    /// How much fatigue takes per load.
    pub fatigue_gain: f64,
    /// In how many days fitness fades to 1/e.
    pub fitness_days: f64,
    /// In how many days fatigue fades to 1/e.
    pub fatigue_days: f64,
}

/// Returns the expected performance after each day.
///
/// ```
/// use vitasync_core::analytics::training::impulse_response::{Parameters, expected_performance};
///
/// let person = Parameters { base: 500.0, fitness_gain: 0.1, fatigue_gain: 0.12, fitness_days: 50.0, fatigue_days: 11.0 };
/// let expected = expected_performance(&[Some(100.0), Some(0.0)], person).unwrap();
/// assert_eq!(expected[0], 498.0);
/// assert!(expected[1] > expected[0], "fatigue fades first");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no day or of a day that is not known, [`NoAnswer::TooSmall`] of a negative load,
/// [`NoAnswer::NotPositive`] of a time constant, [`NoAnswer::NotFinite`].
pub fn expected_performance(days: &[Option<f64>], person: Parameters) -> Result<Vec<f64>, NoAnswer> {
    checked_loads(days, days.len().max(1))?;
    NoAnswer::unless_positive("time constant of fitness", person.fitness_days)?;
    NoAnswer::unless_positive("time constant of fatigue", person.fatigue_days)?;
    NoAnswer::unless_finite("parameters", [person.base, person.fitness_gain, person.fatigue_gain])?;
    let keep = |time_constant: f64| (-1.0 / time_constant).exp();
    let (mut fitness, mut fatigue) = (0.0, 0.0);
    let days = days.iter().flatten().map(|load| {
        fitness = fitness * keep(person.fitness_days) + load;
        fatigue = fatigue * keep(person.fatigue_days) + load;
        person.base + person.fitness_gain * fitness - person.fatigue_gain * fatigue
    });
    Ok(days.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Parameters = Parameters {
        base: 500.0,
        fitness_gain: 0.1,
        fatigue_gain: 0.12,
        fitness_days: 50.0,
        fatigue_days: 11.0,
    };

    #[test]
    fn rest_leaves_the_base() {
        assert_eq!(expected_performance(&[Some(0.0); 3], PERSON), Ok(vec![500.0; 3]));
    }

    #[test]
    fn unknown_days_and_broken_parameters_are_refused() {
        assert!(expected_performance(&[], PERSON).is_err());
        assert!(expected_performance(&[Some(1.0), None], PERSON).is_err());
        let broken = Parameters {
            base: f64::NAN,
            ..PERSON
        };
        assert!(expected_performance(&[Some(1.0)], broken).is_err());
        let still = Parameters {
            fatigue_days: 0.0,
            ..PERSON
        };
        assert!(expected_performance(&[Some(1.0)], still).is_err());
    }
}
