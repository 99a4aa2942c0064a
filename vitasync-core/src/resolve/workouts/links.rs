//! Remembers what a person decided by hand about records of workouts.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Record, WorkoutGroup, read};
use crate::id::ContentId;
use crate::session::Session;
use crate::source::SourceKey;

/// What a person decided by hand: which records are the same workout, which are not, and which one is shown.
///
/// Decisions name records by their identity, so they hold after a re-import, for records that come later, and under any
/// matcher. The latest decision wins when it is made: it takes away what it contradicts, so that a value never holds a
/// contradiction, and decisions that do not contradict each other may be made in any order. Records of one source stay
/// apart even so: such a join is kept, waits, and is told by [`refused_joins`].
///
/// ```
/// use vitasync_core::id::ContentId;
/// use vitasync_core::resolve::Links;
///
/// let [watch, phone, app] = [1, 2, 3].map(|byte| ContentId::from_bytes([byte; 16]));
/// let mut links = Links::default();
/// links.join(watch, phone);
/// links.join(phone, app);
/// links.separate(app, watch); // the app's record leaves the others
/// assert!(links.are_separate(watch, app));
/// assert_eq!(links.joined(watch), [watch, phone].into());
///
/// links.forget(app, watch); // undone: the rules decide again
/// links.forget(watch, phone);
/// assert_eq!(links, Links::default());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WorkoutLinks))]
pub struct Links {
    /// Records that are the same workout.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<(ContentId, ContentId)>, required = false))]
    same: BTreeSet<Pair>,
    /// Records that are not.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<(ContentId, ContentId)>, required = false))]
    separate: BTreeSet<Pair>,
    /// Records that are shown for their workouts.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<ContentId>, required = false))]
    primaries: BTreeSet<ContentId>,
}

/// Two records, the smaller identity first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(ContentId, ContentId)")]
struct Pair(ContentId, ContentId);

impl From<(ContentId, ContentId)> for Pair {
    fn from((a, b): (ContentId, ContentId)) -> Self {
        Self(a.min(b), a.max(b))
    }
}

impl Pair {
    fn partner(self, of: ContentId) -> Option<ContentId> {
        match self {
            Self(a, b) if a == of => Some(b),
            Self(a, b) if b == of => Some(a),
            Self(..) => None,
        }
    }
}

impl Links {
    /// Says that two records are the same workout, whatever the matcher says, and with them all that are joined with
    /// either. Takes away what separates them. A record is the same as itself: nothing is kept.
    pub fn join(&mut self, a: ContentId, b: ContentId) {
        if a == b {
            return;
        }
        let (one, other) = (self.joined(a), self.joined(b));
        let across =
            |Pair(x, y): &Pair| (one.contains(x) && other.contains(y)) || (one.contains(y) && other.contains(x));
        self.separate.retain(|pair| !across(pair));
        self.same.insert(Pair::from((a, b)));
    }

    /// Says that two records are not the same workout, nor one a part of the other. If they are joined, `record` leaves
    /// the others. A record stays the same as itself: nothing is kept.
    pub fn separate(&mut self, record: ContentId, from: ContentId) {
        if record == from {
            return;
        }
        let others = reached(from, &self.same, Some(record));
        let leaves = |pair: &Pair| pair.partner(record).is_some_and(|it| others.contains(&it));
        self.same.retain(|pair| !leaves(pair));
        self.separate.insert(Pair::from((record, from)));
    }

    /// Takes back what was said about two records: the matcher decides about them again.
    pub fn forget(&mut self, a: ContentId, b: ContentId) {
        let pair = Pair::from((a, b));
        self.same.remove(&pair);
        self.separate.remove(&pair);
    }

    /// Takes a record out of a group: separates it from every other record, those of the parts included.
    ///
    /// ```
    /// # use vitasync_core::id::ContentId;
    /// # use vitasync_core::resolve::{Links, WorkoutGroup};
    /// # let [watch, phone] = [1, 2].map(|byte| ContentId::from_bytes([byte; 16]));
    /// # let group = WorkoutGroup { members: vec![0, 1], ids: vec![watch, phone], primary: 0, session_id: watch, children: Vec::new() };
    /// let mut links = Links::default();
    /// links.unlink(phone, &group);
    /// assert!(links.are_separate(watch, phone));
    /// links.relink(phone, &group); // undone
    /// assert_eq!(links, Links::default());
    /// ```
    pub fn unlink(&mut self, record: ContentId, group: &WorkoutGroup) {
        for other in group.records() {
            self.separate(record, other);
        }
    }

