//! Answers questions about sleep and the rhythm of days, from nights that are resolved across sources.
//!
//! | page | asks |
//! | --- | --- |
//! | [`hypnogram`] | when did sleep come, how often was it broken, and what was it made of? |
//! | [`efficiency`] | how much of the time in bed, or of the sleep itself, was sleep? |
//! | [`stage_shares`] | how do deep and REM sleep compare with what experts call good at that age? |
//! | [`quality`] | which of the indicators of good sleep does a night meet? |
//! | [`debt`] | how much less has been slept than is needed? |
//! | [`circular`], [`consistency`] | at what time of the clock, and how much does it vary? |
//! | [`regularity`] | is one asleep at the same times every day? |
//! | [`chronotype`] | how far are free days from work days, and what is the person's own time? |
//! | [`rest_activity`], [`cosinor`] | how strong and how steady is the rhythm of a day? |
//!
//! A night belongs to the date of waking, and its clock times are those of its own clock: after a flight that of where it was
//! slept, in a night in which clocks change each end by the clock that showed it. Durations are differences of instants. A day
//! without a night is a day without an answer, never one without sleep.

pub mod chronotype;
pub mod circular;
pub mod consistency;
pub mod cosinor;
pub mod debt;
pub mod efficiency;
pub mod hypnogram;
pub mod quality;
pub mod regularity;
pub mod rest_activity;
pub mod stage_shares;

use serde::{Deserialize, Serialize};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Timelike, Utc};

use crate::resolve::sleep::clocks;
use crate::resolve::{Night, NightKind};
use crate::session::Session;
use crate::time::ZoneHistory;

/// A stretch of sleep by the clock of the person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Slept {
    /// The date of waking.
    pub date: NaiveDate,
    /// What it is to that date.
    pub kind: NightKind,
    /// When the first sleep began, by the clock of then.
    pub start: DateTime<FixedOffset>,
    /// When the last sleep ended, by the clock of then.
    pub end: DateTime<FixedOffset>,
    /// How long was slept, in hours; none where nobody tells.
    pub asleep_h: Option<f64>,
}

impl Slept {
    /// Tells a resolved night by the clocks of the record that is believed. `sessions` are those the night was resolved from.
    ///
    /// # Panics
    ///
    /// If the night was resolved from other sessions.
    #[must_use]
    pub fn of(night: &Night, sessions: &[Session], zones: &ZoneHistory) -> Self {
        let (start_s, end_s) = clocks(&sessions[night.primary], zones);
        let asleep = || night.stages.iter().filter(|it| it.stage.is_asleep());
        Self {
            date: night.date,
            kind: night.kind,
            start: by_clock(asleep().next().map_or(night.start, |it| it.start), start_s),
            end: by_clock(asleep().next_back().map_or(night.end, |it| it.end), end_s),
            asleep_h: night.asleep_s.map(|seconds| seconds as f64 / 3600.0),
        }
    }

    /// Tells when the middle of it was, by the clock at its end.
    #[must_use]
    pub fn midpoint(&self) -> DateTime<FixedOffset> {
        self.end - (self.end - self.start) / 2
    }
}

/// Returns the time of the clock in hours, from 0 to below 24.
#[must_use]
pub fn clock_hours(at: DateTime<FixedOffset>) -> f64 {
    f64::from(at.num_seconds_from_midnight()) / 3600.0
}

/// Tells an instant by the clock that is so many seconds east; by that of UTC where no clock can be.
fn by_clock(at: DateTime<Utc>, offset_s: i32) -> DateTime<FixedOffset> {
    let clock = FixedOffset::east_opt(offset_s).unwrap_or(FixedOffset::east_opt(0).expect("UTC is a clock"));
    clock.from_utc_datetime(&at.naive_utc())
}

#[cfg(test)]
pub(super) mod testing;

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::testing::session;
    use super::*;
    use crate::Preferences;
    use crate::resolve::nights;
    use crate::sleep_stage::SleepStage::{Awake, Light};

    const STAGES: &[(crate::sleep_stage::SleepStage, i64)] = &[(Awake, 30), (Light, 420), (Awake, 10)];

    fn slept(session: Session) -> Slept {
        let preferences = Preferences::in_zone(chrono_tz::Europe::Berlin);
        let sessions = [session];
        Slept::of(&nights(&sessions, &preferences)[0], &sessions, &preferences.zones)
    }

    #[test]
    fn in_a_night_of_changed_clocks_each_end_has_its_own() {
        let night = slept(session("2026-03-28T21:30:00Z", STAGES));
        assert_eq!(night.start.to_rfc3339(), "2026-03-28T23:00:00+01:00");
        assert_eq!(night.end.to_rfc3339(), "2026-03-29T07:00:00+02:00");
        assert_eq!((night.asleep_h, clock_hours(night.midpoint())), (Some(7.0), 3.5));
    }

    #[test]
    fn a_night_abroad_has_the_clock_it_names() {
        let mut abroad = session("2026-03-01T21:30:00Z", STAGES);
        abroad.attributes.start_offset_s = Some(9 * 3600);
        let night = slept(abroad);
        assert_eq!(clock_hours(night.start), 7.0);
        assert_eq!(night.end - night.start, TimeDelta::hours(7));
        assert_eq!(night.date.to_string(), "2026-03-02");
    }
}
