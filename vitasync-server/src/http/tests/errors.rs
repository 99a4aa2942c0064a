//! Every answer that is not a success has the documented body.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use axum::routing::get;
use serde_json::json;

use super::{Answered, Client, unlimited};
use crate::http::gate::Limiter;
use crate::http::{Context, HttpConfig, layered};
use crate::testing::on_every_database;

#[tokio::test]
async fn errors_of_the_router_and_of_bodies_have_the_documented_form() {
    on_every_database(async |database| {
        let admin = Client::admin(database, database.user().await.workspace_id).await;
        let post = |kind: Option<&str>, body: &str| {
            let mut request = Request::post("/v1/users");
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let key = admin.key.as_deref().expect("a key");
            let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
            request.body(Body::from(body.to_owned())).expect("a request")
        };
        let json = Some("application/json");
        let mut lines = vec![
            admin.get("/v1/nothing").await.line(),
            admin.call("PUT", "/v1/users", Some(json!({}))).await.line(),
            admin.get("/v1/users/nobody").await.line(),
            admin.get("/v1/users?limit=0&offset=-1&cursor=x").await.line(),
            admin.get("/v1/users?serach=ada").await.line(),
        ];
        for (kind, body) in [(json, "{"), (json, "{}"), (json, r#"{"externalId":"a","emial":1}"#), (json, r#"{"externalId":7}"#), (json, r#"{"externalId":"a","birthDate":"1990"}"#), (None, "{}"), (Some("text/plain"), "{}")] {
            lines.push(admin.send(post(kind, body)).await.line());
        }
        lines.push(admin.send(post(json, &format!(r#"{{"externalId":"{}"}}"#, "a".repeat(2 << 20)))).await.line());
        lines.push(Client::anonymous(database, unlimited()).get("/v1/users").await.line());
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        404 {"statusCode":404,"error":"Not Found","message":"There is nothing at this path","code":"NOT_FOUND"}
        405 {"statusCode":405,"error":"Method Not Allowed","message":"This path does not answer to this method","code":"METHOD_NOT_ALLOWED"}
        404 {"statusCode":404,"error":"Not Found","message":"User not found","code":"NOT_FOUND"}
        400 {"statusCode":400,"error":"Bad Request","message":"limit: it must be a whole number from 1 to 10000; offset: it must be a whole number from 0 to 4294967295; cursor: it is not a cursor of this list","code":"VALIDATION_ERROR","errors":[{"path":"limit","message":"it must be a whole number from 1 to 10000"},{"path":"offset","message":"it must be a whole number from 0 to 4294967295"},{"path":"cursor","message":"it is not a cursor of this list"}]}
        422 {"statusCode":422,"error":"Unprocessable Entity","message":"\"serach\" is not a known parameter of this path; did you mean \"search\"?","code":"VALIDATION_ERROR","errors":[{"path":"serach","message":"\"serach\" is not a known parameter of this path; did you mean \"search\"?"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"body: it is not JSON: EOF while parsing an object at line 1 column 1","code":"VALIDATION_ERROR","errors":[{"path":"body","message":"it is not JSON: EOF while parsing an object at line 1 column 1"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"externalId: it is required","code":"VALIDATION_ERROR","errors":[{"path":"externalId","message":"it is required"}]}
        422 {"statusCode":422,"error":"Unprocessable Entity","message":"\"emial\" is not a known field; did you mean \"email\"?","code":"VALIDATION_ERROR","errors":[{"path":"emial","message":"\"emial\" is not a known field; did you mean \"email\"?"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"externalId: invalid type: integer `7`, expected a string","code":"VALIDATION_ERROR","errors":[{"path":"externalId","message":"invalid type: integer `7`, expected a string"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"birthDate: \"1990\" is not a date like 1990-02-03","code":"VALIDATION_ERROR","errors":[{"path":"birthDate","message":"\"1990\" is not a date like 1990-02-03"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"Content-Type: it must be application/json","code":"VALIDATION_ERROR","errors":[{"path":"Content-Type","message":"it must be application/json"}]}
        400 {"statusCode":400,"error":"Bad Request","message":"Content-Type: it must be application/json","code":"VALIDATION_ERROR","errors":[{"path":"Content-Type","message":"it must be application/json"}]}
        413 {"statusCode":413,"error":"Payload Too Large","message":"The body is too large","code":"PAYLOAD_TOO_LARGE"}
        401 {"statusCode":401,"error":"Unauthorized","message":"Invalid or missing API key","code":"UNAUTHORIZED"}
        "#); }
    })
    .await;
}

#[tokio::test]
async fn a_limit_is_said_on_every_answer_and_refuses_with_a_time_to_wait() {
    on_every_database(async |database| {
        let config = HttpConfig {
            requests_per_minute: NonZeroU32::new(2),
            ..HttpConfig::default()
        };
        let nobody = Client::anonymous(database, config);
        let limits = |answer: &super::Answered| {
            ["x-ratelimit-limit", "x-ratelimit-remaining"].map(|name| answer.header(name).expect("a limit").to_owned())
        };
        let answers = [
            nobody.get("/v1/users").await,
            nobody.get("/v1/nothing").await,
            nobody.get("/v1/users").await,
        ];
        assert_eq!(
            answers.each_ref().map(limits),
            [["2", "1"], ["2", "0"], ["2", "0"]].map(|it| it.map(str::to_owned))
        );
        assert_eq!(answers.each_ref().map(|it| it.status.as_u16()), [401, 404, 429]);
        let wait: u64 = answers[2]
            .header("retry-after")
            .expect("a time")
            .parse()
            .expect("seconds");
        assert!((1..=60).contains(&wait));
        assert_eq!(answers[2].json()["code"], "RATE_LIMITED");
        let probe = nobody.get("/health/live").await;
        assert_eq!(
            (probe.status, limits(&probe)),
            (StatusCode::OK, ["2", "2"].map(str::to_owned))
        );
    })
    .await;
}

#[tokio::test]
async fn the_documentation_comes_from_this_server_alone() {
    on_every_database(async |database| {
        let nobody = Client::anonymous(database, unlimited());
        assert_eq!(nobody.get("/docs").await.header("location"), Some("/docs/"));
        let page = nobody.get("/docs/").await;
        assert!(page.status.is_success() && page.text.contains("swagger-ui"));
        assert!(
            !page.text.contains("http://") && !page.text.contains("https://"),
            "{}",
            page.text
        );
        assert!(
            page.header("content-security-policy")
                .is_some_and(|it| it.starts_with("default-src 'self'"))
        );
        assert_eq!(
            nobody.get("/docs/swagger-ui.css").await.header("content-type"),
            Some("text/css")
        );
        assert_eq!(nobody.get("/docs/secrets.txt").await.status, StatusCode::NOT_FOUND);
        assert_eq!(nobody.get("/docs/json").await.json()["openapi"], "3.1.0");
    })
    .await;
}

#[tokio::test]
async fn the_probes_answer_and_readiness_asks_the_database() {
    on_every_database(async |database| {
        let nobody = Client::anonymous(database, unlimited());
        for path in ["/health/live", "/health/ready"] {
            assert_eq!(nobody.get(path).await.json()["status"], "ok", "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_of_other_origins_may_call_only_where_they_are_named() {
    on_every_database(async |database| {
        let ask = || {
            Request::get("/health/live")
                .header(header::ORIGIN, "https://app.example")
                .body(Body::empty())
                .expect("a request")
        };
        let closed = Client::anonymous(database, unlimited()).send(ask()).await;
        assert_eq!(closed.header("access-control-allow-origin"), None);
        let config = HttpConfig {
            cors_origins: vec![header::HeaderValue::from_static("https://app.example")],
            ..unlimited()
        };
        let open = Client::anonymous(database, config).send(ask()).await;
        assert_eq!(open.header("access-control-allow-origin"), Some("https://app.example"));
    })
    .await;
}

#[tokio::test]
async fn a_panic_and_a_request_that_takes_too_long_are_answered_like_every_failure() {
    on_every_database(async |database| {
        let routes = Router::new()
            .route(
                "/panic",
                get(async || -> &'static str { panic!("values nobody should see") }),
            )
            .route("/forever", get(std::future::pending::<&'static str>));
        let config = HttpConfig {
            timeout: Duration::ZERO,
            ..HttpConfig::default()
        };
        let context = Context {
            app: database.app.clone(),
            limiter: Limiter::new(config.requests_per_minute),
            figures: false,
            limits: crate::http::Limits::of(&HttpConfig::default()),
        };
        let client = Client {
            router: layered(routes, context, config),
            key: None,
        };
        let request = Request::get("/panic").header("x-request-id", "from-the-client");
        let panicked = client.send(request.body(Body::empty()).expect("a request")).await;
        let late = client.get("/forever").await;
        insta::allow_duplicates! { insta::assert_snapshot!([&panicked, &late].map(Answered::line).join("\n"), @r#"
        500 {"statusCode":500,"error":"Internal Server Error","message":"Something failed on the server; it has been logged","code":"INTERNAL_ERROR"}
        503 {"statusCode":503,"error":"Service Unavailable","message":"The server cannot answer now","code":"UNAVAILABLE"}
        "#); }
        assert_eq!(panicked.header("x-request-id"), Some("from-the-client"));
        assert_eq!(late.header("x-request-id").map(str::len), Some(26));
        assert_eq!([&panicked, &late].map(|it| it.header("x-ratelimit-remaining")), [Some("119"), Some("118")]);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_could_not_stand_in_a_log_is_replaced() {
    on_every_database(async |database| {
        let nobody = Client::anonymous(database, unlimited());
        for (given, is_kept) in [("a-1", true), ("two words", false), (&"a".repeat(129), false)] {
            let name = HeaderName::from_static("x-request-id");
            let answer = nobody.call_with("GET", "/health/live", None, Some((name, given))).await;
            let id = answer.header("x-request-id").expect("an id");
            assert_eq!(id == given, is_kept, "{given}");
            assert!(is_kept || id.len() == 26, "{id}");
        }
    })
    .await;
}

#[tokio::test]
async fn long_answers_are_compressed_where_the_client_can_read_that() {
    on_every_database(async |database| {
        let request = Request::get("/docs/json")
            .header(header::ACCEPT_ENCODING, "gzip")
            .body(Body::empty());
        let nobody = Client::anonymous(database, unlimited());
        let answer = nobody.send(request.expect("a request")).await;
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert_eq!(nobody.get("/docs/json").await.header("content-encoding"), None);
    })
    .await;
}
