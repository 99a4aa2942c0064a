//! Says how much energy a body spends at rest and in a day, in kilocalories per day.
//!
//! | answer | formula (kg, cm, years) | source |
//! | --- | --- | --- |
//! | Mifflin–St Jeor | `10·weight + 6.25·height − 5·age + 5` (men), `− 161` (women) | Mifflin 1990, Am J Clin Nutr 51:241 |
//! | Harris–Benedict, revised | `88.362 + 13.397·weight + 4.799·height − 5.677·age` (men), `447.593 + 9.247·weight + 3.098·height − 4.330·age` (women) | Roza & Shizgal 1984, Am J Clin Nutr 40:168 |
//! | Katch–McArdle | `370 + 21.6·lean mass` | McArdle, Katch & Katch, Exercise Physiology |
//! | Cunningham | `500 + 22·lean mass` | Cunningham 1980, Am J Clin Nutr 33:2372 |
//! | whole day | resting energy times a physical activity level, or plus active energy over 0.9 for what digestion takes | FAO/WHO/UNU 2004 |
//!
//! For single people the formulas are off by 10 % and more, so what a device measured comes first. Assumes adults; weight
//! loss, fever and pregnancy change the figures. Needs weight, height, age and sex, or lean mass alone. Refuses people under
//! 18, values no adult has, and a formula that depends on sex where that is not known.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer, Sex};
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "energy_expenditure",
    version: 1,
    source: "Mifflin 1990, Am J Clin Nutr 51:241; Roza & Shizgal 1984; Cunningham 1980; FAO/WHO/UNU 2004",
    needs: "weight, height, age and sex, or lean mass",
};

words! {
/// How active a day is: its physical activity level, energy of the day over that at rest (FAO/WHO/UNU 2004).
ActivityLevel {
    Sedentary, "sedentary", "Mostly sitting: 1.40 to 1.69, taken as 1.53.";
    Active, "active", "Moderately active: 1.70 to 1.99, taken as 1.76.";
    Vigorous, "vigorous", "Vigorously active: 2.00 to 2.40, taken as 2.25.";
}
}

impl ActivityLevel {
    /// Returns the factor.
    #[must_use]
    pub fn factor(self) -> f64 {
        match self {
            Self::Sedentary => 1.53,
            Self::Active => 1.76,
            Self::Vigorous => 2.25,
        }
    }
}

/// An adult, of whom the formulas speak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Adult {
    weight_kg: f64,
    height_cm: f64,
    age_years: f64,
    sex: Sex,
}

impl Adult {
    /// Takes weight in kilograms, height in metres, age in years and sex.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a weight outside 25 to 400 kg, a height outside 1 to 2.6 m or an age outside 18 to 120
    /// years, [`NoAnswer::Undefined`] where the sex is not known.
    pub fn new(weight_kg: f64, height_m: f64, age_years: f64, sex: Option<Sex>) -> Result<Self, NoAnswer> {
        NoAnswer::unless_within("weight", weight_kg, 25.0, 400.0)?;
        NoAnswer::unless_within("height", height_m, 1.0, 2.6)?;
        NoAnswer::unless_within("age", age_years, 18.0, 120.0)?;
        let sex = sex.ok_or_else(|| NoAnswer::Undefined {
            what: "resting energy by weight, height and age",
            of: "a person whose sex is not known".to_owned(),
        })?;
        Ok(Self {
            weight_kg,
            height_cm: 100.0 * height_m,
            age_years,
            sex,
        })
    }

    /// Returns the resting energy by Mifflin and St Jeor.
    ///
    /// ```
    /// use vitasync_core::analytics::Sex;
    /// use vitasync_core::analytics::metabolic::energy::Adult;
    ///
    /// let man = Adult::new(80.0, 1.80, 40.0, Some(Sex::Male)).unwrap();
    /// assert_eq!(man.mifflin(), 1730.0);
    /// assert!(Adult::new(80.0, 1.80, 40.0, None).is_err());
    /// ```
    #[must_use]
    pub fn mifflin(self) -> f64 {
        let offset = match self.sex {
            Sex::Male => 5.0,
            Sex::Female => -161.0,
        };
        10.0 * self.weight_kg + 6.25 * self.height_cm - 5.0 * self.age_years + offset
    }

    /// Returns the resting energy by Harris and Benedict, revised by Roza and Shizgal.
    #[must_use]
    pub fn harris_benedict(self) -> f64 {
        let (base, weight, height, age) = match self.sex {
            Sex::Male => (88.362, 13.397, 4.799, 5.677),
            Sex::Female => (447.593, 9.247, 3.098, 4.330),
        };
        base + weight * self.weight_kg + height * self.height_cm - age * self.age_years
    }
}

/// Returns the resting energy by Katch and McArdle, of lean mass in kilograms.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a lean mass outside 20 to 150 kg.
pub fn katch_mcardle(lean_kg: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("lean mass", lean_kg, 20.0, 150.0)?;
    Ok(370.0 + 21.6 * lean_kg)
}

/// Returns the resting energy by Cunningham, of lean mass in kilograms.
///
/// # Errors
///
/// As [`katch_mcardle`].
pub fn cunningham(lean_kg: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("lean mass", lean_kg, 20.0, 150.0)?;
    Ok(500.0 + 22.0 * lean_kg)
}

/// Returns the energy of a day from that at rest and how active the day is.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a resting energy outside 500 to 6,000 kcal.
pub fn of_activity_level(resting_kcal: f64, level: ActivityLevel) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("resting energy", resting_kcal, 500.0, 6000.0)?;
    Ok(resting_kcal * level.factor())
}

/// Returns the energy of a day from that at rest and the active energy a device measured, with a tenth of the whole for
/// digestion.
///
/// ```
/// use vitasync_core::analytics::metabolic::energy::of_active_energy;
///
/// assert_eq!(of_active_energy(1700.0, 460.0), Ok(2400.0));
/// ```
///
/// # Errors
///
/// As [`of_activity_level`]; [`NoAnswer::OutOfRange`] of active energy outside 0 to 15,000 kcal.
pub fn of_active_energy(resting_kcal: f64, active_kcal: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("resting energy", resting_kcal, 500.0, 6000.0)?;
    NoAnswer::unless_within("active energy", active_kcal, 0.0, 15_000.0)?;
    Ok((resting_kcal + active_kcal) / 0.9)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn more_weight_needs_more_and_age_needs_less() {
        let of = |weight, age| Adult::new(weight, 1.7, age, Some(Sex::Female)).unwrap();
        assert!(of(70.0, 30.0).mifflin() > of(60.0, 30.0).mifflin());
        assert!(of(60.0, 60.0).harris_benedict() < of(60.0, 30.0).harris_benedict());
    }

    #[test]
    fn children_and_bodies_that_cannot_be_are_refused() {
        let sex = Some(Sex::Male);
        assert!(Adult::new(40.0, 1.5, 12.0, sex).is_err());
        assert!(Adult::new(80.0, 180.0, 40.0, sex).is_err(), "a height in centimetres");
        assert!(Adult::new(f64::NAN, 1.8, 40.0, sex).is_err());
        assert!(katch_mcardle(0.0).is_err() && cunningham(f64::INFINITY).is_err());
        assert!(of_activity_level(0.0, ActivityLevel::Active).is_err());
        assert!(of_active_energy(1700.0, -1.0).is_err());
    }
}
