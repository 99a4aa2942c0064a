//! Resolves overlapping intervals of several sources by a sweep line.
//!
//! At every instant the best source that has an interval there counts, and gives the share of its value that falls
//! on the time nobody better has covered; gaps are filled by the next best. This is the algorithm of Health Connect,
//! and never "the best device of the day". Inside one source the latest delivery counts, then the row that starts
//! later, then the shorter: a detail lies over its wrapper. Rows of one source under the same (start, end) are
//! distinct samples by their identity and count together; a row of no length counts unless a better source covers
//! its instant. Rows dated by a civil day are totals, not intervals, and are passed over.
//!
//! The cost is n log n at most and one comparison per row where sources do not overlap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::slice;

use super::SeriesData;
use crate::block::{Block, Row};

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

/// Who competes for an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rivalry {
    /// Rows: of one source's overlapping rows one counts.
    Rows,
    /// Sources: what one source logs is never set aside by its own other rows.
    Sources,
}

/// A part of a row that counts, or does not, as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// Index into the series.
    pub(crate) source: usize,
    /// The block of the row.
    pub(crate) block: &'a Block,
    /// The row.
    pub(crate) row: &'a Row,
    /// The start of the part.
    pub(crate) start_ms: i64,
    /// The end of the part.
    pub(crate) end_ms: i64,
    /// Whether it counts.
    pub(crate) counted: bool,
    /// Where the row's last part of the same fate ended, or `i64::MIN`.
    pub(crate) earlier_end_ms: i64,
}

impl Piece<'_> {
    /// Tells the share of the row's value that falls on the part.
    pub(crate) fn value(&self) -> f64 {
        self.share(self.start_ms, self.end_ms)
    }

    /// Tells the share of the row's value that falls on a stretch inside the row.
    pub(crate) fn share(&self, start_ms: i64, end_ms: i64) -> f64 {
        let whole = (self.row.start_ms, self.row.end_ms.max(self.row.start_ms));
        if (start_ms, end_ms) == whole {
            self.row.value
        } else {
            self.row.value * (length(start_ms, end_ms) / length(whole.0, whole.1))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "times lie far below 2^53 milliseconds")]
fn length(start_ms: i64, end_ms: i64) -> f64 {
    end_ms.saturating_sub(start_ms) as f64
}

/// Sweeps over the rows of all sources and tells every part of every row once. Parts that count come in order of
/// their ends.
pub(crate) fn sweep<'a>(order: &[usize], series: &[SeriesData<'a>], rivalry: Rivalry, emit: impl FnMut(&Piece<'a>)) {
    let mut cursors: Vec<Cursor<'a>> = order
        .iter()
        .map(|&source| Cursor::new(source, series[source].blocks))
        .collect();
    // Among equal starts the best source comes first, so that nothing depends on the order of the series.
    let mut heads: BinaryHeap<Reverse<(i64, usize)>> = cursors
        .iter()
        .enumerate()
        .filter_map(|(rank, cursor)| Some(Reverse((cursor.start()?, rank))))
        .collect();
    let mut line = Line::new(rivalry, emit);
    while let Some(Reverse((_, rank))) = heads.pop() {
        let limit = heads.peek().map(|Reverse(head)| *head);
        let cursor = &mut cursors[rank];
        while let Some((block, row)) = cursor.take() {
            let own = cursor.start();
            let next = own.into_iter().chain(limit.map(|(start, _)| start)).min();
            line.take(rank, cursor.source, (block, row), next);
            match (own, limit) {
                (Some(start), Some(limit)) if (start, rank) > limit => {
                    heads.push(Reverse((start, rank)));
                    break;
                }
                _ => {}
            }
        }
    }
    line.advance(i64::MAX);
}

/// Walks over one source's rows, without the deleted and the dated.
struct Cursor<'a> {
    source: usize,
    blocks: slice::Iter<'a, Block>,
    block: Option<&'a Block>,
    rows: slice::Iter<'a, Row>,
    head: Option<(&'a Block, &'a Row)>,
    /// The last attribute set that was looked at, and whether it dates by civil day.
    dated: Option<(u32, bool)>,
}

impl<'a> Cursor<'a> {
    fn new(source: usize, blocks: &'a [Block]) -> Self {
        let mut cursor = Self {
            source,
            blocks: blocks.iter(),
            block: None,
            rows: [].iter(),
            head: None,
            dated: None,
        };
        cursor.find_head();
        cursor
    }

    fn start(&self) -> Option<i64> {
        self.head.map(|(_, row)| row.start_ms)
    }

    fn take(&mut self) -> Option<(&'a Block, &'a Row)> {
        let head = self.head.take()?;
        self.find_head();
        Some(head)
    }

    fn find_head(&mut self) {
        loop {
            while let (Some(block), Some(row)) = (self.block, self.rows.next()) {
                if !row.deleted && !self.is_dated(block, row) {
                    self.head = Some((block, row));
                    return;
                }
            }
            let Some(block) = self.blocks.next() else { return };
            self.block = Some(block);
            self.rows = block.all_rows().iter();
            self.dated = None;
        }
    }

    fn is_dated(&mut self, block: &Block, row: &Row) -> bool {
        match self.dated {
            Some((attributes, dated)) if attributes == row.attributes => dated,
            _ => {
                let dated = block.attributes(row).date_only;
                self.dated = Some((row.attributes, dated));
                dated
            }
        }
    }
}

/// Which of two rows counts: the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    source: usize,
    version: Reverse<u64>,
    start_ms: Reverse<i64>,
    end_ms: i64,
}

/// A row under the line.
struct Open<'a> {
    piece: Piece<'a>,
    rank: Rank,
    counted_until: i64,
    aside_until: i64,
    over: bool,
}

