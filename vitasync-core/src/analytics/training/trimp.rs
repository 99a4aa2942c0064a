//! Says how hard a session was for the heart: the training impulse (TRIMP), in arbitrary units.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | Banister | `Σ minutes·x·a·e^(b·x)`, x the share of the heart rate reserve; a, b = 0.64, 1.92 (men), 0.86, 1.67 (women) | Banister 1991; Morton 1990, J Appl Physiol 69:1171 |
//! | of an hour | `100·TRIMP/TRIMP(60 min at the threshold)`: an hour at threshold is 100 | GoldenCheetah, `TRIMPPoints.cpp` |
//! | Edwards | `Σ minutes·zone`, zones 1 to 5 from 50, 60, 70, 80 and 90 % of the maximum; below 50 % counts 0 | Edwards 1993 |
//! | Lucia | `Σ minutes·zone`, 1 below the first ventilatory threshold, 2 from it, 3 above the second | Lucia 1999, Med Sci Sports Exerc 31:1777 |
//!
//! The three are different scales; they are never one series. Summing over what held, instead of taking a mean heart rate,
//! weighs the hard minutes as the formula means it. GoldenCheetah keeps 0.64 for women too; [`Coefficients`] is an argument so
//! that its figures can be had.
//!
//! Assumes that effort and heart rate go together: not so with drugs that slow the heart, in heat, or in short bursts. Needs
//! a minute of heart rates. Refuses values that are not finite, thresholds in the wrong order, and Banister's formula for a
//! person whose sex is not known: there is no middle between the two curves. A heart rate below rest counts 0.

use serde::{Deserialize, Serialize};

use super::super::heart::zones::Zones;
use super::super::numeric::{float, sum};
use super::super::{Method, NoAnswer, Sex};
use super::heart_rate::Reserve;
use super::stream::{Held, checked_seconds};

/// This method.
pub const METHOD: Method = Method {
    id: "trimp",
    version: 1,
    source: "Banister 1991; Morton 1990; Edwards 1993; Lucia 1999",
    needs: "1 minute of heart rates",
};

/// The least time of heart rates a session is answered from, in seconds.
pub const MIN_SECONDS: f64 = 60.0;

/// What weighs the heart rate reserve in Banister's formula: `scale·e^(exponent·x)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = TrimpCoefficients))]
pub struct Coefficients {
    /// `a`.
    pub scale: f64,
    /// `b`.
    pub exponent: f64,
}

impl Coefficients {
    /// Returns those that were fitted to the blood lactate of men and of women.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] where the sex is not known.
    pub fn of(sex: Option<Sex>) -> Result<Self, NoAnswer> {
        let (scale, exponent) = match sex {
            Some(Sex::Male) => (0.64, 1.92),
            Some(Sex::Female) => (0.86, 1.67),
            None => {
                return Err(NoAnswer::Undefined {
                    what: "TRIMP by Banister",
                    of: "a person whose sex is not known".to_owned(),
                });
            }
        };
        Ok(Self { scale, exponent })
    }

    fn per_minute(self, share: f64) -> f64 {
        share * self.scale * (self.exponent * share).exp()
    }
}

/// Returns Banister's training impulse.
///
/// ```
/// use vitasync_core::analytics::Sex;
/// use vitasync_core::analytics::training::heart_rate::Reserve;
/// use vitasync_core::analytics::training::stream::Held;
/// use vitasync_core::analytics::training::trimp::{Coefficients, banister};
///
/// let reserve = Reserve::new(60.0, 190.0).unwrap();
/// let hour = [Held { seconds: 3600.0, value: 150.0 }];
/// let load = banister(&hour, reserve, Coefficients::of(Some(Sex::Male)).unwrap()).unwrap();
/// assert!((load - 100.440).abs() < 0.001);
/// assert!(Coefficients::of(None).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::TooSmall`] of less than a minute, [`NoAnswer::NotFinite`].
pub fn banister(heart_rates: &[Held], reserve: Reserve, coefficients: Coefficients) -> Result<f64, NoAnswer> {
    weighed(heart_rates, |rate| coefficients.per_minute(reserve.share(rate)))
}

/// Returns Banister's impulse on the scale where an hour at the lactate threshold heart rate is 100; some call it hrTSS.
///
/// # Errors
///
/// As [`banister`]; [`NoAnswer::NotPositive`] of a threshold that is not above rest.
pub fn of_threshold_hour(
    heart_rates: &[Held],
    reserve: Reserve,
    coefficients: Coefficients,
    threshold_heart_rate: f64,
) -> Result<f64, NoAnswer> {
    let share = reserve.share(threshold_heart_rate);
    NoAnswer::unless_positive("share of the reserve at the threshold", share)?;
    NoAnswer::unless_within("share of the reserve at the threshold", share, 0.0, 1.0)?;
    let hour = 60.0 * coefficients.per_minute(share);
    Ok(100.0 * banister(heart_rates, reserve, coefficients)? / hour)
}

