//! Tells the time in which a merge has changed something, for those who keep what was computed from it.

use super::{Block, Identity, Row};
use crate::source::Attributes;
use crate::time::{from_ms, offset_s};

/// The time in which rows came, changed or went, in milliseconds: both what they are and what they were. A tombstone has
/// no time, so one for a row that was not there touches nothing. Every end is a moment that belongs to a row: the last of
/// an interval lies before its end, that of an instant is the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// The first and the last moment in UTC.
    pub utc: (i64, i64),
    /// The first and the last moment by the clocks of those rows that name one.
    pub local: Option<(i64, i64)>,
    /// How long the longest of these rows lasts.
    pub longest_ms: i64,
}

impl Touched {
    /// Compares a block with what it was before; none where nothing has changed.
    ///
    /// ```
    /// use vitasync_core::block::{Block, Identity, Row, Touched};
    /// # use vitasync_core::Attributes;
    /// # let row = |start_ms, end_ms| Row { start_ms, end_ms, value: 1.0, copy: 0, version: 0, deleted: false, attributes: 0 };
    /// # let block = |rows: &[Row]| Block::from_rows(rows.iter().copied(), &[Attributes::default().into()], Identity::Time);
    /// let before = block(&[row(0, 10), row(10, 20)]);
    /// let after = block(&[row(0, 10), row(10, 20), row(20, 30)]);
    /// let touched = Touched::between(&before, &after, Identity::Time).unwrap();
    /// assert_eq!(touched.utc, (20, 29));
    /// assert_eq!(Touched::between(&after, &after, Identity::Time), None);
    /// ```
    pub fn between(before: &Block, after: &Block, identity: Identity) -> Option<Self> {
        let (mut was, mut is) = (Span::of(before), Span::of(after));
        if before.rows.is_empty() {
            after.rows.iter().for_each(|row| is.note(row));
        } else {
            for (earlier, row) in after.changes(before, identity) {
                earlier.into_iter().for_each(|row| was.note(row));
                is.note(row);
            }
        }
        Some(Self {
            utc: [was.utc(), is.utc()].into_iter().flatten().reduce(join)?,
            local: [was.local(), is.local()].into_iter().flatten().reduce(join),
            longest_ms: was.longest_ms.max(is.longest_ms),
        })
    }
}

/// The time that some rows of a block take.
struct Span<'a> {
    block: &'a Block,
    /// The first and the last moment per set of attributes: few occur, so clocks are asked per set and not per row.
    sets: Vec<Option<(i64, i64)>>,
    longest_ms: i64,
}

impl<'a> Span<'a> {
    fn of(block: &'a Block) -> Self {
        Self {
            block,
            sets: vec![None; block.attributes.len()],
            longest_ms: 0,
        }
    }

    fn note(&mut self, row: &Row) {
        if row.deleted {
            return;
        }
        let own = (row.start_ms, row.start_ms.max(row.end_ms - 1));
        let set = &mut self.sets[row.attributes as usize];
        *set = Some(set.map_or(own, |span| join(span, own)));
        self.longest_ms = self.longest_ms.max(row.end_ms - row.start_ms);
    }

    fn utc(&self) -> Option<(i64, i64)> {
        self.sets.iter().flatten().copied().reduce(join)
    }

    fn local(&self) -> Option<(i64, i64)> {
        let spans = self.sets.iter().zip(&self.block.attributes);
        spans.filter_map(|(span, set)| local_span(set, (*span)?)).reduce(join)
    }
}

fn join(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    (a.0.min(b.0), a.1.max(b.1))
}

/// Tells a span by the clock that attributes name.
fn local_span(attributes: &Attributes, (first, last): (i64, i64)) -> Option<(i64, i64)> {
    let offset = |own: Option<i32>, ms| own.or_else(|| Some(offset_s(from_ms(ms)?, attributes.zone?)));
    let start = offset(attributes.start_offset_s, first)?;
    let end = offset(attributes.end_offset_s.or(attributes.start_offset_s), last)?;
    Some((first + i64::from(start) * 1000, last + i64::from(end) * 1000))
}
