//! Makes events of records: one per workout, night or nap.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vitasync_core::id::ContentId;
use vitasync_core::resolve::sleep::{Night, nights};
use vitasync_core::resolve::{Links, MergedWorkout, WorkoutGroup, group_workouts, merge_group};
use vitasync_core::session::{Detail, Sleep};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Preferences, Session};

use super::{ByHand, Event, EventKind, Part, Record};
use crate::service::health::UserRef;

/// Makes events of records, in no order.
pub(super) fn resolve(
    user: &UserRef,
    preferences: &Preferences,
    apart: bool,
    records: Vec<(ContentId, Session)>,
) -> Vec<Event> {
    let zones = &preferences.zones;
    let kinds: BTreeSet<&str> = records.iter().map(|(_, session)| session.kind()).collect();
    if apart {
        return records
            .into_iter()
            .map(|(id, session)| raw(id, session, zones))
            .collect();
    }
    let mut events = Vec::new();
    for kind in kinds {
        let (ids, sessions): (Vec<ContentId>, Vec<Session>) = records
            .iter()
            .filter(|(_, session)| session.kind() == kind)
            .cloned()
            .unzip();
        if kind == EventKind::Sleep.id() {
            let found = nights(&sessions, preferences);
            events.extend(found.into_iter().map(|night| slept(night, &ids, &sessions, zones)));
        } else {
            let user = user.id.to_string();
            let groups = group_workouts(&sessions, &user, preferences);
            events.extend(groups.iter().map(|group| trained(group, &sessions, preferences)));
        }
    }
    events
}

fn record(id: ContentId, session: &Session) -> Record {
    Record {
        id,
        source: Arc::clone(&session.source),
        start: session.start,
        end: session.end,
    }
}

fn raw(id: ContentId, session: Session, zones: &ZoneHistory) -> Event {
    let at = match session.detail {
        Detail::Sleep(_) => session.end,
        Detail::Workout(_) => session.start,
    };
    let records = vec![record(id, &session)];
    Event {
        id,
        night: None,
        local_date: session.attributes.local_date(at, zones.at(at)),
        utc_offset_s: session.attributes.offset_s(session.start, zones.at(session.start)),
        records,
        parts: Vec::new(),
        field_sources: BTreeMap::new(),
        by_hand: ByHand::default(),
        session,
    }
}

fn slept(night: Night, ids: &[ContentId], sessions: &[Session], zones: &ZoneHistory) -> Event {
    let primary = &sessions[night.primary];
    let members = std::iter::once(night.primary).chain(night.others.iter().copied());
    let records: Vec<Record> = members.map(|at| record(ids[at], &sessions[at])).collect();
    let (nap, totals) = match &primary.detail {
        Detail::Sleep(sleep) => (sleep.nap, sleep.totals),
        Detail::Workout(_) => (None, None),
    };
    Event {
        id: records
            .iter()
            .map(|record| record.id)
            .min()
            .expect("a night has a record"),
        session: Session {
            start: night.start,
            end: night.end,
            detail: Detail::Sleep(Sleep {
                stages: night.stages.clone(),
                nap,
                totals,
            }),
            ..primary.clone()
        },
        local_date: night.date,
        utc_offset_s: primary.attributes.offset_s(night.start, zones.at(night.start)),
        records,
        parts: Vec::new(),
        field_sources: BTreeMap::new(),
        by_hand: ByHand::default(),
        night: Some(night),
    }
}

fn trained(group: &WorkoutGroup, sessions: &[Session], preferences: &Preferences) -> Event {
    let merged = merge_group(group, sessions);
    let source = |at: usize| Arc::clone(&sessions[at].source);
    let (start, attributes) = (merged.session.start, &merged.session.attributes);
    let zone = preferences.zones.at(start);
    let mut parts = Vec::new();
    add_parts(&mut parts, None, group, &merged, sessions);
    Event {
        id: group.session_id,
        night: None,
        local_date: attributes.local_date(start, zone),
        utc_offset_s: attributes.offset_s(start, zone),
        records: records(group, sessions),
        parts,
        by_hand: by_hand(group, &preferences.links),
        field_sources: merged
            .field_sources
            .into_iter()
            .map(|(field, at)| (field, source(at)))
            .collect(),
        session: merged.session,
    }
}

/// Lists the records of a group, the best first.
fn records(group: &WorkoutGroup, sessions: &[Session]) -> Vec<Record> {
    let members = group.members.iter();
    members
        .zip(&group.ids)
        .map(|(at, id)| record(*id, &sessions[*at]))
        .collect()
}

/// Adds the parts of a workout, each followed by its own.
fn add_parts(
    parts: &mut Vec<Part>,
    part_of: Option<ContentId>,
    group: &WorkoutGroup,
    merged: &MergedWorkout,
    sessions: &[Session],
) {
    for (child, merged) in group.children.iter().zip(&merged.children) {
        if let Detail::Workout(workout) = &merged.session.detail {
            parts.push(Part {
                id: child.session_id,
                part_of,
                sport: workout.sport,
                records: records(child, sessions),
            });
        }
        add_parts(parts, Some(child.session_id), child, merged, sessions);
    }
}

/// Tells what a person decided about a group.
fn by_hand(group: &WorkoutGroup, links: &Links) -> ByHand {
    let all: BTreeSet<ContentId> = group.records().into_iter().collect();
    let with = |id: &ContentId| links.joined(*id).into_iter().filter(|it| group.ids.contains(it));
    ByHand {
        linked: group.ids.iter().any(|id| with(id).count() > 1),
        chosen: group.ids.first().is_some_and(|id| links.is_primary(*id)),
        unlinked: all
            .iter()
            .flat_map(|id| links.separate_from(*id))
            .filter(|id| !all.contains(id))
            .collect(),
    }
}
