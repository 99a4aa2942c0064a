//! Says how likely one is to be asleep, or awake, at the same time on two days in a row: the Sleep Regularity Index.
//!
//! `−100 + 200·(share of pairs of minutes 24 hours apart that are alike)`: 100 where every day is as the one before, 0 where
//! sleep is random, −100 where each day is the opposite. Phillips 2017 (Sci Rep 7:3216); Lunsford-Avery 2018 (Sci Rep 8:14158).
//!
//! Days are those of the wall clock. A pair of which one minute is unknown is left out, so a night nobody recorded is no time awake;
//! naps count. From nights ([`of_sleep`]) all of the time between the first sleep and the last is sleep, because devices differ too
//! much in what they call waking; whoever has states for each epoch asks [`regularity`].
//!
//! Assumes that what is known is known for sleep and waking alike. Needs pairs worth 4 days, as 5 whole days have.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

use super::super::numeric::float;
use super::super::{Method, NoAnswer};
use super::Slept;
use crate::resolve::NightKind;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_regularity_index",
    version: 1,
    source: "Phillips 2017, Sci Rep 7:3216; Lunsford-Avery 2018, Sci Rep 8:14158",
    needs: "5 days",
};

/// How many days' worth of pairs is needed.
pub const MIN_PAIRS_OF_DAYS: usize = 4;

const MINUTES: usize = 1440;

/// How regular sleep is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepRegularity))]
pub struct Regularity {
    /// The index, from −100 to 100.
    pub index: f64,
    /// How many pairs of epochs it rests on.
    pub pairs: usize,
    /// How many pairs the days have; what is missing is unknown.
    pub possible: usize,
}

/// Returns how regular states are, one per epoch of the wall clock; true is asleep, none unknown.
///
/// ```
/// use vitasync_core::analytics::sleep::regularity::regularity;
///
/// // By the hour: asleep until 7, from the fourth day on until 9.
/// let states: Vec<_> = (0..24 * 6).map(|hour| Some(hour % 24 < if hour < 72 { 7 } else { 9 })).collect();
/// assert!((regularity(&states, 24).unwrap().index - (100.0 - 200.0 * 2.0 / 120.0)).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer pairs than four days have, [`NoAnswer::TooSmall`] of a day without epochs.
pub fn regularity(states: &[Option<bool>], epochs_per_day: usize) -> Result<Regularity, NoAnswer> {
    NoAnswer::unless_at_least("number of epochs a day", float(epochs_per_day), 1.0)?;
    let later = states.get(epochs_per_day..).unwrap_or_default();
    let known = || states.iter().zip(later).filter_map(|(a, b)| Some((*a)? == (*b)?));
    let pairs = known().count();
    NoAnswer::unless_enough("pairs of epochs a day apart", MIN_PAIRS_OF_DAYS * epochs_per_day, pairs)?;
    let alike = known().filter(|alike| *alike).count();
    Ok(Regularity {
        index: 200.0 * float(alike) / float(pairs) - 100.0,
        pairs,
        possible: later.len(),
    })
}

/// Returns how regular sleep is, by the minute, from noon before the first date of waking to noon of the last. Dates without a
/// night are unknown, also if they have a nap.
///
/// # Errors
///
/// As [`regularity`]; [`NoAnswer::TooMany`] of dates that span more than ten years.
pub fn of_sleep(slept: &[Slept]) -> Result<Regularity, NoAnswer> {
    let dates = || slept.iter().filter(|it| it.kind != NightKind::Nap).map(|it| it.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
        return Err(NoAnswer::Insufficient {
            what: "nights",
            needed: MIN_PAIRS_OF_DAYS + 1,
            got: 0,
        });
    };
    let days = usize::try_from((last - first).num_days()).unwrap_or(0) + 1;
    if days > 3653 {
        return Err(NoAnswer::TooMany {
            what: "days",
            most: 3653,
            got: days,
        });
    }
    let begin = noon_before(first);
    let mut states = vec![None; days * MINUTES];
    for date in dates() {
        let day = usize::try_from((date - first).num_days()).unwrap_or(0);
        states[day * MINUTES..(day + 1) * MINUTES].fill(Some(false));
    }
    let minute = |at: NaiveDateTime| {
        usize::try_from((at - begin).num_minutes())
            .unwrap_or(0)
            .min(days * MINUTES)
    };
    for it in slept {
        let (start, end) = (minute(it.start.naive_local()), minute(it.end.naive_local()));
        if start < end {
            states[start..end].fill(Some(true));
        }
    }
    regularity(&states, MINUTES)
}

fn noon_before(date: NaiveDate) -> NaiveDateTime {
    let before = date.checked_sub_days(Days::new(1)).unwrap_or(date);
    before.and_time(NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::nights;
    use super::*;

    proptest! {
        #[test]
        fn sleep_and_waking_count_alike_forwards_and_backwards(
            states in prop::collection::vec(prop::option::weighted(0.95, any::<bool>()), 220..260),
        ) {
            let answer = regularity(&states, 24);
            let opposite: Vec<_> = states.iter().map(|state| state.map(|asleep| !asleep)).collect();
            prop_assert_eq!(&regularity(&opposite, 24), &answer);
            let backwards: Vec<_> = states.iter().rev().copied().collect();
            prop_assert_eq!(&regularity(&backwards, 24), &answer);
            let index = answer.unwrap().index;
            prop_assert!((-100.0..=100.0).contains(&index));
        }
    }

    #[test]
    fn a_night_nobody_recorded_is_unknown_and_not_awake() {
        let mut slept = nights(&[(23.0, 8.0); 9]);
        slept.remove(4);
        let answer = of_sleep(&slept).unwrap();
        assert_eq!(
            (answer.index, answer.pairs, answer.possible),
            (100.0, 6 * MINUTES, 8 * MINUTES)
        );
    }

    #[test]
    fn order_changes_nothing_and_naps_count() {
        let mut slept = nights(&[
            (23.0, 8.0),
            (0.5, 7.0),
            (23.0, 8.0),
            (22.0, 9.0),
            (23.0, 8.0),
            (23.0, 8.0),
        ]);
        let answer = of_sleep(&slept).unwrap();
        slept.reverse();
        assert_eq!(of_sleep(&slept), Ok(answer));
        let mut nap = nights(&[(8.0, 1.0)])[0];
        nap.kind = NightKind::Nap;
        slept.push(nap);
        assert!(of_sleep(&slept).unwrap().index < answer.index);
    }

    #[test]
    fn four_days_are_too_few() {
        assert!(matches!(
            of_sleep(&nights(&[(23.0, 8.0); 4])),
            Err(NoAnswer::Insufficient { .. })
        ));
        assert!(of_sleep(&[]).is_err());
        assert!(regularity(&[], 0).is_err());
        assert!(regularity(&[Some(true); 10], 1440).is_err());
    }
}
