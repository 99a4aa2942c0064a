//! Reads what a watch notes all day: counters of movement, heart rates and the stages of sleep.

use super::decode::{Message, TIMESTAMP};
use super::gather::instant;
use super::value::Scalar;
use crate::files::activity::Raw;

/// Everything a watch has noted.
#[derive(Default)]
pub(super) struct Watch {
    /// When the file begins to count.
    pub(super) since_ms: Option<i64>,
    pub(super) counters: Vec<Counter>,
    pub(super) heart_rates: Vec<Raw>,
    /// From when on each level of sleep held.
    pub(super) sleep: Vec<(u64, i64, i64)>,
    /// Whom a scale took for the one who stood on it.
    pub(super) profiles: Vec<i64>,
    /// The last time that was written in full.
    last_ms: Option<i64>,
}

/// What has been counted of one kind of movement since midnight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counter {
    pub(super) byte: u64,
    pub(super) at_ms: i64,
    /// The kind of movement, in the format's numbers.
    pub(super) movement: i64,
    pub(super) cycles: Option<f64>,
    pub(super) distance_m: Option<f64>,
    pub(super) active_kcal: Option<f64>,
}

impl Watch {
    pub(super) fn len(&self) -> usize {
        self.counters.len() + self.heart_rates.len() + self.sleep.len() + self.profiles.len()
    }

    /// Learns when the counting began.
    pub(super) fn begin(&mut self, message: &Message<'_>) {
        self.since_ms = self.since_ms.or(instant(message, TIMESTAMP));
        self.last_ms = instant(message, TIMESTAMP).or(self.last_ms);
    }

    /// Reads counters and a heart rate; none where their time is not known.
    pub(super) fn monitoring(&mut self, message: &Message<'_>) -> Option<()> {
        let at_ms = self.time_of(message)?;
        if let Some(rate) = message.number(27).filter(|rate| *rate > 0.0) {
            self.heart_rates.push(Raw::instant(message.byte, at_ms, rate));
        }
        let counter = Counter {
            byte: message.byte,
            at_ms,
            movement: movement(message),
            cycles: message.number(3),
            distance_m: message.scaled(2, 100.0, 0.0),
            active_kcal: message.number(19),
        };
        if counter.cycles.or(counter.distance_m).or(counter.active_kcal).is_some() {
            self.counters.push(counter);
        }
        Some(())
    }

    /// Reads from when on a level of sleep held; none where its time is not known.
    pub(super) fn sleep_level(&mut self, message: &Message<'_>) -> Option<()> {
        let at_ms = instant(message, TIMESTAMP)?;
        self.sleep
            .extend(message.whole(0).map(|level| (message.byte, at_ms, level)));
        Some(())
    }

    /// Reads a time; mostly only its last sixteen bits are written.
    fn time_of(&mut self, message: &Message<'_>) -> Option<i64> {
        if let Some(at_ms) = instant(message, TIMESTAMP) {
            self.last_ms = Some(at_ms);
            return Some(at_ms);
        }
        let last_ms = self.last_ms?;
        let Some(bits) = message.unsigned(26) else {
            return Some(last_ms);
        };
        // The format's epoch is a multiple of 2^16 seconds neither of ours, so its own seconds are what wraps.
        let last = last_ms / 1000 - super::gather::EPOCH_S;
        let at_ms = last_ms + ((i64::from(bits) - last) & 0xffff) * 1000;
        self.last_ms = Some(at_ms);
        Some(at_ms)
    }
}

/// Tells the kind of movement: a field of its own, or five bits beside the intensity.
fn movement(message: &Message<'_>) -> i64 {
    let both = match message.scalar(24) {
        Some(Scalar::Whole(both)) => Some(both & 0x1f),
        _ => None,
    };
    message.whole(5).or(both).unwrap_or(0)
}
