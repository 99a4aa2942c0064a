//! The sweep itself: source after source, best first, over the time that better ones have left free.
//!
//! That no instant counts twice follows from the cover: what a source's rows lie on is closed to all that come after.

use super::cover::{Cover, Walk};
use super::cursor::Cursor;
use super::own::{Part, settle};
use super::piece::{Piece, Rivalry};
use crate::block::{Block, Row};
use crate::resolve::SeriesData;

/// Sweeps over the rows of all sources and tells every part of every row once: level by level, source after source, best
/// first, and of one row in order of time. Returns the rows it passes over, the totals of a day, as whole pieces.
pub(crate) fn sweep<'a>(
    order: &[usize],
    series: &[SeriesData<'a>],
    rivalry: Rivalry,
    mut emit: impl FnMut(&Piece<'a>),
) -> Vec<Piece<'a>> {
    let mut cover = Cover::default();
    let mut passed = Vec::new();
    let levels = rivalry.levels().iter();
    let mut layers = levels
        .flat_map(|picks| order.iter().map(move |&source| (*picks, source)))
        .peekable();
    while let Some((picks, source)) = layers.next() {
        let mut layer = Layer {
            cursor: Cursor::new(source, series[source].blocks, picks),
            source,
            better: cover.walk(),
            own: layers.peek().map(|_| Cover::default()),
            cluster: Vec::new(),
            fates: Vec::new(),
        };
        layer.sweep(rivalry, &mut emit);
        let Layer { cursor, own, .. } = layer;
        passed.extend(cursor.passed);
        if let Some(own) = own {
            cover.join(own);
        }
    }
    passed
}

/// One source on its way along the line of time.
struct Layer<'c, 'a> {
    cursor: Cursor<'a>,
    source: usize,
    better: Walk<'c>,
    /// What it covers itself, where somebody comes after it.
    own: Option<Cover>,
    /// Rows that overlap, one after the other.
    cluster: Vec<(&'a Block, &'a Row)>,
    /// What has been told of them.
    fates: Vec<Fate>,
}

/// Where the last part of a row that counts ended, and where the last that does not.
#[derive(Debug, Clone, Copy)]
struct Fate {
    counted_until: i64,
    aside_until: i64,
}

impl Fate {
    const NOTHING_TOLD: Self = Self {
        counted_until: i64::MIN,
        aside_until: i64::MIN,
    };

    /// Makes the next part of a row.
    #[inline]
    fn next<'a>(&mut self, row: &Piece<'a>, start_ms: i64, end_ms: i64, counted: bool) -> Piece<'a> {
        let until = if counted {
            &mut self.counted_until
        } else {
            &mut self.aside_until
        };
        Piece {
            start_ms,
            end_ms,
            counted,
            earlier_end_ms: std::mem::replace(until, end_ms),
            ..*row
        }
    }
}

impl<'a> Layer<'_, 'a> {
    fn sweep(&mut self, rivalry: Rivalry, emit: &mut impl FnMut(&Piece<'a>)) {
        while let Some((block, row)) = self.cursor.take() {
            let piece = Piece::whole(self.source, block, row);
            if piece.start_ms == piece.end_ms {
                instant(piece, &mut self.better, &mut self.own, emit);
                continue;
            }
            self.cover(piece.start_ms, piece.end_ms);
            let overlaps = self.cursor.start().is_some_and(|next| next < piece.end_ms);
            if overlaps && rivalry != Rivalry::Sources {
                self.gather((block, row), emit);
                self.settle(emit);
            } else {
                let mut fate = Fate::NOTHING_TOLD;
                let tell = |start, end, free| emit(&fate.next(&piece, start, end, free));
                self.better.cut(piece.start_ms, piece.end_ms, tell);
            }
        }
    }

    #[inline]
    fn cover(&mut self, start_ms: i64, end_ms: i64) {
        if let Some(own) = &mut self.own {
            own.push(start_ms, end_ms);
        }
    }

    /// Gathers the rows that overlap a first one, or one another.
    fn gather(&mut self, first: (&'a Block, &'a Row), emit: &mut impl FnMut(&Piece<'a>)) {
        self.cluster.clear();
        self.cluster.push(first);
        let mut end_ms = first.1.end_ms;
        // The rows gathered are told later, and begin earlier.
        let mut ahead = self.better;
        while self.cursor.start().is_some_and(|next| next < end_ms)
            && let Some((block, row)) = self.cursor.take()
        {
            let piece = Piece::whole(self.source, block, row);
            if piece.start_ms == piece.end_ms {
                instant(piece, &mut ahead, &mut self.own, emit);
            } else {
                self.cover(piece.start_ms, piece.end_ms);
                self.cluster.push((block, row));
                end_ms = end_ms.max(piece.end_ms);
            }
        }
    }

    /// Tells the parts of the gathered rows.
    fn settle(&mut self, emit: &mut impl FnMut(&Piece<'a>)) {
        self.fates.clear();
        self.fates.resize(self.cluster.len(), Fate::NOTHING_TOLD);
        let Self {
            source,
            better,
            cluster,
            fates,
            ..
        } = self;
        settle(
            cluster,
            |Part {
                 at,
                 start_ms,
                 end_ms,
                 counted,
             }| {
                let (block, row) = cluster[at];
                let piece = Piece::whole(*source, block, row);
                let fate = &mut fates[at];
                if counted {
                    better.cut(start_ms, end_ms, |start, end, free| {
                        emit(&fate.next(&piece, start, end, free))
                    });
                } else {
                    emit(&fate.next(&piece, start_ms, end_ms, false));
                }
            },
        );
    }
}

/// Tells a row of no length: its own source's rows do not cover it.
fn instant<'a>(
    mut piece: Piece<'a>,
    better: &mut Walk<'_>,
    own: &mut Option<Cover>,
    emit: &mut impl FnMut(&Piece<'a>),
) {
    piece.counted = better.is_free(piece.start_ms);
    if let Some(own) = own {
        own.push_instant(piece.start_ms);
    }
    emit(&piece);
}
