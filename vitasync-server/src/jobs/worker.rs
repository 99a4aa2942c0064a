//! The loop: take what is due, run it, say now and then that it is still being worked at, settle it.

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::Instrument as _;

use super::{HANDLERS, Handler};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::jobs::{self, Attempt, Ended, Job, LEASE, Lane, SET_BACK, Status, Verdict};
use crate::telemetry::figures;

/// How a worker works.
#[derive(Debug, Clone)]
pub struct Config {
    /// How many jobs of each lane at a time; a lane that is not named is left to others.
    pub slots: Vec<(Lane, usize)>,
    /// How often to look for jobs that other processes have added.
    pub poll: Duration,
    /// For how long a job is this worker's without a sign of life.
    pub lease: Duration,
    /// How long jobs may go on after the process is asked to stop.
    pub grace: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            slots: vec![
                (Lane::Vendors, 32),
                (Lane::Webhooks, 64),
                (Lane::Heavy, 2),
                (Lane::Upkeep, 1),
            ],
            poll: Duration::from_millis(500),
            lease: LEASE,
            grace: Duration::from_secs(10),
        }
    }
}

/// Works at jobs until it is told to stop.
#[derive(Debug)]
pub struct Worker {
    app: App,
    config: Config,
    handlers: &'static [Handler],
    /// By which the database knows this worker.
    holder: Id,
    running: Arc<Running>,
}

/// The jobs this worker is at, with the way to stop each.
#[derive(Debug, Default)]
struct Running {
    jobs: Mutex<HashMap<Id, oneshot::Sender<Stop>>>,
    /// A slot has become free.
    freed: Notify,
}

/// Why a job is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Somebody wants it to.
    Cancelled,
    /// Somebody else has it.
    Lost,
    /// The process ends.
    Shutdown,
}

impl Worker {
    /// Makes a worker.
    pub fn new(app: App, config: Config) -> Self {
        Self::with_handlers(app, config, HANDLERS)
    }

    pub(super) fn with_handlers(app: App, config: Config, handlers: &'static [Handler]) -> Self {
        Self {
            app,
            config,
            handlers,
            holder: Id::generate(),
            running: Arc::default(),
        }
    }

    /// Works until `stop` comes to pass, then finishes or gives back what it is at.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut attempts = JoinSet::new();
        let lanes: Vec<(Lane, Arc<Semaphore>)> = self
            .config
            .slots
            .iter()
            .map(|(lane, slots)| (*lane, Arc::new(Semaphore::new(*slots))))
            .collect();
        let signs_of_life = tokio::spawn(signs_of_life(
            self.app.clone(),
            self.holder,
            Arc::clone(&self.running),
            self.config.lease,
        ));
        let mut periodic = false;
        let mut last = self.app.now();
        loop {
            // What comes again by itself was planned by the time before.
            let now = self.app.now();
            if now + SET_BACK < last {
                tracing::warn!("The clock was set back by {} s", (last - now).num_seconds());
                periodic = false;
            }
            last = now;
            // Not to be dropped half-way: what was taken and not begun would wait for the end of its lease.
            let wait = match self.round(&lanes, &mut periodic, &mut attempts).await {
                Ok(()) => {
                    self.app.life.beat();
                    self.config.poll
                }
                Err(error) => {
                    report("looking for jobs", &error);
                    self.config.poll.max(Duration::from_secs(1))
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = sleep(wait) => {}
                () = jobs::added(&self.app) => {}
                () = self.running.freed.notified() => {}
            }
            while attempts.try_join_next().is_some() {}
        }
        self.finish(attempts).await;
        signs_of_life.abort();
    }

    /// Takes what is due in every lane that has room.
    async fn round(
        &self,
        lanes: &[(Lane, Arc<Semaphore>)],
        periodic: &mut bool,
        attempts: &mut JoinSet<()>,
    ) -> Result<()> {
        if !*periodic {
            for handler in self.handlers.iter().filter(|it| it.periodic) {
                jobs::ensure(&self.app, handler.kind).await?;
            }
            *periodic = true;
        }
        for (lane, slots) in lanes {
            let room = slots.available_permits() as u64;
            if room == 0 {
                continue;
            }
            for job in jobs::take(&self.app, *lane, room, self.holder, self.config.lease).await? {
                let slot = Arc::clone(slots).acquire_owned().await.expect("it is never closed");
                let (stop, stopped) = oneshot::channel();
                self.running.add(job.id, stop);
                attempts.spawn(attempt(
                    self.app.clone(),
                    self.handlers,
                    job,
                    stopped,
                    Arc::clone(&self.running),
                    slot,
                ));
            }
        }
        Ok(())
    }

