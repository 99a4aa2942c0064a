//! Groups samples into blocks, on a thread of its own.

use vitasync_core::batch::Series;
use vitasync_core::block::{Block, Identity};
use vitasync_core::{Rejected, Session};

use super::Delivery;

/// A delivery, ready to be written.
pub(super) enum Prepared {
    Samples(Blocks),
    Sessions(Vec<Session>),
    Rejected(Vec<Rejected>),
}

/// A batch of samples as blocks.
pub(super) struct Blocks {
    /// How many samples there were before equal ones became one.
    pub(super) samples: u64,
    /// What the first parts of the keys point to.
    pub(super) series: Vec<Series>,
    /// The blocks in order of (series, UTC day).
    pub(super) blocks: Vec<((u32, i32), Block)>,
}

impl From<Delivery> for Prepared {
    fn from(delivery: Delivery) -> Self {
        match delivery {
            Delivery::Samples(batch) => Self::Samples(Blocks {
                samples: batch.len() as u64,
                series: batch.series().to_vec(),
                blocks: batch.into_blocks(),
            }),
            Delivery::Sessions(sessions) => Self::Sessions(sessions),
            Delivery::Rejected(rejected) => Self::Rejected(rejected),
        }
    }
}

impl Blocks {
    /// Points the keys to other series: key `at` to `places[at]`. Where two keys become one, their blocks do.
    pub(super) fn point_to(&mut self, places: &[u32], identity: impl Fn(u32) -> Identity) {
        for ((at, _), _) in &mut self.blocks {
            *at = places[*at as usize];
        }
        self.blocks.sort_by_key(|(key, _)| *key);
        self.blocks.dedup_by(|(key, block), (kept, whole)| {
            let same = key == kept;
            if same {
                whole.merge(block, identity(key.0));
            }
            same
        });
    }
}
