//! Says whether a series goes up or down, how fast, and how sure that is.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | [`line`](line()) | least squares on the day's number; p of the slope by t with n − 2 degrees of freedom | |
//! | its `p_effective` | the same with `n_e = n·(1 − r)/(1 + r)`, r the correlation of successive residuals | Santer 2000, JGR 105:7337 |
//! | [`theil_sen`] | median of the slopes of all pairs of days; intercept `median(y) − slope·median(t)` | Theil 1950; Sen 1968 |
//! | [`mann_kendall`] | S = rising less falling pairs; `Var = (n(n−1)(2n+5) − Σt(t−1)(2t+5))/18` over groups of t equal values; `z = (S ∓ 1)/√Var` | Mann 1945; Kendall 1975 |
//!
//! Days without a value are left out and the others keep their dates. The line assumes normal residuals and is moved by
//! outliers; Theil–Sen holds with up to 29 % of them; Mann–Kendall asks for a direction only. The plain p of the line and
//! that of Mann–Kendall assume days that do not resemble their neighbours: where they do, read `p_effective`.
//!
//! Needs 3 values for a line and for Theil–Sen, 8 for Mann–Kendall, whose z is normal only from there on. A p is not given
//! for equal values, and there is no line through them to judge.

use serde::Serialize;

use super::numeric::{float, mean, median_of_sorted, midpoint, sorted, squares_about, sum};
use super::rank::{sort_counting_inversions, ties};
use super::significance::{normal_two_sided, student_t_two_sided};
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "trend",
    version: 1,
    source: "Sen 1968; Mann 1945; Santer 2000, JGR 105:7337",
    needs: "3 days; 8 for Mann-Kendall",
};

/// The least number of days a slope is answered from.
pub const MIN_FOR_SLOPE: usize = 3;

/// The least number of days Mann–Kendall is answered from.
pub const MIN_FOR_MANN_KENDALL: usize = 8;

/// The greatest number of days Theil–Sen is answered from: the slopes of all their pairs take 100 MB.
pub const MOST_FOR_THEIL_SEN: usize = 5000;

/// A straight line through days, by least squares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// How many days have a value.
    pub n: usize,
    /// The change per day.
    pub slope: f64,
    /// The line's value on the first day of the series.
    pub intercept: f64,
    /// The share of the variance that the line explains.
    pub r2: f64,
    /// The chance of such a slope if there is none and days are independent.
    pub p: f64,
    /// How many independent days these are worth; never above `n`.
    pub n_effective: f64,
    /// The chance of such a slope if days resemble their neighbours; none where they are worth 3 days or fewer.
    pub p_effective: Option<f64>,
}

impl Line {
    /// Returns the line's value on a day, counted from the first of the series.
    #[must_use]
    pub fn at(&self, day: usize) -> f64 {
        self.intercept + self.slope * float(day)
    }
}

/// A straight line through the middle of days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MedianLine {
    /// How many days have a value.
    pub n: usize,
    /// The median change per day.
    pub slope: f64,
    /// The line's value on the first day of the series.
    pub intercept: f64,
}

/// Whether a series rises or falls, whatever its shape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MannKendall))]
pub struct Monotone {
    /// How many days have a value.
    pub n: usize,
    /// The pairs of days that rise, less those that fall.
    pub s: i64,
    /// The variance of `s` if there is no trend.
    pub variance: f64,
    /// How many standard deviations `s` is from none.
    pub z: f64,
    /// The chance of such an `s` if there is no trend and days are independent.
    pub p: f64,
}

