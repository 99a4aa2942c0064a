//! Answers questions about a person's days: one question per file, each a pure function.
//!
//! # What goes in
//!
//! - [`Daily`]: one value per civil day, `None` where there is none. A day without a value is never a zero and never the
//!   day before.
//! - Slices of `Option<f64>` where only the order of days matters, slices of `f64` where nothing can be missing.
//! - Values are in the canonical unit of their [`Metric`](crate::Metric). Units are not repeated in the names of fields;
//!   on the wire they are.
//!
//! # What comes out
//!
//! An answer with how many values it rests on, or a [`NoAnswer`] that says why there is none. No function answers from
//! less than the minimum its page states, none takes a population's constant for a person's missing value, and none
//! invents a value for a day that has none.
//!
//! # How each page is written
//!
//! It states the formula, its source, what it assumes, the least data it answers from and what it refuses. [`METHODS`]
//! lists the same for programs, with a version that changes whenever an answer to the same question would. Constants that
//! literature leaves open are named there and are arguments.
//!
//! The figures these pages are held against are in `fixtures/golden`; `tests/golden.rs` runs them.

pub mod anomaly;
pub mod autocorrelation;
pub mod baseline;
pub mod change_point;
pub mod context;
pub mod correlation;
pub mod cusum;
pub mod discovery;
pub mod evidence;
pub mod ewma;
pub mod false_discovery;
pub mod heart;
pub mod insights;
pub mod metabolic;
pub mod robust;
pub mod rolling;
pub mod scores;
pub mod shift;
pub mod sleep;
pub mod training;
pub mod trend;

mod daily;
mod numeric;
mod rank;
mod significance;
#[cfg(test)]
mod testing;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use daily::Daily;

use crate::words::words;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum NoAnswer {
    /// There is less than the method needs.
    #[error("{}", insufficient(what, *needed, *got))]
    Insufficient {
        /// What is counted, in the plural: `days`, `pairs of days`, ….
        what: &'static str,
        /// How many the method needs.
        needed: usize,
        /// How many there are.
        got: usize,
    },
    /// All values are equal, so nothing can be compared with their spread.
    #[error("the {what} are all equal")]
    NoSpread {
        /// What is equal, in the plural.
        what: &'static str,
    },
    /// A value is infinite or not a number.
    #[error("value {index} of the {what} is not a finite number")]
    NotFinite {
        /// Among what it stands, in the plural.
        what: &'static str,
        /// Its place, from 0.
        index: usize,
    },
    /// A value is outside what the method is defined for.
    #[error("the {what} is {value}; it must be from {min} to {max}")]
    OutOfRange {
        /// What it is.
        what: &'static str,
        /// The value.
        value: f64,
        /// The least it may be.
        min: f64,
        /// The greatest it may be.
        max: f64,
    },
    /// A parameter is below the least that makes sense.
    #[error("the {what} is {value}; it must be at least {min}")]
    TooSmall {
        /// What it is.
        what: &'static str,
        /// The value.
        value: f64,
        /// The least it may be.
        min: f64,
    },
    /// A parameter that must be above 0 is not.
    #[error("the {what} is {value}; it must be above 0")]
    NotPositive {
        /// What it is.
        what: &'static str,
        /// The value.
        value: f64,
    },
    /// There is more than the method can hold in memory.
    #[error("{most} {what} can be answered at once, {got} are there")]
    TooMany {
        /// What is counted, in the plural.
        what: &'static str,
        /// How many it can be.
        most: usize,
        /// How many there are.
        got: usize,
    },
    /// Two things that must be of one length are not.
    #[error("{left} values cannot be paired with {right}")]
    Unpaired {
        /// The length of the first.
        left: usize,
        /// The length of the second.
        right: usize,
    },
    /// One day has two values, and nothing says which counts.
    #[error("{date} has two values")]
    SecondValue {
        /// The day.
        date: NaiveDate,
    },
    /// Intervals were made from heart rates or have beats missing everywhere: nothing is known of single beats.
    #[error("the intervals are not beat to beat: {evidence}")]
    NotBeatToBeat {
        /// What shows it.
        evidence: &'static str,
    },
    /// The method knows nothing about this.
    #[error("there is no {what} for {of}")]
    Undefined {
        /// What is asked for.
        what: &'static str,
        /// Of what.
        of: String,
    },
}

impl NoAnswer {
    /// Passes if there are enough.
    pub(crate) fn unless_enough(what: &'static str, needed: usize, got: usize) -> Result<(), Self> {
        if got >= needed {
            Ok(())
        } else {
            Err(Self::Insufficient { what, needed, got })
        }
    }

    /// Passes if all values are finite.
    pub(crate) fn unless_finite(what: &'static str, values: impl IntoIterator<Item = f64>) -> Result<(), Self> {
        match values.into_iter().position(|value| !value.is_finite()) {
            Some(index) => Err(Self::NotFinite { what, index }),
            None => Ok(()),
        }
    }

    /// Passes if a parameter is at least `min`; NaN never is.
    pub(crate) fn unless_at_least(what: &'static str, value: f64, min: f64) -> Result<(), Self> {
        if value >= min {
            Ok(())
        } else {
            Err(Self::TooSmall { what, value, min })
        }
    }

