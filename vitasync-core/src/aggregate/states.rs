//! Answers what does not add up: per bucket the best source that has data, its mean, last, least or greatest value.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::buckets::{Bucket, Ledger, Span, span_of};
use super::sums::{day_of, newest, seconds};
use super::travel::{OffsetRange, Offsets, is_travel, widen};
use super::whole::{self, Placement};
use super::{Basis, BucketValue, Question, Share, sort_shares};
use crate::metric::{Aggregation, Category, Kind, Metric, TimeShape};
use crate::resolve::samples::Piece;
use crate::unit::Quantity;

/// The least time a value weighs, an instant's included.
const SECOND_MS: i64 = 1000;
/// How long a streamed value holds at most when no other follows.
const STREAM_HOLD_MS: i64 = 60_000;
/// How long any other value holds at most: the usual distance of background measurements.
const HOLD_MS: i64 = 15 * 60_000;

/// What one source's values come to in one bucket.
#[derive(Debug, Clone, Default)]
struct Stat {
    count: u64,
    weight: f64,
    weighted: f64,
    min: Option<f64>,
    max: Option<f64>,
    last: Option<(i64, i64, f64)>,
    dated: bool,
    offsets: OffsetRange,
}

impl Stat {
    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.weight += other.weight;
        self.weighted += other.weighted;
        self.min = extreme(self.min, other.min, f64::min);
        self.max = extreme(self.max, other.max, f64::max);
        self.last = match (self.last, other.last) {
            (Some(a), Some(b)) => Some(if (b.0, b.1) >= (a.0, a.1) { b } else { a }),
            (a, b) => a.or(b),
        };
        self.offsets = widen(self.offsets, other.offsets);
    }

    /// Tells the mean; sound levels were added as energy.
    fn mean(&self, metric: Metric) -> Option<f64> {
        let mean = (self.weight > 0.0).then(|| self.weighted / self.weight)?;
        Some(if is_sound_level(metric) {
            10.0 * mean.log10()
        } else {
            mean
        })
    }

    /// Tells the value by the metric's aggregation.
    fn value(&self, metric: Metric) -> Option<f64> {
        match metric.spec().aggregation {
            Aggregation::Min => self.min,
            Aggregation::Max => self.max,
            Aggregation::Last => self.last.map(|(.., value)| value),
            _ => self.mean(metric),
        }
    }
}

fn extreme(a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    }
}

/// Tells whether values are levels of sound. What hearing protection takes away is a difference of levels.
fn is_sound_level(metric: Metric) -> bool {
    metric.spec().quantity == Quantity::SoundLevel && metric != Metric::EnvironmentalSoundReduction
}

/// Tells how long an instant's value holds at most, where it holds at all.
fn hold_ms(metric: Metric) -> Option<i64> {
    let spec = metric.spec();
    let moving = matches!(
        spec.category,
        Category::Cycling | Category::Running | Category::Swimming | Category::Water | Category::Winter
    );
    let streamed = moving || spec.time_shapes.contains(&TimeShape::Session) || metric == Metric::Grade;
    (spec.aggregation == Aggregation::TimeWeightedMean).then_some(if streamed { STREAM_HOLD_MS } else { HOLD_MS })
}

/// What one bucket comes to: who is chosen, and who is not, each by source.
struct Decided {
    span: Span,
    basis: Basis,
    counted: Vec<(usize, Stat)>,
    aside: Vec<(usize, Stat)>,
}

fn join_source(stats: &mut Vec<(usize, Stat)>, source: usize, stat: &Stat) {
    match stats.iter_mut().find(|(known, _)| *known == source) {
        Some((_, known)) => known.join(stat),
        None => stats.push((source, stat.clone())),
    }
}

/// A value of a whole day that does not count, of a source.
type Lost = (NaiveDate, usize, Stat);

