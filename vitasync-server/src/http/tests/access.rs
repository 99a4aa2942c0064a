//! Walks every route of the description and holds who gets in against what it says.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Client, new_key, unlimited};
use crate::auth::Scope;
use crate::http::openapi::SCOPE;
use crate::http::{openapi, router};
use crate::testing::{TestDatabase, on_every_database};

/// The routes that ask for no key.
const OPEN: [&str; 6] = [
    "/docs",
    "/docs/",
    "/docs/json",
    "/docs/{file}",
    "/health/live",
    "/health/ready",
];

/// Parts of paths that name what no workspace of these tests has.
const NEVER_THERE: [&str; 4] = ["{eventId}", "{webhookId}", "{batchId}", "{jobId}"];

/// A route of the description.
struct Route {
    method: String,
    path: String,
    scope: Option<Scope>,
}

fn described() -> Vec<Route> {
    let api = serde_json::to_value(openapi()).expect("plain data");
    let paths = api["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("operations");
        operations.iter().map(move |(method, operation)| Route {
            method: method.to_uppercase(),
            path: path.clone(),
            scope: operation[SCOPE].as_str().map(|id| Scope::from_id(id).expect("a scope")),
        })
    });
    operations.collect()
}

impl Route {
    /// Fills in the path: ids of somebody, and words for the rest.
    fn filled(&self, user: &str, key: &str) -> String {
        let path = self.path.replace("{userId}", user).replace("{keyId}", key);
        let path = path
            .replace("{providerId}", "apple_health")
            .replace("{file}", "swagger-ui.css");
        let path = ["{eventId}", "{webhookId}", "{deliveryId}", "{batchId}", "{jobId}"]
            .iter()
            .fold(path, |path, part| path.replace(part, user));
        assert!(!path.contains('{'), "{path} has a part this test does not know");
        match self.path.rsplit('/').next() {
            Some("timeseries") => path + "?metricType=steps&from=2025-06-01&to=2025-06-02",
            Some("daily-summaries") => path + "?from=2025-06-01&to=2025-06-02",
            Some("explain") => path + "?metricType=steps&date=2025-06-01",
            Some("order") => path + "?metricType=steps",
            _ => path,
        }
    }

    /// A body that can be read wherever one is needed.
    fn body(&self) -> Option<Value> {
        match (self.method.as_str(), self.path.as_str()) {
            ("POST", "/v1/users") => Some(json!({"externalId": "somebody"})),
            ("PATCH", "/v1/users/{userId}") => Some(json!({"displayName": "Changed"})),
            ("PATCH", "/v1/users/{userId}/preferences") => Some(json!({"weekStart": "sunday"})),
            (_, "/v1/users/{userId}/events/{eventId}/primary" | "/v1/users/{userId}/events/{eventId}/unlink")
            | ("POST", "/v1/users/{userId}/events/{eventId}/relink") => {
                Some(json!({"recordId": "5QF7M3T9K2ZB8N4W6X1C0D5E7G"}))
            }
            ("POST", "/v1/users/{userId}/events/{eventId}/link") => {
                Some(json!({"eventId": "5QF7M3T9K2ZB8N4W6X1C0D5E7G"}))
            }
            ("POST", "/v1/users/{userId}/ingest") => Some(json!({"provider": "apple", "data": {}})),
            ("POST", "/v1/users/{userId}/imports") => Some(json!({})),
            ("POST", "/v1/webhooks") => Some(json!({"url": "https://example.com", "events": ["*"]})),
            ("PATCH", "/v1/webhooks/{webhookId}") => Some(json!({"isActive": true})),
            ("POST", "/v1/webhooks/{webhookId}/rotate-secret") => Some(json!({})),
            ("POST", "/v1/api-keys") => Some(json!({"name": "another", "scopes": ["read"]})),
            _ => None,
        }
    }

    fn is_open(&self) -> bool {
        OPEN.contains(&self.path.as_str())
    }
}

#[test]
fn every_route_names_its_scope_or_is_in_the_list_of_open_ones() {
    for route in described() {
        assert_eq!(
            route.scope.is_none(),
            route.is_open(),
            "{} {}",
            route.method,
            route.path
        );
    }
}

