//! Says how much of a night was sleep, by two definitions that are both called sleep efficiency.
//!
//! | answer | formula |
//! | --- | --- |
//! | of time in bed | sleep in per cent of the time in bed (AASM): lying awake before and after counts |
//! | of the sleep period | sleep in per cent of sleep and waking after its onset, also called sleep maintenance (Reed & Sacco 2016, J Clin Sleep Med 12:263) |
//!
//! A vendor's own efficiency may be neither: Fitbit calls a night of 378 minutes asleep in 452 in bed 91 %, because it judges
//! restlessness. That stays a sample of its own metric and is not recomputed.
//!
//! Assumes figures of one source. Refuses a time that is 0 or shorter than the sleep in it, and a night of which the figures are not told.

use serde::Serialize;

use super::super::{Method, NoAnswer};
use crate::resolve::Night;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_efficiency",
    version: 1,
    source: "AASM Manual for the Scoring of Sleep; Reed & Sacco 2016, J Clin Sleep Med 12:263",
    needs: "sleep and time in bed of a night",
};

/// How much of a night was sleep, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepEfficiency))]
pub struct Efficiency {
    /// Of the time in bed.
    pub of_time_in_bed: f64,
    /// Of sleep and waking after its onset; none where waking is not told.
    pub of_sleep_period: Option<f64>,
}

/// Returns sleep in per cent of a longer time, both in any one unit.
///
/// ```
/// use vitasync_core::analytics::sleep::efficiency::efficiency;
///
/// assert_eq!(efficiency(420.0, 480.0), Ok(87.5));
/// ```
///
/// # Errors
///
/// [`NoAnswer::NotPositive`] of the longer time, [`NoAnswer::OutOfRange`] of sleep that is not from 0 to it, [`NoAnswer::NotFinite`].
pub fn efficiency(asleep: f64, of: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_finite("times", [of])?;
    NoAnswer::unless_positive("time that sleep is a share of", of)?;
    NoAnswer::unless_within("time asleep", asleep, 0.0, of)?;
    Ok(100.0 * asleep / of)
}

/// Returns how much of a resolved night was sleep.
///
/// # Errors
///
/// As [`efficiency`]; [`NoAnswer::Undefined`] of mere bedtime.
pub fn of_night(night: &Night) -> Result<Efficiency, NoAnswer> {
    let asleep = night.asleep_s.ok_or_else(|| NoAnswer::Undefined {
        what: "efficiency",
        of: format!("{}, of which no sleep is told", night.date),
    })? as f64;
    let of_sleep_period = night.waso_s.map(|waso| efficiency(asleep, asleep + waso as f64));
    Ok(Efficiency {
        of_time_in_bed: efficiency(asleep, night.time_in_bed_s as f64)?,
        of_sleep_period: of_sleep_period.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_sleep_than_time_and_broken_times_are_refused() {
        assert!(matches!(efficiency(500.0, 480.0), Err(NoAnswer::OutOfRange { .. })));
        assert!(matches!(efficiency(0.0, 0.0), Err(NoAnswer::NotPositive { .. })));
        assert!(matches!(
            efficiency(1.0, f64::INFINITY),
            Err(NoAnswer::NotFinite { .. })
        ));
        assert!(efficiency(f64::NAN, 480.0).is_err());
        assert_eq!(efficiency(0.0, 480.0), Ok(0.0));
    }
}
