//! Strava, API v3: activities of people who record with anything, with laps and streams; nothing about sleep or days.
//!
//! **Off by default** ([`Spec::terms`]). Strava's terms let an application show data to the athlete it is about and to nobody
//! else, keep it for seven days, and forbid handing it to an AI; platforms between Strava and an application are not
//! supported. Who switches it on has read them, uses an application of their own, deletes in time and keeps the data away
//! from AI tools.
//!
//! Auth: OAuth 2.0 without PKCE; scopes stand between commas, and the person may untick some. A refresh may bring a new refresh
//! token; the old one is dead at once. Until its review an application has ten athletes, and its owner pays for Strava.
//!
//! The whole history is listed as summaries (`activity`), two hundred for a call. The last 90 days are read in full
//! (`detail`: calories, laps, streams, route), two calls for an activity; what is older is read in full when it is asked for. What
//! Strava has answered about an activity counts by how complete it is and then by when it came, so that a summary never
//! displaces an activity that has been read in full.
//!
//! Limits are counted for all athletes of an application together, in quarter hours and days of UTC. There is one subscription
//! for an application; it is verified while it is being made. An event names what changed and holds nothing: it is fetched, also
//! where it says "deleted", because the signing key is not documented and a privacy change looks like a deletion. Edits of distance,
//! time and route send no event.
//!
//! Source: the OpenAPI document and the pages on authentication, webhooks, rate limits and the changelog at
//! developers.strava.com. What is not from there is in [`Spec::unverified`].

mod activity;
mod decode;
mod registration;
mod spec;
mod streams;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use vitasync_core::record::RecordKey;

use crate::auth::{self, Goal, Next, TokenStep};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Auth, GrantPart, Job, Method, Outcome, Page, Provider, Request, Response, Spec, Subscription, Value,
    Whose, Window,
};
use crate::retry::next_boundary;
use crate::webhook::{Encoding, Inbound, News, Notice, Received, Refused, Reply, Trust, is_fresh};

/// Strava, at one of its two addresses.
#[derive(Debug, Clone, Copy)]
pub struct Strava {
    base: &'static str,
}

impl Strava {
    /// The address of today.
    pub const CURRENT: Self = Self {
        base: "https://www.strava.com/api/v3",
    };

    /// The address that is announced for 1 June 2027 and later; the old one ends that day.
    pub const ANNOUNCED: Self = Self {
        base: "https://www.api-v3.strava.com",
    };
}

const SLUG: &str = "strava";

