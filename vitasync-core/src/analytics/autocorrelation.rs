//! Says how much a day resembles the one before (AR(1)), and takes that out of deviations.
//!
//! Resting heart rate, sleep and weight of one day resemble those of the day before. Methods that take days for independent then alarm
//! too often: [`change_point`](super::change_point) takes what [`ar1`] answers as an argument, and [`whitened`] makes of deviations
//! the independent ones that [`cusum`](super::cusum) assumes.
//!
//! Where `x(t) = φ·x(t − 1) + noise`, the mean square of `x(t) − x(t − m)` over that of `x(t) − x(t − 1)` is `1 + φ + … + φ^(m − 1)`.
//! The answer is the φ whose mean of this over m from 5 to 10 is the one found. Differences hardly see where a level changes,
//! and a correlation about the mean takes that for resemblance (Hall & Van Keilegom 2003, J R Stat Soc B 65:443, for estimating from
//! differences; the distances are a convention). In simulated years its standard error is about 0.07.
//!
//! Assumes that no more than the day before matters, and that levels change rarely. A day without a value has no differences.
//! Needs 30 pairs of neighbouring days and 30 at each distance from 5 to 10 days. Refuses days that are all equal. The answer is from 0 to 0.95: days that
//! alternate are answered with 0, and what wanders off with 0.95.

use super::numeric::{float, mean, sum};
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "day_to_day_autocorrelation",
    version: 1,
    source: "Hall & Van Keilegom 2003, J R Stat Soc B 65:443",
    needs: "30 pairs of days at each distance of 1 and from 5 to 10 days",
};

/// The least number of pairs at each distance.
pub const MIN_PAIRS: usize = 30;

/// The greatest answer; above it nothing could be told from a walk at random.
pub const MOST: f64 = 0.95;

/// How many days lie between those that are compared.
const DISTANCES: std::ops::RangeInclusive<usize> = 5..=10;

