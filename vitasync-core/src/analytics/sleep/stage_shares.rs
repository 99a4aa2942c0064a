//! Says which shares of sleep were light, deep and REM sleep, and whether experts call them good at that age.
//!
//! Shares are in per cent of all sleep. The panel of the National Sleep Foundation (Ohayon 2017, Sleep Health 3:6) calls these
//! good for adults below 65:
//!
//! | stage | good |
//! | --- | --- |
//! | deep (N3) | 16 to 20 % |
//! | REM | 21 to 30 % |
//!
//! The numbers could not be held against the paper's own table; they are a convention here, not its words. The panel agreed much less
//! on stages than on [continuity](super::quality), and on none for older adults, so what lies outside is not
//! called bad. A wrist finds deep sleep in two of three epochs that an electroencephalogram finds it in: judge changes of one person on
//! one device, not a night.
//!
//! Needs an hour of sleep of which at most a tenth is in a stage nobody names. Refuses ages that are not from 18 to 120, and nights
//! whose stages are not told: a missing stage is not one of 0 %.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::super::{Method, NoAnswer};
use crate::resolve::Night;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_stage_shares",
    version: 1,
    source: "Ohayon 2017, Sleep Health 3:6",
    needs: "1 hour of sleep in named stages, and an age",
};

const MOST_UNNAMED: f64 = 10.0;

/// What sleep was made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StageShares {
    /// Light sleep.
    pub light: f64,
    /// Deep sleep.
    pub deep: Share,
    /// REM sleep.
    pub rem: Share,
    /// Sleep in a stage nobody names.
    pub unnamed: f64,
}

/// A stage in per cent of all sleep.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = StageShare))]
pub struct Share {
    /// The share.
    pub percent: f64,
    /// Whether experts call it good; none where they do not agree.
    pub good: Option<bool>,
}

/// Returns what a night was made of, for somebody of an age in years.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than an hour of sleep; [`NoAnswer::Undefined`] where stages are not told;
/// [`NoAnswer::OutOfRange`] of an age, and of more than a tenth in no named stage.
pub fn stage_shares(night: &Night, age: f64) -> Result<StageShares, NoAnswer> {
    NoAnswer::unless_within("age", age, 18.0, 120.0)?;
    let told = (night.asleep_s, night.light_s, night.deep_s, night.rem_s);
    let (Some(asleep), Some(light), Some(deep), Some(rem)) = told else {
        return Err(NoAnswer::Undefined {
            what: "share of stages",
            of: format!("{}, of which they are not told", night.date),
        });
    };
    NoAnswer::unless_enough("minutes of sleep", 60, usize::try_from(asleep / 60).unwrap_or(0))?;
    let percent = |seconds: i64| 100.0 * seconds as f64 / asleep as f64;
    let unnamed = percent(asleep - light - deep - rem);
    NoAnswer::unless_within("share of sleep in no named stage", unnamed, 0.0, MOST_UNNAMED)?;
    let share = |seconds, good: RangeInclusive<f64>| Share {
        percent: percent(seconds),
        good: (age < 65.0).then(|| good.contains(&percent(seconds))),
    };
    Ok(StageShares {
        light: percent(light),
        deep: share(deep, 16.0..=20.0),
        rem: share(rem, 21.0..=30.0),
        unnamed,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::resolved;
    use super::*;
    use crate::sleep_stage::SleepStage::{AsleepUnspecified, Awake, Deep, Light, Rem};

    #[test]
    fn shares_are_of_sleep_and_not_of_the_time_in_bed() {
        let night = resolved(&[(Light, 210), (Awake, 60), (Deep, 72), (Rem, 78)]);
        let shares = stage_shares(&night, 40.0).unwrap();
        assert_eq!((shares.deep.percent, shares.deep.good), (20.0, Some(true)));
        let all = shares.light + shares.deep.percent + shares.rem.percent + shares.unnamed;
        assert!((all - 100.0).abs() < 1e-9);
    }

    #[test]
    fn nobody_is_told_that_an_old_persons_sleep_is_bad() {
        let night = resolved(&[(Light, 300), (Deep, 20), (Rem, 40)]);
        assert_eq!(stage_shares(&night, 40.0).unwrap().deep.good, Some(false));
        assert_eq!(stage_shares(&night, 70.0).unwrap().deep.good, None);
    }

    #[test]
    fn what_is_not_told_is_not_nothing() {
        let whole = resolved(&[(AsleepUnspecified, 400)]);
        assert!(matches!(stage_shares(&whole, 40.0), Err(NoAnswer::Undefined { .. })));
        let half = resolved(&[(AsleepUnspecified, 200), (Light, 200), (Deep, 50)]);
        assert!(matches!(stage_shares(&half, 40.0), Err(NoAnswer::OutOfRange { .. })));
        let nap = resolved(&[(Light, 40), (Deep, 10)]);
        assert!(matches!(stage_shares(&nap, 40.0), Err(NoAnswer::Insufficient { .. })));
        assert!(stage_shares(&half, 12.0).is_err());
    }
}
