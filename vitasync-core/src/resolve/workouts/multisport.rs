//! Puts the records of parts under the multisport workout they are parts of.
//!
//! A workout is multisport when its sport says so (triathlon, duathlon, brick, swimrun, …), or when its parts are of
//! different sports. A group is its child when every member fits every one of its records:
//!
//! - at least 80 % of the part lies inside the whole, and
//! - where the whole tells its parts, the part runs along one of them in a like sport. Transitions and smaller
//!   multisport workouts (a brick inside a triathlon) need only lie inside.
//!
//! What lies inside but is none of the parts stays a workout of its own: a swim in a duathlon is nobody's. Where
//! several wholes fit, the shortest is the parent. No parent is made up: three records that nobody recorded as a whole
//! are three workouts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::matching::{Rules, Span, is_one_kind, is_several};
use super::{Record, WorkoutGroup};
use crate::id::ContentId;
use crate::session::{Workout, WorkoutPart};
use crate::sport::Sport;

/// A group and its members' records, in the order in which they were gathered.
pub(super) type Closed<'a> = (Vec<Record<'a>>, WorkoutGroup);

/// How many levels of children there are at most: a brick's ride inside a triathlon is the second. What lies deeper, in
/// records that make no sense, becomes a child of the last level.
const DEEPEST: usize = 4;

/// Moves children under their parents; the groups come, and stay, in order of their starts.
pub(super) fn nest(closed: Vec<Closed<'_>>, rules: &Rules<'_>) -> Vec<WorkoutGroup> {
    let parents = parents(&closed, rules);
    let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&child, &parent) in &parents {
        children.entry(parent).or_default().push(child);
    }
    let mut groups: Vec<Option<WorkoutGroup>> = closed.into_iter().map(|(_, group)| Some(group)).collect();
    (0..groups.len())
        .filter(|at| !parents.contains_key(at))
        .filter_map(|at| build(at, &mut groups, &children))
        .collect()
}

/// Finds the parent of every group that has one.
fn parents(closed: &[Closed<'_>], rules: &Rules<'_>) -> BTreeMap<usize, usize> {
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, whole) in closed.iter().enumerate() {
        if !is_whole(&whole.0) {
            continue;
        }
        for child in inside(closed, &whole.0) {
            if child == at || !fits(&closed[child], whole, rules) {
                continue;
            }
            let parent = parents.entry(child).or_insert(at);
            if size(whole) < size(&closed[*parent]) {
                *parent = at;
            }
        }
    }
    let mut order: Vec<usize> = parents.keys().copied().collect();
    // Parents before their children: only wholes have some, and only shorter ones.
    order.sort_by_key(|&at| (!is_whole(&closed[at].0), Reverse(size(&closed[at]))));
    let mut depths: BTreeMap<usize, usize> = BTreeMap::new();
    for at in order {
        let parent = parents[&at];
        let depth = depths.get(&parent).map_or(1, |depth| depth + 1);
        if depth > DEEPEST {
            parents.insert(at, parents[&parent]);
        }
        depths.insert(at, depth.min(DEEPEST));
    }
    parents
}

/// Takes a group with its children. A parent is longer than any child that has children, so this ends.
fn build(
    at: usize,
    groups: &mut [Option<WorkoutGroup>],
    children: &BTreeMap<usize, Vec<usize>>,
) -> Option<WorkoutGroup> {
    let mut group = groups[at].take()?;
    for &child in children.get(&at).into_iter().flatten() {
        group.children.extend(build(child, groups, children));
    }
    Some(group)
}

/// Lists the groups that begin where a child of these records can begin.
fn inside(closed: &[Closed<'_>], whole: &[Record<'_>]) -> Range<usize> {
    let span = extent(whole);
    // A fifth of a part may lie before the whole: a quarter of what lies inside, which is no longer than the whole.
    let from = span.start - span.length() / 4;
    let begins = |limit| closed.partition_point(|(records, _)| records[0].span.start < limit);
    begins(from)..begins(span.end)
}

fn fits((part, _): &Closed<'_>, (whole, _): &Closed<'_>, rules: &Rules<'_>) -> bool {
    let pairs = || part.iter().flat_map(|a| whole.iter().map(move |b| (a, b)));
    let is_smaller = !is_whole(part) || extent(part).length() < extent(whole).length();
    is_smaller && pairs().all(|(a, b)| is_part(a, b)) && !pairs().any(|(a, b)| rules.are_separate(a, b))
}

fn is_part(record: &Record<'_>, whole: &Record<'_>) -> bool {
    let sport = record.workout.sport;
    let is_like = |part: &WorkoutPart| {
        let of = part.sport.unwrap_or(whole.workout.sport);
        (is_several(of) || is_one_kind(of, sport)) && record.span.is_along(Span::new(part.start, part.end))
    };
    let is_told = || whole.workout.parts.is_empty() || whole.workout.parts.iter().any(is_like);
    record.span.is_inside(whole.span) && (sport == Sport::Transition || is_multisport(record.workout) || is_told())
}

fn is_whole(records: &[Record<'_>]) -> bool {
    records.iter().any(|it| is_multisport(it.workout))
}

fn is_multisport(workout: &Workout) -> bool {
    let mut sports = workout
        .parts
        .iter()
        .map(|part| part.sport.unwrap_or(workout.sport))
        .filter(|sport| *sport != Sport::Transition);
    let first = sports.next();
    is_several(workout.sport) || first.is_some_and(|first| sports.any(|sport| !is_one_kind(first, sport)))
}

fn size((records, group): &Closed<'_>) -> (i64, ContentId) {
    (extent(records).length(), group.session_id)
}

/// Tells from the first start to the last end.
fn extent(records: &[Record<'_>]) -> Span {
    let first = records[0].span;
    records.iter().fold(first, |all, it| {
        let (start, end) = (all.start.min(it.span.start), all.end.max(it.span.end));
        Span { start, end }
    })
}
