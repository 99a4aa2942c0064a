//! Tells a language model what is known of a person, in as many words as it has room for.
//!
//! The answer holds what is usual ([`Usual`]), what changes ([`Change`]), what is unusual ([`Notice`]), what goes
//! together ([`Link`])
//! and the scores, each with its unit, the days it rests on and the method. Figures are rounded to three
//! significant digits; what is
//! exact is one call away. It contains nothing that tells who the person is.
//!
//! # What has no room
//!
//! The budget is in tokens, taken as four bytes of the JSON each, which is near for English and never a promise.
//! Where the budget is short,
//! whole entries go, the least important first: links, then changes without a trend that is more than chance,
//! then usual values, then other
//! changes, then notices, by rank in each group; scores go last. [`Context::left_out`] says how many of each
//! went, so that a reader knows that there is
//! more.
//!
//! The same evidence gives the same text, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use super::anomaly::outlier::outliers;
use super::anomaly::thresholds::beyond_thresholds;
use super::anomaly::{Finding, Severity};
use super::baseline::{Window, baseline};
use super::discovery::{Discovery, Question, Series, Strength, discover};
use super::evidence::Evidence;
use super::numeric::mean;
use super::scores::{Scores, scores};
use super::trend::{mann_kendall, theil_sen};
use super::{Daily, Method, NoAnswer};
use crate::metric::{Kind, Metric};

/// This method.
pub const METHOD: Method = Method {
    id: "context",
    version: 1,
    source: "the methods each entry names",
    needs: "nothing; what is not known is left out",
};

/// How many tokens a context has room for, where nobody says.
pub const USUAL_BUDGET: usize = 2000;
/// The least budget: the frame and a few scores.
pub const LEAST_BUDGET: usize = 200;

/// How many bytes of text are taken for a token.
const BYTES_PER_TOKEN: usize = 4;
/// How many days are looked at for what changes.
const CHANGE_DAYS: u64 = 30;
/// How many days back something unusual is still told.
const NOTICE_DAYS: u64 = 7;
/// From which probability on a trend may be chance.
const CHANCE: f64 = 0.05;
/// How many links are told at most.
const MOST_LINKS: usize = 10;
/// How many metrics are searched for links at most.
const MOST_SERIES: usize = 12;

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Context {
    /// The day it is about.
    pub date: NaiveDate,
    /// What is usual, by metric.
    pub usual: BTreeMap<&'static str, Usual>,
    /// What changes, the surest first.
    pub changes: Vec<Change>,
    /// What is unusual, the most urgent first.
    pub notices: Vec<Notice>,
    /// What goes together, the strongest first.
    pub links: Vec<Link>,
    /// The scores.
    pub scores: Scores,
    /// How many entries had no room, by group.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// What is usual of a metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Usual {
    /// The mean of the days.
    pub mean: f64,
    /// Their median.
    pub median: f64,
    /// Their robust standard deviation.
    pub spread: f64,
    /// The UCUM code of the unit.
    pub unit: &'static str,
    /// How many days have a value.
    pub n: usize,
    /// The first day looked at.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// How a metric changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Which.
    pub metric: &'static str,
    /// Where to: `rising`, `falling`, or `stable` where it may be chance.
    pub direction: &'static str,
    /// By how much a week, in the unit.
    pub per_week: f64,
    /// The mean of the last 7 days against that of the days before, in per cent; none where that makes no sense.
    pub percent: Option<f64>,
    /// The UCUM code of the unit.
    pub unit: &'static str,
    /// How likely as much is by chance.
    pub p: f64,
    /// How many days have a value.
    pub n: usize,
}

/// Something unusual.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notice {
    /// Of which metric.
    pub metric: &'static str,
    /// The day.
    pub date: NaiveDate,
    /// How urgent.
    pub severity: Severity,
    /// The value.
    pub value: f64,
    /// The UCUM code of the unit.
    pub unit: &'static str,
    /// What shows it.
    pub evidence: String,
    /// By which method.
    pub method: &'static str,
}

