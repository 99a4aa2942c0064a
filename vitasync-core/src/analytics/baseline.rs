//! Says what has been usual for a person before a day.
//!
//! A baseline is the [spread](super::robust) of the 7, 14, 30, 60 or 90 days that end the day *before* the one that is
//! judged: a day is never part of what it is compared with. Days count, not readings, so a metric measured every five
//! minutes weighs no more than one measured at night.
//!
//! Assumes that the window holds one regime: after a [change](super::change_point) a baseline takes half its window to
//! follow. Needs values on half of the window's days, and never more than 14: 4 of 7, 7 of 14, 14 of 30, 60 and 90.
//! Fewer than five values, or equal ones, have no spread ([`robust::spread`](super::robust::spread)), so a window of 7 days
//! needs 5. Nothing from other people is put in their place.

use std::fmt;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::numeric::sorted;
use super::robust::{MIN_FOR_SPREAD, Spread, spread_of_sorted};
use super::{Daily, Method, NoAnswer};
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "baseline",
    version: 1,
    source: "Leys 2013, J Exp Soc Psychol 49:764, over a window of days",
    needs: "values on 5 of 7, 7 of 14, 14 of 30, 60 or 90 days",
};

words! {
/// How many days a baseline looks back.
Window as BaselineWindow {
    Week, "7d", "Seven days.";
    Fortnight, "14d", "Fourteen days.";
    Month, "30d", "Thirty days.";
    TwoMonths, "60d", "Sixty days.";
    Quarter, "90d", "Ninety days.";
}
}

impl Window {
    /// Returns how many days it has.
    #[must_use]
    pub fn days(self) -> usize {
        match self {
            Self::Week => 7,
            Self::Fortnight => 14,
            Self::Month => 30,
            Self::TwoMonths => 60,
            Self::Quarter => 90,
        }
    }

    /// Returns how many of them must have a value.
    #[must_use]
    pub fn needed(self) -> usize {
        self.days().div_ceil(2).clamp(MIN_FOR_SPREAD, 14)
    }
}

/// What has been usual before a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Baseline {
    /// The first day of the window.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The centre and the spread of the values in it.
    #[serde(flatten)]
    pub spread: Spread,
}

/// Returns what has been usual in the window that ends on the day before `date`.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::baseline::{Window, baseline};
///
/// let first = "2026-03-01".parse().unwrap();
/// let resting = Daily::new(first, [58.0, 60.0, 59.0, 61.0, 58.0, 60.0, 59.0, 70.0].map(Some).to_vec()).unwrap();
/// let usual = baseline(&resting, "2026-03-08".parse().unwrap(), Window::Week).unwrap();
/// assert_eq!((usual.spread.median, usual.spread.n), (59.0, 7));
/// let month = baseline(&resting, "2026-03-08".parse().unwrap(), Window::Month).unwrap_err();
/// assert_eq!(month.to_string(), "14 days are needed, 7 are there");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where too few days have a value, [`NoAnswer::NoSpread`] where all values are equal.
pub fn baseline(days: &Daily, date: NaiveDate, window: Window) -> Result<Baseline, NoAnswer> {
    let length = u64::try_from(window.days()).expect("ninety at most");
    let before = |days| date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
    let (from, to) = (before(length), before(1));
    let place = |date: NaiveDate| {
        let at = usize::try_from((date - days.first()).num_days()).unwrap_or(0);
        at.min(days.values().len())
    };
    let inside = &days.values()[place(from)..place(date)];
    let spread = spread_of_days(inside, window.needed())?;
    Ok(Baseline { from, to, spread })
}

/// Returns the spread of the days that have a value.
pub(crate) fn spread_of_days(days: &[Option<f64>], needed: usize) -> Result<Spread, NoAnswer> {
    let values = sorted(days.iter().copied().flatten());
    NoAnswer::unless_enough("days", needed, values.len())?;
    spread_of_sorted(&values)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, of).unwrap()
    }

    fn days(values: impl IntoIterator<Item = Option<f64>>) -> Daily {
        Daily::new(day(1), values.into_iter().collect()).unwrap()
    }

    #[test]
    fn the_judged_day_and_later_ones_do_not_count() {
        let calm = days((0..20).map(|at| Some(60.0 + f64::from(at % 3))));
        let before = baseline(&calm, day(15), Window::Fortnight).unwrap();
        let mut stormy = calm.values().to_vec();
        stormy[14..].fill(Some(120.0));
        assert_eq!(baseline(&days(stormy), day(15), Window::Fortnight), Ok(before));
        assert_eq!((before.from, before.to), (day(1), day(14)));
    }

    #[test]
    fn missing_days_are_not_counted_as_days() {
        let gaps = days((0..7).map(|at| (at % 2 == 0).then(|| f64::from(at))));
        let reason = baseline(&gaps, day(8), Window::Week).unwrap_err();
        assert_eq!(reason.to_string(), "5 days are needed, 4 are there");
    }

    #[test]
    fn a_date_outside_the_history_has_no_baseline() {
        let short = days((0..7).map(|at| Some(f64::from(at))));
        assert!(baseline(&short, day(1), Window::Week).is_err());
        assert!(baseline(&short, day(30), Window::Week).is_err());
        assert!(baseline(&short, NaiveDate::MIN, Window::Week).is_err());
    }

    #[test]
    fn no_window_needs_more_than_two_weeks() {
        let needed: Vec<_> = Window::ALL.iter().map(|window| window.needed()).collect();
        assert_eq!(needed, [5, 7, 14, 14, 14]);
    }
}
