//! Whatever vendors say of their objects, the answer does not depend on how it arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use vitasync_core::aggregate::Bucket;
use vitasync_core::batch::SampleBatch;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::source::Source;
use vitasync_core::{History, Metric, Preferences};

use crate::common::{EVENING, Given, app, export, file, night, object_with, scale, visible};

const METRICS: [Metric; 3] = [Metric::Steps, Metric::HeartRate, Metric::Hydration];
/// How many positions an import leaves for each step.
const ROOM: u64 = 100;

/// One thing that is delivered.
#[derive(Debug, Clone)]
enum Step {
    /// Rows of a file that knows no ids.
    Rows(usize, Vec<Given>),
    /// A version of an object, or its deletion.
    Object {
        id: usize,
        revision: u64,
        source: usize,
        /// Rows, and how many hours its session lasts; none for a deletion.
        content: Option<(Vec<Given>, Option<i64>)>,
    },
}

use Step::{Object, Rows};

/// Which source corrects itself; the others are the watch by its two names.
const SCALE: usize = 2;

fn source(which: usize) -> Arc<Source> {
    [export(), app(), scale()][which].clone()
}

/// Every second object has revisions.
fn has_revisions(id: usize) -> bool {
    id.is_multiple_of(2)
}

/// A row of few places on two UTC days, so that many meet.
fn any_given() -> impl Strategy<Value = Given> {
    (0..3_usize, 0..4_i64, 1..3_i64, 1..3_u8).prop_map(|(metric, start, hours, value)| Given {
        metric: METRICS[metric],
        start_ms: EVENING + start * 7_200_000,
        end_ms: EVENING + start * 7_200_000 + hours * 3_600_000,
        value: f64::from(value) * 40.0,
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let rows = || proptest::collection::vec(any_given(), 0..5);
    let content = proptest::option::weighted(0.75, (rows(), proptest::option::of(1..9_i64)));
    prop_oneof![
        1 => (0..3_usize, rows()).prop_map(|(source, rows)| Rows(source, rows)),
        3 => (0..5_usize, 1..5_u64, 0..3_usize, content)
            .prop_map(|(id, revision, source, content)| Object { id, revision, source, content }),
    ]
}

fn version(id: usize, revision: u64) -> RecordVersion {
    RecordVersion {
        key: RecordKey::new("example", "any", id.to_string()),
        revision: has_revisions(id).then_some(revision),
    }
}

fn batch(step: &Step) -> SampleBatch {
    match step {
        Rows(from, rows) => file(&source(*from), rows),
        Object {
            id,
            revision,
            source: from,
            content,
        } => {
            let version = version(*id, *revision);
            let Some((rows, hours)) = content else {
                let mut batch = SampleBatch::default();
                batch.delete_record(version);
                return batch;
            };
            let session = hours.map(|hours| night(&source(*from), &version, hours));
            object_with(version, &source(*from), rows, session)
        }
    }
}

fn history() -> History {
    let mut history = History::new(Preferences::in_zone(chrono_tz::Europe::Berlin));
    history.alias(app().key.clone(), export().key.clone());
    history
}

/// Takes in steps as one import, each where it stands in it.
fn imported(steps: &[Step], order: impl IntoIterator<Item = usize>) -> History {
    imported_to(history(), steps, order)
}

fn imported_to(mut history: History, steps: &[Step], order: impl IntoIterator<Item = usize>) -> History {
    let import = history.begin_import();
    for at in order {
        let mut chunk = batch(&steps[at]);
        chunk.set_position(at as u64 * ROOM);
        history.add_to(import, &chunk);
    }
    history
}

/// Takes in steps as an import each.
fn delivered<'a>(steps: impl IntoIterator<Item = &'a Step>) -> History {
    let mut history = history();
    for step in steps {
        history.add(&batch(step));
    }
    history
}

/// Everything one can ask.
fn answers(history: &History) -> String {
    let mut lines = Vec::new();
    for metric in METRICS {
        lines.extend(visible(history, metric));
        lines.push(format!("{:?}", history.aggregate(metric, Bucket::Day)));
    }
    lines.extend(
        history
            .sessions()
            .map(|it| format!("{} {} {}", it.natural_key(), it.start, it.end)),
    );
    lines.push(format!("{:?}", history.nights().len()));
    lines.join("\n")
}

/// What must keep its order: versions without revision of one object, and what a file of a source that corrects itself
/// says.
fn stream(at: usize, step: &Step) -> (usize, usize) {
    match step {
        Object { id, .. } if !has_revisions(*id) => (0, *id),
        Rows(source, _) => (1, *source),
        Object { .. } => (2, at),
    }
}

/// Brings steps into another order in which each stream keeps its own.
fn reordered<'a>(steps: &'a [Step], shuffled: &[usize]) -> Vec<&'a Step> {
    let mut slots: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut order = vec![0; steps.len()];
    for (slot, &at) in shuffled.iter().enumerate() {
        slots.entry(stream(at, &steps[at])).or_default().push(slot);
    }
    for (at, step) in steps.iter().enumerate() {
        let own = slots.get_mut(&stream(at, step)).expect("every stream has slots");
        order[own.remove(0)] = at;
    }
    order.into_iter().map(|at| &steps[at]).collect()
}

