use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vitasync_core::Metric;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::{
    ChangeEndpoint, Endpoint, Guarded, NewEndpoint, create, deliveries, find, redeliver, rotate_secret, send_test,
    update,
};
use crate::App;
use crate::jobs::{Config, Worker};
use crate::service::audit::{Actor, Who};
use crate::service::import::{Delivery, take_in};
use crate::store::Id;
use crate::store::users::{User, UserRef};
use crate::testing::{TestDatabase, on_every_database};

fn by() -> Actor {
    Actor::local(Who::CommandLine)
}

/// What an endpoint received: headers and body.
type Heard = (HeaderMap, String);

/// A customer's server, which answers what it is told to.
struct Customer {
    url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Customer {
    async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let customer = Self {
            url,
            heard: Arc::default(),
            answers: Arc::default(),
        };
        let state = (Arc::clone(&customer.heard), Arc::clone(&customer.answers));
        let router = Router::new().route("/hook", post(hear)).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        customer
    }

    /// Says what is answered next, one after the other; 200 after that.
    fn answer(&self, statuses: &[u16]) {
        *self.answers.lock().expect("no panic") = statuses.iter().rev().copied().collect();
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("no panic").clone()
    }

    fn events(&self) -> Vec<Value> {
        let heard = self.heard();
        heard
            .iter()
            .map(|(_, body)| serde_json::from_str(body).expect("JSON"))
            .collect()
    }
}

type Hearing = State<(Arc<Mutex<Vec<Heard>>>, Arc<Mutex<Vec<u16>>>)>;

async fn hear(State((heard, answers)): Hearing, headers: HeaderMap, body: String) -> impl IntoResponse {
    heard.lock().expect("no panic").push((headers, body));
    let status = answers.lock().expect("no panic").pop().unwrap_or(200);
    let location = [("location", "http://127.0.0.1:1/elsewhere")];
    (StatusCode::from_u16(status).expect("a status"), location)
}

/// An app that may call this machine, and whose clock stands until it is moved.
struct Bench {
    app: App,
    clock: Arc<Mutex<DateTime<Utc>>>,
    user: User,
    customer: Customer,
}

impl Bench {
    async fn new(database: &TestDatabase) -> Self {
        let clock = Arc::new(Mutex::new(database.app.now()));
        let hands = Arc::clone(&clock);
        let app = database
            .app
            .clone()
            .with_clock(move || *hands.lock().expect("no panic"));
        Self {
            app: app.with_webhooks(Guarded { allow_private: true }),
            clock,
            user: database.user().await,
            customer: Customer::listen().await,
        }
    }

    fn workspace(&self) -> Id {
        self.user.workspace_id
    }

    fn pass(&self, time: TimeDelta) {
        *self.clock.lock().expect("no panic") += time;
    }

    async fn subscribe(&self, events: &[&str]) -> Endpoint {
        let new = NewEndpoint {
            url: self.customer.url.clone(),
            secret: Some("a secret of the customer's".to_owned()),
            events: events.iter().map(|it| (*it).to_owned()).collect(),
            description: String::new(),
        };
        create(&self.app, &by(), self.workspace(), new)
            .await
            .expect("created")
            .0
    }