    /// Passes if a parameter is above 0; NaN never is.
    pub(crate) fn unless_positive(what: &'static str, value: f64) -> Result<(), Self> {
        if value > 0.0 {
            Ok(())
        } else {
            Err(Self::NotPositive { what, value })
        }
    }

    /// Passes if a parameter is from `min` to `max`; NaN never is.
    pub(crate) fn unless_within(what: &'static str, value: f64, min: f64, max: f64) -> Result<(), Self> {
        if (min..=max).contains(&value) {
            Ok(())
        } else {
            Err(Self::OutOfRange { what, value, min, max })
        }
    }
}

/// Says how many are missing, or that there are none.
fn insufficient(what: &str, needed: usize, got: usize) -> String {
    match needed {
        1 => format!("there are no {what}"),
        _ => format!("{needed} {what} are needed, {got} are there"),
    }
}

words! {
/// The sex that reference values in the literature are given for.
Sex {
    Female, "female", "Reference values of women.";
    Male, "male", "Reference values of men.";
}
}

/// Describes a method: what an answer is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Method {
    /// The stable name; where it matters it stands beside the answer.
    pub id: &'static str,
    /// Changes whenever an answer to the same question would.
    pub version: u32,
    /// Where it comes from.
    pub source: &'static str,
    /// The least data it answers from.
    pub needs: &'static str,
}

/// Lists every method.
///
/// ```
/// use vitasync_core::analytics::METHODS;
///
/// let method = METHODS.iter().find(|method| method.id == "night_signal").unwrap();
/// assert_eq!(method.source, "Alavi 2022, Nat Med 28:175");
/// ```
pub const METHODS: &[Method] = &[
    robust::METHOD,
    rolling::METHOD,
    baseline::METHOD,
    ewma::METHOD,
    trend::METHOD,
    autocorrelation::METHOD,
    change_point::METHOD,
    shift::METHOD,
    correlation::METHOD,
    discovery::METHOD,
    false_discovery::METHOD,
    cusum::METHOD,
    anomaly::outlier::METHOD,
    anomaly::weekday::METHOD,
    anomaly::drift::METHOD,
    anomaly::night_signal::METHOD,
    anomaly::thresholds::METHOD,
    anomaly::blood_pressure::METHOD,
    anomaly::episodes::METHOD,
    heart::artefacts::METHOD,
    heart::beat_rules::METHOD,
    heart::time_domain::METHOD,
    heart::frequency::METHOD,
    heart::poincare::METHOD,
    heart::geometry::METHOD,
    heart::entropy::METHOD,
    heart::hrv_trend::METHOD,
    heart::resting::METHOD,
    heart::recovery::METHOD,
    heart::zones::METHOD,
    heart::ecg::METHOD,
    sleep::hypnogram::METHOD,
    sleep::efficiency::METHOD,
    sleep::stage_shares::METHOD,
    sleep::quality::METHOD,
    sleep::debt::METHOD,
    sleep::circular::METHOD,
    sleep::consistency::METHOD,
    sleep::regularity::METHOD,
    sleep::chronotype::METHOD,
    sleep::rest_activity::METHOD,
    sleep::cosinor::METHOD,
    training::heart_rate::METHOD,
    training::trimp::METHOD,
    training::session_rpe::METHOD,
    training::power::METHOD,
    training::stress_score::METHOD,
    training::load::METHOD,
    training::impulse_response::METHOD,
    training::load_ratio::METHOD,
    training::monotony::METHOD,
    training::readiness::METHOD,
    training::vo2_max::METHOD,
    training::race::METHOD,
    training::power_curve::METHOD,
    training::best_effort::METHOD,
    training::records::METHOD,
    training::met_minutes::METHOD,
    metabolic::glucose::summary::METHOD,
    metabolic::glucose::risk::METHOD,
    metabolic::glucose::mage::METHOD,
    metabolic::glucose::variability::METHOD,
    metabolic::glucose::profile::METHOD,
    metabolic::energy::METHOD,
    metabolic::balance::METHOD,
    metabolic::body::METHOD,
    metabolic::hydration::METHOD,
    metabolic::fitness_age::METHOD,
    metabolic::stress::METHOD,
    scores::METHOD,
    insights::METHOD,
    context::METHOD,
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_method_has_its_own_name_a_source_and_a_minimum() {
        let names: HashSet<_> = METHODS.iter().map(|method| method.id).collect();
        assert_eq!(names.len(), METHODS.len());
        assert!(METHODS.iter().all(|it| !it.source.is_empty() && !it.needs.is_empty()));
    }

    #[test]
    fn reasons_say_what_is_missing() {
        let reason = NoAnswer::unless_enough("days", 14, 3).unwrap_err();
        assert_eq!(reason.to_string(), "14 days are needed, 3 are there");
        let json = serde_json::to_string(&reason).unwrap();
        assert_eq!(json, r#"{"kind":"insufficient","what":"days","needed":14,"got":3}"#);
    }
}
