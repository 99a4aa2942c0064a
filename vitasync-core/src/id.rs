//! Identifies samples, sessions, sources and vendors' objects by what they are, not by when they arrived.
//!
//! An id is 128 bits of BLAKE3 over length-prefixed parts, so that no two lists of parts read the same. It is
//! computed where it is shown; samples are stored and found by (source, metric, start, end, ordinal).

use std::fmt;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::metric::Metric;
use crate::record::RecordKey;
use crate::source::SourceKey;
use crate::time::from_ms;

/// The identity of a sample, a session, a source or a vendor's object: 128 bits, printed as 26 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentId(Ulid);

impl ContentId {
    /// Identifies a sample of a person by its place: the ordinal counts the samples of one series under one
    /// (start, end), by value and copy.
    ///
    /// ```
    /// # use vitasync_core::{id::ContentId, metric::Metric, source::{Recording, SourceKey}};
    /// let watch = SourceKey { provider: "apple_health".into(), origin: "ada's watch".into(), recording: Recording::Automatic };
    /// let one = ContentId::of_sample("01J…", &watch, Metric::HeartRate, 1_000, 1_000, 0);
    /// let two = ContentId::of_sample("01J…", &watch, Metric::HeartRate, 1_000, 1_000, 1);
    /// assert_ne!(one, two);
    /// assert_eq!(one.to_string().len(), 26);
    /// ```
    pub fn of_sample(user: &str, source: &SourceKey, metric: Metric, start_ms: i64, end_ms: i64, ordinal: u32) -> Self {
        let mut id = Parts::new("sample");
        id.text(user).source(source).text(metric.id());
        id.bytes(&start_ms.to_be_bytes())
            .bytes(&end_ms.to_be_bytes())
            .bytes(&ordinal.to_be_bytes());
        id.finish()
    }

    /// Identifies a session of a person by its natural key: the vendor's id where there is one, otherwise what makes
    /// it this session ([`Session::natural_key`](crate::session::Session::natural_key)).
    pub fn of_session(user: &str, source: &SourceKey, kind: &str, natural_key: &str) -> Self {
        let mut id = Parts::new("session");
        id.text(user).source(source).text(kind).text(natural_key);
        id.finish()
    }

    /// Identifies a source of a person; the same wherever and whenever the source was first seen.
    pub fn of_source(user: &str, source: &SourceKey) -> Self {
        let mut id = Parts::new("source");
        id.text(user).source(source);
        id.finish()
    }

    /// Identifies a vendor's object among everything a person has.
    pub fn of_record(key: &RecordKey) -> Self {
        let mut id = Parts::new("record");
        id.text(&key.provider).text(&key.scope).text(&key.resource);
        id.text(&key.external_id).finish()
    }

    /// Identifies what was unusual of a metric of a person, to one side, on a day. Its time is that day's midnight (UTC), so ids sort
    /// by day, and [`day`](Self::day) gives it back.
    ///
    /// ```
    /// # use vitasync_core::{id::ContentId, metric::Metric};
    /// let date = "2026-03-31".parse().unwrap();
    /// let id = ContentId::of_episode("01J…", Metric::RestingHeartRate, "high", date);
    /// assert_eq!(id.day(), Some(date));
    /// assert_ne!(id, ContentId::of_episode("01J…", Metric::RestingHeartRate, "low", date));
    /// ```
    pub fn of_episode(user: &str, metric: Metric, side: &str, date: NaiveDate) -> Self {
        let mut id = Parts::new("episode");
        id.text(user).text(metric.id()).text(side);
        let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        // Days before 1970 share the first one's time.
        let ms = u64::try_from(midnight).unwrap_or_default();
        Self(Ulid::from_parts(ms, id.finish().0.random()))
    }

    /// Returns the day an episode's id names; of any other id it says nothing.
    pub fn day(self) -> Option<NaiveDate> {
        let ms = i64::try_from(self.0.timestamp_ms()).ok()?;
        Some(from_ms(ms)?.date_naive())
    }

    /// Reads an id from its 16 bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Ulid::from_bytes(bytes))
    }

    /// Writes the id as 16 bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_bytes()
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for ContentId {
    type Err = ulid::DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<ContentId> for String {
    fn from(id: ContentId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ContentId {
    type Error = ulid::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

struct Parts(Vec<u8>);

impl Parts {
    fn new(what: &str) -> Self {
        // Room for a user, a source and a vendor's id: most grow no further.
        let mut parts = Self(Vec::with_capacity(256));
        parts.text("v1").text(what);
        parts
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn source(&mut self, source: &SourceKey) -> &mut Self {
        self.text(&source.provider)
            .text(&source.origin)
            .text(source.recording.id())
    }

    fn finish(&self) -> ContentId {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&blake3::hash(&self.0).as_bytes()[..16]);
        ContentId::from_bytes(bytes)
    }
}
