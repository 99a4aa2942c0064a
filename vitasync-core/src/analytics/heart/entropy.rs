//! Says how regular the intervals are: sample entropy.
//!
//! `−ln(A/B)`: of all pairs of places whose next two intervals are alike (B), the share whose third is alike too (A/B). Alike
//! means that none differs by `r` or more, `r = 0.2` standard deviations (divided by n). A small number is a regular rhythm.
//! Richman & Moorman 2000 (Am J Physiol Heart Circ Physiol 278:H2039), as nolds computes it.
//!
//! Assumes a level that does not drift. Needs 200 intervals (Richman & Moorman find it unreliable below 100 to 200) and one pair
//! that is alike in three. Refuses equal intervals, and more than 20,000 because time grows with their square.

use serde::Serialize;

use super::super::numeric::{float, mean, squares_about};
use super::super::{Method, NoAnswer};
use super::rr::RrIntervals;

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_sample_entropy",
    version: 1,
    source: "Richman & Moorman 2000, Am J Physiol Heart Circ Physiol 278:H2039",
    needs: "200 beat-to-beat intervals",
};

/// The least number of intervals that is answered from.
pub const MIN_INTERVALS: usize = 200;

/// The greatest number of intervals that is answered from.
pub const MAX_INTERVALS: usize = 20_000;

/// How regular intervals are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SampleEntropy {
    /// How many places there are that have two intervals after them.
    pub n: usize,
    /// The sample entropy, in nats.
    pub entropy: f64,
    /// Below which two intervals are alike, in milliseconds.
    pub tolerance_ms: f64,
}

/// Returns the sample entropy of intervals.
///
/// ```
/// use vitasync_core::analytics::heart::entropy::sample_entropy;
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let beats: Vec<f64> = (0..300).map(|beat| 850.0 + 40.0 * (f64::from(beat) / 5.0).sin()).collect();
/// let regular = sample_entropy(&RrIntervals::from_intervals(&beats).unwrap()).unwrap();
/// assert!(regular.entropy < 0.5);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than 200 intervals or no pair that is alike, [`NoAnswer::TooMany`] of more than 20,000,
/// [`NoAnswer::NoSpread`] of equal ones.
pub fn sample_entropy(rr: &RrIntervals) -> Result<SampleEntropy, NoAnswer> {
    let ms = rr.ms();
    NoAnswer::unless_enough("intervals", MIN_INTERVALS, ms.len())?;
    if ms.len() > MAX_INTERVALS {
        return Err(NoAnswer::TooMany {
            what: "intervals",
            most: MAX_INTERVALS,
            got: ms.len(),
        });
    }
    let tolerance_ms = 0.2 * (squares_about(ms, mean(ms)) / float(ms.len())).sqrt();
    if tolerance_ms == 0.0 {
        return Err(NoAnswer::NoSpread { what: "intervals" });
    }
    let triples: Vec<&[f64]> = rr.runs().flat_map(|run| run.windows(3)).collect();
    let alike = |a: f64, b: f64| (a - b).abs() < tolerance_ms;
    let (mut two, mut three) = (0, 0);
    for (at, a) in triples.iter().enumerate() {
        for b in &triples[at + 1..] {
            if alike(a[0], b[0]) && alike(a[1], b[1]) {
                two += 1;
                three += usize::from(alike(a[2], b[2]));
            }
        }
    }
    NoAnswer::unless_enough("pairs of alike triples", 1, three)?;
    Ok(SampleEntropy {
        n: triples.len(),
        entropy: (float(two) / float(three)).ln(),
        tolerance_ms,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn equal_few_and_too_many_intervals_are_refused() {
        let of = |ms: Vec<f64>| sample_entropy(&RrIntervals::from_intervals(&ms).unwrap());
        assert!(matches!(of(vec![900.0; 300]), Err(NoAnswer::NoSpread { .. })));
        assert!(matches!(of(vec![900.0; 199]), Err(NoAnswer::Insufficient { .. })));
        assert!(matches!(of(vec![900.0; 20_001]), Err(NoAnswer::TooMany { .. })));
    }

    #[test]
    fn scale_and_shift_change_nothing() {
        let of = |scale: f64, shift: f64| {
            let beats = (0..250).map(|at| scale * (850.25 + f64::from((at * 37) % 64)) + shift);
            let rr = RrIntervals::from_intervals(&beats.collect::<Vec<_>>()).unwrap();
            sample_entropy(&rr).unwrap().entropy
        };
        assert!((of(1.0, 0.0) - of(0.5, 100.0)).abs() < 1e-12);
    }
}
