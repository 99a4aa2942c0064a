//! Cuts the UTC line into buckets of a zone's calendar and keeps something per bucket.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::time::{civil_day, day_start, from_ms, local_date, offset_s, week_start};

/// How much time one value covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bucket {
    /// A minute.
    #[serde(rename = "minute")]
    Minute,
    /// Five minutes.
    #[serde(rename = "5min")]
    FiveMinutes,
    /// Fifteen minutes.
    #[serde(rename = "15min")]
    QuarterHour,
    /// An hour by the local clock.
    #[serde(rename = "hour")]
    Hour,
    /// A civil day, of 23 to 25 hours.
    #[serde(rename = "day")]
    Day,
    /// An ISO week, from Monday.
    #[serde(rename = "week")]
    Week,
    /// A calendar month.
    #[serde(rename = "month")]
    Month,
}

impl Bucket {
    /// Every bucket, shortest first.
    pub const ALL: [Self; 7] = [
        Self::Minute,
        Self::FiveMinutes,
        Self::QuarterHour,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
    ];

    /// Names the bucket on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::FiveMinutes => "5min",
            Self::QuarterHour => "15min",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Finds a bucket by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.id() == id)
    }

    /// Lists the buckets of a zone's calendar that a half-open range touches, in order of time, with or without data.
    ///
    /// ```
    /// # use vitasync_core::aggregate::Bucket;
    /// let instant = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    /// // The clocks of Berlin go forward on 30 March.
    /// let range = instant("2025-03-29T12:00:00Z")..instant("2025-03-30T22:00:00Z");
    /// let days: Vec<_> = Bucket::Day.over(range, chrono_tz::Europe::Berlin).collect();
    /// let hours: Vec<_> = days.iter().map(|day| (day.end - day.start).num_hours()).collect();
    /// assert_eq!(hours, [24, 23]);
    /// ```
    pub fn over(self, range: Range<DateTime<Utc>>, zone: Tz) -> impl Iterator<Item = Range<DateTime<Utc>>> {
        let range = representable(&range);
        let mut ledger: Ledger<()> = Ledger::new(self, zone);
        let mut next = range.start;
        std::iter::from_fn(move || {
            let span = (next < range.end).then(|| match self {
                Self::Week | Self::Month => Some(span_of(local_date(from_ms(next)?, zone), self, zone)),
                _ => Some(ledger.span_at(next)),
            })??;
            next = span.end_ms;
            let (start, end) = span.instants();
            Some(start..end)
        })
    }

    fn minutes(self) -> i64 {
        match self {
            Self::Minute => 1,
            Self::FiveMinutes => 5,
            Self::QuarterHour => 15,
            _ => 60,
        }
    }
}

/// One bucket on the UTC line, in milliseconds, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) date: NaiveDate,
}

impl Span {
    pub(super) fn contains(&self, ms: i64) -> bool {
        self.start_ms <= ms && ms < self.end_ms
    }

    /// Tells start and end as instants.
    pub(super) fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let instant = |ms| from_ms(ms).expect("it came from an instant");
        (instant(self.start_ms), instant(self.end_ms))
    }

    fn of(date: NaiveDate, range: &Range<DateTime<Utc>>) -> Self {
        Self {
            start_ms: range.start.timestamp_millis(),
            end_ms: range.end.timestamp_millis(),
            date,
        }
    }
}

/// 0001-01-02 and 9999-12-01, both UTC: between them every calendar can be computed.
const REPRESENTABLE: Range<i64> = -62_135_510_400_000..253_399_622_400_000;

/// Tells whether the calendar of an instant can be computed.
pub(super) fn is_representable(ms: i64) -> bool {
    REPRESENTABLE.contains(&ms)
}

