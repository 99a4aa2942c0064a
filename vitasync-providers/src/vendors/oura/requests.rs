//! What is asked of Oura.

use chrono::{Days, SecondsFormat};
use serde::Deserialize;
use serde_json::json;
use vitasync_core::record::RecordKey;

use super::{BASE, SLUG};
use crate::provider::{Account, Auth, GrantPart, Job, Method, Request, Subscription, Value, Window};
use crate::webhook::{News, Notice};

/// The documents: our name, the path, and the word of the webhooks.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("sleep", "sleep", "sleep"),
    ("daily_sleep", "daily_sleep", "daily_sleep"),
    ("daily_readiness", "daily_readiness", "daily_readiness"),
    ("daily_activity", "daily_activity", "daily_activity"),
    ("daily_spo2", "daily_spo2", "daily_spo2"),
    ("daily_stress", "daily_stress", "daily_stress"),
    ("daily_resilience", "daily_resilience", "daily_resilience"),
    (
        "daily_cardiovascular_age",
        "daily_cardiovascular_age",
        "daily_cardiovascular_age",
    ),
    ("vo2_max", "vO2_max", "vo2_max"),
    ("workout", "workout", "workout"),
    ("session", "session", "session"),
];

const EVENTS: [&str; 3] = ["create", "update", "delete"];

pub(super) fn of(job: &Job<'_>, account: &Account) -> Vec<Request> {
    match *job {
        Job::Connect => vec![get("read person", "personal_info")],
        Job::Window { resource, window } => window_of(resource, window, account).into_iter().collect(),
        Job::Object { resource, id } => one(resource, id).into_iter().collect(),
        Job::Subscribe { callback, existing } => subscribe(callback, existing),
        Job::Renew(subscription) => {
            let url = format!("{BASE}/webhook/subscription/renew/{}", subscription.id);
            vec![by_app(Request::new("renew subscription", Method::Put, url))]
        }
        Job::Disconnect => {
            let revoke = Request::post("revoke token", "https://api.ouraring.com/oauth/revoke").auth(Auth::None);
            vec![revoke.query("access_token", Value::Grant(GrantPart::AccessToken))]
        }
        Job::Backfill { .. } => Vec::new(),
    }
}

fn get(operation: impl Into<crate::provider::Word>, path: &str) -> Request {
    Request::get(operation, format!("{BASE}/usercollection/{path}"))
}

fn window_of(resource: &str, window: Window, account: &Account) -> Option<Request> {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, false);
    match resource {
        "person" => return Some(get("read person", "personal_info")),
        "heartrate" => {
            let list = get("list heartrate", "heartrate").query("start_datetime", time(window.from));
            return Some(list.query("end_datetime", time(window.to)));
        }
        _ => {}
    }
    let (_, path, _) = DOCUMENTS.iter().find(|(id, ..)| *id == resource)?;
    // A date at the end means its first instant, and one at the beginning has been seen to be left out.
    let (first, last) = window.dates();
    let list = get(format!("list {resource}"), path)
        .query("start_date", first - Days::new(1))
        .query("end_date", last + Days::new(1));
    Some(with_heart_rate(list, account))
}

/// The heart rate of a night is also in the list of heart rates: it is taken from the night only where that list is not allowed.
fn with_heart_rate(request: Request, account: &Account) -> Request {
    if account.allows(&["heartrate"]) {
        request
    } else {
        request.note("heart_rate", "from the night")
    }
}

fn one(resource: &str, id: &str) -> Option<Request> {
    let (resource, path, _) = DOCUMENTS.iter().find(|(known, ..)| *known == resource)?;
    let read = get(format!("read {resource}"), &format!("{path}/{id}"));
    Some(read.object(RecordKey::new(SLUG, *resource, id)))
}

/// Names the application in headers; subscriptions belong to it and not to a person.
fn by_app(request: Request) -> Request {
    let request = request.auth(Auth::None);
    let request = request.header("x-client-id", Value::App("client_id".into()));
    request.header("x-client-secret", Value::App("client_secret".into()))
}

fn subscribe(callback: &str, existing: &[Subscription]) -> Vec<Request> {
    let all = DOCUMENTS
        .iter()
        .flat_map(|(.., data_type)| EVENTS.map(|event| (event, *data_type)));
    let missing = all.filter(|(event, data_type)| {
        let topic = topic(event, data_type);
        existing.iter().all(|known| known.topic != topic)
    });
    let request = |(event, data_type)| {
        let subscription = json!({
            "callback_url": callback,
            "verification_token": null,
            "event_type": event,
            "data_type": data_type,
        });
        by_app(Request::post("subscribe", format!("{BASE}/webhook/subscription")))
            .json(subscription)
            .json_secret("/verification_token", Value::App("verification_token".into()))
    };
    missing.map(request).collect()
}

/// Names what a subscription is for.
pub(super) fn topic(event: &str, data_type: &str) -> String {
    format!("{event} {data_type}")
}

#[derive(Deserialize)]
struct Event {
    event_type: String,
    data_type: String,
    object_id: String,
    event_time: String,
    user_id: String,
}

/// Reads an event. `Some(None)` is one about something that is not read here.
pub(super) fn notice(body: &[u8]) -> Option<Option<Notice>> {
    let event: Event = serde_json::from_slice(body).ok()?;
    let Some((resource, ..)) = DOCUMENTS.iter().find(|(.., data_type)| *data_type == event.data_type) else {
        return Some(None);
    };
    let news = match event.event_type.as_str() {
        "create" | "update" => News::Fetch(one(resource, &event.object_id).into_iter().collect()),
        "delete" => News::Deleted(vec![RecordKey::new(SLUG, *resource, &event.object_id).into()]),
        _ => return Some(None),
    };
    let key = [event.data_type, event.object_id, event.event_type, event.event_time].join(" ");
    Some(Some(Notice {
        user: Some(event.user_id),
        key: Some(key),
        news,
    }))
}
