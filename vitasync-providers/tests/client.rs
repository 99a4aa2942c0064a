//! What the client promises: nothing lost, nothing sent twice, no token where it does not belong.

mod acme;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use acme::Acme;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::auth::{Grant, Secret, WayKind};
use vitasync_providers::client::Exchange;
use vitasync_providers::client::{
    App, Client, Connection, Delivery, Held, Link, Memory, RawStore, SampleSink, TokenStore,
};
use vitasync_providers::error::BoxError;
use vitasync_providers::provider::{Account, Request, Window};
use vitasync_providers::testing::{FakeVendor, Stage, Trouble};
use vitasync_providers::vendors::find;
use vitasync_providers::{Error, ErrorKind};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn now() -> DateTime<Utc> {
    utc("2026-10-02T12:00:00Z")
}

fn connection() -> Connection {
    Connection {
        id: "c1".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: now(),
    }
}

fn grant(number: u32, expires_at: DateTime<Utc>) -> Grant {
    Grant {
        way: WayKind::OAuth2,
        access: Secret::new(format!("access-{number}-")),
        refresh: Some(Secret::new(format!("refresh-{number}-"))),
        expires_at: Some(expires_at),
        scopes: None,
        user: None,
    }
}

/// One connection, whose token ends at `ends`.
struct Scene {
    vendor: FakeVendor,
    memory: Arc<Memory>,
    stage: Arc<Stage>,
    app: App,
    connection: Connection,
}

impl Scene {
    async fn new(ends: DateTime<Utc>) -> Self {
        let vendor = FakeVendor::start(&Acme).await;
        let memory = Arc::new(Memory::new());
        assert!(memory.replace("c1", None, &grant(0, ends)).await.expect("stored"));
        Self {
            app: vendor.app(),
            vendor,
            memory,
            stage: Arc::new(Stage::at(now())),
            connection: connection(),
        }
    }

    async fn valid() -> Self {
        Self::new(now() + TimeDelta::hours(1)).await
    }

    fn client(&self) -> Client {
        self.vendor.client(&self.memory, &self.stage).build().expect("a client")
    }

    fn link(&self) -> Link<'_> {
        Link {
            provider: &Acme,
            app: &self.app,
            connection: &self.connection,
        }
    }

    fn client_with(&self, tokens: Arc<dyn TokenStore>, sink: Arc<dyn SampleSink>) -> Client {
        let raw: Arc<dyn RawStore> = self.memory.clone();
        let builder = Client::builder(tokens, raw, sink).runtime(self.stage.clone());
        let builder = builder
            .rebase("api.acme.example", &self.vendor.address())
            .expect("an address");
        builder.build().expect("a client")
    }

    async fn watermark(&self) -> Option<DateTime<Utc>> {
        self.memory.watermark("c1", "weights").await.expect("a watermark")
    }
}

/// Stops in the middle of storing until it is let go on.
#[derive(Default)]
struct Gate {
    memory: Arc<Memory>,
    entered: Notify,
    open: Notify,
    stored: Notify,
}

#[async_trait]
impl TokenStore for Gate {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        self.memory.load(connection).await
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        self.entered.notify_one();
        self.open.notified().await;
        let replaced = self.memory.replace(connection, version, grant).await;
        self.stored.notify_one();
        replaced
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        self.memory.remove(connection).await
    }
}

#[tokio::test]
async fn a_caller_that_is_dropped_while_refreshing_takes_no_token_along() {
    let scene = Scene::new(now()).await;
    let gate = Arc::new(Gate {
        memory: scene.memory.clone(),
        ..Gate::default()
    });
    let client = scene.client_with(gate.clone(), scene.memory.clone());
    tokio::select! {
        _ = client.sync(scene.link(), "weights") => panic!("it waits at the gate"),
        () = gate.entered.notified() => {}
    }
    gate.open.notify_one();
    gate.stored.notified().await;
    let held = scene.memory.load("c1").await.expect("loaded").expect("held");
    assert_eq!((held.version, held.grant.access.expose()), (2, "access-1-"));
}

/// Shows the grant of another process from the third time on.
struct Overtaken {
    old: Held,
    new: Held,
    loads: AtomicUsize,
}

#[async_trait]
impl TokenStore for Overtaken {
    async fn load(&self, _: &str) -> Result<Option<Held>, BoxError> {
        let loads = self.loads.fetch_add(1, Ordering::SeqCst);
        Ok(Some(if loads < 3 { self.old.clone() } else { self.new.clone() }))
    }

