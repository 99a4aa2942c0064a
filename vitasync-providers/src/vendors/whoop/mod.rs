//! WHOOP, developer API v2: cycles, sleep, recovery and workouts as summaries; nothing during the day.
//!
//! Scores arrive late: an object comes as `PENDING_SCORE` and again, under the same id, as `SCORED` or `UNSCORABLE`. A
//! recovery names no time of its own, so its sleep is read with it. Webhooks name a recovery by its sleep's id.
//!
//! Source: WHOOP's OpenAPI document 2.0.0 and the pages on OAuth, rate limits and the API's changelog.

mod decode;
mod records;
mod recovery;
mod registration;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::record::RecordKey;

use crate::auth::OAuth2;
use crate::error::Error;
use crate::provider::{
    Account, Example, History, Job, Limit, Method, Outcome, Page, Provider, Push, Request, Resource, Response,
    Sessions, Setting, Spec, Subscribe, Way, Whose,
};
use crate::retry::reset_in;
use crate::webhook::{Encoding, Inbound, News, Notice, Received, Refused, Trust, is_fresh};

/// WHOOP.
#[derive(Debug, Clone, Copy)]
pub struct Whoop;

const SLUG: &str = "whoop";
const BASE: &str = "https://api.prod.whoop.com/developer/v2";

static SPEC: Spec = Spec {
    slug: SLUG,
    name: "WHOOP",
    documentation: "https://developer.whoop.com/api",
    registration: registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://api.prod.whoop.com/oauth/oauth2/auth",
        token: "https://api.prod.whoop.com/oauth/oauth2/token",
        scopes: &[
            "offline",
            "read:recovery",
            "read:cycles",
            "read:workout",
            "read:sleep",
            "read:profile",
            "read:body_measurement",
        ],
        // Without it the answer to a refresh has no refresh token.
        refresh_form: &[("scope", "offline")],
        ..OAuth2::BASE
    })],
    hosts: &["api.prod.whoop.com"],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret of the app in developer-dashboard.whoop.com; it also signs the webhooks.",
        required: true,
    }],
    resources: RESOURCES,
    limits: &[
        Limit {
            whose: Whose::App,
            calls: 100,
            per: TimeDelta::minutes(1),
        },
        Limit {
            whose: Whose::App,
            calls: 10_000,
            per: TimeDelta::days(1),
        },
    ],
    push: Push {
        subscribe: Subscribe::ByHand,
        answer_within: TimeDelta::seconds(1),
        secrets: &["client_secret"],
        ..Push::NEVER
    },
    unverified: &[
        "An app has ten members until WHOOP approves it.",
        "A state shorter than eight characters is rejected.",
        "The old tokens stop working when they are refreshed.",
        "A webhook is sent about five times within an hour.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "cycle",
        scopes: &["read:cycles"],
        metrics: &[
            Metric::StrainScore,
            Metric::TotalEnergy,
            Metric::HeartRateAverage,
            Metric::HeartRateMax,
        ],
        ..LISTED
    },
    Resource {
        id: "sleep",
        scopes: &["read:sleep"],
        metrics: &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepCycleCount,
            Metric::SleepAwakenings,
            Metric::SleepNeed,
            Metric::SleepDebt,
            Metric::SleepingRespiratoryRate,
            Metric::SleepScore,
            Metric::SleepConsistency,
            Metric::SleepEfficiency,
        ],
        sessions: Sessions::Sleep,
        ..LISTED
    },
    Resource {
        id: "recovery",
        scopes: &["read:recovery"],
        metrics: &[
            Metric::RecoveryScore,
            Metric::RestingHeartRate,
            Metric::HeartRateVariabilityRmssd,
            Metric::SleepingOxygenSaturation,
            Metric::SkinTemperature,
        ],
        ..LISTED
    },
    Resource {
        id: "workout",
        scopes: &["read:workout"],
        sessions: Sessions::Workouts,
        ..LISTED
    },
    Resource {
        id: "body",
        scopes: &["read:body_measurement"],
        metrics: &[Metric::Weight, Metric::Height, Metric::HeartRateMaxSetting],
        reading: crate::provider::Reads::Current,
        history: History::FromConnect,
        ..LISTED
    },
];

/// Scores are settled and strain grows for days after a thing happened.
const LISTED: Resource = Resource {
    history: History::Since(2015),
    overlap: TimeDelta::days(4),
    ..Resource::BASE
};

