//! Reads a group of records as one workout: the primary's fields, and what it lacks from the next best.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::WorkoutGroup;
use super::matching::says_nothing;
use crate::session::{Detail, Session, Workout};

/// A group as one workout.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MergedWorkout {
    /// The primary's record, with what it lacks filled from the others. Source, start and end are the primary's, and
    /// so is the vendor's id.
    pub session: Session,
    /// Whose each field is that has a value, as an index into the sessions. A statistic is named by metric and kind, for
    /// example `statistics.heart_rate.mean`; `elapsed_s` is end minus start.
    pub field_sources: BTreeMap<String, usize>,
    /// The parts that have records of their own, in order of time. What they say is not added to the whole.
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub children: Vec<MergedWorkout>,
}

/// Merges a group, and its children each by itself.
///
/// Every value is one record's: nothing is averaged, and routes, laps, events, parts and remarks are taken from one
/// source each; statistics one by one. A sport that says nothing (`other`) counts as lacking and gives way, together with
/// the vendor's word, to a better source's that says something. A timer that runs longer than the primary's elapsed
/// time is not taken over.
pub fn merge_group<S: Borrow<Session>>(group: &WorkoutGroup, sessions: &[S]) -> MergedWorkout {
    let members: Vec<(usize, &Session)> = std::iter::once(group.primary)
        .chain(group.members.iter().copied().filter(|at| *at != group.primary))
        .map(|at| (at, sessions[at].borrow()))
        .collect();
    let (_, primary) = members[0];
    let mut sources = Sources::default();
    let own = [
        ("source", true),
        ("start", true),
        ("end", true),
        ("elapsed_s", true),
        ("record", primary.record.is_some()),
        ("date_only", primary.attributes.date_only),
    ];
    for (name, _) in own.iter().filter(|(_, is_told)| *is_told) {
        sources.note(*name, group.primary);
    }
    // The route of the primary is cloned once, here.
    let mut session = primary.clone();
    let elapsed_s = (session.end - session.start).as_seconds_f64();
    for &(at, more) in &members {
        fill_attributes(&mut session, more, at, group.primary, &mut sources);
        if let (Detail::Workout(own), Detail::Workout(more)) = (&mut session.detail, &more.detail) {
            fill_workout(own, more, elapsed_s, at, &mut sources);
        }
    }
    if let Detail::Workout(workout) = &mut session.detail {
        fill_sport(workout, &members, &mut sources);
    }
    MergedWorkout {
        session,
        field_sources: sources.0,
        children: group
            .children
            .iter()
            .map(|child| merge_group(child, sessions))
            .collect(),
    }
}

/// Whose each field is.
#[derive(Default)]
struct Sources(BTreeMap<String, usize>);

impl Sources {
    fn note(&mut self, name: impl Into<String>, at: usize) {
        self.0.entry(name.into()).or_insert(at);
    }

    /// Takes over a value where there is none, and notes whose the value is.
    fn fill<T: Clone>(&mut self, name: &str, own: &mut Option<T>, more: &Option<T>, at: usize) {
        if own.is_none() {
            own.clone_from(more);
        }
        if more.is_some() {
            self.note(name, at);
        }
    }

    fn fill_list<T: Clone>(&mut self, name: &str, own: &mut Vec<T>, more: &[T], at: usize) {
        if own.is_empty() {
            own.extend_from_slice(more);
        }
        if !more.is_empty() {
            self.note(name, at);
        }
    }
}

fn fill_attributes(session: &mut Session, more: &Session, at: usize, primary: usize, sources: &mut Sources) {
    let (own, more) = (&mut session.attributes, &more.attributes);
    sources.fill("zone", &mut own.zone, &more.zone, at);
    // The two offsets belong together: the second is absent where it equals the first.
    if own.start_offset_s.is_none() || at == primary {
        sources.fill("end_offset_s", &mut own.end_offset_s, &more.end_offset_s, at);
    }
    sources.fill("start_offset_s", &mut own.start_offset_s, &more.start_offset_s, at);
    if own.remarks.is_empty() {
        own.remarks.clone_from(&more.remarks);
    }
    if !more.remarks.is_empty() {
        sources.note("remarks", at);
    }
}

fn fill_workout(own: &mut Workout, more: &Workout, elapsed_s: f64, at: usize, sources: &mut Sources) {
    sources.fill("title", &mut own.title, &more.title, at);
    let is_own = own.timer_s.is_some();
    let timer_s = more.timer_s.filter(|timer_s| is_own || *timer_s <= elapsed_s);
    sources.fill("timer_s", &mut own.timer_s, &timer_s, at);
    sources.fill_list("laps", &mut own.laps, &more.laps, at);
    sources.fill_list("events", &mut own.events, &more.events, at);
    sources.fill_list("parts", &mut own.parts, &more.parts, at);
    sources.fill_list("route", &mut own.route, &more.route, at);
    for statistic in &more.statistics {
        if own.statistic(statistic.metric, statistic.kind).is_none() {
            own.statistics.push(*statistic);
        }
        let name = format!("statistics.{}.{}", statistic.metric, statistic.kind.id());
        sources.note(name, at);
    }
}

/// Takes sport and vendor's word together from the best source whose sport says something.
fn fill_sport(own: &mut Workout, members: &[(usize, &Session)], sources: &mut Sources) {
    let told = members.iter().filter_map(|&(at, session)| match &session.detail {
        Detail::Workout(workout) => Some((at, workout.as_ref())),
        Detail::Sleep(_) => None,
    });
    // Of equals the first is taken: the primary, where nobody's sport says anything.
    if let Some((at, workout)) = told.min_by_key(|(_, workout)| says_nothing(workout.sport)) {
        own.sport = workout.sport;
        own.vendor_sport.clone_from(&workout.vendor_sport);
        sources.note("sport", at);
        if own.vendor_sport.is_some() {
            sources.note("vendor_sport", at);
        }
    }
}

/// Measures how much a record tells: fields that have a value, then the length of its series together with `samples`
/// that lie beside it, then statistics.
pub(super) fn richness(session: &Session, workout: &Workout, samples: usize) -> [usize; 3] {
    let Workout {
        sport,
        vendor_sport,
        title,
        timer_s,
        statistics,
        laps,
        events,
        parts,
        route,
    } = workout;
    let attributes = &session.attributes;
    let fields = [
        !says_nothing(*sport),
        vendor_sport.is_some(),
        title.is_some(),
        timer_s.is_some(),
        !statistics.is_empty(),
        !laps.is_empty(),
        !events.is_empty(),
        !parts.is_empty(),
        !route.is_empty(),
        attributes.zone.is_some(),
        attributes.start_offset_s.is_some(),
        !attributes.remarks.is_empty(),
    ];
    let filled = fields.into_iter().filter(|it| *it).count();
    let series = route.len() + laps.len() + events.len() + parts.len() + samples;
    [filled, series, statistics.len()]
}
