//! Steps of one person from three sources at once, invented: a watch, a ring and a phone that overlap all day.

use std::io::{Read, Write};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate};
use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, BucketValue, aggregate};
use vitasync_core::block::{Block, Identity, Row};
use vitasync_core::resolve::SeriesData;
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::time::{offset_s, utc_day};
use vitasync_core::{Metric, Preferences};
use vitasync_providers::files::BoxError;

/// Where the person lives.
pub const ZONE: Tz = chrono_tz::Europe::Berlin;

/// The sources, best first.
const KINDS: [DeviceKind; 3] = [DeviceKind::Watch, DeviceKind::Ring, DeviceKind::Phone];

/// When the first row begins: 1 January 2020, UTC.
const FIRST_MS: i64 = 1_577_836_800_000;

/// The samples of one source: start and end in milliseconds, and the value.
pub type Columns = Vec<(i64, i64, f64)>;

/// Invents rows, a third per source, a million a year. Rows of one source do not overlap; those of different sources do,
/// and begin and end at any second.
pub fn invent(rows: usize) -> [Columns; 3] {
    [1_u64, 2, 3].map(|seed| {
        let mut state = seed;
        let mut random = |below: u64| {
            // Knuth's MMIX generator: the same rows everywhere.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut at = FIRST_MS;
        let mut columns = Vec::with_capacity(rows / 3);
        for _ in 0..rows / 3 {
            let (gap, length) = (random(70), 20 + random(81));
            let (start, end) = (at + ms(gap), at + ms(gap + length));
            columns.push((start, end, f64::from(u32::try_from(random(200)).unwrap_or(0))));
            at = end;
        }
        columns
    })
}

fn ms(seconds: u64) -> i64 {
    i64::try_from(seconds * 1000).unwrap_or(0)
}

/// One person's three series, as a store hands them out.
#[derive(Debug)]
pub struct Person {
    sources: [Source; 3],
    blocks: [Vec<Block>; 3],
    dates: RangeInclusive<NaiveDate>,
}

impl Person {
    /// Puts rows into blocks. The watch's name the offset in force, as those of most vendors do.
    pub fn new(columns: [Columns; 3]) -> Self {
        let last = columns.iter().filter_map(|rows| rows.last()).map(|row| row.1).max();
        let date = |ms: i64| DateTime::from_timestamp_millis(ms).unwrap_or_default().date_naive();
        let dates = date(FIRST_MS) - Days::new(1)..=date(last.unwrap_or(FIRST_MS)) + Days::new(1);
        let [watch, ring, phone] = columns;
        // One after the other, so that no source's rows are in memory twice for longer than that takes.
        let (watch, ring, phone) = (blocks(watch, true), blocks(ring, false), blocks(phone, false));
        Self {
            sources: KINDS.map(source),
            blocks: [watch, ring, phone],
            dates,
        }
    }

    /// Resolves the sources and adds up each day.
    pub fn days(&self) -> Vec<BucketValue> {
        let series = [0, 1, 2].map(|at| SeriesData {
            source: &self.sources[at],
            blocks: &self.blocks[at],
        });
        aggregate(
            Metric::Steps,
            &series,
            &Preferences::in_zone(ZONE),
            Bucket::Day,
            self.dates.clone(),
        )
    }
}

fn source(device_kind: DeviceKind) -> Source {
    Source {
        key: SourceKey {
            provider: "example".into(),
            origin: device_kind.id().into(),
            recording: Recording::Automatic,
        },
        name: device_kind.id().into(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}

fn blocks(rows: Columns, named: bool) -> Vec<Block> {
    let offsets = [3600, 7200].map(|offset| Attributes {
        start_offset_s: Some(offset).filter(|_| named),
        ..Attributes::default()
    });
    let sets = offsets.map(Arc::new);
    let days = rows.chunk_by(|a, b| utc_day(a.0) == utc_day(b.0));
    let row = |&(start_ms, end_ms, value): &(i64, i64, f64)| Row {
        start_ms,
        end_ms,
        value,
        copy: 0,
        version: 0,
        deleted: false,
        attributes: DateTime::from_timestamp_millis(start_ms).map_or(0, |at| (offset_s(at, ZONE) == 7200).into()),
    };
    days.map(|day| Block::from_rows(day.iter().map(row), &sets, Identity::Time))
        .collect()
}

/// Writes rows as little-endian columns: per source the number of rows, all starts, all ends, all values.
///
/// # Errors
///
/// What the writer is refused for.
pub fn write(columns: &[Columns; 3], mut out: impl Write) -> Result<(), BoxError> {
    for rows in columns {
        out.write_all(&u64::try_from(rows.len())?.to_le_bytes())?;
        for row in rows {
            out.write_all(&row.0.to_le_bytes())?;
        }
        for row in rows {
            out.write_all(&row.1.to_le_bytes())?;
        }
        for row in rows {
            out.write_all(&row.2.to_le_bytes())?;
        }
    }
    Ok(())
}

/// Reads what [`write()`] has written.
///
/// # Errors
///
/// What the reader is refused for, a file that ends early included.
pub fn read(mut from: impl Read) -> Result<[Columns; 3], BoxError> {
    let mut columns: [Columns; 3] = Default::default();
    let mut word = [0; 8];
    for rows in &mut columns {
        from.read_exact(&mut word)?;
        rows.resize(usize::try_from(u64::from_le_bytes(word))?, (0, 0, 0.0));
        for row in rows.iter_mut() {
            from.read_exact(&mut word)?;
            row.0 = i64::from_le_bytes(word);
        }
        for row in rows.iter_mut() {
            from.read_exact(&mut word)?;
            row.1 = i64::from_le_bytes(word);
        }
        for row in rows.iter_mut() {
            from.read_exact(&mut word)?;
            row.2 = f64::from_le_bytes(word);
        }
    }
    Ok(columns)
}
