//! What holds for the pages of heart, sleep, training and metabolism whatever the values are.
//!
//! A page is a row: how to ask it, and what becomes of its answer where all values are doubled, where all are shifted, and where
//! they come in another order. What a row does not name must not move.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Debug;
use std::ops::Range;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Serialize;
use serde_json::{Value, json};
use vitasync_core::Metric;
use vitasync_core::analytics::heart::ecg;
use vitasync_core::analytics::heart::entropy::sample_entropy;
use vitasync_core::analytics::heart::geometry::{Bins, geometry};
use vitasync_core::analytics::heart::hrv_trend::weeks;
use vitasync_core::analytics::heart::poincare::poincare;
use vitasync_core::analytics::heart::recovery::recovery;
use vitasync_core::analytics::heart::resting::resting_heart_rate;
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::metabolic::balance::{balance_by_weight, energy_balance};
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace, risk::risk, summary::summary};
use vitasync_core::analytics::metabolic::hydration::hydration;
use vitasync_core::analytics::metabolic::stress::relative_stress;
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::sleep::chronotype::of_nights;
use vitasync_core::analytics::sleep::circular::circular;
use vitasync_core::analytics::sleep::cosinor::cosinor;
use vitasync_core::analytics::sleep::debt::debt;
use vitasync_core::analytics::sleep::regularity::regularity;
use vitasync_core::analytics::sleep::rest_activity::rest_activity;
use vitasync_core::analytics::training::impulse_response::{Parameters, expected_performance};
use vitasync_core::analytics::training::load::{Constants, training_load};
use vitasync_core::analytics::training::load_ratio::load_ratio;
use vitasync_core::analytics::training::monotony::monotony;
use vitasync_core::analytics::training::power::{Windows, normalised_power};
use vitasync_core::analytics::training::power_curve::power_curve;
use vitasync_core::analytics::{Daily, NoAnswer};
use vitasync_core::resolve::NightKind;

type Days<'a> = &'a [Option<f64>];

struct Page {
    name: &'static str,
    /// How many values it is asked with, and between which whole numbers they lie.
    given: (Range<usize>, Range<i32>),
    ask: fn(Days<'_>) -> Result<Value, NoAnswer>,
    /// Which fields double with the values; `None` where the page knows absolute limits.
    doubled: Option<&'static [&'static str]>,
    /// Which fields move along where so much is added to all.
    shifted: Option<(f64, &'static [&'static str])>,
    /// Whether the order of the values matters.
    ordered: bool,
}

const fn page(
    name: &'static str,
    given: (Range<usize>, Range<i32>),
    ask: fn(Days<'_>) -> Result<Value, NoAnswer>,
) -> Page {
    Page {
        name,
        given,
        ask,
        doubled: None,
        shifted: None,
        ordered: true,
    }
}

impl Page {
    const fn doubles(mut self, fields: &'static [&'static str]) -> Self {
        self.doubled = Some(fields);
        self
    }

    const fn shifts(mut self, by: f64, fields: &'static [&'static str]) -> Self {
        self.shifted = Some((by, fields));
        self
    }

    const fn in_any_order(mut self) -> Self {
        self.ordered = false;
        self
    }
}

