//! Health data over HTTP.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::data::person;
use crate::testing::on_every_database;

/// Lists the rows of a page as metric, value and unit.
fn rows(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().expect("rows");
    rows.iter()
        .map(|it| format!("{} {} {} {}", it["metricType"], it["metric"], it["value"], it["unit"]).replace('"', ""))
        .collect()
}

#[tokio::test]
async fn a_row_says_everything_that_is_known_of_a_sample() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let page = admin.get(&format!("/v1/users/{}/health?metricType=weight", user.id)).await.json();
        let mut row = page["data"][0].clone();
        assert_eq!(row["userId"], user.id.to_string());
        assert_eq!(row["id"].as_str().map(str::len), Some(26));
        (row["id"], row["userId"]) = (json!("…"), json!("…"));
        insta::allow_duplicates! { insta::assert_snapshot!(row.to_string(), @r#"{"data":null,"device":{"hardware":null,"kind":"phone","manufacturer":"Apple Inc.","model":null},"endAt":"2025-06-15T06:00:00.000Z","id":"…","localDate":"2025-06-15","metadata":{"HKWasUserEntered":"0"},"metric":"weight","metricType":"weight","providerId":"apple_health","recordedAt":"2025-06-15T06:00:00.000Z","recordingMethod":"automatic","source":"apple_health","sourceName":"Phone","timeBasis":"utc_offset","unit":"kg","unitCode":"kg","userId":"…","utcOffsetSeconds":7200,"value":70.25}"#) }
    })
    .await;
}

#[tokio::test]
async fn rows_come_latest_first_with_documented_names_and_units() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let page = admin.get(&format!("/v1/users/{}/health", user.id)).await.json();
        let times: Vec<_> = page["data"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|it| it["recordedAt"].as_str())
            .collect();
        assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
        let mut rows = rows(&page);
        rows.sort();
        insta::allow_duplicates! { insta::assert_snapshot!(rows.join("\n"), @"
        blood_glucose blood_glucose 4.999997779700557 mmol_l
        calories active_energy 50 kcal
        calories total_energy 120 kcal
        heart_rate heart_rate 60 bpm
        heart_rate heart_rate 80.5 bpm
        heart_rate_variability heart_rate_variability_sdnn 45 ms
        sleep sleep_stage 4 null
        sleep sleep_stage 5 null
        steps steps 1000 steps
        steps steps 2000 steps
        steps steps 300 steps
        steps steps 900 steps
        weight weight 70.25 kg
        ") }
        assert_eq!(
            (page["total"].as_u64(), page["pagination"]["total"].as_u64()),
            (Some(13), Some(13))
        );
        assert_eq!((&page["nextCursor"], &page["hasMore"]), (&json!(null), &json!(false)));
    })
    .await;
}

#[tokio::test]
async fn filters_take_every_spelling_and_every_form_of_time() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let count = async |query: &str| {
            let answer = admin.get(&format!("/v1/users/{}/health?{query}", user.id)).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
            let page = answer.json();
            assert_eq!(
                page["total"].as_u64(),
                page["data"].as_array().map(|it| it.len() as u64),
                "{query}"
            );
            page["total"].as_u64().expect("counted")
        };
        for (query, expected) in [
            ("metricType=calories", 2),
            ("metricTypes=steps,HEART_RATE", 6),
            ("metric=heart_rate_variability", 1),
            ("metric=active_energy", 1),
            ("source=watch", 10),
            ("providerId=apple_health", 13),
            ("source=nobody", 0),
            // The night of 14 June began at midnight in Berlin; the steps of the 17th are two days later.
            ("from=2025-06-15&to=2025-06-15", 12),
            ("from=2025-06-15&to=2025-06-15&timezone=UTC", 12),
            ("from=2025-06-16", 1),
            ("to=2025-06-14", 0),
            ("to=2025-06-14&timezone=UTC", 1),
            ("from=2025-06-15T10:30:00%2B02:00&to=2025-06-15T10:31:00%2B02:00", 4),
            (
                "metricType=heart_rate&from=2025-06-15T08:01:00Z&to=2025-06-15T08:01:00.001Z",
                1,
            ),
            (
                "metricType=heart_rate&from=2025-06-15T08:00:00Z&to=2025-06-15T08:01:00Z",
                1,
            ),
        ] {
            assert_eq!(count(query).await, expected, "{query} on {}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_the_reason() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let mut lines = Vec::new();
        for query in [
            "health?metricType=hart_rate",
            "health?from=15.06.2025",
            "health?from=2025-06-02&to=2025-06-01",
            "health?limit=10001",
            "health?cursor=abc",
            "health?timezone=Berlin",
            "health/timeseries",
            "health/timeseries?metricType=steps&from=2025-06-01&to=2025-06-02&bucket=dya",
            "health/timeseries?metricType=steps&from=2000-01-01&to=2025-01-01&bucket=minute",
            "health/daily-summaries",
        ] {
            let answer = admin.get(&format!("/v1/users/{}/{query}", user.id)).await;
            lines.push(format!(
                "{} {}",
                answer.status.as_u16(),
                answer.json()["message"].as_str().expect("a message")
            ));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        422 "hart_rate" is not a known metric; did you mean "heart_rate"?
        400 from: "15.06.2025" is neither a date like 2025-06-15 nor an instant like 2025-06-15T09:00:00Z
        400 to: it must not lie before `from`
        400 limit: it must be a whole number from 1 to 10000
        400 cursor: it is not a cursor of this list
        422 "Berlin" is not a known IANA time zone
        400 metricType: it is required; from: it is required; to: it is required
        422 "dya" is not a known bucket; did you mean "day"?
        400 bucket: more than 10000 values of this bucket lie between `from` and `to`
        400 from: it is required; to: it is required
        "#) }
    })
    .await;
}

