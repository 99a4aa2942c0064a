//! Keeps the samples of one series and one UTC day together: the unit of storage.
//!
//! A block is a set of rows under a key ([`Identity`]). [`Block::merge`] takes in what comes without a vendor's id; it
//! keeps, per key, the greatest row, and is therefore commutative, associative and idempotent. Delivering a batch
//! twice, in another order or in other chunks gives the same block. What vendors' objects hold is decided by
//! [`record`](crate::record) and written over it by [`Block::put`]; no merge overrides that.
//!
//! Invariant: rows are sorted by (start, end, value, copy), and no key stands twice.

mod codec;
mod touched;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

pub use codec::DecodeError;
pub use touched::Touched;

use crate::metric::Metric;
use crate::source::{Attributes, Revision};

/// What tells two rows of one series apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// (start, end): a later version replaces the value.
    Time,
    /// (start, end, value, copy): distinct values are distinct samples, and so are copies of a logged event.
    Value,
}

impl Identity {
    /// Tells what identifies a sample of this metric from a source that revises in this way.
    pub fn of(metric: Metric, revision: Revision) -> Self {
        match revision {
            Revision::Immutable => Self::Value,
            Revision::LastWins if metric.spec().repeatable => Self::Value,
            Revision::LastWins => Self::Time,
        }
    }
}

/// One sample inside a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The start in UTC milliseconds.
    pub start_ms: i64,
    /// The end in UTC milliseconds.
    pub end_ms: i64,
    /// The value in the metric's canonical unit.
    pub value: f64,
    /// Which of several equal rows of a repeatable metric this is.
    pub copy: u32,
    /// When it came ([`arrival`]), where that decides between two values; otherwise 0. What vendors' objects hold
    /// has the highest versions of all ([`Row::holders`]).
    pub version: u64,
    /// True for a tombstone, which keeps a late duplicate from coming back.
    pub deleted: bool,
    /// Index into the block's attribute sets.
    pub attributes: u32,
}

/// The samples of one series on one UTC day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    rows: Vec<Row>,
    attributes: Vec<Arc<Attributes>>,
}

/// What a merge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// Rows that were not there before.
    pub added: u64,
    /// Rows whose value, attributes or deletion changed.
    pub changed: u64,
    /// Tombstones for rows that were not there before.
    pub buried: u64,
}

impl std::ops::AddAssign for Merged {
    fn add_assign(&mut self, more: Self) {
        self.added += more.added;
        self.changed += more.changed;
        self.buried += more.buried;
    }
}

impl Merged {
    /// Tells whether the block is as it was.
    pub fn is_unchanged(self) -> bool {
        self == Self::default()
    }
}

/// Says when something came, as a version: in which import of a person, and where in it.
///
/// A later import counts more than an earlier one, and within one import what stands later; when a chunk arrives does
/// not matter. Positions beyond 2^32 count as the last, and so do imports.
///
/// ```
/// use vitasync_core::block::arrival;
///
/// assert!(arrival(7, 2) > arrival(7, 1));
/// assert!(arrival(8, 0) > arrival(7, 2));
/// ```
pub fn arrival(import: u32, position: u64) -> u64 {
    u64::from(import.min(u32::MAX - 1)) << 32 | position.min(u32::MAX.into())
}

impl Row {
    /// The version of a row that `objects` of a vendor hold, or have held: above every arrival.
    pub(crate) fn held_by(objects: usize) -> u64 {
        u64::MAX - (objects.max(1) as u64 - 1)
    }

    /// Tells the import it came in, where that decides between two values; otherwise 0. What vendors' objects hold
    /// counts as the last.
    pub fn delivery(&self) -> u32 {
        u32::try_from(self.version >> 32).unwrap_or(u32::MAX)
    }

    /// Counts the vendor's objects that hold or have held this place; 0 where it came without an id.
    pub fn holders(&self) -> u64 {
        match self.delivery() == u32::MAX {
            true => u64::MAX - self.version + 1,
            false => 0,
        }
    }
}

