//! Queues work that is done later, tells how it stands and stops it.
//!
//! A job is added in the transaction of what calls for it, so that neither is without the other. It is worked at by one
//! process at a time, at least once: one that dies is followed by another after [`LEASE`], so what a job does must bear
//! being done twice. The loop that works is [`crate::jobs`]; what a job does is its service's.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use crate::store::jobs::{Filter, Job, Status, Verdict};

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Id, Transaction, jobs};

/// For how long a job is its holder's without a sign of life, where nobody says otherwise.
pub const LEASE: Duration = Duration::from_secs(60);
/// How far the clock has to go back for it to be more than a correction.
pub(crate) const SET_BACK: TimeDelta = TimeDelta::seconds(5);
/// For how long a process can have set it at most, for others to believe it.
const LONGEST_LEASE: Duration = Duration::from_secs(60 * 60);
/// How long jobs are remembered that are over.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
/// The longest wait after a failure.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(30);

/// Which work a job queues up with, so that a flood of one does not hold up the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Talks with vendors; mostly waits.
    Vendors,
    /// Calls the endpoints of customers; mostly waits.
    Webhooks,
    /// Reads and computes.
    Heavy,
    /// Keeps the house in order.
    Upkeep,
}

impl Lane {
    /// Lists every lane.
    pub const ALL: [Self; 4] = [Self::Vendors, Self::Webhooks, Self::Heavy, Self::Upkeep];

    /// Names the lane.
    pub fn id(self) -> &'static str {
        match self {
            Self::Vendors => "vendors",
            Self::Webhooks => "webhooks",
            Self::Heavy => "heavy",
            Self::Upkeep => "upkeep",
        }
    }
}

/// What kind of work a job is. Each has a constant beside its service.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub id: &'static str,
    /// Where it queues up.
    pub lane: Lane,
    /// After how many failures it is given up; none where it never is.
    pub most_attempts: Option<u32>,
}

/// A job to be added.
#[derive(Debug, Clone)]
pub struct NewJob(Job);

impl NewJob {
    /// Makes a job that is due at once.
    ///
    /// # Errors
    ///
    /// Internal where the payload is no JSON.
    pub fn new(kind: &Kind, payload: &impl Serialize, now: DateTime<Utc>) -> Result<Self> {
        let payload = serde_json::to_value(payload).map_err(Error::internal("writing a job"))?;
        Ok(Self(Job {
            id: Id::generate(),
            lane: kind.lane.id().to_owned(),
            kind: kind.id.to_owned(),
            workspace_id: None,
            user_no: None,
            connection_id: None,
            once: None,
            payload,
            status: Status::Queued,
            due_at: Some(now),
            holder: None,
            attempts: 0,
            cancel_requested: false,
            progress: None,
            result: None,
            error: None,
            created_at: now,
            started_at: None,
            finished_at: None,
        }))
    }

    /// Says by which id it is known, where that had to be known before.
    #[must_use]
    pub fn with_id(mut self, id: Id) -> Self {
        self.0.id = id;
        self
    }

    /// Says when it is due.
    #[must_use]
    pub fn at(mut self, due: DateTime<Utc>) -> Self {
        self.0.due_at = Some(due);
        self
    }

    /// Says that there is to be one such job at a time.
    #[must_use]
    pub fn once(mut self, name: impl Into<String>) -> Self {
        self.0.once = Some(name.into());
        self
    }

    /// Says for which workspace it is.
    #[must_use]
    pub fn of_workspace(mut self, workspace: Id) -> Self {
        self.0.workspace_id = Some(workspace);
        self
    }

    /// Says for which person it is: it is deleted with that person.
    #[must_use]
    pub fn of_user(mut self, user_no: i64) -> Self {
        self.0.user_no = Some(user_no);
        self
    }

    /// Says for which connection it is.
    #[must_use]
    pub fn of_connection(mut self, connection: Id) -> Self {
        self.0.connection_id = Some(connection);
        self
    }
}

/// Whether a job was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It was added.
    Added(Id),
    /// One of the same name is not over.
    Already(Id),
}

impl Queued {
    /// Gives the id of the job that will do the work.
    pub fn id(self) -> Id {
        match self {
            Self::Added(id) | Self::Already(id) => id,
        }
    }
}

