//! Groups records of the same workout from several sources, and reads a group as one workout.
//!
//! Nothing is merged in storage: a group is computed, its members stay. Records of one source never meet in a group,
//! however alike they are. Groups are built by complete linkage, in order of (start, id): a record joins the nearest
//! group all of whose members it matches, so that a chain of near matches does not make one workout of two.
//!
//! A triathlon that one source records as a whole and another by its sports is one workout: the whole is a group, and
//! the records of its sports are groups among its [`children`](WorkoutGroup::children). Counting groups, or adding up
//! what their members say, counts such a day once. A child may be of the same source as its parent.
//!
//! What a person decides by hand ([`Links`]) comes before every rule but that of one source.

mod agreement;
mod links;
mod matching;
mod merge;
mod multisport;

use std::borrow::Borrow;
use std::cmp::Reverse;

use serde::Serialize;

pub use agreement::{Agreement, agreement};
pub use links::{ContradictoryLinks, Links, RefusedJoin, refused_joins};
pub use matching::Matcher;
pub use merge::{MergedWorkout, merge_group};

use self::matching::{Rules, Span};
use super::Priority;
use super::priority::{Wish, device_rank};
use crate::id::ContentId;
use crate::metric::Metric;
use crate::preferences::Preferences;
use crate::session::{Detail, Session, Workout};
use crate::source::SourceKey;
use crate::sport::SportCategory;

/// Records of the same workout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkoutGroup {
    /// Indexes into the sessions, best first.
    pub members: Vec<usize>,
    /// The identities of the members, in the same order. Each of them names the group.
    pub ids: Vec<ContentId>,
    /// The member to show: the first.
    pub primary: usize,
    /// The smallest of the members' identities. A member that joins later may lower it; the old one is then among
    /// [`ids`](Self::ids) and still names the group.
    pub session_id: ContentId,
    /// The parts of a multisport workout that have records of their own, in order of time. They are parts of this
    /// workout and not workouts beside it; a child's children are parts of a part.
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub children: Vec<WorkoutGroup>,
}

impl WorkoutGroup {
    /// Lists the identities of all records: the members' and the children's.
    pub fn records(&self) -> Vec<ContentId> {
        let children = self.children.iter().flat_map(Self::records);
        self.ids.iter().copied().chain(children).collect()
    }

    /// Tells whether a record is a member, or a member of a child.
    pub fn holds(&self, record: ContentId) -> bool {
        self.ids.contains(&record) || self.children.iter().any(|child| child.holds(record))
    }
}

/// Groups the workouts among sessions, in order of their first records. A workout nobody else has is a group of its own; nights are
/// passed over. Of a record that is given twice, the highest revision counts, and otherwise the last given.
///
/// The primary is the member the person chose, or the best by the person's order, then by the catalogue's order of
/// devices (a bike computer first for rides), then the one that tells most: more fields, then longer series, then more
/// statistics. To count the samples that lie beside a session too, use [`group_workouts_counting`].
///
/// ```
/// # use std::sync::Arc;
/// # use vitasync_core::Preferences;
/// # use vitasync_core::resolve::{group_workouts, merge_group};
/// # use vitasync_core::session::{Detail, Session, Workout};
/// # use vitasync_core::source::*;
/// # use vitasync_core::sport::Sport;
/// # let run = |provider: &str, device_kind, start: &str, end: &str, sport| Session {
/// #     source: Arc::new(Source { key: SourceKey { provider: provider.into(), origin: String::new(), recording: Recording::Active }, name: String::new(), device_kind, device: Device::default(), revision: Revision::LastWins }),
/// #     record: None,
/// #     start: start.parse().unwrap(),
/// #     end: end.parse().unwrap(),
/// #     attributes: Attributes::default(),
/// #     detail: Detail::Workout(Box::new(Workout::new(sport))),
/// # };
/// let sessions = [
///     run("strava", DeviceKind::App, "2025-06-15T07:00:20Z", "2025-06-15T07:45:00Z", Sport::TrailRunning),
///     run("garmin", DeviceKind::Watch, "2025-06-15T07:00:00Z", "2025-06-15T07:46:00Z", Sport::Running),
///     run("strava", DeviceKind::App, "2025-06-15T07:47:30Z", "2025-06-15T08:30:00Z", Sport::Running),
/// ];
/// let groups = group_workouts(&sessions, "ada", &Preferences::default());
/// assert_eq!(groups.len(), 2);
/// assert_eq!(groups[0].members, [1, 0]); // the watch is shown
/// assert_eq!(merge_group(&groups[0], &sessions).session.start, sessions[1].start);
///
/// // A triathlon of one source and the swim, the ride and the run of another: one workout with three parts.
/// let sessions = [
///     run("garmin", DeviceKind::Watch, "2025-06-22T08:00:00Z", "2025-06-22T10:30:00Z", Sport::Triathlon),
///     run("strava", DeviceKind::App, "2025-06-22T08:00:00Z", "2025-06-22T08:28:00Z", Sport::Swimming),
///     run("strava", DeviceKind::App, "2025-06-22T08:31:00Z", "2025-06-22T09:40:00Z", Sport::Cycling),
///     run("strava", DeviceKind::App, "2025-06-22T09:42:00Z", "2025-06-22T10:30:00Z", Sport::Running),
/// ];
/// let groups = group_workouts(&sessions, "ada", &Preferences::default());
/// assert_eq!(groups.len(), 1);
/// let parts: Vec<usize> = groups[0].children.iter().map(|part| part.primary).collect();
/// assert_eq!(parts, [1, 2, 3]);
/// ```
pub fn group_workouts<S: Borrow<Session>>(sessions: &[S], user: &str, preferences: &Preferences) -> Vec<WorkoutGroup> {
    group_workouts_counting(sessions, user, preferences, |_| 0)
}

