//! Makes one truth out of many sources, when reading and never when storing.
//!
//! Every source's rows stay as they came. Which of them count is a function of the rows and the person's
//! [`Priority`]: [`samples`] sweeps over intervals, [`sleep`] chooses one record per night, [`workouts`] groups what
//! is the same workout. Changing the priority changes answers without touching data.
//!
//! Invariant: no result depends on the order in which sources or rows are given, nothing is added up across sources
//! for the same stretch of time, and whatever does not count is named as set aside.

pub mod priority;
pub mod samples;
pub mod sleep;
pub mod workouts;

pub use priority::{Merit, Priority, Selector};
pub use samples::{Resolved, Segment, SetAside, resolve_intervals};
pub use sleep::{Night, NightBasis, NightKind, nights, sessions_from_stages};
pub use workouts::{
    Links, Matcher, MergedWorkout, RefusedJoin, WorkoutGroup, group_workouts, group_workouts_counting, merge_group,
    refused_joins,
};

use crate::block::{Block, Row};
use crate::source::Source;

/// One source's samples of one metric, in order of time.
///
/// The blocks are sorted by their day, so that their rows, chained, are sorted by their start.
#[derive(Debug, Clone, Copy)]
pub struct SeriesData<'a> {
    /// Who measured.
    pub source: &'a Source,
    /// What was measured.
    pub blocks: &'a [Block],
}

impl<'a> SeriesData<'a> {
    /// Lists the rows that are not deleted, each with the block that knows its attributes.
    pub fn rows(&self) -> impl Iterator<Item = (&'a Block, &'a Row)> + 'a {
        self.blocks
            .iter()
            .flat_map(|block| block.rows().map(move |row| (block, row)))
    }

    /// Counts the rows that are not deleted.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(Block::len).sum()
    }

    /// Tells whether no row is left that is not deleted.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(Block::is_empty)
    }
}

#[cfg(test)]
pub(crate) mod testing;
