//! Lays the stages of one source on one line: none overlaps another, and being in bed is a layer of its own.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::session::{Session, Sleep, Stage};
use crate::sleep_stage::SleepStage;

/// A stretch of time, half-open.
pub(super) type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// One session's stages and its time in bed.
pub(super) struct Layers {
    /// The stages in order of time, none overlapping, equal neighbours joined.
    pub(super) hypnogram: Vec<Stage>,
    /// Where the source says in bed, in order of time, none touching.
    pub(super) in_bed: Vec<Stretch>,
}

impl Layers {
    /// Stands for a session of which nothing but start and end is told: slept through, as far as one knows.
    pub(super) fn slept_through(session: &Session) -> Self {
        let whole = Stage {
            stage: SleepStage::AsleepUnspecified,
            start: session.start,
            end: session.end,
        };
        Self {
            hypnogram: vec![whole],
            in_bed: Vec::new(),
        }
    }

    /// Separates and lays out a session's stages.
    pub(super) fn of(sleep: &Sleep) -> Self {
        let (in_bed, stages): (Vec<Stage>, Vec<Stage>) = sleep
            .stages
            .iter()
            .copied()
            .partition(|it| it.stage == SleepStage::InBed);
        Self {
            hypnogram: lay_out(&stages),
            in_bed: union(in_bed.into_iter().map(|it| (it.start, it.end))),
        }
    }
}

/// Tells whether a stage is neither sleep nor unknown.
pub(super) fn is_awake(stage: SleepStage) -> bool {
    matches!(stage, SleepStage::Awake | SleepStage::OutOfBed)
}

/// Which of two overlapping stages counts, the smaller: what is named before a wrapper of unspecified sleep, that
/// before unknown; then what starts later, which clips the earlier; then what ends sooner.
type Rank = (u8, Reverse<DateTime<Utc>>, DateTime<Utc>, u8);

fn rank(stage: &Stage) -> Rank {
    let layer = match stage.stage {
        SleepStage::Unknown => 2,
        SleepStage::AsleepUnspecified => 1,
        _ => 0,
    };
    (layer, Reverse(stage.start), stage.end, stage.stage.code())
}

/// Lays stages out so that none overlaps and equal neighbours are one.
fn lay_out(stages: &[Stage]) -> Vec<Stage> {
    let mut starting: Vec<&Stage> = stages.iter().filter(|it| it.start < it.end).collect();
    starting.sort_by_key(|it| (it.start, rank(it)));
    let mut borders: Vec<DateTime<Utc>> = starting.iter().flat_map(|it| [it.start, it.end]).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut laid: Vec<Stage> = Vec::with_capacity(stages.len());
    let mut open: BinaryHeap<Reverse<(Rank, usize)>> = BinaryHeap::new();
    let mut next = 0;
    for pair in borders.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        while starting.get(next).is_some_and(|it| it.start <= start) {
            open.push(Reverse((rank(starting[next]), next)));
            next += 1;
        }
        while open.peek().is_some_and(|Reverse((_, at))| starting[*at].end <= start) {
            open.pop();
        }
        let Some(Reverse((_, best))) = open.peek() else {
            continue;
        };
        let stage = starting[*best].stage;
        match laid.last_mut() {
            Some(last) if last.stage == stage && last.end == start => last.end = end,
            _ => laid.push(Stage { stage, start, end }),
        }
    }
    laid
}

/// Joins stretches that overlap or touch.
pub(super) fn union(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut sorted: Vec<Stretch> = stretches.filter(|(start, end)| start < end).collect();
    sorted.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::with_capacity(sorted.len());
    for (start, end) in sorted {
        match joined.last_mut() {
            Some((_, until)) if start <= *until => *until = end.max(*until),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Tells the seconds awake between two instants, and how often.
pub(super) fn awake_between(stages: &[Stage], from: DateTime<Utc>, to: DateTime<Utc>) -> (i64, u32) {
    let mut total = 0;
    let mut times = 0;
    let mut awake_until = None;
    for stage in stages.iter().filter(|it| is_awake(it.stage)) {
        let (start, end) = (stage.start.max(from), stage.end.min(to));
        if start >= end {
            continue;
        }
        total += seconds(end - start);
        // Out of bed right after lying awake is one waking.
        if awake_until != Some(start) {
            times += 1;
        }
        awake_until = Some(end);
    }
    (total, times)
}

/// Tells a duration in whole seconds, half a second rounded up.
pub(super) fn seconds(duration: TimeDelta) -> i64 {
    (duration.num_milliseconds() + 500).div_euclid(1000)
}
