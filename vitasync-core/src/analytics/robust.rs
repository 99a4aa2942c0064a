//! Says what is usual among values, and how far one lies from it, without being moved by a few bad ones.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | median | the middle value; of an even number the mean of the two in the middle | |
//! | quantile | type 7: linear between the order statistics around `1 + (n − 1)·p`, as numpy, R and Excel do | Hyndman & Fan 1996 |
//! | MAD | median of `abs(x − median)` | Hampel 1974 |
//! | sigma | `1.4826·MAD`; where MAD is 0, `IQR/1.349`; where that is 0, mean of `abs(x − median)` · 1.2533 | Leys 2013 |
//! | modified z | `0.6745·(x − median)/MAD`; on a fallback `(x − median)/sigma` | Iglewicz & Hoaglin 1993 |
//!
//! Assumes that more than half of the values are of the usual kind. Values with a resolution coarser than their spread
//! (a resting heart rate in whole beats) have a MAD of 0; therefore the fallbacks, and [`Spread::basis`] says which.
//!
//! Needs one value for a median or quantile and five for a spread. Refuses values that are not finite, and a spread of
//! values that are all equal.

use serde::Serialize;

use super::numeric::{float, mean, median_of_sorted, sorted};
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "robust_spread",
    version: 1,
    source: "Iglewicz & Hoaglin 1993; Leys 2013, J Exp Soc Psychol 49:764",
    needs: "5 values",
};

/// The least number of values a spread is answered from.
pub const MIN_FOR_SPREAD: usize = 5;

/// The centre and the spread of values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Spread {
    /// How many values there are.
    pub n: usize,
    /// The middle value.
    pub median: f64,
    /// The median absolute deviation from the median, as it is.
    pub mad: f64,
    /// What a standard deviation would be if the usual values are normal; always above 0.
    pub sigma: f64,
    /// What sigma is made from.
    pub basis: SpreadBasis,
}

/// What a sigma is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SpreadBasis {
    /// The median absolute deviation.
    Mad,
    /// The distance of the quartiles, because more than half of the values are equal.
    Quartiles,
    /// The mean absolute deviation, because the quartiles are equal too.
    MeanDeviation,
}

impl Spread {
    /// Tells how far a value lies from the median: the modified z-score. From about 3.5 it is called an outlier.
    #[must_use]
    pub fn modified_z(&self, value: f64) -> f64 {
        match self.basis {
            SpreadBasis::Mad => 0.6745 * (value - self.median) / self.mad,
            SpreadBasis::Quartiles | SpreadBasis::MeanDeviation => (value - self.median) / self.sigma,
        }
    }
}

/// Returns the middle value.
///
/// ```
/// use vitasync_core::analytics::robust::median;
///
/// assert_eq!(median(&[62.0, 58.0, 75.0]), Ok(62.0));
/// assert_eq!(median(&[]).unwrap_err().to_string(), "there are no values");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of nothing, [`NoAnswer::NotFinite`].
pub fn median(values: &[f64]) -> Result<f64, NoAnswer> {
    checked(values, 1)?;
    Ok(median_of_sorted(&sorted(values.iter().copied())))
}

/// Returns the value below which a share of the values lies (type 7).
///
/// ```
/// use vitasync_core::analytics::robust::quantile;
///
/// assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), Ok(1.75));
/// ```
///
/// # Errors
///
/// As [`median`]; [`NoAnswer::OutOfRange`] of a share outside 0 to 1.
pub fn quantile(values: &[f64], share: f64) -> Result<f64, NoAnswer> {
    checked(values, 1)?;
    NoAnswer::unless_within("share", share, 0.0, 1.0)?;
    Ok(quantile_of_sorted(&sorted(values.iter().copied()), share))
}

/// Returns the centre and the spread of values.
///
/// ```
/// use vitasync_core::analytics::robust::spread;
///
/// let nights = [62.0, 61.0, 63.0, 60.0, 62.0, 61.0, 75.0, 62.0, 61.0, 60.0, 63.0, 62.0, 59.0, 61.0, 62.0];
/// let usual = spread(&nights).unwrap();
/// assert_eq!((usual.median, usual.mad), (62.0, 1.0));
/// assert!(usual.modified_z(75.0) > 3.5);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than five values, [`NoAnswer::NoSpread`] of values that are all equal,
/// [`NoAnswer::NotFinite`].
pub fn spread(values: &[f64]) -> Result<Spread, NoAnswer> {
    checked(values, MIN_FOR_SPREAD)?;
    spread_of_sorted(&sorted(values.iter().copied()))
}

