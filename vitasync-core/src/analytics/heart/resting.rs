//! Says what the heart rate at rest is in a night.
//!
//! The night is cut into minutes of the clock. A minute is at rest where nothing moved in it or in the 12 minutes before (Mishra
//! 2020, Nat Biomed Eng 4:1208). Its value is the median of the rates in it, and the night's is the median of its minutes: one
//! minute of a bad strap moves nothing.
//!
//! Of all hours those from 3 to 7 vary least from day to day (Speed 2023, PLOS Digit Health 2:e0000236), so the night is the
//! sleep itself or these hours by the person's clock. A mean over a day mixes rest and effort and is not this; neither is the
//! lowest rate of a sleep, which is an extreme.
//!
//! Assumes rates as a sensor gives them, at least every few minutes, and that movement is known. Needs 30 minutes at rest with
//! a rate. Refuses a span of more than 12 hours, so that no daytime gets in, and rates that are not those of a heart (20 to 300 a
//! minute).

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::numeric::{float, median_of_sorted, sorted};
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "resting_heart_rate",
    version: 1,
    source: "Mishra 2020, Nat Biomed Eng 4:1208; Speed 2023, PLOS Digit Health 2:e0000236",
    needs: "30 minutes at rest with a heart rate, in a night",
};

/// The least number of minutes that is answered from.
pub const MIN_MINUTES: usize = 30;

/// How many minutes after a movement are not at rest.
pub const MINUTES_AFTER_MOVEMENT: i64 = 12;

/// The longest night that is answered from, in hours.
pub const MAX_HOURS: f64 = 12.0;

/// The heart rate at rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RestingHeartRate))]
pub struct Resting {
    /// The rate, in beats per minute.
    pub rate: f64,
    /// How many minutes it rests on.
    pub minutes: usize,
    /// How many minutes with a rate were left out because something moved.
    pub moving: usize,
}

/// Returns the heart rate at rest in a night. `moved` are the stretches in which steps or other movement were measured, half-open.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
/// use vitasync_core::analytics::heart::resting::resting_heart_rate;
///
/// let three: DateTime<Utc> = "2026-03-01T03:00:00Z".parse().unwrap();
/// let rates: Vec<_> = (0..90).map(|at| (three + TimeDelta::minutes(at), if at < 20 { 71.0 } else { 54.0 })).collect();
/// let up = three..three + TimeDelta::minutes(9);
/// let night = resting_heart_rate(&rates, &[up], three..three + TimeDelta::hours(4)).unwrap();
/// assert_eq!((night.rate, night.minutes, night.moving), (54.0, 69, 21));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than 30 minutes; [`NoAnswer::OutOfRange`] of a span of more than 12 hours or a rate that is
/// none of a heart.
pub fn resting_heart_rate(
    rates: &[(DateTime<Utc>, f64)],
    moved: &[Range<DateTime<Utc>>],
    night: Range<DateTime<Utc>>,
) -> Result<Resting, NoAnswer> {
    let hours = (night.end - night.start).as_seconds_f64() / 3600.0;
    NoAnswer::unless_within("length of the night in hours", hours, 0.0, MAX_HOURS)?;
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    let mut minutes: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for (at, rate) in rates.iter().filter(|(at, _)| night.contains(at)) {
        NoAnswer::unless_within("heart rate", *rate, 20.0, 300.0)?;
        minutes.entry(minute(*at)).or_default().push(*rate);
    }
    let with_rate = minutes.len();
    for stretch in moved.iter().filter(|it| it.start < it.end) {
        // The last minute that it touches; an end at the beginning of a minute does not touch it.
        let last = (stretch.end.timestamp_millis() - 1).div_euclid(60_000);
        let until = last.saturating_add(MINUTES_AFTER_MOVEMENT);
        let touched: Vec<i64> = minutes
            .range(minute(stretch.start)..=until)
            .map(|(at, _)| *at)
            .collect();
        touched.iter().for_each(|at| {
            minutes.remove(at);
        });
    }
    NoAnswer::unless_enough("minutes at rest", MIN_MINUTES, minutes.len())?;
    let medians = minutes
        .values()
        .map(|rates| median_of_sorted(&sorted(rates.iter().copied())));
    Ok(Resting {
        rate: median_of_sorted(&sorted(medians)),
        minutes: minutes.len(),
        moving: with_rate - minutes.len(),
    })
}

/// Tells how much of a night is covered: the minutes with a rate at rest, from 0 to 1.
#[must_use]
pub fn coverage(resting: &Resting, night: &Range<DateTime<Utc>>) -> f64 {
    let minutes = (night.end - night.start).as_seconds_f64() / 60.0;
    if minutes > 0.0 {
        (float(resting.minutes) / minutes).min(1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn night() -> Range<DateTime<Utc>> {
        at(0)..at(240)
    }

    fn rates(count: i64) -> Vec<(DateTime<Utc>, f64)> {
        (0..count)
            .map(|minute| (at(minute), 50.0 + (minute % 7) as f64))
            .collect()
    }

    #[test]
    fn order_and_rates_outside_the_night_change_nothing() {
        let mut given = rates(60);
        let answer = resting_heart_rate(&given, &[], night());
        given.reverse();
        given.push((at(241), 180.0));
        assert_eq!(resting_heart_rate(&given, &[], night()), answer);
        assert_eq!(answer.unwrap().rate, 53.0);
    }

    #[test]
    fn many_rates_in_one_minute_weigh_as_one() {
        let mut given = rates(60);
        given.extend((0..500).map(|second| (at(5) + TimeDelta::milliseconds(second * 100), 90.0)));
        let answer = resting_heart_rate(&given, &[], night()).unwrap();
        assert_eq!((answer.rate, answer.minutes), (53.0, 60));
    }

    #[test]
    fn a_whole_day_and_single_averages_are_refused() {
        let day = resting_heart_rate(&rates(60), &[], at(0)..at(1440));
        assert!(matches!(day, Err(NoAnswer::OutOfRange { max: MAX_HOURS, .. })));
        let average = resting_heart_rate(&[(at(10), 71.0)], &[], night());
        assert_eq!(
            average.unwrap_err().to_string(),
            "30 minutes at rest are needed, 1 are there"
        );
    }

    #[test]
    fn movement_takes_its_minutes_and_twelve_more() {
        let answer = resting_heart_rate(&rates(60), &[at(10)..at(11)], night()).unwrap();
        assert_eq!((answer.minutes, answer.moving), (47, 13));
        assert!(resting_heart_rate(&rates(60), &[at(0)..at(40)], night()).is_err());
    }

    #[test]
    fn what_no_heart_does_is_refused() {
        for broken in [f64::NAN, 0.0, 400.0] {
            assert!(resting_heart_rate(&[(at(1), broken)], &[], night()).is_err());
        }
    }

    #[test]
    fn coverage_is_a_share_of_the_night() {
        let answer = resting_heart_rate(&rates(60), &[], night()).unwrap();
        assert_eq!(coverage(&answer, &night()), 0.25);
        assert_eq!(coverage(&answer, &(at(5)..at(5))), 0.0);
    }
}
