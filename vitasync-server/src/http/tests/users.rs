//! Users over HTTP.

use axum::http::StatusCode;
use serde_json::json;

use super::{Client, new_key};
use crate::auth::Scope;
use crate::testing::on_every_database;

#[tokio::test]
async fn a_user_is_created_once_and_found_unchanged_afterwards() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = json!({
            "externalId": "usr_abc123", "email": "alice@example.com", "displayName": "Alice", "gender": "female",
            "birthDate": "1990-02-03", "heightM": 1.7, "timezone": "Europe/Berlin", "metadata": {"plan": "premium"},
        });
        let created = admin.post("/v1/users", body).await;
        assert_eq!(created.status, StatusCode::CREATED);
        let mut user = created.json();
        user["id"] = json!("…");
        insta::allow_duplicates! { insta::assert_json_snapshot!(user, @r#"
        {
          "birthDate": "1990-02-03",
          "createdAt": "2025-07-01T12:00:00.000Z",
          "displayName": "Alice",
          "email": "alice@example.com",
          "externalId": "usr_abc123",
          "familyName": null,
          "gender": "female",
          "givenName": null,
          "heightM": 1.7,
          "id": "…",
          "metadata": {
            "plan": "premium"
          },
          "sex": null,
          "timezone": "Europe/Berlin",
          "updatedAt": "2025-07-01T12:00:00.000Z"
        }
        "#); }
        let again = admin
            .post("/v1/users", json!({"externalId": "usr_abc123", "displayName": "Bob"}))
            .await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(again.json(), created.json(), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn one_user_comes_of_many_requests_at_once() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let calls = (0..12).map(|_| admin.post("/v1/users", json!({"externalId": "same"})));
        let answers = futures::future::join_all(calls).await;
        let created = answers.iter().filter(|it| it.status == StatusCode::CREATED).count();
        let found = answers.iter().filter(|it| it.status == StatusCode::OK).count();
        assert_eq!((created, found), (1, 11), "on {}", database.engine);
        assert!(answers.iter().all(|it| it.json()["id"] == answers[0].json()["id"]));
    })
    .await;
}

#[tokio::test]
async fn an_email_belongs_to_one_user() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = |id: &str| json!({"externalId": id, "email": "ada@example.com"});
        assert_eq!(admin.post("/v1/users", body("one")).await.status, StatusCode::CREATED);
        let second = admin.post("/v1/users", body("two")).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert_eq!(second.json()["code"], "CONFLICT");
    })
    .await;
}

#[tokio::test]
async fn a_change_touches_what_it_names_and_null_forgets() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = json!({"externalId": "a", "email": "a@example.com", "displayName": "A", "metadata": {"x": 1}});
        let id = admin.post("/v1/users", body).await.json()["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let path = format!("/v1/users/{id}");
        let change = json!({"email": null, "metadata": {"y": [2]}, "timezone": "Asia/Tokyo"});
        let changed = admin.patch(&path, change).await;
        assert_eq!(changed.status, StatusCode::OK);
        let user = admin.get(&path).await.json();
        assert_eq!(user, changed.json());
        assert_eq!(
            (&user["email"], &user["displayName"], &user["metadata"]),
            (&json!(null), &json!("A"), &json!({"y": [2]}))
        );
        assert_eq!(
            (&user["timezone"], &user["externalId"]),
            (&json!("Asia/Tokyo"), &json!("a"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let path = format!("/v1/users/{}", user.id);
        let personal = new_key(database, user.workspace_id, Some(user.id), &[Scope::Read]).await;
        let personal = admin.with_key(&personal);
        assert_eq!(personal.get(&path).await.status, StatusCode::OK);
        let deleted = admin.delete(&path).await;
        assert_eq!((deleted.status, deleted.text.as_str()), (StatusCode::NO_CONTENT, ""));
        assert_eq!(admin.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(admin.delete(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            personal.get(&path).await.status,
            StatusCode::UNAUTHORIZED,
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn pages_cover_every_user_once_by_offset_and_by_cursor() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        for n in 0..6 {
            admin
                .post("/v1/users", json!({"externalId": format!("user-{n}")}))
                .await;
        }
        let all = admin.get("/v1/users").await.json();
        let ids = |page: &serde_json::Value| {
            page["data"]
                .as_array()
                .expect("rows")
                .iter()
                .map(|it| it["id"].to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (all["total"].as_u64(), all["hasMore"].as_bool()),
            (Some(7), Some(false))
        );
        let mut by_offset = Vec::new();
        for offset in [0, 3, 6] {
            let page = admin.get(&format!("/v1/users?limit=3&offset={offset}")).await.json();
            assert_eq!(page["pagination"]["offset"], offset);
            by_offset.extend(ids(&page));
        }
        let (mut by_cursor, mut path) = (Vec::new(), "/v1/users?limit=3".to_owned());
        loop {
            let page = admin.get(&path).await.json();
            by_cursor.extend(ids(&page));
            assert_eq!(
                page["hasMore"].as_bool(),
                page["nextCursor"].as_str().map(|_| true).or(Some(false))
            );
            let Some(next) = page["nextCursor"].as_str() else { break };
            path = format!("/v1/users?limit=3&cursor={next}");
        }
        assert_eq!((by_offset, by_cursor), (ids(&all), ids(&all)), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_parts_of_names_in_any_case_and_takes_wildcards_as_letters() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        for (id, name) in [("a_1", "Ada Lovelace"), ("a-1", "Grace Hopper"), ("50%", "Alan")] {
            admin
                .post("/v1/users", json!({"externalId": id, "displayName": name}))
                .await;
        }
        for (search, expected) in [
            ("LOVE", vec!["a_1"]),
            ("a_1", vec!["a_1"]),
            ("%25", vec!["50%"]),
            ("zzz", vec![]),
        ] {
            let page = admin.get(&format!("/v1/users?search={search}")).await.json();
            let found: Vec<_> = page["data"]
                .as_array()
                .expect("rows")
                .iter()
                .map(|it| it["externalId"].clone())
                .collect();
            assert_eq!(found, expected, "{search} on {}", database.engine);
            assert_eq!(page["total"], expected.len());
        }
    })
    .await;
}
