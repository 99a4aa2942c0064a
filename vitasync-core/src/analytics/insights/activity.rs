//! Insights about movement.

use super::super::evidence::Evidence;
use super::super::metabolic::balance::{self, energy_balance};
use super::super::numeric::{float, sum};
use super::super::scores::parts::{active_days, active_week, enough_steps};
use super::super::training::{met_minutes, records};
use super::super::{Daily, NoAnswer, robust, trend as trends};
use super::ways::{Said, share, streak, trend, unit, variation, week_mean, weekend};
use super::{Answer, Definition, answered};
use crate::metric::Metric;

const PALUCH: &str = "Paluch 2022, Lancet Public Health 7:e219";
const WHO: &str = "WHO 2020";
/// Fewer steps a day are called sedentary (Tudor-Locke 2013).
const SEDENTARY_STEPS: f64 = 5000.0;
/// More steps a day are called somewhat active (Tudor-Locke 2013).
const ACTIVE_STEPS: f64 = 7500.0;
/// The least energy that is taken for a day on which one logged what one ate, in kilocalories.
const LOGGED_KCAL: f64 = 500.0;
const DISTANCES: &[Metric] = &[Metric::DistanceWalkingRunning, Metric::Distance];

pub(super) const ROWS: &[Definition] = answered! { Activity;
    "daily-steps-goal" [Steps] "Says how many steps a day were taken.",
        robust::METHOD, "4 of 7 days, and the age" => steps;
    "steps-trend" [Steps] "Says whether steps rise or fall.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::Steps);
    "active-minutes-who" [ModerateActivityDuration, VigorousActivityDuration, ActiveZoneMinutes, IntensityMinutes,
        ExerciseTime]
        "Compares the week with what the WHO advises.",
        met_minutes::METHOD, "7 days, or fewer that are enough, and an age from 18 years" => minutes;
    "sedentary-alert" [Steps] "Says on how many days fewer than 5,000 steps were taken.",
        robust::METHOD, "14 of 30 days" =>
            |it| share(it, Metric::Steps, "have fewer than 5,000 steps", |steps| steps < SEDENTARY_STEPS);
    "calorie-balance" [DietaryEnergy, TotalEnergy, ActiveEnergy, BasalEnergy]
        "Compares what was eaten with what was spent.",
        balance::METHOD, "4 of 7 days with both" => eaten;
    "distance-weekly" [DistanceWalkingRunning, Distance] "Says how far one went on foot in a week.",
        robust::METHOD, "7 days, each of them known" => distance;
    "activity-consistency" [Steps] "Says how much steps vary over a month.",
        robust::METHOD, "15 of 30 days" => |it| variation(it, Metric::Steps, 30);
    "floors-climbed" [FloorsClimbed] "Says how many floors a day were climbed.",
        robust::METHOD, "4 of 7 days" => |it| week_mean(it, Metric::FloorsClimbed);
    "inactivity-streak" [Steps] "Says how many days in a row had fewer than 5,000 steps.",
        robust::METHOD, "14 of 30 days" => |it| streak(it, Metric::Steps, false, |steps| steps < SEDENTARY_STEPS);
    "weekend-weekday-activity" [Steps] "Compares steps on weekends with those of other days.",
        robust::METHOD, "4 days of weekends and 10 others in 28 days" => weekends;
    "movement-distribution" [Steps] "Says how much steps vary over two weeks.",
        robust::METHOD, "7 of 14 days" => |it| variation(it, Metric::Steps, 14);
    "exercise-adherence" [Steps] "Says on how many days enough steps were taken for the age.",
        robust::METHOD, "14 of 30 days, and the age" => enough;
    "weekend-warrior" [ModerateActivityDuration, VigorousActivityDuration, ActiveZoneMinutes, IntensityMinutes,
        ExerciseTime]
        "Says how much of the activity of four weeks was on weekends.",
        met_minutes::METHOD, "20 of 28 days with some activity" => on_weekends;
    "intensity-mix" [ModerateActivityDuration, VigorousActivityDuration]
        "Says how much of a week's activity was vigorous.",
        met_minutes::METHOD, "4 of 7 days that tell moderate from vigorous" => vigorous;
    "movement-streak" [Steps] "Says how many days in a row, up to the date, had 7,500 steps.",
        robust::METHOD, "14 of 30 days" => |it| streak(it, Metric::Steps, true, |steps| steps >= ACTIVE_STEPS);
    "distance-pr-check" [DistanceWalkingRunning, Distance]
        "Compares the latest day's distance with the farthest day.",
        records::METHOD, "30 days" => farthest;
};

fn steps(evidence: &Evidence) -> Said {
    let enough = enough_steps(evidence.age()?);
    Ok(week_mean(evidence, Metric::Steps)?.recommended(Some(enough), None, PALUCH))
}

fn minutes(evidence: &Evidence) -> Said {
    let week = active_week(evidence)?;
    let value = week.equivalent_minutes;
    let sentence = format!("{value:.0} equivalent minutes in 7 days");
    Ok(Answer::new(evidence, 7, week.known_days, (value, "min"), sentence).recommended(Some(150.0), None, WHO))
}

