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

/// One source's record of a sleep.
pub(super) struct Candidate<'a> {
    /// Index into the sessions.
    pub(super) at: usize,
    pub(super) session: &'a Session,
    pub(super) sleep: &'a Sleep,
    pub(super) layers: Layers,
    pub(super) basis: NightBasis,
    /// Whether light, deep or REM sleep is told apart.
    pub(super) names_stages: bool,
    telling: Telling,
    /// For how many seconds it knows what was going on.
    coverage_s: i64,
    wish: Wish,
    device: u8,
}

/// How much a session says, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    Stages,
    StageTotals,
    Sleep,
    Nothing,
    OnlyInBed,
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
        let told = Layers::of(sleep);
        let sleeps = told.hypnogram.iter().any(|it| it.stage.is_asleep());
        let totals = sleep.totals.filter(|it| it.names_stages() || it.asleep_s.is_some());
        let basis = match totals {
            _ if sleeps => NightBasis::Stages,
            Some(_) => NightBasis::Totals,
            None if sleep.stages.is_empty() => NightBasis::Span,
            None => NightBasis::Stages,
        };
        let layers = match basis {
            NightBasis::Span => Layers::slept_through(session),
            _ => told,
        };
        let names_stages = match basis {
            NightBasis::Totals => totals.is_some_and(|it| it.names_stages()),
            _ => layers.hypnogram.iter().any(|it| is_detail(it.stage)),
        };
        let telling = match basis {
            NightBasis::Stages if names_stages => Telling::Stages,
            NightBasis::Totals if names_stages => Telling::StageTotals,
            NightBasis::Stages if !sleeps => Telling::OnlyInBed,
            NightBasis::Span => Telling::Nothing,
            _ => Telling::Sleep,
        };
        let unknown_s = match basis {
            NightBasis::Totals => totals.and_then(|it| it.unknown_s).map_or(0, i64::from),
            _ => 0,
        };
        Some(Self {
            at,
            session,
            sleep,
            coverage_s: coverage_s(session, &layers, basis, telling) - unknown_s,
            layers,
            basis,
            names_stages,
            telling,
            wish: priority.wish(Metric::SleepStage, &session.source),
            device: device_rank(Metric::SleepStage, &session.source),
        })
    }

    pub(super) fn start(&self) -> DateTime<Utc> {
        self.session.start
    }

    pub(super) fn order(&self) -> Order<'_> {
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

fn coverage_s(session: &Session, layers: &Layers, basis: NightBasis, telling: Telling) -> i64 {
    let in_bed = layers.in_bed.iter().map(|(start, end)| seconds(*end - *start));
    let known = layers.hypnogram.iter().filter(|it| it.stage != SleepStage::Unknown);
    match (basis, telling) {
        (NightBasis::Totals, _) => seconds(session.end - session.start),
        (_, Telling::OnlyInBed) => in_bed.sum(),
        _ => known.map(|it| seconds(it.end - it.start)).sum(),
    }
}

fn is_detail(stage: SleepStage) -> bool {
    matches!(stage, SleepStage::Light | SleepStage::Deep | SleepStage::Rem)
}

/// Splits candidates, sorted by start, where nothing goes on.
pub(super) fn clusters(candidates: Vec<Candidate<'_>>) -> Vec<Vec<Candidate<'_>>> {
    let mut clusters: Vec<Vec<Candidate<'_>>> = Vec::new();
    let mut until = DateTime::<Utc>::MIN_UTC;
    for candidate in candidates {
        let end = candidate.session.end;
        match clusters.last_mut() {
            Some(cluster) if candidate.start() < until => cluster.push(candidate),
            _ => clusters.push(vec![candidate]),
        }
        until = until.max(end);
    }
    clusters
}

/// Chooses the records to believe, and gives each of the rest to the one it shares most time with.
pub(super) fn choose(mut cluster: Vec<Candidate<'_>>) -> Vec<Chosen<'_>> {
    let mut longest: BTreeMap<Telling, i64> = BTreeMap::new();
    for candidate in &cluster {
        let known = longest.entry(candidate.telling).or_insert(0);
        *known = (*known).max(candidate.coverage_s);
    }
    let is_partial = |it: &Candidate<'_>| it.coverage_s * 10 < longest[&it.telling] * 9;
    cluster.sort_by(|a, b| {
        let key = |it: &Candidate<'_>| {
            (
                it.telling == Telling::OnlyInBed,
                it.wish,
                it.telling,
                is_partial(it),
                it.device,
                Reverse(it.coverage_s),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.order().cmp(&b.order()))
    });
    // By start. None of them lies inside another, which would be the same sleep, so they are sorted by end as well.
    let mut chosen: BTreeMap<DateTime<Utc>, Chosen<'_>> = BTreeMap::new();
    for candidate in cluster {
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
    chosen.into_values().collect()
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