const PAGES: &[Page] = &[
    page("time domain", (80..120, 700..1100), |it| told(time_domain(&beats(it)?))),
    page("poincare", (80..120, 700..1100), |it| told(poincare(&beats(it)?))).shifts(64.0, &[]),
    page("geometry", (400..420, 700..1100), |it| {
        told(geometry(&beats(it)?, Bins::default()))
    })
    .shifts(125.0, &[])
    .in_any_order(),
    page("entropy", (200..230, 700..800), |it| told(sample_entropy(&beats(it)?)))
        .doubles(&["tolerance_ms"])
        .shifts(64.0, &[]),
    page("ecg", (500..520, -300..900), |it| told(ecg::summary(&known(it), 100.0)))
        .doubles(&["lowest", "median", "highest", "amplitude"])
        .shifts(64.0, &["lowest", "median", "highest"]),
    page("resting", (40..90, 40..100), |it| told(rested(it)))
        .doubles(&["rate"])
        .shifts(16.0, &["rate"])
        .in_any_order(),
    page("recovery", (30..60, 100..105), |it| told(recovered(it))).doubles(&[
        "at_end",
        "peak",
        "after_60_s",
        "after_120_s",
    ]),
    page("smallest worthwhile change", (60..90, 2..6), |it| {
        told(weeks(&daily(it)?, 0.5))
    })
    .doubles(&["mean", "low", "high"]),
    page("circular", (3..30, 0..24), |it| told(circular(&known(it)))).in_any_order(),
    page("cosinor", (24..80, 0..100), |it| told(cosinor(&by_the_clock(it))))
        .doubles(&["mesor", "amplitude"])
        .shifts(64.0, &["mesor"]),
    page("rest and activity", (120..200, 0..50), |it| told(rest_activity(it))).doubles(&["l5", "m10"]),
    page("sleep debt", (14..15, 4..12), |it| {
        told(debt(&daily(it)?, last(it), 8.0))
    }),
    page("training load", (1..90, 0..150), |it| {
        told(training_load(&daily(it)?, Constants::default()))
    })
    .doubles(&["load", "chronic", "acute", "balance"]),
    page("impulse response", (1..90, 0..150), |it| {
        told(expected_performance(it, PERSON))
    })
    .doubles(&["value"]),
    page("load ratio", (28..60, 0..150), |it| told(load_ratio(it))).doubles(&["acute_mean", "before_mean"]),
    page("monotony", (7..8, 0..150), |it| told(monotony(it)))
        .doubles(&["strain", "total"])
        .in_any_order(),
    page("normalised power", (600..640, 0..400), |it| {
        told(normalised_power(it, Windows::Full))
    })
    .doubles(&["watts", "mean_watts"]),
    page("power curve", (5..80, 0..400), |it| told(power_curve(it, &[1, 5, 30]))).doubles(&["watts"]),
    page("energy balance", (1..30, 1000..3000), |it| told(balanced(it))).doubles(&["mean", "days"]),
    page("balance by weight", (14..40, 50..90), |it| {
        told(balance_by_weight(&daily(it)?))
    })
    .doubles(&["value"])
    .shifts(16.0, &[]),
    page("hydration", (1..30, 0..4000), |it| told(hydration(&daily(it)?, 2000.0))).in_any_order(),
    page("relative stress", (15..70, 1..50), |it| {
        told(relative_stress(Metric::StressLevel, &daily(it)?, last(it)))
    })
    .doubles(&["value", "usual"])
    .shifts(16.0, &["value", "usual"]),
    page("glucose summary", (288..300, 40..300), |it| told(summary(&sensed(it)?))).in_any_order(),
    page("glucose risk", (288..289, 40..300), |it| told(risk(&sensed(it)?))).in_any_order(),
    page("regularity", (140..170, 0..2), |it| told(regularity(&asleep(it), 24))),
    page("chronotype", (20..40, 0..10), |it| {
        told(of_nights(&slept(it), wakes_on_a_weekend, 5.0))
    })
    .shifts(1.0, &["msf_sc"]),
];

const PERSON: Parameters = Parameters {
    base: 0.0,
    fitness_gain: 1.0,
    fatigue_gain: 2.0,
    fitness_days: 42.0,
    fatigue_days: 7.0,
};

/// Tells an answer as JSON, in which a number that is none could not be seen.
fn told<T: Serialize + Debug>(answer: Result<T, NoAnswer>) -> Result<Value, NoAnswer> {
    let answer = answer?;
    let text = format!("{answer:?}");
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    Ok(json!(answer))
}

fn known(days: Days<'_>) -> Vec<f64> {
    days.iter().copied().flatten().collect()
}

fn first() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

fn last(days: Days<'_>) -> NaiveDate {
    first() + TimeDelta::days(i64::try_from(days.len()).unwrap() - 1)
}

fn daily(days: Days<'_>) -> Result<Daily, NoAnswer> {
    Daily::new(first(), days.to_vec())
}

fn beats(days: Days<'_>) -> Result<RrIntervals, NoAnswer> {
    RrIntervals::from_intervals(&known(days))
}

/// Places values at equal steps from an instant on.
fn placed(days: Days<'_>, step_s: i64) -> Vec<(DateTime<Utc>, f64)> {
    let at = |place: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(step_s * place);
    (0..)
        .zip(days)
        .filter_map(|(place, value)| Some((at(place), (*value)?)))
        .collect()
}

fn rested(days: Days<'_>) -> Result<impl Serialize + Debug, NoAnswer> {
    let begin = DateTime::UNIX_EPOCH;
    resting_heart_rate(&placed(days, 60), &[], begin..begin + TimeDelta::hours(8))
}

fn recovered(days: Days<'_>) -> Result<impl Serialize + Debug, NoAnswer> {
    recovery(&placed(days, 10), DateTime::UNIX_EPOCH + TimeDelta::seconds(60))
}

fn by_the_clock(days: Days<'_>) -> Vec<(f64, f64)> {
    let hours = (0..24).cycle().map(f64::from);
    hours
        .zip(days)
        .filter_map(|(hour, value)| Some((hour, (*value)?)))
        .collect()
}

fn balanced(days: Days<'_>) -> Result<impl Serialize + Debug, NoAnswer> {
    let spent: Vec<Option<f64>> = days.iter().rev().copied().collect();
    energy_balance(&daily(days)?, &daily(&spent)?, 0.0)
}

/// Takes 1 for an epoch asleep and 0 for one awake.
fn asleep(epochs: Days<'_>) -> Vec<Option<bool>> {
    epochs.iter().map(|epoch| epoch.map(|value| value > 0.5)).collect()
}

/// Sleeps eight hours from so many hours after nine in the evening.
fn slept(days: Days<'_>) -> Vec<Slept> {
    let night = |(evening, later): (DateTime<Utc>, f64)| {
        let start = DateTime::<FixedOffset>::from(evening) + TimeDelta::seconds((later * 3600.0) as i64);
        let end = start + TimeDelta::hours(8);
        Slept {
            date: end.date_naive(),
            kind: NightKind::Night,
            start,
            end,
            asleep_h: Some(8.0),
        }
    };
    let evenings = placed(days, 86_400)
        .into_iter()
        .map(|(at, later)| (at + TimeDelta::hours(21), later));
    evenings.map(night).collect()
}

