//! A phone with a log of changes, a server that keeps the protocol, and an app that is killed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::provider::Response;
use crate::push::engine::{Changes, Plan, Query, Step, SyncEngine};
use crate::push::{Batch, Became, Platform};

pub(super) const HEART: &str = "HKQuantityTypeIdentifierHeartRate";
pub(super) const STEPS: &str = "HKQuantityTypeIdentifierStepCount";

pub(super) fn start() -> DateTime<Utc> {
    "2026-04-23T08:00:00Z".parse().expect("a time")
}

pub(super) fn plan() -> Plan {
    Plan {
        platform: Platform::AppleHealth,
        device: "phone".to_owned(),
        version: "1".to_owned(),
        types: vec![HEART.to_owned(), STEPS.to_owned()],
        recent_days: vec![30, 365],
        most_items: 4,
        most_bytes: 20_000,
    }
}

/// An object of a store.
#[derive(Debug, Clone)]
struct Object {
    kind: &'static str,
    id: String,
    note: String,
    at: DateTime<Utc>,
}

/// What has happened to an object.
#[derive(Debug, Clone)]
enum Event {
    Added(Object),
    Deleted(&'static str, String),
}

/// A phone's store: a log, of which deletions may be forgotten with all anchors.
#[derive(Debug, Clone, Default)]
pub(super) struct Phone {
    log: Vec<Event>,
    live: BTreeMap<String, Object>,
    epoch: u32,
    added: u32,
}

impl Object {
    fn lies(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        let day = self.at.date_naive();
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
    }

    fn to_json(&self) -> Value {
        let (value, unit) = if self.kind == HEART {
            (60, "count/min")
        } else {
            (9, "count")
        };
        json!({"id": self.id, "type": self.kind, "startDate": self.at, "value": value, "unit": unit,
            "metadata": {"note": self.note}})
    }
}

impl Phone {
    pub(super) fn add(&mut self, kind: &'static str, at: DateTime<Utc>) {
        self.added += 1;
        self.add_named(kind, &format!("o{}", self.added), "", at);
    }

    pub(super) fn add_named(&mut self, kind: &'static str, id: &str, note: &str, at: DateTime<Utc>) {
        let (id, note) = (id.to_owned(), note.to_owned());
        let object = Object { kind, id, note, at };
        self.live.insert(object.id.clone(), object.clone());
        self.log.push(Event::Added(object));
    }

    fn delete(&mut self, nth: usize) {
        let Some(id) = self.live.keys().nth(nth % self.live.len().max(1)).cloned() else {
            return;
        };
        if let Some(object) = self.live.remove(&id) {
            self.log.push(Event::Deleted(object.kind, id));
        }
    }

    /// Forgets what was deleted, and makes every anchor worthless.
    fn forget(&mut self) {
        self.epoch += 1;
        self.log = self.live.values().cloned().map(Event::Added).collect();
    }

    /// Answers a query; nothing where the anchor is known no more.
    pub(super) fn read(&self, query: &Query) -> Option<Changes> {
        let mut changes = Changes::default();
        let mut put = |object: &Object| {
            let text = serde_json::value::to_raw_value(&object.to_json()).expect("JSON");
            changes.records.push(text);
        };
        match query {
            Query::Whole { kind, span, limit } => {
                let is_in = |it: &&Object| it.kind == kind && span.from <= it.at && it.at < span.to;
                let all: Vec<&Object> = self.live.values().filter(is_in).collect();
                all.iter().take(*limit).for_each(|object| put(object));
                changes.more = all.len() > *limit;
            }
            Query::Changes {
                kind,
                from,
                to,
                anchor,
                limit,
            } => {
                let first: usize = match anchor.as_deref().map(|it| it.split_once(':').expect("an anchor")) {
                    None => 0,
                    Some((epoch, at)) if epoch == self.epoch.to_string() => at.parse().expect("a number"),
                    Some(_) => return None,
                };
                let mut deletions = Vec::new();
                for event in self.log.iter().skip(first).take(*limit) {
                    match event {
                        Event::Added(it)
                            if it.kind == kind && it.lies(*from, *to) && self.live.contains_key(&it.id) =>
                        {
                            put(it)
                        }
                        Event::Deleted(of, id) if of == kind && anchor.is_some() => deletions.push(id.clone()),
                        _ => {}
                    }
                }
                let last = self.log.len().min(first + limit);
                changes.deletions = deletions;
                changes.anchor = Some(format!("{}:{last}", self.epoch));
                changes.more = last < self.log.len();
            }
        }
        Some(changes)
    }
}

/// The server, as far as a phone sees it.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) live: BTreeMap<String, (String, DateTime<Utc>)>,
    gone: BTreeSet<String>,
    batches: HashMap<String, (String, Value)>,
    anchors: BTreeMap<String, String>,
    last: u64,
    pub(super) most_bytes: usize,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            live: BTreeMap::new(),
            gone: BTreeSet::new(),
            batches: HashMap::new(),
            anchors: BTreeMap::new(),
            last: 0,
            most_bytes: usize::MAX,
        }
    }
}

