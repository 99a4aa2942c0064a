//! Works at jobs: any number of processes, each with as many at a time as its lanes allow.
//!
//! A process that dies loses its jobs to others after [`LEASE`]; one that is asked to stop gives
//! back at once what it cannot finish. Nothing that goes wrong ends the loop: a database that does not answer is asked
//! again, a job that panics has failed.

#[cfg(test)]
mod tests;
mod worker;

use std::future::Future;
use std::pin::Pin;

pub use self::worker::{Config, Worker};
use crate::error::Result;
pub use crate::service::jobs::LEASE;
use crate::service::jobs::{self, Attempt, Ended, Kind};
use crate::service::{analytics, connections, imports, ingest, raw, retention, sync, webhooks};

/// What is done for each kind of job.
const HANDLERS: &[Handler] = &[
    Handler::asked(&ingest::PUSH_BATCH, |it| Box::pin(ingest::write_waiting(it))),
    Handler::asked(&imports::IMPORT_FILE, |it| Box::pin(imports::import_uploaded(it))),
    Handler::periodic(&imports::PRUNE, |it| Box::pin(imports::prune(it))),
    Handler::asked(&webhooks::DELIVER, |it| Box::pin(webhooks::deliver(it))),
    Handler::periodic(&webhooks::PRUNE, |it| Box::pin(webhooks::prune(it))),
    Handler::periodic(&retention::APPLY, |it| Box::pin(retention::apply(it))),
    Handler::periodic(&raw::SWEEP, |it| Box::pin(raw::sweep(it))),
    Handler::periodic(&jobs::PRUNE, |it| Box::pin(jobs::prune(it))),
    Handler::periodic(&connections::TIDY, |it| Box::pin(connections::tidy(it))),
    Handler::asked(&sync::SYNC, |it| Box::pin(sync::read(it))),
    Handler::asked(&sync::BACKFILL, |it| Box::pin(sync::read(it))),
    Handler::asked(&sync::INBOUND, |it| Box::pin(sync::take_in(it))),
    Handler::asked(&sync::SUBSCRIBE, |it| Box::pin(sync::subscribe(it))),
    Handler::periodic(&sync::SCHEDULE, |it| Box::pin(sync::schedule(it))),
    Handler::asked(&sync::REPLAY, |it| Box::pin(sync::replay_job(it))),
    Handler::asked(&analytics::ASSESS, |it| Box::pin(analytics::assess(it))),
    Handler::periodic(&analytics::SWEEP, |it| Box::pin(analytics::sweep(it))),
    Handler::asked(&connections::REVOKE, |it| Box::pin(connections::revoke(it))),
];

/// Does a kind of job.
type Run = fn(Attempt) -> Pin<Box<dyn Future<Output = Result<Ended>> + Send>>;

/// Who does a kind of job.
#[derive(Debug)]
struct Handler {
    kind: &'static Kind,
    run: Run,
    /// Whether there is always one such job, which comes again by itself.
    periodic: bool,
}

impl Handler {
    const fn asked(kind: &'static Kind, run: Run) -> Self {
        Self {
            kind,
            run,
            periodic: false,
        }
    }

    const fn periodic(kind: &'static Kind, run: Run) -> Self {
        Self {
            kind,
            run,
            periodic: true,
        }
    }
}