/// Two metrics that go together; an association, not a cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// How many days later the other follows.
    pub lag_days: i32,
    /// Spearman's coefficient.
    pub spearman: f64,
    /// Pearson's.
    pub pearson: f64,
    /// The chance, corrected for all pairs and lags that were tried.
    pub q: f64,
    /// How many pairs of days.
    pub n: usize,
    /// How strong.
    pub strength: Strength,
    /// It in words.
    pub sentence: String,
}

/// Tells what is known, within a budget of tokens.
///
/// ```
/// use vitasync_core::analytics::context::context;
/// use vitasync_core::analytics::evidence::Evidence;
///
/// let nothing = context(&Evidence::new("2026-03-31".parse().unwrap()), 2000).unwrap();
/// assert!(nothing.usual.is_empty() && nothing.left_out.is_empty());
/// assert!(nothing.markdown().contains("overall: unknown"));
/// ```
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] of a budget below [`LEAST_BUDGET`].
pub fn context(evidence: &Evidence, budget: usize) -> Result<Context, NoAnswer> {
    NoAnswer::unless_at_least(
        "budget of tokens",
        super::numeric::float(budget),
        super::numeric::float(LEAST_BUDGET),
    )?;
    let mut context = Context {
        date: evidence.date,
        usual: usual(evidence),
        changes: changes(evidence),
        notices: notices(evidence),
        links: links(evidence),
        scores: scores(evidence),
        left_out: BTreeMap::new(),
    };
    context.shrink(budget);
    Ok(context)
}

impl Context {
    /// Estimates how many tokens it takes.
    #[must_use]
    pub fn tokens(&self) -> usize {
        let text = serde_json::to_string(self).expect("words and numbers");
        text.len().div_ceil(BYTES_PER_TOKEN)
    }

    /// Writes it for people, and for models that read prose better.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# Health context of {}\n\n## Scores (0 to 100)\n\n", self.date);
        for score in self.scores.iter() {
            let value = score
                .value
                .map_or_else(|| "unknown".to_owned(), |it| format!("{it:.0}"));
            let share = 100.0 * score.confidence;
            line(
                &mut text,
                &format!("{}: {value} ({share:.0} % of its weight known)", score.kind),
            );
        }
        section(
            &mut text,
            "Unusual",
            self.notices.iter().map(|it| {
                format!(
                    "{} on {}: {} ({}, {})",
                    it.metric, it.date, it.evidence, it.severity, it.method
                )
            }),
        );
        section(
            &mut text,
            "Usual, before this day",
            self.usual.iter().map(|(metric, it)| {
                format!(
                    "{metric}: {} {} ± {} (median of {} days)",
                    it.median, it.unit, it.spread, it.n
                )
            }),
        );
        section(
            &mut text,
            "Changes over 30 days",
            self.changes.iter().map(|it| {
                format!(
                    "{}: {}, {:+} {} a week (p {})",
                    it.metric, it.direction, it.per_week, it.unit, it.p
                )
            }),
        );
        section(
            &mut text,
            "Associations, not causes",
            self.links.iter().map(|it| it.sentence.clone()),
        );
        section(
            &mut text,
            "Left out for lack of room",
            self.left_out.iter().map(|(what, n)| format!("{n} {what}")),
        );
        text
    }

    /// Leaves out what has no room, the least important first.
    fn shrink(&mut self, budget: usize) {
        while self.tokens() > budget && self.leave_out() {}
    }

    /// Leaves out the least important entry, if one is left.
    fn leave_out(&mut self) -> bool {
        let by_chance = self.changes.last().is_some_and(|it| it.p >= CHANCE);
        let group = if self.links.pop().is_some() {
            "links"
        } else if by_chance && self.changes.pop().is_some() {
            "changes"
        } else if self.usual.pop_last().is_some() {
            "usual"
        } else if self.changes.pop().is_some() {
            "changes"
        } else if self.notices.pop().is_some() {
            "notices"
        } else if self.thin_scores() {
            "components of scores"
        } else {
            return false;
        };
        *self.left_out.entry(group).or_insert(0) += 1;
        true
    }

    /// Leaves out the details of one score; the scores themselves stay.
    fn thin_scores(&mut self) -> bool {
        let scores = &mut self.scores;
        let all = [
            &mut scores.cardio,
            &mut scores.recovery,
            &mut scores.activity,
            &mut scores.sleep,
            &mut scores.overall,
        ];
        for score in all {
            if score.missing.pop().is_some() || score.components.pop().is_some() {
                return true;
            }
        }
        false
    }
}

