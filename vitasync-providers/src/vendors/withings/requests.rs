//! What is asked of Withings.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{BASE, auth, measure};
use crate::provider::{Account, Body, Job, Request, Subscription, Value, Window, Word};
use crate::webhook::{News, Notice};

/// The pair of a callback's query that holds its HMAC, and what is signed before the person's id.
pub(super) const TOKEN: &str = "token";
pub(super) const SIGNED: &str = "notify";

/// The longest span of minutes and of a night's series.
pub(super) const DAY: TimeDelta = TimeDelta::hours(24);

const DAY_FIELDS: &str = "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,hr_average,hr_min,\
                          hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3";
const MINUTE_FIELDS: &str = "steps,elevation,calories,distance,stroke,pool_lap,duration,heart_rate,spo2_auto,rmssd,sdnn1,\
                             hrv_quality,core_body_temperature,rr";
const WORKOUT_FIELDS: &str = "calories,intensity,manual_distance,manual_calories,hr_average,hr_min,hr_max,hr_zone_0,\
                              hr_zone_1,hr_zone_2,hr_zone_3,pause_duration,algo_pause_duration,spo2_average,steps,distance,\
                              elevation,pool_laps,strokes,pool_length";
const NIGHT_FIELDS: &str = "total_timeinbed,total_sleep_time,asleepduration,lightsleepduration,deepsleepduration,\
                            remsleepduration,wakeupduration,wakeupcount,sleep_latency,wakeup_latency,waso,sleep_efficiency,\
                            nb_rem_episodes,out_of_bed_count,hr_average,hr_min,hr_max,rr_average,rr_min,rr_max,snoring,\
                            snoringepisodecount,breathing_disturbances_intensity,apnea_hypopnea_index,sleep_score,\
                            rmssd_start_avg,rmssd_end_avg,durationtosleep,durationtowakeup";
const SERIES_FIELDS: &str = "hr,rr,sdnn_1,rmssd,mvt_score";

/// What is notified, and the scopes of which one is needed.
const NOTIFIED: &[(&str, &[&str])] = &[
    ("1", &["user.metrics"]),
    ("2", &["user.metrics"]),
    ("4", &["user.metrics"]),
    ("16", &["user.activity"]),
    ("44", &["user.activity", "user.sleepevents"]),
    ("46", &["user.info"]),
    ("54", &["user.activity", "user.metrics"]),
];

/// Which part of a list is asked for. The two are never given together: the answer would be empty.
#[derive(Clone, Copy)]
enum Part {
    Changed(DateTime<Utc>),
    Between(Window),
}

pub(super) fn of(job: &Job<'_>, account: &Account) -> Vec<Request> {
    match *job {
        Job::Window { resource, window } => {
            let changed = Part::Changed(window.from);
            let request = match resource {
                "measure" => measures(changed),
                "activity" => days(changed),
                "intraday" => minutes(window),
                "workout" => workouts(changed),
                "sleep" => nights(changed),
                "heart" => hearts(window),
                _ => return Vec::new(),
            };
            vec![request]
        }
        Job::Subscribe { callback, existing } => subscribe(callback, existing, account),
        Job::Disconnect => auth::disconnect(account).into_iter().collect(),
        Job::Connect | Job::Object { .. } | Job::Backfill { .. } | Job::Renew(_) => Vec::new(),
    }
}

fn call(operation: &'static str, path: &str, action: &'static str) -> Request {
    Request::post(operation, format!("{BASE}/{path}")).form("action", action)
}

fn measures(part: Part) -> Request {
    let list = call("list measures", "measure", "getmeas").form("meastypes", measure::types());
    // Goals are category 2.
    by_second(list.form("category", 1), part)
}

/// Asks for all that was measured in a span. A measurement that was deleted is not named, and so it is found.
fn measured(window: Window) -> Request {
    measures(Part::Between(window)).whole(window)
}

fn days(part: Part) -> Request {
    by_date(
        call("list days", "v2/measure", "getactivity").form("data_fields", DAY_FIELDS),
        part,
    )
}

fn minutes(window: Window) -> Request {
    let list = call("list minutes", "v2/measure", "getintradayactivity").form("data_fields", MINUTE_FIELDS);
    by_second(list, Part::Between(window))
}

fn workouts(part: Part) -> Request {
    let list = call("list workouts", "v2/measure", "getworkouts");
    by_date(list.form("data_fields", WORKOUT_FIELDS), part)
}

fn nights(part: Part) -> Request {
    by_date(
        call("list nights", "v2/sleep", "getsummary").form("data_fields", NIGHT_FIELDS),
        part,
    )
}

fn hearts(window: Window) -> Request {
    by_second(call("list hearts", "v2/heart", "list"), Part::Between(window))
}

