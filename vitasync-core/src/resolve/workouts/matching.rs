//! Says when two records are the same workout.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Links, Record};
use crate::metric::{Category, Metric};
use crate::session::{StatisticKind, Workout};
use crate::sport::{Sport, SportCategory};
use crate::unit::Quantity;

/// Says when two records are the same workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Matcher {
    /// A person trains once at a time, so what overlaps is the same. All of these hold:
    ///
    /// - Their sports are of one family, or of one group that sources mix up: the gym (strength, cardio, classes,
    ///   indoor rowing and cycling), body and mind, trails (hiking and trail running), rock and mountain, dance,
    ///   running and athletics, a round of golf and a walk, wheelchair. A sport that says nothing (`other`,
    ///   `generic`) goes with every other.
    /// - At least 80 % of the shorter lies inside the other; or more than half of it, where both begin and both end at
    ///   most two minutes apart, as a short workout does under two clocks. Two that follow each other share nothing,
    ///   however close they begin.
    /// - Their lengths differ by at most 20 % of the longer, where a length is the elapsed time or the timer's: a source
    ///   that leaves pauses out and one that does not still agree.
    /// - Where both tell a distance, these differ by at most 10 % of the longer; by 25 % where a route is not usual
    ///   in one of the sports, because a treadmill and a foot pod guess. Of several sports in one, no distance is compared.
    #[default]
    Overlap,
    /// TrainStack's rule: of the same sport, begun at most two minutes apart, and elapsed times that differ by at most
    /// 10 % of the longer; the borders match. It makes one of two short workouts that begin within two minutes.
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

    fn matches(self, a: &Record<'_>, b: &Record<'_>) -> bool {
        let (one, other) = (a.workout, b.workout);
        match self {
            Self::TrainStack => {
                let (long, short) = ordered(a.span.length(), b.span.length());
                one.sport == other.sport && (a.span.start - b.span.start).abs() <= NEAR && (long - short) * 10 <= long
            }
            Self::Overlap => {
                a.span.is_along(b.span)
                    && is_one_kind(one.sport, other.sport)
                    && is_as_long(a, b)
                    && is_as_far(one, other)
            }
        }
    }
}

/// How far apart the clocks of two sources may be, in milliseconds.
const NEAR: i64 = 120_000;

/// A stretch of time in milliseconds since 1970, as instants are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// When it begins.
    pub(super) start: i64,
    /// When it ends, exclusive.
    pub(super) end: i64,
}

impl Span {
    pub(super) fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Self {
        Self {
            start: start.timestamp_millis(),
            end: end.timestamp_millis(),
        }
    }

    pub(super) fn length(self) -> i64 {
        self.end - self.start
    }

    fn shared(self, other: Self) -> i64 {
        self.end.min(other.end) - self.start.max(other.start)
    }

    /// Tells whether four fifths of it lie inside another.
    pub(super) fn is_inside(self, other: Self) -> bool {
        let shared = self.shared(other);
        shared > 0 && shared * 5 >= self.length() * 4
    }

    /// Tells whether one lies inside the other, or nearly so by a clock that is two minutes off. Of two stretches of
    /// one length that follow each other, clocks that far off let at most half of one coincide with the other.
    pub(super) fn is_along(self, other: Self) -> bool {
        let shared = self.shared(other);
        if shared <= 0 {
            return false;
        }
        let (_, short) = ordered(self.length(), other.length());
        let is_near = (self.start - other.start).abs() <= NEAR && (self.end - other.end).abs() <= NEAR;
        shared * 5 >= short * 4 || (is_near && shared * 2 > short)
    }

    fn gap(self, other: Self) -> i64 {
        (self.start - other.start).abs() + (self.end - other.end).abs()
    }
}

/// What decides whether records belong together: a matcher, and what the person decided.
pub(super) struct Rules<'a> {
    pub(super) matcher: Matcher,
    pub(super) links: &'a Links,
}

