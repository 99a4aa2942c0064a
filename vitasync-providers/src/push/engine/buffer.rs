//! What was read and is not acknowledged yet, in the order in which it was read.

use std::collections::{BTreeMap, HashSet, VecDeque};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::value::{RawValue, to_raw_value};

use super::state::{Span, State};
use super::{Changes, Plan};
use crate::push::decode::{List, id_of};
use crate::push::wire::{Batch, CompleteWindow, Data, Deletion};

/// What an envelope needs beside its items.
const ENVELOPE: usize = 1024;
/// What a mark needs beside its words.
const MARK: usize = 32;
/// The longest anchor the server keeps. A longer one is kept by the app alone.
const LONGEST_ANCHOR: usize = 64 << 10;

/// One change of one object.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) list: List,
    pub(super) id: Option<String>,
    text: Box<RawValue>,
}

/// What stands in the buffer.
#[derive(Debug)]
pub(super) enum Entry {
    /// One change.
    Item(Item),
    /// All that came before of a lane is in the buffer before this.
    Mark { kind: String, lane: usize, anchor: String },
    /// Everything of a type in a span, and the window that says so, which no batch may part.
    Whole { kind: String, span: Span, items: Vec<Item> },
}

/// What was read and is not acknowledged.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    entries: VecDeque<Entry>,
    items: usize,
    bytes: usize,
}

/// The front of a buffer, as a body.
#[derive(Debug)]
pub(super) struct Cut {
    /// How many entries it takes.
    pub(super) entries: usize,
    /// How many items are in them.
    pub(super) items: usize,
    pub(super) body: String,
}

impl Item {
    /// Tells which object it is.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn bytes(&self) -> usize {
        self.text.get().len() + 1
    }
}

impl Entry {
    fn items(&self) -> &[Item] {
        match self {
            Self::Item(item) => std::slice::from_ref(item),
            Self::Mark { .. } => &[],
            Self::Whole { items, .. } => items,
        }
    }

    fn count(&self) -> usize {
        self.items().len()
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Mark { kind, anchor, .. } => kind.len() + anchor.len() + MARK,
            Self::Item(_) | Self::Whole { .. } => self.items().iter().map(Item::bytes).sum(),
        }
    }
}

impl Buffer {
    /// Counts the changes in it.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// Tells about how long the body would be that holds it all.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Tells the last anchor of a lane that stands in it.
    pub(super) fn anchor(&self, of: &str, no: usize) -> Option<&str> {
        self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Mark { kind, lane, anchor } if kind == of && *lane == no => Some(anchor.as_str()),
            _ => None,
        })
    }

    /// Tells whether it holds everything of a type in a span.
    pub(super) fn holds(&self, of: &str, whole: Span) -> bool {
        let is_it = |entry: &Entry| matches!(entry, Entry::Whole { kind, span, .. } if kind == of && *span == whole);
        self.entries.iter().any(is_it)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.items += entry.count();
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
    }

    /// Takes the first entry out.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let entry = self.entries.pop_front()?;
        self.items -= entry.count();
        self.bytes -= entry.bytes();
        Some(entry)
    }

    /// Takes the mark out that stands first.
    pub(super) fn pop_mark(&mut self) -> Option<(String, usize, String)> {
        match self.pop()? {
            Entry::Mark { kind, lane, anchor } => Some((kind, lane, anchor)),
            entry => {
                self.put_back(entry);
                None
            }
        }
    }

    /// Forgets how far a type was read; what was read of it stays.
    pub(super) fn unmark(&mut self, of: &str) {
        let is_other = |entry: &Entry| !matches!(entry, Entry::Mark { kind, .. } if kind == of);
        self.entries.retain(is_other);
        self.bytes = self.entries.iter().map(Entry::bytes).sum();
    }

    /// Counts the entries with items among the first ones.
    pub(super) fn with_items(&self, entries: usize) -> usize {
        let first = self.entries.iter().take(entries);
        first.filter(|entry| entry.count() > 0).count()
    }

    /// Puts items before all others, each by itself, and leaves out what said that they are all there is.
    pub(super) fn put_back_each(&mut self, items: Vec<Item>) {
        let measured = items.into_iter().rev().filter(|item| item.list != List::Windows);
        measured.for_each(|item| self.put_back(Entry::Item(item)));
    }

    /// Puts an entry before all others.
    fn put_back(&mut self, entry: Entry) {
        self.items += entry.count();
        self.bytes += entry.bytes();
        self.entries.push_front(entry);
    }

    /// Makes a body of the front: as much as the server takes at once, and at least one entry with items.
    ///
    /// An object that was deleted does not come back in the same body, where deletions are read last.
    pub(super) fn cut(&self, plan: &Plan, state: &State, id: &str, now: DateTime<Utc>) -> Cut {
        let (mut entries, mut items, mut bytes) = (0, 0, ENVELOPE);
        let mut gone: HashSet<&str> = HashSet::new();
        for entry in &self.entries {
            let (more_items, more_bytes) = (items + entry.count(), bytes + entry.bytes());
            let is_too_much = more_items > plan.most_items || more_bytes > state.most_bytes;
            let comes_back =
                |item: &Item| item.list != List::Deletions && item.id().is_some_and(|id| gone.contains(id));
            if items > 0 && entry.count() > 0 && is_too_much || entry.items().iter().any(comes_back) {
                break;
            }
            let deletions = entry.items().iter().filter(|item| item.list == List::Deletions);
            gone.extend(deletions.filter_map(Item::id));
            (entries, items, bytes) = (entries + 1, more_items, more_bytes);
        }
        let body = write(self.entries.iter().take(entries), plan, state, id, now);
        Cut { entries, items, body }
    }
}

