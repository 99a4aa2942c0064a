//! Finds days in which a series has moved away little by little.
//!
//! Each day's deviation is `z = (x − median)/sigma` against the 60 days that end 14 days before it, so that a drift of two
//! weeks does not become what it is compared with; at most four sigma of it count.
//!
//! | chart | signals | source |
//! | --- | --- | --- |
//! | EWMA | `abs(e) > 3·√(λ/(2 − λ))` with `e = 0.2·z + 0.8·e`, λ = 0.2 (a limit of one sigma) | Roberts 1959; Lucas & Saccucci 1990 |
//! | CUSUM | a [sum](super::super::cusum) above 5 with slack 0.5 | Page 1954 |
//!
//! After a signal a chart begins anew once two days in a row are back, at most half a sigma to that side; before one, calm days
//! take nothing away but what they weigh. A signal is medium, and high where the day's own deviation is above 3.5 as well. Assumes independent days: where they resemble the one before, signals come
//! several times as often by chance, and nothing here corrects for it ([`cusum`](super::super::cusum) says what does). A day needs 14 values in its 60 days, not all equal. Refuses series in which no day has them.

use serde::{Deserialize, Serialize};

use super::super::baseline::{Window, spread_of_days};
use super::super::cusum::Sums;
use super::super::robust::Spread;
use super::super::{Daily, Method, NoAnswer};
use super::{Direction, Finding, Findings, Severity};

/// This method.
pub const METHOD: Method = Method {
    id: "drift",
    version: 1,
    source: "Roberts 1959; Page 1954",
    needs: "14 days in the 60 that end 14 days before",
};

/// How many days lie between a day and what it is compared with.
const APART: usize = 14;
const MOST: f64 = 4.0;
const WEIGHT: f64 = 0.2;
const SLACK: f64 = 0.5;
const THRESHOLD: f64 = 5.0;
/// How many days in a row end a drift.
const CALM: usize = 2;

/// Which chart to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = DriftChart))]
pub enum Chart {
    /// The weighted average of deviations: quick with a large drift.
    Ewma,
    /// The sum of deviations: patient with a small one.
    Cusum,
}

/// Judges every day that has a value and something to compare it with.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::drift::{Chart, drifts};
///
/// let rate = |day: u32| 58.0 + f64::from(day % 3) + if day >= 60 { 2.0 } else { 0.0 };
/// let nights = Daily::new("2026-01-01".parse().unwrap(), (0..66).map(|day| Some(rate(day))).collect()).unwrap();
/// let found = drifts(&nights, Chart::Ewma).unwrap();
/// assert_eq!(found.findings[0].date.to_string(), "2026-03-07"); // the sixth day
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no day can be judged.
pub fn drifts(days: &Daily, chart: Chart) -> Result<Findings, NoAnswer> {
    let mut state = State::default();
    let judged = (0..days.values().len()).filter_map(|at| {
        let value = days.values()[at]?;
        let usual = usual_before(days, at)?;
        let z = (value - usual.median) / usual.sigma;
        let signal = state.add(z.clamp(-MOST, MOST), chart);
        Some(signal.map(|score| Finding {
            date: days.date(at),
            value,
            expected: Some(usual.median),
            score: Some(score),
            direction: Direction::of(score),
            severity: if z.abs() > 3.5 {
                Severity::High
            } else {
                Severity::Medium
            },
            method: METHOD.id,
            evidence: format!("for days now {} the usual {:.1}", side(score), usual.median),
        }))
    });
    Findings::collect(judged.collect::<Vec<_>>(), || NoAnswer::Insufficient {
        what: "days",
        needed: Window::TwoMonths.needed() + APART + 1,
        got: days.present(),
    })
}

fn usual_before(days: &Daily, at: usize) -> Option<Spread> {
    let end = at.checked_sub(APART)?;
    let window = &days.values()[end.saturating_sub(Window::TwoMonths.days())..end];
    spread_of_days(window, Window::TwoMonths.needed()).ok()
}

