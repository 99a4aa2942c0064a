//! Finds which of many series go together, on the same day or some days apart.
//!
//! For every pair of series and every lag from −7 to +7 days:
//!
//! 1. Take the days on which both have a value; fewer than 21 are no answer.
//! 2. Where both series have a trend (a [line](super::trend::line) with `p_effective` below 0.05), take the lines out.
//! 3. Spearman's correlation with average ranks; Pearson's is shown beside it.
//! 4. Its p from Bretherton's effective number of pairs, by the lag-1 autocorrelations of the ranks. In few days these come
//!    out too small, so their bias is taken out first (Marriott & Pope 1954, Biometrika 41:390). Of unrelated series of 90
//!    days that keep 0.7 of the day before, 4 % are called related at p < 0.05 then, instead of 6 %; of 30 days 2 %.
//! 5. Benjamini–Hochberg over all tests that were made, not over those that look good.
//!
//! What comes out is an association, never a cause. Quantities that contain each other (steps and distance, active and
//! total energy, a vendor's score and what it is made from) correlate by construction: name such pairs in
//! [`Question::exclude`].
//!
//! Assumes local days and relations that rise or fall throughout. Needs 21 pairs of days, worth more than 3 independent ones,
//! of which not all are equal. What could not be tested is listed with the reason.
//!
//! Ranks are made once per series, lag and end of the window that it leaves; only where the two series miss different days
//! are they made again, from an order that is kept.

mod statistics;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::correlation::{effective, p_value, without_bias};
use super::false_discovery::benjamini_hochberg;
use super::numeric::float;
use super::{Daily, Method, NoAnswer};
use crate::words::words;
use statistics::{Aligned, Versions, Workspace};

/// This method.
pub const METHOD: Method = Method {
    id: "correlation_discovery",
    version: 1,
    source: "Bretherton 1999, J Clim 12:1990; Benjamini & Hochberg 1995",
    needs: "21 pairs of days",
};

/// A series with the name people read.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The name as it stands in a sentence: `sleep duration`.
    pub name: &'a str,
    /// Its days.
    pub days: &'a Daily,
}

/// What to look for. The default is what this page says.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The greatest number of days between the two.
    pub max_lag: usize,
    /// The least number of pairs of days.
    pub min_pairs: usize,
    /// The share of false discoveries one accepts.
    pub false_discovery_rate: f64,
    /// Takes lines out where both series have a trend.
    pub detrend: bool,
    /// Pairs of places in the list of series that are not tested.
    pub exclude: Vec<(usize, usize)>,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            max_lag: 7,
            min_pairs: 21,
            false_discovery_rate: 0.05,
            detrend: true,
            exclude: Vec::new(),
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Discovery {
    /// How many tests were made, all of which count in the correction.
    pub tests: usize,
    /// What holds after the correction, the strongest first.
    pub found: Vec<Association>,
    /// What could not be tested.
    pub untested: Vec<Untested>,
}

/// Two series that go together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Association {
    /// The place of the one in the list of series.
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// How many days `b` comes after `a`; below 0 it comes before.
    pub lag_days: i32,
    /// How many pairs of days there are.
    pub n: usize,
    /// How many independent pairs these are worth.
    pub n_effective: f64,
    /// The correlation of ranks, from −1 to 1.
    pub spearman: f64,
    /// The correlation of values, from −1 to 1.
    pub pearson: f64,
    /// The chance of it between unrelated series.
    pub p: f64,
    /// The same after the correction for all tests.
    pub q: f64,
    /// How strong it is.
    pub strength: Strength,
    /// Whether trends were taken out first.
    pub detrended: bool,
    /// What it says in plain words.
    pub sentence: String,
}

/// Pairs of two series that could not be tested.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Untested {
    /// The place of the one in the list of series.
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// At how many lags.
    pub lags: usize,
    /// Why, at the lag that came closest.
    pub reason: NoAnswer,
}

words! {
/// How strong a correlation is.
Strength as AssociationStrength {
    Weak, "weak", "Below 0.3.";
    Moderate, "moderate", "From 0.3.";
    Strong, "strong", "From 0.5.";
    VeryStrong, "very_strong", "From 0.7.";
}
}

impl Strength {
    /// Names the strength of a correlation.
    #[must_use]
    pub fn of(correlation: f64) -> Self {
        match correlation.abs() {
            r if r >= 0.7 => Self::VeryStrong,
            r if r >= 0.5 => Self::Strong,
            r if r >= 0.3 => Self::Moderate,
            _ => Self::Weak,
        }
    }
}

impl Discovery {
    /// Lists the strongest lag of each pair of series: neighbouring days make neighbouring lags go together too.
    #[must_use]
    pub fn strongest(&self) -> Vec<&Association> {
        let mut seen = std::collections::HashSet::new();
        self.found.iter().filter(|it| seen.insert((it.a, it.b))).collect()
    }
}

