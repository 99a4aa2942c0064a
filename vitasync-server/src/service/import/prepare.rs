//! Groups samples into blocks, on a thread of its own.

use vitasync_core::batch::Series;
use vitasync_core::block::Block;
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
