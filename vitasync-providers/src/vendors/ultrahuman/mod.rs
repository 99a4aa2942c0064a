//! Ultrahuman, Ring AIR and the glucose sensor M1: a day per call, with heart rate, HRV, skin temperature and steps every five
//! minutes, the night, and the vendor's scores. There are no workouts and no pushes.
//!
//! There are two ways to connect, and both give the same day in two shapes. A person pastes a personal token, which is sent
//! without the word `Bearer` and needs no application: the best way for a server of one's own. Or an application connects
//! people by OAuth 2.0, whose access tokens live for about a week. The oldest way, a partner's key with a person's e-mail
//! address, is not offered.
//!
//! Timestamps are seconds of UTC. A day tells when it began, which gives the offset of its clock; where the answer names a
//! zone that agrees with that, the zone tells the offset at every moment. On the two days a year on which clocks change,
//! an answer without a zone keeps the offset of its midnight. The zone is the person's *latest*: where it does not agree, the
//! person was elsewhere and it is not used. The night belongs to the day that was asked for, the one it ends on.
//!
//! HRV is RMSSD. The recovery index and the movement index are kept as what they are and not as anybody else's score. What is
//! told about a sleep beside its times, stages and totals repeats the day's series; `summary` holds scores, not
//! percentages, and is not read. Estimates of HbA1c, minutes of inactivity and alertness have no metric that means the same.
//!
//! Source: the developer documentation at vision.ultrahuman.com, an audit of its schema of September 2026, and open clients.

mod day;
mod decode;
mod registration;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use vitasync_core::Metric;

use crate::auth::{Carrier, Key, OAuth2, WayKind};
use crate::error::Error;
use crate::provider::{
    Account, Auth, Example, GrantPart, History, Ids, Job, Limit, Method, Outcome, Page, Provider, Request, Resource,
    Response, Sessions, Setting, Spec, Value, Way, Whose, Window,
};

/// Ultrahuman.
#[derive(Debug, Clone, Copy)]
pub struct Ultrahuman;

const SLUG: &str = "ultrahuman";
const PARTNERS: &str = "https://partner.ultrahuman.com/api/partners";
const PERSONAL: &str = "https://partner.ultrahuman.com/api/v1/partner/daily_metrics";
/// A day on which nobody wore anything: asking for it tells whether a token is good.
const BEFORE_ALL: &str = "2020-01-01";

