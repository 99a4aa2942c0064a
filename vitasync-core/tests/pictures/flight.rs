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

use super::svg::{Picture, Stretch, row};
use super::{at, source};

const TAKEOFF: &str = "2025-06-01T17:00:00+09:00";
const LANDING: &str = "2025-06-01T11:00:00-07:00";
/// When its person slept, by the clock there.
const SLEPT: [(&str, &str); 3] = [
    ("2025-05-31T23:00:00+09:00", "2025-06-01T07:00:00+09:00"),
    ("2025-06-01T20:00:00+09:00", "2025-06-01T10:00:00-07:00"),
    ("2025-06-01T22:30:00-07:00", "2025-06-02T07:00:00-07:00"),
];

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
    let (from, to) = (at("2025-05-31T07:00:00Z"), at("2025-06-03T07:00:00Z"));
    let zones = ZoneHistory::always(Tokyo).moved(takeoff, Los_Angeles);

    let mut picture = Picture::new(from, to);
    picture.heading("A flight from Tokyo to Los Angeles");
    for (at, text) in [(takeoff, TAKEOFF), (landing, LANDING)] {
        picture.tick("mark", at, row(3), clock(text));
    }
    let hours = (landing - takeoff).num_hours();
    picture.name(row(0), "Where", &format!("{hours} h in the air"));
    for (class, text, stretch) in [
        ("there", "Tokyo", (from, takeoff)),
        ("aside", "flight", (takeoff, landing)),
        ("here", "Los Angeles", (landing, to)),
    ] {
        picture.bar(class, stretch, row(0));
        picture.label("", stretch, row(0), text);
    }
    let days = draw_days(&mut picture, &zones, (from, to));
    let nights = draw_nights(&mut picture, zones);
    let description = format!(
        "The plane leaves Tokyo at {} on 1 June and lands in Los Angeles at {} on the same date. By the person's clock the days are \
         {days}. Three sleeps belong to the dates of waking: {nights}.",
        clock(TAKEOFF),
        clock(LANDING),
    );
    picture.finish(
        row(3),
        "The civil days of a flight from Tokyo to Los Angeles",
        &description,
    )
}

/// Draws the days, and names those that are seen whole.
fn draw_days(picture: &mut Picture, zones: &ZoneHistory, (from, to): Stretch) -> String {
    picture.name(row(1), "Days", "person's clock");
    let around = TimeDelta::days(2);
    let days = days(zones, from - around, to + around).into_iter();
    let shown = days.filter(|(_, start, end)| *end > from && *start < to);
    let mut whole = Vec::new();
    for ((date, start, end), class) in shown.zip(["calm", "bed"].into_iter().cycle()) {
        let seen = (start.max(from), end.min(to));
        let hours = (end - start).num_hours();
        let mut text = named(date);
        if seen == (start, end) {
            text += &format!(": {hours} h");
            whole.push(text.clone());
        }
        picture.bar(class, seen, row(1));
        picture.label(if hours == 24 { "" } else { "strong" }, seen, row(1), &text);
    }
    whole.join(", ")
}

/// Draws what was slept, and names the dates it belongs to.
fn draw_nights(picture: &mut Picture, zones: ZoneHistory) -> String {
    picture.name(row(2), "Asleep", "by date of waking");
    let preferences = Preferences {
        zones,
        ..Preferences::default()
    };
    let sessions: Vec<Session> = SLEPT.into_iter().map(slept).collect();
    let mut dates = Vec::new();
    for night in nights(&sessions, &preferences) {
        let stretch = (night.start, night.end);
        picture.bar("watch", stretch, row(2));
        picture.label("on", stretch, row(2), &named(night.date));
        dates.push(format!("{} ({})", named(night.date), night.kind.id()));
    }
    dates.join(", ")
}
