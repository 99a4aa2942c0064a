//! Says what the days of training have added up to: chronic load (CTL, fitness), acute load (ATL, fatigue) and their
//! balance (TSB, form).
//!
//! `v = v + α·(load − v)` from 0, with a time constant of 42 days for the chronic and 7 for the acute load. Two weights are in
//! use and an answer names its own:
//!
//! | weight | formula | who |
//! | --- | --- | --- |
//! | [`Decay::Exponential`] | `α = 1 − e^(−1/n)`: a load fades to 1/e in n days | Banister 1975; GoldenCheetah |
//! | [`Decay::Reciprocal`] | `α = 1/n` | commercial charts |
//!
//! `2/(n + 1)`, the span of a moving average, is not among them: it makes 42 days behave like 21. The balance of a day is
//! that before its training: yesterday's chronic less yesterday's acute load.
//!
//! A rest day is a load of 0 that is known ([`with_rest_days`] makes one of each day on which a device was worn and no
//! training is recorded). A day of which nothing is known leaves both loads as they are: it is not taken for rest. How much of
//! the weight rests on days that are known is [`Load::chronic_known`], from 0 to 1; the rest of the weight is the start and
//! days without data. It is 0.63 after 42 known days and 0.87 after 84, and below [`WARM`] the chronic load is too low and
//! says so.
//!
//! Assumes one scale of loads throughout (not TSS on some days and TRIMP on others). Needs a day. Refuses negative loads and
//! time constants in the wrong order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::ewma::alpha_of_time_constant;
use super::super::{Daily, Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "training_load_balance",
    version: 1,
    source: "Banister 1975; Allen & Coggan 2010",
    needs: "1 day",
};

/// From which share of known weight a load is no longer warming up.
pub const WARM: f64 = 0.8;

/// How loads fade.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = LoadConstants))]
pub struct Constants {
    /// The time constant of fitness, in days.
    pub chronic_days: f64,
    /// The time constant of fatigue, in days.
    pub acute_days: f64,
    /// What a time constant means.
    pub decay: Decay,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            chronic_days: 42.0,
            acute_days: 7.0,
            decay: Decay::Exponential,
        }
    }
}

/// What a time constant of `n` days means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = LoadDecay))]
pub enum Decay {
    /// The weight of a new day is `1 − e^(−1/n)`.
    Exponential,
    /// The weight of a new day is `1/n`.
    Reciprocal,
}

impl Decay {
    fn alpha(self, days: f64) -> Result<f64, NoAnswer> {
        match self {
            Self::Exponential => alpha_of_time_constant(days),
            Self::Reciprocal => Ok(days.recip()),
        }
    }
}

/// What the days up to one have added up to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = TrainingLoad))]
pub struct Load {
    /// The day.
    pub date: NaiveDate,
    /// Its own load; `None` where nothing is known of it.
    pub load: Option<f64>,
    /// The chronic load at its end (CTL).
    pub chronic: f64,
    /// The acute load at its end (ATL).
    pub acute: f64,
    /// The balance on its morning (TSB): chronic less acute load of the day before.
    pub balance: f64,
    /// The share of the chronic load's weight that rests on days that are known.
    pub chronic_known: f64,
    /// The same of the acute load.
    pub acute_known: f64,
    /// Tells whether the chronic load rests on enough days ([`WARM`]) to be read.
    pub warm: bool,
}

/// Returns chronic load, acute load and balance of every day.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::training::load::{Constants, training_load};
///
/// let first = "2026-03-01".parse().unwrap();
/// let days = Daily::new(first, vec![Some(80.0), Some(0.0), None, Some(60.0)]).unwrap();
/// let loads = training_load(&days, Constants::default()).unwrap();
/// assert!(loads[1].acute < loads[0].acute, "a rest day rests");
/// assert_eq!(loads[2].acute, loads[1].acute, "of an unknown day nothing is known");
/// assert!(loads[2].acute_known < loads[1].acute_known);
/// assert!(!loads[3].warm);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no known day, [`NoAnswer::TooSmall`] of a negative load or a time constant below a day,
/// [`NoAnswer::OutOfRange`] of time constants that are not in order.
pub fn training_load(days: &Daily, constants: Constants) -> Result<Vec<Load>, NoAnswer> {
    NoAnswer::unless_within("time constant of the chronic load", constants.chronic_days, 1.0, 365.0)?;
    NoAnswer::unless_within(
        "time constant of the acute load",
        constants.acute_days,
        1.0,
        constants.chronic_days,
    )?;
    checked_loads(days.values(), 1)?;
    let mut chronic = Fading::new(constants.decay.alpha(constants.chronic_days)?);
    let mut acute = Fading::new(constants.decay.alpha(constants.acute_days)?);
    let days = days.values().iter().enumerate().map(|(at, load)| {
        let balance = chronic.value - acute.value;
        chronic.take(*load);
        acute.take(*load);
        Load {
            date: days.date(at),
            load: *load,
            chronic: chronic.value,
            acute: acute.value,
            balance,
            chronic_known: chronic.known,
            acute_known: acute.known,
            warm: chronic.known >= WARM,
        }
    });
    Ok(days.collect())
}

