//! Says how steady, how broken and how strong the daily rhythm of activity is.
//!
//! | answer | formula |
//! | --- | --- |
//! | interdaily stability, IS | variance of the mean day about the mean, of all hours' variance: 0 none, 1 every day the same |
//! | intradaily variability, IV | mean square of hour-to-hour differences, of all hours' variance: near 0 a smooth wave, 2 noise |
//! | L5, M10 | means of the 5 least and the 10 most active hours in a row of the mean day, around the clock |
//! | relative amplitude, RA | `(M10 − L5)/(M10 + L5)` |
//!
//! Witting 1990 (Biol Psychiatry 27:563), Van Someren 1999 (Chronobiol Int 16:505): both variances are divided by the number of hours.
//! pyActigraphy divides by one less, which makes IS 5 % larger on a week.
//!
//! Assumes hours of the wall clock, each with all of its activity (steps, counts), not an hour in which the device was off. Hours
//! without a value and differences across them are left out. Needs 5 days' worth of hours and each hour of the clock
//! at least once. Refuses equal hours and activity below 0.

use serde::Serialize;

use super::super::numeric::{float, mean, squares_about, sum};
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "rest_activity_rhythm",
    version: 1,
    source: "Witting 1990, Biol Psychiatry 27:563; Van Someren 1999, Chronobiol Int 16:505",
    needs: "120 hours with activity, each hour of the clock among them",
};

/// The least number of hours that is answered from.
pub const MIN_HOURS: usize = 120;

/// How steady, broken and strong the rhythm is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RestActivity {
    /// How many hours have a value.
    pub n: usize,
    /// Interdaily stability.
    pub stability: f64,
    /// Intradaily variability.
    pub variability: f64,
    /// The mean of the 5 least active hours in a row.
    pub l5: f64,
    /// The hour of the clock at which they begin.
    pub l5_start: usize,
    /// The mean of the 10 most active hours in a row.
    pub m10: f64,
    /// The hour of the clock at which they begin.
    pub m10_start: usize,
    /// Relative amplitude.
    pub amplitude: f64,
}

/// Returns the rhythm of activity by the hour, the first from local midnight on.
///
/// ```
/// use vitasync_core::analytics::sleep::rest_activity::rest_activity;
///
/// let week: Vec<_> = (0..24 * 7).map(|hour| Some(if (7..23).contains(&(hour % 24)) { 600.0 } else { 0.0 })).collect();
/// let rhythm = rest_activity(&week).unwrap();
/// assert!((rhythm.stability - 1.0).abs() < 1e-12);
/// assert_eq!((rhythm.amplitude, rhythm.l5_start), (1.0, 0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of too few hours or an hour of the clock without any, [`NoAnswer::NoSpread`] of equal ones,
/// [`NoAnswer::TooSmall`] of one below 0, [`NoAnswer::NotFinite`].
pub fn rest_activity(hours: &[Option<f64>]) -> Result<RestActivity, NoAnswer> {
    let values: Vec<f64> = hours.iter().copied().flatten().collect();
    NoAnswer::unless_enough("hours", MIN_HOURS, values.len())?;
    NoAnswer::unless_finite("hours", values.iter().copied())?;
    values
        .iter()
        .try_for_each(|value| NoAnswer::unless_at_least("activity", *value, 0.0))?;
    let center = mean(&values);
    let squares = squares_about(&values, center);
    if squares == 0.0 {
        return Err(NoAnswer::NoSpread { what: "hours" });
    }
    let by_clock: Vec<Vec<f64>> = (0..24)
        .map(|hour| hours.iter().skip(hour).step_by(24).copied().flatten().collect())
        .collect();
    let known = by_clock.iter().filter(|values| !values.is_empty()).count();
    NoAnswer::unless_enough("hours of the clock", 24, known)?;
    let day: Vec<f64> = by_clock.iter().map(|values| mean(values)).collect();
    let between = by_clock.iter().zip(&day);
    let between = sum(between.map(|(values, mean)| float(values.len()) * (mean - center) * (mean - center)));
    let differences: Vec<f64> = hours.windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?)).collect();
    NoAnswer::unless_enough("hours after another", 1, differences.len())?;
    let steps = squares_about(&differences, 0.0) / float(differences.len());
    let (l5_start, l5) = extreme(&day, 5, |a, b| a < b);
    let (m10_start, m10) = extreme(&day, 10, |a, b| a > b);
    Ok(RestActivity {
        n: values.len(),
        stability: between / squares,
        variability: steps * float(values.len()) / squares,
        l5,
        l5_start,
        m10,
        m10_start,
        amplitude: (m10 - l5) / (m10 + l5),
    })
}

/// Finds the first hours in a row, around the clock, whose mean is better than all others'.
fn extreme(day: &[f64], length: usize, better: fn(f64, f64) -> bool) -> (usize, f64) {
    let mean_from = |start: usize| sum((start..start + length).map(|hour| day[hour % 24])) / float(length);
    let means = (1..24).map(|start| (start, mean_from(start)));
    means.fold(
        (0, mean_from(0)),
        |best, it| if better(it.1, best.1) { it } else { best },
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn waves(hours: u32) -> Vec<Option<f64>> {
        (0..hours)
            .map(|hour| Some(f64::from((hour * 7) % 24 + hour % 5)))
            .collect()
    }

    #[test]
    fn scale_changes_no_shape() {
        let week = waves(168);
        let doubled: Vec<_> = week.iter().map(|hour| hour.map(|it| 2.0 * it)).collect();
        let (a, b) = (rest_activity(&week).unwrap(), rest_activity(&doubled).unwrap());
        assert_eq!(
            (a.stability, a.variability, a.amplitude),
            (b.stability, b.variability, b.amplitude)
        );
        assert_eq!((2.0 * a.l5, a.m10_start), (b.l5, b.m10_start));
    }

    #[test]
    fn hours_without_a_value_are_left_out() {
        let mut week: Vec<_> = (0..168).map(|hour| Some(f64::from(hour % 24))).collect();
        week[30..50].fill(None);
        let rhythm = rest_activity(&week).unwrap();
        assert_eq!(rhythm.n, 148);
        assert!((rhythm.stability - 1.0).abs() < 1e-12, "every known day is the same");
    }

    #[test]
    fn short_equal_and_broken_series_are_refused() {
        assert!(rest_activity(&waves(119)).is_err());
        assert!(matches!(
            rest_activity(&[Some(3.0); 168]),
            Err(NoAnswer::NoSpread { .. })
        ));
        let mut week = waves(168);
        week[3] = Some(f64::NAN);
        assert!(rest_activity(&week).is_err());
        week[3] = Some(-1.0);
        assert!(matches!(rest_activity(&week), Err(NoAnswer::TooSmall { .. })));
        let nights = (0..400)
            .map(|hour| (hour % 24 < 12).then_some(f64::from(hour)))
            .collect::<Vec<_>>();
        assert_eq!(
            rest_activity(&nights).unwrap_err().to_string(),
            "24 hours of the clock are needed, 12 are there"
        );
    }
}
