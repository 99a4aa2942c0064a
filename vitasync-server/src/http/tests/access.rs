//! Calls every route of the description as everybody who must not get in, and holds the answers against what it says.
//!
//! Routes come from the description, their bodies and required parameters from its examples, so a new route is covered by
//! being described. What cannot be known from there is in [`PARTS`] and [`OPEN`]; a route with an unknown part fails.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Answered, Client, data, new_key, unlimited};
use crate::auth::Scope;
use crate::http::openapi;
use crate::http::openapi::SCOPE;
use crate::service::Id;
use crate::testing::{TestDatabase, on_every_database};

/// The routes that ask for no key.
const OPEN: [&str; 11] = [
    "/docs",
    "/docs/",
    "/docs/json",
    "/docs/{file}",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/v1/connect",
    "/v1/inbound/{providerId}/webhook",
    "/v1/oauth/{providerId}/callback",
    "/v1/providers/{providerId}/callback",
];

/// The parts of paths that name something of a tenant, and how to find it. Fields of bodies have the same names.
const PARTS: [(&str, Find); 12] = [
    ("userId", |it| &it.user),
    ("keyId", |it| &it.key_id),
    ("eventId", |it| &it.event),
    ("recordId", |it| &it.record),
    ("connectionId", |it| &it.connection),
    ("jobId", |it| &it.job),
    ("webhookId", |it| &it.webhook),
    ("batchId", |it| &it.batch),
    ("importId", |it| &it.upload),
    ("deliveryId", |it| &it.delivery),
    ("anomalyId", |it| &it.anomaly),
    ("snapshotId", |it| &it.snapshot),
];

type Find = fn(&Tenant) -> &str;

/// The parts of paths, and the fields of bodies, that belong to nobody.
const WORDS: [(&str, &str); 4] = [
    ("providerId", "whoop"),
    ("file", "swagger-ui.css"),
    ("metricType", "steps"),
    ("periodType", "weekly"),
];

/// Routes that answer a personal key of another user, because they belong to nobody or list what the key reaches.
const SHARED: [&str; 4] = [
    "/v1/insights/algorithms",
    "/v1/providers",
    "/v1/providers/{providerId}",
    "GET /v1/users",
];

/// What a query must say beside what the description requires: one of several parameters.
const CHOICES: [(&str, &str, &str); 3] = [
    ("/v1/oauth/{providerId}/authorize", "userId", "{userId}"),
    ("/v1/users/{userId}/health/explain", "date", "2025-06-15"),
    ("/v1/users/{userId}/health/timeseries", "metricType", "steps"),
];

/// A route of the description.
struct Route {
    method: String,
    path: String,
    scope: Option<Scope>,
    query: Vec<(String, String)>,
    body: Option<Value>,
}

impl Route {
    fn is_open(&self) -> bool {
        OPEN.contains(&self.path.as_str())
    }

    /// Tells whether the user stands in the query or in a token: it has tests of its own.
    fn is_way_to_a_vendor(&self) -> bool {
        self.path.ends_with("/authorize")
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn is_shared(&self) -> bool {
        SHARED.contains(&self.path.as_str()) || SHARED.contains(&self.name().as_str())
    }

    /// Lists the parts of the path that name something of a tenant.
    fn parts(&self) -> impl Iterator<Item = &'static str> {
        let names = PARTS.iter().map(|(name, _)| *name);
        names.filter(|name| self.path.contains(&format!("{{{name}}}")))
    }

    /// Fills in the path, and adds what the query must say.
    fn filled(&self, ids: &Ids) -> String {
        let mut path = self.path.clone();
        let mut query = self.query.clone();
        for (name, id) in ids {
            let part = format!("{{{name}}}");
            path = path.replace(&part, id);
            query
                .iter_mut()
                .for_each(|(_, value)| *value = value.replace(&part, id));
        }
        if path.ends_with("/app") || path.contains("/oauth/") {
            path = path.replace("{providerId}", "whoop");
        }
        for (name, word) in WORDS {
            path = path.replace(&format!("{{{name}}}"), word);
        }
        assert!(
            !path.contains('{'),
            "{path} has a part this test does not know: add it to PARTS or WORDS"
        );
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&query)
            .finish();
        match query.is_empty() {
            true => path,
            false => format!("{path}?{query}"),
        }
    }

    /// Gives the body of the examples, about these ids.
    fn body(&self, ids: &Ids) -> Option<Value> {
        let mut body = self.body.clone()?;
        for (name, value) in body.as_object_mut()? {
            if let Some(id) = ids.get(name.as_str()) {
                *value = json!(id);
            }
            if let Some((_, word)) = WORDS.iter().find(|(known, _)| known == name) {
                *value = json!(word);
            }
        }
        Some(body)
    }
}

