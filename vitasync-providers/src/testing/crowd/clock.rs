//! Time that runs faster than it does.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::client::Runtime;
use crate::demo::chance::Chance;

/// The machine's clock and timer, some times as fast, with chance that is the same in every run. Real sockets need real time;
/// a limit per second that is a limit per 50 ms is the same limit.
#[derive(Debug)]
pub struct Hurried {
    times: u32,
    began: Instant,
    chance: Mutex<Chance>,
}

/// When every clock begins.
pub(super) fn beginning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
}

impl Hurried {
    /// Begins now.
    pub fn new(times: u32, seed: u64) -> Self {
        Self {
            times,
            began: Instant::now(),
            chance: Mutex::new(Chance::new(seed, "client", 0)),
        }
    }
}

#[async_trait]
impl Runtime for Hurried {
    fn now(&self) -> DateTime<Utc> {
        beginning() + TimeDelta::from_std(self.began.elapsed() * self.times).unwrap_or(TimeDelta::MAX)
    }

    async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait / self.times).await;
    }

    fn random(&self) -> [u8; 32] {
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = [0; 32];
        for eight in bytes.as_chunks_mut::<8>().0 {
            *eight = chance.bits().to_le_bytes();
        }
        bytes
    }
}
