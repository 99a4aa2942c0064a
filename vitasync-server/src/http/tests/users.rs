//! Users over HTTP.

use axum::http::{HeaderName, StatusCode, header};
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

#[tokio::test]
async fn of_many_users_with_one_email_at_once_one_is_created() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let body = |n: usize| json!({"externalId": format!("user-{n}"), "email": "ada@example.com"});
        let calls = (0..8).map(|n| admin.post("/v1/users", body(n)));
        let answers = futures::future::join_all(calls).await;
        let count = |status| answers.iter().filter(|it| it.status == status).count();
        let counts = (count(StatusCode::CREATED), count(StatusCode::CONFLICT));
        assert_eq!(counts, (1, 7), "on {}", database.engine);
        let other = admin.post("/v1/users", json!({"externalId": "other"})).await.json();
        let path = format!("/v1/users/{}", other["id"].as_str().expect("an id"));
        let taken = admin.patch(&path, json!({"email": "ada@example.com"})).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn a_list_is_ordered_as_asked_and_new_users_shift_no_page() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        for name in ["delta", "Alpha", "charlie", "bravo", "alpha"] {
            admin
                .post(
                    "/v1/users",
                    json!({"externalId": format!("{name}-id"), "displayName": name}),
                )
                .await;
        }
        for (sort, expected) in [
            ("displayName", "null alpha alpha bravo charlie delta"),
            ("-displayName", "delta charlie bravo alpha alpha null"),
            ("-createdAt", ""),
        ] {
            let whole = names(&admin.get(&format!("/v1/users?sort={sort}")).await);
            let (mut paged, mut path) = (Vec::new(), format!("/v1/users?sort={sort}&limit=2"));
            loop {
                let page = admin.get(&path).await;
                paged.extend(names(&page));
                let Some(next) = page.json()["nextCursor"].as_str().map(str::to_owned) else {
                    break;
                };
                path = format!("/v1/users?sort={sort}&limit=2&cursor={next}");
                if path.contains("displayName") {
                    // Before every page that is still to come, in either order.
                    let name = if sort.starts_with('-') { "zulu" } else { "Aaron" };
                    let new = json!({"externalId": path, "displayName": name});
                    let new = admin.post("/v1/users", new).await.json();
                    admin
                        .delete(&format!("/v1/users/{}", new["id"].as_str().expect("an id")))
                        .await;
                }
            }
            assert_eq!(paged, whole, "{sort} on {}", database.engine);
            assert!(
                expected.is_empty() || paged.join(" ").to_lowercase() == expected,
                "{paged:?}"
            );
        }
        let cursor = admin.get("/v1/users?limit=1").await.json()["nextCursor"].clone();
        let cursor = cursor.as_str().expect("a cursor");
        let other = admin.get(&format!("/v1/users?sort=email&cursor={cursor}")).await;
        assert_eq!(other.json()["errors"][0]["path"], "cursor");
        let unknown = admin.get("/v1/users?sort=-creatdAt").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

fn names(page: &super::Answered) -> Vec<String> {
    let rows = page.json()["data"].clone();
    let name = |it: &serde_json::Value| it["displayName"].as_str().unwrap_or("null").to_owned();
    rows.as_array().expect("rows").iter().map(name).collect()
}

#[tokio::test]
async fn lists_come_as_lines_where_that_is_asked_for() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        admin.post("/v1/users", json!({"externalId": "two"})).await;
        let lines = Some((header::ACCEPT, "application/x-ndjson"));
        for path in ["/v1/users?limit=1", "/v1/users", "/v1/api-keys", "/v1/providers"] {
            let whole = admin.get(path).await.json();
            let rows = whole["data"].as_array().or(whole.as_array()).expect("rows").clone();
            let answer = admin.call_with("GET", path, None, lines.clone()).await;
            assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
            let read = |line| serde_json::from_str::<serde_json::Value>(line).expect("a row");
            assert_eq!(answer.text.lines().map(read).collect::<Vec<_>>(), rows, "{path}");
            assert_eq!(answer.header("x-next-cursor"), whole["nextCursor"].as_str(), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_erasure_gives_a_receipt_that_names_backups() {
    on_every_database(async |database| {
        let (user, admin) = super::data::person(database).await;
        new_key(database, user.workspace_id, Some(user.id), &[Scope::Read]).await;
        let path = format!("/v1/users/{}", user.id);
        let wish = Some((HeaderName::from_static("prefer"), "return=representation"));
        let deleted = admin.call_with("DELETE", &path, None, wish).await;
        assert_eq!(deleted.status, StatusCode::OK);
        assert_eq!(deleted.header("preference-applied"), Some("return=representation"));
        let receipt = deleted.json();
        assert_eq!(receipt["samples"], 13, "on {}", database.engine);
        let rows = ["users", "api_keys", "sessions", "sources"].map(|table| receipt["rows"][table].as_u64());
        assert_eq!(rows, [Some(1), Some(1), Some(3), Some(2)]);
        assert!(
            receipt["exceptions"][0]
                .as_str()
                .is_some_and(|it| it.starts_with("Backups"))
        );
        let log = admin
            .get(&format!("/v1/audit-logs?subject={}&action=user.deleted", user.id))
            .await;
        assert_eq!(log.json()["data"][0]["details"]["rows"], receipt["rows"]);
    })
    .await;
}
