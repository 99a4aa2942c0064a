//! Takes in what providers read: samples, nights and workouts, with the original kept beside them.
//!
//! ```text
//! provider ──parts──► grouping into blocks ──► merging with what is there ──► one short transaction per batch
//!     └─ the file's bytes ──zstd, BLAKE3──► the folder for originals
//! ```
//!
//! Each arrow is a bounded channel between threads, so memory does not grow with the file. Taking in the same file
//! again changes nothing, and the size of the batches does not matter: both are properties of
//! [`Block::merge`](vitasync_core::block::Block::merge). What vendors can revise and delete by an id goes through the
//! ledger ([`vitasync_core::record`]); what has no id does not.

mod again;
mod alias;
mod file;
mod foresee;
mod news;
mod objects;
mod originals;
mod prepare;
mod renamed;
mod samples;
mod sessions;
mod settle;
mod sleep;
#[cfg(test)]
mod tests;
mod touched;

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use tokio::sync::mpsc;
use vitasync_core::record::Outcome;
use vitasync_core::source::SourceKey;
use vitasync_core::time::{ZoneHistory, from_ms};
use vitasync_core::{Rejected, SampleBatch, Session, Source};

pub(crate) use self::again::import_again;
pub use self::file::{ImportOptions, ImportReport, Progress, Report, import_file, import_file_telling, system_zone};
pub(crate) use self::foresee::{Foreseen, foresee};
pub use self::originals::Original;
pub(crate) use self::originals::delete_originals;
use self::prepare::{Prepared, Preparer};
pub use self::renamed::Renamed;
use crate::app::App;
use crate::error::Result;
use crate::service::{analytics, preferences};
use crate::store::users::{self, UserRef};
use crate::store::{Transaction, daily, source_aliases};
use crate::telemetry::figures;

/// The most refused records a report lists; all are counted.
const LISTED: usize = 1_000;

/// What a provider delivers.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// Samples, and vendors' objects with all they hold, or their deletions.
    Samples(SampleBatch),
    /// Nights and workouts; those with a vendor's id are objects that hold nothing else.
    Sessions(Vec<Session>),
    /// Another name of a source: a phone names an app by its bundle id, an export by its name. It comes before what is
    /// delivered under that name; the first meaning of an alias stays.
    Alias {
        /// The other name.
        alias: SourceKey,
        /// The source it is.
        of: Box<Source>,
    },
    /// What was read but could not be used.
    Rejected(Vec<Rejected>),
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Written {
    /// What became of the samples.
    pub samples: Counts,
    /// What became of the nights and workouts.
    pub sessions: Counts,
    /// What became of the nights derived from sleep stages.
    pub nights: Counts,
    /// How many records were refused.
    pub rejected: u64,
    /// The first of them.
    pub rejections: Vec<Rejected>,
    /// Who measured, in order of first appearance.
    pub sources: Vec<String>,
    /// Sources that were recognised under new names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renamed: Vec<Renamed>,
}

/// What became of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Those that are new.
    pub added: u64,
    /// Those that were there with other content.
    pub changed: u64,
    /// Those that were there, or that the file holds more than once.
    pub unchanged: u64,
}

impl Written {
    /// Adds what came in to the figures.
    fn count(&self) {
        let all = [self.samples, self.sessions];
        figures::came_in("added", all.iter().map(|it| it.added).sum());
        figures::came_in("changed", all.iter().map(|it| it.changed).sum());
        figures::came_in("unchanged", all.iter().map(|it| it.unchanged).sum());
        figures::came_in("rejected", self.rejected);
    }
}

/// Writes deliveries as they come, in short transactions, until the sender is gone. `progress` hears how many samples
/// have been committed.
///
/// # Errors
///
/// NotFound where the user is gone; Internal where the database fails. What was committed before stays.
pub async fn write_deliveries(
    app: &App,
    user: &UserRef,
    mut deliveries: mpsc::Receiver<Delivery>,
    progress: impl Fn(&Written),
) -> Result<Written> {
    let (sender, mut prepared) = mpsc::channel(2);
    // Ends when the deliveries do, or when this function does and the receiver is gone.
    tokio::task::spawn_blocking(move || {
        let mut preparer = Preparer::default();
        while let Some(delivery) = deliveries.blocking_recv() {
            for prepared in preparer.prepare(delivery) {
                if sender.blocking_send(prepared).is_err() {
                    return;
                }
            }
        }
    });
    let tx = app.store.begin().await?;
    let mut writer = Writer::begin(app, &tx, user).await?;
    tx.commit().await?;
    while let Some(prepared) = prepared.recv().await {
        let tx = app.store.begin().await?;
        writer.lock(&tx).await?;
        writer.write(&tx, prepared).await?;
        // With the stages they are made of: a process that is killed would not know of them again.
        writer.derive_sleep(&tx).await?;
        writer.tell(&tx).await?;
        tx.commit().await?;
        progress(&writer.written);
    }
    writer.adopt_renamed().await?;
    let tx = app.store.begin().await?;
    writer.lock(&tx).await?;
    writer.derive_sleep(&tx).await?;
    writer.tell(&tx).await?;
    tx.commit().await?;
    writer.written.count();
    Ok(writer.written)
}

