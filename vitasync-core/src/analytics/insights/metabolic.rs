//! Insights about glucose and energy.

use super::super::anomaly::thresholds;
use super::super::evidence::Evidence;
use super::super::metabolic::balance::{self, balance_by_weight};
use super::super::metabolic::energy::{self, Adult};
use super::super::metabolic::glucose::{Trace, summary};
use super::super::numeric::mean;
use super::super::{Daily, NoAnswer, trend as trends};
use super::activity::spent;
use super::ways::{NEEDED_OF_WEEK, Said, judged, trend};
use super::{Answer, Definition, answered};
use crate::metric::Metric;

const GLUCOSE: &[Metric] = &[Metric::InterstitialGlucose, Metric::BloodGlucose];
const BATTELINO: &str = "Battelino 2019, Diabetes Care 42:1593";
/// How many days of a sensor's readings are summed up.
const SENSOR_DAYS: u64 = 14;

pub(super) const ROWS: &[Definition] = answered! { Metabolic;
    "glucose-status" [InterstitialGlucose, BloodGlucose] "Names the latest day's glucose.",
        thresholds::METHOD, "a value of the last 7 days" => |it| judged(it, GLUCOSE);
    "glucose-variability" [InterstitialGlucose] "Says how much glucose varies, as per cent of its mean.",
        summary::METHOD, "readings of a sensor" =>
            |it| sensor(it, "varies by", None, Some(36.0), |trace| Ok(summary::summary(trace)?.cv_percent));
    "glucose-trend" [InterstitialGlucose, BloodGlucose] "Says whether a day's glucose rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, it.first_of(GLUCOSE)?.0);
    "calorie-deficit-surplus" [Weight] "Says what weight tells of energy eaten less energy spent.",
        balance::METHOD, "14 weights in 28 days" => by_weight;
    "daily-energy-expenditure" [TotalEnergy, ActiveEnergy, BasalEnergy]
        "Says how much energy a day was spent, by a wearable.",
        energy::METHOD, "4 of 7 days" => expenditure;
    "metabolic-rate-estimate" [Weight] "Predicts the energy at rest by weight, height, age and sex (Mifflin).",
        energy::METHOD, "a weight of the last 60 days, height, age and sex" => at_rest;
    "time-in-range" [InterstitialGlucose] "Says how much of the time glucose was from 70 to 180 mg/dL.",
        summary::METHOD, "readings of a sensor" =>
            |it| sensor(it, "in range", Some(70.0), None, |trace| Ok(summary::summary(trace)?.ranges.in_range));
    "hypoglycemia-risk" [InterstitialGlucose] "Says how much of the time glucose was below 70 mg/dL.",
        summary::METHOD, "readings of a sensor" =>
            below_range;
};

fn sensor(
    evidence: &Evidence,
    says: &str,
    low: Option<f64>,
    high: Option<f64>,
    of: fn(&Trace) -> Result<f64, NoAnswer>,
) -> Said {
    let trace = evidence.glucose.as_ref().ok_or(NoAnswer::Insufficient {
        what: "readings of a glucose sensor",
        needed: 1,
        got: 0,
    })?;
    let (value, wear) = (of(trace)?, trace.wear()?);
    let sentence = format!(
        "{value:.0} % {says}, over {:.0} days with {:.0} % of readings",
        wear.days, wear.active_percent
    );
    let answer = Answer::new(evidence, SENSOR_DAYS, trace.readings().len(), (value, "%"), sentence);
    Ok(answer.recommended(low, high, BATTELINO))
}

fn below_range(evidence: &Evidence) -> Said {
    sensor(evidence, "below range", None, Some(4.0), |trace| {
        let ranges = summary::summary(trace)?.ranges;
        Ok(ranges.low + ranges.very_low)
    })
}

fn by_weight(evidence: &Evidence) -> Said {
    let weights = Daily::new(evidence.before(27), evidence.last(evidence.of(Metric::Weight)?, 28))?;
    let value = balance_by_weight(&weights)?;
    let sentence = format!("{value:+.0} kcal a day by the slope of weight, 7,700 kcal per kg");
    Ok(Answer::new(evidence, 28, weights.present(), (value, "kcal"), sentence))
}

fn expenditure(evidence: &Evidence) -> Said {
    let days: Vec<f64> = evidence.last(&spent(evidence)?, 7).into_iter().flatten().collect();
    NoAnswer::unless_enough("days", NEEDED_OF_WEEK, days.len())?;
    let value = mean(&days);
    Ok(Answer::new(
        evidence,
        7,
        days.len(),
        (value, "kcal"),
        format!("{value:.0} kcal a day were spent, by a wearable"),
    ))
}

fn at_rest(evidence: &Evidence) -> Said {
    let (_, weight) = evidence.latest(Metric::Weight, 60)?;
    let height = evidence.height_m.ok_or_else(|| NoAnswer::Undefined {
        what: "resting energy by weight, height and age",
        of: "a person whose height is not known".to_owned(),
    })?;
    let value = Adult::new(weight, height, evidence.age()?, evidence.person.sex)?.mifflin();
    Ok(Answer::new(
        evidence,
        60,
        1,
        (value, "kcal"),
        format!("{value:.0} kcal a day at rest are predicted (Mifflin)"),
    ))
}