/// Turns a range into milliseconds, inside the years whose calendar can be computed.
pub(super) fn representable(range: &Range<DateTime<Utc>>) -> Range<i64> {
    let clip = |at: DateTime<Utc>| at.timestamp_millis().clamp(REPRESENTABLE.start, REPRESENTABLE.end);
    clip(range.start)..clip(range.end)
}

/// Tells the week or month of a date, or the date's own day.
pub(super) fn span_of(date: NaiveDate, bucket: Bucket, zone: Tz) -> Span {
    let (first, next) = match bucket {
        Bucket::Week => (week_start(date), week_start(date) + Days::new(7)),
        Bucket::Month => {
            let first = date.with_day(1).expect("every month has a first");
            (first, first + Months::new(1))
        }
        _ => return Span::of(date, &civil_day(date, zone)),
    };
    Span::of(first, &(day_start(first, zone)..day_start(next, zone)))
}

/// Keeps something per bucket, and finds the bucket of an instant quickly where instants come nearly in order.
pub(super) struct Ledger<T> {
    zone: Tz,
    bucket: Bucket,
    /// A stretch of one civil day with one offset, and that offset in milliseconds.
    steady: Option<(Span, i64)>,
    entries: Vec<(Span, T)>,
    last: usize,
}

impl<T: Default> Ledger<T> {
    /// Opens a ledger; buckets longer than a day are not for it.
    pub(super) fn new(bucket: Bucket, zone: Tz) -> Self {
        Self {
            zone,
            bucket: bucket.min(Bucket::Day),
            steady: None,
            entries: Vec::new(),
            last: 0,
        }
    }

    /// Finds the entry of the bucket that contains an instant.
    pub(super) fn at(&mut self, ms: i64) -> &mut (Span, T) {
        let holds = |at: usize| self.entries.get(at).is_some_and(|(span, _)| span.contains(ms));
        if holds(self.last) {
            return &mut self.entries[self.last];
        }
        // Parts that do not count are told late: one bucket back is as likely as one ahead.
        let near = [self.last + 1, self.last.saturating_sub(1)]
            .into_iter()
            .find(|at| holds(*at));
        let place = near.unwrap_or_else(|| self.entries.partition_point(|(span, _)| span.end_ms <= ms));
        if !self.entries.get(place).is_some_and(|(span, _)| span.contains(ms)) {
            let span = self.span_at(ms);
            self.entries.insert(place, (span, T::default()));
        }
        self.last = place;
        &mut self.entries[place]
    }

    /// Finds the entry of a civil day.
    pub(super) fn on(&mut self, date: NaiveDate) -> &mut (Span, T) {
        let start = day_start(date, self.zone).timestamp_millis();
        self.at(start)
    }

    /// Tells whether anything is kept for a civil day.
    pub(super) fn knows(&self, date: NaiveDate) -> bool {
        self.entries.binary_search_by_key(&date, |(span, _)| span.date).is_ok()
    }

    /// Hands out what is kept, in order of time.
    pub(super) fn into_entries(self) -> Vec<(Span, T)> {
        self.entries
    }

    fn span_at(&mut self, ms: i64) -> Span {
        let (steady, offset_ms) = match self.steady {
            Some(known) if known.0.contains(ms) => known,
            _ => *self.steady.insert(steady(ms, self.zone)),
        };
        if self.bucket == Bucket::Day {
            return span_of(steady.date, Bucket::Day, self.zone);
        }
        let step = self.bucket.minutes() * 60_000;
        let start = (ms + offset_ms).div_euclid(step) * step - offset_ms;
        Span {
            start_ms: start.max(steady.start_ms),
            end_ms: (start + step).min(steady.end_ms),
            date: steady.date,
        }
    }
}

