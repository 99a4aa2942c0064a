//! Groups samples into blocks, on a thread of its own.

use vitasync_core::batch::{Change, SampleBatch, Series};
use vitasync_core::block::{Block, Identity};
use vitasync_core::record::RecordVersion;
use vitasync_core::source::SourceKey;
use vitasync_core::{Rejected, Session, Source};

use super::Delivery;

/// A delivery, ready to be written.
pub(super) enum Prepared {
    Samples(Blocks),
    Objects(Objects),
    Sessions(Vec<Session>),
    Alias(SourceKey, Box<Source>),
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

/// What a batch says of vendors' objects.
pub(super) struct Objects {
    /// What the rows point to.
    pub(super) series: Vec<Series>,
    /// The objects in order.
    pub(super) objects: Vec<Object>,
}

/// What a delivery says of a vendor's object.
pub(super) struct Object {
    pub(super) version: RecordVersion,
    pub(super) change: Change,
    /// Where in the import it stands.
    pub(super) position: u64,
    pub(super) session: Option<Session>,
    /// How many samples there were before equal ones became one.
    pub(super) samples: u64,
    /// The rows by series, of whatever days.
    pub(super) rows: Vec<(u32, Block)>,
}

/// Prepares the deliveries of one import.
#[derive(Default)]
pub(super) struct Preparer {
    /// How far in the import deliveries have come, for those that do not say where they stand.
    position: u64,
}

impl Preparer {
    pub(super) fn prepare(&mut self, delivery: Delivery) -> Vec<Prepared> {
        match delivery {
            Delivery::Samples(batch) => self.samples(batch),
            Delivery::Sessions(sessions) => self.sessions(sessions),
            Delivery::Alias { alias, of } => vec![Prepared::Alias(alias, of)],
            Delivery::Rejected(rejected) => vec![Prepared::Rejected(rejected)],
        }
    }

    fn samples(&mut self, mut batch: SampleBatch) -> Vec<Prepared> {
        batch.set_position(batch.position().unwrap_or(self.position));
        self.position = self.position.max(batch.next_position());
        let objects: Vec<Object> = (0..batch.records().len()).map(|at| object(&batch, at)).collect();
        let held: u64 = objects.iter().map(|it| it.samples).sum();
        let mut prepared = Vec::new();
        if batch.len() as u64 > held {
            prepared.push(Prepared::Samples(Blocks {
                samples: batch.len() as u64 - held,
                series: batch.series().to_vec(),
                blocks: batch.into_blocks(),
            }));
        }
        if !objects.is_empty() {
            let series = batch.series().to_vec();
            prepared.push(Prepared::Objects(Objects { series, objects }));
        }
        prepared
    }

    /// Parts the sessions that are vendors' objects from those that have no id.
    fn sessions(&mut self, sessions: Vec<Session>) -> Vec<Prepared> {
        let (objects, others): (Vec<Session>, Vec<Session>) = sessions.into_iter().partition(|it| it.record.is_some());
        let mut prepared = Vec::new();
        if !others.is_empty() {
            prepared.push(Prepared::Sessions(others));
        }
        let mut batch = SampleBatch::default();
        for session in objects {
            let version = session.record.clone().expect("it was looked for");
            batch.push_record(version, Some(session), []);
        }
        prepared.extend(self.samples(batch));
        prepared
    }
}

fn object(batch: &SampleBatch, at: usize) -> Object {
    let record = &batch.records()[at];
    Object {
        version: record.version.clone(),
        change: record.change,
        position: batch.position_of(at),
        session: record.session.as_deref().cloned(),
        samples: record.len() as u64,
        rows: batch.blocks_of_record(at),
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