/// Returns the centre and spread of at least one finite value that are sorted.
pub(crate) fn spread_of_sorted(sorted: &[f64]) -> Result<Spread, NoAnswer> {
    let median = median_of_sorted(sorted);
    let mad = mad_of_sorted(sorted, median);
    let quartiles = || (quantile_of_sorted(sorted, 0.75) - quantile_of_sorted(sorted, 0.25)) / 1.349;
    let deviation = || 1.2533 * mean(&sorted.iter().map(|value| (value - median).abs()).collect::<Vec<_>>());
    let (sigma, basis) = [
        (1.4826 * mad, SpreadBasis::Mad),
        (quartiles(), SpreadBasis::Quartiles),
        (deviation(), SpreadBasis::MeanDeviation),
    ]
    .into_iter()
    .find(|(sigma, _)| *sigma > 0.0)
    .ok_or(NoAnswer::NoSpread { what: "values" })?;
    Ok(Spread {
        n: sorted.len(),
        median,
        mad,
        sigma,
        basis,
    })
}

/// Returns the median absolute deviation of what is sorted, without sorting again: deviations grow to both sides of
/// the median, so the middle one is found by merging outwards.
pub(crate) fn mad_of_sorted(sorted: &[f64], median: f64) -> f64 {
    let split = sorted.partition_point(|value| *value <= median);
    let (mut below, mut above) = (split, split);
    let half = sorted.len() / 2;
    let (mut previous, mut current) = (0.0, 0.0);
    for _ in 0..=half {
        previous = current;
        let left = below.checked_sub(1).map(|at| median - sorted[at]);
        let right = sorted.get(above).map(|value| value - median);
        current = match (left, right) {
            (Some(left), Some(right)) if right < left => {
                above += 1;
                right
            }
            (Some(left), _) => {
                below -= 1;
                left
            }
            (None, Some(right)) => {
                above += 1;
                right
            }
            (None, None) => unreachable!("there are more values than the half of them"),
        };
    }
    if sorted.len() % 2 == 1 {
        current
    } else {
        f64::midpoint(previous, current)
    }
}

/// Returns the value below which a share, from 0 to 1, of at least one sorted value lies.
pub(crate) fn quantile_of_sorted(sorted: &[f64], share: f64) -> f64 {
    let place = share * float(sorted.len() - 1);
    let below = place.floor();
    // The share is from 0 to 1, so the place is one of the values'.
    let at = below as usize;
    let next = sorted[(at + 1).min(sorted.len() - 1)];
    sorted[at] + (place - below) * (next - sorted[at])
}

fn checked(values: &[f64], needed: usize) -> Result<(), NoAnswer> {
    NoAnswer::unless_enough("values", needed, values.len())?;
    NoAnswer::unless_finite("values", values.iter().copied())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_equal_values_fall_back_to_the_quartiles() {
        let usual = spread(&[60.0, 60.0, 60.0, 60.0, 60.0, 60.0, 62.0, 63.0, 64.0]).unwrap();
        assert_eq!((usual.mad, usual.basis), (0.0, SpreadBasis::Quartiles));
        assert!((usual.sigma - 2.0 / 1.349).abs() < 1e-12);
    }

    #[test]
    fn one_odd_value_falls_back_to_the_mean_deviation() {
        let usual = spread(&[60.0, 60.0, 60.0, 60.0, 65.0]).unwrap();
        assert_eq!(usual.basis, SpreadBasis::MeanDeviation);
        assert!((usual.sigma - 1.2533).abs() < 1e-12);
    }

    #[test]
    fn too_few_equal_or_broken_values_have_no_spread() {
        assert_eq!(spread(&[60.0; 5]), Err(NoAnswer::NoSpread { what: "values" }));
        assert!(matches!(
            spread(&[1.0, 2.0, 3.0, 4.0]),
            Err(NoAnswer::Insufficient { needed: 5, got: 4, .. })
        ));
        assert!(matches!(
            median(&[1.0, f64::NAN]),
            Err(NoAnswer::NotFinite { index: 1, .. })
        ));
        assert!(matches!(quantile(&[1.0], 1.5), Err(NoAnswer::OutOfRange { .. })));
    }

    #[test]
    fn one_value_is_its_own_median_and_quantiles() {
        assert_eq!(median(&[5.0]), Ok(5.0));
        assert_eq!(quantile(&[5.0], 0.9), Ok(5.0));
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec((-1000..1000_i32).prop_map(|it| f64::from(it) / 8.0), 5..60)
    }

    proptest! {
        #[test]
        fn the_merged_deviation_is_the_sorted_one(values in values()) {
            let sorted = sorted(values);
            let median = median_of_sorted(&sorted);
            let deviations = super::sorted(sorted.iter().map(|value| (value - median).abs()));
            prop_assert_eq!(mad_of_sorted(&sorted, median), median_of_sorted(&deviations));
        }

        #[test]
        fn order_changes_nothing_and_scale_and_shift_carry_through(values in values()) {
            let Ok(usual) = spread(&values) else { return Ok(()) };
            let mut turned = values.clone();
            turned.reverse();
            prop_assert_eq!(spread(&turned), Ok(usual));
            let moved: Vec<f64> = values.iter().map(|value| 4.0 * value + 32.0).collect();
            let other = spread(&moved).unwrap();
            prop_assert_eq!((other.median, other.mad), (4.0 * usual.median + 32.0, 4.0 * usual.mad));
            prop_assert!((other.modified_z(moved[0]) - usual.modified_z(values[0])).abs() < 1e-9);
        }
    }
}
