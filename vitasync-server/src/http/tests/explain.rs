//! Explanations of values over HTTP.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::data::person;
use crate::testing::on_every_database;

/// Writes the rows of an explanation as lines.
fn lines(explanation: &Value) -> String {
    let rows = explanation["rows"].as_array().expect("rows").iter();
    let line = |it: &Value| {
        let line = format!(
            "{} {}–{} {}: {} {} share {} weight {}",
            it["sourceName"],
            &it["from"].as_str().expect("a time")[11..16],
            &it["to"].as_str().expect("a time")[11..16],
            it["value"],
            it["counts"],
            it["verdict"],
            it["share"],
            it["weightSeconds"],
        );
        line.replace('"', "")
    };
    rows.map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_day_is_explained_by_every_row_behind_it() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health", user.id);
        let explained = admin
            .get(&format!("{path}/explain?metricType=steps&date=2025-06-15"))
            .await
            .json();
        let mut steps = explained[0].clone();
        insta::allow_duplicates! { insta::assert_snapshot!(lines(&steps), @"
        Watch 08:00–09:00 1000: true counts share 1000 weight null
        Phone 08:00–09:00 900: false covered share 900 weight null
        Phone 10:00–10:30 300: true counts share 300 weight null
        ") }
        let days = admin
            .get(&format!("{path}/daily-summaries?from=2025-06-15&to=2025-06-15"))
            .await
            .json();
        let day = days[0]["metrics"]["steps"].as_object().expect("steps").clone();
        for (name, said) in &day {
            assert_eq!(&steps[name], said, "{name} on {}", database.engine);
        }
        // The ids are those of the samples as they came.
        let samples = admin
            .get(&format!("{path}?metricType=steps&to=2025-06-15"))
            .await
            .json();
        let ids = |rows: &Value| {
            let ids = rows.as_array().expect("rows").iter().map(|it| it["id"].to_string());
            ids.collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(ids(&steps["rows"]), ids(&samples["data"]));
        let fields = steps.as_object_mut().expect("an object");
        fields.retain(|name, _| !day.contains_key(name));
        let mut row = fields.remove("rows").expect("rows")[1].clone();
        row["id"] = json!("…");
        insta::allow_duplicates! { insta::assert_snapshot!(row.to_string(), @r#"{"counts":false,"coveredBy":[{"deviceKind":"watch","endAt":"2025-06-15T09:00:00.000Z","recordedAt":"2025-06-15T08:00:00.000Z","source":"apple_health","sourceName":"Watch","value":1000}],"coveredByTotal":1,"data":null,"deviceKind":"phone","endAt":"2025-06-15T09:00:00.000Z","from":"2025-06-15T08:00:00.000Z","id":"…","recordedAt":"2025-06-15T08:00:00.000Z","share":900,"source":"apple_health","sourceName":"Phone","to":"2025-06-15T09:00:00.000Z","utcOffsetSeconds":7200,"value":900,"verdict":"covered","weightSeconds":null}"#) }
        insta::allow_duplicates! { insta::assert_snapshot!(steps.to_string(), @r#"{"date":"2025-06-15","from":"2025-06-14T22:00:00.000Z","isFinal":true,"isPartial":false,"pagination":{"hasMore":false,"limit":1000,"offset":0,"total":3},"timezone":"Europe/Berlin","to":"2025-06-15T22:00:00.000Z"}"#) }
    })
    .await;
}

#[tokio::test]
async fn an_hour_is_explained_around_an_instant_and_values_by_their_weights() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health", user.id);
        let explain = async |query: &str| admin.get(&format!("{path}/explain?{query}")).await.json();
        let hour = explain("metricType=steps&at=2025-06-15T10:29:59Z").await;
        assert_eq!(
            (&hour[0]["from"], &hour[0]["to"], &hour[0]["value"]),
            (
                &json!("2025-06-15T10:00:00.000Z"),
                &json!("2025-06-15T11:00:00.000Z"),
                &json!(300)
            )
        );
        let beats = explain("metric=heart_rate&at=2025-06-15T10:00:30%2B02:00&bucket=hour").await;
        let slept = explain("metricType=sleep&date=2025-06-15").await;
        let all = [lines(&hour[0]), lines(&beats[0]), lines(&slept[0])].join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(all, @"
        Phone 10:00–10:30 300: true counts share 300 weight null
        Watch 08:00–08:00 60: true counts share null weight 60
        Watch 08:01–08:01 80.5: true counts share null weight 900
        Watch 22:00–04:00 4: true counts share 6 weight null
        Watch 04:00–05:30 5: true counts share 1.5 weight null
        ") }
        let query = "metricType=heart_rate&bucket=hour&from=2025-06-15&to=2025-06-15";
        let series = admin.get(&format!("{path}/timeseries?{query}")).await.json();
        let point = series["data"]
            .as_array()
            .expect("points")
            .iter()
            .find(|it| it["count"] != 0);
        let point = point.expect("a value");
        for name in ["value", "timeWeightedAvg", "avg"] {
            assert_eq!(beats[0][name], point[name], "{name} on {}", database.engine);
        }
        assert_eq!(slept[0]["rows"][0]["data"]["category"], "light");
        assert_eq!(
            explain("metricType=calories&date=2025-06-15")
                .await
                .as_array()
                .map(Vec::len),
            Some(2)
        );
        assert_eq!(explain("metricType=steps&date=2025-06-16").await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn rows_of_an_explanation_are_counted_and_paged() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let path = format!("/v1/users/{}/health/explain?metricType=steps&date=2025-06-15", user.id);
        let all = admin.get(&path).await.json()[0]["rows"].clone();
        let mut paged = Vec::new();
        for offset in 0..3 {
            let page = admin.get(&format!("{path}&limit=1&offset={offset}")).await.json()[0].clone();
            let place = json!({"total": 3, "limit": 1, "offset": offset, "hasMore": offset < 2});
            assert_eq!(page["pagination"], place);
            paged.extend(page["rows"].as_array().expect("rows").clone());
        }
        assert_eq!(Value::from(paged), all, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_names_no_value_says_what_to_ask() {
    on_every_database(async |database| {
        let (user, admin) = person(database).await;
        let mut said = Vec::new();
        for query in [
            "date=2025-06-15",
            "metricType=steps",
            "metricType=stepps&date=2025-06-15",
            "metricType=steps&date=yesterday",
            "metricType=steps&date=2025-06-15T09:00:00Z",
            "metricType=steps&date=2025-06-15&at=2025-06-15T09:00:00Z",
            "metricType=steps&date=2025-06-15&bucket=hour",
            "metricType=steps&at=2025-06-15",
            "metricType=steps&date=2025-06-15&bucket=week",
            "metricType=steps&date=2025-06-15&limit=0",
        ] {
            let answer = admin
                .get(&format!("/v1/users/{}/health/explain?{query}", user.id))
                .await;
            assert_ne!(answer.status, StatusCode::OK, "{query}");
            said.push(format!("{} {}", answer.status.as_u16(), answer.json()["message"]));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(said.join("\n"), @r#"
        400 "metricType: it is required"
        400 "date: it is required"
        422 "\"stepps\" is not a known metric; did you mean \"steps\"?"
        400 "date: \"yesterday\" is not a date like 2025-06-15"
        400 "date: \"2025-06-15T09:00:00Z\" is not a date like 2025-06-15"
        400 "at: give either `date`, for a day, or `at`"
        400 "date: `hour` needs an instant: give `at` instead of `date`"
        400 "at: it must be an instant like 2025-06-15T09:00:00Z; a day is asked for with `date`"
        422 "\"week\" is not a known bucket that is explained"
        400 "limit: it must be a whole number from 1 to 10000"
        "#) }
    })
    .await;
}
