//! Takes in what phones push.
//!
//! ```text
//! body ──read, decode──► items ──one transaction: body, rows, results, marks──► 200
//!    └─ large, or another waits ──one transaction: body, marks, job──► 202 ──job──► rows, results
//! ```
//!
//! What is answered is committed. The same batch again, at once or later, has no effect and is answered as before; the
//! body is kept as it came, so that it can be read again. Batches of a person are written in the order in which they came:
//! one that comes while another waits waits too.

mod report;
pub mod token;
mod windows;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::source::SourceKey;
use vitasync_providers::push::{Batch, Became, Decoded, Item, List};

use self::report::{Fate, of_object, of_rows, packed};
pub use self::report::{ItemResult, ItemStatus, ListName, Push};
use super::import::{Delivery, Foreseen, foresee, take_in_each};
use super::jobs::{self, Attempt, Ended, Kind, Lane, NewJob};
use super::raw;
use crate::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::store::Transaction;
use crate::store::push_batches::{self, PushBatch};
use crate::store::push_marks::{self, Mark};
use crate::store::users::{self, User, UserRef};

/// A batch of more items is written later.
pub const AT_ONCE: usize = 5_000;
/// The longest id, name of a phone, or name of a stream.
const LONGEST_NAME: usize = 128;
/// The longest anchor, as text.
const LONGEST_ANCHOR: usize = 64 << 10;
/// Speed: the body is kept, and hardly ever read.
const LEVEL: i32 = 1;

/// Writes a batch that waits.
pub const PUSH_BATCH: Kind = Kind {
    id: "push_batch",
    lane: Lane::Heavy,
    most_attempts: None,
};

/// What the job of a batch has to know.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    batch: String,
}

/// A batch that was read, and is to be taken.
struct Incoming {
    id: Option<String>,
    provider: &'static str,
    device: String,
    stream: String,
    sequence: Option<u64>,
    anchors: Vec<(String, String)>,
    items: usize,
    hash: Vec<u8>,
    body: Vec<u8>,
    /// What is in it, where it is to be written at once.
    decoded: Option<Decoded>,
}

/// How far a phone has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The provider's slug.
    pub provider: String,
    /// The phone; empty where it has no name.
    pub device: String,
    /// The anchors by type, as the phone gave them.
    pub anchors: Vec<(String, String)>,
    /// By stream, the number the next batch has.
    pub next_sequences: Vec<(String, u64)>,
}

/// Takes a batch: writes it, or keeps it to be written later where it is large, `later` is wanted, or another one waits.
///
/// # Errors
///
/// Invalid where the envelope cannot be read; Conflict where another body came under its id; OutOfSequence where it is not
/// the next one of its stream; NotFound where the person is gone; Internal where the database fails. None of them
/// changes anything.
pub async fn push(app: &App, user: &User, body: Vec<u8>, later: bool) -> Result<Push> {
    let now = app.now();
    let incoming = tokio::task::spawn_blocking(move || read(&body, later, now));
    let mut incoming = incoming.await.map_err(Error::internal("reading a batch"))??;
    let who = UserRef::from(user);
    let kept = raw::keep(app, who.no, raw::What::Push, std::mem::take(&mut incoming.body)).await?;
    let tx = app.store.begin().await?;
    tx.lock_user(who.no).await?;
    if let Some(id) = &incoming.id
        && let Some(known) = push_batches::find(&tx, who.no, id).await?
    {
        return match known.body_hash == incoming.hash {
            true => Push::of(known),
            false => Err(Error::conflict(format!("another batch came under the id {id:?}"))),
        };
    }
    check_sequence(&tx, who.no, &incoming).await?;
    let marks = marks(who.no, &incoming, now);
    let waiting = push_batches::last_waiting(&tx, who.no).await?;
    let mut batch = PushBatch {
        user_no: who.no,
        id: incoming.id.unwrap_or_else(|| Id::generate().to_string()),
        provider: incoming.provider.to_owned(),
        device: incoming.device,
        items: i32::try_from(incoming.items).unwrap_or(i32::MAX),
        body_hash: incoming.hash,
        body: kept.bytes,
        object: kept.object,
        waits: None,
        results: None,
        received_at: now,
        done_at: None,
    };
    let mut results = None;
    match incoming.decoded.filter(|_| waiting.is_none()) {
        Some(decoded) => {
            let written = write(app, &tx, &who, &batch, decoded).await?;
            batch.results = Some(packed(&written));
            batch.done_at = Some(now);
            results = Some(written);
        }
        None => {
            batch.waits = Some(waiting.unwrap_or_default() + 1);
            let job = NewJob::new(
                &PUSH_BATCH,
                &Waiting {
                    batch: batch.id.clone(),
                },
                now,
            )?;
            let job = job.of_workspace(user.workspace_id).of_user(who.no);
            jobs::enqueue(&tx, job).await?;
        }
    }
    let mut push = Push::of(
        PushBatch {
            results: None,
            body: Vec::new(),
            ..batch.clone()
        }
        .into(),
    )?;
    push.results = results;
    push_batches::insert(&tx, batch).await?;
    push_marks::upsert(&tx, marks).await?;
    tx.commit().await?;
    Ok(push)
}

