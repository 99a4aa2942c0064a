//! Says how much the intervals between heartbeats vary.
//!
//! | answer | formula |
//! | --- | --- |
//! | SDNN | standard deviation of the intervals, divided by n − 1 |
//! | RMSSD | root of the mean square of successive differences; lnRMSSD its natural logarithm |
//! | SDSD | standard deviation of the differences, divided by n − 1 |
//! | NN50, NN20 | differences of more than 50 or 20 ms, either way |
//! | pNN50, pNN20 | the same in per cent *of the differences*; neurokit2 divides by the number of intervals |
//! | CVNN, CVSD | SDNN and RMSSD divided by the mean interval |
//! | mean rate | the mean of 60,000 divided by each interval, which is above 60,000 divided by their mean |
//!
//! Task Force 1996 (Circulation 93:1043); Shaffer & Ginsberg 2017 (Front Public Health 5:258).
//!
//! Assumes beats that follow normally: one missed beat outweighs all others, so [`artefacts`](super::artefacts) come first.
//! SDNN grows with the length of the recording; compare only recordings of one length.
//!
//! Needs 60 seconds of beats and two differences that no break interrupts. Refuses what is not beat to beat, by its
//! argument's type.

use serde::Serialize;

use super::super::numeric::{float, mean, median_of_sorted, sorted, sum, variance};
use super::super::{Method, NoAnswer};
use super::rr::{MIN_SECONDS, RrIntervals, mean_square};

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_time_domain",
    version: 1,
    source: "Task Force 1996, Circulation 93:1043; Shaffer & Ginsberg 2017, Front Public Health 5:258",
    needs: "60 seconds of beat-to-beat intervals",
};

/// How much intervals vary. Times are in milliseconds, rates in beats per minute, shares in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimeDomain {
    /// How many intervals there are.
    pub n: usize,
    /// How many successive differences there are.
    pub n_differences: usize,
    /// The mean interval.
    pub mean_nn: f64,
    /// The middle interval.
    pub median_nn: f64,
    /// The shortest interval.
    pub min_nn: f64,
    /// The longest interval.
    pub max_nn: f64,
    /// The standard deviation of the intervals.
    pub sdnn: f64,
    /// The root mean square of successive differences.
    pub rmssd: f64,
    /// Its natural logarithm; none where all intervals are equal.
    pub ln_rmssd: Option<f64>,
    /// The standard deviation of successive differences.
    pub sdsd: f64,
    /// Differences of more than 50 ms.
    pub nn50: usize,
    /// Differences of more than 20 ms.
    pub nn20: usize,
    /// NN50 in per cent of the differences.
    pub pnn50: f64,
    /// NN20 in per cent of the differences.
    pub pnn20: f64,
    /// SDNN divided by the mean interval.
    pub cvnn: f64,
    /// RMSSD divided by the mean interval.
    pub cvsd: f64,
    /// The mean of the beats' rates.
    pub mean_rate: f64,
}

/// Returns how much the intervals vary.
///
/// ```
/// use vitasync_core::analytics::heart::rr::RrIntervals;
/// use vitasync_core::analytics::heart::time_domain::time_domain;
///
/// let beats: Vec<f64> = (0..80).map(|beat| if beat % 2 == 0 { 800.0 } else { 830.0 }).collect();
/// let varies = time_domain(&RrIntervals::from_intervals(&beats).unwrap()).unwrap();
/// assert_eq!((varies.mean_nn, varies.rmssd, varies.nn20, varies.nn50), (815.0, 30.0, 79, 0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than 60 seconds or fewer than two differences.
pub fn time_domain(rr: &RrIntervals) -> Result<TimeDomain, NoAnswer> {
    rr.unless_long_enough(MIN_SECONDS)?;
    let (ms, differences) = (rr.ms(), rr.differences());
    NoAnswer::unless_enough("successive differences", 2, differences.len())?;
    let in_order = sorted(ms.iter().copied());
    let mean_nn = mean(ms);
    let (sdnn, rmssd) = (variance(ms).sqrt(), mean_square(&differences).sqrt());
    let above = |limit: f64| differences.iter().filter(|it| it.abs() > limit).count();
    let (nn50, nn20) = (above(50.0), above(20.0));
    let per_cent = |count: usize| 100.0 * float(count) / float(differences.len());
    Ok(TimeDomain {
        n: ms.len(),
        n_differences: differences.len(),
        mean_nn,
        median_nn: median_of_sorted(&in_order),
        min_nn: in_order[0],
        max_nn: in_order[ms.len() - 1],
        sdnn,
        rmssd,
        ln_rmssd: (rmssd > 0.0).then(|| rmssd.ln()),
        sdsd: variance(&differences).sqrt(),
        nn50,
        nn20,
        pnn50: per_cent(nn50),
        pnn20: per_cent(nn20),
        cvnn: sdnn / mean_nn,
        cvsd: rmssd / mean_nn,
        mean_rate: sum(ms.iter().map(|value| 60_000.0 / value)) / float(ms.len()),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(ms: &[f64]) -> Result<TimeDomain, NoAnswer> {
        RrIntervals::from_intervals(ms).and_then(|rr| time_domain(&rr))
    }

    #[test]
    fn a_steady_heart_does_not_vary() {
        let steady = of(&[900.0; 100]).unwrap();
        assert_eq!((steady.sdnn, steady.rmssd, steady.ln_rmssd), (0.0, 0.0, None));
    }

    #[test]
    fn less_than_a_minute_is_refused() {
        assert_eq!(
            of(&[900.0; 66]).unwrap_err().to_string(),
            "60 seconds of beats are needed, 59 are there"
        );
        assert!(of(&[61_000.0]).is_err(), "one interval has no difference");
    }

    proptest! {
        #[test]
        fn a_constant_added_to_all_changes_no_spread_and_a_scale_carries_through(
            ms in prop::collection::vec((400..1600_i32).prop_map(|it| f64::from(it) + 0.25), 200..300),
        ) {
            let answer = of(&ms).unwrap();
            let shifted = of(&ms.iter().map(|it| it + 64.0).collect::<Vec<_>>()).unwrap();
            prop_assert_eq!((answer.rmssd, answer.nn50), (shifted.rmssd, shifted.nn50));
            prop_assert!((answer.sdnn - shifted.sdnn).abs() < 1e-9);
            let doubled = of(&ms.iter().map(|it| it * 2.0).collect::<Vec<_>>()).unwrap();
            prop_assert_eq!((2.0 * answer.rmssd, 2.0 * answer.sdnn), (doubled.rmssd, doubled.sdnn));
        }

        #[test]
        fn time_told_backwards_varies_as_much(
            ms in prop::collection::vec((400..1600_i32).prop_map(|it| f64::from(it) + 0.25), 200..300),
        ) {
            let backwards: Vec<f64> = ms.iter().rev().copied().collect();
            let (a, b) = (of(&ms).unwrap(), of(&backwards).unwrap());
            prop_assert!((a.rmssd - b.rmssd).abs() < 1e-9 && (a.sdnn - b.sdnn).abs() < 1e-9);
            prop_assert_eq!(a.nn50, b.nn50);
        }
    }
}
