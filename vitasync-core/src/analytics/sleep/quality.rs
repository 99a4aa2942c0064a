//! Says which indicators of good sleep a night meets.
//!
//! | indicator | good for adults | source |
//! | --- | --- | --- |
//! | length | from 7 to 9 hours, from 65 years on to 8 | Hirshkowitz 2015, Sleep Health 1:40 |
//! | latency | 30 minutes or less | Ohayon 2017, Sleep Health 3:6 |
//! | awakenings | 1 or none of more than 5 minutes, from 65 years on to 2 | Ohayon 2017 |
//! | WASO | 20 minutes or less, from 65 years on to 30 | Ohayon 2017 |
//! | efficiency | 85 % or more of the time in bed | Ohayon 2017 |
//!
//! The answer is the indicators, each with its value and limit, and the share of those that could be judged which are met. That
//! share is a count, not a validated score: no weights for one exist. Stages are no part of it, because the panel did not agree
//! on them ([`stage_shares`](super::stage_shares)), and a device without stages must not lose by that.
//!
//! Assumes a main night. Needs 3 indicators. Refuses ages that are not from 18 to 120. An indicator that a source cannot tell is
//! left out, never bad.

use serde::Serialize;

use super::super::numeric::float;
use super::super::{Method, NoAnswer};
use super::debt::usual_need;
use super::hypnogram::Hypnogram;
use crate::resolve::{Night, NightBasis};

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_quality",
    version: 2,
    source: "Ohayon 2017, Sleep Health 3:6; Hirshkowitz 2015, Sleep Health 1:40",
    needs: "3 of 5 indicators of a night, and an age",
};

/// The least number of indicators that is answered from.
pub const MIN_INDICATORS: usize = 3;

/// What is judged of a night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepIndicator))]
pub enum Indicator {
    /// How long was slept, in hours.
    LengthH,
    /// How long it took to fall asleep, in minutes.
    LatencyMin,
    /// How often awake for more than 5 minutes.
    LongAwakenings,
    /// How long awake after falling asleep, in minutes.
    WasoMin,
    /// Sleep in per cent of the time in bed.
    EfficiencyPercent,
}

/// One indicator of a night.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = JudgedIndicator))]
pub struct Judged {
    /// What is judged.
    pub indicator: Indicator,
    /// Its value.
    pub value: f64,
    /// From where on it is good; none where less is better.
    pub least: Option<f64>,
    /// To where it is good; none where more is better.
    pub most: Option<f64>,
    /// Whether it is good.
    pub met: bool,
}

/// Which indicators a night meets.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepQuality))]
pub struct Quality {
    /// Those that could be judged, three at least.
    pub indicators: Vec<Judged>,
    /// The share of them that is met, from 0 to 1.
    pub met: f64,
}