    /// Waits for what is being worked at, and gives back what takes too long.
    async fn finish(&self, mut attempts: JoinSet<()>) {
        let all = async { while attempts.join_next().await.is_some() {} };
        if timeout(self.config.grace, all).await.is_ok() {
            return;
        }
        for stop in self.running.all() {
            // One that has just ended does not listen any more.
            let _ = stop.send(Stop::Shutdown);
        }
        while attempts.join_next().await.is_some() {}
    }
}

/// Runs a job until it ends or is stopped, and settles it.
async fn attempt(
    app: App,
    handlers: &[Handler],
    job: Job,
    stopped: oneshot::Receiver<Stop>,
    running: Arc<Running>,
    _slot: OwnedSemaphorePermit,
) {
    let began = Instant::now();
    let span = tracing::info_span!("job", job.id = %job.id, job.kind = job.kind, job.attempt = job.attempts);
    let verdict = tokio::select! {
        biased;
        Ok(stop) = stopped => match stop {
            Stop::Cancelled => Some(cancelled()),
            Stop::Lost => None,
            Stop::Shutdown => Some(Verdict::Again { at: app.now(), error: None, counts: false }),
        },
        verdict = run(&app, handlers, &job).instrument(span) => Some(verdict),
    };
    figures::worked(&job.kind, outcome(verdict.as_ref()), began.elapsed());
    if let Some(verdict) = verdict {
        settle(&app, &job, verdict).await;
    }
    running.remove(job.id);
}

async fn run(app: &App, handlers: &[Handler], job: &Job) -> Verdict {
    if job.cancel_requested {
        return cancelled();
    }
    let Some(handler) = handlers.iter().find(|it| it.kind.id == job.kind) else {
        // A newer program has added it: that one knows what to do.
        let at = app.now() + Duration::from_secs(60);
        return Verdict::Again {
            at,
            error: Some(format!("this program knows no job `{}`", job.kind)),
            counts: false,
        };
    };
    let attempt = Attempt {
        app: app.clone(),
        job: job.clone(),
    };
    let ended = AssertUnwindSafe((handler.run)(attempt)).catch_unwind().await;
    let ended: Result<Ended> = ended.unwrap_or_else(|_| Err(Error::internal("a job")("it panicked")));
    if let Err(error) = &ended {
        report(handler.kind.id, error);
    }
    jobs::verdict(handler.kind, job, ended, app.now(), jobs::chance())
}

/// Names what an attempt came to, for the figures.
fn outcome(verdict: Option<&Verdict>) -> &'static str {
    match verdict {
        None => "lost",
        Some(Verdict::Forget) => Status::Succeeded.id(),
        Some(Verdict::Over { status, .. }) => status.id(),
        Some(Verdict::Again { error: None, .. }) => "again",
        Some(Verdict::Again { error: Some(_), .. }) => "again_after_error",
    }
}

/// Settles a job; a database that does not answer is asked again for as long as the job is ours.
async fn settle(app: &App, job: &Job, verdict: Verdict) {
    let mut waited = Duration::ZERO;
    while let Err(error) = jobs::settle(app, job, verdict.clone()).await {
        report("ending a job", &error);
        if waited > LEASE {
            return;
        }
        sleep(Duration::from_secs(1)).await;
        waited += Duration::from_secs(1);
    }
}

fn cancelled() -> Verdict {
    Verdict::Over {
        status: Status::Cancelled,
        result: None,
        error: None,
    }
}

/// Says now and then that jobs are still being worked at, and stops those that are not wanted or not ours any more.
async fn signs_of_life(app: App, holder: Id, running: Arc<Running>, lease: Duration) {
    loop {
        sleep(lease / 30).await;
        let ids = running.ids();
        if ids.is_empty() {
            continue;
        }
        match jobs::renew(&app, holder, &ids, lease).await {
            Ok(held) => {
                let held: HashMap<Id, bool> = held.into_iter().collect();
                for id in ids {
                    match held.get(&id) {
                        None => running.stop(id, Stop::Lost),
                        Some(true) => running.stop(id, Stop::Cancelled),
                        Some(false) => {}
                    }
                }
            }
            Err(error) => report("renewing the leases of jobs", &error),
        }
    }
}

impl Running {
    fn add(&self, id: Id, stop: oneshot::Sender<Stop>) {
        self.lock().insert(id, stop);
    }

    fn remove(&self, id: Id) {
        self.lock().remove(&id);
        self.freed.notify_one();
    }

    fn ids(&self) -> Vec<Id> {
        self.lock().keys().copied().collect()
    }

    fn stop(&self, id: Id, why: Stop) {
        if let Some(stop) = self.lock().remove(&id) {
            // One that has just ended does not listen any more.
            let _ = stop.send(why);
        }
    }

    fn all(&self) -> Vec<oneshot::Sender<Stop>> {
        self.lock().drain().map(|(_, stop)| stop).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Id, oneshot::Sender<Stop>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn report(doing: &str, error: &Error) {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(doing, %error, cause, "a job failed");
}
