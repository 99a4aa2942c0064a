//! No log says what was measured, nor what opens a door, however much is logged. A process of its own: a log belongs to a
//! whole process.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod running;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use running::{export, sqlite};
use serde_json::{Value, json};
use tower::ServiceExt;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use vitasync_server::App;
use vitasync_server::http::{HttpConfig, router};

/// What was logged.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_log_of_everything_holds_no_value_no_name_and_no_key() {
    let place = sqlite();
    let file = export(place.folder.path(), 20);
    place.json(&["import", file.to_str().unwrap(), "--user", "ada", "--json"]);
    let key = place.key();
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let app = App::open(&place.url).await.unwrap();
    let router = router(app, HttpConfig::default());
    let call = async |method: &str, path: &str, body: Value| -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"));
        let request = request
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        let answer = router.clone().oneshot(request.unwrap()).await.unwrap();
        serde_json::from_slice(&to_bytes(answer.into_body(), usize::MAX).await.unwrap()).unwrap_or_default()
    };
    let users = call("GET", "/v1/users", json!({})).await;
    let id = users["data"][0]["id"].as_str().unwrap();
    call(
        "PATCH",
        &format!("/v1/users/{id}"),
        json!({"displayName": "Zebulon Quux"}),
    )
    .await;
    call("PATCH", &format!("/v1/users/{id}"), json!({"displayName": 7})).await;
    call("GET", "/v1/users?search=hidden-question", json!({})).await;
    let health = call(
        "GET",
        &format!("/v1/users/{id}/health?metricType=weight&limit=50"),
        json!({}),
    )
    .await;
    call("GET", &format!("/v1/users/{id}/health/summary"), json!({})).await;
    let values: Vec<String> = health["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["value"].to_string())
        .collect();
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("finished processing request") && values.len() > 5);
    let hidden = values.iter().map(String::as_str).filter(|value| value.contains('.'));
    for secret in hidden.chain([key.as_str(), &key[8..], "Zebulon", "hidden-question"]) {
        let line = said.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} stands in: {}", line.unwrap_or_default());
    }
}
