//! How connections are read, on every database, with a vendor on this machine.

mod clock;
mod pushed;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use url::Url;
use vitasync_core::record::Complete;
use vitasync_providers::Provider;
use vitasync_providers::client::{Delivery, SampleSink as _, TokenStore as _};
use vitasync_providers::provider::Method;
use vitasync_providers::testing::{FakeVendor, Trouble};
use vitasync_providers::vendors::whoop::Whoop;
use vitasync_providers::webhook::Inbound;

use super::{
    NotTaken, Progress, SYNC, ask_backfill, ask_sync, cancel, people, read, receive, replay, schedule, subscribe,
    take_in,
};
use crate::app::App;
use crate::objects::Objects;
use crate::service::audit::{Actor, Who};
use crate::service::connections::{Connection, Start, Status, Stores, authorize, disconnect, finish, linked};
use crate::service::jobs::{self, Attempt, Ended, Filter, Job, Lane};
use crate::service::users::UserRef;
use crate::service::window::Window;
use crate::service::{Id, webhooks};
use crate::store::users::User;
use crate::store::{blocks, connections as rows, exchanges, sessions, watermarks};
use crate::testing::{TestDatabase, on_every_database, somebody, with_vendor};

/// A person who has connected an account, and a clock that stands until it is moved.
struct Scene {
    app: App,
    vendor: FakeVendor,
    user: User,
    connection: Connection,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

impl Scene {
    async fn new(database: &TestDatabase) -> Self {
        Self::at(database, &Whoop).await
    }

    async fn at(database: &TestDatabase, provider: &'static dyn Provider) -> Self {
        Self::made(database, provider, None).await
    }

    /// A person whose answers are kept as objects.
    async fn keeping(database: &TestDatabase, objects: Objects) -> Self {
        Self::made(database, &Whoop, Some(objects)).await
    }

    async fn made(database: &TestDatabase, provider: &'static dyn Provider, objects: Option<Objects>) -> Self {
        let clock = Arc::new(Mutex::new(at("2026-10-02T08:00:00Z")));
        let hands = Arc::clone(&clock);
        let app = database
            .app
            .clone()
            .with_clock(move || *hands.lock().expect("no panic"))
            .with_objects(objects);
        let (app, vendor) = with_vendor(&app, provider).await;
        let user = database.user().await;
        let connection = connect(&app, &user, provider.spec().slug).await;
        Self {
            app,
            vendor,
            user,
            connection,
            clock,
        }
    }

    fn pass(&self, time: TimeDelta) {
        *self.clock.lock().expect("no panic") += time;
    }

    async fn row(&self) -> Connection {
        let found = rows::find(&self.app.store, self.connection.id).await.expect("read");
        found.expect("there")
    }

    /// Takes a job that is due.
    async fn take(&self) -> Option<Job> {
        let holder = Id::generate();
        let mut taken = jobs::take(&self.app, Lane::Vendors, 1, holder, jobs::LEASE)
            .await
            .expect("taken");
        taken.pop()
    }

    /// Works at every job that is due, and gives how each ended.
    async fn work(&self) -> Vec<(String, Value)> {
        let mut ended = Vec::new();
        while let Some(job) = self.take().await {
            let how = self.attempt(&job).await;
            ended.push((job.kind.clone(), json!(how)));
        }
        ended
    }

    async fn attempt(&self, job: &Job) -> String {
        let attempt = Attempt {
            app: self.app.clone(),
            job: job.clone(),
        };
        let (kind, ended) = match job.kind.as_str() {
            "inbound_fetch" => (&super::INBOUND, take_in(attempt).await),
            "subscribe" => (&super::SUBSCRIBE, subscribe(attempt).await),
            _ => (&SYNC, read(attempt).await),
        };
        let how = match &ended {
            Ok(Ended::Done(_) | Ended::Forget) => "done".to_owned(),
            Ok(Ended::Again { at, .. }) => format!("again in {} s", (*at - self.app.now()).num_seconds()),
            Ok(Ended::Failed(why)) => format!("failed: {why}"),
            Err(error) => format!("error: {error}"),
        };
        let verdict = jobs::verdict(kind, job, ended, self.app.now(), 0.5);
        jobs::settle(&self.app, job, verdict).await.expect("settled");
        how
    }

