//! Joins findings of one metric into episodes, so that one event is told once and its end is told too.
//!
//! Findings of any method on the same side are one episode as long as fewer than two calm days lie between them: days
//! that have a value and no finding. The episode is over on the first of two calm days. Days without a value say
//! nothing; after 14 of them nobody knows, and what comes later is another episode.
//!
//! An episode is as severe as its severest finding. Findings may come in any order, and twice: of one method and day the severest
//! counts. Assumes findings of one metric. Needs one finding; without any there is no episode.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::super::{Daily, Method};
use super::{Direction, Finding, Severity};

/// This method.
pub const METHOD: Method = Method {
    id: "episodes",
    version: 1,
    source: "definition",
    needs: "1 finding",
};

/// How many calm days end an episode.
const CALM: usize = 2;

/// After how many days without a value nobody knows.
const SILENT: u64 = 14;

/// Findings that are one event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Episode {
    /// The day of its first finding.
    pub start: NaiveDate,
    /// The day of its last finding.
    pub end: NaiveDate,
    /// To which side it lies.
    pub direction: Direction,
    /// How urgent it is at its worst.
    pub severity: Severity,
    /// How many days have a finding.
    pub days: usize,
    /// Of each method its severest finding, the severest first.
    pub evidence: Vec<Finding>,
    /// Whether it is over.
    pub resolution: Resolution,
}

/// Whether an episode is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "on")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Resolution {
    /// Not yet, as far as the days go.
    Ongoing,
    /// Since the first of the calm days.
    Resolved(NaiveDate),
    /// There are no values; since the first day without one.
    Unknown(NaiveDate),
}

/// Joins findings of the metric whose days are given, in order of their starts.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::episodes::{Resolution, episodes};
/// use vitasync_core::analytics::anomaly::outlier::outliers;
/// use vitasync_core::analytics::baseline::Window;
///
/// let rate = |day: u32| if (30..33).contains(&day) { 75.0 } else { 58.0 + f64::from(day % 3) };
/// let nights = Daily::new("2026-03-01".parse().unwrap(), (0..40).map(|day| Some(rate(day))).collect()).unwrap();
/// let found = outliers(&nights, Window::Month).unwrap();
/// let episodes = episodes(&found.findings, &nights);
/// assert_eq!((episodes.len(), episodes[0].days), (1, 3));
/// assert_eq!(episodes[0].resolution, Resolution::Resolved("2026-04-03".parse().unwrap()));
/// ```
#[must_use]
pub fn episodes(findings: &[Finding], days: &Daily) -> Vec<Episode> {
    let mut episodes: Vec<Episode> = Direction::ALL
        .iter()
        .flat_map(|direction| {
            let mut same: Vec<&Finding> = findings.iter().filter(|it| it.direction == *direction).collect();
            same.sort_by_key(|it| it.date);
            of_one_side(&same, days)
        })
        .collect();
    episodes.sort_by_key(|it| (it.start, it.direction));
    episodes
}

/// Joins findings of one side, in order of time.
fn of_one_side(findings: &[&Finding], days: &Daily) -> Vec<Episode> {
    let mut episodes = Vec::new();
    let mut rest = findings;
    while let Some(first) = rest.first() {
        let dates: Vec<NaiveDate> = rest.iter().map(|it| it.date).collect();
        let (resolution, end) = follow(first.date, &dates, days);
        let (inside, later) = rest.split_at(rest.partition_point(|it| it.date <= end));
        episodes.push(Episode {
            start: first.date,
            end,
            direction: first.direction,
            severity: inside.iter().map(|it| it.severity).max().unwrap_or(first.severity),
            days: inside.chunk_by(|a, b| a.date == b.date).count(),
            evidence: strongest(inside),
            resolution,
        });
        rest = later;
    }
    episodes
}