pub(super) fn aggregate(question: &Question<'_, '_>) -> Vec<BucketValue> {
    let mut found: Vec<(Span, usize, Stat)> = Vec::new();
    let mut lost: Vec<Lost> = Vec::new();
    for (rank, &source) in question.order.iter().enumerate() {
        let stats = stats_of(question, source, &mut lost);
        found.extend(stats.into_iter().map(|(span, stat)| (span, rank, stat)));
    }
    // Sorted runs, one per source: the sort merges them.
    found.sort_by_key(|(span, rank, _)| (span.start_ms, *rank));
    let mut decided: Vec<Decided> = found
        .chunk_by(|a, b| a.0.start_ms == b.0.start_ms)
        .filter_map(|bucket| decide(question, bucket))
        .collect();
    for (date, source, stat) in lost {
        if let Ok(at) = decided.binary_search_by_key(&date, |it| it.span.date) {
            join_source(&mut decided[at].aside, source, &stat);
        }
    }
    if question.bucket > Bucket::Day {
        decided = fold(question, decided);
    }
    decided
        .into_iter()
        .filter_map(|decided| answer(question, decided))
        .collect()
}

/// Sums up one source per bucket. Of a day for which it has both single values and one for the whole day, the latter
/// is lost.
fn stats_of(question: &Question<'_, '_>, source: usize, lost: &mut Vec<Lost>) -> Vec<(Span, Stat)> {
    let mut ledger: Ledger<Stat> = Ledger::new(question.bucket, question.zone);
    let mut offsets = Offsets::default();
    let mut dated: BTreeMap<NaiveDate, Vec<Piece<'_>>> = BTreeMap::new();
    let by_day = question.fine() == Bucket::Day;
    let hold = hold_ms(question.metric);
    let mut waiting: Option<Piece<'_>> = None;
    for (block, row) in question.series[source].rows() {
        let piece = Piece::whole(source, block, row);
        if block.attributes(row).date_only {
            if let Some((date, _)) = day_of(question, &piece).filter(|_| by_day) {
                dated.entry(date).or_default().push(piece);
            }
            continue;
        }
        let mut add = |piece: &Piece<'_>, length_ms: i64| {
            let own = if by_day { offsets.of(piece) } else { None };
            place(question, &mut ledger, piece, length_ms, own);
        };
        // An instant's value holds until the next row begins.
        if let (Some(hold), Some(earlier)) = (hold, waiting.take()) {
            add(&earlier, (row.start_ms - earlier.start_ms).clamp(SECOND_MS, hold));
        }
        if hold.is_some() && piece.start_ms == piece.end_ms {
            waiting = Some(piece);
        } else {
            add(&piece, (piece.end_ms - piece.start_ms).max(SECOND_MS));
        }
    }
    if let (Some(hold), Some(earlier)) = (hold, waiting) {
        let own = if by_day { offsets.of(&earlier) } else { None };
        place(question, &mut ledger, &earlier, hold, own);
    }
    for (date, values) in dated {
        keep_dated(question, &mut ledger, date, &values, lost);
    }
    ledger.into_entries()
}

/// Adds a value to the buckets it lies in, weighing its time in each; an instant lies in one.
fn place(question: &Question<'_, '_>, ledger: &mut Ledger<Stat>, piece: &Piece<'_>, length_ms: i64, own: OffsetRange) {
    let range = &question.range;
    let placement = question.placements.of_row(piece.row);
    if placement != Placement::Overlap && (question.fine() == Bucket::Day || placement == Placement::Start) {
        if let Some(anchor) = whole::anchor_ms(question, placement, piece) {
            note(question, &mut ledger.at(anchor).1, piece, (0, length_ms), own);
        }
        return;
    }
    if piece.start_ms == piece.end_ms {
        if range.contains(&piece.start_ms) {
            let (span, stat) = ledger.at(piece.start_ms);
            let until = (piece.start_ms + length_ms).min(span.end_ms);
            note(question, stat, piece, (piece.start_ms, until), own);
        }
        return;
    }
    let (mut at, end) = (piece.start_ms.max(range.start), piece.end_ms.min(range.end));
    while at < end {
        let (span, stat) = ledger.at(at);
        let until = end.min(span.end_ms);
        note(question, stat, piece, (at, until.max(at + SECOND_MS)), own);
        at = until;
    }
}

