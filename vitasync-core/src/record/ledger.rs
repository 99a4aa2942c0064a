//! Decides what an object holds, one delivery after the other.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::block::{Block, Identity, Row};
use crate::metric::Metric;
use crate::session::Session;
use crate::source::SourceKey;

use super::standing::Place;

/// 128 bits of BLAKE3 over what a version holds.
pub type ContentHash = [u8; 16];

/// What is kept of one object. `S` names a series, `N` a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<S, N> {
    /// The highest revision that counted; for a deleted object, what the deletion covers.
    pub revision: Option<u64>,
    /// When what counts was last delivered ([`arrival`](crate::block::arrival)).
    pub sequence: u64,
    /// The hash over what it holds; zeros where it was deleted.
    pub content: ContentHash,
    /// Whether it was deleted.
    pub deleted: bool,
    /// The rows it holds by series, of whatever days, and as tombstones those that any version of it ever held.
    pub rows: BTreeMap<S, Block>,
    /// The session it holds.
    pub session: Option<N>,
}

/// What is delivered of one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered<S, N> {
    /// The vendor's revision, where it has one that can be compared.
    pub revision: Option<u64>,
    /// When it came ([`arrival`](crate::block::arrival)).
    pub sequence: u64,
    /// What it says.
    pub event: Event<S, N>,
}

/// What a delivery says of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<S, N> {
    /// It holds this.
    Version(Content<S, N>),
    /// It holds this, and is back if it was deleted.
    Restored(Content<S, N>),
    /// It is gone.
    Deleted,
}

/// Everything a version holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Content<S, N> {
    /// The hash over it ([`content_hash`]).
    pub hash: ContentHash,
    /// The rows by series, of whatever days.
    pub rows: BTreeMap<S, Block>,
    /// The session.
    pub session: Option<N>,
}

/// Why a delivery counts or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The object was not known.
    Created,
    /// A newer version replaces what was held.
    Changed,
    /// It was deleted and is back.
    Revived,
    /// It was deleted, by this.
    Deleted,
    /// What counts came again.
    Unchanged,
    /// An older version or deletion came late.
    Late,
    /// The object is deleted, and this does not revive it.
    Refused,
}

/// What to do about a delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<S, N> {
    /// Why.
    pub outcome: Outcome,
    /// What to keep of the object from now on.
    pub record: Record<S, N>,
    /// The places about which the object says something else than before.
    pub places: BTreeMap<S, Vec<Touched>>,
    /// Whether to write the delivered session.
    pub writes_session: bool,
    /// The session to remove.
    pub removes_session: Option<N>,
}

/// A place about which an object says something else than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// The place.
    pub place: Place,
    /// Whether the object has held it before, so that the holders of the place count it already.
    pub was_known: bool,
}

/// Decides about a delivery: what the object holds from now on, and what of it differs from before.
///
/// ```
/// use std::collections::BTreeMap;
/// use vitasync_core::block::Identity;
/// use vitasync_core::record::{Content, Delivered, Event, Outcome, Record, receive};
///
/// let version = |revision| Delivered {
///     revision: Some(revision),
///     sequence: 0,
///     event: Event::Version(Content { hash: [0; 16], rows: BTreeMap::<(), _>::new(), session: Some("night") }),
/// };
/// let deletion = Delivered { revision: Some(5), sequence: 0, event: Event::Deleted };
///
/// let decided = receive(None, deletion, |()| Identity::Time);
/// assert_eq!(decided.outcome, Outcome::Deleted); // nobody knew it, and the deletion is remembered
/// let decided = receive(Some(decided.record), version(4), |()| Identity::Time);
/// assert_eq!(decided.outcome, Outcome::Refused);
/// let decided = receive(Some(decided.record), version(6), |()| Identity::Time);
/// assert_eq!(decided.outcome, Outcome::Revived);
/// ```
pub fn receive<S: Ord + Clone, N: Clone + PartialEq>(
    kept: Option<Record<S, N>>,
    delivered: Delivered<S, N>,
    identity: impl Fn(&S) -> Identity,
) -> Decision<S, N> {
    let outcome = outcome(kept.as_ref(), &delivered);
    let kept = kept.unwrap_or_else(Record::unknown);
    let mut record = kept.clone();
    if outcome != Outcome::Late {
        record.revision = record.revision.max(delivered.revision);
        record.sequence = record.sequence.max(delivered.sequence);
    }
    match (outcome, delivered.event) {
        (
            Outcome::Created | Outcome::Changed | Outcome::Revived,
            Event::Version(content) | Event::Restored(content),
        ) => record.hold(content, &identity),
        (Outcome::Late | Outcome::Refused, Event::Version(content) | Event::Restored(content)) => {
            record.bury(content.rows, &identity);
        }
        (Outcome::Deleted, _) => record.delete(&identity),
        _ => {}
    }
    let writes_session =
        record.session.is_some() && matches!(outcome, Outcome::Created | Outcome::Changed | Outcome::Revived);
    let removes_session = kept.session.clone().filter(|_| kept.session != record.session);
    let places = record.differences(&kept, &identity);
    Decision {
        outcome,
        record,
        places,
        writes_session,
        removes_session,
    }
}