    /// Works at a job until the vendor falls silent, and drops it there.
    async fn break_off(&self, job: Job) {
        self.vendor.always(Some(Trouble::Slow(Duration::from_secs(20))));
        let app = self.app.clone();
        let attempt = read(Attempt { app, job });
        assert!(
            tokio::time::timeout(Duration::from_millis(2500), attempt)
                .await
                .is_err()
        );
        self.vendor.always(None);
    }

    async fn jobs(&self, kind: &'static str) -> Vec<Job> {
        let which = Filter {
            connection_id: Some(self.connection.id),
            kinds: vec![kind],
            ..Filter::default()
        };
        jobs::list(&self.app, &which, 10).await.expect("jobs")
    }

    /// Everything that is stored of the person, as numbers: samples by series and day, and the ids of sessions.
    async fn stored(&self) -> (Vec<(i32, i32, i32)>, Vec<Vec<u8>>) {
        let whole = |series_no| blocks::Stretch {
            series_no,
            first_day: i32::MIN,
            last_day: i32::MAX,
        };
        let series = crate::store::series::all(&self.app.store, self.user.user_no).await;
        let all: Vec<_> = series.expect("series").iter().map(|it| whole(it.series_no)).collect();
        let blocks = blocks::read(&self.app.store, self.user.user_no, &all).await;
        let blocks = blocks
            .expect("blocks")
            .iter()
            .map(|it| (it.series_no, it.day, it.n))
            .collect();
        let sessions = sessions::list(&self.app.store, self.user.user_no, sessions::Filter::default(), None).await;
        (
            blocks,
            sessions.expect("sessions").into_iter().map(|it| it.id).collect(),
        )
    }

    async fn tell(&self, body: &Value) -> Result<u16, NotTaken> {
        self.tell_signed(body, "test_client_secret").await
    }

    async fn tell_signed(&self, body: &Value, secret: &str) -> Result<u16, NotTaken> {
        let (body, at) = (body.to_string(), self.app.now().timestamp_millis().to_string());
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        let signature = ring::hmac::sign(&key, format!("{at}{body}").as_bytes());
        let headers = [
            ("x-whoop-signature".to_owned(), BASE64_STANDARD.encode(signature)),
            ("x-whoop-signature-timestamp".to_owned(), at),
        ];
        let call = Inbound {
            method: Method::Post,
            query: &[],
            headers: &headers,
            body: body.as_bytes(),
        };
        let received = receive(&self.app, "whoop", &call).await.expect("no failure of ours");
        received.map(|reply| reply.status)
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn told(kind: &str, user: u32, id: &str) -> Value {
    json!({"user_id": user, "id": id, "type": kind, "trace_id": format!("{kind}-{id}")})
}

const SLEEP: &str = "0b7c2d3e-6f1a-4c1e-9f6a-1d2e3f405162";

async fn connect(app: &App, user: &User, provider: &str) -> Connection {
    let start = Start {
        workspace: user.workspace_id,
        user_no: user.user_no,
        provider: provider.to_owned(),
        return_url: None,
        region: None,
    };
    let begun = authorize(app, &start).await.expect("it begins");
    let url = Url::parse(&begun.url).expect("an address");
    let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state");
    let query = [
        ("state".to_owned(), state.1.into_owned()),
        ("code".to_owned(), "c".to_owned()),
    ];
    let finished = finish(app, provider, &query).await.expect("no failure of ours");
    finished.outcome.expect("connected").connection
}

#[tokio::test]
async fn what_a_vendor_has_is_read_after_connecting_and_read_once() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("done"))]);
        let first = scene.stored().await;
        assert!(first.0.len() > 5 && !first.1.is_empty(), "{first:?}");
        let job = scene.jobs("backfill").await.remove(0);
        let progress = Progress::of(&job);
        assert!(progress.synced() > 10, "{progress:?}");
        assert_eq!(progress.resources.len(), 5);
        let connection = scene.row().await;
        assert_eq!(connection.last_sync_at, Some(scene.app.now()));
        let next = connection.next_sync_at.expect("planned") - scene.app.now();
        assert!((54..=66).contains(&next.num_minutes()), "{next}");
        let sleep = watermarks::find(&scene.app.store, connection.id, "sleep")
            .await
            .expect("read");
        assert_eq!(sleep, Some(scene.app.now()));

        let kept = exchanges::after(&scene.app.store, scene.user.user_no, None, None, 100)
            .await
            .expect("kept");
        assert!(kept.len() >= 6, "{}", kept.len());
        assert!(kept.iter().all(|it| !it.request.to_string().contains("access-")));

        ask_sync(&scene.app, &connection, Vec::new()).await.expect("asked");
        assert_eq!(scene.work().await, [("sync".to_owned(), json!("done"))]);
        assert_eq!(scene.stored().await, first, "on {}", database.engine);
        assert_eq!(Progress::of(&scene.jobs("sync").await[0]).synced(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_dies_half_way_loses_nothing_and_doubles_nothing() {
    on_every_database(async |database| {
        let whole = Scene::new(database).await;
        whole.work().await;
        let broken = Scene::new(database).await;
        for slow_call in 1..=4 {
            let scene = &broken;
            let job = scene.take().await.expect("due again");
            for _ in 1..slow_call {
                scene.vendor.trouble(Trouble::Slow(Duration::ZERO));
            }
            scene.break_off(job).await;
            scene.pass(TimeDelta::minutes(2));
        }
        assert_eq!(broken.work().await, [("backfill".to_owned(), json!("done"))]);
        assert_eq!(
            broken.stored().await.0,
            whole.stored().await.0,
            "on {}",
            database.engine
        );
        let synced = async |scene: &Scene| Progress::of(&scene.jobs("backfill").await[0]).synced();
        assert_eq!(synced(&broken).await, synced(&whole).await);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_is_busy_is_asked_again_when_it_says() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let busy = Trouble::Status(429, vec![("x-ratelimit-reset", "7200".to_owned())]);
        scene.vendor.trouble(busy);
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("again in 7200 s"))]);
        assert_eq!(scene.row().await.status, Status::Active);
        scene.pass(TimeDelta::hours(2));
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("done"))]);
    })
    .await;
}