/// Lets no two versions share a revision. Between those that do, the hash decides, and it names the source.
fn of_distinct_revisions(mut steps: Vec<Step>) -> Vec<Step> {
    for (at, step) in steps.iter_mut().enumerate() {
        if let Object { revision, .. } = step {
            *revision = *revision * 100 + at as u64;
        }
    }
    steps
}

fn any_history() -> impl Strategy<Value = (Vec<Step>, Vec<usize>)> {
    proptest::collection::vec(any_step(), 1..24).prop_flat_map(|steps| {
        let order: Vec<usize> = (0..steps.len()).collect();
        (Just(steps), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn chunks_of_one_import_may_come_in_any_order_and_again((steps, order) in any_history()) {
        let expected = answers(&imported(&steps, 0..steps.len()));
        prop_assert_eq!(answers(&imported(&steps, order.clone())), expected.clone());
        let twice = order.iter().copied().chain(0..steps.len());
        prop_assert_eq!(answers(&imported(&steps, twice)), expected);
    }

    #[test]
    fn imports_may_come_in_any_order_that_keeps_that_of_objects_without_revision((steps, order) in any_history()) {
        let expected = answers(&delivered(&steps));
        let reordered = reordered(&steps, &order);
        prop_assert_eq!(answers(&delivered(reordered.iter().copied())), expected.clone());
        let each_twice = reordered.iter().flat_map(|step| [*step, *step]);
        prop_assert_eq!(answers(&delivered(each_twice)), expected.clone());
        let all_twice = steps.iter().chain(reordered.iter().copied());
        prop_assert_eq!(answers(&delivered(all_twice)), expected);
    }

    #[test]
    fn the_cut_of_deliveries_does_not_matter(steps in proptest::collection::vec(any_step(), 1..24)) {
        let mut whole = history();
        let mut joined = SampleBatch::default();
        for step in &steps {
            append(&mut joined, &batch(step));
        }
        whole.add(&joined);
        prop_assert_eq!(answers(&whole), answers(&imported(&steps, 0..steps.len())));
    }

    #[test]
    fn an_alias_may_be_learned_last((steps, order) in any_history()) {
        let steps = of_distinct_revisions(steps);
        let mut late = imported_to(History::new(history().preferences), &steps, order);
        late.alias(app().key.clone(), export().key.clone());
        prop_assert_eq!(answers(&late), answers(&imported(&steps, 0..steps.len())));
    }

    #[test]
    fn as_many_rows_are_visible_as_live_objects_hold_or_a_file_knows_without_those_buried(
        (steps, order) in any_history(),
    ) {
        let steps = of_distinct_revisions(steps);
        let history = imported(&steps, order);
        for metric in [Metric::HeartRate, Metric::Hydration] {
            let seen = visible(&history, metric);
            let seen = seen.iter().filter(|line| line.starts_with("ada")).count();
            prop_assert_eq!(seen, expected(&steps, metric));
        }
    }
}

/// Appends what a batch of one step says.
fn append(joined: &mut SampleBatch, batch: &SampleBatch) {
    let moved: Vec<u32> = batch.series().iter().map(|it| joined.add_series(it.clone())).collect();
    let rows: Vec<_> = batch
        .rows()
        .map(|mut row| {
            row.series = moved[row.series as usize];
            row
        })
        .collect();
    match batch.records() {
        [] => rows.into_iter().for_each(|row| joined.push(row)),
        [it, ..] if it.change == vitasync_core::batch::Change::Deleted => joined.delete_record(it.version.clone()),
        [it, ..] => joined.push_record(it.version.clone(), it.session.as_deref().cloned(), rows),
    }
}

type Place = (i64, i64, u64);

/// Counts by definition what is visible of the watch: per place max(live, unkeyed - buried), 1 at most where equal
/// rows are one.
fn expected(steps: &[Step], metric: Metric) -> usize {
    let mut unkeyed: BTreeMap<Place, usize> = BTreeMap::new();
    let mut ever: BTreeMap<(usize, Place), usize> = BTreeMap::new();
    for step in steps {
        match step {
            Rows(SCALE, _) | Object { source: SCALE, .. } | Object { content: None, .. } => {}
            Rows(_, rows) => counted(rows, metric, &mut unkeyed, |place| place),
            Object {
                id,
                content: Some((rows, _)),
                ..
            } => {
                counted(rows, metric, &mut ever, |place| (*id, place));
            }
        }
    }
    let mut live: BTreeMap<(usize, Place), usize> = BTreeMap::new();
    for id in 0..5 {
        if let Some(rows) = standing(steps, id) {
            counted(rows, metric, &mut live, |place| (id, place));
        }
    }
    let sum = |counts: &BTreeMap<(usize, Place), usize>, place| -> usize {
        counts
            .iter()
            .filter(|((_, at), _)| *at == place)
            .map(|(_, count)| count)
            .sum()
    };
    let places: BTreeSet<Place> = unkeyed.keys().copied().chain(ever.keys().map(|it| it.1)).collect();
    let visible = places.into_iter().map(|place| {
        let (live, ever) = (sum(&live, place), sum(&ever, place));
        let file = unkeyed.get(&place).copied().unwrap_or(0);
        let visible = live.max(file.saturating_sub(ever - live));
        if metric.spec().repeatable {
            visible
        } else {
            visible.min(1)
        }
    });
    visible.sum()
}

/// Raises the count of each place to how often it stands among rows.
fn counted<K: Ord>(rows: &[Given], metric: Metric, counts: &mut BTreeMap<K, usize>, key: impl Fn(Place) -> K) {
    let mut here: BTreeMap<Place, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.metric == metric) {
        let number = here.entry((row.start_ms, row.end_ms, row.value.to_bits())).or_default();
        *number = if metric.spec().repeatable { *number + 1 } else { 1 };
    }
    for (place, number) in here {
        let known = counts.entry(key(place)).or_default();
        *known = number.max(*known);
    }
}

/// Finds what an object holds of the watch in the end.
fn standing(steps: &[Step], id: usize) -> Option<&[Given]> {
    let said = steps.iter().filter_map(|step| match step {
        Object {
            id: of,
            revision,
            source,
            content,
        } if *of == id => Some((*revision, *source, content)),
        _ => None,
    });
    let said: Vec<_> = said.collect();
    let (_, source, content) = match has_revisions(id) {
        true => said.into_iter().max_by_key(|it| it.0)?,
        false if said.iter().any(|it| it.2.is_none()) => return None,
        false => said.into_iter().next_back()?,
    };
    let (rows, _) = content.as_ref()?;
    (source != SCALE).then_some(rows)
}
