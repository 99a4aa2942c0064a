//! Places what happened on the UTC line and on a civil calendar.
//!
//! Inside the model an instant is UTC milliseconds. A day is a civil day in an IANA zone and lasts 23 to 25 hours
//! (and rarely 23.5); it is never 24 hours by assumption and never a UTC day by accident. A wall-clock time without
//! a zone is placed by the person's [`ZoneHistory`] or not at all.
//!
//! A day of somebody who moves is made of the stretches of time that the zones in force give that date: a flight
//! makes it long or short, takes it away or brings it back. No instant has two dates of one history, and each has one.

use std::ops::Range;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Milliseconds of a UTC day, by which samples are kept together in storage. Not the length of a civil day.
pub const UTC_DAY_MS: i64 = 86_400_000;

/// When a vendor says something happened, with exactly as much as the vendor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
///
/// Invariant: the moves are in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Told")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ZoneHistory {
    /// The zone before the first move.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    first: Tz,
    /// From when on the person was in another zone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<(DateTime<Utc>, String)>, required = false))]
    moves: Vec<(DateTime<Utc>, Tz)>,
}

/// A zone history as somebody tells it: with moves in any order.
#[derive(Deserialize)]
struct Told {
    first: Tz,
    #[serde(default)]
    moves: Vec<(DateTime<Utc>, Tz)>,
}

impl From<Told> for ZoneHistory {
    fn from(told: Told) -> Self {
        let moves = told.moves.into_iter();
        moves.fold(Self::always(told.first), |zones, (at, zone)| zones.moved(at, zone))
    }
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

    /// Tells the offset from UTC in seconds east at an instant.
    pub fn offset_s(&self, at: DateTime<Utc>) -> i32 {
        offset_s(at, self.at(at))
    }

