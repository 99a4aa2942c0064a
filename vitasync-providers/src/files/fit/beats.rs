//! Places heart beats that have no time of their own.

use super::decode::{Message, TIMESTAMP};
use super::gather::instant;
use super::value::Scalar;
use crate::files::activity::{Measure, Raw, Value};

/// Beats are laid one after the other; beyond this they are laid to the time of the last record again.
const MAX_DRIFT_MS: i64 = 5_000;

/// The clock along which beats are laid.
#[derive(Default)]
pub(super) struct Beats {
    at_ms: Option<i64>,
}

impl Beats {
    /// Reads the intervals between beats of a message. Such messages have no time and stand among records, so each beat
    /// lies an interval behind the one before it, near the last record; none where there has been no record.
    pub(super) fn read(&mut self, message: &Message<'_>, last_ms: Option<i64>) -> Option<Vec<Raw>> {
        let last_ms = last_ms?;
        let mut beats = Vec::new();
        for interval in message.scalars(0).flatten() {
            let interval_ms = interval.to_f64();
            // A file may write them wider than the format's sixteen bits; such are no intervals, and are refused later.
            let step = match interval {
                Scalar::Whole(step) => u16::try_from(step).unwrap_or(u16::MAX),
                Scalar::Real(_) => u16::MAX,
            };
            let near = self.at_ms.filter(|at| (at - last_ms).abs() <= MAX_DRIFT_MS);
            let at_ms = near.map_or(last_ms, |at| at + i64::from(step));
            self.at_ms = Some(at_ms);
            beats.push(Raw::instant(message.byte, at_ms, interval_ms));
        }
        Some(beats)
    }
}

/// The clock of a chest strap that kept what it measured, because there is no radio under water.
#[derive(Default)]
pub(super) struct StrapClock {
    /// A time of the watch in milliseconds, and what the strap's clock showed then, in 1/1024 s.
    anchor: Option<(i64, i64)>,
    /// What the strap's clock showed at the last beat.
    last: i64,
}

impl StrapClock {
    /// Reads heart rates with the times of a strap's own clock; none where it is not known what that showed when.
    pub(super) fn read(&mut self, message: &Message<'_>) -> Option<Vec<Value>> {
        let rates: Vec<Option<f64>> = message.scalars(6).map(|rate| rate.map(Scalar::to_f64)).collect();
        let times = message.scalars(9).flatten();
        let mut times: Vec<i64> = times.filter_map(|time| whole(time.to_f64())).collect();
        if let (Some(at_ms), Some(first)) = (instant(message, TIMESTAMP), times.first()) {
            let fraction = message.scaled(0, 32.768, 0.0).and_then(whole).unwrap_or(0);
            self.anchor = Some((at_ms + fraction, *first));
        }
        if times.is_empty() {
            times = self.unpack(message.bytes(10));
        }
        self.last = times.last().copied().unwrap_or(self.last);
        let (at_ms, first) = self.anchor?;
        let beats = times.into_iter().zip(rates);
        let known = beats.filter_map(|(time, rate)| Some((time, rate.filter(|rate| *rate > 0.0)?)));
        let values = known.map(|(time, rate)| Value {
            at_ms: at_ms + (time - first) * 1000 / 1024,
            byte: message.byte,
            measure: Measure::HeartRate,
            value: rate,
        });
        Some(values.collect())
    }

    /// Reads times of which only the last twelve bits are written, two in three bytes.
    fn unpack(&self, packed: &[u8]) -> Vec<i64> {
        let mut last = self.last;
        let mut times = Vec::with_capacity(packed.len() * 2 / 3);
        for three in packed.chunks_exact(3) {
            let [low, middle, high] = [three[0], three[1], three[2]].map(i64::from);
            for bits in [low | (middle & 0x0f) << 8, middle >> 4 | high << 4] {
                last += (bits - last) & 0x0fff;
                times.push(last);
            }
        }
        times
    }
}

/// Cuts off what stands behind the point; none where the number is wider than the format's 32 bits.
fn whole(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    (0.0..=f64::from(u32::MAX)).contains(&value).then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_twelve_bits_go_on_from_the_last_one() {
        let clock = StrapClock {
            anchor: None,
            last: 0x1ffe,
        };
        // 0x001 comes after a turn of the twelve bits, 0x400 within the next one.
        assert_eq!(clock.unpack(&[0x01, 0x00, 0x40]), [0x2001, 0x2400]);
    }
}
