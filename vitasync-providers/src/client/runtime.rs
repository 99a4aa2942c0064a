//! The clock, the waiting and the chance that a client uses, so that tests bring their own.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// The clock, the waiting and the chance that a client uses.
#[async_trait]
pub trait Runtime: Send + Sync {
    /// Tells the time.
    fn now(&self) -> DateTime<Utc>;

    /// Waits.
    async fn sleep(&self, wait: Duration);

    /// Gives 32 bytes nobody can guess.
    fn random(&self) -> [u8; 32];
}

/// The machine's own clock, the timer of tokio and the randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

#[async_trait]
impl Runtime for System {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from(std::time::SystemTime::now())
    }

    async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system has randomness");
        bytes
    }
}