/// Ids by the names of the parts they stand for.
type Ids = BTreeMap<&'static str, String>;

/// Ids that nothing has.
fn random_ids() -> Ids {
    PARTS.map(|(name, _)| (name, Id::generate().to_string())).into()
}

fn described() -> Vec<Route> {
    let api = serde_json::to_value(openapi()).expect("plain data");
    let paths = api["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("operations");
        operations.iter().map(|(method, operation)| Route {
            method: method.to_uppercase(),
            path: path.clone(),
            scope: operation[SCOPE].as_str().map(|id| Scope::from_id(id).expect("a scope")),
            query: required_query(path, operation),
            body: example_body(&api, operation),
        })
    });
    operations.collect()
}

/// Lists what a query must say, by the examples.
fn required_query(path: &str, operation: &Value) -> Vec<(String, String)> {
    let chosen = CHOICES.iter().filter(|(route, ..)| *route == path);
    let chosen = chosen.map(|(_, name, value)| ((*name).to_owned(), (*value).to_owned()));
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let required = parameters.filter(|it| it["in"] == "query" && it["required"] == true);
    required
        .map(|it| {
            let example = it["example"].as_str().or(it["schema"]["example"].as_str());
            let example = example.unwrap_or_else(|| panic!("{} is required and has no example", it["name"]));
            (it["name"].as_str().expect("a name").to_owned(), example.to_owned())
        })
        .chain(chosen)
        .collect()
}

/// Puts a body together from the examples of its schema: its own, those of its required fields, or of its first.
fn example_body(api: &Value, operation: &Value) -> Option<Value> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return None;
    }
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    let schema = followed(
        api,
        variants
            .chain([schema])
            .find(|it| it["$ref"].is_string())
            .unwrap_or(schema),
    );
    if !schema["example"].is_null() {
        return Some(schema["example"].clone());
    }
    let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
    let (mut examples, mut required) = (Map::new(), Vec::new());
    for part in parts.map(|part| followed(api, part)) {
        let fields = part["properties"].as_object().into_iter().flatten();
        examples.extend(fields.map(|(name, it)| (name.clone(), it["example"].clone())));
        required.extend(
            part["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str),
        );
    }
    examples.retain(|_, example| !example.is_null());
    let first = examples.keys().next().cloned();
    examples.retain(|name, _| match required.is_empty() {
        true => Some(name) == first.as_ref(),
        false => required.contains(&name.as_str()),
    });
    Some(Value::Object(examples))
}

/// Follows a reference to where it leads.
fn followed<'a>(api: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().map(|it| it.trim_start_matches('#'));
    target.map_or(schema, |target| api.pointer(target).expect("it leads somewhere"))
}

#[test]
fn every_route_names_its_scope_or_is_in_the_list_of_open_ones() {
    for route in described() {
        assert_eq!(route.scope.is_none(), route.is_open(), "{}", route.name());
    }
}

