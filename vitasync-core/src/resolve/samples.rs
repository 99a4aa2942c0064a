//! Resolves overlapping intervals of several sources by a sweep line.
//!
//! At every instant the best source that has an interval there counts, and gives the share of its value that falls
//! on the time nobody better has covered; gaps are filled by the next best. This is the algorithm of Health Connect,
//! and never "the best device of the day". Inside one source the latest delivery counts, then the row that starts
//! later, then the shorter: a detail lies over its wrapper. Rows of one source under the same (start, end) are
//! distinct samples by their identity and count together; a row of no length counts unless a better source covers
//! its instant. Rows dated by a civil day are totals, not intervals, and are passed over.
//!
//! The cost is linear in rows, and n log n among rows of one source that overlap.

mod cover;
mod cursor;
mod own;
mod piece;
mod sweep;

use super::SeriesData;
pub(crate) use piece::{Piece, Rivalry};
pub(crate) use sweep::sweep;

/// A stretch of time and what the best source there measured in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// The start in UTC milliseconds.
    pub start_ms: i64,
    /// The end in UTC milliseconds; equal to the start for a row of no length.
    pub end_ms: i64,
    /// The share of the row's value.
    pub value: f64,
    /// Index into the series.
    pub source: usize,
}

/// What did not count of one source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetAside {
    /// Index into the series.
    pub source: usize,
    /// How many rows did not count, in whole or in part.
    pub count: u64,
    /// How much of their values did not count.
    pub value: f64,
}

/// What counts and what does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolved {
    /// What counts, in order of time.
    pub segments: Vec<Segment>,
    /// What does not, best source first.
    pub set_aside: Vec<SetAside>,
}

impl Resolved {
    /// Adds up what counts.
    pub fn total(&self) -> f64 {
        self.segments.iter().map(|segment| segment.value).sum()
    }
}

/// Resolves the intervals of several sources, of which `order` names the best first.
///
/// ```
/// use vitasync_core::block::{Block, Identity, Row};
/// use vitasync_core::resolve::{SeriesData, resolve_intervals};
/// # use vitasync_core::source::*;
/// # let source = |origin: &str, device_kind| Source { key: SourceKey { provider: "example".into(), origin: origin.into(), recording: Recording::Automatic }, name: origin.into(), device_kind, device: Device::default(), revision: Revision::LastWins };
/// # let steps = |start_ms, end_ms, value| {
/// #     let row = Row { start_ms, end_ms, value, copy: 0, version: 0, deleted: false, attributes: 0 };
/// #     vec![Block::from_rows([row], &[Attributes::default().into()], Identity::Time)]
/// # };
/// const HOUR: i64 = 3_600_000;
/// let (watch, phone) = (source("watch", DeviceKind::Watch), source("phone", DeviceKind::Phone));
/// let (worn, carried) = (steps(8 * HOUR, 12 * HOUR, 2000.0), steps(8 * HOUR, 18 * HOUR, 5000.0));
/// let series = [SeriesData { source: &watch, blocks: &worn }, SeriesData { source: &phone, blocks: &carried }];
///
/// let resolved = resolve_intervals(&[0, 1], &series);
/// assert_eq!(resolved.total(), 5000.0); // the watch's 2000 until noon, then 6 of the phone's 10 hours
/// assert_eq!(resolved.set_aside[0].value, 2000.0); // the phone's 4 hours beside the watch
/// ```
pub fn resolve_intervals(order: &[usize], series: &[SeriesData<'_>]) -> Resolved {
    let mut segments = Vec::new();
    let mut aside = vec![(0, 0.0); series.len()];
    sweep(order, series, Rivalry::Rows, |piece| {
        if piece.counted {
            segments.push(Segment {
                start_ms: piece.start_ms,
                end_ms: piece.end_ms,
                value: piece.value(),
                source: piece.source,
            });
        } else {
            let (count, value) = &mut aside[piece.source];
            *count += u64::from(piece.earlier_end_ms == i64::MIN);
            *value += piece.value();
        }
    });
    segments.sort_by_key(|segment| (segment.start_ms, segment.end_ms));
    let named = order.iter().map(|&source| (source, aside[source]));
    Resolved {
        segments,
        set_aside: named
            .filter(|(_, (count, _))| *count > 0)
            .map(|(source, (count, value))| SetAside { source, count, value })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
