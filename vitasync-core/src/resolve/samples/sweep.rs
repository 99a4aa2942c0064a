//! The sweep line itself: told row by row in order of starts, it tells every part of every row once.
//!
//! Invariant: the open rows that count share one rank, and no open row has a better one.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::slice;

use crate::block::{Block, Row};
use crate::resolve::SeriesData;

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

impl<'a> Piece<'a> {
    /// Makes the piece that is a whole row and counts.
    pub(crate) fn whole(source: usize, block: &'a Block, row: &'a Row) -> Self {
        Self {
            source,
            block,
            row,
            start_ms: row.start_ms,
            end_ms: row.end_ms.max(row.start_ms),
            counted: true,
            earlier_end_ms: i64::MIN,
        }
    }

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
/// their ends. Returns the rows it passes over, the totals of a day, as whole pieces, best source first.
pub(crate) fn sweep<'a>(
    order: &[usize],
    series: &[SeriesData<'a>],
    rivalry: Rivalry,
    emit: impl FnMut(&Piece<'a>),
) -> Vec<Piece<'a>> {
    let mut cursors: Vec<Cursor<'a>> = order
        .iter()
        .map(|&source| Cursor::new(source, series[source].blocks))
        .collect();
    // The earliest comes last, and among equal starts the best source, so that nothing depends on the order of the series.
    let head = |(rank, cursor): (usize, &Cursor<'a>)| Some((cursor.start()?, rank));
    let mut heads: Vec<(i64, usize)> = cursors.iter().enumerate().filter_map(head).collect();
    heads.sort_unstable_by(|a, b| b.cmp(a));
    let mut line = Line::new(rivalry, emit);
    while let Some((_, rank)) = heads.pop() {
        let limit = heads.last().copied();
        let cursor = &mut cursors[rank];
        while let Some((block, row)) = cursor.take() {
            let own = cursor.start();
            let next = own.into_iter().chain(limit.map(|(start, _)| start)).min();
            line.take(rank, cursor.source, (block, row), next);
            if let (Some(start), Some(limit)) = (own, limit)
                && (start, rank) > limit
            {
                let later = heads.iter().rev().take_while(|head| **head < (start, rank));
                heads.insert(heads.len() - later.count(), (start, rank));
                break;
            }
        }
    }
    line.advance(i64::MAX);
    cursors.into_iter().flat_map(|cursor| cursor.passed).collect()
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
    passed: Vec<Piece<'a>>,
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
            passed: Vec::new(),
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
                if row.deleted {
                    continue;
                }
                if self.is_dated(block, row) {
                    self.passed.push(Piece::whole(self.source, block, row));
                    continue;
                }
                self.head = Some((block, row));
                return;
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
    delivery: Reverse<u32>,
    start_ms: Reverse<i64>,
    end_ms: i64,
}

/// Where an open row is kept. Older ones come first, so that nothing depends on which place was free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ticket {
    number: u64,
    at: usize,
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
    winners: Vec<Ticket>,
    /// The open rows that do not, and some that are over and not yet forgotten.
    waiting: BinaryHeap<Reverse<(Rank, Ticket)>>,
    ends: BinaryHeap<Reverse<(i64, Ticket)>>,
    /// How many rows were opened.
    opened: u64,
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
            opened: 0,
            instants: Vec::new(),
        }
    }

    /// Takes the next row in order of starts; `next` is the start of the one after it.
    fn take(&mut self, rank: usize, source: usize, (block, row): (&'a Block, &'a Row), next: Option<i64>) {
        self.advance(row.start_ms);
        let piece = Piece::whole(source, block, row);
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
        while let Some(&Reverse((end, ticket))) = self.ends.peek()
            && end <= to
        {
            self.ends.pop();
            self.finish(ticket.at, end);
        }
        self.now = to;
    }

    fn begin(&mut self, rank: usize, piece: Piece<'a>) {
        let row = piece.row;
        let rank = match self.rivalry {
            Rivalry::Rows => Rank {
                source: rank,
                delivery: Reverse(row.delivery()),
                start_ms: Reverse(row.start_ms),
                end_ms: row.end_ms,
            },
            Rivalry::Sources => Rank {
                source: rank,
                delivery: Reverse(0),
                start_ms: Reverse(0),
                end_ms: 0,
            },
        };
        let ticket = self.store(Open {
            piece,
            rank,
            counted_until: i64::MIN,
            aside_until: i64::MIN,
            over: false,
        });
        self.ends.push(Reverse((piece.end_ms, ticket)));
        match self.winners.first().map(|&best| rank.cmp(&self.open[best.at].rank)) {
            Some(Ordering::Greater) => {
                self.open[ticket.at].piece.counted = false;
                self.waiting.push(Reverse((rank, ticket)));
                return;
            }
            Some(Ordering::Less) => {
                for place in 0..self.winners.len() {
                    let loser = self.winners[place];
                    self.cut(loser.at, piece.start_ms);
                    self.open[loser.at].piece.counted = false;
                    self.waiting.push(Reverse((self.open[loser.at].rank, loser)));
                }
                self.winners.clear();
            }
            Some(Ordering::Equal) | None => {}
        }
        self.winners.push(ticket);
    }

    fn store(&mut self, open: Open<'a>) -> Ticket {
        self.opened += 1;
        let number = self.opened;
        match self.free.pop() {
            Some(at) => {
                self.open[at] = open;
                Ticket { number, at }
            }
            None => {
                self.open.push(open);
                let at = self.open.len() - 1;
                Ticket { number, at }
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
        self.winners.retain(|winner| winner.at != at);
        self.free.push(at);
        if self.winners.is_empty() {
            self.promote(end);
        }
    }

    fn promote(&mut self, now: i64) {
        while let Some(&Reverse((rank, ticket))) = self.waiting.peek() {
            let at = ticket.at;
            if self.open[at].over {
                self.waiting.pop();
                self.free.push(at);
                continue;
            }
            if self
                .winners
                .first()
                .is_some_and(|&best| self.open[best.at].rank != rank)
            {
                return;
            }
            self.waiting.pop();
            self.cut(at, now);
            self.open[at].piece.counted = true;
            self.winners.push(ticket);
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
        let covered = self
            .winners
            .first()
            .is_some_and(|it| self.open[it.at].rank.source < best);
        for (rank, mut piece) in std::mem::take(&mut self.instants) {
            piece.counted = !covered && rank == best;
            (self.emit)(&piece);
        }
    }
}
