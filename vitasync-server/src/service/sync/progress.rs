//! Tells how far a job has come, resource by resource, and counts what is committed in the transaction of the commit.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::service::jobs::{Attempt, Job};
use crate::store::{Transaction, jobs};

tokio::task_local! {
    /// The run whose client is at work; what it commits is counted there.
    static CURRENT: Run;
}

/// How far a job has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// By resource.
    pub resources: BTreeMap<String, OfResource>,
}

/// How far a job has come with a resource.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OfResource {
    /// How it stands.
    pub status: Stage,
    /// How many answers with something in them were committed in the present attempt.
    pub pages: u64,
    /// How many samples are new or have changed.
    pub samples: u64,
    /// How many nights and workouts are new or have changed.
    pub sessions: u64,
    /// How many objects were deleted in the present attempt.
    pub deleted: u64,
    /// How many items could not be used in the present attempt.
    pub rejected: u64,
    /// Up to when a span that was asked for has been read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Why it is not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How a resource stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has not begun.
    #[default]
    Waiting,
    /// It is being read, or will be read on.
    Running,
    /// It has been read.
    Done,
    /// The person did not allow it.
    Forbidden,
    /// It could not be read.
    Failed,
}

impl Progress {
    /// Reads how far a job has come.
    pub fn of(job: &Job) -> Self {
        let noted = job.progress.clone();
        noted.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default()
    }

    /// Counts the samples, nights and workouts that are new or have changed.
    pub fn synced(&self) -> u64 {
        self.resources.values().map(|it| it.samples + it.sessions).sum()
    }
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Committed {
    pub(super) samples: u64,
    pub(super) sessions: u64,
    pub(super) deleted: u64,
    pub(super) rejected: u64,
}

/// An attempt at a job and how far it has come. Clones share both.
#[derive(Debug, Clone)]
pub(super) struct Run {
    job: Arc<Job>,
    resource: &'static str,
    progress: Arc<Mutex<Progress>>,
}

impl Run {
    /// Goes on where the attempt before has stopped.
    pub(super) fn resume(attempt: &Attempt) -> Self {
        Self {
            job: Arc::new(attempt.job.clone()),
            resource: "",
            progress: Arc::new(Mutex::new(Progress::of(&attempt.job))),
        }
    }

    /// Tells how far it has come.
    pub(super) fn progress(&self) -> Progress {
        self.lock().clone()
    }

    /// Changes what is said of a resource, and notes it with the job.
    pub(super) async fn note(
        &self,
        attempt: &Attempt,
        resource: &str,
        change: impl FnOnce(&mut OfResource),
    ) -> Result<()> {
        let progress = {
            let mut progress = self.lock();
            change(progress.resources.entry(resource.to_owned()).or_default());
            progress.clone()
        };
        attempt.progress(&progress).await
    }

    /// Runs what reads a resource.
    pub(super) async fn reading<F: Future>(&self, resource: &'static str, reading: F) -> F::Output {
        let run = Self {
            resource,
            ..self.clone()
        };
        CURRENT.scope(run, reading).await
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A count that is written and counts once the transaction has been committed.
#[must_use]
pub(super) struct Counted(Option<(Run, Progress)>);

impl Counted {
    /// Says that the transaction has been committed.
    pub(super) fn settle(self) {
        if let Some((run, progress)) = self.0 {
            *run.lock() = progress;
        }
    }
}

/// Counts a commit of the current run, where there is one, in the transaction of the commit. One whose job is another
/// worker's by now is refused.
///
/// # Errors
///
/// Internal where the job is lost or the database fails.
pub(super) async fn count(tx: &Transaction, committed: Committed) -> Result<Counted> {
    let Ok(run) = CURRENT.try_with(Clone::clone) else {
        return Ok(Counted(None));
    };
    let mut progress = run.progress();
    let of = progress.resources.entry(run.resource.to_owned()).or_default();
    of.pages += 1;
    of.samples += committed.samples;
    of.sessions += committed.sessions;
    of.deleted += committed.deleted;
    of.rejected += committed.rejected;
    let json = serde_json::to_value(&progress).map_err(Error::internal("writing a job's progress"))?;
    if !jobs::note_progress_with(tx, &run.job, json).await? {
        return Err(Error::internal("committing what a vendor sent")(
            "the job is another worker's",
        ));
    }
    Ok(Counted(Some((run, progress))))
}
