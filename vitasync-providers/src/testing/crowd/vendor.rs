//! The vendor as the client knows it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime;

use super::Crowd;
use crate::auth::OAuth2;
use crate::client::App;
use crate::error::Error;
use crate::provider::{
    Account, Frame, History, Job, Limit, Outcome, Page, Provider, Request, Resource, Response, Spec, Way, Whose,
    source, version,
};

/// The header that says that only one account has to rest.
pub(super) const ONE_ACCOUNT: &str = "x-one-account";

/// What is known about the vendor.
#[derive(Debug)]
pub(super) struct Provided {
    spec: &'static Spec,
}

impl Provided {
    /// Describes the vendor of a crowd. A few hundred bytes of it stay for as long as the program runs.
    pub(super) fn new(crowd: &Crowd) -> &'static Self {
        let limit = |whose, calls| Limit {
            whose,
            calls,
            per: TimeDelta::seconds(1),
        };
        let limits = [limit(Whose::App, crowd.app_calls), limit(Whose::User, crowd.user_calls)];
        let way = Way::OAuth2(OAuth2 {
            authorize: "https://api.crowd.example/authorize",
            token: "https://api.crowd.example/token",
            // Longer than a call ever waits for its turn, as it should be.
            refresh_before: crowd.token_lasts / 4,
            ..OAuth2::BASE
        });
        let resource = Resource {
            id: Crowd::RESOURCE,
            metrics: &[Metric::HeartRate],
            // One more, because the clock goes on.
            history: History::Days(crowd.days + 1),
            window: Some(TimeDelta::days(30)),
            overlap: TimeDelta::days(1),
            ..Resource::BASE
        };
        let spec = Spec {
            slug: "crowd",
            name: "Crowd",
            ways: Box::leak(Box::new([way])),
            hosts: &[Crowd::HOST],
            resources: Box::leak(Box::new([resource])),
            limits: Box::leak(Box::new(limits)),
            ..Spec::BASE
        };
        Box::leak(Box::new(Self {
            spec: Box::leak(Box::new(spec)),
        }))
    }
}

pub(super) fn app() -> App {
    App::new("my_client_id", "test_client_secret", "https://app.example/back")
}

pub(super) fn access(account: u32, number: u32) -> String {
    format!("access-{account}-{number}")
}

pub(super) fn refresh(account: u32, number: u32) -> String {
    format!("refresh-{account}-{number}")
}

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    beats: Vec<&'a RawValue>,
    next: Option<u32>,
}

#[derive(Deserialize)]
struct Beat {
    id: String,
    at: DateTime<Utc>,
    bpm: Option<f64>,
}

impl Provider for Provided {
    fn spec(&self) -> &'static Spec {
        self.spec
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let Job::Window { window, .. } = job else {
            return Vec::new();
        };
        let list = Request::get("list beats", "https://api.crowd.example/beats");
        vec![
            list.query("from", window.from.timestamp())
                .query("to", window.to.timestamp()),
        ]
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        let list: List<'_> = response.json(self.spec.slug, request)?;
        let watch = source(self.spec.slug, "", "Crowd", DeviceKind::Watch);
        let mut page = Page::default();
        page.each("beat", response, &list.beats, |page, beat: Beat| {
            let record = version("crowd", Crowd::RESOURCE, beat.id, beat.at);
            let frame = Frame::new(&watch, &record, ReadingTime::WithOffset(beat.at.fixed_offset()));
            page.read(&frame, Metric::HeartRate, beat.bpm, "bpm");
            Ok(())
        });
        page.follow
            .extend(list.next.map(|next| request.with_query("page", next)));
        Ok(page)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match Outcome::by_status(request, response, now) {
            Outcome::Retry { until, .. } if response.header(ONE_ACCOUNT).is_some() => Outcome::Retry {
                until,
                whose: Whose::User,
            },
            outcome => outcome,
        }
    }
}
