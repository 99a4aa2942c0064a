//! Adds up what adds up: the sweep line per bucket, a provider's total per day, weeks and months from days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::buckets::Bucket;
use super::calendar::Span;
use super::clock::{OffsetRange, widen};
use super::cut::{Cutter, Part, day_of};
use super::trace::{Entry, Standing, Trace};
use super::whole::{self, Placement};
use super::{Basis, BucketValue, Question, Share, add_share, sort_shares};
use crate::block::Row;
use crate::metric::Metric;
use crate::resolve::samples::{Piece, sweep};
use crate::sleep_stage::SleepStage;

/// What intervals come to in one bucket.
#[derive(Debug, Default)]
struct Tally<R> {
    counted: Vec<Share>,
    aside: Vec<Share>,
    categories: BTreeMap<i64, f64>,
    offsets: OffsetRange,
    /// The rows seen, and whether they counted, on a date that comes twice.
    seen: BTreeSet<(usize, bool)>,
    trace: R,
}

impl<'a, R: Trace<'a>> Tally<R> {
    #[inline]
    fn add(&mut self, piece: &Piece<'a>, is_new: bool, value: f64, offsets: OffsetRange) {
        self.offsets = widen(self.offsets, offsets);
        let share = Share {
            source: piece.source,
            count: u64::from(is_new),
            value,
        };
        let (shares, standing) = if piece.counted {
            (&mut self.counted, Standing::Counts)
        } else {
            (&mut self.aside, Standing::Covered)
        };
        add_share(shares, share);
        self.trace.note(|| Entry {
            piece: *piece,
            amount: value,
            standing,
        });
    }

    /// Tells whether a row is met for the first time in the bucket of one of its parts.
    #[inline]
    fn is_new(&mut self, piece: &Piece<'a>, part: &Part, from_ms: i64) -> bool {
        if part.stretch.parted {
            self.seen.insert((std::ptr::from_ref(piece.row).addr(), piece.counted))
        } else {
            piece.start_ms == piece.end_ms || piece.earlier_end_ms <= part.stretch.start_ms.max(from_ms)
        }
    }
}

/// What one bucket comes to, once decided.
struct Decided<R> {
    span: Span,
    basis: Basis,
    tally: Tally<R>,
}

pub(super) fn aggregate<'a, R: Trace<'a>>(question: &Question<'_, 'a>) -> Vec<(BucketValue, R)> {
    let mut cutter: Cutter<'_, 'a, Tally<R>> = Cutter::new(question);
    let mut take = |piece: &Piece<'a>| match question.placements.of_row(piece.row) {
        Placement::Overlap => spread(question, &mut cutter, piece),
        placement => stand(question, &mut cutter, piece, placement),
    };
    let rivalry = question.rivalry();
    let dated = if question.placements.can_cut() {
        sweep(&question.order, question.series, rivalry, &mut take)
    } else {
        whole::choose(&question.order, question.series, &mut take)
    };
    let intervals = cutter.ledger.into_entries();
    let decided = match question.bucket {
        Bucket::Day => decide(question, intervals, &dated),
        Bucket::Week | Bucket::Month => fold(question, decide(question, intervals, &dated)),
        _ => intervals.into_iter().map(Decided::by_intervals).collect(),
    };
    decided
        .into_iter()
        .filter_map(|decided| answer(question, decided))
        .collect()
}

/// Cuts a piece at the borders of buckets and adds each part to its own.
fn spread<'a, R: Trace<'a>>(question: &Question<'_, 'a>, cutter: &mut Cutter<'_, 'a, Tally<R>>, piece: &Piece<'a>) {
    let adds_time = question.adds_time;
    let from_ms = question.scope.clip.start;
    cutter.cut(piece, |tally, part, own| {
        let is_new = tally.is_new(piece, part, from_ms);
        let part = Piece {
            start_ms: part.start_ms,
            end_ms: part.end_ms,
            ..*piece
        };
        tally.add(&part, is_new, worth(question, &part), own);
        if adds_time && part.counted && part.start_ms < part.end_ms {
            *tally.categories.entry(code(part.row)).or_insert(0.0) += seconds(part.start_ms, part.end_ms);
        }
    });
}

/// Adds a value that cannot be cut to the bucket of its anchor, where that lies in the window.
fn stand<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    cutter: &mut Cutter<'_, 'a, Tally<R>>,
    piece: &Piece<'a>,
    placement: Placement,
) {
    if let Some((tally, own)) = cutter.place(placement, piece) {
        tally.add(piece, true, worth(question, piece), own);
    }
}

/// Tells what a piece adds: its share of the value, or its time where that is what adds up.
#[inline]
fn worth(question: &Question<'_, '_>, piece: &Piece<'_>) -> f64 {
    if !question.adds_time {
        return piece.value();
    }
    let awake = question.metric == Metric::SleepStage
        && !SleepStage::from_value(piece.row.value).is_some_and(SleepStage::is_asleep);
    if awake {
        0.0
    } else {
        seconds(piece.start_ms, piece.end_ms)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "codes of categories are small whole numbers"
)]
fn code(row: &Row) -> i64 {
    row.value as i64
}

#[expect(clippy::cast_precision_loss, reason = "times lie far below 2^53 milliseconds")]
#[inline]
pub(super) fn seconds(start_ms: i64, end_ms: i64) -> f64 {
    (end_ms - start_ms) as f64 / 1000.0
}

impl<R> Decided<R> {
    fn by_intervals((span, tally): (Span, Tally<R>)) -> Self {
        Self {
            span,
            basis: Basis::Intervals,
            tally,
        }
    }
}

