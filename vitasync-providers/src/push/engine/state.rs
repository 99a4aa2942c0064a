//! What an app keeps of a synchronisation between its runs: how far each type is read and acknowledged.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Plan;
use crate::push::Platform;

/// A state of another shape is not read.
const VERSION: u32 = 1;
/// What stands for an open end in the name of a lane (ISO 8601-2).
const OPEN: &str = "..";
/// The oldest thing a phone is asked for when everything is read again.
const OLDEST: NaiveDate = NaiveDate::from_ymd_opt(1990, 1, 1).expect("it is a date");
/// What lasts longer than this may reach over the border of a span.
const LONGEST: TimeDelta = TimeDelta::days(1);
/// A span is not cut any shorter.
const SHORTEST: TimeDelta = TimeDelta::hours(1);

/// How far a phone has come. Small: anchors and numbers, never data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State {
    version: u32,
    platform: Platform,
    device: String,
    /// The number of the next batch.
    pub(super) sequence: u64,
    /// What the server takes at once, as far as it has refused more.
    pub(super) most_bytes: usize,
    /// By type, newest first.
    pub(super) lanes: BTreeMap<String, Vec<Lane>>,
    /// By type, the spans to be read whole because its anchors were lost; the last is the next.
    pub(super) whole: BTreeMap<String, Vec<Span>>,
    /// The batches of which it is not known yet what became of their items.
    pub(super) unreported: Vec<String>,
}

/// The objects of a type that began in a span, and how far their changes are acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lane {
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) anchor: Option<String>,
}

/// A span of time: the first instant, and the first after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub to: DateTime<Utc>,
}

impl State {
    /// Makes the state of a phone that has never pushed.
    pub(super) fn fresh(plan: &Plan) -> Self {
        Self {
            version: VERSION,
            platform: plan.platform,
            device: plan.device.clone(),
            sequence: 1,
            most_bytes: plan.most_bytes,
            lanes: BTreeMap::new(),
            whole: BTreeMap::new(),
            unreported: Vec::new(),
        }
    }

    /// Reads a state; nothing where it is that of another phone, or of another shape.
    pub(super) fn read(text: &str, plan: &Plan) -> Option<Self> {
        let state: Self = serde_json::from_str(text).ok()?;
        let is_own = state.version == VERSION && state.platform == plan.platform && state.device == plan.device;
        is_own.then_some(state)
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).expect("a state is plain JSON")
    }

    /// Cuts the time of each type that is new into lanes.
    pub(super) fn add_types(&mut self, plan: &Plan, now: DateTime<Utc>) {
        for kind in &plan.types {
            if !self.lanes.contains_key(kind) {
                self.lanes.insert(kind.clone(), lanes(plan, now));
            }
        }
    }

    /// Goes back to what the server has, by the anchors it was given.
    ///
    /// A lane without an anchor is read from the start. Where the phone has pushed before, it is not known what of it was
    /// pushed and deleted since, so the type is read whole too.
    pub(super) fn rewind(&mut self, plan: &Plan, anchors: &BTreeMap<String, String>, now: DateTime<Utc>) {
        self.lanes.clear();
        self.whole.clear();
        for kind in &plan.types {
            let own = anchors
                .iter()
                .filter_map(|(name, anchor)| Lane::named(name.strip_prefix(kind)?, anchor));
            let mut own: Vec<Lane> = own.collect();
            own.sort_by_key(|lane| std::cmp::Reverse(lane.from));
            let lanes = joined(own).unwrap_or_else(|| lanes(plan, now));
            if self.sequence > 1 && lanes.iter().any(|lane| lane.anchor.is_none()) {
                self.whole.insert(kind.clone(), vec![all(now)]);
            }
            self.lanes.insert(kind.clone(), lanes);
        }
    }

    /// Forgets the anchors of a type, and notes that all of it has to be read whole: what was deleted since is told by no
    /// change any more.
    pub(super) fn forget(&mut self, kind: &str, now: DateTime<Utc>) {
        for lane in self.lanes.get_mut(kind).into_iter().flatten() {
            lane.anchor = None;
        }
        self.whole.insert(kind.to_owned(), vec![all(now)]);
    }

    /// Moves the anchor of a lane.
    pub(super) fn mark(&mut self, kind: &str, lane: usize, anchor: String) {
        if let Some(lane) = self.lanes.get_mut(kind).and_then(|lanes| lanes.get_mut(lane)) {
            lane.anchor = Some(anchor);
        }
    }

    /// Puts a span that was read whole away.
    pub(super) fn finish_whole(&mut self, kind: &str, span: Span) {
        if let Some(spans) = self.whole.get_mut(kind) {
            spans.retain(|it| *it != span);
            if spans.is_empty() {
                self.whole.remove(kind);
            }
        }
    }

    /// Puts two shorter spans in the place of one; tells whether it could.
    pub(super) fn halve_whole(&mut self, kind: &str, span: Span) -> bool {
        let Some(halves) = span.halves() else {
            return false;
        };
        let spans = self.whole.entry(kind.to_owned()).or_default();
        spans.retain(|it| *it != span);
        spans.extend(halves); // the newer one is the last, and so the next
        true
    }
}