/// Tests all pairs of series at all lags.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::discovery::{Question, Series, discover};
///
/// let first = "2026-01-01".parse().unwrap();
/// let noise = |day: u32| f64::from(day * 7919 % 101);
/// let sleep = Daily::new(first, (0..60).map(|day| Some(noise(day + 1))).collect()).unwrap();
/// let variability = Daily::new(first, (0..60).map(|day| Some(noise(day) + noise(day + 31) / 2.0)).collect()).unwrap();
/// let series = [
///     Series { name: "sleep", days: &sleep },
///     Series { name: "heart rate variability", days: &variability },
/// ];
/// let discovery = discover(&series, &Question::default()).unwrap();
/// let best = discovery.strongest()[0];
/// assert_eq!(best.lag_days, 1);
/// assert!(best.sentence.starts_with("One day after days with more sleep, heart rate variability tends to be higher"));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than two series; where no pair could be tested at any lag, the reason of the one that came
/// closest;
/// [`NoAnswer::OutOfRange`] or [`NoAnswer::TooSmall`] of a question that makes no sense.
pub fn discover(series: &[Series<'_>], question: &Question) -> Result<Discovery, NoAnswer> {
    NoAnswer::unless_enough("series", 2, series.len())?;
    NoAnswer::unless_within("false discovery rate", question.false_discovery_rate, 0.0, 1.0)?;
    NoAnswer::unless_at_least("least number of pairs", float(question.min_pairs), 4.0)?;
    NoAnswer::unless_within("greatest lag", float(question.max_lag), 0.0, 366.0)?;
    let aligned = Aligned::of(series, question);
    let (tests, untested) = test_all(&aligned, question);
    let p: Vec<f64> = tests.iter().map(|test| test.p).collect();
    if p.is_empty() {
        let closest = untested.into_iter().map(|it| it.reason).max_by_key(closeness);
        return Err(closest.unwrap_or(NoAnswer::Insufficient {
            what: "pairs of series",
            needed: 1,
            got: 0,
        }));
    }
    let q = benjamini_hochberg(&p)?;
    let kept = tests
        .iter()
        .zip(&q)
        .filter(|(_, q)| **q <= question.false_discovery_rate);
    let mut found: Vec<Association> = kept.map(|(test, q)| test.association(series, *q)).collect();
    found.sort_by(|a, b| {
        let strength = b.spearman.abs().total_cmp(&a.spearman.abs());
        strength.then((a.a, a.b, a.lag_days).cmp(&(b.a, b.b, b.lag_days)))
    });
    Ok(Discovery {
        tests: tests.len(),
        found,
        untested,
    })
}

/// One test that was made.
struct Test {
    a: usize,
    b: usize,
    lag: isize,
    n: usize,
    n_effective: f64,
    spearman: f64,
    pearson: f64,
    p: f64,
    detrended: bool,
}

fn test_all(aligned: &Aligned, question: &Question) -> (Vec<Test>, Vec<Untested>) {
    let excluded = |a, b| question.exclude.contains(&(a, b)) || question.exclude.contains(&(b, a));
    let max_lag = isize::try_from(question.max_lag).expect("a year at most");
    let mut workspace = Workspace::default();
    let (mut tests, mut untested) = (Vec::new(), Vec::<Untested>::new());
    for a in 0..aligned.len() {
        for b in (a + 1..aligned.len()).filter(|&b| !excluded(a, b)) {
            let versions = aligned.versions(a, b);
            let mut refused: Option<Untested> = None;
            for lag in -max_lag..=max_lag {
                match test(&versions, lag, question, &mut workspace) {
                    Ok(test) => tests.push(Test { a, b, ..test }),
                    Err(reason) => refuse(&mut refused, a, b, reason),
                }
            }
            untested.extend(refused);
        }
    }
    (tests, untested)
}

/// Counts a lag that could not be tested.
fn refuse(refused: &mut Option<Untested>, a: usize, b: usize, reason: NoAnswer) {
    match refused {
        None => *refused = Some(Untested { a, b, lags: 1, reason }),
        Some(known) => {
            known.lags += 1;
            if closeness(&reason) > closeness(&known.reason) {
                known.reason = reason;
            }
        }
    }
}

fn test(versions: &Versions<'_>, lag: isize, question: &Question, workspace: &mut Workspace) -> Result<Test, NoAnswer> {
    let statistic = versions.at_lag(lag, question.min_pairs, workspace)?;
    let n = float(statistic.n);
    let n_effective = effective(n, without_bias(statistic.r1, n), without_bias(statistic.r2, n));
    Ok(Test {
        a: 0,
        b: 0,
        lag,
        n: statistic.n,
        n_effective,
        spearman: statistic.spearman,
        pearson: statistic.pearson,
        p: p_value(statistic.spearman, n_effective)?,
        detrended: versions.detrended,
    })
}

impl Test {
    fn association(&self, series: &[Series<'_>], q: f64) -> Association {
        let strength = Strength::of(self.spearman);
        Association {
            a: self.a,
            b: self.b,
            lag_days: i32::try_from(self.lag).expect("a year at most"),
            n: self.n,
            n_effective: self.n_effective,
            spearman: self.spearman,
            pearson: self.pearson,
            p: self.p,
            q,
            strength,
            detrended: self.detrended,
            sentence: self.sentence(series, strength),
        }
    }

    /// Says which comes first, which way the other goes and how strongly.
    fn sentence(&self, series: &[Series<'_>], strength: Strength) -> String {
        let (mut first, mut then) = (series[self.a].name, series[self.b].name);
        if self.lag < 0 {
            (first, then) = (then, first);
        }
        let direction = if self.spearman > 0.0 { "higher" } else { "lower" };
        let when = match self.lag.unsigned_abs() {
            0 => "On".to_owned(),
            1 => "One day after".to_owned(),
            days => format!("{} days after", days),
        };
        let strength = strength.id().replace('_', " ");
        format!(
            "{when} days with more {first}, {then} tends to be {direction} ({strength} association over {} days; not a cause).",
            self.n
        )
    }
}

/// Orders reasons by how far a test came: to how many pairs of days, or beyond counting them.
fn closeness(reason: &NoAnswer) -> usize {
    match reason {
        NoAnswer::Insufficient {
            what: statistics::PAIRS,
            got,
            ..
        } => *got,
        _ => usize::MAX,
    }
}

#[cfg(test)]
mod tests;
