//! Says when sleep came, how often it was broken and what it was made of, from scored stages.
//!
//! | answer | formula |
//! | --- | --- |
//! | in bed (TIB) | all stretches |
//! | sleep period (SPT) | from the first sleep to the end of the last |
//! | asleep (TST) | all stretches of sleep |
//! | latency (SOL) | from the beginning to the first sleep; of a stage, from the beginning to it |
//! | WASO | awake inside the sleep period |
//! | awakenings | stretches awake inside the sleep period; neighbours are one |
//! | fragmentation | awakenings and shifts to N1, per hour of sleep (Haba-Rubio 2004, Sleep Med 5:379); where N1 is not told apart awakenings alone |
//! | shares | stage in per cent of TST |
//!
//! AASM Manual for the Scoring of Sleep; as yasa's `sleep_statistics` (Vallat & Walker 2021). What is unknown is neither sleep nor
//! waking; it is told.
//!
//! Assumes that the first stretch begins with the lights going out. Most devices begin with sleep, and then the latency of 0 says
//! nothing: [`Night::latency_s`] is none there. Needs one stretch of sleep. Refuses stretches without a length.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::numeric::{float, sum};
use super::super::{Method, NoAnswer};
use crate::resolve::Night;
use crate::sleep_stage::SleepStage;
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "sleep_statistics",
    version: 1,
    source: "AASM Manual for the Scoring of Sleep; Vallat & Walker 2021, eLife 10:e70092",
    needs: "1 stretch of sleep",
};

words! {
/// A scored stage.
Scored as ScoredStage {
    Wake, "wake", "Awake, in bed or out of it.";
    N1, "n1", "N1, the lightest sleep.";
    N2, "n2", "N2.";
    Light, "light", "N1 or N2: devices do not tell them apart.";
    N3, "n3", "N3, deep sleep.";
    Rem, "rem", "REM sleep.";
    Asleep, "asleep", "Asleep in a stage nobody names.";
    Unknown, "unknown", "Not measurable or not known.";
}
}

impl Scored {
    /// Tells whether it is sleep.
    #[must_use]
    pub fn is_asleep(self) -> bool {
        !matches!(self, Self::Wake | Self::Unknown)
    }
}

impl From<SleepStage> for Scored {
    fn from(stage: SleepStage) -> Self {
        match stage {
            SleepStage::Awake | SleepStage::OutOfBed => Self::Wake,
            SleepStage::Light => Self::Light,
            SleepStage::Deep => Self::N3,
            SleepStage::Rem => Self::Rem,
            SleepStage::AsleepUnspecified => Self::Asleep,
            SleepStage::Unknown | SleepStage::InBed => Self::Unknown,
        }
    }
}

/// Scored stretches that follow each other; at least one is sleep.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypnogram {
    /// Stages and their length in seconds. Neighbours differ.
    stretches: Vec<(Scored, f64)>,
}

/// What a hypnogram comes to. Times are in seconds, shares in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepStatistics))]
pub struct Statistics {
    /// From beginning to end.
    pub in_bed_s: f64,
    /// From the first sleep to the end of the last.
    pub period_s: f64,
    /// Asleep.
    pub asleep_s: f64,
    /// Awake inside the sleep period.
    pub waso_s: f64,
    /// Unknown, inside the sleep period or not.
    pub unknown_s: f64,
    /// From the beginning to the first sleep.
    pub latency_s: f64,
    /// How often awake inside the sleep period.
    pub awakenings: usize,
    /// How often a stage is followed by another, inside the sleep period.
    pub shifts: usize,
    /// Awakenings and shifts to N1, per hour of sleep.
    pub fragmentation: f64,
    /// Sleep in per cent of the time in bed.
    pub efficiency: f64,
    /// Sleep in per cent of the sleep period.
    pub maintenance: f64,
}

