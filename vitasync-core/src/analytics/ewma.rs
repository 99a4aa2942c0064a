//! Smooths a series so that recent days weigh most: the exponentially weighted moving average.
//!
//! `y₀ = x₀`, then `y = (1 − α)·y + α·x` (Roberts 1959; pandas' `ewm(alpha, adjust=False)`). After `k` days without a value
//! the past has faded for each of them: its weight is `(1 − α)^(k+1)`, that of the new value α, and both are divided by
//! their sum (pandas' `ignore_na=False`). A day without a value has no average.
//!
//! Assumes days of equal length. Needs one value. Refuses an α outside (0, 1]. The first values follow the first day
//! closely, so an average over `n` days is worth reading after about `n` days.

use super::numeric::float;
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "ewma",
    version: 1,
    source: "Roberts 1959, Technometrics 1:239",
    needs: "1 day",
};

/// Returns the weight of a new day if the days' mean age is that of a plain mean over `days`: `2/(n + 1)`.
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] of no days.
pub fn alpha_of_span(days: usize) -> Result<f64, NoAnswer> {
    NoAnswer::unless_at_least("span", float(days), 1.0)?;
    Ok(2.0 / (float(days) + 1.0))
}

/// Returns the weight of a new day if a value fades to 1/e in `days`: `1 − e^(−1/n)`.
///
/// # Errors
///
/// [`NoAnswer::NotPositive`] of a time that is not above 0.
pub fn alpha_of_time_constant(days: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_positive("time constant", days)?;
    Ok(-(-1.0 / days).exp_m1())
}

/// Returns the average up to each day that has a value.
///
/// ```
/// use vitasync_core::analytics::ewma::ewma;
///
/// let smooth = ewma(&[Some(62.0), Some(61.0), None, Some(63.0)], 0.5).unwrap();
/// assert_eq!(smooth, [Some(62.0), Some(61.5), None, Some(62.5)]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no value at all, [`NoAnswer::NotPositive`] or [`NoAnswer::OutOfRange`] of an α outside
/// (0, 1], [`NoAnswer::NotFinite`].
pub fn ewma(days: &[Option<f64>], alpha: f64) -> Result<Vec<Option<f64>>, NoAnswer> {
    NoAnswer::unless_positive("alpha", alpha)?;
    NoAnswer::unless_within("alpha", alpha, 0.0, 1.0)?;
    NoAnswer::unless_enough("days", 1, days.iter().flatten().count())?;
    NoAnswer::unless_finite("days", days.iter().map(|day| day.unwrap_or(0.0)))?;
    let mut average: Option<f64> = None;
    let mut weight = 1.0;
    let smooth = days.iter().map(|day| {
        weight *= 1.0 - alpha;
        let value = (*day)?;
        let next = match average {
            Some(past) => (weight * past + alpha * value) / (weight + alpha),
            None => value,
        };
        weight = 1.0;
        average = Some(next);
        average
    });
    Ok(smooth.collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_gap_forgets_the_past() {
        let mut days = vec![Some(100.0)];
        days.resize(60, None);
        days.push(Some(50.0));
        let last = ewma(&days, 0.3).unwrap()[60].unwrap();
        assert!((last - 50.0).abs() < 1e-6, "{last}");
    }

    #[test]
    fn nothing_to_smooth_is_refused() {
        assert!(matches!(
            ewma(&[None, None], 0.2),
            Err(NoAnswer::Insufficient { got: 0, .. })
        ));
        assert!(ewma(&[Some(1.0)], 0.0).is_err());
        assert!(ewma(&[Some(1.0)], f64::NAN).is_err());
        assert!(alpha_of_span(0).is_err() && alpha_of_time_constant(0.0).is_err());
    }

    #[test]
    fn spans_and_time_constants_are_two_ways_to_say_alpha() {
        assert_eq!(alpha_of_span(7), Ok(0.25));
        let alpha = alpha_of_time_constant(42.0).unwrap();
        assert!((alpha - 0.023_528_6).abs() < 1e-6, "{alpha}");
    }

    proptest! {
        #[test]
        fn a_constant_stays_what_it_is(
            present in prop::collection::vec(any::<bool>(), 1..40),
            alpha in 0.01..1.0,
        ) {
            let days: Vec<_> = present.iter().map(|it| it.then_some(61.5)).collect();
            let Ok(smooth) = ewma(&days, alpha) else { return Ok(()) };
            for (day, average) in days.iter().zip(smooth) {
                prop_assert_eq!(day.is_some(), average.is_some());
                prop_assert!(average.is_none_or(|it| (it - 61.5).abs() < 1e-9));
            }
        }
    }
}
