//! Analytics over HTTP.

use std::io::Cursor;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use vitasync_providers::demo::{DemoOptions, write_export_xml};

use super::Client;
use super::data::{out_of_breath, person};
use crate::service::health::UserRef;
use crate::service::import::{ImportOptions, import_file};
use crate::testing::{TestDatabase, on_every_database};

/// The routes that answer about a person by `GET`.
const ROUTES: [&str; 15] = [
    "analytics/context",
    "anomalies",
    "correlations",
    "snapshots",
    "baselines",
    "baselines/steps",
    "readiness",
    "readiness/training-load",
    "health-scores",
    "health-scores/latest",
    "sleep-analysis/debt",
    "sleep-analysis/quality",
    "insights",
    "insights?category=sleep",
    "insights?date=2025-06-01",
];

#[tokio::test]
async fn of_somebody_of_whom_nothing_is_known_there_is_no_number_and_the_reason() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        for route in ROUTES {
            let answer = admin.get(&format!("/v1/users/{}/{route}", user.id)).await;
            assert_eq!(answer.status, StatusCode::OK, "{route}: {}", answer.text);
            let json = answer.json();
            match &json["data"] {
                Value::Null => assert!(json["reason"].is_string(), "{route}: {json}"),
                Value::Array(rows) => assert!(rows.is_empty(), "{route}: {json}"),
                data if route.ends_with("context") => assert_eq!(data["healthScore"], json!(null)),
                data => assert!(data["overall"].is_null() && data["confidence"] == 0.0, "{json}"),
            }
        }
        for route in ["correlations", "anomalies"] {
            let answer = admin
                .post(&format!("/v1/users/{}/analytics/{route}", user.id), json!({}))
                .await;
            assert_eq!(answer.json()["count"], 0, "{}", answer.text);
        }
    })
    .await;
}

#[tokio::test]
async fn the_context_has_both_documented_sets_of_keys_and_comes_as_markdown() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/analytics/context?date=2025-06-16", user.id);
        let data = admin.get(&path).await.json()["data"].clone();
        let names = "userId generatedAt baselines trends anomalies correlations healthScores summary recentTrends activeAnomalies \
                     topCorrelations healthScore";
        for name in names.split_whitespace() {
            assert!(data.get(name).is_some(), "{name}: {data}");
        }
        let accept = Some((header::ACCEPT, "text/markdown"));
        let prose = admin.call_with("GET", &path, None, accept).await;
        assert_eq!(prose.header("content-type"), Some("text/markdown; charset=utf-8"));
        assert!(prose.text.starts_with("# Health context of 2025-06-16\n"), "{}", prose.text);
        assert_eq!(admin.get(&format!("{path}&format=markdown")).await.text, prose.text);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let of = |route: &str| format!("/v1/users/{}/{route}", user.id);
        for route in [
            "readiness?date=tomorrow",
            "readiness?date=2025-07-02",
            "analytics/context?tokens=10",
            "health-scores?limit=400",
            "correlations?minStrength=huge",
        ] {
            assert_eq!(admin.get(&of(route)).await.status, StatusCode::BAD_REQUEST, "{route}");
        }
        let unknown = admin.get(&of("insights?category=horoscope")).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unknown = admin.get(&of("anomalies?severity=mild")).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unknown = admin.post(&of("snapshots"), json!({"periodType": "yearly"})).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let long = admin
            .post(&of("analytics/anomalies"), json!({"lookbackDays": 31}))
            .await;
        assert_eq!(long.status, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test]
async fn every_published_insight_is_listed_with_what_it_needs_or_why_it_is_refused() {
    on_every_database(async |database| {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let list = admin.get("/v1/insights/algorithms").await.json();
        assert_eq!(list["count"], 208);
        for row in list["data"].as_array().expect("rows") {
            assert_ne!(row["needs"].is_string(), row["refused"].is_string(), "{row}");
        }
    })
    .await;
}

