//! Answers what does not add up: per bucket the best source that has data, its mean, last, least or greatest value.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::buckets::{Bucket, Ledger};
use super::calendar::Span;
use super::clock::{OffsetRange, widen};
use super::cut::{Cutter, day_of};
use super::sums::{newest, seconds};
use super::trace::{Entry, Standing, Trace};
use super::whole::Placement;
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
struct Stat<R> {
    count: u64,
    /// By the metric's own weights.
    mean: Mean,
    /// By the length of intervals, and a second for an instant.
    plain: Mean,
    min: Option<f64>,
    max: Option<f64>,
    last: Option<(i64, i64, f64)>,
    dated: bool,
    offsets: OffsetRange,
    trace: R,
}

/// A weighted mean in the making; sound levels are added as energy.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    weight: f64,
    weighted: f64,
}

impl Mean {
    fn of(metric: Metric, value: f64, weight: f64) -> Self {
        let level = if is_sound_level(metric) {
            10_f64.powf(value / 10.0)
        } else {
            value
        };
        Self {
            weight,
            weighted: weight * level,
        }
    }

    fn join(&mut self, other: Self) {
        self.weight += other.weight;
        self.weighted += other.weighted;
    }

    fn value(self, metric: Metric) -> Option<f64> {
        let mean = (self.weight > 0.0).then(|| self.weighted / self.weight)?;
        Some(if is_sound_level(metric) {
            10.0 * mean.log10()
        } else {
            mean
        })
    }
}

