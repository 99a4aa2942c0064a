//! Preferences and sources over HTTP.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::data::person;
use crate::testing::on_every_database;

#[tokio::test]
async fn nothing_set_is_answered_as_what_holds_then() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/preferences", user.id);
        admin.patch(&format!("/v1/users/{}", user.id), json!({"timezone": null})).await;
        let answer = admin.get(&path).await;
        let mut body = answer.json();
        assert_eq!(answer.header("etag"), Some(format!("\"{}\"", body["version"]).as_str()));
        (body["version"], body["updatedAt"]) = (json!("…"), json!("…"));
        insta::allow_duplicates! { insta::assert_snapshot!(body.to_string(), @r#"{"priority":{"general":[],"metrics":{}},"timezones":[],"updatedAt":"…","version":"…","weekStart":"monday","workoutMatcher":"overlap"}"#) }
    })
    .await;
}

#[tokio::test]
async fn what_is_set_comes_back_can_be_said_again_and_null_forgets() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/preferences", user.id);
        let body = json!({
            "priority": {
                "general": ["watch", {"provider": "apple_health", "deviceKind": "phone"}],
                "metrics": {"steps": [2, "Watch"], "heart_rate_variability": ["apple_health"]},
            },
            "timezones": [{"timezone": "Europe/Berlin"}, {"from": "2025-06-16T12:00:00+02:00", "timezone": "Asia/Tokyo"}],
            "weekStart": "Sunday",
            "workoutMatcher": "train_stack",
        });
        let set = admin.patch(&path, body).await;
        assert_eq!(set.status, StatusCode::OK, "{}", set.text);
        insta::allow_duplicates! { insta::assert_snapshot!(set.text, @r#"{"version":2,"updatedAt":"2025-07-01T12:00:00.000Z","priority":{"general":[{"deviceKind":"watch"},{"provider":"apple_health","deviceKind":"phone"}],"metrics":{"heart_rate_variability_rmssd":[{"provider":"apple_health"}],"heart_rate_variability_sdnn":[{"provider":"apple_health"}],"steps":[{"provider":"apple_health","origin":"phone"},{"deviceKind":"watch"}]}},"timezones":[{"from":null,"timezone":"Europe/Berlin"},{"from":"2025-06-16T10:00:00.000Z","timezone":"Asia/Tokyo"}],"weekStart":"sunday","workoutMatcher":"train_stack"}"#) }
        assert_eq!((admin.get(&path).await.text, set.header("etag")), (set.text.clone(), Some("\"2\"")));
        assert_eq!(admin.get(&format!("/v1/users/{}", user.id)).await.json()["timezone"], "Asia/Tokyo");

        let mut said = set.json();
        let fields = said.as_object_mut().expect("an object");
        fields.retain(|name, _| name != "version" && name != "updatedAt");
        fields["timezones"][0].as_object_mut().expect("an object").remove("from");
        let again = admin.patch(&path, said).await;
        assert_eq!(again.text, set.text, "on {}", database.engine);

        let forgotten = admin.patch(&path, json!({"priority": {"metrics": {"steps": null}}, "weekStart": null})).await.json();
        assert_eq!(forgotten["priority"]["metrics"].as_object().map(|it| it.len()), Some(2));
        assert_eq!((&forgotten["weekStart"], &forgotten["workoutMatcher"]), (&json!("monday"), &json!("train_stack")));
        let nothing = admin.patch(&path, json!({"priority": null})).await.json();
        assert_eq!(nothing["priority"], json!({"general": [], "metrics": {}}));
    })
    .await;
}

#[tokio::test]
async fn a_change_is_in_the_next_answers_without_a_new_import() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let user = format!("/v1/users/{}", user.id);
        let steps = async || {
            let window = "from=2025-06-15&to=2025-06-15";
            let days = admin
                .get(&format!("{user}/health/daily-summaries?{window}"))
                .await
                .json();
            let series = format!("{user}/health/timeseries?metricType=steps&{window}");
            let series = admin.get(&series).await.json();
            let day = days[0]["metrics"]["steps"]["value"].as_f64().expect("a day");
            assert_eq!(series["data"][0]["value"].as_f64(), Some(day));
            day
        };
        assert_eq!(steps().await, 1300.0);
        admin
            .patch(
                &format!("{user}/preferences"),
                json!({"priority": {"metrics": {"steps": ["phone"]}}}),
            )
            .await;
        assert_eq!(steps().await, 1200.0, "on {}", database.engine);
        admin
            .patch(&format!("{user}/preferences"), json!({"priority": {"metrics": null}}))
            .await;
        assert_eq!(steps().await, 1300.0, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn another_zone_of_the_profile_adds_a_move_and_leaves_days_of_the_past() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let user = format!("/v1/users/{}", user.id);
        let days = format!("{user}/health/daily-summaries?from=2025-06-15&to=2025-06-17");
        let before = admin.get(&days).await;
        admin.patch(&user, json!({"timezone": "America/New_York"})).await;
        assert_eq!(admin.get(&days).await.text, before.text, "on {}", database.engine);
        let set = admin.get(&format!("{user}/preferences")).await.json();
        assert_eq!(
            set["timezones"],
            json!([
                {"from": null, "timezone": "Europe/Berlin"},
                {"from": "2025-07-01T12:00:00.000Z", "timezone": "America/New_York"},
            ])
        );
        let asked = admin.get(&format!("{days}&timezone=America/New_York")).await.json();
        assert_eq!(asked[0]["timezone"], "America/New_York");
    })
    .await;
}