impl Rules<'_> {
    /// Tells when a group must have ended for nothing that begins at `start`, or later, to join it.
    pub(super) fn earliest_end(&self, start: i64) -> i64 {
        match self.matcher {
            Matcher::Overlap => start,
            Matcher::TrainStack => start - NEAR,
        }
    }

    /// Tells how far apart a group and a unit are that belong together: that of their farthest units.
    ///
    /// Every unit of the group must match. Of records that a person joined, one that matches is enough: the others may
    /// be joined just because no rule would.
    pub(super) fn gap(&self, group: &[Record<'_>], unit: &[Record<'_>]) -> Option<i64> {
        let mut farthest = 0;
        for part in group.chunk_by(|a, b| a.unit == b.unit) {
            let pairs = part.iter().flat_map(|a| unit.iter().map(move |b| (a, b)));
            let near = pairs.filter(|(a, b)| self.matcher.matches(a, b));
            farthest = farthest.max(near.map(|(a, b)| a.span.gap(b.span)).min()?);
        }
        let is_barred = |a: &Record<'_>, b: &Record<'_>| a.source() == b.source() || self.are_separate(a, b);
        let barred = group.iter().any(|a| unit.iter().any(|b| is_barred(a, b)));
        (!barred).then_some(farthest)
    }

    /// Tells whether the person said that two records are not the same.
    pub(super) fn are_separate(&self, a: &Record<'_>, b: &Record<'_>) -> bool {
        self.links.are_separate(a.id, b.id)
    }
}

/// Sports that sources take for each other though they are of different families, by category and by name.
const MIXED_UP: &[(&[SportCategory], &[Sport])] = &[
    // The gym.
    (
        &[SportCategory::Strength, SportCategory::Cardio],
        &[
            Sport::IndoorRowing,
            Sport::IndoorCycling,
            Sport::Spinning,
            Sport::Boxing,
            Sport::Kickboxing,
            Sport::Zumba,
            Sport::Gymnastics,
        ],
    ),
    // Body and mind.
    (&[SportCategory::MindBody], &[]),
    // Trails.
    (
        &[],
        &[
            Sport::TrailRunning,
            Sport::Orienteering,
            Sport::Hiking,
            Sport::Backpacking,
            Sport::Mountaineering,
        ],
    ),
    // Rock and mountain.
    (&[SportCategory::Climbing], &[]),
    // Dance.
    (&[SportCategory::Dance], &[Sport::Aerobics, Sport::GroupClass]),
    // Running and athletics.
    (&[SportCategory::Running], &[]),
    // A round on foot.
    (&[], &[Sport::Golf, Sport::DiscGolf, Sport::Walking]),
    // Wheelchair.
    (&[SportCategory::Para], &[]),
];

/// Tells whether two sports may be two sources' words for one.
pub(super) fn is_one_kind(a: Sport, b: Sport) -> bool {
    let holds = |(categories, sports): &(&[SportCategory], &[Sport]), sport: Sport| {
        sports.contains(&sport) || categories.contains(&sport.spec().category)
    };
    says_nothing(a)
        || says_nothing(b)
        || a.family() == b.family()
        || MIXED_UP.iter().any(|group| holds(group, a) && holds(group, b))
}

/// Tells whether a sport is none: the source has no word for it, or not one that we know.
pub(super) fn says_nothing(sport: Sport) -> bool {
    matches!(sport, Sport::Other | Sport::Generic)
}

/// Tells whether a sport is several in one.
pub(super) fn is_several(sport: Sport) -> bool {
    sport.family() == Sport::Multisport && sport != Sport::Transition
}

fn is_as_long(a: &Record<'_>, b: &Record<'_>) -> bool {
    let elapsed_s = |it: &Record<'_>| (it.session.end - it.session.start).as_seconds_f64();
    let lengths = |it: &Record<'_>| [Some(elapsed_s(it)), it.workout.timer_s];
    let others = lengths(b);
    let is_like = |a: f64| others.into_iter().flatten().any(|b| is_close(a, b, 5.0));
    lengths(a).into_iter().flatten().any(is_like)
}

fn is_as_far(a: &Workout, b: &Workout) -> bool {
    let Some((one, other)) = distance_m(a).zip(distance_m(b)) else {
        return true;
    };
    let has_route = a.sport.spec().gps_typical && b.sport.spec().gps_typical;
    (is_several(a.sport) && is_several(b.sport)) || is_close(one, other, if has_route { 10.0 } else { 4.0 })
}

/// Tells whether two amounts differ by at most one part in `parts` of the greater.
fn is_close(a: f64, b: f64, parts: f64) -> bool {
    (a - b).abs() * parts <= a.max(b)
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

fn ordered(a: i64, b: i64) -> (i64, i64) {
    (a.max(b), a.min(b))
}
