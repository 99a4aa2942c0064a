//! Writes a block as bytes and reads it back: the storage format, version 1.
//!
//! ```text
//! u8      format version, 1
//! varint  rows n; the rest is absent where n is 0
//! u8      flags: 1 whole seconds, 2 one duration, 4 scaled values, 8 copies, 16 versions, 32 deletions,
//!         64 attributes, 128 one attribute set for all
//! varint  first start (zigzag), then n-1 differences of the starts, in seconds or milliseconds
//! varint  the one duration, or n durations (zigzag)
//! values  scaled: u8 power of ten, then n differences of value x 10^power (zigzag varints);
//!         otherwise n IEEE 754 doubles, little endian
//! copies  n varints; versions: n differences (zigzag varints); deletions: ceil(n/8) bytes of bits
//! attributes: varint count, each as varint length + JSON; then n varint indexes unless there is one for all
//! ```
//!
//! Rows are sorted, neighbours are alike, and most columns are constant, so a sample of a regular series takes 3 to 8
//! bytes. A general codec per column costs more than that in headers alone at the hundred rows a block holds.

use std::sync::Arc;

use super::{Block, Row};
use crate::source::Attributes;

const FORMAT: u8 = 1;

const SECONDS: u8 = 1;
const ONE_DURATION: u8 = 2;
const SCALED: u8 = 4;
const COPIES: u8 = 8;
const VERSIONS: u8 = 16;
const DELETIONS: u8 = 32;
const ATTRIBUTES: u8 = 64;
const ONE_ATTRIBUTE_SET: u8 = 128;

const POWERS: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

/// Stored bytes that are not a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The format is newer than this program.
    #[error("the block has format {0}, and this program reads up to {FORMAT}")]
    UnknownFormat(u8),
    /// The bytes end early or contradict themselves.
    #[error("the block is damaged at byte {0}")]
    Damaged(usize),
}

impl Block {
    /// Writes the block in the storage format.
    pub fn encode(&self) -> Vec<u8> {
        let rows = &self.rows;
        let mut out = Vec::with_capacity(16 + rows.len() * 6);
        out.push(FORMAT);
        put(&mut out, rows.len() as u64);
        let Some(first) = rows.first() else { return out };

        let whole_seconds = rows
            .iter()
            .all(|row| row.start_ms % 1000 == 0 && row.end_ms % 1000 == 0);
        let tick = if whole_seconds { 1000 } else { 1 };
        let duration = |row: &Row| (row.end_ms - row.start_ms) / tick;
        let one_duration = rows.iter().all(|row| duration(row) == duration(first));
        let scaled = scale(rows);
        let copies = rows.iter().any(|row| row.copy != 0);
        let versions = rows.iter().any(|row| row.version != 0);
        let deletions = rows.iter().any(|row| row.deleted);
        let one_set = self.attributes.len() == 1;
        let attributes = !(one_set && self.attributes[0].is_empty());

        let mut flags = 0;
        for (set, flag) in [
            (whole_seconds, SECONDS),
            (one_duration, ONE_DURATION),
            (scaled.is_some(), SCALED),
            (copies, COPIES),
            (versions, VERSIONS),
            (deletions, DELETIONS),
            (attributes, ATTRIBUTES),
            (one_set, ONE_ATTRIBUTE_SET),
        ] {
            flags |= if set { flag } else { 0 };
        }
        out.push(flags);

        put_differences(&mut out, rows.iter().map(|row| row.start_ms / tick));
        let durations = if one_duration { &rows[..1] } else { rows };
        durations.iter().for_each(|row| put_signed(&mut out, duration(row)));
        match scaled {
            Some((power, whole)) => {
                out.push(power);
                put_differences(&mut out, whole.into_iter());
            }
            None => rows.iter().for_each(|row| out.extend(row.value.to_le_bytes())),
        }
        if copies {
            rows.iter().for_each(|row| put(&mut out, row.copy.into()));
        }
        if versions {
            put_differences(&mut out, rows.iter().map(|row| row.version.cast_signed()));
        }
        if deletions {
            for rows in rows.chunks(8) {
                out.push(
                    rows.iter()
                        .enumerate()
                        .fold(0, |bits, (at, row)| bits | (u8::from(row.deleted) << at)),
                );
            }
        }
        if attributes {
            put(&mut out, self.attributes.len() as u64);
            for set in &self.attributes {
                let text = serde_json::to_vec(set.as_ref()).expect("attributes are text and numbers");
                put(&mut out, text.len() as u64);
                out.extend(text);
            }
            if !one_set {
                rows.iter().for_each(|row| put(&mut out, row.attributes.into()));
            }
        }
        out
    }

    /// Reads a block in any storage format there has been.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] where the bytes are of a newer format or damaged; never a panic, whatever the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut from = Bytes { bytes, at: 0 };
        let format = from.byte()?;
        if format != FORMAT {
            return Err(DecodeError::UnknownFormat(format));
        }
        let n = usize::try_from(from.unsigned()?).map_err(|_| from.damaged())?;
        if n == 0 {
            return Ok(Self::default());
        }
        if n > bytes.len() {
            return Err(from.damaged()); // Every row takes at least a byte.
        }
        let flags = from.byte()?;
        let has = |flag| flags & flag != 0;
        let tick = if has(SECONDS) { 1000 } else { 1 };

