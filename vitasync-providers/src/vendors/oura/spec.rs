//! The facts about Oura.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::OAuth2;
use crate::provider::{
    Example, History, Ids, Limit, Method, Push, Reads, Resource, Sessions, Setting, Spec, Subscribe, Way, Whose,
};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Oura",
    documentation: "https://cloud.ouraring.com/v2/docs",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://cloud.ouraring.com/oauth/authorize",
        token: "https://api.ouraring.com/oauth/token",
        scopes: &[
            "personal",
            "daily",
            "heartrate",
            "workout",
            "session",
            "spo2Daily",
            "stress",
            "heart_health",
        ],
        ..OAuth2::BASE
    })],
    hosts: &["api.ouraring.com"],
    settings: &[
        Setting {
            name: "client_secret",
            help: "The secret of the application at cloud.ouraring.com/oauth/applications; it also signs the webhooks.",
            required: true,
        },
        Setting {
            name: "verification_token",
            help: "A word of your choice with which Oura asks whether a subscription is meant.",
            required: false,
        },
    ],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::App,
        calls: 5000,
        per: TimeDelta::minutes(5),
    }],
    push: Push {
        subscribe: Subscribe::App,
        renew_before: Some(TimeDelta::days(7)),
        answer_within: TimeDelta::seconds(10),
        secrets: &["client_secret", "verification_token"],
        ..Push::NEVER
    },
    // Some documents have no id but their day.
    ids: Ids::Connection,
    unverified: &[
        "An access token lives for a day.",
        "A refresh token is good for one refresh.",
        "A subscription ends after about 90 days.",
        "5000 calls in five minutes are allowed: the number is no longer published.",
        "The scopes `stress` and `heart_health` were seen in code, not in the documents.",
        "426 means that the person's app is too old.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

/// Documents are revised through the day and after a late sync.
const DOCUMENT: Resource = Resource {
    scopes: &["daily"],
    history: History::Since(2015),
    overlap: TimeDelta::days(3),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "sleep",
        metrics: &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepLatency,
            Metric::SleepEfficiency,
            Metric::SleepRestlessPeriods,
            Metric::SleepMovement,
            Metric::SleepingRespiratoryRate,
            Metric::SleepingHeartRateAverage,
            Metric::SleepingHeartRateLowest,
            Metric::HeartRateVariabilityRmssd,
        ],
        sessions: Sessions::Sleep,
        ..DOCUMENT
    },
    Resource {
        id: "daily_sleep",
        metrics: &[Metric::SleepScore],
        ..DOCUMENT
    },
    Resource {
        id: "daily_readiness",
        metrics: &[
            Metric::ReadinessScore,
            Metric::SkinTemperatureDeviation,
            Metric::SkinTemperatureTrendDeviation,
        ],
        ..DOCUMENT
    },
    Resource {
        id: "daily_activity",
        metrics: &[
            Metric::Steps,
            Metric::ActiveEnergy,
            Metric::TotalEnergy,
            Metric::EquivalentWalkingDistance,
            Metric::VigorousActivityDuration,
            Metric::ModerateActivityDuration,
            Metric::LightActivityDuration,
            Metric::SedentaryDuration,
            Metric::RestingDuration,
            Metric::NonWearDuration,
            Metric::InactivityAlerts,
            Metric::ActivityScore,
            Metric::MetMinutes,
            Metric::Met,
        ],
        ..DOCUMENT
    },
    Resource {
        id: "daily_spo2",
        scopes: &["spo2Daily", "spo2"],
        metrics: &[Metric::SleepingOxygenSaturation, Metric::BreathingDisturbanceIndex],
        ..DOCUMENT
    },
    Resource {
        id: "daily_stress",
        scopes: &["daily", "stress"],
        metrics: &[Metric::StressHighDuration, Metric::RecoveryHighDuration],
        ..DOCUMENT
    },
    Resource {
        id: "daily_resilience",
        scopes: &["daily", "stress"],
        metrics: &[Metric::ResilienceLevel],
        ..DOCUMENT
    },
    Resource {
        id: "daily_cardiovascular_age",
        scopes: &["daily", "heart_health"],
        metrics: &[Metric::CardiovascularAge, Metric::PulseWaveVelocity],
        ..DOCUMENT
    },
    Resource {
        id: "vo2_max",
        scopes: &["daily", "heart_health"],
        metrics: &[Metric::Vo2Max],
        ..DOCUMENT
    },
    Resource {
        id: "heartrate",
        scopes: &["heartrate"],
        metrics: &[Metric::HeartRate],
        window: Some(TimeDelta::days(30)),
        ..DOCUMENT
    },
    Resource {
        id: "workout",
        scopes: &["workout"],
        sessions: Sessions::Workouts,
        ..DOCUMENT
    },
    Resource {
        id: "session",
        scopes: &["session"],
        metrics: &[
            Metric::MindfulnessDuration,
            Metric::HeartRate,
            Metric::HeartRateVariabilityRmssd,
        ],
        sessions: Sessions::Workouts,
        ..DOCUMENT
    },
    Resource {
        id: "person",
        scopes: &["personal"],
        metrics: &[Metric::Weight, Metric::Height],
        reading: Reads::Current,
        history: History::FromConnect,
        ..DOCUMENT
    },
];

