//! The audit log over HTTP.

use axum::http::{HeaderName, StatusCode, header};
use serde_json::{Value, json};

use super::{Answered, Client, new_key};
use crate::auth::Scope;
use crate::service::users::UserRef;
use crate::service::{audit, users};
use crate::testing::{on_every_database, somebody};

fn rows(answer: &Answered) -> Vec<Value> {
    answer.json()["data"].as_array().expect("rows").clone()
}

fn actions(answer: &Answered) -> Vec<String> {
    let action = |row: &Value| row["action"].as_str().expect("an action").to_owned();
    rows(answer).iter().map(action).collect()
}

/// Does one of everything that is recorded, and tells the id of the key it was done to.
async fn do_everything(admin: &Client, user: &str) -> String {
    let request = Some((HeaderName::from_static("x-request-id"), "mine-17"));
    let body = json!({"name": "a", "scopes": ["read"]});
    let key = admin
        .call_with("POST", "/v1/api-keys", Some(body), request)
        .await
        .json();
    let id = key["id"].as_str().expect("an id").to_owned();
    let path = format!("/v1/api-keys/{id}");
    admin.patch(&path, json!({"name": "b", "requestsPerMinute": 9})).await;
    admin
        .post(&format!("{path}/rotate"), json!({"overlapSeconds": 60}))
        .await;
    admin.delete(&path).await;
    let sunday = json!({"weekStart": "sunday"});
    admin
        .patch(&format!("/v1/users/{user}/preferences"), sunday.clone())
        .await;
    admin.patch(&format!("/v1/users/{user}/preferences"), sunday).await;
    admin.delete(&format!("/v1/users/{user}/health")).await;
    admin.delete(&format!("/v1/users/{user}")).await;
    id
}

#[tokio::test]
async fn what_is_done_is_recorded_once_with_who_when_and_by_which_request() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let key = do_everything(&admin, &user.id.to_string()).await;
        let log = admin.get("/v1/audit-logs").await;
        let mut done = actions(&log);
        done.sort();
        // The first key is that of the administrator.
        let expected = [
            "api_key.changed",
            "api_key.created",
            "api_key.created",
            "api_key.deleted",
            "api_key.rotated",
            "preferences.changed",
            "user.data_deleted",
            "user.deleted",
        ];
        assert_eq!(done, expected, "on {}", database.engine);
        let own = admin.get(&format!("/v1/audit-logs?subject={key}&action=api_key.created")).await;
        let mut row = rows(&own)[0].clone();
        assert!(row["actor"].as_str().is_some_and(|id| id.len() == 26 && id != key));
        assert_eq!(row["subject"], key.as_str());
        for varying in ["id", "actor", "subject"] {
            row[varying] = json!("…");
        }
        insta::allow_duplicates! { insta::assert_snapshot!(row, @r#"{"action":"api_key.created","actor":"…","address":null,"at":"2025-07-01T12:00:00.000Z","details":{"scopes":"read"},"id":"…","requestId":"mine-17","subject":"…"}"#); }
    })
    .await;
}

#[tokio::test]
async fn the_log_is_found_by_every_filter_and_holds_no_secret() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let key = do_everything(&admin, &user.id.to_string()).await;
        let whole = admin.get("/v1/audit-logs").await;
        assert!(!whole.text.contains("vs_live_") && !whole.text.contains("sunday"));
        let actor = rows(&whole)[0]["actor"].as_str().expect("a key").to_owned();
        for (query, count) in [
            (format!("subject={key}"), 4),
            (format!("subject={}", user.id), 3),
            (format!("actor={actor}"), 7),
            ("actor=command_line".to_owned(), 1),
            ("action=user.deleted".to_owned(), 1),
            ("from=2025-07-01&to=2025-07-01".to_owned(), 8),
            ("to=2025-07-01T12:00:00Z".to_owned(), 0),
            ("from=2025-07-02".to_owned(), 0),
        ] {
            let found = admin.get(&format!("/v1/audit-logs?{query}")).await;
            assert_eq!(rows(&found).len(), count, "{query} on {}", database.engine);
        }
        for (query, status) in [
            ("action=user.deletd", 422),
            ("actor=me", 400),
            ("from=2025-07-02&to=2025-07-01", 400),
        ] {
            let refused = admin.get(&format!("/v1/audit-logs?{query}")).await;
            assert_eq!(refused.status.as_u16(), status, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_and_lines_hold_every_record_once() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        do_everything(&admin, &user.id.to_string()).await;
        let whole = rows(&admin.get("/v1/audit-logs").await);
        let (mut paged, mut path) = (Vec::new(), "/v1/audit-logs?limit=3".to_owned());
        loop {
            let page = admin.get(&path).await;
            paged.extend(rows(&page));
            let Some(next) = page.json()["nextCursor"].as_str().map(str::to_owned) else {
                break;
            };
            path = format!("/v1/audit-logs?limit=3&cursor={next}");
        }
        assert_eq!(paged, whole, "on {}", database.engine);
        let lines = admin
            .call_with(
                "GET",
                "/v1/audit-logs",
                None,
                Some((header::ACCEPT, "application/x-ndjson")),
            )
            .await;
        let read = |line| serde_json::from_str::<Value>(line).expect("a row");
        assert_eq!(lines.text.lines().map(read).collect::<Vec<_>>(), whole);
    })
    .await;
}

#[tokio::test]
async fn a_stream_reads_more_than_one_portion() {
    on_every_database(async |database| {
        let user = database.user().await;
        let (admin, app) = (Client::admin(database, user.workspace_id).await, &database.app);
        let tx = app.store.begin().await.expect("it begins");
        for _ in 0..2100 {
            let deed = audit::Deed::new(user.workspace_id, audit::Action::KeyChanged, user.id);
            audit::record(&tx, &somebody(), deed, app.now())
                .await
                .expect("it is recorded");
        }
        tx.commit().await.expect("it commits");
        let lines = Some((header::ACCEPT, "application/x-ndjson"));
        let path = "/v1/audit-logs?action=api_key.changed";
        let all = admin.call_with("GET", path, None, lines).await;
        assert_eq!(all.text.lines().count(), 2100, "on {}", database.engine);
        assert_eq!(rows(&admin.get(path).await).len(), 100);
    })
    .await;
}

#[tokio::test]
async fn what_fails_is_not_recorded() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        for is_first in [true, false] {
            let erased = users::erase(&database.app, &somebody(), UserRef::from(&user)).await;
            assert_eq!(erased.is_ok(), is_first);
        }
        let nothing = "/v1/api-keys/01JXS7N3R8A1B2C3D4E5F6G7H8";
        assert_eq!(admin.delete(nothing).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            actions(&admin.get("/v1/audit-logs").await).len(),
            2,
            "the administrator's key and one erasure, on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn what_a_person_sets_by_a_key_of_their_own_is_not_recorded() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let personal = new_key(database, user.workspace_id, Some(user.id), &[Scope::Write]).await;
        let path = format!("/v1/users/{}/preferences", user.id);
        let set = admin
            .with_key(&personal)
            .patch(&path, json!({"weekStart": "sunday"}))
            .await;
        assert_eq!(set.status, StatusCode::OK);
        let log = admin.get("/v1/audit-logs?action=preferences.changed").await;
        assert_eq!(actions(&log), Vec::<String>::new());
    })
    .await;
}
