//! Places what happened on the UTC line and on a civil calendar.
//!
//! Inside the model an instant is UTC milliseconds. A day is a civil day in an IANA zone and lasts 23 to 25 hours
//! (and rarely 23.5); it is never 24 hours by assumption and never a UTC day by accident. A wall-clock time without
//! a zone is placed by the person's [`ZoneHistory`] or not at all.

use std::ops::Range;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Milliseconds of a UTC day, by which samples are kept together in storage. Not the length of a civil day.
pub const UTC_DAY_MS: i64 = 86_400_000;

/// When a vendor says something happened, with exactly as much as the vendor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingTime {
    /// An instant without any local information.
    Instant(DateTime<Utc>),
    /// An instant with the offset in force where it happened.
    WithOffset(DateTime<FixedOffset>),
    /// A wall clock without an offset.
    Local(NaiveDateTime),
    /// A civil date.
    Date(NaiveDate),
}

/// How the local time of something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeBasis {
    /// The source gives an instant and an offset.
    UtcOffset,
    /// The source gives an instant and an IANA zone.
    UtcZone,
    /// The source gives an instant only; the local time follows the person's zone.
    UtcOnly,
    /// The source gives a wall clock; the instant follows the person's zone.
    LocalOnlyResolved,
    /// The source gives a civil date.
    DateOnly,
}

impl TimeBasis {
    /// Names the basis on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::UtcOffset => "utc_offset",
            Self::UtcZone => "utc_zone",
            Self::UtcOnly => "utc_only",
            Self::LocalOnlyResolved => "local_only_resolved",
            Self::DateOnly => "date_only",
        }
    }
}

/// The zones a person has lived in, so that a later move does not rewrite the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneHistory {
    first: Tz,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    moves: Vec<(DateTime<Utc>, Tz)>,
}

/// Where a wall-clock time lies on the UTC line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The offset in force, in seconds east.
    pub offset_s: i32,
    /// True where the wall clock showed that time twice; the first is taken.
    pub ambiguous: bool,
    /// True where the wall clock never showed that time; it is moved forward by the gap.
    pub shifted: bool,
}

impl ZoneHistory {
    /// Says that the person has always been in one zone.
    pub fn always(zone: Tz) -> Self {
        Self {
            first: zone,
            moves: Vec::new(),
        }
    }

    /// Adds a move; moves may be added in any order, and of two at one instant the later added counts.
    #[must_use]
    pub fn moved(mut self, at: DateTime<Utc>, zone: Tz) -> Self {
        match self.moves.binary_search_by_key(&at, |(known, _)| *known) {
            Ok(place) => self.moves[place].1 = zone,
            Err(place) => self.moves.insert(place, (at, zone)),
        }
        self
    }

    /// Tells the zone before the first move.
    pub fn first(&self) -> Tz {
        self.first
    }

    /// Lists the moves in order of time: since when the person has lived in which zone.
    pub fn moves(&self) -> &[(DateTime<Utc>, Tz)] {
        &self.moves
    }

    /// Tells the zone the person lives in now.
    pub fn latest(&self) -> Tz {
        self.moves.last().map_or(self.first, |(_, zone)| *zone)
    }

    /// Tells the zone at an instant.
    pub fn at(&self, instant: DateTime<Utc>) -> Tz {
        let passed = self.moves.partition_point(|(at, _)| *at <= instant);
        passed.checked_sub(1).map_or(self.first, |index| self.moves[index].1)
    }

    /// Places a wall-clock time, taking the zone that was in force around it.
    pub fn place(&self, local: NaiveDateTime) -> Placed {
        let guess = place_local(local, self.first);
        let zone = self.at(guess.at);
        if zone == self.first {
            guess
        } else {
            place_local(local, zone)
        }
    }
}

/// Places a wall-clock time in a zone: the first of two, or moved forward by the gap where there is none.
pub fn place_local(local: NaiveDateTime, zone: Tz) -> Placed {
    let found = |at: DateTime<Tz>, ambiguous, shifted| Placed {
        at: at.with_timezone(&Utc),
        offset_s: at.offset().fix().local_minus_utc(),
        ambiguous,
        shifted,
    };
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => found(at, false, false),
        LocalResult::Ambiguous(first, _) => found(first, true, false),
        LocalResult::None => {
            // The offset before the gap, applied to a time inside it, lands behind the gap by its length.
            let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(1))).fix();
            let at = Utc.from_utc_datetime(&(local - TimeDelta::seconds(before.local_minus_utc().into())));
            found(at.with_timezone(&zone), false, true)
        }
    }
}