impl Server {
    /// Takes a batch, after it has read it as the server does.
    pub(super) fn take(&mut self, upload: &crate::push::engine::Upload, now: DateTime<Utc>) -> Response {
        let answer = |status, body: &Value| Response::new(status, body.to_string(), now);
        if upload.body.len() > self.most_bytes {
            return answer(413, &json!({}));
        }
        let batch = Batch::read(upload.body.as_bytes()).expect("an envelope");
        assert_eq!(batch.items(), upload.items);
        let decoded = batch.decode(now);
        let rejected = decoded.items.iter().find(|it| matches!(it.became, Became::Rejected(_)));
        assert!(rejected.is_none(), "{rejected:?}");
        if let Some((body, answered)) = self.batches.get(&upload.id) {
            assert_eq!(*body, upload.body, "another body under one id");
            return answer(200, answered);
        }
        let expected = self.last + 1;
        if batch.sequence != Some(expected) {
            let errors = json!([{"path": "sequence", "message": format!("expected {expected}")}]);
            return answer(409, &json!({"message": "", "errors": errors}));
        }
        self.last = expected;
        let anchors = batch
            .anchors
            .iter()
            .map(|(name, anchor)| (name.to_string(), anchor.to_string()));
        self.anchors.extend(anchors);
        let results = self.write(&serde_json::from_str(&upload.body).expect("JSON"));
        let written = json!({"batchId": upload.id, "status": "done", "results": results});
        self.batches
            .insert(upload.id.clone(), (upload.body.clone(), written.clone()));
        answer(200, &written)
    }

    fn write(&mut self, body: &Value) -> Vec<Value> {
        let time = |it: &Value| it.as_str().expect("text").parse::<DateTime<Utc>>().expect("a time");
        let list = |name: &str| body["data"][name].as_array().expect("a list").clone();
        let id = |it: &Value| it["id"].as_str().expect("an id").to_owned();
        let records = list("records");
        let named: BTreeSet<String> = records.iter().map(id).collect();
        for window in list("windows") {
            let (from, to) = (time(&window["from"]), time(&window["to"]));
            let is_gone = |it: &String, (kind, at): &(String, DateTime<Utc>)| {
                *kind == window["type"] && from <= *at && *at < to && !named.contains(it)
            };
            let missing: Vec<String> = self
                .live
                .iter()
                .filter(|(id, it)| is_gone(id, it))
                .map(|(id, _)| id.clone())
                .collect();
            for id in missing {
                self.live.remove(&id);
                self.gone.insert(id);
            }
        }
        for record in &records {
            if !self.gone.contains(&id(record)) {
                let kind = record["type"].as_str().expect("a type").to_owned();
                self.live.insert(id(record), (kind, time(&record["startDate"])));
            }
        }
        for deletion in list("deletions") {
            self.live.remove(&id(&deletion));
            self.gone.insert(id(&deletion));
        }
        Vec::new()
    }

    /// Answers what became of a batch. One that a restore has taken with it is not known.
    fn tell(&self, batch: &str, now: DateTime<Utc>) -> Response {
        match self.batches.get(batch) {
            Some((_, written)) => Response::new(200, written.to_string(), now),
            None => Response::new(404, "{}", now),
        }
    }

    pub(super) fn locate(&self, now: DateTime<Utc>) -> Response {
        let known = match self.last {
            0 => json!([]),
            last => json!([{"provider": "apple_health", "deviceId": "phone", "anchors": self.anchors,
                "nextSequences": {"": last + 1}}]),
        };
        Response::new(200, known.to_string(), now)
    }
}

/// Everything there is, and the bytes that say what goes wrong.
struct World<'t> {
    phone: Phone,
    server: Server,
    backup: Server,
    is_restored: bool,
    engine: SyncEngine,
    kept: Option<String>,
    now: DateTime<Utc>,
    runs: u128,
    tape: std::slice::Iter<'t, u8>,
}

