//! Cuts heart rates into zones, and says how long each took.
//!
//! | zones | borders | source |
//! | --- | --- | --- |
//! | [`Zones::of_reserve`] | rest + 50, 60, 70, 80, 90 % of the reserve between rest and maximum | Karvonen 1957 |
//! | [`Zones::of_maximum`] | 50, 60, 70, 80, 90 % of the maximum | Edwards 1993 |
//! | [`Zones::of_threshold`] | 4 percents of the rate at the lactate threshold: [`CYCLING`], [`RUNNING`]; the first zone has no lower border | Friel 2009 |
//!
//! The percents are conventions of coaches, not thresholds of physiology. Friel's are those he publishes for seven zones, of which the
//! three above the threshold (5a, 5b, 5c) are one here. A maximum is measured, or
//! [predicted](super::super::training::heart_rate::predicted_max) for an age with an error of ten beats; it is an argument, and nothing
//! here takes one for granted.
//!
//! [`time_in_zones`] lets each sample count until the next, at most for a given gap (30 seconds is custom): what is longer is no time
//! in any zone, and neither is what follows the last sample. It is told as `unknown_s`, so that all parts add up to the
//! time from first to last sample.
//!
//! Assumes borders of one person and one sport: a rate on a bicycle is lower than on foot at the same effort. Needs two samples.
//! Refuses rates that are not those of a heart (20 to 300), borders that do not rise, and two rates at one instant that
//! differ.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::numeric::sum;
use super::super::training::heart_rate::Reserve;
use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "heart_rate_zones",
    version: 1,
    source: "Karvonen 1957; Edwards 1993; Friel 2009",
    needs: "2 heart rates, and a maximum or threshold",
};

/// Where zones 2 to 5 begin on a bicycle, in per cent of the rate at the lactate threshold.
pub const CYCLING: [f64; 4] = [81.0, 90.0, 94.0, 100.0];

/// Where zones 2 to 5 begin on foot, in per cent of the rate at the lactate threshold.
pub const RUNNING: [f64; 4] = [85.0, 90.0, 95.0, 100.0];

/// Where the zones of a reserve or a maximum begin, in per cent of it.
const PERCENTS: [f64; 5] = [50.0, 60.0, 70.0, 80.0, 90.0];

/// The slowest rate that is taken for a heart's.
const SLOWEST: f64 = 20.0;

/// The lower borders of five zones in beats per minute; the fifth has no upper one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = HeartRateZones))]
pub struct Zones {
    lower: [f64; 5],
}

impl Zones {
    /// Takes borders as somebody has set them.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a border that is no heart rate or not above the one before.
    pub fn new(lower: [f64; 5]) -> Result<Self, NoAnswer> {
        let mut least = SLOWEST;
        for border in lower {
            NoAnswer::unless_within("border of a zone", border, least, 300.0)?;
            least = border.next_up();
        }
        Ok(Self { lower })
    }

    /// Cuts the reserve between the rate at rest and the maximum (Karvonen).
    ///
    /// ```
    /// use vitasync_core::analytics::heart::zones::Zones;
    /// use vitasync_core::analytics::training::heart_rate::Reserve;
    ///
    /// let zones = Zones::of_reserve(Reserve::new(60.0, 190.0).unwrap()).unwrap();
    /// assert_eq!(zones.lower(), [125.0, 138.0, 151.0, 164.0, 177.0]);
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a reserve so narrow that its borders are one.
    pub fn of_reserve(reserve: Reserve) -> Result<Self, NoAnswer> {
        Self::new(PERCENTS.map(|percent| reserve.at(percent / 100.0)))
    }

    /// Cuts the maximum.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a maximum that is not from 40 to 300.
    pub fn of_maximum(maximum: f64) -> Result<Self, NoAnswer> {
        NoAnswer::unless_within("maximum heart rate", maximum, 40.0, 300.0)?;
        Self::new(PERCENTS.map(|percent| maximum * percent / 100.0))
    }

    /// Cuts by percents of the rate at the lactate threshold, at which zones 2 to 5 begin. The first has no lower border.
    ///
    /// ```
    /// use vitasync_core::analytics::heart::zones::{RUNNING, Zones};
    ///
    /// let zones = Zones::of_threshold(170.0, RUNNING).unwrap();
    /// assert_eq!([90.0, 150.0, 170.0].map(|rate| zones.of(rate)), [1, 2, 5]);
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] of a threshold that is not from 40 to 300, and of percents that do not rise.
    pub fn of_threshold(threshold: f64, percents: [f64; 4]) -> Result<Self, NoAnswer> {
        NoAnswer::unless_within("heart rate at the threshold", threshold, 40.0, 300.0)?;
        let [second, third, fourth, fifth] = percents.map(|percent| threshold * percent / 100.0);
        Self::new([SLOWEST, second, third, fourth, fifth])
    }

    /// Returns the lower borders.
    #[must_use]
    pub fn lower(&self) -> [f64; 5] {
        self.lower
    }

    /// Tells the zone of a rate, from 1 to 5; 0 is below the first. A border belongs to the zone above it.
    #[must_use]
    pub fn of(&self, rate: f64) -> usize {
        self.lower.iter().filter(|border| **border <= rate).count()
    }
}

