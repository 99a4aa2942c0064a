use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::worker::{Config, Worker};
use super::{Handler, LEASE};
use crate::App;
use crate::error::Error;
use crate::service::Id;
use crate::service::jobs::{self, Ended, Filter, Kind, Lane, NewJob, Queued, Status};
use crate::testing::{TestDatabase, on_every_database};

const COUNTED: Kind = kind("counted", 3);
const BROKEN: Kind = kind("broken", 2);
const PANICS: Kind = kind("panics", 1);
const ENDLESS: Kind = kind("endless", 1);

static HANDLERS: &[Handler] = &[
    Handler::asked(&COUNTED, |it| {
        Box::pin(async move {
            it.progress(&json!({"seen": 1})).await?;
            Ok(Ended::Done(Some(it.job.payload)))
        })
    }),
    Handler::asked(&BROKEN, |_| {
        Box::pin(async { Err(Error::internal("breaking")("as always")) })
    }),
    Handler::asked(&PANICS, |_| Box::pin(async { panic!("as always") })),
    Handler::asked(&ENDLESS, |_| Box::pin(std::future::pending())),
];

const fn kind(id: &'static str, most: u32) -> Kind {
    Kind {
        id,
        lane: Lane::Heavy,
        most_attempts: Some(most),
    }
}

/// An app whose clock stands until it is moved.
struct Bench {
    app: App,
    clock: Arc<Mutex<DateTime<Utc>>>,
    workspace: Id,
}

impl Bench {
    fn new(database: &TestDatabase) -> Self {
        let clock = Arc::new(Mutex::new(database.app.now()));
        let hands = Arc::clone(&clock);
        Self {
            app: database
                .app
                .clone()
                .with_clock(move || *hands.lock().expect("no panic")),
            clock,
            workspace: Id::generate(),
        }
    }

    fn pass(&self, time: TimeDelta) {
        *self.clock.lock().expect("no panic") += time;
    }

    async fn add(&self, job: NewJob) -> Queued {
        let tx = self.app.store.begin().await.expect("begins");
        let queued = jobs::enqueue(&tx, job.of_workspace(self.workspace))
            .await
            .expect("queued");
        tx.commit().await.expect("commits");
        queued
    }

    fn job(&self, kind: &Kind) -> NewJob {
        NewJob::new(kind, &json!({"n": 7}), self.app.now()).expect("a job")
    }

    async fn find(&self, id: Id) -> jobs::Job {
        jobs::find(&self.app, self.workspace, id).await.expect("it is there")
    }

    fn worker(&self) -> Worker {
        let config = Config {
            poll: Duration::from_millis(5),
            grace: Duration::from_millis(50),
            ..Config::default()
        };
        Worker::with_handlers(self.app.clone(), config, HANDLERS)
    }

    /// Lets a worker work until a job has come to a status.
    async fn work_until(&self, id: Id, status: Status) -> jobs::Job {
        self.worker().run(self.comes_to(id, status)).await;
        self.find(id).await
    }

