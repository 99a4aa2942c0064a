//! Adds up what adds up: the sweep line per bucket, a provider's total per day, weeks and months from days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::buckets::{Bucket, Ledger, Span, is_representable, span_of};
use super::travel::{OffsetRange, Offsets, is_travel, widen};
use super::whole::{self, Placement};
use super::{Basis, BucketValue, Question, Share, add_share, sort_shares};
use crate::block::Row;
use crate::metric::{Aggregation, Metric};
use crate::resolve::samples::{Piece, Rivalry, sweep};
use crate::sleep_stage::SleepStage;
use crate::time::from_ms;

/// What intervals come to in one bucket.
#[derive(Debug, Default)]
struct Tally {
    counted: Vec<Share>,
    aside: Vec<Share>,
    categories: BTreeMap<i64, f64>,
    offsets: OffsetRange,
}

impl Tally {
    fn add(&mut self, piece: &Piece<'_>, is_new: bool, value: f64, offsets: OffsetRange) {
        self.offsets = widen(self.offsets, offsets);
        let share = Share {
            source: piece.source,
            count: u64::from(is_new),
            value,
        };
        add_share(
            if piece.counted {
                &mut self.counted
            } else {
                &mut self.aside
            },
            share,
        );
    }
}

/// What one bucket comes to, once decided.
struct Decided {
    span: Span,
    basis: Basis,
    tally: Tally,
}

pub(super) fn aggregate(question: &Question<'_, '_>) -> Vec<BucketValue> {
    let mut ledger: Ledger<Tally> = Ledger::new(question.bucket, question.zone);
    let mut offsets = Offsets::default();
    let by_day = question.fine() == Bucket::Day;
    let mut take = |piece: &Piece<'_>| {
        let placement = question.placements.of_row(piece.row);
        let own = if by_day { offsets.of(piece) } else { None };
        match placement {
            Placement::Overlap => spread(question, &mut ledger, piece, own),
            _ => stand(question, &mut ledger, piece, placement, own),
        }
    };
    let rivalry = if question.metric.spec().repeatable {
        Rivalry::Sources
    } else {
        Rivalry::Rows
    };
    let dated = if question.placements.can_cut() {
        sweep(&question.order, question.series, rivalry, &mut take)
    } else {
        whole::choose(&question.order, question.series, &mut take)
    };
    let intervals = ledger.into_entries();
    if !by_day {
        let decided = intervals
            .into_iter()
            .map(|(span, tally)| Decided::by_intervals(span, tally));
        return decided.filter_map(|decided| answer(question, decided)).collect();
    }
    let days = decide(question, intervals, &dated);
    let decided = if question.bucket == Bucket::Day {
        days
    } else {
        fold(question, days)
    };
    decided
        .into_iter()
        .filter_map(|decided| answer(question, decided))
        .collect()
}

/// Cuts a piece at the borders of buckets and adds each part to its own.
fn spread(question: &Question<'_, '_>, ledger: &mut Ledger<Tally>, piece: &Piece<'_>, own: OffsetRange) {
    let range = &question.range;
    if piece.start_ms == piece.end_ms {
        if range.contains(&piece.start_ms) {
            let value = worth(question.metric, piece, (piece.start_ms, piece.end_ms));
            ledger.at(piece.start_ms).1.add(piece, true, value, own);
        }
        return;
    }
    let (mut at, end) = (piece.start_ms.max(range.start), piece.end_ms.min(range.end));
    while at < end {
        let (span, tally) = ledger.at(at);
        let until = end.min(span.end_ms);
        let is_new = piece.earlier_end_ms <= span.start_ms.max(range.start);
        tally.add(piece, is_new, worth(question.metric, piece, (at, until)), own);
        if piece.counted && question.metric.spec().aggregation == Aggregation::Duration {
            *tally.categories.entry(code(piece.row)).or_insert(0.0) += seconds(at, until);
        }
        at = until;
    }
}

/// Adds a value that cannot be cut to the bucket of its anchor, where that lies in the range.
fn stand(
    question: &Question<'_, '_>,
    ledger: &mut Ledger<Tally>,
    piece: &Piece<'_>,
    placement: Placement,
    own: OffsetRange,
) {
    if let Some(anchor) = whole::anchor_ms(question, placement, piece) {
        let value = worth(question.metric, piece, (piece.start_ms, piece.end_ms));
        ledger.at(anchor).1.add(piece, true, value, own);
    }
}

/// Tells what a stretch of a piece adds: its share of the value, or its time where that is what adds up.
fn worth(metric: Metric, piece: &Piece<'_>, (start_ms, end_ms): (i64, i64)) -> f64 {
    if metric.spec().aggregation != Aggregation::Duration {
        return piece.share(start_ms, end_ms);
    }
    let awake =
        metric == Metric::SleepStage && !SleepStage::from_value(piece.row.value).is_some_and(SleepStage::is_asleep);
    if awake { 0.0 } else { seconds(start_ms, end_ms) }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "codes of categories are small whole numbers"
)]
fn code(row: &Row) -> i64 {
    row.value as i64
}

#[expect(clippy::cast_precision_loss, reason = "times lie far below 2^53 milliseconds")]
pub(super) fn seconds(start_ms: i64, end_ms: i64) -> f64 {
    (end_ms - start_ms) as f64 / 1000.0
}

