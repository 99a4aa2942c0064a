//! Says how the load of this week compares with that of the weeks before.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | uncoupled | mean of the last 7 days over the mean of the 21 before them | Windt & Gabbett 2019, Br J Sports Med 53:988 |
//! | coupled | mean of the last 7 over that of the last 28, which hold the 7 | Gabbett 2016, Br J Sports Med 50:273 |
//! | weighted | exponentially weighted means with `α = 2/(n + 1)` over 7 and 28 days, of the days there are | Williams 2017, Br J Sports Med 51:209 |
//! | weighted from 0 | the same as if the days before were 0 | as many programs do |
//!
//! Weighted means that start at 0 make a steady load of 28 days a ratio of 1.16, because the slow mean has not arrived; so
//! those of [`LoadRatio::weighted`] are divided by the weight the days have.
//!
//! It is the acute:chronic workload ratio under the name of what it is. It is not a risk of injury: a random number in place
//! of the chronic load predicts injuries as well (Impellizzeri 2020, Sports Med, doi 10.1007/s40279-020-01378-6), and in the
//! coupled form the week stands on both sides of the fraction (Lolli 2019, Br J Sports Med 53:921). So there are no zones
//! here, and the uncoupled ratio is the one to show.
//!
//! Needs the last 28 days, each of them known: a day without data is not rest. Refuses negative loads, and weeks before
//! without any load, to which nothing compares. The weighted means take all the days
//! given, also those before the last 28.

use serde::Serialize;

use super::super::ewma::alpha_of_span;
use super::super::numeric::mean;
use super::super::{Method, NoAnswer};
use super::load::checked_loads;

/// This method.
pub const METHOD: Method = Method {
    id: "load_ratio",
    version: 1,
    source: "Windt & Gabbett 2019, Br J Sports Med 53:988; Williams 2017, Br J Sports Med 51:209",
    needs: "28 days, each of them known",
};

const ACUTE_DAYS: usize = 7;
const CHRONIC_DAYS: usize = 28;

/// How this week's load compares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoadRatio {
    /// Against the three weeks before.
    pub uncoupled: f64,
    /// Against four weeks of which it is one.
    pub coupled: f64,
    /// Between weighted means.
    pub weighted: f64,
    /// Between weighted means that start at 0; too high while there are few days.
    pub weighted_from_zero: f64,
    /// The mean of the last 7 days.
    pub acute_mean: f64,
    /// The mean of the 21 days before them.
    pub before_mean: f64,
}

/// Compares the load of the last 7 days given with that of the days before.
///
/// ```
/// use vitasync_core::analytics::training::load_ratio::load_ratio;
///
/// let steady = load_ratio(&[Some(50.0); 28]).unwrap();
/// assert_eq!((steady.uncoupled, steady.coupled), (1.0, 1.0));
/// assert!((steady.weighted - 1.0).abs() < 1e-12 && steady.weighted_from_zero > 1.15);
/// let reason = load_ratio(&[Some(50.0); 20]).unwrap_err();
/// assert_eq!(reason.to_string(), "28 days are needed, 20 are there");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where a day of the last 28 is not known, [`NoAnswer::NotPositive`] of weeks without load
/// before this one, [`NoAnswer::TooSmall`] of a negative load, [`NoAnswer::NotFinite`].
pub fn load_ratio(days: &[Option<f64>]) -> Result<LoadRatio, NoAnswer> {
    checked_loads(days, 1)?;
    let from = days.len().saturating_sub(CHRONIC_DAYS);
    let last: Vec<f64> = days[from..].iter().copied().flatten().collect();
    NoAnswer::unless_enough("days", CHRONIC_DAYS, last.len())?;
    let (before, acute) = last.split_at(CHRONIC_DAYS - ACUTE_DAYS);
    let (acute_mean, before_mean) = (mean(acute), mean(before));
    NoAnswer::unless_positive("load of the weeks before", before_mean)?;
    let (fast, slow) = (Weighted::over(days, ACUTE_DAYS)?, Weighted::over(days, CHRONIC_DAYS)?);
    Ok(LoadRatio {
        uncoupled: acute_mean / before_mean,
        coupled: acute_mean / mean(&last),
        weighted: fast.mean() / slow.mean(),
        weighted_from_zero: fast.sum / slow.sum,
        acute_mean,
        before_mean,
    })
}

/// Loads that fade, and the weight that is left of the days.
struct Weighted {
    sum: f64,
    weight: f64,
}

impl Weighted {
    fn over(days: &[Option<f64>], span: usize) -> Result<Self, NoAnswer> {
        let alpha = alpha_of_span(span)?;
        let mut past = Self { sum: 0.0, weight: 0.0 };
        for day in days {
            past.sum = (1.0 - alpha) * past.sum + alpha * day.unwrap_or(0.0);
            past.weight = (1.0 - alpha) * past.weight + alpha * f64::from(u8::from(day.is_some()));
        }
        Ok(past)
    }

    fn mean(&self) -> f64 {
        self.sum / self.weight
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_without_data_is_not_rest() {
        let mut days = vec![Some(50.0); 40];
        days[30] = None;
        assert!(matches!(load_ratio(&days), Err(NoAnswer::Insufficient { got: 27, .. })));
        days[30] = Some(0.0);
        assert!(load_ratio(&days).is_ok());
    }

    #[test]
    fn nothing_compares_to_nothing() {
        let begun = [vec![Some(0.0); 21], vec![Some(50.0); 7]].concat();
        assert!(matches!(load_ratio(&begun), Err(NoAnswer::NotPositive { .. })));
        assert!(load_ratio(&[Some(-1.0); 28]).is_err());
        assert!(load_ratio(&[]).is_err());
    }

    proptest! {
        #[test]
        fn the_scale_of_loads_does_not_matter_and_coupling_pulls_towards_one(
            of in prop::collection::vec(1..300_i32, 28..60),
        ) {
            let days = |times: f64| -> Vec<_> { of.iter().map(|it| Some(times * f64::from(*it))).collect() };
            let (once, thrice) = (load_ratio(&days(1.0)).unwrap(), load_ratio(&days(3.0)).unwrap());
            prop_assert!((once.uncoupled - thrice.uncoupled).abs() < 1e-9);
            prop_assert!((once.weighted - thrice.weighted).abs() < 1e-9);
            prop_assert!((once.coupled - 1.0).abs() <= (once.uncoupled - 1.0).abs() + 1e-9);
        }
    }
}