#[tokio::test]
async fn without_a_valid_key_nothing_but_the_open_routes_answers() {
    on_every_database(async |database| {
        let tenant = Tenant::new(database).await;
        let nobody = Client::anonymous(database, unlimited());
        let bodies = [
            nobody.clone(),
            nobody.with_key("vs_live_guessed"),
            nobody.with_key("nonsense"),
        ];
        for client in bodies {
            for route in described() {
                let answer = tenant.call_as(&client, &route, &tenant.ids()).await;
                let refused = answer.status == StatusCode::UNAUTHORIZED;
                assert_eq!(refused, !route.is_open(), "{}: {}", route.name(), answer.line());
                assert!(answer.headers.contains_key("x-request-id"), "{}", route.name());
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
                let tenant = Tenant::new(database).await;
                let key = new_key(database, tenant.workspace, None, &[held]).await;
                let answer = tenant.call_as(&tenant.admin.with_key(&key), route, &tenant.ids()).await;
                let may = held == needed || held == Scope::Admin;
                if may {
                    let read = route.method == "GET" && !route.is_way_to_a_vendor();
                    assert!(
                        !read || answer.status.is_success(),
                        "{}: {}",
                        route.name(),
                        answer.line()
                    );
                    let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
                    assert!(
                        !refused.contains(&answer.status),
                        "{held:?} at {}: {}",
                        route.name(),
                        answer.line()
                    );
                    assert!(!answer.status.is_server_error(), "{}: {}", route.name(), answer.line());
                } else {
                    let message = format!("Insufficient scope. Required: {}", needed.id());
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{held:?} at {}", route.name());
                    assert_eq!(answer.json()["message"], message.as_str());
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_another_workspace_cannot_be_told_from_what_does_not_exist() {
    on_every_database(async |database| {
        let (ours, theirs) = (Tenant::new(database).await, Tenant::new(database).await);
        let empty = Tenant::without_data(database).await;
        let before = theirs.everything().await;
        for route in described() {
            for part in route.parts() {
                // One part is theirs and the others, which lead there, are ours.
                let asker = if part == "eventId" { &empty } else { &ours };
                let with = |id: &str| {
                    let mut ids = asker.ids();
                    ids.insert(part, id.to_owned());
                    ids
                };
                let foreign = &theirs.ids()[part];
                let answer = asker.call_as(&asker.admin, &route, &with(foreign)).await;
                let unknown = asker
                    .call_as(&asker.admin, &route, &with(&Id::generate().to_string()))
                    .await;
                assert_eq!(
                    answer.status,
                    StatusCode::NOT_FOUND,
                    "{} {part}: {}",
                    route.name(),
                    answer.line()
                );
                assert_eq!(answer.text, unknown.text, "{}", route.name());
                assert_eq!(names(&answer), names(&unknown), "{}", route.name());
                assert!(!answer.text.contains(foreign), "{}", answer.text);
            }
        }
        assert!(
            theirs.everything().await == before,
            "something has changed on {}",
            database.engine
        );
        for (path, id) in [
            ("/v1/users", &theirs.user),
            ("/v1/api-keys", &theirs.key_id),
            ("/v1/audit-logs", &theirs.key_id),
        ] {
            let listed = ours.admin.get(path).await;
            assert!(
                listed.status.is_success() && !listed.text.contains(id),
                "{path}: {}",
                listed.text
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_id_of_another_workspace_in_a_body_does_not_exist_either() {
    on_every_database(async |database| {
        let (ours, theirs) = (Tenant::new(database).await, Tenant::new(database).await);
        let key = |user: &str| json!({"name": "a", "scopes": ["read"], "userId": user});
        let answer = ours.admin.post("/v1/api-keys", key(&theirs.user)).await;
        let unknown = ours.admin.post("/v1/api-keys", key(&Id::generate().to_string())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.text, unknown.text);
    })
    .await;
}

#[tokio::test]
async fn a_personal_key_of_another_user_is_told_nothing() {
    on_every_database(async |database| {
        let tenant = Tenant::new(database).await;
        let other = tenant
            .admin
            .post("/v1/users", json!({"externalId": "other"}))
            .await
            .json();
        let other = other["id"].as_str().expect("an id").to_owned();
        let personal = new_key(database, tenant.workspace, other.parse().ok(), &[Scope::Admin]).await;
        let personal = tenant.admin.with_key(&personal);
        let before = tenant.everything().await;
        let routes = described();
        for route in routes.iter().filter(|it| !it.is_open() && !it.is_way_to_a_vendor()) {
            let answer = tenant.call_as(&personal, route, &tenant.ids()).await;
            let of_user = route.query.iter().any(|(_, value)| value == "{userId}");
            let expected = match of_user || route.path.contains("{userId}") {
                _ if route.is_shared() => StatusCode::OK,
                true => StatusCode::NOT_FOUND,
                false => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, expected, "{}: {}", route.name(), answer.line());
            let unknown = tenant.call_as(&personal, route, &random_ids()).await;
            assert_eq!(answer.text, unknown.text, "{}", route.name());
            assert!(!answer.text.contains(&tenant.user), "{}", answer.text);
        }
        assert!(
            tenant.everything().await == before,
            "something has changed on {}",
            database.engine
        );
        let users = personal.get("/v1/users").await.json();
        assert_eq!((&users["total"], &users["data"][0]["id"]), (&json!(1), &json!(other)));
    })
    .await;
}

/// Lists the names of an answer's headers.
fn names(answer: &Answered) -> Vec<String> {
    answer.headers.keys().map(ToString::to_string).collect()
}

/// A workspace with one user and one spare key, and an administrator of it.
struct Tenant {
    admin: Client,
    workspace: Id,
    user: String,
    key_id: String,
    event: String,
    record: String,
    connection: String,
    webhook: String,
    delivery: String,
    batch: String,
    upload: String,
    job: String,
    anomaly: String,
    snapshot: String,
}

impl Tenant {
    /// With a user who has samples, a night, a workout and something unusual.
    async fn new(database: &TestDatabase) -> Self {
        let (user, admin) = data::person(database).await;
        data::out_of_breath(database, &user).await;
        let events = admin
            .get(&format!("/v1/users/{}/events?eventType=workout", user.id))
            .await
            .json();
        let event = &events["data"][0];
        let text = |it: &Value| it.as_str().unwrap_or_else(|| panic!("no id in {event}")).to_owned();
        let record = text(&event["records"][0]["id"]);
        let mut tenant = Self::of(database, admin, &user).await;
        (tenant.event, tenant.record) = (text(&event["id"]), record);
        let unusual = tenant
            .admin
            .get(&format!("/v1/users/{}/anomalies", user.id))
            .await
            .json();
        tenant.anomaly = text(&unusual["data"][0]["id"]);
        tenant
    }

    /// With a user of whom nothing is known.
    async fn without_data(database: &TestDatabase) -> Self {
        let user = database.user().await;
        Self::of(database, Client::admin(database, user.workspace_id).await, &user).await
    }

    async fn of(database: &TestDatabase, admin: Client, user: &crate::service::users::User) -> Self {
        let spare = json!({"name": "spare", "scopes": ["read"]});
        let spare = admin.post("/v1/api-keys", spare).await.json();
        let webhook = json!({"url": "https://example.com", "events": ["*"]});
        let webhook = admin.post("/v1/webhooks", webhook).await.json();
        let webhook = webhook["id"].as_str().expect("an id").to_owned();
        let delivery = admin
            .post(&format!("/v1/webhooks/{webhook}/test"), json!({}))
            .await
            .json();
        let connection = database.connection(user).await.to_string();
        let asked = format!("/v1/users/{}/connections/{connection}/sync", user.id);
        let job = admin.post(&asked, json!({})).await.json();
        let job = job["id"].as_str().expect("an id").to_owned();
        // Whoever follows it is told that it is over.
        admin.post(&format!("/v1/sync-jobs/{job}/cancel"), json!({})).await;
        let weekly = json!({"periodType": "weekly"});
        let snapshot = admin
            .post(&format!("/v1/users/{}/snapshots", user.id), weekly)
            .await
            .json();
        let snapshot = snapshot["data"]["id"].as_str().expect("an id").to_owned();
        let batch = user.id.to_string();
        let pushed = json!({"provider": "apple", "batchId": batch, "data": {}});
        let pushed = admin.post(&format!("/v1/users/{}/ingest", user.id), pushed).await;
        assert_eq!(pushed.status, StatusCode::OK, "{}", pushed.text);
        Self {
            batch,
            upload: database.upload(user).await.to_string(),
            connection,
            job,
            webhook,
            delivery: delivery["id"].as_str().expect("an id").to_owned(),
            admin,
            workspace: user.workspace_id,
            user: user.id.to_string(),
            key_id: spare["id"].as_str().expect("an id").to_owned(),
            event: Id::generate().to_string(),
            record: Id::generate().to_string(),
            anomaly: Id::generate().to_string(),
            snapshot,
        }
    }

    fn ids(&self) -> Ids {
        PARTS.map(|(name, find)| (name, find(self).to_owned())).into()
    }

    async fn call_as(&self, client: &Client, route: &Route, ids: &Ids) -> Answered {
        client.call(&route.method, &route.filled(ids), route.body(ids)).await
    }

    /// Reads everything there is to read of the tenant; that a key is used is no change.
    async fn everything(&self) -> Vec<String> {
        let mut all = Vec::new();
        for route in described().iter().filter(|it| it.method == "GET" && !it.is_open()) {
            if route.path.ends_with("/secret") {
                continue; // Looking is on record itself.
            }
            let line = self.call_as(&self.admin, route, &self.ids()).await.line();
            all.push(line.replace(r#""lastUsedAt":null"#, r#""lastUsedAt":"2025-07-01T12:00:00.000Z""#));
        }
        all
    }
}
