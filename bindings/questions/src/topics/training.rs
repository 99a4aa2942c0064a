//! Training: load, power, performance and records.

use chrono::NaiveDate;
use vitasync_core::analytics::training::best_effort::{self, BestEffort};
use vitasync_core::analytics::training::heart_rate::{self, MaxFormula, Reserve};
use vitasync_core::analytics::training::impulse_response::{self, Parameters};
use vitasync_core::analytics::training::load::{self, Constants, Load};
use vitasync_core::analytics::training::load_ratio::{self, LoadRatio};
use vitasync_core::analytics::training::met_minutes::{self, Active, Week};
use vitasync_core::analytics::training::monotony::{self, Monotony};
use vitasync_core::analytics::training::power::{self, NormalisedPower, Windows};
use vitasync_core::analytics::training::power_curve::{self, Best};
use vitasync_core::analytics::training::race::{self, Prediction};
use vitasync_core::analytics::training::readiness::{self, Readiness, Signal};
use vitasync_core::analytics::training::records::{self, Better, Effort, Record};
use vitasync_core::analytics::training::session_rpe;
use vitasync_core::analytics::training::stream::{self, Held, Point};
use vitasync_core::analytics::training::stress_score::{self, Running, StressScore};
use vitasync_core::analytics::training::trimp::{self, Coefficients};
use vitasync_core::analytics::training::vo2_max::{self, Gait};
use vitasync_core::analytics::{Daily, NoAnswer, Sex};

use std::collections::BTreeMap;

use crate::answer::Numbers;
use crate::question::questions;
use crate::take::{Days, Values, of_one_length};

