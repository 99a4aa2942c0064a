//! The month as an Oura ring saw it.

use chrono::{DateTime, Datelike, Days, NaiveDate, SecondsFormat, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};

use super::Month;
use crate::demo::chance::rounded;
use crate::testing::fake::Asked;

/// The length of a sleep phase that is told.
const PHASE: TimeDelta = TimeDelta::minutes(5);

pub(super) fn answer(month: &Month, asked: &Asked<'_>, now: DateTime<Utc>) -> Option<String> {
    let resource = asked.path.strip_prefix("/v2/usercollection/")?;
    if resource == "personal_info" {
        return Some(json!({"id": "ada", "age": 34}).to_string());
    }
    let date = |name| asked.pair(name).and_then(|date| date.parse::<NaiveDate>().ok());
    let (first, last) = (date("start_date")?, date("end_date")?);
    let days = month.days(first, last, now).filter(|date| worn(month, *date));
    let documents: Vec<Value> = match resource {
        "sleep" => days
            .flat_map(|date| [night(month, date, now), nap(month, date, now)])
            .flatten()
            .collect(),
        "daily_sleep" => days.filter_map(|date| score(month, date, now)).collect(),
        "daily_activity" => days.map(|date| activity(month, date, now)).collect(),
        "workout" => days.filter_map(|date| workout(month, date, now)).collect(),
        _ => Vec::new(),
    };
    Some(json!({"data": documents, "next_token": null}).to_string())
}

/// Tells whether the ring was worn; some days it lies on its charger.
fn worn(month: &Month, date: NaiveDate) -> bool {
    !month.chance("ring", date).hit(0.05)
}

fn local(month: &Month, at: DateTime<Utc>) -> String {
    at.with_timezone(&month.zone)
        .to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// Tells a night. Until noon the ring has sent what it had an hour before its person got up.
fn night(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let night = month.night(date);
    let sent = if now < month.at(date, 720.0) {
        night.end - TimeDelta::hours(1)
    } else {
        night.end
    };
    if sent > now {
        return None;
    }
    let phases = phases(month, date, sent - night.start);
    let seconds = |phase: char| phases.chars().filter(|it| *it == phase).count() * 300;
    let (deep, light, rem, awake) = (seconds('1'), seconds('2'), seconds('3'), seconds('4'));
    let asleep = deep + light + rem;
    let mut chance = month.chance("night by ring", date);
    Some(json!({
        "id": format!("night-{date}"), "day": date, "type": "long_sleep",
        "bedtime_start": local(month, night.start), "bedtime_end": local(month, sent),
        "time_in_bed": (sent - night.start).num_seconds(), "total_sleep_duration": asleep, "awake_time": awake,
        "light_sleep_duration": light, "deep_sleep_duration": deep, "rem_sleep_duration": rem,
        "latency": rounded(chance.between(180.0, 1200.0)),
        "efficiency": 100 * asleep / (asleep + awake),
        "average_heart_rate": rounded(night.lowest_bpm + chance.between(4.0, 8.0)), "lowest_heart_rate": rounded(night.lowest_bpm),
        "average_hrv": rounded(chance.around(58.0, 6.0)), "average_breath": rounded(chance.around(14.0, 0.5)),
        "sleep_phase_5_min": phases,
    }))
}

/// Writes the phases of a night: cycles of ninety minutes, deep sleep in the first, REM in the last, now and then awake.
fn phases(month: &Month, date: NaiveDate, length: TimeDelta) -> String {
    let mut chance = month.chance("phases", date);
    let deep = chance.whole(7, 11);
    let count = length.num_seconds() / PHASE.num_seconds();
    let mut phases = String::new();
    for at in 0..count {
        let (cycle, within) = (at / 18, at % 18);
        let phase = match within {
            _ if at < 2 || chance.hit(0.035) => '4',
            4.. if within < 4 + (deep - 3 * cycle).max(0) => '1',
            15.. if cycle == 0 => '2',
            _ if within >= 16 - 2 * cycle.min(4) => '3',
            _ => '2',
        };
        phases.push(phase);
    }
    phases
}

/// Tells the nap of a Saturday that was none: taken back two mornings later.
fn nap(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let (start, end) = (month.at(date, 1275.0), month.at(date, 1310.0));
    let is_film = date.weekday() == Weekday::Sat && end <= now;
    let taken_back = now >= month.at(date + Days::new(2), 360.0);
    is_film.then(|| {
        json!({
            "id": format!("nap-{date}"), "day": date, "type": if taken_back { "deleted" } else { "sleep" },
            "bedtime_start": local(month, start), "bedtime_end": local(month, end),
            "sleep_phase_5_min": "4222224",
        })
    })
}

fn score(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let night = night(month, date, now)?;
    let hours = night["total_sleep_duration"].as_f64()? / 3600.0;
    let score = rounded(45.0 + hours * 5.2 + month.chance("score", date).between(-3.0, 3.0)).clamp(1, 100);
    Some(json!({"id": format!("score-{date}"), "day": date, "score": score}))
}

/// Tells a day as far as it has gone. A ring takes some movements of a hand for steps.
fn activity(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Value {
    let run = month.run(date).filter(|run| run.end <= now);
    let gestures = month.chance("steps by ring", date).between(1.01, 1.12);
    let walked = month.walked(date) * month.elapsed(date, now) * gestures;
    let (metres, kcal) = run.map_or((0.0, 0.0), |run| (run.metres, run.kcal));
    let steps = rounded(walked + metres / 1.05);
    json!({
        "id": format!("day-{date}"), "day": date, "steps": steps,
        "active_calories": rounded(walked * 0.038 + kcal),
        "total_calories": rounded(walked * 0.038 + kcal + 1_560.0 * month.elapsed(date, now)),
        "equivalent_walking_distance": rounded(walked * 0.72 + metres),
    })
}

/// Tells a run, which the ring notices late.
fn workout(month: &Month, date: NaiveDate, now: DateTime<Utc>) -> Option<Value> {
    let run = month.run(date).filter(|run| run.end <= now)?;
    let start = run.start + TimeDelta::seconds(month.chance("late", date).whole(60, 240));
    Some(json!({
        "id": format!("run-{date}"), "day": date, "activity": "running", "intensity": "moderate", "source": "confirmed",
        "start_datetime": local(month, start), "end_datetime": local(month, run.end),
        "calories": rounded(run.kcal * 1.08), "distance": rounded(run.metres * 0.96),
    }))
}