/// Adds a job, visible when the transaction is. Where one of the same name waits, that one is moved to the earlier time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn enqueue(tx: &Transaction, job: NewJob) -> Result<Queued> {
    let NewJob(job) = job;
    let (id, once, due) = (job.id, job.once.clone(), job.due_at);
    if !jobs::insert(tx, vec![job]).await?.is_empty() {
        return Ok(Queued::Added(id));
    }
    let name = once.ok_or_else(|| Error::internal("adding a job")("its id is taken"))?;
    let there = jobs::find_once(tx, &name).await?;
    // What ended between the two statements was still there when this was asked for.
    let Some(there) = there else {
        return Ok(Queued::Already(id));
    };
    if let Some(due) = due {
        jobs::hasten(tx, there.id, due).await?;
    }
    Ok(Queued::Already(there.id))
}

/// Adds many jobs that have no names.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn enqueue_all(tx: &Transaction, new: Vec<NewJob>) -> Result<Vec<Id>> {
    jobs::insert(tx, new.into_iter().map(|NewJob(job)| job).collect()).await
}

/// Lists jobs, the newest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, which: &Filter, limit: u64) -> Result<Vec<Job>> {
    jobs::list(&app.store, which, limit).await
}

/// Finds a job of a workspace.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, workspace: Id, id: Id) -> Result<Job> {
    let found = jobs::find(&app.store, id).await?;
    found
        .filter(|job| job.workspace_id == Some(workspace))
        .ok_or(Error::not_found("Job"))
}

/// Tells how a job stands, whosever it is; nothing where there is none.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn status(app: &App, id: Id) -> Result<Option<Status>> {
    Ok(jobs::find(&app.store, id).await?.map(|job| job.status))
}

/// Stops a job of a workspace: at once where nobody is at it, otherwise within a few seconds. What it has committed stays.
///
/// # Errors
///
/// NotFound where there is none; Conflict where it is over.
pub async fn cancel(app: &App, workspace: Id, id: Id) -> Result<Job> {
    let tx = app.store.begin().await?;
    let which = Filter {
        workspace_id: Some(workspace),
        ..Filter::default()
    };
    let concerned = jobs::cancel(&tx, &which, Some(id), app.now()).await?;
    tx.commit().await?;
    let job = find(app, workspace, id).await?;
    if concerned == 0 {
        return Err(Error::conflict(format!("the job is over: {}", job.status.id())));
    }
    Ok(job)
}

/// Stops every job of a connection.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn cancel_of_connection(tx: &Transaction, connection: Id, now: DateTime<Utc>) -> Result<u64> {
    let which = Filter {
        connection_id: Some(connection),
        ..Filter::default()
    };
    jobs::cancel(tx, &which, None, now).await
}

/// What an attempt at a job has come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Ended {
    /// It is done; what came of it is kept with it.
    Done(Option<Value>),
    /// It is done and leaves nothing behind.
    Forget,
    /// It is to be taken up again.
    Again {
        /// When.
        at: DateTime<Utc>,
        /// Why, where something went wrong.
        why: Option<String>,
    },
    /// It will not succeed.
    Failed(String),
}

/// An attempt at a job. Its future may be dropped at any time: the job was cancelled, or the process is asked to stop.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// What every service needs.
    pub app: App,
    /// The job.
    pub job: Job,
}

impl Attempt {
    /// Reads what the job needs to know.
    ///
    /// # Errors
    ///
    /// Internal where it was written by a program that meant something else.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.job.payload.clone()).map_err(Error::internal("reading a job"))
    }

    /// Notes how far it has come.
    ///
    /// # Errors
    ///
    /// Internal where the database fails.
    pub async fn progress(&self, progress: &impl Serialize) -> Result<()> {
        let progress = serde_json::to_value(progress).map_err(Error::internal("writing a job's progress"))?;
        jobs::note_progress(&self.app.store, &self.job, progress).await
    }
}

