//! What comes twice counts once, in any order, and nothing that came is lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use vitasync_core::record::RecordVersion;
use vitasync_core::{History, Sample, SampleBatch, Session};

use super::{Scene, chain, life};
use crate::client::Delivery;
use crate::provider::Reads;

/// An hour later the vendor says the same, and nothing changes.
pub(super) async fn delivered_again(scene: &Scene, delivered: &[Delivery], complaints: &mut Vec<String>) {
    scene.stage.pass(TimeDelta::hours(1));
    let mut again = Vec::new();
    // What is as it is now is another value at another time.
    for resource in scene.polled().filter(|it| it.reading != Reads::Current) {
        if let Err(error) = scene.sync(resource).await {
            complaints.push(format!("`{}` cannot be read twice: {}", resource.id, chain(&error)));
        }
        again.extend(scene.memory.take_deliveries());
    }
    if let Err(error) = life::take_in_all(scene).await {
        complaints.push(format!("a push cannot be read twice: {}", chain(&error)));
    }
    again.extend(scene.memory.take_deliveries());
    let once = held(delivered.iter());
    differ(
        "delivered twice",
        &once,
        &held(delivered.iter().chain(&again)),
        complaints,
    );
    differ("delivered in reverse", &once, &held(delivered.iter().rev()), complaints);
    lost(delivered, &once, complaints);
}

fn differ(how: &str, before: &BTreeSet<String>, after: &BTreeSet<String>, complaints: &mut Vec<String>) {
    let new = after.difference(before).map(|it| format!("there is {it}"));
    let gone = before.difference(after).map(|it| format!("there is no {it}"));
    if let Some(first) = new.chain(gone).next() {
        complaints.push(format!("{how}, {first}"));
    }
}

/// Every sample and every session that came is there, unless what came with it takes it back.
fn lost(delivered: &[Delivery], held: &BTreeSet<String>, complaints: &mut Vec<String>) {
    let deleted: BTreeSet<_> = delivered.iter().flat_map(|it| &it.deleted).map(|it| &it.key).collect();
    let samples = delivered.iter().flat_map(|delivery| &delivery.samples);
    let samples = samples.map(|it| (it.record.as_deref(), place(&it.sample)));
    let sessions = delivered.iter().flat_map(|delivery| &delivery.sessions);
    let sessions = sessions.map(|it| (it.record.as_ref(), named(it)));
    let places: BTreeSet<&str> = held.iter().filter_map(|it| it.split(" = ").next()).collect();
    let lost = samples.chain(sessions).find(|(record, name)| {
        let taken_back = record.is_some_and(|record| deleted.contains(&record.key));
        !taken_back && !places.contains(name.as_str())
    });
    if let Some((_, name)) = lost {
        complaints.push(format!("one answer takes away what another brought: {name}"));
    }
}

/// Tells everything a history holds after some deliveries, each an import of its own.
fn held<'d>(deliveries: impl Iterator<Item = &'d Delivery>) -> BTreeSet<String> {
    let mut history = History::default();
    for delivery in deliveries {
        let import = history.begin_import();
        for batch in batches(delivery) {
            history.add_to(import, &batch);
        }
        for session in delivery.sessions.iter().filter(|it| it.record.is_none()) {
            history.add_session(session.clone());
        }
    }
    let mut held = BTreeSet::new();
    for metric in history.metrics() {
        for series in history.received(metric) {
            let source = &series.source.key;
            held.extend(series.rows().map(|(block, row)| {
                let (start, end, copy) = (row.start_ms, row.end_ms, row.copy);
                let (value, attributes) = (row.value, block.attributes(row));
                format!("{metric} {source:?} {start}..{end} #{copy} = {value} {attributes:?}")
            }));
        }
    }
    held.extend(history.sessions().map(|it| format!("{} = {:?}", named(it), it.detail)));
    held
}

fn named(session: &Session) -> String {
    let (kind, key) = (session.kind(), session.natural_key());
    format!("{kind} {:?} {key}", session.source.key)
}

fn place(sample: &Sample) -> String {
    let (metric, source) = (sample.metric, &sample.source.key);
    let (start, end) = (sample.start.timestamp_millis(), sample.end.timestamp_millis());
    format!("{metric} {source:?} {start}..{end} #0")
}

/// Puts what is of one version of an object together, its samples and its session, and gives a batch for each and one for the
/// rest.
fn batches(delivery: &Delivery) -> Vec<SampleBatch> {
    let mut objects: BTreeMap<String, Object> = BTreeMap::new();
    let mut loose = Vec::new();
    for recorded in &delivery.samples {
        let mut sample = recorded.sample.clone();
        sample.record = None;
        match recorded.record.as_deref() {
            Some(version) => object(&mut objects, version).samples.push(sample),
            None => loose.push(sample),
        }
    }
    for session in &delivery.sessions {
        if let Some(version) = &session.record {
            object(&mut objects, version).session = Some(session.clone());
        }
    }
    let mut rest: SampleBatch = loose.into_iter().collect();
    for version in &delivery.deleted {
        rest.delete_record(version.clone());
    }
    objects.into_values().map(Object::batch).chain([rest]).collect()
}

fn object<'o>(objects: &'o mut BTreeMap<String, Object>, version: &RecordVersion) -> &'o mut Object {
    let new = || Object {
        version: version.clone(),
        samples: Vec::new(),
        session: None,
    };
    objects.entry(format!("{version:?}")).or_insert_with(new)
}

/// One version of a vendor's object.
struct Object {
    version: RecordVersion,
    samples: Vec<Sample>,
    session: Option<Session>,
}

impl Object {
    fn batch(self) -> SampleBatch {
        let own: SampleBatch = self.samples.into_iter().collect();
        let mut batch = SampleBatch::default();
        for series in own.series() {
            batch.add_series(series.clone());
        }
        // The first is the empty set, and both have that.
        for attributes in own.attributes().iter().skip(1) {
            batch.add_attributes(attributes.clone());
        }
        batch.push_record(self.version, self.session, own.rows());
        batch
    }
}
