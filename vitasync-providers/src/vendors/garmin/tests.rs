//! Garmin's traps, one by one.

mod activities;
mod calls;
mod health;
mod nights;

use std::collections::BTreeSet;
use std::sync::Arc;

use vitasync_core::session::{Detail, Session, Sleep, Workout};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::ErrorKind;
use crate::auth::{Goal, WayKind};
use crate::client::{Connection, Link, Memory, Pending, TokenStore};
use crate::provider::{Example, Sessions, Window};
use crate::testing::{FakeVendor, Stage, Trouble, conformance};
use crate::webhook::News;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// What came at noon.
fn answer(body: &str) -> Response {
    Response::new(200, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(kind: &str, body: &str) -> Page {
    let request = Request::get(format!("read {kind}"), "");
    Garmin.decode(&request, &answer(body)).expect("a page")
}

fn values(page: &Page, metric: Metric) -> Vec<f64> {
    let of_metric = page.readings.iter().filter(|it| it.metric == metric);
    of_metric.map(|it| it.value).collect()
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn revision(page: &Page, metric: Metric) -> (String, Option<u64>) {
    let record = reading(page, metric).record.as_ref().expect("an object");
    (record.key.external_id.clone(), record.revision)
}

fn night(session: &Session) -> &Sleep {
    match &session.detail {
        Detail::Sleep(sleep) => sleep,
        Detail::Workout(_) => panic!("a workout"),
    }
}

fn workout(session: &Session) -> &Workout {
    match &session.detail {
        Detail::Workout(workout) => workout,
        Detail::Sleep(_) => panic!("a night"),
    }
}

#[test]
fn every_kind_gives_what_it_promises_and_nothing_else() {
    for resource in Garmin.spec().resources {
        let path = format!("/wellness-api/rest/{}", resource.id);
        let example = Garmin
            .spec()
            .examples
            .iter()
            .find(|it| it.path == path)
            .expect("an example");
        let page = decoded(resource.id, example.body);
        let given: BTreeSet<Metric> = page.readings.iter().map(|it| it.metric).collect();
        assert_eq!(given, resource.metrics.iter().copied().collect(), "{}", resource.id);
        assert_eq!(
            page.sessions.is_empty(),
            resource.sessions == Sessions::None,
            "{}",
            resource.id
        );
    }
}

#[tokio::test]
async fn an_application_of_oauth_1_conforms_as_well() {
    conformance::check(&GarminOAuth1).await;
}

fn connection() -> Connection {
    Connection {
        id: "connection".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: utc("2026-10-01T12:00:00Z"),
    }
}

fn returned(pending: &Pending) -> Vec<(String, String)> {
    let (state, code) = match pending.temporary {
        Some(_) => ("oauth_token", "oauth_verifier"),
        None => ("state", "code"),
    };
    vec![
        (state.into(), pending.state.expose().into()),
        (code.into(), "the-code".into()),
    ]
}

struct Scene {
    vendor: FakeVendor,
    memory: Arc<Memory>,
    client: crate::Client,
    connection: Connection,
}

impl Scene {
    async fn new() -> Self {
        let vendor = FakeVendor::start(&Garmin).await;
        let (memory, stage) = (
            Arc::new(Memory::new()),
            Arc::new(Stage::at(utc("2026-10-02T12:00:00Z"))),
        );
        let builder = vendor
            .client(&memory, &stage)
            .rebase("connectapi.garmin.com", &vendor.address());
        Self {
            client: builder.and_then(crate::client::Builder::build).expect("a client"),
            vendor,
            memory,
            connection: connection(),
        }
    }

    async fn connect(&self, provider: &'static dyn Provider) -> Account {
        let app = self.vendor.app();
        let link = Link {
            provider,
            app: &app,
            connection: &self.connection,
        };
        let sent = self.client.authorize(link).await.expect("a page");
        let connected = self.client.connect(link, &sent.pending, &returned(&sent.pending)).await;
        connected.expect("connected")
    }

    async fn backfill(&self, days: i64) -> Result<bool, ErrorKind> {
        let app = self.vendor.app();
        let link = Link {
            provider: &Garmin,
            app: &app,
            connection: &self.connection,
        };
        let to = utc("2026-10-02T12:00:00Z");
        let window = Window {
            from: to - TimeDelta::days(days),
            to,
        };
        let ordered = self.client.backfill(link, "sleeps", window).await;
        ordered.map(|report| report.awaiting).map_err(|error| error.kind())
    }

    async fn way(&self) -> WayKind {
        let held = self.memory.load("connection").await.expect("stored");
        held.expect("held").grant.way
    }
}

#[tokio::test]
async fn who_it_is_and_what_is_allowed_is_asked_for_and_the_tokens_scope_is_nobodys() {
    let account = Scene::new().await.connect(&Garmin).await;
    assert_eq!(account.user.as_deref(), Some("aa11bb22cc33dd44ee55ff6600112233"));
    assert!(account.allows(&["MCT_EXPORT"]) && !account.allows(&["COURSE_IMPORT"]));
    let body = r#"{"access_token":"a","refresh_token":"r","expires_in":86400,"scope":"PARTNER_READ CONNECT_WRITE"}"#;
    let step = TokenStep {
        goal: Goal::First,
        callback: &[],
        answers: &[answer(body)],
        now: utc("2026-10-02T12:00:00Z"),
    };
    let Next::Done(grant) = Garmin.token(&step).expect("tokens") else {
        panic!("tokens")
    };
    assert_eq!(
        (grant.scopes, grant.expires_at),
        (None, Some(utc("2026-10-03T12:00:00Z")))
    );
}

#[tokio::test]
async fn the_page_is_asked_with_a_challenge_and_without_scopes() {
    let scene = Scene::new().await;
    let app = scene.vendor.app();
    let link = Link {
        provider: &Garmin,
        app: &app,
        connection: &scene.connection,
    };
    let sent = scene.client.authorize(link).await.expect("a page");
    assert!(
        sent.url
            .starts_with("https://connect.garmin.com/oauth2Confirm?response_type=code&client_id=my_client_id")
    );
    assert!(sent.url.contains("&code_challenge_method=S256") && !sent.url.contains("scope"));
}

#[tokio::test]
async fn moving_from_oauth_1_is_connecting_again_and_the_person_stays() {
    let scene = Scene::new().await;
    let before = scene.connect(&GarminOAuth1).await;
    assert_eq!(scene.way().await, WayKind::OAuth1);
    let after = scene.connect(&Garmin).await;
    assert_eq!(scene.way().await, WayKind::OAuth2);
    assert_eq!(before.user, after.user);
}

#[test]
fn permissions_are_read_in_both_shapes() {
    let request = Request::get("read permissions", "");
    for body in [r#"["HEALTH_EXPORT"]"#, r#"{"permissions":["HEALTH_EXPORT"]}"#] {
        let page = Garmin.decode(&request, &answer(body)).expect("a page");
        assert_eq!(page.account.scopes, Some(vec!["HEALTH_EXPORT".to_owned()]));
    }
}

#[test]
fn every_kind_is_backfilled_by_its_name_in_seconds() {
    let window = Window {
        from: utc("2026-09-01T00:00:00Z"),
        to: utc("2026-10-01T00:00:00Z"),
    };
    for resource in Garmin.spec().resources {
        let job = Job::Backfill {
            resource: resource.id,
            window,
        };
        let [request] = &Garmin.requests(&job, &Account::default())[..] else {
            panic!("one request")
        };
        assert!(request.url.ends_with(&format!("/backfill/{}", resource.id)));
        let (start, end) = ("summaryStartTimeInSeconds".into(), "summaryEndTimeInSeconds".into());
        assert_eq!(
            request.query,
            [(start, 1_788_220_800.into()), (end, 1_790_812_800.into())]
        );
    }
}

#[tokio::test]
async fn a_backfill_is_ordered_by_the_month_and_comes_later() {
    let scene = Scene::new().await;
    scene.connect(&Garmin).await;
    let before = scene.vendor.calls();
    assert_eq!(scene.backfill(75).await, Ok(true));
    assert_eq!(scene.vendor.calls() - before, 3);
}

#[tokio::test]
async fn a_backfill_that_has_been_ordered_is_done_and_one_that_is_not_allowed_says_so() {
    let scene = Scene::new().await;
    scene.connect(&Garmin).await;
    for (status, outcome) in [
        (409, Ok(false)),
        (403, Err(ErrorKind::Forbidden)),
        (412, Err(ErrorKind::Forbidden)),
    ] {
        scene.vendor.trouble(Trouble::Status(status, vec![]));
        assert_eq!(scene.backfill(1).await, outcome, "{status}");
    }
}

#[test]
fn answers_mean_what_their_words_say() {
    let now = utc("2026-10-02T12:00:00Z");
    let outcome = |operation: &'static str, status: u16, message: &str| {
        let mut answer = answer(&format!(r#"{{"errorMessage":"{message}"}}"#));
        answer.status = status;
        Garmin.outcome(&Request::get(operation, ""), &answer, now)
    };
    let horizon = "start 2019-01-01T00:00:00Z is before min start time of 2026-09-01T00:00:00Z";
    assert_eq!(outcome("backfill sleeps", 400, horizon), Outcome::Horizon);
    assert_eq!(outcome("read sleeps", 400, horizon), Outcome::Broken);
    assert_eq!(outcome("read sleeps", 401, "Token is not active"), Outcome::Refresh);
    assert_eq!(
        outcome("read sleeps", 401, "InvalidPullTokenException: failed"),
        Outcome::Gone
    );
    let off = "Endpoint not enabled for summary type: CONNECT_ACTIVITY";
    assert_eq!(outcome("backfill activities", 403, off), Outcome::Misconfigured);
    assert_eq!(outcome("fetch activity file", 410, ""), Outcome::Gone);
    let minute = Outcome::Retry {
        until: Some(now + TimeDelta::minutes(1)),
        whose: Whose::App,
    };
    assert_eq!(outcome("read sleeps", 429, "too many"), minute);
}

#[test]
fn words_of_an_error_in_data_are_no_error() {
    let body = answer(r#"[{"activityName":"Endpoint not enabled"}]"#);
    assert_eq!(
        Garmin.outcome(&Request::get("read activities", ""), &body, body.received_at),
        Outcome::Ok
    );
}

/// Garmin with a file to fetch.
struct WithFile(&'static Spec);

impl Provider for WithFile {
    fn spec(&self) -> &'static Spec {
        self.0
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        Garmin.requests(job, account)
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        Garmin.decode(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        Garmin.outcome(request, response, now)
    }
}

#[tokio::test]
async fn the_bytes_of_a_file_are_stored_before_anybody_reads_them_and_are_asked_for_once() {
    let file = Example {
        path: "/wellness-api/rest/activityFile",
        body: ".FIT of a run",
        ..Example::BASE
    };
    let spec = Spec {
        examples: Vec::leak([Garmin.spec().examples, &[file]].concat()),
        ..Garmin.spec().clone()
    };
    let provider: &'static WithFile = Box::leak(Box::new(WithFile(Box::leak(Box::new(spec)))));
    let vendor = FakeVendor::start(provider).await;
    let (memory, stage) = (
        Arc::new(Memory::new()),
        Arc::new(Stage::at(utc("2026-10-02T12:00:00Z"))),
    );
    let client = vendor.client(&memory, &stage).build().expect("a client");
    let (app, connection) = (vendor.app(), connection());
    let link = Link {
        provider,
        app: &app,
        connection: &connection,
    };
    let sent = client.authorize(link).await.expect("a page");
    client
        .connect(link, &sent.pending, &returned(&sent.pending))
        .await
        .expect("connected");
    let ping = r#"{"activityFiles":[{"userId":"u","summaryId":"14001","fileType":"FIT","callbackURL":"https://apis.garmin.com/wellness-api/rest/activityFile?id=14001&token=CPT1","activityId":14001,"activityName":"Evening run","manual":false}]}"#;
    let mut notices = push::notices(ping.as_bytes()).expect("a call");
    let News::Fetch(requests) = notices.remove(0).news else {
        panic!("something to fetch")
    };
    vendor.trouble(Trouble::Status(503, vec![]));
    let before = vendor.calls();
    client
        .follow(link, requests.clone())
        .await
        .expect_err("the vendor is down");
    assert_eq!(vendor.calls(), before + 1);
    let report = client.follow(link, requests).await.expect("fetched");
    assert_eq!(report.rejected, 1);
    let kept = memory.exchanges().pop().expect("an answer");
    assert_eq!(kept.response.body, b".FIT of a run");
    assert_eq!(
        (kept.request.noted("activity"), kept.request.noted("title")),
        ("14001", "Evening run")
    );
    let rejected = memory.take_deliveries().pop().expect("a delivery").rejected.remove(0);
    assert_eq!(rejected.subject, "file of workout 14001");
}
