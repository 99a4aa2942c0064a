//! The jobs that read connections, over HTTP.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use vitasync_providers::testing::Trouble;
use vitasync_providers::vendors::hevy::Hevy;

use super::connect::Scene;
use crate::testing::on_every_database;

impl Scene {
    /// Connects, and asks for what is new; gives the connection and the job.
    async fn asked(&self) -> (String, String) {
        let back = self.away("").await;
        let back = self.browser.get(&format!("{back}&code=c")).await;
        assert_eq!(back.status, StatusCode::OK);
        let path = format!("/v1/users/{}/connections/whoop", self.user);
        let connection = self.admin.get(&path).await.json();
        let asked = self.admin.post(&format!("{path}/sync"), json!({})).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
        let text = |value: &Value| value["id"].as_str().expect("an id").to_owned();
        (text(&connection), text(&asked.json()))
    }

    async fn ids(&self, path: &str) -> Vec<String> {
        let page = self.admin.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        let rows = page.json()["data"].as_array().expect("rows").clone();
        let ids = rows.iter().map(|it| it["id"].as_str().expect("an id").to_owned());
        ids.collect()
    }
}

#[tokio::test]
async fn jobs_are_listed_by_who_and_how_they_stand_page_by_page() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let (connection, job) = scene.asked().await;
        let all = scene.ids("/v1/sync-jobs").await;
        assert_eq!((all.len(), &all[0]), (2, &job), "the latest comes first");
        let history = format!("/v1/users/{}/connections/{connection}/sync-jobs", scene.user);
        for path in [
            format!("/v1/sync-jobs?userId={}", scene.user),
            format!("/v1/sync-jobs?connectionId={connection}&status=pending"),
            history.clone(),
        ] {
            assert_eq!(scene.ids(&path).await, all, "{path}");
        }
        let running = scene.ids(&format!("{history}?status=running")).await;
        assert_eq!(running, Vec::<String>::new());
        let first = scene.admin.get("/v1/sync-jobs?limit=1").await.json();
        let next = first["nextCursor"].as_str().expect("there are more");
        let second = scene.ids(&format!("/v1/sync-jobs?limit=1&cursor={next}")).await;
        assert_eq!(second, all[1..]);
        let unknown = scene.admin.get("/v1/sync-jobs?status=runing").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.text.contains("running"), "{}", unknown.text);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_stopped_once_and_tried_again_as_a_new_one() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let (_, job) = scene.asked().await;
        let path = format!("/v1/sync-jobs/{job}");
        let waiting = scene.admin.get(&path).await.json();
        assert_eq!(waiting["status"], "queued");
        assert_eq!(waiting["providerId"], "whoop");
        let post = async |what: &str| scene.admin.post(&format!("{path}/{what}"), json!({})).await;
        assert_eq!(post("retry").await.status, StatusCode::CONFLICT, "it has not failed");
        assert_eq!(post("cancel").await.json()["status"], "cancelled");
        assert_eq!(post("cancel").await.status, StatusCode::CONFLICT, "it is over");
        let again = post("retry").await;
        assert_eq!(again.status, StatusCode::ACCEPTED, "{}", again.text);
        assert_ne!(again.json()["id"], job.as_str());
        assert_eq!(again.json()["status"], "queued", "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_followed_until_it_is_over() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let (_, job) = scene.asked().await;
        let path = format!("/v1/sync-jobs/{job}/events");
        let (events, _) = tokio::join!(scene.admin.get(&path), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let cancel = format!("/v1/sync-jobs/{job}/cancel");
            scene.admin.post(&cancel, json!({})).await
        });
        assert_eq!(events.header("content-type"), Some("text/event-stream"));
        let told = |of: &str| -> Vec<String> {
            let lines = events.text.lines().filter_map(|line| line.strip_prefix(of));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(told("event: "), ["progress", "cancelled"], "on {}", database.engine);
        let first: Value = serde_json::from_str(&told("data: ")[0]).expect("JSON");
        assert_eq!((&first["status"], &first["id"]), (&json!("queued"), &json!(job)));
        let over = scene.admin.get(&path).await.text;
        assert_eq!(over.matches("event: ").count(), 1, "{over}");
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_is_down_while_a_key_is_shown_says_when_to_come_again() {
    on_every_database(async |database| {
        let scene = Scene::at(database, &Hevy).await;
        let path = format!("/v1/users/{}/connections", scene.user);
        let body = json!({"providerId": "hevy", "apiKey": "key"});
        scene.vendor.trouble(Trouble::Html);
        let lies = scene.admin.post(&path, body.clone()).await;
        assert_eq!(lies.status, StatusCode::BAD_GATEWAY, "{}", lies.text);
        assert_eq!(lies.json()["code"], "VENDOR_ERROR");
        let retry_after = vec![("retry-after", "120".to_owned())];
        scene.vendor.trouble(Trouble::Status(503, retry_after));
        let down = scene.admin.post(&path, body).await;
        assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE, "{}", down.text);
        assert_eq!(down.header("retry-after"), Some("120"));
        assert!(down.text.contains("Hevy cannot be reached now"), "{}", down.text);
        assert_eq!(scene.admin.get(&path).await.json(), json!([]), "on {}", database.engine);
    })
    .await;
}