/// The sweep line: the rows that are open at the present instant.
struct Line<'a, F> {
    rivalry: Rivalry,
    emit: F,
    now: i64,
    open: Vec<Open<'a>>,
    free: Vec<usize>,
    /// The open rows that count; they share one rank.
    winners: Vec<usize>,
    /// The open rows that do not, and some that are over and not yet forgotten.
    waiting: BinaryHeap<Reverse<(Rank, usize)>>,
    ends: BinaryHeap<Reverse<(i64, usize)>>,
    /// Rows of no length at the present instant, by rank of their source.
    instants: Vec<(usize, Piece<'a>)>,
}

impl<'a, F: FnMut(&Piece<'a>)> Line<'a, F> {
    fn new(rivalry: Rivalry, emit: F) -> Self {
        Self {
            rivalry,
            emit,
            now: i64::MIN,
            open: Vec::new(),
            free: Vec::new(),
            winners: Vec::new(),
            waiting: BinaryHeap::new(),
            ends: BinaryHeap::new(),
            instants: Vec::new(),
        }
    }

    /// Takes the next row in order of starts; `next` is the start of the one after it.
    fn take(&mut self, rank: usize, source: usize, (block, row): (&'a Block, &'a Row), next: Option<i64>) {
        self.advance(row.start_ms);
        let piece = Piece {
            source,
            block,
            row,
            start_ms: row.start_ms,
            end_ms: row.end_ms.max(row.start_ms),
            counted: true,
            earlier_end_ms: i64::MIN,
        };
        let instant = piece.start_ms == piece.end_ms;
        let alone = next.is_none_or(|next| next >= piece.end_ms && next > piece.start_ms);
        if alone && self.winners.is_empty() && self.instants.is_empty() {
            (self.emit)(&piece);
        } else if instant {
            self.instants.push((rank, piece));
        } else {
            self.begin(rank, piece);
        }
    }

    /// Moves the line, closing what ends on the way.
    fn advance(&mut self, to: i64) {
        if to <= self.now && to != i64::MAX {
            return;
        }
        self.settle_instants();
        while let Some(&Reverse((end, at))) = self.ends.peek()
            && end <= to
        {
            self.ends.pop();
            self.finish(at, end);
        }
        self.now = to;
    }

    fn begin(&mut self, rank: usize, piece: Piece<'a>) {
        let row = piece.row;
        let rank = match self.rivalry {
            Rivalry::Rows => Rank {
                source: rank,
                version: Reverse(row.version),
                start_ms: Reverse(row.start_ms),
                end_ms: row.end_ms,
            },
            Rivalry::Sources => Rank {
                source: rank,
                version: Reverse(0),
                start_ms: Reverse(0),
                end_ms: 0,
            },
        };
        let at = self.store(Open {
            piece,
            rank,
            counted_until: i64::MIN,
            aside_until: i64::MIN,
            over: false,
        });
        self.ends.push(Reverse((piece.end_ms, at)));
        match self.winners.first().map(|&best| rank.cmp(&self.open[best].rank)) {
            Some(std::cmp::Ordering::Greater) => {
                self.open[at].piece.counted = false;
                self.waiting.push(Reverse((rank, at)));
                return;
            }
            Some(std::cmp::Ordering::Less) => {
                for loser in std::mem::take(&mut self.winners) {
                    self.cut(loser, piece.start_ms);
                    self.open[loser].piece.counted = false;
                    self.waiting.push(Reverse((self.open[loser].rank, loser)));
                }
            }
            Some(std::cmp::Ordering::Equal) | None => {}
        }
        self.winners.push(at);
    }

    fn store(&mut self, open: Open<'a>) -> usize {
        match self.free.pop() {
            Some(at) => {
                self.open[at] = open;
                at
            }
            None => {
                self.open.push(open);
                self.open.len() - 1
            }
        }
    }

    /// Ends a row; where it was the last that counted, the best of the others takes its place.
    fn finish(&mut self, at: usize, end: i64) {
        self.cut(at, end);
        if !self.open[at].piece.counted {
            self.open[at].over = true; // Its entry among the waiting frees it.
            return;
        }
        self.winners.retain(|winner| *winner != at);
        self.free.push(at);
        if self.winners.is_empty() {
            self.promote(end);
        }
    }

    fn promote(&mut self, now: i64) {
        while let Some(&Reverse((rank, at))) = self.waiting.peek() {
            if self.open[at].over {
                self.waiting.pop();
                self.free.push(at);
                continue;
            }
            if self.winners.first().is_some_and(|&best| self.open[best].rank != rank) {
                return;
            }
            self.waiting.pop();
            self.cut(at, now);
            self.open[at].piece.counted = true;
            self.winners.push(at);
        }
    }

    /// Tells the part of a row up to `now`, and begins the next.
    fn cut(&mut self, at: usize, now: i64) {
        let open = &mut self.open[at];
        if now > open.piece.start_ms {
            let until = if open.piece.counted {
                &mut open.counted_until
            } else {
                &mut open.aside_until
            };
            let piece = Piece {
                end_ms: now,
                earlier_end_ms: *until,
                ..open.piece
            };
            *until = now;
            open.piece.start_ms = now;
            (self.emit)(&piece);
        }
    }

    /// Decides about the rows of no length at the present instant, once all that begins there is known.
    fn settle_instants(&mut self) {
        let Some(best) = self.instants.iter().map(|(rank, _)| *rank).min() else {
            return;
        };
        let covered = self.winners.first().is_some_and(|&at| self.open[at].rank.source < best);
        for (rank, mut piece) in std::mem::take(&mut self.instants) {
            piece.counted = !covered && rank == best;
            (self.emit)(&piece);
        }
    }
}

#[cfg(test)]
mod tests;
