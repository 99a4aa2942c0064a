//! Hevy, public API v1: strength workouts with every set, and body measurements that people type.
//!
//! A person with Hevy Pro makes a key at hevy.com/settings?developer and pastes it; there is no OAuth, no scope and no approval.
//! The key may write as well, does not end, and is refused once the person makes another. Workouts are read from the feed of
//! changes, from the first time on: it holds everything there is, names what was deleted, and a change while it is read
//! moves a workout to its front, where it is at worst read twice. Measurements have no such feed.
//!
//! All times are UTC and nothing tells where the person was: a workout has no offset, and its day follows the person's zone. Hevy
//! names no sport. A workout is strength training unless the titles of all its exercises name one endurance sport. Sets stand
//! as JSON in the remark `exercises`, without times, because Hevy has none; energy and heart rate are not in the API. Girths
//! without a metric of their own stand as remarks in centimetres beside what has one.
//!
//! A push names a workout that is new, and no person: its address does, and the token it carries is an HMAC of that person
//! under our secret. Subscribing by the API may be gone; then nothing is pushed and the feed is asked in its time. A subscription that leads elsewhere is left alone, for an account has one; ours stays until the person removes it.
//!
//! Source: Hevy's OpenAPI document 0.0.1 as of August 2026; what clients found about 404 behind the last page and 429.

mod decode;
mod records;
mod registration;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;
use vitasync_core::Metric;
use vitasync_core::record::RecordKey;

use crate::auth::{Carrier, Key};
use crate::error::Error;
use crate::provider::{
    Account, Example, History, Ids, Job, Limit, Method, Outcome, Page, Provider, Push, Reads, Request, Resource,
    Response, Sessions, Setting, Spec, Subscribe, Value, Way, Whose,
};
use crate::retry::retry_after;
use crate::webhook::{Encoding, Inbound, News, Notice, Received, Refused, Trust};

/// Hevy.
#[derive(Debug, Clone, Copy)]
pub struct Hevy;

const SLUG: &str = "hevy";
const BASE: &str = "https://api.hevyapp.com/v1";
const WORKOUTS: &str = "workouts";
const MEASUREMENTS: &str = "body_measurements";
/// The longest page there is.
const PAGE_SIZE: u32 = 10;

static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Hevy",
    documentation: "https://api.hevyapp.com/docs/",
    registration: registration::REGISTRATION,
    ways: &[Way::Key(Key {
        help: "hevy.com/settings?developer, with Hevy Pro",
        carrier: Carrier::Header("api-key"),
    })],
    hosts: &["api.hevyapp.com"],
    settings: &[Setting {
        name: "webhook_secret",
        help: "A long random word of your own. The token of each person's pushes is made from it.",
        required: false,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::User,
        calls: 2,
        per: TimeDelta::seconds(1),
    }],
    push: Push {
        subscribe: Subscribe::User,
        answer_within: TimeDelta::seconds(5),
        secrets: &["webhook_secret"],
        ..Push::NEVER
    },
    // A measurement has no id but its day.
    ids: Ids::Connection,
    unverified: &[
        "How often the API may be called is not published; bursts are answered with 429.",
        "Behind the last page of a list stands 404.",
        "Subscribing by the API was in Hevy's document until December 2025; whether it works for new keys is not known.",
        "What is pushed comes in two forms, and both are read.",
        "Measurements are listed with the newest first; where they are not, every page is read.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: WORKOUTS,
        sessions: Sessions::Workouts,
        reading: Reads::ByChange,
        // Our clock and Hevy's may differ, and a change may take a moment to show.
        overlap: TimeDelta::minutes(15),
        ..Resource::BASE
    },
    Resource {
        id: MEASUREMENTS,
        metrics: &[
            Metric::Weight,
            Metric::LeanBodyMass,
            Metric::BodyFatPercentage,
            Metric::WaistCircumference,
        ],
        history: History::Since(2010),
        overlap: TimeDelta::days(30),
        ..Resource::BASE
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/v1/user/info",
        body: include_str!("fixtures/user.json"),
        ignored: &["data.name", "data.url"],
        ..Example::BASE
    },
    Example {
        path: "/v1/workouts/*",
        body: include_str!("fixtures/workout.json"),
        // Exercises and sets stand in their order.
        ignored: &["created_at", "exercises[].index", "exercises[].sets[].index"],
        ..Example::BASE
    },
    Example {
        path: "/v1/workouts/events",
        body: include_str!("fixtures/events.json"),
        ignored: IN_EVENTS,
        ..Example::BASE
    },
    Example {
        path: "/v1/workouts/events",
        when: &[("page", "2")],
        body: include_str!("fixtures/events_last.json"),
        ignored: IN_EVENTS,
        ..Example::BASE
    },
    Example {
        path: "/v1/body_measurements",
        body: include_str!("fixtures/measurements.json"),
        ..Example::BASE
    },
    Example {
        path: "/v1/body_measurements",
        when: &[("page", "2")],
        body: include_str!("fixtures/measurements_last.json"),
        ..Example::BASE
    },
    Example {
        path: "/v1/body_measurements/*",
        body: include_str!("fixtures/measurement.json"),
        ..Example::BASE
    },
    Example {
        path: "/v1/webhook-subscription",
        status: 404,
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/v1/webhook-subscription",
        status: 201,
        ..Example::BASE
    },
];

