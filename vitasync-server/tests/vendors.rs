//! Real processes that read a vendor on this machine, are killed while they do, and share what it gave them.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod running;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use running::{Client, Place, Running, places, until};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vitasync_providers::Provider as _;
use vitasync_providers::testing::{Asked, FakeVendor};
use vitasync_providers::vendors::whoop::Whoop;

/// How many cycles the vendor has, one on a page.
const CYCLES: u32 = 40;
const SLEEP: &str = "0b7c2d3e-6f1a-4c1e-9f6a-1d2e3f405162";

/// A server without a worker, with a person who is about to connect.
struct Scene {
    place: Place,
    vendor: FakeVendor,
    client: Client,
    server: Running,
    user: String,
}

impl Scene {
    async fn new(mut place: Place, vendor: FakeVendor) -> Self {
        for (name, secret) in vendor.app().settings {
            let name = format!("VITASYNC_WHOOP_{}", name.to_ascii_uppercase());
            place.environment.push((name, secret.expose().to_owned()));
        }
        let hosts = Whoop
            .spec()
            .hosts
            .iter()
            .map(|host| format!("{host}={}", vendor.address()));
        let hosts = hosts.collect::<Vec<_>>().join(",");
        place.environment.push(("VITASYNC_VENDOR_HOSTS".to_owned(), hosts));
        let client = Client::new(&place.key());
        let server = place.start(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
        let made = client
            .post(&server.address, "/v1/users", json!({"externalId": "ada"}))
            .await;
        let user = made.unwrap().1["id"].as_str().unwrap().to_owned();
        Self {
            place,
            vendor,
            client,
            server,
            user,
        }
    }

    async fn get(&self, path: &str) -> Value {
        self.client.get(&self.server.address, path).await.unwrap().1
    }

    /// Goes to the vendor and comes back.
    async fn connect(&self) {
        let link = format!("/v1/oauth/whoop/authorize?userId={}", self.user);
        let sent = self.get_json(&link).await;
        let url = url::Url::parse(sent["authorizationUrl"].as_str().unwrap()).unwrap();
        let state = url
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned();
        let back = format!("/v1/oauth/whoop/callback?code=c&state={state}");
        assert_eq!(self.client.get(&self.server.address, &back).await.unwrap().0, 200);
    }

    async fn get_json(&self, path: &str) -> Value {
        self.client.get_json(&self.server.address, path).await
    }

    /// How the jobs of a kind stand.
    async fn jobs(&self, kind: &str) -> Vec<String> {
        let all = self.get("/v1/sync-jobs").await;
        let all = all["data"].as_array().unwrap().iter().filter(|it| it["kind"] == kind);
        all.map(|it| it["status"].as_str().unwrap().to_owned()).collect()
    }

    /// What the vendor says when something of the person's has changed.
    async fn tell(&self, trace: usize) {
        let body =
            json!({"user_id": 4711, "id": SLEEP, "type": "sleep.updated", "trace_id": trace.to_string()}).to_string();
        let at = chrono::Utc::now().timestamp_millis().to_string();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"test_client_secret");
        let signature = BASE64_STANDARD.encode(ring::hmac::sign(&key, format!("{at}{body}").as_bytes()));
        let headers = [("x-whoop-signature", signature), ("x-whoop-signature-timestamp", at)];
        let told = self
            .client
            .post_text(&self.server.address, "/v1/webhooks/whoop", &headers, body);
        assert_eq!(told.await, 200);
    }
}

/// A vendor with many pages, who takes a while for each.
#[expect(clippy::disallowed_methods, reason = "the vendor answers on a thread of its own")]
async fn slow_vendor() -> FakeVendor {
    FakeVendor::start_in(&Whoop, |asked: &Asked<'_>| {
        if asked.path != "/developer/v2/cycle" {
            return None;
        }
        std::thread::sleep(Duration::from_millis(40));
        let page: u32 = asked.pair("nextToken").map_or(0, |token| token.parse().unwrap());
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(page.into());
        let cycle = json!({
            "id": 1000 + page, "user_id": 4711, "created_at": format!("{day}T05:00:00.000Z"),
            "updated_at": format!("{day}T21:00:00.000Z"), "start": format!("{day}T00:30:00.000Z"),
            "end": format!("{day}T22:30:00.000Z"), "timezone_offset": "+02:00", "score_state": "SCORED",
            "score": {"strain": 10.0, "kilojoule": 9000.0, "average_heart_rate": 70, "max_heart_rate": 160},
        });
        let next = (page + 1 < CYCLES).then(|| (page + 1).to_string());
        Some(json!({"records": [cycle], "next_token": next}).to_string())
    })
    .await
}