/// Writes deliveries in the caller's transaction: what a vendor answered, or a phone has pushed. Unlike a file they are
/// never all there is, so nobody is recognised by them under a new name.
///
/// # Errors
///
/// NotFound where the user is gone; Internal where the database fails.
pub(crate) async fn take_in(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    deliveries: impl IntoIterator<Item = Delivery>,
) -> Result<Written> {
    let (written, _) = take_in_each(app, tx, user, deliveries).await?;
    Ok(written)
}

/// Does what [`take_in`] does, and tells what became of each object, in the order in which they were delivered.
///
/// # Errors
///
/// As [`take_in`].
pub(crate) async fn take_in_each(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    deliveries: impl IntoIterator<Item = Delivery>,
) -> Result<(Written, Vec<Outcome>)> {
    let mut writer = Writer::begin(app, tx, user).await?;
    writer.outcomes = Some(Vec::new());
    writer.lock(tx).await?;
    let mut preparer = Preparer::default();
    for delivery in deliveries {
        for prepared in preparer.prepare(delivery) {
            writer.write(tx, prepared).await?;
        }
    }
    writer.derive_sleep(tx).await?;
    writer.tell(tx).await?;
    writer.written.count();
    Ok((writer.written, writer.outcomes.unwrap_or_default()))
}

/// Writes one import of one person.
struct Writer<'a> {
    app: &'a App,
    user: &'a UserRef,
    /// How many imports of the person there were before this one.
    import: u32,
    written: Written,
    /// What becomes of objects, where somebody asks.
    outcomes: Option<Vec<Outcome>>,
    series: samples::Fresh,
    stages: sleep::StageDays,
    named: renamed::Named,
    aliases: HashMap<SourceKey, i32>,
    /// Where the person has lived, as of the present transaction: by that, samples lie on civil days.
    zones: ZoneHistory,
    marked: BTreeSet<NaiveDate>,
    /// From which day on the present transaction has marked what is said of days.
    unsaid: Option<NaiveDate>,
    /// The derived nights this import has counted, and whether they are new.
    nights: HashMap<Vec<u8>, bool>,
    /// What the present transaction has changed.
    news: news::News,
}

impl<'a> Writer<'a> {
    async fn begin(app: &'a App, tx: &Transaction, user: &'a UserRef) -> Result<Self> {
        tx.lock_user(user.no).await?;
        let import = users::next_import(tx, user.no).await?;
        let aliases = source_aliases::all(tx, user.no).await?;
        Ok(Self {
            app,
            user,
            import,
            written: Written::default(),
            outcomes: None,
            series: samples::Fresh::default(),
            stages: sleep::StageDays::default(),
            named: renamed::Named::default(),
            aliases,
            zones: ZoneHistory::always(Tz::UTC),
            marked: BTreeSet::new(),
            unsaid: None,
            nights: HashMap::new(),
            news: news::News::default(),
        })
    }

    async fn write(&mut self, tx: &Transaction, prepared: Prepared) -> Result<()> {
        match prepared {
            Prepared::Samples(batch) => self.write_samples(tx, batch).await,
            Prepared::Objects(objects) => self.write_objects(tx, objects).await,
            Prepared::Sessions(sessions) => self.write_sessions(tx, sessions).await,
            Prepared::Alias(alias, of) => self.write_alias(tx, alias, &of).await,
            Prepared::Rejected(rejected) => {
                self.note_rejected(rejected);
                Ok(())
            }
        }
    }

    fn note_rejected(&mut self, rejected: Vec<Rejected>) {
        self.written.rejected += rejected.len() as u64;
        let room = LISTED - self.written.rejections.len();
        self.written.rejections.extend(rejected.into_iter().take(room));
    }

    /// Locks the person for a transaction that changes samples, and looks up where the person has lived.
    async fn lock(&mut self, tx: &Transaction) -> Result<()> {
        tx.lock_user(self.user.no).await?;
        self.zones = preferences::current(tx, self.user.no).await?.preferences.zones;
        self.unsaid = None;
        Ok(())
    }

    /// Marks the civil days on which samples have changed.
    async fn mark_days(&mut self, tx: &Transaction, touched: BTreeSet<NaiveDate>) -> Result<()> {
        let Some(first) = touched.first().copied() else {
            return Ok(());
        };
        self.mark_said(tx, first).await?;
        let (known, fresh) = touched.into_iter().partition(|date| self.marked.contains(date));
        daily::mark(tx, self.user.no, &known, &fresh).await?;
        self.marked.extend(fresh);
        Ok(())
    }

    /// Marks what is said of days from the one on that the earliest of some sessions can make a difference to.
    async fn mark_sessions(&mut self, tx: &Transaction, starts_ms: impl Iterator<Item = i64>) -> Result<()> {
        let Some(first) = starts_ms.min().and_then(from_ms) else {
            return Ok(());
        };
        // It may join another one that began before, and its own clock may show the day before.
        self.mark_said(tx, self.zones.local_date(first) - Days::new(2)).await
    }

    /// Marks what is said of days from one on, once in a transaction.
    async fn mark_said(&mut self, tx: &Transaction, since: NaiveDate) -> Result<()> {
        if self.unsaid.is_some_and(|it| it <= since) {
            return Ok(());
        }
        self.unsaid = Some(since);
        analytics::mark(tx, self.user.no, since, self.app.now()).await
    }
}