impl Block {
    /// Builds a block from rows in any order, whose attributes point into `attributes`.
    pub fn from_rows(rows: impl IntoIterator<Item = Row>, attributes: &[Arc<Attributes>], identity: Identity) -> Self {
        let rows: Vec<Row> = rows.into_iter().collect();
        let mut block = Self {
            rows,
            attributes: Vec::new(),
        };
        block.adopt_attributes(attributes);
        if !block
            .rows
            .is_sorted_by(|a, b| order(a, b) == Ordering::Less && !same(a, b, identity))
        {
            block.settle(identity);
        }
        block
    }

    /// Counts the rows that are not deleted.
    pub fn len(&self) -> usize {
        self.rows.iter().filter(|row| !row.deleted).count()
    }

    /// Tells whether no row is left that is not deleted.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lists the samples in order of (start, end, value, copy), without the deleted ones.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> + '_ {
        self.rows.iter().filter(|row| !row.deleted)
    }

    /// Lists every row, deleted ones included.
    pub fn all_rows(&self) -> &[Row] {
        &self.rows
    }

    /// Tells what is known about a row of this block.
    pub fn attributes(&self, row: &Row) -> &Arc<Attributes> {
        &self.attributes[row.attributes as usize]
    }

    /// Tells the first start and the last end in UTC milliseconds of what is not deleted.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = self.rows().next()?.start_ms;
        let last = self.rows().map(|row| row.end_ms).max()?;
        Some((first, last))
    }

    /// Lists every row of one (start, end), deleted ones included.
    pub fn rows_at(&self, start_ms: i64, end_ms: i64) -> &[Row] {
        let time = |row: &Row| (row.start_ms, row.end_ms);
        let first = self.rows.partition_point(|row| time(row) < (start_ms, end_ms));
        let last = self.rows.partition_point(|row| time(row) <= (start_ms, end_ms));
        &self.rows[first..last]
    }

    /// Says in which import rows came whose versions are their positions.
    #[must_use]
    pub fn in_import(mut self, import: u32) -> Self {
        for row in &mut self.rows {
            row.version = arrival(import, row.version);
        }
        self
    }

    /// Forgets when its rows came.
    #[must_use]
    pub(crate) fn without_versions(mut self) -> Self {
        for row in &mut self.rows {
            row.version = 0;
        }
        self
    }

    /// Keeps the rows that are not deleted.
    #[must_use]
    pub(crate) fn without_deleted(&self, identity: Identity) -> Self {
        Self::from_rows(self.rows().copied(), &self.attributes, identity)
    }

    /// Makes a tombstone of every row.
    #[must_use]
    pub(crate) fn buried(&self, identity: Identity) -> Self {
        let rows = self.rows.iter().map(|row| Row {
            deleted: true,
            attributes: 0,
            ..*row
        });
        Self::from_rows(rows, &[Arc::default()], identity)
    }

    /// Puts the rows of another block of the same series and day over those that are there, whatever their versions.
    pub fn put(&mut self, other: &Self, identity: Identity) -> Merged {
        let before = self.clone();
        let over = by_key(other, identity);
        self.rows
            .retain(|row| over.binary_search_by(|it| key_order(it, row, identity)).is_err());
        self.merge(other, identity);
        self.changes_since(&before, identity)
    }

    /// Takes in another block of the same series and day, keeping per key the row of the highest
    /// (version, deletion, value, copy, attributes), and tells what changed.
    pub fn merge(&mut self, other: &Self, identity: Identity) -> Merged {
        let before = self.clone();
        let first_new = self.rows.len();
        let own = std::mem::take(&mut self.attributes);
        let mut table = own;
        let remap = intern(&mut table, &other.attributes);
        self.rows.extend(other.rows.iter().map(|row| Row {
            attributes: remap[row.attributes as usize],
            ..*row
        }));
        self.attributes = table;
        if first_new == 0 || !other.rows.is_empty() {
            self.settle(identity);
        }
        self.changes_since(&before, identity)
    }

    /// Counts what a merge has changed against the block before it.
    fn changes_since(&self, before: &Self, identity: Identity) -> Merged {
        let mut merged = Merged::default();
        for (earlier, row) in self.changes(before, identity) {
            let count = match earlier {
                Some(_) => &mut merged.changed,
                None if row.deleted => &mut merged.buried,
                None => &mut merged.added,
            };
            *count += 1;
        }
        merged
    }

    /// Lists the rows that are not as they were before, each behind what it was, if it was there.
    fn changes<'a>(&'a self, before: &'a Self, identity: Identity) -> impl Iterator<Item = (Option<&'a Row>, &'a Row)> {
        let mut old = by_key(before, identity).into_iter().peekable();
        by_key(self, identity).into_iter().filter_map(move |row| {
            while old
                .peek()
                .is_some_and(|earlier| key_order(earlier, row, identity) == Ordering::Less)
            {
                old.next();
            }
            let earlier = old.next_if(|earlier| same(earlier, row, identity));
            let alike = earlier.is_some_and(|earlier| {
                earlier.deleted == row.deleted
                    && earlier.value.to_bits() == row.value.to_bits()
                    && before.attributes(earlier) == self.attributes(row)
            });
            (!alike).then_some((earlier, row))
        })
    }

    /// Sorts the rows, keeps the greatest per key and drops attribute sets nobody points to.
    fn settle(&mut self, identity: Identity) {
        let attributes = std::mem::take(&mut self.attributes);
        self.rows.sort_unstable_by(|a, b| {
            key_order(a, b, identity).then_with(|| {
                // The greatest comes first, and `dedup_by` keeps the first.
                (b.version, b.deleted)
                    .cmp(&(a.version, a.deleted))
                    .then_with(|| b.value.total_cmp(&a.value))
                    .then_with(|| b.copy.cmp(&a.copy))
                    .then_with(|| attributes[b.attributes as usize].cmp(&attributes[a.attributes as usize]))
            })
        });
        self.rows.dedup_by(|later, kept| same(later, kept, identity));
        self.rows.sort_unstable_by(order);
        self.adopt_attributes(&attributes);
    }

    /// Keeps of `table` the sets that rows point to, in the order of their first use.
    fn adopt_attributes(&mut self, table: &[Arc<Attributes>]) {
        if let Some(first) = self.rows.first().map(|row| row.attributes)
            && self.rows.iter().all(|row| row.attributes == first)
        {
            // Most blocks have one set, and most objects one row.
            self.attributes.push(Arc::clone(&table[first as usize]));
            self.rows.iter_mut().for_each(|row| row.attributes = 0);
            return;
        }
        let mut moved: HashMap<u32, u32> = HashMap::new();
        let mut last = None;
        for row in &mut self.rows {
            let to = match last {
                Some((from, to)) if from == row.attributes => to,
                _ => *moved.entry(row.attributes).or_insert_with(|| {
                    self.attributes.push(Arc::clone(&table[row.attributes as usize]));
                    u32::try_from(self.attributes.len() - 1).expect("fewer sets than rows")
                }),
            };
            last = Some((row.attributes, to));
            row.attributes = to;
        }
    }
}

