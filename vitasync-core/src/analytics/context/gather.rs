//! Gathers what a context tells of.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::super::Daily;
use super::super::anomaly::Finding;
use super::super::anomaly::outlier::outliers;
use super::super::anomaly::thresholds::{Person, beyond_thresholds};
use super::super::baseline::{Window, baseline};
use super::super::discovery::{Association, Discovery, Question, Series, discover};
use super::super::evidence::Evidence;
use super::super::numeric::mean;
use super::super::trend::{mann_kendall, theil_sen};
use super::{CHANCE, Change, Link, Notice, Usual};
use crate::metric::{Kind, Metric};

/// How many days are looked at for what changes.
const CHANGE_DAYS: u64 = 30;
/// How many days back something unusual is still told.
const NOTICE_DAYS: u64 = 7;
/// How many links are told at most.
const MOST_LINKS: usize = 10;
/// How many metrics are searched for links at most.
const MOST_SERIES: usize = 12;

/// Rounds to three significant digits.
pub(super) fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.2e}")
        .parse()
        .expect("a number that was written as one")
}

fn unit(metric: Metric) -> &'static str {
    metric.spec().unit.and_then(|unit| unit.ucum()).unwrap_or("1")
}

/// Lists series whose days can be compared: no categories.
fn comparable(evidence: &Evidence) -> impl Iterator<Item = (Metric, &Daily)> {
    let days = evidence.days.iter().map(|(metric, days)| (*metric, days));
    days.filter(|(metric, _)| metric.spec().kind != Kind::Category)
}

pub(super) fn usual(evidence: &Evidence) -> BTreeMap<&'static str, Usual> {
    let of = |(metric, days): (Metric, &Daily)| {
        let before = baseline(days, evidence.date, Window::Month).ok()?;
        let values: Vec<f64> = evidence.last(days, 31)[..30].iter().copied().flatten().collect();
        let usual = Usual {
            mean: rounded(mean(&values)),
            median: rounded(before.spread.median),
            spread: rounded(before.spread.sigma),
            unit: unit(metric),
            n: before.spread.n,
            from: before.from,
            to: before.to,
        };
        Some((metric.id(), usual))
    };
    comparable(evidence).filter_map(of).collect()
}

pub(super) fn changes(evidence: &Evidence) -> Vec<Change> {
    let of = |(metric, days): (Metric, &Daily)| {
        let values = evidence.last(days, CHANGE_DAYS);
        let monotone = mann_kendall(&values).ok()?;
        let per_week = 7.0 * theil_sen(&values).ok()?.slope;
        let (before, week) = values.split_at(values.len() - 7);
        let known = |days: &[Option<f64>]| days.iter().copied().flatten().collect::<Vec<f64>>();
        let (before, week) = (known(before), known(week));
        let ratio = !before.is_empty() && !week.is_empty() && mean(&before) > 0.0;
        Some(Change {
            metric: metric.id(),
            direction: match per_week {
                _ if monotone.p >= CHANCE => "stable",
                slope if slope > 0.0 => "rising",
                slope if slope < 0.0 => "falling",
                _ => "stable",
            },
            per_week: rounded(per_week),
            percent: ratio.then(|| rounded(100.0 * (mean(&week) / mean(&before) - 1.0))),
            unit: unit(metric),
            p: rounded(monotone.p),
            n: monotone.n,
        })
    };
    let mut changes: Vec<Change> = comparable(evidence).filter_map(of).collect();
    changes.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.metric.cmp(b.metric)));
    changes
}

/// Lists what is unusual in the last so many days, against clinical limits and against the person's own days before; the most urgent
/// first.
#[must_use]
pub fn unusual(evidence: &Evidence, days: u64) -> Vec<(Metric, Finding)> {
    let (first, last) = (evidence.before(days.saturating_sub(1)), evidence.date);
    let mut found = Vec::new();
    for (metric, series) in comparable(evidence) {
        let findings = findings(metric, series, (first, last), &evidence.person);
        found.extend(findings.into_iter().map(|finding| (metric, finding)));
    }
    found.sort_by(|(a, x), (b, y)| {
        let urgent = y.severity.cmp(&x.severity).then(y.date.cmp(&x.date));
        urgent.then(a.id().cmp(b.id())).then(x.method.cmp(y.method))
    });
    found
}

/// Lists what is unusual from one day to another, both included, of a metric: beyond clinical limits, or far from the 60 days before.
///
/// A day is judged by itself and these 60; so what is found on it does not depend on which days are asked about.
///
/// ```
/// use vitasync_core::Metric;
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::thresholds::Person;
/// use vitasync_core::analytics::context::findings;
///
/// let first = "2026-03-01".parse().unwrap();
/// let rates = (0..40).map(|day| Some(if day == 35 { 80.0 } else { 58.0 + f64::from(day % 3) }));
/// let nights = Daily::new(first, rates.collect()).unwrap();
/// let (from, to) = ("2026-04-01".parse().unwrap(), "2026-04-09".parse().unwrap());
/// let found = findings(Metric::RestingHeartRate, &nights, (from, to), &Person::default());
/// assert_eq!(found.iter().map(|it| it.date.to_string()).collect::<Vec<_>>(), ["2026-04-05"]);
/// ```
#[must_use]
pub fn findings(metric: Metric, days: &Daily, (first, last): (NaiveDate, NaiveDate), person: &Person) -> Vec<Finding> {
    let before = Days::new(u64::try_from(Window::TwoMonths.days()).expect("sixty"));
    let from = first.checked_sub_days(before).unwrap_or(NaiveDate::MIN);
    let Some(days) = days.within(from, last) else {
        return Vec::new();
    };
    let both = [
        beyond_thresholds(metric, &days, person),
        outliers(&days, Window::TwoMonths),
    ];
    let all = both.into_iter().flatten().flat_map(|it| it.findings);
    all.filter(|it| it.date >= first).collect()
}

pub(super) fn notices(evidence: &Evidence) -> Vec<Notice> {
    let notice = |(metric, it): (Metric, Finding)| Notice {
        metric: metric.id(),
        date: it.date,
        severity: it.severity,
        value: rounded(it.value),
        unit: unit(metric),
        evidence: it.evidence,
        method: it.method,
    };
    unusual(evidence, NOTICE_DAYS).into_iter().map(notice).collect()
}

pub(super) fn links(evidence: &Evidence) -> Vec<Link> {
    let mut known: Vec<(Metric, Daily)> = comparable(evidence)
        .filter_map(|(metric, days)| Some((metric, Daily::new(evidence.before(89), evidence.last(days, 90)).ok()?)))
        .filter(|(_, days)| days.present() >= 21)
        .collect();
    known.sort_by_key(|(metric, days)| (std::cmp::Reverse(days.present()), metric.id()));
    known.truncate(MOST_SERIES);
    let series: Vec<Series<'_>> = known
        .iter()
        .map(|(metric, days)| Series {
            name: metric.id(),
            days,
        })
        .collect();
    let Ok(found) = discover(&series, &Question::default()) else {
        return Vec::new();
    };
    linked(&found, &series)
}

fn linked(found: &Discovery, series: &[Series<'_>]) -> Vec<Link> {
    let link = |it: &Association| Link {
        a: series[it.a].name.to_owned(),
        b: series[it.b].name.to_owned(),
        lag_days: it.lag_days,
        spearman: rounded(it.spearman),
        pearson: rounded(it.pearson),
        q: rounded(it.q),
        n: it.n,
        strength: it.strength,
        sentence: it.sentence.clone(),
    };
    found.strongest().into_iter().take(MOST_LINKS).map(link).collect()
}
