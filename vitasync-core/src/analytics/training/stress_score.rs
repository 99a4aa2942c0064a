//! Puts sessions on one scale: the training stress score, where an hour at threshold is 100.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | TSS, by power | `hours·IF²·100`, IF the normalised power over the functional threshold power | Allen & Coggan 2010 |
//! | rTSS, by pace | the same with IF the mean flat-equivalent speed over the threshold speed | McGregor, from TSS |
//! | flat-equivalent speed | `v·C(i)/C(0)`, `C(i) = 155.4i⁵ − 30.4i⁴ − 43.3i³ + 46.3i² + 19.5i + 3.6` J/kg/m, i the grade | Minetti 2002, J Appl Physiol 93:1039 |
//! | by heart rate | [`trimp::of_threshold_hour`](super::trimp::of_threshold_hour) | |
//!
//! The three agree at steady threshold effort and nowhere else for certain, so an answer says by what it is.
//!
//! Assumes a threshold that holds on that day. Only the time that was measured counts. Needs ten minutes. Refuses negative
//! speeds, grades beyond ±45 % (where Minetti measured none), and thresholds outside what people do.

use serde::{Deserialize, Serialize};

use super::super::numeric::sum;
use super::super::{Method, NoAnswer};
use super::power::{NormalisedPower, hours};
use super::stream::{Held, checked_seconds};

/// This method.
pub const METHOD: Method = Method {
    id: "training_stress_score",
    version: 1,
    source: "Allen & Coggan 2010; Minetti 2002, J Appl Physiol 93:1039",
    needs: "10 minutes of power or speed",
};

/// The least time of running a score is answered from, in seconds.
pub const MIN_SECONDS: f64 = 600.0;

/// How stressful a session was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StressScore {
    /// An hour at threshold is 100.
    pub score: f64,
    /// The share of the threshold.
    pub intensity_factor: f64,
    /// How long was measured.
    pub hours: f64,
    /// By what.
    pub basis: Basis,
}

/// What a score is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = StressScoreBasis))]
pub enum Basis {
    /// Power.
    Power,
    /// Running speed, with the grade where it is known.
    Pace,
}

/// Running at a speed, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RunStretch))]
pub struct Running {
    /// How long, in seconds.
    pub seconds: f64,
    /// The speed in metres per second.
    pub speed: f64,
    /// The grade: metres up per metre; 0 on the flat.
    pub grade: f64,
}

/// Returns the score of a session with power.
///
/// ```
/// use vitasync_core::analytics::training::power::{Windows, normalised_power};
/// use vitasync_core::analytics::training::stress_score::by_power;
///
/// let hour = normalised_power(&[Some(250.0); 3600], Windows::Full).unwrap();
/// assert!((by_power(&hour, 250.0).unwrap().score - 100.0).abs() < 1e-9);
/// ```
///
/// # Errors
///
/// As [`NormalisedPower::intensity_factor`].
pub fn by_power(power: &NormalisedPower, threshold_watts: f64) -> Result<StressScore, NoAnswer> {
    let intensity_factor = power.intensity_factor(threshold_watts)?;
    Ok(scored(intensity_factor, hours(power.seconds), Basis::Power))
}

/// Returns the score of a run, given the speed in metres per second that the person can hold for an hour.
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] of less than ten minutes, [`NoAnswer::OutOfRange`] of speeds outside 0 to 12.5 m/s, grades beyond
/// ±0.45 or a threshold outside 1 to 7 m/s, [`NoAnswer::NotFinite`].
pub fn by_pace(run: &[Running], threshold_speed: f64) -> Result<StressScore, NoAnswer> {
    NoAnswer::unless_within("threshold speed", threshold_speed, 1.0, 7.0)?;
    let flat: Result<Vec<Held>, NoAnswer> = run
        .iter()
        .map(|it| {
            let value = flat_equivalent(it.speed, it.grade)?;
            Ok(Held {
                seconds: it.seconds,
                value,
            })
        })
        .collect();
    let flat = flat?;
    let seconds = checked_seconds("speeds", &flat, MIN_SECONDS)?;
    let distance = sum(flat.iter().map(|span| span.seconds * span.value));
    Ok(scored(
        distance / seconds / threshold_speed,
        seconds / 3600.0,
        Basis::Pace,
    ))
}

/// Returns the speed on the flat that costs as much as a speed on a grade, in metres per second.
///
/// ```
/// use vitasync_core::analytics::training::stress_score::flat_equivalent;
///
/// assert_eq!(flat_equivalent(3.0, 0.0), Ok(3.0));
/// assert!(flat_equivalent(3.0, 0.1).unwrap() > 4.9);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of a speed outside 0 to 12.5 m/s or a grade beyond ±0.45.
pub fn flat_equivalent(speed: f64, grade: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("running speed", speed, 0.0, 12.5)?;
    NoAnswer::unless_within("grade", grade, -0.45, 0.45)?;
    let terms = [155.4, -30.4, -43.3, 46.3, 19.5, 3.6];
    let cost = terms.iter().fold(0.0, |cost, term| cost * grade + term);
    Ok(speed * cost / 3.6)
}

fn scored(intensity_factor: f64, hours: f64, basis: Basis) -> StressScore {
    StressScore {
        score: hours * intensity_factor * intensity_factor * 100.0,
        intensity_factor,
        hours,
        basis,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn running(seconds: f64, speed: f64, grade: f64) -> Running {
        Running { seconds, speed, grade }
    }

    #[test]
    fn an_hour_at_threshold_pace_is_a_hundred() {
        let score = by_pace(&[running(3600.0, 4.0, 0.0)], 4.0).unwrap();
        assert_eq!(
            (score.score, score.intensity_factor, score.basis),
            (100.0, 1.0, Basis::Pace)
        );
    }

    #[test]
    fn uphill_counts_for_more_and_gently_downhill_for_less() {
        let of = |grade| by_pace(&[running(1800.0, 3.0, grade)], 4.0).unwrap().score;
        assert!(of(0.1) > of(0.0) && of(-0.1) < of(0.0));
        assert!(of(-0.4) > of(-0.2), "steep descents cost again");
    }

    #[test]
    fn too_short_and_impossible_runs_are_refused() {
        assert!(by_pace(&[running(599.0, 3.0, 0.0)], 4.0).is_err());
        assert!(by_pace(&[], 4.0).is_err());
        assert!(by_pace(&[running(900.0, -1.0, 0.0)], 4.0).is_err());
        assert!(by_pace(&[running(900.0, 3.0, f64::NAN)], 4.0).is_err());
        assert!(by_pace(&[running(900.0, 3.0, 0.0)], 0.0).is_err());
        assert!(by_pace(&[running(f64::INFINITY, 3.0, 0.0)], 4.0).is_err());
    }
}
