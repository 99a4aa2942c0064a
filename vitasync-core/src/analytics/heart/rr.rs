//! Holds intervals between heartbeats, and nothing that only looks like them.
//!
//! Heart rate variability is defined on the time from one beat to the next (Task Force 1996, Circulation 93:1043). An
//! averaged heart rate, turned over into milliseconds, is not that: the average has taken the variation out. Therefore
//! [`RrIntervals`] is made from beats alone and refuses
//!
//! - samples that lie further apart than they last, as averages every five seconds or every minute do;
//! - samples whose lengths do not add up to the time they span, to within 5 %, as rates written every second do;
//! - intervals that are all 60,000 divided by a whole number, where the chance that beats would be is below one in a
//!   million.
//!
//! Averages with decimals that come without times cannot be told from beats. A caller who has times gives them.
//!
//! Where beats are missing between two samples the intervals are broken: no difference is taken across a break.

use chrono::{DateTime, Utc};

use super::super::NoAnswer;
use super::super::numeric::{float, sum};

/// The least length of recording that variability is answered from, in seconds (Esco & Flatt 2014, J Sports Sci Med
/// 13:535, for RMSSD).
pub const MIN_SECONDS: usize = 60;

/// Intervals between successive heartbeats in milliseconds, in order of time, with the places where they are broken.
///
/// Every interval is finite and above 0; there is at least one, and no run is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct RrIntervals {
    ms: Vec<f64>,
    /// Where a run begins, except the first.
    starts: Vec<usize>,
}

