//! Watches a series day by day for a lasting change of level, without looking at the past again.
//!
//! Learns what is usual from the first 28 values (median and robust sigma), then adds up deviations of at most four sigma
//! by [`cusum`](super::cusum) with slack 0.5 and threshold 5. After an alarm the change is dated to the day after the sum
//! last was 0 (Page 1954), and what is usual is learnt anew from there.
//!
//! The cut at four sigma keeps one wrong day from being a change: it takes two, at least. Assumes that the days it
//! learns from hold one level, and that days are independent: where they resemble the one before, it tells of changes that are none.
//! Deviations that are [`whitened`](super::autocorrelation::whitened) before they are pushed are independent again. Needs 28 values before it says anything, more where they are all equal; a day without a
//! value changes nothing.

use serde::Serialize;

use super::cusum::Sums;
use super::numeric::{float, sorted};
use super::robust::{MIN_FOR_SPREAD, Spread, spread_of_sorted};
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "shift",
    version: 1,
    source: "Page 1954, Biometrika 41:100",
    needs: "28 days",
};

/// The greatest deviation that counts, in sigma.
const MOST: f64 = 4.0;

/// How to watch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    /// How many values to learn from, at least 5.
    pub learn: usize,
    /// How many sigma of a day's deviation do not count.
    pub slack: f64,
    /// What the rest must add up to.
    pub threshold: f64,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            learn: 28,
            slack: 0.5,
            threshold: 5.0,
        }
    }
}

/// A lasting change that was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = LevelShift))]
pub struct Shift {
    /// The day the level changed, counted from the first that was pushed.
    pub from: usize,
    /// The day it was certain.
    pub found: usize,
    /// True if the level rose.
    pub up: bool,
    /// What was usual before.
    pub usual: f64,
}

/// Watches one series.
#[derive(Debug, Clone)]
pub struct Detector {
    watch: Watch,
    next_day: usize,
    usual: Option<Spread>,
    /// What is learnt from, or what has come since either sum last was 0.
    recent: Vec<(usize, f64)>,
    sums: Sums,
    /// The day after each sum last was 0: of the high one and of the low one.
    since: (usize, usize),
}

impl Detector {
    /// Begins to learn.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::TooSmall`] of fewer than five values to learn from, [`NoAnswer::OutOfRange`] of a slack outside 0 to 4,
    /// [`NoAnswer::NotPositive`] of a threshold.
    pub fn new(watch: Watch) -> Result<Self, NoAnswer> {
        NoAnswer::unless_at_least("number of days to learn", float(watch.learn), float(MIN_FOR_SPREAD))?;
        NoAnswer::unless_within("slack", watch.slack, 0.0, MOST)?;
        NoAnswer::unless_positive("threshold", watch.threshold)?;
        Ok(Self {
            watch,
            next_day: 0,
            usual: None,
            recent: Vec::new(),
            sums: Sums::default(),
            since: (0, 0),
        })
    }

    /// Returns what it takes as usual, once it has learnt.
    #[must_use]
    pub fn usual(&self) -> Option<Spread> {
        self.usual
    }