    async fn comes_to(&self, id: Id, status: Status) {
        for _ in 0..2_000 {
            if self.find(id).await.status == status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the job is {:?}", self.find(id).await);
    }
}

#[tokio::test]
async fn a_job_is_done_once_however_many_work() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let mut ids = Vec::new();
        for _ in 0..40 {
            ids.push(bench.add(bench.job(&COUNTED)).await.id());
        }
        let all = async {
            for id in &ids {
                bench.comes_to(*id, Status::Succeeded).await;
            }
        };
        let done = Arc::new(tokio::sync::Notify::new());
        let (one, other) = (Arc::clone(&done), Arc::clone(&done));
        tokio::join!(
            bench.worker().run(async move { one.notified().await }),
            bench.worker().run(async move { other.notified().await }),
            async {
                all.await;
                done.notify_waiters();
            }
        );
        for id in ids {
            let job = bench.find(id).await;
            assert_eq!(
                (job.attempts, job.result),
                (1, Some(json!({"n": 7}))),
                "{}",
                database.engine
            );
            assert_eq!(job.progress, Some(json!({"seen": 1})));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_committed_is_not_done() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let tx = bench.app.store.begin().await.expect("begins");
        let id = jobs::enqueue(&tx, bench.job(&COUNTED)).await.expect("queued").id();
        drop(tx);
        let after = bench.add(bench.job(&COUNTED)).await.id();
        bench.work_until(after, Status::Succeeded).await;
        let lost = jobs::find(&bench.app, bench.workspace, id).await;
        assert!(matches!(lost, Err(Error::NotFound { .. })), "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_taken_until_its_job_is_over_and_the_earlier_time_counts() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let later = bench.app.now() + TimeDelta::hours(1);
        let first = bench.add(bench.job(&COUNTED).once("sync").at(later)).await;
        assert!(matches!(first, Queued::Added(_)));
        let second = bench.add(bench.job(&COUNTED).once("sync")).await;
        assert_eq!(second, Queued::Already(first.id()), "{}", database.engine);
        bench.work_until(first.id(), Status::Succeeded).await;
        let third = bench.add(bench.job(&COUNTED).once("sync")).await;
        assert!(matches!(third, Queued::Added(_)), "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn what_fails_is_tried_again_later_and_given_up_in_the_end() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let id = bench.add(bench.job(&BROKEN)).await.id();
        let looked = AtomicUsize::new(0);
        let failed_once = async {
            while bench.find(id).await.error.is_none() {
                looked.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        bench.worker().run(failed_once).await;
        let job = bench.find(id).await;
        assert_eq!((job.status, job.attempts), (Status::Queued, 1), "{}", database.engine);
        assert_eq!(job.error.as_deref(), Some("breaking failed"));
        let wait = job.due_at.expect("it is due") - bench.app.now();
        assert!(
            wait >= TimeDelta::milliseconds(2_500) && wait <= TimeDelta::seconds(5),
            "{wait}"
        );

        bench.pass(TimeDelta::seconds(6));
        let job = bench.work_until(id, Status::Failed).await;
        assert_eq!((job.attempts, job.due_at), (2, None), "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_panics_has_failed_and_the_worker_goes_on() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let panics = bench.add(bench.job(&PANICS)).await.id();
        bench.work_until(panics, Status::Failed).await;
        let next = bench.add(bench.job(&COUNTED)).await.id();
        let job = bench.work_until(next, Status::Succeeded).await;
        assert!(job.finished_at.is_some(), "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn the_job_of_a_dead_process_is_another_s_after_the_lease_and_the_dead_cannot_end_it() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let id = bench.add(bench.job(&COUNTED)).await.id();
        let dead = Id::generate();
        let taken = jobs::take(&bench.app, Lane::Heavy, 9, dead, LEASE)
            .await
            .expect("taken");
        assert_eq!(taken.len(), 1, "{}", database.engine);
        let again = jobs::take(&bench.app, Lane::Heavy, 9, Id::generate(), LEASE)
            .await
            .expect("none");
        assert_eq!(again.len(), 0, "{}", database.engine);

        bench.pass(TimeDelta::from_std(LEASE).expect("a time"));
        let job = bench.work_until(id, Status::Succeeded).await;
        assert_eq!(job.attempts, 2, "{}", database.engine);

        let late = jobs::verdict(
            &COUNTED,
            &taken[0],
            Ok(Ended::Failed("late".into())),
            bench.app.now(),
            0.0,
        );
        jobs::settle(&bench.app, &taken[0], late).await.expect("asked");
        assert_eq!(bench.find(id).await.status, Status::Succeeded, "{}", database.engine);
        assert_eq!(jobs::renew(&bench.app, dead, &[id], LEASE).await.expect("asked"), []);
    })
    .await;
}

#[tokio::test]
async fn a_job_can_be_cancelled_before_and_while_it_runs_but_not_after() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let cancel = async |id| jobs::cancel(&bench.app, bench.workspace, id).await;
        let waiting = bench.add(bench.job(&COUNTED)).await.id();
        assert_eq!(cancel(waiting).await.expect("cancelled").status, Status::Cancelled);

        let running = bench.add(bench.job(&ENDLESS)).await.id();
        let stopped = async {
            bench.comes_to(running, Status::Running).await;
            assert!(cancel(running).await.expect("asked to stop").cancel_requested);
            bench.comes_to(running, Status::Cancelled).await;
        };
        bench.worker().run(stopped).await;
        let over = cancel(running).await.expect_err("it is over");
        assert_eq!(over.to_string(), "the job is over: cancelled", "{}", database.engine);
        let foreign = jobs::cancel(&bench.app, Id::generate(), running).await;
        assert!(matches!(foreign, Err(Error::NotFound { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_is_asked_to_stop_gives_back_what_it_cannot_finish() {
    on_every_database(async |database| {
        let bench = Bench::new(database);
        let id = bench.add(bench.job(&ENDLESS)).await.id();
        bench.worker().run(bench.comes_to(id, Status::Running)).await;
        let job = bench.find(id).await;
        assert_eq!(
            (job.status, job.attempts, job.holder),
            (Status::Queued, 0, None),
            "{}",
            database.engine
        );
        let which = Filter {
            workspace_id: Some(bench.workspace),
            ..Filter::default()
        };
        let jobs = jobs::list(&bench.app, &which, 9).await.expect("a list");
        assert_eq!(jobs, [job]);
    })
    .await;
}
