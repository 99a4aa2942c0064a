//! Readings on equal steps of time, so that moments can be compared.
//!
//! The grid begins at the local midnight before the first reading. Between two readings that are at most 45 minutes apart a
//! value lies on the straight line; nowhere else is there one. This is iglu's `CGMS2DayByDay`.

use chrono::NaiveTime;

use super::{Reading, Trace};

/// Across more than this nothing is interpolated, in seconds.
const WIDEST_GAP_S: f64 = 2700.0;

/// Values at equal steps.
pub(super) struct Grid {
    /// How many minutes a step has; a day has a whole number of steps.
    pub(super) minutes: usize,
    /// The values, `None` where there is none.
    pub(super) values: Vec<Option<f64>>,
}

impl Grid {
    /// Puts a trace on a grid of its own interval, or of the next shorter one that divides a day.
    pub(super) fn of(trace: &Trace) -> Self {
        let own = (1..=trace.interval_minutes).rev();
        let divides = own.into_iter().find(|minutes| 1440 % minutes == 0).expect("1 divides");
        Self::with_step(trace, divides)
    }

    /// Puts a trace on a grid of steps of so many minutes.
    pub(super) fn with_step(trace: &Trace, minutes: u32) -> Self {
        let readings = trace.readings();
        let first = readings[0].at;
        let since_midnight = first.naive_local() - first.naive_local().date().and_time(NaiveTime::MIN);
        let midnight_ms = (first - since_midnight).timestamp_millis();
        let seconds = |reading: &Reading| (reading.at.timestamp_millis() - midnight_ms) as f64 / 1000.0;
        let places: Vec<f64> = readings.iter().map(seconds).collect();
        let step = 60.0 * f64::from(minutes);
        let last = places[places.len() - 1];
        // Seconds since midnight over a step: small and not negative.
        let (begin, count) = ((places[0] / step).ceil() as usize, (last / step).floor() as usize + 1);
        let mut values = vec![None; begin.min(count)];
        let mut next = 0;
        for at in begin..count {
            let moment = at as f64 * step;
            while places[next] < moment {
                next += 1;
            }
            values.push(between(readings, &places, next, moment));
        }
        Self {
            minutes: usize::try_from(minutes).expect("at most a day"),
            values,
        }
    }

    /// Lists what changes over so many minutes, where both moments have a value.
    pub(super) fn changes(&self, minutes: usize) -> Vec<f64> {
        let lag = (minutes / self.minutes).max(1);
        let later = self.values.iter().skip(lag);
        let pairs = self.values.iter().zip(later);
        pairs
            .filter_map(|(before, after)| Some((*after)? - (*before)?))
            .collect()
    }
}

/// Returns the value at a moment that is not after the reading `next` and after all before it.
fn between(readings: &[Reading], places: &[f64], next: usize, moment: f64) -> Option<f64> {
    let after = places[next];
    if after <= moment {
        return Some(readings[next].value);
    }
    let before = next.checked_sub(1)?;
    let gap = after - places[before];
    let share = (moment - places[before]) / gap;
    let (from, to) = (readings[before].value, readings[next].value);
    (gap <= WIDEST_GAP_S).then_some(from + share * (to - from))
}

#[cfg(test)]
mod tests {
    use super::super::tests::every_five_minutes;
    use super::*;

    #[test]
    fn short_gaps_are_bridged_and_long_ones_are_not() {
        let mut values = vec![Some(100.0)];
        values.resize(9, None);
        values.push(Some(190.0));
        values.resize(30, None);
        values.push(Some(120.0));
        let grid = Grid::with_step(&every_five_minutes(values), 5);
        assert_eq!(grid.values[..2], [None, Some(100.0)]);
        assert_eq!((grid.values[5], grid.values[10]), (Some(140.0), Some(190.0)));
        assert!(grid.values[11..31].iter().all(Option::is_none));
        assert_eq!(grid.values.last(), Some(&Some(120.0)));
    }
}
