//! Describes the cloud of points that each interval and the next make (Poincaré plot).
//!
//! `SD1 = SDSD/√2` is its width across the line of identity, `SD2 = √(2·SDNN² − SD1²)` its length along it. From these
//! CSI = SD2/SD1, CVI = log₁₀(16·SD1·SD2) and the modified CSI = 4·SD2²/SD1 (Toichi 1997; Jeppesen 2014). SD1 is RMSSD/√2 but
//! for the mean of the differences: it tells nothing that RMSSD does not (Ciccone 2017, Muscle Nerve 56:674).
//!
//! Brennan 2001 (IEEE Trans Biomed Eng 48:1342). Assumes and needs what [`time_domain`](super::time_domain) does. Refuses
//! intervals whose differences are all equal, and a cloud that is no longer than it is wide because its parts are broken off.

use serde::Serialize;

use super::super::{Method, NoAnswer};
use super::rr::RrIntervals;
use super::time_domain::time_domain;

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_poincare",
    version: 1,
    source: "Brennan 2001, IEEE Trans Biomed Eng 48:1342; Toichi 1997, J Auton Nerv Syst 62:79",
    needs: "60 seconds of beat-to-beat intervals",
};

/// The shape of the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Poincare {
    /// How many successive differences it rests on.
    pub n: usize,
    /// The width, in milliseconds.
    pub sd1: f64,
    /// The length, in milliseconds.
    pub sd2: f64,
    /// Cardiac sympathetic index: SD2/SD1.
    pub csi: f64,
    /// Cardiac vagal index: log₁₀(16·SD1·SD2), of milliseconds.
    pub cvi: f64,
    /// Modified cardiac sympathetic index: 4·SD2²/SD1, in milliseconds.
    pub modified_csi: f64,
}

/// Returns the shape of the cloud.
///
/// ```
/// use vitasync_core::analytics::heart::poincare::poincare;
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let beats: Vec<f64> = (0..200).map(|beat| 850.0 + 40.0 * (f64::from(beat) / 5.0).sin()).collect();
/// let cloud = poincare(&RrIntervals::from_intervals(&beats).unwrap()).unwrap();
/// assert!(cloud.sd2 > 5.0 * cloud.sd1, "a slow wave makes a long cloud");
/// ```
///
/// # Errors
///
/// As [`time_domain()`]; [`NoAnswer::NoSpread`] where the cloud has no width or no length.
pub fn poincare(rr: &RrIntervals) -> Result<Poincare, NoAnswer> {
    let varies = time_domain(rr)?;
    let sd1 = varies.sdsd / std::f64::consts::SQRT_2;
    let along = 2.0 * varies.sdnn * varies.sdnn - sd1 * sd1;
    if !(sd1 > 0.0 && along > 0.0) {
        return Err(NoAnswer::NoSpread {
            what: "successive differences",
        });
    }
    let sd2 = along.sqrt();
    Ok(Poincare {
        n: varies.n_differences,
        sd1,
        sd2,
        csi: sd2 / sd1,
        cvi: (16.0 * sd1 * sd2).log10(),
        modified_csi: 4.0 * sd2 * sd2 / sd1,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn a_cloud_without_width_is_refused() {
        let steady = RrIntervals::from_intervals(&[900.0; 100]).unwrap();
        assert!(matches!(poincare(&steady), Err(NoAnswer::NoSpread { .. })));
    }

    #[test]
    fn beats_that_alternate_make_no_long_cloud() {
        let beats: Vec<f64> = (0..100).map(|at| if at % 2 == 0 { 801.0 } else { 843.0 }).collect();
        let cloud = poincare(&RrIntervals::from_intervals(&beats).unwrap());
        assert!(cloud.is_err() || cloud.unwrap().csi < 0.2);
    }
}
