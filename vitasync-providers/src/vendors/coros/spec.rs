//! The facts about COROS.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::{Carrier, OAuth2};
use crate::provider::{
    Example, History, Ids, Limit, Method, Push, Pushed, Region, Resource, Sessions, Setting, Spec, Subscribe, Way,
    Whose,
};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "COROS",
    documentation: "https://support.coros.com/hc/en-us/articles/17085887816340",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://open.coros.com/oauth2/authorize",
        token: "https://open.coros.com/oauth2/accesstoken",
        carrier: Carrier::Query("token"),
        refresh_before: TimeDelta::days(3),
        ..OAuth2::BASE
    })],
    hosts: &["open.coros.com", "opentest.coros.com", "oss.coros.com", "*.coros.com"],
    regions: &[Region {
        id: "test",
        hosts: &[("open.coros.com", "opentest.coros.com")],
    }],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret that COROS sends when it accepts an application; its calls carry it as well.",
        required: true,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::App,
        calls: 1000,
        per: TimeDelta::minutes(1),
    }],
    push: Push {
        subscribe: Subscribe::ByHand,
        answer_within: TimeDelta::seconds(5),
        secrets: &["client_secret"],
        ..Push::NEVER
    },
    // A day has no id but its date, and a workout is known by its person and its label.
    ids: Ids::Connection,
    unverified: &[
        "Daily data is at `/v2/coros/daily/list`.",
        "A call is to be answered within five seconds.",
        "The 1000 calls a minute are those of the application.",
        "The unit of `calorie` is not documented; energy is not read.",
        "`ppgHrv` and `hrvList` are RMSSD.",
        "Modes other than running, cycling, swimming, triathlon, trail running, hiking, walking, track running and ski touring.",
        "The legs of a triathlon have the fields of a workout.",
    ],
    examples: EXAMPLES,
    pushes: PUSHES,
    ..Spec::BASE
};

/// Three months, of which a date that is padded takes a day. A list may hold 30 dates.
const LISTED: Resource = Resource {
    history: History::Days(88),
    window: Some(TimeDelta::days(27)),
    overlap: TimeDelta::days(7),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "workout",
        sessions: Sessions::Workouts,
        ..LISTED
    },
    Resource {
        id: "daily",
        metrics: &[
            Metric::Steps,
            Metric::RestingHeartRate,
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRate,
            Metric::SleepingHeartRateAverage,
        ],
        sessions: Sessions::Sleep,
        ..LISTED
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        method: Method::Post,
        path: "/oauth2/accesstoken",
        body: r#"{"accessToken":"{{access}}","refreshToken":"{{refresh}}","expiresIn":2592000,"openId":"o-1"}"#,
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth2/refresh-token",
        body: r#"{"result":"0000","message":"OK","access_token":"{{access}}","refresh_token":"{{refresh}}","expires_in":2592000}"#,
        ..Example::BASE
    },
    Example {
        path: "/v2/coros/sport/list",
        body: include_str!("fixtures/workouts.json"),
        ignored: &[
            "message",
            // A leg is where its workout is.
            "data[].triathlonItemList[].startTimezone",
            "data[].triathlonItemList[].endTimezone",
        ],
        ..Example::BASE
    },
    Example {
        path: "/fit/*/*",
        body: Example::EMPTY_FIT,
        ..Example::BASE
    },
    Example {
        path: "/v2/coros/daily/list",
        body: include_str!("fixtures/days.json"),
        ignored: &["message"],
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth2/deauthorize",
        body: r#"{"result":"0000","message":"OK"}"#,
        ..Example::BASE
    },
];

static PUSHES: &[Pushed] = &[Pushed {
    headers: &[("client", "{{client_id}}"), ("secret", "{{client_secret}}")],
    body: include_str!("fixtures/pushed.json"),
    ignored: &["[].openId"],
}];