/// Finds a batch of a person.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, user: &UserRef, id: &str) -> Result<Push> {
    let found = push_batches::find(&app.store, user.no, id).await?;
    Push::of(found.ok_or(Error::not_found("Batch"))?)
}

/// Tells how far each phone of a person has come.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn devices(app: &App, user: &UserRef) -> Result<Vec<Device>> {
    let mut devices: Vec<Device> = Vec::new();
    for mark in push_marks::all(&app.store, user.no).await? {
        let is_same = |it: &Device| (&it.provider, &it.device) == (&mark.provider, &mark.device);
        if !devices.last().is_some_and(is_same) {
            devices.push(Device {
                provider: mark.provider,
                device: mark.device,
                anchors: Vec::new(),
                next_sequences: Vec::new(),
            });
        }
        let last = devices.last_mut().expect("one was added");
        match mark.kind {
            push_marks::Kind::Anchor => last.anchors.push((mark.name, mark.mark)),
            push_marks::Kind::Sequence => last.next_sequences.push((mark.name, next(Some(&mark.mark))?)),
        }
    }
    Ok(devices)
}

/// Writes the batches of a person that wait, in order, up to that of the job.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn write_waiting(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let Waiting { batch: wanted } = attempt.payload()?;
    let Some(user_no) = attempt.job.user_no else {
        return Ok(Ended::Failed("the job is nobody's".to_owned()));
    };
    loop {
        let tx = app.store.begin().await?;
        match tx.lock_user(user_no).await {
            Err(Error::NotFound { .. }) => return Ok(Ended::Forget),
            locked => locked?,
        }
        let still_waits = push_batches::find(&tx, user_no, &wanted).await?;
        if still_waits.is_none_or(|it| it.done_at.is_some()) {
            return Ok(Ended::Done(None));
        }
        let Some(batch) = push_batches::first_waiting(&tx, user_no).await? else {
            return Ok(Ended::Done(None));
        };
        let user = UserRef::from(&users::by_number(&tx, user_no).await?);
        let received = batch.received_at;
        let body = raw::read(app, batch.body.clone(), batch.object.as_deref()).await?;
        let body = body.ok_or_else(|| Error::internal("reading a batch")("its object is gone"))?;
        let decoded = tokio::task::spawn_blocking(move || decode_kept(&body, received));
        let decoded = decoded.await.map_err(Error::internal("reading a batch"))??;
        let results = write(app, &tx, &user, &batch, decoded).await?;
        push_batches::finish(&tx, user_no, &batch.id, packed(&results), app.now()).await?;
        tx.commit().await?;
    }
}

/// Reads a body. Blocks.
fn read(body: &[u8], later: bool, now: DateTime<Utc>) -> Result<Incoming> {
    let batch = envelope(body)?;
    let text = |path: &str, text: Option<&str>, longest: usize| match text {
        Some(text) if text.is_empty() || text.len() > longest => {
            Err(Error::invalid(path, format!("it must have 1 to {longest} bytes")))
        }
        text => Ok(text.map(str::to_owned)),
    };
    if batch.sequence == Some(0) {
        return Err(Error::invalid("sequence", "batches are counted from 1"));
    }
    let mut anchors = Vec::new();
    for (kind, anchor) in &batch.anchors {
        let path = format!("anchors.{}", &**kind);
        let name = text(&path, Some(kind), LONGEST_NAME)?.unwrap_or_default();
        anchors.push((name, text(&path, Some(anchor), LONGEST_ANCHOR)?.unwrap_or_default()));
    }
    let at_once = !later && batch.items() <= AT_ONCE;
    Ok(Incoming {
        id: text("batchId", batch.batch_id.as_deref(), LONGEST_NAME)?,
        provider: batch.provider.slug(),
        device: text("deviceId", batch.device_id.as_deref(), LONGEST_NAME)?.unwrap_or_default(),
        stream: text("stream", batch.stream.as_deref(), LONGEST_NAME)?.unwrap_or_default(),
        sequence: batch.sequence,
        anchors,
        items: batch.items(),
        hash: blake3::hash(body).as_bytes().to_vec(),
        body: zstd::bulk::compress(body, LEVEL).map_err(Error::internal("compressing a batch"))?,
        decoded: at_once.then(|| batch.decode(now)),
    })
}

fn envelope(body: &[u8]) -> Result<Batch<'_>> {
    Batch::read(body).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "body".to_owned() } else { path };
        Error::invalid(path, error.into_inner().to_string())
    })
}

fn decode_kept(body: &[u8], received: DateTime<Utc>) -> Result<Decoded> {
    let body = zstd::stream::decode_all(body).map_err(Error::internal("reading a kept batch"))?;
    Ok(envelope(&body)?.decode(received))
}

