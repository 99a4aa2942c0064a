//! Every method answers from the least data its page names, and from one less it does not.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[path = "minimums/heart.rs"]
mod heart;
#[path = "minimums/metabolic.rs"]
mod metabolic;
#[path = "minimums/series.rs"]
mod series;
#[path = "minimums/sleep.rs"]
mod sleep;
#[path = "minimums/training.rs"]
mod training;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use vitasync_core::analytics::context::context;
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::insights::insights;
use vitasync_core::analytics::scores::scores;
use vitasync_core::analytics::{Daily, METHODS, NoAnswer};

/// Methods that are made of the answers of others, each with a minimum of its own: they answer always, and say of every part
/// why it is not known.
const COMPOSED: [&str; 3] = ["context", "health_score", "insights"];

/// What becomes of a question; what the answer is does not matter here.
type Answered = Result<(), NoAnswer>;

/// How to ask a method with so much of what it counts.
struct Probe {
    /// The method.
    id: &'static str,
    /// The least that it answers from.
    least: usize,
    /// Asks with so much of it.
    ask: fn(usize) -> Answered,
}

const fn probe(id: &'static str, least: usize, ask: fn(usize) -> Answered) -> Probe {
    Probe { id, least, ask }
}

fn probes() -> impl Iterator<Item = &'static Probe> {
    let pages = [
        series::PROBES,
        heart::PROBES,
        sleep::PROBES,
        training::PROBES,
        metabolic::PROBES,
    ];
    pages.into_iter().flatten()
}

/// Drops the answer.
fn told<T>(answer: Result<T, NoAnswer>) -> Answered {
    answer.map(|_| ())
}

/// Returns a value if it is there, and otherwise what stands for none among numbers.
fn given(count: usize, value: f64) -> f64 {
    if count > 0 { value } else { f64::NAN }
}

/// Values that differ and do not repeat soon.
fn varied(count: usize) -> Vec<f64> {
    (0..count).map(|at| 60.0 + ((at * 7919) % 101) as f64 / 10.0).collect()
}

/// The same, as days that have a value each.
fn days(count: usize) -> Vec<Option<f64>> {
    varied(count).into_iter().map(Some).collect()
}

fn first() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

fn daily(days: Vec<Option<f64>>) -> Daily {
    Daily::new(first(), days).unwrap()
}

#[test]
fn every_method_is_asked() {
    let listed: BTreeSet<&str> = METHODS.iter().map(|method| method.id).collect();
    let mut asked: BTreeSet<&str> = probes().map(|probe| probe.id).collect();
    asked.extend(COMPOSED);
    assert_eq!(
        listed.difference(&asked).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "give these a probe"
    );
    assert_eq!(
        asked.difference(&listed).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "these are no methods"
    );
}

#[test]
fn the_least_a_page_names_is_enough() {
    let refused = probes().filter_map(|probe| Some((probe.id, (probe.ask)(probe.least).err()?)));
    assert_eq!(refused.collect::<Vec<_>>(), []);
}

#[test]
fn one_less_has_no_answer() {
    let answered = probes().filter(|probe| (probe.ask)(probe.least - 1).is_ok());
    assert_eq!(answered.map(|probe| (probe.id, probe.least)).collect::<Vec<_>>(), []);
}

#[test]
fn nothing_at_all_has_no_answer() {
    let answered = probes().filter(|probe| (probe.ask)(0).is_ok());
    assert_eq!(answered.map(|probe| probe.id).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn what_is_made_of_other_methods_has_no_number_where_they_have_none() {
    let nothing = Evidence::new(first());
    for score in scores(&nothing).iter() {
        assert!(score.value.is_none() && score.reason.is_some(), "{score:?}");
        assert!(score.components.is_empty() && score.confidence == 0.0, "{score:?}");
    }
    let answered = insights(&nothing).into_iter().filter(|it| it.answer.is_ok());
    assert_eq!(answered.count(), 0);
    let context = context(&nothing, 2_000).unwrap();
    assert!(context.usual.is_empty() && context.changes.is_empty() && context.notices.is_empty());
}