/// Takes in the demo's history of 45 days that ends on the day before the clock's.
async fn demo(database: &TestDatabase) -> (String, Client) {
    let user = database.user_in(Some(chrono_tz::Europe::Berlin)).await;
    let options = DemoOptions {
        days: 45,
        end: "2025-06-30".parse().expect("a date"),
        corrupt_rows: false,
        ..DemoOptions::default()
    };
    let path = database.folder().join("export.xml");
    let mut bytes = Cursor::new(Vec::new());
    write_export_xml(&options, &mut bytes).expect("it is written");
    std::fs::write(&path, bytes.into_inner()).expect("it is written");
    let import = ImportOptions {
        zone: None,
        system_zone: chrono_tz::UTC,
        keep_raw: false,
        raw_dir: database.folder().join("originals"),
    };
    let whose = UserRef::from(&user);
    import_file(&database.app, &whose, &path, import, |_| {})
        .await
        .expect("it is imported");
    let admin = Client::admin(database, user.workspace_id).await;
    let profile = json!({"sex": "female", "birthDate": "1988-02-02", "heightM": 1.68});
    let told = admin.patch(&format!("/v1/users/{}", user.id), profile).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    (user.id.to_string(), admin)
}

#[tokio::test]
async fn the_demo_has_scores_readiness_a_load_a_sleep_debt_and_insights() {
    on_every_database(async |database| {
        let (user, admin) = demo(database).await;
        let get = async |route: &str| admin.get(&format!("/v1/users/{user}/{route}")).await.json();
        let scores = get("health-scores/latest?date=2025-06-30").await["data"].clone();
        for score in ["overall", "sleep", "activity", "recovery"] {
            let value = scores[score].as_f64();
            assert!(value.is_some_and(|it| (0.0..=100.0).contains(&it)), "{score}: {scores}");
        }
        let listed = get("health-scores?from=2025-06-28&to=2025-06-30").await;
        assert_eq!(
            (&listed["count"], &listed["data"][0]["overall"]),
            (&json!(3), &scores["overall"])
        );
        assert!(
            scores["grade"].is_string() && scores["weeklyAverage"].is_f64(),
            "{scores}"
        );
        let change = scores["overall"].as_f64().zip(listed["data"][1]["overall"].as_f64());
        let change = change.map(|(after, before)| after - before);
        assert_eq!(scores["deltaFromPrevious"].as_f64(), change);
        let path = format!("/v1/users/{user}/health-scores/compute");
        let kept = admin.post(&path, json!({"date": "2025-06-30"})).await;
        assert_eq!((kept.status, &kept.json()["data"]), (StatusCode::CREATED, &scores));
        let ready = get("readiness?date=2025-06-30").await;
        let recommended = ready["data"]["recommendation"].as_str();
        assert!(recommended.is_some_and(|it| ["train_hard", "train_light", "active_recovery", "rest"].contains(&it)));
        assert_eq!(ready["data"]["score"], scores["recovery"], "{ready}");
        let load = get("readiness/training-load?date=2025-06-30").await;
        assert_eq!(load["data"]["trend"].as_array().map(Vec::len), Some(14), "{load}");
        assert_eq!(load["data"]["maxHeartRateBasis"], "predicted_by_age");
        let debt = get("sleep-analysis/debt?date=2025-06-30").await;
        assert_eq!(debt["data"]["targetSleepMinutes"], 420.0, "{debt}");
        let insights = get("insights?date=2025-06-30").await;
        assert!(insights["count"].as_u64().is_some_and(|count| count > 30), "{insights}");
        let quality = get("sleep-analysis/quality?date=2025-06-30").await["data"].clone();
        assert!(
            quality["avgDeepPct"].is_f64() && quality["consistencyScore"].is_f64(),
            "{quality}"
        );
        assert_eq!(quality["avgSleepScore"], json!(null), "Apple has no sleep score");
        let records = get("personal-records").await;
        let kinds = |category: &str| {
            let rows = records.as_array().expect("rows").iter();
            rows.filter(|it| it["category"] == category).count()
        };
        assert!(kinds("day") > 3 && kinds("running") > 0, "{records}");
        let usual = get("baselines?metricType=resting_heart_rate&date=2025-06-30").await;
        assert_eq!(
            (&usual["count"], &usual["data"][0]["date"]),
            (&json!(1), &json!("2025-06-29"))
        );
    })
    .await;
}

