//! Says how closely two series go together, and how many independent pairs of days that rests on.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | [`pearson`] | covariance over the product of standard deviations: a straight line | |
//! | [`spearman`] | Pearson of the ranks, equal values sharing their mean rank: any rise or fall | Spearman 1904 |
//! | [`kendall`] | τ-b: agreeing less disagreeing pairs, over `√((n₀ − n₁)(n₀ − n₂))` with ties | Kendall 1945 |
//! | [`bretherton`] | `n·(1 − r₁r₂)/(1 + r₁r₂)`, r the lag-1 autocorrelation of each series | Bretherton 1999, J Clim 12:1990 |
//! | [`pyper_peterman`] | `1/(1/n + 2/n·Σ (n − j)/n·ρ₁(j)·ρ₂(j))`, `j` up to n/5 | 1998, Can J Fish Aquat Sci 55:2127 |
//! | [`p_value`] | `t = r·√(ν/(1 − r²))` with `ν = n − 2`, two-sided | |
//!
//! Days resemble their neighbours, so 90 days are fewer than 90 independent pairs: of two unrelated series whose days
//! correlate by 0.7 with the next, the plain test calls 24 % related at the 5 % level. With the effective number it is about
//! 5 %. An effective number is never above the number of pairs.
//!
//! Assumes series without trend (two that both rise always correlate; [`discovery`](super::discovery) takes trends out).
//! Says nothing about cause. Needs 3 pairs, and for a p more than 3 effective ones. Refuses series of different length
//! and a series of equal values.

use super::numeric::{float, mean, squares_about, sum};
use super::rank::{average_ranks, sort_counting_inversions, ties};
use super::significance::student_t_two_sided;
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "correlation",
    version: 1,
    source: "Spearman 1904; Bretherton 1999, J Clim 12:1990",
    needs: "3 pairs of days",
};

/// The least number of pairs a correlation is answered from.
pub const MIN_PAIRS: usize = 3;

/// Lists the pairs of `x` on a day and `y` `lag` days later, where both have a value.
///
/// ```
/// use vitasync_core::analytics::correlation::pairs_at_lag;
///
/// let (x, y) = pairs_at_lag(&[Some(1.0), None, Some(3.0)], &[Some(7.0), Some(8.0), Some(9.0)], 1);
/// assert_eq!((x, y), (vec![1.0], vec![8.0]));
/// ```
#[must_use]
pub fn pairs_at_lag(x: &[Option<f64>], y: &[Option<f64>], lag: isize) -> (Vec<f64>, Vec<f64>) {
    let days = x.iter().enumerate();
    days.filter_map(|(day, x)| {
        let later = day.checked_add_signed(lag)?;
        Some(((*x)?, (*y.get(later)?)?))
    })
    .unzip()
}

/// Says how closely pairs lie to a straight line, from −1 to 1.
///
/// ```
/// use vitasync_core::analytics::correlation::pearson;
///
/// assert_eq!(pearson(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]), Ok(1.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Unpaired`], [`NoAnswer::Insufficient`] of fewer than three pairs, [`NoAnswer::NoSpread`] where either
/// series is constant, [`NoAnswer::NotFinite`].
pub fn pearson(x: &[f64], y: &[f64]) -> Result<f64, NoAnswer> {
    check(x, y)?;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let products = sum(x.iter().zip(y).map(|(x, y)| (x - x_mean) * (y - y_mean)));
    let spread = (squares_about(x, x_mean) * squares_about(y, y_mean)).sqrt();
    Ok((products / spread).clamp(-1.0, 1.0))
}

/// Says how closely pairs rise or fall together, whatever the shape, from −1 to 1.
///
/// ```
/// use vitasync_core::analytics::correlation::spearman;
///
/// assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 10.0, 1000.0]), Ok(1.0));
/// ```
///
/// # Errors
///
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<f64, NoAnswer> {
    check(x, y)?;
    pearson(&average_ranks(x), &average_ranks(y))
}

