//! The facts about Polar.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::{Credentials, OAuth2};
use crate::provider::{
    Example, History, Ids, Limit, Method, Push, Pushed, Reads, Resource, Sessions, Setting, Spec, Subscribe, Way, Whose,
};
use crate::webhook::SUBSCRIPTION;

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Polar",
    documentation: "https://www.polar.com/accesslink-api/",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://flow.polar.com/oauth2/authorization",
        token: "https://polarremote.com/v2/oauth2/token",
        scopes: &["accesslink.read_all"],
        credentials: Credentials::Basic,
        ..OAuth2::BASE
    })],
    hosts: &["www.polaraccesslink.com", "polarremote.com"],
    settings: &[
        Setting {
            name: "client_secret",
            help: "The secret of the client at admin.polaraccesslink.com; it is shown once.",
            required: true,
        },
        Setting {
            name: SUBSCRIPTION,
            help: "The key that Polar told when the webhook was made, if it was not made from here.",
            required: false,
        },
    ],
    resources: RESOURCES,
    // Those of a client with one person; every other adds 20 and 100.
    limits: &[
        Limit {
            whose: Whose::App,
            calls: 520,
            per: TimeDelta::minutes(15),
        },
        Limit {
            whose: Whose::App,
            calls: 5100,
            per: TimeDelta::days(1),
        },
    ],
    push: Push {
        subscribe: Subscribe::App,
        secrets: &[SUBSCRIPTION],
        ..Push::NEVER
    },
    // Nights and days have no id but their date.
    ids: Ids::Connection,
    unverified: &[
        "The numbers of the series 0 to 10 are remembered; 11 is documented.",
        "500 and 20 for every person in 15 minutes, 5000 and 100 for every person in a day: seen in code.",
        "Usage counts up; the reset is in seconds.",
        "A step sample without an interval lasts a minute.",
        "A span of continuous heart rate may be as long as a week, and reaches back 28 days.",
        "A webhook is switched off after seven days of failures.",
        "The list of detailed sports is from an export and its labels.",
        "Where the offset changes during a night, the clocks changed at 03:00.",
    ],
    examples: EXAMPLES,
    pushes: PUSHES,
    ..Spec::BASE
};

/// Read again as a whole: the last 28 days.
const LISTED: Resource = Resource {
    reading: Reads::Current,
    history: History::Days(28),
    ..Resource::BASE
};

/// Read by dates, of which the first must not be older than 28 days and one call may name 28. A day is added to either end, because
/// the watch's zone is not known.
const DATED: Resource = Resource {
    history: History::Days(26),
    window: Some(TimeDelta::days(24)),
    overlap: TimeDelta::days(3),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "exercise",
        metrics: &[
            Metric::HeartRate,
            Metric::Speed,
            Metric::Cadence,
            Metric::StepCadence,
            Metric::Altitude,
            Metric::Power,
            Metric::LeftRightBalance,
            Metric::AmbientPressure,
            Metric::AmbientTemperature,
            Metric::RrInterval,
        ],
        sessions: Sessions::Workouts,
        reading: Reads::ByChange,
        history: History::FromConnect,
        ..Resource::BASE
    },
    Resource {
        id: "activity",
        metrics: &[
            Metric::Steps,
            Metric::ActiveEnergy,
            Metric::TotalEnergy,
            Metric::DistanceWalkingRunning,
            Metric::ActiveDuration,
            Metric::InactivityAlerts,
        ],
        history: History::Days(363),
        ..DATED
    },
    Resource {
        id: "sleep",
        metrics: &[
            Metric::SleepDuration,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepUnspecifiedDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepScore,
            Metric::SleepCharge,
            Metric::SleepContinuity,
            Metric::SleepCycleCount,
            Metric::HeartRate,
        ],
        sessions: Sessions::Sleep,
        ..LISTED
    },
    Resource {
        id: "nightly_recharge",
        metrics: &[
            Metric::SleepingHeartRateAverage,
            Metric::HeartRateVariabilityRmssd,
            Metric::SleepingRespiratoryRate,
            Metric::RespiratoryRate,
            Metric::NightlyRechargeStatus,
            Metric::AnsCharge,
        ],
        ..LISTED
    },
    Resource {
        id: "continuous_heart_rate",
        metrics: &[Metric::HeartRate],
        window: Some(TimeDelta::days(5)),
        ..DATED
    },
    Resource {
        id: "cardio_load",
        metrics: &[
            Metric::CardioLoad,
            Metric::CardioLoadStrain,
            Metric::CardioLoadTolerance,
            Metric::TrainingLoadRatio,
        ],
        history: History::Days(178),
        window: None,
        ..DATED
    },
    Resource {
        id: "skin_temperature",
        metrics: &[Metric::SkinTemperature, Metric::SkinTemperatureDeviation],
        ..DATED
    },
    Resource {
        id: "body_temperature",
        metrics: &[Metric::BodyTemperature, Metric::SkinTemperature],
        ..DATED
    },
    Resource {
        id: "spo2",
        metrics: &[Metric::OxygenSaturation],
        ..DATED
    },
    Resource {
        id: "ecg",
        metrics: &[Metric::HeartRateAverage],
        ..DATED
    },
    Resource {
        id: "physical_info",
        metrics: &[
            Metric::Weight,
            Metric::Height,
            Metric::HeartRateMaxSetting,
            Metric::RestingHeartRate,
            Metric::Vo2Max,
        ],
        ..LISTED
    },
];