/// Returns the energy that was spent per day: in all, or active and basal where both are known.
pub(super) fn spent(evidence: &Evidence) -> Result<Daily, NoAnswer> {
    if let Ok((_, days)) = evidence.first_of(&[Metric::TotalEnergy]) {
        return Ok(days.clone());
    }
    let (active, basal) = (evidence.of(Metric::ActiveEnergy)?, evidence.of(Metric::BasalEnergy)?);
    let both = active
        .iter()
        .filter_map(|(date, active)| Some((date, active + basal.values()[basal.index(date)?]?)));
    Daily::from_pairs(both)
}

fn eaten(evidence: &Evidence) -> Said {
    let week = |days: &Daily| Daily::new(evidence.before(6), evidence.last(days, 7));
    let (intake, spent) = (week(evidence.of(Metric::DietaryEnergy)?)?, week(&spent(evidence)?)?);
    let balance = energy_balance(&intake, &spent, LOGGED_KCAL)?;
    NoAnswer::unless_enough("days with both", 4, balance.n)?;
    let sentence = format!(
        "{:+.0} kcal a day, eaten less spent, over {} days",
        balance.mean, balance.n
    );
    Ok(Answer::new(evidence, 7, balance.n, (balance.mean, "kcal"), sentence))
}

fn distance(evidence: &Evidence) -> Said {
    let (metric, _) = evidence.first_of(DISTANCES)?;
    let days = evidence.known(metric, 7, 7)?;
    let value = sum(days.iter().copied());
    let sentence = format!("{:.1} km in 7 days", value / 1000.0);
    Ok(Answer::new(evidence, 7, days.len(), (value, unit(metric)), sentence))
}

fn weekends(evidence: &Evidence) -> Said {
    let (answer, weekend, week) = weekend(evidence, evidence.of(Metric::Steps)?, unit(Metric::Steps))?;
    NoAnswer::unless_positive("steps of other days", week)?;
    Ok(Answer {
        value: weekend / week,
        unit: "1",
        ..answer
    })
}

fn enough(evidence: &Evidence) -> Said {
    let enough = enough_steps(evidence.age()?);
    share(evidence, Metric::Steps, "have enough steps for the age", |steps| {
        steps >= enough
    })
}

fn on_weekends(evidence: &Evidence) -> Said {
    let days = active_days(evidence, 28)?;
    let minutes = days.iter().map(|day| day.map(|it| it.equivalent_minutes()));
    let minutes = Daily::new(evidence.before(27), minutes.collect())?;
    NoAnswer::unless_enough("days", 20, minutes.present())?;
    let total = sum(minutes.iter().map(|(_, it)| it));
    NoAnswer::unless_positive("activity of four weeks", total)?;
    let value = 100.0 * sum(minutes.iter().filter(|(date, _)| is_weekend(*date)).map(|(_, it)| it)) / total;
    let sentence = format!("{value:.0} % of activity on weekends; 29 % would be even");
    Ok(Answer::new(evidence, 28, minutes.present(), (value, "%"), sentence))
}

fn is_weekend(date: chrono::NaiveDate) -> bool {
    use chrono::{Datelike, Weekday};
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn vigorous(evidence: &Evidence) -> Said {
    let days = |metric| -> Result<Vec<Option<f64>>, NoAnswer> {
        Ok(evidence.last(&evidence.with_zeros(evidence.of(metric)?), 7))
    };
    let (moderate, vigorous) = (
        days(Metric::ModerateActivityDuration)?,
        days(Metric::VigorousActivityDuration)?,
    );
    let both: Vec<(f64, f64)> = moderate
        .into_iter()
        .zip(vigorous)
        .filter_map(|(a, b)| a.zip(b))
        .collect();
    NoAnswer::unless_enough("days", 4, both.len())?;
    let (moderate, vigorous) = (sum(both.iter().map(|it| it.0)), sum(both.iter().map(|it| it.1)));
    NoAnswer::unless_positive("activity of the week", moderate + vigorous)?;
    let value = 100.0 * vigorous / (moderate + vigorous);
    Ok(Answer::new(
        evidence,
        7,
        both.len(),
        (value, "%"),
        format!("{value:.0} % of active time was vigorous"),
    ))
}

fn farthest(evidence: &Evidence) -> Said {
    let (metric, days) = evidence.first_of(DISTANCES)?;
    let known: Vec<f64> = days
        .iter()
        .filter(|(date, _)| *date <= evidence.date)
        .map(|(_, it)| it)
        .collect();
    NoAnswer::unless_enough("days", 30, known.len())?;
    let (date, latest) = evidence.latest(metric, 7)?;
    let most = known.iter().copied().fold(0.0, f64::max);
    NoAnswer::unless_positive("farthest day", most)?;
    let value = 100.0 * latest / most;
    let sentence = format!(
        "{:.1} km on {date}, {value:.0} % of the farthest of {} days",
        latest / 1000.0,
        float(known.len())
    );
    Ok(Answer::new(evidence, 7, known.len(), (value, "%"), sentence))
}