/// Says how many more pairs of days agree than disagree (τ-b), from −1 to 1.
///
/// ```
/// use vitasync_core::analytics::correlation::kendall;
///
/// let tau = kendall(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]).unwrap();
/// assert!((tau - 1.0 / 3.0).abs() < 1e-12);
/// ```
///
/// # Errors
///
/// As [`pearson`].
pub fn kendall(x: &[f64], y: &[f64]) -> Result<f64, NoAnswer> {
    check(x, y)?;
    let mut by_x: Vec<usize> = (0..x.len()).collect();
    by_x.sort_unstable_by(|&a, &b| x[a].total_cmp(&x[b]).then(y[a].total_cmp(&y[b])));
    let pairs = |n: usize| float(n) * (float(n) - 1.0) / 2.0;
    let tied = |sizes: Vec<usize>| sizes.into_iter().map(pairs).sum::<f64>();
    let sorted_x: Vec<f64> = by_x.iter().map(|&at| x[at]).collect();
    let both = by_x.chunk_by(|&a, &b| (x[a], y[a]) == (x[b], y[b])).map(<[usize]>::len);
    let tied_both = tied(both.collect());
    let mut y: Vec<f64> = by_x.iter().map(|&at| y[at]).collect();
    let disagreeing = sort_counting_inversions(&mut y) as f64;
    let (all, tied_x, tied_y) = (pairs(x.len()), tied(ties(&sorted_x)), tied(ties(&y)));
    let agreeing = all - tied_x - tied_y + tied_both - disagreeing;
    Ok((agreeing - disagreeing) / ((all - tied_x) * (all - tied_y)).sqrt())
}

/// Returns how many independent pairs two series of successive days are worth, from their lag-1 autocorrelations.
///
/// # Errors
///
/// As [`pearson`].
pub fn bretherton(x: &[f64], y: &[f64]) -> Result<f64, NoAnswer> {
    check(x, y)?;
    Ok(effective(float(x.len()), autocorrelation(x, 1), autocorrelation(y, 1)))
}

/// Returns how many independent pairs two series of successive days are worth, from all autocorrelations up to a fifth of
/// their length.
///
/// # Errors
///
/// As [`pearson`].
pub fn pyper_peterman(x: &[f64], y: &[f64]) -> Result<f64, NoAnswer> {
    check(x, y)?;
    let n = float(x.len());
    let terms = (1..=x.len() / 5).map(|lag| {
        let weight = (n - float(lag)) / n;
        weight * autocorrelation(x, lag) * autocorrelation(y, lag)
    });
    let inverse = 1.0 / n + 2.0 / n * sum(terms);
    Ok(if inverse > 1.0 / n { 1.0 / inverse } else { n })
}

/// Returns the chance of a correlation at least this strong between unrelated series, on both sides.
///
/// ```
/// use vitasync_core::analytics::correlation::p_value;
///
/// assert!(p_value(0.3, 90.0).unwrap() < 0.05); // 90 independent pairs
/// assert!(p_value(0.3, 30.0).unwrap() > 0.05); // 90 days worth 30 of them
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a correlation outside −1 to 1, [`NoAnswer::Insufficient`] of three pairs or fewer.
pub fn p_value(r: f64, effective_pairs: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("correlation", r, -1.0, 1.0)?;
    NoAnswer::unless_at_least("effective number of pairs", effective_pairs, 0.0)?;
    if effective_pairs <= float(MIN_PAIRS) {
        return Err(NoAnswer::Insufficient {
            what: "independent pairs of days",
            needed: MIN_PAIRS + 1,
            got: effective_pairs as usize, // at most three
        });
    }
    let degrees = effective_pairs - 2.0;
    Ok(student_t_two_sided(r * (degrees / (1.0 - r * r)).sqrt(), degrees))
}

/// Returns Bretherton's number, never above the number of pairs.
pub(crate) fn effective(pairs: f64, r1: f64, r2: f64) -> f64 {
    let shared = (r1 * r2).max(0.0);
    pairs * (1.0 - shared) / (1.0 + shared)
}

/// Takes out of a lag-1 autocorrelation of `n` days what it is too small by: `E[r] ≈ ρ − (1 + 3ρ)/n` (Marriott & Pope 1954,
/// Biometrika 41:390).
pub(crate) fn without_bias(r: f64, n: f64) -> f64 {
    ((n * r + 1.0) / (n - 3.0)).clamp(-1.0, 1.0)
}

pub(crate) fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let mean = mean(values);
    let products = values.iter().zip(&values[lag..]).map(|(a, b)| (a - mean) * (b - mean));
    sum(products) / squares_about(values, mean)
}

