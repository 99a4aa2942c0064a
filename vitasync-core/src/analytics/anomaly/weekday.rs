//! Finds days that are far from other days of their weekday.
//!
//! Over the 12 weeks before a day: the median of each weekday is what is usual on it, and the
//! [spread](super::super::robust) of all days about their weekday's median is how much they scatter. The day's distance
//! from its weekday's median in that spread is graded as in [`outlier`](super::outlier). So a long run every Sunday is usual,
//! and one on a Tuesday is not.
//!
//! Assumes a week that repeats. A weekday needs 4 values in those weeks, and the weekdays that have them 28 together. Refuses
//! series in which no day can be judged.

use chrono::NaiveDate;

use super::super::numeric::{median_of_sorted, sorted};
use super::super::robust::{Spread, spread_of_sorted};
use super::super::{Daily, Method, NoAnswer};
use super::{Direction, Finding, Findings, severity_of_z};

/// This method.
pub const METHOD: Method = Method {
    id: "weekday_z",
    version: 1,
    source: "Iglewicz & Hoaglin 1993, about the weekday's median",
    needs: "28 days in 12 weeks, 4 of the day's weekday",
};

const WEEKS: usize = 12;
const PER_WEEKDAY: usize = 4;
const TOGETHER: usize = 28;

/// Judges every day that has a value and enough weeks before it.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::weekday::unusual_for_weekday;
///
/// // Eight weeks from a Monday on, with 20 km every Sunday and in the end on a Saturday too.
/// let distance = |day: u32| if day % 7 == 6 || day == 54 { 20.0 } else { 4.0 + f64::from(day % 5) / 10.0 };
/// let days = Daily::new("2026-03-02".parse().unwrap(), (0..56).map(|day| Some(distance(day))).collect()).unwrap();
/// let found = unusual_for_weekday(&days).unwrap();
/// assert_eq!(found.findings.iter().map(|it| it.date.to_string()).collect::<Vec<_>>(), ["2026-04-25"]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no day can be judged.
pub fn unusual_for_weekday(days: &Daily) -> Result<Findings, NoAnswer> {
    let judged = (0..days.values().len()).filter_map(|at| {
        let value = days.values()[at]?;
        let (usual, median) = usual_before(days, at)?;
        Some(judge(days.date(at), value, median, &usual))
    });
    Findings::collect(judged, || NoAnswer::Insufficient {
        what: "days",
        needed: TOGETHER + 1,
        got: days.present(),
    })
}

/// Returns the scatter about the weekdays' medians before a day, and the median of its own weekday.
fn usual_before(days: &Daily, at: usize) -> Option<(Spread, f64)> {
    let from = at.saturating_sub(7 * WEEKS);
    let mut deviations = Vec::with_capacity(at - from);
    let mut own = None;
    for back in 1..=7 {
        let same = (from..at).rev().skip(back - 1).step_by(7);
        let values = sorted(same.filter_map(|day| days.values()[day]));
        if values.len() < PER_WEEKDAY {
            continue;
        }
        let median = median_of_sorted(&values);
        deviations.extend(values.iter().map(|value| value - median));
        if back == 7 {
            own = Some(median);
        }
    }
    let median = own?;
    let usual = spread_of_sorted(&sorted(deviations)).ok()?;
    (usual.n >= TOGETHER).then_some((usual, median))
}

fn judge(date: NaiveDate, value: f64, median: f64, usual: &Spread) -> Option<Finding> {
    let z = usual.modified_z(value - median + usual.median);
    Some(Finding {
        date,
        value,
        expected: Some(median),
        score: Some(z),
        direction: Direction::of(z),
        severity: severity_of_z(z)?,
        method: METHOD.id,
        evidence: format!(
            "{value:.1} where {median:.1} is usual on a {} (z {z:.1})",
            date.format("%A")
        ),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn daily(values: impl IntoIterator<Item = Option<f64>>) -> Daily {
        Daily::new("2026-03-02".parse().unwrap(), values.into_iter().collect()).unwrap()
    }

    #[test]
    fn four_weeks_are_the_least() {
        let calm = |count: u32| daily((0..count).map(|day| Some(f64::from(day * 7 % 5))));
        let reason = unusual_for_weekday(&calm(28)).unwrap_err();
        assert_eq!(reason.to_string(), "29 days are needed, 28 are there");
        assert_eq!(unusual_for_weekday(&calm(29)).unwrap().judged, 1);
    }

    #[test]
    fn a_weekday_that_is_always_missing_is_not_judged() {
        let no_mondays = daily((0..70).map(|day| (day % 7 != 0).then(|| f64::from(day * 7 % 5))));
        let found = unusual_for_weekday(&no_mondays).unwrap();
        let with_a_monday = daily((0..71).map(|day| (day % 7 != 0 || day == 70).then(|| f64::from(day * 7 % 5))));
        assert_eq!(unusual_for_weekday(&with_a_monday).unwrap().judged, found.judged);
    }

    #[test]
    fn equal_days_judge_nothing() {
        assert!(unusual_for_weekday(&daily([Some(1.0); 60])).is_err());
    }
}
