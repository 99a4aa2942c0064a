//! Answers questions about the readings of a continuous glucose sensor, in mg/dL.
//!
//! | page | asks |
//! | --- | --- |
//! | [`summary`] | mean, spread, estimated A1c, time in ranges, and whether the data suffice |
//! | [`risk`] | LBGI, HBGI, GRI, ADRR and older indices |
//! | [`mage`] | how high are the excursions? |
//! | [`variability`] | MODD, CONGA, MAG, GVP: how much do days and hours differ? |
//! | [`profile`] | the percentiles at each time of day (AGP) |
//!
//! Time in ranges and indices count readings, as the international consensus and iglu do; pages that compare moments put the
//! readings on a grid, straight between two that are at most 45 minutes apart and nowhere else. Every answer comes with
//! the share of time the sensor was worn or the number of readings it rests on. It labels, it does not diagnose, and doses
//! nothing.

pub mod mage;
pub mod profile;
pub mod risk;
pub mod summary;
pub mod variability;

mod grid;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::super::NoAnswer;
use super::super::numeric::float;

/// The longest trace: ten years.
pub const MAX_DAYS: usize = 3653;

/// A reading of a sensor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseReading))]
pub struct Reading {
    /// When it was, on the local clock.
    pub at: DateTime<FixedOffset>,
    /// In mg/dL.
    pub value: f64,
}

/// The readings of one sensor, in order of time and at most one per moment.
///
/// ```
/// use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
///
/// let reading = |at: &str, value| Reading { at: at.parse().unwrap(), value };
/// let trace = Trace::new([reading("2026-03-01T08:05:00+01:00", 104.0), reading("2026-03-01T08:00:00+01:00", 98.0)]).unwrap();
/// assert_eq!(trace.readings()[0].value, 98.0);
/// let molar = Trace::new([reading("2026-03-01T08:05:00+01:00", 5.8)]).unwrap_err();
/// assert_eq!(molar.to_string(), "the glucose in mg/dL is 5.8; it must be from 10 to 1000");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    readings: Vec<Reading>,
    interval_minutes: u32,
}

/// How much of the time a trace covers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SensorWear))]
pub struct Wear {
    /// How many days there are from the first reading to the last.
    pub days: f64,
    /// How many minutes the sensor leaves between readings.
    pub interval_minutes: u32,
    /// How much of the time has readings, in percent.
    pub active_percent: f64,
    /// Tells whether these are at least 14 days with at least 70 % of the readings, as the consensus asks for
    /// (Battelino 2019, Diabetes Care 42:1593).
    pub sufficient: bool,
}

impl Trace {
    /// Takes readings in any order; equal ones count once.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] of none, [`NoAnswer::OutOfRange`] of a value outside 10 to 1000 mg/dL,
    /// [`NoAnswer::Undefined`] where two differ at one moment, [`NoAnswer::TooMany`] of more than ten years.
    pub fn new(readings: impl IntoIterator<Item = Reading>) -> Result<Self, NoAnswer> {
        let mut readings: Vec<Reading> = readings.into_iter().collect();
        NoAnswer::unless_enough("readings", 1, readings.len())?;
        for reading in &readings {
            NoAnswer::unless_within("glucose in mg/dL", reading.value, 10.0, 1000.0)?;
        }
        readings.sort_unstable_by(|a, b| a.at.cmp(&b.at).then(a.value.total_cmp(&b.value)));
        readings.dedup_by(|next, kept| next.at == kept.at && next.value == kept.value);
        if let Some(pair) = readings.windows(2).find(|pair| pair[0].at == pair[1].at) {
            return Err(NoAnswer::Undefined {
                what: "glucose",
                of: format!("a sensor with two values at {}", pair[0].at),
            });
        }
        let days = (readings[readings.len() - 1].at - readings[0].at).num_days();
        let days = usize::try_from(days).expect("the readings are in order");
        if days > MAX_DAYS {
            return Err(NoAnswer::TooMany {
                what: "days",
                most: MAX_DAYS,
                got: days,
            });
        }
        let interval_minutes = interval_minutes(&readings);
        Ok(Self {
            readings,
            interval_minutes,
        })
    }

    /// Returns the readings in order of time.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Returns how much of the time there are readings.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] of fewer than two readings.
    pub fn wear(&self) -> Result<Wear, NoAnswer> {
        NoAnswer::unless_enough("readings", 2, self.readings.len())?;
        let interval = f64::from(self.interval_minutes);
        let minutes: Vec<f64> = steps(&self.readings).map(|seconds| seconds / 60.0).collect();
        let total: f64 = minutes.iter().sum();
        let gaps: Vec<f64> = minutes.into_iter().filter(|step| *step > interval).collect();
        let expected = (total / interval).round() + 1.0;
        let missing = ((gaps.iter().sum::<f64>() - float(gaps.len()) * interval) / interval).round();
        let days = total / 1440.0;
        let active_percent = 100.0 * (expected - missing) / expected;
        Ok(Wear {
            days,
            interval_minutes: self.interval_minutes,
            active_percent,
            sufficient: days >= 14.0 && active_percent >= 70.0,
        })
    }

