//! Says what steady power would have cost as much: normalised power.
//!
//! `NP = (mean of (30 s rolling mean of power)⁴)^¼` (Allen & Coggan, Training and Racing with a Power Meter). Its share of the
//! functional threshold power is the intensity factor.
//!
//! Power is one value per second, as [`per_second`](super::stream::per_second) gives it. Coasting is 0 W and counts; a second
//! of which nothing is known counts for nothing, and no window of 30 s spans it. GoldenCheetah's IsoPower takes the 30 s
//! before the start for 0 W, and so does [`Windows::FromRest`]; the two differ by about 1 %, so an answer names its windows.
//!
//! Assumes that the cost of an effort grows with the fourth power of the body's slow response to it; for efforts below about
//! 20 minutes that is an extrapolation. Needs ten minutes of power. Refuses negative and infinite power, and a threshold
//! that is not above 0.

use serde::{Deserialize, Serialize};

use super::super::numeric::{float, mean};
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "normalised_power",
    version: 1,
    source: "Allen & Coggan 2010",
    needs: "10 minutes of power",
};

/// The least number of seconds with power that are answered from.
pub const MIN_SECONDS: usize = 600;

/// The length of the rolling mean in seconds.
const WINDOW: usize = 30;

/// Which windows of 30 s count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PowerWindows))]
pub enum Windows {
    /// Those that are full.
    #[default]
    Full,
    /// One for each second, as if 30 s of 0 W went before every stretch of power.
    FromRest,
}

/// What steady power would have cost as much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NormalisedPower {
    /// In watts.
    pub watts: f64,
    /// The plain mean, in watts, with coasting.
    pub mean_watts: f64,
    /// How many seconds have power.
    pub seconds: usize,
    /// How many seconds in between have none.
    pub silent_seconds: usize,
    /// Which windows count.
    pub windows: Windows,
}

impl NormalisedPower {
    /// Returns the share of the functional threshold power: the intensity factor.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a threshold outside 30 to 700 W.
    pub fn intensity_factor(&self, threshold_watts: f64) -> Result<f64, NoAnswer> {
        NoAnswer::unless_within("functional threshold power", threshold_watts, 30.0, 700.0)?;
        Ok(self.watts / threshold_watts)
    }
}

/// Returns the normalised power of a session, of one value per second.
///
/// ```
/// use vitasync_core::analytics::training::power::{Windows, normalised_power};
///
/// let mut seconds = vec![Some(200.0); 900];
/// seconds.extend([Some(0.0); 60]);
/// let power = normalised_power(&seconds, Windows::Full).unwrap();
/// assert!(power.watts > power.mean_watts);
/// assert!(normalised_power(&seconds[..500], Windows::Full).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than [`MIN_SECONDS`] seconds with power or of silence in every window,
/// [`NoAnswer::NotFinite`], [`NoAnswer::TooSmall`] of negative power.
pub fn normalised_power(seconds: &[Option<f64>], windows: Windows) -> Result<NormalisedPower, NoAnswer> {
    let known = checked(seconds, MIN_SECONDS)?;
    let stretches = seconds.chunk_by(|a, b| a.is_some() == b.is_some());
    let mut fourths = Vec::with_capacity(known.len());
    for stretch in stretches.filter(|stretch| stretch[0].is_some()) {
        let lead = if windows == Windows::FromRest { WINDOW - 1 } else { 0 };
        let watts: Vec<f64> = std::iter::repeat_n(0.0, lead)
            .chain(stretch.iter().copied().flatten())
            .collect();
        fourths.extend(watts.windows(WINDOW).map(|window| mean(window).powi(4)));
    }
    NoAnswer::unless_enough("stretches of 30 seconds", 1, fourths.len())?;
    Ok(NormalisedPower {
        watts: mean(&fourths).sqrt().sqrt(),
        mean_watts: mean(&known),
        seconds: known.len(),
        silent_seconds: seconds.len() - known.len(),
        windows,
    })
}

/// Returns the power of the seconds that have one.
pub(super) fn checked(seconds: &[Option<f64>], needed: usize) -> Result<Vec<f64>, NoAnswer> {
    let known: Vec<f64> = seconds.iter().copied().flatten().collect();
    NoAnswer::unless_enough("seconds of power", needed, known.len())?;
    NoAnswer::unless_finite("seconds of power", seconds.iter().map(|it| it.unwrap_or(0.0)))?;
    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
    NoAnswer::unless_at_least("power", least, 0.0)?;
    Ok(known)
}

/// Converts a duration to hours.
pub(super) fn hours(seconds: usize) -> f64 {
    float(seconds) / 3600.0
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steady_power_is_its_own_norm() {
        let power = normalised_power(&[Some(250.0); 600], Windows::Full).unwrap();
        assert!((power.watts - 250.0).abs() < 1e-9);
        assert!((power.intensity_factor(200.0).unwrap() - 1.25).abs() < 1e-9);
    }

    #[test]
    fn silence_is_neither_coasting_nor_bridged() {
        let ride = [vec![Some(250.0); 400], vec![None; 300], vec![Some(250.0); 400]].concat();
        let power = normalised_power(&ride, Windows::Full).unwrap();
        assert!((power.watts - 250.0).abs() < 1e-9);
        assert_eq!((power.seconds, power.silent_seconds), (800, 300));
        let coasted: Vec<_> = ride.iter().map(|it| it.or(Some(0.0))).collect();
        assert!(normalised_power(&coasted, Windows::Full).unwrap().watts < 240.0);
    }

    #[test]
    fn what_is_not_power_is_refused() {
        assert!(normalised_power(&[Some(250.0); 599], Windows::Full).is_err());
        let shattered = [Some(250.0), None].repeat(700);
        assert!(matches!(
            normalised_power(&shattered, Windows::Full),
            Err(NoAnswer::Insufficient { got: 0, .. })
        ));
        assert!(normalised_power(&[Some(-1.0); 900], Windows::Full).is_err());
        assert!(normalised_power(&[Some(f64::NAN); 900], Windows::Full).is_err());
        let power = normalised_power(&[Some(250.0); 600], Windows::Full).unwrap();
        assert!(power.intensity_factor(0.0).is_err());
    }

    proptest! {
        #[test]
        fn twice_the_power_is_twice_the_norm(watts in prop::collection::vec(0..600_i32, 1..20)) {
            let ride = |times: f64| -> Vec<Option<f64>> {
                let each = |&it: &i32| std::iter::repeat_n(Some(times * f64::from(it)), 600);
                watts.iter().flat_map(each).collect()
            };
            for windows in [Windows::Full, Windows::FromRest] {
                let once = normalised_power(&ride(1.0), windows).unwrap();
                let twice = normalised_power(&ride(2.0), windows).unwrap();
                prop_assert!((twice.watts - 2.0 * once.watts).abs() < 1e-6);
            }
        }
    }
}