impl RrIntervals {
    /// Takes intervals as a sensor lists them, one after another without a break.
    ///
    /// ```
    /// use vitasync_core::analytics::heart::rr::RrIntervals;
    ///
    /// assert!(RrIntervals::from_intervals(&[812.0, 845.0, 831.0]).is_ok());
    /// let averages = [72.0, 75.0, 71.0, 80.0, 78.0, 69.0, 83.0].map(|rate| 60_000.0 / rate);
    /// let reason = RrIntervals::from_intervals(&averages).unwrap_err();
    /// assert_eq!(reason.to_string(), "the intervals are not beat to beat: all are those of whole heart rates");
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] of none, [`NoAnswer::NotFinite`], [`NoAnswer::NotPositive`], and
    /// [`NoAnswer::NotBeatToBeat`] of averages.
    pub fn from_intervals(ms: &[f64]) -> Result<Self, NoAnswer> {
        Self::checked(ms.to_vec(), Vec::new())
    }

    /// Takes the instants of beats in milliseconds, from any origin, in any order, without a break.
    ///
    /// # Errors
    ///
    /// As [`Self::from_intervals`]; two beats at one instant are [`NoAnswer::NotPositive`].
    pub fn from_beats(times_ms: &[f64]) -> Result<Self, NoAnswer> {
        NoAnswer::unless_enough("beats", 2, times_ms.len())?;
        NoAnswer::unless_finite("beats", times_ms.iter().copied())?;
        let times = super::super::numeric::sorted(times_ms.iter().copied());
        Self::checked(intervals_between(&times), Vec::new())
    }

    /// Takes samples of intervals, each at the instant of the beat that ends it, in any order. A sample that begins more
    /// than half its length away from the one before is the first after a break.
    ///
    /// # Errors
    ///
    /// As [`Self::from_intervals`].
    pub fn from_samples(samples: &[(DateTime<Utc>, f64)]) -> Result<Self, NoAnswer> {
        let mut samples = samples.to_vec();
        samples.sort_by_key(|(at, _)| *at);
        if samples.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(NoAnswer::NotBeatToBeat {
                evidence: "two of them end at one instant",
            });
        }
        let ms: Vec<f64> = samples.iter().map(|(_, ms)| *ms).collect();
        // What lies between the beat before and the beginning of the interval; negative where they overlap.
        let gaps: Vec<f64> = samples
            .windows(2)
            .map(|pair| millis(pair[0].0, pair[1].0) - pair[1].1)
            .collect();
        let broken = |at: &usize| gaps[at - 1].abs() > ms[*at] / 2.0;
        let starts: Vec<usize> = (1..ms.len()).filter(broken).collect();
        if 2 * starts.len() > gaps.len() {
            return Err(NoAnswer::NotBeatToBeat {
                evidence: "they lie further apart than they last",
            });
        }
        let joined = (1..ms.len()).filter(|at| !broken(at));
        let (gap, length) = joined.fold((0.0, 0.0), |(gap, length), at| (gap + gaps[at - 1], length + ms[at]));
        if gap.abs() > 0.05 * length {
            return Err(NoAnswer::NotBeatToBeat {
                evidence: "they do not add up to the time they span",
            });
        }
        Self::checked(ms, starts)
    }

    /// Takes intervals in runs between which beats are missing; empty runs are left out.
    ///
    /// ```
    /// use vitasync_core::analytics::heart::rr::RrIntervals;
    ///
    /// let rr = RrIntervals::from_runs([vec![812.0, 845.0], vec![799.0, 823.0]]).unwrap();
    /// assert_eq!(rr.differences(), [33.0, 24.0]); // none from 845 to 799
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Self::from_intervals`].
    pub fn from_runs(runs: impl IntoIterator<Item = Vec<f64>>) -> Result<Self, NoAnswer> {
        let (mut ms, mut starts) = (Vec::new(), Vec::new());
        for run in runs.into_iter().filter(|run| !run.is_empty()) {
            starts.push(ms.len());
            ms.extend(run);
        }
        Self::checked(ms, starts.into_iter().skip(1).collect())
    }

    fn checked(ms: Vec<f64>, starts: Vec<usize>) -> Result<Self, NoAnswer> {
        NoAnswer::unless_enough("intervals", 1, ms.len())?;
        NoAnswer::unless_finite("intervals", ms.iter().copied())?;
        ms.iter()
            .try_for_each(|value| NoAnswer::unless_positive("interval", *value))?;
        if are_of_whole_rates(&ms) {
            return Err(NoAnswer::NotBeatToBeat {
                evidence: "all are those of whole heart rates",
            });
        }
        Ok(Self { ms, starts })
    }

    /// Returns all intervals in milliseconds.
    #[must_use]
    pub fn ms(&self) -> &[f64] {
        &self.ms
    }

    /// Lists the runs without a break.
    pub fn runs(&self) -> impl Iterator<Item = &[f64]> {
        let ends = self.starts.iter().copied().chain([self.ms.len()]);
        let starts = [0].into_iter().chain(self.starts.iter().copied());
        starts.zip(ends).map(|(start, end)| &self.ms[start..end])
    }

    /// Returns the differences of successive intervals, none across a break.
    #[must_use]
    pub fn differences(&self) -> Vec<f64> {
        let of_run = |run: &[f64]| intervals_between(run);
        self.runs().flat_map(of_run).collect()
    }

    /// Returns how long all intervals last together, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        sum(self.ms.iter().copied()) / 1000.0
    }

    /// Passes if the intervals last long enough together.
    pub(super) fn unless_long_enough(&self, seconds: usize) -> Result<(), NoAnswer> {
        unless_long_enough(self.seconds(), seconds)
    }
}

/// Passes if there are enough seconds of beats.
pub(super) fn unless_long_enough(there: f64, needed: usize) -> Result<(), NoAnswer> {
    // Cut to whole seconds: a recording is a few days at most.
    NoAnswer::unless_enough("seconds of beats", needed, there as usize)
}

/// Returns the difference of each value from the one before.
pub(super) fn intervals_between(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn millis(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    // Microseconds are exact to 2^53, which is 285 years.
    (to - from)
        .num_microseconds()
        .map_or(f64::INFINITY, |it| it as f64 / 1000.0)
}

/// Tells whether all distinct intervals are 60,000 divided by a whole rate, and beats would hardly be.
///
/// An interval in whole milliseconds is within half of one; the share of whole milliseconds that are is the chance.
fn are_of_whole_rates(ms: &[f64]) -> bool {
    let distinct = {
        let mut distinct = super::super::numeric::sorted(ms.iter().copied());
        distinct.dedup();
        distinct
    };
    let mut log_chance = 0.0;
    for value in distinct {
        let width = if value.fract() == 0.0 { 1.0 } else { 2e-6 * value };
        let rate = (60_000.0 / value).round().max(1.0);
        if (value - 60_000.0 / rate).abs() > width / 2.0 {
            return false;
        }
        let apart = value * value / 60_000.0;
        log_chance += (width / apart).min(1.0).ln();
    }
    log_chance < (1e-6_f64).ln()
}

/// Returns the mean of squares.
pub(super) fn mean_square(values: &[f64]) -> f64 {
    sum(values.iter().map(|value| value * value)) / float(values.len())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    /// Makes samples that each begin `gap` milliseconds after the one before ended.
    fn samples(ms: &[f64], gap: impl Fn(usize) -> f64) -> Vec<(DateTime<Utc>, f64)> {
        let mut at = DateTime::UNIX_EPOCH;
        let samples = ms.iter().enumerate().map(|(index, ms)| {
            at += TimeDelta::microseconds(((ms + gap(index)) * 1000.0) as i64);
            (at, *ms)
        });
        samples.collect()
    }

    fn evidence(refused: Result<RrIntervals, NoAnswer>) -> &'static str {
        match refused {
            Err(NoAnswer::NotBeatToBeat { evidence }) => evidence,
            other => panic!("{other:?}"),
        }
    }

    const BEATS: [f64; 8] = [812.0, 845.0, 831.0, 808.0, 799.0, 823.0, 840.0, 851.0];

    #[test]
    fn samples_that_follow_each_other_are_one_run_in_any_order() {
        let mut given = samples(&BEATS, |_| 0.0);
        let rr = RrIntervals::from_samples(&given).unwrap();
        assert_eq!((rr.ms(), rr.runs().count()), (&BEATS[..], 1));
        given.reverse();
        assert_eq!(RrIntervals::from_samples(&given), Ok(rr));
    }

    #[test]
    fn no_difference_is_taken_across_missing_beats() {
        let given = samples(&BEATS, |at| if at == 4 { 1700.0 } else { 0.0 });
        let rr = RrIntervals::from_samples(&given).unwrap();
        assert_eq!(rr.runs().map(<[f64]>::len).collect::<Vec<_>>(), [4, 4]);
        assert_eq!(rr.differences(), [33.0, -14.0, -23.0, 24.0, 17.0, 11.0]);
    }

    #[test]
    fn averages_every_minute_or_five_seconds_are_refused() {
        for period in [60_000.0, 5_000.0] {
            let given = samples(&BEATS, |at| period - BEATS[at]);
            assert_eq!(
                evidence(RrIntervals::from_samples(&given)),
                "they lie further apart than they last"
            );
        }
    }

    #[test]
    fn rates_every_second_are_refused_because_they_do_not_add_up() {
        let given = samples(&BEATS, |at| 1000.0 - BEATS[at]);
        assert_eq!(
            evidence(RrIntervals::from_samples(&given)),
            "they do not add up to the time they span"
        );
    }

    #[test]
    fn whole_rates_are_refused_in_whole_milliseconds_too() {
        let rounded = [64.0, 72.0, 75.0, 71.0, 80.0, 78.0, 69.0, 83.0].map(|rate: f64| (60_000.0 / rate).round());
        assert_eq!(
            evidence(RrIntervals::from_intervals(&rounded)),
            "all are those of whole heart rates"
        );
        assert!(
            RrIntervals::from_intervals(&[1000.0; 300]).is_ok(),
            "a steady heart is one value"
        );
    }

    #[test]
    fn nothing_zero_and_not_a_number_are_refused() {
        assert!(matches!(
            RrIntervals::from_intervals(&[]),
            Err(NoAnswer::Insufficient { .. })
        ));
        assert!(matches!(
            RrIntervals::from_intervals(&[0.0]),
            Err(NoAnswer::NotPositive { .. })
        ));
        assert!(matches!(
            RrIntervals::from_intervals(&[f64::NAN]),
            Err(NoAnswer::NotFinite { .. })
        ));
        assert!(matches!(
            RrIntervals::from_beats(&[5.0, 5.0]),
            Err(NoAnswer::NotPositive { .. })
        ));
    }

    #[test]
    fn beats_give_the_intervals_between_them() {
        let rr = RrIntervals::from_beats(&[3000.0, 0.0, 1203.0, 1990.0]).unwrap();
        assert_eq!(rr.ms(), [1203.0, 787.0, 1010.0]);
    }
}
