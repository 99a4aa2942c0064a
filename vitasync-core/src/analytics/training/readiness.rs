//! Says how a person stands on a day, compared with what is usual for that person, and which signals say so.
//!
//! Each signal of the day becomes a robust z against its own [baseline](super::super::baseline) of the 60 days before, turned
//! so that more is better, and limited to ±3:
//!
//! | signal | z |
//! | --- | --- |
//! | heart rate variability (RMSSD of the night, taken as its logarithm) | more is better |
//! | resting heart rate, sleep debt, respiratory rate | less is better |
//! | training stress balance on the morning | more is better |
//! | temperature | beyond one usual deviation, either way, is worse |
//!
//! The score is `100·Φ(Σ weight·z/Σ weight)`: 50 is a day as usual. There is no validated consensus on readiness, so the
//! answer shows every signal with its value, what is usual, its z and its weight; the weights are arguments ([`WEIGHTS`] is this
//! project's proposal and comes from no study, nor do the limit of ±3 and the half of the weight that must be known); and a signal that is missing is named with the reason. The weights of the others then share what is left;
//! nothing stands in for it.
//!
//! Assumes that each series is of one device and one method; averaged heart rates give no RMSSD, and SDNN is another
//! quantity. Needs signals of at least half the weight, each with a value on the day and on 14 of the 60 before. Refuses
//! less, and a signal given twice.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::baseline::{Window, baseline};
use super::super::heart::hrv_trend::ln_rmssd;
use super::super::numeric::sum;
use super::super::significance::normal_below;
use super::super::{Daily, Method, NoAnswer};
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "readiness",
    version: 1,
    source: "Plews 2013, Sports Med 43:773, for heart rate variability; weights are this project's",
    needs: "signals of half the weight, each on the day and on 14 of the 60 days before",
};

/// The least share of the weight that must be known.
pub const MIN_COVERAGE: f64 = 0.5;

words! {
/// What readiness is made from.
Signal as ReadinessSignal {
    HeartRateVariability, "heart_rate_variability", "RMSSD of the night, in milliseconds.";
    RestingHeartRate, "resting_heart_rate", "Resting heart rate, in beats per minute.";
    SleepDebt, "sleep_debt", "Sleep that was missed, in hours.";
    TrainingBalance, "training_balance", "Training stress balance on the morning.";
    Temperature, "temperature", "Temperature of the night, absolute or as a deviation.";
    RespiratoryRate, "respiratory_rate", "Respiratory rate of the night, per minute.";
}
}

/// A proposal for how much each signal counts.
pub const WEIGHTS: &[(Signal, f64)] = &[
    (Signal::HeartRateVariability, 0.30),
    (Signal::RestingHeartRate, 0.20),
    (Signal::SleepDebt, 0.20),
    (Signal::TrainingBalance, 0.15),
    (Signal::Temperature, 0.10),
    (Signal::RespiratoryRate, 0.05),
];

/// How a person stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Readiness {
    /// From 0 to 100; 50 is a day as usual.
    pub score: f64,
    /// The weighted mean of the z of the contributors.
    pub z: f64,
    /// The share of the weight that is known.
    pub coverage: f64,
    /// What it is made from, in the order of the weights.
    pub contributors: Vec<Contributor>,
    /// What it is not made from, and why.
    pub missing: Vec<Missing>,
}

/// A signal that is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ReadinessContributor))]
pub struct Contributor {
    /// Which.
    pub signal: Signal,
    /// Its value on the day.
    pub value: f64,
    /// What is usual: the median of the days before.
    pub usual: f64,
    /// How far it is from that, in usual deviations; above 0 is better.
    pub z: f64,
    /// Its weight among those that are known.
    pub weight: f64,
}

/// A signal that is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MissingSignal))]
pub struct Missing {
    /// Which.
    pub signal: Signal,
    /// Why.
    pub reason: NoAnswer,
}

