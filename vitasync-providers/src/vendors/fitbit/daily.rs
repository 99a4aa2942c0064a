//! Reads what counts for a day, and what is logged at a time of it.

use serde_json::Value;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::source::Recording;
use vitasync_core::time::ReadingTime::{Date, Local};

use super::decode::{Document, date, fitbit, inner, local, missing, record, time};
use crate::error::Error;
use crate::provider::{Frame, Page, Request, Response, number_at};

/// What the value of a day is: the key of the list, the JSON pointer, what it is, and its unit.
const VALUES: &[(&str, &str, Metric, &str)] = &[
    ("activities-steps", "/value", Metric::Steps, "steps"),
    ("activities-distance", "/value", Metric::Distance, "km"),
    ("activities-floors", "/value", Metric::FloorsClimbed, "floors"),
    ("activities-elevation", "/value", Metric::ElevationGain, "m"),
    ("activities-calories", "/value", Metric::TotalEnergy, "kcal"),
    ("activities-caloriesBMR", "/value", Metric::BasalEnergy, "kcal"),
    (
        "activities-minutesSedentary",
        "/value",
        Metric::SedentaryDuration,
        "min",
    ),
    (
        "activities-minutesLightlyActive",
        "/value",
        Metric::LightActivityDuration,
        "min",
    ),
    (
        "activities-minutesFairlyActive",
        "/value",
        Metric::ModerateActivityDuration,
        "min",
    ),
    (
        "activities-minutesVeryActive",
        "/value",
        Metric::VigorousActivityDuration,
        "min",
    ),
    (
        "activities-active-zone-minutes",
        "/value/activeZoneMinutes",
        Metric::ActiveZoneMinutes,
        "{score}",
    ),
    (
        "activities-heart",
        "/value/restingHeartRate",
        Metric::RestingHeartRate,
        "bpm",
    ),
    ("hrv", "/value/dailyRmssd", Metric::HeartRateVariabilityRmssd, "ms"),
    ("hrv", "/value/deepRmssd", Metric::HeartRateVariabilityRmssdDeep, "ms"),
    ("br", "/value/breathingRate", Metric::SleepingRespiratoryRate, "br/min"),
    ("spo2", "/value/avg", Metric::SleepingOxygenSaturation, "%"),
    ("spo2", "/value/min", Metric::SleepingOxygenSaturationMin, "%"),
    (
        "tempSkin",
        "/value/nightlyRelative",
        Metric::SkinTemperatureDeviation,
        "K",
    ),
];

/// What the summary of a day holds: the field, what it is, and its unit.
const SUMMARY: &[(&str, Metric, &str)] = &[
    ("/steps", Metric::Steps, "steps"),
    ("/floors", Metric::FloorsClimbed, "floors"),
    ("/elevation", Metric::ElevationGain, "m"),
    ("/caloriesOut", Metric::TotalEnergy, "kcal"),
    ("/caloriesBMR", Metric::BasalEnergy, "kcal"),
    ("/restingHeartRate", Metric::RestingHeartRate, "bpm"),
    ("/sedentaryMinutes", Metric::SedentaryDuration, "min"),
    ("/lightlyActiveMinutes", Metric::LightActivityDuration, "min"),
    ("/fairlyActiveMinutes", Metric::ModerateActivityDuration, "min"),
    ("/veryActiveMinutes", Metric::VigorousActivityDuration, "min"),
];

/// Tells whether lists under a key are read here.
pub(super) fn is_known(key: &str) -> bool {
    matches!(key, "tempCore" | "cardioScore" | "weight") || VALUES.iter().any(|(known, ..)| *known == key)
}

/// Reads an item of a list by the list's key.
pub(super) fn read(page: &mut Page, key: &str, item: &Value) -> Result<(), Reason> {
    match key {
        "weight" => return weight(page, item),
        "tempCore" => return core_temperature(page, item),
        _ => {}
    }
    minutes(page, key, item)?;
    let text = item["dateTime"].as_str().ok_or_else(|| missing("dateTime"))?;
    let day = date(text)?;
    let mut frame = Frame::new(&fitbit(Recording::Automatic), &record(key, day.to_string()), Date(day));
    if key == "cardioScore" {
        return cardio(page, frame, item);
    }
    for (pointer, name) in [("/logType", "logType"), ("/value/max", "max")] {
        match item.pointer(pointer) {
            Some(Value::String(text)) => frame = frame.remark(name, text.as_str()),
            Some(Value::Number(number)) => frame = frame.remark(name, number.to_string()),
            _ => {}
        }
    }
    for (known, pointer, metric, unit) in VALUES {
        // A day of the heart was written without `value` when its minutes were asked for as well.
        if *known == key && item.pointer("/value").is_some() {
            page.read(&frame, *metric, number_at(item, pointer)?, *unit);
        }
    }
    Ok(())
}

