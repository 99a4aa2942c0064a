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

mod gather;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use self::gather::{changes, links, notices, usual};
use super::anomaly::Severity;
use super::discovery::Strength;
use super::evidence::Evidence;
use super::scores::{Scores, scores};
use super::{Method, NoAnswer};

pub use self::gather::{findings, unusual};

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
/// From which probability on a trend may be chance.
const CHANCE: f64 = 0.05;

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = HealthContext))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = UsualValue))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MetricChange))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MetricNotice))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MetricLink))]
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
        length(self).div_ceil(BYTES_PER_TOKEN)
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

    /// Leaves out what has no room, the least important first. Nothing is written twice to see how long it has become.
    fn shrink(&mut self, budget: usize) {
        let mut rest = length(self) - length(&self.left_out);
        while (rest + length(&self.left_out)).div_ceil(BYTES_PER_TOKEN) > budget {
            let Some(freed) = self.leave_out() else { break };
            rest -= freed;
        }
        debug_assert_eq!(rest + length(&self.left_out), length(self));
    }

    /// Leaves out the least important entry, if one is left; tells how many bytes that frees.
    fn leave_out(&mut self) -> Option<usize> {
        let by_chance = self.changes.last().is_some_and(|it| it.p >= CHANCE);
        let (group, freed) = if let Some(freed) = drop_last(&mut self.links) {
            ("links", freed)
        } else if by_chance && let Some(freed) = drop_last(&mut self.changes) {
            ("changes", freed)
        } else if let Some((metric, usual)) = self.usual.pop_last() {
            let pair = length(&metric) + 1 + length(&usual);
            ("usual", pair + usize::from(!self.usual.is_empty()))
        } else if let Some(freed) = drop_last(&mut self.changes) {
            ("changes", freed)
        } else if let Some(freed) = drop_last(&mut self.notices) {
            ("notices", freed)
        } else {
            ("components of scores", self.thin_scores()?)
        };
        *self.left_out.entry(group).or_insert(0) += 1;
        Some(freed)
    }

    /// Leaves out the details of one score; the scores themselves stay.
    fn thin_scores(&mut self) -> Option<usize> {
        let scores = &mut self.scores;
        let all = [
            &mut scores.cardio,
            &mut scores.recovery,
            &mut scores.activity,
            &mut scores.sleep,
            &mut scores.overall,
        ];
        all.into_iter()
            .find_map(|score| drop_last(&mut score.missing).or_else(|| drop_last(&mut score.components)))
    }
}

/// Tells how many bytes of JSON something takes.
fn length(of: &impl Serialize) -> usize {
    serde_json::to_string(of).expect("words and numbers").len()
}

/// Drops the last entry of a list, if there is one; tells how many bytes that frees, with the comma before it.
fn drop_last<T: Serialize>(list: &mut Vec<T>) -> Option<usize> {
    let freed = length(&list.pop()?);
    Some(freed + usize::from(!list.is_empty()))
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::rich;
    use super::gather::rounded;
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