/// Tells the offset from UTC in seconds east that a zone had at an instant.
pub fn offset_s(at: DateTime<Utc>, zone: Tz) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// Tells the civil date of an instant in a zone.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// Tells the first instant of a civil day, which is not always 00:00.
pub fn day_start(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    place_local(date.and_time(NaiveTime::MIN), zone).at
}

/// Tells the instants of a civil day: 23 to 25 hours, half-open.
pub fn civil_day(date: NaiveDate, zone: Tz) -> Range<DateTime<Utc>> {
    day_start(date, zone)..day_start(date + Days::new(1), zone)
}

/// Tells the Monday of a date's ISO week.
pub fn week_start(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

/// Turns milliseconds into an instant, or `None` beyond what a calendar holds.
pub fn from_ms(ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms)
}

/// Tells on which UTC day (days since 1970) an instant in milliseconds lies; samples are stored by it.
pub fn utc_day(ms: i64) -> i32 {
    i32::try_from(ms.div_euclid(UTC_DAY_MS)).unwrap_or(if ms < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a wall clock")
    }

    #[test]
    fn the_repeated_hour_takes_the_first_and_says_so() {
        let placed = place_local(local("2025-10-26T02:30:00"), chrono_tz::Europe::Berlin);
        assert_eq!(placed.at, utc("2025-10-26T00:30:00Z"));
        assert!(placed.ambiguous && !placed.shifted);
    }

    #[test]
    fn the_missing_hour_moves_forward_by_the_gap() {
        let placed = place_local(local("2025-03-30T02:30:00"), chrono_tz::Europe::Berlin);
        assert_eq!(placed.at, utc("2025-03-30T01:30:00Z"));
        assert!(placed.shifted);
    }

    #[test]
    fn days_last_as_long_as_the_clock_says() {
        let hours = |date: &str, zone| {
            let day = civil_day(date.parse().expect("a date"), zone);
            (day.end - day.start).num_minutes()
        };
        assert_eq!(hours("2025-03-30", chrono_tz::Europe::Berlin), 23 * 60);
        assert_eq!(hours("2025-10-26", chrono_tz::Europe::Berlin), 25 * 60);
        assert_eq!(hours("2025-10-05", chrono_tz::Australia::Lord_Howe), 23 * 60 + 30);
        assert_eq!(hours("2025-06-15", chrono_tz::Europe::Berlin), 24 * 60);
    }

    #[test]
    fn a_day_without_midnight_starts_at_its_first_instant() {
        // Brazil's clocks went from 23:59:59 to 01:00:00 on 4 November 2018.
        let start = day_start("2018-11-04".parse().expect("a date"), chrono_tz::America::Sao_Paulo);
        assert_eq!(start, utc("2018-11-04T03:00:00Z"));
    }

    #[test]
    fn a_move_does_not_rewrite_the_past() {
        let zones = ZoneHistory::always(chrono_tz::Asia::Tokyo)
            .moved(utc("2025-06-01T08:00:00Z"), chrono_tz::America::Los_Angeles);
        assert_eq!(zones.at(utc("2025-05-01T00:00:00Z")), chrono_tz::Asia::Tokyo);
        assert_eq!(
            zones.place(local("2025-05-01T09:00:00")).at,
            utc("2025-05-01T00:00:00Z")
        );
        assert_eq!(
            zones.place(local("2025-07-01T09:00:00")).at,
            utc("2025-07-01T16:00:00Z")
        );
    }

    #[test]
    fn of_two_moves_at_one_instant_the_later_added_counts() {
        let at = utc("2025-06-01T08:00:00Z");
        let zones = ZoneHistory::always(chrono_tz::Asia::Tokyo)
            .moved(at, chrono_tz::America::Los_Angeles)
            .moved(at, chrono_tz::Europe::Berlin);
        assert_eq!(
            (zones.first(), zones.moves()),
            (chrono_tz::Asia::Tokyo, &[(at, chrono_tz::Europe::Berlin)][..])
        );
    }
}