/// Tells the stretch around an instant that lies in one civil day and has one offset, and the offset in milliseconds.
fn steady(ms: i64, zone: Tz) -> (Span, i64) {
    let at = from_ms(ms).expect("inside the range that was asked for");
    let date = local_date(at, zone);
    let mut span = span_of(date, Bucket::Day, zone);
    let offset = |ms| offset_s(from_ms(ms).expect("beside an instant"), zone);
    let own = offset(ms);
    if offset(span.start_ms) != own {
        span.start_ms = change(span.start_ms, ms, |ms| offset(ms) == own);
    }
    if offset(span.end_ms - 1) != own {
        span.end_ms = change(ms, span.end_ms, |ms| offset(ms) != own);
    }
    (span, i64::from(own) * 1000)
}

/// Finds the first instant after `from` at which something holds that does not hold at `from` and holds at `to`.
fn change(mut from: i64, mut to: i64, holds: impl Fn(i64) -> bool) -> i64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::ms;

    fn span(bucket: Bucket, zone: Tz, at: &str) -> (String, String, String) {
        let mut ledger: Ledger<()> = Ledger::new(bucket, zone);
        let (start, end) = ledger.at(ms(at)).0.instants();
        let text = |at: DateTime<Utc>| at.format("%d %H:%M").to_string();
        (text(start), text(end), ledger.entries[0].0.date.to_string())
    }

    fn spans(start: &str, end: &str, date: &str) -> (String, String, String) {
        (start.into(), end.into(), date.into())
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for bucket in Bucket::ALL {
            assert_eq!(Bucket::from_id(bucket.id()), Some(bucket));
        }
        assert_eq!(Bucket::from_id("fortnight"), None);
    }

    #[test]
    fn a_range_of_all_time_is_cut_to_years_with_a_calendar() {
        let range = representable(&(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC));
        let mut ledger: Ledger<()> = Ledger::new(Bucket::Hour, chrono_tz::Pacific::Kiritimati);
        assert_eq!(ledger.at(range.start).0.date.to_string(), "0001-01-01");
        assert_eq!(ledger.at(range.end - 1).0.date.to_string(), "9999-12-01");
    }

    #[test]
    fn hours_follow_the_local_clock() {
        let found = span(Bucket::Hour, chrono_tz::Asia::Kathmandu, "2025-06-15T10:00:00Z");
        assert_eq!(found, spans("15 09:15", "15 10:15", "2025-06-15"));
    }

    #[test]
    fn the_repeated_hour_is_two_buckets() {
        let zone = chrono_tz::Europe::Berlin;
        let first = span(Bucket::Hour, zone, "2025-10-26T00:30:00Z");
        let second = span(Bucket::Hour, zone, "2025-10-26T01:30:00Z");
        assert_eq!(first, spans("26 00:00", "26 01:00", "2025-10-26"));
        assert_eq!(second, spans("26 01:00", "26 02:00", "2025-10-26"));
    }

    #[test]
    fn a_change_of_half_an_hour_cuts_buckets_and_overlaps_none() {
        // Lord Howe went from +11:00 to +10:30 at 15:00 UTC.
        let zone = chrono_tz::Australia::Lord_Howe;
        let before = span(Bucket::Hour, zone, "2025-04-05T14:45:00Z");
        let after = span(Bucket::Hour, zone, "2025-04-05T15:15:00Z");
        assert_eq!(before, spans("05 14:00", "05 15:00", "2025-04-06"));
        assert_eq!(after, spans("05 15:00", "05 15:30", "2025-04-06"));
    }

    #[test]
    fn days_weeks_and_months_follow_the_calendar() {
        let zone = chrono_tz::Europe::Berlin;
        let day = span(Bucket::Day, zone, "2025-03-30T12:00:00Z");
        assert_eq!(day, spans("29 23:00", "30 22:00", "2025-03-30"));
        let date = "2025-03-30".parse().expect("a date");
        assert_eq!(span_of(date, Bucket::Week, zone).date.to_string(), "2025-03-24");
        let month = span_of(date, Bucket::Month, zone);
        assert_eq!(month.instants().1.to_rfc3339(), "2025-03-31T22:00:00+00:00");
    }
}