questions! {
    "training";

    /// Tells how long each value of a stream holds, at most `longest_s` seconds. `seconds` are counted from any moment.
    held(seconds: Values, values: Values, longest_s: f64) -> Vec<Held> =
        stream::held(&points(&seconds, &values)?, longest_s);
    /// Writes a stream as one value per second; a value holds until the next, at most `longest_s` seconds.
    per_second(seconds: Values, values: Values, longest_s: f64) -> Numbers =
        stream::per_second(&points(&seconds, &values)?, longest_s).map(Numbers::from);
    predicted_max_heart_rate(formula: MaxFormula, age_years: f64, sex: Option<Sex>) -> f64 =
        heart_rate::predicted_max(formula, age_years, sex);

    /// Returns Banister's coefficients for a sex.
    trimp_coefficients(sex: Option<Sex>) -> Coefficients = Coefficients::of(sex);
    /// Returns Banister's training impulse. `seconds` say how long each heart rate held; `rest` and `max` are the person's.
    banister_trimp(seconds: Values, heart_rates: Values, rest: f64, max: f64, coefficients: Coefficients) -> f64 =
        trimp::banister(&lasting(&seconds, &heart_rates)?, Reserve::new(rest, max)?, coefficients);
    /// Returns the training impulse in per cent of that of an hour at the threshold. `seconds` say how long each heart rate held.
    trimp_of_threshold_hour(
        seconds: Values,
        heart_rates: Values,
        rest: f64,
        max: f64,
        coefficients: Coefficients,
        threshold_heart_rate: f64,
    ) -> f64 = trimp::of_threshold_hour(
        &lasting(&seconds, &heart_rates)?,
        Reserve::new(rest, max)?,
        coefficients,
        threshold_heart_rate,
    );
    /// Returns Edwards' training impulse. `seconds` say how long each heart rate held.
    edwards_trimp(seconds: Values, heart_rates: Values, max_heart_rate: f64) -> f64 =
        trimp::edwards(&lasting(&seconds, &heart_rates)?, max_heart_rate);
    /// Returns Lucia's training impulse. `seconds` say how long each heart rate held.
    lucia_trimp(seconds: Values, heart_rates: Values, first_threshold: f64, second_threshold: f64) -> f64 =
        trimp::lucia(&lasting(&seconds, &heart_rates)?, first_threshold, second_threshold);
    session_rpe(minutes: f64, rating: f64) -> f64 = session_rpe::session_rpe(minutes, rating);

    normalised_power(watts: Days, windows: Windows = Windows::default()) -> NormalisedPower =
        power::normalised_power(&watts, windows);
    /// Returns normalised power over the threshold power.
    intensity_factor(watts: Days, windows: Windows = Windows::default(), threshold_watts: f64) -> f64 =
        power::normalised_power(&watts, windows)?.intensity_factor(threshold_watts);
    power_curve(watts: Days, durations_s: Vec<usize> = power_curve::DURATIONS_S.to_vec()) -> Vec<Best> =
        power_curve::power_curve(&watts, &durations_s);
    /// Returns the training stress score of a ride, from one power a second.
    power_stress_score(watts: Days, windows: Windows = Windows::default(), threshold_watts: f64) -> StressScore =
        stress_score::by_power(&power::normalised_power(&watts, windows)?, threshold_watts);
    /// Returns the training stress score of a run, from its pace on the flat.
    pace_stress_score(run: Vec<Running>, threshold_speed: f64) -> StressScore =
        stress_score::by_pace(&run, threshold_speed);
    flat_equivalent_speed(speed: f64, grade: f64) -> f64 = stress_score::flat_equivalent(speed, grade);

    training_load(first: NaiveDate, days: Days, constants: Constants = Constants::default()) -> Vec<Load> =
        load::training_load(&days.starting(first)?, constants);
    /// Makes a known rest day of every day without a load on which a device was worn.
    with_rest_days(first: NaiveDate, days: Days, worn: Vec<NaiveDate>) -> Daily =
        Ok(load::with_rest_days(&days.starting(first)?, |date| worn.contains(&date)));
    expected_performance(days: Days, parameters: Parameters) -> Numbers =
        impulse_response::expected_performance(&days, parameters).map(Numbers::from);
    load_ratio(days: Days) -> LoadRatio = load_ratio::load_ratio(&days);
    monotony(days: Days) -> Monotony = monotony::monotony(&days);
    /// Returns monotony with the standard deviation of a population, as some programs compute it.
    population_monotony(days: Days) -> f64 = monotony::monotony(&days).map(|it| monotony::of_population(&it));
    /// Judges a morning by signals against what is usual for the person. The weights need not add up to 1.
    readiness(
        signals: BTreeMap<Signal, Daily>,
        date: NaiveDate,
        weights: BTreeMap<Signal, f64> = readiness::WEIGHTS.iter().copied().collect(),
    ) -> Readiness = ready(&signals, date, weights);

    vo2_max_by_heart_rate_ratio(rest: f64, max: f64) -> f64 = Ok(vo2_max::by_heart_rate_ratio(Reserve::new(rest, max)?));
    vo2_max_by_cooper(metres: f64) -> f64 = vo2_max::by_cooper(metres);
    vo2_max_by_race(metres: f64, seconds: f64) -> f64 = vo2_max::by_race(metres, seconds);
    vo2_max_by_questionnaire(sex: Sex, age_years: f64, body_mass_index: f64, activity_rating: f64) -> f64 =
        vo2_max::by_questionnaire(sex, age_years, body_mass_index, activity_rating);
    oxygen_uptake(gait: Gait, speed: f64, grade: f64) -> f64 = vo2_max::uptake_at(gait, speed, grade);
    race_by_riegel(metres: f64, seconds: f64, other_metres: f64, exponent: f64 = race::RIEGEL_EXPONENT) -> Prediction =
        race::by_riegel(metres, seconds, other_metres, exponent);
    race_by_vdot(metres: f64, seconds: f64, other_metres: f64) -> Prediction =
        race::by_vdot(metres, seconds, other_metres);
    /// Finds the fastest stretch of a distance. `distances` are metres since the start, at `seconds` from any moment.
    best_effort(
        seconds: Values,
        distances: Values,
        metres: f64,
        max_speed: f64 = best_effort::MAX_RUNNING_SPEED,
    ) -> BestEffort = best_effort::best_effort(&points(&seconds, &distances)?, metres, max_speed);
    /// Returns the records among efforts at one thing in order of time; the last of them stands.
    records(efforts: Vec<Effort>, better: Better) -> Vec<Record> = of_one_thing(efforts, better);

    /// Counts active minutes. `seconds` say how long each intensity, in MET, held.
    active_minutes(seconds: Values, mets: Values) -> Active = met_minutes::active(&lasting(&seconds, &mets)?);
    /// Adds up MET minutes. `seconds` say how long each intensity, in MET, held.
    met_minutes(seconds: Values, mets: Values) -> f64 = met_minutes::met_minutes(&lasting(&seconds, &mets)?);
    activity_week(days: Vec<Option<Active>>, age_years: u32) -> Week = met_minutes::week(&days, age_years);
    least_mets_of_cadence(steps_per_minute: f64, age_years: u32) -> f64 =
        met_minutes::least_mets_of_cadence(steps_per_minute, age_years);
}

fn points(seconds: &[f64], values: &[f64]) -> Result<Vec<Point>, NoAnswer> {
    of_one_length(seconds.len(), values.len())?;
    let pairs = seconds.iter().zip(values);
    Ok(pairs.map(|(&second, &value)| Point { second, value }).collect())
}

fn lasting(seconds: &[f64], values: &[f64]) -> Result<Vec<Held>, NoAnswer> {
    of_one_length(seconds.len(), values.len())?;
    let pairs = seconds.iter().zip(values);
    Ok(pairs.map(|(&seconds, &value)| Held { seconds, value }).collect())
}

fn ready(
    signals: &BTreeMap<Signal, Daily>,
    date: NaiveDate,
    weights: BTreeMap<Signal, f64>,
) -> Result<Readiness, NoAnswer> {
    let signals: Vec<(Signal, &Daily)> = signals.iter().map(|(signal, days)| (*signal, days)).collect();
    readiness::readiness(&signals, date, &weights.into_iter().collect::<Vec<_>>())
}

fn of_one_thing(efforts: Vec<Effort>, better: Better) -> Result<Vec<Record>, NoAnswer> {
    let found = records::records(efforts.into_iter().map(|effort| ((), effort)), better)?;
    Ok(found.into_values().flatten().collect())
}
