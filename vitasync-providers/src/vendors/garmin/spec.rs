//! What Garmin has, as data.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use super::examples::{EXAMPLES, PUSHES};
use crate::auth::{OAuth1, OAuth2};
use crate::provider::{History, Ids, Push, Reads, Resource, Sessions, Setting, Spec, Subscribe, Way};

pub(super) static OAUTH2: Spec = SPEC;

pub(super) static OAUTH1: Spec = Spec {
    ways: &[Way::OAuth1(OAuth1 {
        temporary: "https://connectapi.garmin.com/oauth-service/oauth/request_token",
        authorize: "https://connect.garmin.com/oauthConfirm",
        token: "https://connectapi.garmin.com/oauth-service/oauth/access_token",
    })],
    hosts: &["apis.garmin.com", "healthapi.garmin.com", "connectapi.garmin.com"],
    ..SPEC
};

const SPEC: Spec = Spec {
    slug: SLUG,
    name: "Garmin",
    documentation: "https://developer.garmin.com/gc-developer-program/",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://connect.garmin.com/oauth2Confirm",
        token: "https://diauth.garmin.com/di-oauth2-service/oauth/token",
        pkce: true,
        refresh_before: TimeDelta::minutes(10),
        ..OAuth2::BASE
    })],
    // Pings of applications of the time of OAuth 1.0a lead to the second.
    hosts: &["apis.garmin.com", "healthapi.garmin.com", "diauth.garmin.com"],
    settings: &[
        Setting {
            name: "client_secret",
            help: "The secret (OAuth 1.0a: the consumer secret) of the app in developerportal.garmin.com.",
            required: true,
        },
        Setting {
            name: "webhook_token",
            help: "A long random word of yours. Register every endpoint at apis.garmin.com/tools/endpoints with ?token= and this \
                   word: it is all that tells Garmin from others.",
            required: true,
        },
    ],
    resources: RESOURCES,
    push: Push {
        subscribe: Subscribe::ByHand,
        answer_within: TimeDelta::seconds(30),
        secrets: &["webhook_token"],
        address: &[("token", "webhook_token")],
        ..Push::NEVER
    },
    // A day is known by its date.
    ids: Ids::Connection,
    unverified: &[
        "Garmin keeps the query of an address that is registered with it.",
        "New applications may not be accepted at present; an evaluation key is limited.",
        "How far a backfill reaches: about a month before the person first connected, by one account, 90 days for health by another.",
        "Tokens of OAuth 1.0a are accepted at apis.garmin.com.",
        "A body composition comes from a scale; Garmin does not say which are typed.",
        "All epochs of one quarter hour come in one call.",
        "A night keeps its beginning when it becomes final.",
        "The details of an activity come again when a person edits it.",
        "The length of a period is the real one where the cycle is not predicted.",
        "The codes below zero in stress; that the average heart rate of a day is that of seven days; that the energy of an activity \
         includes the basal share.",
    ],
    examples: EXAMPLES,
    pushes: PUSHES,
    ..Spec::BASE
};

/// Health: pushed, and ordered again in spans that every kind allows.
const HEALTH: Resource = Resource {
    scopes: &["HEALTH_EXPORT"],
    reading: Reads::Pushed,
    history: History::Days(30),
    window: Some(TimeDelta::days(30)),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "dailies",
        metrics: &[
            Metric::Steps,
            Metric::WheelchairPushes,
            Metric::Distance,
            Metric::DistanceWheelchair,
            Metric::FloorsClimbed,
            Metric::ActiveDuration,
            Metric::ActiveEnergy,
            Metric::BasalEnergy,
            Metric::ModerateActivityDuration,
            Metric::VigorousActivityDuration,
            Metric::HeartRate,
            Metric::HeartRateMin,
            Metric::HeartRateMax,
            Metric::RestingHeartRate,
            Metric::StressLevel,
            Metric::StressDuration,
            Metric::StressHighDuration,
            Metric::BodyBatteryCharged,
            Metric::BodyBatteryDrained,
        ],
        ..HEALTH
    },
    Resource {
        id: "epochs",
        metrics: &[
            Metric::Steps,
            Metric::WheelchairPushes,
            Metric::Distance,
            Metric::DistanceWheelchair,
            Metric::ActiveEnergy,
            Metric::Met,
        ],
        ..HEALTH
    },
    Resource {
        id: "sleeps",
        metrics: &[
            Metric::SleepDuration,
            Metric::SleepDeepDuration,
            Metric::SleepLightDuration,
            Metric::SleepRemDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepUnspecifiedDuration,
            Metric::SleepScore,
            Metric::OxygenSaturation,
            Metric::RespiratoryRate,
        ],
        sessions: Sessions::Sleep,
        ..HEALTH
    },
    Resource {
        id: "bodyComps",
        metrics: &[
            Metric::Weight,
            Metric::BodyFatPercentage,
            Metric::BodyWaterPercentage,
            Metric::MuscleMass,
            Metric::BoneMass,
            Metric::BodyMassIndex,
        ],
        ..HEALTH
    },
    Resource {
        id: "stressDetails",
        metrics: &[Metric::StressLevel, Metric::BodyBattery],
        ..HEALTH
    },
    Resource {
        id: "userMetrics",
        metrics: &[Metric::Vo2Max, Metric::FitnessAge],
        ..HEALTH
    },
    Resource {
        id: "pulseOx",
        metrics: &[Metric::OxygenSaturation],
        ..HEALTH
    },
    Resource {
        id: "respiration",
        metrics: &[Metric::RespiratoryRate],
        ..HEALTH
    },
    Resource {
        id: "healthSnapshot",
        metrics: &[
            Metric::HeartRate,
            Metric::HeartRateAverage,
            Metric::RespiratoryRate,
            Metric::StressLevel,
            Metric::OxygenSaturation,
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilitySdnn,
        ],
        ..HEALTH
    },
    Resource {
        id: "hrv",
        metrics: &[
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilityRmssd5minHigh,
        ],
        ..HEALTH
    },
    Resource {
        id: "bloodPressures",
        metrics: &[
            Metric::BloodPressureSystolic,
            Metric::BloodPressureDiastolic,
            Metric::HeartRate,
        ],
        ..HEALTH
    },
    Resource {
        id: "skinTemp",
        metrics: &[Metric::SkinTemperatureDeviation],
        ..HEALTH
    },
    Resource {
        id: "mct",
        scopes: &["MCT_EXPORT"],
        metrics: &[Metric::MenstruationPeriod],
        ..HEALTH
    },
    Resource {
        id: "activities",
        scopes: &["ACTIVITY_EXPORT"],
        sessions: Sessions::Workouts,
        ..HEALTH
    },
    Resource {
        id: "activityDetails",
        scopes: &["ACTIVITY_EXPORT"],
        metrics: &[
            Metric::HeartRate,
            Metric::Speed,
            Metric::StepCadence,
            Metric::CyclingCadence,
            Metric::SwimmingStrokeRate,
            Metric::Power,
            Metric::Altitude,
            Metric::AmbientTemperature,
        ],
        sessions: Sessions::Workouts,
        ..HEALTH
    },
];
