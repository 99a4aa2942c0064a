//! Finds the best mean power of every duration: the mean maximal power curve.
//!
//! The best of all windows of that length (Pinot & Grappe 2011, Int J Sports Med 32:839). Power is one value per second, as
//! [`per_second`](super::stream::per_second) gives it; coasting counts as 0 W and a window with a silent second does not
//! count. Sums up to each second are kept, so a duration costs one pass.
//!
//! Assumes a power meter: estimated power has peaks that nobody rode. Needs as many seconds in a row as the duration. Refuses
//! negative and infinite power.

use serde::Serialize;

use super::super::numeric::float;
use super::super::{Method, NoAnswer};
use super::power::checked;

/// This method.
pub const METHOD: Method = Method {
    id: "mean_maximal_power",
    version: 1,
    source: "Pinot & Grappe 2011, Int J Sports Med 32:839",
    needs: "as many seconds of power in a row as the duration",
};

/// The durations a curve is usually shown for, in seconds.
pub const DURATIONS_S: &[usize] = &[
    1, 5, 10, 15, 30, 60, 120, 180, 300, 480, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 18_000,
];

/// The best of one duration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BestPower))]
pub struct Best {
    /// The duration in seconds.
    pub seconds: usize,
    /// The mean power in watts.
    pub watts: f64,
    /// The second at which it begins; of equal ones the first.
    pub start: usize,
}

/// Returns the best of each duration that fits, in the order they are asked for.
///
/// ```
/// use vitasync_core::analytics::training::power_curve::power_curve;
///
/// let ride = [200.0, 300.0, 400.0, 100.0].map(Some);
/// let curve = power_curve(&ride, &[1, 2, 60]).unwrap();
/// let best: Vec<_> = curve.iter().map(|it| (it.seconds, it.watts, it.start)).collect();
/// assert_eq!(best, [(1, 400.0, 2), (2, 350.0, 1)]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no power at all or of too few seconds in a row for any of the durations, [`NoAnswer::TooSmall`] of a duration of 0 or of negative power,
/// [`NoAnswer::NotFinite`].
pub fn power_curve(seconds: &[Option<f64>], durations_s: &[usize]) -> Result<Vec<Best>, NoAnswer> {
    checked(seconds, 1)?;
    let shortest = durations_s.iter().copied().min().unwrap_or(1);
    NoAnswer::unless_at_least("duration", float(shortest), 1.0)?;
    let mut work = vec![0.0];
    let mut silent = vec![0_usize];
    for (at, second) in seconds.iter().enumerate() {
        work.push(work[at] + second.unwrap_or(0.0));
        silent.push(silent[at] + usize::from(second.is_none()));
    }
    let best = |&length: &usize| {
        let starts = 0..(seconds.len() + 1).checked_sub(length)?;
        let full = starts.filter(|&start| silent[start + length] == silent[start]);
        let means = full.map(|start| (start, (work[start + length] - work[start]) / float(length)));
        let (start, watts) = means.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        Some(Best {
            seconds: length,
            watts,
            start,
        })
    };
    let found: Vec<Best> = durations_s.iter().filter_map(best).collect();
    if found.is_empty() {
        let runs = seconds.chunk_by(|a, b| a.is_some() == b.is_some());
        let longest = runs.filter(|run| run[0].is_some()).map(<[_]>::len).max().unwrap_or(0);
        NoAnswer::unless_enough("seconds of power in a row", shortest, longest)?;
    }
    Ok(found)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_window_spans_silence() {
        let ride = [Some(300.0), Some(300.0), None, Some(300.0)];
        let curve = power_curve(&ride, &[2, 3]).unwrap();
        assert_eq!(curve.len(), 1);
        assert_eq!((curve[0].seconds, curve[0].start), (2, 0));
    }

    #[test]
    fn nothing_and_what_is_not_power_is_refused() {
        assert!(power_curve(&[None, None], &[1]).is_err());
        let short = power_curve(&[Some(100.0), Some(90.0), None, Some(80.0)], &[3, 4]).unwrap_err();
        assert_eq!(short.to_string(), "3 seconds of power in a row are needed, 2 are there");
        assert!(power_curve(&[Some(100.0)], &[0]).is_err());
        assert!(power_curve(&[Some(-1.0)], &[1]).is_err());
        assert!(power_curve(&[Some(f64::INFINITY)], &[1]).is_err());
        assert_eq!(power_curve(&[Some(100.0)], &[]), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn sums_answer_what_trying_every_window_does(
            watts in prop::collection::vec(prop::option::weighted(0.9, (0..500_i32).prop_map(f64::from)), 1..80),
            length in 1..20_usize,
        ) {
            prop_assume!(watts.iter().flatten().count() > 0);
            let windows = watts.windows(length).filter_map(|window| window.iter().copied().sum::<Option<f64>>());
            let tried = windows.fold(None, |best: Option<f64>, next| Some(best.map_or(next, |best| best.max(next))));
            let curve = power_curve(&watts, &[length]);
            prop_assert_eq!(curve.ok().map(|curve| curve[0].watts), tried.map(|sum| sum / float(length)));
        }
    }
}