/// Draws a line by least squares.
///
/// ```
/// use vitasync_core::analytics::trend::line;
///
/// let weight = [Some(80.2), Some(80.0), None, Some(79.7), Some(79.4)];
/// let line = line(&weight).unwrap();
/// assert!((line.slope + 0.19).abs() < 1e-12);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than three values, [`NoAnswer::NoSpread`] of equal ones, [`NoAnswer::NotFinite`].
pub fn line(days: &[Option<f64>]) -> Result<Line, NoAnswer> {
    let (t, y) = present(days, MIN_FOR_SLOPE)?;
    let n = float(y.len());
    let (t_mean, y_mean) = (mean(&t), mean(&y));
    let (t_squares, y_squares) = (squares_about(&t, t_mean), squares_about(&y, y_mean));
    if y.iter().all(|value| *value == y[0]) || y_squares == 0.0 {
        return Err(NoAnswer::NoSpread { what: "days" });
    }
    let products = sum(t.iter().zip(&y).map(|(t, y)| (t - t_mean) * (y - y_mean)));
    let slope = products / t_squares;
    let intercept = y_mean - slope * t_mean;
    let residuals: Vec<f64> = t.iter().zip(&y).map(|(t, y)| y - (intercept + slope * t)).collect();
    let rest = sum(residuals.iter().map(|it| it * it));
    let p = |n: f64| student_t_two_sided(slope / (rest / (n - 2.0) / t_squares).sqrt(), n - 2.0);
    // What an exact line leaves is rounding, and says nothing about neighbours.
    let r = if rest > 1e-12 * y_squares {
        neighbours(&residuals, rest)
    } else {
        0.0
    };
    let n_effective = (n * (1.0 - r) / (1.0 + r)).min(n);
    Ok(Line {
        n: y.len(),
        slope,
        intercept,
        r2: (1.0 - rest / y_squares).max(0.0),
        p: p(n),
        n_effective,
        p_effective: (n_effective > float(MIN_FOR_SLOPE)).then(|| p(n_effective)),
    })
}

/// Draws a line through the middle: the median slope of all pairs of days. Takes time and memory in n².
///
/// ```
/// use vitasync_core::analytics::trend::theil_sen;
///
/// let weight = [Some(80.0), Some(79.9), Some(65.0), Some(79.7), Some(79.6)]; // one slip on the scale
/// assert!((theil_sen(&weight).unwrap().slope + 0.1).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than three values, [`NoAnswer::TooMany`] of more than 5,000,
/// [`NoAnswer::NotFinite`].
pub fn theil_sen(days: &[Option<f64>]) -> Result<MedianLine, NoAnswer> {
    let (t, y) = present(days, MIN_FOR_SLOPE)?;
    if y.len() > MOST_FOR_THEIL_SEN {
        return Err(NoAnswer::TooMany {
            what: "days",
            most: MOST_FOR_THEIL_SEN,
            got: y.len(),
        });
    }
    let mut slopes = Vec::with_capacity(y.len() * (y.len() - 1) / 2);
    for later in 1..y.len() {
        let pairs = t[..later].iter().zip(&y[..later]);
        slopes.extend(pairs.map(|(before, value)| (y[later] - value) / (t[later] - before)));
    }
    let slope = median_by_selection(&mut slopes);
    Ok(MedianLine {
        n: y.len(),
        slope,
        intercept: median_of_sorted(&sorted(y)) - slope * median_of_sorted(&t),
    })
}

/// Asks whether later days are higher, or lower, than earlier ones.
///
/// ```
/// use vitasync_core::analytics::trend::mann_kendall;
///
/// let rising: Vec<_> = (0..10).map(|day| Some(f64::from(day * day))).collect();
/// let trend = mann_kendall(&rising).unwrap();
/// assert_eq!(trend.s, 45);
/// assert!(trend.p < 0.001);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than eight values, [`NoAnswer::NoSpread`] of equal ones, [`NoAnswer::NotFinite`].
pub fn mann_kendall(days: &[Option<f64>]) -> Result<Monotone, NoAnswer> {
    let (_, mut y) = present(days, MIN_FOR_MANN_KENDALL)?;
    let n = y.len();
    let falling = sort_counting_inversions(&mut y);
    let groups = ties(&y);
    let pairs = |n: usize| n * (n - 1) / 2;
    let unequal = pairs(n) - groups.iter().map(|size| pairs(*size)).sum::<usize>();
    let count = |pairs: u64| i64::try_from(pairs).expect("far fewer pairs than that");
    let s = count(unequal as u64) - 2 * count(falling);
    let term = |n: usize| float(n) * (float(n) - 1.0) * (2.0 * float(n) + 5.0);
    let variance = (term(n) - groups.into_iter().map(term).sum::<f64>()) / 18.0;
    if unequal == 0 {
        return Err(NoAnswer::NoSpread { what: "days" });
    }
    let z = (s - s.signum()) as f64 / variance.sqrt();
    Ok(Monotone {
        n,
        s,
        variance,
        z,
        p: normal_two_sided(z),
    })
}

