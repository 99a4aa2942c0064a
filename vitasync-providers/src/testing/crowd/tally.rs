//! Counts what is delivered, in memory that does not grow with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Crowd;
use crate::client::{Delivery, Exchange, RawStore, Recorded, SampleSink};
use crate::error::BoxError;

/// Takes what a client delivers, and knows what is to come: one bit for every beat of every account.
///
/// Raw answers are let go.
#[derive(Debug)]
pub struct Tally {
    crowd: Crowd,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    seen: Vec<u64>,
    watermarks: HashMap<String, DateTime<Utc>>,
    again: u64,
    wrong: u64,
}

/// What has been delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many objects there are to come.
    pub expected: u64,
    /// How many of them have not come.
    pub missing: u64,
    /// How many came again. That is right where a window was read again, and wrong otherwise.
    pub again: u64,
    /// How many nobody has: of another account, at another time, with another value, or twice in one delivery.
    pub wrong: u64,
}

impl Tally {
    /// Expects everything a crowd has.
    pub fn new(crowd: Crowd) -> Self {
        let beats = u64::from(crowd.accounts) * u64::from(crowd.beats());
        let words = usize::try_from(beats.div_ceil(64)).expect("as many as fit into memory");
        Self {
            crowd,
            taken: Mutex::new(Taken {
                seen: vec![0; words],
                ..Taken::default()
            }),
        }
    }

    /// Counts what has been delivered so far.
    pub fn count(&self) -> Count {
        let taken = self.taken();
        let expected = u64::from(self.crowd.accounts) * u64::from(self.crowd.beats());
        let seen: u64 = taken.seen.iter().map(|word| u64::from(word.count_ones())).sum();
        Count {
            expected,
            missing: expected - seen,
            again: taken.again,
            wrong: taken.wrong,
        }
    }

    /// Gives the place of a sample among all that are to come; `None` where nobody has it.
    fn place(&self, connection: &str, recorded: &Recorded) -> Option<u64> {
        let (account, beat) = recorded.record.as_ref()?.key.external_id.split_once('-')?;
        let (account, beat): (u32, u32) = (account.parse().ok()?, beat.parse().ok()?);
        let sample = &recorded.sample;
        let right = account.to_string() == connection
            && account < self.crowd.accounts
            && beat < self.crowd.beats()
            && sample.start == Crowd::at(beat)
            && sample.value == f64::from(Crowd::bpm(account, beat));
        right.then(|| u64::from(account) * u64::from(self.crowd.beats()) + u64::from(beat))
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SampleSink for Tally {
    async fn commit(&self, connection: &str, delivery: Delivery) -> Result<(), BoxError> {
        let mut places: Vec<u64> = Vec::with_capacity(delivery.samples.len());
        places.extend(delivery.samples.iter().filter_map(|it| self.place(connection, it)));
        places.sort_unstable();
        places.dedup();
        let mut taken = self.taken();
        taken.wrong += (delivery.samples.len() - places.len() + delivery.rejected.len()) as u64;
        for place in places {
            let word = &mut taken.seen[usize::try_from(place / 64)?];
            let bit = 1 << (place % 64);
            let again = *word & bit != 0;
            *word |= bit;
            taken.again += u64::from(again);
        }
        Ok(())
    }

    async fn watermark(&self, connection: &str, _: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        Ok(self.taken().watermarks.get(connection).copied())
    }

    async fn advance(&self, connection: &str, _: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        self.taken().watermarks.insert(connection.to_owned(), to);
        Ok(())
    }
}

#[async_trait]
impl RawStore for Tally {
    async fn keep(&self, _: &str, _: &Exchange) -> Result<(), BoxError> {
        Ok(())
    }
}