#[tokio::test]
async fn pages_cover_every_sample_once_by_offset_and_by_cursor() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health?limit=4", user.id);
        let ids = |page: &Value| {
            page["data"]
                .as_array()
                .expect("rows")
                .iter()
                .map(|it| it["id"].to_string())
                .collect::<Vec<_>>()
        };
        let all = ids(&admin.get(&format!("/v1/users/{}/health", user.id)).await.json());
        let mut by_offset = Vec::new();
        for offset in [0, 4, 8, 12] {
            by_offset.extend(ids(&admin.get(&format!("{path}&offset={offset}")).await.json()));
        }
        let (mut by_cursor, mut next) = (Vec::new(), path.clone());
        loop {
            let page = admin.get(&next).await.json();
            by_cursor.extend(ids(&page));
            let Some(cursor) = page["nextCursor"].as_str() else {
                break;
            };
            assert_eq!(page["hasMore"], true);
            next = format!("{path}&cursor={cursor}");
        }
        assert_eq!((by_offset, by_cursor), (all.clone(), all), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn lines_hold_the_same_rows_and_lead_to_the_next_page() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health?limit=5", user.id);
        let page = admin.get(&path).await.json();
        let key = admin.key.as_deref().expect("a key");
        let request = Request::get(&path).header(header::ACCEPT, "application/x-ndjson");
        let request = request
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .body(Body::empty());
        let lines = admin.send(request.expect("a request")).await;
        let parsed: Vec<Value> = lines
            .text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a row"))
            .collect();
        assert_eq!(Value::Array(parsed), page["data"]);
        assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
        assert_eq!(lines.header("x-next-cursor"), page["nextCursor"].as_str());
    })
    .await;
}

