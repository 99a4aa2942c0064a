//! Says what holds between the samples of a recording, and where the recording is silent.
//!
//! A sample holds until the next one. Where the next is later than a limit, nothing is known in between: that time counts
//! neither as 0 nor as what was before. The last sample ends the recording and holds for nothing.
//!
//! Assumes that a device which says nothing for longer than the limit was paused or has lost its sensor. Needs two samples.
//! Refuses values that are not finite. Samples may come in any order; of two at one moment the greater counts.

use serde::{Deserialize, Serialize};

use super::super::NoAnswer;

/// How long a heart rate may hold, in seconds.
pub const HEART_RATE_HOLDS_S: f64 = 30.0;

/// How long a power, a speed or a distance may hold, in seconds. Devices that record only what changes stay below it.
pub const POWER_HOLDS_S: f64 = 10.0;

/// The longest recording that is spread over seconds: ten days.
pub const MAX_SECONDS: usize = 864_000;

/// A sample of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Point {
    /// When it was, in seconds since any fixed moment.
    pub second: f64,
    /// What was measured.
    pub value: f64,
}

/// A value and how long it held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Held {
    /// How long, in seconds.
    pub seconds: f64,
    /// What was measured.
    pub value: f64,
}

/// Returns what held how long, in order of time. Samples further apart than `longest_s` leave a hole.
///
/// ```
/// use vitasync_core::analytics::training::stream::{HEART_RATE_HOLDS_S, Held, Point, held};
///
/// let points = [(0.0, 120.0), (5.0, 130.0), (300.0, 110.0), (310.0, 115.0)].map(|(second, value)| Point { second, value });
/// let spans = held(&points, HEART_RATE_HOLDS_S).unwrap();
/// assert_eq!(spans, [Held { seconds: 5.0, value: 120.0 }, Held { seconds: 10.0, value: 110.0 }]);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than two samples, [`NoAnswer::NotFinite`], [`NoAnswer::NotPositive`] of a limit that
/// is not above 0.
pub fn held(points: &[Point], longest_s: f64) -> Result<Vec<Held>, NoAnswer> {
    NoAnswer::unless_positive("longest hold", longest_s)?;
    let points = in_order(points)?;
    let pairs = points.windows(2).map(|pair| Held {
        seconds: pair[1].second - pair[0].second,
        value: pair[0].value,
    });
    Ok(pairs.filter(|it| it.seconds > 0.0 && it.seconds <= longest_s).collect())
}

/// Returns one value for each second from the first sample to the last; `None` where the recording is silent.
///
/// A second has the value of the last sample at or before it, if that is not older than `longest_s` and another follows
/// within `longest_s`.
///
/// ```
/// use vitasync_core::analytics::training::stream::{Point, per_second};
///
/// let points = [(0.0, 200.0), (2.0, 210.0), (60.0, 180.0)].map(|(second, value)| Point { second, value });
/// let seconds = per_second(&points, 10.0).unwrap();
/// assert_eq!(seconds[..4], [Some(200.0), Some(200.0), Some(210.0), None]);
/// assert_eq!((seconds.len(), seconds[60]), (61, Some(180.0)));
/// ```
///
/// # Errors
///
/// As [`held`], and [`NoAnswer::TooMany`] of more than [`MAX_SECONDS`].
pub fn per_second(points: &[Point], longest_s: f64) -> Result<Vec<Option<f64>>, NoAnswer> {
    NoAnswer::unless_positive("longest hold", longest_s)?;
    let points = in_order(points)?;
    let first = points[0].second;
    let length = (points[points.len() - 1].second - first).floor();
    // A span of hours in seconds, and one that is too long saturates.
    let count = (length as usize).saturating_add(1);
    if count > MAX_SECONDS {
        return Err(NoAnswer::TooMany {
            what: "seconds",
            most: MAX_SECONDS,
            got: count,
        });
    }
    let mut seconds = vec![None; count];
    let place = |point: &Point| (point.second - first).ceil() as usize;
    for pair in points.windows(2) {
        let (from, to) = (place(&pair[0]), place(&pair[1]));
        let until = if pair[1].second - pair[0].second <= longest_s {
            to
        } else {
            from + 1
        };
        seconds[from.min(count)..until.min(count)].fill(Some(pair[0].value));
    }
    let last = points[points.len() - 1];
    if let Some(second) = seconds.get_mut(place(&last)) {
        *second = Some(last.value);
    }
    Ok(seconds)
}

