//! Reads a group of records as one workout: the primary's fields, and what it lacks from the next best.

use std::collections::BTreeMap;

use super::WorkoutGroup;
use crate::session::{Detail, Session, Workout};

/// A group as one workout.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedWorkout {
    /// The primary's record, with what it lacks filled from the others. Source, sport, start and end are the
    /// primary's, and so is the vendor's id.
    pub session: Session,
    /// Whose each filled field is, as an index into the sessions. A statistic is named by metric and kind, for
    /// example `statistics.heart_rate.mean`.
    pub field_sources: BTreeMap<String, usize>,
}

/// Merges a group. Routes, laps, events and parts are taken from one source each, never mixed; statistics one by one.
pub fn merge_group(group: &WorkoutGroup, sessions: &[Session]) -> MergedWorkout {
    let mut merged = MergedWorkout {
        session: sessions[group.primary].clone(),
        field_sources: BTreeMap::new(),
    };
    for name in ["source", "sport", "start", "end"] {
        merged.field_sources.insert(name.to_owned(), group.primary);
    }
    let Detail::Workout(mut workout) = merged.session.detail.clone() else {
        return merged;
    };
    let sources = &mut merged.field_sources;
    for &at in &group.members {
        let other = &sessions[at];
        let (own, more) = (&mut merged.session.attributes, &other.attributes);
        fill(&mut own.zone, &more.zone, "zone", at, sources);
        // The two offsets belong together: the second is absent where it equals the first.
        if own.start_offset_s.is_none() || at == group.primary {
            fill(&mut own.end_offset_s, &more.end_offset_s, "end_offset_s", at, sources);
        }
        fill(
            &mut own.start_offset_s,
            &more.start_offset_s,
            "start_offset_s",
            at,
            sources,
        );
        if let Detail::Workout(more) = &other.detail {
            fill_workout(&mut workout, more, at, sources);
        }
    }
    merged.session.detail = Detail::Workout(workout);
    merged
}

fn fill_workout(own: &mut Workout, more: &Workout, at: usize, sources: &mut BTreeMap<String, usize>) {
    fill(&mut own.vendor_sport, &more.vendor_sport, "vendor_sport", at, sources);
    fill(&mut own.title, &more.title, "title", at, sources);
    fill(&mut own.timer_s, &more.timer_s, "timer_s", at, sources);
    fill_list(&mut own.laps, &more.laps, "laps", at, sources);
    fill_list(&mut own.events, &more.events, "events", at, sources);
    fill_list(&mut own.parts, &more.parts, "parts", at, sources);
    fill_list(&mut own.route, &more.route, "route", at, sources);
    for statistic in &more.statistics {
        let name = format!("statistics.{}.{}", statistic.metric, kind_id(statistic.kind));
        if own.statistic(statistic.metric, statistic.kind).is_none() {
            own.statistics.push(*statistic);
        }
        sources.entry(name).or_insert(at);
    }
}

/// Takes over a value where there is none, and notes whose the value is.
fn fill<T: Clone>(own: &mut Option<T>, more: &Option<T>, name: &str, at: usize, sources: &mut BTreeMap<String, usize>) {
    if own.is_none() {
        own.clone_from(more);
    }
    if more.is_some() {
        sources.entry(name.to_owned()).or_insert(at);
    }
}

fn fill_list<T: Clone>(own: &mut Vec<T>, more: &[T], name: &str, at: usize, sources: &mut BTreeMap<String, usize>) {
    if own.is_empty() {
        own.extend_from_slice(more);
    }
    if !more.is_empty() {
        sources.entry(name.to_owned()).or_insert(at);
    }
}

/// Measures how much a record tells: fields, then points of the route, then statistics and marks.
pub(super) fn richness(workout: &Workout) -> [usize; 3] {
    let Workout {
        sport: _,
        vendor_sport,
        title,
        timer_s,
        statistics,
        laps,
        events,
        parts,
        route,
    } = workout;
    let fields = [
        vendor_sport.is_some(),
        title.is_some(),
        timer_s.is_some(),
        !statistics.is_empty(),
        !laps.is_empty(),
        !events.is_empty(),
        !parts.is_empty(),
        !route.is_empty(),
    ];
    let filled = fields.into_iter().filter(|it| *it).count();
    [
        filled,
        route.len(),
        statistics.len() + laps.len() + events.len() + parts.len(),
    ]
}

fn kind_id(kind: crate::session::StatisticKind) -> &'static str {
    use crate::session::StatisticKind;
    match kind {
        StatisticKind::Sum => "sum",
        StatisticKind::Mean => "mean",
        StatisticKind::Min => "min",
        StatisticKind::Max => "max",
    }
}