/// Goes from a finding on until the episode is over; tells the day of its last finding.
fn follow(start: NaiveDate, findings: &[NaiveDate], days: &Daily) -> (Resolution, NaiveDate) {
    let (mut end, mut calm, mut heard) = (start, Vec::new(), start);
    let last = findings
        .last()
        .copied()
        .max(days.values().len().checked_sub(1).map(|at| days.date(at)));
    for date in start.iter_days().take_while(|date| Some(*date) <= last) {
        let has_value = days.index(date).is_some_and(|at| days.values()[at].is_some());
        if findings.binary_search(&date).is_ok() {
            (end, heard) = (date, date);
            calm.clear();
        } else if has_value {
            heard = date;
            calm.push(date);
        } else if date > heard + Days::new(SILENT - 1) {
            return (Resolution::Unknown(heard + Days::new(1)), end);
        }
        if calm.len() == CALM {
            return (Resolution::Resolved(calm[0]), end);
        }
    }
    (Resolution::Ongoing, end)
}

/// Picks of each method its severest finding: the greatest score, then the earliest day.
fn strongest(findings: &[&Finding]) -> Vec<Finding> {
    let mut sorted = findings.to_vec();
    let score = |it: &Finding| it.score.unwrap_or(0.0).abs();
    sorted.sort_by(|a, b| {
        let severity = b.severity.cmp(&a.severity);
        severity
            .then(score(b).total_cmp(&score(a)))
            .then((a.date, a.method).cmp(&(b.date, b.method)))
    });
    let mut methods = std::collections::HashSet::new();
    let first = sorted.into_iter().filter(|it| methods.insert(it.method));
    first.cloned().collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(u64::from(of))
    }

    fn finding(of: u32, direction: Direction, severity: Severity, method: &'static str) -> Finding {
        Finding {
            date: day(of),
            value: 1.0,
            expected: None,
            score: None,
            direction,
            severity,
            method,
            evidence: String::new(),
        }
    }

    fn high(of: u32) -> Finding {
        finding(of, Direction::High, Severity::Low, "robust_z")
    }

    fn days(present: impl Fn(u32) -> bool, count: u32) -> Daily {
        Daily::new(day(0), (0..count).map(|at| present(at).then_some(1.0)).collect()).unwrap()
    }

    #[test]
    fn one_calm_day_does_not_end_an_episode_and_two_do() {
        let all = days(|_| true, 20);
        let found = episodes(&[high(3), high(5), high(8)], &all);
        let spans: Vec<_> = found.iter().map(|it| (it.start, it.end, it.days)).collect();
        assert_eq!(spans, [(day(3), day(5), 2), (day(8), day(8), 1)]);
        assert_eq!(found[0].resolution, Resolution::Resolved(day(6)));
    }

    #[test]
    fn methods_that_see_the_same_event_are_its_evidence() {
        let found = episodes(
            &[
                high(3),
                high(4),
                finding(4, Direction::High, Severity::High, "night_signal"),
            ],
            &days(|_| true, 5),
        );
        assert_eq!((found.len(), found[0].severity, found[0].days), (1, Severity::High, 2));
        let methods: Vec<_> = found[0].evidence.iter().map(|it| it.method).collect();
        assert_eq!(methods, ["night_signal", "robust_z"]);
        assert_eq!(found[0].resolution, Resolution::Ongoing);
    }

    #[test]
    fn the_other_side_is_another_episode() {
        let found = episodes(
            &[high(3), finding(3, Direction::Low, Severity::Low, "robust_z")],
            &days(|_| true, 9),
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn silence_is_not_recovery() {
        let found = episodes(&[high(3)], &days(|at| at <= 3 || at == 39, 40));
        assert_eq!(found[0].resolution, Resolution::Unknown(day(4)));
        let short = episodes(&[high(3), high(10)], &days(|at| at <= 3 || at == 10, 11));
        assert_eq!((short.len(), short[0].resolution), (1, Resolution::Ongoing));
    }

    proptest! {
        #[test]
        fn order_and_repetition_of_findings_change_nothing(places in prop::collection::vec(0..60_u32, 0..20)) {
            let found: Vec<Finding> = places.iter().copied().map(high).collect();
            let all = days(|at| at % 5 != 0, 70);
            let once = episodes(&found, &all);
            let twice: Vec<Finding> = found.iter().rev().chain(&found).cloned().collect();
            prop_assert_eq!(&once, &episodes(&twice, &all));
            let counted: usize = once.iter().map(|it| it.days).sum();
            let distinct: std::collections::HashSet<_> = places.into_iter().collect();
            prop_assert_eq!(counted, distinct.len());
        }
    }
}
