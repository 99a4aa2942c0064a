//! Finds days that are far from the weeks before them.
//!
//! The [modified z-score](super::super::robust) of each day against the [baseline](super::super::baseline) of the days
//! before it; from 3.5 on it stands out (Iglewicz & Hoaglin 1993): low from 3.5, medium from 5, high from 7.
//!
//! Of independent normal days 2.5 in 1,000 stand out by chance, about one a year. Of days that resemble the one before
//! ([`ar1`](super::super::autocorrelation::ar1)) with φ = 0.4 as many, with 0.7 twice and with 0.9 five times as many: their 60 days say less about
//! what is usual. Taking the resemblance out of the day that is judged leaves that as it is (4.7 and 4.8 in 1,000 at 0.7), so it is
//! not taken out; charts that add days up, like [`drift`](super::drift), need it.
//!
//! Assumes one regime and days without a weekly pattern (for those see [`weekday`](super::weekday)). A day needs a baseline,
//! and one whose values are all equal judges nothing. Refuses series in which no day has one.

use chrono::NaiveDate;

use super::super::baseline::{Window, spread_of_days};
use super::super::robust::Spread;
use super::super::{Daily, Method, NoAnswer};
use super::{Direction, Finding, Findings, severity_of_z};

/// This method.
pub const METHOD: Method = Method {
    id: "robust_z",
    version: 1,
    source: "Iglewicz & Hoaglin 1993",
    needs: "a baseline and a day after it",
};

/// Judges every day that has a value and a baseline.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::outlier::outliers;
/// use vitasync_core::analytics::baseline::Window;
///
/// let nights = (0..20).map(|day| Some(if day == 18 { 75.0 } else { 60.0 + f64::from(day % 3) }));
/// let nights = Daily::new("2026-03-01".parse().unwrap(), nights.collect()).unwrap();
/// let found = outliers(&nights, Window::Fortnight).unwrap();
/// assert_eq!(found.findings.len(), 1);
/// assert_eq!(found.findings[0].evidence, "75.0 where 61.0 is usual over 14 days (z 9.4)");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no day has a value and a baseline.
pub fn outliers(days: &Daily, window: Window) -> Result<Findings, NoAnswer> {
    let mut last = NoAnswer::Insufficient {
        what: "days",
        needed: window.needed() + 1,
        got: days.present(),
    };
    let mut judged = Vec::new();
    for (at, value) in days.values().iter().enumerate() {
        let Some(value) = *value else { continue };
        let before = &days.values()[at.saturating_sub(window.days())..at];
        match spread_of_days(before, window.needed()) {
            Ok(usual) => judged.push(judge(days.date(at), value, &usual)),
            Err(reason @ NoAnswer::NoSpread { .. }) => last = reason,
            Err(_) => {}
        }
    }
    Findings::collect(judged, || last)
}

fn judge(date: NaiveDate, value: f64, usual: &Spread) -> Option<Finding> {
    let z = usual.modified_z(value);
    Some(Finding {
        date,
        value,
        expected: Some(usual.median),
        score: Some(z),
        direction: Direction::of(z),
        severity: severity_of_z(z)?,
        method: METHOD.id,
        evidence: format!(
            "{value:.1} where {:.1} is usual over {} days (z {z:.1})",
            usual.median, usual.n
        ),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::super::autocorrelation::tests::invented;
    use super::super::Severity;
    use super::*;

    fn daily(values: impl IntoIterator<Item = Option<f64>>) -> Daily {
        Daily::new("2026-03-01".parse().unwrap(), values.into_iter().collect()).unwrap()
    }

    #[test]
    fn by_chance_few_days_stand_out_also_where_they_resemble_the_one_before() {
        let per_thousand = |ar1: f64| {
            let histories = (0..40).map(|seed| outliers(&daily(invented(seed, 310, ar1)), Window::TwoMonths).unwrap());
            let (found, judged) = histories.fold((0, 0), |sum, it| (sum.0 + it.findings.len(), sum.1 + it.judged));
            1000.0 * found as f64 / judged as f64
        };
        assert!(per_thousand(0.0) < 5.0);
        assert!(per_thousand(0.7) < 9.0);
    }

    #[test]
    fn one_bad_day_does_not_hide_the_next() {
        let found = outliers(
            &daily((0..30).map(|day| {
                Some(if day == 20 || day == 22 {
                    90.0
                } else {
                    60.0 + f64::from(day % 4)
                })
            })),
            Window::Fortnight,
        );
        let severities: Vec<_> = found.unwrap().findings.iter().map(|it| it.severity).collect();
        assert_eq!(severities, [Severity::High; 2]);
    }

    #[test]
    fn days_without_a_value_or_a_baseline_are_not_judged() {
        let found = outliers(
            &daily((0..10).map(|day| (day != 8).then(|| f64::from(day % 3)))),
            Window::Week,
        );
        assert_eq!(found.unwrap().judged, 10 - 5 - 1);
    }

    #[test]
    fn no_baseline_at_all_is_no_answer() {
        let reason = outliers(&daily([Some(60.0), None, Some(61.0)]), Window::Week).unwrap_err();
        assert_eq!(reason.to_string(), "6 days are needed, 2 are there");
        let flat = outliers(&daily([Some(60.0); 20]), Window::Week).unwrap_err();
        assert_eq!(flat, NoAnswer::NoSpread { what: "values" });
    }
}
