//! Insights about workouts and training load.

use std::collections::BTreeSet;

use super::super::evidence::Evidence;
use super::super::metabolic::fitness_age;
use super::super::numeric::{float, sum};
use super::super::training::load::{self, Constants, Load, training_load};
use super::super::training::load_ratio::{self, load_ratio};
use super::super::training::monotony::{self, monotony};
use super::super::training::trimp;
use super::super::{NoAnswer, robust};
use super::ways::{Said, latest};
use super::{Answer, Definition, answered};
use crate::metric::Metric;

/// How long an estimate of the oxygen uptake holds, in days.
const UPTAKE_DAYS: u64 = 90;

pub(super) const ROWS: &[Definition] = answered! { Workout;
    "training-load" [HeartRate, RestingHeartRate] "Says the load of the week by heart rate (TRIMP).",
        trimp::METHOD, "7 days of known load, resting heart rate, age and sex" => week_load;
    "training-monotony" [HeartRate, RestingHeartRate] "Says how alike the days of a week were, rest days included.",
        monotony::METHOD, "7 days of known load" => alike;
    "workout-frequency" [] "Says how many workouts a week there were in four weeks.",
        robust::METHOD, "a workout in 28 days" => frequency;
    "vo2max-estimate" [Vo2Max] "Says the latest maximal oxygen uptake a device has estimated.",
        fitness_age::METHOD, "an estimate of the last 90 days" => |it| latest(it, Metric::Vo2Max, UPTAKE_DAYS);
    "detraining-risk" [HeartRate, RestingHeartRate]
        "Says how the chronic load has changed in four weeks; less load, not lost fitness.",
        load::METHOD, "chronic loads that rest on enough days, now and 28 days before" => unloaded;
    "fitness-fatigue" [HeartRate, RestingHeartRate] "Says the training stress balance of the morning.",
        load::METHOD, "a chronic load that rests on enough days" => balance;
    "training-stress-score" [TrainingStressScore] "Says the latest day's training stress score of a vendor.",
        robust::METHOD, "a value of the last 7 days" => |it| latest(it, Metric::TrainingStressScore, 7);
    "chronic-training-load" [HeartRate, RestingHeartRate] "Says the chronic load, by a time constant of 42 days.",
        load::METHOD, "a chronic load that rests on enough days" => chronic;
    "acute-chronic-ratio" [HeartRate, RestingHeartRate]
        "Compares the load of the week with the three weeks before; a change of load, not a risk of injury.",
        load_ratio::METHOD, "28 days of known load" => ratio;
    "progressive-overload" [HeartRate, RestingHeartRate]
        "Says how the load of the week differs from the week before.",
        trimp::METHOD, "14 days of known load" => overload;
    "sport-diversity" [] "Counts the sports of four weeks.", robust::METHOD, "a workout in 28 days" => sports;
};

/// Returns the loads of the last so many days, if all are known.
fn loads(evidence: &Evidence, count: u64) -> Result<Vec<f64>, NoAnswer> {
    let days = evidence.loads()?.days;
    let known: Vec<f64> = evidence.last(&days, count).into_iter().flatten().collect();
    NoAnswer::unless_enough(
        "days of known load",
        usize::try_from(count).unwrap_or(usize::MAX),
        known.len(),
    )?;
    Ok(known)
}

fn week_load(evidence: &Evidence) -> Said {
    let week = loads(evidence, 7)?;
    let value = sum(week.iter().copied());
    Ok(Answer::new(
        evidence,
        7,
        week.len(),
        (value, "{TRIMP}"),
        format!("load {value:.0} (TRIMP) in 7 days"),
    ))
}

fn alike(evidence: &Evidence) -> Said {
    let answer = monotony(&evidence.last(&evidence.loads()?.days, 7))?;
    let sentence = format!(
        "monotony {:.2} over 7 days; Foster 1998 calls more than 2 high",
        answer.monotony
    );
    Ok(Answer::new(evidence, 7, 7, (answer.monotony, "1"), sentence))
}

fn frequency(evidence: &Evidence) -> Said {
    let count = evidence.exercises(28).count();
    NoAnswer::unless_enough("workouts", 1, count)?;
    let value = float(count) / 4.0;
    Ok(Answer::new(
        evidence,
        28,
        count,
        (value, "/wk"),
        format!("{count} workouts in 28 days"),
    ))
}

fn sports(evidence: &Evidence) -> Said {
    let count = evidence.exercises(28).count();
    NoAnswer::unless_enough("workouts", 1, count)?;
    let sports: BTreeSet<String> = evidence.exercises(28).map(|it| it.sport.to_string()).collect();
    let sentence = format!("{} in 28 days", sports.iter().cloned().collect::<Vec<_>>().join(", "));
    Ok(Answer::new(
        evidence,
        28,
        count,
        (float(sports.len()), "{count}"),
        sentence,
    ))
}

/// Returns the day's load so many days before the date, if it rests on enough days.
fn load_of(evidence: &Evidence, before: u64) -> Result<Load, NoAnswer> {
    let loads = training_load(&evidence.loads()?.days, Constants::default())?;
    let date = evidence.before(before);
    let found = loads.into_iter().find(|it| it.date == date && it.warm);
    found.ok_or(NoAnswer::Undefined {
        what: "chronic load",
        of: format!("{date}, because too few of the days before it are known"),
    })
}

fn balance(evidence: &Evidence) -> Said {
    let load = load_of(evidence, 0)?;
    let sentence = format!(
        "balance {:+.0} on the morning; below 0 more was done lately than usual",
        load.balance
    );
    Ok(Answer::new(evidence, 180, 1, (load.balance, "{TRIMP}"), sentence))
}

fn chronic(evidence: &Evidence) -> Said {
    let load = load_of(evidence, 0)?;
    let sentence = format!(
        "chronic load {:.0}, acute load {:.0} (TRIMP a day)",
        load.chronic, load.acute
    );
    Ok(Answer::new(evidence, 180, 1, (load.chronic, "{TRIMP}"), sentence))
}

fn unloaded(evidence: &Evidence) -> Said {
    let (now, then) = (load_of(evidence, 0)?.chronic, load_of(evidence, 28)?.chronic);
    NoAnswer::unless_positive("chronic load of four weeks ago", then)?;
    let value = 100.0 * (now / then - 1.0);
    let sentence = format!("chronic load {value:+.0} % in 28 days, from {then:.0} to {now:.0}");
    Ok(Answer::new(evidence, 180, 2, (value, "%"), sentence))
}

fn ratio(evidence: &Evidence) -> Said {
    let answer = load_ratio(&evidence.last(&evidence.loads()?.days, 28))?;
    let sentence = format!(
        "{:.0} a day this week, {:.0} in the three weeks before; says nothing of injuries",
        answer.acute_mean, answer.before_mean
    );
    Ok(Answer::new(evidence, 28, 28, (answer.uncoupled, "1"), sentence))
}

fn overload(evidence: &Evidence) -> Said {
    let days = loads(evidence, 14)?;
    let (before, week) = (sum(days[..7].iter().copied()), sum(days[7..].iter().copied()));
    NoAnswer::unless_positive("load of the week before", before)?;
    let value = 100.0 * (week / before - 1.0);
    let sentence = format!("load {value:+.0} % against the week before ({before:.0} to {week:.0})");
    Ok(Answer::new(evidence, 14, days.len(), (value, "%"), sentence))
}
