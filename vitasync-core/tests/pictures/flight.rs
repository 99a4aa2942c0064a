//! A flight from Tokyo to Los Angeles, and what it does to days and nights.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::Los_Angeles;
use chrono_tz::Asia::Tokyo;
use vitasync_core::Preferences;
use vitasync_core::resolve::nights;
use vitasync_core::session::{Detail, Session, Sleep};
use vitasync_core::source::{Attributes, DeviceKind};
use vitasync_core::time::{ZoneHistory, local_date};

use super::svg::{BAR, Picture};
use super::{at, source};

const TAKEOFF: &str = "2025-06-01T17:00:00+09:00";
const LANDING: &str = "2025-06-01T11:00:00-07:00";
/// When its person slept, by the clock there.
const SLEPT: [(&str, &str); 3] = [
    ("2025-05-31T23:00:00+09:00", "2025-06-01T07:00:00+09:00"),
    ("2025-06-01T20:00:00+09:00", "2025-06-01T10:00:00-07:00"),
    ("2025-06-01T22:30:00-07:00", "2025-06-02T07:00:00-07:00"),
];

const TOP: f64 = 52.0;
const STEP: f64 = 52.0;
const BOTTOM: f64 = 205.0;

/// A civil date and the stretch during which the person's clock shows it.
type Day = (NaiveDate, DateTime<Utc>, DateTime<Utc>);

/// Asks every quarter of an hour for the date on the person's clock.
fn days(zones: &ZoneHistory, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Day> {
    let quarter = TimeDelta::minutes(15);
    let mut days: Vec<Day> = Vec::new();
    let mut at = from;
    while at < to {
        let date = local_date(at, zones.at(at));
        match days.last_mut() {
            Some((last, _, end)) if *last == date => *end = at + quarter,
            _ => days.push((date, at, at + quarter)),
        }
        at += quarter;
    }
    days
}

fn slept((start, end): (&str, &str)) -> Session {
    let offset_s = |text: &str| {
        let at = text.parse::<DateTime<FixedOffset>>().unwrap();
        Some(at.offset().local_minus_utc())
    };
    Session {
        source: Arc::new(source("Watch", DeviceKind::Watch)),
        record: None,
        start: at(start),
        end: at(end),
        attributes: Attributes {
            start_offset_s: offset_s(start),
            end_offset_s: offset_s(end),
            ..Attributes::default()
        },
        detail: Detail::Sleep(Sleep::default()),
    }
}

/// Tells what the clock shows there.
fn clock(text: &str) -> &str {
    &text[11..16]
}

fn named(date: NaiveDate) -> String {
    date.format("%-d %B").to_string()
}

pub(crate) fn draw() -> String {
    let (takeoff, landing) = (at(TAKEOFF), at(LANDING));
    let zones = ZoneHistory::always(Tokyo).moved(takeoff, Los_Angeles);
    let (from, to) = (at("2025-05-31T07:00:00Z"), at("2025-06-03T07:00:00Z"));
    let days = days(&zones, from - TimeDelta::days(2), to + TimeDelta::days(2));
    let preferences = Preferences {
        zones,
        ..Preferences::default()
    };

    let mut picture = Picture::new(from, to);
    picture.heading("A flight from Tokyo to Los Angeles");
    for (at, text) in [(takeoff, TAKEOFF), (landing, LANDING)] {
        picture.tick("mark", at, (TOP - 8.0, BOTTOM), clock(text));
    }
    let hours = (landing - takeoff).num_hours();
    picture.name(TOP, "Where", &format!("{hours} h in the air"));
    for (class, text, start, end) in [
        ("there", "Tokyo", from, takeoff),
        ("aside", "flight", takeoff, landing),
        ("here", "Los Angeles", landing, to),
    ] {
        picture.bar(class, start, end, (TOP, BAR));
        picture.label("", start, end, TOP, text);
    }

    let days_y = TOP + STEP;
    picture.name(days_y, "Days", "person's clock");
    let mut told = Vec::new();
    let shown = days.iter().filter(|(_, start, end)| *end > from && *start < to);
    for ((date, start, end), class) in shown.zip(["calm", "bed"].into_iter().cycle()) {
        let (seen_from, seen_to) = ((*start).max(from), (*end).min(to));
        picture.bar(class, seen_from, seen_to, (days_y, BAR));
        let is_whole = (seen_from, seen_to) == (*start, *end);
        let hours = (*end - *start).num_hours();
        let text = if is_whole {
            format!("{}: {hours} h", named(*date))
        } else {
            named(*date)
        };
        picture.label(
            if hours == 24 { "" } else { "strong" },
            seen_from,
            seen_to,
            days_y,
            &text,
        );
        if is_whole {
            told.push(text);
        }
    }

    let nights_y = TOP + STEP * 2.0;
    picture.name(nights_y, "Asleep", "by date of waking");
    let sessions: Vec<Session> = SLEPT.into_iter().map(slept).collect();
    let mut dates = Vec::new();
    for night in nights(&sessions, &preferences) {
        picture.bar("watch", night.start, night.end, (nights_y, BAR));
        picture.label(
            "on",
            night.start,
            night.end,
            nights_y,
            &night.date.format("%-d June").to_string(),
        );
        dates.push(format!("{} ({})", named(night.date), night.kind.id()));
    }
    picture.finish(
        BOTTOM + 34.0,
        "The civil days of a flight from Tokyo to Los Angeles",
        &format!(
            "The plane leaves Tokyo at {} on 1 June and lands in Los Angeles at {} on the same date. By the person's clock \
             the days are {}. Three sleeps belong to the dates of waking: {}.",
            clock(TAKEOFF),
            clock(LANDING),
            told.join(", "),
            dates.join(", "),
        ),
    )
}