/// Returns how a person stands on a day.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::training::readiness::{Signal, WEIGHTS, readiness};
///
/// let first = "2026-03-01".parse().unwrap();
/// let days = |usual: f64, today: f64| {
///     let before = (0..30).map(|day| Some(usual + f64::from(day % 5) - 2.0));
///     Daily::new(first, before.chain([Some(today)]).collect()).unwrap()
/// };
/// let (variability, resting) = (days(60.0, 45.0), days(55.0, 62.0));
/// let signals = [(Signal::HeartRateVariability, &variability), (Signal::RestingHeartRate, &resting)];
/// let answer = readiness(&signals, "2026-03-31".parse().unwrap(), WEIGHTS).unwrap();
/// assert!(answer.score < 5.0);
/// assert_eq!((answer.contributors.len(), answer.missing.len()), (2, 4));
/// assert!((answer.coverage - 0.5).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] where the signals that are known hold less than half the weight, [`NoAnswer::Undefined`] of a signal
/// given twice, [`NoAnswer::NotPositive`] of weights.
pub fn readiness(
    signals: &[(Signal, &Daily)],
    date: NaiveDate,
    weights: &[(Signal, f64)],
) -> Result<Readiness, NoAnswer> {
    once("weight", weights.iter().map(|(signal, _)| *signal))?;
    once("series", signals.iter().map(|(signal, _)| *signal))?;
    for (_, weight) in weights {
        NoAnswer::unless_positive("weight", *weight)?;
        NoAnswer::unless_within("weight", *weight, 0.0, 1e6)?;
    }
    let (mut contributors, mut missing) = (Vec::new(), Vec::new());
    for &(signal, weight) in weights {
        let days = signals.iter().find(|(of, _)| *of == signal).map(|(_, days)| *days);
        match contribution(signal, days, date, weight) {
            Ok(contributor) => contributors.push(contributor),
            Err(reason) => missing.push(Missing { signal, reason }),
        }
    }
    let all = sum(weights.iter().map(|(_, weight)| *weight));
    let known = sum(contributors.iter().map(|it| it.weight));
    let coverage = if all > 0.0 { known / all } else { 0.0 };
    // Weights that make half may come to a rounding below it.
    NoAnswer::unless_at_least("share of the weight that is known", coverage + 1e-9, MIN_COVERAGE)?;
    for contributor in &mut contributors {
        contributor.weight /= known;
    }
    let z = sum(contributors.iter().map(|it| it.weight * it.z));
    Ok(Readiness {
        score: 100.0 * normal_below(z),
        z,
        coverage,
        contributors,
        missing,
    })
}

/// Judges one signal.
fn contribution(signal: Signal, days: Option<&Daily>, date: NaiveDate, weight: f64) -> Result<Contributor, NoAnswer> {
    let nothing = || NoAnswer::Insufficient {
        what: "values of the day",
        needed: 1,
        got: 0,
    };
    let days = days.ok_or_else(nothing)?;
    let value = days.index(date).and_then(|at| days.values()[at]).ok_or_else(nothing)?;
    let (z, usual) = if signal == Signal::HeartRateVariability {
        let logarithms = ln_rmssd(days)?;
        let spread = baseline(&logarithms, date, Window::TwoMonths)?.spread;
        (spread.modified_z(value.ln()), spread.median.exp())
    } else {
        let spread = baseline(days, date, Window::TwoMonths)?.spread;
        (spread.modified_z(value), spread.median)
    };
    let better = match signal {
        Signal::HeartRateVariability | Signal::TrainingBalance => z,
        Signal::RestingHeartRate | Signal::SleepDebt | Signal::RespiratoryRate => -z,
        Signal::Temperature => -(z.abs() - 1.0).max(0.0),
    };
    Ok(Contributor {
        signal,
        value,
        usual,
        z: better.clamp(-3.0, 3.0),
        weight,
    })
}