static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Ultrahuman",
    documentation: "https://vision.ultrahuman.com/developer-docs",
    registration: registration::REGISTRATION,
    ways: &[
        Way::Key(Key {
            help: "vision.ultrahuman.com/developer",
            carrier: Carrier::Header("authorization"),
        }),
        Way::OAuth2(OAuth2 {
            authorize: "https://auth.ultrahuman.com/authorise",
            token: "https://partner.ultrahuman.com/api/partners/oauth/token",
            scopes: &["profile", "ring_data", "cgm_data"],
            ..OAuth2::BASE
        }),
    ],
    hosts: &["partner.ultrahuman.com"],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret of the client at vision.ultrahuman.com/developer; personal tokens need none.",
        required: false,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::User,
        calls: 1,
        per: TimeDelta::seconds(1),
    }],
    // A day has no id but its date.
    ids: Ids::Connection,
    unverified: &[
        "How often the API may be called is not published.",
        "How far back it answers is not published; a year is asked for.",
        "The documents print the authorise page as /authorize, working clients call /authorise.",
        "Whether a refresh token is good for one refresh is not documented.",
        "The shapes of oxygen saturation and glucose were not seen with values.",
        "A step count's time is taken for the beginning of its five minutes.",
        "A day that has not begun is refused with a word about the future, or empty.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

static RESOURCES: &[Resource] = &[Resource {
    id: "day",
    scopes: &["ring_data", "cgm_data"],
    metrics: &[
        Metric::HeartRate,
        Metric::HeartRateVariabilityRmssd,
        Metric::RestingHeartRate,
        Metric::SkinTemperature,
        Metric::OxygenSaturation,
        Metric::Steps,
        Metric::ActiveDuration,
        Metric::Vo2Max,
        Metric::RecoveryIndex,
        Metric::MovementIndex,
        Metric::MetabolicScore,
        Metric::InterstitialGlucose,
        Metric::GlucoseMean,
        Metric::GlucoseVariability,
        Metric::GlucoseTimeInRange,
        Metric::TimeInBed,
        Metric::SleepDuration,
        Metric::SleepLightDuration,
        Metric::SleepDeepDuration,
        Metric::SleepRemDuration,
        Metric::SleepAwakeDuration,
        Metric::SleepEfficiency,
        Metric::SleepScore,
    ],
    sessions: Sessions::Sleep,
    history: History::Days(365),
    window: Some(TimeDelta::days(30)),
    // A ring that was far from its phone tells days late.
    overlap: TimeDelta::days(3),
    ..Resource::BASE
}];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/api/partners/v1/user_data/user_info",
        body: include_str!("fixtures/user.json"),
        ignored: &["data.email"],
        ..Example::BASE
    },
    Example {
        path: "/api/partners/v1/user_data/metrics",
        body: include_str!("fixtures/day.json"),
        ignored: &[
            "data.metric_data[].object.title",
            "data.metric_data[].object.last_reading",
            "data.metric_data[].object.subtitle",
            "data.metric_data[].object.trend_title",
            "data.metric_data[].object.trend_direction",
            "data.metric_data[].object.summary",
            "data.metric_data[].object.hr_graph",
        ],
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/api/partners/oauth/revoke",
        ..Example::BASE
    },
];

impl Provider for Ultrahuman {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request> {
        let personal = account.way == Some(WayKind::Key);
        match *job {
            Job::Connect if personal => vec![Request::get("check token", PERSONAL).query("date", BEFORE_ALL)],
            Job::Connect => vec![Request::get("read user", format!("{PARTNERS}/v1/user_data/user_info"))],
            Job::Window {
                resource: "day",
                window,
            } => days(window, account).map(|date| day(personal, date)).collect(),
            Job::Disconnect if !personal => vec![
                Request::post("revoke token", format!("{PARTNERS}/oauth/revoke"))
                    .auth(Auth::None)
                    .form("token", Value::Grant(GrantPart::AccessToken))
                    .form("client_id", Value::App("client_id".into()))
                    .form("client_secret", Value::App("client_secret".into())),
            ],
            _ => Vec::new(),
        }
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match response.status {
            400 | 422 if decode::is_about_the_future(response) => Outcome::Empty,
            // A token that is not good is 401: whatever else is wrong with so old a day, the token is known.
            400 | 404 | 422 if request.operation == "check token" => Outcome::Empty,
            // Some errors come under 200 and say so inside.
            200 => match decode::status_inside(response) {
                Some(status) if status != 200 => {
                    let meant = Response {
                        status,
                        ..response.clone()
                    };
                    Outcome::by_status(request, &meant, now)
                }
                _ => Outcome::Ok,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }
}

/// Lists the dates of a window: every one that anybody can have had in it, but none that has not begun where the person is.
fn days(window: Window, account: &Account) -> impl Iterator<Item = NaiveDate> {
    let (first, last) = window.dates();
    let begun = account.zone.map(|zone| window.to.with_timezone(&zone).date_naive());
    let last = begun.map_or(last, |begun| begun.min(last));
    first.iter_days().take_while(move |date| *date <= last)
}

fn day(personal: bool, date: NaiveDate) -> Request {
    let url = if personal {
        PERSONAL.to_owned()
    } else {
        format!("{PARTNERS}/v1/user_data/metrics")
    };
    Request::get("read day", url)
        .query("date", date)
        .note("date", date.to_string())
}
