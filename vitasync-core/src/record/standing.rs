//! Decides which rows stand at a place that objects hold or have held.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::block::{Block, Identity, Row};
use crate::source::Attributes;

/// What objects can share in a series: a (start, end), with a value where distinct values are distinct samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The start in UTC milliseconds.
    pub start_ms: i64,
    /// The end in UTC milliseconds.
    pub end_ms: i64,
    value_bits: Option<u64>,
}

impl Place {
    /// Tells the place of a row.
    pub fn of(row: &Row, identity: Identity) -> Self {
        Self {
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            value_bits: match identity {
                Identity::Value => Some(row.value.to_bits()),
                Identity::Time => None,
            },
        }
    }

    /// Lists a block's rows at the place, deleted ones included.
    pub fn rows_of(self, block: &Block) -> impl Iterator<Item = &Row> + use<'_> {
        let rows = block.rows_at(self.start_ms, self.end_ms).iter();
        rows.filter(move |row| self.value_bits.is_none_or(|bits| bits == row.value.to_bits()))
    }

    /// Counts the objects that hold the place or have held it, as a block of the series tells.
    pub fn holders(self, block: &Block) -> u64 {
        self.rows_of(block).map(Row::holders).max().unwrap_or(0)
    }
}

/// The rows of one series and UTC day that stand by what vendors' objects say.
#[derive(Debug, Default)]
pub(super) struct Standing {
    rows: Vec<Row>,
    attributes: Vec<Arc<Attributes>>,
}

impl Standing {
    /// Decides about a place, given what every object that holds or has held it says of the series, in any order; others
    /// do no harm. `repeatable` tells whether equal rows of the metric are several.
    pub(super) fn settle(&mut self, place: Place, repeatable: bool, holders: &[&Block]) {
        let said: Vec<Said<'_>> = holders.iter().flat_map(|rows| about(rows, place)).collect();
        let mut held: Vec<&Said<'_>> = said.iter().filter(|it| !it.row.deleted).collect();
        held.sort_unstable_by(|a, b| a.order(b));
        let live = match (repeatable, held.last()) {
            (true, _) | (false, None) => held.as_slice(),
            (false, Some(first)) => std::slice::from_ref(first),
        };
        let buried = match repeatable {
            true => said.len() - held.len(),
            false => usize::from(live.is_empty() && !said.is_empty()),
        };
        let objects = holders.iter().filter(|rows| place.rows_of(rows).next().is_some());
        let version = Row::held_by(objects.count());
        let tombstone = said.iter().max_by(|a, b| a.order(b)).map(|it| Row {
            deleted: true,
            ..it.row
        });
        let tombstones = tombstone.into_iter().cycle().take(buried).map(|row| (row, None));
        let live = live.iter().map(|it| (it.row, Some(it.attributes)));
        for (copy, (row, attributes)) in (0..).zip(tombstones.chain(live)) {
            let attributes = self.intern(attributes);
            self.rows.push(Row {
                copy,
                version,
                attributes,
                ..row
            });
        }
    }

    /// Gives the rows as a block.
    pub(super) fn into_block(self, identity: Identity) -> Block {
        Block::from_rows(self.rows, &self.attributes, identity)
    }

    fn intern(&mut self, set: Option<&Attributes>) -> u32 {
        let none = Attributes::default();
        let set = set.unwrap_or(&none);
        let at = self
            .attributes
            .iter()
            .rposition(|known| **known == *set)
            .unwrap_or_else(|| {
                self.attributes.push(Arc::new(set.clone()));
                self.attributes.len() - 1
            });
        u32::try_from(at).expect("fewer sets than rows")
    }
}

/// What an object says about a place.
struct Said<'a> {
    row: Row,
    attributes: &'a Attributes,
}

fn about(rows: &Block, place: Place) -> impl Iterator<Item = Said<'_>> {
    place.rows_of(rows).map(|row| Said {
        row: *row,
        attributes: rows.attributes(row),
    })
}

impl Said<'_> {
    /// Orders what counts more behind what counts less. Revisions of two objects cannot be compared, and one that rises
    /// without another value must not change what stands.
    fn order(&self, other: &Self) -> Ordering {
        (self.row.value.total_cmp(&other.row.value)).then_with(|| self.attributes.cmp(other.attributes))
    }
}