/// Takes a value into account, weighing the seconds from start to end.
fn note(
    question: &Question<'_, '_>,
    stat: &mut Stat,
    piece: &Piece<'_>,
    (start_ms, end_ms): (i64, i64),
    own: OffsetRange,
) {
    let value = piece.row.value;
    let weight = seconds(start_ms, end_ms);
    let level = if is_sound_level(question.metric) {
        10_f64.powf(value / 10.0)
    } else {
        value
    };
    stat.join(&Stat {
        count: 1,
        weight,
        weighted: weight * level,
        min: Some(value),
        max: Some(value),
        last: Some((piece.row.start_ms, piece.row.end_ms, value)),
        dated: false,
        offsets: own,
    });
}

/// Adds a value of a whole day, unless the source has single values on that day. Among the days of a week it weighs
/// as an instant does, or in a time-weighted mean as its day.
fn keep_dated(
    question: &Question<'_, '_>,
    ledger: &mut Ledger<Stat>,
    date: NaiveDate,
    values: &[Piece<'_>],
    lost: &mut Vec<Lost>,
) {
    let chosen = newest(values.iter()).filter(|_| !ledger.knows(date));
    for piece in values {
        if chosen.is_some_and(|chosen| std::ptr::eq(chosen.row, piece.row)) {
            let (span, stat) = ledger.on(date);
            let length = match hold_ms(question.metric) {
                Some(_) => span.end_ms - span.start_ms,
                None => SECOND_MS,
            };
            note(question, stat, piece, (0, length), None);
            stat.dated = true;
        } else {
            let mut stat = Stat::default();
            note(question, &mut stat, piece, (0, SECOND_MS), None);
            lost.push((date, piece.source, stat));
        }
    }
}

/// Chooses the best source of a bucket.
fn decide(question: &Question<'_, '_>, bucket: &[(Span, usize, Stat)]) -> Option<Decided> {
    let ((span, rank, stat), others) = bucket.split_first()?;
    let source = |rank: usize| question.order[rank];
    Some(Decided {
        span: *span,
        basis: if stat.dated {
            Basis::ProviderTotal
        } else {
            Basis::Samples
        },
        counted: vec![(source(*rank), stat.clone())],
        aside: others
            .iter()
            .map(|(_, rank, stat)| (source(*rank), stat.clone()))
            .collect(),
    })
}

/// Joins days into weeks or months.
fn fold(question: &Question<'_, '_>, days: Vec<Decided>) -> Vec<Decided> {
    let mut folded: Vec<Decided> = Vec::new();
    for day in days {
        match folded.last_mut() {
            Some(last) if last.span.contains(day.span.start_ms) => {
                last.basis = last.basis.join(day.basis);
                for (source, stat) in &day.counted {
                    join_source(&mut last.counted, *source, stat);
                }
                for (source, stat) in &day.aside {
                    join_source(&mut last.aside, *source, stat);
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

fn answer(question: &Question<'_, '_>, decided: Decided) -> Option<BucketValue> {
    let metric = question.metric;
    let is_number = metric.spec().kind != Kind::Category;
    let shares = |stats: &[(usize, Stat)]| {
        let share = |(source, stat): &(usize, Stat)| {
            Some(Share {
                source: *source,
                count: stat.count,
                value: stat.value(metric)?,
            })
        };
        let mut shares: Vec<Share> = stats.iter().filter_map(share).collect();
        sort_shares(&mut shares, &question.order);
        shares
    };
    let mut stat = Stat::default();
    for (_, of_source) in &decided.counted {
        stat.join(of_source);
    }
    let (start, end) = decided.span.instants();
    Some(BucketValue {
        start,
        end,
        date: decided.span.date,
        value: stat.value(metric)?,
        sum: None,
        min: stat.min.filter(|_| is_number),
        max: stat.max.filter(|_| is_number),
        mean: stat.mean(metric).filter(|_| is_number),
        count: stat.count,
        basis: decided.basis,
        sources: shares(&decided.counted),
        set_aside: shares(&decided.aside),
        categories: Vec::new(),
        travel_day: question.bucket == Bucket::Day && is_travel(stat.offsets),
    })
}
