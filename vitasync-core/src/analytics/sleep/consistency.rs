//! Says how much the times of sleep vary from night to night.
//!
//! The [circular](super::circular) mean and standard deviation of when sleep begins, ends and has its middle, and the standard
//! deviation of how long it lasts (divided by n − 1). Onset and wake are judged by the clock of then, the middle by that of
//! waking. A band of what is good is not given: experts agree that less is better (Sletten 2023, Sleep Health 9:801), not on a border.
//!
//! Assumes nights; naps and second sleeps of a date are left out. Needs 5 nights.

use serde::Serialize;

use super::super::numeric::variance;
use super::super::{Method, NoAnswer};
use super::circular::{Circular, circular};
use super::{Slept, clock_hours};
use crate::resolve::NightKind;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_consistency",
    version: 1,
    source: "Fisher 1993; Sletten 2023, Sleep Health 9:801",
    needs: "5 nights",
};

/// The least number of nights that is answered from.
pub const MIN_NIGHTS: usize = 5;

/// How much the times of sleep vary. All are in hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepConsistency))]
pub struct Consistency {
    /// How many nights there are.
    pub n: usize,
    /// When sleep begins.
    pub onset: Circular,
    /// When it ends.
    pub wake: Circular,
    /// When its middle is.
    pub midpoint: Circular,
    /// The standard deviation of how long it lasts, from its beginning to its end.
    pub length_sd: f64,
}

/// Returns how much the times of nights vary.
///
/// ```
/// use chrono::{DateTime, FixedOffset, TimeDelta};
/// use vitasync_core::analytics::sleep::{Slept, consistency::consistency};
/// use vitasync_core::resolve::NightKind;
///
/// let first: DateTime<FixedOffset> = "2026-03-01T23:50:00+01:00".parse().unwrap();
/// let nights: Vec<_> = (0..6)
///     .map(|day| {
///         let start = first + TimeDelta::days(day) + TimeDelta::minutes(20 * (day % 2));
///         let end = start + TimeDelta::hours(8);
///         Slept { date: end.date_naive(), kind: NightKind::Night, start, end, asleep_h: Some(7.5) }
///     })
///     .collect();
/// let varies = consistency(&nights).unwrap();
/// assert!((varies.onset.sd * 60.0 - 10.0).abs() < 0.1, "ten minutes around midnight");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than five nights, [`NoAnswer::Undefined`] where times lie all around the clock.
pub fn consistency(slept: &[Slept]) -> Result<Consistency, NoAnswer> {
    let nights = || slept.iter().filter(|it| it.kind == NightKind::Night);
    NoAnswer::unless_enough("nights", MIN_NIGHTS, nights().count())?;
    let of = |hour: fn(&Slept) -> f64| circular(&nights().map(hour).collect::<Vec<_>>());
    let lengths: Vec<f64> = nights()
        .map(|it| (it.end - it.start).as_seconds_f64() / 3600.0)
        .collect();
    Ok(Consistency {
        n: lengths.len(),
        onset: of(|it| clock_hours(it.start))?,
        wake: of(|it| clock_hours(it.end))?,
        midpoint: of(|it| clock_hours(it.midpoint()))?,
        length_sd: variance(&lengths).sqrt(),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::testing::{night, nights};
    use super::*;

    #[test]
    fn naps_do_not_count_and_four_nights_are_too_few() {
        let mut slept = nights(&[(23.0, 8.0); 5]);
        assert_eq!(consistency(&slept).unwrap().n, 5);
        slept[2].kind = NightKind::Nap;
        assert_eq!(
            consistency(&slept).unwrap_err().to_string(),
            "5 nights are needed, 4 are there"
        );
    }

    #[test]
    fn nights_in_two_zones_at_the_same_clock_are_the_same() {
        let mut slept = nights(&[(23.0, 8.0); 4]);
        slept.push(night("2026-03-05T23:00:00-08:00", "2026-03-06T07:00:00-08:00"));
        let varies = consistency(&slept).unwrap();
        assert!(varies.onset.sd < 1e-6 && varies.midpoint.sd < 1e-6);
    }

    #[test]
    fn a_night_in_which_clocks_change_has_the_middle_of_the_clock_at_waking() {
        let spring = night("2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00");
        assert_eq!(clock_hours(spring.midpoint()), 3.5);
        assert_eq!(spring.asleep_h, Some(7.0));
        let autumn = night("2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00");
        assert_eq!(clock_hours(autumn.midpoint()), 2.5);
    }
}
