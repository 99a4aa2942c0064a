//! Draws the day a sensor saw: the percentiles at each time of day, known as the ambulatory glucose profile (AGP).
//!
//! Readings of all days fall into slots by the local clock of each, and every slot has its 5th, 25th, 50th, 75th and 95th
//! percentile (type 7). Nothing is smoothed. Source: Mazze 1987, Diabetes Care 10:111; Johnson 2019, Diabetes Technol Ther
//! 21:S2-17.
//!
//! Assumes days of one kind of life. Needs five readings in a slot; a slot with fewer has no percentiles. Refuses slots that
//! do not divide a day.

use chrono::Timelike;
use serde::Serialize;

use super::super::super::numeric::sorted;
use super::super::super::robust::quantile_of_sorted;
use super::super::super::{Method, NoAnswer};
use super::Trace;

/// This method.
pub const METHOD: Method = Method {
    id: "ambulatory_glucose_profile",
    version: 1,
    source: "Mazze 1987, Diabetes Care 10:111; Johnson 2019, Diabetes Technol Ther 21:S2-17",
    needs: "5 readings in a slot of the day",
};

/// The least number of readings of a slot.
pub const MIN_READINGS: usize = 5;

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseSlot))]
pub struct Slot {
    /// When it begins, in minutes after local midnight.
    pub minute: u32,
    /// How many readings it has.
    pub n: usize,
    /// What they are, where there are enough.
    pub percentiles: Option<Percentiles>,
}

/// How readings are distributed, in mg/dL.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Percentiles {
    /// 5 % are below.
    pub p5: f64,
    /// A quarter is below.
    pub p25: f64,
    /// Half are below.
    pub p50: f64,
    /// Three quarters are below.
    pub p75: f64,
    /// 95 % are below.
    pub p95: f64,
}

/// Returns the profile in slots of so many minutes.
///
/// ```
/// use vitasync_core::analytics::metabolic::glucose::{Reading, Trace, profile::profile};
///
/// let first: chrono::DateTime<chrono::FixedOffset> = "2026-03-01T00:00:00+01:00".parse().unwrap();
/// let hourly = (0..24 * 9).map(|hour| Reading { at: first + chrono::TimeDelta::hours(hour), value: 80.0 + (hour % 24) as f64 });
/// let day = profile(&Trace::new(hourly).unwrap(), 60).unwrap();
/// assert_eq!((day.len(), day[7].minute, day[7].n), (24, 420, 9));
/// assert_eq!(day[7].percentiles.unwrap().p50, 87.0);
/// ```
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of slots outside 5 to 240 minutes, [`NoAnswer::Undefined`] of slots that do not divide a day,
/// [`NoAnswer::Insufficient`] where no slot has five readings.
pub fn profile(trace: &Trace, slot_minutes: u32) -> Result<Vec<Slot>, NoAnswer> {
    NoAnswer::unless_within("length of a slot", f64::from(slot_minutes), 5.0, 240.0)?;
    if 1440 % slot_minutes != 0 {
        return Err(NoAnswer::Undefined {
            what: "profile of a day",
            of: format!("slots of {slot_minutes} minutes"),
        });
    }
    let count = usize::try_from(1440 / slot_minutes).expect("at most 288");
    let mut slots: Vec<Vec<f64>> = vec![Vec::new(); count];
    for reading in trace.readings() {
        let minute = reading.at.time().num_seconds_from_midnight() / 60;
        slots[usize::try_from(minute / slot_minutes).expect("at most 288")].push(reading.value);
    }
    let most = slots.iter().map(Vec::len).max().unwrap_or(0);
    NoAnswer::unless_enough("readings at one time of day", MIN_READINGS, most)?;
    let placed = slots
        .into_iter()
        .zip((0..).step_by(usize::try_from(slot_minutes).expect("at most 240")));
    Ok(placed
        .map(|(values, minute)| Slot {
            minute,
            n: values.len(),
            percentiles: percentiles(values),
        })
        .collect())
}

fn percentiles(values: Vec<f64>) -> Option<Percentiles> {
    let sorted = sorted(values);
    let at = |share| quantile_of_sorted(&sorted, share);
    (sorted.len() >= MIN_READINGS).then(|| Percentiles {
        p5: at(0.05),
        p25: at(0.25),
        p50: at(0.5),
        p75: at(0.75),
        p95: at(0.95),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::super::Reading;
    use super::super::tests::every_five_minutes;
    use super::*;

    #[test]
    fn the_local_clock_decides_even_when_it_changes() {
        let at = |day: u32, offset: &str| Reading {
            at: format!("2026-03-{day:02}T07:30:00{offset}").parse().unwrap(),
            value: f64::from(day),
        };
        let flown = (11..=15)
            .map(|day| at(day, "+01:00"))
            .chain((16..=20).map(|day| at(day, "-05:00")));
        let day = profile(&Trace::new(flown).unwrap(), 30).unwrap();
        assert_eq!((day[15].minute, day[15].n), (450, 10));
        assert_eq!(day.iter().map(|slot| slot.n).sum::<usize>(), 10);
    }

    #[test]
    fn slots_with_few_readings_have_no_percentiles() {
        let day = profile(&every_five_minutes(vec![Some(100.0); 288 * 4 + 144]), 5).unwrap();
        assert!(day[100].percentiles.is_some() && day[200].percentiles.is_none());
        assert!(profile(&every_five_minutes(vec![Some(100.0); 288]), 5).is_err());
        let trace = every_five_minutes(vec![Some(100.0); 288 * 5]);
        assert!(profile(&trace, 0).is_err() && profile(&trace, 7).is_err());
    }
}
