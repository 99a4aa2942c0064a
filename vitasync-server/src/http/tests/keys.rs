//! API keys over HTTP.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json;

use super::{Client, unlimited};
use crate::testing::on_every_database;

#[tokio::test]
async fn a_key_is_shown_once() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body =
            json!({"name": "backend-service", "scopes": ["read", "write"], "expiresAt": "2027-01-01T02:00:00+02:00"});
        let created = admin.post("/v1/api-keys", body).await;
        assert_eq!(created.status, StatusCode::CREATED);
        let raw = created.json()["rawKey"].as_str().expect("the key").to_owned();
        assert!(raw.starts_with("vs_live_") && raw.len() == 51);
        let listed = admin.get("/v1/api-keys").await;
        assert!(!listed.text.contains(&raw) && !listed.text.to_lowercase().contains("hash"));
        let mut key = listed.json()[1].clone();
        assert_eq!(raw[..12], *key["keyPrefix"].as_str().expect("a prefix"));
        (key["id"], key["keyPrefix"]) = (json!("…"), json!("…"));
        insta::allow_duplicates! { insta::assert_json_snapshot!(key, @r#"
        {
          "createdAt": "2025-07-01T12:00:00.000Z",
          "expiresAt": "2027-01-01T00:00:00.000Z",
          "id": "…",
          "keyPrefix": "…",
          "lastUsedAt": null,
          "name": "backend-service",
          "scopes": [
            "read",
            "write"
          ],
          "userId": null
        }
        "#); }
        assert_eq!(admin.with_key(&raw).get("/v1/users").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn rotation_keeps_everything_but_the_secret_and_the_old_one_stops_at_once() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let created = admin
            .post(
                "/v1/api-keys",
                json!({"label": "old name for name", "scopes": ["read"]}),
            )
            .await
            .json();
        let old = admin.with_key(created["rawKey"].as_str().expect("the key"));
        assert_eq!(old.get("/v1/users").await.status, StatusCode::OK);
        let path = format!("/v1/api-keys/{}/rotate", created["id"].as_str().expect("an id"));
        let rotated = admin.call("POST", &path, None).await;
        assert_eq!(rotated.status, StatusCode::OK);
        let rotated = rotated.json();
        for kept in ["id", "name", "scopes", "expiresAt", "createdAt"] {
            assert_eq!(rotated[kept], created[kept], "{kept}");
        }
        assert_eq!(
            old.get("/v1/users").await.status,
            StatusCode::UNAUTHORIZED,
            "on {}",
            database.engine
        );
        let new = admin.with_key(rotated["rawKey"].as_str().expect("the key"));
        assert_eq!(new.get("/v1/users").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_key_stops_at_once() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let created = admin
            .post("/v1/api-keys", json!({"name": "short", "scopes": ["read"]}))
            .await
            .json();
        let short = admin.with_key(created["rawKey"].as_str().expect("the key"));
        assert_eq!(short.get("/v1/users").await.status, StatusCode::OK);
        let path = format!("/v1/api-keys/{}", created["id"].as_str().expect("an id"));
        assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(short.get("/v1/users").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(admin.delete(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_expired_key_is_no_key_and_a_use_is_noted() {
    on_every_database(async |database| {
        let workspace = database.user().await.workspace_id;
        let admin = Client::admin(database, workspace).await;
        let body = json!({"name": "short", "scopes": ["read"], "expiresAt": "2025-07-01T12:10:00Z"});
        let raw = admin.post("/v1/api-keys", body).await.json()["rawKey"]
            .as_str()
            .expect("the key")
            .to_owned();
        let now = database.app.now();
        for (minutes, status) in [(9, StatusCode::OK), (10, StatusCode::UNAUTHORIZED)] {
            let app = database
                .app
                .clone()
                .with_clock(move || now + TimeDelta::minutes(minutes));
            let client = Client {
                router: crate::http::router(app, unlimited()),
                key: Some(raw.clone()),
            };
            assert_eq!(client.get("/v1/users").await.status, status, "after {minutes} minutes");
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_cannot_be_is_refused() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let bodies = [
            json!({"name": "", "scopes": [], "expiresAt": "2020-01-01T00:00:00Z"}),
            json!({"name": "a", "scopes": ["raed"]}),
            json!({"name": "a", "scopes": ["read"], "userId": "01JXS7N3R8A1B2C3D4E5F6G7H8"}),
        ];
        let mut lines = Vec::new();
        for body in bodies {
            lines.push(admin.post("/v1/api-keys", body).await.line());
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        400 {"statusCode":400,"error":"Bad Request","message":"name: it must have 1 to 100 characters; scopes: at least one of read, write, admin is needed; expiresAt: it must lie in the future","code":"VALIDATION_ERROR","errors":[{"path":"name","message":"it must have 1 to 100 characters"},{"path":"scopes","message":"at least one of read, write, admin is needed"},{"path":"expiresAt","message":"it must lie in the future"}]}
        422 {"statusCode":422,"error":"Unprocessable Entity","message":"\"raed\" is not a known scope; did you mean \"read\"?","code":"VALIDATION_ERROR","errors":[{"path":"scopes[0]","message":"\"raed\" is not a known scope; did you mean \"read\"?"}]}
        404 {"statusCode":404,"error":"Not Found","message":"User not found","code":"NOT_FOUND"}
        "#); }
    })
    .await;
}