/// Makes a known rest day of every day without a load on which a device was worn.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::training::load::with_rest_days;
///
/// let day = |text: &str| text.parse().unwrap();
/// let loads = Daily::from_pairs([(day("2026-03-01"), 80.0), (day("2026-03-04"), 60.0)]).unwrap();
/// let worn = |date| date == day("2026-03-02");
/// assert_eq!(with_rest_days(&loads, worn).values(), [Some(80.0), Some(0.0), None, Some(60.0)]);
/// ```
#[must_use]
pub fn with_rest_days(loads: &Daily, worn: impl Fn(NaiveDate) -> bool) -> Daily {
    let days = loads.values().iter().enumerate();
    let filled = days.map(|(at, load)| load.or_else(|| worn(loads.date(at)).then_some(0.0)));
    Daily::new(loads.first(), filled.collect()).expect("the days there were, and zeros")
}

/// Checks loads, and that enough of them are known.
pub(super) fn checked_loads(days: &[Option<f64>], needed: usize) -> Result<(), NoAnswer> {
    NoAnswer::unless_enough("days", needed, days.iter().flatten().count())?;
    NoAnswer::unless_finite("days", days.iter().map(|day| day.unwrap_or(0.0)))?;
    let least = days.iter().copied().flatten().fold(0.0, f64::min);
    NoAnswer::unless_at_least("load", least, 0.0)
}

/// A load that fades, and how much of it rests on days that are known.
struct Fading {
    alpha: f64,
    value: f64,
    known: f64,
}

impl Fading {
    fn new(alpha: f64) -> Self {
        Self {
            alpha,
            value: 0.0,
            known: 0.0,
        }
    }

    fn take(&mut self, load: Option<f64>) {
        self.value += self.alpha * load.map_or(0.0, |load| load - self.value);
        self.known += self.alpha * (f64::from(u8::from(load.is_some())) - self.known);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn loads(days: Vec<Option<f64>>) -> Vec<Load> {
        let days = Daily::new("2026-03-01".parse().unwrap(), days).unwrap();
        training_load(&days, Constants::default()).unwrap()
    }

    #[test]
    fn a_steady_load_becomes_both_loads_and_warms_up_in_ten_weeks() {
        let days = loads(vec![Some(60.0); 400]);
        assert!((days[399].chronic - 60.0).abs() < 0.01 && days[399].balance.abs() < 0.01);
        assert!((days[41].chronic_known - 0.632).abs() < 0.001);
        assert_eq!(days.iter().position(|it| it.warm), Some(67));
    }

    #[test]
    fn weeks_without_data_are_not_weeks_of_rest() {
        let silent = loads([vec![Some(60.0); 100], vec![None; 21]].concat());
        let rested = loads([vec![Some(60.0); 100], vec![Some(0.0); 21]].concat());
        assert_eq!(silent[120].chronic, silent[99].chronic);
        assert!(!silent[120].warm && rested[120].warm);
        assert!(rested[120].balance > 20.0 && silent[120].balance < 0.0);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let days = |values| Daily::new("2026-03-01".parse().unwrap(), values).unwrap();
        let wrong = Constants {
            chronic_days: 7.0,
            acute_days: 42.0,
            ..Constants::default()
        };
        assert!(training_load(&days(vec![Some(60.0)]), wrong).is_err());
        assert!(training_load(&days(vec![Some(-1.0)]), Constants::default()).is_err());
        assert!(training_load(&days(vec![None; 9]), Constants::default()).is_err());
        let broken = Constants {
            acute_days: f64::NAN,
            ..Constants::default()
        };
        assert!(training_load(&days(vec![Some(60.0)]), broken).is_err());
    }

    proptest! {
        #[test]
        fn loads_scale_and_stay_between_nothing_and_the_greatest(
            of in prop::collection::vec(prop::option::weighted(0.8, 0..300_i32), 1..120),
        ) {
            prop_assume!(of.iter().flatten().count() > 0);
            let once: Vec<_> = of.iter().map(|it| it.map(f64::from)).collect();
            let twice = once.iter().map(|it| it.map(|load| 2.0 * load)).collect();
            let greatest = once.iter().copied().flatten().fold(0.0, f64::max);
            for (a, b) in loads(once).iter().zip(loads(twice)) {
                prop_assert!((2.0 * a.chronic - b.chronic).abs() < 1e-9 && (2.0 * a.acute - b.acute).abs() < 1e-9);
                prop_assert!((0.0..=greatest).contains(&a.acute) && (0.0..=1.0).contains(&a.acute_known));
            }
        }
    }
}
