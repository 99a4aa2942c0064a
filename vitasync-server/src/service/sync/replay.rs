//! Decodes again what vendors have answered and what stands in kept files, with what this program knows today.
//!
//! A person's files and then the answers are replayed in the order in which they came, through the same path as when they came,
//! in one transaction: nobody sees a state in between, and a trial run is that transaction without its end. What was deleted
//! stays deleted. Phones have no part in it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures::StreamExt as _;
use futures::stream;
use serde::{Deserialize, Serialize};
use vitasync_core::block::Block;
use vitasync_providers::client;
use vitasync_providers::files::Format;

use super::sink::{unpacked, write};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::connections::{Linked, linked};
use crate::service::import::import_again;
use crate::service::jobs::{self, Attempt, Ended, Job, Kind, Lane, NewJob};
use crate::service::users::{User, UserRef};
use crate::store::blocks::{self, Stretch};
use crate::store::{Id, Transaction, connections, exchanges, raw_files, series, sessions, users};

/// Decodes again what is kept of a person.
pub const REPLAY: Kind = Kind {
    id: "replay",
    lane: Lane::Heavy,
    most_attempts: Some(3),
};

/// How many answers are read at a time.
const PORTION: u64 = 100;
/// How many of them are fetched at once where they are objects.
const AT_ONCE: usize = 16;

/// What a replay has changed, or would.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replayed {
    /// How many answers were decoded.
    pub exchanges: u64,
    /// How many answers could not be read.
    pub unreadable: u64,
    /// How many files were decoded.
    pub files: u64,
    /// The files that could not be, and why.
    pub skipped_files: Vec<SkippedFile>,
    /// What has become of samples, by metric; those are left out of which nothing has changed.
    pub metrics: BTreeMap<String, Changes>,
    /// What has become of nights and workouts.
    pub sessions: Changes,
}

/// A file that could not be decoded again. What it brought when it came stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SkippedFile {
    /// The id of the original.
    pub id: String,
    /// The name it had.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What has become of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Those that were not there.
    pub added: u64,
    /// Those that have another value.
    pub changed: u64,
    /// Those that are gone.
    pub removed: u64,
}

impl Changes {
    /// Tells whether nothing has changed.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.removed += other.removed;
    }
}

/// Lists the people of whom answers of vendors, or files, are kept.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn people(app: &App, provider: Option<&str>) -> Result<Vec<User>> {
    let mut numbers: BTreeSet<i64> = exchanges::users(&app.store, provider).await?.into_iter().collect();
    if provider.is_none_or(is_of_files) {
        numbers.extend(raw_files::users(&app.store).await?);
    }
    let mut people = Vec::new();
    for user_no in numbers {
        people.push(users::by_number(&app.store, user_no).await?);
    }
    Ok(people)
}

/// Decodes again what vendors, or one of them, have answered about a person, and the files that are kept; `provider` can be a
/// kind of file, too. `progress` hears how many answers have been decoded.
///
/// # Errors
///
/// NotFound where the person is gone; Internal where the database fails. Then nothing has changed.
pub async fn replay(
    app: &App,
    user: &UserRef,
    provider: Option<&str>,
    dry_run: bool,
    mut progress: impl AsyncFnMut(u64),
) -> Result<Replayed> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let before = State::read(&tx, user.no).await?;
    let mut replayed = Replayed::default();
    replay_files(app, &tx, user, provider, &mut replayed).await?;
    let mut links = HashMap::new();
    let mut last = None;
    loop {
        let portion = exchanges::after(&tx, user.no, provider, last, PORTION).await?;
        let Some(end) = portion.last() else { break };
        last = Some((end.received_at, end.id));
        let connections: Vec<Id> = portion.iter().map(|row| row.connection_id).collect();
        let mut bodies = stream::iter(portion.into_iter().map(|row| unpacked(app, row))).buffered(AT_ONCE);
        for connection in connections {
            let exchange = bodies.next().await.transpose()?.flatten();
            let Some(linked) = link_of(app, &tx, &mut links, connection).await? else {
                continue;
            };
            let Some(exchange) = exchange else {
                replayed.unreadable += 1;
                continue;
            };
            match client::replay(linked.provider, &linked.connection, &exchange) {
                Ok(delivery) if delivery.is_empty() => {}
                Ok(delivery) => drop(write(app, &tx, user, connection, delivery).await?),
                Err(_) => replayed.unreadable += 1,
            }
            replayed.exchanges += 1;
        }
        progress(replayed.exchanges).await;
    }
    let after = State::read(&tx, user.no).await?;
    after.compare(&before, &mut replayed)?;
    if !dry_run {
        tx.commit().await?;
    }
    Ok(replayed)
}

/// Decodes kept files again, the first that came first.
async fn replay_files(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    provider: Option<&str>,
    replayed: &mut Replayed,
) -> Result<()> {
    if !provider.is_none_or(is_of_files) {
        return Ok(());
    }
    for file in raw_files::all(tx, user.no).await?.into_iter().rev() {
        let formats = file.report["file"]["formats"].as_object();
        if provider.is_some_and(|kind| formats.is_none_or(|formats| !formats.contains_key(kind))) {
            continue;
        }
        match import_again(app, tx, user, &file).await? {
            Ok(()) => replayed.files += 1,
            Err(why) => replayed.skipped_files.push(SkippedFile {
                id: file.id.to_string(),
                name: file.name,
                reason: why.to_string(),
            }),
        }
    }
    Ok(())
}

/// Tells whether a word names a kind of file.
fn is_of_files(provider: &str) -> bool {
    Format::ALL.iter().any(|format| format.id() == provider)
}

