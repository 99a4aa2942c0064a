//! Follows the median and the spread through time: for each day those of the window that ends on it.
//!
//! The window counts days, not values: of 7 days with 2 missing the other 5 count, and a day without a value of its own
//! still ends a window. Median and MAD are those of [`robust`](super::robust).
//!
//! Assumes nothing beyond them. Needs as many values in a window as the caller says (at least one); a window with fewer
//! has no answer. Refuses an empty window.
//!
//! The window is kept sorted: a day enters and another leaves by binary search, the median is in the middle, and the
//! deviations from it are merged outwards; nothing is sorted anew.

use serde::Serialize;

use super::numeric::{float, median_of_sorted};
use super::robust::mad_of_sorted;
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "rolling_median",
    version: 1,
    source: "Hampel 1974",
    needs: "1 value in the window, or more as the caller says",
};

/// What is usual in one window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RollingMedian))]
pub struct Rolling {
    /// How many values the window has.
    pub n: usize,
    /// Their middle value.
    pub median: f64,
    /// Their median absolute deviation, as it is.
    pub mad: f64,
}

/// Returns for each day the median and MAD of the `window` days that end on it, where `needed` of them have a value.
///
/// ```
/// use vitasync_core::analytics::rolling::rolling_median;
///
/// let nights = [Some(60.0), None, Some(62.0), Some(61.0)];
/// let weeks = rolling_median(&nights, 3, 2).unwrap();
/// let medians: Vec<_> = weeks.iter().map(|week| week.map(|it| it.median)).collect();
/// assert_eq!(medians, [None, None, Some(61.0), Some(61.5)]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] of an empty window, [`NoAnswer::OutOfRange`] of a `needed` that is 0 or above it, [`NoAnswer::NotFinite`].
pub fn rolling_median(days: &[Option<f64>], window: usize, needed: usize) -> Result<Vec<Option<Rolling>>, NoAnswer> {
    NoAnswer::unless_at_least("window", float(window), 1.0)?;
    NoAnswer::unless_within("number of values needed", float(needed), 1.0, float(window))?;
    NoAnswer::unless_finite("days", days.iter().map(|day| day.unwrap_or(0.0)))?;
    let mut sorted = Vec::with_capacity(window.min(days.len()) + 1);
    let windows = days.iter().enumerate().map(|(at, day)| {
        if let Some(left) = at.checked_sub(window).and_then(|at| days[at]) {
            sorted.remove(place(&sorted, left));
        }
        if let Some(value) = *day {
            sorted.insert(place(&sorted, value), value);
        }
        (sorted.len() >= needed).then(|| {
            let median = median_of_sorted(&sorted);
            Rolling {
                n: sorted.len(),
                median,
                mad: mad_of_sorted(&sorted, median),
            }
        })
    });
    Ok(windows.collect())
}

/// Finds the first place of a value, or where it belongs.
fn place(sorted: &[f64], value: f64) -> usize {
    sorted.partition_point(|other| *other < value)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::numeric::sorted;
    use super::*;

    #[test]
    fn a_window_with_too_few_values_has_no_answer() {
        let weeks = rolling_median(&[None, Some(1.0), None, None], 2, 1).unwrap();
        let counts: Vec<_> = weeks.iter().map(|it| it.map(|it| it.n)).collect();
        assert_eq!(counts, [None, Some(1), Some(1), None]);
    }

    #[test]
    fn windows_and_values_that_make_no_sense_are_refused() {
        assert!(rolling_median(&[Some(1.0)], 0, 1).is_err());
        assert!(rolling_median(&[Some(1.0)], 7, 8).is_err());
        assert!(rolling_median(&[Some(f64::INFINITY)], 7, 1).is_err());
        assert_eq!(rolling_median(&[], 7, 1), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn the_sorted_window_answers_what_sorting_anew_does(
            days in prop::collection::vec(prop::option::weighted(0.8, (-20..20_i32).prop_map(f64::from)), 0..80),
            window in 1..12_usize,
        ) {
            let rolling = rolling_median(&days, window, 1).unwrap();
            for (at, answer) in rolling.iter().enumerate() {
                let inside = sorted(days[(at + 1).saturating_sub(window)..=at].iter().copied().flatten());
                let median = (!inside.is_empty()).then(|| median_of_sorted(&inside));
                prop_assert_eq!(answer.map(|it| it.median), median);
            }
        }
    }
}
