//! A part of a row that has one fate.

use crate::block::{Block, Row};
use crate::sleep_stage::SleepStage;

/// Who competes for an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Rivalry {
    /// Rows: of one source's overlapping rows one counts.
    #[default]
    Rows,
    /// Sources: what one source logs is never set aside by its own other rows.
    Sources,
    /// Rows, of which those in bed lie beneath all that tell sleep, whoever tells it.
    Sleep,
}

/// Picks the rows of a level.
pub(super) type Level = fn(&Row) -> bool;

impl Rivalry {
    /// Lists the levels, the upper first: what lies on one covers everything below, of whatever source.
    pub(super) fn levels(self) -> &'static [Level] {
        match self {
            Self::Rows | Self::Sources => &[|_| true],
            Self::Sleep => &[|row| !is_in_bed(row), is_in_bed],
        }
    }

    /// Tells whether one row lies on an upper level than another.
    pub(crate) fn lies_over(self, upper: &Row, lower: &Row) -> bool {
        let level = |row| self.levels().iter().position(|picks| picks(row));
        level(upper) < level(lower)
    }
}

fn is_in_bed(row: &Row) -> bool {
    SleepStage::from_value(row.value) == Some(SleepStage::InBed)
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
