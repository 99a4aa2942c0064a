//! Workouts and nights over HTTP.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::data::person;
use crate::testing::on_every_database;

fn without_ids(mut event: Value) -> Value {
    (event["id"], event["userId"]) = (json!("…"), json!("…"));
    for record in event["records"].as_array_mut().expect("records") {
        record["id"] = json!("…");
    }
    event
}

#[tokio::test]
async fn a_workout_has_the_documented_fields_and_everything_else_inside() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let page = admin.get(&format!("/v1/users/{}/events?eventType=workout", user.id)).await.json();
        assert_eq!(page["data"].as_array().map(Vec::len), Some(1));
        insta::allow_duplicates! { insta::assert_snapshot!(without_ids(page["data"][0].clone()).to_string(), @r#"{"activityType":"running","avgHeartRate":158,"avgSpeedMps":null,"caloriesKcal":520,"data":{"avgCadence":null,"avgPace":"6:15","avgPower":null,"elevationGain":85,"elevationLoss":null,"laps":[{"endedAt":"2025-06-16T06:06:15.000Z","isLap":true,"lapNumber":1,"metadata":{},"startedAt":"2025-06-16T06:00:00.000Z","time":375}],"marks":[],"parts":[],"sport":"running","statistics":[{"kind":"sum","metric":"distance_walking_running","unit":"meters","unitCode":"m","value":7200},{"kind":"sum","metric":"active_energy","unit":"kcal","unitCode":"kcal","value":520},{"kind":"mean","metric":"heart_rate","unit":"bpm","unitCode":"/min","value":158},{"kind":"max","metric":"heart_rate","unit":"bpm","unitCode":"/min","value":181},{"kind":"sum","metric":"elevation_gain","unit":"meters","unitCode":"m","value":85}],"vendorSport":"HKWorkoutActivityTypeRunning"},"device":{"hardware":null,"kind":"watch","manufacturer":"Apple Inc.","model":null},"distanceMeters":7200,"durationSeconds":2700,"elapsedSeconds":2820,"elevationGainMeters":85,"endedAt":"2025-06-16T06:47:00.000Z","eventType":"workout","fieldSources":{},"id":"…","localDate":"2025-06-16","maxHeartRate":181,"metadata":{},"parts":[],"providerEventId":"run","providerId":"apple_health","recordingMethod":"automatic","records":[{"endedAt":"2025-06-16T06:47:00.000Z","id":"…","source":"apple_health","sourceName":"Watch","startedAt":"2025-06-16T06:00:00.000Z"}],"source":"apple_health","sourceName":"Watch","startedAt":"2025-06-16T06:00:00.000Z","timeBasis":"utc_offset","title":null,"userId":"…","utcOffsetSeconds":7200}"#) }
    })
    .await;
}

#[tokio::test]
async fn a_night_belongs_to_the_day_it_ends_on_and_tells_its_stages() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let query = "eventType=sleep&from=2025-06-16&to=2025-06-16";
        let page = admin.get(&format!("/v1/users/{}/events?{query}", user.id)).await.json();
        let night = &page["data"][0];
        assert_eq!((&night["activityType"], &night["localDate"]), (&json!("sleep"), &json!("2025-06-16")));
        insta::allow_duplicates! { insta::assert_snapshot!(night["data"].to_string(), @r#"{"asleepMinutes":430,"awakenings":1,"basis":"stages","efficiency":95.55555555555556,"endTime":"2025-06-16T05:00:00.000Z","inBedMinutes":450,"intervals":[{"endTime":"2025-06-16T01:00:00.000Z","stage":"light","startTime":"2025-06-15T21:30:00.000Z"},{"endTime":"2025-06-16T01:20:00.000Z","stage":"awake","startTime":"2025-06-16T01:00:00.000Z"},{"endTime":"2025-06-16T05:00:00.000Z","stage":"deep","startTime":"2025-06-16T01:20:00.000Z"}],"latencyMinutes":null,"stages":{"awake":20,"deep":220,"light":210,"rem":0,"unspecified":0},"startTime":"2025-06-15T21:30:00.000Z"}"#) }
    })
    .await;
}

#[tokio::test]
async fn one_event_comes_with_its_route_by_the_id_the_list_shows() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/events", user.id);
        let listed = admin.get(&format!("{path}?activityType=running")).await.json()["data"][0].clone();
        assert_eq!(listed["data"]["route"], json!(null));
        let mut found = admin
            .get(&format!("{path}/{}", listed["id"].as_str().expect("an id")))
            .await
            .json();
        let route = found["data"].as_object_mut().and_then(|it| it.remove("route"));
        assert_eq!(route.as_ref().map(|it| &it[0]["latitude"]), Some(&json!(52.5)));
        assert_eq!(found["data"], listed["data"]);
        for unknown in ["nothing", "5QF7M3T9K2ZB8N4W6X1C0D5E7G"] {
            let answer = admin.get(&format!("{path}/{unknown}")).await;
            assert_eq!(
                (answer.status, &answer.json()["message"]),
                (StatusCode::NOT_FOUND, &json!("Event not found"))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn events_are_filtered_and_paged() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/events", user.id);
        let kinds = async |query: &str| {
            let page = admin.get(&format!("{path}?{query}")).await.json();
            let rows = page["data"].as_array().expect("rows").clone();
            rows.iter()
                .map(|it| it["eventType"].as_str().expect("a kind").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds("").await, ["workout", "sleep", "sleep"], "on {}", database.engine);
        assert_eq!(kinds("activityType=cycling").await, [""; 0]);
        assert_eq!(kinds("eventType=activity").await, [""; 0]);
        assert_eq!(kinds("source=watch&to=2025-06-16T06:00:00Z").await, ["sleep", "sleep"]);
        let (mut seen, mut next) = (Vec::new(), format!("{path}?limit=1"));
        loop {
            let page = admin.get(&next).await.json();
            seen.push(page["data"][0]["eventType"].clone());
            let Some(cursor) = page["nextCursor"].as_str() else {
                break;
            };
            next = format!("{path}?limit=1&cursor={cursor}");
        }
        assert_eq!(seen, ["workout", "sleep", "sleep"]);
        let wrong = admin.get(&format!("{path}?eventType=workot&activityType=runing")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            wrong.json()["message"],
            r#""workot" is not a known kind of event; did you mean "workout"?"#
        );
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_events_are_listed_at_a_time_and_no_more() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/events", user.id);
        let most = admin.get(&format!("{path}?limit=10000")).await;
        assert_eq!(
            (most.status, &most.json()["pagination"]["limit"]),
            (StatusCode::OK, &json!(10_000))
        );
        assert_eq!(
            admin.get(&format!("{path}?limit=10001")).await.status,
            StatusCode::BAD_REQUEST
        );
    })
    .await;
}