/// Decides per day between intervals and a provider's total: by what the best source has that has anything.
fn decide<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    intervals: Vec<(Span, Tally<R>)>,
    dated: &[Piece<'a>],
) -> Vec<Decided<R>> {
    let mut totals: BTreeMap<NaiveDate, Vec<Piece<'a>>> = BTreeMap::new();
    for total in dated {
        if let Some(date) = day_of(question, total) {
            totals.entry(date).or_default().push(*total);
        }
    }
    let mut days: Vec<Decided<R>> = intervals
        .into_iter()
        .map(|(span, tally)| {
            let totals = totals.remove(&span.date).unwrap_or_default();
            decide_day(question, span, tally, &totals)
        })
        .collect();
    if !totals.is_empty() {
        let zones = &question.preferences.zones;
        let alone = totals
            .into_iter()
            .map(|(date, totals)| decide_day(question, Span::of_day(date, zones), Tally::default(), &totals));
        days.extend(alone);
        days.sort_by_key(|day| day.span.date);
    }
    days
}

fn decide_day<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    span: Span,
    mut tally: Tally<R>,
    totals: &[Piece<'a>],
) -> Decided<R> {
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
    if chosen.is_some() {
        for lost in std::mem::take(&mut tally.counted) {
            add_share(&mut tally.aside, lost);
        }
        tally.categories.clear();
        tally.trace.lose(Standing::IntervalBesideTotal);
    }
    for total in totals {
        tally.add_total(total, chosen, worth(question, total));
    }
    let basis = if chosen.is_some() {
        Basis::ProviderTotal
    } else {
        Basis::Intervals
    };
    Decided { span, basis, tally }
}

impl<'a, R: Trace<'a>> Tally<R> {
    /// Adds what a provider says of the whole day, beside the one that is chosen.
    fn add_total(&mut self, total: &Piece<'a>, chosen: Option<&Piece<'a>>, value: f64) {
        let standing = match chosen {
            None => Standing::TotalBesideIntervals,
            Some(chosen) if std::ptr::eq(chosen.row, total.row) => Standing::Counts,
            Some(chosen) if chosen.source == total.source => Standing::OlderDelivery,
            Some(_) => Standing::OtherSource,
        };
        let shares = if standing == Standing::Counts {
            &mut self.counted
        } else {
            &mut self.aside
        };
        let share = Share {
            source: total.source,
            count: 1,
            value,
        };
        add_share(shares, share);
        self.trace.note(|| Entry {
            piece: *total,
            amount: value,
            standing,
        });
    }
}

/// Picks of several values one source gives for one day the latest delivery.
pub(super) fn newest<'p, 'a: 'p>(values: impl Iterator<Item = &'p Piece<'a>>) -> Option<&'p Piece<'a>> {
    values.max_by(|a, b| {
        let key = |it: &Piece<'_>| (it.row.delivery(), it.row.start_ms, it.row.end_ms);
        key(a).cmp(&key(b)).then_with(|| a.row.value.total_cmp(&b.row.value))
    })
}

/// Adds up days into weeks or months.
fn fold<'a, R: Trace<'a>>(question: &Question<'_, 'a>, days: Vec<Decided<R>>) -> Vec<Decided<R>> {
    let mut folded: Vec<Decided<R>> = Vec::new();
    for day in days {
        let first = question.first_date(day.span.date);
        match folded.last_mut() {
            Some(last) if last.span.date == first => last.join(day),
            _ => folded.push(Decided {
                span: Span::of(first, question.bucket, question.preferences),
                ..day
            }),
        }
    }
    folded
}

impl<'a, R: Trace<'a>> Decided<R> {
    fn join(&mut self, day: Self) {
        self.basis = self.basis.join(day.basis);
        for share in day.tally.counted {
            add_share(&mut self.tally.counted, share);
        }
        for share in day.tally.aside {
            add_share(&mut self.tally.aside, share);
        }
        for (code, seconds) in day.tally.categories {
            *self.tally.categories.entry(code).or_insert(0.0) += seconds;
        }
        self.tally.trace.join(&day.tally.trace);
    }
}

/// Tells whether stages leave open how long somebody slept: being in bed alone is no 0 seconds of sleep.
fn tells_no_sleep(stages: &BTreeMap<i64, f64>) -> bool {
    let is_open = |code: &i64| {
        let stage = u8::try_from(*code).ok().and_then(SleepStage::from_code);
        matches!(stage, None | Some(SleepStage::InBed | SleepStage::Unknown))
    };
    !stages.is_empty() && stages.keys().all(is_open)
}

/// Writes the answer, or none where what there was counts in another bucket, or tells nothing of what is asked.
#[expect(clippy::cast_precision_loss, reason = "codes of categories are small whole numbers")]
fn answer<R>(question: &Question<'_, '_>, decided: Decided<R>) -> Option<(BucketValue, R)> {
    let Decided { span, basis, tally } = decided;
    if tally.counted.is_empty() || (question.metric == Metric::SleepStage && tells_no_sleep(&tally.categories)) {
        return None;
    }
    let (mut sources, mut set_aside) = (tally.counted, tally.aside);
    sort_shares(&mut sources, &question.order);
    sort_shares(&mut set_aside, &question.order);
    let value = sources.iter().map(|share| share.value).sum();
    let (start, end) = span.instants();
    let answer = BucketValue {
        start,
        end,
        date: span.date,
        value,
        sum: Some(value),
        min: None,
        max: None,
        mean: None,
        time_weighted_mean: None,
        count: sources.iter().map(|share| share.count).sum(),
        basis,
        sources,
        set_aside,
        categories: tally
            .categories
            .into_iter()
            .map(|(code, seconds)| (code as f64, seconds))
            .collect(),
        travel_day: question.is_travel_day(span.date, tally.offsets),
    };
    Some((answer, tally.trace))
}
