//! Adds up small deviations until they are too many to be chance: the tabular cumulative sum.
//!
//! `high = max(0, high + z − k)`, `low = max(0, low − z − k)`; an alarm while either is above `h` (Page 1954; Montgomery,
//! *Introduction to Statistical Quality Control*). `z` is in standard deviations from what is usual. The slack `k` is half
//! the shift that is looked for; with `k = 0.5`, `h = 5` a lasting shift of one standard deviation is found after about ten
//! days, and chance alone alarms about once in 465 (two-sided, with the usual known exactly).
//!
//! Assumes independent, about normal deviations. Days that resemble the one before bring alarms far more often: with an
//! autocorrelation of 0.7 in most hundreds of days instead of in one of five. [`whitened`](super::autocorrelation::whitened) makes
//! their deviations independent first, with what [`ar1`](super::autocorrelation::ar1) estimates (the chart of residuals; Alwan &
//! Roberts 1988, J Bus Econ Stat 6:87). Where that is too small, some of the alarms stay.
//!
//! Needs one value. A day without a value changes nothing. Refuses a slack below 0.

use serde::Serialize;

use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "cusum",
    version: 1,
    source: "Page 1954, Biometrika 41:100",
    needs: "1 day",
};

/// The two sums so far.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = CusumSums))]
pub struct Sums {
    /// What has gathered above the usual.
    pub high: f64,
    /// What has gathered below the usual.
    pub low: f64,
}

impl Sums {
    /// Adds the deviation of a day.
    #[must_use]
    pub fn with(self, z: f64, slack: f64) -> Self {
        Self {
            high: (self.high + z - slack).max(0.0),
            low: (self.low - z - slack).max(0.0),
        }
    }

    /// Tells whether either sum is above a threshold.
    #[must_use]
    pub fn alarms(self, threshold: f64) -> bool {
        self.high > threshold || self.low > threshold
    }
}

/// Returns the sums after each day. They go on after an alarm; [`Sums::alarms`] says where they are too high.
///
/// ```
/// use vitasync_core::analytics::cusum::cusum;
///
/// let sums = cusum(&[Some(0.2), Some(2.5), None, Some(3.0)], 0.5).unwrap();
/// let high: Vec<_> = sums.iter().map(|day| day.high).collect();
/// assert_eq!(high, [0.0, 2.0, 2.0, 4.5]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no value at all, [`NoAnswer::TooSmall`] of a slack below 0, [`NoAnswer::NotFinite`].
pub fn cusum(z: &[Option<f64>], slack: f64) -> Result<Vec<Sums>, NoAnswer> {
    NoAnswer::unless_at_least("slack", slack, 0.0)?;
    NoAnswer::unless_enough("days", 1, z.iter().flatten().count())?;
    NoAnswer::unless_finite("days", z.iter().map(|day| day.unwrap_or(0.0)))?;
    let mut sums = Sums::default();
    let days = z.iter().map(|day| {
        if let Some(z) = *day {
            sums = sums.with(z, slack);
        }
        sums
    });
    Ok(days.collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::autocorrelation::tests::invented;
    use super::super::autocorrelation::whitened;
    use super::*;

    #[test]
    fn no_days_and_a_negative_slack_are_refused() {
        assert!(matches!(cusum(&[None], 0.5), Err(NoAnswer::Insufficient { .. })));
        assert!(cusum(&[Some(0.0)], -0.1).is_err());
        assert!(cusum(&[Some(f64::NAN)], 0.5).is_err());
    }

    /// Counts the hundreds of days without any shift in which there is an alarm.
    fn false_alarms(ar1_of_days: f64, whiten: bool) -> usize {
        let histories = (0..300).map(|seed| invented(seed, 100, ar1_of_days));
        let alarmed = histories.filter(|days| {
            let ar1 = if whiten { ar1_of_days } else { 0.0 };
            let sums = cusum(&whitened(days, ar1).unwrap(), 0.5).unwrap();
            sums.iter().any(|day| day.alarms(5.0))
        });
        alarmed.count()
    }

    #[test]
    fn whitened_days_alarm_no_more_than_independent_ones() {
        // One in 465 days: 58 of 300 hundreds, give or take 7.
        let nominal = 300.0 * (1.0 - (1.0 - 1.0 / 465.0_f64).powi(100));
        let share = |ar1, whiten| false_alarms(ar1, whiten) as f64;
        assert!(share(0.0, false) <= nominal);
        assert!(share(0.7, true) <= nominal);
        assert!(share(0.7, false) > 2.5 * nominal);
    }

    proptest! {
        #[test]
        fn the_other_sign_gathers_on_the_other_side(z in prop::collection::vec(prop::option::of(-4.0..4.0), 1..50)) {
            let Ok(sums) = cusum(&z, 0.5) else { return Ok(()) };
            let turned: Vec<_> = z.iter().map(|day| day.map(|z: f64| -z)).collect();
            for (a, b) in sums.iter().zip(cusum(&turned, 0.5).unwrap()) {
                prop_assert_eq!((a.high, a.low), (b.low, b.high));
            }
        }
    }
}
