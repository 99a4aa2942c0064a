//! Decisions about workouts by hand over HTTP.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::data::{deliver, person};
use super::{Answered, Client};
use crate::service::import::Delivery;
use crate::service::users::User;
use crate::testing::{TestDatabase, on_every_database};

/// A workout of a device, which names it by the device and the start.
fn workout(device: &str, sport: &str, start: &str, end: &str) -> vitasync_core::Session {
    let session = json!({
        "source": {
            "provider": "apple_health", "origin": device.to_lowercase(), "recording": "automatic",
            "name": device, "device_kind": device.to_lowercase(), "revision": "immutable",
        },
        "record": {"provider": "apple_health", "resource": "workout", "external_id": format!("{device} {start}")},
        "kind": "workout", "sport": sport, "start": start, "end": end,
    });
    serde_json::from_value(session).expect("a session")
}

/// A run of two devices on 16 June, and another of two on 25 June.
fn runs() -> Vec<vitasync_core::Session> {
    vec![
        workout("App", "running", "2025-06-16T06:05:00Z", "2025-06-16T06:47:00Z"),
        workout("Phone", "running", "2025-06-25T06:00:00Z", "2025-06-25T06:40:00Z"),
        workout("Ring", "running", "2025-06-25T06:01:00Z", "2025-06-25T06:41:00Z"),
    ]
}

/// A person with a night, a run of a watch on 16 June and more runs.
struct Runner {
    user: User,
    client: Client,
    events: String,
}

impl Runner {
    async fn new(database: &TestDatabase) -> Self {
        let (user, client) = person(database).await;
        deliver(database, &user, vec![Delivery::Sessions(runs())]).await;
        let events = format!("/v1/users/{}/events", user.id);
        Self { user, client, events }
    }

    async fn list(&self, query: &str) -> Vec<Value> {
        let page = self
            .client
            .get(&format!("{}?eventType=workout&{query}", self.events))
            .await;
        page.json()["data"].as_array().expect("rows").clone()
    }