#[tokio::test]
async fn a_summary_counts_by_documented_name_or_tells_each_exact_metric() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health/summary", user.id);
        let (counts, detailed) = (admin.get(&path).await, admin.get(&format!("{path}?detailed=true")).await.json());
        insta::allow_duplicates! { insta::assert_snapshot!(counts.text, @r#"{"blood_glucose":1,"calories":2,"heart_rate":2,"heart_rate_variability":1,"sleep":2,"steps":4,"weight":1}"#) }
        assert_eq!(detailed.as_array().map(Vec::len), Some(8));
        let steps = detailed.as_array().and_then(|rows| rows.iter().find(|it| it["metric"] == "steps")).expect("steps");
        insta::allow_duplicates! { insta::assert_snapshot!(steps.to_string(), @r#"{"count":4,"earliest":"2025-06-15T08:00:00.000Z","latest":"2025-06-17T09:00:00.000Z","metric":"steps","metricType":"steps"}"#) }
    })
    .await;
}

#[tokio::test]
async fn a_series_counts_overlapping_steps_once_and_shows_gaps() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health/timeseries?metricType=steps&from=2025-06-15&to=2025-06-17", user.id);
        let answer = admin.get(&path).await.json();
        let fields = ["metricType", "metric", "bucket", "from", "to", "timezone", "unit", "unitCode", "aggregation"];
        let head: Vec<_> = fields.map(|field| answer[field].to_string()).to_vec();
        insta::allow_duplicates! { insta::assert_snapshot!(head.join(" "), @r#""steps" "steps" "day" "2025-06-14T22:00:00.000Z" "2025-06-17T22:00:00.000Z" "Europe/Berlin" "steps" "{steps}" "sum""#) }
        let days = answer["data"].as_array().expect("days");
        let days: Vec<String> = days.iter().map(Value::to_string).collect();
        insta::allow_duplicates! { insta::assert_snapshot!(days.join("\n"), @r#"
        {"basis":"intervals","count":2,"date":"2025-06-15","isFinal":true,"isPartial":false,"isTravelDay":false,"setAside":[{"count":1,"deviceKind":"phone","source":"apple_health","sourceName":"Phone","value":900}],"sources":[{"count":1,"deviceKind":"watch","source":"apple_health","sourceName":"Watch","value":1000},{"count":1,"deviceKind":"phone","source":"apple_health","sourceName":"Phone","value":300}],"sum":1300,"timestamp":"2025-06-14T22:00:00.000Z","value":1300}
        {"count":0,"date":"2025-06-16","isFinal":true,"isPartial":false,"timestamp":"2025-06-15T22:00:00.000Z","value":null}
        {"basis":"intervals","count":1,"date":"2025-06-17","isFinal":true,"isPartial":false,"isTravelDay":false,"sources":[{"count":1,"deviceKind":"watch","source":"apple_health","sourceName":"Watch","value":2000}],"sum":2000,"timestamp":"2025-06-16T22:00:00.000Z","value":2000}
        "#) }
    })
    .await;
}

#[tokio::test]
async fn raw_series_stand_side_by_side_and_are_never_summed() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let window = "from=2025-06-15&to=2025-06-15";
        let path = format!("/v1/users/{}/health/timeseries?metricType=steps&{window}", user.id);
        let raw = admin.get(&format!("{path}&raw=true")).await.json();
        let all =
            [&raw, &raw["series"][0]].map(|it| (it["sourceName"].to_string(), it["data"][0]["value"].to_string()));
        let mut all = all.to_vec();
        all.sort();
        assert_eq!(
            all,
            [
                (r#""Phone""#.into(), "1200".into()),
                (r#""Watch""#.into(), "1000".into())
            ]
        );
        let phone = admin.get(&format!("{path}&source=phone")).await.json();
        assert_eq!(
            (&phone["data"][0]["value"], &phone["series"]),
            (&json!(1200), &json!([]))
        );
    })
    .await;
}

#[tokio::test]
async fn a_name_that_means_several_metrics_answers_one_series_of_each() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!(
            "/v1/users/{}/health/timeseries?metricType=calories&from=2025-06-15&to=2025-06-15",
            user.id
        );
        let answer = admin.get(&path).await.json();
        assert_eq!(
            (&answer["metric"], &answer["data"][0]["value"]),
            (&json!("active_energy"), &json!(50))
        );
        let other = &answer["series"][0];
        assert_eq!(
            (&other["metric"], &other["data"][0]["value"]),
            (&json!("total_energy"), &json!(120))
        );
        let nothing = admin.get(&path.replace("calories", "floors")).await.json();
        assert_eq!(
            (&nothing["metric"], &nothing["data"][0]["value"]),
            (&json!(null), &json!(null))
        );
    })
    .await;
}

