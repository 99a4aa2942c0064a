//! The month as a watch and a scale by Withings saw it. Withings lists what has changed since a moment.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Month;
use crate::demo::chance::{real, rounded};
use crate::testing::fake::Asked;

/// Tells what there is of a day at a moment.
type Of = fn(&Month, NaiveDate, DateTime<Utc>) -> Option<Value>;

pub(super) fn answer(month: &Month, asked: &Asked<'_>, now: DateTime<Utc>) -> Option<String> {
    let since = asked.pair("lastupdate").and_then(|since| since.parse::<i64>().ok())?;
    let days = month.days(Month::FIRST, month.today(now), now);
    let (list, of): (_, Of) = match asked.pair("action")? {
        "getactivity" => ("activities", day),
        "getworkouts" => ("series", workout),
        "getmeas" => ("measuregrps", weighing),
        _ => return None,
    };
    let told = days.filter_map(|date| of(month, date, now));
    let changed: Vec<Value> = told.filter(|it| it["modified"].as_i64() > Some(since)).collect();
    let body = json!({"timezone": month.zone.name(), list: changed, "more": false, "offset": 0});
    Some(json!({"status": 0, "body": body}).to_string())
}

/// Tells a day as far as it has gone; it is closed at half past midnight.
fn day(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let closed = month.at(date + Days::new(1), 30.0);
    let run = month.run(date).filter(|run| run.end <= now);
    let (metres, kcal) = run.map_or((0.0, 0.0), |run| (run.metres, run.kcal));
    let walked = month.walked(date) * month.elapsed(date, now) * month.chance("watch", date).between(0.97, 1.02);
    Some(json!({
        "date": date, "timezone": month.zone.name(), "deviceid": "watch", "model": "ScanWatch", "is_tracker": true,
        "modified": closed.min(now).timestamp(),
        "steps": rounded(walked + metres / 1.05), "distance": rounded(walked * 0.72 + metres),
        "calories": rounded(walked * 0.036 + kcal),
    }))
}

fn workout(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let run = month.run(date).filter(|run| run.end <= now)?;
    let mut chance = month.chance("beats", date);
    let average = rounded(chance.around(148.0, 4.0));
    Some(json!({
        "id": 366_130_000 + run.start.timestamp() / 86_400, "category": 2, "timezone": month.zone.name(),
        "deviceid": "watch", "date": date, "startdate": run.start.timestamp(), "enddate": run.end.timestamp(),
        "modified": (run.end + TimeDelta::minutes(2)).timestamp(),
        "data": {
            "calories": rounded(run.kcal), "distance": rounded(run.metres), "steps": rounded(run.metres / 1.05),
            "hr_average": average, "hr_min": average - 40, "hr_max": average + chance.whole(18, 27),
        },
    }))
}

/// Tells a weighing in the morning, on two days of three.
fn weighing(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let mut chance = month.chance("scale", date);
    let at = month.night(date).end + TimeDelta::minutes(chance.whole(5, 25));
    if at > now || !chance.hit(0.66) {
        return None;
    }
    let passed = (date - Month::FIRST).num_days();
    let kilograms = 74.6 - 0.03 * real(passed) + chance.around(0.0, 0.25);
    Some(json!({
        "grpid": 4_815_000_000_i64 + passed, "attrib": 0, "category": 1, "date": at.timestamp(), "created": at.timestamp(),
        "modified": at.timestamp(), "deviceid": "scale", "model": "Body+",
        "measures": [{"value": rounded(kilograms * 100.0) * 10, "type": 1, "unit": -3}],
    }))
}
