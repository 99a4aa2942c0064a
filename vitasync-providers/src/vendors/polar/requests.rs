//! What is asked of Polar, and what its events ask for.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::json;
use vitasync_core::record::RecordKey;

use super::{BASE, SLUG};
use crate::provider::{Account, Auth, Job, Method, Request, Subscription, Window};
use crate::webhook::{News, Notice};

const EVENTS: [&str; 5] = [
    "EXERCISE",
    "SLEEP",
    "CONTINUOUS_HEART_RATE",
    "ACTIVITY_SUMMARY",
    "PHYSICAL_INFORMATION",
];

pub(super) fn of(job: &Job<'_>, account: &Account) -> Vec<Request> {
    match *job {
        Job::Connect => account.user.as_deref().map(register).unwrap_or_default(),
        Job::Window { resource, window } => window_of(resource, window).into_iter().collect(),
        Job::Object { resource, id } => one(resource, id).into_iter().collect(),
        Job::Subscribe { existing, callback } => subscribe(callback, existing).into_iter().collect(),
        Job::Renew(_) => {
            let url = format!("{BASE}/webhooks/activate");
            vec![Request::post("activate webhook", url).auth(Auth::AppBasic)]
        }
        Job::Disconnect => {
            let user = account.user.iter();
            let delete = |user| Request::new("delete user", Method::Delete, format!("{BASE}/users/{user}"));
            user.map(delete).collect()
        }
        Job::Backfill { .. } => Vec::new(),
    }
}

fn get(operation: &'static str, path: &str) -> Request {
    Request::get(operation, format!("{BASE}/{path}")).header("accept", "application/json")
}

/// Registers the person, who may be already, and reads who they are. The name we give them has to be unique, as Polar's own is.
fn register(user: &str) -> Vec<Request> {
    let register = Request::post("register user", format!("{BASE}/users"));
    vec![
        register
            .header("accept", "application/json")
            .json(json!({ "member-id": user })),
        get("read user", &format!("users/{user}")),
    ]
}

fn window_of(resource: &str, window: Window) -> Option<Request> {
    let (first, last) = window.dates();
    let dated = |request: Request| request.query("from", first).query("to", last);
    let request = match resource {
        // The list is short; each exercise that is new is read with its series.
        "exercise" => get("find exercises", "exercises").note("since", window.from.to_rfc3339()),
        "activity" => dated(get("list activity", "users/activities")).query("steps", true),
        "sleep" => get("list sleep", "users/sleep"),
        "nightly_recharge" => get("list nightly recharge", "users/nightly-recharge"),
        "continuous_heart_rate" => dated(get("list heart rate", "users/continuous-heart-rate")),
        "cardio_load" => {
            let days = (window.to - window.from).num_days() + 2;
            cardio_load(days.clamp(1, 180))
        }
        "skin_temperature" => dated(get("list skin temperature", "users/biosensing/skintemperature")),
        "body_temperature" => dated(get("list body temperature", "users/biosensing/bodytemperature")),
        "spo2" => dated(get("list spo2", "users/biosensing/spo2")),
        "ecg" => dated(get("list ecg", "users/biosensing/ecg")),
        "physical_info" => get("read physical info", "users/physical-info"),
        _ => return None,
    };
    Some(request)
}

fn cardio_load(days: i64) -> Request {
    get("list cardio load", &format!("users/cardio-load/period/days/{days}"))
}

/// Asks for an exercise with everything in it.
pub(super) fn exercise(id: &str) -> Request {
    let read = get("read exercise", &format!("exercises/{id}"));
    let read = read.query("samples", true).query("zones", true).query("route", true);
    read.object(RecordKey::new(SLUG, "exercise", id))
}

fn one(resource: &str, id: &str) -> Option<Request> {
    let (operation, path) = match resource {
        "exercise" => return Some(exercise(id)),
        "activity" => ("read activity", "users/activities"),
        "sleep" => ("read sleep", "users/sleep"),
        "nightly_recharge" => ("read nightly recharge", "users/nightly-recharge"),
        "continuous_heart_rate" => ("read heart rate", "users/continuous-heart-rate"),
        "cardio_load" => ("list cardio load", "users/cardio-load"),
        _ => return None,
    };
    // The rest has no address of its own. What is asked for by its date is named by it.
    let request = get(operation, &format!("{path}/{id}")).object(RecordKey::new(SLUG, resource, id));
    Some(if resource == "activity" {
        request.query("steps", true)
    } else {
        request
    })
}

/// There is one webhook for an application.
fn subscribe(callback: &str, existing: &[Subscription]) -> Option<Request> {
    let create = Request::post("subscribe", format!("{BASE}/webhooks")).auth(Auth::AppBasic);
    let create = create.json(json!({ "events": EVENTS, "url": callback }));
    existing.is_empty().then_some(create)
}

/// An event. Its address is not used: what to ask follows from the rest.
#[derive(Deserialize)]
pub(super) struct Event {
    event: String,
    user_id: Option<u64>,
    entity_id: Option<String>,
    date: Option<NaiveDate>,
    timestamp: Option<DateTime<Utc>>,
}

/// Reads an event.
pub(super) fn event(body: &[u8]) -> Option<Event> {
    serde_json::from_slice(body).ok()
}

impl Event {
    /// Tells whether it only asks whether we are there.
    pub(super) fn is_ping(&self) -> bool {
        self.event == "PING"
    }

    /// Reads what happened; nothing where a kind is new.
    pub(super) fn notice(self) -> Option<Notice> {
        let requests = self.requests()?;
        let (user, timestamp) = (self.user_id?.to_string(), self.timestamp.map(|at| at.to_rfc3339()));
        let what = self.entity_id.or(self.date.map(|date| date.to_string()));
        let key = [
            self.event,
            user.clone(),
            what.unwrap_or_default(),
            timestamp.unwrap_or_default(),
        ];
        Some(Notice {
            user: Some(user),
            key: Some(key.join(" ")),
            news: News::Fetch(requests),
        })
    }

    fn requests(&self) -> Option<Vec<Request>> {
        let date = self.date.map(|date| date.to_string());
        let dated = |resource| one(resource, date.as_deref()?);
        let requests = match self.event.as_str() {
            "EXERCISE" => vec![exercise(self.entity_id.as_deref()?), cardio_load(2)],
            "SLEEP" => {
                let night = self.date?;
                let warmth = get("list skin temperature", "users/biosensing/skintemperature")
                    .query("from", night - Days::new(1))
                    .query("to", night);
                vec![dated("sleep")?, dated("nightly_recharge")?, warmth]
            }
            "CONTINUOUS_HEART_RATE" => vec![dated("continuous_heart_rate")?],
            "ACTIVITY_SUMMARY" => vec![dated("activity")?],
            "PHYSICAL_INFORMATION" => vec![get("read physical info", "users/physical-info")],
            _ => return None,
        };
        Some(requests)
    }
}
