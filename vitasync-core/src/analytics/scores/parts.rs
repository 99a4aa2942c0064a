//! Turns what is measured into points from 0 to 100: the components of the scores.

use std::ops::RangeInclusive;

use super::super::baseline::{self, Window, baseline};
use super::super::evidence::{Evidence, middle};
use super::super::heart::hrv_trend::ln_rmssd;
use super::super::metabolic::fitness_age::{self, FitnessAge};
use super::super::numeric::mean;
use super::super::significance::normal_below;
use super::super::sleep::debt::{self, usual_need};
use super::super::sleep::quality::{self, Indicator, quality};
use super::super::sleep::{regularity, regularity::of_sleep};
use super::super::training::load::{Constants, training_load};
use super::super::training::met_minutes::{self, Active};
use super::super::training::readiness::{self, Signal, WEIGHTS, readiness};
use super::super::{Daily, NoAnswer};
use super::{Component, Kind, METHOD, Missing, Part, Points, Score, Weighed};
use crate::metric::Metric;

/// Where more sleep than recommended, or less, has no points left, in hours from there.
const HOURS_TO_NOTHING: f64 = 3.0;
/// The equivalent minutes of a week the WHO advises.
const WEEKLY_MINUTES: f64 = 150.0;
/// The points of a year between the fitness age and the age.
const POINTS_PER_YEAR: f64 = 2.5;
/// How many days of a week must have steps, or a heart rate.
const NEEDED_OF_WEEK: usize = 4;
/// How long an estimate of the oxygen uptake holds, in days.
const UPTAKE_DAYS: u64 = 90;

/// Returns the points of so many hours of sleep.
///
/// ```
/// use vitasync_core::analytics::scores::parts::length_points;
///
/// assert_eq!([3.0, 5.5, 8.0, 10.5].map(|hours| length_points(hours, &(7.0..=9.0))), [0.0, 50.0, 100.0, 50.0]);
/// ```
#[must_use]
pub fn length_points(hours: f64, need: &RangeInclusive<f64>) -> f64 {
    let outside = (need.start() - hours).max(hours - need.end()).max(0.0);
    (100.0 * (1.0 - outside / HOURS_TO_NOTHING)).max(0.0)
}

/// Returns the points of a fitness age at an age in years.
#[must_use]
pub fn uptake_points(fitness: FitnessAge, age: f64) -> f64 {
    let (FitnessAge::Years(years) | FitnessAge::AtMost(years) | FitnessAge::AtLeast(years)) = fitness;
    (50.0 + POINTS_PER_YEAR * (age - years)).clamp(0.0, 100.0)
}

/// Returns the points of a z above which is better.
#[must_use]
pub fn z_points(z: f64) -> f64 {
    100.0 * normal_below(z.clamp(-3.0, 3.0))
}

/// Returns how many steps a day count fully at an age.
#[must_use]
pub fn enough_steps(age: f64) -> f64 {
    if age < 60.0 { 8000.0 } else { 6000.0 }
}

/// Returns what a week's steps a day, or minutes, are of what is enough, as points.
#[must_use]
pub fn share_points(value: f64, enough: f64) -> f64 {
    (100.0 * value / enough).clamp(0.0, 100.0)
}

pub(super) fn sleep(evidence: &Evidence) -> Vec<Weighed> {
    vec![
        (Component::SleepLength, 0.4, length(evidence)),
        (Component::SleepContinuity, 0.3, continuity(evidence)),
        (Component::SleepRegularity, 0.3, rhythm(evidence)),
    ]
}

pub(super) fn activity(evidence: &Evidence) -> Vec<Weighed> {
    vec![
        (Component::ActiveMinutes, 0.6, active_minutes(evidence)),
        (Component::Steps, 0.4, steps(evidence)),
    ]
}

