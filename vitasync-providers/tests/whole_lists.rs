//! What a whole list does not name is gone; what only looks like one deletes nothing.

mod acme;

use std::sync::Arc;

use acme::Acme;
use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History, Metric};
use vitasync_providers::auth::{Grant, Secret, WayKind};
use vitasync_providers::client::{App, Client, Connection, Delivery, Link, Memory, TokenStore};
use vitasync_providers::provider::Account;
use vitasync_providers::testing::{FakeVendor, Stage};
use wiremock::matchers::{path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

const TWO: &str = r#"{"weights":[{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00Z","kg":74.3},
    {"id":"w2","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T08:00:00Z","kg":74.1}],"next":null}"#;
const FIRST: &str =
    r#"{"weights":[{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00Z","kg":74.3}],"next":"2"}"#;
const NOTHING: &str = r#"{"weights":[],"next":null}"#;

fn noon() -> DateTime<Utc> {
    "2026-10-02T12:00:00Z".parse().expect("a time")
}

/// Reads the weights of the last days from a vendor that answers with these pages.
async fn read(pages: [ResponseTemplate; 2]) -> Vec<Delivery> {
    let server = MockServer::start().await;
    let [first, second] = pages;
    let second = Mock::given(path("/weights"))
        .and(query_param("page", "2"))
        .respond_with(second);
    let first = Mock::given(path("/weights"))
        .and(query_param_is_missing("page"))
        .respond_with(first);
    server.register(second).await;
    server.register(first).await;
    let vendor = FakeVendor::start(&Acme).await;
    let (memory, stage) = (Arc::new(Memory::new()), Arc::new(Stage::at(noon())));
    let grant = Grant {
        way: WayKind::OAuth2,
        access: Secret::new("access"),
        refresh: None,
        expires_at: None,
        scopes: None,
        user: None,
    };
    assert!(memory.replace("c1", None, &grant).await.expect("stored"));
    let builder = Client::builder(memory.clone(), memory.clone(), memory.clone()).runtime(stage);
    let builder = builder.rebase("api.acme.example", &server.uri()).expect("an address");
    let client = builder.build().expect("a client");
    let connection = Connection {
        id: "c1".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: noon(),
    };
    let app: App = vendor.app();
    let link = Link {
        provider: &Acme,
        app: &app,
        connection: &connection,
    };
    let day = noon() - TimeDelta::days(3);
    vitasync_providers::client::SampleSink::advance(&*memory, "c1", "weights", day)
        .await
        .expect("stored");
    drop(client.sync(link, "weights").await);
    memory.take_deliveries()
}

fn answer(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string(body)
}

/// How many weights stand after two were read and then these deliveries came.
async fn left(then: Vec<Delivery>) -> usize {
    let mut history = History::default();
    for delivery in read([answer(TWO), answer(NOTHING)]).await.into_iter().chain(then) {
        let complete = delivery.complete.clone();
        history.add(&delivery.into_batch().0);
        for list in &complete {
            history.complete(list);
        }
    }
    let series = history.received(Metric::Weight);
    series
        .iter()
        .flat_map(|it| it.blocks)
        .map(|block| block.rows().count())
        .sum()
}

#[tokio::test]
async fn what_no_page_of_a_whole_list_names_is_gone() {
    let deliveries = read([answer(FIRST), answer(NOTHING)]).await;
    let lists: Vec<usize> = deliveries.iter().map(|it| it.complete.len()).collect();
    assert_eq!(lists, [0, 1]); // once, after everything else
    assert_eq!(left(deliveries).await, 1);
    assert_eq!(left(read([answer(NOTHING), answer(NOTHING)]).await).await, 0);
}

#[tokio::test]
async fn a_list_that_names_all_over_its_pages_deletes_nothing() {
    let second = TWO.replace("\"w1\"", "\"w3\"");
    assert_eq!(left(read([answer(FIRST), answer(&second)]).await).await, 2);
}

#[tokio::test]
async fn a_page_that_fails_or_holds_what_cannot_be_read_deletes_nothing() {
    let broken = r#"{"weights":[{"id":17}],"next":null}"#;
    for second in [
        ResponseTemplate::new(500),
        ResponseTemplate::new(204),
        answer(broken),
        answer("{"),
    ] {
        assert_eq!(left(read([answer(FIRST), second]).await).await, 2);
    }
}
