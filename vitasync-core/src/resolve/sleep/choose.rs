//! Chooses among records of the same sleep.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::NightBasis;
use super::hypnogram::{Layers, Stretch, seconds};
use crate::metric::Metric;
use crate::record::RecordKey;
use crate::resolve::Priority;
use crate::resolve::priority::{Wish, device_rank};
use crate::session::{Detail, Session, Sleep, SleepTotals, Stage};
use crate::sleep_stage::SleepStage;
use crate::source::{Attributes, SourceKey};

/// From this overlap on sessions of two sources are the same sleep.
const SAME: TimeDelta = TimeDelta::minutes(10);
/// Nobody sleeps for longer than the longest civil day; such a record has lost its end.
const LONGEST: TimeDelta = TimeDelta::hours(25);

/// One source's record of a sleep.
pub(super) struct Candidate<'a> {
    /// Index into the sessions.
    pub(super) at: usize,
    pub(super) session: &'a Session,
    pub(super) sleep: &'a Sleep,
    pub(super) layers: Layers,
    pub(super) basis: NightBasis,
    doubt: Doubt,
    telling: Telling,
    /// For how many seconds it knows what was going on.
    coverage_s: i64,
    /// Whether that is less than nine tenths of the longest that tells as much.
    is_partial: bool,
    wish: Wish,
    device: u8,
}

/// Whether a session is believed beside others, whatever the person prefers, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    No,
    OnlyInBed,
    TooLong,
}

/// How much a session says, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    Stages,
    StageTotals,
    Sleep,
    Nothing,
    Bed,
}

/// A record and what else was recorded of the same sleep, best first.
pub(super) struct Chosen<'a> {
    pub(super) primary: Candidate<'a>,
    pub(super) others: Vec<Candidate<'a>>,
    /// How many were chosen before it.
    rank: usize,
}

/// Everything that tells two records apart, so that equals are ordered whatever the order in which they are given.
type Order<'a> = (
    &'a SourceKey,
    (DateTime<Utc>, DateTime<Utc>),
    Option<(&'a RecordKey, Option<u64>)>,
    (&'a [Stage], &'a [Stretch]),
    (Option<bool>, &'a Option<SleepTotals>),
    &'a Attributes,
);

impl<'a> Candidate<'a> {
    /// Reads a session; workouts and what has no length are no candidates.
    pub(super) fn of(at: usize, session: &'a Session, priority: &Priority) -> Option<Self> {
        let Detail::Sleep(sleep) = &session.detail else {
            return None;
        };
        if session.end <= session.start {
            return None;
        }
        let (basis, telling, layers) = read(session, sleep);
        let doubt = match telling {
            _ if session.end - session.start > LONGEST => Doubt::TooLong,
            Telling::Bed => Doubt::OnlyInBed,
            _ => Doubt::No,
        };
        Some(Self {
            at,
            session,
            sleep,
            coverage_s: coverage_s(session, sleep, &layers, basis),
            layers,
            basis,
            doubt,
            telling,
            is_partial: false,
            wish: priority.wish(Metric::SleepStage, &session.source),
            device: device_rank(Metric::SleepStage, &session.source),
        })
    }

    /// Tells whether light, deep and REM sleep are told apart.
    pub(super) fn names_stages(&self) -> bool {
        matches!(self.telling, Telling::Stages | Telling::StageTotals)
    }

    fn start(&self) -> DateTime<Utc> {
        self.session.start
    }

    fn order(&self) -> Order<'_> {
        let session = self.session;
        let record = session.record.as_ref();
        (
            &session.source.key,
            (session.start, session.end),
            record.map(|it| (&it.key, it.revision)),
            (&self.layers.hypnogram, &self.layers.in_bed),
            (self.sleep.nap, &self.sleep.totals),
            &session.attributes,
        )
    }

    fn shared(&self, other: &Self) -> TimeDelta {
        self.session.end.min(other.session.end) - self.session.start.max(other.session.start)
    }

    /// Tells whether both are records of one sleep. A source sleeps once at a time: two of its records that overlap
    /// at all are two versions.
    fn is_same_sleep(&self, other: &Self) -> bool {
        let length = |it: &Self| it.session.end - it.session.start;
        let shared = self.shared(other);
        let enough = || shared >= SAME || shared * 2 >= length(self).min(length(other));
        shared > TimeDelta::zero() && (self.session.source.key == other.session.source.key || enough())
    }
}