    async fn replace(&self, _: &str, _: Option<u64>, _: &Grant) -> Result<bool, BoxError> {
        panic!("there is nothing to store")
    }

    async fn remove(&self, _: &str) -> Result<(), BoxError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_refresh_that_another_process_has_won_is_taken_from_the_store() {
    let scene = Scene::valid().await;
    scene.vendor.refuse_refresh();
    let later = now() + TimeDelta::hours(1);
    let tokens = Arc::new(Overtaken {
        old: Held {
            grant: grant(9, now()),
            version: 1,
        },
        new: Held {
            grant: grant(0, later),
            version: 2,
        },
        loads: AtomicUsize::new(0),
    });
    let client = scene.client_with(tokens, scene.memory.clone());
    client.sync(scene.link(), "weights").await.expect("synced");
}

#[tokio::test]
async fn a_token_that_is_withdrawn_early_is_refreshed_once() {
    let scene = Scene::valid().await;
    let client = scene.client();
    scene.vendor.trouble(Trouble::Status(401, vec![]));
    client.sync(scene.link(), "weights").await.expect("synced");
    assert_eq!(scene.vendor.refreshes(), 1);
}

#[tokio::test]
async fn a_first_sync_reads_the_history_in_windows_and_the_next_only_the_overlap() {
    let scene = Scene::valid().await;
    let client = scene.client();
    let first = client.sync(scene.link(), "weights").await.expect("synced");
    assert_eq!(first.pages, 6); // three windows of two pages
    assert_eq!(scene.watermark().await, Some(now()));
    scene.stage.pass(TimeDelta::minutes(15));
    let second = client.sync(scene.link(), "weights").await.expect("synced");
    assert_eq!(second.pages, 2);
    let asked = scene.memory.exchanges().swap_remove(6).request;
    let from = asked
        .query
        .iter()
        .find(|(name, _)| name == "from")
        .expect("a beginning");
    assert_eq!(from.1, (now() - TimeDelta::days(2)).to_rfc3339().into());
}

#[tokio::test]
async fn what_was_read_before_trouble_counts_and_the_rest_is_read_again() {
    let scene = Scene::valid().await;
    let client = scene.client();
    let window = |days| now() - TimeDelta::days(days);
    scene.vendor.trouble(Trouble::Slow(Duration::ZERO)); // the first window
    scene.vendor.trouble(Trouble::Slow(Duration::ZERO));
    scene.vendor.trouble(Trouble::Truncated);
    let error = client.sync(scene.link(), "weights").await.expect_err("half an answer");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Malformed, false));
    assert_eq!(scene.watermark().await, Some(window(60)));
    client.sync(scene.link(), "weights").await.expect("synced");
    assert_eq!(scene.watermark().await, Some(now()));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_as_it_came() {
    let scene = Scene::valid().await;
    scene.vendor.trouble(Trouble::Html);
    let synced = scene.client().sync(scene.link(), "weights").await;
    assert_eq!(synced.expect_err("no JSON").kind(), ErrorKind::Malformed);
    assert_eq!(scene.memory.exchanges()[0].response.body, b"<html>Maintenance</html>");
    assert_eq!(scene.watermark().await, None);
}

#[tokio::test]
async fn a_wait_longer_than_its_patience_is_given_back() {
    let scene = Scene::valid().await;
    let retry_after = vec![("retry-after", "3600".to_owned())];
    scene.vendor.trouble(Trouble::Status(429, retry_after));
    let error = scene.client().sync(scene.link(), "weights").await.expect_err("limited");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimited, true));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    let again = scene.client().sync(scene.link(), "weights").await;
    assert!(again.is_ok(), "another client has not been told");
}

#[tokio::test]
async fn one_client_holds_everybody_back_while_the_vendor_wants_to_rest() {
    let scene = Scene::valid().await;
    let client = scene.client();
    let retry_after = vec![("retry-after", "3600".to_owned())];
    scene.vendor.trouble(Trouble::Status(429, retry_after));
    client.sync(scene.link(), "weights").await.expect_err("limited");
    let calls = scene.vendor.calls();
    let error = client.sync(scene.link(), "naps").await.expect_err("held back");
    assert_eq!((error.kind(), scene.vendor.calls()), (ErrorKind::RateLimited, calls));
}