/// Returns how much a day resembles the one before, from 0 to 0.95.
///
/// ```
/// use vitasync_core::analytics::autocorrelation::ar1;
///
/// let mut state = 1_u32;
/// let mut value = 0.0;
/// let days: Vec<_> = (0..730)
///     .map(|_| {
///         state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
///         value = 0.7 * value + f64::from(state >> 8);
///         Some(value)
///     })
///     .collect();
/// assert!((ar1(&days).unwrap() - 0.7).abs() < 0.1);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than 30 pairs at one of the distances, [`NoAnswer::NoSpread`] of equal days,
/// [`NoAnswer::NotFinite`].
pub fn ar1(days: &[Option<f64>]) -> Result<f64, NoAnswer> {
    NoAnswer::unless_finite("days", days.iter().map(|day| day.unwrap_or(0.0)))?;
    let neighbours = mean_square(days, 1)?;
    if neighbours == 0.0 {
        return Err(NoAnswer::NoSpread { what: "days" });
    }
    let apart: Vec<f64> = DISTANCES
        .map(|days_apart| mean_square(days, days_apart))
        .collect::<Result<_, _>>()?;
    let found = mean(&apart) / neighbours;
    // What is expected rises with φ, so halving the span finds it.
    let (mut low, mut high) = (0.0, MOST);
    while high - low > 1e-9 {
        let middle = f64::midpoint(low, high);
        if expected(middle) < found {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(if found <= expected(0.0) { 0.0 } else { high })
}

/// Returns deviations without what each has of the one before: `(z − φᵍ·z before)/√(1 − φ²ᵍ)`, where g days lie between them.
///
/// `z` are deviations from what is usual in standard deviations. The first stays as it is. They scatter as much as before and are
/// independent; a lasting shift of one comes to `√((1 − φ)/(1 + φ))`, so it takes longer to be found.
///
/// ```
/// use vitasync_core::analytics::autocorrelation::whitened;
///
/// let z = whitened(&[Some(1.0), Some(0.6), None, Some(1.0)], 0.6).unwrap();
/// assert_eq!((z[0], z[1], z[2]), (Some(1.0), Some(0.0), None));
/// assert!((z[3].unwrap() - 0.784 / (1.0_f64 - 0.1296).sqrt()).abs() < 1e-12); // 1 − 0.36 · 0.6
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a φ that is not from 0 to 0.95, [`NoAnswer::NotFinite`].
pub fn whitened(z: &[Option<f64>], ar1: f64) -> Result<Vec<Option<f64>>, NoAnswer> {
    NoAnswer::unless_within("autocorrelation", ar1, 0.0, MOST)?;
    NoAnswer::unless_finite("days", z.iter().map(|day| day.unwrap_or(0.0)))?;
    let mut before: Option<f64> = None;
    // What is left of the resemblance after the days since.
    let mut left = 1.0;
    let days = z.iter().map(|day| {
        left *= ar1;
        let z = (*day)?;
        let fresh = before.map_or(z, |before| (z - left * before) / (1.0 - left * left).sqrt());
        (before, left) = (Some(z), 1.0);
        Some(fresh)
    });
    Ok(days.collect())
}

fn mean_square(days: &[Option<f64>], apart: usize) -> Result<f64, NoAnswer> {
    let later = days.iter().skip(apart);
    let pairs = days.iter().zip(later);
    let squares: Vec<f64> = pairs.filter_map(|(a, b)| Some(((*b)? - (*a)?).powi(2))).collect();
    NoAnswer::unless_enough("pairs of days", MIN_PAIRS, squares.len())?;
    Ok(mean(&squares))
}

/// Returns the mean of `1 + φ + … + φ^(m − 1)` over the distances m.
fn expected(ar1: f64) -> f64 {
    let mut power = 1.0;
    let mut total = 0.0;
    let sums: Vec<f64> = (1..=*DISTANCES.end())
        .map(|_| {
            total += power;
            power *= ar1;
            total
        })
        .collect();
    let compared = &sums[DISTANCES.start() - 1..];
    sum(compared.iter().copied()) / float(compared.len())
}

#[cfg(test)]
pub(super) mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

    use super::*;

    /// Invents days that scatter by 1 about 0 and resemble the one before; a seed gives the same days everywhere.
    pub(crate) fn invented(seed: u64, count: usize, ar1: f64) -> Vec<Option<f64>> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / f64::from(1 << 24)
        };
        // The sum of twelve is as good as normal.
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let mut value = normal();
        let mut next = || {
            value = ar1 * value + (1.0 - ar1 * ar1).sqrt() * normal();
            Some(value)
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn it_is_found_whether_levels_change_and_days_are_missing_or_not() {
        for truth in [0.0, 0.4, 0.7, 0.9] {
            let mut days = invented(3, 3000, truth);
            assert!((ar1(&days).unwrap() - truth).abs() < 0.05, "{truth}");
            for day in &mut days[1500..] {
                *day = day.map(|value| value + 2.0);
            }
            for at in (0..3000).filter(|at| at % 7 == 3) {
                days[at] = None;
            }
            assert!((ar1(&days).unwrap() - truth).abs() < 0.07, "{truth} with gaps");
        }
    }

    #[test]
    fn what_wanders_or_alternates_has_the_answer_at_the_end() {
        let mut level = 0.0;
        let walk: Vec<_> = invented(1, 900, 0.0)
            .into_iter()
            .flatten()
            .map(|step| {
                level += step;
                Some(level)
            })
            .collect();
        assert!(ar1(&walk).unwrap() > 0.9);
        let turns: Vec<_> = (0..60).map(|day| Some(f64::from(day % 2))).collect();
        assert_eq!(ar1(&turns), Ok(0.0));
    }

    #[test]
    fn few_equal_and_broken_days_are_refused() {
        let days = invented(1, 40, 0.5);
        assert!(ar1(&days).is_ok());
        let reason = ar1(&days[..39]).unwrap_err();
        assert_eq!(reason.to_string(), "30 pairs of days are needed, 29 are there");
        assert!(matches!(ar1(&[Some(60.0); 50]), Err(NoAnswer::NoSpread { .. })));
        assert!(ar1(&[Some(f64::NAN); 50]).is_err());
        assert!(whitened(&days, 1.0).is_err() && whitened(&days, f64::NAN).is_err());
    }

    #[test]
    fn whitened_days_scatter_as_much_and_resemble_nothing() {
        let z = whitened(&invented(5, 3000, 0.7), 0.7).unwrap();
        let squares: f64 = z.iter().flatten().map(|z| z * z).sum();
        assert!((squares / 3000.0 - 1.0).abs() < 0.1);
        assert!(ar1(&z).unwrap() < 0.05);
    }
}
