//! Says how fast the heart rate falls after exercise ends: heart-rate recovery (HRR).
//!
//! HRR60 is the rate at the end less the rate 60 seconds later, HRR120 that 120 seconds later. Cole 1999 (N Engl J Med 341:1351)
//! calls 12 beats or fewer in the first minute abnormal after a treadmill test with a walking cool-down; how one stands,
//! sits or lies changes the figure more than fitness does, so compare only what ended alike.
//!
//! The rate at an instant is read on the straight line between the samples before and after it, which lie at most 15 seconds
//! apart; a sample at the very instant needs no neighbour. It is never taken from further away, and a maximum minus a
//! resting rate is reserve, not recovery.
//!
//! Assumes that the end is where the effort ended. Needs a rate at the end and one of the two later ones. Refuses an end at which the
//! rate is already below 90 % of the highest of the two minutes before: then the person was cooling down, and the answer would
//! be too small.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "heart_rate_recovery",
    version: 1,
    source: "Cole 1999, N Engl J Med 341:1351",
    needs: "heart rates at most 15 s apart at the end of exercise and 60 or 120 s later",
};

/// How far apart two samples may be for a rate to be read between them, in seconds.
pub const MAX_APART_S: i64 = 15;

/// Which share of the highest rate shortly before the end the rate at the end must be.
pub const LEAST_SHARE_OF_PEAK: f64 = 0.9;

/// How fast the heart rate falls, in beats per minute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = HeartRateRecovery))]
pub struct Recovery {
    /// The rate at the end.
    pub at_end: f64,
    /// The highest rate of the two minutes before.
    pub peak: f64,
    /// By how much it has fallen after 60 seconds; below 0 where it rose.
    pub after_60_s: Option<f64>,
    /// By how much it has fallen after 120 seconds.
    pub after_120_s: Option<f64>,
}

/// Returns how fast the heart rate falls after `end`. The samples may be in any order.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
/// use vitasync_core::analytics::heart::recovery::recovery;
///
/// let end: DateTime<Utc> = "2026-03-01T08:00:00Z".parse().unwrap();
/// let rates: Vec<_> = (-30..130)
///     .map(|second| (end + TimeDelta::seconds(second), 170.0 - 0.5 * f64::from(second.max(0) as i32)))
///     .collect();
/// let fell = recovery(&rates, end).unwrap();
/// assert_eq!((fell.after_60_s, fell.after_120_s), (Some(30.0), Some(60.0)));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where a rate cannot be read at the end or not at both later instants; [`NoAnswer::OutOfRange`] of
/// an end after a cool-down, and of what is no heart rate.
pub fn recovery(rates: &[(DateTime<Utc>, f64)], end: DateTime<Utc>) -> Result<Recovery, NoAnswer> {
    rates
        .iter()
        .try_for_each(|(_, rate)| NoAnswer::unless_within("heart rate", *rate, 20.0, 300.0))?;
    let mut rates = rates.to_vec();
    rates.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let read = |seconds: i64| rate_at(&rates, end + TimeDelta::seconds(seconds));
    let missing = |what| NoAnswer::Insufficient {
        what,
        needed: 1,
        got: 0,
    };
    let at_end = read(0).ok_or_else(|| missing("heart rates around the end"))?;
    let before = end - TimeDelta::minutes(2);
    let shortly = rates.iter().filter(|(at, _)| (before..=end).contains(at));
    let peak = shortly.map(|(_, rate)| *rate).fold(at_end, f64::max);
    NoAnswer::unless_within("share of the peak at the end", at_end / peak, LEAST_SHARE_OF_PEAK, 1.0)?;
    let (after_60_s, after_120_s) = (read(60), read(120));
    if after_60_s.or(after_120_s).is_none() {
        return Err(missing("heart rates one or two minutes after the end"));
    }
    Ok(Recovery {
        at_end,
        peak,
        after_60_s: after_60_s.map(|rate| at_end - rate),
        after_120_s: after_120_s.map(|rate| at_end - rate),
    })
}

/// Reads the rate at an instant between the samples around it.
fn rate_at(rates: &[(DateTime<Utc>, f64)], at: DateTime<Utc>) -> Option<f64> {
    let next = rates.partition_point(|(time, _)| *time < at);
    let (after, right) = *rates.get(next)?;
    if after == at {
        // Of several at one instant the middle one; the order they came in says nothing.
        let same = rates[next..].iter().take_while(|(time, _)| *time == at).count();
        return Some(f64::midpoint(rates[next + (same - 1) / 2].1, rates[next + same / 2].1));
    }
    let (before, left) = rates[next.checked_sub(1)?];
    let apart = after - before;
    (apart <= TimeDelta::seconds(MAX_APART_S)).then(|| {
        let share = (at - before).as_seconds_f64() / apart.as_seconds_f64();
        left + share * (right - left)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn samples(pairs: &[(i64, f64)]) -> Vec<(DateTime<Utc>, f64)> {
        let at = |second| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
        pairs.iter().map(|(second, rate)| (at(*second), *rate)).collect()
    }

    #[test]
    fn rates_between_samples_are_read_and_order_changes_nothing() {
        let mut given = samples(&[(-5, 160.0), (5, 156.0), (58, 130.0), (62, 126.0)]);
        let fell = recovery(&given, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(
            (fell.at_end, fell.after_60_s, fell.after_120_s),
            (158.0, Some(30.0), None)
        );
        given.reverse();
        assert_eq!(recovery(&given, DateTime::UNIX_EPOCH), Ok(fell));
    }

    #[test]
    fn a_gap_is_not_read_across() {
        let after = samples(&[(0, 160.0), (50, 130.0), (70, 120.0)]);
        let reason = recovery(&after, DateTime::UNIX_EPOCH).unwrap_err();
        assert_eq!(
            reason.to_string(),
            "there are no heart rates one or two minutes after the end"
        );
        let before = samples(&[(-20, 160.0), (10, 150.0), (60, 120.0)]);
        assert!(recovery(&before, DateTime::UNIX_EPOCH).is_err());
    }

    #[test]
    fn an_end_after_a_cool_down_is_refused() {
        let cooled = samples(&[(-100, 175.0), (0, 120.0), (60, 100.0)]);
        let reason = recovery(&cooled, DateTime::UNIX_EPOCH).unwrap_err();
        assert!(reason.to_string().contains("share of the peak"), "{reason}");
    }

    #[test]
    fn a_rate_that_rises_has_fallen_by_less_than_nothing() {
        let rising = samples(&[(0, 150.0), (60, 155.0)]);
        assert_eq!(recovery(&rising, DateTime::UNIX_EPOCH).unwrap().after_60_s, Some(-5.0));
        assert!(recovery(&samples(&[(0, f64::NAN)]), DateTime::UNIX_EPOCH).is_err());
        assert!(recovery(&[], DateTime::UNIX_EPOCH).is_err());
    }
}
