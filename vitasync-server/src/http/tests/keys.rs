//! API keys over HTTP.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json;

use super::{Client, unlimited};
use crate::auth::{RawKey, Scope};
use crate::service::keys;
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
          "environment": "live",
          "expiresAt": "2027-01-01T00:00:00.000Z",
          "id": "…",
          "keyPrefix": "…",
          "lastUsedAt": null,
          "name": "backend-service",
          "previousSecretUntil": null,
          "requestsPerMinute": null,
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

#[tokio::test]
async fn after_a_rotation_the_old_secret_works_as_long_as_was_said() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let created = admin
            .post("/v1/api-keys", json!({"name": "a", "scopes": ["read"]}))
            .await
            .json();
        let path = format!("/v1/api-keys/{}/rotate", created["id"].as_str().expect("an id"));
        let rotated = admin.post(&path, json!({"overlapSeconds": 600})).await.json();
        assert_eq!(rotated["previousSecretUntil"], "2025-07-01T12:10:00.000Z");
        let now = database.app.now();
        for (minutes, old, new) in [(0, 200, 200), (9, 200, 200), (10, 401, 200)] {
            let app = database
                .app
                .clone()
                .with_clock(move || now + TimeDelta::minutes(minutes));
            let router = crate::http::router(app, unlimited());
            for (secret, status) in [(&created["rawKey"], old), (&rotated["rawKey"], new)] {
                let key = secret.as_str().map(str::to_owned);
                let client = Client {
                    router: router.clone(),
                    key,
                };
                let answer = client.get("/v1/users").await;
                assert_eq!(answer.status.as_u16(), status, "after {minutes} on {}", database.engine);
            }
        }
        for wrong in [-1_i64, 2_592_001, i64::MAX] {
            let refused = admin.post(&path, json!({"overlapSeconds": wrong})).await;
            assert_eq!(refused.json()["errors"][0]["path"], "overlapSeconds");
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_of_a_key_counts_at_once_and_keeps_its_secret() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = json!({"name": "a", "scopes": ["read"], "requestsPerMinute": 5});
        let created = admin.post("/v1/api-keys", body).await.json();
        let client = admin.with_key(created["rawKey"].as_str().expect("the key"));
        assert_eq!(client.get("/v1/users").await.header("x-ratelimit-limit"), Some("5"));
        let path = format!("/v1/api-keys/{}", created["id"].as_str().expect("an id"));
        for (limit, header) in [(json!(0), None), (json!(7), Some("7")), (json!(null), None)] {
            let changed = admin.patch(&path, json!({"requestsPerMinute": limit})).await.json();
            assert_eq!(changed["requestsPerMinute"], limit);
            assert_eq!(
                client.get("/v1/users").await.header("x-ratelimit-limit"),
                header,
                "{limit}"
            );
        }
        let change = json!({"name": "b", "scopes": ["write"], "expiresAt": "2026-01-01T00:00:00Z"});
        let changed = admin.patch(&path, change).await.json();
        assert_eq!((&changed["name"], &changed["scopes"]), (&json!("b"), &json!(["write"])));
        assert_eq!(client.get("/v1/users").await.status, StatusCode::FORBIDDEN);
        for wrong in [
            json!({"requestsPerMinute": -1}),
            json!({"scopes": []}),
            json!({"name": ""}),
        ] {
            assert_eq!(admin.patch(&path, wrong).await.status, StatusCode::BAD_REQUEST);
        }
    })
    .await;
}

#[tokio::test]
async fn a_test_key_opens_a_sandbox_and_nothing_else() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let body = json!({"name": "try", "scopes": ["admin"], "environment": "test"});
        let calls = (0..4).map(|_| admin.post("/v1/api-keys", body.clone()));
        let made: Vec<_> = futures::future::join_all(calls).await;
        let raw = |at: usize| made[at].json()["rawKey"].as_str().expect("a key").to_owned();
        assert!(raw(0).starts_with("vs_test_"), "on {}", database.engine);
        let (one, other) = (admin.with_key(&raw(0)), admin.with_key(&raw(3)));
        let invented = one.post("/v1/users", json!({"externalId": "invented"})).await.json();
        assert_eq!(
            other.get("/v1/users").await.json()["data"][0]["id"],
            invented["id"],
            "they share one sandbox"
        );
        assert_eq!(
            one.get(&format!("/v1/users/{}", user.id)).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(!admin.get("/v1/users").await.text.contains("invented"));

        let keys = |answer: super::Answered| answer.json().as_array().expect("keys").len();
        assert_eq!(
            (
                keys(admin.get("/v1/api-keys").await),
                keys(one.get("/v1/api-keys").await)
            ),
            (5, 4)
        );
        let live = json!({"name": "up", "scopes": ["read"], "environment": "live"});
        assert_eq!(
            one.post("/v1/api-keys", live).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let same = one
            .post("/v1/api-keys", json!({"name": "same", "scopes": ["read"]}))
            .await
            .json();
        assert_eq!(same["environment"], "test");
        let path = format!("/v1/api-keys/{}", made[3].json()["id"].as_str().expect("an id"));
        assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(other.get("/v1/users").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_configured_key_is_taken_once_and_kept_as_it_is() {
    on_every_database(async |database| {
        let workspace = database.user().await.workspace_id;
        let admin = Client::admin(database, workspace).await;
        let raw = RawKey::parse("vs_live_0123456789abcdefghijklmnopqrstuv").expect("a key");
        let take = || {
            keys::adopt(
                &database.app,
                workspace,
                "bootstrap",
                [Scope::Read].into_iter().collect(),
                &raw,
            )
        };
        let taken = futures::future::join_all((0..3).map(|_| take())).await;
        let ids: Vec<_> = taken.into_iter().map(|it| it.expect("taken").id).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "on {}", database.engine);
        assert_eq!(
            admin.with_key(raw.reveal()).get("/v1/users").await.status,
            StatusCode::OK
        );
    })
    .await;
}