/// Checks that what held is finite and adds up to at least `needed` seconds, and returns how many.
pub(super) fn checked_seconds(what: &'static str, spans: &[Held], needed: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_finite(what, spans.iter().map(|span| span.value))?;
    NoAnswer::unless_finite("durations", spans.iter().map(|span| span.seconds))?;
    let shortest = spans.iter().map(|span| span.seconds).fold(0.0, f64::min);
    NoAnswer::unless_at_least("duration", shortest, 0.0)?;
    let total = super::super::numeric::sum(spans.iter().map(|span| span.seconds));
    NoAnswer::unless_at_least("time measured in seconds", total, needed)?;
    Ok(total)
}

/// Checks samples and puts them in order of time.
pub(super) fn in_order(points: &[Point]) -> Result<Vec<Point>, NoAnswer> {
    NoAnswer::unless_enough("samples", 2, points.len())?;
    NoAnswer::unless_finite("samples", points.iter().map(|point| point.value))?;
    NoAnswer::unless_finite("moments of the samples", points.iter().map(|point| point.second))?;
    let mut points = points.to_vec();
    points.sort_unstable_by(|a, b| a.second.total_cmp(&b.second).then(a.value.total_cmp(&b.value)));
    Ok(points)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points(of: &[(f64, f64)]) -> Vec<Point> {
        of.iter().map(|&(second, value)| Point { second, value }).collect()
    }

    #[test]
    fn silence_is_not_filled() {
        let seconds = per_second(&points(&[(0.0, 1.0), (20.0, 2.0), (21.0, 3.0)]), 10.0).unwrap();
        assert_eq!(seconds.iter().flatten().count(), 3);
        assert_eq!((seconds[1], seconds[19], seconds[20]), (None, None, Some(2.0)));
    }

    #[test]
    fn too_little_too_much_and_broken_samples_are_refused() {
        assert!(held(&points(&[(0.0, 1.0)]), 30.0).is_err());
        assert!(held(&points(&[(0.0, 1.0), (1.0, f64::NAN)]), 30.0).is_err());
        assert!(held(&points(&[(0.0, 1.0), (f64::INFINITY, 1.0)]), 30.0).is_err());
        assert!(held(&points(&[(0.0, 1.0), (1.0, 1.0)]), f64::NAN).is_err());
        assert!(matches!(
            per_second(&points(&[(0.0, 1.0), (1e300, 1.0)]), 30.0),
            Err(NoAnswer::TooMany { .. })
        ));
        let backward = [
            Held {
                seconds: -5.0,
                value: 1.0,
            },
            Held {
                seconds: 90.0,
                value: 1.0,
            },
        ];
        assert!(checked_seconds("heart rates", &backward, 60.0).is_err());
    }

    proptest! {
        #[test]
        fn the_order_of_samples_changes_nothing(of in prop::collection::vec((0..200_i32, 0..9_i32), 2..40)) {
            let forward: Vec<_> = of.iter().map(|&(at, it)| (f64::from(at), f64::from(it))).collect();
            let backward: Vec<_> = forward.iter().rev().copied().collect();
            prop_assert_eq!(held(&points(&forward), 30.0), held(&points(&backward), 30.0));
            prop_assert_eq!(per_second(&points(&forward), 10.0), per_second(&points(&backward), 10.0));
        }
    }
}
