//! Says why a value could not be used, and where it stood.
//!
//! Nothing is dropped in silence: whatever cannot become a [`Sample`](crate::Sample) or a
//! [`Session`](crate::Session) becomes a [`Rejected`], with the facts a caller needs to show it or to mend it.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::metric::Metric;

/// Something that was read but could not be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Where it stood in its file or payload.
    pub position: Position,
    /// What it was, in the vendor's own words, for example `HKQuantityTypeIdentifierHeartRate`.
    pub subject: String,
    /// Why it could not be used.
    pub reason: Reason,
}

/// A place in a file or payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The file inside an archive, where there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The offset of its first byte in that file, uncompressed.
    pub byte: u64,
}

impl Position {
    /// Names a byte of the only file there is.
    pub fn byte(byte: u64) -> Self {
        Self { file: None, byte }
    }

    /// Names a byte of one file of an archive.
    pub fn in_file(file: impl Into<String>, byte: u64) -> Self {
        Self {
            file: Some(file.into()),
            byte,
        }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file}, byte {}", self.byte),
            None => write!(f, "byte {}", self.byte),
        }
    }
}

/// Why something could not be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RejectReason))]
pub enum Reason {
    /// A field that must be there is not.
    #[error("`{field}` is missing")]
    MissingField {
        /// The field's name in the vendor's words.
        field: String,
    },
    /// A value that must be a number is not one.
    #[error("{text:?} is not a number")]
    NotANumber {
        /// What stood there.
        text: String,
    },
    /// A word that is not in the vendor's vocabulary.
    #[error("{text:?} is not a known {vocabulary}")]
    UnknownWord {
        /// Which vocabulary was looked up.
        vocabulary: String,
        /// What stood there.
        text: String,
    },
    /// A unit nobody knows, or one that does not measure this metric.
    #[error("the unit {unit:?} does not measure {metric}")]
    WrongUnit {
        /// The metric it was given for.
        metric: Metric,
        /// The unit as it was written.
        unit: String,
    },
    /// A value outside what the metric can be.
    #[error("{value} is outside the plausible range {min} to {max} of {metric}")]
    Implausible {
        /// The metric.
        metric: Metric,
        /// The value in the metric's canonical unit.
        value: f64,
        /// The least plausible value.
        min: f64,
        /// The greatest plausible value.
        max: f64,
    },
    /// A total that is too large for the time it covers.
    #[error("{value} in {seconds} s is faster than {metric} can grow ({max_per_second} per second)")]
    TooFast {
        /// The metric.
        metric: Metric,
        /// The value in the metric's canonical unit.
        value: f64,
        /// How long the interval is.
        seconds: f64,
        /// The greatest plausible rate.
        max_per_second: f64,
    },
    /// A time that cannot be read.
    #[error("{text:?} is not a time")]
    NotATime {
        /// What stood there.
        text: String,
    },
    /// An interval that ends before it starts.
    #[error("it ends at {end}, before it starts at {start}")]
    EndBeforeStart {
        /// The start.
        start: DateTime<Utc>,
        /// The end.
        end: DateTime<Utc>,
    },
    /// A time before wearables or after now: a device clock that was wrong.
    #[error("{at} cannot be when it happened")]
    WrongClock {
        /// The time.
        at: DateTime<Utc>,
    },
    /// A wall-clock time without a zone in which to place it.
    #[error("{local} has no time zone and the person's zone at that time is not known")]
    NoZone {
        /// The wall-clock time.
        local: NaiveDateTime,
    },
    /// The bytes around it are not well formed.
    #[error("it is not well formed: {detail}")]
    Malformed {
        /// What the parser said.
        detail: String,
    },
    /// It is well formed, but the model has no use for it, or it does not say what it would have to.
    #[error("it cannot be used: {detail}")]
    Unusable {
        /// What stands against it.
        detail: String,
    },
    /// The file ended before it did.
    #[error("the file ends in the middle of it")]
    Truncated,
}

impl Reason {
    /// Names the kind of reason, for counting: `implausible`, `not_a_number`, ….
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MissingField { .. } => "missing_field",
            Self::NotANumber { .. } => "not_a_number",
            Self::UnknownWord { .. } => "unknown_word",
            Self::WrongUnit { .. } => "wrong_unit",
            Self::Implausible { .. } => "implausible",
            Self::TooFast { .. } => "too_fast",
            Self::NotATime { .. } => "not_a_time",
            Self::EndBeforeStart { .. } => "end_before_start",
            Self::WrongClock { .. } => "wrong_clock",
            Self::NoZone { .. } => "no_zone",
            Self::Malformed { .. } => "malformed",
            Self::Unusable { .. } => "unusable",
            Self::Truncated => "truncated",
        }
    }
}