    /// Finds the id of a device's record of a run.
    async fn id(&self, device: &str) -> String {
        let raw = self.list("raw=true").await;
        let mut records = raw.iter().filter(|it| it["sourceName"] == device);
        records.next().expect("a record")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    async fn get(&self, id: &str) -> Value {
        self.client.get(&format!("{}/{id}", self.events)).await.json()
    }

    async fn post(&self, id: &str, what: &str, body: Value) -> Answered {
        self.client.post(&format!("{}/{id}/{what}", self.events), body).await
    }

    /// Makes one event of two.
    async fn link(&self, one: &str, other: &str) -> Answered {
        self.post(one, "link", json!({"eventId": other})).await
    }
}

/// Names the devices that recorded an event, the best first.
fn devices(event: &Value) -> String {
    let records = event["records"].as_array().expect("records").iter();
    let names: Vec<&str> = records.map(|it| it["sourceName"].as_str().expect("a name")).collect();
    names.join(" ")
}

#[tokio::test]
async fn the_record_that_is_shown_is_chosen_and_the_choice_taken_back() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app) = (runner.id("Watch").await, runner.id("App").await);
        assert_eq!(devices(&runner.get(&app).await), "Watch App");
        let path = format!("{}/{watch}/primary", runner.events);
        let chosen = runner.client.put(&path, json!({"recordId": app})).await;
        assert_eq!((chosen.status, chosen.header("etag")), (StatusCode::OK, Some("\"2\"")));
        let chosen = chosen.json();
        assert_eq!(devices(&chosen), "App Watch");
        assert_eq!(chosen["startedAt"], "2025-06-16T06:05:00.000Z");
        assert_eq!(chosen["fieldSources"]["statistics.heart_rate.mean"], "Watch");
        let decided = json!({"linkedByHand": false, "primaryByHand": true, "unlinked": []});
        assert_eq!(chosen["links"], decided, "on {}", database.engine);
        assert_eq!(runner.get(&watch).await, chosen);
        let again = runner.client.put(&path, json!({"recordId": app})).await;
        assert_eq!(again.header("etag"), Some("\"2\""));
        let forgotten = runner.client.delete(&path).await.json();
        assert_eq!(
            (devices(&forgotten).as_str(), &forgotten["links"]),
            ("Watch App", &Value::Null)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_linked_is_one_event_from_wherever_it_is_asked_for() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app) = (runner.id("Watch").await, runner.id("App").await);
        let (phone, ring) = (runner.id("Phone").await, runner.id("Ring").await);
        assert_eq!(runner.list("").await.len(), 2);
        let linked = runner.link(&app, &ring).await;
        assert_eq!(linked.status, StatusCode::OK, "{}", linked.text);
        let linked = linked.json();
        assert_eq!(linked["records"].as_array().map(Vec::len), Some(4));
        assert_eq!(linked["links"]["linkedByHand"], true);
        for id in [&watch, &app, &phone, &ring] {
            assert_eq!(runner.get(id).await, linked, "on {}", database.engine);
        }
        for query in ["", "limit=1", "to=2025-06-17", "from=2025-06-16&to=2025-06-16"] {
            let listed = runner.list(query).await;
            let ids: Vec<&Value> = listed.iter().map(|it| &it["id"]).collect();
            assert_eq!(ids, [&linked["id"]], "{query}");
            assert_eq!(listed[0]["records"], linked["records"], "{query}");
        }
        // The event lies where the record that is shown does.
        assert_eq!(runner.list("from=2025-06-24").await, [Value::Null; 0]);
        assert_eq!(runner.list("raw=true").await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_neighbour_of_what_is_linked_is_found_at_the_edge_of_what_is_read() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        // Three days after the end of 16 June in Berlin; the second begins after that, and comes after the decision.
        let band = workout("Band", "running", "2025-06-19T21:55:00Z", "2025-06-19T22:40:00Z");
        let scale = workout("Scale", "running", "2025-06-19T22:01:00Z", "2025-06-19T22:40:00Z");
        deliver(database, &runner.user, vec![Delivery::Sessions(vec![band])]).await;
        runner.link(&runner.id("Watch").await, &runner.id("Band").await).await;
        deliver(database, &runner.user, vec![Delivery::Sessions(vec![scale])]).await;
        let listed = runner.list("from=2025-06-16&to=2025-06-16").await;
        assert_eq!(
            listed[0]["records"].as_array().map(Vec::len),
            Some(4),
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn a_record_is_taken_out_and_the_rules_decide_again() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app) = (runner.id("Watch").await, runner.id("App").await);
        let left = runner.post(&app, "unlink", json!({"recordId": app})).await.json();
        assert_eq!(
            (devices(&left).as_str(), &left["links"]["unlinked"]),
            ("Watch", &json!([app]))
        );
        assert_eq!(devices(&runner.get(&app).await), "App");
        assert_eq!(runner.list("").await.len(), 3);
        let back = runner.post(&watch, "relink", json!({"recordId": app})).await.json();
        assert_eq!((devices(&back).as_str(), &back["links"]), ("Watch App", &Value::Null));
        // To link what was taken out brings it back, too.
        runner.post(&watch, "unlink", json!({"recordId": app})).await;
        let linked = runner.link(&watch, &app).await.json();
        let decided = json!({"linkedByHand": true, "primaryByHand": false, "unlinked": []});
        assert_eq!((devices(&linked).as_str(), &linked["links"]), ("Watch App", &decided));
    })
    .await;
}