pub(super) fn cardio(evidence: &Evidence) -> Vec<Weighed> {
    vec![
        (Component::OxygenUptake, 0.5, oxygen_uptake(evidence)),
        (Component::RestingHeartRate, 0.25, resting(evidence)),
        (Component::HeartRateVariability, 0.25, variability(evidence)),
    ]
}

/// Makes the recovery score from readiness: the score is its, and the points of a signal are those of its z alone.
pub(super) fn recovery(evidence: &Evidence) -> Score {
    let mut missing: Vec<Missing> = Vec::new();
    let total: f64 = WEIGHTS.iter().map(|(_, weight)| weight).sum();
    let answer = of_signals(evidence);
    let (mut components, mut confidence) = (Vec::new(), 0.0);
    if let Ok(answer) = &answer {
        confidence = answer.coverage;
        components = answer.contributors.iter().map(part).collect();
        let weight = |signal| {
            WEIGHTS
                .iter()
                .find(|(of, _)| *of == signal)
                .map_or(0.0, |(_, weight)| weight / total)
        };
        missing = answer
            .missing
            .iter()
            .map(|it| Missing {
                component: component(it.signal),
                weight: weight(it.signal),
                reason: it.reason.clone(),
            })
            .collect();
    }
    Score {
        kind: Kind::Recovery,
        value: answer.as_ref().ok().map(|it| it.score),
        reason: answer.err(),
        confidence,
        components,
        missing,
        version: METHOD.version,
    }
}

fn part(it: &readiness::Contributor) -> Part {
    Part {
        component: component(it.signal),
        points: z_points(it.z),
        weight: it.weight,
        value: it.value,
        unit: match it.signal {
            Signal::HeartRateVariability => "ms",
            Signal::RestingHeartRate | Signal::RespiratoryRate => "/min",
            Signal::SleepDebt => "h",
            Signal::TrainingBalance => "{score}",
            Signal::Temperature => "Cel",
        },
        method: readiness::METHOD.id,
    }
}

fn component(signal: Signal) -> Component {
    match signal {
        Signal::HeartRateVariability => Component::HeartRateVariability,
        Signal::RestingHeartRate => Component::RestingHeartRate,
        Signal::SleepDebt => Component::SleepDebt,
        Signal::TrainingBalance => Component::TrainingBalance,
        Signal::Temperature => Component::Temperature,
        Signal::RespiratoryRate => Component::RespiratoryRate,
    }
}

/// The metrics that tell the temperature of a night, each comparable with itself alone.
pub const TEMPERATURES: &[Metric] = &[
    Metric::SleepingWristTemperature,
    Metric::SkinTemperatureDeviation,
    Metric::SkinTemperature,
];

/// The metrics that tell how one breathes at night.
pub const RESPIRATION: &[Metric] = &[Metric::SleepingRespiratoryRate, Metric::RespiratoryRate];

/// Returns how the person stands on the day, from every signal that is known.
///
/// The sleep debt of a day is what was missing of it by the middle of what is recommended at the age; the
/// training balance that of
/// [`Evidence::loads`].
///
/// # Errors
///
/// As [`readiness`](readiness()).
pub fn of_signals(evidence: &Evidence) -> Result<readiness::Readiness, NoAnswer> {
    let debts = debts(evidence).ok();
    let balance = balances(evidence).ok();
    let signals = [
        (
            Signal::HeartRateVariability,
            evidence.of(Metric::HeartRateVariabilityRmssd).ok(),
        ),
        (Signal::RestingHeartRate, evidence.of(Metric::RestingHeartRate).ok()),
        (Signal::SleepDebt, debts.as_ref()),
        (Signal::TrainingBalance, balance.as_ref()),
        (
            Signal::Temperature,
            evidence.first_of(TEMPERATURES).ok().map(|(_, days)| days),
        ),
        (
            Signal::RespiratoryRate,
            evidence.first_of(RESPIRATION).ok().map(|(_, days)| days),
        ),
    ];
    let known: Vec<(Signal, &Daily)> = signals
        .into_iter()
        .filter_map(|(signal, days)| Some((signal, days?)))
        .collect();
    readiness(&known, evidence.date, WEIGHTS)
}