/// Returns which indicators a night of somebody of an age in years meets.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than three indicators, [`NoAnswer::OutOfRange`] of an age.
pub fn quality(night: &Night, age: f64) -> Result<Quality, NoAnswer> {
    NoAnswer::unless_within("age", age, 18.0, 120.0)?;
    let need = usual_need(age)?;
    let minutes = |seconds: Option<i64>| seconds.map(|it| it as f64 / 60.0);
    // Stages that tell no waking tell of no awakening.
    let scored = night.waso_s.filter(|_| night.basis == NightBasis::Stages);
    let long = scored.and_then(|_| Hypnogram::of_night(night).ok());
    // The limit itself is not longer than five minutes.
    let long = long.map(|scored| float(scored.awakenings(300.0_f64.next_up())));
    let judge = |indicator, value: Option<f64>, least: Option<f64>, most: Option<f64>| {
        let value = value?;
        let met = least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most);
        Some(Judged {
            indicator,
            value,
            least,
            most,
            met,
        })
    };
    let (most_awakenings, most_waso) = if age < 65.0 { (1.0, 20.0) } else { (2.0, 30.0) };
    let length = minutes(night.asleep_s).map(|it| it / 60.0);
    let indicators: Vec<Judged> = [
        judge(Indicator::LengthH, length, Some(*need.start()), Some(*need.end())),
        judge(Indicator::LatencyMin, minutes(night.latency_s), None, Some(30.0)),
        judge(Indicator::LongAwakenings, long, None, Some(most_awakenings)),
        judge(Indicator::WasoMin, minutes(night.waso_s), None, Some(most_waso)),
        judge(Indicator::EfficiencyPercent, night.efficiency, Some(85.0), None),
    ]
    .into_iter()
    .flatten()
    .collect();
    NoAnswer::unless_enough("indicators of good sleep", MIN_INDICATORS, indicators.len())?;
    let met = indicators.iter().filter(|it| it.met).count();
    Ok(Quality {
        met: float(met) / float(indicators.len()),
        indicators,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::resolved;
    use super::*;
    use crate::sleep_stage::SleepStage::{AsleepUnspecified, Awake, Deep, Light, Rem};

    proptest! {
        #[test]
        fn the_longer_one_lies_awake_the_fewer_indicators_are_met(
            latency in 1..60_i64, asleep in 200..500_i64, awake in 1..40_i64, more in 1..30_i64, age in 18.0..100.0_f64,
        ) {
            let met = |awake| {
                let night = resolved(&[(Awake, latency), (Light, asleep / 2), (Awake, awake), (Rem, asleep - asleep / 2)]);
                quality(&night, age).unwrap()
            };
            let (calm, broken) = (met(awake), met(awake + more));
            prop_assert!(broken.met <= calm.met);
            let share = calm.indicators.iter().filter(|it| it.met).count() as f64 / calm.indicators.len() as f64;
            prop_assert!((calm.met - share).abs() < 1e-12 && calm.indicators.len() == 5);
        }
    }

    #[test]
    fn a_good_night_meets_all() {
        let night = resolved(&[(Awake, 12), (Light, 240), (Awake, 5), (Deep, 90), (Rem, 110)]);
        let judged = quality(&night, 40.0).unwrap();
        assert_eq!((judged.met, judged.indicators.len()), (1.0, 5));
    }

    #[test]
    fn a_broken_night_says_what_is_not_met() {
        let night = resolved(&[
            (Awake, 45),
            (Light, 120),
            (Awake, 15),
            (Light, 100),
            (Awake, 20),
            (Rem, 60),
        ]);
        let judged = quality(&night, 40.0).unwrap();
        let unmet = judged.indicators.iter().filter(|it| !it.met).map(|it| it.value);
        assert_eq!(unmet.take(4).collect::<Vec<_>>(), [280.0 / 60.0, 45.0, 2.0, 35.0]);
        assert_eq!(judged.met, 0.0);
    }

    #[test]
    fn what_a_source_cannot_tell_is_left_out() {
        let bare = resolved(&[(AsleepUnspecified, 450)]);
        let reason = quality(&bare, 40.0).unwrap_err();
        assert_eq!(reason.to_string(), "3 indicators of good sleep are needed, 2 are there");
        assert!(quality(&bare, 9.0).is_err());
    }

    #[test]
    fn older_people_may_be_awake_for_longer() {
        let night = resolved(&[
            (Awake, 5),
            (Light, 200),
            (Awake, 14),
            (Deep, 110),
            (Awake, 14),
            (Rem, 125),
        ]);
        assert_eq!(quality(&night, 70.0).unwrap().met, 1.0);
        let unmet = quality(&night, 40.0)
            .unwrap()
            .indicators
            .into_iter()
            .filter(|it| !it.met);
        assert_eq!(
            unmet.map(|it| it.indicator).collect::<Vec<_>>(),
            [Indicator::LongAwakenings, Indicator::WasoMin]
        );
    }

    #[test]
    fn nine_hours_are_much_for_the_old() {
        let night = resolved(&[(Awake, 5), (Light, 300), (Deep, 100), (Rem, 125)]);
        assert_eq!(quality(&night, 30.0).unwrap().met, 1.0);
        assert!(quality(&night, 70.0).unwrap().met < 1.0);
    }
}