impl Provider for Strava {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Connect => self.get("read athlete", "athlete"),
            Job::Window { resource, window } => match resource {
                "activity" => self.list("list activities", window),
                "detail" => self.list("find activities", window),
                "athlete" => self.get("read athlete", "athlete"),
                _ => return Vec::new(),
            },
            Job::Object {
                resource: "activity" | "detail",
                id,
            } => self.activity(id),
            Job::Subscribe { callback, existing: [] } => {
                by_app(self.get("list subscriptions", "push_subscriptions")).note("callback", callback)
            }
            Job::Disconnect => Request::post("revoke token", "https://www.strava.com/oauth/revoke")
                .auth(Auth::AppBasic)
                .form("token", Value::Grant(GrantPart::RefreshToken))
                .form("token_type_hint", "refresh_token"),
            Job::Object { .. } | Job::Subscribe { .. } | Job::Backfill { .. } | Job::Renew(_) => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(*self, request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        let fault = || Fault::of(response);
        match (response.status, request.operation.as_ref()) {
            (401, _) if fault().is(|it| it.field.ends_with("_permission")) => Outcome::Forbidden,
            // The owner of the application has stopped paying: nobody's authorisation is the cause.
            (403, _) if fault().is(|it| it.resource == "Application") => Outcome::Misconfigured,
            // For subscribers only, or somebody else's by now.
            (402 | 403, "read activity" | "read streams") => Outcome::Skip,
            // What was typed has no streams.
            (404, "read streams") => Outcome::Skip,
            // There is a subscription already, or our address did not answer the challenge.
            (400, "subscribe") => Outcome::Misconfigured,
            (429, _) => Outcome::Retry {
                until: Some(open_again(response, now)),
                whose: Whose::App,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }

    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        let answer = step.answers.last();
        // The status alone would send the person to connect again, which helps nobody.
        if let Some(answer) = answer.filter(|answer| matches!(answer.status, 400 | 401 | 403)) {
            let fault = Fault::of(answer);
            if fault.is(|it| it.resource == "Application") || fault.message.contains("connected athletes") {
                let operation = if step.goal == Goal::Refresh {
                    "refresh token"
                } else {
                    "exchange code"
                };
                return Err(Error::new(SLUG, operation, ErrorKind::Misconfigured));
            }
        }
        let mut next = auth::standard(&spec::SPEC, step)?;
        if let (Next::Done(grant), Some(answer)) = (&mut next, answer) {
            let introduced = serde_json::from_slice::<Introduced>(&answer.body).ok();
            grant.user = introduced
                .and_then(|it| it.athlete)
                .map(|athlete| athlete.id.to_string());
        }
        Ok(next)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        if call.method == Method::Get {
            return challenge(call, trust);
        }
        let signed = signature(call, trust, now)?;
        let event: Event = serde_json::from_slice(call.body).map_err(|_| Refused::Malformed)?;
        if !signed && !trust.has_subscription(&event.subscription_id.to_string()) {
            return Err(Refused::NotTrusted);
        }
        Ok(Received::accepted(event.notice(*self, signed).into_iter().collect()))
    }
}

impl Strava {
    fn get(self, operation: &'static str, path: &str) -> Request {
        Request::get(operation, format!("{}/{path}", self.base))
    }

    /// Asks for the first page of what began in a window. Strava leaves out what began at `after`.
    fn list(self, operation: &'static str, window: Window) -> Request {
        self.get(operation, "athlete/activities")
            .query("after", window.from.timestamp() - 1)
            .query("before", window.to.timestamp() + 1)
            .query("per_page", 200)
            .query("page", 1)
    }

    fn activity(self, id: &str) -> Request {
        let read = self.get("read activity", &format!("activities/{id}"));
        read.object(RecordKey::new(SLUG, "activity", id))
    }

    fn streams(self, id: u64) -> Request {
        self.get("read streams", &format!("activities/{id}/streams"))
            .query("keys", streams::KEYS)
            .query("key_by_type", "true")
    }

