//! Names the buckets and keeps something per bucket.

use std::ops::Range;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Span, Stretch, first_date, representable};
use crate::preferences::Preferences;
use crate::time::{ZoneHistory, from_ms};

/// How much time one value covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
    /// An hour by the local clock; a change of the clock cuts it.
    #[serde(rename = "hour")]
    Hour,
    /// A civil day: of 23 to 25 hours, and longer or shorter where the person moves.
    #[serde(rename = "day")]
    Day,
    /// Seven days, from the day on which the person's weeks begin.
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

    /// Lists the buckets of a person's calendar that a half-open range touches, in order, with or without data.
    ///
    /// A date that a move takes away is not among them, though samples may be dated on it by their own clock.
    ///
    /// ```
    /// # use vitasync_core::{Preferences, aggregate::Bucket};
    /// let instant = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    /// // The clocks of Berlin go forward on 30 March.
    /// let range = instant("2025-03-29T12:00:00Z")..instant("2025-03-30T22:00:00Z");
    /// let days: Vec<_> = Bucket::Day.over(range, &Preferences::in_zone(chrono_tz::Europe::Berlin)).collect();
    /// let hours: Vec<_> = days.iter().map(|day| (day.end - day.start).num_hours()).collect();
    /// assert_eq!(hours, [24, 23]);
    /// ```
    pub fn over(
        self,
        range: Range<DateTime<Utc>>,
        preferences: &Preferences,
    ) -> Box<dyn Iterator<Item = Range<DateTime<Utc>>> + '_> {
        let range = representable(&range);
        if self.fixed_ms().is_some() {
            return Box::new(steps(self, range, &preferences.zones));
        }
        // A date that comes back after a move may begin two days before the one that follows it.
        let date = |ms| from_ms(ms).map(|at| preferences.zones.local_date(at));
        let (Some(first), Some(last)) = (date(range.start), date(range.end)) else {
            return Box::new(std::iter::empty());
        };
        let (mut next, last) = (first_date(first - Days::new(2), self, preferences), last + Days::new(2));
        let spans = std::iter::from_fn(move || {
            let span = (next <= last).then(|| Span::of(next, self, preferences))?;
            next = match self {
                Self::Week => next + Days::new(7),
                Self::Month => next + Months::new(1),
                _ => next + Days::new(1),
            };
            Some(span)
        });
        let touched = move |it: &Span| it.start_ms < range.end.min(it.end_ms) && range.start < it.end_ms;
        Box::new(
            spans
                .filter(touched)
                .map(|span| span.instants())
                .map(|(start, end)| start..end),
        )
    }

    /// Tells the length in milliseconds of a bucket shorter than a day.
    pub(super) fn fixed_ms(self) -> Option<i64> {
        let minutes = match self {
            Self::Minute => 1,
            Self::FiveMinutes => 5,
            Self::QuarterHour => 15,
            Self::Hour => 60,
            _ => return None,
        };
        Some(minutes * 60_000)
    }
}

/// Lists the buckets shorter than a day that a range touches.
fn steps(bucket: Bucket, range: Range<i64>, zones: &ZoneHistory) -> impl Iterator<Item = Range<DateTime<Utc>>> + '_ {
    let mut calendar = Calendar::new(bucket, zones);
    let mut next = range.start;
    std::iter::from_fn(move || {
        let stretch = (next < range.end).then(|| calendar.stretch_at(next))?;
        next = stretch.end_ms;
        Some(from_ms(stretch.start_ms)?..from_ms(stretch.end_ms)?)
    })
}

/// Keeps something per bucket, and finds it quickly where instants come nearly in order.
pub(super) struct Ledger<'z, T> {
    zones: &'z ZoneHistory,
    by_day: bool,
    /// In order of dates, or of starts where buckets are shorter than a day.
    entries: Vec<(Span, T)>,
    last: usize,
}

impl<'z, T: Default> Ledger<'z, T> {
    /// Opens a ledger; buckets longer than a day are built from days.
    pub(super) fn new(bucket: Bucket, zones: &'z ZoneHistory) -> Self {
        Self {
            zones,
            by_day: bucket >= Bucket::Day,
            entries: Vec::new(),
            last: 0,
        }
    }

    /// Finds the entry of the bucket of a stretch.
    pub(super) fn at(&mut self, stretch: &Stretch) -> &mut (Span, T) {
        if self.by_day {
            return self.on(stretch.date);
        }
        let span = Span {
            start_ms: stretch.start_ms,
            end_ms: stretch.end_ms,
            date: stretch.date,
        };
        self.find(span.start_ms, |span| span.start_ms, || span)
    }

    /// Finds the entry of a civil day.
    #[inline]
    pub(super) fn on(&mut self, date: NaiveDate) -> &mut (Span, T) {
        let zones = self.zones;
        self.find(date, |span| span.date, || Span::of_day(date, zones))
    }

    /// Tells whether anything is kept for a civil day.
    pub(super) fn knows(&self, date: NaiveDate) -> bool {
        self.entries.binary_search_by_key(&date, |(span, _)| span.date).is_ok()
    }

    /// Hands out what is kept, in order.
    pub(super) fn into_entries(self) -> Vec<(Span, T)> {
        self.entries
    }

    #[inline]
    fn find<K: Ord>(&mut self, key: K, of: impl Fn(&Span) -> K, open: impl FnOnce() -> Span) -> &mut (Span, T) {
        let is = |at: usize| self.entries.get(at).is_some_and(|(span, _)| of(span) == key);
        if is(self.last) {
            return &mut self.entries[self.last];
        }
        // Parts that do not count are told late: one bucket back is as likely as one ahead.
        let near = [self.last + 1, self.last.saturating_sub(1)]
            .into_iter()
            .find(|at| is(*at));
        let place = near.unwrap_or_else(|| self.entries.partition_point(|(span, _)| of(span) < key));
        if near.is_none() && !is(place) {
            self.entries.insert(place, (open(), T::default()));
        }
        self.last = place;
        &mut self.entries[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for bucket in Bucket::ALL {
            assert_eq!(Bucket::from_id(bucket.id()), Some(bucket));
        }
        assert_eq!(Bucket::from_id("fortnight"), None);
    }

    #[test]
    fn a_range_that_begins_on_a_date_that_comes_back_touches_both_dates() {
        // From Tokyo to Los Angeles at 10:00, which becomes 18:00 of the date before.
        let instant = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let mut preferences = Preferences::in_zone(chrono_tz::Asia::Tokyo);
        preferences.zones = preferences
            .zones
            .moved(instant("2025-06-01T01:00:00Z"), chrono_tz::America::Los_Angeles);
        let range = instant("2025-06-01T02:00:00Z")..instant("2025-06-01T08:00:00Z");
        let days: Vec<_> = Bucket::Day.over(range.clone(), &preferences).collect();
        let may = instant("2025-05-30T15:00:00Z")..instant("2025-06-01T07:00:00Z");
        let june = instant("2025-05-31T15:00:00Z")..instant("2025-06-02T07:00:00Z");
        assert_eq!(days, [may, june]);
        assert_eq!(Bucket::Hour.over(range, &preferences).count(), 6);
    }
}