impl<'a, R: Trace<'a>> Stat<R> {
    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.mean.join(other.mean);
        self.plain.join(other.plain);
        self.min = extreme(self.min, other.min, f64::min);
        self.max = extreme(self.max, other.max, f64::max);
        self.last = match (self.last, other.last) {
            (Some(a), Some(b)) => Some(if (b.0, b.1) >= (a.0, a.1) { b } else { a }),
            (a, b) => a.or(b),
        };
        self.offsets = widen(self.offsets, other.offsets);
        self.trace.join(&other.trace);
    }

    /// Tells the value by the metric's aggregation.
    fn value(&self, metric: Metric) -> Option<f64> {
        match metric.spec().aggregation {
            Aggregation::Min => self.min,
            Aggregation::Max => self.max,
            Aggregation::Last => self.last.map(|(.., value)| value),
            _ => self.mean.value(metric),
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
struct Decided<R> {
    span: Span,
    basis: Basis,
    counted: Vec<(usize, Stat<R>)>,
    aside: Vec<(usize, Stat<R>)>,
}

fn join_source<'a, R: Trace<'a>>(stats: &mut Vec<(usize, Stat<R>)>, source: usize, stat: &Stat<R>) {
    match stats.iter_mut().find(|(known, _)| *known == source) {
        Some((_, known)) => known.join(stat),
        None => stats.push((source, stat.clone())),
    }
}

/// A value of a whole day that does not count, of a source.
type Lost<R> = (NaiveDate, usize, Stat<R>);

pub(super) fn aggregate<'a, R: Trace<'a>>(question: &Question<'_, 'a>) -> Vec<(BucketValue, R)> {
    let mut found: Vec<(Span, usize, Stat<R>)> = Vec::new();
    let mut lost: Vec<Lost<R>> = Vec::new();
    for (rank, &source) in question.order.iter().enumerate() {
        let stats = stats_of(question, source, &mut lost);
        found.extend(stats.into_iter().map(|(span, stat)| (span, rank, stat)));
    }
    // Of days the date tells which bucket it is, of what is shorter the start. Sorted runs, one per source: the sort
    // merges them.
    let place = |span: &Span| match question.fine() {
        Bucket::Day => (Some(span.date), 0),
        _ => (None, span.start_ms),
    };
    found.sort_by_key(|(span, rank, _)| (place(span), *rank));
    let mut decided: Vec<Decided<R>> = found
        .chunk_by(|a, b| place(&a.0) == place(&b.0))
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
fn stats_of<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    source: usize,
    lost: &mut Vec<Lost<R>>,
) -> Vec<(Span, Stat<R>)> {
    let mut cutter: Cutter<'_, 'a, Stat<R>> = Cutter::new(question);
    let mut dated: BTreeMap<NaiveDate, Vec<Piece<'a>>> = BTreeMap::new();
    let by_day = question.fine() == Bucket::Day;
    let hold = hold_ms(question.metric);
    let mut waiting: Option<Piece<'a>> = None;
    for (block, row) in question.series[source].rows() {
        let piece = Piece::whole(source, block, row);
        if block.attributes(row).date_only {
            if let Some(date) = day_of(question, &piece).filter(|_| by_day) {
                dated.entry(date).or_default().push(piece);
            }
            continue;
        }
        // An instant's value holds until the next row begins.
        if let (Some(hold), Some(earlier)) = (hold, waiting.take()) {
            let length = (row.start_ms - earlier.start_ms).clamp(SECOND_MS, hold);
            place(question, &mut cutter, &earlier, length);
        }
        if hold.is_some() && piece.start_ms == piece.end_ms {
            waiting = Some(piece);
        } else {
            place(
                question,
                &mut cutter,
                &piece,
                (piece.end_ms - piece.start_ms).max(SECOND_MS),
            );
        }
    }
    if let (Some(hold), Some(earlier)) = (hold, waiting) {
        place(question, &mut cutter, &earlier, hold);
    }
    for (date, values) in dated {
        keep_dated(question, &mut cutter.ledger, date, &values, lost);
    }
    cutter.ledger.into_entries()
}

/// Adds a value to the buckets it lies in, weighing its time in each; an instant lies in one.
fn place<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    cutter: &mut Cutter<'_, 'a, Stat<R>>,
    piece: &Piece<'a>,
    length_ms: i64,
) {
    let metric = question.metric;
    let placement = question.placements.of_row(piece.row);
    // In the plain mean an instant's value does not hold until the next.
    let is_instant = piece.start_ms == piece.end_ms;
    let weights = |ms: i64| (ms, if is_instant { ms.min(SECOND_MS) } else { ms });
    if placement != Placement::Overlap && (question.fine() == Bucket::Day || placement == Placement::Start) {
        if let Some((stat, own)) = cutter.place(placement, piece) {
            stat.note(metric, piece, weights(length_ms), own);
        }
        return;
    }
    let mut parted: Vec<NaiveDate> = Vec::new();
    cutter.cut(piece, |stat, part, own| {
        let (start_ms, end_ms) = (part.start_ms, part.end_ms);
        let weighs_ms = if is_instant {
            length_ms.min(part.stretch.end_ms - start_ms)
        } else {
            (end_ms - start_ms).max(SECOND_MS)
        };
        let piece = Piece {
            start_ms,
            end_ms,
            ..*piece
        };
        stat.note(metric, &piece, weights(weighs_ms), own);
        if part.stretch.parted {
            // A row that lies in both stretches of a date that comes back is one.
            stat.count -= u64::from(parted.contains(&part.stretch.date));
            parted.push(part.stretch.date);
        }
    });
}

impl<'a, R: Trace<'a>> Stat<R> {
    /// Takes a value into account that weighs so many milliseconds in the metric's own mean and in the plain one.
    fn note(&mut self, metric: Metric, piece: &Piece<'a>, (weighs_ms, plain_ms): (i64, i64), own: OffsetRange) {
        let value = piece.row.value;
        let weight = seconds(0, weighs_ms);
        self.join(&Self {
            count: 1,
            mean: Mean::of(metric, value, weight),
            plain: Mean::of(metric, value, seconds(0, plain_ms)),
            min: Some(value),
            max: Some(value),
            last: Some((piece.row.start_ms, piece.row.end_ms, value)),
            dated: false,
            offsets: own,
            trace: R::default(),
        });
        self.trace.note(|| Entry {
            piece: *piece,
            amount: weight,
            standing: Standing::Counts,
        });
    }
}

/// Adds a value of a whole day, unless the source has single values on that day. Among the days of a week it weighs
/// as an instant does, or in a time-weighted mean as its day.
fn keep_dated<'a, R: Trace<'a>>(
    question: &Question<'_, 'a>,
    ledger: &mut Ledger<'_, Stat<R>>,
    date: NaiveDate,
    values: &[Piece<'a>],
    lost: &mut Vec<Lost<R>>,
) {
    let beside_samples = ledger.knows(date);
    let chosen = newest(values.iter()).filter(|_| !beside_samples);
    let metric = question.metric;
    for piece in values {
        if chosen.is_some_and(|chosen| std::ptr::eq(chosen.row, piece.row)) {
            let (span, stat) = ledger.on(date);
            let length = match hold_ms(metric) {
                Some(_) => (span.end_ms - span.start_ms).max(SECOND_MS),
                None => SECOND_MS,
            };
            stat.note(metric, piece, (length, SECOND_MS), None);
            stat.dated = true;
        } else {
            let mut stat: Stat<R> = Stat::default();
            stat.note(metric, piece, (SECOND_MS, SECOND_MS), None);
            stat.trace.lose(if beside_samples {
                Standing::DailyValueBesideSamples
            } else {
                Standing::OlderDelivery
            });
            lost.push((date, piece.source, stat));
        }
    }
}

/// Chooses the best source of a bucket.
fn decide<'a, R: Trace<'a>>(question: &Question<'_, 'a>, bucket: &[(Span, usize, Stat<R>)]) -> Option<Decided<R>> {
    let ((span, rank, stat), others) = bucket.split_first()?;
    let source = |rank: usize| question.order[rank];
    let other = |(_, rank, stat): &(Span, usize, Stat<R>)| {
        let mut stat = stat.clone();
        stat.trace.lose(Standing::OtherSource);
        (source(*rank), stat)
    };
    Some(Decided {
        span: *span,
        basis: if stat.dated {
            Basis::ProviderTotal
        } else {
            Basis::Samples
        },
        counted: vec![(source(*rank), stat.clone())],
        aside: others.iter().map(other).collect(),
    })
}

/// Joins days into weeks or months.
fn fold<'a, R: Trace<'a>>(question: &Question<'_, 'a>, days: Vec<Decided<R>>) -> Vec<Decided<R>> {
    let mut folded: Vec<Decided<R>> = Vec::new();
    for day in days {
        let first = question.first_date(day.span.date);
        match folded.last_mut() {
            Some(last) if last.span.date == first => {
                last.basis = last.basis.join(day.basis);
                for (source, stat) in &day.counted {
                    join_source(&mut last.counted, *source, stat);
                }
                for (source, stat) in &day.aside {
                    join_source(&mut last.aside, *source, stat);
                }
            }
            _ => folded.push(Decided {
                span: Span::of(first, question.bucket, question.preferences),
                ..day
            }),
        }
    }
    folded
}

fn answer<'a, R: Trace<'a>>(question: &Question<'_, 'a>, decided: Decided<R>) -> Option<(BucketValue, R)> {
    let metric = question.metric;
    let is_number = metric.spec().kind != Kind::Category;
    let shares = |stats: &[(usize, Stat<R>)]| {
        let share = |(source, stat): &(usize, Stat<R>)| {
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
    let mut stat: Stat<R> = Stat::default();
    for (_, of_source) in &decided.counted {
        stat.join(of_source);
    }
    let (start, end) = decided.span.instants();
    let by_time = hold_ms(metric).is_some();
    let answer = BucketValue {
        start,
        end,
        date: decided.span.date,
        value: stat.value(metric)?,
        sum: None,
        min: stat.min.filter(|_| is_number),
        max: stat.max.filter(|_| is_number),
        mean: stat.plain.value(metric).filter(|_| is_number),
        time_weighted_mean: stat.mean.value(metric).filter(|_| is_number && by_time),
        count: stat.count,
        basis: decided.basis,
        sources: shares(&decided.counted),
        set_aside: shares(&decided.aside),
        categories: Vec::new(),
        travel_day: question.is_travel_day(decided.span.date, stat.offsets),
    };
    for (_, of_source) in &decided.aside {
        stat.trace.join(&of_source.trace);
    }
    Some((answer, stat.trace))
}