#[tokio::test]
async fn an_authorisation_that_is_gone_has_to_be_given_again() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.vendor.expire_access();
        scene.vendor.refuse_refresh();
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("again in 10 s"))]);
        assert_eq!(scene.row().await.status, Status::Active, "it is not believed at once");
        scene.pass(TimeDelta::seconds(10));
        let ended = scene.work().await;
        assert!(
            ended[0].1.as_str().expect("text").starts_with("failed: whoop"),
            "{ended:?}"
        );
        let connection = scene.row().await;
        assert_eq!(
            (connection.status, connection.next_sync_at),
            (Status::ReauthRequired, None)
        );
        assert!(connection.reason.is_some());
        let asked = ask_sync(&scene.app, &connection, Vec::new()).await;
        assert!(matches!(asked, Err(crate::Error::Conflict { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_is_not_allowed_does_not_keep_the_others_back() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.vendor.trouble(Trouble::Status(403, Vec::new()));
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("done"))]);
        let progress = Progress::of(&scene.jobs("backfill").await[0]);
        let stages: Vec<Value> = progress.resources.values().map(|it| json!(it.status)).collect();
        assert_eq!(stages.iter().filter(|it| *it == "forbidden").count(), 1, "{stages:?}");
        assert_eq!(stages.iter().filter(|it| *it == "done").count(), 4, "{stages:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_committed_before_a_job_is_stopped_stays() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let job = scene.take().await.expect("due");
        scene.vendor.trouble(Trouble::Slow(Duration::ZERO));
        scene.vendor.trouble(Trouble::Slow(Duration::ZERO));
        let id = job.id;
        scene.break_off(job).await;
        cancel(&scene.app, scene.user.workspace_id, id).await.expect("stopped");
        assert!(!scene.stored().await.0.is_empty(), "on {}", database.engine);
        assert!(Progress::of(&scene.jobs("backfill").await[0]).synced() > 0);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_stored_for_a_connection_that_has_ended() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        disconnect(&scene.app, &Actor::local(Who::CommandLine), scene.user.user_no, "whoop")
            .await
            .expect("ended");
        let job = scene.jobs("backfill").await.remove(0);
        assert_eq!(job.status.id(), "cancelled");
        let stores = Stores::new(&scene.app);
        let delivery = Delivery::empty("whoop", scene.app.now());
        assert!(stores.commit(&scene.connection.id.to_string(), delivery).await.is_err());
        scene.pass(TimeDelta::days(1));
        let queued = schedule(attempt_of(&scene.app, job)).await.expect("looked");
        assert!(matches!(queued, Ended::Again { .. }));
        assert_eq!(scene.jobs("sync").await, []);
    })
    .await;
}

