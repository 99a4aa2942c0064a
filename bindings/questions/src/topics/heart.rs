//! The heart: beats, their variation, and rates.

use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::{self, TimeDomain};

use crate::question::questions;
use crate::take::Values;

questions! {
    "heart";

    time_domain(intervals_ms: Values<'_>) -> TimeDomain =
        time_domain::time_domain(&RrIntervals::from_intervals(&intervals_ms)?);
}
