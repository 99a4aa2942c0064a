//! From when to when a question reaches.
//!
//! A date means the whole civil day in the zone of the question, or in the zones the person lived in, at both ends; an instant at the end is not included.

use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use vitasync_core::aggregate::{self, Bucket};
use vitasync_core::time::ZoneHistory;

/// A civil date or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A whole civil day.
    Date(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl FromStr for When {
    type Err = String;

    /// Reads a civil date, or an instant with any offset; says what they look like where it is neither.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(date) = text.parse::<NaiveDate>() {
            return Ok(Self::Date(date));
        }
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self::Instant(at.with_timezone(&Utc)))
            .map_err(|_| format!("{text:?} is neither a date like 2025-06-15 nor an instant like 2025-06-15T09:00:00Z"))
    }
}

/// From when to when; an end that is not given is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// The beginning, included.
    pub from: Option<When>,
    /// The end: a date is included, an instant is not.
    pub to: Option<When>,
}

impl Window {
    /// Takes the civil days from `first` to `last`, both included.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Self {
        Self {
            from: Some(When::Date(first)),
            to: Some(When::Date(last)),
        }
    }

    /// Tells the milliseconds, half-open; an open end is the least or greatest there is.
    pub(crate) fn milliseconds(self, zones: &ZoneHistory) -> Range<i64> {
        let from = self.from.map(|from| match from {
            When::Date(date) => zones.civil_day(date).start,
            When::Instant(at) => at,
        });
        let to = self.to.map(|to| match to {
            When::Date(date) => zones.civil_day(date).end,
            When::Instant(at) => at,
        });
        from.map_or(i64::MIN, |at| at.timestamp_millis())..to.map_or(i64::MAX, |at| at.timestamp_millis())
    }

    /// Tells what to ask for buckets of it: dates where it names dates alone and the buckets are days or longer, so that a day
    /// comes to the same here as among daily summaries; instants otherwise.
    pub(crate) fn asked(self, bucket: Bucket, range: Range<DateTime<Utc>>) -> aggregate::Window {
        match (self.from, self.to) {
            (Some(When::Date(from)), Some(When::Date(to))) if bucket >= Bucket::Day => (from..=to).into(),
            _ => range.into(),
        }
    }

    /// Tells the first and the last civil date it touches.
    pub(crate) fn dates(self, zones: &ZoneHistory) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let first = self.from.map(|from| match from {
            When::Date(date) => date,
            When::Instant(at) => zones.local_date(at),
        });
        let last = self.to.map(|to| match to {
            When::Date(date) => date,
            When::Instant(at) => zones.local_date(at - TimeDelta::milliseconds(1)),
        });
        (first, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_mean_whole_civil_days_at_both_ends() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let window = Window::days(date("2025-03-30"), date("2025-03-30"));
        let zones = ZoneHistory::always(chrono_tz::Europe::Berlin);
        let range = window.milliseconds(&zones);
        assert_eq!((range.end - range.start) / 3_600_000, 23);
        assert_eq!(
            window.dates(&zones),
            (Some(date("2025-03-30")), Some(date("2025-03-30")))
        );
    }

    #[test]
    fn an_instant_at_midnight_ends_the_day_before() {
        let at = |text: &str| Some(When::Instant(text.parse().expect("an instant")));
        let window = Window {
            from: None,
            to: at("2025-06-15T22:00:00Z"),
        };
        assert_eq!(
            window.dates(&ZoneHistory::always(chrono_tz::Europe::Berlin)),
            (None, "2025-06-15".parse().ok())
        );
    }
}