/// Tells what the figures of a session can be made from, how much it says, and its stages.
fn read(session: &Session, sleep: &Sleep) -> (NightBasis, Telling, Layers) {
    let layers = Layers::of(sleep);
    let any = |found: fn(SleepStage) -> bool| layers.hypnogram.iter().any(|it| found(it.stage));
    let totals = sleep.totals.filter(|it| it.names_stages() || it.asleep_s.is_some());
    match totals {
        _ if any(is_detail) => (NightBasis::Stages, Telling::Stages, layers),
        _ if any(SleepStage::is_asleep) => (NightBasis::Stages, Telling::Sleep, layers),
        Some(totals) if totals.names_stages() => (NightBasis::Totals, Telling::StageTotals, layers),
        Some(_) => (NightBasis::Totals, Telling::Sleep, layers),
        None if sleep.stages.is_empty() => (NightBasis::Span, Telling::Nothing, Layers::slept_through(session)),
        None => (NightBasis::Stages, Telling::Bed, layers),
    }
}

fn is_detail(stage: SleepStage) -> bool {
    matches!(stage, SleepStage::Light | SleepStage::Deep | SleepStage::Rem)
}

/// Tells for how many seconds a session knows what was going on; of mere bedtime how long that was.
fn coverage_s(session: &Session, sleep: &Sleep, layers: &Layers, basis: NightBasis) -> i64 {
    let known = layers.hypnogram.iter().filter(|it| it.stage != SleepStage::Unknown);
    let sleeps = layers.hypnogram.iter().any(|it| it.stage.is_asleep());
    match basis {
        NightBasis::Totals => {
            let unknown_s = sleep.totals.and_then(|it| it.unknown_s);
            seconds(session.end - session.start) - unknown_s.map_or(0, i64::from)
        }
        NightBasis::Stages if !sleeps => {
            let in_bed = layers.in_bed.iter();
            in_bed.map(|(start, end)| seconds(*end - *start)).sum()
        }
        NightBasis::Stages | NightBasis::Span => known.map(|it| seconds(it.end - it.start)).sum(),
    }
}

/// Marks who covers less than nine tenths of the longest among those that overlap, doubt as little and tell as much.
fn mark_partial(candidates: &mut [Candidate<'_>], doubt: Doubt) {
    let mut longest: Vec<BTreeMap<Telling, i64>> = Vec::new();
    let mut until = DateTime::<Utc>::MIN_UTC;
    let mut clusters = Vec::new();
    for candidate in candidates.iter_mut().filter(|it| it.doubt == doubt) {
        if longest.is_empty() || candidate.start() >= until {
            longest.push(BTreeMap::new());
        }
        until = until.max(candidate.session.end);
        let cluster = longest.len() - 1;
        let known = longest[cluster].entry(candidate.telling).or_insert(0);
        *known = (*known).max(candidate.coverage_s);
        clusters.push((cluster, candidate));
    }
    for (cluster, candidate) in clusters {
        candidate.is_partial = candidate.coverage_s * 10 < longest[cluster][&candidate.telling] * 9;
    }
}

/// Chooses the records to believe, in order of time, and gives each of the rest to the one it shares most time with.
pub(super) fn choose(mut candidates: Vec<Candidate<'_>>) -> impl Iterator<Item = Chosen<'_>> {
    candidates.sort_by_key(Candidate::start);
    for doubt in [Doubt::No, Doubt::OnlyInBed, Doubt::TooLong] {
        mark_partial(&mut candidates, doubt);
    }
    candidates.sort_by(|a, b| {
        let key = |it: &Candidate<'_>| {
            (
                it.doubt,
                it.wish,
                it.telling,
                it.is_partial,
                it.device,
                Reverse(it.coverage_s),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.order().cmp(&b.order()))
    });
    // By start. None of them lies inside another, which would be the same sleep, so they are sorted by end as well.
    let mut chosen: BTreeMap<DateTime<Utc>, Chosen<'_>> = BTreeMap::new();
    for candidate in candidates {
        let rank = chosen.len();
        match rival(&mut chosen, &candidate) {
            Some(rival) => rival.others.push(candidate),
            None => {
                let primary = Chosen {
                    primary: candidate,
                    others: Vec::new(),
                    rank,
                };
                chosen.insert(primary.primary.start(), primary);
            }
        }
    }
    chosen.into_values()
}

/// Finds what was chosen for the same sleep: with which it shares most time, of equals the better one.
fn rival<'c, 'a>(
    chosen: &'c mut BTreeMap<DateTime<Utc>, Chosen<'a>>,
    candidate: &Candidate<'a>,
) -> Option<&'c mut Chosen<'a>> {
    chosen
        .range_mut(..candidate.session.end)
        .rev()
        .map(|(_, it)| it)
        .take_while(|it| it.primary.session.end > candidate.session.start)
        .filter(|it| it.primary.is_same_sleep(candidate))
        .min_by_key(|it| (Reverse(it.primary.shared(candidate)), it.rank))
}
