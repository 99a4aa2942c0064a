//! Says what share of the heart rate reserve a heart rate is, and what maximal heart rate is predicted for an age.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | share of the reserve | `(HR − rest)/(max − rest)`, and back | Karvonen 1957 |
//! | maximum, Fox | `220 − age` | Fox 1971 |
//! | maximum, Tanaka | `208 − 0.7·age` | Tanaka 2001, J Am Coll Cardiol 37:153 |
//! | maximum, Gellish | `207 − 0.7·age` | Gellish 2007, Med Sci Sports Exerc 39:822 |
//! | maximum, Gulati | `206 − 0.88·age`, women | Gulati 2010, Circulation 122:130 |
//! | maximum, Nes | `211 − 0.64·age` | Nes 2013, Scand J Med Sci Sports 23:697 |
//!
//! A predicted maximum is that of a population: single people differ from it by 10 beats per minute and more in one
//! standard deviation, so a measured one is always better, and nothing here puts a predicted one in its place by itself.
//! Refuses a maximum that is not above the resting heart rate, both outside what hearts do, ages below 18 and above 100, and
//! Gulati's formula for men.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer, Sex};
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "heart_rate_reserve",
    version: 1,
    source: "Karvonen 1957, Ann Med Exp Biol Fenn 35:307",
    needs: "a resting and a maximal heart rate",
};

words! {
/// Names a formula for the maximal heart rate.
MaxFormula as MaxHeartRateFormula {
    Fox, "fox", "Fox 1971: the old rule of thumb; too low for older people.";
    Tanaka, "tanaka", "Tanaka 2001: from 351 studies of healthy adults.";
    Gellish, "gellish", "Gellish 2007: followed through the years.";
    Gulati, "gulati", "Gulati 2010: women without symptoms.";
    Nes, "nes", "Nes 2013: healthy adults of the HUNT study.";
}
}

/// The heart rates between which a person's effort lies, in beats per minute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reserve {
    rest: f64,
    max: f64,
}

impl Reserve {
    /// Takes a resting and a maximal heart rate, both in beats per minute.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a resting heart rate outside 20 to 130 or a maximum outside 80 to 250,
    /// [`NoAnswer::NotPositive`] where the maximum is not above rest.
    pub fn new(rest: f64, max: f64) -> Result<Self, NoAnswer> {
        NoAnswer::unless_within("resting heart rate", rest, 20.0, 130.0)?;
        NoAnswer::unless_within("maximal heart rate", max, 80.0, 250.0)?;
        NoAnswer::unless_positive("heart rate reserve", max - rest)?;
        Ok(Self { rest, max })
    }

    /// Returns the resting heart rate.
    #[must_use]
    pub fn rest(self) -> f64 {
        self.rest
    }

    /// Returns the maximal heart rate.
    #[must_use]
    pub fn max(self) -> f64 {
        self.max
    }

    /// Returns the share of the reserve that a heart rate is: 0 at rest and below, 1 at the maximum, and above 1 where the
    /// maximum is set too low.
    #[must_use]
    pub fn share(self, heart_rate: f64) -> f64 {
        ((heart_rate - self.rest) / (self.max - self.rest)).max(0.0)
    }

    /// Returns the heart rate at a share of the reserve.
    ///
    /// ```
    /// use vitasync_core::analytics::training::heart_rate::Reserve;
    ///
    /// let reserve = Reserve::new(60.0, 190.0).unwrap();
    /// assert_eq!(reserve.at(0.7), 151.0);
    /// ```
    #[must_use]
    pub fn at(self, share: f64) -> f64 {
        self.rest + share * (self.max - self.rest)
    }
}

/// Predicts the maximal heart rate of an adult, in beats per minute.
///
/// ```
/// use vitasync_core::analytics::training::heart_rate::{MaxFormula, predicted_max};
///
/// assert_eq!(predicted_max(MaxFormula::Tanaka, 40.0, None), Ok(180.0));
/// assert!(predicted_max(MaxFormula::Gulati, 40.0, None).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of an age outside 18 to 100 years, [`NoAnswer::Undefined`] of Gulati's formula for anyone who
/// is not known to be a woman.
pub fn predicted_max(formula: MaxFormula, age_years: f64, sex: Option<Sex>) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("age", age_years, 18.0, 100.0)?;
    if formula == MaxFormula::Gulati && sex != Some(Sex::Female) {
        return Err(NoAnswer::Undefined {
            what: "maximal heart rate by Gulati",
            of: "anyone who is not known to be a woman".to_owned(),
        });
    }
    Ok(match formula {
        MaxFormula::Fox => 220.0 - age_years,
        MaxFormula::Tanaka => 208.0 - 0.7 * age_years,
        MaxFormula::Gellish => 207.0 - 0.7 * age_years,
        MaxFormula::Gulati => 206.0 - 0.88 * age_years,
        MaxFormula::Nes => 211.0 - 0.64 * age_years,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn below_rest_is_no_effort_and_above_the_maximum_is_seen() {
        let reserve = Reserve::new(60.0, 190.0).unwrap();
        assert_eq!((reserve.share(50.0), reserve.share(190.0)), (0.0, 1.0));
        assert!(reserve.share(195.0) > 1.0);
        assert_eq!(reserve.share(reserve.at(0.35)), 0.35);
    }

    #[test]
    fn hearts_that_cannot_be_are_refused() {
        assert!(Reserve::new(60.0, 60.0).is_err());
        assert!(Reserve::new(100.0, 90.0).is_err());
        assert!(Reserve::new(0.0, 190.0).is_err());
        assert!(Reserve::new(60.0, f64::INFINITY).is_err());
        assert!(Reserve::new(f64::NAN, 190.0).is_err());
    }

    #[test]
    fn children_have_no_predicted_maximum() {
        assert!(predicted_max(MaxFormula::Tanaka, 12.0, None).is_err());
        assert!(predicted_max(MaxFormula::Gulati, 40.0, Some(Sex::Male)).is_err());
        assert!(predicted_max(MaxFormula::Fox, f64::NAN, None).is_err());
    }
}