#[tokio::test]
async fn days_stand_under_documented_and_exact_names() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health/daily-summaries?from=2025-06-10&to=2025-07-01", user.id);
        let days = admin.get(&path).await.json();
        let days = days.as_array().expect("a bare array");
        let dates: Vec<_> = days.iter().map(|day| day["date"].as_str().expect("a date")).collect();
        assert_eq!(dates, ["2025-06-15", "2025-06-17"]);
        let metrics = days[0]["metrics"].as_object().expect("metrics");
        let lines: Vec<String> = metrics.iter().map(|(name, it)| format!("{name}: {} {} ({})", it["value"], it["unit"], it["metric"])).collect();
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        active_energy: 50 "kcal" ("active_energy")
        blood_glucose: 4.999997779700557 "mmol_l" ("blood_glucose")
        calories: 50 "kcal" ("active_energy")
        heart_rate: 79.21875 "bpm" ("heart_rate")
        heart_rate_variability: 45 "ms" ("heart_rate_variability_sdnn")
        heart_rate_variability_sdnn: 45 "ms" ("heart_rate_variability_sdnn")
        sleep: 7.5 "hours" ("sleep_stage")
        sleep_stage: 7.5 "hours" ("sleep_stage")
        steps: 1300 "steps" ("steps")
        total_energy: 120 "kcal" ("total_energy")
        weight: 70.25 "kg" ("weight")
        "#) }
        insta::allow_duplicates! { insta::assert_snapshot!(days[0]["metrics"]["steps"].to_string(), @r#"{"aggregation":"sum","avg":null,"basis":"intervals","count":2,"isTravelDay":false,"max":null,"metric":"steps","metricType":"steps","min":null,"setAside":[{"count":1,"deviceKind":"phone","source":"apple_health","sourceName":"Phone","value":900}],"sources":[{"count":1,"deviceKind":"watch","source":"apple_health","sourceName":"Watch","value":1000},{"count":1,"deviceKind":"phone","source":"apple_health","sourceName":"Phone","value":300}],"total":1300,"unit":"steps","unitCode":"{steps}","value":1300}"#) }
        assert_eq!((&days[0]["isPartial"], &days[0]["isFinal"], &days[0]["timezone"]), (&json!(false), &json!(true), &json!("Europe/Berlin")));
        let asked = admin.get(&format!("{path}&metricTypes=steps,calories")).await.json();
        let names: Vec<_> = asked[0]["metrics"].as_object().expect("metrics").keys().cloned().collect();
        assert_eq!(names, ["active_energy", "calories", "steps", "total_energy"]);
    })
    .await;
}

#[tokio::test]
async fn a_day_of_travel_and_a_mean_by_time_say_so_in_days_and_in_series() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let user = format!("/v1/users/{}", user.id);
        let moved = json!([{"timezone": "Europe/Berlin"}, {"from": "2025-06-15T12:00:00Z", "timezone": "Asia/Tokyo"}]);
        admin
            .patch(&format!("{user}/preferences"), json!({"timezones": moved}))
            .await;
        let window = "metricType=heart_rate&from=2025-06-15&to=2025-06-15";
        let days = admin
            .get(&format!("{user}/health/daily-summaries?{window}"))
            .await
            .json();
        let series = admin.get(&format!("{user}/health/timeseries?{window}")).await.json();
        for it in [&days[0]["metrics"]["heart_rate"], &series["data"][0]] {
            assert_eq!(it["isTravelDay"], true, "on {}", database.engine);
            assert_eq!(it["timeWeightedAvg"], json!(79.21875));
            assert_eq!((&it["value"], &it["avg"]), (&json!(79.21875), &json!(70.25)));
        }
        let home = admin
            .get(&format!(
                "{user}/health/daily-summaries?{window}&timezone=Europe/Berlin"
            ))
            .await
            .json();
        assert_eq!(home[0]["metrics"]["heart_rate"]["isTravelDay"], false);
    })
    .await;
}

#[tokio::test]
async fn an_answer_the_client_has_is_not_sent_again() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!(
            "/v1/users/{}/health/daily-summaries?from=2025-06-10&to=2025-06-20",
            user.id
        );
        let first = admin.get(&path).await;
        let (tag, key) = (
            first.header("etag").expect("a tag"),
            admin.key.as_deref().expect("a key"),
        );
        let request = Request::get(&path).header(header::IF_NONE_MATCH, tag);
        let request = request
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .body(Body::empty());
        let again = admin.send(request.expect("a request")).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    })
    .await;
}

#[tokio::test]
async fn deleting_counts_and_leaves_the_user() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health", user.id);
        let deleted = admin.delete(&path).await;
        assert_eq!(deleted.status, StatusCode::OK);
        assert_eq!(deleted.json()["deleted"], 13);
        assert_eq!(admin.get(&path).await.json()["total"], 0);
        assert_eq!(admin.delete(&path).await.json()["deleted"], 0);
        assert_eq!(
            admin.get(&format!("/v1/users/{}", user.id)).await.status,
            StatusCode::OK
        );
    })
    .await;
}
