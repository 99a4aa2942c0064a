//! A person who does not exist, as two vendors tell of them: an Oura ring, and a watch and a scale by Withings.
//!
//! Whatever is asked is computed from the date and the moment of asking, so that every run tells the same month, and each
//! vendor tells its own version of it, in its own form:
//!
//! - **Overlap**: ring and watch count the same steps and record the same runs, and do not agree.
//! - **Revision**: a day grows while it lasts, and until noon the ring has sent only a part of the night.
//! - **Deletion**: the ring takes a film on the sofa for a nap, and takes that back two mornings later.
//! - **Gaps**: without the ring there is no night and no day of its own; the scale is stepped on when it is thought of.

mod life;
mod oura;
mod withings;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::fake::Asked;

/// A month of a person, from [`Month::FIRST`] on for as long as the clock goes.
///
/// ```
/// use vitasync_providers::testing::{Asked, Month};
///
/// let month = Month::new(1, chrono_tz::Europe::Berlin);
/// let pairs = [("start_date", "2026-10-20"), ("end_date", "2026-10-20")].map(|(name, value)| (name.to_owned(), value.to_owned()));
/// let asked = Asked { path: "/v2/usercollection/daily_activity", pairs: &pairs };
/// let answer = month.oura(&asked, "2026-10-25T07:00:00Z".parse().unwrap()).unwrap();
/// assert!(answer.contains(r#""day":"2026-10-20""#));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Month {
    seed: u64,
    zone: Tz,
}

impl Month {
    /// The first day of which anything is told.
    pub const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 9, 28).expect("a date");

    /// Makes up a person who lives in a zone.
    pub const fn new(seed: u64, zone: Tz) -> Self {
        Self { seed, zone }
    }

    /// Answers as Oura would at `now`; `None` where it is asked for something else than data of the person.
    pub fn oura(&self, asked: &Asked<'_>, now: DateTime<Utc>) -> Option<String> {
        oura::answer(self, asked, now)
    }

    /// Answers as Withings would at `now`; `None` where it is asked for something else than data of the person.
    pub fn withings(&self, asked: &Asked<'_>, now: DateTime<Utc>) -> Option<String> {
        withings::answer(self, asked, now)
    }
}
