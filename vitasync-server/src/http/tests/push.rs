//! What phones push, over HTTP.

use std::io::Write as _;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Answered, Client, unlimited};
use crate::App;
use crate::error::Error;
use crate::service::import::{ImportOptions, import_file};
use crate::service::ingest::{self, write_waiting};
use crate::service::jobs::{self, Attempt, Ended, Filter};
use crate::service::users::{User, UserRef};
use crate::testing::{TestDatabase, on_every_database};

const STEPS: &str = "HKQuantityTypeIdentifierStepCount";

/// A person whose phone pushes.
struct Phone {
    app: App,
    user: User,
    client: Client,
}

impl Phone {
    async fn new(database: &TestDatabase) -> Self {
        let user = database.user().await;
        let client = Client::admin(database, user.workspace_id).await;
        let app = database.app.clone();
        Self { app, user, client }
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/users/{}/{rest}", self.user.id)
    }

    async fn push(&self, batch: Value) -> Answered {
        self.client.post(&self.path("ingest"), batch).await
    }

    /// Pushes what must be taken.
    async fn taken(&self, batch: Value) -> Value {
        let answer = self.push(batch).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    async fn day(&self) -> Value {
        let path = self.path("health/daily-summaries?from=2025-06-15&to=2025-06-15");
        self.client.get(&path).await.json()[0]["metrics"].clone()
    }

    async fn steps(&self) -> Value {
        self.day().await["steps"]["value"].clone()
    }

    /// Works at the batches that wait.
    async fn work(&self) {
        let which = Filter {
            user_no: Some(self.user.user_no),
            kinds: vec![ingest::PUSH_BATCH.id],
            ..Filter::default()
        };
        for job in jobs::list(&self.app, &which, 100).await.expect("listed") {
            let app = self.app.clone();
            let ended = write_waiting(Attempt { app, job }).await.expect("it works");
            assert_eq!(ended, Ended::Done(None));
        }
    }
}

/// A record of steps in an hour of 2025-06-15.
fn steps(id: &str, hour: u32, value: f64) -> Value {
    let at = |minute: u32| format!("2025-06-15T{hour:02}:{minute:02}:00.750Z");
    json!({
        "id": id, "type": STEPS, "value": value, "unit": "count", "startDate": at(0), "endDate": at(10),
        "source": {"name": "Ann's iPhone", "bundleIdentifier": "com.apple.health.51C0"},
    })
}

fn batch(id: &str, data: Value) -> Value {
    json!({"batchId": id, "provider": "apple", "deviceId": "phone", "data": data})
}

fn records(id: &str, records: &[Value]) -> Value {
    batch(id, json!({"records": records}))
}

fn statuses(report: &Value) -> Vec<&str> {
    let results = report["results"].as_array().expect("results");
    results
        .iter()
        .map(|it| it["status"].as_str().expect("a status"))
        .collect()
}

#[tokio::test]
async fn each_item_is_answered_and_a_bad_one_takes_no_other_with_it() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let mut bad = steps("b", 9, 10.0);
        bad["unit"] = json!("kg");
        let free = {
            let mut free = steps("x", 11, 30.0);
            free.as_object_mut().expect("an object").remove("id");
            free
        };
        let report = phone.taken(records("1", &[steps("a", 8, 100.0), bad, free.clone()])).await;
        insta::allow_duplicates! { insta::assert_snapshot!(report["results"].to_string(), @r#"[{"id":"a","index":0,"list":"records","status":"created"},{"id":"b","index":1,"list":"records","reason":"the unit \"kg\" does not measure steps","status":"rejected"},{"id":null,"index":2,"list":"records","status":"created"}]"#); }
        assert_eq!(report["counts"], json!({"created": 2, "updated": 0, "unchanged": 0, "deleted": 0, "rejected": 1}));
        assert_eq!(phone.steps().await, 130.0);

        let again = phone.taken(records("2", &[steps("a", 8, 100.0), free])).await;
        assert_eq!(statuses(&again), ["unchanged", "unchanged"]);
        let changed = phone.taken(records("3", &[steps("a", 8, 90.0)])).await;
        assert_eq!(statuses(&changed), ["updated"]);
        assert_eq!(phone.steps().await, 120.0);
    })
    .await;
}