    /// Takes back an [`unlink`](Self::unlink): nothing separates the record from the group any more, and the matcher
    /// decides. To bring it back whatever the matcher says, [`join`](Self::join) it with a member.
    pub fn relink(&mut self, record: ContentId, group: &WorkoutGroup) {
        for other in group.records() {
            self.separate.remove(&Pair::from((record, other)));
        }
    }

    /// Makes a record the primary of its group, instead of any other member that was chosen. It stays chosen in
    /// whatever group it comes to be in; where two chosen ones meet later, the usual order decides between them.
    ///
    /// ```
    /// # use vitasync_core::id::ContentId;
    /// # use vitasync_core::resolve::{Links, WorkoutGroup};
    /// # let [watch, phone] = [1, 2].map(|byte| ContentId::from_bytes([byte; 16]));
    /// # let group = WorkoutGroup { members: vec![0, 1], ids: vec![watch, phone], primary: 0, session_id: watch, children: Vec::new() };
    /// let mut links = Links::default();
    /// links.choose(phone, &group);
    /// links.choose(watch, &group);
    /// assert!(links.is_primary(watch) && !links.is_primary(phone));
    /// links.forget_choice(watch); // undone: the usual order decides again
    /// assert_eq!(links, Links::default());
    /// ```
    pub fn choose(&mut self, record: ContentId, group: &WorkoutGroup) {
        for member in &group.ids {
            self.primaries.remove(member);
        }
        self.primaries.insert(record);
    }

    /// Takes back that a record is the primary of its group.
    pub fn forget_choice(&mut self, record: ContentId) {
        self.primaries.remove(&record);
    }

    /// Tells whether the person said that two records are not the same. What is joined with them does not count.
    pub fn are_separate(&self, a: ContentId, b: ContentId) -> bool {
        !self.separate.is_empty() && self.separate.contains(&Pair::from((a, b)))
    }

    /// Lists the records that the person said are not the same as a record.
    ///
    /// ```
    /// # use vitasync_core::id::ContentId;
    /// # use vitasync_core::resolve::Links;
    /// # let [watch, phone] = [1, 2].map(|byte| ContentId::from_bytes([byte; 16]));
    /// let mut links = Links::default();
    /// links.separate(watch, phone);
    /// assert_eq!(links.separate_from(phone), [watch].into());
    /// ```
    pub fn separate_from(&self, record: ContentId) -> BTreeSet<ContentId> {
        let partners = self.separate.iter().filter_map(|pair| pair.partner(record));
        partners.collect()
    }

    /// Tells whether the person made a record the primary of its group.
    pub fn is_primary(&self, record: ContentId) -> bool {
        self.primaries.contains(&record)
    }

    /// Lists the records that are joined with a record, itself included.
    pub fn joined(&self, record: ContentId) -> BTreeSet<ContentId> {
        reached(record, &self.same, None)
    }
}

/// Lists what pairs lead to from a record, itself included, without passing another.
fn reached(from: ContentId, pairs: &BTreeSet<Pair>, without: Option<ContentId>) -> BTreeSet<ContentId> {
    let mut found = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(record) = next.pop() {
        let partners = pairs.iter().filter_map(|pair| pair.partner(record));
        next.extend(partners.filter(|it| Some(*it) != without && found.insert(*it)));
    }
    found
}

/// Links as they are written, before they are checked.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stored {
    same: BTreeSet<Pair>,
    separate: BTreeSet<Pair>,
    primaries: BTreeSet<ContentId>,
}

/// Two decisions about the same two records that cannot both hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} and {1} are both joined and separate, or one record")]
pub struct ContradictoryLinks(pub ContentId, pub ContentId);

impl TryFrom<Stored> for Links {
    type Error = ContradictoryLinks;