/// Groups workouts as [`group_workouts`] does, where the caller knows how many samples lie beside each session: heart
/// rate, power and the like, which a session does not hold. `samples` is asked by index, and only where a group has
/// several members.
pub fn group_workouts_counting<S: Borrow<Session>>(
    sessions: &[S],
    user: &str,
    preferences: &Preferences,
    samples: impl Fn(usize) -> usize,
) -> Vec<WorkoutGroup> {
    let rules = Rules {
        matcher: preferences.matcher,
        links: &preferences.links,
    };
    let mut records = read(sessions, user);
    links::bind(&preferences.links, &mut records);
    let groups = gather(&records, &rules);
    let closed = groups.into_iter().map(|records| {
        let group = close(&records, preferences, &samples);
        (records, group)
    });
    multisport::nest(closed.collect(), &rules)
}

/// One source's record of a workout.
#[derive(Clone, Copy)]
struct Record<'a> {
    at: usize,
    id: ContentId,
    /// Records that a person joined share a unit; every other record is one by itself.
    unit: usize,
    span: Span,
    session: &'a Session,
    workout: &'a Workout,
}

impl Record<'_> {
    fn source(&self) -> &SourceKey {
        &self.session.source.key
    }

    fn revision(&self) -> Option<u64> {
        self.session.record.as_ref().and_then(|it| it.revision)
    }

    fn rank(&self, priority: &Priority, is_ride: bool, samples: usize) -> (Wish, u8, Reverse<[usize; 3]>) {
        let measured = if is_ride {
            Metric::DistanceCycling
        } else {
            Metric::WorkoutDuration
        };
        (
            priority.wish(Metric::WorkoutDuration, &self.session.source),
            device_rank(measured, &self.session.source),
            Reverse(merge::richness(self.session, self.workout, samples)),
        )
    }
}

/// Reads the workouts among sessions, each record once, in order of (start, id).
fn read<'a, S: Borrow<Session>>(sessions: &'a [S], user: &str) -> Vec<Record<'a>> {
    let mut records: Vec<Record<'a>> = sessions
        .iter()
        .enumerate()
        .filter_map(|(at, session)| {
            let session: &Session = session.borrow();
            let Detail::Workout(workout) = &session.detail else {
                return None;
            };
            Some(Record {
                at,
                id: session.id(user),
                unit: 0,
                span: Span::new(session.start, session.end),
                session,
                workout,
            })
        })
        .collect();
    // The revision is looked up only where a record was given twice.
    let newest = |it: &Record<'_>| Reverse((it.revision(), it.at));
    records.sort_unstable_by(|a, b| a.id.cmp(&b.id).then_with(|| newest(a).cmp(&newest(b))));
    records.dedup_by_key(|it| it.id);
    records.sort_unstable_by_key(|it| (it.span.start, it.id));
    for (unit, record) in records.iter_mut().enumerate() {
        record.unit = unit;
    }
    records
}

/// A group that a later record can still join.
struct Open {
    group: usize,
    end: i64,
}

/// Gathers records into groups, which come in order of their starts.
fn gather<'a>(records: &[Record<'a>], rules: &Rules<'_>) -> Vec<Vec<Record<'a>>> {
    let mut groups: Vec<Vec<Record<'a>>> = Vec::with_capacity(records.len());
    let mut open: Vec<Open> = Vec::new();
    for unit in records.chunk_by(|a, b| a.unit == b.unit) {
        let earliest = rules.earliest_end(unit[0].span.start);
        open.retain(|it| it.end >= earliest);
        let end = unit.iter().map(|it| it.span.end).max().unwrap_or(earliest);
        let near = open.iter_mut().filter_map(|it| {
            let gap = rules.gap(&groups[it.group], unit)?;
            Some((gap, it))
        });
        match near.min_by_key(|(gap, it)| (*gap, it.group)) {
            Some((_, it)) => {
                it.end = it.end.max(end);
                groups[it.group].extend_from_slice(unit);
            }
            None => {
                open.push(Open {
                    group: groups.len(),
                    end,
                });
                groups.push(unit.to_vec());
            }
        }
    }
    groups
}

/// Orders the members of a group, best first.
fn close(records: &[Record<'_>], preferences: &Preferences, samples: impl Fn(usize) -> usize) -> WorkoutGroup {
    let mut order: Vec<&Record<'_>> = records.iter().collect();
    if order.len() > 1 {
        let is_ride = records
            .iter()
            .any(|it| it.workout.sport.spec().category == SportCategory::Cycling);
        order.sort_by_cached_key(|&it| {
            let is_unchosen = !preferences.links.is_primary(it.id);
            let rank = it.rank(&preferences.priority, is_ride, samples(it.at));
            (is_unchosen, rank, it.source(), it.id)
        });
    }
    let ids: Vec<ContentId> = order.iter().map(|it| it.id).collect();
    WorkoutGroup {
        primary: order[0].at,
        members: order.iter().map(|it| it.at).collect(),
        session_id: ids.iter().copied().min().unwrap_or(order[0].id),
        ids,
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