#[tokio::test]
async fn calls_beyond_the_limit_wait_for_their_turn() {
    let scene = Scene::valid().await;
    let client = scene.client();
    for _ in 0..21 {
        client.fetch(scene.link(), "weights", "w1").await.expect("read");
    }
    let waited = vitasync_providers::client::Runtime::now(&*scene.stage) - now();
    assert_eq!(waited, TimeDelta::minutes(1));
}

#[tokio::test]
async fn a_wall_clock_is_placed_where_the_person_lived() {
    let scene = Scene::valid().await;
    scene.client().sync(scene.link(), "naps").await.expect("synced");
    let delivery = scene.memory.take_deliveries().swap_remove(0);
    let nap = &delivery.sessions[0];
    assert_eq!(
        (nap.start, nap.end),
        (utc("2026-10-01T11:00:00Z"), utc("2026-10-01T11:40:00Z"))
    );
    assert_eq!(nap.attributes.start_offset_s, Some(7200));
    assert_eq!(nap.record.as_ref().expect("a record").key.scope, "c1");
}

#[tokio::test]
async fn what_was_not_allowed_is_not_asked_for() {
    let mut scene = Scene::valid().await;
    scene.connection.account.scopes = Some(vec!["weights".into()]);
    let error = scene
        .client()
        .sync(scene.link(), "naps")
        .await
        .expect_err("not allowed");
    assert_eq!((error.kind(), scene.vendor.calls()), (ErrorKind::Forbidden, 0));
}

#[tokio::test]
async fn a_return_that_was_not_waited_for_is_refused() {
    let scene = Scene::valid().await;
    let client = scene.client();
    let sent = client.authorize(scene.link()).await.expect("an address");
    assert!(sent.url.contains("code_challenge_method=S256"));
    let forged = [("state".into(), "other".into()), ("code".into(), "stolen".into())];
    let error = client
        .connect(scene.link(), &sent.pending, &forged)
        .await
        .expect_err("forged");
    assert_eq!((error.kind(), scene.vendor.calls()), (ErrorKind::Forbidden, 0));
}

#[tokio::test]
async fn errors_and_stored_answers_hold_no_token() {
    let scene = Scene::valid().await;
    scene.vendor.always(Some(Trouble::Status(400, vec![])));
    let error = scene.client().sync(scene.link(), "weights").await.expect_err("refused");
    scene.vendor.always(None);
    scene.client().sync(scene.link(), "weights").await.expect("synced");
    let said = format!("{error} {error:?} {:?}", scene.memory);
    assert!(
        !said.contains("access-") && !said.contains("refresh-") && !said.contains("client_secret"),
        "{said}"
    );
}

// --- a server told what to say, call by call

async fn told(mocks: Vec<Mock>) -> (MockServer, Scene, Client) {
    let server = MockServer::start().await;
    for mock in mocks {
        mock.mount(&server).await;
    }
    let scene = Scene::valid().await;
    let memory = scene.memory.clone();
    let builder = Client::builder(memory.clone(), memory.clone(), memory).runtime(scene.stage.clone());
    let client = builder.rebase("api.acme.example", &server.uri()).expect("an address");
    (server, scene, client.build().expect("a client"))
}

fn a_week() -> Window {
    Window {
        from: now() - TimeDelta::days(7),
        to: now(),
    }
}

async fn read_a_week(client: &Client, scene: &Scene) -> Result<usize, Error> {
    use vitasync_providers::Provider;
    use vitasync_providers::provider::Job;
    let job = Job::Window {
        resource: "weights",
        window: a_week(),
    };
    let requests = Acme.requests(&job, &Account::default());
    client.follow(scene.link(), requests).await.map(|report| report.pages)
}

#[tokio::test]
async fn a_page_that_leads_to_another_host_gets_no_token() {
    let next = r#"{"weights":[],"next":"https://evil.example/weights"}"#;
    let page = Mock::given(path("/weights")).respond_with(ResponseTemplate::new(200).set_body_string(next));
    let (_server, scene, client) = told(vec![page]).await;
    let error = read_a_week(&client, &scene).await.expect_err("blocked");
    assert_eq!(error.kind(), ErrorKind::Blocked);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let away = ResponseTemplate::new(302).insert_header("location", "https://evil.example/");
    let (_server, scene, client) = told(vec![Mock::given(path("/weights")).respond_with(away)]).await;
    let error = read_a_week(&client, &scene).await.expect_err("refused");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Refused, false));
}

#[tokio::test]
async fn pages_that_lead_back_end() {
    let body = r#"{"weights":[],"next":"2"}"#;
    let page = Mock::given(path("/weights")).respond_with(ResponseTemplate::new(200).set_body_string(body));
    let (_server, scene, client) = told(vec![page]).await;
    let error = read_a_week(&client, &scene).await.expect_err("endless");
    assert_eq!(error.kind(), ErrorKind::EndlessPaging);
}