    fn try_from(
        Stored {
            same,
            separate,
            primaries,
        }: Stored,
    ) -> Result<Self, Self::Error> {
        let links = Self {
            same,
            separate,
            primaries,
        };
        let is_wrong = |Pair(a, b): &&Pair| a == b || links.joined(*a).contains(b);
        let wrong = links.separate.iter().find(is_wrong);
        match wrong.or_else(|| links.same.iter().find(|Pair(a, b)| a == b)) {
            Some(Pair(a, b)) => Err(ContradictoryLinks(*a, *b)),
            None => Ok(links),
        }
    }
}

/// A join that is not followed, because it would bring two records of one source together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedJoin {
    /// The records the person joined, the smaller identity first.
    pub records: (ContentId, ContentId),
    /// The source that has a record on both sides.
    pub source: SourceKey,
}

/// Lists the joins that grouping does not follow; the rest of the person's decisions hold.
///
/// Where joins lead from one record of a source to another over several records, the last in order of identities is
/// refused, so that the answer does not depend on the order in which they were made.
///
/// ```
/// # use std::sync::Arc;
/// # use vitasync_core::resolve::{Links, refused_joins};
/// # use vitasync_core::session::{Detail, Session, Workout};
/// # use vitasync_core::source::*;
/// # use vitasync_core::sport::Sport;
/// # let run = |start: &str, end: &str| Session {
/// #     source: Arc::new(Source { key: SourceKey { provider: "garmin".into(), origin: String::new(), recording: Recording::Active }, name: String::new(), device_kind: DeviceKind::Watch, device: Device::default(), revision: Revision::LastWins }),
/// #     record: None,
/// #     start: start.parse().unwrap(),
/// #     end: end.parse().unwrap(),
/// #     attributes: Attributes::default(),
/// #     detail: Detail::Workout(Box::new(Workout::new(Sport::Running))),
/// # };
/// let sessions = [run("2025-06-15T07:00:00Z", "2025-06-15T07:20:00Z"), run("2025-06-15T07:21:00Z", "2025-06-15T07:40:00Z")];
/// let mut links = Links::default();
/// links.join(sessions[0].id("ada"), sessions[1].id("ada"));
/// assert_eq!(refused_joins(&sessions, "ada", &links)[0].source.provider, "garmin");
/// ```
pub fn refused_joins<S: Borrow<Session>>(sessions: &[S], user: &str, links: &Links) -> Vec<RefusedJoin> {
    bind(links, &mut read(sessions, user))
}

/// Gives records that the person joined one unit and puts them side by side, at the place of the first; tells the joins
/// it does not follow.
pub(super) fn bind(links: &Links, records: &mut [Record<'_>]) -> Vec<RefusedJoin> {
    let mut refused = Vec::new();
    if links.same.is_empty() {
        return refused;
    }
    let places: HashMap<ContentId, usize> = records.iter().map(|it| (it.id, it.unit)).collect();
    let source = |id: &ContentId| places.get(id).map(|&place| records[place].source());
    // Every joined record, known or not, and the others it is joined with so far.
    let mut sets: Vec<BTreeSet<ContentId>> = Vec::new();
    for &Pair(a, b) in &links.same {
        let mut take = |id| match sets.iter().position(|set| set.contains(&id)) {
            Some(at) => sets.swap_remove(at),
            None => BTreeSet::from([id]),
        };
        let mut one = take(a);
        if one.contains(&b) {
            sets.push(one);
            continue;
        }
        let other = take(b);
        let shared = one
            .iter()
            .filter_map(source)
            .find(|it| other.iter().filter_map(source).any(|of| of == *it));
        match shared {
            Some(source) => {
                refused.push(RefusedJoin {
                    records: (a, b),
                    source: source.clone(),
                });
                sets.extend([one, other]);
            }
            None => {
                one.extend(other);
                sets.push(one);
            }
        }
    }
    for set in &sets {
        let places = || set.iter().filter_map(|id| places.get(id).copied());
        if let Some(first) = places().min() {
            places().for_each(|place| records[place].unit = first);
        }
    }
    records.sort_by_key(|it| it.unit);
    refused
}
