//! Insights that span what others are about.

use super::super::anomaly::night_signal::{self, Alert, night_signal};
use super::super::evidence::Evidence;
use super::super::metabolic::fitness_age::{self, FitnessAge, fitness_age};
use super::super::scores::parts::TEMPERATURES;
use super::super::scores::{self, scores};
use super::super::{Daily, NoAnswer, baseline, correlation, trend as trends};
use super::ways::{Said, against_usual, association, trend, trend_of, unit};
use super::{Answer, Definition, Tone, answered};
use crate::metric::Metric;

/// How long an estimate of the oxygen uptake holds, in days.
const UPTAKE_DAYS: u64 = 90;

pub(super) const TREND: &[Definition] = answered! { Trend;
    "sleep-activity-corr" [Steps, SleepStage] "Says whether steps of a day and sleep of the night after go together.",
        correlation::METHOD, "21 pairs in 90 days" => |it| association(it, it.of(Metric::Steps)?, &it.hours()?, 1);
    "hr-sleep-quality" [RestingHeartRate, SleepStage]
        "Says whether sleep and the resting heart rate of that day go together.",
        correlation::METHOD, "21 pairs in 90 days" =>
            |it| association(it, &it.hours()?, it.of(Metric::RestingHeartRate)?, 0);
    "stress-sleep-impact" [StressLevel, SleepStage]
        "Says whether a vendor's stress score and sleep of the night after go together.",
        correlation::METHOD, "21 pairs in 90 days" =>
            |it| association(it, it.of(Metric::StressLevel)?, &it.hours()?, 1);
    "holistic-wellness" [] "Says the overall score.", scores::METHOD, "scores of half the weight" => overall;
};

pub(super) const ANOMALY: &[Definition] = answered! { Anomaly;
    "step-asymmetry" [WalkingAsymmetry] "Compares the week's walking asymmetry with what is usual.",
        baseline::METHOD, "4 of 7 days and 14 of the 60 before" =>
            |it| against_usual(it, &[Metric::WalkingAsymmetry], 7);
};

pub(super) const LONGEVITY: &[Definition] = answered! { Longevity;
    "fitness-age" [Vo2Max] "Says of which age the oxygen uptake is the mean; not an age of the heart.",
        fitness_age::METHOD, "an estimate of the last 90 days, age and sex" => fitness;
};

pub(super) const IMMUNE: &[Definition] = answered! { Immune;
    "illness-prediction" [SleepingHeartRateAverage]
        "Says whether sleeping heart rate is raised on two nights in a row; many causes, no diagnosis.",
        night_signal::METHOD, "7 nights, the last of them the day's" => raised;
    "temperature-baseline-deviation" [SleepingWristTemperature, SkinTemperatureDeviation, SkinTemperature]
        "Compares the last three nights' temperature with what is usual.",
        baseline::METHOD, "2 of 3 nights and 14 of the 60 before" => |it| against_usual(it, TEMPERATURES, 3);
};

pub(super) const PERFORMANCE: &[Definition] = answered! { Performance;
    "vo2max-trend" [Vo2Max] "Says whether the estimated oxygen uptake rises or falls.",
        trends::METHOD, "8 of 90 days" =>
            |it| trend_of(it, it.of(Metric::Vo2Max)?, UPTAKE_DAYS, unit(Metric::Vo2Max));
    "recovery-rate-analysis" [HeartRateRecovery1min]
        "Says whether the recovery of heart rate after exercise rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::HeartRateRecovery1min);
};

fn overall(evidence: &Evidence) -> Said {
    let score = scores(evidence).overall;
    match (score.value, score.reason) {
        (Some(value), _) => {
            let share = 100.0 * score.confidence;
            let sentence = format!("{value:.0} of 100, from {share:.0} % of what it can be made from");
            Ok(Answer::new(
                evidence,
                61,
                score.components.len(),
                (value, "{score}"),
                sentence,
            ))
        }
        (None, reason) => Err(reason.unwrap_or(NoAnswer::NoSpread { what: "scores" })),
    }
}

fn fitness(evidence: &Evidence) -> Said {
    let (date, uptake) = evidence.latest(Metric::Vo2Max, UPTAKE_DAYS)?;
    let answer = fitness_age(uptake, evidence.years()?, evidence.person.sex)?;
    let (value, sign) = match answer {
        FitnessAge::Years(years) => (years, ""),
        FitnessAge::AtMost(years) => (years, " or fewer"),
        FitnessAge::AtLeast(years) => (years, " or more"),
    };
    let sentence = format!("{uptake:.1} mL/kg/min on {date} is the mean of {value:.0} years{sign}");
    Ok(Answer::new(evidence, UPTAKE_DAYS, 1, (value, "a"), sentence))
}

fn raised(evidence: &Evidence) -> Said {
    let days = evidence.of(Metric::SleepingHeartRateAverage)?;
    let days = Daily::new(evidence.before(179), evidence.last(days, 180))?;
    let nights = night_signal(&days)?;
    let night = nights
        .into_iter()
        .find(|it| it.date == evidence.date)
        .ok_or(NoAnswer::Insufficient {
            what: "nights that end on the day",
            needed: 1,
            got: 0,
        })?;
    let (tone, word) = match night.alert {
        Alert::None => (Tone::Info, "no alert"),
        Alert::Yellow => (Tone::Warning, "yellow alert"),
        Alert::Red => (Tone::Critical, "red alert"),
    };
    let sentence = format!(
        "{word}: {:.0}/min asleep where {:.0}/min is usual",
        night.average, night.usual
    );
    let answer = Answer::new(
        evidence,
        180,
        days.present(),
        (night.average - night.usual, "/min"),
        sentence,
    );
    Ok(answer.toned(tone))
}
