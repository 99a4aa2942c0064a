//! Describes the histogram of the intervals: triangular index and triangular interpolation (TINN).
//!
//! The triangular index is the number of intervals divided by that of the fullest bin. TINN is the base of the triangle
//! that fits the histogram best: its peak is the fullest bin, and the feet are the edges of bins that leave the smallest sum of squares
//! over the whole histogram. Task Force 1996 (Circulation 93:1043).
//!
//! Both depend on the bins. Usual is a width of 1/128 s from 0 ([`Bins::default`]), at which the literature's values are; others
//! round to 8 ms. neurokit2 searches the right foot only for the first left one, so its TINN is wider.
//!
//! Assumes a recording of a day; the Task Force wants at least 20 minutes. Needs 5 minutes. Refuses a bin that the Task
//! Force's range of intervals (to 10 s) would cut into more than 10,000, and a histogram of one bin for TINN.

use serde::{Deserialize, Serialize};

use super::super::numeric::float;
use super::super::{Method, NoAnswer};
use super::rr::RrIntervals;

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_geometry",
    version: 1,
    source: "Task Force 1996, Circulation 93:1043",
    needs: "5 minutes of beat-to-beat intervals",
};

/// The least length of recording that is answered from, in seconds.
pub const MIN_SECONDS: usize = 300;

const LONGEST_MS: f64 = 10_000.0;

/// How intervals are put into bins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = HistogramBins))]
pub struct Bins {
    /// Where a bin begins, in milliseconds.
    pub origin_ms: f64,
    /// How wide each is, in milliseconds; at least 1.
    pub width_ms: f64,
}

impl Default for Bins {
    fn default() -> Self {
        Self {
            origin_ms: 0.0,
            width_ms: 1000.0 / 128.0,
        }
    }
}

/// The shape of the histogram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Geometry {
    /// How many intervals it holds.
    pub n: usize,
    /// All intervals divided by those of the fullest bin.
    pub triangular_index: f64,
    /// The base of the best triangle, in milliseconds; none where one bin holds all.
    pub tinn: Option<f64>,
}

/// Returns the shape of the histogram.
///
/// ```
/// use vitasync_core::analytics::heart::geometry::{Bins, geometry};
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let beats: Vec<f64> = (0..400).map(|beat| 800.0 + f64::from(beat % 40)).collect();
/// let shape = geometry(&RrIntervals::from_intervals(&beats).unwrap(), Bins::default()).unwrap();
/// assert_eq!(shape.triangular_index, 5.0);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than five minutes; [`NoAnswer::TooSmall`] of bins below 1 ms; [`NoAnswer::OutOfRange`] of
/// an interval above 10 s; [`NoAnswer::NotFinite`] of an origin.
pub fn geometry(rr: &RrIntervals, bins: Bins) -> Result<Geometry, NoAnswer> {
    rr.unless_long_enough(MIN_SECONDS)?;
    NoAnswer::unless_at_least("width of a bin", bins.width_ms, 1.0)?;
    NoAnswer::unless_within("origin of the bins", bins.origin_ms, 0.0, LONGEST_MS)?;
    let longest = rr.ms().iter().copied().fold(0.0, f64::max);
    NoAnswer::unless_within("longest interval", longest, 0.0, LONGEST_MS)?;
    let histogram = histogram(rr.ms(), bins);
    let (peak, fullest) = histogram
        .iter()
        .enumerate()
        .rev()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .expect("there is an interval, so there is a bin");
    let feet = foot(histogram[..=peak].iter().rev().copied()).zip(foot(histogram[peak..].iter().copied().chain([0.0])));
    Ok(Geometry {
        n: rr.ms().len(),
        triangular_index: float(rr.ms().len()) / fullest,
        tinn: feet.map(|(left, right)| float(left + right) * bins.width_ms),
    })
}

/// Counts intervals by bin, from the bin before the first that holds one to the last.
fn histogram(ms: &[f64], bins: Bins) -> Vec<f64> {
    let place = |value: &f64| ((value - bins.origin_ms) / bins.width_ms).floor();
    let first = ms.iter().map(place).fold(f64::INFINITY, f64::min) - 1.0;
    let mut counts = Vec::new();
    for value in ms {
        // Ten thousand bins at most, by the checks above.
        let at = (place(value) - first) as usize;
        if counts.len() <= at {
            counts.resize(at + 1, 0.0);
        }
        counts[at] += 1.0;
    }
    counts
}

/// Finds how many bins from the peak the foot of the best straight side lies; none where there is nothing but the peak.
fn foot(counts: impl Iterator<Item = f64>) -> Option<usize> {
    let counts: Vec<f64> = counts.collect();
    let error = |foot: usize| -> f64 {
        let side = |at: usize| counts[0] * (1.0 - float(at) / float(foot)).max(0.0);
        let errors = counts.iter().enumerate().map(|(at, count)| count - side(at));
        errors.map(|it| it * it).sum()
    };
    (1..counts.len()).min_by(|a, b| error(*a).total_cmp(&error(*b)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    /// Holds `count` intervals in the middle of each bin, the first of which begins at 800 ms.
    fn of(counts: &[usize]) -> Result<Geometry, NoAnswer> {
        let bins = Bins {
            origin_ms: 800.0,
            width_ms: 10.0,
        };
        let beats = counts.iter().enumerate();
        let beats = beats.flat_map(|(at, count)| std::iter::repeat_n(805.5 + 10.0 * float(at), *count));
        geometry(&RrIntervals::from_intervals(&beats.collect::<Vec<_>>())?, bins)
    }

    #[test]
    fn a_triangle_is_found_again() {
        let shape = of(&[25, 50, 75, 100, 75, 50, 25]).unwrap();
        assert_eq!((shape.triangular_index, shape.tinn), (4.0, Some(80.0)));
    }

    #[test]
    fn the_sides_need_not_be_equal() {
        let shape = of(&[120, 240, 160, 80]).unwrap();
        assert_eq!(shape.tinn, Some(50.0));
    }

    #[test]
    fn a_short_recording_and_bins_without_width_are_refused() {
        assert!(matches!(of(&[100]), Err(NoAnswer::Insufficient { needed: 300, .. })));
        let steady = RrIntervals::from_intervals(&[900.0; 400]).unwrap();
        let narrow = Bins {
            width_ms: 0.0,
            ..Bins::default()
        };
        assert!(matches!(geometry(&steady, narrow), Err(NoAnswer::TooSmall { .. })));
        assert_eq!(geometry(&steady, Bins::default()).unwrap().triangular_index, 1.0);
    }
}