/// Returns what each day's sleep fell short, in hours.
fn debts(evidence: &Evidence) -> Result<Daily, NoAnswer> {
    let need = usual_need(evidence.age()?)?;
    let need = f64::midpoint(*need.start(), *need.end());
    Daily::from_pairs(evidence.hours()?.iter().map(|(date, hours)| (date, need - hours)))
}

/// Returns the training stress balance of each morning that rests on enough days.
fn balances(evidence: &Evidence) -> Result<Daily, NoAnswer> {
    let loads = training_load(&evidence.loads()?.days, Constants::default())?;
    Daily::from_pairs(loads.iter().filter(|it| it.warm).map(|it| (it.date, it.balance)))
}

fn length(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let hours = evidence.hours()?;
    let slept = hours.index(evidence.date).and_then(|at| hours.values()[at]);
    let slept = slept.ok_or(NoAnswer::Insufficient {
        what: "nights that end on the day",
        needed: 1,
        got: 0,
    })?;
    Ok(points(
        length_points(slept, &usual_need(evidence.age()?)?),
        slept,
        "h",
        debt::METHOD.id,
    ))
}

fn continuity(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let night = evidence.main_nights(1).next().ok_or(NoAnswer::Insufficient {
        what: "nights that end on the day",
        needed: 1,
        got: 0,
    })?;
    let judged = quality(night, evidence.age()?)?.indicators;
    let judged = judged.iter().filter(|it| it.indicator != Indicator::LengthH);
    let met: Vec<f64> = judged.map(|it| f64::from(u8::from(it.met))).collect();
    NoAnswer::unless_enough("indicators of unbroken sleep", 2, met.len())?;
    Ok(points(100.0 * mean(&met), mean(&met), "1", quality::METHOD.id))
}

fn rhythm(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let slept: Vec<_> = evidence.slept(14).map(|(slept, _)| *slept).collect();
    let index = of_sleep(&slept)?.index;
    Ok(points(index.clamp(0.0, 100.0), index, "1", regularity::METHOD.id))
}

/// Returns the equivalent minutes of the week.
///
/// Moderate and vigorous minutes, where a source tells them apart; otherwise minutes that a vendor has weighted
/// the same way; otherwise
/// Apple's exercise minutes, each of which counts as moderate. A day on which a heart rate was recorded and none
/// of them was
/// counted has 0.
///
/// # Errors
///
/// [`NoAnswer::Undefined`] where no source tells any, [`NoAnswer::Insufficient`] of an unknown day while the
/// others fall short,
/// [`NoAnswer::OutOfRange`] of an age below 18.
pub fn active_week(evidence: &Evidence) -> Result<met_minutes::Week, NoAnswer> {
    met_minutes::week(&active_days(evidence, 7)?, evidence.years()?)
}

/// Returns what counted of each of the last so many days.
pub(crate) fn active_days(evidence: &Evidence, count: u64) -> Result<Vec<Option<Active>>, NoAnswer> {
    let last = |metric, per_minute: f64| -> Result<Vec<Option<f64>>, NoAnswer> {
        let days = evidence.with_zeros(evidence.of(metric)?);
        Ok(evidence
            .last(&days, count)
            .into_iter()
            .map(|it| it.map(|it| it / per_minute))
            .collect())
    };
    let told_apart = [Metric::ModerateActivityDuration, Metric::VigorousActivityDuration];
    let (moderate, vigorous) = if evidence.first_of(&told_apart).is_ok() {
        let told = |metric| last(metric, 60.0).unwrap_or_default();
        (told(told_apart[0]), told(told_apart[1]))
    } else {
        let (metric, _) = evidence.first_of(&[
            Metric::ActiveZoneMinutes,
            Metric::IntensityMinutes,
            Metric::ExerciseTime,
        ])?;
        let per_minute = if metric == Metric::ExerciseTime { 60.0 } else { 1.0 };
        (last(metric, per_minute)?, Vec::new())
    };
    let of = |days: &[Option<f64>], at: usize| days.get(at).copied().flatten();
    let day = |at| {
        let (moderate, vigorous) = (of(&moderate, at), of(&vigorous, at));
        (moderate.is_some() || vigorous.is_some()).then(|| Active {
            moderate_minutes: moderate.unwrap_or(0.0),
            vigorous_minutes: vigorous.unwrap_or(0.0),
        })
    };
    Ok((0..moderate.len().max(vigorous.len())).map(day).collect())
}

