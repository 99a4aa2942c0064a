//! Finds the fastest stretch of a distance within a recording: the fastest kilometre of a run.
//!
//! Two pointers move over the distance covered; a stretch may begin or end between two samples, at the speed between them.
//! Time is elapsed time: whoever stands still while a device is paused has not run faster.
//!
//! Where the distance falls, or grows faster than the sport allows, the position jumped, and no stretch goes over that place.
//! [`MAX_RUNNING_SPEED`] is for running. Assumes a distance that a device kept counting. Needs two samples. Refuses
//! recordings without such a distance, and values that are not finite.

use serde::Serialize;

use super::super::{Method, NoAnswer};
use super::stream::{Point, in_order};

/// This method.
pub const METHOD: Method = Method {
    id: "best_effort",
    version: 1,
    source: "two-pointer search over distance and time",
    needs: "2 samples, and the distance covered without a jump",
};

/// Above this many metres per second nobody runs.
pub const MAX_RUNNING_SPEED: f64 = 12.5;

/// Farther than this nobody goes in one recording, and a metre is still told apart.
const MOST_METRES: f64 = 1e9;

/// The fastest stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BestEffort {
    /// How long it took, in seconds.
    pub seconds: f64,
    /// When it began, on the clock of the samples; of equally fast ones the first.
    pub start: f64,
}

/// Returns the fastest stretch of `metres`. The value of each sample is the distance covered so far, in metres.
///
/// ```
/// use vitasync_core::analytics::training::best_effort::{MAX_RUNNING_SPEED, best_effort};
/// use vitasync_core::analytics::training::stream::Point;
///
/// let run = [(0.0, 0.0), (300.0, 1000.0), (540.0, 2000.0), (900.0, 3000.0)].map(|(second, value)| Point { second, value });
/// let fastest = best_effort(&run, 1000.0, MAX_RUNNING_SPEED).unwrap();
/// assert_eq!((fastest.seconds, fastest.start), (240.0, 300.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] where no stretch is that long, or of a distance below a metre; [`NoAnswer::NotPositive`] of the
/// limit, [`NoAnswer::OutOfRange`] of a distance covered below 0, [`NoAnswer::Insufficient`] of fewer than two samples,
/// [`NoAnswer::NotFinite`].
pub fn best_effort(points: &[Point], metres: f64, max_speed: f64) -> Result<BestEffort, NoAnswer> {
    NoAnswer::unless_at_least("distance", metres, 1.0)?;
    NoAnswer::unless_positive("greatest speed", max_speed)?;
    let points = in_order(points)?;
    for point in &points {
        NoAnswer::unless_within("distance covered", point.value, 0.0, MOST_METRES)?;
    }
    let goes_on = |a: &Point, b: &Point| {
        let step = b.value - a.value;
        step >= 0.0 && step <= max_speed * (b.second - a.second)
    };
    let stretches = || points.chunk_by(goes_on);
    let efforts = stretches().flat_map(|stretch| from_samples(stretch, metres).chain(to_samples(stretch, metres)));
    let fastest = efforts.reduce(|best, next| {
        let order = next
            .seconds
            .total_cmp(&best.seconds)
            .then(next.start.total_cmp(&best.start));
        if order.is_lt() { next } else { best }
    });
    let longest = || {
        let lengths = stretches().map(|stretch| stretch[stretch.len() - 1].value - stretch[0].value);
        lengths.fold(0.0, f64::max)
    };
    fastest.ok_or_else(|| NoAnswer::TooSmall {
        what: "distance covered without a jump",
        value: longest(),
        min: metres,
    })
}

/// Lists the stretches that begin at a sample.
fn from_samples(points: &[Point], metres: f64) -> impl Iterator<Item = BestEffort> + '_ {
    let mut end = 0;
    points.iter().map_while(move |first| {
        let goal = first.value + metres;
        while points.get(end)?.value < goal {
            end += 1;
        }
        Some(BestEffort {
            seconds: moment(points[end - 1], points[end], goal) - first.second,
            start: first.second,
        })
    })
}

/// Lists the stretches that end at a sample.
fn to_samples(points: &[Point], metres: f64) -> impl Iterator<Item = BestEffort> + '_ {
    let mut begin = 0;
    points.iter().filter_map(move |last| {
        let from = last.value - metres;
        if points[0].value > from {
            return None;
        }
        while points[begin + 1].value <= from {
            begin += 1;
        }
        let start = moment(points[begin], points[begin + 1], from);
        Some(BestEffort {
            seconds: last.second - start,
            start,
        })
    })
}

/// Returns when a distance between those of two samples was reached.
fn moment(a: Point, b: Point, metres: f64) -> f64 {
    a.second + (b.second - a.second) * (metres - a.value) / (b.value - a.value)
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
    fn a_jump_of_the_position_is_no_effort() {
        let run = points(&[(0.0, 0.0), (300.0, 1000.0), (301.0, 1900.0), (600.0, 2900.0)]);
        assert_eq!(
            best_effort(&run, 900.0, MAX_RUNNING_SPEED).unwrap().seconds,
            299.0 * 0.9
        );
        let reason = best_effort(&run, 1500.0, MAX_RUNNING_SPEED).unwrap_err();
        assert!(matches!(reason, NoAnswer::TooSmall { value: 1000.0, .. }), "{reason}");
    }

    #[test]
    fn a_pause_takes_time() {
        let run = points(&[(0.0, 0.0), (120.0, 500.0), (420.0, 500.0), (540.0, 1000.0)]);
        assert_eq!(best_effort(&run, 1000.0, MAX_RUNNING_SPEED).unwrap().seconds, 540.0);
        assert_eq!(
            best_effort(&run, 500.0, MAX_RUNNING_SPEED).unwrap(),
            BestEffort {
                seconds: 120.0,
                start: 0.0
            }
        );
    }

    #[test]
    fn what_is_no_distance_is_refused() {
        let run = points(&[(0.0, 0.0), (300.0, 1000.0)]);
        assert!(best_effort(&run, 0.0, MAX_RUNNING_SPEED).is_err());
        assert!(best_effort(&run, f64::NAN, MAX_RUNNING_SPEED).is_err());
        assert!(best_effort(&run, f64::INFINITY, MAX_RUNNING_SPEED).is_err());
        assert!(best_effort(&run[..1], 10.0, MAX_RUNNING_SPEED).is_err());
    }

    proptest! {
        #[test]
        fn no_stretch_that_one_tries_is_faster(
            steps in prop::collection::vec((1..60_i32, 0..300_i32), 2..40),
            from in 0.0..1.0_f64,
            metres in 50.0..400.0_f64,
        ) {
            let mut at = (0.0, 0.0);
            let run: Vec<_> = steps.iter().map(|&(seconds, step)| {
                at = (at.0 + f64::from(seconds), at.1 + f64::from(step));
                at
            }).collect();
            let run = points(&run);
            let Ok(best) = best_effort(&run, metres, 1e6) else { return Ok(()) };
            let (first, last) = (run[0].value, run[run.len() - 1].value);
            let begin = first + from * (last - first - metres);
            let when = |metres: f64, side: fn(&Point, f64) -> bool| {
                let at = run.partition_point(|point| side(point, metres)).clamp(1, run.len() - 1);
                moment(run[at - 1], run[at], metres)
            };
            let tried = when(begin + metres, |point, it| point.value < it) - when(begin, |point, it| point.value <= it);
            prop_assert!(tried.is_nan() || tried >= best.seconds - 1e-6, "{tried} is faster than {}", best.seconds);
        }
    }
}
