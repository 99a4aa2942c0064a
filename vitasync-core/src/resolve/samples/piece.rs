//! A part of a row that has one fate.

use crate::block::{Block, Row};

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
    #[inline]
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
    #[inline]
    pub(crate) fn value(&self) -> f64 {
        self.share(self.start_ms, self.end_ms)
    }

    /// Tells the share of the row's value that falls on a stretch inside the row.
    #[inline]
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
#[inline]
fn length(start_ms: i64, end_ms: i64) -> f64 {
    end_ms.saturating_sub(start_ms) as f64
}