fn check(x: &[f64], y: &[f64]) -> Result<(), NoAnswer> {
    if x.len() != y.len() {
        return Err(NoAnswer::Unpaired {
            left: x.len(),
            right: y.len(),
        });
    }
    NoAnswer::unless_enough("pairs of days", MIN_PAIRS, x.len())?;
    for values in [x, y] {
        NoAnswer::unless_finite("pairs of days", values.iter().copied())?;
        if values.iter().all(|value| *value == values[0]) {
            return Err(NoAnswer::NoSpread { what: "days" });
        }
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn constants_few_pairs_and_different_lengths_are_refused() {
        for answer in [pearson, spearman, kendall, bretherton, pyper_peterman] {
            assert_eq!(
                answer(&[1.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]),
                Err(NoAnswer::NoSpread { what: "days" })
            );
            assert!(matches!(
                answer(&[1.0, 2.0], &[1.0, 2.0]),
                Err(NoAnswer::Insufficient { .. })
            ));
            assert!(matches!(
                answer(&[1.0], &[]),
                Err(NoAnswer::Unpaired { left: 1, right: 0 })
            ));
            assert!(matches!(
                answer(&[1.0, 2.0, f64::NAN], &[1.0, 2.0, 4.0]),
                Err(NoAnswer::NotFinite { index: 2, .. })
            ));
        }
    }

    #[test]
    fn a_perfect_correlation_is_certain_and_three_pairs_are_not_judged() {
        assert_eq!(p_value(1.0, 10.0), Ok(0.0));
        assert_eq!(p_value(0.0, 10.0), Ok(1.0));
        assert!(matches!(p_value(0.9, 3.0), Err(NoAnswer::Insufficient { got: 3, .. })));
        assert!(p_value(f64::NAN, 10.0).is_err());
    }

    #[test]
    fn the_other_direction_of_a_lag_is_the_other_series_first() {
        let x = [Some(1.0), Some(2.0), None, Some(4.0)];
        let y = [Some(5.0), Some(6.0), Some(7.0), Some(8.0)];
        let (later_x, earlier_y) = pairs_at_lag(&x, &y, -1);
        assert_eq!((later_x, earlier_y), (vec![2.0, 4.0], vec![5.0, 7.0]));
        assert_eq!(pairs_at_lag(&x, &y, 9), (vec![], vec![]));
    }

    fn two_series() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
        let value = || (-9..9_i32).prop_map(f64::from);
        prop::collection::vec((value(), value()), 3..40).prop_map(|pairs| pairs.into_iter().unzip())
    }

    proptest! {
        #[test]
        fn scale_shift_and_order_of_pairs_change_nothing((x, y) in two_series()) {
            for answer in [pearson, spearman, kendall] {
                let Ok(r) = answer(&x, &y) else { return Ok(()) };
                prop_assert!((-1.0..=1.0).contains(&r));
                let moved: Vec<f64> = x.iter().map(|it| 3.0 * it - 7.0).collect();
                prop_assert!((answer(&moved, &y).unwrap() - r).abs() < 1e-12);
                let turned: Vec<f64> = x.iter().map(|it| -it).collect();
                prop_assert!((answer(&turned, &y).unwrap() + r).abs() < 1e-12);
                prop_assert!((answer(&y, &x).unwrap() - r).abs() < 1e-12);
                let (x, y): (Vec<f64>, Vec<f64>) = x.iter().rev().zip(y.iter().rev()).unzip();
                prop_assert!((answer(&x, &y).unwrap() - r).abs() < 1e-12);
            }
        }

        #[test]
        fn the_fast_count_of_agreeing_pairs_is_the_slow_one((x, y) in two_series()) {
            let Ok(tau) = kendall(&x, &y) else { return Ok(()) };
            let pairs = || (0..x.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let signs = pairs().map(|(a, b)| (x[a] - x[b]) * (y[a] - y[b]));
            let agreement: f64 = signs.map(|it| if it == 0.0 { 0.0 } else { it.signum() }).sum();
            let unequal = |values: &[f64]| float(pairs().filter(|&(a, b)| values[a] != values[b]).count());
            prop_assert!((tau - agreement / (unequal(&x) * unequal(&y)).sqrt()).abs() < 1e-12);
        }

        #[test]
        fn days_are_never_worth_more_than_they_are((x, y) in two_series()) {
            for answer in [bretherton, pyper_peterman] {
                let Ok(effective) = answer(&x, &y) else { return Ok(()) };
                prop_assert!(effective > 0.0 && effective <= float(x.len()));
            }
        }
    }
}
