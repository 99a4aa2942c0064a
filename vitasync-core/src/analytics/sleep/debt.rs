//! Says how much less has been slept than is needed.
//!
//! No definition is agreed on, so three are told, over 14 days:
//!
//! | answer | formula |
//! | --- | --- |
//! | cumulative | `Σ(need − slept)`: what is slept more on one day makes up for another; below 0 where more was slept |
//! | shortfall | `Σ max(0, need − slept)`: nothing makes up for anything |
//! | weighted | `Σ w·(need − slept)/Σ w`, in hours a day, with weights from 1 on the oldest of the days to 14 on the newest |
//!
//! Van Dongen 2003 (Sleep 26:117) for the sum, Rupp 2009 (Sleep 32:311) for what is banked. Kitamura 2016 (Sci Rep 6:35812) finds that
//! people do not feel a debt of an hour a day.
//!
//! A day's sleep is all of it, naps included, dated by waking. Need is the person's and always an argument: what they sleep on free
//! days without an alarm, or [`usual_need`] of their age, never one number for everyone.
//!
//! Assumes that recorded sleep is all sleep. Needs 10 of the 14 days; a day without a record is left out and never a night without
//! sleep. Refuses a need that is not from 4 to 14 hours, and sleep that is not from 0 to 24.

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::super::numeric::{float, sum};
use super::super::{Daily, Method, NoAnswer};
use super::Slept;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_debt",
    version: 1,
    source: "Van Dongen 2003, Sleep 26:117; Rupp 2009, Sleep 32:311",
    needs: "10 of 14 days, and the person's need",
};

/// How many days a debt looks back.
pub const WINDOW: usize = 14;

/// How many of them must be known.
pub const NEEDED: usize = 10;

/// How much less was slept than needed, in hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepDebt))]
pub struct Debt {
    /// How many of the 14 days are known.
    pub n: usize,
    /// The sum of what was missing less what was more.
    pub cumulative: f64,
    /// The sum of what was missing.
    pub shortfall: f64,
    /// What is missing on a day, the newest counting most.
    pub weighted: f64,
}

/// Returns how much less was slept than needed in the 14 days that end on `date`, that day included. `slept` and `need` are hours a
/// day.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::sleep::debt::debt;
///
/// let slept = Daily::new("2026-03-01".parse().unwrap(), vec![Some(7.0); 14]).unwrap();
/// let owed = debt(&slept, "2026-03-14".parse().unwrap(), 7.5).unwrap();
/// assert_eq!((owed.cumulative, owed.weighted, owed.n), (7.0, 0.5, 14));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than ten days, [`NoAnswer::OutOfRange`] of a need or a sleep that cannot be.
pub fn debt(slept: &Daily, date: NaiveDate, need: f64) -> Result<Debt, NoAnswer> {
    NoAnswer::unless_within("need of sleep in hours", need, 4.0, 14.0)?;
    // By weight, which is the place among the days from 1 on.
    let day = |weight: usize| {
        let before = u64::try_from(WINDOW - weight).expect("a fortnight at most");
        let at = slept.index(date.checked_sub_days(Days::new(before))?)?;
        Some((float(weight), slept.values()[at]?))
    };
    let days: Vec<(f64, f64)> = (1..=WINDOW).filter_map(day).collect();
    NoAnswer::unless_enough("days", NEEDED, days.len())?;
    days.iter()
        .try_for_each(|(_, hours)| NoAnswer::unless_within("sleep of a day in hours", *hours, 0.0, 24.0))?;
    let missing = || days.iter().map(|(weight, hours)| (weight, need - hours));
    Ok(Debt {
        n: days.len(),
        cumulative: sum(missing().map(|(_, hours)| hours)),
        shortfall: sum(missing().map(|(_, hours)| hours.max(0.0))),
        weighted: sum(missing().map(|(weight, hours)| weight * hours)) / sum(missing().map(|(weight, _)| *weight)),
    })
}