/// The answers to GETs, each with the fields that are not read.
macro_rules! examples {
    ($($path:literal, $file:literal, ignored $ignored:expr;)*) => {
        &[$(Example {
            path: concat!("/v3/", $path),
            body: include_str!(concat!("fixtures/", $file)),
            ignored: $ignored,
            ..Example::BASE
        },)* TOKEN, REGISTERED, SUBSCRIBED, LEFT]
    };
}

static EXAMPLES: &[Example] = examples! {
    "exercises", "exercises.json", ignored FOUND;
    "exercises/*", "exercise.json", ignored EXERCISE;
    "users/activities", "activities.json", ignored &[
        "[].end_time", "[].inactive_duration", "[].daily_activity", "[].samples.date", "[].samples.steps.total_steps"
    ];
    "users/activities/*", "activity.json", ignored &[
        "end_time", "inactive_duration", "daily_activity", "samples.date", "samples.steps.total_steps"
    ];
    "users/sleep", "sleep.json", ignored &["nights[].polar_user", "nights[].continuity_class", "nights[].sleep_goal"];
    "users/sleep/*", "sleep_one.json", ignored &["polar_user"];
    "users/nightly-recharge", "recharges.json", ignored &["recharges[].polar_user"];
    "users/nightly-recharge/*", "recharge.json", ignored &["polar_user"];
    "users/continuous-heart-rate", "heart_rates.json", ignored &["heart_rates[].polar_user"];
    "users/continuous-heart-rate/*", "heart_rate.json", ignored &["polar_user"];
    "users/cardio-load/*", "cardio_load_one.json", ignored &[];
    "users/cardio-load/period/days/*", "cardio_loads.json", ignored &["[].cardio_load_level"];
    "users/biosensing/skintemperature", "skin_temperature.json", ignored &[];
    "users/biosensing/bodytemperature", "body_temperature.json", ignored &["[].end_time"];
    "users/biosensing/spo2", "spo2.json", ignored &["[].source_device_id"];
    "users/biosensing/ecg", "ecg.json", ignored &["[].source_device_id", "[].rri_ms", "[].samples"];
    "users/physical-info", "physical_info.json", ignored INFO;
    "users/*", "user.json", ignored USER;
};

/// Each exercise is read on its own.
const FOUND: &[&str] = &[
    "[].polar_user",
    "[].device",
    "[].device_id",
    "[].start_time",
    "[].start_time_utc_offset",
    "[].duration",
    "[].calories",
    "[].heart_rate",
    "[].sport",
    "[].has_route",
    "[].detailed_sport_info",
];

/// How many satellites saw the watch is nothing about the person.
const EXERCISE: &[&str] = &[
    "polar_user",
    "upload_time",
    "has_route",
    "club_id",
    "route[].satellites",
    "route[].fix",
    "training_load_pro.date",
];

/// Thresholds and goals are settings for which there is no metric.
const INFO: &[&str] = &[
    "created",
    "birthday",
    "gender",
    "aerobic_threshold",
    "anaerobic_threshold",
    "training_background",
    "typical_day",
    "sleep_goal",
];

const USER: &[&str] = &[
    "member-id",
    "registration-date",
    "first-name",
    "last-name",
    "birthdate",
    "gender",
];

const TOKEN: Example = Example {
    method: Method::Post,
    path: "/v2/oauth2/token",
    body: r#"{"access_token":"{{access}}","token_type":"bearer","expires_in":473040000,"x_user_id":10579}"#,
    ..Example::BASE
};

const REGISTERED: Example = Example {
    method: Method::Post,
    path: "/v3/users",
    body: include_str!("fixtures/user.json"),
    ignored: USER,
    ..Example::BASE
};

const SUBSCRIBED: Example = Example {
    method: Method::Post,
    path: "/v3/webhooks",
    status: 201,
    body: include_str!("fixtures/webhook.json"),
    ..Example::BASE
};

const LEFT: Example = Example {
    method: Method::Delete,
    path: "/v3/users/*",
    status: 204,
    ..Example::BASE
};

/// One event of each kind.
macro_rules! pushes {
    ($($body:literal),*) => {
        &[$(Pushed { headers: &[("Polar-Webhook-Signature", "{{hmac}}")], body: $body, ignored: &[] }),*]
    };
}

static PUSHES: &[Pushed] = pushes![
    r#"{"event":"EXERCISE","user_id":10579,"entity_id":"aQlC83","timestamp":"2026-10-01T17:01:05Z","url":"https://www.polaraccesslink.com/v3/exercises/aQlC83"}"#,
    r#"{"event":"SLEEP","user_id":10579,"date":"2026-10-01","timestamp":"2026-10-01T05:20:24Z","url":"https://www.polaraccesslink.com/v3/users/sleep/2026-10-01"}"#,
    r#"{"event":"CONTINUOUS_HEART_RATE","user_id":10579,"date":"2026-10-01","timestamp":"2026-10-01T05:20:24Z","url":"https://www.polaraccesslink.com/v3/users/continuous-heart-rate/2026-10-01"}"#,
    r#"{"event":"ACTIVITY_SUMMARY","user_id":10579,"date":"2026-10-01","timestamp":"2026-10-01T05:20:24Z","url":"https://www.polaraccesslink.com/v3/users/activities/2026-10-01"}"#,
    r#"{"event":"PHYSICAL_INFORMATION","user_id":10579,"timestamp":"2026-10-01T05:20:24Z","url":"https://www.polaraccesslink.com/v3/users/physical-info"}"#
];
