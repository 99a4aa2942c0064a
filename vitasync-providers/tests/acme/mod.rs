//! A vendor nobody has, written as anybody outside would write one.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::session::Detail;
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime;
use vitasync_providers::auth::{Key, OAuth2};
use vitasync_providers::provider::{
    Account, Example, Frame, History, Ids, Job, Limit, Listed, Method, Page, Provider, Push, Pushed, Request, Resource,
    Response, Sessions, Spec, Subscribe, Way, Whose, session, sleep, source, version,
};
use vitasync_providers::webhook::{Encoding, Inbound, News, Notice, Received, Refused, Trust};
use vitasync_providers::{Error, ErrorKind};

pub(crate) struct Acme;

static SPEC: Spec = Spec {
    slug: "acme",
    name: "Acme",
    ways: &[
        Way::OAuth2(OAuth2 {
            authorize: "https://acme.example/authorize",
            token: "https://api.acme.example/token",
            scopes: &["weights", "naps"],
            pkce: true,
            ..OAuth2::BASE
        }),
        Way::Key(Key::BEARER),
    ],
    hosts: &["api.acme.example"],
    resources: &[
        Resource {
            id: "weights",
            metrics: &[Metric::Weight],
            history: History::Days(90),
            window: Some(TimeDelta::days(30)),
            overlap: TimeDelta::days(2),
            ..Resource::BASE
        },
        Resource {
            id: "naps",
            scopes: &["naps"],
            sessions: Sessions::Sleep,
            history: History::Days(7),
            ..Resource::BASE
        },
    ],
    limits: &[Limit {
        whose: Whose::User,
        calls: 20,
        per: TimeDelta::minutes(1),
    }],
    ids: Ids::Connection,
    push: Push {
        subscribe: Subscribe::ByHand,
        secrets: &["webhook_secret"],
        ..Push::NEVER
    },
    pushes: &[Pushed {
        headers: &[("X-Acme-Signature", "{{hmac}}")],
        body: r#"{"user":"ada","weights":[{"id":"w3","changed":"2026-10-02T09:00:00Z","at":"2026-10-02T11:00:00+02:00","kg":74.0}]}"#,
        ignored: &["user"],
    }],
    examples: &[
        Example {
            path: "/me",
            body: r#"{"id":"ada"}"#,
            ..Example::BASE
        },
        Example {
            path: "/weights",
            body: r#"{"weights":[{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00+02:00","kg":74.3}],"next":"2"}"#,
            ..Example::BASE
        },
        Example {
            path: "/weights",
            when: &[("page", "2")],
            body: r#"{"weights":[{"id":"w2","changed":"2026-10-02T06:00:00Z","at":"2026-10-02T07:00:00+02:00","kg":74.1}],"next":null}"#,
            ..Example::BASE
        },
        Example {
            path: "/weights/*",
            body: r#"{"id":"w1","changed":"2026-10-01T06:00:00Z","at":"2026-10-01T07:00:00+02:00","kg":74.3}"#,
            ..Example::BASE
        },
        Example {
            path: "/naps",
            body: r#"{"naps":[{"id":"n1","changed":"2026-10-01T15:00:00Z","from":"2026-10-01T13:00:00","to":"2026-10-01T13:40:00","mood":"fine"}]}"#,
            ignored: &["naps[].mood"],
            ..Example::BASE
        },
        Example {
            method: Method::Delete,
            path: "/me",
            status: 204,
            ..Example::BASE
        },
    ],
    ..Spec::BASE
};

#[derive(Deserialize)]
struct Pushing {
    user: String,
}

#[derive(Deserialize)]
struct Me {
    id: String,
}

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow, alias = "naps")]
    weights: Vec<&'a RawValue>,
    next: Option<String>,
    #[serde(default)]
    confirm: bool,
}

#[derive(Deserialize)]
struct Weight {
    id: String,
    changed: DateTime<FixedOffset>,
    at: DateTime<FixedOffset>,
    kg: Option<f64>,
}

#[derive(Deserialize)]
struct Nap {
    id: String,
    changed: DateTime<FixedOffset>,
    from: NaiveDateTime,
    to: NaiveDateTime,
}

const BASE: &str = "https://api.acme.example";

impl Provider for Acme {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let request = match *job {
            Job::Connect => Request::get("read me", format!("{BASE}/me")),
            Job::Window { resource, window } => Request::get(format!("list {resource}"), format!("{BASE}/{resource}"))
                .query("from", window.from.to_rfc3339())
                .query("to", window.to.to_rfc3339())
                .whole(window),
            Job::Object {
                resource: "weights",
                id,
            } => Request::get("read weight", format!("{BASE}/weights/{id}")),
            Job::Disconnect => Request::new("forget me", Method::Delete, format!("{BASE}/me")),
            _ => return Vec::new(),
        };
        vec![request]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let mut page = Page::default();
        let scale = source("acme", "", "Acme", DeviceKind::Scale);
        let weigh = |page: &mut Page, weight: Weight| {
            let record = version("acme", "weights", weight.id, weight.changed.to_utc());
            let frame = Frame::new(&scale, &record, ReadingTime::WithOffset(weight.at));
            page.read(&frame, Metric::Weight, weight.kg, "kg");
            Ok(())
        };
        match request.operation.as_ref() {
            "read me" => page.account.user = Some(response.json::<Me>("acme", request)?.id),
            "read weight" => page.one("weight", response, response.json("acme", request)?, weigh),
            "list weights" => {
                let list: List<'_> = response.json("acme", request)?;
                page.each("weight", response, &list.weights, weigh);
                page.follow.extend(list.next.map(|next| match next.contains(':') {
                    true => Request::get("list weights", next),
                    false => request.with_query("page", next),
                }));
                let whole = request.window().filter(|_| page.follow.is_empty());
                page.listed.extend(whole.map(|window| Listed {
                    resource: "weights".to_owned(),
                    window,
                }));
                let confirm = Request::new("confirm", Method::Put, format!("{BASE}/weights/confirm"));
                page.confirm.extend(list.confirm.then_some(confirm));
            }
            "list naps" => {
                let list: List<'_> = response.json("acme", request)?;
                page.each("nap", response, &list.weights, |page, nap: Nap| {
                    let record = version("acme", "naps", nap.id, nap.changed.to_utc());
                    let (from, to) = (nap.from.and_utc().fixed_offset(), nap.to.and_utc().fixed_offset());
                    let nap = session(&scale, &record, from, to, Detail::Sleep(sleep(Some(true))));
                    page.wall_clock_sessions.push(nap);
                    Ok(())
                });
            }
            _ => return Err(Error::new("acme", request.operation.clone(), ErrorKind::Malformed)),
        }
        Ok(page)
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let signature = call.header("x-acme-signature").ok_or(Refused::NotTrusted)?;
        if !trust.hmac_sha256("webhook_secret", &[call.body], Encoding::Hex, signature) {
            return Err(Refused::NotTrusted);
        }
        let pushing: Pushing = serde_json::from_slice(call.body).map_err(|_| Refused::Malformed)?;
        let list = Request::get("list weights", format!("{BASE}/pushed"));
        Ok(Received::accepted(vec![Notice {
            user: Some(pushing.user),
            key: None,
            news: News::Inline(Box::new(list), call.body.to_vec()),
        }]))
    }
}