async fn check_sequence(tx: &Transaction, user_no: i64, incoming: &Incoming) -> Result<()> {
    let Some(sequence) = incoming.sequence else {
        return Ok(());
    };
    let last = push_marks::sequence(tx, user_no, incoming.provider, &incoming.device, &incoming.stream).await?;
    match next(last.as_deref())? {
        expected if expected == sequence => Ok(()),
        expected => Err(Error::OutOfSequence { expected }),
    }
}

/// Tells the number after the last one.
fn next(last: Option<&str>) -> Result<u64> {
    let last: u64 = last.map_or(Ok(0), |last| last.parse().map_err(Error::internal("reading a mark")))?;
    Ok(last.saturating_add(1))
}

fn marks(user_no: i64, incoming: &Incoming, now: DateTime<Utc>) -> Vec<Mark> {
    let mark = |kind, name: &str, mark: String| Mark {
        user_no,
        provider: incoming.provider.to_owned(),
        device: incoming.device.clone(),
        kind,
        name: name.to_owned(),
        mark,
        updated_at: now,
    };
    let anchors = incoming.anchors.iter();
    let anchors = anchors.map(|(name, anchor)| mark(push_marks::Kind::Anchor, name, anchor.clone()));
    let sequence = incoming.sequence.iter();
    let sequence = sequence.map(|it| mark(push_marks::Kind::Sequence, &incoming.stream, it.to_string()));
    anchors.chain(sequence).collect()
}

/// Writes what is in a batch, and tells what became of each item.
async fn write(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    batch: &PushBatch,
    mut decoded: Decoded,
) -> Result<Vec<ItemResult>> {
    let free: Vec<usize> = decoded
        .items
        .iter()
        .filter_map(|it| match &it.became {
            Became::Rows(rows) => Some(rows.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    let aliases: HashMap<SourceKey, SourceKey> = decoded
        .aliases
        .iter()
        .map(|(alias, of)| (alias.clone(), of.key.clone()))
        .collect();
    let foreseen = foresee(tx, user, &aliases, &decoded.samples, &free).await?;
    let windows = close(app, tx, user, batch, &mut decoded).await?;
    let aliases = decoded.aliases.into_iter().map(|(alias, of)| Delivery::Alias {
        alias,
        of: Box::new(std::sync::Arc::unwrap_or_clone(of)),
    });
    let deliveries = aliases.chain([Delivery::Samples(decoded.samples)]);
    let (_, outcomes) = take_in_each(app, tx, user, deliveries).await?;
    let mut foreseen = foreseen.into_iter();
    let fate = |item: &Item, foreseen: &mut dyn Iterator<Item = Foreseen>| match &item.became {
        Became::Object(at) => of_object(outcomes[*at]),
        Became::Rows(rows) => of_rows(&foreseen.take(rows.len()).collect::<Vec<_>>()),
        Became::Window(at) => windows[*at].clone(),
        Became::Rejected(reason) => (ItemStatus::Rejected, Some(reason.to_string())),
    };
    let results = decoded.items.into_iter().map(|item| {
        let (status, reason) = fate(&item, &mut foreseen);
        ItemResult {
            list: item.list.into(),
            index: item.index,
            id: item.id,
            status,
            reason,
        }
    });
    Ok(results.collect())
}

/// Deletes what the batch's windows say is gone, and tells what became of each window.
async fn close(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    batch: &PushBatch,
    decoded: &mut Decoded,
) -> Result<Vec<Fate>> {
    if decoded.windows.is_empty() {
        return Ok(Vec::new());
    }
    if push_batches::another_device(tx, user.no, &batch.provider, &batch.device).await? {
        let why = "another phone of this user pushes too, and may hold what this one does not";
        return Ok(vec![
            (ItemStatus::Rejected, Some(why.to_owned()));
            decoded.windows.len()
        ]);
    }
    let is_measured = |it: &&Item| matches!(it.list, List::Records | List::Sleep);
    let measured = || decoded.items.iter().filter(is_measured);
    if measured().any(|it| it.id.is_none() && matches!(it.became, Became::Rejected(_))) {
        let why = "an item without a readable id was rejected, so it is not known what else there is";
        return Ok(vec![
            (ItemStatus::Rejected, Some(why.to_owned()));
            decoded.windows.len()
        ]);
    }
    let named: BTreeSet<String> = measured().filter_map(|it| it.id.clone()).collect();
    let mut fates = Vec::new();
    for window in &decoded.windows {
        let gone = windows::missing(tx, user, &batch.provider, window, &named, app.now()).await?;
        fates.push(match gone.len() {
            0 => (ItemStatus::Unchanged, None),
            n => (ItemStatus::Deleted, Some(format!("{n} objects are gone"))),
        });
        gone.into_iter()
            .for_each(|version| decoded.samples.delete_record(version));
    }
    Ok(fates)
}
