//! The facts about Suunto.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::OAuth2;
use crate::auth::oauth2::Credentials;
use crate::provider::{
    Example, Header, History, Ids, Limit, Method, Push, Pushed, Resource, Sessions, Setting, Spec, Subscribe, Way,
    Whose,
};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Suunto",
    documentation: "https://apizone.suunto.com",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://cloudapi-oauth.suunto.com/oauth/authorize",
        token: "https://cloudapi-oauth.suunto.com/oauth/token",
        scopes: &["workout"],
        pkce: true,
        credentials: Credentials::Basic,
        ..OAuth2::BASE
    })],
    hosts: &["cloudapi.suunto.com", "cloudapi-oauth.suunto.com"],
    settings: &[
        Setting {
            name: "client_secret",
            help: "The secret of the OAuth application in your profile at apizone.suunto.com.",
            required: true,
        },
        Setting {
            name: "subscription_key",
            help: "The primary key of your product subscription at apizone.suunto.com.",
            required: true,
        },
        Setting {
            name: "notification_secret",
            help: "The notification secret of the OAuth application; it signs the webhooks.",
            required: false,
        },
    ],
    headers: &[Header {
        name: "Ocp-Apim-Subscription-Key",
        setting: "subscription_key",
        suffix: "",
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::App,
        calls: 10,
        per: TimeDelta::minutes(1),
    }],
    push: Push {
        subscribe: Subscribe::ByHand,
        answer_within: TimeDelta::seconds(2),
        secrets: &["notification_secret"],
        ..Push::NEVER
    },
    // The id of a sleep is a time.
    ids: Ids::Connection,
    unverified: &[
        "The scope is `workout`; samples are allowed by the subscription and not by a scope.",
        "Ten calls a minute are allowed on the plan for developers.",
        "Samples reach back to 2018.",
        "A sample of activity covers the ten minutes after its time, and its energy is all that was burned.",
        "The balance of a recovery is a share of one.",
        "A running cadence below 120 counts one leg.",
    ],
    examples: EXAMPLES,
    pushes: PUSHES,
    ..Spec::BASE
};

/// A watch delivers what it has kept when it meets its phone again.
const SAMPLES: Resource = Resource {
    history: History::Since(2018),
    window: Some(TimeDelta::days(28)),
    overlap: TimeDelta::days(14),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    // The windows are those of the last change, so what is changed or delivered late lies in a later one.
    Resource {
        id: "workout",
        sessions: Sessions::Workouts,
        window: Some(TimeDelta::days(90)),
        overlap: TimeDelta::hours(1),
        ..Resource::BASE
    },
    Resource {
        id: "sleep",
        metrics: &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepDeepDuration,
            Metric::SleepLightDuration,
            Metric::SleepRemDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepingHeartRateAverage,
            Metric::SleepingHeartRateLowest,
            Metric::HeartRateVariabilityRmssd,
            Metric::SleepScore,
        ],
        sessions: Sessions::Sleep,
        ..SAMPLES
    },
    Resource {
        id: "activity",
        metrics: &[
            Metric::HeartRate,
            Metric::Steps,
            Metric::TotalEnergy,
            Metric::OxygenSaturation,
            Metric::HeartRateVariabilityRmssd,
            Metric::Altitude,
        ],
        ..SAMPLES
    },
    Resource {
        id: "recovery",
        metrics: &[Metric::RecoveryScore],
        ..SAMPLES
    },
    Resource {
        id: "daily",
        metrics: &[Metric::Steps, Metric::TotalEnergy],
        // A window is asked for by dates and grows by up to two days.
        window: Some(TimeDelta::days(25)),
        ..SAMPLES
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        method: Method::Post,
        path: "/oauth/token",
        body: include_str!("fixtures/token.json"),
        ..Example::BASE
    },
    Example {
        path: "/v3/workouts/",
        body: include_str!("fixtures/workouts.json"),
        ignored: &[
            "error",
            "metadata",
            "payload[].workoutId",
            "payload[].avgSpeedInKmH",
            "payload[].avgPace",
            "payload[].tssList",
            "payload[].startPosition",
            "payload[].stopPosition",
            "payload[].centerPosition",
            "payload[].extensionTypes",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v3/workouts/*",
        body: include_str!("fixtures/workout.json"),
        ignored: &[
            "error",
            "metadata",
            "payload.workoutId",
            "payload.avgSpeedInKmH",
            "payload.avgPace",
            "payload.tssList",
            "payload.startPosition",
            "payload.stopPosition",
            "payload.centerPosition",
            "payload.extensionTypes",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v3/workouts/*/fit",
        body: Example::EMPTY_FIT,
        ..Example::BASE
    },
    Example {
        path: "/247samples/sleep",
        body: include_str!("fixtures/sleeps.json"),
        ..Example::BASE
    },
    Example {
        path: "/247samples/activity",
        body: include_str!("fixtures/activity.json"),
        ..Example::BASE
    },
    Example {
        path: "/247samples/recovery",
        body: include_str!("fixtures/recovery.json"),
        ..Example::BASE
    },
    Example {
        path: "/247/daily-activity-statistics",
        body: include_str!("fixtures/days.json"),
        ..Example::BASE
    },
    Example {
        path: "/oauth/deauthorize",
        ..Example::BASE
    },
];

const SIGNED: &[(&str, &str)] = &[("X-HMAC-SHA256-Signature", "{{hmac}}")];

static PUSHES: &[Pushed] = &[
    Pushed {
        headers: SIGNED,
        body: include_str!("fixtures/pushed_workout.json"),
        ignored: &[],
    },
    Pushed {
        headers: SIGNED,
        body: include_str!("fixtures/pushed_activity.json"),
        ignored: &[],
    },
];