/// Adds up what was slept per date of waking, in hours: the night, what it is split into, and naps. A date of which one stretch tells
/// no sleep has no value.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no sleep that is told, [`NoAnswer::NotFinite`].
pub fn slept_per_day(slept: &[Slept]) -> Result<Daily, NoAnswer> {
    let mut dates = std::collections::BTreeMap::new();
    for it in slept {
        let hours: &mut Option<f64> = dates.entry(it.date).or_insert(Some(0.0));
        *hours = hours.zip(it.asleep_h).map(|(a, b)| a + b);
    }
    Daily::from_pairs(dates.into_iter().filter_map(|(date, hours)| Some((date, hours?))))
}

/// Returns from how many hours to how many experts recommend at an age in years (National Sleep Foundation; Hirshkowitz 2015,
/// Sleep Health 1:40).
///
/// ```
/// use vitasync_core::analytics::sleep::debt::usual_need;
///
/// assert_eq!(usual_need(40.0), Ok(7.0..=9.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of an age that is not from 6 to 120.
pub fn usual_need(age: f64) -> Result<RangeInclusive<f64>, NoAnswer> {
    NoAnswer::unless_within("age", age, 6.0, 120.0)?;
    Ok(match age {
        age if age < 14.0 => 9.0..=11.0,
        age if age < 18.0 => 8.0..=10.0,
        age if age < 65.0 => 7.0..=9.0,
        _ => 7.0..=8.0,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::nights;
    use super::*;
    use crate::resolve::NightKind;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, of).unwrap()
    }

    fn daily(values: Vec<Option<f64>>) -> Daily {
        Daily::new(day(1), values).unwrap()
    }

    #[test]
    fn an_unknown_day_is_not_a_night_without_sleep() {
        let mut days = vec![Some(7.0); 14];
        days[3] = None;
        let owed = debt(&daily(days), day(14), 8.0).unwrap();
        assert_eq!((owed.n, owed.cumulative, owed.weighted), (13, 13.0, 1.0));
    }

    #[test]
    fn sleeping_more_makes_up_in_one_sum_alone() {
        let days = (0..14).map(|at| Some(if at % 2 == 0 { 6.0 } else { 10.0 })).collect();
        let owed = debt(&daily(days), day(14), 8.0).unwrap();
        assert_eq!((owed.cumulative, owed.shortfall), (0.0, 14.0));
        assert!(owed.weighted < 0.0, "the newest day was long");
    }

    #[test]
    fn nine_days_and_senseless_needs_are_refused() {
        let nine = daily(vec![Some(7.0); 9]);
        assert_eq!(
            debt(&nine, day(9), 8.0).unwrap_err().to_string(),
            "10 days are needed, 9 are there"
        );
        let whole = daily(vec![Some(7.0); 14]);
        assert!(debt(&whole, day(14), f64::NAN).is_err());
        assert!(debt(&whole, day(14), 0.0).is_err());
        assert!(
            debt(&daily(vec![Some(480.0); 14]), day(14), 8.0).is_err(),
            "minutes for hours"
        );
        assert!(debt(&whole, day(28), 8.0).is_err(), "a date after all days");
    }

    #[test]
    fn naps_are_sleep_and_a_day_half_told_is_none() {
        let mut slept = nights(&[(23.0, 7.0), (23.0, 7.0)]);
        let mut nap = nights(&[(8.0, 1.0)])[0];
        nap.kind = NightKind::Nap;
        slept.push(nap);
        assert_eq!(slept_per_day(&slept).unwrap().values(), [Some(8.0), Some(7.0)]);
        slept[2].asleep_h = None;
        assert_eq!(slept_per_day(&slept).unwrap().values(), [Some(7.0)]);
    }

    #[test]
    fn need_falls_with_age() {
        let least = [8.0, 15.0, 30.0, 70.0].map(|age| *usual_need(age).unwrap().end());
        assert_eq!(least, [11.0, 10.0, 9.0, 8.0]);
        assert!(usual_need(2.0).is_err());
    }
}
