//! Cuts the UTC line at the borders of a person's calendar: into stretches that lie in one bucket each.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::buckets::Bucket;
use crate::preferences::Preferences;
use crate::time::{ZoneHistory, day_start, first_ms, from_ms, offset_s, week_start};

/// A bucket on the UTC line, in milliseconds, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) date: NaiveDate,
}

impl Span {
    /// Tells start and end as instants.
    pub(super) fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let instant = |ms| from_ms(ms).expect("it came from an instant");
        (instant(self.start_ms), instant(self.end_ms))
    }

    /// Tells where a civil day lies.
    pub(super) fn of_day(date: NaiveDate, zones: &ZoneHistory) -> Self {
        let day = zones.civil_day(date);
        Self {
            start_ms: day.start.timestamp_millis(),
            end_ms: day.end.timestamp_millis(),
            date,
        }
    }

    /// Tells the week or month of a date, or the date's own day.
    pub(super) fn of(date: NaiveDate, bucket: Bucket, preferences: &Preferences) -> Self {
        let zones = &preferences.zones;
        let first = first_date(date, bucket, preferences);
        let last = match bucket {
            Bucket::Week => first + Days::new(6),
            Bucket::Month => first + Months::new(1) - Days::new(1),
            _ => first,
        };
        Self {
            end_ms: Self::of_day(last, zones).end_ms,
            ..Self::of_day(first, zones)
        }
    }
}

/// Tells the first day of a date's week or month, or the date itself.
pub(super) fn first_date(date: NaiveDate, bucket: Bucket, preferences: &Preferences) -> NaiveDate {
    match bucket {
        Bucket::Week => week_start(date, preferences.week_start),
        Bucket::Month => date.with_day(1).expect("every month has a first"),
        _ => date,
    }
}

/// A stretch of time that lies in one bucket, in milliseconds, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) date: NaiveDate,
    /// Whether the bucket has other stretches too: a move has brought the date back.
    pub(super) parted: bool,
}

impl Stretch {
    pub(super) fn contains(&self, ms: i64) -> bool {
        self.start_ms <= ms && ms < self.end_ms
    }
}

/// 0001-01-10 and 9999-12-01, both UTC: between them every calendar can be computed.
const REPRESENTABLE: Range<i64> = -62_134_819_200_000..253_399_622_400_000;

/// Tells whether the calendar of an instant can be computed.
pub(super) fn is_representable(ms: i64) -> bool {
    REPRESENTABLE.contains(&ms)
}

/// Turns a range into milliseconds, inside the years whose calendar can be computed.
pub(super) fn representable(range: &Range<DateTime<Utc>>) -> Range<i64> {
    let clip = |at: DateTime<Utc>| at.timestamp_millis().clamp(REPRESENTABLE.start, REPRESENTABLE.end);
    clip(range.start)..clip(range.end)
}

/// Finds the stretch of an instant, quickly where instants come nearly in order.
pub(super) struct Calendar<'z> {
    zones: &'z ZoneHistory,
    bucket: Bucket,
    /// A stretch of one civil date; for what is shorter than a day of one offset too, in milliseconds.
    steady: Option<(Stretch, i64)>,
}

impl<'z> Calendar<'z> {
    /// Opens a calendar; buckets longer than a day are built from days.
    pub(super) fn new(bucket: Bucket, zones: &'z ZoneHistory) -> Self {
        Self {
            zones,
            bucket: bucket.min(Bucket::Day),
            steady: None,
        }
    }

    pub(super) fn zones(&self) -> &'z ZoneHistory {
        self.zones
    }

    pub(super) fn by_day(&self) -> bool {
        self.bucket == Bucket::Day
    }

    /// Finds the stretch of an instant by the person's own clock.
    pub(super) fn stretch_at(&mut self, ms: i64) -> Stretch {
        let (steady, offset_ms) = match self.steady {
            Some(known) if known.0.contains(ms) => known,
            _ => *self.steady.insert(self.find(ms)),
        };
        let Some(step) = self.bucket.fixed_ms() else {
            return steady;
        };
        let start = (ms + offset_ms).div_euclid(step) * step - offset_ms;
        Stretch {
            start_ms: start.max(steady.start_ms),
            end_ms: (start + step).min(steady.end_ms),
            ..steady
        }
    }

    fn find(&self, ms: i64) -> (Stretch, i64) {
        let at = from_ms(ms).expect("inside the range that was asked for");
        let date = self.zones.local_date(at);
        let offset = self.zones.offset_s(at);
        let (stretch, parted) = if self.by_day() {
            let stretches = self.zones.stretches(date);
            let own = stretches.iter().find(|it| it.contains(&at));
            let own = own.expect("an instant lies in the day of its date");
            let borders = own.start.timestamp_millis()..own.end.timestamp_millis();
            (borders, stretches.len() > 1)
        } else {
            let steady = self.steady_since(ms, date, offset)..self.steady_until(ms, date, offset);
            (steady, false)
        };
        let stretch = Stretch {
            start_ms: stretch.start,
            end_ms: stretch.end,
            date,
            parted,
        };
        (stretch, i64::from(offset) * 1000)
    }

    /// Tells since when date and offset are what they are at an instant. A move that changes neither is none.
    fn steady_since(&self, mut at: i64, date: NaiveDate, offset: i32) -> i64 {
        loop {
            let (time, zone) = self.zones.in_force(instant(at));
            let start = day_start(date, zone).max(time.start).timestamp_millis();
            let own = |ms| offset_s(instant(ms), zone) == offset;
            if !own(start) {
                return first_ms(start, at, own);
            }
            if start > time.start.timestamp_millis() || !self.is(start - 1, date, offset) {
                return start;
            }
            at = start - 1;
        }
    }

    /// Tells until when date and offset are what they are at an instant.
    fn steady_until(&self, mut at: i64, date: NaiveDate, offset: i32) -> i64 {
        loop {
            let (time, zone) = self.zones.in_force(instant(at));
            let end = day_start(date + Days::new(1), zone).min(time.end).timestamp_millis();
            let other = |ms| offset_s(instant(ms), zone) != offset;
            if other(end - 1) {
                return first_ms(at, end - 1, other);
            }
            if end < time.end.timestamp_millis() || !self.is(end, date, offset) {
                return end;
            }
            at = end;
        }
    }

    fn is(&self, ms: i64, date: NaiveDate, offset: i32) -> bool {
        self.zones.local_date(instant(ms)) == date && self.zones.offset_s(instant(ms)) == offset
    }
}