impl Decided {
    fn by_intervals(span: Span, tally: Tally) -> Self {
        Self {
            span,
            basis: Basis::Intervals,
            tally,
        }
    }
}

/// Decides per day between intervals and a provider's total: by what the best source has that has anything.
fn decide(question: &Question<'_, '_>, intervals: Vec<(Span, Tally)>, dated: &[Piece<'_>]) -> Vec<Decided> {
    let mut days: BTreeMap<NaiveDate, (Span, Tally, Vec<Piece<'_>>)> = intervals
        .into_iter()
        .map(|(span, tally)| (span.date, (span, tally, Vec::new())))
        .collect();
    for total in dated {
        let Some((date, span)) = day_of(question, total) else {
            continue;
        };
        let entry = days.entry(date).or_insert_with(|| (span, Tally::default(), Vec::new()));
        entry.2.push(*total);
    }
    days.into_values()
        .map(|(span, tally, totals)| decide_day(question, span, tally, &totals))
        .collect()
}

/// Tells the provider's own date of a value of a whole day, where that day begins in the range.
pub(super) fn day_of(question: &Question<'_, '_>, total: &Piece<'_>) -> Option<(NaiveDate, Span)> {
    let start = from_ms(total.row.start_ms).filter(|_| is_representable(total.row.start_ms))?;
    let date = total.block.attributes(total.row).local_date(start, question.zone);
    let span = span_of(date, Bucket::Day, question.zone);
    question.range.contains(&span.start_ms).then_some((date, span))
}

fn decide_day(question: &Question<'_, '_>, span: Span, mut tally: Tally, totals: &[Piece<'_>]) -> Decided {
    let has_intervals = |source: usize| {
        let mut shares = tally.counted.iter().chain(&tally.aside);
        shares.any(|share| share.source == source)
    };
    let best = question
        .order
        .iter()
        .copied()
        .find(|&source| has_intervals(source) || totals.iter().any(|total| total.source == source));
    let chosen = best
        .filter(|&source| !has_intervals(source))
        .and_then(|source| newest(totals.iter().filter(|total| total.source == source)));
    let share = |total: &Piece<'_>| Share {
        source: total.source,
        count: 1,
        value: worth(question.metric, total, (total.start_ms, total.end_ms)),
    };
    if chosen.is_some() {
        for lost in std::mem::take(&mut tally.counted) {
            add_share(&mut tally.aside, lost);
        }
        tally.categories.clear();
    }
    for total in totals {
        let is_chosen = chosen.is_some_and(|chosen| std::ptr::eq(chosen.row, total.row));
        add_share(
            if is_chosen {
                &mut tally.counted
            } else {
                &mut tally.aside
            },
            share(total),
        );
    }
    let basis = if chosen.is_some() {
        Basis::ProviderTotal
    } else {
        Basis::Intervals
    };
    Decided { span, basis, tally }
}

/// Picks of several values one source gives for one day the latest delivery.
pub(super) fn newest<'p, 'a: 'p>(values: impl Iterator<Item = &'p Piece<'a>>) -> Option<&'p Piece<'a>> {
    values.max_by(|a, b| {
        let key = |it: &Piece<'_>| (it.row.version, it.row.start_ms, it.row.end_ms);
        key(a).cmp(&key(b)).then_with(|| a.row.value.total_cmp(&b.row.value))
    })
}

/// Adds up days into weeks or months.
fn fold(question: &Question<'_, '_>, days: Vec<Decided>) -> Vec<Decided> {
    let mut folded: Vec<Decided> = Vec::new();
    for day in days {
        match folded.last_mut() {
            Some(last) if last.span.contains(day.span.start_ms) => {
                last.basis = last.basis.join(day.basis);
                for share in day.tally.counted {
                    add_share(&mut last.tally.counted, share);
                }
                for share in day.tally.aside {
                    add_share(&mut last.tally.aside, share);
                }
                for (code, seconds) in day.tally.categories {
                    *last.tally.categories.entry(code).or_insert(0.0) += seconds;
                }
            }
            _ => folded.push(Decided {
                span: span_of(day.span.date, question.bucket, question.zone),
                ..day
            }),
        }
    }
    folded
}

/// Writes the answer, or none where what there was counts in another bucket.
#[expect(clippy::cast_precision_loss, reason = "codes of categories are small whole numbers")]
fn answer(question: &Question<'_, '_>, decided: Decided) -> Option<BucketValue> {
    let Decided { span, basis, tally } = decided;
    if tally.counted.is_empty() {
        return None;
    }
    let (mut sources, mut set_aside) = (tally.counted, tally.aside);
    sort_shares(&mut sources, &question.order);
    sort_shares(&mut set_aside, &question.order);
    let value = sources.iter().map(|share| share.value).sum();
    let (start, end) = span.instants();
    Some(BucketValue {
        start,
        end,
        date: span.date,
        value,
        sum: Some(value),
        min: None,
        max: None,
        mean: None,
        count: sources.iter().map(|share| share.count).sum(),
        basis,
        sources,
        set_aside,
        categories: tally
            .categories
            .into_iter()
            .map(|(code, seconds)| (code as f64, seconds))
            .collect(),
        travel_day: question.bucket == Bucket::Day && is_travel(tally.offsets),
    })
}
