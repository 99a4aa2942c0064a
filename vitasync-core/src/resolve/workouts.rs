//! Groups records of the same workout from several sources, and reads a group as one workout.
//!
//! Nothing is merged in storage: a group is computed, its members stay. Records of one source never meet in a group,
//! however alike they are. Groups are built by complete linkage, in order of (start, id): a record joins the first
//! group all of whose members it matches, so that a chain of near matches does not make one workout of two.

mod merge;

use std::cmp::Reverse;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

pub use merge::{MergedWorkout, merge_group};

use super::Priority;
use super::priority::{Wish, device_rank};
use crate::id::ContentId;
use crate::metric::{Category, Metric};
use crate::preferences::Preferences;
use crate::session::{Detail, Session, StatisticKind, Workout};
use crate::source::SourceKey;
use crate::sport::{Sport, SportCategory};
use crate::unit::Quantity;

/// Says when two records are the same workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matcher {
    /// Of one family of sports (walking and hiking are one here); at least 80 % of the shorter lies inside the other;
    /// their elapsed or their timer times differ by at most 20 % of the longer; and where both tell a distance, these
    /// differ by at most 10 % of the longer.
    #[default]
    Overlap,
    /// TrainStack's rule: of the same sport, begun at most two minutes apart, and elapsed times that differ by at most
    /// 10 % of the longer; the borders match.
    TrainStack,
}

impl Matcher {
    /// Every matcher.
    pub const ALL: [Self; 2] = [Self::Overlap, Self::TrainStack];

    /// Names the matcher in settings.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::TrainStack => "train_stack",
        }
    }

    /// Finds a matcher by its name in settings.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matcher| matcher.id() == id)
    }
}

/// Records of the same workout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkoutGroup {
    /// Indexes into the sessions, best first.
    pub members: Vec<usize>,
    /// The member to show.
    pub primary: usize,
    /// The smallest of the members' identities. A member that joins later may lower it.
    pub session_id: ContentId,
}

/// Groups the workouts among sessions, in order of time. A workout nobody else has is a group of its own; nights are
/// passed over.
///
/// The primary is the best by the person's order, then by the catalogue's order of devices (a bike computer first for
/// rides), then the one that tells most.
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
/// ```
pub fn group_workouts(sessions: &[Session], user: &str, preferences: &Preferences) -> Vec<WorkoutGroup> {
    let matcher = preferences.matcher;
    let mut records: Vec<Record<'_>> = sessions
        .iter()
        .enumerate()
        .filter_map(|(at, session)| Record::of(at, session, user, &preferences.priority))
        .collect();
    records.sort_by_key(|record| (record.session.start, record.id, record.at));
    let mut groups: Vec<Vec<Record<'_>>> = Vec::new();
    // Groups that a later record can still join; the rest has ended too long ago.
    let mut open: Vec<usize> = Vec::new();
    for record in records {
        let start = record.session.start;
        let earliest = start.checked_sub_signed(matcher.reach()).unwrap_or(start);
        open.retain(|&group| groups[group].iter().any(|member| member.session.end >= earliest));
        let joins = |group: &usize| groups[*group].iter().all(|member| matches(matcher, member, &record));
        match open.iter().copied().find(joins) {
            Some(group) => groups[group].push(record),
            None => {
                open.push(groups.len());
                groups.push(vec![record]);
            }
        }
    }
    groups.into_iter().map(close).collect()
}

fn close(mut records: Vec<Record<'_>>) -> WorkoutGroup {
    let session_id = records
        .iter()
        .map(|record| record.id)
        .min()
        .expect("a group begins with a record");
    records.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let members: Vec<usize> = records.iter().map(|record| record.at).collect();
    WorkoutGroup {
        primary: members[0],
        members,
        session_id,
    }
}

/// One source's record of a workout.
struct Record<'a> {
    at: usize,
    id: ContentId,
    session: &'a Session,
    workout: &'a Workout,
    distance_m: Option<f64>,
    wish: Wish,
    device: u8,
}

impl<'a> Record<'a> {
    fn of(at: usize, session: &'a Session, user: &str, priority: &Priority) -> Option<Self> {
        let Detail::Workout(workout) = &session.detail else {
            return None;
        };
        let is_ride = workout.sport.spec().category == SportCategory::Cycling;
        let measured = if is_ride {
            Metric::DistanceCycling
        } else {
            Metric::WorkoutDuration
        };
        Some(Self {
            at,
            id: session.id(user),
            session,
            workout,
            distance_m: distance_m(workout),
            wish: priority.wish(Metric::WorkoutDuration, &session.source),
            device: device_rank(measured, &session.source),
        })
    }

    fn elapsed(&self) -> TimeDelta {
        self.session.end - self.session.start
    }

    fn rank(&self) -> (Wish, u8, Reverse<[usize; 3]>, &SourceKey, ContentId, usize) {
        let key = &self.session.source.key;
        (
            self.wish,
            self.device,
            Reverse(merge::richness(self.workout)),
            key,
            self.id,
            self.at,
        )
    }
}

/// Tells how far a workout went, where its source says so; an indoor workout's 0 says nothing.
fn distance_m(workout: &Workout) -> Option<f64> {
    let is_distance = |metric: Metric| {
        let spec = metric.spec();
        spec.quantity == Quantity::Length && spec.id.starts_with("distance") && spec.category != Category::Body
    };
    let told = workout
        .statistics
        .iter()
        .filter(|it| it.kind == StatisticKind::Sum && is_distance(it.metric));
    told.map(|it| it.value)
        .filter(|metres| *metres > 0.0)
        .max_by(f64::total_cmp)
}

impl Matcher {
    /// Tells how long after its end a workout can still be matched.
    fn reach(self) -> TimeDelta {
        match self {
            Self::Overlap => TimeDelta::zero(),
            Self::TrainStack => TimeDelta::minutes(2),
        }
    }
}

fn matches(matcher: Matcher, a: &Record<'_>, b: &Record<'_>) -> bool {
    if a.session.source.key == b.session.source.key {
        return false;
    }
    let (long, short) = (a.elapsed().max(b.elapsed()), a.elapsed().min(b.elapsed()));
    match matcher {
        Matcher::TrainStack => {
            a.workout.sport == b.workout.sport
                && (a.session.start - b.session.start).abs() <= TimeDelta::minutes(2)
                && (long - short) * 10 <= long
        }
        Matcher::Overlap => {
            let shared = a.session.end.min(b.session.end) - a.session.start.max(b.session.start);
            is_one_family(a.workout.sport, b.workout.sport)
                && shared > TimeDelta::zero()
                && shared * 5 >= short * 4
                && ((long - short) * 5 <= long || is_close(a.workout.timer_s, b.workout.timer_s, 0.2))
                && is_close_or_untold(a.distance_m, b.distance_m, 0.1)
        }
    }
}

fn is_one_family(a: Sport, b: Sport) -> bool {
    let on_foot = |sport: Sport| sport.spec().category == SportCategory::Walking;
    a.family() == b.family() || (on_foot(a) && on_foot(b))
}

fn is_close(a: Option<f64>, b: Option<f64>, share: f64) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= share * a.max(b))
}

fn is_close_or_untold(a: Option<f64>, b: Option<f64>, share: f64) -> bool {
    a.is_none() || b.is_none() || is_close(a, b, share)
}

#[cfg(test)]
mod tests;