fn wakes_on_a_weekend(night: &Slept) -> bool {
    matches!(night.date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn sensed(days: Days<'_>) -> Result<Trace, NoAnswer> {
    let readings = placed(days, 300).into_iter();
    Trace::new(readings.map(|(at, value)| Reading {
        at: DateTime::<FixedOffset>::from(at),
        value,
    }))
}

/// Lists all numbers of an answer with the name each stands under.
fn numbers(answer: &Value, name: &str, into: &mut Vec<(String, f64)>) {
    match answer {
        Value::Number(number) => into.push((name.to_owned(), number.as_f64().unwrap())),
        Value::Array(values) => values.iter().for_each(|value| numbers(value, name, into)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| numbers(value, name, into)),
        _ => {}
    }
}

/// Asks a page before and after a change of the values, and compares what the change makes of each number.
fn compare(page: &Page, days: Days<'_>, changed: Days<'_>, expected: impl Fn(&str, f64) -> f64) {
    let (before, after) = match ((page.ask)(days), (page.ask)(changed)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(_), Err(_)) => return,
        (before, after) => panic!("{}: {before:?} became {after:?}", page.name),
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    numbers(&before, "value", &mut left);
    numbers(&after, "value", &mut right);
    assert_eq!(left.len(), right.len(), "{}: {before} became {after}", page.name);
    for ((name, value), (_, found)) in left.iter().zip(right) {
        let expected = expected(name, *value);
        let rounding = 1e-6 * expected.abs().max(1.0);
        assert!(
            (found - expected).abs() <= rounding,
            "{}: {name} is {found} and not {expected}",
            page.name
        );
    }
}

/// Asks pages with whole numbers, so that many are equal; of a seed that is always the same.
fn check(pages: impl Iterator<Item = &'static Page>, law: impl Fn(&Page, Vec<f64>)) {
    for page in pages {
        let (sizes, values) = page.given.clone();
        let mut runner = TestRunner::new_with_rng(
            Config {
                failure_persistence: None,
                ..Config::with_cases(24)
            },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let given = prop::collection::vec(values.prop_map(f64::from), sizes);
        let asked = runner.run(&given, |values| {
            law(page, values);
            Ok(())
        });
        asked.unwrap_or_else(|error| panic!("{}: {error}", page.name));
    }
}

fn all(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

#[test]
fn twice_the_values_are_twice_what_has_their_unit() {
    check(PAGES.iter().filter(|page| page.doubled.is_some()), |page, values| {
        let twice: Vec<f64> = values.iter().map(|value| 2.0 * value).collect();
        let doubled = |name: &str| page.doubled.is_some_and(|fields| fields.contains(&name));
        compare(page, &all(&values), &all(&twice), |name, value| {
            if doubled(name) { 2.0 * value } else { value }
        });
    });
}

#[test]
fn what_is_added_to_all_moves_levels_and_no_spread() {
    check(PAGES.iter().filter(|page| page.shifted.is_some()), |page, values| {
        let (by, fields) = page.shifted.unwrap();
        let more: Vec<f64> = values.iter().map(|value| value + by).collect();
        compare(page, &all(&values), &all(&more), |name, value| {
            if fields.contains(&name) { value + by } else { value }
        });
    });
}

#[test]
fn the_order_of_values_changes_nothing_where_it_means_nothing() {
    check(PAGES.iter().filter(|page| !page.ordered), |page, values| {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        compare(page, &all(&values), &all(&sorted), |_, value| value);
    });
}

#[test]
fn missing_values_never_make_an_answer_that_is_no_number() {
    check(PAGES.iter(), |page, values| {
        for every in [2, 3, 7] {
            let mut days = all(&values);
            days.iter_mut().step_by(every).for_each(|day| *day = None);
            drop((page.ask)(&days)); // `told` looks at every number
        }
    });
}

#[test]
fn nothing_one_value_and_only_missing_ones_are_no_panic() {
    for page in PAGES {
        let any = f64::from(page.given.1.start + 1);
        for days in [vec![], vec![Some(any)], vec![None; 100], vec![Some(0.0); 100]] {
            drop((page.ask)(&days));
        }
        assert!((page.ask)(&[None; 700]).is_err(), "{} answers from nothing", page.name);
    }
}

#[test]
fn equal_values_have_an_answer_or_a_reason_and_never_a_spread_out_of_rounding() {
    check(PAGES.iter(), |page, values| {
        let equal = vec![Some(values[0] + 0.1); values.len()];
        let Ok(answer) = (page.ask)(&equal) else { return };
        let mut found = Vec::new();
        numbers(&answer, "value", &mut found);
        let spreads = ["sdnn", "rmssd", "sdsd", "sd", "amplitude", "iqr"];
        let spread = found
            .iter()
            .find(|(name, value)| spreads.contains(&name.as_str()) && value.abs() > 1e-6);
        assert_eq!(spread, None, "{}", page.name);
    });
}