impl Lane {
    /// Names the lane of a type, for the server: `HKQuantityTypeIdentifierStepCount 2026-03-01/..`.
    pub(super) fn name(&self, kind: &str) -> String {
        let end = |date: Option<NaiveDate>| date.map_or(OPEN.to_owned(), |date| date.to_string());
        format!("{kind} {}/{}", end(self.from), end(self.to))
    }

    fn named(interval: &str, anchor: &str) -> Option<Self> {
        let (from, to) = interval.strip_prefix(' ')?.split_once('/')?;
        let end = |text: &str| match text {
            OPEN => Some(None),
            date => date.parse().ok().map(Some),
        };
        Some(Self {
            from: end(from)?,
            to: end(to)?,
            anchor: Some(anchor.to_owned()),
        })
    }
}

impl Span {
    /// Cuts it in two that overlap, so that what reaches over the cut lies in one of them; the older first.
    fn halves(self) -> Option<[Self; 2]> {
        let length = self.to - self.from;
        if length <= SHORTEST {
            return None;
        }
        let middle = self.from + length / 2;
        let older = Self {
            from: self.from,
            to: middle + LONGEST.min(length / 4),
        };
        let newer = Self {
            from: middle,
            to: self.to,
        };
        Some([older, newer])
    }
}

/// Gives the span of all that a phone may hold.
fn all(now: DateTime<Utc>) -> Span {
    Span {
        from: OLDEST.and_time(chrono::NaiveTime::MIN).and_utc(),
        to: now + LONGEST,
    }
}

fn lanes(plan: &Plan, now: DateTime<Utc>) -> Vec<Lane> {
    let mut lanes = Vec::new();
    let mut to = None;
    for days in &plan.recent_days {
        let from = now.date_naive() - TimeDelta::days(i64::from(*days));
        lanes.push(Lane {
            from: Some(from),
            to,
            anchor: None,
        });
        to = Some(from);
    }
    lanes.push(Lane {
        from: None,
        to,
        anchor: None,
    });
    lanes
}

/// Takes the lanes that join from the newest on, and adds one for the rest.
fn joined(newest_first: Vec<Lane>) -> Option<Vec<Lane>> {
    let mut lanes: Vec<Lane> = Vec::new();
    for lane in newest_first {
        let joins = match lanes.last() {
            None => lane.to.is_none(),
            Some(newer) => newer.from.is_some() && newer.from == lane.to,
        };
        if joins {
            lanes.push(lane);
        }
    }
    let rest = lanes.last()?.from;
    if rest.is_some() {
        lanes.push(Lane {
            from: None,
            to: rest,
            anchor: None,
        });
    }
    Some(lanes)
}