#[tokio::test]
async fn decisions_hold_after_another_import() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app, ring) = (
            runner.id("Watch").await,
            runner.id("App").await,
            runner.id("Ring").await,
        );
        runner.link(&watch, &ring).await;
        let path = format!("{}/{watch}/primary", runner.events);
        runner.client.put(&path, json!({"recordId": ring})).await;
        let unlinked = runner.post(&watch, "unlink", json!({"recordId": app})).await.json();
        assert_eq!(devices(&unlinked), "Ring Watch Phone");
        // The same files, one workout longer now, and one more that matches.
        let mut again = runs();
        again[2].end += chrono::TimeDelta::minutes(2);
        again.push(workout(
            "Band",
            "running",
            "2025-06-16T06:00:00Z",
            "2025-06-16T06:47:00Z",
        ));
        deliver(database, &runner.user, vec![Delivery::Sessions(again)]).await;
        let event = runner.get(&watch).await;
        assert_eq!(devices(&event), "Ring Watch Band Phone", "on {}", database.engine);
        assert_eq!(event["endedAt"], "2025-06-25T06:43:00.000Z");
        assert_eq!(event["links"]["unlinked"], json!([app]));
    })
    .await;
}

#[tokio::test]
async fn the_priority_and_the_matcher_change_the_next_answer() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let app = runner.id("App").await;
        let preferences = format!("/v1/users/{}/preferences", runner.user.id);
        let prefer = json!({"priority": {"metrics": {"workout_duration": ["app"]}}});
        runner.client.patch(&preferences, prefer).await;
        let event = runner.get(&app).await;
        assert_eq!(
            (devices(&event).as_str(), &event["sourceName"]),
            ("App Watch", &json!("App"))
        );
        runner
            .client
            .patch(&preferences, json!({"workoutMatcher": "train_stack"}))
            .await;
        // They began five minutes apart.
        assert_eq!(devices(&runner.get(&app).await), "App", "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_decided_is_refused_with_the_reason() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app, ring) = (
            runner.id("Watch").await,
            runner.id("App").await,
            runner.id("Ring").await,
        );
        let second = workout("App", "running", "2025-06-20T06:00:00Z", "2025-06-20T06:40:00Z");
        deliver(database, &runner.user, vec![Delivery::Sessions(vec![second])]).await;
        let nights = runner
            .client
            .get(&format!("{}?eventType=sleep&raw=true", runner.events))
            .await
            .json();
        let night = nights["data"][0]["id"].as_str().expect("an id").to_owned();
        let second = runner.list("from=2025-06-20&to=2025-06-20").await[0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let (_, stranger) = person(database).await;
        let theirs = stranger.get("/v1/users").await.json()["data"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let theirs = stranger
            .get(&format!("/v1/users/{theirs}/events?eventType=workout"))
            .await
            .json();
        let theirs = theirs["data"][0]["id"].as_str().expect("an id").to_owned();
        let record = |id: &str| json!({"recordId": id});
        let mut lines = Vec::new();
        for (id, what, body) in [
            (&watch, "unlink", record("nothing")),
            (&watch, "unlink", record(&theirs)),
            (&theirs, "unlink", record(&watch)),
            (&watch, "link", json!({"eventId": theirs})),
            (&watch, "unlink", record(&ring)),
            (&second, "unlink", record(&second)),
            (&night, "unlink", record(&night)),
            (&watch, "relink", record(&night)),
            (&watch, "link", json!({"eventId": night})),
            (&watch, "link", json!({"eventId": second})),
            (&watch, "link", json!({"eventID": app})),
            (&watch, "unlink", json!({})),
        ] {
            let answer = runner.post(id, what, body).await;
            lines.push(format!("{} {}", answer.status.as_u16(), answer.json()["message"]));
        }
        let primary = format!("{}/{watch}/primary", runner.events);
        let answer = runner.client.put(&primary, record(&ring)).await;
        lines.push(format!("{} {}", answer.status.as_u16(), answer.json()["message"]));
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        404 "Record not found"
        404 "Record not found"
        404 "Event not found"
        404 "Event not found"
        422 "it is not a record of this event"
        422 "it is the only record of this event"
        422 "it is a night, and only workouts are decided about by hand; which source a night is from follows the order of sources for sleep_stage"
        422 "it is a night, and only workouts are decided about by hand; which source a night is from follows the order of sources for sleep_stage"
        422 "it is a night, and only workouts are decided about by hand; which source a night is from follows the order of sources for sleep_stage"
        422 "both events have a record of \"App\", and records of one source are never one workout"
        422 "\"eventID\" is not a known field; did you mean \"eventId\"?"
        400 "recordId: it is required"
        422 "it is a record of another event: link the two events first"
        "#) }
        // Nothing of it was kept.
        let set = runner
            .client
            .get(&format!("/v1/users/{}/preferences", runner.user.id))
            .await;
        assert_eq!(set.json()["version"], 1, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_join_that_other_joins_lead_back_to_one_source_is_refused() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let second = workout("Watch", "running", "2025-06-20T06:00:00Z", "2025-06-20T06:40:00Z");
        deliver(database, &runner.user, vec![Delivery::Sessions(vec![second])]).await;
        let (app, ring) = (runner.id("App").await, runner.id("Ring").await);
        let second = runner.list("from=2025-06-20&to=2025-06-20").await[0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        assert_eq!(runner.link(&second, &ring).await.status, StatusCode::OK);
        let refused = runner.link(&app, &ring).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "on {}",
            database.engine
        );
        assert_eq!(refused.json()["errors"][0]["path"], "eventId");
        assert_eq!(devices(&runner.get(&app).await), "Watch App");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_decide_the_later_is_refused() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let (watch, app) = (runner.id("Watch").await, runner.id("App").await);
        let path = format!("{}/{watch}/unlink", runner.events);
        let tag = Some((header::IF_MATCH, "\"1\""));
        let unlink = async || {
            let body = Some(json!({"recordId": app}));
            runner.client.call_with("POST", &path, body, tag.clone()).await
        };
        assert_eq!(unlink().await.header("etag"), Some("\"2\""), "on {}", database.engine);
        assert_eq!(unlink().await.status, StatusCode::PRECONDITION_FAILED);
    })
    .await;
}

