//! Insights about heart and circulation.

use super::super::anomaly::{outlier, thresholds};
use super::super::evidence::{Evidence, middle};
use super::super::training::heart_rate::{self, MaxFormula, predicted_max};
use super::super::{NoAnswer, baseline, robust, trend as trends};
use super::ways::{NEEDED_OF_MONTH, Said, against_usual, count, judged, latest, trend, unit};
use super::{Answer, Definition, answered};
use crate::metric::Metric;

/// The recoveries of heart rate from which on people die less (Cole 1999).
const SLOW_RECOVERY: f64 = 12.0;
const COLE: &str = "Cole 1999, N Engl J Med 341:1351";
const VARIABILITY: &[Metric] = &[Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilitySdnn];

pub(super) const ROWS: &[Definition] = answered! { Cardio;
    "rhr-zone" [RestingHeartRate] "Names the resting heart rate.",
        thresholds::METHOD, "a value of the last 7 days" => |it| judged(it, &[Metric::RestingHeartRate]);
    "rhr-trend" [RestingHeartRate] "Says whether the resting heart rate rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::RestingHeartRate);
    "hr-recovery" [HeartRateRecovery1min] "Says how far heart rate usually falls in the minute after exercise.",
        robust::METHOD, "3 measured recoveries in 30 days" => usual_recovery;
    "hrv-baseline" [HeartRateVariabilityRmssd, HeartRateVariabilitySdnn]
        "Compares the week's heart rate variability with what is usual.",
        baseline::METHOD, "4 of 7 days and 14 of the 60 before" => |it| against_usual(it, VARIABILITY, 7);
    "hrv-trend" [HeartRateVariabilityRmssd, HeartRateVariabilitySdnn]
        "Says whether heart rate variability rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, it.first_of(VARIABILITY)?.0);
    "max-hr-estimate" [] "Predicts the maximal heart rate by age.", heart_rate::METHOD, "the age" => predicted;
    "rhr-anomaly" [RestingHeartRate] "Says whether the latest resting heart rate stands out.",
        outlier::METHOD, "the day and 14 of the 60 before" => |it| against_usual(it, &[Metric::RestingHeartRate], 1);
    "rhr-seasonal" [RestingHeartRate] "Compares the resting heart rate of four weeks with that of a year before.",
        robust::METHOD, "14 of 28 days, now and a year before" => year_before;
    "post-exercise-recovery-1min" [HeartRateRecovery1min]
        "Says how far heart rate fell in the minute after the latest exercise.",
        robust::METHOD, "a measured recovery in 30 days" => latest_recovery;
    "morning-rhr-spike" [RestingHeartRate] "Compares the last three resting heart rates with what is usual.",
        baseline::METHOD, "2 of 3 days and 14 of the 60 before" =>
            |it| against_usual(it, &[Metric::RestingHeartRate], 3);
    "bradycardia-flag" [RestingHeartRate] "Counts days with a resting heart rate below 40.",
        thresholds::METHOD, "14 of 30 days" => slow;
    "tachycardia-flag" [RestingHeartRate] "Counts days with a resting heart rate above 100.",
        thresholds::METHOD, "14 of 30 days" => fast;
};

fn latest_recovery(evidence: &Evidence) -> Said {
    let answer = latest(evidence, Metric::HeartRateRecovery1min, 30)?;
    Ok(answer.limited(Some(SLOW_RECOVERY), None, COLE))
}

fn slow(evidence: &Evidence) -> Said {
    let days = count(
        evidence,
        Metric::RestingHeartRate,
        "have a resting heart rate below 40",
        |rate| rate < 40.0,
    )?;
    Ok(days.limited(None, Some(0.0), "AHA"))
}

fn fast(evidence: &Evidence) -> Said {
    let days = count(
        evidence,
        Metric::RestingHeartRate,
        "have a resting heart rate above 100",
        |rate| rate > 100.0,
    )?;
    Ok(days.limited(None, Some(0.0), "AHA"))
}

fn usual_recovery(evidence: &Evidence) -> Said {
    let values = evidence.known(Metric::HeartRateRecovery1min, 30, 3)?;
    let value = middle(&values);
    let sentence = format!("heart rate usually falls by {value:.0} in the minute after exercise");
    let answer = Answer::new(
        evidence,
        30,
        values.len(),
        (value, unit(Metric::HeartRateRecovery1min)),
        sentence,
    );
    Ok(answer.limited(Some(SLOW_RECOVERY), None, COLE))
}

fn predicted(evidence: &Evidence) -> Said {
    let age = evidence.age()?;
    let value = predicted_max(MaxFormula::Tanaka, age, evidence.person.sex)?;
    let sentence = format!("{value:.0}/min is predicted at {age:.0} years; people differ from it by 10 and more");
    Ok(Answer::new(evidence, 1, 1, (value, "/min"), sentence))
}

fn year_before(evidence: &Evidence) -> Said {
    let days = evidence.of(Metric::RestingHeartRate)?;
    let weeks = |until: u64| -> Result<Vec<f64>, NoAnswer> {
        let value = |before| days.values()[days.index(evidence.before(until + before))?];
        let known: Vec<f64> = (0..28).filter_map(value).collect();
        NoAnswer::unless_enough("days of four weeks", NEEDED_OF_MONTH, known.len())?;
        Ok(known)
    };
    let (now, then) = (weeks(0)?, weeks(365)?);
    let value = middle(&now) - middle(&then);
    let sentence = format!("{:.1}/min now, {:.1}/min a year ago", middle(&now), middle(&then));
    Ok(Answer::new(
        evidence,
        393,
        now.len() + then.len(),
        (value, "/min"),
        sentence,
    ))
}
