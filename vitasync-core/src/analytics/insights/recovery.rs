//! Insights about recovery, readiness and stress.

use super::super::evidence::Evidence;
use super::super::metabolic::stress::{self, relative_stress};
use super::super::numeric::float;
use super::super::scores::parts::of_signals;
use super::super::training::monotony::{self, monotony};
use super::super::training::readiness;
use super::super::{NoAnswer, baseline, robust, trend as trends};
use super::ways::{NEEDED_OF_MONTH, Said, against_usual, trend, unit, variation, weekend};
use super::{Answer, Definition, Tone, answered};
use crate::metric::Metric;

pub(super) const ROWS: &[Definition] = answered! { Recovery;
    "recovery-status" [RecoveryScore] "Compares the vendor's latest recovery score with what is usual.",
        baseline::METHOD, "the day and 14 of the 60 before" => |it| against_usual(it, &[Metric::RecoveryScore], 1);
    "recovery-trend" [RecoveryScore] "Says whether the vendor's recovery score rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::RecoveryScore);
    "readiness-status" [HeartRateVariabilityRmssd, RestingHeartRate, SleepStage, SleepingWristTemperature,
        SleepingRespiratoryRate]
        "Says how the person stands on the day; 50 is as usual.",
        readiness::METHOD, "signals of half the weight, each on the day and on 14 of the 60 before" => ready;
    "stress-level" [StressLevel] "Compares the vendor's stress score of the day with what is usual.",
        stress::METHOD, "the day and 14 of the 60 before" => stressed;
    "stress-trend" [StressLevel] "Says whether the vendor's stress score rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::StressLevel);
    "recovery-day-detection" [HeartRate] "Says how many days of a month had no workout.",
        robust::METHOD, "14 of 30 days with a heart rate" => rest_days;
    "weekend-recovery" [RecoveryScore] "Compares the vendor's recovery score on weekends with that of other days.",
        robust::METHOD, "4 days of weekends and 10 others in 28 days" =>
            |it| Ok(weekend(it, it.of(Metric::RecoveryScore)?, unit(Metric::RecoveryScore))?.0);
    "strain-accumulation" [HeartRate, RestingHeartRate] "Says the strain of the week: its load times its monotony.",
        monotony::METHOD, "7 days of known load" => strain;
    "recovery-consistency" [RecoveryScore] "Says how much the vendor's recovery score varies.",
        robust::METHOD, "15 of 30 days" => |it| variation(it, Metric::RecoveryScore, 30);
};

fn ready(evidence: &Evidence) -> Said {
    let answer = of_signals(evidence)?;
    let share = 100.0 * answer.coverage;
    let sentence = format!(
        "readiness {:.0} of 100; 50 is a day as usual; {share:.0} % of the weight is known",
        answer.score
    );
    Ok(Answer::new(
        evidence,
        61,
        answer.contributors.len(),
        (answer.score, "{score}"),
        sentence,
    ))
}

fn stressed(evidence: &Evidence) -> Said {
    let answer = relative_stress(Metric::StressLevel, evidence.of(Metric::StressLevel)?, evidence.date)?;
    let sentence = format!(
        "stress {:.0} where {:.0} is usual (z {:+.1})",
        answer.value, answer.usual, answer.z
    );
    let tone = if answer.z >= 3.5 { Tone::Warning } else { Tone::Info };
    Ok(Answer::new(evidence, 61, answer.n + 1, (answer.value, "{score}"), sentence).toned(tone))
}

fn rest_days(evidence: &Evidence) -> Said {
    let worn: Vec<_> = (0..30)
        .map(|before| evidence.before(before))
        .filter(|date| evidence.worn(*date))
        .collect();
    NoAnswer::unless_enough("days with a heart rate", NEEDED_OF_MONTH, worn.len())?;
    let trained = |date| evidence.workouts.iter().any(|it| it.date == date);
    let rest = worn.iter().filter(|date| !trained(**date)).count();
    let value = 100.0 * float(rest) / float(worn.len());
    let sentence = format!("{rest} of {} known days had no workout", worn.len());
    Ok(Answer::new(evidence, 30, worn.len(), (value, "%"), sentence))
}

fn strain(evidence: &Evidence) -> Said {
    let loads = evidence.loads()?;
    let answer = monotony(&evidence.last(&loads.days, 7))?;
    let sentence = format!(
        "strain {:.0}: load {:.0} times monotony {:.1}",
        answer.strain, answer.total, answer.monotony
    );
    Ok(Answer::new(evidence, 7, 7, (answer.strain, "{TRIMP}"), sentence))
}