/// Decides what becomes of a job by how an attempt ended. `chance` is from 0 to 1 and spreads what failed together.
pub fn verdict(kind: &Kind, job: &Job, ended: Result<Ended>, now: DateTime<Utc>, chance: f64) -> Verdict {
    let over = |status, result, error| Verdict::Over { status, result, error };
    let attempts = u32::try_from(job.attempts).unwrap_or_default();
    match ended {
        Ok(Ended::Done(result)) => over(Status::Succeeded, result, None),
        Ok(Ended::Forget) => Verdict::Forget,
        Ok(Ended::Again { at, why }) => Verdict::Again {
            at,
            error: why,
            counts: true,
        },
        Ok(Ended::Failed(why)) => over(Status::Failed, None, Some(why)),
        Err(error @ Error::Internal { .. }) if kind.most_attempts.is_none_or(|most| attempts < most) => {
            Verdict::Again {
                at: now + wait(attempts, chance),
                error: Some(error.to_string()),
                counts: true,
            }
        }
        Err(error) => over(Status::Failed, None, Some(error.to_string())),
    }
}

/// Tells how long to wait after so many failures: from half to the whole of a wait that doubles.
fn wait(attempts: u32, chance: f64) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(16);
    let whole = FIRST_WAIT
        .checked_mul(1 << doublings)
        .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT));
    whole / 2 + TimeDelta::milliseconds((whole.num_milliseconds() as f64 / 2.0 * chance) as i64)
}

/// Makes a number from 0 to 1 that differs from process to process.
pub(crate) fn chance() -> f64 {
    let mut random = [0; 4];
    match getrandom::fill(&mut random) {
        Ok(()) => f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}

/// Deletes what was over long ago.
pub const PRUNE: Kind = Kind {
    id: "prune_jobs",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// Deletes jobs that were over long ago, and comes again tomorrow.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(attempt: Attempt) -> Result<Ended> {
    let now = attempt.app.now();
    jobs::prune(&attempt.app.store, now - REMEMBERED).await?;
    Ok(Ended::Again {
        at: now + TimeDelta::days(1),
        why: None,
    })
}

/// Waits until this process has added jobs; at once where it has since the last time.
pub(crate) async fn added(app: &App) {
    app.store.jobs_added().await;
}

/// Adds a job that is there once, where it is not.
pub(crate) async fn ensure(app: &App, kind: &Kind) -> Result<()> {
    let tx = app.store.begin().await?;
    enqueue(&tx, NewJob::new(kind, &(), app.now())?.once(kind.id)).await?;
    tx.commit().await
}

/// How the jobs of a lane wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// The lane.
    pub lane: Lane,
    /// How many wait, those for later with them.
    pub queued: u32,
    /// How many of them could be taken now.
    pub due: u32,
    /// For how long the oldest of those has waited.
    pub oldest_due: Duration,
}

/// Tells how the jobs of every lane wait.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn queues(app: &App) -> Result<Vec<Queue>> {
    let now = app.now();
    let waiting = jobs::waiting(&app.store, now).await?;
    let queue = |lane: Lane| {
        let found = waiting.iter().find(|it| it.lane == lane.id());
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let oldest = found.and_then(|it| it.oldest);
        Queue {
            lane,
            queued: found.map_or(0, |it| number(it.queued)),
            due: found.map_or(0, |it| number(it.due)),
            oldest_due: oldest.and_then(|at| (now - at).to_std().ok()).unwrap_or_default(),
        }
    };
    Ok(Lane::ALL.map(queue).into())
}

/// Takes jobs of a lane that are due.
pub(crate) async fn take(app: &App, lane: Lane, most: u64, holder: Id, lease: Duration) -> Result<Vec<Job>> {
    let now = app.now();
    let until = (now + lease, now + LONGEST_LEASE.max(2 * lease));
    jobs::take(&app.store, lane.id(), most, holder, now, until).await
}

/// Says that jobs are still worked at, and gives of each whether it is wanted to stop; one that is not among them is lost.
pub(crate) async fn renew(app: &App, holder: Id, ids: &[Id], lease: Duration) -> Result<Vec<(Id, bool)>> {
    jobs::renew(&app.store, holder, ids, app.now() + lease).await
}

/// Ends an attempt.
pub(crate) async fn settle(app: &App, job: &Job, verdict: Verdict) -> Result<()> {
    let tx = app.store.begin().await?;
    jobs::settle(&tx, job, verdict, app.now()).await?;
    tx.commit().await
}
