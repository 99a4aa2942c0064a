//! Tells days of travel from the offsets that samples themselves name.

use crate::resolve::samples::Piece;
use crate::time::{from_ms, offset_s};

/// From this difference between the offsets of one day on, in seconds, somebody has travelled.
const TRAVEL_S: i32 = 3 * 3600;

/// The least and the greatest offset in seconds east, where any is named.
pub(super) type OffsetRange = Option<(i32, i32)>;

/// Tells whether offsets lie so far apart that somebody has travelled.
pub(super) fn is_travel(offsets: OffsetRange) -> bool {
    offsets.is_some_and(|(least, most)| most - least >= TRAVEL_S)
}

/// Joins two ranges of offsets.
pub(super) fn widen(a: OffsetRange, b: OffsetRange) -> OffsetRange {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// Tells the offsets rows themselves name, least and greatest; rows of one block share few attribute sets.
#[derive(Default)]
pub(super) struct Offsets {
    /// Per source the block and the attribute set that were looked at last.
    last: Vec<Option<Looked>>,
}

/// A block's address, an attribute set in it, and what that names.
type Looked = (usize, u32, OffsetRange);

impl Offsets {
    pub(super) fn of(&mut self, piece: &Piece<'_>) -> OffsetRange {
        if self.last.len() <= piece.source {
            self.last.resize(piece.source + 1, None);
        }
        let block = std::ptr::from_ref(piece.block).addr();
        match self.last[piece.source] {
            Some((known, set, offsets)) if known == block && set == piece.row.attributes => offsets,
            _ => {
                let offsets = named(piece);
                self.last[piece.source] = Some((block, piece.row.attributes, offsets));
                offsets
            }
        }
    }
}

fn named(piece: &Piece<'_>) -> OffsetRange {
    let attributes = piece.block.attributes(piece.row);
    let start = match (attributes.start_offset_s, attributes.zone) {
        (Some(offset), _) => offset,
        (None, zone) => offset_s(from_ms(piece.row.start_ms)?, zone?),
    };
    let end = attributes.end_offset_s.unwrap_or(start);
    Some((start.min(end), start.max(end)))
}
