//! What is logged can be found by the id of its request. A process of its own: a log belongs to a whole process.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;
use vitasync_server::App;
use vitasync_server::http::{HttpConfig, router};

/// What was logged.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").write(bytes)
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
async fn a_failure_is_logged_under_the_id_of_its_request() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("vitasync.db").display().to_string();
    let app = App::open(&path).await.expect("it opens");
    app.store.clone().close().await.expect("it closes");

    let request = Request::get("/health/ready").header("x-request-id", "mine-17");
    let answer = router(app, HttpConfig::default())
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("the router never fails");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["x-request-id"], "mine-17");
    let said = String::from_utf8(log.0.lock().expect("whole").clone()).expect("text");
    let found = said
        .lines()
        .any(|line| line.contains("ERROR") && line.contains(r#"request.id="mine-17""#));
    assert!(found, "{said}");
}