    /// Returns the values, where the readings would fill a day.
    fn values_of_a_day(&self) -> Result<Vec<f64>, NoAnswer> {
        let day = usize::try_from(1440 / self.interval_minutes).expect("at most 1440");
        NoAnswer::unless_enough("readings", day, self.readings.len())?;
        Ok(self.readings.iter().map(|reading| reading.value).collect())
    }
}

/// Returns the most frequent distance between readings in whole minutes; of equally frequent ones the shortest. It is never
/// above an hour, because what reads more rarely is not a continuous sensor and shall not seem to be worn all the time.
fn interval_minutes(readings: &[Reading]) -> u32 {
    // Whole minutes, cut off.
    let mut minutes: Vec<u32> = steps(readings)
        .map(|seconds| (seconds / 60.0).clamp(1.0, 60.0) as u32)
        .collect();
    minutes.sort_unstable();
    let runs = minutes.chunk_by(|a, b| a == b);
    let most = runs.reduce(|most, next| if next.len() > most.len() { next } else { most });
    most.map_or(5, |run| run[0])
}

/// Lists the seconds between neighbours.
fn steps(readings: &[Reading]) -> impl Iterator<Item = f64> + '_ {
    // Whole milliseconds of the epoch subtract six times as fast as instants.
    let milliseconds = |pair: &[Reading]| (pair[1].at.timestamp_millis() - pair[0].at.timestamp_millis()) as f64;
    readings.windows(2).map(move |pair| milliseconds(pair) / 1000.0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
pub(super) mod tests {
    use super::*;

    /// Makes a trace of a reading every five minutes; `None` is a reading that is missing.
    pub(super) fn every_five_minutes(values: impl IntoIterator<Item = Option<f64>>) -> Trace {
        let first: DateTime<FixedOffset> = "2026-03-01T00:05:00+00:00".parse().unwrap();
        let at = |place: i64| first + chrono::TimeDelta::minutes(5 * place);
        let placed = values.into_iter().zip(0..);
        Trace::new(placed.filter_map(|(value, place)| {
            Some(Reading {
                at: at(place),
                value: value?,
            })
        }))
        .unwrap()
    }

    #[test]
    fn missing_readings_lower_the_share_and_not_the_interval() {
        let values = (0..288 * 20).map(|at| (at % 4 != 0).then_some(100.0));
        let wear = every_five_minutes(values).wear().unwrap();
        assert_eq!((wear.interval_minutes, wear.sufficient), (5, true));
        assert!((wear.active_percent - 75.0).abs() < 0.1);
        let short = every_five_minutes(vec![Some(100.0); 288]).wear().unwrap();
        assert!(!short.sufficient && short.active_percent > 99.9);
    }

    #[test]
    fn two_values_at_one_moment_are_refused_and_a_repeated_row_is_one() {
        let at = "2026-03-01T08:00:00+01:00".parse().unwrap();
        let same = "2026-03-01T07:00:00+00:00".parse().unwrap();
        let twice = [Reading { at, value: 100.0 }, Reading { at: same, value: 100.0 }];
        assert_eq!(Trace::new(twice).unwrap().readings().len(), 1);
        let differ = [Reading { at, value: 100.0 }, Reading { at: same, value: 101.0 }];
        assert!(matches!(Trace::new(differ), Err(NoAnswer::Undefined { .. })));
        assert!(Trace::new([]).is_err());
        assert!(Trace::new([Reading { at, value: f64::NAN }]).is_err());
        let later = "2056-03-01T08:00:00+01:00".parse().unwrap();
        let decades = [at, later].map(|at| Reading { at, value: 100.0 });
        assert!(matches!(Trace::new(decades), Err(NoAnswer::TooMany { .. })));
    }

    #[test]
    fn the_order_of_readings_changes_nothing() {
        let trace = every_five_minutes((0..50).map(|at| (at % 7 != 0).then(|| 90.0 + f64::from(at))));
        let mut turned = trace.readings().to_vec();
        turned.reverse();
        assert_eq!(Trace::new(turned).unwrap(), trace);
    }

    #[test]
    fn a_finger_prick_every_morning_is_not_a_sensor() {
        let first: DateTime<FixedOffset> = "2026-03-01T08:00:00+01:00".parse().unwrap();
        let mornings = (0..30).map(|day| Reading {
            at: first + chrono::TimeDelta::days(day),
            value: 95.0,
        });
        let wear = Trace::new(mornings).unwrap().wear().unwrap();
        assert!(wear.active_percent < 5.0 && !wear.sufficient);
    }
}