#[tokio::test]
async fn the_same_batch_again_has_no_effect_and_the_same_answer() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let first = phone.taken(records("1", &[steps("a", 8, 100.0)])).await;
        phone.taken(batch("2", json!({"deletions": [{"id": "a"}]}))).await;
        assert_eq!(phone.taken(records("1", &[steps("a", 8, 100.0)])).await, first);
        assert_eq!(phone.steps().await, Value::Null);
        let other = phone.push(records("1", &[steps("a", 8, 200.0)])).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.text);
        let found = phone.client.get(&phone.path("ingest/1")).await;
        assert_eq!(found.json(), first);
    })
    .await;
}

#[tokio::test]
async fn one_batch_pushed_many_times_at_once_is_written_once() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let water = json!({"type": "HKQuantityTypeIdentifierDietaryWater", "value": 250, "unit": "mL",
            "startDate": "2025-06-15T08:00:00Z", "source": {"name": "Glass"}});
        let body = records("1", &[water.clone(), water]);
        let pushes = (0..4).map(|_| phone.push(body.clone()));
        let answers = futures::future::join_all(pushes).await;
        for answer in &answers {
            assert_eq!(answer.text, answers[0].text);
            assert_eq!(statuses(&answer.json()), ["created", "created"]);
        }
        assert_eq!(phone.day().await["hydration"]["value"], 500.0);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_object_stays_deleted_and_windows_say_what_is_gone() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let all = [8, 9, 10].map(|hour| steps(&format!("s{hour}"), hour, 100.0));
        phone.taken(records("1", &all)).await;
        let gone = phone
            .taken(batch("2", json!({"deletions": [{"id": "s8"}, {"id": "never"}]})))
            .await;
        assert_eq!(statuses(&gone), ["deleted", "deleted"]);
        let late = phone.taken(records("3", &all[..1])).await;
        assert_eq!(late["results"][0]["reason"], "it was deleted");

        let window = json!({"type": STEPS, "from": "2025-06-15T00:00:00Z", "to": "2025-06-15T10:00:00Z"});
        let closed = phone
            .taken(batch("4", json!({"records": [], "windows": [window]})))
            .await;
        assert_eq!(closed["results"][0]["reason"], "1 objects are gone");
        assert_eq!(phone.steps().await, 100.0); // that of 10 o'clock, which the window does not cover

        let named = phone
            .taken(batch(
                "5",
                json!({"records": [all[2]], "windows": [window_of_the_day()]}),
            ))
            .await;
        assert_eq!(statuses(&named), ["unchanged", "unchanged"]);
        let mut unreadable = all[2].clone();
        unreadable["value"] = json!("many");
        let kept = batch("6", json!({"records": [unreadable], "windows": [window_of_the_day()]}));
        assert_eq!(statuses(&phone.taken(kept).await), ["rejected", "unchanged"]);

        let other = json!({"provider": "apple", "deviceId": "tablet", "data": {"windows": [window_of_the_day()]}});
        assert_eq!(statuses(&phone.taken(other).await), ["rejected"]);
        assert_eq!(phone.steps().await, 100.0);
    })
    .await;
}

fn window_of_the_day() -> Value {
    json!({"type": STEPS, "from": "2025-06-15T00:00:00Z", "to": "2025-06-16T00:00:00Z"})
}

#[tokio::test]
async fn a_gap_in_a_stream_is_refused_with_the_number_that_was_expected() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let numbered = |id: &str, sequence: u64| {
            let mut batch = records(id, &[steps(id, 8, 1.0)]);
            batch["sequence"] = json!(sequence);
            batch["anchors"] = json!({STEPS: format!("anchor {sequence}")});
            batch
        };
        phone.taken(numbered("1", 1)).await;
        let gap = phone.push(numbered("3", 3)).await;
        assert_eq!(gap.status, StatusCode::CONFLICT);
        assert_eq!(gap.json()["errors"][0], json!({"path": "sequence", "message": "expected 2"}));
        phone.taken(numbered("2", 2)).await;
        phone.taken(numbered("1", 1)).await; // sent again, answered again
        let anchors = phone.client.get(&phone.path("ingest/anchors")).await.json();
        assert_eq!(
            anchors,
            json!([{"provider": "apple_health", "deviceId": "phone", "anchors": {STEPS: "anchor 2"}, "nextSequences": {"": 3}}])
        );
    })
    .await;
}