fn side(score: f64) -> &'static str {
    if score > 0.0 { "above" } else { "below" }
}

/// What has gathered so far.
#[derive(Default)]
struct State {
    average: f64,
    sums: Sums,
    /// Whether it has signalled since it began.
    signalled: bool,
    /// How many days in a row are back since then.
    calm: usize,
}

impl State {
    /// Adds a day's deviation; returns how far the series has moved, if that is a signal.
    fn add(&mut self, z: f64, chart: Chart) -> Option<f64> {
        self.average = WEIGHT * z + (1.0 - WEIGHT) * self.average;
        self.sums = self.sums.with(z, SLACK);
        let (score, limit) = match chart {
            Chart::Ewma => (self.average, 3.0 * (WEIGHT / (2.0 - WEIGHT)).sqrt()),
            Chart::Cusum if self.sums.high >= self.sums.low => (self.sums.high, THRESHOLD),
            Chart::Cusum => (-self.sums.low, THRESHOLD),
        };
        let back = z * score.signum() <= SLACK;
        self.calm = if self.signalled && back { self.calm + 1 } else { 0 };
        if self.calm == CALM {
            *self = Self::default();
            return None;
        }
        let signal = (score.abs() > limit).then_some(score);
        self.signalled |= signal.is_some();
        signal
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn daily(values: impl IntoIterator<Item = Option<f64>>) -> Daily {
        Daily::new("2026-01-01".parse().unwrap(), values.into_iter().collect()).unwrap()
    }

    fn dates(found: &Findings, days: &Daily) -> Vec<usize> {
        found.findings.iter().map(|it| days.index(it.date).unwrap()).collect()
    }

    #[test]
    fn both_charts_see_a_drift_that_no_single_day_shows() {
        let days = daily((0..75).map(|day| Some(f64::from(day % 3) + if day >= 60 { 2.0 } else { 0.0 })));
        for chart in [Chart::Ewma, Chart::Cusum] {
            let found = drifts(&days, chart).unwrap();
            assert!(found.findings.iter().all(|it| it.direction == Direction::High));
            assert!((61..68).contains(&dates(&found, &days)[0]), "{chart:?}");
        }
    }

    #[test]
    fn two_calm_days_end_a_drift() {
        let days = daily((0..90).map(|day| Some(f64::from(day % 3) - if (60..70).contains(&day) { 3.0 } else { 0.0 })));
        for chart in [Chart::Ewma, Chart::Cusum] {
            let found = drifts(&days, chart).unwrap();
            let last = *dates(&found, &days).last().unwrap();
            assert!((69..72).contains(&last), "{chart:?} {last}");
        }
    }

    #[test]
    fn calm_days_in_between_do_not_undo_a_small_drift() {
        // One sigma more, with two days in five below it.
        let level = |day: usize| [0.0, 1.0, 2.0, 3.0, 4.0][day * 2 % 5];
        let days = daily((0..90).map(|day| Some(level(day) + if day >= 60 { 1.5 } else { 0.0 })));
        let found = drifts(&days, Chart::Cusum).unwrap();
        assert!(found.findings.iter().any(|it| it.date < days.date(89)));
    }

    #[test]
    fn one_wild_day_is_no_drift() {
        let days = daily((0..75).map(|day| Some(if day == 60 { 900.0 } else { f64::from(day % 3) })));
        for chart in [Chart::Ewma, Chart::Cusum] {
            assert_eq!(drifts(&days, chart).unwrap().findings, []);
        }
    }

    #[test]
    fn too_short_a_history_is_no_answer() {
        let reason = drifts(&daily((0..28).map(|day| Some(f64::from(day % 3)))), Chart::Ewma).unwrap_err();
        assert_eq!(reason.to_string(), "29 days are needed, 28 are there");
    }
}