static EXAMPLES: &[Example] = &[
    Example {
        path: "/developer/v2/user/profile/basic",
        body: include_str!("fixtures/profile.json"),
        ignored: &["email", "first_name", "last_name"],
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/user/measurement/body",
        body: include_str!("fixtures/body.json"),
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/cycle",
        body: include_str!("fixtures/cycles.json"),
        ignored: OWNED,
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/cycle",
        when: &[("nextToken", "bmV4dA")],
        body: include_str!("fixtures/cycles_last.json"),
        ignored: OWNED,
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/activity/sleep",
        body: include_str!("fixtures/sleeps.json"),
        ignored: OWNED,
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/recovery",
        body: include_str!("fixtures/recoveries.json"),
        ignored: &["records[].user_id"],
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/activity/workout",
        body: include_str!("fixtures/workouts.json"),
        ignored: OWNED,
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/cycle/*",
        body: include_str!("fixtures/cycle.json"),
        ignored: &["user_id", "created_at"],
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/activity/sleep/*",
        body: include_str!("fixtures/sleep.json"),
        ignored: &["user_id", "created_at"],
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/cycle/*/recovery",
        body: include_str!("fixtures/recovery.json"),
        // What is scored has a score.
        ignored: &["user_id", "score_state"],
        ..Example::BASE
    },
    Example {
        path: "/developer/v2/activity/workout/*",
        body: include_str!("fixtures/workout.json"),
        ignored: &["user_id", "created_at"],
        ..Example::BASE
    },
    Example {
        method: Method::Delete,
        path: "/developer/v2/user/access",
        status: 204,
        ..Example::BASE
    },
];

/// Whose it is and when it was made says nothing that the token and the revision do not.
const OWNED: &[&str] = &["records[].user_id", "records[].created_at"];

impl Provider for Whoop {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Connect => Request::get("read profile", format!("{BASE}/user/profile/basic")),
            Job::Window { resource, window } => {
                let (operation, path) = match resource {
                    "cycle" => ("list cycles", "cycle"),
                    "sleep" => ("list sleeps", "activity/sleep"),
                    "recovery" => ("list recoveries", "recovery"),
                    "workout" => ("list workouts", "activity/workout"),
                    "body" => return vec![Request::get("read body", format!("{BASE}/user/measurement/body"))],
                    _ => return Vec::new(),
                };
                list(operation, path, window.from, window.to)
            }
            Job::Object { resource, id } => match one(resource, id) {
                Some(request) => request,
                None => return Vec::new(),
            },
            Job::Disconnect => Request::new("revoke access", Method::Delete, format!("{BASE}/user/access")),
            Job::Backfill { .. } | Job::Subscribe { .. } | Job::Renew(_) => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match response.status {
            // The reset is seconds from now, not a time.
            429 => Outcome::Retry {
                until: reset_in(response, "x-ratelimit-reset", now),
                whose: Whose::App,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        let signature = call.header("x-whoop-signature").ok_or(Refused::NotTrusted)?;
        let timestamp = call.header("x-whoop-signature-timestamp").ok_or(Refused::NotTrusted)?;
        let signed = [timestamp.as_bytes(), call.body];
        if !trust.hmac_sha256("client_secret", &signed, Encoding::Base64, signature) {
            return Err(Refused::NotTrusted);
        }
        let at = timestamp.parse().ok().and_then(DateTime::from_timestamp_millis);
        if !is_fresh(at, now, TimeDelta::minutes(5)) {
            return Err(Refused::NotFresh);
        }
        let event: Event = serde_json::from_slice(call.body).map_err(|_| Refused::Malformed)?;
        Ok(Received::accepted(event.notice().into_iter().collect()))
    }
}

/// Asks for a page of a list, the longest there is.
fn list(operation: &'static str, path: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Request {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    Request::get(operation, format!("{BASE}/{path}"))
        .query("limit", 25)
        .query("start", time(from))
        .query("end", time(to))
}

/// Asks for one object. A recovery is found by its sleep.
fn one(resource: &str, id: &str) -> Option<Request> {
    let (operation, resource, path) = match resource {
        "cycle" => ("read cycle", "cycle", "cycle"),
        "sleep" => ("read sleep", "sleep", "activity/sleep"),
        "recovery" => ("find recovery", "recovery", "activity/sleep"),
        "workout" => ("read workout", "workout", "activity/workout"),
        _ => return None,
    };
    Some(Request::get(operation, format!("{BASE}/{path}/{id}")).object(RecordKey::new(SLUG, resource, id)))
}

#[derive(Deserialize)]
struct Event {
    user_id: i64,
    id: String,
    r#type: String,
    trace_id: Option<String>,
}

impl Event {
    /// Reads what happened; nothing where a kind is new. The id of a recovery is that of its sleep.
    fn notice(self) -> Option<Notice> {
        let (resource, verb) = self.r#type.split_once('.')?;
        let known = ["sleep", "recovery", "workout"];
        let resource = known.into_iter().find(|known| *known == resource)?;
        let news = match verb {
            "updated" => News::Fetch(one(resource, &self.id).into_iter().collect()),
            "deleted" => News::Deleted(vec![RecordKey::new(SLUG, resource, self.id).into()]),
            _ => return None,
        };
        Some(Notice {
            user: Some(self.user_id.to_string()),
            key: self.trace_id,
            news,
        })
    }
}
