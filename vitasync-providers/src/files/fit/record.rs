//! Reads one record: everything that was measured at one moment of an activity.

use super::profile::{self, record};
use super::value::Scalar;
use crate::files::activity::Measure;

/// What a half circle is divided into.
const SEMICIRCLES: f64 = 2_147_483_648.0;

/// What has been read of a record.
#[derive(Default)]
pub(super) struct Record {
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) accuracy: Option<f64>,
    /// The part of the cadence behind the point.
    pub(super) fraction: f64,
    /// Each measure with its value, and whether that is the finer of two.
    pub(super) measured: Vec<(Measure, f64, bool)>,
}

impl Record {
    /// Takes a field; tells whether it is known.
    pub(super) fn take(&mut self, number: u8, scalar: Scalar) -> bool {
        if let Some(field) = profile::record_field(number) {
            let value = scalar.to_f64() / field.scale - field.offset;
            self.set(field.measure, value, field.is_finer);
            return true;
        }
        match (number, scalar) {
            (record::LATITUDE, _) => self.latitude = Some(scalar.to_f64() * 180.0 / SEMICIRCLES),
            (record::LONGITUDE, _) => self.longitude = Some(scalar.to_f64() * 180.0 / SEMICIRCLES),
            (record::ACCURACY, _) => self.accuracy = Some(scalar.to_f64()),
            (record::FRACTIONAL_CADENCE, _) => self.fraction = scalar.to_f64() / 128.0,
            // Without the highest bit it is not known which leg the share is of.
            (record::BALANCE, Scalar::Whole(share)) if share & 0x80 != 0 => {
                self.set(
                    Measure::LeftBalance,
                    100.0 - Scalar::Whole(share & 0x7f).to_f64(),
                    false,
                );
            }
            (record::COMPRESSED_SPEED_DISTANCE, _) => {}
            _ => return false,
        }
        true
    }

    /// Takes a developer's own value where the format's field is absent; tells whether that field is known.
    pub(super) fn stand_in(&mut self, number: u8, value: f64) -> bool {
        let Some(field) = profile::record_field(number) else {
            return false;
        };
        if self.get(field.measure).is_none() {
            self.set(field.measure, value, false);
        }
        true
    }

    pub(super) fn set(&mut self, measure: Measure, value: f64, is_finer: bool) {
        match self.measured.iter_mut().find(|(known, ..)| *known == measure) {
            Some(known) if is_finer => (known.1, known.2) = (value, true),
            Some(known) if known.2 => {}
            Some(known) => known.1 = value,
            None => self.measured.push((measure, value, is_finer)),
        }
    }

    pub(super) fn get(&self, measure: Measure) -> Option<f64> {
        let found = self.measured.iter().find(|(known, ..)| *known == measure);
        found.map(|(_, value, _)| *value)
    }
}

/// Speed and distance in three bytes, as small old devices write them; the distance starts anew every 256 m.
#[derive(Default)]
pub(super) struct CompressedWay {
    last: u16,
    total: u32,
}

impl CompressedWay {
    /// Reads speed in m/s and distance in m; none where they are not there.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<(f64, f64)> {
        let &[low, middle, high] = bytes else { return None };
        if [low, middle, high] == [0xff; 3] {
            return None;
        }
        let speed = u16::from(low) | (u16::from(middle & 0x0f) << 8);
        let distance = u16::from(middle >> 4) | (u16::from(high) << 4);
        let step = distance.wrapping_sub(self.last) & 0x0fff;
        self.last = distance;
        self.total = self.total.saturating_add(step.into());
        Some((f64::from(speed) / 100.0, f64::from(self.total) / 16.0))
    }
}
