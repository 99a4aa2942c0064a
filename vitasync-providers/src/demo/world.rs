//! Holds what stays the same for one invented history: its span, its flights, its zones.
//!
//! Days are counted from the first day of the history. A day reaches from one bedtime to the
//! next, so that days neither overlap nor leave gaps, whatever clocks and flights do.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

use super::DemoOptions;
use super::chance::Chance;

/// A half-open stretch of time in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Span {
    pub(super) const fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }

    /// Answers the length in seconds.
    pub(super) const fn length(self) -> i64 {
        self.end - self.start
    }

    /// Answers whether two spans share time.
    pub(super) const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Answers whether the instant lies inside.
    pub(super) const fn holds(self, instant: i64) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Answers the span made longer at both ends.
    pub(super) const fn widened(self, seconds: i64) -> Self {
        Self::new(self.start - seconds, self.end + seconds)
    }
}

/// A journey between the two zones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flight {
    pub(super) air: Span,
    pub(super) from: Tz,
    pub(super) to: Tz,
    /// Whether the night is spent on board.
    pub(super) overnight: bool,
    /// The civil date of departure where it departs.
    pub(super) date: NaiveDate,
}

/// The fixed frame of one history.
#[derive(Debug)]
pub(super) struct World {
    pub(super) options: DemoOptions,
    pub(super) first: NaiveDate,
    pub(super) days: i64,
    /// How many of the days are written.
    pub(super) written: i64,
    pub(super) export_at: i64,
    pub(super) offset: i64,
    flights: Vec<Flight>,
}

/// Days a week abroad begins before the export, and every this many days before that.
const TRIP_BEFORE_END: u64 = 100;
const TRIP_EVERY: u64 = 364;
const TRIP_LENGTH: u64 = 8;

impl World {
    /// Derives the frame from the options.
    pub(super) fn new(options: &DemoOptions) -> Self {
        let days = options.days.max(1);
        let first = options.end - Days::new(u64::from(days) - 1);
        let export_at = instant(options.home, options.end, 22 * 3600 + 47 * 60 + 13);
        Self {
            options: options.clone(),
            first,
            days: i64::from(days),
            written: i64::from(days.saturating_sub(options.without_last).max(1)),
            export_at,
            offset: offset(options.home, export_at),
            flights: flights(options, first),
        }
    }

    /// Answers the civil date of a day.
    pub(super) fn date(&self, index: i64) -> NaiveDate {
        self.first + TimeDelta::days(index)
    }

    /// Answers how many days before the export a day lies.
    pub(super) const fn age(&self, index: i64) -> i64 {
        self.days - 1 - index
    }

    /// Opens a stream of made-up numbers for one day.
    pub(super) fn chance(&self, topic: &str, index: i64) -> Chance {
        // Keyed by age: a longer history has the same last year.
        Chance::new(self.options.seed, topic, self.age(index))
    }

    /// Answers the zone the person's devices are set to at an instant; it changes on landing.
    pub(super) fn zone_at(&self, instant: i64) -> Tz {
        self.flights
            .iter()
            .rev()
            .find(|flight| flight.air.end <= instant)
            .map_or(self.options.home, |flight| flight.to)
    }

    /// Answers the flight that shares time with a span.
    pub(super) fn flight_in(&self, span: Span) -> Option<Flight> {
        self.flights.iter().copied().find(|flight| flight.air.overlaps(span))
    }

    /// Answers the flight that leaves on a civil date.
    pub(super) fn flight_on(&self, date: NaiveDate) -> Option<Flight> {
        self.flights.iter().copied().find(|flight| flight.date == date)
    }

    /// Answers the zone in which the night that ends on a date is slept.
    pub(super) fn night_zone(&self, date: NaiveDate) -> Tz {
        self.flights
            .iter()
            .rev()
            .find(|flight| flight.date < date)
            .map_or(self.options.home, |flight| {
                let on_board = flight.overnight && flight.date + Days::new(1) == date;
                if on_board { flight.from } else { flight.to }
            })
    }
}

/// Answers whether the night before this date, and the day itself, are a weekend's.
pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Answers the instant of a wall clock: seconds after (or before) midnight of a date.
///
/// An ambiguous clock is its first reading; a skipped one is an hour later.
pub(super) fn instant(zone: Tz, date: NaiveDate, seconds: i64) -> i64 {
    let clock = NaiveDateTime::from(date) + TimeDelta::seconds(seconds);
    zone.from_local_datetime(&clock)
        .earliest()
        .or_else(|| zone.from_local_datetime(&(clock + TimeDelta::hours(1))).earliest())
        .map_or_else(|| clock.and_utc().timestamp(), |time| time.timestamp())
}

/// Answers a zone's offset from UTC at an instant, in seconds.
pub(super) fn offset(zone: Tz, instant: i64) -> i64 {
    chrono::DateTime::from_timestamp(instant, 0).map_or(0, |time| {
        let fixed = zone.offset_from_utc_datetime(&time.naive_utc()).fix();
        i64::from(fixed.local_minus_utc())
    })
}

/// Answers the civil date of an instant in a zone.
pub(super) fn civil_date(zone: Tz, instant: i64) -> NaiveDate {
    let day = (instant + offset(zone, instant)).div_euclid(86_400);
    NaiveDate::default() + TimeDelta::days(day)
}

fn flights(options: &DemoOptions, first: NaiveDate) -> Vec<Flight> {
    let mut flights = Vec::new();
    let mut leave = options.end - Days::new(TRIP_BEFORE_END);
    while leave + Days::new(TRIP_LENGTH + 2) >= first {
        let back = leave + Days::new(TRIP_LENGTH);
        let out = hop(options.home, options.away, leave, 11 * 3600 + 300, 30_900);
        let home = hop(options.away, options.home, back, 17 * 3600 + 1800, 28_200);
        flights.push(home);
        flights.push(out);
        leave = leave - Days::new(TRIP_EVERY);
    }
    flights.reverse();
    flights
}

fn hop(from: Tz, to: Tz, date: NaiveDate, clock: i64, length: i64) -> Flight {
    let leave = instant(from, date, clock);
    let air = Span::new(leave, leave + length);
    Flight {
        air,
        from,
        to,
        overnight: civil_date(to, air.end) > date,
        date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_changes_on_landing_and_back() {
        let options = DemoOptions::default();
        let world = World::new(&options);
        let leave = options.end - Days::new(TRIP_BEFORE_END);
        let out = world.flight_on(leave).expect("the trip begins");
        assert_eq!(world.zone_at(out.air.end - 1), options.home);
        assert_eq!(world.zone_at(out.air.end), options.away);
        assert_eq!(world.night_zone(leave), options.home);
        assert_eq!(world.night_zone(leave + Days::new(1)), options.away);
        assert_eq!(world.zone_at(world.export_at), options.home);
    }

    #[test]
    fn a_skipped_wall_clock_is_an_hour_later() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 29).expect("a date");
        let zone = chrono_tz::Europe::Berlin;
        let skipped = instant(zone, date, 2 * 3600 + 1800);
        assert_eq!(skipped, instant(zone, date, 3 * 3600 + 1800));
        assert_eq!(civil_date(zone, skipped), date);
    }
}