#[tokio::test]
async fn without_a_valid_key_nothing_but_the_open_routes_answers() {
    on_every_database(async |database| {
        let user = database.user().await;
        let nobody = Client::anonymous(database, unlimited());
        for client in [
            nobody.clone(),
            nobody.with_key("vs_live_guessed"),
            nobody.with_key("nonsense"),
        ] {
            for route in described() {
                let path = route.filled(&user.id.to_string(), &user.id.to_string());
                let answer = client.call(&route.method, &path, route.body()).await;
                let refused = answer.status == StatusCode::UNAUTHORIZED;
                assert_eq!(refused, !route.is_open(), "{} {path}: {}", route.method, answer.status);
                assert!(answer.headers.contains_key("x-request-id"), "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_gets_in_exactly_where_its_scopes_say() {
    on_every_database(async |database| {
        for held in Scope::ALL {
            for route in described().iter().filter(|route| !route.is_open()) {
                let needed = route.scope.expect("checked above");
                let client = Tenant::new(database, held).await;
                let answer = client.call(route).await;
                let may = held == needed || held == Scope::Admin;
                let refused = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(
                    refused,
                    !may,
                    "{held:?} at {} {}: {}",
                    route.method,
                    route.path,
                    answer.line()
                );
                assert!(
                    may == answer.status.is_success() || NEVER_THERE.iter().any(|it| route.path.contains(it)),
                    "{}",
                    answer.line()
                );
                if refused {
                    let message = format!("Insufficient scope. Required: {}", needed.id());
                    assert_eq!(answer.json()["message"], message.as_str());
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_another_workspace_does_not_exist() {
    on_every_database(async |database| {
        let (ours, theirs) = (
            Tenant::new(database, Scope::Admin).await,
            Tenant::new(database, Scope::Admin).await,
        );
        for route in described()
            .iter()
            .filter(|it| it.path.contains("{userId}") || it.path.contains("{keyId}"))
        {
            let path = route.filled(&theirs.user, &theirs.key_id);
            let answer = ours.client.call(&route.method, &path, route.body()).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}", route.method);
            assert!(!answer.text.contains(&theirs.user), "{}", answer.text);
        }
        let users = ours.client.get("/v1/users").await.json();
        assert_eq!(users["total"], 1);
        assert_eq!(users["data"][0]["id"], ours.user.as_str());
        let keys = ours.client.get("/v1/api-keys").await.text;
        assert!(!keys.contains(&theirs.key_id));
        assert_eq!(
            theirs.client.get(&format!("/v1/users/{}", theirs.user)).await.status,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn a_personal_key_sees_its_user_alone() {
    on_every_database(async |database| {
        let tenant = Tenant::new(database, Scope::Admin).await;
        let other = tenant
            .client
            .post("/v1/users", json!({"externalId": "other"}))
            .await
            .json();
        let other = other["id"].as_str().expect("an id").to_owned();
        let personal = new_key(database, tenant.workspace, tenant.user.parse().ok(), &[Scope::Admin]).await;
        let personal = tenant.client.with_key(&personal);
        for route in described().iter().filter(|it| !it.is_open()) {
            let answer = personal
                .call(&route.method, &route.filled(&other, &tenant.key_id), route.body())
                .await;
            let expected = match route.path.as_str() {
                "/v1/providers" | "/v1/providers/{providerId}" => StatusCode::OK,
                "/v1/users" if route.method == "GET" => StatusCode::OK,
                path if path.contains("{userId}") => StatusCode::NOT_FOUND,
                _ => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, expected, "{} {}", route.method, route.path);
        }
        let users = personal.get("/v1/users").await.json();
        assert_eq!(
            (&users["total"], &users["data"][0]["id"]),
            (&json!(1), &json!(tenant.user))
        );
        assert_eq!(
            personal.get(&format!("/v1/users/{}", tenant.user)).await.status,
            StatusCode::OK
        );
    })
    .await;
}

/// A workspace with one user and one spare key, and a client of it.
struct Tenant {
    client: Client,
    workspace: crate::service::Id,
    user: String,
    key_id: String,
}

impl Tenant {
    async fn new(database: &TestDatabase, scope: Scope) -> Self {
        let user = database.user().await;
        let admin = Client::admin(database, user.workspace_id).await;
        let spare = admin
            .post("/v1/api-keys", json!({"name": "spare", "scopes": ["read"]}))
            .await
            .json();
        let key = new_key(database, user.workspace_id, None, &[scope]).await;
        let app = database.app.clone().with_originals(database.folder());
        let client = Client {
            router: router(app, unlimited()),
            key: None,
        };
        Self {
            client: client.with_key(&key),
            workspace: user.workspace_id,
            user: user.id.to_string(),
            key_id: spare["id"].as_str().expect("an id").to_owned(),
        }
    }

    async fn call(&self, route: &Route) -> super::Answered {
        self.client
            .call(&route.method, &route.filled(&self.user, &self.key_id), route.body())
            .await
    }
}