#[tokio::test]
async fn what_answers_only_once_is_asked_only_once() {
    let down = Mock::given(path("/file"))
        .respond_with(ResponseTemplate::new(503))
        .expect(1);
    let (_server, scene, client) = told(vec![down]).await;
    let file = Request::get("list weights", "https://api.acme.example/file").once();
    let error = client.follow(scene.link(), vec![file]).await.expect_err("down");
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}

/// Fails to store, or not.
struct Failing(Arc<Memory>, bool);

#[async_trait]
impl SampleSink for Failing {
    async fn commit(&self, connection: &str, delivery: Delivery) -> Result<(), BoxError> {
        if self.1 {
            Err("the disk is full".into())
        } else {
            self.0.commit(connection, delivery).await
        }
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        self.0.watermark(connection, resource).await
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        self.0.advance(connection, resource, to).await
    }
}

/// Fails to keep raw answers twice, then keeps them.
struct Stumbling(Arc<Memory>, AtomicUsize);

#[async_trait]
impl RawStore for Stumbling {
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError> {
        match self.1.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => Err("the disk is busy".into()),
            _ => self.0.keep(connection, exchange).await,
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_given_once_survives_a_store_that_stumbles() {
    let page = Mock::given(path("/file")).respond_with(ResponseTemplate::new(200).set_body_string(r#"{"weights":[]}"#));
    let (server, scene, _) = told(vec![page.expect(1)]).await;
    let raw = Arc::new(Stumbling(scene.memory.clone(), AtomicUsize::new(0)));
    let builder = Client::builder(scene.memory.clone(), raw, scene.memory.clone()).runtime(scene.stage.clone());
    let client = builder.rebase("api.acme.example", &server.uri()).expect("an address");
    let file = Request::get("list weights", "https://api.acme.example/file").once();
    let client = client.build().expect("a client");
    client.follow(scene.link(), vec![file]).await.expect("read");
    assert_eq!(scene.memory.exchanges().len(), 1);
}

#[tokio::test]
async fn nothing_is_confirmed_before_it_is_stored() {
    let body = r#"{"weights":[{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00Z","kg":74.3}],"confirm":true}"#;
    for fails in [true, false] {
        let page = Mock::given(method("GET")).and(query_param("to", now().to_rfc3339()));
        let page = page.respond_with(ResponseTemplate::new(200).set_body_string(body));
        let confirm = Mock::given(path("/weights/confirm")).respond_with(ResponseTemplate::new(204));
        let (server, scene, _) = told(vec![page, confirm.expect(u64::from(!fails))]).await;
        let sink = Arc::new(Failing(scene.memory.clone(), fails));
        let builder = Client::builder(scene.memory.clone(), scene.memory.clone(), sink).runtime(scene.stage.clone());
        let client = builder.rebase("api.acme.example", &server.uri()).expect("an address");
        let read = read_a_week(&client.build().expect("a client"), &scene).await;
        assert_eq!(
            read.err().map(|error| error.kind()),
            fails.then_some(ErrorKind::Storage)
        );
    }
}

#[tokio::test]
async fn a_value_that_is_refused_is_found_in_the_answer() {
    let body = r#"{"weights":[{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00Z","kg":7430}],"next":null}"#;
    let page = Mock::given(path("/weights")).respond_with(ResponseTemplate::new(200).set_body_string(body));
    let (_server, scene, client) = told(vec![page]).await;
    read_a_week(&client, &scene).await.expect("read");
    let rejected = scene.memory.take_deliveries().remove(0).rejected.remove(0);
    assert_eq!((rejected.position.byte, rejected.subject.as_str()), (12, "weight"));
}

#[tokio::test]
async fn what_is_subscribed_to_by_hand_says_what_to_do() {
    let scene = Scene::valid().await;
    let (client, app) = (scene.client(), App::default());
    let google = find("google_health").expect("a vendor");
    let subscribed = client
        .subscribe(google, &app, None, "https://app.example/hook", &[])
        .await;
    let error = subscribed.expect_err("by hand");
    assert_eq!(error.kind(), ErrorKind::Misconfigured);
    let cause = std::error::Error::source(&error).expect("a cause").to_string();
    assert!(
        cause.contains("by hand") && cause.contains("a service account"),
        "{cause}"
    );
}