fn active_minutes(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let minutes = active_week(evidence)?.equivalent_minutes;
    Ok(points(
        share_points(minutes, WEEKLY_MINUTES),
        minutes,
        "min",
        met_minutes::METHOD.id,
    ))
}

fn steps(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let steps = mean(&evidence.known(Metric::Steps, 7, NEEDED_OF_WEEK)?);
    Ok(points(
        share_points(steps, enough_steps(evidence.age()?)),
        steps,
        "{steps}/d",
        METHOD.id,
    ))
}

fn oxygen_uptake(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let (_, uptake) = evidence.latest(Metric::Vo2Max, UPTAKE_DAYS)?;
    let fitness = fitness_age::fitness_age(uptake, evidence.years()?, evidence.person.sex)?;
    Ok(points(
        uptake_points(fitness, evidence.age()?),
        uptake,
        "mL/kg/min",
        fitness_age::METHOD.id,
    ))
}

fn resting(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let days = evidence.of(Metric::RestingHeartRate)?;
    let (week, z) = week_against_usual(evidence, days)?;
    Ok(points(z_points(-z), week, "/min", baseline::METHOD.id))
}

fn variability(evidence: &Evidence) -> Result<Points, NoAnswer> {
    let (_, days) = evidence.first_of(&[Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilitySdnn])?;
    let (week, z) = week_against_usual(evidence, &ln_rmssd(days)?)?;
    Ok(points(z_points(z), week.exp(), "ms", baseline::METHOD.id))
}

/// Returns the median of the week, and how far it is from the 60 days before that week.
pub(crate) fn week_against_usual(evidence: &Evidence, days: &Daily) -> Result<(f64, f64), NoAnswer> {
    let week: Vec<f64> = evidence.last(days, 7).into_iter().flatten().collect();
    NoAnswer::unless_enough("days of the week", NEEDED_OF_WEEK, week.len())?;
    let week = middle(&week);
    let usual = baseline(days, evidence.before(6), Window::TwoMonths)?;
    Ok((week, usual.spread.modified_z(week)))
}

fn points(points: f64, value: f64, unit: &'static str, method: &'static str) -> Points {
    Points {
        points,
        value,
        unit,
        method,
        confidence: 1.0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sleep_nearer_to_what_is_recommended_never_has_fewer_points(less in 0.0..7.0_f64, more in 0.0..2.0_f64) {
            let need = 7.0..=9.0;
            prop_assert!(length_points((less + more).min(7.0), &need) >= length_points(less, &need));
            prop_assert!(length_points(16.0 - (less + more).min(7.0), &need) >= length_points(16.0 - less, &need));
        }

        #[test]
        fn more_minutes_and_a_higher_z_never_have_fewer_points(low in -5.0..400.0_f64, more in 0.0..100.0_f64) {
            prop_assert!(share_points(low + more, WEEKLY_MINUTES) >= share_points(low, WEEKLY_MINUTES));
            prop_assert!(z_points((low + more) / 50.0) >= z_points(low / 50.0));
        }

        #[test]
        fn a_younger_fitness_age_never_has_fewer_points(
            age in 18.0..90.0_f64,
            years in 25.0..75.0_f64,
            less in 0.0..40.0_f64,
        ) {
            let points = |years| uptake_points(FitnessAge::Years(years), age);
            prop_assert!(points(years - less) >= points(years));
        }
    }
}
