//! Reads files people already have.
//!
//! A reader takes bytes and hands [`Part`]s of what it finds to a sink while it reads, so that memory stays constant
//! however large the file is. At the end it gives a [`Report`]. Nothing is dropped in silence: what cannot be used is
//! a [`Rejected`], what the model has no place for is counted by name, and where a file breaks off the report says at
//! which byte.

mod activity;
pub mod apple_health;
mod archive;
mod error;
mod fit;
mod format;
pub mod gpx;
mod markup;
mod open;
mod outlet;
pub mod report;
mod tcx;
mod whoop_csv;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use vitasync_core::error::Rejected;
use vitasync_core::{SampleBatch, Session};

#[cfg(feature = "vendors")]
pub(crate) use activity::{distance_of, is_same_measure, join_workouts};
pub use error::{BoxError, Error};
pub use format::Format;
#[cfg(feature = "vendors")]
pub(crate) use open::read_activity_file;
pub use open::{read, read_path};
pub use report::Report;

/// What a reader hands over while it reads.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every part is a batch of thousands of samples, beside which its own size is nothing"
)]
pub enum Part {
    /// Samples. Each batch describes itself and can be stored on its own.
    Samples(SampleBatch),
    /// Workouts.
    Sessions(Vec<Session>),
    /// What was read but could not be used.
    Rejected(Vec<Rejected>),
    /// How far it has come.
    Progress(Progress),
}

/// How far a reader has come in the file as it lies there, compressed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes read.
    pub read: u64,
    /// Bytes there are, where that is known.
    pub total: Option<u64>,
}

/// What a reader has to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// When the file was received; what claims to be more than a day later has a wrong clock.
    pub received: DateTime<Utc>,
    /// The person's zone, for civil dates; the file's own most frequent zone where it is not known.
    pub zone: Option<Tz>,
    /// The zone for civil dates where neither the person's nor the file's is known.
    pub system_zone: Tz,
    /// With 1, everything happens on the caller's thread. Otherwise one thread reads and `threads - 1` decode, while
    /// the caller's thread runs the sink.
    pub threads: usize,
    /// The most bytes a file may have once it is unpacked.
    pub max_uncompressed: u64,
    /// The most samples in one [`Part::Samples`].
    pub batch_rows: usize,
}

impl Options {
    /// Chooses what suits most: two threads, batches of 65,536 samples, 20 GiB, and UTC where no zone is known.
    pub fn new(received: DateTime<Utc>) -> Self {
        Self {
            received,
            zone: None,
            system_zone: Tz::UTC,
            threads: 2,
            max_uncompressed: 20 << 30,
            batch_rows: 65_536,
        }
    }
}

/// What takes the parts. An error stops the reading.
pub type Sink<'a> = dyn FnMut(Part) -> Result<(), BoxError> + 'a;
