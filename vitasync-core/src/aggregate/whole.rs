//! Decides about values that cannot be cut: of a night, a workout, a set.
//!
//! A row counts whole or not at all. It does not where rows of better sources that count cover more than half of it;
//! rows of one source never set each other aside.

use chrono::NaiveDate;

use super::calendar::is_representable;
use super::clock::date_at;
use crate::block::Row;
use crate::metric::{Metric, TimeShape};
use crate::resolve::SeriesData;
use crate::resolve::samples::Piece;
use crate::time::{ZoneHistory, from_ms};

/// From this length on a row of a metric that also knows instants is the value of a night.
const NIGHT_MS: i64 = 3 * 3_600_000;

/// Where a row lies on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    /// Wherever it overlaps a bucket.
    Overlap,
    /// Where it begins: a workout.
    Start,
    /// Where it ends: a night.
    End,
}

/// Where the intervals of a metric lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placements {
    /// Those of any usual length.
    usual: Placement,
    /// Those as long as a night.
    long: Placement,
}

impl Placements {
    pub(super) fn of(metric: Metric) -> Self {
        let has = |shape: TimeShape| metric.spec().time_shapes.contains(&shape);
        let cut = has(TimeShape::Instant) || has(TimeShape::Interval);
        let usual = if cut {
            Placement::Overlap
        } else if has(TimeShape::Night) {
            Placement::End
        } else if has(TimeShape::Session) || has(TimeShape::Lap) || has(TimeShape::Set) {
            Placement::Start
        } else {
            Placement::Overlap
        };
        let long = if has(TimeShape::Night) { Placement::End } else { usual };
        Self { usual, long }
    }

    /// Tells where a row lies.
    pub(super) fn of_row(self, row: &Row) -> Placement {
        if row.end_ms - row.start_ms < NIGHT_MS {
            self.usual
        } else {
            self.long
        }
    }

    /// Tells whether values can be cut at the borders of buckets.
    pub(super) fn can_cut(self) -> bool {
        self.usual == Placement::Overlap
    }
}

impl Placement {
    /// Tells the instant that stands for a row, unless the row lies wherever it overlaps.
    pub(super) fn anchor_ms(self, row: &Row) -> Option<i64> {
        match self {
            Self::Overlap => None,
            Self::Start => Some(row.start_ms),
            Self::End => Some(row.end_ms),
        }
    }
}

/// Tells the civil date of a row's anchor by the clock of the place.
pub(super) fn anchor_date(placement: Placement, piece: &Piece<'_>, zones: &ZoneHistory) -> Option<NaiveDate> {
    let at = from_ms(placement.anchor_ms(piece.row).filter(|it| is_representable(*it))?)?;
    let attributes = piece.block.attributes(piece.row);
    let own = match placement {
        Placement::End => attributes.end_offset_s.or(attributes.start_offset_s),
        _ => attributes.start_offset_s,
    };
    Some(date_at(at, own, attributes, zones))
}

/// Tells for every row that is not dated by a civil day whether it counts, best source first, and hands out the dated.
pub(super) fn choose<'a>(
    order: &[usize],
    series: &[SeriesData<'a>],
    mut emit: impl FnMut(&Piece<'a>),
) -> Vec<Piece<'a>> {
    let mut dated = Vec::new();
    let mut covered = Cover::default();
    for &source in order {
        let mut counting = Vec::new();
        for (block, row) in series[source].rows() {
            let mut piece = Piece::whole(source, block, row);
            if block.attributes(row).date_only {
                dated.push(piece);
                continue;
            }
            piece.counted = !covered.holds_most(piece.start_ms, piece.end_ms);
            if piece.counted {
                counting.push((piece.start_ms, piece.end_ms));
            }
            emit(&piece);
        }
        covered.add(counting);
    }
    dated
}

/// The time that is covered, as sorted stretches that do not touch, and instants.
#[derive(Default)]
struct Cover {
    stretches: Vec<(i64, i64)>,
    instants: Vec<i64>,
}

impl Cover {
    fn holds_most(&self, start: i64, end: i64) -> bool {
        let from = self.stretches.partition_point(|(_, until)| *until <= start);
        if start == end {
            let inside = self.stretches.get(from).is_some_and(|(since, _)| *since <= start);
            return inside || self.instants.binary_search(&start).is_ok();
        }
        let overlapping = self.stretches[from..].iter().take_while(|(since, _)| *since < end);
        let held: i64 = overlapping
            .map(|(since, until)| end.min(*until) - start.max(*since))
            .sum();
        held > (end - start) / 2
    }

    fn add(&mut self, stretches: Vec<(i64, i64)>) {
        let (instants, stretches): (Vec<_>, Vec<_>) = stretches.into_iter().partition(|(start, end)| start == end);
        self.instants.extend(instants.into_iter().map(|(at, _)| at));
        self.instants.sort_unstable();
        self.stretches.extend(stretches);
        self.stretches.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::with_capacity(self.stretches.len());
        for &(start, end) in &self.stretches {
            match joined.last_mut() {
                Some((_, until)) if start <= *until => *until = end.max(*until),
                _ => joined.push((start, end)),
            }
        }
        self.stretches = joined;
    }
}
