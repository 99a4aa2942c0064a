//! Holds one value as a vendor gives it: in the vendor's unit, at the vendor's kind of time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::metric::Metric;
use crate::record::RecordVersion;
use crate::source::Source;
use crate::time::ReadingTime;

/// One value as a vendor gives it. It becomes a [`Sample`](crate::Sample) only through
/// [`normalize`](crate::normalize::normalize).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reading {
    /// The vendor's object it came in, where the vendor can revise or delete that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Arc<RecordVersion>>,
    /// Who measured.
    pub source: Arc<Source>,
    /// What was measured.
    pub metric: Metric,
    /// The value in `unit`, or a category's code.
    pub value: f64,
    /// The unit as the vendor writes it; `None` for categories, and nothing else.
    pub unit: Option<Cow<'static, str>>,
    /// When it was, or began.
    pub start: ReadingTime,
    /// When it ended; `None` for an instant or a whole civil day.
    pub end: Option<ReadingTime>,
    /// The zone the vendor names.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub zone: Option<Tz>,
    /// The vendor's remarks, by its own keys.
    #[serde(default)]
    pub remarks: BTreeMap<String, String>,
}