fn attempt_of(app: &App, job: Job) -> Attempt {
    Attempt { app: app.clone(), job }
}

#[tokio::test]
async fn a_connection_that_is_due_is_queued_once_however_often_is_looked() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let job = scene.jobs("backfill").await.remove(0);
        scene.pass(TimeDelta::hours(2));
        schedule(attempt_of(&scene.app, job.clone())).await.expect("looked");
        schedule(attempt_of(&scene.app, job)).await.expect("looked again");
        assert_eq!(scene.jobs("sync").await.len(), 1, "on {}", database.engine);
        assert!(scene.row().await.next_sync_at > Some(scene.app.now()));
    })
    .await;
}

#[tokio::test]
async fn a_span_that_is_asked_for_is_read_and_does_not_move_where_a_resource_stands() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let stands = watermarks::of_connection(&scene.app.store, scene.connection.id)
            .await
            .expect("read");
        let window = Window::days(
            "2026-01-01".parse().expect("a date"),
            "2026-02-01".parse().expect("a date"),
        );
        let calls = scene.vendor.calls();
        let asked = ask_backfill(&scene.app, &scene.connection, window, vec!["sleep".into()]).await;
        asked.expect("asked");
        assert_eq!(scene.work().await, [("backfill".to_owned(), json!("done"))]);
        assert!(scene.vendor.calls() > calls);
        let now = watermarks::of_connection(&scene.app.store, scene.connection.id)
            .await
            .expect("read");
        assert_eq!(now, stands);
        let unknown = ask_sync(&scene.app, &scene.connection, vec!["slep".into()]).await;
        assert!(unknown.expect_err("unknown").to_string().contains("sleep"));
    })
    .await;
}

#[tokio::test]
async fn a_call_of_a_vendor_is_stored_before_it_is_answered_and_worked_on_once() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let updated = told("sleep.updated", 4711, SLEEP);
        assert_eq!(scene.tell(&updated).await, Ok(200));
        assert_eq!(scene.tell(&updated).await, Ok(200));
        assert_eq!(scene.jobs("inbound_fetch").await.len(), 1, "on {}", database.engine);
        let before = scene.stored().await;
        assert_eq!(scene.work().await, [("inbound_fetch".to_owned(), json!("done"))]);
        assert_eq!(scene.stored().await, before);

        assert_eq!(scene.tell(&told("sleep.deleted", 4711, SLEEP)).await, Ok(200));
        assert_eq!(scene.work().await.len(), 1);
        let after = scene.stored().await;
        assert!(after.1.len() < before.1.len(), "{before:?} {after:?}");
        ask_sync(&scene.app, &scene.connection, Vec::new())
            .await
            .expect("asked");
        scene.work().await;
        assert_eq!(scene.stored().await, after, "what is deleted does not come back");
    })
    .await;
}

#[tokio::test]
async fn a_call_that_cannot_be_trusted_is_refused_and_one_about_a_stranger_is_taken() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let updated = told("sleep.updated", 4711, SLEEP);
        let forged = scene.tell_signed(&updated, "guessed").await;
        assert_eq!(forged, Err(NotTaken::NotTrusted));
        assert_eq!(scene.tell(&told("sleep.updated", 1, SLEEP)).await, Ok(200));
        assert_eq!(scene.jobs("inbound_fetch").await, []);
        let call = Inbound {
            method: Method::Post,
            query: &[],
            headers: &[],
            body: b"{}",
        };
        let unset = receive(&scene.app, "oura", &call).await.expect("no failure of ours");
        assert_eq!(unset, Err(NotTaken::NotConfigured));
        let unknown = receive(&scene.app, "acme", &call).await.expect("no failure of ours");
        assert_eq!(unknown, Err(NotTaken::Unknown));
    })
    .await;
}

