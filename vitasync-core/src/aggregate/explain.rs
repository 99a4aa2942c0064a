//! Explains a value: every row that counts in it, every row that does not, and why.

use chrono::{DateTime, Utc};

use super::trace::{Entry, Standing};
use super::{Bucket, BucketValue, Question, Window, whole};
use crate::block::{Block, Row};
use crate::metric::{Aggregation, Metric};
use crate::preferences::Preferences;
use crate::resolve::SeriesData;
use crate::resolve::samples::{Piece, Rivalry, sweep};
use crate::source::Attributes;
use crate::time::from_ms;

/// A value, and what it is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'a> {
    /// What [`aggregate`](super::aggregate) answers.
    pub value: BucketValue,
    /// Every part of a row that lies in the bucket, in order of its source's rank and of time. A row that counts only in
    /// part has several.
    pub parts: Vec<RowPart<'a>>,
}

/// A part of a row, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RowPart<'a> {
    /// Which row.
    pub row: RowKey,
    /// Where the row stands among the samples of its source under the same (start, end): what
    /// [`ContentId::of_sample`](crate::id::ContentId::of_sample) asks for.
    pub ordinal: u32,
    /// What is known about the row: its own offsets and zone, and whether it is dated by a civil day.
    pub attributes: &'a Attributes,
    /// When the part begins.
    pub from: DateTime<Utc>,
    /// When the part ends, exclusive; equal to the beginning for an instant.
    pub until: DateTime<Utc>,
    /// What the part adds to the sum, or would have added; of a category whose time adds up its seconds. None where
    /// values do not add up.
    pub share: Option<f64>,
    /// The seconds the row's value weighs in the mean, or would have weighed. None where values add up.
    pub weight_s: Option<f64>,
    /// Whether it counts, and why not.
    pub verdict: Verdict,
}

/// What tells a row from all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowKey {
    /// Index into the series.
    pub source: usize,
    /// When the row begins.
    pub start: DateTime<Utc>,
    /// When the row ends, exclusive.
    pub end: DateTime<Utc>,
    /// The whole value, as measured.
    pub value: f64,
    /// Which of several equal rows it is.
    pub copy: u32,
}

/// Whether a part counts, and why not.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It counts.
    Counts,
    /// These rows count for its time: those of a better source, or better rows of its own.
    Covered(Vec<RowKey>),
    /// Another source was chosen for the bucket.
    OtherSource,
    /// It is the provider's total of the day, and the best source has intervals.
    TotalBesideIntervals,
    /// It is an interval, and the best source has the total of the day only.
    IntervalBesideTotal,
    /// It is the provider's value of the day, and its source has single values on that day.
    DailyValueBesideSamples,
    /// Its source gave another value for the same day later.
    OlderDelivery,
}

impl Verdict {
    /// Names the verdict on the wire.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Covered(_) => "covered",
            Self::OtherSource => "other_source",
            Self::TotalBesideIntervals => "total_beside_intervals",
            Self::IntervalBesideTotal => "interval_beside_total",
            Self::DailyValueBesideSamples => "daily_value_beside_samples",
            Self::OlderDelivery => "older_delivery",
        }
    }
}

/// Explains every bucket of a window; ask for one date or for one hour's instants to have one explained. The values are
/// those of [`aggregate`](super::aggregate) for the same arguments, and the parts of each source that count add up to
/// its share, those that do not to what was set aside of it. It holds every row of the window in memory.
///
/// ```
/// use vitasync_core::aggregate::{Bucket, Verdict, explain};
/// use vitasync_core::block::{Block, Identity, Row};
/// use vitasync_core::metric::Metric;
/// use vitasync_core::Preferences;
/// use vitasync_core::resolve::SeriesData;
/// # use vitasync_core::source::*;
/// # let source = |origin: &str, device_kind| Source { key: SourceKey { provider: "example".into(), origin: origin.into(), recording: Recording::Automatic }, name: origin.into(), device_kind, device: Device::default(), revision: Revision::LastWins };
/// # let steps = |start: &str, end: &str, value| {
/// #     let ms = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
/// #     let row = Row { start_ms: ms(start), end_ms: ms(end), value, copy: 0, version: 0, deleted: false, attributes: 0 };
/// #     [Block::from_rows([row], &[Attributes::default().into()], Identity::Time)]
/// # };
/// let (watch, phone) = (source("watch", DeviceKind::Watch), source("phone", DeviceKind::Phone));
/// let worn = steps("2025-06-15T08:00:00Z", "2025-06-15T12:00:00Z", 2000.0);
/// let carried = steps("2025-06-15T08:00:00Z", "2025-06-15T18:00:00Z", 5000.0);
/// let series = [SeriesData { source: &watch, blocks: &worn }, SeriesData { source: &phone, blocks: &carried }];
/// let date: chrono::NaiveDate = "2025-06-15".parse().unwrap();
/// let explained = explain(Metric::Steps, &series, &Preferences::default(), Bucket::Day, date..=date);
///
/// let day = &explained[0];
/// assert_eq!(day.value.value, 5000.0);
/// let told: Vec<_> = day.parts.iter().map(|part| (part.row.source, part.row.value, part.share.unwrap(), part.verdict.id())).collect();
/// assert_eq!(told, [(0, 2000.0, 2000.0, "counts"), (1, 5000.0, 2000.0, "covered"), (1, 5000.0, 3000.0, "counts")]);
/// assert!(matches!(&day.parts[1].verdict, Verdict::Covered(by) if by[0].source == 0));
/// ```
pub fn explain<'a>(
    metric: Metric,
    series: &[SeriesData<'a>],
    preferences: &Preferences,
    bucket: Bucket,
    window: impl Into<Window>,
) -> Vec<Explanation<'a>> {
    let question = Question::new(metric, series, preferences, bucket, &window.into());
    let answers = question.answer::<Vec<Entry<'a>>>();
    let is_covered = |entry: &Entry<'_>| entry.standing == Standing::Covered;
    let cover = if answers.iter().any(|(_, entries)| entries.iter().any(is_covered)) {
        Cover::of(&question)
    } else {
        Cover::default()
    };
    let explain = |(value, mut entries): (BucketValue, Vec<Entry<'a>>)| {
        let rank = |source: usize| question.order.iter().position(|it| *it == source);
        entries.sort_by_key(|it| (rank(it.piece.source), it.piece.start_ms, it.piece.end_ms));
        let parts = entries.iter().filter_map(|entry| part(metric, entry, &cover));
        Explanation {
            value,
            parts: parts.collect(),
        }
    };
    answers.into_iter().map(explain).collect()
}

