//! Says what an exported electrocardiogram holds: how long it is, how high it goes, and how much of it is unusable.
//!
//! A stretch is flat where the voltage does not change for 0.2 seconds or more, as when a finger leaves the electrode; the share
//! of the samples in flat stretches tells what is lost. Amplitude is from the 1st to the 99th percentile, which single spikes do
//! not move. The vendor's own classification stays its own: nothing here reads a rhythm.
//!
//! Assumes one lead at an even rate. Needs 5 seconds. Refuses rates below 100 a second, at which a QRS complex is a few samples
//! (Apple records 512).

use serde::Serialize;

use super::super::numeric::{float, sorted};
use super::super::robust::quantile_of_sorted;
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "ecg_summary",
    version: 1,
    source: "description of the recording",
    needs: "5 seconds at 100 samples a second or more",
};

const MIN_SECONDS: f64 = 5.0;
const FLAT_SECONDS: f64 = 0.2;

/// What an electrocardiogram holds. Voltages are in microvolts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EcgSummary {
    /// How many samples it has.
    pub n: usize,
    /// How long it is, in seconds.
    pub seconds: f64,
    /// The lowest voltage.
    pub lowest: f64,
    /// The middle voltage, about which it swings.
    pub median: f64,
    /// The highest voltage.
    pub highest: f64,
    /// From the 1st to the 99th percentile.
    pub amplitude: f64,
    /// The share of samples in flat stretches, from 0 to 1.
    pub flat: f64,
}

/// Returns what an electrocardiogram holds.
///
/// ```
/// use vitasync_core::analytics::heart::ecg::summary;
///
/// let volts: Vec<f64> = (0..5120).map(|at| if at % 512 < 20 { 900.0 } else { f64::from(at % 7) }).collect();
/// let holds = summary(&volts, 512.0).unwrap();
/// assert_eq!((holds.seconds, holds.highest, holds.flat), (10.0, 900.0, 0.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than five seconds, [`NoAnswer::OutOfRange`] of a rate, [`NoAnswer::NotFinite`].
pub fn summary(microvolts: &[f64], samples_per_second: f64) -> Result<EcgSummary, NoAnswer> {
    NoAnswer::unless_within("samples a second", samples_per_second, 100.0, 10_000.0)?;
    let needed = (MIN_SECONDS * samples_per_second).ceil() as usize;
    NoAnswer::unless_enough("samples", needed, microvolts.len())?;
    NoAnswer::unless_finite("samples", microvolts.iter().copied())?;
    let flat_length = FLAT_SECONDS * samples_per_second;
    let stretches = microvolts.chunk_by(|a, b| a == b).map(<[f64]>::len);
    let flat: usize = stretches.filter(|length| float(*length) >= flat_length).sum();
    let sorted = sorted(microvolts.iter().copied());
    let quantile = |share| quantile_of_sorted(&sorted, share);
    Ok(EcgSummary {
        n: sorted.len(),
        seconds: float(sorted.len()) / samples_per_second,
        lowest: quantile(0.0),
        median: quantile(0.5),
        highest: quantile(1.0),
        amplitude: quantile(0.99) - quantile(0.01),
        flat: float(flat) / float(sorted.len()),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn a_finger_that_left_is_flat() {
        let mut volts: Vec<f64> = (0..1000).map(|at| f64::from(at % 9)).collect();
        volts[200..450].fill(3.0);
        let holds = summary(&volts, 100.0).unwrap();
        assert!((holds.flat - 0.25).abs() < 0.002, "{holds:?}");
    }

    #[test]
    fn short_slow_and_broken_recordings_are_refused() {
        assert!(summary(&[1.0; 499], 100.0).is_err());
        assert!(summary(&[1.0; 5000], 50.0).is_err());
        assert!(summary(&[f64::NAN; 5000], 512.0).is_err());
        assert_eq!(summary(&[1.0; 500], 100.0).unwrap().flat, 1.0);
    }
}
