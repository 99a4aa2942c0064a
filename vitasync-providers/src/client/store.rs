//! What a caller plugs into a client: where tokens are, where raw answers go, where samples go.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::block::Merged;
use vitasync_core::record::{Complete, RecordVersion};
use vitasync_core::{History, PlannedSession, Rejected, Sample, SampleBatch, Session};

use crate::auth::Grant;
use crate::error::BoxError;
use crate::provider::{Request, Response};

/// Keeps the authorisation of every connection. Whoever writes one to a disk seals it.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Loads what is held for a connection.
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError>;

    /// Stores a grant if what is held still has `version` (`None`: nothing is held), and tells whether it did. When it returns
    /// true the grant survives a crash: vendors accept a refresh token once.
    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError>;

    /// Forgets a connection.
    async fn remove(&self, connection: &str) -> Result<(), BoxError>;

    /// Takes the turn to refresh the grant of a connection for a term, or prolongs it for whoever has it, and tells whether it is
    /// the holder's. A turn that is not given back ends with its term, so that a process that dies keeps nobody waiting for ever.
    ///
    /// A client refreshes one at a time by itself and needs none of this. A store that several processes share keeps them
    /// apart by it; without, each of them has the turn.
    async fn take_turn(&self, connection: &str, holder: &str, term: Duration) -> Result<bool, BoxError> {
        let _ = (connection, holder, term);
        Ok(true)
    }

    /// Gives a turn back, where it is still the holder's.
    async fn end_turn(&self, connection: &str, holder: &str) -> Result<(), BoxError> {
        let _ = (connection, holder);
        Ok(())
    }
}

/// A grant and which one it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The grant.
    pub grant: Grant,
    /// Grows with every grant of the connection.
    pub version: u64,
}

/// Keeps what vendors answered, byte by byte, before anybody reads it.
#[async_trait]
pub trait RawStore: Send + Sync {
    /// Keeps an answer.
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError>;
}

/// A request and its answer. Neither holds a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The vendor's slug.
    pub provider: String,
    /// What was asked.
    pub request: Request,
    /// What was answered.
    pub response: Response,
}

/// Takes what has been read, and remembers how far every resource has been read.
#[async_trait]
pub trait SampleSink: Send + Sync {
    /// Stores a delivery, all of it or nothing. Storing the same delivery twice changes nothing.
    ///
    /// Where [`Delivery::complete`] is not empty, it reads what it holds of that provider, scope, kind and span, and deletes what
    /// [`Complete::missing`] names. A sink that cannot find objects by time may pass that over: it then keeps what is gone.
    async fn commit(&self, connection: &str, delivery: Delivery) -> Result<(), BoxError>;

    /// Tells up to when a resource has been read.
    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError>;

    /// Remembers up to when a resource has been read. Called when everything before has been committed.
    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError>;
}

/// What one answer held, in the model's terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The vendor's slug.
    pub provider: &'static str,
    /// When the vendor answered.
    pub received_at: DateTime<Utc>,
    /// The samples, each with the vendor's object it came in. What an object held before and no longer holds is gone.
    pub samples: Vec<Recorded>,
    /// Nights, naps and workouts.
    pub sessions: Vec<Session>,
    /// Workouts somebody means to do.
    pub planned: Vec<PlannedSession>,
    /// Objects that are gone, or hold nothing as of their revision.
    pub deleted: Vec<RecordVersion>,
    /// Whole lists of spans, each in a delivery of its own after everything it names: what is held and
    /// [missing](Complete::missing) in one is gone, as if it stood in `deleted`.
    pub complete: Vec<Complete>,
    /// What could not be used, and why.
    pub rejected: Vec<Rejected>,
}

impl Delivery {
    /// Makes a delivery with nothing in it.
    pub fn empty(provider: &'static str, received_at: DateTime<Utc>) -> Self {
        Self {
            provider,
            received_at,
            samples: Vec::new(),
            sessions: Vec::new(),
            planned: Vec::new(),
            deleted: Vec::new(),
            complete: Vec::new(),
            rejected: Vec::new(),
        }
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
            && self.sessions.is_empty()
            && self.planned.is_empty()
            && self.deleted.is_empty()
            && self.complete.is_empty()
            && self.rejected.is_empty()
    }

    /// Puts it into the form that stores take: a batch of samples, sessions and deletions by the vendor's objects, and beside it
    /// the sessions that belong to none. Planned workouts, whole lists and rejections are in neither.
    pub fn into_batch(self) -> (SampleBatch, Vec<Session>) {
        let mut batch = SampleBatch::default();
        let samples = self.samples.into_iter().map(Recorded::into_sample);
        let loose = batch.extend_with(samples, self.sessions);
        for gone in self.deleted {
            batch.delete_record(gone);
        }
        (batch, loose)
    }

    /// Adds what was delivered to a history in memory, and tells what changed of the samples. What an object held before and
    /// no longer holds goes, and so does what was deleted; adding the same delivery again changes nothing.
    ///
    /// A version of an object holds one session. Others of the same version are kept without its id, so that no later
    /// version replaces them.
    ///
    /// ```
    /// use vitasync_core::History;
    /// # use vitasync_providers::client::Delivery;
    /// # fn add(delivery: Delivery) {
    /// let mut history = History::default();
    /// let merged = delivery.add_to(&mut history);
    /// println!("{} new, {} changed", merged.added, merged.changed);
    /// # }
    /// ```
    pub fn add_to(self, history: &mut History) -> Merged {
        let (batch, loose) = self.into_batch();
        loose.into_iter().for_each(|session| history.add_session(session));
        history.add(&batch)
    }
}

/// A sample and the vendor's object it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The object, where the vendor can revise or delete it.
    pub record: Option<Arc<RecordVersion>>,
    /// The sample.
    pub sample: Sample,
}

impl Recorded {
    fn into_sample(self) -> Sample {
        Sample {
            record: self.record,
            ..self.sample
        }
    }
}