/// Lists a block's rows in order of their keys.
fn by_key(block: &Block, identity: Identity) -> Vec<&Row> {
    let mut rows: Vec<&Row> = block.rows.iter().collect();
    rows.sort_unstable_by(|a, b| key_order(a, b, identity));
    rows
}

/// Adds the sets of `more` that `table` lacks and tells where each of them stands.
fn intern(table: &mut Vec<Arc<Attributes>>, more: &[Arc<Attributes>]) -> Vec<u32> {
    more.iter()
        .map(|set| {
            let at = table.iter().position(|known| known == set).unwrap_or_else(|| {
                table.push(Arc::clone(set));
                table.len() - 1
            });
            u32::try_from(at).expect("fewer sets than rows")
        })
        .collect()
}

fn order(a: &Row, b: &Row) -> Ordering {
    (a.start_ms, a.end_ms)
        .cmp(&(b.start_ms, b.end_ms))
        .then_with(|| a.value.total_cmp(&b.value))
        .then_with(|| a.copy.cmp(&b.copy))
}

fn key_order(a: &Row, b: &Row, identity: Identity) -> Ordering {
    match identity {
        Identity::Value => order(a, b),
        Identity::Time => (a.start_ms, a.end_ms).cmp(&(b.start_ms, b.end_ms)),
    }
}

fn same(a: &Row, b: &Row, identity: Identity) -> bool {
    key_order(a, b, identity) == Ordering::Equal
}

#[cfg(test)]
mod tests;
