//! Tells on which civil days a change of samples makes a difference.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use vitasync_core::Metric;
use vitasync_core::block::{Block, Identity, Touched};
use vitasync_core::metric::{Aggregation, TimeShape};
use vitasync_core::time::{ZoneHistory, from_ms};

use crate::service::calendar::dates_of;

/// How long a value holds at most after its time, where values hold until the next.
const HOLD_MS: i64 = 15 * 60_000;

/// Tells the first and the last date that what has changed in a block touches: by the clocks its rows name, and by where
/// the person has lived. None where nothing has changed.
pub(super) fn dates(
    zones: &ZoneHistory,
    metric: Metric,
    identity: Identity,
    (before, after): (&Block, &Block),
) -> Option<RangeInclusive<NaiveDate>> {
    let touched = Touched::between(before, after, identity)?;
    let (earlier, later) = reach(metric, &touched);
    let wide = |(first, last): (i64, i64)| (first.saturating_sub(earlier), last.saturating_add(later));
    let by_zone = dates_of(zones, wide(touched.utc));
    let by_clock = touched.local.map(wide).and_then(|(first, last)| {
        let date = |ms| from_ms(ms).map(|at| at.date_naive());
        Some(date(first)?..=date(last)?)
    });
    match (by_zone, by_clock) {
        (Some(a), Some(b)) => Some(*a.start().min(b.start())..=*a.end().max(b.end())),
        (a, b) => a.or(b),
    }
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
