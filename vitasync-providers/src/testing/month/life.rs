//! What the person does on a day, whoever measures it.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use vitasync_core::time::ZoneHistory;

use super::Month;
use crate::demo::chance::{Chance, real, rounded};

/// A run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    pub(super) metres: f64,
    pub(super) kcal: f64,
}

/// A night, from going to bed to getting up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Night {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    pub(super) lowest_bpm: f64,
}

impl Month {
    /// Opens a stream of chance for a topic of a day.
    pub(super) fn chance(&self, topic: &str, date: NaiveDate) -> Chance {
        Chance::new(self.seed, topic, date.num_days_from_ce().into())
    }

    /// Finds the instant of a minute after midnight; it may be negative.
    pub(super) fn at(&self, date: NaiveDate, minute: f64) -> DateTime<Utc> {
        let seconds = TimeDelta::seconds(rounded(minute * 60.0));
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        ZoneHistory::always(self.zone).place(midnight + seconds).at
    }

    /// Tells the date at a moment.
    pub(super) fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// Lists the days of a span that have begun.
    pub(super) fn days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = NaiveDate> {
        let (first, last) = (first.max(Self::FIRST), last.min(self.today(now)));
        first.iter_days().take_while(move |date| *date <= last)
    }

    /// Tells how much of a day's movement lies before now: people move from seven in the morning to half past ten.
    pub(super) fn elapsed(&self, date: NaiveDate, now: DateTime<Utc>) -> f64 {
        let (up, down) = (self.at(date, 420.0), self.at(date, 1350.0));
        let passed = real((now - up).num_seconds()) / real((down - up).num_seconds());
        passed.clamp(0.0, 1.0)
    }

    /// Counts the steps of a whole day beside its run.
    pub(super) fn walked(&self, date: NaiveDate) -> f64 {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let usual = if weekend { 6_400.0 } else { 8_100.0 };
        self.chance("walked", date).around(usual, 1_500.0)
    }

    /// Tells the run of a day: Tuesdays and Fridays after work, a longer one on Saturday mornings, most weeks.
    pub(super) fn run(&self, date: NaiveDate) -> Option<Run> {
        let (hour, metres) = match date.weekday() {
            Weekday::Tue => (18.0, 6_200.0),
            Weekday::Fri => (17.5, 5_400.0),
            Weekday::Sat => (9.5, 10_800.0),
            _ => return None,
        };
        let mut chance = self.chance("run", date);
        if !chance.hit(0.85) {
            return None;
        }
        let metres = chance.around(metres, 500.0);
        let pace = chance.between(5.3, 5.9);
        let minutes = metres / 1000.0 * pace;
        let start = self.at(date, hour * 60.0 + chance.between(0.0, 40.0));
        Some(Run {
            start,
            end: start + TimeDelta::seconds(rounded(minutes * 60.0)),
            metres,
            kcal: metres * 0.067,
        })
    }

    /// Tells the night that ends on a date.
    pub(super) fn night(&self, date: NaiveDate) -> Night {
        let mut chance = self.chance("night", date);
        let free = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let (bed, up) = if free { (-10.0, 500.0) } else { (-65.0, 405.0) };
        let before = date - Days::new(1);
        Night {
            start: self.at(before, 1440.0 + chance.around(bed, 20.0)),
            end: self.at(date, chance.around(up, 14.0)),
            lowest_bpm: chance.around(48.0, 1.6) + if self.run(before).is_some() { 1.5 } else { 0.0 },
        }
    }
}