#[tokio::test]
async fn an_anomaly_is_told_once_listed_and_set_aside() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let hook = json!({"url": "https://example.com", "events": ["anomaly.*", "health_score.*"]});
        let hook = admin.post("/v1/webhooks", hook).await.json()["id"].clone();
        let told = async || {
            let path = format!("/v1/webhooks/{}/deliveries", hook.as_str().expect("an id"));
            let deliveries = admin.get(&path).await.text;
            deliveries.matches("anomaly.detected").count()
        };
        out_of_breath(database, &user).await;
        let of = |route: &str| format!("/v1/users/{}/{route}", user.id);
        let list = admin
            .get(&of("anomalies?severity=critical&metricType=blood_oxygen"))
            .await
            .json();
        let mut row = list["data"][0].clone();
        assert_eq!((list["count"].as_u64(), &list["upToDate"]), (Some(1), &json!(true)));
        let id = row["id"].take().as_str().expect("an id").to_owned();
        insta::allow_duplicates! { insta::assert_snapshot!(row.to_string(), @r#"{"acknowledgedAt":null,"days":1,"description":"84 % is called hypoxaemia","detectedAt":"2025-06-30","detectionMethod":"threshold","direction":"low","dismissedAt":null,"endDate":"2025-06-30","evidence":[{"date":"2025-06-30","description":"84 % is called hypoxaemia","expectedValue":null,"method":"clinical_threshold","score":null,"severity":"critical","value":84.0}],"expectedValue":null,"id":null,"method":"episodes/1 robust_z/1 clinical_threshold/1","metric":"oxygen_saturation","metricType":"blood_oxygen","observedValue":84.0,"resolution":{"since":null,"state":"ongoing"},"severity":"critical","startDate":"2025-06-30","status":"new","title":"Oxygen saturation (SpO2) low","unit":"percent","zScore":null}"#) }
        assert_eq!(told().await, 1);
        let recent = admin
            .post(&of("analytics/anomalies"), json!({"lookbackDays": 2}))
            .await
            .json();
        assert_eq!(recent["data"], list["data"]);
        out_of_breath(database, &user).await;
        admin.get(&of("anomalies")).await;
        assert_eq!(told().await, 1);

        let dismissed = admin.post(&of(&format!("anomalies/{id}/dismiss")), json!({})).await;
        assert_eq!(dismissed.json()["data"]["status"], "dismissed", "{}", dismissed.text);
        let open = admin.get(&of("anomalies?status=new")).await.json();
        assert_eq!(open["count"], 0, "{open}");
        let nobody = admin.get(&of("anomalies/01JXQZ6R00T9K2ZB8N4W6X1C0D")).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_week_that_is_summed_up_again_keeps_its_id() {
    on_every_database(async |database| {
        let (user, admin) = demo(database).await;
        let path = format!("/v1/users/{user}/snapshots");
        let asked = json!({"periodType": "weekly", "periodStart": "2025-06-25"});
        let made = admin.post(&path, asked.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let week = made.json()["data"].clone();
        assert_eq!(
            (&week["periodStart"], &week["periodEnd"]),
            (&json!("2025-06-23"), &json!("2025-06-29"))
        );
        for known in [
            "overallScore",
            "avgSteps",
            "avgSleepMinutes",
            "avgRestingHr",
            "workoutCount",
        ] {
            assert!(
                week[known].is_number() && week["periodComparison"][known].is_number(),
                "{known}: {week}"
            );
        }
        assert_eq!(week["avgStress"], json!(null), "nobody measures it");
        assert_eq!(admin.post(&path, asked).await.json()["data"], week);
        let id = week["id"].as_str().expect("an id");
        assert_eq!(admin.get(&format!("{path}/{id}")).await.json()["data"], week);
        assert_eq!(
            admin.get(&format!("{path}?periodType=monthly")).await.json()["count"],
            0
        );
    })
    .await;
}
