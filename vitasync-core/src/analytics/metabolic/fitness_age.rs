//! Says of which age an oxygen uptake is the mean: fitness age.
//!
//! The mean maximal oxygen uptake of healthy Norwegians in mL/kg/min, measured on a treadmill in the HUNT 3 fitness study
//! (Aspenes 2011, Med Sci Sports Exerc 43:1465; ntnu.edu/cerg/fitness-numbers), straight between the middles of the decades:
//!
//! | age | 20–29 | 30–39 | 40–49 | 50–59 | 60–69 | 70 and more |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | men | 54 | 49 | 47 | 42 | 39 | 34 |
//! | women | 43 | 40 | 38 | 34 | 31 | 27 |
//!
//! The means are those the group publishes on that page; that the last decade has its middle at 75 is a convention, because the page
//! says "over 70". The name is the group's too, but not its calculator, which asks for waist, pulse and habits.
//!
//! It is another way to tell an oxygen uptake, not an age of the heart and not a prognosis. Among people of one age uptakes
//! spread by 8 (Loe 2013, PLoS ONE 8:e64319, at 20 to 29 years), which is two decades here. The estimate a watch makes is off by as much as it is.
//!
//! Needs an oxygen uptake and the sex. Above the mean of 25 and below that of 75 years it answers a limit instead of
//! stretching the line. Refuses uptakes nobody has, people under 18, and an unknown sex.

use serde::Serialize;

use super::super::{Method, NoAnswer, Sex};

/// This method.
pub const METHOD: Method = Method {
    id: "fitness_age",
    version: 1,
    source: "Aspenes 2011, Med Sci Sports Exerc 43:1465",
    needs: "an oxygen uptake, age and sex",
};

/// The middle of the first decade.
const FIRST_AGE: f64 = 25.0;
/// The middle of the last.
const LAST_AGE: f64 = 75.0;
const MEN: [f64; 6] = [54.0, 49.0, 47.0, 42.0, 39.0, 34.0];
const WOMEN: [f64; 6] = [43.0, 40.0, 38.0, 34.0, 31.0, 27.0];

/// Of which age an oxygen uptake is the mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", content = "years", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum FitnessAge {
    /// Of this many years.
    Years(f64),
    /// Of this many or fewer; the table does not say.
    AtMost(f64),
    /// Of this many or more.
    AtLeast(f64),
}

/// Returns the fitness age for a maximal oxygen uptake in mL/kg/min.
///
/// ```
/// use vitasync_core::analytics::Sex;
/// use vitasync_core::analytics::metabolic::fitness_age::{FitnessAge, fitness_age};
///
/// assert_eq!(fitness_age(44.5, 40, Some(Sex::Male)), Ok(FitnessAge::Years(50.0)));
/// assert_eq!(fitness_age(60.0, 40, Some(Sex::Male)), Ok(FitnessAge::AtMost(25.0)));
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of an uptake outside 10 to 100 or an age outside 18 to 120 years, [`NoAnswer::Undefined`] where
/// the sex is not known.
pub fn fitness_age(vo2_max: f64, age_years: u32, sex: Option<Sex>) -> Result<FitnessAge, NoAnswer> {
    NoAnswer::unless_within("maximal oxygen uptake", vo2_max, 10.0, 100.0)?;
    NoAnswer::unless_within("age", f64::from(age_years), 18.0, 120.0)?;
    let means = match sex {
        Some(Sex::Male) => MEN,
        Some(Sex::Female) => WOMEN,
        None => {
            return Err(NoAnswer::Undefined {
                what: "fitness age",
                of: "a person whose sex is not known".to_owned(),
            });
        }
    };
    if vo2_max >= means[0] {
        return Ok(FitnessAge::AtMost(FIRST_AGE));
    }
    let mut from = FIRST_AGE;
    for pair in means.windows(2) {
        if vo2_max >= pair[1] {
            return Ok(FitnessAge::Years(
                from + 10.0 * (pair[0] - vo2_max) / (pair[0] - pair[1]),
            ));
        }
        from += 10.0;
    }
    Ok(FitnessAge::AtLeast(LAST_AGE))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn more_uptake_is_never_older() {
        let years = |uptake: i32| match fitness_age(f64::from(uptake), 40, Some(Sex::Female)).unwrap() {
            FitnessAge::Years(years) | FitnessAge::AtMost(years) | FitnessAge::AtLeast(years) => years,
        };
        assert!((20..60).map(years).is_sorted_by(|a, b| a >= b));
        assert_eq!((years(38), years(27), years(26)), (45.0, 75.0, 75.0));
    }

    #[test]
    fn nobody_is_taken_for_a_man() {
        assert!(fitness_age(45.0, 40, None).is_err());
        assert!(fitness_age(45.0, 12, Some(Sex::Male)).is_err());
        assert!(fitness_age(f64::NAN, 40, Some(Sex::Male)).is_err());
        assert!(fitness_age(0.0, 40, Some(Sex::Male)).is_err());
    }
}