fn instant(ms: i64) -> DateTime<Utc> {
    from_ms(ms).expect("beside an instant")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::{ms, utc};
    use chrono_tz::Tz;

    fn stretch(bucket: Bucket, zone: Tz, at: &str) -> (String, String, String) {
        let zones = ZoneHistory::always(zone);
        let found = Calendar::new(bucket, &zones).stretch_at(ms(at));
        let text = |ms: i64| instant(ms).format("%d %H:%M").to_string();
        (text(found.start_ms), text(found.end_ms), found.date.to_string())
    }

    fn expected(start: &str, end: &str, date: &str) -> (String, String, String) {
        (start.into(), end.into(), date.into())
    }

    #[test]
    fn a_range_of_all_time_is_cut_to_years_with_a_calendar() {
        let range = representable(&(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC));
        for bucket in [Bucket::Hour, Bucket::Day] {
            let zones = ZoneHistory::always(chrono_tz::Pacific::Kiritimati);
            let mut calendar = Calendar::new(bucket, &zones);
            assert_eq!(calendar.stretch_at(range.start).date.to_string(), "0001-01-09");
            assert_eq!(calendar.stretch_at(range.end - 1).date.to_string(), "9999-12-01");
        }
    }

    #[test]
    fn hours_follow_the_local_clock() {
        let found = stretch(Bucket::Hour, chrono_tz::Asia::Kathmandu, "2025-06-15T10:00:00Z");
        assert_eq!(found, expected("15 09:15", "15 10:15", "2025-06-15"));
    }

    #[test]
    fn the_repeated_hour_is_two_buckets() {
        let zone = chrono_tz::Europe::Berlin;
        let first = stretch(Bucket::Hour, zone, "2025-10-26T00:30:00Z");
        let second = stretch(Bucket::Hour, zone, "2025-10-26T01:30:00Z");
        assert_eq!(first, expected("26 00:00", "26 01:00", "2025-10-26"));
        assert_eq!(second, expected("26 01:00", "26 02:00", "2025-10-26"));
    }

    #[test]
    fn a_change_of_half_an_hour_cuts_buckets_and_overlaps_none() {
        // Lord Howe went from +11:00 to +10:30 at 15:00 UTC.
        let zone = chrono_tz::Australia::Lord_Howe;
        let before = stretch(Bucket::Hour, zone, "2025-04-05T14:45:00Z");
        let after = stretch(Bucket::Hour, zone, "2025-04-05T15:15:00Z");
        assert_eq!(before, expected("05 14:00", "05 15:00", "2025-04-06"));
        assert_eq!(after, expected("05 15:00", "05 15:30", "2025-04-06"));
    }

    #[test]
    fn days_weeks_and_months_follow_the_calendar() {
        let zone = chrono_tz::Europe::Berlin;
        let day = stretch(Bucket::Day, zone, "2025-03-30T12:00:00Z");
        assert_eq!(day, expected("29 23:00", "30 22:00", "2025-03-30"));
        let date = "2025-03-30".parse().expect("a date");
        let mut preferences = Preferences::in_zone(zone);
        let month = Span::of(date, Bucket::Month, &preferences);
        assert_eq!(month.instants().1.to_rfc3339(), "2025-03-31T22:00:00+00:00");
        let week = |preferences: &Preferences| Span::of(date, Bucket::Week, preferences).date.to_string();
        assert_eq!(week(&preferences), "2025-03-24");
        preferences.week_start = chrono::Weekday::Sun;
        assert_eq!(week(&preferences), "2025-03-30");
    }

    #[test]
    fn a_move_cuts_hours_where_it_changes_the_clock_and_only_there() {
        let at = "2025-06-01T10:23:00Z";
        let hour_after = |zone| {
            let zones = ZoneHistory::always(chrono_tz::Europe::Berlin).moved(utc(at), zone);
            let found = Calendar::new(Bucket::Hour, &zones).stretch_at(ms(at));
            (
                instant(found.start_ms).to_rfc3339(),
                (found.end_ms - found.start_ms) / 60_000,
            )
        };
        assert_eq!(
            hour_after(chrono_tz::Asia::Tokyo),
            ("2025-06-01T10:23:00+00:00".into(), 37)
        );
        assert_eq!(
            hour_after(chrono_tz::Europe::Paris),
            ("2025-06-01T10:00:00+00:00".into(), 60)
        );
    }

    #[test]
    fn a_clock_that_goes_back_over_midnight_does_not_bring_the_date_back() {
        // St. John's went from 00:01 back to 23:01 of the day before.
        let zone = chrono_tz::America::St_Johns;
        let first_minute = stretch(Bucket::Day, zone, "2000-10-29T02:30:30Z");
        let hour_later = stretch(Bucket::Day, zone, "2000-10-29T03:00:00Z");
        assert_eq!(first_minute.2, "2000-10-29");
        assert_eq!(hour_later, first_minute);
    }
}
