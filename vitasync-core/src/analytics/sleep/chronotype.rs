//! Says how far free days lie from work days (social jetlag), and where the person's own time is (chronotype).
//!
//! | answer | formula |
//! | --- | --- |
//! | social jetlag | `MSF − MSW`: mid-sleep on free days less that on work days, the short way around the clock; its size is what is usually told |
//! | mean sleep of a week | `(SDw·work days + SDf·free days)/7` |
//! | chronotype, MSFsc | `MSF − (SDf − SDweek)/2` where more is slept on free days than on work days, otherwise MSF |
//!
//! Wittmann 2006 (Chronobiol Int 23:497); Roenneberg 2012 (Curr Biol 22:939). No borders between larks and owls are given: they move
//! with age and sex by hours.
//!
//! Assumes that on free days nobody and nothing wakes the person; with an alarm on free days there is no chronotype. Which days are
//! free the caller knows: a weekday is not always work. Naps are left out. Needs 5 nights before work days and 2 before free ones.

use serde::Serialize;

use super::super::numeric::mean;
use super::super::{Method, NoAnswer};
use super::circular::{circular, hours_after};
use super::{Slept, clock_hours};
use crate::resolve::NightKind;

/// This method.
pub const METHOD: Method = Method {
    id: "chronotype",
    version: 1,
    source: "Wittmann 2006, Chronobiol Int 23:497; Roenneberg 2012, Curr Biol 22:939",
    needs: "5 nights before work days and 2 before free days",
};

/// The least number of nights before work days.
pub const MIN_WORK: usize = 5;

/// The least number of nights before free days.
pub const MIN_FREE: usize = 2;

/// When and how long one sleeps on work days and on free days, in hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Mid-sleep on work days, a time of the clock.
    pub mid_work: f64,
    /// Mid-sleep on free days, a time of the clock.
    pub mid_free: f64,
    /// How long is slept on work days.
    pub sleep_work: f64,
    /// How long is slept on free days.
    pub sleep_free: f64,
    /// How many days of a week are work, from 0 to 7.
    pub work_days: f64,
}

/// The person's own time. All are in hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Chronotype {
    /// By how much mid-sleep on free days is later than on work days; below 0 where it is earlier.
    pub social_jetlag: f64,
    /// How long is slept on a mean day of the week.
    pub week_sleep: f64,
    /// Mid-sleep on free days, corrected for what is made up for: a time of the clock.
    pub msf_sc: f64,
}

/// Returns the person's own time from means.
///
/// ```
/// use vitasync_core::analytics::sleep::chronotype::{Week, chronotype};
///
/// let week = Week { mid_work: 3.0, mid_free: 5.0, sleep_work: 7.0, sleep_free: 9.0, work_days: 5.0 };
/// let own = chronotype(week).unwrap();
/// assert_eq!(own.social_jetlag, 2.0);
/// assert!((own.msf_sc - 4.285714).abs() < 1e-6);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of what is no time of the clock, no length of a sleep, or no number of days.
pub fn chronotype(week: Week) -> Result<Chronotype, NoAnswer> {
    let Week {
        mid_work,
        mid_free,
        sleep_work,
        sleep_free,
        work_days,
    } = week;
    for mid_sleep in [mid_work, mid_free] {
        NoAnswer::unless_within("mid-sleep", mid_sleep, 0.0, 24.0)?;
    }
    for sleep in [sleep_work, sleep_free] {
        NoAnswer::unless_within("length of sleep in hours", sleep, 0.0, 24.0)?;
    }
    NoAnswer::unless_within("number of work days", work_days, 0.0, 7.0)?;
    let week_sleep = (sleep_work * work_days + sleep_free * (7.0 - work_days)) / 7.0;
    let made_up_for = if sleep_free > sleep_work {
        (sleep_free - week_sleep) / 2.0
    } else {
        0.0
    };
    Ok(Chronotype {
        social_jetlag: hours_after(mid_free, mid_work),
        week_sleep,
        msf_sc: (mid_free - made_up_for).rem_euclid(24.0),
    })
}

/// Returns the person's own time from nights; `is_free` tells of a date of waking whether it was free.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of too few nights of either kind, or of which the length is told; [`NoAnswer::Undefined`] where times
/// lie all around the clock; [`NoAnswer::OutOfRange`] of a number of days.
pub fn of_nights(slept: &[Slept], is_free: impl Fn(&Slept) -> bool, work_days: f64) -> Result<Chronotype, NoAnswer> {
    let nights = slept
        .iter()
        .filter(|it| it.kind == NightKind::Night && it.asleep_h.is_some());
    let (free, work): (Vec<&Slept>, Vec<&Slept>) = nights.partition(|it| is_free(it));
    NoAnswer::unless_enough("nights before work days", MIN_WORK, work.len())?;
    NoAnswer::unless_enough("nights before free days", MIN_FREE, free.len())?;
    let middles = |nights: &[&Slept]| -> Vec<f64> { nights.iter().map(|it| clock_hours(it.midpoint())).collect() };
    let lengths = |nights: &[&Slept]| -> Vec<f64> { nights.iter().filter_map(|it| it.asleep_h).collect() };
    chronotype(Week {
        mid_work: circular(&middles(&work))?.mean,
        mid_free: mean_of_few(&middles(&free))?,
        sleep_work: mean(&lengths(&work)),
        sleep_free: mean(&lengths(&free)),
        work_days,
    })
}

/// Returns the circular mean, also of two.
fn mean_of_few(hours: &[f64]) -> Result<f64, NoAnswer> {
    match hours {
        [a, b] => Ok((a + hours_after(*b, *a) / 2.0).rem_euclid(24.0)),
        _ => Ok(circular(hours)?.mean),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::nights;
    use super::*;

    const WEEK: [(f64, f64); 7] = [
        (23.0, 7.0),
        (23.0, 7.0),
        (23.0, 7.0),
        (23.0, 7.0),
        (23.0, 7.0),
        (1.0, 9.0),
        (1.0, 9.0),
    ];

    fn late(it: &Slept) -> bool {
        clock_hours(it.start) < 12.0
    }

    #[test]
    fn nights_give_what_their_means_give() {
        let own = of_nights(&nights(&WEEK), late, 5.0).unwrap();
        assert!((own.social_jetlag - 3.0).abs() < 1e-9);
        assert!((own.msf_sc - (5.5 - (9.0 - 53.0 / 7.0) / 2.0)).abs() < 1e-9);
    }

    #[test]
    fn who_sleeps_less_on_free_days_is_not_corrected() {
        let week = Week {
            mid_work: 23.5,
            mid_free: 0.5,
            sleep_work: 8.0,
            sleep_free: 7.0,
            work_days: 5.0,
        };
        let own = chronotype(week).unwrap();
        assert_eq!((own.social_jetlag, own.msf_sc), (1.0, 0.5));
    }

    #[test]
    fn too_few_nights_and_senseless_means_are_refused() {
        let reason = of_nights(&nights(&WEEK[..6]), late, 5.0).unwrap_err();
        assert_eq!(reason.to_string(), "2 nights before free days are needed, 1 are there");
        assert!(of_nights(&nights(&WEEK), |_| true, 5.0).is_err());
        assert!(of_nights(&nights(&WEEK), late, 8.0).is_err());
        assert!(of_nights(&nights(&WEEK), late, f64::NAN).is_err());
    }
}