#[tokio::test]
async fn of_two_editors_the_later_is_refused_and_reads_again() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/preferences", user.id);
        let tag = admin.get(&path).await.header("etag").expect("a tag").to_owned();
        let edit = async |tag: &str, day: &str| {
            let body = Some(json!({"weekStart": day}));
            admin
                .call_with("PATCH", &path, body, Some((header::IF_MATCH, tag)))
                .await
        };
        assert_eq!(edit(&tag, "sunday").await.status, StatusCode::OK);
        let late = edit(&tag, "saturday").await;
        insta::allow_duplicates! { insta::assert_snapshot!(late.line(), @r#"412 {"statusCode":412,"error":"Precondition Failed","message":"somebody else has changed this meanwhile: it is at version 2; read it again","code":"PRECONDITION_FAILED"}"#) }
        assert_eq!(
            admin.get(&path).await.json()["weekStart"],
            "sunday",
            "on {}",
            database.engine
        );
        let now = admin.get(&path).await.header("etag").expect("a tag").to_owned();
        for tag in [format!("\"7\", W/{now}"), "*".to_owned()] {
            assert_eq!(edit(&tag, "saturday").await.status, StatusCode::OK, "{tag}");
        }
        assert_eq!(edit("nonsense", "friday").await.status, StatusCode::PRECONDITION_FAILED);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_set_is_refused_with_its_place_and_the_nearest() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/preferences", user.id);
        let mut lines = Vec::new();
        for body in [
            json!({"prioritty": {}}),
            json!({"priority": {"metric": {}}}),
            json!({"priority": {"general": "watch"}}),
            json!({"priority": {"general": [true]}}),
            json!({"priority": {"general": [{}]}}),
            json!({"priority": {"general": [{"devicekind": "watch"}]}}),
            json!({"priority": {"general": ["watch", "garmim"]}}),
            json!({"priority": {"general": [{"provider": "aple_health"}]}}),
            json!({"priority": {"metrics": {"hart_rate": ["watch"]}}}),
            json!({"priority": {"metrics": {"steps": [9]}}}),
            json!({"timezones": [{"timezone": "Europe/Berln"}]}),
            json!({"timezones": [{"from": "yesterday", "timezone": "Europe/Berlin"}]}),
            json!({"timezones": []}),
            json!({"weekStart": 1}),
            json!({"weekStart": "mondey"}),
            json!({"workoutMatcher": "overlaps"}),
        ] {
            let answer = admin.patch(&path, body).await;
            let problem = &answer.json()["errors"][0];
            let text = |field: &str| problem[field].as_str().expect("text").to_owned();
            lines.push(format!(
                "{} {}: {}",
                answer.status.as_u16(),
                text("path"),
                text("message")
            ));
        }
        for query in ["", "?metricType=hart_rate", "?metric=steps"] {
            let answer = admin.get(&format!("{path}/order{query}")).await;
            let message = answer.json()["message"].as_str().expect("a message").to_owned();
            lines.push(format!("{} {message}", answer.status.as_u16()));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        422 prioritty: "prioritty" is not a known field; did you mean "priority"?
        400 priority.metric: unknown field `metric`, expected `general` or `metrics`
        400 priority.general: invalid type: string "watch", expected a sequence
        400 priority.general[0]: it must be a word, a number or an object of provider, origin and deviceKind
        400 priority.general[0]: it must name `provider`, `origin` or `deviceKind`
        400 priority.general[0]: it must be a word, a number or an object of provider, origin and deviceKind
        422 priority.general[1]: "garmim" is not a known source; did you mean "garmin"?
        422 priority.general[0].provider: "aple_health" is not a known provider; did you mean "apple_health"?
        422 priority.metrics.hart_rate: "hart_rate" is not a known metric; did you mean "heart_rate"?
        422 priority.metrics.steps[0]: "9" is not a known source
        422 timezones[0].timezone: "Europe/Berln" is not a known IANA time zone; did you mean "Europe/Berlin"?
        400 timezones[0].from: "yesterday" is not an instant like 2025-06-15T09:00:00Z
        422 timezones: it must name a zone, or be null to forget them
        400 weekStart: invalid type: integer `1`, expected a string
        422 weekStart: "mondey" is not a known day of the week; did you mean "monday"?
        422 workoutMatcher: "overlaps" is not a known matcher of workouts; did you mean "overlap"?
        400 metricType: it is required
        422 "hart_rate" is not a known metric; did you mean "heart_rate"?
        422 "metric" is not a known parameter of this path
        "#) }
        assert_eq!(admin.get(&path).await.json()["version"], 1, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn sources_say_what_they_are_and_what_there_is_of_them() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/sources", user.id);
        let mut sources = admin.get(&path).await.json();
        let id = sources[1]["id"].as_str().expect("an id").to_owned();
        for source in sources.as_array_mut().expect("a list") {
            source["id"] = json!(source["id"].as_str().expect("an id").len());
        }
        insta::allow_duplicates! { insta::assert_snapshot!(sources[1].to_string(), @r#"{"device":{"hardware":null,"kind":"phone","manufacturer":"Apple Inc.","model":null},"deviceKind":"phone","firstSampleAt":"2025-06-15T06:00:00.000Z","id":26,"lastSampleAt":"2025-06-15T10:30:00.000Z","metrics":{"steps":2,"weight":1},"number":2,"origin":"phone","recordingMethod":"automatic","samples":3,"source":"apple_health","sourceName":"Phone"}"#) }
        assert_eq!(sources[0]["metrics"].as_object().map(|it| it.len()), Some(7));
        for word in [id.as_str(), "2", "phone"] {
            let window = "from=2025-06-15&to=2025-06-15";
            for path in ["health", "health/daily-summaries", "health/timeseries"] {
                let path = format!("/v1/users/{}/{path}?metricType=steps&{window}&source={word}", user.id);
                let answer = admin.get(&path).await.json();
                let value = match &answer {
                    Value::Array(days) => &days[0]["metrics"]["steps"]["value"],
                    answer => &answer["data"][0]["value"],
                };
                let expected = if answer["pagination"].is_object() { 300 } else { 1200 };
                assert_eq!(value, &json!(expected), "{path} on {}", database.engine);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_order_for_a_metric_says_why_each_source_stands_where_it_does() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let user = format!("/v1/users/{}", user.id);
        let places = async |metric: &str| {
            let orders = admin
                .get(&format!("{user}/preferences/order?metricType={metric}"))
                .await
                .json();
            let mut lines = Vec::new();
            for order in orders.as_array().expect("orders") {
                for it in order["sources"].as_array().expect("sources") {
                    let line = format!(
                        "{} {}. {} ({} samples): {}",
                        order["metric"], it["place"], it["sourceName"], it["samples"], it["because"]
                    );
                    lines.push(line.replace('"', ""));
                }
            }
            lines.join("\n")
        };
        let usual = places("steps").await;
        let preferred = json!({"priority": {"metrics": {"steps": ["phone"]}}});
        admin.patch(&format!("{user}/preferences"), preferred).await;
        let all = [usual, places("steps").await, places("calories").await].join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(all, @r#"
        steps 1. Watch (2 samples): device
        steps 2. Phone (2 samples): device
        steps 1. Phone (2 samples): metric_order
        steps 2. Watch (2 samples): device
        active_energy 1. Watch (1 samples): device
        total_energy 1. Watch (1 samples): device
        "#) }
        assert_eq!(places("floors").await, "");
    })
    .await;
}

#[tokio::test]
async fn days_stand_side_by_side_where_raw_is_asked_for() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!(
            "/v1/users/{}/health/daily-summaries?metricType=steps&from=2025-06-15&to=2025-06-17&raw=true",
            user.id
        );
        let days = admin.get(&path).await.json();
        let lines: Vec<String> = days
            .as_array()
            .expect("days")
            .iter()
            .map(|it| {
                format!(
                    "{} {} {}",
                    it["date"], it["sourceName"], it["metrics"]["steps"]["value"]
                )
                .replace('"', "")
            })
            .collect();
        assert_eq!(
            lines,
            [
                "2025-06-15 Watch 1000",
                "2025-06-15 Phone 1200",
                "2025-06-17 Watch 2000"
            ],
            "on {}",
            database.engine
        );
        let phone = admin.get(&format!("{path}&source=phone")).await.json();
        assert_eq!(
            (phone.as_array().map(Vec::len), &phone[0]["source"]),
            (Some(1), &json!("apple_health"))
        );
        assert_eq!(phone[0]["sourceId"].as_str().map(str::len), Some(26));
    })
    .await;
}

#[tokio::test]
async fn a_day_that_is_not_over_is_partial_and_one_just_over_not_final() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        for (now, expected) in [
            ("2025-06-17T21:59:59Z", [true, false]),
            ("2025-06-17T22:00:00Z", [false, false]),
            ("2025-06-18T22:00:00Z", [false, true]),
        ] {
            let app = database.app.clone().with_clock(move || super::data::at(now));
            let client = super::Client {
                router: super::router(app, super::unlimited()),
                key: admin.key.clone(),
            };
            let window = "from=2025-06-17&to=2025-06-17";
            let days = format!("/v1/users/{}/health/daily-summaries?{window}", user.id);
            let series = format!("/v1/users/{}/health/timeseries?metricType=steps&{window}", user.id);
            for it in [
                &client.get(&days).await.json()[0],
                &client.get(&series).await.json()["data"][0],
            ] {
                assert_eq!(
                    [&it["isPartial"], &it["isFinal"]],
                    expected.map(Value::Bool).each_ref(),
                    "{now}"
                );
            }
        }
    })
    .await;
}
