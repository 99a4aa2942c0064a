//! A clock that a test moves, waiting that takes no time, and chance that repeats.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::client::Runtime;

/// A clock that stands still but for waiting, which moves it at once; chance that is the same in every run.
#[derive(Debug)]
pub struct Stage {
    now: Mutex<DateTime<Utc>>,
    drawn: Mutex<u64>,
}

impl Stage {
    /// Sets the clock.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now: Mutex::new(now),
            drawn: Mutex::new(0),
        }
    }

    /// Moves the clock.
    pub fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }
}

#[async_trait]
impl Runtime for Stage {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn sleep(&self, wait: Duration) {
        self.pass(TimeDelta::from_std(wait).unwrap_or_default());
    }

    fn random(&self) -> [u8; 32] {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        *drawn += 1;
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&drawn.to_be_bytes());
        bytes
    }
}
