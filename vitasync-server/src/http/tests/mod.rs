//! Calls the router as a client would, in process, on every database.

mod access;
mod analytics;
mod audit;
mod by_hand;
mod connect;
mod data;
mod errors;
mod events;
mod explain;
mod health;
mod imports;
mod keys;
mod objects;
mod openapi;
mod preferences;
mod proxies;
mod push;
mod retention;
mod sync;
mod system;
mod users;
mod webhooks;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use super::{HttpConfig, router};
use crate::auth::{RateLimit, Scope};
use crate::service::Id;
use crate::service::keys::{CreateKey, create as create_key};
use crate::testing::{TestDatabase, somebody};

/// Somebody who calls.
#[derive(Clone)]
pub(super) struct Client {
    router: Router,
    key: Option<String>,
}

/// What came back.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answered {
    /// Reads the body as JSON; nothing is `null`.
    pub(super) fn json(&self) -> Value {
        match self.text.is_empty() {
            true => Value::Null,
            false => serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text)),
        }
    }

    /// Gives the status and the body as one line, for snapshots.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.text)
    }

    /// Gives a header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("readable"))
    }
}

/// A config without a rate limit: tests call faster than people.
pub(super) fn unlimited() -> HttpConfig {
    HttpConfig {
        requests_per_minute: None,
        ..HttpConfig::default()
    }
}

/// Makes a key of a workspace, or of one of its users.
pub(super) async fn new_key(database: &TestDatabase, workspace: Id, user: Option<Id>, scopes: &[Scope]) -> String {
    let key = CreateKey {
        name: "test".to_owned(),
        scopes: scopes.iter().copied().collect(),
        expires_at: None,
        user,
        limit: RateLimit::Default,
        environment: None,
    };
    let (_, raw) = create_key(&database.app, &somebody(), workspace, key)
        .await
        .expect("a key");
    raw.reveal().to_owned()
}

impl Client {
    /// Calls without a key.
    pub(super) fn anonymous(database: &TestDatabase, config: HttpConfig) -> Self {
        Self {
            router: router(database.app.clone(), config),
            key: None,
        }
    }

    /// Calls as an administrator of a workspace.
    pub(super) async fn admin(database: &TestDatabase, workspace: Id) -> Self {
        let key = new_key(database, workspace, None, &[Scope::Admin]).await;
        Self::anonymous(database, unlimited()).with_key(&key)
    }

    /// Calls with a key.
    pub(super) fn with_key(&self, key: &str) -> Self {
        Self {
            router: self.router.clone(),
            key: Some(key.to_owned()),
        }
    }

    pub(super) async fn get(&self, path: &str) -> Answered {
        self.call("GET", path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Answered {
        self.call("POST", path, Some(body)).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> Answered {
        self.call("PATCH", path, Some(body)).await
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> Answered {
        self.call("PUT", path, Some(body)).await
    }

    pub(super) async fn delete(&self, path: &str) -> Answered {
        self.call("DELETE", path, None).await
    }

    pub(super) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answered {
        self.call_with(method, path, body, None).await
    }

    /// Calls with one header more.
    pub(super) async fn call_with(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        header: Option<(HeaderName, &str)>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).expect("a request")).await
    }

    /// Sends a form, as a page does.
    pub(super) async fn send_form(&self, path: &str, form: String) -> Answered {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).expect("a request")).await
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answered {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answered {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