/// Lets a phone, an app and a server live through what a tape says, then leaves them in peace, and compares.
pub(super) fn run(tape: &[u8]) {
    let mut world = World {
        phone: Phone::default(),
        server: Server::default(),
        backup: Server::default(),
        is_restored: false,
        engine: SyncEngine::new(plan(), None, 0, start()),
        kept: None,
        now: start(),
        runs: 0,
        tape: tape.iter(),
    };
    while let Some(byte) = world.tape.next().copied() {
        world.happens(byte);
    }
    world.server.most_bytes = usize::MAX;
    world.engine.begin(None, world.now);
    for _ in 0..20_000 {
        if !world.step(0) {
            break;
        }
    }
    assert_eq!(world.engine.step(world.now), Step::Done);
    let phone: Vec<&String> = world.phone.live.keys().collect();
    let server: Vec<&String> = world.server.live.keys().collect();
    assert_eq!(phone, server);
}

impl World<'_> {
    fn happens(&mut self, byte: u8) {
        let age = self.tape.clone().next().map_or(0, |next| i64::from(*next) * 3);
        match byte {
            0..60 => {
                let kind = if byte.is_multiple_of(2) { HEART } else { STEPS };
                self.phone.add(kind, self.now - TimeDelta::days(age));
            }
            60..80 => self.phone.delete(usize::from(byte)),
            80..84 => self.phone.forget(),
            84..90 => self.backup = self.server.clone(),
            90..94 => {
                self.server = self.backup.clone();
                self.is_restored = true;
            }
            94..100 => self.server.most_bytes = 900 + usize::from(byte) * 10,
            100..110 => self.engine.begin(None, self.now),
            110..120 => self.kill(),
            120..124 => {
                self.kept = None;
                self.kill();
            }
            _ => {
                self.step(byte);
            }
        }
    }

    fn kill(&mut self) {
        self.runs += 1;
        self.engine = SyncEngine::new(plan(), self.kept.as_deref(), self.runs, self.now);
        self.engine.begin(None, self.now);
    }

    /// Does a step; a byte other than 0 may make it fail. Tells whether there was something to do.
    fn step(&mut self, byte: u8) -> bool {
        self.now += TimeDelta::seconds(1);
        match self.engine.step(self.now) {
            Step::Read(query) => match self.phone.read(&query) {
                _ if byte % 16 == 1 => self.engine.skip(),
                Some(changes) => self.engine.take(changes),
                None => self.engine.expired(self.now),
            },
            Step::Send(upload) => match byte % 16 {
                1 => self.engine.unreachable(self.now),
                2 => {
                    self.server.take(&upload, self.now); // the answer is lost
                    self.engine.unreachable(self.now);
                }
                3 => {
                    self.server.take(&upload, self.now); // and the app with it
                    self.kill();
                }
                4 => self.engine.answer(&Response::new(503, "", self.now)),
                5 => self.engine.answer(&Response::new(401, "", self.now)),
                6 => {
                    let mut later = self.server.take(&upload, self.now);
                    if later.status == 200 {
                        later.status = 202;
                        later.body = json!({"batchId": upload.id, "status": "queued", "results": null})
                            .to_string()
                            .into();
                    }
                    self.engine.answer(&later);
                }
                _ => self.engine.answer(&self.server.take(&upload, self.now)),
            },
            Step::Locate => self.engine.answer(&self.server.locate(self.now)),
            Step::Ask(batch) => self.engine.answer(&self.server.tell(&batch, self.now)),
            Step::Authorise => self.engine.authorised(),
            Step::Wait(until) => self.now = until,
            Step::Done | Step::Stopped(_) => return false,
        }
        self.holds();
        if byte.is_multiple_of(3) {
            self.kept = Some(self.engine.state());
        }
        true
    }

    /// Checks that the server has what stands before the anchors of the state.
    fn holds(&self) {
        if self.is_restored {
            return;
        }
        let state: Value = serde_json::from_str(&self.engine.state()).expect("JSON");
        for (kind, lanes) in state["lanes"].as_object().expect("lanes") {
            for lane in lanes.as_array().expect("lanes") {
                let Some((epoch, at)) = lane["anchor"].as_str().and_then(|it| it.split_once(':')) else {
                    continue;
                };
                if epoch != self.phone.epoch.to_string() {
                    continue;
                }
                let date = |end: &Value| end.as_str().map(|text| text.parse().expect("a date"));
                for event in &self.phone.log[..at.parse().expect("a number")] {
                    if let Event::Added(it) = event
                        && it.kind == kind
                        && it.lies(date(&lane["from"]), date(&lane["to"]))
                        && self.phone.live.contains_key(&it.id)
                    {
                        assert!(self.server.live.contains_key(&it.id), "{} is not there yet", it.id);
                    }
                }
            }
        }
    }
}
