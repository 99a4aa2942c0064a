//! Reads Oura's daily documents.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::Source;

use super::decode::{Series, on, record, series};
use crate::provider::{Page, Response};

#[derive(Deserialize)]
struct Scored {
    id: String,
    day: NaiveDate,
    score: Option<f64>,
}

#[derive(Deserialize)]
struct Readiness {
    #[serde(flatten)]
    scored: Scored,
    temperature_deviation: Option<f64>,
    temperature_trend_deviation: Option<f64>,
}

#[derive(Deserialize)]
struct Activity {
    #[serde(flatten)]
    scored: Scored,
    steps: Option<f64>,
    active_calories: Option<f64>,
    total_calories: Option<f64>,
    equivalent_walking_distance: Option<f64>,
    high_activity_time: Option<f64>,
    medium_activity_time: Option<f64>,
    low_activity_time: Option<f64>,
    sedentary_time: Option<f64>,
    resting_time: Option<f64>,
    non_wear_time: Option<f64>,
    high_activity_met_minutes: Option<f64>,
    medium_activity_met_minutes: Option<f64>,
    low_activity_met_minutes: Option<f64>,
    sedentary_met_minutes: Option<f64>,
    inactivity_alerts: Option<f64>,
    met: Option<Series>,
}

#[derive(Deserialize)]
struct Oxygen {
    id: String,
    day: NaiveDate,
    spo2_percentage: Option<Average>,
    breathing_disturbance_index: Option<f64>,
}

#[derive(Deserialize)]
struct Average {
    average: Option<f64>,
}

#[derive(Deserialize)]
struct Stress {
    id: String,
    day: NaiveDate,
    stress_high: Option<f64>,
    recovery_high: Option<f64>,
}

#[derive(Deserialize)]
struct Resilience {
    id: String,
    day: NaiveDate,
    level: Option<String>,
}

#[derive(Deserialize)]
struct VascularAge {
    /// Not always there; the day is.
    id: Option<String>,
    day: NaiveDate,
    vascular_age: Option<f64>,
    pulse_wave_velocity: Option<f64>,
}

#[derive(Deserialize)]
struct Vo2Max {
    id: String,
    day: NaiveDate,
    vo2_max: Option<f64>,
}

/// Reads documents of one kind; `None` where nobody knows the kind.
pub(super) fn documents<'b>(
    page: &mut Page,
    ring: &Arc<Source>,
    response: &'b Response,
    resource: &str,
    items: &[&'b RawValue],
) -> Option<()> {
    match resource {
        "daily_sleep" => page.each(resource, response, items, |page, it: Scored| {
            let frame = on(ring, &record(resource, it.id), it.day);
            page.read(&frame, Metric::SleepScore, it.score, "{score}");
            Ok(())
        }),
        "daily_readiness" => page.each(resource, response, items, |page, it: Readiness| {
            let frame = on(ring, &record(resource, it.scored.id), it.scored.day);
            page.read(&frame, Metric::ReadinessScore, it.scored.score, "{score}");
            page.read(&frame, Metric::SkinTemperatureDeviation, it.temperature_deviation, "K");
            let trend = it.temperature_trend_deviation;
            page.read(&frame, Metric::SkinTemperatureTrendDeviation, trend, "K");
            Ok(())
        }),
        "daily_activity" => page.each(resource, response, items, |page, it: Activity| {
            activity(page, ring, &it);
            Ok(())
        }),
        "daily_spo2" => page.each(resource, response, items, |page, it: Oxygen| {
            let frame = on(ring, &record(resource, it.id), it.day);
            // Zero stands for no value.
            let average = it.spo2_percentage.and_then(|it| it.average).filter(|it| *it > 0.0);
            page.read(&frame, Metric::SleepingOxygenSaturation, average, "%");
            page.read(
                &frame,
                Metric::BreathingDisturbanceIndex,
                it.breathing_disturbance_index,
                "index",
            );
            Ok(())
        }),
        "daily_stress" => page.each(resource, response, items, |page, it: Stress| {
            let frame = on(ring, &record(resource, it.id), it.day);
            page.read(&frame, Metric::StressHighDuration, it.stress_high, "s");
            page.read(&frame, Metric::RecoveryHighDuration, it.recovery_high, "s");
            Ok(())
        }),
        "daily_resilience" => page.each(resource, response, items, |page, it: Resilience| {
            let Some(word) = it.level else { return Ok(()) };
            let frame = on(ring, &record(resource, it.id), it.day).remark("level", word.as_str());
            page.category(&frame, Metric::ResilienceLevel, Some(level(&word)?));
            Ok(())
        }),
        "daily_cardiovascular_age" => page.each(resource, response, items, |page, it: VascularAge| {
            let id = it.id.unwrap_or_else(|| it.day.to_string());
            let frame = on(ring, &record(resource, id), it.day);
            page.read(&frame, Metric::CardiovascularAge, it.vascular_age, "years");
            page.read(&frame, Metric::PulseWaveVelocity, it.pulse_wave_velocity, "m/s");
            Ok(())
        }),
        "vo2_max" => page.each(resource, response, items, |page, it: Vo2Max| {
            let frame = on(ring, &record(resource, it.id), it.day);
            page.read(&frame, Metric::Vo2Max, it.vo2_max, "mL/kg/min");
            Ok(())
        }),
        _ => return None,
    }
    Some(())
}

/// Gives the code of a level of resilience: 1 to 5 in the vendor's order, from the least.
fn level(word: &str) -> Result<f64, Reason> {
    match word {
        "limited" => Ok(1.0),
        "adequate" => Ok(2.0),
        "solid" => Ok(3.0),
        "strong" => Ok(4.0),
        "exceptional" => Ok(5.0),
        _ => Err(Reason::UnknownWord {
            vocabulary: "level of resilience".to_owned(),
            text: word.to_owned(),
        }),
    }
}

/// The walking distance is reckoned from energy and was never walked. The MET minutes of a day are those of its four classes.
fn activity(page: &mut Page, ring: &Arc<Source>, day: &Activity) {
    let frame = on(ring, &record("daily_activity", day.scored.id.as_str()), day.scored.day);
    let met_minutes = day.high_activity_met_minutes.zip(day.medium_activity_met_minutes);
    let rest = day.low_activity_met_minutes.zip(day.sedentary_met_minutes);
    let met_minutes = met_minutes
        .zip(rest)
        .map(|((high, medium), (low, none))| high + medium + low + none);
    let walked = day.equivalent_walking_distance;
    page.read(&frame, Metric::Steps, day.steps, "count");
    page.read(&frame, Metric::ActiveEnergy, day.active_calories, "kcal");
    page.read(&frame, Metric::TotalEnergy, day.total_calories, "kcal");
    page.read(&frame, Metric::EquivalentWalkingDistance, walked, "m");
    page.read(&frame, Metric::VigorousActivityDuration, day.high_activity_time, "s");
    page.read(&frame, Metric::ModerateActivityDuration, day.medium_activity_time, "s");
    page.read(&frame, Metric::LightActivityDuration, day.low_activity_time, "s");
    page.read(&frame, Metric::SedentaryDuration, day.sedentary_time, "s");
    page.read(&frame, Metric::RestingDuration, day.resting_time, "s");
    page.read(&frame, Metric::NonWearDuration, day.non_wear_time, "s");
    page.read(&frame, Metric::InactivityAlerts, day.inactivity_alerts, "count");
    page.read(&frame, Metric::ActivityScore, day.scored.score, "{score}");
    page.read(&frame, Metric::MetMinutes, met_minutes, "MET-min");
    series(page, &frame, Metric::Met, day.met.as_ref(), "MET");
}