/// Finds the connection by which an answer came; those of people who are gone are gone too.
async fn link_of<'a>(
    app: &App,
    tx: &Transaction,
    known: &'a mut HashMap<Id, Option<Linked>>,
    id: Id,
) -> Result<Option<&'a Linked>> {
    if let Entry::Vacant(unknown) = known.entry(id) {
        let row = connections::find(tx, id).await?;
        let found = match row {
            Some(row) => Some(linked(app, &row).await?),
            None => None,
        };
        unknown.insert(found);
    }
    Ok(known.get(&id).and_then(Option::as_ref))
}

/// What is known of a person at one moment.
struct State {
    /// The encoded blocks of each series, with its metric.
    series: BTreeMap<i32, (String, Vec<Vec<u8>>)>,
    /// The hash of each session's content.
    sessions: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl State {
    async fn read(tx: &Transaction, user_no: i64) -> Result<Self> {
        let mut all = BTreeMap::new();
        for series in series::all(tx, user_no).await? {
            let whole = Stretch {
                series_no: series.series_no,
                first_day: i32::MIN,
                last_day: i32::MAX,
            };
            let blocks = blocks::read(tx, user_no, &[whole]).await?;
            let payloads = blocks.into_iter().map(|it| it.payload).collect();
            all.insert(series.series_no, (series.metric, payloads));
        }
        let sessions = sessions::list(tx, user_no, sessions::Filter::default(), None).await?;
        let sessions = sessions.into_iter().map(|it| (it.id, it.content_hash)).collect();
        Ok(Self { series: all, sessions })
    }

    fn compare(&self, before: &Self, into: &mut Replayed) -> Result<()> {
        for (number, (metric, payloads)) in &self.series {
            let was = before.series.get(number).map_or(&[][..], |(_, payloads)| payloads);
            if was == payloads.as_slice() {
                continue;
            }
            let changes = changes(&rows(was)?, &rows(payloads)?);
            if !changes.is_empty() {
                into.metrics.entry(metric.clone()).or_default().add(changes);
            }
        }
        let as_rows = |it: &BTreeMap<Vec<u8>, Vec<u8>>| -> BTreeMap<Vec<u8>, Vec<Vec<u8>>> {
            it.iter().map(|(id, hash)| (id.clone(), vec![hash.clone()])).collect()
        };
        into.sessions = changes(&as_rows(&before.sessions), &as_rows(&self.sessions));
        Ok(())
    }
}

/// Lists the values of a series by the times they are for.
fn rows(payloads: &[Vec<u8>]) -> Result<BTreeMap<(i64, i64), Vec<u64>>> {
    let mut rows: BTreeMap<(i64, i64), Vec<u64>> = BTreeMap::new();
    for payload in payloads {
        let block = Block::decode(payload).map_err(Error::internal("reading a block"))?;
        for row in block.rows().filter(|row| !row.deleted) {
            rows.entry((row.start_ms, row.end_ms))
                .or_default()
                .push(row.value.to_bits());
        }
    }
    Ok(rows)
}

/// Tells what has become of the values at every place.
fn changes<K: Ord, V: Ord + Clone>(before: &BTreeMap<K, Vec<V>>, after: &BTreeMap<K, Vec<V>>) -> Changes {
    let mut changes = Changes::default();
    let gone = before.iter().filter(|(place, _)| !after.contains_key(place));
    changes.removed += gone.map(|(_, values)| values.len() as u64).sum::<u64>();
    for (place, values) in after {
        let (mut new, mut old) = (values.clone(), before.get(place).cloned().unwrap_or_default());
        new.retain(|value| match old.iter().position(|it| it == value) {
            Some(at) => {
                old.swap_remove(at);
                false
            }
            None => true,
        });
        let changed = new.len().min(old.len());
        changes.changed += changed as u64;
        changes.added += (new.len() - changed) as u64;
        changes.removed += (old.len() - changed) as u64;
    }
    changes
}

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    provider: Option<String>,
    dry_run: bool,
}

/// Asks for a replay of what is kept of a person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn ask_replay(app: &App, user: &User, provider: Option<String>, dry_run: bool) -> Result<Job> {
    let task = Task { provider, dry_run };
    let tx = app.store.begin().await?;
    let job = NewJob::new(&REPLAY, &task, app.now())?
        .once(format!("{} {} {task:?}", REPLAY.id, user.id))
        .of_workspace(user.workspace_id)
        .of_user(user.user_no);
    let queued = jobs::enqueue(&tx, job).await?;
    tx.commit().await?;
    jobs::find(app, user.workspace_id, queued.id()).await
}

/// Replays what is kept of a person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn replay_job(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let task: Task = attempt.payload()?;
    let Some(user_no) = attempt.job.user_no else {
        return Ok(Ended::Forget);
    };
    let user = UserRef::from(&users::by_number(&app.store, user_no).await?);
    let replayed = replay(app, &user, task.provider.as_deref(), task.dry_run, async |_| ()).await?;
    let result = serde_json::to_value(&replayed).map_err(Error::internal("writing what a replay did"))?;
    Ok(Ended::Done(Some(result)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_from_what_is_new_and_what_is_gone() {
        let before = BTreeMap::from([(1, vec!['a', 'a']), (2, vec!['b']), (3, vec!['c'])]);
        let after = BTreeMap::from([(1, vec!['a']), (2, vec!['x', 'y']), (4, vec!['d'])]);
        let expected = Changes {
            added: 2,
            changed: 1,
            removed: 2,
        };
        assert_eq!(changes(&before, &after), expected);
        assert!(changes(&after, &after).is_empty());
    }
}
