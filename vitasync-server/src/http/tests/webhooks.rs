//! Webhooks over HTTP.

use axum::http::StatusCode;
use serde_json::json;

use super::Client;
use crate::auth::Scope;
use crate::testing::on_every_database;

const URL: &str = "https://example.com/hooks";

#[tokio::test]
async fn the_secret_of_a_webhook_is_shown_when_it_is_made_or_asked_for_and_nowhere_else() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = json!({"url": URL, "events": ["sync.completed", "workout.*"], "secret": "sixteen or more bytes"});
        let created = admin.post("/v1/webhooks", body).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
        let created = created.json();
        assert_eq!(created["secret"], "sixteen or more bytes");
        assert_eq!(created["signingSecret"], "whsec_c2l4dGVlbiBvciBtb3JlIGJ5dGVz");
        let path = format!("/v1/webhooks/{}", created["id"].as_str().expect("an id"));
        for open in ["/v1/webhooks", &path] {
            let shown = admin.get(open).await;
            assert!(
                shown.status == StatusCode::OK && !shown.text.contains("sixteen"),
                "{open}: {}",
                shown.text
            );
        }
        let secret = admin.get(&format!("{path}/secret")).await.json();
        assert_eq!(secret["secret"], created["secret"], "on {}", database.engine);
        let rotated = admin
            .post(&format!("{path}/rotate-secret"), json!({"overlapSeconds": 60}))
            .await
            .json();
        assert_ne!(rotated["secret"], created["secret"]);
        assert_eq!(rotated["previousSecretUntil"], "2025-07-01T12:01:00.000Z");
        assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(admin.get(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_webhook_is_said_by_its_field() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let mut lines = Vec::new();
        for body in [
            json!({"url": URL, "events": ["sync.complete"]}),
            json!({"url": URL, "events": []}),
            json!({"url": "https://169.254.169.254/latest", "events": ["*"]}),
            json!({"url": "http://example.com", "events": ["*"]}),
            json!({"url": "example.com", "events": ["*"]}),
            json!({"url": URL, "events": ["*"], "secret": "short"}),
        ] {
            let answered = admin.post("/v1/webhooks", body).await;
            let errors = answered.json()["errors"].clone();
            lines.push(format!(
                "{} {} {errors}",
                answered.status.as_u16(),
                answered.json()["message"]
            ));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        422 "\"sync.complete\" is not a known event; did you mean \"sync.completed\"?" [{"message":"\"sync.complete\" is not a known event; did you mean \"sync.completed\"?","path":"events[0]"}]
        400 "events: name at least one event, or `*` for all" [{"message":"name at least one event, or `*` for all","path":"events"}]
        422 "it leads into a private network; give a public address" [{"message":"it leads into a private network; give a public address","path":"url"}]
        422 "it must begin with https://" [{"message":"it must begin with https://","path":"url"}]
        400 "url: it is not an address: relative URL without a base" [{"message":"it is not an address: relative URL without a base","path":"url"}]
        400 "secret: it must have from 16 to 256 bytes" [{"message":"it must have from 16 to 256 bytes","path":"secret"}]
        "#) }
    })
    .await;
}

#[tokio::test]
async fn a_test_is_sent_and_listed() {
    on_every_database(async |database| {
        let workspace = database.user().await.workspace_id;
        let admin = Client::admin(database, workspace).await;
        let created = admin
            .post("/v1/webhooks", json!({"url": URL, "events": ["*"]}))
            .await
            .json();
        let path = format!("/v1/webhooks/{}", created["id"].as_str().expect("an id"));
        let sent = admin.post(&format!("{path}/test"), json!({})).await;
        assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text);
        let listed = admin.get(&format!("{path}/deliveries?status=pending")).await.json();
        assert_eq!(listed["data"], json!([sent.json()]), "on {}", database.engine);
        assert_eq!(listed["pagination"]["hasMore"], false);
        let one = format!("{path}/deliveries/{}", sent.json()["id"].as_str().expect("an id"));
        assert_eq!(admin.get(&one).await.json()["payload"]["event"], "webhook.test");
        let again = admin.post(&format!("{one}/redeliver"), json!({})).await;
        assert_eq!(again.status, StatusCode::ACCEPTED);
        let first = admin.get(&format!("{path}/deliveries?limit=1")).await.json();
        let cursor = first["pagination"]["nextCursor"].as_str().expect("there is more");
        let second = admin
            .get(&format!("{path}/deliveries?limit=1&cursor={cursor}"))
            .await
            .json();
        assert_ne!(first["data"], second["data"]);
        assert_eq!(second["pagination"]["hasMore"], false, "on {}", database.engine);

        let reader = super::new_key(database, workspace, None, &[Scope::Read]).await;
        assert_eq!(admin.with_key(&reader).get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            admin.with_key(&reader).get("/v1/webhooks/events").await.status,
            StatusCode::OK
        );
        let stranger = Client::admin(database, database.user().await.workspace_id).await;
        assert_eq!(stranger.get(&one).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