/// Reads the minutes of a night where they were asked for: heart rate variability and oxygen saturation.
fn minutes(page: &mut Page, key: &str, item: &Value) -> Result<(), Reason> {
    let device = fitbit(Recording::Automatic);
    for minute in item["minutes"].as_array().into_iter().flatten() {
        let at = local(minute["minute"].as_str().ok_or_else(|| missing("minute"))?)?;
        let frame = Frame::loose(&device, Local(at));
        match key {
            "hrv" => {
                let value = number_at(minute, "/value/rmssd")?;
                page.read(&frame, Metric::HeartRateVariabilityRmssd, value, "ms");
            }
            _ => page.read(&frame, Metric::OxygenSaturation, number_at(minute, "/value")?, "%"),
        }
    }
    Ok(())
}

/// Cardio fitness is a number after a run, otherwise a range of which the middle is taken.
fn cardio(page: &mut Page, frame: Frame, item: &Value) -> Result<(), Reason> {
    let place = "/value/vo2Max";
    let Some((low, high)) = item
        .pointer(place)
        .and_then(Value::as_str)
        .and_then(|it| it.split_once('-'))
    else {
        page.read(&frame, Metric::Vo2Max, number_at(item, place)?, "mL/kg/min");
        return Ok(());
    };
    let bound = |text: &str| {
        let number: Result<f64, _> = text.trim().parse();
        number.map_err(|_| Reason::NotANumber { text: text.to_owned() })
    };
    let middle = f64::midpoint(bound(low)?, bound(high)?);
    page.read(
        &frame.remark("range", format!("{low}-{high}")),
        Metric::Vo2Max,
        Some(middle),
        "mL/kg/min",
    );
    Ok(())
}

fn core_temperature(page: &mut Page, item: &Value) -> Result<(), Reason> {
    let text = item["dateTime"].as_str().ok_or_else(|| missing("dateTime"))?;
    let frame = Frame::new(
        &fitbit(Recording::Manual),
        &record("tempCore", text),
        Local(local(text)?),
    );
    page.read(&frame, Metric::BodyTemperature, number_at(item, "/value")?, "degC");
    Ok(())
}

/// A weight is from a scale of Fitbit's, or was typed or sent by another app.
fn weight(page: &mut Page, item: &Value) -> Result<(), Reason> {
    let field = |name: &str| item[name].as_str().ok_or_else(|| missing(name));
    let at = date(field("date")?)?.and_time(time(field("time")?)?);
    let id = item
        .get("logId")
        .filter(|id| !id.is_null())
        .ok_or_else(|| missing("logId"))?;
    let from = item["source"].as_str();
    let recording = match from {
        Some(scale) if scale.starts_with("Aria") => Recording::Automatic,
        Some("API") | None => Recording::Unknown,
        Some(_) => Recording::Manual,
    };
    let mut frame = Frame::new(&fitbit(recording), &record("weight", id.to_string()), Local(at));
    if let Some(from) = from {
        frame = frame.remark("source", from);
    }
    page.read(&frame, Metric::Weight, number_at(item, "/weight")?, "kg");
    page.read(&frame, Metric::BodyMassIndex, number_at(item, "/bmi")?, "kg/m2");
    page.read(&frame, Metric::BodyFatPercentage, number_at(item, "/fat")?, "%");
    Ok(())
}

/// Reads the summary of a day, dated by the request, otherwise by a log in it.
pub(super) fn summary(
    page: &mut Page,
    request: &Request,
    response: &Response,
    document: &Document<'_>,
    part: &RawValue,
) -> Result<(), Error> {
    let summary: Value = inner(request, part)?;
    let first: Option<Value> = document.get("activities").and_then(|logs| {
        let logs: Vec<Value> = serde_json::from_str(logs.get()).ok()?;
        logs.into_iter().next()
    });
    let logged = first.as_ref().and_then(|log| log["startDate"].as_str());
    let noted = Some(request.noted("date")).filter(|it| !it.is_empty());
    let read = noted
        .or(logged)
        .ok_or_else(|| missing("date"))
        .and_then(date)
        .and_then(|day| sums(page, &record("summary", day.to_string()), day, &summary));
    if let Err(reason) = read {
        let distance = part.get().as_ptr().addr().saturating_sub(response.body.as_ptr().addr());
        page.rejected.push(Rejected {
            position: Position::byte(u64::try_from(distance).unwrap_or_default()),
            subject: "summary".to_owned(),
            reason,
        });
    }
    Ok(())
}

fn sums(
    page: &mut Page,
    record: &crate::provider::RecordVersion,
    day: chrono::NaiveDate,
    summary: &Value,
) -> Result<(), Reason> {
    let frame = Frame::new(&fitbit(Recording::Automatic), record, Date(day));
    for (pointer, metric, unit) in SUMMARY {
        page.read(&frame, *metric, number_at(summary, pointer)?, *unit);
    }
    let (all, basal) = (number_at(summary, "/caloriesOut")?, number_at(summary, "/caloriesBMR")?);
    let active = all.zip(basal).map(|(all, basal)| all - basal);
    page.read(&frame, Metric::ActiveEnergy, active.filter(|it| *it >= 0.0), "kcal");
    let distances = summary["distances"].as_array();
    let total = distances.and_then(|all| all.iter().find(|it| it["activity"] == "total"));
    if let Some(total) = total {
        page.read(&frame, Metric::Distance, number_at(total, "/distance")?, "km");
    }
    Ok(())
}