impl Hypnogram {
    /// Takes stages and their lengths in seconds, in order.
    ///
    /// ```
    /// use vitasync_core::analytics::sleep::hypnogram::{Hypnogram, Scored};
    ///
    /// let night = [(Scored::Wake, 600.0), (Scored::N2, 3600.0), (Scored::Wake, 400.0), (Scored::Rem, 1400.0)];
    /// let came_to = Hypnogram::new(&night).unwrap().statistics();
    /// assert_eq!((came_to.latency_s, came_to.waso_s, came_to.awakenings), (600.0, 400.0, 1));
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] without any sleep, [`NoAnswer::NotPositive`] of a length, [`NoAnswer::NotFinite`].
    pub fn new(stretches: &[(Scored, f64)]) -> Result<Self, NoAnswer> {
        NoAnswer::unless_finite("lengths of stretches", stretches.iter().map(|(_, seconds)| *seconds))?;
        let mut joined: Vec<(Scored, f64)> = Vec::with_capacity(stretches.len());
        for (stage, seconds) in stretches {
            NoAnswer::unless_positive("length of a stretch", *seconds)?;
            match joined.last_mut() {
                Some((last, length)) if last == stage => *length += seconds,
                _ => joined.push((*stage, *seconds)),
            }
        }
        let asleep = joined.iter().filter(|(stage, _)| stage.is_asleep()).count();
        NoAnswer::unless_enough("stretches of sleep", 1, asleep)?;
        Ok(Self { stretches: joined })
    }

    /// Takes the stages of a resolved night. Time of its session in no stage is unknown.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] of mere bedtime.
    pub fn of_night(night: &Night) -> Result<Self, NoAnswer> {
        let mut stretches = Vec::with_capacity(night.stages.len());
        let mut until = night.start;
        for stage in &night.stages {
            stretches.push((Scored::Unknown, (stage.start - until).as_seconds_f64()));
            stretches.push((stage.stage.into(), (stage.end - stage.start).as_seconds_f64()));
            until = stage.end;
        }
        stretches.push((Scored::Unknown, (night.end - until).as_seconds_f64()));
        stretches.retain(|(_, seconds)| *seconds > 0.0);
        Self::new(&stretches)
    }

    /// Returns how long a stage lasts altogether, in seconds.
    #[must_use]
    pub fn seconds(&self, stage: Scored) -> f64 {
        seconds_where(&self.stretches, |it| it == stage)
    }

    /// Returns a stage in per cent of all sleep.
    #[must_use]
    pub fn share(&self, stage: Scored) -> f64 {
        100.0 * self.seconds(stage) / seconds_where(&self.stretches, Scored::is_asleep)
    }

    /// Returns the time from the beginning to a stage, in seconds; none where it does not come.
    #[must_use]
    pub fn latency_s(&self, stage: Scored) -> Option<f64> {
        let first = self.stretches.iter().position(|(it, _)| *it == stage)?;
        Some(seconds_where(&self.stretches[..first], |_| true))
    }

    /// Counts awakenings inside the sleep period that last at least so many seconds.
    #[must_use]
    pub fn awakenings(&self, at_least_s: f64) -> usize {
        let wakings = self.period().iter().filter(|(stage, _)| *stage == Scored::Wake);
        wakings.filter(|(_, seconds)| *seconds >= at_least_s).count()
    }

    /// Returns what it comes to.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let period = self.period();
        let in_bed_s = seconds_where(&self.stretches, |_| true);
        let (period_s, asleep_s) = (
            seconds_where(period, |_| true),
            seconds_where(period, Scored::is_asleep),
        );
        let awakenings = self.awakenings(0.0);
        let to_n1 = period.iter().skip(1).filter(|(stage, _)| *stage == Scored::N1).count();
        Statistics {
            in_bed_s,
            period_s,
            asleep_s,
            waso_s: seconds_where(period, |it| it == Scored::Wake),
            unknown_s: self.seconds(Scored::Unknown),
            latency_s: seconds_where(&self.stretches[..self.first_sleep()], |_| true),
            awakenings,
            shifts: period.len() - 1,
            fragmentation: float(awakenings + to_n1) / (asleep_s / 3600.0),
            efficiency: 100.0 * asleep_s / in_bed_s,
            maintenance: 100.0 * asleep_s / period_s,
        }
    }

    fn first_sleep(&self) -> usize {
        let first = self.stretches.iter().position(|(stage, _)| stage.is_asleep());
        first.expect("one stretch is sleep")
    }

    /// Returns the stretches from the first sleep to the last.
    fn period(&self) -> &[(Scored, f64)] {
        let last = self.stretches.iter().rposition(|(stage, _)| stage.is_asleep());
        &self.stretches[self.first_sleep()..=last.expect("one stretch is sleep")]
    }
}

fn seconds_where(stretches: &[(Scored, f64)], found: impl Fn(Scored) -> bool) -> f64 {
    sum(stretches
        .iter()
        .filter(|(stage, _)| found(*stage))
        .map(|(_, seconds)| *seconds))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::Scored::{Light, N1, N3, Unknown, Wake};
    use super::*;

    #[test]
    fn waking_at_either_end_is_outside_the_sleep() {
        let came_to = Hypnogram::new(&[(Wake, 60.0), (Light, 3600.0), (Wake, 120.0)])
            .unwrap()
            .statistics();
        assert_eq!((came_to.waso_s, came_to.awakenings, came_to.period_s), (0.0, 0, 3600.0));
        assert_eq!((came_to.in_bed_s, came_to.maintenance), (3780.0, 100.0));
    }

    #[test]
    fn neighbours_awake_are_one_awakening_and_the_unknown_is_none() {
        let night = [
            (Light, 900.0),
            (Wake, 200.0),
            (Wake, 150.0),
            (N3, 900.0),
            (Unknown, 60.0),
            (N1, 1800.0),
        ];
        let scored = Hypnogram::new(&night).unwrap();
        let came_to = scored.statistics();
        assert_eq!(
            (came_to.awakenings, scored.awakenings(300.0), came_to.unknown_s),
            (1, 1, 60.0)
        );
        assert_eq!((came_to.shifts, came_to.fragmentation), (4, 2.0));
        assert_eq!(scored.latency_s(N3), Some(1250.0));
        assert_eq!(scored.latency_s(Scored::Rem), None);
    }

    #[test]
    fn a_night_without_sleep_or_with_broken_lengths_is_refused() {
        assert!(Hypnogram::new(&[(Wake, 600.0)]).is_err());
        assert!(Hypnogram::new(&[]).is_err());
        assert!(Hypnogram::new(&[(Light, 0.0)]).is_err());
        assert!(Hypnogram::new(&[(Light, f64::INFINITY)]).is_err());
    }

    #[test]
    fn every_stage_has_its_score() {
        let asleep = SleepStage::ALL
            .iter()
            .filter(|it| it.is_asleep() != Scored::from(**it).is_asleep());
        assert_eq!(asleep.count(), 0);
    }
}
