//! Gives nights their civil dates, and tells nights, split nights and naps apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::{Night, NightKind};
use crate::session::{Detail, Session};
use crate::time::{ZoneHistory, offset_s};

/// Below this length a sleep may be a nap.
const NAP: TimeDelta = TimeDelta::hours(3);

/// Tells the civil date of waking.
pub(super) fn wake_date(session: &Session, zones: &ZoneHistory) -> NaiveDate {
    wall_clock(session.end, clocks(session, zones).1).date()
}

/// Tells by which clocks a session begins and ends, in seconds east: by its own offset at either, else the vendor's zone,
/// else for its end the offset at the start, else the zone the person lived in.
///
/// A zone that contradicts the offset at the start is stale, as it often is after a flight, and is passed over.
pub(crate) fn clocks(session: &Session, zones: &ZoneHistory) -> (i32, i32) {
    let attributes = &session.attributes;
    let start_offset_s = attributes.start_offset_s;
    let zone = attributes
        .zone
        .filter(|zone| start_offset_s.is_none_or(|told| told == offset_s(session.start, *zone)));
    let start = attributes.offset_s(session.start, zones.at(session.start));
    let end = attributes
        .end_offset_s
        .or_else(|| zone.map(|zone| offset_s(session.end, zone)))
        .or(start_offset_s)
        .unwrap_or_else(|| offset_s(session.end, zones.at(session.end)));
    (start, end)
}

/// Tells nights, split nights and naps apart, date by date.
pub(super) fn name_kinds(nights: &mut [Night], sessions: &[Session], zones: &ZoneHistory) {
    let mut dates: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
    for (at, night) in nights.iter().enumerate() {
        dates.entry(night.date).or_default().push(at);
    }
    for day in dates.into_values() {
        let told = |at: usize, nights: &[Night]| is_told_a_nap(&sessions[nights[at].primary]);
        let rest: Vec<usize> = day
            .iter()
            .copied()
            .filter(|&at| told(at, nights) != Some(true))
            .collect();
        let whole = longest(&rest, nights);
        let mut long = Vec::new();
        for &at in &day {
            let session = &sessions[nights[at].primary];
            let by_rule = || is_short(&nights[at], session, whole == Some(at), zones);
            nights[at].kind = if told(at, nights).unwrap_or_else(by_rule) {
                NightKind::Nap
            } else {
                long.push(at);
                NightKind::Split
            };
        }
        if let Some(main) = longest(&long, nights) {
            nights[main].kind = NightKind::Night;
        }
    }
}

/// Finds the longest, sleep before mere bedtime; of equals the first, and nights stand in order of time.
fn longest(among: &[usize], nights: &[Night]) -> Option<usize> {
    let length = |at: usize| nights[at].end - nights[at].start;
    among
        .iter()
        .copied()
        .min_by_key(|&at| (nights[at].asleep_s.is_none(), Reverse(length(at))))
}

fn is_told_a_nap(session: &Session) -> Option<bool> {
    match &session.detail {
        Detail::Sleep(sleep) => sleep.nap,
        Detail::Workout(_) => None,
    }
}

/// Tells by length and hour whether it is a nap.
fn is_short(night: &Night, session: &Session, is_longest: bool, zones: &ZoneHistory) -> bool {
    let offset = session.attributes.offset_s(night.start, zones.at(night.start));
    let hour = wall_clock(night.start, offset).hour();
    night.end - night.start < NAP && (!is_longest || (9..19).contains(&hour))
}

/// Tells what a wall clock shows; at the very ends of the calendar what one in UTC would.
fn wall_clock(at: DateTime<Utc>, offset_s: i32) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_signed(TimeDelta::seconds(offset_s.into()))
        .unwrap_or(utc)
}
