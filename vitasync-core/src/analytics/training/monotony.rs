//! Says how much the load of a week varies from day to day.
//!
//! Monotony is the mean of seven daily loads over their standard deviation (of a sample, divided by 6), with rest days as 0;
//! strain is their sum times the monotony (Foster 1998, Med Sci Sports Exerc 30:1164).
//!
//! Needs seven days, each of them known; leaving rest days out makes any week monotonous. Refuses a week whose days are all
//! equal: its monotony is infinite, and no cap is invented for it. Refuses negative loads.

use serde::Serialize;

use super::super::numeric::{float, mean, sum, variance};
use super::super::{Method, NoAnswer};
use super::load::checked_loads;

/// This method.
pub const METHOD: Method = Method {
    id: "training_monotony",
    version: 1,
    source: "Foster 1998, Med Sci Sports Exerc 30:1164",
    needs: "7 days, each of them known",
};

/// How many days a week has.
const DAYS: usize = 7;

/// How the load of a week varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Monotony {
    /// The mean over the standard deviation.
    pub monotony: f64,
    /// The sum of the loads times the monotony.
    pub strain: f64,
    /// The sum of the loads.
    pub total: f64,
}

/// Returns monotony and strain of the last seven days given.
///
/// ```
/// use vitasync_core::analytics::training::monotony::monotony;
///
/// let week = [75.0, 0.0, 100.0, 45.0, 0.0, 180.0, 60.0].map(Some);
/// let answer = monotony(&week).unwrap();
/// assert!((answer.monotony - 1.0518).abs() < 1e-4);
/// assert!(monotony(&[Some(60.0); 7]).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where a day of the last seven is not known, [`NoAnswer::NoSpread`] of equal loads,
/// [`NoAnswer::TooSmall`] of a negative load, [`NoAnswer::NotFinite`].
pub fn monotony(days: &[Option<f64>]) -> Result<Monotony, NoAnswer> {
    let last = &days[days.len().saturating_sub(DAYS)..];
    checked_loads(last, DAYS)?;
    let week: Vec<f64> = last.iter().copied().flatten().collect();
    let total = sum(week.iter().copied());
    // Loads that are equal leave rounding behind; what the week holds tells them apart.
    if week.iter().all(|load| *load == week[0]) {
        return Err(NoAnswer::NoSpread { what: "loads" });
    }
    let monotony = mean(&week) / variance(&week).sqrt();
    Ok(Monotony {
        monotony,
        strain: total * monotony,
        total,
    })
}

/// Returns the monotony by the standard deviation of a population (divided by 7), which some programs show.
#[must_use]
pub fn of_population(monotony: &Monotony) -> f64 {
    monotony.monotony * (float(DAYS) / float(DAYS - 1)).sqrt()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_days_and_days_without_data_are_refused() {
        assert_eq!(monotony(&[Some(0.1); 7]), Err(NoAnswer::NoSpread { what: "loads" }));
        assert_eq!(monotony(&[Some(0.0); 7]), Err(NoAnswer::NoSpread { what: "loads" }));
        let holed = [
            Some(60.0),
            Some(0.0),
            None,
            Some(60.0),
            Some(0.0),
            Some(60.0),
            Some(0.0),
        ];
        assert!(matches!(
            monotony(&holed),
            Err(NoAnswer::Insufficient { needed: 7, got: 6, .. })
        ));
        assert!(monotony(&[Some(60.0); 6]).is_err());
    }

    proptest! {
        #[test]
        fn neither_order_nor_scale_changes_it_and_only_the_last_week_counts(
            of in prop::collection::vec(0..300_i32, 7),
            before in prop::collection::vec(0..300_i32, 0..9),
        ) {
            let days = |times: f64| -> Vec<_> { of.iter().map(|it| Some(times * f64::from(*it))).collect() };
            let Ok(once) = monotony(&days(1.0)) else { return Ok(()) };
            let mut turned = days(1.0);
            turned.reverse();
            prop_assert!((monotony(&turned).unwrap().monotony - once.monotony).abs() < 1e-9);
            prop_assert!((monotony(&days(4.0)).unwrap().monotony - once.monotony).abs() < 1e-9);
            let longer = before.iter().map(|it| Some(f64::from(*it))).chain(days(1.0)).collect::<Vec<_>>();
            prop_assert_eq!(monotony(&longer), Ok(once));
        }
    }
}
