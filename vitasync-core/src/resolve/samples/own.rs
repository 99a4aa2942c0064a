//! Decides between overlapping rows of one source: a sweep line over them alone.
//!
//! Invariant: the open rows that count share one rank, and no open row has a better one.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::block::{Block, Row};

/// A part of a row of a cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Index of the row.
    pub(super) at: usize,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    /// Whether no other row of the source lies over it.
    pub(super) counted: bool,
}

/// Tells every part of rows once. The rows last, and are sorted by their starts. Parts that count come in order of
/// time; so do all parts of one row.
pub(super) fn settle(rows: &[(&Block, &Row)], tell: impl FnMut(Part)) {
    let mut line = Line {
        tell,
        open: Vec::with_capacity(rows.len()),
        winners: Vec::new(),
        waiting: BinaryHeap::new(),
        ends: BinaryHeap::new(),
    };
    for (at, (_, row)) in rows.iter().enumerate() {
        line.advance(row.start_ms);
        line.begin(at, row);
    }
    line.advance(i64::MAX);
}

/// Which of two rows counts: the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    delivery: Reverse<u32>,
    start_ms: Reverse<i64>,
    end_ms: i64,
}

/// A row under the line, and the beginning of its present part.
struct Open {
    part: Part,
    rank: Rank,
    over: bool,
}

/// The sweep line: the rows that are open at the present instant.
struct Line<F> {
    tell: F,
    open: Vec<Open>,
    /// The open rows that count; they share one rank.
    winners: Vec<usize>,
    /// The open rows that do not, and some that are over and not yet forgotten.
    waiting: BinaryHeap<Reverse<(Rank, usize)>>,
    ends: BinaryHeap<Reverse<(i64, usize)>>,
}

impl<F: FnMut(Part)> Line<F> {
    /// Moves the line, closing what ends on the way.
    fn advance(&mut self, to: i64) {
        while let Some(&Reverse((end, at))) = self.ends.peek()
            && end <= to
        {
            self.ends.pop();
            self.finish(at, end);
        }
    }

    fn begin(&mut self, at: usize, row: &Row) {
        let rank = Rank {
            delivery: Reverse(row.delivery()),
            start_ms: Reverse(row.start_ms),
            end_ms: row.end_ms,
        };
        let part = Part {
            at,
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            counted: true,
        };
        self.open.push(Open {
            part,
            rank,
            over: false,
        });
        self.ends.push(Reverse((row.end_ms, at)));
        match self.winners.first().map(|&best| rank.cmp(&self.open[best].rank)) {
            Some(Ordering::Greater) => {
                self.open[at].part.counted = false;
                self.waiting.push(Reverse((rank, at)));
                return;
            }
            Some(Ordering::Less) => {
                for loser in std::mem::take(&mut self.winners) {
                    self.cut(loser, row.start_ms);
                    self.open[loser].part.counted = false;
                    self.waiting.push(Reverse((self.open[loser].rank, loser)));
                }
            }
            Some(Ordering::Equal) | None => {}
        }
        self.winners.push(at);
    }

    /// Ends a row; where it was the last that counted, the best of the others takes its place.
    fn finish(&mut self, at: usize, end: i64) {
        self.cut(at, end);
        self.open[at].over = true;
        if !self.open[at].part.counted {
            return;
        }
        self.winners.retain(|winner| *winner != at);
        if self.winners.is_empty() {
            self.promote(end);
        }
    }

    fn promote(&mut self, now: i64) {
        while let Some(&Reverse((rank, at))) = self.waiting.peek() {
            if !self.open[at].over {
                if self.winners.first().is_some_and(|&best| self.open[best].rank != rank) {
                    return;
                }
                self.cut(at, now);
                self.open[at].part.counted = true;
                self.winners.push(at);
            }
            self.waiting.pop();
        }
    }

    /// Tells the part of a row up to `now`, and begins the next.
    fn cut(&mut self, at: usize, now: i64) {
        let part = &mut self.open[at].part;
        if now > part.start_ms {
            let told = Part { end_ms: now, ..*part };
            part.start_ms = now;
            (self.tell)(told);
        }
    }
}
