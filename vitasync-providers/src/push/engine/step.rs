//! What an app is told to do, and what it tells back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Span;
#[cfg(doc)]
use super::SyncEngine;
use crate::push::Platform;

/// What is pushed, and how much at once.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose store it is.
    pub platform: Platform,
    /// Names this phone's installation of the app: another one after a restore on another phone, whose anchors are others.
    pub device: String,
    /// The version of the app's library.
    pub version: String,
    /// The types to read, the most wanted first.
    pub types: Vec<String>,
    /// How many days before the first run newer data ends and older begins, ascending: 30 and 365 make three lanes.
    pub recent_days: Vec<u32>,
    /// The most items of a batch. Above 5,000 the server writes later.
    pub most_items: usize,
    /// About the longest body, in bytes. It is halved when the server refuses one as too large.
    pub most_bytes: usize,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Read changes of the store, then [`SyncEngine::take`], [`SyncEngine::expired`] or [`SyncEngine::skip`].
    Read(Query),
    /// Post the body to `/v1/users/{id}/ingest`, then [`SyncEngine::answer`] or [`SyncEngine::unreachable`].
    Send(Upload),
    /// Get `/v1/users/{id}/ingest/{batch}` of this batch, then as with `Send`.
    Ask(String),
    /// Get `/v1/users/{id}/ingest/anchors`, then as with `Send`.
    Locate,
    /// Get another push token from the app's own server, then [`SyncEngine::authorised`] or [`SyncEngine::unreachable`].
    Authorise,
    /// Do nothing before this moment; or end now, and begin again later.
    Wait(DateTime<Utc>),
    /// There is nothing more to do until the store changes.
    Done,
    /// The server will not take it, for this reason. Nothing is lost; [`SyncEngine::begin`] tries again.
    Stopped(String),
}

/// What to read of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Changes of the objects of a type that began in a span of civil days by UTC, since an anchor. Without an anchor, all
    /// that are there.
    Changes {
        /// The type.
        kind: String,
        /// The first day; none where the span has no beginning.
        from: Option<NaiveDate>,
        /// The first day after it; none where the span has no end.
        to: Option<NaiveDate>,
        /// What the store gave when it was read last.
        anchor: Option<String>,
        /// About how many changes to read.
        limit: usize,
    },
    /// All objects of a type that began in a span, where changes are not told any more; no anchor is wanted. If there are more
    /// than the limit, none is used, and shorter spans are asked for.
    Whole {
        /// The type.
        kind: String,
        /// The span.
        span: Span,
        /// The most objects that are of use.
        limit: usize,
    },
}

/// What was read of the store.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Changes {
    /// Measurements, as a batch has them.
    #[serde(default)]
    pub records: Vec<Box<RawValue>>,
    /// Nights and stretches of sleep, as a batch has them.
    #[serde(default)]
    pub sleep: Vec<Box<RawValue>>,
    /// Workouts, as a batch has them.
    #[serde(default)]
    pub workouts: Vec<Box<RawValue>>,
    /// The ids of objects that are gone.
    #[serde(default)]
    pub deletions: Vec<String>,
    /// Where to go on from.
    #[serde(default)]
    pub anchor: Option<String>,
    /// Whether there is more after it.
    #[serde(default)]
    pub more: bool,
}

/// A batch to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// How many items are in it.
    pub items: usize,
    /// The body, as JSON. It may be compressed on its way.
    pub body: String,
}