    /// Takes in heart rates, one per second from noon on.
    async fn measure(&self, beats: &[f64]) {
        let source = Arc::new(Source {
            key: SourceKey {
                provider: "example".into(),
                origin: "watch".into(),
                recording: Recording::Automatic,
            },
            name: "Watch".into(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::LastWins,
        });
        let mut batch = SampleBatch::default();
        let metric = Metric::HeartRate;
        let series = batch.add_series(Series { source, metric });
        let noon = 1_748_779_200_000;
        for (second, value) in (0..).zip(beats) {
            let start_ms = noon + second * 1_000;
            batch.push(BatchRow {
                series,
                start_ms,
                end_ms: start_ms,
                value: *value,
                attributes: 0,
                copy: 0,
            });
        }
        let tx = self.app.store.begin().await.expect("begins");
        let user = UserRef::from(&self.user);
        take_in(&self.app, &tx, &user, [Delivery::Samples(batch)])
            .await
            .expect("taken in");
        tx.commit().await.expect("commits");
    }

    /// Works until the customer has heard so many.
    async fn work_until_heard(&self, count: usize) {
        self.work(async {
            for _ in 0..2_000 {
                if self.customer.heard().len() >= count {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            panic!("heard {:?}", self.customer.events());
        })
        .await;
    }

    /// Works until nothing is due any more.
    async fn work_off(&self) {
        self.work(tokio::time::sleep(Duration::from_millis(300))).await;
    }

    async fn work(&self, until: impl Future<Output = ()>) {
        let config = Config {
            poll: Duration::from_millis(5),
            ..Config::default()
        };
        Worker::new(self.app.clone(), config).run(until).await;
    }

    async fn log(&self, endpoint: &Endpoint) -> Vec<super::Delivery> {
        deliveries(&self.app, self.workspace(), endpoint.id, None, None, 100)
            .await
            .expect("a list")
    }
}

#[tokio::test]
async fn what_is_measured_is_told_to_those_who_want_to_hear_of_it() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["series.heart_rate.*"]).await;
        let deaf = bench.subscribe(&["workout.*", "series.steps.created"]).await;
        bench.measure(&[60.0, 61.0]).await;
        bench.measure(&[60.0, 71.0, 62.0]).await;
        bench.measure(&[60.0, 71.0, 62.0]).await;
        bench.work_until_heard(3).await;
        let mut told: Vec<String> = bench
            .customer
            .events()
            .iter()
            .map(|it| {
                let data = &it["data"];
                assert_eq!(data["userId"], json!(bench.user.id.to_string()));
                format!("{} {} {} {}", it["event"], data["count"], data["from"], data["to"])
            })
            .collect();
        told.sort();
        insta::allow_duplicates! { insta::assert_snapshot!(told.join("\n"), @r#"
        "series.heart_rate.created" 1 "2025-06-01T12:00:00.000Z" "2025-06-01T12:00:02.000Z"
        "series.heart_rate.created" 2 "2025-06-01T12:00:00.000Z" "2025-06-01T12:00:01.000Z"
        "series.heart_rate.updated" 1 "2025-06-01T12:00:00.000Z" "2025-06-01T12:00:02.000Z"
        "#) }
        assert_eq!(bench.log(&deaf).await, []);
        let log = bench.log(&endpoint).await;
        let states: Vec<(&str, i32)> = log.iter().map(|it| (it.status.as_str(), it.attempts)).collect();
        assert_eq!(states, [("delivered", 1); 3], "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn what_did_not_happen_is_not_told() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["*"]).await;
        let tx = bench.app.store.begin().await.expect("begins");
        let event = super::Event::new("user.created", json!({}));
        super::emit(&tx, bench.workspace(), vec![event], bench.app.now())
            .await
            .expect("written");
        drop(tx);
        bench.work_off().await;
        assert_eq!(
            (bench.customer.heard().len(), bench.log(&endpoint).await.len()),
            (0, 0),
            "{}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn a_delivery_is_tried_at_the_documented_times_under_one_id_with_one_body() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["*"]).await;
        bench.customer.answer(&[500, 302, 404, 503]);
        send_test(&bench.app, bench.workspace(), endpoint.id)
            .await
            .expect("queued");
        for (tried, wait_s) in [(1, 30), (2, 300), (3, 1_800), (4, 7_200)] {
            bench.work_until_heard(tried).await;
            let [delivery] = &bench.log(&endpoint).await[..] else {
                panic!("one delivery")
            };
            assert_eq!(delivery.status, "pending");
            let wait = delivery.next_attempt_at.expect("it is tried again") - bench.app.now();
            assert_eq!(wait, TimeDelta::seconds(wait_s), "after {tried} on {}", database.engine);
            bench.pass(wait - TimeDelta::seconds(1));
            bench.work_off().await;
            assert_eq!(bench.customer.heard().len(), tried, "not before its time");
            bench.pass(TimeDelta::seconds(1));
        }
        bench.work_until_heard(5).await;
        let [delivery] = &bench.log(&endpoint).await[..] else {
            panic!("one delivery")
        };
        assert_eq!(
            (delivery.status.as_str(), delivery.attempts),
            ("delivered", 5),
            "{}",
            database.engine
        );
        let heard = bench.customer.heard();
        let id = delivery.id.to_string();
        assert!(
            heard
                .iter()
                .all(|(headers, body)| headers["x-vitasync-delivery"] == *id && *body == heard[0].1)
        );
    })
    .await;
}

#[tokio::test]
async fn a_delivery_that_never_arrives_fails_and_can_be_sent_again() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["*"]).await;
        bench.customer.answer(&[500; 5]);
        send_test(&bench.app, bench.workspace(), endpoint.id)
            .await
            .expect("queued");
        for tried in 1..=5 {
            bench.work_until_heard(tried).await;
            bench.pass(TimeDelta::hours(2));
        }
        let [old] = &bench.log(&endpoint).await[..] else {
            panic!("one delivery")
        };
        assert_eq!(
            (old.status.as_str(), old.error.as_deref()),
            ("failed", Some("the endpoint answered 500"))
        );
        let again = redeliver(&bench.app, bench.workspace(), endpoint.id, old.id)
            .await
            .expect("queued");
        assert_ne!(again.id, old.id);
        bench.work_until_heard(6).await;
        let heard = bench.customer.heard();
        assert_eq!(heard[5].1, heard[0].1, "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_dead_endpoint_is_disabled_and_the_others_hear_of_it() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let gone = bench.subscribe(&["user.created"]).await;
        let other = bench.subscribe(&["webhook.*"]).await;
        bench.customer.answer(&[410]);
        send_test(&bench.app, bench.workspace(), gone.id).await.expect("queued");
        bench.work_until_heard(2).await;
        let gone = find(&bench.app, bench.workspace(), gone.id).await.expect("it is there");
        assert_eq!(
            (gone.is_active, gone.disabled_reason.as_deref()),
            (false, Some("it answered 410 Gone"))
        );
        let told = &bench.customer.events()[1];
        assert_eq!(
            (&told["event"], &told["data"]["webhookId"]),
            (&json!("webhook.disabled"), &json!(gone.id.to_string()))
        );
        assert_eq!(bench.log(&other).await.len(), 1, "{}", database.engine);
        let refused = send_test(&bench.app, bench.workspace(), gone.id)
            .await
            .expect_err("it is not active");
        assert_eq!(refused.to_string(), "the webhook is not active; set `isActive` first");

        let on = ChangeEndpoint {
            is_active: Some(true),
            ..ChangeEndpoint::default()
        };
        let back = update(&bench.app, &by(), bench.workspace(), gone.id, on)
            .await
            .expect("switched on");
        assert_eq!(
            (back.is_active, back.disabled_reason),
            (true, None),
            "{}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn an_old_secret_signs_beside_the_new_one_for_as_long_as_was_said() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["*"]).await;
        let rotated = rotate_secret(&bench.app, &by(), bench.workspace(), endpoint.id, None, Some(3_600)).await;
        assert_eq!(rotated.expect("rotated").1.len(), 64);
        for heard in 1..=2 {
            send_test(&bench.app, bench.workspace(), endpoint.id)
                .await
                .expect("queued");
            bench.work_until_heard(heard).await;
            bench.pass(TimeDelta::hours(1));
        }
        let heard = bench.customer.heard();
        let signatures = |at: usize| {
            heard[at].0["webhook-signature"]
                .to_str()
                .expect("text")
                .split(' ')
                .count()
        };
        assert_eq!((signatures(0), signatures(1)), (2, 1), "{}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_sent_into_a_private_network_even_where_an_address_was_allowed_before() {
    on_every_database(async |database| {
        let bench = Bench::new(database).await;
        let endpoint = bench.subscribe(&["*"]).await;
        send_test(&bench.app, bench.workspace(), endpoint.id)
            .await
            .expect("queued");
        let strict = Bench {
            app: bench.app.clone().with_webhooks(Guarded { allow_private: false }),
            ..bench
        };
        strict.work_off().await;
        let [delivery] = &strict.log(&endpoint).await[..] else {
            panic!("one delivery")
        };
        let why = delivery.error.as_deref();
        assert_eq!(
            why,
            Some("the address is not one that is called any more"),
            "{}",
            database.engine
        );
        assert_eq!(strict.customer.heard().len(), 0);
    })
    .await;
}