/// Passes if no signal comes twice.
fn once(what: &'static str, signals: impl Iterator<Item = Signal>) -> Result<(), NoAnswer> {
    let mut signals: Vec<Signal> = signals.collect();
    signals.sort_unstable();
    match signals.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(NoAnswer::Undefined {
            what: "readiness",
            of: format!("two {what} of {}", pair[0]),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DATE: &str = "2026-03-31";

    fn days(of: impl Fn(i32) -> Option<f64>, today: Option<f64>) -> Daily {
        Daily::new("2026-03-01".parse().unwrap(), (0..30).map(of).chain([today]).collect()).unwrap()
    }

    fn around(usual: f64, today: f64) -> Daily {
        days(|day| Some(usual + f64::from(day % 5) - 2.0), Some(today))
    }

    fn of(signals: &[(Signal, &Daily)]) -> Result<Readiness, NoAnswer> {
        readiness(signals, DATE.parse().unwrap(), WEIGHTS)
    }

    #[test]
    fn a_day_as_usual_is_fifty() {
        let (sleep, resting, hrv) = (around(2.0, 2.0), around(55.0, 55.0), around(60.0, 60.0));
        let answer = of(&[
            (Signal::SleepDebt, &sleep),
            (Signal::RestingHeartRate, &resting),
            (Signal::HeartRateVariability, &hrv),
        ])
        .unwrap();
        assert!((answer.score - 50.0).abs() < 1e-6, "{}", answer.score);
        assert!((answer.contributors.iter().map(|it| it.weight).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((answer.contributors[0].usual - 60.0).abs() < 1e-9);
    }

    #[test]
    fn too_few_signals_have_no_score_and_missing_ones_say_why() {
        let resting = around(55.0, 55.0);
        let reason = of(&[(Signal::RestingHeartRate, &resting)]).unwrap_err();
        assert!(matches!(reason, NoAnswer::TooSmall { min: MIN_COVERAGE, .. }));
        let (hrv, sleep) = (around(60.0, 60.0), days(|_| Some(1.0), Some(1.0)));
        let short = days(|day| (day > 20).then_some(f64::from(day)), Some(20.0));
        let answer = of(&[
            (Signal::RestingHeartRate, &resting),
            (Signal::HeartRateVariability, &hrv),
            (Signal::SleepDebt, &sleep),
            (Signal::TrainingBalance, &short),
        ])
        .unwrap();
        let reasons: Vec<_> = answer.missing.iter().map(|it| it.reason.to_string()).collect();
        let expected = [
            "the values are all equal",
            "14 days are needed, 9 are there",
            "there are no values of the day",
            "there are no values of the day",
        ];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn no_data_at_all_is_no_readiness() {
        assert!(of(&[]).is_err());
        assert!(readiness(&[], DATE.parse().unwrap(), &[]).is_err());
        let resting = around(55.0, 55.0);
        assert!(
            of(&[
                (Signal::RestingHeartRate, &resting),
                (Signal::RestingHeartRate, &resting)
            ])
            .is_err()
        );
        let weights = [(Signal::RestingHeartRate, f64::NAN)];
        assert!(readiness(&[(Signal::RestingHeartRate, &resting)], DATE.parse().unwrap(), &weights).is_err());
    }

    #[test]
    fn a_fever_and_a_chill_are_both_worse_and_a_usual_night_is_neither() {
        let alone = [(Signal::Temperature, 1.0)];
        let z = |today| {
            let nights = around(33.0, today);
            readiness(&[(Signal::Temperature, &nights)], DATE.parse().unwrap(), &alone)
                .unwrap()
                .z
        };
        assert!(z(40.0) < -1.0 && z(26.0) < -1.0);
        assert!(z(33.0).abs() < f64::EPSILON);
    }

    proptest! {
        #[test]
        fn a_better_signal_never_lowers_the_score(less in 30..90_i32, more in 0..20_i32) {
            let resting = around(55.0, 55.0);
            let score = |today| {
                let hrv = around(60.0, today);
                of(&[(Signal::HeartRateVariability, &hrv), (Signal::RestingHeartRate, &resting)]).unwrap().score
            };
            let less = f64::from(less);
            prop_assert!(score(less + f64::from(more)) >= score(less));
        }
    }
}
