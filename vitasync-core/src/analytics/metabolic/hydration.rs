//! Says how much was drunk, compared with what is adequate, in millilitres.
//!
//! Adequate is what drinks give of the total water intake that the European Food Safety Authority names for adults in
//! temperate climates and moderate activity: 80 % of 2,500 mL for men and of 2,000 mL for women, so 2,000 and 1,600 mL (EFSA
//! 2010, EFSA J 8:1459). Food brings the rest. Heat, sweat, pregnancy and illness need more.
//!
//! Intake says nothing about the body's water, and no sign of a sensor here does: neither pulse nor temperature is taken for
//! thirst. A day on which nothing was logged is not a day without drinking; it does not count. Needs a day with a log.
//! Refuses people under 18, where the sex is not known (without a target of their own), and negative volumes.

use serde::Serialize;

use super::super::numeric::{float, mean};
use super::super::{Daily, Method, NoAnswer, Sex};

/// This method.
pub const METHOD: Method = Method {
    id: "hydration",
    version: 1,
    source: "EFSA 2010, EFSA J 8:1459",
    needs: "1 day with a log",
};

/// How much was drunk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hydration {
    /// The mean of the days with a log, in mL.
    pub mean_ml: f64,
    /// What is compared with, in mL.
    pub target_ml: f64,
    /// The share of the target, 1 for all of it.
    pub share: f64,
    /// How many days have a log.
    pub n: usize,
    /// On how many of them the target was reached.
    pub days_reached: usize,
    /// Their share of all days, from 0 to 1.
    pub data_completeness: f64,
}

/// Returns the adequate volume of drinks for an adult in mL a day.
///
/// # Errors
///
/// [`NoAnswer::Undefined`] of people under 18 or where age or sex is not known.
pub fn adequate_drinks(age_years: Option<u32>, sex: Option<Sex>) -> Result<f64, NoAnswer> {
    match (age_years, sex) {
        (Some(18..), Some(Sex::Male)) => Ok(2000.0),
        (Some(18..), Some(Sex::Female)) => Ok(1600.0),
        (Some(years @ ..18), _) => Err(undefined(format!("a person of {years} years"))),
        _ => Err(undefined("a person whose age and sex are not known".to_owned())),
    }
}

/// Compares what was drunk with a target, in mL a day.
///
/// ```
/// use vitasync_core::analytics::metabolic::hydration::{adequate_drinks, hydration};
/// use vitasync_core::analytics::{Daily, Sex};
///
/// let target = adequate_drinks(Some(40), Some(Sex::Female)).unwrap();
/// let drunk = Daily::new("2026-03-01".parse().unwrap(), vec![Some(1400.0), None, Some(1800.0)]).unwrap();
/// let answer = hydration(&drunk, target).unwrap();
/// assert_eq!((answer.mean_ml, answer.share, answer.days_reached, answer.n), (1600.0, 1.0, 1, 2));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no day with a log, [`NoAnswer::OutOfRange`] of a target outside 500 to 10,000 mL or of
/// volumes outside 0 to 20,000 mL.
pub fn hydration(drunk: &Daily, target_ml: f64) -> Result<Hydration, NoAnswer> {
    NoAnswer::unless_within("target", target_ml, 500.0, 10_000.0)?;
    let days: Vec<f64> = drunk.iter().map(|(_, volume)| volume).collect();
    NoAnswer::unless_enough("days with a log", 1, days.len())?;
    for volume in &days {
        NoAnswer::unless_within("volume of a day", *volume, 0.0, 20_000.0)?;
    }
    let mean_ml = mean(&days);
    Ok(Hydration {
        mean_ml,
        target_ml,
        share: mean_ml / target_ml,
        n: days.len(),
        days_reached: days.iter().filter(|volume| **volume >= target_ml).count(),
        data_completeness: float(days.len()) / float(drunk.values().len()),
    })
}

fn undefined(of: String) -> NoAnswer {
    NoAnswer::Undefined {
        what: "adequate volume of drinks",
        of,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn days(values: Vec<Option<f64>>) -> Daily {
        Daily::new("2026-03-01".parse().unwrap(), values).unwrap()
    }

    #[test]
    fn children_and_unknown_people_have_no_target() {
        assert!(adequate_drinks(Some(12), Some(Sex::Male)).is_err());
        assert!(adequate_drinks(None, Some(Sex::Male)).is_err());
        assert!(adequate_drinks(Some(40), None).is_err());
        assert_eq!(adequate_drinks(Some(18), Some(Sex::Male)), Ok(2000.0));
    }

    #[test]
    fn no_log_is_no_answer() {
        assert!(hydration(&days(vec![None, None]), 2000.0).is_err());
        assert!(hydration(&days(vec![Some(-1.0)]), 2000.0).is_err());
        assert!(hydration(&days(vec![Some(1500.0)]), f64::NAN).is_err());
        assert_eq!(hydration(&days(vec![Some(0.0)]), 2000.0).unwrap().share, 0.0);
    }
}