fn line(text: &mut String, said: &str) {
    writeln!(text, "- {said}").expect("a string takes everything");
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        write!(text, "\n## {title}\n\n").expect("a string takes everything");
        lines.for_each(|said| self::line(text, &said));
    }
}

/// Rounds to three significant digits.
fn rounded(value: f64) -> f64 {
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

fn usual(evidence: &Evidence) -> BTreeMap<&'static str, Usual> {
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

fn changes(evidence: &Evidence) -> Vec<Change> {
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

fn notices(evidence: &Evidence) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for (metric, days) in comparable(evidence) {
        let found = findings(evidence, metric, days);
        notices.extend(found.into_iter().map(|it| Notice {
            metric: metric.id(),
            date: it.date,
            severity: it.severity,
            value: rounded(it.value),
            unit: unit(metric),
            evidence: it.evidence,
            method: it.method,
        }));
    }
    notices.sort_by(|a, b| {
        let urgent = b.severity.cmp(&a.severity);
        urgent
            .then(b.date.cmp(&a.date))
            .then(a.metric.cmp(b.metric))
            .then(a.method.cmp(b.method))
    });
    notices
}

/// Lists what is unusual of a metric in the last days: against clinical limits and against the person's own days.
fn findings(evidence: &Evidence, metric: Metric, days: &Daily) -> Vec<Finding> {
    let limits = beyond_thresholds(metric, days, &evidence.person);
    let both = [limits, outliers(days, Window::TwoMonths)].into_iter().flatten();
    let recent = evidence.before(NOTICE_DAYS - 1)..=evidence.date;
    both.flat_map(|it| it.findings)
        .filter(|it| recent.contains(&it.date))
        .collect()
}

fn links(evidence: &Evidence) -> Vec<Link> {
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
    let link = |it: &super::discovery::Association| Link {
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::rich;
    use super::*;

    #[test]
    fn the_same_history_gives_the_same_text() {
        let of = || context(&rich("2026-06-30", 200), 1000).unwrap();
        let (one, other) = (of(), of());
        assert_eq!(one.markdown(), other.markdown());
        assert_eq!(
            serde_json::to_string(&one).unwrap(),
            serde_json::to_string(&other).unwrap()
        );
    }

    #[test]
    fn a_smaller_budget_leaves_out_the_least_important_and_says_so() {
        let evidence = rich("2026-06-30", 200);
        let whole = context(&evidence, 100_000).unwrap();
        assert!(whole.left_out.is_empty() && !whole.links.is_empty() && whole.usual.len() > 20);
        let mut more = whole.tokens();
        for budget in [4000, 2000, 1000, 500] {
            let some = context(&evidence, budget).unwrap();
            assert!(some.tokens() <= budget, "{} for {budget}", some.tokens());
            assert!(some.tokens() <= more);
            more = some.tokens();
            let count = |it: &Context| it.links.len() + it.changes.len() + it.usual.len() + it.notices.len();
            let told = count(&some)
                + some
                    .left_out
                    .iter()
                    .filter(|(what, _)| !what.contains("scores"))
                    .map(|(_, n)| n)
                    .sum::<usize>();
            assert_eq!(told, count(&whole));
            assert_eq!(some.scores.overall.value, whole.scores.overall.value);
        }
        assert!(context(&evidence, 10).is_err());
    }

    #[test]
    fn figures_have_three_digits_and_stay_themselves() {
        assert_eq!(
            [0.0, 8241.7, -0.012_345, 61.0].map(rounded),
            [0.0, 8240.0, -0.0123, 61.0]
        );
    }
}
