//! From where requests come, with and without proxies.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

use super::{Answered, Client, new_key};
use crate::auth::Scope;
use crate::http::HttpConfig;
use crate::testing::on_every_database;

/// Calls over a connection from an address, with what that says about who calls.
async fn call_from(client: &Client, peer: &str, told: &str, mut request: Request<Body>) -> Answered {
    let peer: SocketAddr = format!("{peer}:4711").parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    let told = told.parse().expect("a header");
    request.headers_mut().insert("x-forwarded-for", told);
    client.send(request).await
}

#[tokio::test]
async fn a_header_changes_who_is_limited_only_behind_a_proxy_of_ours() {
    on_every_database(async |database| {
        let config = HttpConfig {
            requests_per_minute: NonZeroU32::new(1),
            trusted_proxies: "10.0.0.0/8".parse().expect("a network"),
            ..HttpConfig::default()
        };
        let client = Client::anonymous(database, config);
        let status = async |peer, told| {
            let request = Request::get("/v1/users").body(Body::empty()).expect("a request");
            call_from(&client, peer, told, request).await.status
        };
        let (let_in, limited) = (StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(status("192.0.2.1", "1.1.1.1").await, let_in);
        assert_eq!(status("192.0.2.1", "2.2.2.2").await, limited, "it is the same client");
        assert_eq!(status("10.0.0.1", "3.3.3.3").await, let_in);
        assert_eq!(status("10.0.0.1", "4.4.4.4").await, let_in);
        assert_eq!(
            status("10.0.0.2", "5.5.5.5, 4.4.4.4").await,
            limited,
            "by another proxy"
        );
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_names_the_client_behind_a_proxy() {
    on_every_database(async |database| {
        let user = database.user().await;
        let key = new_key(database, user.workspace_id, None, &[Scope::Admin]).await;
        let config = HttpConfig {
            trusted_proxies: "10.0.0.1".parse().expect("an address"),
            ..HttpConfig::default()
        };
        let client = Client::anonymous(database, config).with_key(&key);
        for (peer, name) in [("10.0.0.1", "by the proxy"), ("192.0.2.9", "past the proxy")] {
            let body = json!({"name": name, "scopes": ["read"]}).to_string();
            let request = Request::post("/v1/api-keys")
                .header(header::AUTHORIZATION, format!("Bearer {key}"))
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body));
            let made = call_from(&client, peer, "192.0.2.7", request.expect("a request")).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        }
        let log = client.get("/v1/audit-logs?action=api_key.created").await.json();
        let rows = log["data"].as_array().expect("rows");
        let mut addresses: Vec<&str> = rows.iter().filter_map(|it| it["address"].as_str()).collect();
        addresses.sort_unstable();
        assert_eq!(addresses, ["192.0.2.7", "192.0.2.9"], "on {}", database.engine);
    })
    .await;
}
