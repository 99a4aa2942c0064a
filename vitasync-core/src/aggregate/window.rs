//! Says which time an answer is about.

use std::ops::{Range, RangeInclusive};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::calendar::representable;
use crate::time::ZoneHistory;

/// How far what is dated on a civil day can lie from the day by the person's clock: two clocks differ by 26 hours at
/// most, and the night that ends on the first date began before it.
const MARGIN: TimeDelta = TimeDelta::days(2);

/// Which time an answer is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// From an instant to another, half-open. Of intervals the part inside counts, of values that are not cut those
    /// whose day begins inside.
    Instants(Range<DateTime<Utc>>),
    /// From a civil date to another, both included. What is dated inside counts whole, so that a day comes to the same
    /// whatever is asked beside it.
    Dates(RangeInclusive<NaiveDate>),
}

impl Window {
    /// Tells from when to when samples are needed to answer it. Whoever keeps samples loads every row that overlaps this
    /// range; it is wider than the window, because rows are dated by their own clocks and nights begin a day early.
    ///
    /// ```
    /// use vitasync_core::{aggregate::Window, time::ZoneHistory};
    ///
    /// let date: chrono::NaiveDate = "2025-06-15".parse().unwrap();
    /// let needed = Window::from(date..=date).instants(&ZoneHistory::always(chrono_tz::Europe::Berlin));
    /// assert_eq!(needed.start.to_rfc3339(), "2025-06-12T22:00:00+00:00");
    /// assert_eq!(needed.end.to_rfc3339(), "2025-06-17T22:00:00+00:00");
    /// ```
    pub fn instants(&self, zones: &ZoneHistory) -> Range<DateTime<Utc>> {
        let Range { start, end } = match self {
            Self::Instants(range) => range.clone(),
            Self::Dates(dates) => zones.civil_day(*dates.start()).start..zones.civil_day(*dates.end()).end,
        };
        let earlier = start.checked_sub_signed(MARGIN).unwrap_or(DateTime::<Utc>::MIN_UTC);
        earlier..end.checked_add_signed(MARGIN).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

impl From<Range<DateTime<Utc>>> for Window {
    fn from(range: Range<DateTime<Utc>>) -> Self {
        Self::Instants(range)
    }
}

impl From<RangeInclusive<NaiveDate>> for Window {
    fn from(dates: RangeInclusive<NaiveDate>) -> Self {
        Self::Dates(dates)
    }
}

/// A window, made ready.
pub(super) struct Scope {
    /// Outside of these milliseconds nothing counts.
    pub(super) clip: Range<i64>,
    dates: Option<RangeInclusive<NaiveDate>>,
}

impl Scope {
    pub(super) fn new(window: &Window, zones: &ZoneHistory) -> Self {
        match window {
            Window::Instants(range) => Self {
                clip: representable(range),
                dates: None,
            },
            Window::Dates(dates) => Self {
                clip: representable(&window.instants(zones)),
                dates: Some(dates.clone()),
            },
        }
    }

    /// Tells whether what is dated so may count.
    pub(super) fn holds_date(&self, date: NaiveDate) -> bool {
        self.dates.as_ref().is_none_or(|dates| dates.contains(&date))
    }

    /// Tells whether what belongs to a whole day counts: where dates are asked for by the date, otherwise by the
    /// instant at which the day begins.
    pub(super) fn holds_day(&self, date: NaiveDate, zones: &ZoneHistory) -> bool {
        match &self.dates {
            Some(dates) => dates.contains(&date),
            None => self.clip.contains(&zones.civil_day(date).start.timestamp_millis()),
        }
    }
}