        let starts = from.differences(n)?;
        let durations = from.signed_values(if has(ONE_DURATION) { 1 } else { n })?;
        let values = from.values(n, has(SCALED))?;
        let copies = if has(COPIES) { from.indexes(n)? } else { Vec::new() };
        let versions = if has(VERSIONS) {
            from.differences(n)?
        } else {
            Vec::new()
        };
        let deletions = if has(DELETIONS) { from.take(n.div_ceil(8))? } else { &[] };
        let sets = if has(ATTRIBUTES) {
            from.attribute_sets(n)?
        } else {
            vec![Arc::default()]
        };
        let indexes = if has(ATTRIBUTES) && !has(ONE_ATTRIBUTE_SET) {
            from.indexes(n)?
        } else {
            Vec::new()
        };
        if from.at != bytes.len() || indexes.iter().any(|&index| index as usize >= sets.len()) {
            return Err(from.damaged());
        }

        // A column that is not written means 0 throughout.
        let at_or_zero = |column: &[u32], at: usize| column.get(at).map_or(0, |value| *value);
        let rows = (0..n).map(|at| {
            let start_ms = starts[at].checked_mul(tick)?;
            let duration = durations[if has(ONE_DURATION) { 0 } else { at }].checked_mul(tick)?;
            Some(Row {
                start_ms,
                end_ms: start_ms.checked_add(duration)?,
                value: values[at],
                copy: at_or_zero(&copies, at),
                version: versions.get(at).map_or(0, |version| version.cast_unsigned()),
                deleted: deletions.get(at / 8).is_some_and(|bits| bits >> (at % 8) & 1 == 1),
                attributes: at_or_zero(&indexes, at),
            })
        });
        let rows = rows.collect::<Option<Vec<Row>>>().ok_or(from.damaged())?;
        Ok(Self { rows, attributes: sets })
    }
}

/// Finds the least power of ten that makes every value a whole number and gives it back unchanged.
fn scale(rows: &[Row]) -> Option<(u8, Vec<i64>)> {
    let mut power = 0;
    let mut whole = Vec::with_capacity(rows.len());
    'power: loop {
        let factor = *POWERS.get(power)?;
        whole.clear();
        for row in rows {
            let scaled = (row.value * factor).round();
            if scaled.abs() > 1e15 {
                return None;
            }
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a whole number below 10^15, or NaN, which becomes 0"
            )]
            let integer = scaled as i64;
            if unscale(integer, factor).to_bits() != row.value.to_bits() {
                power += 1;
                continue 'power;
            }
            whole.push(integer);
        }
        return Some((u8::try_from(power).expect("one of seven"), whole));
    }
}

#[expect(clippy::cast_precision_loss, reason = "whole numbers below 10^15 are exact")]
fn unscale(whole: i64, factor: f64) -> f64 {
    whole as f64 / factor
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

fn put_differences(out: &mut Vec<u8>, values: impl Iterator<Item = i64>) {
    let mut before = 0_i64;
    for value in values {
        put_signed(out, value.wrapping_sub(before));
        before = value;
    }
}

struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn damaged(&self) -> DecodeError {
        DecodeError::Damaged(self.at)
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        let byte = *self.bytes.get(self.at).ok_or(self.damaged())?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.at.checked_add(n).ok_or(self.damaged())?;
        let taken = self.bytes.get(self.at..end).ok_or(self.damaged())?;
        self.at = end;
        Ok(taken)
    }

    fn unsigned(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.damaged())
    }

    fn signed(&mut self) -> Result<i64, DecodeError> {
        let value = self.unsigned()?;
        Ok((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    fn signed_values(&mut self, n: usize) -> Result<Vec<i64>, DecodeError> {
        (0..n).map(|_| self.signed()).collect()
    }

    fn differences(&mut self, n: usize) -> Result<Vec<i64>, DecodeError> {
        let mut value = 0_i64;
        (0..n)
            .map(|_| {
                value = value.wrapping_add(self.signed()?);
                Ok(value)
            })
            .collect()
    }

    fn indexes(&mut self, n: usize) -> Result<Vec<u32>, DecodeError> {
        (0..n)
            .map(|_| u32::try_from(self.unsigned()?).map_err(|_| self.damaged()))
            .collect()
    }

    fn values(&mut self, n: usize, scaled: bool) -> Result<Vec<f64>, DecodeError> {
        if scaled {
            let power = usize::from(self.byte()?);
            let factor = *POWERS.get(power).ok_or(self.damaged())?;
            return Ok(self
                .differences(n)?
                .into_iter()
                .map(|whole| unscale(whole, factor))
                .collect());
        }
        let bytes = self.take(n.checked_mul(8).ok_or(self.damaged())?)?;
        Ok(bytes
            .chunks_exact(8)
            .map(|eight| f64::from_le_bytes(eight.try_into().expect("eight bytes")))
            .collect())
    }

    fn attribute_sets(&mut self, rows: usize) -> Result<Vec<Arc<Attributes>>, DecodeError> {
        let n = usize::try_from(self.unsigned()?).map_err(|_| self.damaged())?;
        if n == 0 || n > rows {
            return Err(self.damaged());
        }
        (0..n)
            .map(|_| {
                let length = usize::try_from(self.unsigned()?).map_err(|_| self.damaged())?;
                let text = self.take(length)?;
                serde_json::from_slice(text).map(Arc::new).map_err(|_| self.damaged())
            })
            .collect()
    }
}
