//! Spans of which a batch holds everything there is.

use chrono::{DateTime, Utc};
use vitasync_core::Metric;
use vitasync_core::error::Reason;

use super::clock::instant;
use super::wire::{CompleteWindow, Platform};
use super::words;

/// A span of which a batch holds every object of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// What objects of the type hold.
    pub metrics: Vec<Metric>,
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub to: DateTime<Utc>,
}

impl Window {
    pub(super) fn read(platform: Platform, it: &CompleteWindow<'_>) -> Result<Self, Reason> {
        let (from, to) = (instant(&it.from)?.to_utc(), instant(&it.to)?.to_utc());
        if to < from {
            return Err(Reason::EndBeforeStart { start: from, end: to });
        }
        Ok(Self {
            metrics: words::metrics(platform, &it.kind)?,
            from,
            to,
        })
    }
}