/// Lists the days that have a value, as their numbers and their values.
fn present(days: &[Option<f64>], needed: usize) -> Result<(Vec<f64>, Vec<f64>), NoAnswer> {
    let numbered = days.iter().enumerate();
    let (t, y): (Vec<f64>, Vec<f64>) = numbered.filter_map(|(t, y)| y.map(|y| (float(t), y))).unzip();
    NoAnswer::unless_enough("days", needed, y.len())?;
    NoAnswer::unless_finite("days", y.iter().copied())?;
    Ok((t, y))
}

/// Returns the correlation of residuals with those of the day before, or of the last day that has a value.
fn neighbours(residuals: &[f64], squares: f64) -> f64 {
    sum(residuals.windows(2).map(|pair| pair[0] * pair[1])) / squares
}

/// Returns the median of at least one value, in linear time.
fn median_by_selection(values: &mut [f64]) -> f64 {
    let half = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if odd {
        return *middle;
    }
    let previous = below
        .iter()
        .copied()
        .max_by(f64::total_cmp)
        .expect("an even count of at least two");
    midpoint(previous, *middle)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_days_have_no_line_to_judge_but_a_slope_of_none() {
        let flat = [Some(60.0); 10];
        assert_eq!(line(&flat), Err(NoAnswer::NoSpread { what: "days" }));
        assert_eq!(mann_kendall(&flat), Err(NoAnswer::NoSpread { what: "days" }));
        assert_eq!(theil_sen(&flat).unwrap().slope, 0.0);
    }

    #[test]
    fn missing_days_keep_the_dates_of_the_others() {
        let gaps = [Some(1.0), None, None, Some(7.0), Some(9.0)];
        assert_eq!(theil_sen(&gaps).unwrap().slope, 2.0);
        let line = line(&gaps).unwrap();
        assert!((line.slope - 2.0).abs() < 1e-12 && (line.at(4) - 9.0).abs() < 1e-12);
    }

    #[test]
    fn too_few_and_too_many_days_are_refused() {
        let two = [Some(1.0), None, Some(2.0)];
        assert!(line(&two).is_err() && theil_sen(&two).is_err());
        assert!(matches!(theil_sen(&[Some(1.0); 5001]), Err(NoAnswer::TooMany { .. })));
        let seven = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0].map(Some);
        assert!(matches!(
            mann_kendall(&seven),
            Err(NoAnswer::Insufficient { needed: 8, got: 7, .. })
        ));
    }

    #[test]
    fn days_like_their_neighbours_are_worth_fewer_days() {
        let slow: Vec<_> = (0..90).map(|day| Some((f64::from(day) * 0.9).sin())).collect();
        let line = line(&slow).unwrap();
        assert!(line.n_effective < 30.0, "{}", line.n_effective);
        assert!(line.p_effective.unwrap() > line.p);
    }

    fn days() -> impl Strategy<Value = Vec<Option<f64>>> {
        prop::collection::vec(prop::option::weighted(0.8, (-40..40_i32).prop_map(f64::from)), 0..50)
    }

    proptest! {
        #[test]
        fn slopes_scale_and_ignore_shifts(days in days()) {
            let moved: Vec<_> = days.iter().map(|day| day.map(|it| 2.0 * it + 64.0)).collect();
            if let (Ok(a), Ok(b)) = (theil_sen(&days), theil_sen(&moved)) {
                prop_assert_eq!(b.slope, 2.0 * a.slope);
            }
            if let (Ok(a), Ok(b)) = (line(&days), line(&moved)) {
                prop_assert!((b.slope - 2.0 * a.slope).abs() < 1e-9);
                prop_assert!((b.p - a.p).abs() < 1e-9);
            }
            prop_assert_eq!(mann_kendall(&days), mann_kendall(&moved));
        }

        #[test]
        fn time_turned_around_turns_the_trend(days in days()) {
            let turned: Vec<_> = days.iter().rev().copied().collect();
            match (mann_kendall(&days), mann_kendall(&turned)) {
                (Ok(a), Ok(b)) => prop_assert_eq!((a.s, a.p), (-b.s, b.p)),
                (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
            }
        }
    }
}