fn outcome<S, N>(kept: Option<&Record<S, N>>, delivered: &Delivered<S, N>) -> Outcome {
    let Some(kept) = kept else {
        return match delivered.event {
            Event::Deleted => Outcome::Deleted,
            Event::Version(_) | Event::Restored(_) => Outcome::Created,
        };
    };
    let revisions = delivered.revision.zip(kept.revision);
    match &delivered.event {
        Event::Deleted if kept.deleted => Outcome::Unchanged,
        Event::Deleted if revisions.is_some_and(|(new, known)| new < known) => Outcome::Late,
        Event::Deleted => Outcome::Deleted,
        Event::Restored(_) if kept.deleted => Outcome::Revived,
        Event::Version(_) if kept.deleted => match revisions {
            Some((new, covered)) if new > covered => Outcome::Revived,
            _ => Outcome::Refused,
        },
        Event::Version(content) | Event::Restored(content) => {
            let order = match revisions {
                Some((new, known)) => (new, content.hash).cmp(&(known, kept.content)),
                None => delivered.sequence.cmp(&kept.sequence),
            };
            match order {
                _ if content.hash == kept.content && order != Ordering::Less => Outcome::Unchanged,
                Ordering::Less => Outcome::Late,
                Ordering::Equal | Ordering::Greater => Outcome::Changed,
            }
        }
    }
}

impl Touched {
    /// Says that a place is to be decided about anew, whatever the block counts.
    pub fn anew(row: &Row, identity: Identity) -> Self {
        Self {
            place: Place::of(row, identity),
            was_known: false,
        }
    }
}

impl<S, N> Decision<S, N> {
    /// Tells whether anything that answers are made from changes. Where it does not, only note that it was checked.
    pub fn changes_answers(&self) -> bool {
        self.writes_session || self.removes_session.is_some() || !self.places.is_empty()
    }
}

impl<S: Ord + Clone, N> Record<S, N> {
    fn unknown() -> Self {
        Self {
            revision: None,
            sequence: 0,
            content: ContentHash::default(),
            deleted: false,
            rows: BTreeMap::new(),
            session: None,
        }
    }

    /// Says that a series is another one: two names of one source were found to be the same.
    pub fn rename_series(&mut self, from: &S, to: S, identity: Identity) {
        let Some(moved) = self.rows.remove(from) else { return };
        let rows = self.rows.entry(to).or_default();
        let held = [rows.without_deleted(identity), moved.without_deleted(identity)];
        rows.merge(&moved, identity);
        for held in held {
            rows.put(&held, identity);
        }
    }

    fn hold(&mut self, content: Content<S, N>, identity: &impl Fn(&S) -> Identity) {
        self.bury_all(identity);
        for (series, block) in content.rows {
            let identity = identity(&series);
            let rows = self.rows.entry(series).or_default();
            rows.put(&block.without_versions(), identity);
        }
        self.session = content.session;
        self.content = content.hash;
        self.deleted = false;
    }

    /// Notes rows that it held once, without touching what it holds.
    fn bury(&mut self, rows: BTreeMap<S, Block>, identity: &impl Fn(&S) -> Identity) {
        for (series, block) in rows {
            let identity = identity(&series);
            let mut buried = block.without_versions().buried(identity);
            let known = self.rows.entry(series).or_default();
            buried.put(known, identity);
            *known = buried;
        }
    }

    fn delete(&mut self, identity: &impl Fn(&S) -> Identity) {
        self.bury_all(identity);
        self.session = None;
        self.content = ContentHash::default();
        self.deleted = true;
    }

    fn bury_all(&mut self, identity: &impl Fn(&S) -> Identity) {
        for (series, block) in &mut self.rows {
            *block = block.buried(identity(series));
        }
    }

    /// Lists where it says something else than `before`, of which it has every row.
    fn differences(&self, before: &Self, identity: &impl Fn(&S) -> Identity) -> BTreeMap<S, Vec<Touched>> {
        let none = Block::default();
        let differing = |(series, block): (&S, &Block)| {
            let (identity, before) = (identity(series), before.rows.get(series).unwrap_or(&none));
            let mut places: Vec<Touched> = Vec::new();
            for row in block.all_rows() {
                let place = Place::of(row, identity);
                let known = before.rows_at(row.start_ms, row.end_ms);
                let mut known = known.iter().filter(|it| Place::of(it, identity) == place).peekable();
                let was_known = known.peek().is_some();
                let alike = known.any(|it| {
                    it.copy == row.copy
                        && it.deleted == row.deleted
                        && it.value.to_bits() == row.value.to_bits()
                        && before.attributes(it) == block.attributes(row)
                });
                if !alike && places.last().is_none_or(|last| last.place != place) {
                    places.push(Touched { place, was_known });
                }
            }
            (!places.is_empty()).then(|| (series.clone(), places))
        };
        self.rows.iter().filter_map(differing).collect()
    }
}

/// Hashes what a version holds: its rows with their series in any order, and its session.
pub fn content_hash<'a>(
    rows: impl IntoIterator<Item = (Metric, &'a SourceKey, &'a Block)>,
    session: Option<&Session>,
) -> ContentHash {
    let mut parts: Vec<Vec<u8>> = rows
        .into_iter()
        .map(|(metric, source, block)| part(metric, source, block))
        .collect();
    parts.sort_unstable();
    parts.extend(session.map(|it| {
        let told = (&it.source.key, it.start, it.end, &it.attributes, &it.detail);
        serde_json::to_vec(&told).expect("a session is words and numbers")
    }));
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes()).update(&part);
    }
    let mut hash = ContentHash::default();
    hasher.finalize_xof().fill(&mut hash);
    hash
}

fn part(metric: Metric, source: &SourceKey, block: &Block) -> Vec<u8> {
    let mut part = serde_json::to_vec(&(metric, source)).expect("a series is words");
    for row in block.rows() {
        part.extend(row.start_ms.to_be_bytes());
        part.extend(row.end_ms.to_be_bytes());
        part.extend(row.value.to_bits().to_be_bytes());
        part.extend(row.copy.to_be_bytes());
        part.extend(serde_json::to_vec(block.attributes(row).as_ref()).expect("attributes are words and numbers"));
    }
    part
}