/// Makes items of what was read: first what is there, then what is gone.
pub(super) fn items(changes: Changes) -> Vec<Item> {
    let deletions = changes.deletions.into_iter().map(deletion).collect();
    let lists = [
        (List::Records, changes.records),
        (List::Sleep, changes.sleep),
        (List::Workouts, changes.workouts),
        (List::Deletions, deletions),
    ];
    let of_list = |(list, texts): (List, Vec<Box<RawValue>>)| {
        texts.into_iter().map(move |text| Item {
            list,
            id: id_of(&text).map(|id| id.to_string()),
            text,
        })
    };
    lists.into_iter().flat_map(of_list).collect()
}

fn write<'e>(
    entries: impl Iterator<Item = &'e Entry>,
    plan: &Plan,
    state: &State,
    id: &str,
    now: DateTime<Utc>,
) -> String {
    let mut data = Data::default();
    let mut anchors = BTreeMap::new();
    for entry in entries {
        for item in entry.items() {
            let list = match item.list {
                List::Records => &mut data.records,
                List::Sleep => &mut data.sleep,
                List::Workouts => &mut data.workouts,
                List::Deletions => &mut data.deletions,
                List::Windows => &mut data.windows,
            };
            list.push(&item.text);
        }
        if let Entry::Mark { kind, lane, anchor } = entry
            && anchor.len() <= LONGEST_ANCHOR
            && let Some(lane) = state.lanes.get(kind).and_then(|lanes| lanes.get(*lane))
        {
            anchors.insert(lane.name(kind).into(), anchor.as_str().into());
        }
    }
    let batch = Batch {
        batch_id: Some(id.into()),
        provider: plan.platform,
        device_id: Some(plan.device.as_str().into()),
        stream: None,
        sequence: Some(state.sequence),
        sdk_version: Some(plan.version.as_str().into()),
        sync_timestamp: Some(rfc3339(now).into()),
        anchors,
        data,
    };
    serde_json::to_string(&batch).expect("a batch is plain JSON")
}

/// Makes the item that says that everything of a type in a span is in the batch.
pub(super) fn window(kind: &str, span: Span) -> Item {
    let window = CompleteWindow {
        kind: kind.into(),
        from: rfc3339(span.from).into(),
        to: rfc3339(span.to).into(),
    };
    Item {
        list: List::Windows,
        id: None,
        text: to_raw_value(&window).expect("a window is plain JSON"),
    }
}

fn deletion(id: String) -> Box<RawValue> {
    let gone = Deletion {
        id: id.into(),
        kind: None,
        revision: None,
    };
    to_raw_value(&gone).expect("a deletion is plain JSON")
}

fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