fn part<'a>(metric: Metric, entry: &Entry<'a>, cover: &Cover<'a>) -> Option<RowPart<'a>> {
    let Piece {
        block,
        row,
        start_ms,
        end_ms,
        ..
    } = entry.piece;
    let adds_up = matches!(metric.spec().aggregation, Aggregation::Sum | Aggregation::Duration);
    Some(RowPart {
        row: key(&entry.piece)?,
        ordinal: ordinal(block, row),
        attributes: block.attributes(row),
        from: from_ms(start_ms)?,
        until: from_ms(end_ms)?,
        share: Some(entry.amount).filter(|_| adds_up),
        weight_s: Some(entry.amount).filter(|_| !adds_up),
        verdict: match entry.standing {
            Standing::Counts => Verdict::Counts,
            Standing::Covered => Verdict::Covered(cover.over(&entry.piece).filter_map(key).collect()),
            Standing::OtherSource => Verdict::OtherSource,
            Standing::TotalBesideIntervals => Verdict::TotalBesideIntervals,
            Standing::IntervalBesideTotal => Verdict::IntervalBesideTotal,
            Standing::DailyValueBesideSamples => Verdict::DailyValueBesideSamples,
            Standing::OlderDelivery => Verdict::OlderDelivery,
        },
    })
}

fn key(piece: &Piece<'_>) -> Option<RowKey> {
    Some(RowKey {
        source: piece.source,
        start: from_ms(piece.row.start_ms)?,
        end: from_ms(piece.row.end_ms)?,
        value: piece.row.value,
        copy: piece.row.copy,
    })
}

/// Counts the rows before one that share its start and end, deleted ones included: they keep their place.
fn ordinal(block: &Block, row: &Row) -> u32 {
    let rows = block.all_rows();
    let first = rows.partition_point(|it| (it.start_ms, it.end_ms) < (row.start_ms, row.end_ms));
    let before = rows[first..].iter().take_while(|it| !std::ptr::eq(*it, row));
    u32::try_from(before.count()).unwrap_or(u32::MAX)
}

/// What counts, in order of starts.
#[derive(Default)]
struct Cover<'a> {
    /// The sources, best first.
    order: Vec<usize>,
    /// Whether a source's own rows set each other aside.
    among_own: bool,
    rivalry: Rivalry,
    pieces: Vec<Piece<'a>>,
    /// Per piece the last end of all up to it.
    ends: Vec<i64>,
}

impl<'a> Cover<'a> {
    fn of(question: &Question<'_, 'a>) -> Self {
        let mut pieces = Vec::new();
        let take = |piece: &Piece<'a>| {
            if piece.counted {
                pieces.push(*piece);
            }
        };
        if question.placements.can_cut() {
            sweep(&question.order, question.series, question.rivalry(), take);
        } else {
            whole::choose(&question.order, question.series, take);
        }
        pieces.sort_by_key(|it| (it.start_ms, it.end_ms));
        let mut last = i64::MIN;
        let ends = pieces.iter().map(|it| {
            last = last.max(it.end_ms);
            last
        });
        Self {
            ends: ends.collect(),
            order: question.order.clone(),
            among_own: question.placements.can_cut(),
            rivalry: question.rivalry(),
            pieces,
        }
    }

    /// Lists what counts for the time of a piece that does not.
    fn over(&self, piece: &Piece<'a>) -> impl Iterator<Item = &Piece<'a>> {
        let (start_ms, end_ms) = (piece.start_ms, piece.end_ms);
        let rank = |source: usize| self.order.iter().position(|it| *it == source);
        let (own, among_own) = (rank(piece.source), self.among_own);
        let first = self.ends.partition_point(|end| *end < start_ms);
        let begun = self.pieces[first..]
            .iter()
            .take_while(move |it| it.start_ms < end_ms || it.start_ms == start_ms);
        begun.filter(move |it| {
            let overlaps = if it.start_ms == it.end_ms {
                start_ms == end_ms && it.start_ms == start_ms
            } else {
                it.end_ms > start_ms
            };
            let theirs = rank(it.source);
            overlaps && (theirs < own || (among_own && theirs == own) || self.rivalry.lies_over(it.row, piece.row))
        })
    }
}
