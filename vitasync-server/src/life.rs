//! Knows how this process is: whether it still takes work, and whether its worker is alive.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long a worker may be silent: longer than it waits for a locked database.
const SILENCE: Duration = Duration::from_secs(90);

/// How this process is. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Life(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    draining: AtomicBool,
    /// When the worker of this process last looked for jobs.
    beat: Mutex<Option<Instant>>,
}

impl Life {
    /// Says that the process is about to stop: it answers, and wants no new work.
    pub fn drain(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
    }

    /// Tells whether the process is about to stop.
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Relaxed)
    }

    /// Says that the worker of this process is alive.
    pub fn beat(&self) {
        *self.0.beat.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Tells whether the worker of this process has been silent for too long; never where there is none.
    pub fn is_silent(&self) -> bool {
        let beat = *self.0.beat.lock().unwrap_or_else(PoisonError::into_inner);
        beat.is_some_and(|beat| beat.elapsed() > SILENCE)
    }
}