    /// Tells the civil date of an instant. A date begins with its first midnight, also where clocks go back over it.
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        date_of(at, self.at(at))
    }

    /// Lists the stretches of time that have a civil date, in order: one, or two and more where a move brings the
    /// date back, or none where it takes it away.
    ///
    /// ```
    /// # use vitasync_core::time::ZoneHistory;
    /// let instant = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    /// // From Tokyo to Los Angeles at 17:00, which becomes 01:00 of the same date.
    /// let zones = ZoneHistory::always(chrono_tz::Asia::Tokyo)
    ///     .moved(instant("2025-06-01T08:00:00Z"), chrono_tz::America::Los_Angeles);
    /// let stretches = zones.stretches("2025-06-01".parse().unwrap());
    /// assert_eq!(stretches, [instant("2025-05-31T15:00:00Z")..instant("2025-06-02T07:00:00Z")]); // 40 hours
    /// ```
    pub fn stretches(&self, date: NaiveDate) -> Vec<Range<DateTime<Utc>>> {
        let mut stretches: Vec<Range<DateTime<Utc>>> = Vec::with_capacity(1);
        for (time, zone) in self.around(date) {
            let day = civil_day(date, zone);
            let (start, end) = (day.start.max(time.start), day.end.min(time.end));
            match stretches.last_mut() {
                _ if start >= end => {}
                Some(last) if last.end == start => last.end = end,
                _ => stretches.push(start..end),
            }
        }
        stretches
    }

    /// Tells from when to when a civil date lies: from its first instant to its last, half-open. Where a move brings a
    /// date back, another lies between; where it takes a date away, the range is empty and lies where it would have been.
    pub fn civil_day(&self, date: NaiveDate) -> Range<DateTime<Utc>> {
        if let [(_, zone)] = self.around(date)[..] {
            return civil_day(date, zone);
        }
        let stretches = self.stretches(date);
        if let (Some(first), Some(last)) = (stretches.first(), stretches.last()) {
            return first.start..last.end;
        }
        let later = |(time, zone): &(Range<DateTime<Utc>>, Tz)| {
            let start = civil_day(date, *zone).end.max(time.start);
            (start < time.end).then_some(start..start)
        };
        let found = self.around(date).iter().find_map(later);
        found.expect("every zone comes to a later date within two days")
    }

    /// Tells when the zone in force at an instant came into force and when it ceased to, and the zone.
    pub(crate) fn in_force(&self, at: DateTime<Utc>) -> (Range<DateTime<Utc>>, Tz) {
        let passed = self.moves.partition_point(|(moved, _)| *moved <= at);
        let until = self.moves.get(passed).map_or(DateTime::<Utc>::MAX_UTC, |it| it.0);
        match passed.checked_sub(1).map(|last| self.moves[last]) {
            Some((since, zone)) => (since..until, zone),
            None => (DateTime::<Utc>::MIN_UTC..until, self.first),
        }
    }

    /// Lists the zones in force within two days of a UTC day.
    fn around(&self, date: NaiveDate) -> Vec<(Range<DateTime<Utc>>, Tz)> {
        let midnight = date.and_time(NaiveTime::MIN).and_utc();
        let end = midnight + TimeDelta::days(3);
        let mut around = vec![self.in_force(midnight - TimeDelta::days(2))];
        while let Some((time, _)) = around.last()
            && time.end < end
        {
            around.push(self.in_force(time.end));
        }
        around
    }

    /// Places a wall-clock time by the zone in force then: the first of two where a move shows it twice, or moved forward
    /// by what a move skips.
    pub fn place(&self, local: NaiveDateTime) -> Placed {
        if self.moves.is_empty() {
            return place_local(local, self.first);
        }
        let around = self.around(local.date());
        let mut found = around.iter().filter_map(|(time, zone)| {
            let placed = place_local(local, *zone);
            time.contains(&placed.at).then_some(placed)
        });
        if let Some(placed) = found.next() {
            let ambiguous = placed.ambiguous || found.next().is_some();
            return Placed { ambiguous, ..placed };
        }
        // The old zone's clock, going on after the move, lands behind the gap by its length.
        let by_old = around
            .iter()
            .map(|(time, zone)| (time.end, place_local(local, *zone).at));
        let at = by_old.filter(|(end, at)| end <= at).map(|(_, at)| at).next_back();
        let at = at.unwrap_or_else(|| place_local(local, self.first).at);
        Placed {
            at,
            offset_s: self.offset_s(at),
            ambiguous: false,
            shifted: true,
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
    let placed = place_local(date.and_time(NaiveTime::MIN), zone);
    if !placed.shifted {
        return placed.at;
    }
    // Where clocks go forward over midnight the day begins with the gap's end, which may lie before 00:00 by the old clock.
    let at = placed.at.timestamp_millis();
    let begun = |ms| from_ms(ms).is_some_and(|at| local_date(at, zone) >= date);
    from_ms(first_ms(at - 2 * UTC_DAY_MS, at, begun)).unwrap_or(placed.at)
}

/// Tells the instants of a civil day: 23 to 25 hours, half-open.
pub fn civil_day(date: NaiveDate, zone: Tz) -> Range<DateTime<Utc>> {
    day_start(date, zone)..day_start(date + Days::new(1), zone)
}

/// Tells the civil date of an instant in a zone, a date beginning with its first midnight.
fn date_of(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let shown = local_date(at, zone);
    let next = shown + Days::new(1);
    // The wall clock shows the old date once more where clocks go back over midnight.
    if day_start(next, zone) <= at { next } else { shown }
}

/// Tells the first day of a date's week, of weeks that begin on `first`.
///
/// ```
/// # use vitasync_core::time::week_start;
/// let sunday: chrono::NaiveDate = "2025-06-15".parse().unwrap();
/// assert_eq!(week_start(sunday, chrono::Weekday::Mon).to_string(), "2025-06-09");
/// assert_eq!(week_start(sunday, chrono::Weekday::Sun), sunday);
/// ```
pub fn week_start(date: NaiveDate, first: Weekday) -> NaiveDate {
    date - Days::new(date.weekday().days_since(first).into())
}

/// Finds the first instant after `from` at which something holds that does not hold at `from` and holds at `to`.
pub(crate) fn first_ms(mut from: i64, mut to: i64, holds: impl Fn(i64) -> bool) -> i64 {
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            to = middle;
        } else {
            from = middle;
        }
    }
    to
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
    fn a_wall_clock_around_a_move_is_placed_by_the_zone_in_force() {
        let moved = utc("2025-06-01T08:00:00Z");
        let west = ZoneHistory::always(chrono_tz::Asia::Tokyo)
            .moved(utc("2020-01-01T00:00:00Z"), chrono_tz::Europe::Berlin)
            .moved(moved, chrono_tz::America::Los_Angeles);
        // Berlin's 10:00 becomes 01:00: what lies between is shown twice.
        let twice = west.place(local("2025-06-01T09:30:00"));
        assert_eq!((twice.at, twice.ambiguous), (utc("2025-06-01T07:30:00Z"), true));
        let once = west.place(local("2025-06-01T10:30:00"));
        assert_eq!((once.at, once.ambiguous), (utc("2025-06-01T17:30:00Z"), false));
        // Berlin's 10:00 becomes 17:00: what lies between is never shown.
        let east = ZoneHistory::always(chrono_tz::Europe::Berlin).moved(moved, chrono_tz::Asia::Tokyo);
        let never = east.place(local("2025-06-01T12:00:00"));
        assert_eq!(
            (never.at, never.offset_s, never.shifted),
            (utc("2025-06-01T10:00:00Z"), 9 * 3600, true)
        );
    }

    #[test]
    fn moves_are_read_in_any_order() {
        let text = r#"{"first":"Asia/Tokyo","moves":[["2025-06-02T00:00:00Z","Europe/Berlin"],["2025-06-01T00:00:00Z","UTC"]]}"#;
        let zones: ZoneHistory = serde_json::from_str(text).expect("a zone history");
        assert_eq!(zones.at(utc("2025-06-01T12:00:00Z")), Tz::UTC);
        assert_eq!(zones.latest(), chrono_tz::Europe::Berlin);
    }

    #[test]
    fn a_day_that_begins_with_a_gap_begins_at_its_first_instant() {
        // Every zone, on every date of years in which some went forward over midnight, or left out a day.
        for zone in chrono_tz::TZ_VARIANTS {
            for year in [2011, 2018] {
                let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
                for date in first.iter_days().take(366) {
                    let day = civil_day(date, zone);
                    let is_dated = |at: DateTime<Utc>| date_of(at, zone) == date;
                    let inside = day.start < day.end;
                    let last = day.end - TimeDelta::milliseconds(1);
                    assert!(day.start <= day.end, "{date} in {zone}");
                    assert!(!inside || (is_dated(day.start) && is_dated(last)), "{date} in {zone}");
                    assert!(!is_dated(day.end), "{date} in {zone}");
                }
            }
        }
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