const IN_EVENTS: &[&str] = &[
    "events[].workout.created_at",
    "events[].workout.exercises[].index",
    "events[].workout.exercises[].sets[].index",
];

impl Provider for Hevy {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Connect => Some(Request::get("read user", format!("{BASE}/user/info"))),
            Job::Window { resource, window } => match resource {
                WORKOUTS => {
                    let since = window.from.to_rfc3339_opts(SecondsFormat::Secs, true);
                    Some(list("list events", "workouts/events").query("since", since))
                }
                MEASUREMENTS => {
                    Some(list("list measurements", MEASUREMENTS).note("from", window.dates().0.to_string()))
                }
                _ => None,
            },
            Job::Object { resource, id } => one(resource, id),
            Job::Subscribe { callback, existing } => subscribe(callback, account).filter(|_| existing.is_empty()),
            // A key cannot be withdrawn by the API; the person makes another.
            Job::Disconnect | Job::Backfill { .. } | Job::Renew(_) => None,
        };
        request.into_iter().collect()
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match (response.status, request.operation.as_ref()) {
            (401, _) => Outcome::Reconnect,
            (404, "list events" | "list measurements") => Outcome::Empty,
            // Nobody has subscribed yet.
            (404, "read subscription") => Outcome::Ok,
            (404 | 410, "subscribe") => Outcome::Skip,
            (429, _) => Outcome::Retry {
                until: retry_after(response, now),
                whose: Whose::User,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let token = call.header("authorization").ok_or(Refused::NotTrusted)?;
        let user = call.query("user").ok_or(Refused::NotTrusted)?;
        if !trust.hmac_sha256("webhook_secret", &[user.as_bytes()], Encoding::Hex, token) {
            return Err(Refused::NotTrusted);
        }
        let pushed: Pushed = serde_json::from_slice(call.body).map_err(|_| Refused::Malformed)?;
        let workout = pushed.workout_id.or(pushed.payload.map(|it| it.workout_id));
        let workout = workout.ok_or(Refused::Malformed)?;
        Ok(Received::accepted(vec![Notice {
            user: Some(user.to_owned()),
            key: Some(pushed.id.unwrap_or_else(|| workout.clone())),
            news: News::Fetch(one(WORKOUTS, &workout).into_iter().collect()),
        }]))
    }
}

/// Asks for the first page of a list.
fn list(operation: &'static str, path: &str) -> Request {
    Request::get(operation, format!("{BASE}/{path}"))
        .query("page", 1)
        .query("pageSize", PAGE_SIZE)
}

fn one(resource: &str, id: &str) -> Option<Request> {
    let (operation, resource) = match resource {
        WORKOUTS => ("read workout", WORKOUTS),
        MEASUREMENTS => ("read measurement", MEASUREMENTS),
        _ => return None,
    };
    let request = Request::get(operation, format!("{BASE}/{resource}/{id}"));
    Some(request.object(RecordKey::new(SLUG, resource, id)))
}

/// Asks whose pushes an account has; what to do about it follows. The person is part of our address, for a push names none.
fn subscribe(callback: &str, account: &Account) -> Option<Request> {
    let user = account.user.as_deref()?;
    let mark = if callback.contains('?') { '&' } else { '?' };
    let user_pair = form_urlencoded::Serializer::new(String::new())
        .append_pair("user", user)
        .finish();
    let request = Request::get("read subscription", format!("{BASE}/webhook-subscription"));
    Some(
        request
            .note("address", format!("{callback}{mark}{user_pair}"))
            .note("user", user),
    )
}

/// Asks for pushes to an address.
fn subscribe_to(address: &str, user: &str) -> Request {
    let token = Value::HmacSha256 {
        key: "webhook_secret".into(),
        parts: vec![user.into()],
        separator: "".into(),
    };
    Request::post("subscribe", format!("{BASE}/webhook-subscription"))
        .json(json!({ "url": address, "authToken": "" }))
        .json_secret("/authToken", token)
        .note("address", address)
}

#[derive(Deserialize)]
struct Pushed {
    id: Option<String>,
    #[serde(rename = "workoutId")]
    workout_id: Option<String>,
    payload: Option<Payload>,
}

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "workoutId")]
    workout_id: String,
}
