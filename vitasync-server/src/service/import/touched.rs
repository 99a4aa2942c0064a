//! Tells on which civil days a change of samples makes a difference.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use vitasync_core::Metric;
use vitasync_core::block::{Block, Identity, Touched};
use vitasync_core::metric::{Aggregation, TimeShape};
use vitasync_core::time::ZoneHistory;

use crate::service::calendar::{dates_of, days};

/// How long a value holds at most after its time, where values hold until the next.
const HOLD_MS: i64 = 15 * 60_000;

/// Lists the dates that what has changed in a block touches: by the clocks its rows name, and by where the person has
/// lived.
pub(super) fn dates(
    zones: &ZoneHistory,
    metric: Metric,
    identity: Identity,
    (before, after): (&Block, &Block),
) -> BTreeSet<NaiveDate> {
    let Some(touched) = Touched::between(before, after, identity) else {
        return BTreeSet::new();
    };
    let (earlier, later) = reach(metric, &touched);
    let wide = |(first, last): (i64, i64)| (first.saturating_sub(earlier), last.saturating_add(later));
    let mut dates = dates_of(zones, wide(touched.utc));
    if let Some((first, last)) = touched.local.map(wide) {
        let date = |ms| DateTime::from_timestamp_millis(ms).map(|at| at.date_naive());
        if let (Some(first), Some(last)) = (date(first), date(last)) {
            dates.extend(days(first, last));
        }
    }
    dates
}

/// Tells how far before and behind its time a row makes a difference, in milliseconds.
fn reach(metric: Metric, touched: &Touched) -> (i64, i64) {
    let spec = metric.spec();
    let has = |shape: TimeShape| spec.time_shapes.contains(&shape);
    if !has(TimeShape::Instant) && !has(TimeShape::Interval) {
        // A value that cannot be cut sets another aside of which it covers more than half, on whatever day that stands.
        return (touched.longest_ms, touched.longest_ms);
    }
    match spec.aggregation {
        Aggregation::TimeWeightedMean => (0, HOLD_MS),
        _ => (0, 0),
    }
}