#[tokio::test]
async fn what_a_whole_list_does_not_name_is_deleted() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let before = scene.stored().await;
        scene.pass(TimeDelta::hours(1));
        let list = |resource: &str, scope: &str| Complete {
            provider: "whoop".into(),
            scope: scope.into(),
            resource: resource.into(),
            from: at("2026-09-01T00:00:00Z"),
            to: at("2026-10-02T00:00:00Z"),
            asked_at: scene.app.now(),
            named: [].into(),
        };
        let stores = Stores::new(&scene.app);
        let commit = async |complete| {
            let delivery = Delivery {
                complete: vec![complete],
                ..Delivery::empty("whoop", scene.app.now())
            };
            let id = scene.connection.id.to_string();
            stores.commit(&id, delivery).await.expect("committed");
        };
        commit(list("sleep", "another")).await;
        assert_eq!(scene.stored().await, before, "it is another's list");
        commit(list("sleep", "")).await;
        let after = scene.stored().await;
        assert!(after.1.len() < before.1.len(), "on {}: {after:?}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_refreshed_for_all_who_need_it_in_two_processes() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let other = App::open(&database.url).await.expect("it opens");
        let vault = scene.app.vault().expect("a vault").clone();
        let hands = Arc::clone(&scene.clock);
        let other = other
            .with_vault(vault)
            .with_clock(move || *hands.lock().expect("no panic"))
            .with_installation(scene.app.installation().clone());
        let hosts = linked(&other, &scene.connection)
            .await
            .expect("linked")
            .provider
            .spec()
            .hosts;
        let client = hosts.iter().fold(other.client_builder(), |builder, host| {
            builder.rebase(host, &scene.vendor.address()).expect("an address")
        });
        let other = other.with_client(client.build().expect("a client"));
        scene.pass(TimeDelta::hours(2));
        scene.vendor.hesitate(Duration::from_secs(3));
        ask_sync(&scene.app, &scene.connection, Vec::new())
            .await
            .expect("asked");
        let job = scene.take().await.expect("due");
        let linked = linked(&other, &scene.connection).await.expect("linked");
        let client = other.client().expect("a client");
        let (ended, read) = tokio::join!(scene.attempt(&job), client.sync(linked.link(), "workout"));
        read.expect("read");
        assert_eq!(
            (ended.as_str(), scene.vendor.refreshes()),
            ("done", 1),
            "on {}",
            database.engine
        );
        let now = scene.row().await;
        let renewed = now.grant_version - scene.connection.grant_version;
        assert_eq!((renewed, now.status), (1, Status::Active));
        other.store.close().await.expect("it closes");
    })
    .await;
}

#[tokio::test]
async fn a_process_that_dies_while_it_refreshes_keeps_others_waiting_for_its_term_only() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let stores = Stores::new(&scene.app);
        let (id, term) = (scene.connection.id.to_string(), Duration::from_secs(30));
        let take = async |holder: &str| stores.take_turn(&id, holder, term).await.expect("asked");
        assert!(take("the dead").await);
        assert!(
            !take("another").await && take("the dead").await,
            "on {}",
            database.engine
        );
        scene.pass(TimeDelta::seconds(30));
        assert!(take("another").await, "the term is over");
        scene.pass(TimeDelta::hours(-5));
        assert!(take("a third").await, "it was taken by a clock that went wrong");
        stores.end_turn(&id, "another").await.expect("it is not theirs");
        assert!(!take("a fourth").await);
        stores.end_turn(&id, "a third").await.expect("given back");
        assert!(take("a fourth").await);
    })
    .await;
}

#[tokio::test]
async fn a_replay_finds_what_was_kept_and_not_decoded_and_nothing_else() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        let user = UserRef::from(&scene.user);
        let again = async |dry_run| replay(&scene.app, &user, Some("whoop"), dry_run, async |_| ()).await;
        let nothing = again(false).await.expect("replayed");
        assert!(nothing.exchanges >= 6 && nothing.unreadable == 0, "{nothing:?}");
        assert!(nothing.metrics.is_empty() && nothing.sessions.is_empty(), "{nothing:?}");

        let mut kept = exchanges::after(&scene.app.store, user.no, None, None, 100)
            .await
            .expect("kept");
        let weight = kept
            .iter_mut()
            .find(|it| it.resource == "read body")
            .expect("asked for");
        let heavier = zstd::encode_all(
            &br#"{"height_meter":1.80,"weight_kilogram":75.0,"max_heart_rate":188}"#[..],
            3,
        );
        (weight.id, weight.body) = (Id::generate(), heavier.expect("compressed"));
        weight.received_at += TimeDelta::days(1);
        exchanges::insert(&scene.app.store, weight.clone()).await.expect("kept");
        scene.pass(TimeDelta::days(2));
        let before = scene.stored().await;
        let tried = again(true).await.expect("tried");
        assert!(!tried.metrics.is_empty(), "{tried:?}");
        assert_eq!(scene.stored().await, before, "a trial changes nothing");
        assert_eq!(again(false).await.expect("replayed"), tried);
        assert_eq!(people(&scene.app, Some("whoop")).await.expect("a list").len(), 1);
    })
    .await;
}