    /// Takes the next day; tells of a change on the day it is certain.
    ///
    /// ```
    /// use vitasync_core::analytics::shift::{Detector, Watch};
    ///
    /// let mut detector = Detector::new(Watch::default()).unwrap();
    /// let days = (0..60).map(|day| Some(if day < 40 { 58.0 } else { 61.0 } + f64::from(day % 3)));
    /// let shifts: Vec<_> = days.filter_map(|day| detector.push(day).unwrap()).collect();
    /// assert_eq!(shifts.len(), 1);
    /// assert_eq!((shifts[0].from, shifts[0].up), (40, true));
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoAnswer::NotFinite`]; the detector goes on as if the day had no value.
    pub fn push(&mut self, value: Option<f64>) -> Result<Option<Shift>, NoAnswer> {
        let day = self.next_day;
        self.next_day += 1;
        let Some(value) = value else { return Ok(None) };
        if !value.is_finite() {
            return Err(NoAnswer::NotFinite {
                what: "days",
                index: day,
            });
        }
        self.recent.push((day, value));
        match self.usual {
            None => {
                self.learn();
                Ok(None)
            }
            Some(usual) => Ok(self.compare(day, value, usual)),
        }
    }

    fn learn(&mut self) {
        if self.recent.len() < self.watch.learn {
            return;
        }
        self.usual = spread_of_sorted(&sorted(self.recent.iter().map(|(_, value)| *value))).ok();
        if self.usual.is_some() {
            self.recent.clear();
            self.sums = Sums::default();
            self.since = (self.next_day, self.next_day);
        }
    }

    fn compare(&mut self, day: usize, value: f64, usual: Spread) -> Option<Shift> {
        let z = ((value - usual.median) / usual.sigma).clamp(-MOST, MOST);
        self.sums = self.sums.with(z, self.watch.slack);
        if self.sums.high == 0.0 {
            self.since.0 = self.next_day;
        }
        if self.sums.low == 0.0 {
            self.since.1 = self.next_day;
        }
        let alarm = self.sums.alarms(self.watch.threshold);
        let up = self.sums.high > self.watch.threshold;
        let begin = match (alarm, up) {
            (true, true) => self.since.0,
            (true, false) => self.since.1,
            (false, _) => self.since.0.min(self.since.1),
        };
        self.recent.retain(|(at, _)| *at >= begin);
        if !alarm {
            return None;
        }
        self.usual = None;
        let from = self.recent.first().map_or(day, |(at, _)| *at);
        self.learn();
        Some(Shift {
            from,
            found: day,
            up,
            usual: usual.median,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn shifts(days: impl IntoIterator<Item = Option<f64>>) -> Vec<Shift> {
        let mut detector = Detector::new(Watch::default()).unwrap();
        days.into_iter().filter_map(|day| detector.push(day).unwrap()).collect()
    }

    fn level(day: u32) -> f64 {
        f64::from(day % 3)
    }

    #[test]
    fn one_wrong_day_is_no_change() {
        let found = shifts((0..60).map(|day| Some(if day == 40 { 500.0 } else { level(day) })));
        assert_eq!(found, []);
    }

    #[test]
    fn up_and_down_again_are_two_changes() {
        let found = shifts((0..140).map(|day| Some(level(day) + if (50..90).contains(&day) { 4.0 } else { 0.0 })));
        let directions: Vec<_> = found.iter().map(|it| (it.from, it.up)).collect();
        assert_eq!(directions, [(50, true), (90, false)]);
    }

    #[test]
    fn nothing_is_said_before_it_has_learnt_and_equal_days_teach_nothing() {
        assert_eq!(shifts((0..27).map(|day| Some(f64::from(day)))), []);
        let mut detector = Detector::new(Watch::default()).unwrap();
        for _ in 0..40 {
            detector.push(Some(60.0)).unwrap();
        }
        assert_eq!(detector.usual(), None);
    }

    #[test]
    fn missing_days_change_nothing_but_the_count() {
        let gaps = (0..120).map(|day| (day % 2 == 0).then(|| level(day / 2) + if day < 80 { 0.0 } else { 4.0 }));
        let found = shifts(gaps);
        assert_eq!(found.iter().map(|it| it.from).collect::<Vec<_>>(), [80]);
    }

    #[test]
    fn a_broken_value_is_refused_and_the_rest_goes_on() {
        let mut detector = Detector::new(Watch::default()).unwrap();
        assert!(detector.push(Some(f64::NAN)).is_err());
        assert_eq!(detector.push(Some(1.0)), Ok(None));
        let none = Watch {
            learn: 4,
            ..Watch::default()
        };
        assert!(Detector::new(none).is_err());
    }
}