/// Asks for the stages and the series of the nights that lie in a window of a day at most.
pub(super) fn series(window: Window) -> Request {
    let list = call("read nights", "v2/sleep", "get").form("data_fields", SERIES_FIELDS);
    by_second(list, Part::Between(window))
}

fn by_second(request: Request, part: Part) -> Request {
    match part {
        Part::Changed(since) => request.form("lastupdate", since.timestamp()),
        Part::Between(window) => request
            .form("startdate", window.from.timestamp())
            .form("enddate", window.to.timestamp()),
    }
}

fn by_date(request: Request, part: Part) -> Request {
    match part {
        Part::Changed(since) => request.form("lastupdate", since.timestamp()),
        Part::Between(window) => {
            let (first, last) = window.dates();
            request.form("startdateymd", first).form("enddateymd", last)
        }
    }
}

/// Asks for another page: the same call with another offset.
pub(super) fn next(request: &Request, offset: i64) -> Request {
    let mut next = request.clone().in_part();
    if let Body::Form(pairs) = &mut next.body {
        pairs.retain(|(name, _)| name != "offset");
        pairs.push((Word::from("offset"), offset.into()));
    }
    next
}

/// Subscribes a person to what is allowed, with a callback that only Withings and we know.
fn subscribe(callback: &str, existing: &[Subscription], account: &Account) -> Vec<Request> {
    let Some(user) = account.user.as_deref() else {
        return Vec::new();
    };
    let joint = if callback.contains('?') { '&' } else { '?' };
    let token = Value::HmacSha256 {
        key: "client_secret".into(),
        parts: vec![SIGNED.into(), user.into()],
        separator: ",".into(),
    };
    let callback = Value::Joined(vec![format!("{callback}{joint}{TOKEN}=").into(), token]);
    let wanted = NOTIFIED
        .iter()
        .filter(|(topic, scopes)| account.allows(scopes) && existing.iter().all(|known| known.topic != *topic));
    let request = |(topic, _): &(&'static str, _)| {
        let request = call("subscribe", "notify", "subscribe").form("appli", *topic);
        let mut request = request.note("topic", *topic);
        if let Body::Form(pairs) = &mut request.body {
            pairs.push(("callbackurl".into(), callback.clone()));
        }
        request
    };
    wanted.map(request).collect()
}

/// Reads a notification. `Some(None)` is one that says nothing to us: a device, a person in bed, a test.
pub(super) fn notice(user: &str, told: &[(String, String)]) -> Option<Option<Notice>> {
    let find = |name: &str| Some(told.iter().find(|(known, _)| known == name)?.1.as_str());
    let Some(topic) = find("appli") else { return Some(None) };
    let span = || span(find("startdate"), find("enddate"), find("date"));
    let news = match topic {
        "1" | "2" | "4" => News::Fetch(vec![measured(span()?)]),
        "16" => News::Fetch(active(span()?)),
        "44" => News::Fetch(vec![nights(Part::Between(span()?))]),
        "54" => News::Fetch(vec![hearts(span()?), measured(span()?)]),
        "46" if matches!(find("action"), Some("unlink" | "delete")) => News::Deregistered,
        "46" => News::PermissionsChanged,
        _ => return Some(None),
    };
    Some(Some(Notice {
        user: Some(user.to_owned()),
        // The same span is named whenever something in it changes, so no notification is a second copy of another.
        key: None,
        news,
    }))
}

fn active(window: Window) -> Vec<Request> {
    let part = Part::Between(window);
    let mut requests = vec![days(part), workouts(part)];
    // Minutes reach back as far as they do when they are polled.
    let days = window.split(Some(DAY)).into_iter().rev().take(30);
    requests.extend(days.map(minutes));
    requests
}

/// Reads which span is meant: two seconds, of which the last belongs to it, or a date anywhere on earth.
fn span(start: Option<&str>, end: Option<&str>, date: Option<&str>) -> Option<Window> {
    let second = |text: &str| DateTime::from_timestamp(text.parse().ok()?, 0);
    let window = match (start, end, date) {
        (Some(start), Some(end), _) => Window {
            from: second(start)?,
            to: second(end)?.checked_add_signed(TimeDelta::seconds(1))?,
        },
        (_, _, Some(date)) => {
            let midnight = match date.parse::<NaiveDate>() {
                Ok(date) => date.and_time(chrono::NaiveTime::MIN).and_utc(),
                Err(_) => second(date)?,
            };
            Window {
                from: midnight.checked_sub_signed(TimeDelta::hours(14))?,
                to: midnight
                    .checked_add_days(Days::new(1))?
                    .checked_add_signed(TimeDelta::hours(12))?,
            }
        }
        _ => return None,
    };
    (window.from < window.to).then_some(window)
}