#[tokio::test]
async fn a_large_batch_is_kept_and_written_later_and_what_comes_after_it_waits() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let records_of = |n: usize| -> Vec<Value> {
            let start = "2025-06-15T00:00:00Z".parse::<DateTime<Utc>>().expect("a time");
            let beat = |at: usize| {
                let at = start + TimeDelta::seconds(i64::try_from(at).expect("few"));
                json!({"type": "HKQuantityTypeIdentifierHeartRate", "startDate": at, "value": 60, "unit": "count/min"})
            };
            (0..n).map(beat).collect()
        };
        let large = phone.push(records("1", &records_of(ingest::AT_ONCE + 1))).await;
        assert_eq!(large.status, StatusCode::ACCEPTED, "{}", large.text);
        let after = phone.push(records("2", &[steps("a", 8, 100.0)])).await;
        assert_eq!(
            (after.status, &after.json()["status"]),
            (StatusCode::ACCEPTED, &json!("queued"))
        );
        assert_eq!(
            phone.push(records("2", &[steps("a", 8, 100.0)])).await.status,
            StatusCode::ACCEPTED
        );
        assert_eq!(phone.day().await, Value::Null);

        phone.work().await;
        let done = phone.client.get(&phone.path("ingest/1")).await.json();
        assert_eq!(
            (&done["status"], &done["counts"]["created"]),
            (&json!("done"), &json!(5001))
        );
        assert_eq!(phone.steps().await, 100.0);
        phone.work().await; // a job that is done twice does nothing twice
        let now = phone.taken(records("3", &[steps("a", 8, 100.0)])).await;
        assert_eq!(statuses(&now), ["unchanged"]);

        let path = phone.path("ingest");
        let header = Some((HeaderName::from_static("prefer"), "wait=1, respond-async"));
        let wanted = phone
            .client
            .call_with("POST", &path, Some(records("4", &[])), header)
            .await;
        assert_eq!(wanted.status, StatusCode::ACCEPTED);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_cannot_be_read_names_the_field_and_leaves_nothing() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let mut wrong = records("1", &[]);
        wrong["data"]["recordz"] = json!([]);
        let answer = phone.push(wrong).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["errors"][0]["path"], "data.recordz");
        assert_eq!(
            phone.client.get(&phone.path("ingest/1")).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_compressed_body_is_read_and_one_that_is_too_large_unpacked_is_not() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let body = records("1", &[steps("a", 8, 100.0)]).to_string();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(body.as_bytes()).expect("it packs");
        let packed = [
            ("gzip", gzip.finish().expect("it packs")),
            ("zstd", zstd::bulk::compress(body.as_bytes(), 1).expect("it packs")),
        ];
        let token = phone.client.post(&phone.path("token"), json!({})).await.json();
        let token = token["access_token"].as_str().expect("a token").to_owned();
        for (coding, bytes) in packed {
            let request = |bytes: Vec<u8>| {
                Request::post(phone.path("ingest"))
                    .header(header::AUTHORIZATION, format!("Bearer {token}"))
                    .header(header::CONTENT_TYPE, "application/json")
                    .header(header::CONTENT_ENCODING, coding)
                    .body(Body::from(bytes))
                    .expect("a request")
            };
            assert_eq!(
                phone.client.send(request(bytes.clone())).await.status,
                StatusCode::OK,
                "{coding}"
            );
            let mut config = unlimited();
            config.push_limit = body.len() - 1;
            let strict = Client::anonymous(database, config);
            let refused = strict.send(request(bytes)).await;
            assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{coding}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_the_ingest_of_its_user_until_its_end_and_nothing_else() {
    on_every_database(async |database| {
        let clock = Arc::new(Mutex::new(database.app.now()));
        let hands = Arc::clone(&clock);
        let app = database
            .app
            .clone()
            .with_clock(move || *hands.lock().expect("no panic"));
        let mut phone = Phone::new(database).await;
        let key = phone.client.key.clone().expect("a key");
        phone.client = Client {
            router: crate::http::router(app, unlimited()),
            key: Some(key),
        };
        let made = phone.client.post(&phone.path("token"), json!({})).await.json();
        assert_eq!(
            (&made["token_type"], &made["expires_in"]),
            (&json!("bearer"), &json!(3600))
        );
        let text = made["access_token"].as_str().expect("a token");
        let with_token = phone.client.with_key(text);
        let push = async |client: &Client, user: &User| {
            let path = format!("/v1/users/{}/ingest", user.id);
            client.post(&path, records("1", &[])).await.status
        };
        assert_eq!(push(&with_token, &phone.user).await, StatusCode::OK);
        let anchors = with_token.get(&phone.path("ingest/anchors")).await;
        assert_eq!(anchors.status, StatusCode::OK);
        for path in ["health", "token", "imports", "sources"] {
            let refused = with_token.get(&phone.path(path)).await.status;
            assert!(
                refused.is_client_error() && refused != StatusCode::NOT_FOUND,
                "{path}: {refused}"
            );
        }
        let other = database.user().await;
        assert_eq!(push(&with_token, &other).await, StatusCode::NOT_FOUND);
        let forged = phone
            .client
            .with_key(&text.replace(&phone.user.id.to_string(), &other.id.to_string()));
        assert_eq!(push(&forged, &other).await, StatusCode::UNAUTHORIZED);

        *clock.lock().expect("no panic") += TimeDelta::hours(1);
        assert_eq!(push(&with_token, &phone.user).await, StatusCode::UNAUTHORIZED);
        let made = phone.client.post(&phone.path("token"), json!({})).await.json();
        let with_token = phone.client.with_key(made["access_token"].as_str().expect("a token"));
        assert_eq!(push(&with_token, &phone.user).await, StatusCode::OK);
        assert_eq!(
            phone.client.delete(&phone.path("token")).await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(push(&with_token, &phone.user).await, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_push_and_an_export_of_one_phone_give_the_same_days() {
    const XML: &str = r#"<HealthData locale="en_GB">
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Ann’s iPhone" unit="count"
  startDate="2025-06-15 08:00:00 +0000" endDate="2025-06-15 08:10:00 +0000" value="100"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Ann’s iPhone" unit="count"
  startDate="2025-06-15 09:00:00 +0000" endDate="2025-06-15 09:10:00 +0000" value="50"/>
 <Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Ann’s iPhone"
  startDate="2025-06-15 08:00:00 +0000" endDate="2025-06-15 08:30:00 +0000"/>
</HealthData>"#;
    on_every_database(async |database| {
        let file = database.folder().join("export.xml");
        std::fs::write(&file, XML).expect("it is written");
        let workout = json!({"id": "w", "type": "running", "startDate": "2025-06-15T08:00:00.4Z", "endDate": "2025-06-15T08:30:00.9Z",
            "source": {"name": "Ann's iPhone", "bundleIdentifier": "com.apple.health.51C0"}});
        let pushed = batch("1", json!({"records": [steps("a", 8, 100.0), steps("b", 9, 50.0)], "workouts": [workout]}));
        let import = async |phone: &Phone| {
            let options = ImportOptions {
                zone: None,
                system_zone: chrono_tz::UTC,
                keep_raw: false,
                raw_dir: database.folder().join("originals"),
            };
            let user = UserRef::from(&phone.user);
            import_file(&database.app, &user, &file, options, |_| {}).await.expect("imported");
        };
        let answers = async |phone: &Phone| {
            let workouts = phone.client.get(&phone.path("events?eventType=workout")).await.json();
            let sources = phone.client.get(&phone.path("sources")).await.json();
            let count = |it: &Value| it.as_array().expect("a list").len();
            (phone.steps().await, count(&workouts["data"]), count(&sources))
        };
        for order in ["push first", "export first"] {
            let phone = Phone::new(database).await;
            match order {
                "push first" => {
                    phone.taken(pushed.clone()).await;
                    import(&phone).await;
                }
                _ => {
                    import(&phone).await;
                    let report = phone.taken(pushed.clone()).await;
                    assert_eq!(report["counts"]["rejected"], 0, "{report}");
                }
            }
            assert_eq!(answers(&phone).await, (json!(150), 1, 1), "{order} on {}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn a_renamed_phone_is_the_one_it_was() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        phone.taken(records("1", &[steps("a", 8, 100.0)])).await;
        let mut renamed = steps("b", 9, 50.0);
        renamed["source"]["name"] = json!("Old iPhone");
        phone.taken(records("2", &[renamed])).await;
        let sources = phone.client.get(&phone.path("sources")).await.json();
        assert_eq!(sources.as_array().expect("sources").len(), 1, "{sources}");
    })
    .await;
}

#[tokio::test]
async fn erasing_a_user_erases_what_was_pushed() {
    on_every_database(async |database| {
        let phone = Phone::new(database).await;
        let token = phone.client.post(&phone.path("token"), json!({})).await.json();
        let with_token = phone.client.with_key(token["access_token"].as_str().expect("a token"));
        phone.taken(records("1", &[steps("a", 8, 100.0)])).await;
        let path = format!("/v1/users/{}", phone.user.id);
        assert!(phone.client.delete(&path).await.status.is_success());
        assert_eq!(
            with_token.post(&phone.path("ingest"), records("2", &[])).await.status,
            StatusCode::UNAUTHORIZED
        );
        let kept = ingest::find(&phone.app, &UserRef::from(&phone.user), "1").await;
        assert!(matches!(kept, Err(Error::NotFound { .. })), "{kept:?}");
    })
    .await;
}