/// The answer of a list and, where it is given, of one document.
macro_rules! examples {
    ($($path:literal $(when $when:expr)?, $file:literal, ignored $ignored:expr;)*) => {
        &[$(Example {
            path: concat!("/v2/usercollection/", $path),
            $(when: $when,)?
            body: include_str!(concat!("fixtures/", $file)),
            ignored: $ignored,
            ..Example::BASE
        },)* SUBSCRIBED, RENEWED, REVOKED]
    };
}

static EXAMPLES: &[Example] = examples! {
    "personal_info", "person.json", ignored &["age", "biological_sex", "email"];
    "sleep", "sleep.json", ignored SLEEP;
    "sleep" when &[("next_token", "page-2")], "sleep_last.json", ignored &[];
    "sleep/*", "sleep_one.json", ignored &[];
    "daily_sleep", "daily_sleep.json", ignored &["data[].timestamp", "data[].contributors"];
    "daily_readiness", "daily_readiness.json", ignored &["data[].timestamp", "data[].contributors"];
    "daily_activity", "daily_activity.json", ignored ACTIVITY;
    "daily_spo2", "daily_spo2.json", ignored &[];
    "daily_stress", "daily_stress.json", ignored &["data[].day_summary"];
    "daily_resilience", "daily_resilience.json", ignored &["data[].contributors"];
    "daily_cardiovascular_age", "daily_cardiovascular_age.json", ignored &[];
    "vO2_max", "vo2_max.json", ignored &["data[].timestamp"];
    "heartrate", "heartrate.json", ignored &["data[].timestamp_unix"];
    "workout", "workout.json", ignored &["data[].day"];
    "session", "session.json", ignored &["data[].day", "data[].motion_count"];
};

/// The heart rate is read from its own list. The readiness of a night is that of its day, and the score of a phase is Oura's
/// own; both have lists of their own. The coarse phases repeat the fine ones.
const SLEEP: &[&str] = &[
    "data[].heart_rate",
    "data[].readiness",
    "data[].readiness_score_delta",
    "data[].sleep_score_delta",
    "data[].low_battery_alert",
    "data[].sleep_phase_5_min",
    "data[].period",
    "data[].day",
];

/// Goals are no measurements; classes have no vocabulary here; the mean of the METs follows from them.
const ACTIVITY: &[&str] = &[
    "data[].timestamp",
    "data[].contributors",
    "data[].average_met_minutes",
    "data[].class_5_min",
    "data[].target_calories",
    "data[].target_meters",
    "data[].meters_to_target",
];

const SUBSCRIBED: Example = Example {
    method: Method::Post,
    path: "/v2/webhook/subscription",
    status: 201,
    body: include_str!("fixtures/subscription.json"),
    ..Example::BASE
};

const RENEWED: Example = Example {
    method: Method::Put,
    path: "/v2/webhook/subscription/renew/*",
    body: include_str!("fixtures/subscription.json"),
    ..Example::BASE
};

const REVOKED: Example = Example {
    method: Method::Post,
    path: "/oauth/revoke",
    body: "{}",
    ..Example::BASE
};
