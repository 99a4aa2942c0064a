//! Chooses among records of the same sleep.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::hypnogram::{Layers, seconds};
use crate::metric::Metric;
use crate::resolve::Priority;
use crate::resolve::priority::{Wish, device_rank};
use crate::session::{Detail, Session};
use crate::sleep_stage::SleepStage;
use crate::source::SourceKey;

/// From this overlap on two sessions are the same sleep.
const SAME: TimeDelta = TimeDelta::minutes(10);

/// One source's record of a sleep.
pub(super) struct Candidate<'a> {
    /// Index into the sessions.
    pub(super) at: usize,
    pub(super) session: &'a Session,
    pub(super) layers: Layers,
    wish: Wish,
    pub(super) telling: Telling,
    device: u8,
}

/// How much a session says, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Telling {
    Stages,
    Sleep,
    Nothing,
    OnlyInBed,
}

impl<'a> Candidate<'a> {
    pub(super) fn of(at: usize, session: &'a Session, priority: &Priority) -> Option<Self> {
        let Detail::Sleep(sleep) = &session.detail else {
            return None;
        };
        if session.end <= session.start {
            return None;
        }
        let layers = Layers::of(session, sleep);
        let any = |found: fn(SleepStage) -> bool| layers.hypnogram.iter().any(|it| found(it.stage));
        let telling = if any(is_detail) {
            Telling::Stages
        } else if sleep.stages.is_empty() {
            Telling::Nothing
        } else if any(SleepStage::is_asleep) {
            Telling::Sleep
        } else {
            Telling::OnlyInBed
        };
        Some(Self {
            at,
            session,
            layers,
            wish: priority.wish(Metric::SleepStage, &session.source),
            telling,
            device: device_rank(Metric::SleepStage, &session.source),
        })
    }

    pub(super) fn start(&self) -> DateTime<Utc> {
        self.session.start
    }

    /// Orders equals, whatever the order in which they are given.
    pub(super) fn order(&self) -> (&SourceKey, DateTime<Utc>, DateTime<Utc>, Option<&str>) {
        let session = self.session;
        (&session.source.key, session.start, session.end, session.external_id())
    }

    /// Tells for how many seconds it knows what was going on.
    fn coverage(&self) -> i64 {
        let known = self
            .layers
            .hypnogram
            .iter()
            .filter(|it| it.stage != SleepStage::Unknown);
        let staged = known.map(|it| seconds(it.end - it.start)).sum();
        if self.telling == Telling::OnlyInBed {
            self.layers
                .in_bed
                .iter()
                .map(|(start, end)| seconds(*end - *start))
                .sum()
        } else {
            staged
        }
    }

    fn is_same_sleep(&self, other: &Self) -> bool {
        let (a, b) = (self.session, other.session);
        let shared = a.end.min(b.end) - a.start.max(b.start);
        let shorter = (a.end - a.start).min(b.end - b.start);
        shared > TimeDelta::zero() && (shared >= SAME || shared * 2 >= shorter)
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

/// Chooses the records to believe, best first, and gives each of the rest to the one it shares most time with.
pub(super) fn choose(mut cluster: Vec<Candidate<'_>>) -> Vec<(Candidate<'_>, Vec<Candidate<'_>>)> {
    let mut longest: BTreeMap<Telling, i64> = BTreeMap::new();
    for candidate in &cluster {
        let known = longest.entry(candidate.telling).or_insert(0);
        *known = (*known).max(candidate.coverage());
    }
    let is_partial = |it: &Candidate<'_>| it.coverage() * 10 < longest[&it.telling] * 9;
    cluster.sort_by(|a, b| {
        let key = |it: &Candidate<'_>| {
            (
                it.telling == Telling::OnlyInBed,
                it.wish,
                it.telling,
                is_partial(it),
                it.device,
                Reverse(it.coverage()),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.order().cmp(&b.order()))
    });
    let mut chosen: Vec<(Candidate<'_>, Vec<Candidate<'_>>)> = Vec::new();
    for candidate in cluster {
        let shared = |primary: &Candidate<'_>| {
            let (a, b) = (primary.session, candidate.session);
            a.end.min(b.end) - a.start.max(b.start)
        };
        let rivals = chosen
            .iter_mut()
            .filter(|(primary, _)| primary.is_same_sleep(&candidate));
        // Of equals the first, which is the better one.
        match rivals.min_by_key(|(primary, _)| Reverse(shared(primary))) {
            Some((_, others)) => others.push(candidate),
            None => chosen.push((candidate, Vec::new())),
        }
    }
    chosen
}