#[tokio::test]
async fn a_triathlon_tells_its_parts_and_the_record_of_one_is_chosen() {
    on_every_database(async |database| {
        let runner = Runner::new(database).await;
        let leg = |device: &str, sport: &str, start: &str, end: &str| {
            let at = |time: &str| format!("2025-06-29T{time}:00Z");
            workout(device, sport, &at(start), &at(end))
        };
        let legs = vec![
            leg("Watch", "triathlon", "08:00", "10:30"),
            leg("App", "swimming", "08:00", "08:28"),
            leg("App", "cycling", "08:31", "09:40"),
            leg("Phone", "cycling", "08:31", "09:41"),
            leg("App", "running", "09:42", "10:30"),
        ];
        deliver(database, &runner.user, vec![Delivery::Sessions(legs)]).await;
        let event = runner.list("from=2025-06-29").await[0].clone();
        let parts = |event: &Value| -> Vec<String> {
            let parts = event["parts"].as_array().expect("parts").iter();
            let text = |it: &Value, name: &str| it[name].as_str().expect("text").to_owned();
            parts
                .map(|it| format!("{} {} {}", text(it, "sport"), devices(it), &text(it, "endedAt")[11..16]))
                .collect()
        };
        let usual = ["swimming App 08:28", "cycling Phone App 09:41", "running App 10:30"];
        assert_eq!(parts(&event), usual, "on {}", database.engine);
        let ride = &event["parts"][1]["records"];
        let path = format!("{}/{}/primary", runner.events, ride[0]["id"].as_str().expect("an id"));
        let chosen = runner
            .client
            .put(&path, json!({"recordId": ride[1]["id"]}))
            .await
            .json();
        assert_eq!(chosen["id"], event["id"]);
        assert_eq!(parts(&chosen)[1], "cycling App Phone 09:40");
        assert_eq!(parts(&runner.client.delete(&path).await.json()), usual);
    })
    .await;
}
