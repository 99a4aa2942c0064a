//! A span that is cut into windows is asked for as a whole: no window asks for more than it may, and together they leave
//! nothing out.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde_json::Value as Json;

use super::noon;
use crate::provider::{Account, Body, History, Job, Provider, Reads, Request, Resource, Value, Window};

/// From the first instant to the first after the last.
type Span = (DateTime<Utc>, DateTime<Utc>);

/// What stands at the edges of a window may be rounded to dates, and a date may be that of any zone.
const ROUNDING: TimeDelta = TimeDelta::days(3);

/// Asks for more than three windows of every resource, and looks at the times that the requests name.
pub(super) fn asked(provider: &dyn Provider, account: &Account, complaints: &mut Vec<String>) {
    for resource in provider.spec().resources {
        let whole = long_enough(resource);
        let mut by_operation: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let mut endless = false;
        for window in whole.split(resource.window) {
            for request in provider.requests(&job(resource, window), account) {
                match span(&request) {
                    Some(span) => by_operation
                        .entry(request.operation.to_string())
                        .or_default()
                        .push(span),
                    None => endless = true,
                }
            }
        }
        if endless && resource.window.is_some() && resource.reading == Reads::ByTime {
            complaints.push(format!("`{}` is cut into windows and asks for no time", resource.id));
        }
        for (operation, spans) in by_operation {
            look_at(resource, whole, &operation, spans, complaints);
        }
    }
}

fn long_enough(resource: &Resource) -> Window {
    let longest = resource.window.unwrap_or(TimeDelta::days(30));
    let wanted = longest * 3 + TimeDelta::hours(7);
    let reaches = match resource.history {
        History::Days(days) => wanted.min(TimeDelta::days(days.into())),
        History::Since(_) | History::FromConnect => wanted,
    };
    Window {
        from: noon() - reaches,
        to: noon(),
    }
}

fn job(resource: &Resource, window: Window) -> Job<'static> {
    let (is_pushed, resource) = (resource.reading == Reads::Pushed, resource.id);
    if is_pushed {
        Job::Backfill { resource, window }
    } else {
        Job::Window { resource, window }
    }
}

fn look_at(resource: &Resource, whole: Window, operation: &str, mut spans: Vec<Span>, complaints: &mut Vec<String>) {
    if matches!(resource.reading, Reads::Current | Reads::ByChange) {
        return;
    }
    spans.sort_unstable();
    // What is asked for since a time has no end of its own.
    let too_long = |(from, to): &&Span| {
        let longest = resource.window.map(|longest| longest + ROUNDING);
        *to != noon() && longest.is_some_and(|longest| *to - *from > longest)
    };
    if let Some((from, to)) = spans.iter().find(too_long) {
        complaints.push(format!(
            "`{}` ({operation}) asks for more than its window: {from} to {to}",
            resource.id
        ));
    }
    let mut until = whole.from;
    for (from, to) in spans {
        if from > until + TimeDelta::seconds(1) {
            break;
        }
        until = until.max(to);
    }
    if until + TimeDelta::seconds(1) < whole.to {
        complaints.push(format!(
            "`{}` ({operation}) leaves out what is after {until}",
            resource.id
        ));
    }
}

/// Tells which time a request asks for; `None` where it names none. A single date is that day; a single instant, or a date of
/// which the name says so, is the beginning of all that follows.
fn span(request: &Request) -> Option<Span> {
    let mut spans: Vec<Span> = Vec::new();
    words(&request.url, &mut spans);
    let form = match &request.body {
        Body::Form(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let mut is_open = false;
    for (name, value) in request.query.iter().chain(form) {
        if let Value::Text(text) = value {
            words(text, &mut spans);
            is_open |= ["after", "since"].iter().any(|it| name.starts_with(it));
        }
    }
    if let Body::Json { document, .. } = &request.body {
        document_times(document, &mut spans);
    }
    let from = spans.iter().map(|(from, _)| *from).min()?;
    let to = spans.iter().map(|(_, to)| *to).max()?;
    let is_since = spans.len() == 1 && (from == to || is_open);
    Some((from, if is_since { noon() } else { to }))
}

fn document_times(document: &Json, spans: &mut Vec<Span>) {
    match document {
        Json::String(text) => words(text, spans),
        Json::Number(number) => words(&number.to_string(), spans),
        Json::Array(items) => items.iter().for_each(|it| document_times(it, spans)),
        Json::Object(members) => match civil(document) {
            Some(date) => spans.extend(day(date)),
            None => members.values().for_each(|it| document_times(it, spans)),
        },
        Json::Null | Json::Bool(_) => {}
    }
}

/// Reads a date that is written in parts.
fn civil(document: &Json) -> Option<NaiveDate> {
    let part = |name: &str| u32::try_from(document.get(name)?.as_u64()?).ok();
    NaiveDate::from_ymd_opt(i32::try_from(part("year")?).ok()?, part("month")?, part("day")?)
}

/// Reads the times in a text, whatever stands around them.
fn words(text: &str, spans: &mut Vec<Span>) {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || ":.+-".contains(letter);
    let words = text.split(|letter| !is_part(letter)).filter(|word| word.len() >= 8);
    spans.extend(words.filter_map(time));
}

fn time(word: &str) -> Option<Span> {
    let instant = |at: DateTime<Utc>| (at, at);
    if let Ok(at) = DateTime::parse_from_rfc3339(word) {
        return Some(instant(at.to_utc()));
    }
    if let Ok(at) = word.parse::<NaiveDateTime>() {
        return Some(instant(at.and_utc()));
    }
    let date = ["%Y-%m-%d", "%Y%m%d"].iter();
    if let Some(date) = date
        .filter_map(|form| NaiveDate::parse_from_str(word, form).ok())
        .find(|date| date.and_time(NaiveTime::MIN).and_utc() > noon() - TimeDelta::days(20 * 365))
    {
        return day(date);
    }
    if let Some((before, _)) = word.split_once(".json") {
        return time(before);
    }
    let number: i64 = word.parse().ok()?;
    let at = match word.len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    };
    at.map(instant)
}

fn day(date: NaiveDate) -> Option<Span> {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    Some((midnight(date), midnight(date.checked_add_days(Days::new(1))?)))
}