/// What a customer has heard, by the id of the delivery.
type Heard = Arc<Mutex<BTreeMap<String, Value>>>;

/// An endpoint of a customer.
async fn customer() -> (String, Heard) {
    let heard = Heard::default();
    let seen = Arc::clone(&heard);
    let hook = post(async move |headers: HeaderMap, body: String| {
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        seen.lock().unwrap().insert(id, serde_json::from_str(&body).unwrap());
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, Router::new().route("/", hook)).into_future());
    (address, heard)
}

fn named<'a>(heard: &'a BTreeMap<String, Value>, name: &str) -> Vec<&'a Value> {
    heard.values().filter(|it| it["event"] == name).collect()
}

#[tokio::test]
async fn a_sync_that_is_killed_again_and_again_ends_by_itself_and_tells_everything_once() {
    for place in places().await {
        let scene = Scene::new(place, slow_vendor().await).await;
        let (url, heard) = customer().await;
        let events = ["series.strain_score.created", "series.strain_score.updated", "sync.*"];
        let endpoint = json!({"url": url, "events": events});
        let made = scene.client.post(&scene.server.address, "/v1/webhooks", endpoint).await;
        assert_eq!(made.unwrap().0, 201);
        scene.connect().await;
        for pages in [5, 12, 20] {
            let worker = scene.place.start(&["worker"]);
            let before = scene.vendor.calls();
            until("some pages are read", async || scene.vendor.calls() >= before + pages).await;
            worker.kill();
        }
        let _worker = scene.place.start(&["worker"]);
        until("it ends", async || scene.jobs("backfill").await == ["succeeded"]).await;
        until("the end is told", async || {
            !named(&heard.lock().unwrap(), "sync.completed").is_empty()
        })
        .await;
        let engine = scene.place.engine;
        let path = format!(
            "/v1/users/{}/health?metric=strain_score&from=2026-08-01&to=2026-12-01",
            scene.user
        );
        let days = scene.get(&path).await;
        assert_eq!(days["data"].as_array().unwrap().len(), CYCLES as usize, "on {engine}");
        {
            let heard = heard.lock().unwrap();
            let created = named(&heard, "series.strain_score.created");
            let created: u64 = created.iter().map(|it| it["data"]["count"].as_u64().unwrap()).sum();
            assert_eq!(created, u64::from(CYCLES), "on {engine}");
            assert!(named(&heard, "series.strain_score.updated").is_empty(), "on {engine}");
            assert_eq!(named(&heard, "sync.completed").len(), 1, "on {engine}");
            assert!(named(&heard, "sync.failed").is_empty(), "on {engine}");
        }
        drop((_worker, scene.server));
        scene.place.remove().await;
    }
}

#[tokio::test]
async fn two_processes_refresh_a_token_once() {
    for place in places().await {
        let scene = Scene::new(place, FakeVendor::start(&Whoop).await).await;
        scene.connect().await;
        let work = ["worker", "--worker-slots", "vendors=1,upkeep=1"];
        let workers = [scene.place.start(&work), scene.place.start(&work)];
        until("it is read", async || scene.jobs("backfill").await == ["succeeded"]).await;
        scene.vendor.expire_access();
        scene.vendor.hesitate(Duration::from_secs(2));
        let before = scene.vendor.calls();
        for trace in 0..6 {
            scene.tell(trace).await;
        }
        // Both are refused, one refreshes, and then all six objects are fetched.
        until("all is fetched", async || scene.vendor.calls() >= before + 2 + 1 + 6).await;
        let engine = scene.place.engine;
        assert_eq!(scene.vendor.refreshes(), 1, "on {engine}");
        let connections = scene.get(&format!("/v1/users/{}/connections", scene.user)).await;
        assert_eq!(connections[0]["status"], "active", "on {engine}");
        drop((workers, scene.server));
        scene.place.remove().await;
    }
}