    /// Asks for the one subscription an application may have. Strava calls back before it answers.
    fn subscribe(self, callback: &str) -> Request {
        Request::post("subscribe", format!("{}/push_subscriptions", self.base))
            .auth(Auth::None)
            .form("client_id", Value::App("client_id".into()))
            .form("client_secret", Value::App("client_secret".into()))
            .form("callback_url", callback)
            .form("verify_token", Value::App("verify_token".into()))
    }
}

/// Names the application in the query; subscriptions belong to it and not to a person.
fn by_app(request: Request) -> Request {
    let request = request.auth(Auth::None);
    let request = request.query("client_id", Value::App("client_id".into()));
    request.query("client_secret", Value::App("client_secret".into()))
}

fn subscription(id: u64) -> Subscription {
    Subscription {
        id: id.to_string(),
        topic: "everything".to_owned(),
        expires_at: None,
        secret: None,
    }
}

/// Answers the question whether we meant to subscribe.
fn challenge(call: &Inbound<'_>, trust: &Trust<'_>) -> Result<Received, Refused> {
    let token = call.query("hub.verify_token").ok_or(Refused::NotTrusted)?;
    let challenge = call.query("hub.challenge").ok_or(Refused::Malformed)?;
    if !trust.knows("verify_token", token) {
        return Err(Refused::NotTrusted);
    }
    let reply = serde_json::json!({ "hub.challenge": challenge });
    Ok(Received::challenge(Reply::json(&reply)))
}

/// Tells whether a call is signed: by HMAC-SHA256 over `t.body`. Which key Strava takes is not documented, so a signature is
/// checked, and then wanted, only where the operator has set one.
fn signature(call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<bool, Refused> {
    if !trust.is_set("signing_secret") {
        return Ok(false);
    }
    let header = call.header("x-strava-signature").ok_or(Refused::NotTrusted)?;
    let part = |name: &str| header.split(',').find_map(|part| part.trim().strip_prefix(name));
    let timestamp = part("t=").ok_or(Refused::NotTrusted)?;
    let signature = part("v1=").ok_or(Refused::NotTrusted)?;
    let signed = [timestamp.as_bytes(), b".", call.body];
    if !trust.hmac_sha256("signing_secret", &signed, Encoding::Hex, signature) {
        return Err(Refused::NotTrusted);
    }
    let at = timestamp.parse().ok().and_then(|at| DateTime::from_timestamp(at, 0));
    if !is_fresh(at, now, TimeDelta::minutes(5)) {
        return Err(Refused::NotFresh);
    }
    Ok(true)
}

/// Tells when calls are answered again: with the next day where a count of the day is full, otherwise with the next quarter
/// of an hour. There is no header that says so.
fn open_again(response: &Response, now: DateTime<Utc>) -> DateTime<Utc> {
    let of_day = |header: &str| {
        let (_, day) = response.header(header)?.split_once(',')?;
        day.trim().parse::<u64>().ok()
    };
    let full = |usage: &str, limit: &str| {
        of_day(usage)
            .zip(of_day(limit))
            .is_some_and(|(used, most)| used >= most)
    };
    let day_is_over =
        full("x-ratelimit-usage", "x-ratelimit-limit") || full("x-readratelimit-usage", "x-readratelimit-limit");
    let span = if day_is_over {
        TimeDelta::days(1)
    } else {
        TimeDelta::minutes(15)
    };
    next_boundary(now, span)
}

/// What Strava says about an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fault {
    message: String,
    errors: Vec<Flaw>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Flaw {
    resource: String,
    field: String,
}

impl Fault {
    fn of(response: &Response) -> Self {
        serde_json::from_slice(&response.body).unwrap_or_default()
    }

    fn is(&self, is: impl Fn(&Flaw) -> bool) -> bool {
        self.errors.iter().any(is)
    }
}

/// The first answer of the token endpoint says who it is; those after a refresh do not.
#[derive(Deserialize)]
struct Introduced {
    athlete: Option<Introduction>,
}

#[derive(Deserialize)]
struct Introduction {
    id: u64,
}

#[derive(Deserialize)]
struct Event {
    object_type: String,
    object_id: u64,
    aspect_type: String,
    owner_id: u64,
    subscription_id: u64,
    event_time: i64,
    #[serde(default)]
    updates: Updates,
}

#[derive(Default, Deserialize)]
struct Updates {
    authorized: Option<String>,
}

impl Event {
    /// Reads what happened; nothing where a kind is new.
    fn notice(self, strava: Strava, signed: bool) -> Option<Notice> {
        let ended = self.aspect_type == "delete" || self.updates.authorized.as_deref() == Some("false");
        let news = match self.object_type.as_str() {
            // A deletion is believed when Strava answers that the activity is not there. One that became private answers so too,
            // where private ones were not allowed, and is there otherwise.
            "activity" => News::Fetch(vec![strava.activity(&self.object_id.to_string())]),
            "athlete" if ended && signed => News::Deregistered,
            // Asking who it is shows whether it is true.
            "athlete" if ended => News::PermissionsChanged,
            _ => return None,
        };
        let (object, time) = (self.object_id.to_string(), self.event_time.to_string());
        Some(Notice {
            user: Some(self.owner_id.to_string()),
            key: Some([self.object_type, object, self.aspect_type, time].join(" ")),
            news,
        })
    }
}