/// How long each zone took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimeInZones {
    /// Below the first zone.
    pub below_s: f64,
    /// The five zones.
    pub zones_s: [f64; 5],
    /// Without a heart rate: what gaps have beyond what a sample may count for.
    pub unknown_s: f64,
}

impl TimeInZones {
    /// Returns the time that has a heart rate, in seconds.
    #[must_use]
    pub fn known_s(&self) -> f64 {
        self.below_s + sum(self.zones_s)
    }
}

/// Returns how long each zone took. A sample counts until the next; where that is more than `max_gap_s` away, it counts for nothing
/// and the gap is unknown. The samples may be in any order.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
/// use vitasync_core::analytics::heart::zones::{Zones, time_in_zones};
///
/// let at = |second| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(second);
/// let rates = [(at(0), 100.0), (at(10), 130.0), (at(30), 160.0), (at(300), 165.0), (at(310), 90.0)];
/// let took = time_in_zones(&rates, &Zones::of_maximum(190.0).unwrap(), 30.0).unwrap();
/// assert_eq!((took.zones_s, took.unknown_s), ([10.0, 20.0, 0.0, 10.0, 0.0], 270.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than two samples, [`NoAnswer::OutOfRange`] of what is no heart rate,
/// [`NoAnswer::NotPositive`] of a gap, [`NoAnswer::Undefined`] of two rates at one instant.
pub fn time_in_zones(rates: &[(DateTime<Utc>, f64)], zones: &Zones, max_gap_s: f64) -> Result<TimeInZones, NoAnswer> {
    NoAnswer::unless_enough("heart rates", 2, rates.len())?;
    NoAnswer::unless_positive("longest gap", max_gap_s)?;
    rates
        .iter()
        .try_for_each(|(_, rate)| NoAnswer::unless_within("heart rate", *rate, SLOWEST, 300.0))?;
    let mut rates = rates.to_vec();
    rates.sort_by_key(|(at, _)| *at);
    let mut took = [0.0; 6];
    let mut unknown_s = 0.0;
    for pair in rates.windows(2) {
        let seconds = (pair[1].0 - pair[0].0).as_seconds_f64();
        if seconds == 0.0 && pair[0].1 != pair[1].1 {
            return Err(NoAnswer::Undefined {
                what: "zone",
                of: format!("two heart rates at {}", pair[0].0),
            });
        }
        if seconds > max_gap_s {
            unknown_s += seconds;
        } else {
            took[zones.of(pair[0].1)] += seconds;
        }
    }
    let [below_s, zones_s @ ..] = took;
    Ok(TimeInZones {
        below_s,
        zones_s,
        unknown_s,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    #[test]
    fn a_border_belongs_to_the_zone_above_it() {
        let zones = Zones::of_maximum(200.0).unwrap();
        assert_eq!(
            [99.9, 100.0, 119.9, 180.0, 240.0].map(|rate| zones.of(rate)),
            [0, 1, 1, 5, 5]
        );
    }

    #[test]
    fn borders_that_make_no_sense_are_refused() {
        assert!(Zones::new([100.0, 120.0, 120.0, 140.0, 160.0]).is_err());
        assert!(Zones::of_threshold(10.0, CYCLING).is_err());
    }

    #[test]
    fn samples_that_cannot_be_counted_are_refused() {
        let zones = Zones::of_maximum(190.0).unwrap();
        let ask = |rates: &[(DateTime<Utc>, f64)], gap| time_in_zones(rates, &zones, gap);
        assert!(ask(&[(at(0), 100.0)], 30.0).is_err());
        assert!(ask(&[(at(0), 100.0), (at(1), 0.0)], 30.0).is_err());
        assert!(ask(&[(at(0), 100.0), (at(1), 101.0)], f64::NAN).is_err());
        let twice = ask(&[(at(0), 100.0), (at(0), 140.0)], 30.0);
        assert!(matches!(twice, Err(NoAnswer::Undefined { .. })));
        assert!(ask(&[(at(0), 100.0), (at(0), 100.0)], 30.0).is_ok());
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole_in_any_order(
            steps in prop::collection::vec((1..60_i64, 60..200_i32), 2..40),
        ) {
            let mut second = 0;
            let mut rates: Vec<_> = steps
                .iter()
                .map(|(step, rate)| {
                    second += step;
                    (at(second), f64::from(*rate))
                })
                .collect();
            let zones = Zones::of_reserve(Reserve::new(55.0, 190.0).unwrap()).unwrap();
            let took = time_in_zones(&rates, &zones, 30.0).unwrap();
            let whole = (rates[rates.len() - 1].0 - rates[0].0).as_seconds_f64();
            prop_assert_eq!(took.known_s() + took.unknown_s, whole);
            rates.reverse();
            prop_assert_eq!(time_in_zones(&rates, &zones, 30.0), Ok(took));
        }
    }
}
