//! Walks over one source's rows in order of starts.

use std::slice;

use super::piece::{Level, Piece};
use crate::block::{Block, Row};

/// Walks over one source's rows of a level, without the deleted and the dated.
pub(super) struct Cursor<'a> {
    source: usize,
    picks: Level,
    blocks: slice::Iter<'a, Block>,
    block: Option<&'a Block>,
    rows: slice::Iter<'a, Row>,
    head: Option<(&'a Block, &'a Row)>,
    /// The last attribute set that was looked at, and whether it dates by civil day.
    dated: Option<(u32, bool)>,
    /// The rows it has passed over.
    pub(super) passed: Vec<Piece<'a>>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: usize, blocks: &'a [Block], picks: Level) -> Self {
        let mut cursor = Self {
            source,
            picks,
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

    /// Tells when the next row begins.
    #[inline]
    pub(super) fn start(&self) -> Option<i64> {
        self.head.map(|(_, row)| row.start_ms)
    }

    /// Hands out the next row with its block.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(&'a Block, &'a Row)> {
        let head = self.head.take()?;
        self.find_head();
        Some(head)
    }

    #[inline]
    fn find_head(&mut self) {
        loop {
            while let (Some(block), Some(row)) = (self.block, self.rows.next()) {
                if row.deleted || !(self.picks)(row) {
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

    #[inline]
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