/// What customers have heard of the person.
struct Customer {
    app: App,
    endpoint: Id,
}

impl Customer {
    async fn new(scene: &Scene, event: &str) -> Self {
        let endpoint = webhooks::NewEndpoint {
            url: "https://example.com".to_owned(),
            events: vec![event.to_owned()],
            ..webhooks::NewEndpoint::default()
        };
        let made = webhooks::create(&scene.app, &somebody(), scene.user.workspace_id, endpoint).await;
        Self {
            app: scene.app.clone(),
            endpoint: made.expect("an endpoint").0.id,
        }
    }

    /// The oldest first.
    async fn heard(&self) -> Vec<Value> {
        let store = &self.app.store;
        let sent = crate::store::webhooks::deliveries(store, self.endpoint, None, None, 10).await;
        let mut heard = Vec::new();
        for delivery in sent.expect("deliveries").into_iter().rev() {
            let event = crate::store::webhooks::find_event(store, delivery.event_id).await;
            let event = event.expect("read").expect("an event");
            heard.push(serde_json::from_str(&event.body).expect("JSON"));
        }
        heard
    }
}

#[tokio::test]
async fn a_replay_reads_answers_that_are_objects_and_misses_one_that_is_lost() {
    on_every_database(async |database| {
        let objects = Objects::in_folder(&database.folder().join("objects")).expect("opens");
        let scene = Scene::keeping(database, objects.clone()).await;
        scene.work().await;
        let user = UserRef::from(&scene.user);
        let kept = exchanges::after(&scene.app.store, user.no, None, None, 100).await;
        let kept = kept.expect("kept");
        assert!(kept.iter().all(|it| it.body.is_empty() && it.object.is_some()));
        let again = async || {
            replay(&scene.app, &user, None, false, async |_| ())
                .await
                .expect("replayed")
        };
        let all = again().await;
        assert!(all.exchanges == kept.len() as u64 && all.unreadable == 0, "{all:?}");
        objects.delete(kept[0].object.clone()).await.expect("deleted");
        assert_eq!(again().await.unreadable, 1);
    })
    .await;
}

#[tokio::test]
async fn customers_hear_that_a_connection_was_read_or_could_not_be() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let customer = Customer::new(&scene, "sync.*").await;
        scene.work().await;
        scene.vendor.expire_access();
        scene.vendor.refuse_refresh();
        ask_sync(&scene.app, &scene.connection, Vec::new())
            .await
            .expect("asked");
        scene.work().await;
        scene.pass(TimeDelta::seconds(10));
        scene.work().await;
        let heard = customer.heard().await;
        let names: Vec<&Value> = heard.iter().map(|it| &it["event"]).collect();
        assert_eq!(names, ["sync.completed", "sync.failed"], "on {}", database.engine);
        for body in &heard {
            for field in [
                "jobId",
                "userId",
                "connectionId",
                "providerId",
                "metricsSynced",
                "syncedAt",
            ] {
                assert!(!body["data"][field].is_null(), "{field}: {body}");
            }
        }
        assert!(heard[1]["data"]["error"].is_string(), "{}", heard[1]);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_never_comes_to_an_end_or_lies_is_given_up_and_comes_back() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.vendor.forget_pages();
        scene.work().await;
        let progress = Progress::of(&scene.jobs("backfill").await[0]);
        let stages: Vec<Value> = progress.resources.values().map(|it| json!(it.status)).collect();
        assert!(
            stages.contains(&json!("failed")) && stages.contains(&json!("done")),
            "{stages:?}"
        );
        assert_eq!(scene.row().await.status, Status::Active, "the rest was read");

        let scene = Scene::new(database).await;
        scene.vendor.always(Some(Trouble::Html));
        let ended = scene.work().await;
        let how = ended[0].1.as_str().expect("text");
        assert!(how.starts_with("failed"), "{ended:?}");
        assert_eq!(scene.row().await.status, Status::Error);
        assert!(scene.stored().await.0.is_empty(), "on {}", database.engine);
        scene.vendor.always(None);
        ask_sync(&scene.app, &scene.connection, Vec::new())
            .await
            .expect("asked");
        assert_eq!(scene.work().await, [("sync".to_owned(), json!("done"))]);
        assert_eq!(scene.row().await.status, Status::Active);
    })
    .await;
}
