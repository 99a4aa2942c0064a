//! Says whether more energy was eaten than spent.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | balance | intake less expenditure of each day that has both, in kcal | |
//! | balance by weight | `7700·slope`, the Theil–Sen slope of weight in kg per day | Wishnofsky 1958, Am J Clin Nutr 6:542; Hall 2011, Lancet 378:826 |
//!
//! Only days with both count: a day on which nothing was logged is not a day of fasting, and one without expenditure was not
//! spent asleep. How many of the days counted is in [`EnergyBalance::data_completeness`]. People log less than they eat, by a
//! tenth to a half, so the balance by intake comes out too low; that by weight needs no log. 7,700 kcal per kilogram hold for
//! weeks and overstate what a lasting change does.
//!
//! Needs one day with both, or weights on 14 days over at least 14. Refuses days that only a part was logged of if they are
//! below a limit the caller states, and negative energies.

use serde::Serialize;

use super::super::numeric::{float, mean};
use super::super::trend::theil_sen;
use super::super::{Daily, Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "energy_balance",
    version: 1,
    source: "intake less expenditure; Hall 2011, Lancet 378:826, by weight",
    needs: "1 day with intake and expenditure, or weights of 14 days",
};

/// The energy a kilogram of body weight stands for over weeks, in kcal.
pub const KCAL_PER_KG: f64 = 7700.0;

/// The least number of days with a weight.
pub const MIN_WEIGHTS: usize = 14;

/// Whether more was eaten than spent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EnergyBalance {
    /// The balance of each day from the first to the last of the window; `None` where intake or expenditure is missing.
    pub days: Vec<Option<f64>>,
    /// The mean of the days that have one, in kcal per day.
    pub mean: f64,
    /// How many days have one.
    pub n: usize,
    /// Their share of the days asked about, from 0 to 1.
    pub data_completeness: f64,
}

/// Returns the balance of the days that `expenditure` spans. Days on which less than `least_intake` kcal was logged count as
/// not logged.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::metabolic::balance::energy_balance;
///
/// let first = "2026-03-01".parse().unwrap();
/// let spent = Daily::new(first, [2400.0, 2600.0, 2300.0, 2500.0].map(Some).to_vec()).unwrap();
/// let eaten = Daily::new(first, vec![Some(2200.0), None, Some(300.0), Some(2800.0)]).unwrap();
/// let balance = energy_balance(&eaten, &spent, 800.0).unwrap();
/// assert_eq!(balance.days, [Some(-200.0), None, None, Some(300.0)]);
/// assert_eq!((balance.mean, balance.data_completeness), (50.0, 0.5));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no day has both, [`NoAnswer::TooSmall`] of negative energies or a negative limit.
pub fn energy_balance(intake: &Daily, expenditure: &Daily, least_intake: f64) -> Result<EnergyBalance, NoAnswer> {
    NoAnswer::unless_at_least("least intake", least_intake, 0.0)?;
    for (what, days) in [("intake", intake), ("expenditure", expenditure)] {
        let least = days.iter().map(|(_, value)| value).fold(0.0, f64::min);
        NoAnswer::unless_at_least(what, least, 0.0)?;
    }
    let eaten = |at: usize| intake.values()[intake.index(expenditure.date(at))?].filter(|it| *it >= least_intake);
    let spent = expenditure.values().iter().enumerate();
    let days: Vec<Option<f64>> = spent.map(|(at, spent)| Some(eaten(at)? - (*spent)?)).collect();
    let known: Vec<f64> = days.iter().copied().flatten().collect();
    NoAnswer::unless_enough("days with intake and expenditure", 1, known.len())?;
    Ok(EnergyBalance {
        mean: mean(&known),
        n: known.len(),
        data_completeness: float(known.len()) / float(days.len()),
        days,
    })
}

/// Estimates the balance in kcal per day from how weight, in kilograms, changes.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than 14 days with a weight.
pub fn balance_by_weight(weights: &Daily) -> Result<f64, NoAnswer> {
    NoAnswer::unless_enough("days with a weight", MIN_WEIGHTS, weights.present())?;
    Ok(KCAL_PER_KG * theil_sen(weights.values())?.slope)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn days(values: Vec<Option<f64>>) -> Daily {
        Daily::new("2026-03-01".parse().unwrap(), values).unwrap()
    }

    #[test]
    fn days_that_were_not_logged_are_not_days_of_fasting() {
        let spent = days(vec![Some(2500.0); 4]);
        let eaten = days(vec![Some(2500.0), None, Some(0.0), None]);
        let balance = energy_balance(&eaten, &spent, 1.0).unwrap();
        assert_eq!((balance.mean, balance.n, balance.data_completeness), (0.0, 1, 0.25));
        assert!(energy_balance(&days(vec![None]), &spent, 0.0).is_err());
        assert!(energy_balance(&days(vec![Some(-5.0)]), &spent, 0.0).is_err());
        assert!(energy_balance(&eaten, &spent, f64::NAN).is_err());
    }

    #[test]
    fn series_that_begin_on_different_days_meet_on_the_same() {
        let eaten = Daily::new("2026-03-03".parse().unwrap(), vec![Some(2000.0)]).unwrap();
        let balance = energy_balance(&eaten, &days(vec![Some(2500.0), Some(2500.0), Some(2600.0)]), 0.0).unwrap();
        assert_eq!(balance.days, [None, None, Some(-600.0)]);
    }

    #[test]
    fn a_kilogram_in_two_weeks_is_a_deficit_of_half_a_thousand() {
        let weights: Vec<_> = (0..28).map(|day| Some(80.0 - f64::from(day) / 14.0)).collect();
        let balance = balance_by_weight(&days(weights)).unwrap();
        assert!((balance + 550.0).abs() < 1e-6, "{balance}");
        assert!(balance_by_weight(&days(vec![Some(80.0); 13])).is_err());
    }
}
