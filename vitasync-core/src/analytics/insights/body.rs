//! Insights about weight, composition, pressure and temperature.

use super::super::anomaly::blood_pressure::{self, Guideline, Reading, blood_pressure};
use super::super::evidence::Evidence;
use super::super::metabolic::body::{self, body_mass_index, category};
use super::super::scores::parts::TEMPERATURES;
use super::super::{NoAnswer, baseline, robust, trend as trends};
use super::ways::{Said, against_usual, spread_of_month, trend, trend_of, unit};
use super::{Answer, Definition, Tone, answered};
use crate::metric::Metric;

/// How long a weight holds, in days.
const WEIGHT_DAYS: u64 = 60;

pub(super) const ROWS: &[Definition] = answered! { Body;
    "bmi-classification" [BodyMassIndex, Weight] "Names the body mass index by the WHO.",
        body::METHOD, "a weight of the last 60 days, and the height" => mass;
    "weight-trend" [Weight] "Says whether weight rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::Weight);
    "weight-volatility" [Weight] "Says how much weight varies.",
        robust::METHOD, "14 of 30 days" => |it| spread_of_month(it, &[Metric::Weight]);
    "bp-classification" [BloodPressureSystolic, BloodPressureDiastolic]
        "Names the mean blood pressure of a month, by whichever of both is higher (ACC/AHA 2017).",
        blood_pressure::METHOD, "2 days with both" => pressure;
    "bp-trend" [BloodPressureSystolic] "Says whether systolic pressure rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::BloodPressureSystolic);
    "temp-anomaly" [SleepingWristTemperature, SkinTemperatureDeviation, SkinTemperature]
        "Says whether the temperature of the latest night stands out.",
        baseline::METHOD, "the night and 14 of the 60 before" => |it| against_usual(it, TEMPERATURES, 1);
    "body-composition-trend" [LeanBodyMass] "Says whether lean mass rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::LeanBodyMass);
    "lean-mass-estimate" [Weight, BodyFatPercentage] "Says how much of weight is not fat.",
        body::METHOD, "weight and body fat of one of the last 60 days" => lean;
    "bmi-trend" [BodyMassIndex] "Says whether the body mass index rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::BodyMassIndex);
    "body-fat-trend" [BodyFatPercentage] "Says whether body fat rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, Metric::BodyFatPercentage);
    "weight-plateau" [Weight] "Says whether four weeks of weight have a trend at all.",
        trends::METHOD, "8 of 28 days" => |it| trend_of(it, it.of(Metric::Weight)?, 28, "kg");
};

fn mass(evidence: &Evidence) -> Said {
    let (date, weight) = evidence.latest(Metric::Weight, WEIGHT_DAYS)?;
    let height = evidence.height_m.ok_or_else(|| NoAnswer::Undefined {
        what: "body mass index",
        of: "a person whose height is not known".to_owned(),
    })?;
    let value = body_mass_index(weight, height)?;
    let label = category(value, evidence.person.age_years, evidence.person.asian_bmi)?;
    let sentence = format!(
        "{value:.1} kg/m2 on {date} is called {} ({})",
        label.label, label.source
    );
    Ok(Answer::new(evidence, WEIGHT_DAYS, 1, (value, "kg/m2"), sentence).toned(Tone::of(label.grade)))
}

fn pressure(evidence: &Evidence) -> Said {
    let (upper, lower) = (
        evidence.of(Metric::BloodPressureSystolic)?,
        evidence.of(Metric::BloodPressureDiastolic)?,
    );
    let reading = |before| {
        let date = evidence.before(before);
        let (systolic, diastolic) = (upper.values()[upper.index(date)?]?, lower.values()[lower.index(date)?]?);
        Some(Reading {
            date,
            systolic,
            diastolic,
        })
    };
    let readings: Vec<Reading> = (0..30).filter_map(reading).collect();
    let answer = blood_pressure(&readings, Guideline::AccAha2017)?;
    let sentence = format!(
        "{:.0}/{:.0} mmHg, mean of {} days",
        answer.systolic, answer.diastolic, answer.days
    );
    use super::super::anomaly::Severity;
    let tone = match answer.category.severity() {
        None => Tone::Positive,
        Some(Severity::Low) => Tone::Info,
        Some(Severity::Medium | Severity::High) => Tone::Warning,
        Some(Severity::Critical) => Tone::Critical,
    };
    Ok(Answer::new(evidence, 30, answer.n, (answer.systolic, "mm[Hg]"), sentence).toned(tone))
}

fn lean(evidence: &Evidence) -> Said {
    let (date, fat) = evidence.latest(Metric::BodyFatPercentage, WEIGHT_DAYS)?;
    let weights = evidence.of(Metric::Weight)?;
    let weight = weights.index(date).and_then(|at| weights.values()[at]);
    let weight = weight.ok_or(NoAnswer::Insufficient {
        what: "weights of the day of the body fat",
        needed: 1,
        got: 0,
    })?;
    let value = weight * (1.0 - fat / 100.0);
    let sentence = format!("{value:.1} kg of {weight:.1} kg on {date} are not fat");
    Ok(Answer::new(
        evidence,
        WEIGHT_DAYS,
        2,
        (value, unit(Metric::Weight)),
        sentence,
    ))
}