/// Returns Edwards' training impulse.
///
/// # Errors
///
/// As [`banister`]; [`NoAnswer::OutOfRange`] of a maximal heart rate outside 80 to 250.
pub fn edwards(heart_rates: &[Held], max_heart_rate: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("maximal heart rate", max_heart_rate, 80.0, 250.0)?;
    let zones = Zones::of_maximum(max_heart_rate)?;
    weighed(heart_rates, |rate| float(zones.of(rate)))
}

/// Returns Lucia's training impulse between the heart rates at the two ventilatory thresholds.
///
/// # Errors
///
/// As [`banister`]; [`NoAnswer::NotPositive`] of thresholds that are not in order.
pub fn lucia(heart_rates: &[Held], first_threshold: f64, second_threshold: f64) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("first threshold", first_threshold, 20.0, 250.0)?;
    NoAnswer::unless_within("second threshold", second_threshold, 20.0, 250.0)?;
    NoAnswer::unless_positive("distance between the thresholds", second_threshold - first_threshold)?;
    let zone = |rate: f64| match rate {
        rate if rate > second_threshold => 3.0,
        rate if rate >= first_threshold => 2.0,
        _ => 1.0,
    };
    weighed(heart_rates, zone)
}

fn weighed(heart_rates: &[Held], per_minute: impl Fn(f64) -> f64) -> Result<f64, NoAnswer> {
    checked_seconds("heart rates", heart_rates, MIN_SECONDS)?;
    Ok(sum(heart_rates
        .iter()
        .map(|span| span.seconds / 60.0 * per_minute(span.value))))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(seconds: f64, value: f64) -> Held {
        Held { seconds, value }
    }

    fn reserve() -> Reserve {
        Reserve::new(60.0, 190.0).unwrap()
    }

    #[test]
    fn below_rest_is_no_load() {
        let load = banister(
            &[held(600.0, 45.0)],
            reserve(),
            Coefficients::of(Some(Sex::Male)).unwrap(),
        );
        assert_eq!(load, Ok(0.0));
        assert_eq!(edwards(&[held(600.0, 94.0)], 190.0), Ok(0.0));
    }

    #[test]
    fn borders_belong_to_the_zone_the_source_gives_them() {
        assert_eq!(edwards(&[held(60.0, 95.0)], 190.0), Ok(1.0));
        assert_eq!(edwards(&[held(60.0, 171.0)], 190.0), Ok(5.0));
        let zones = [139.9, 140.0, 165.0, 165.1].map(|rate| lucia(&[held(60.0, rate)], 140.0, 165.0).unwrap());
        assert_eq!(zones, [1.0, 2.0, 2.0, 3.0]);
    }

    #[test]
    fn too_little_and_what_makes_no_sense_is_refused() {
        assert!(edwards(&[held(59.0, 150.0)], 190.0).is_err());
        assert!(edwards(&[], 190.0).is_err());
        assert!(edwards(&[held(90.0, f64::NAN)], 190.0).is_err());
        assert!(edwards(&[held(90.0, 150.0)], f64::INFINITY).is_err());
        assert!(lucia(&[held(90.0, 150.0)], 165.0, 140.0).is_err());
        let men = Coefficients::of(Some(Sex::Male)).unwrap();
        assert!(of_threshold_hour(&[held(90.0, 150.0)], reserve(), men, 55.0).is_err());
        assert!(of_threshold_hour(&[held(90.0, 150.0)], reserve(), men, f64::NAN).is_err());
    }

    #[test]
    fn an_hour_at_the_threshold_is_a_hundred() {
        let women = Coefficients::of(Some(Sex::Female)).unwrap();
        let load = of_threshold_hour(&[held(3600.0, 170.0)], reserve(), women, 170.0).unwrap();
        assert!((load - 100.0).abs() < 1e-9, "{load}");
    }

    proptest! {
        #[test]
        fn twice_as_long_is_twice_the_load_and_the_order_does_not_matter(
            spans in prop::collection::vec((60..900_i32, 50..190_i32), 1..20),
        ) {
            let men = Coefficients::of(Some(Sex::Male)).unwrap();
            let of = |times: f64| -> Vec<Held> {
                spans.iter().map(|&(seconds, rate)| held(times * f64::from(seconds), f64::from(rate))).collect()
            };
            let mut backward = of(1.0);
            backward.reverse();
            let once = banister(&of(1.0), reserve(), men).unwrap();
            prop_assert!((banister(&of(2.0), reserve(), men).unwrap() - 2.0 * once).abs() < 1e-9 * once.max(1.0));
            prop_assert!((banister(&backward, reserve(), men).unwrap() - once).abs() < 1e-9 * once.max(1.0));
        }
    }
}
