//! Probes and figures.

use axum::http::StatusCode;

use super::{Client, unlimited};
use crate::http::HttpConfig;
use crate::telemetry::figures;
use crate::testing::on_every_database;

#[tokio::test]
async fn a_process_that_is_about_to_stop_is_alive_and_not_ready() {
    on_every_database(async |database| {
        let client = Client::anonymous(database, unlimited());
        assert_eq!(client.get("/health/ready").await.status, StatusCode::OK);
        database.app.life.drain();
        assert_eq!(
            client.get("/health/ready").await.status,
            StatusCode::SERVICE_UNAVAILABLE
        );
        assert_eq!(client.get("/health/live").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn figures_name_the_template_of_a_route_and_never_its_path() {
    on_every_database(async |database| {
        figures::count();
        let user = database.user().await;
        let config = HttpConfig {
            figures: true,
            ..unlimited()
        };
        let client = Client::anonymous(database, config);
        client.get(&format!("/v1/users/{}", user.id)).await;
        client.call("BREW", "/coffee", None).await;
        let figures = client.get("/metrics").await;
        let answers = |labels: &str| {
            figures
                .text
                .contains(&format!("vitasync_http_requests_total{{{labels}}}"))
        };
        assert!(
            answers(r#"method="GET",route="/v1/users/{userId}",status="401""#),
            "{}",
            figures.text
        );
        assert!(answers(r#"method="other",route="none",status="404""#));
        assert!(figures.text.contains(r#"vitasync_jobs_queued{lane="webhooks"} "#));
        assert!(figures.text.contains("vitasync_database_up 1\n"));
        assert!(!figures.text.contains(&user.id.to_string()) && !figures.text.contains("coffee"));
        let closed = Client::anonymous(database, unlimited());
        assert_eq!(closed.get("/metrics").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
