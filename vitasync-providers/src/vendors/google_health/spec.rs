//! The facts about Google Health.

use chrono::TimeDelta;

use super::{OAUTH2, SLUG, kinds};
use crate::provider::{Example, Ids, Limit, Method, Push, Pushed, Setting, Spec, Subscribe, Way, Whose};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Google Health",
    documentation: "https://developers.google.com/health",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAUTH2)],
    hosts: &["health.googleapis.com", "oauth2.googleapis.com", "www.gstatic.com"],
    settings: &[
        Setting {
            name: "client_secret",
            help: "The secret of the OAuth client in console.cloud.google.com, under APIs and services, Credentials.",
            required: true,
        },
        Setting {
            name: "webhook_token",
            help: "A long random word of your choice, for webhooks. They are registered once for the Google Cloud project, with a \
                   token of a service account that has the scope `cloud-platform`: POST \
                   https://health.googleapis.com/v4/projects/{the project's number, not its id}/subscribers?subscriberId=vitasync \
                   with `endpointUri` your address, `subscriberConfigs` the data types with the policy AUTOMATIC, and \
                   `endpointAuthorization.secret` `Bearer` and this word; `google_health::subscriber` makes that document. Google \
                   calls the address at once and wants 201.",
            required: false,
        },
    ],
    resources: &kinds::RESOURCES,
    limits: &[
        Limit {
            whose: Whose::User,
            calls: 300,
            per: TimeDelta::minutes(1),
        },
        Limit {
            whose: Whose::App,
            calls: 120_000,
            per: TimeDelta::minutes(1),
        },
        Limit {
            whose: Whose::App,
            calls: 86_400_000,
            per: TimeDelta::days(1),
        },
    ],
    push: Push {
        subscribe: Subscribe::ByHand,
        secrets: &["webhook_token"],
        ..Push::NEVER
    },
    // Clients may name data points themselves.
    ids: Ids::Connection,
    unverified: &[
        "An access token lives for an hour, a refresh token until it has not been used for six months; seven days while the consent screen is in testing.",
        "Until the app is verified, one person may be asked for 2.5 times a second.",
        "The energy of a workout includes the basal energy.",
        "The words for sports are those that live data has; the discovery document lists few of them.",
        "Irregular rhythm notifications are filtered by their civil start, as other sessions.",
        "How often and how long webhooks are sent again.",
        "The scopes for nutrition.",
    ],
    examples: EXAMPLES,
    pushes: &[Pushed {
        headers: &[
            ("Authorization", "Bearer {{webhook_token}}"),
            (
                "GOOGLE-HEALTH-API-SIGNATURE",
                "AQAGeTIwRQIgdTu3WfSWpZ/Y8ASa+9Yr4OPehUdTzruIUcXDhS3ChT0CIQCBvBjSQG+ryUffdi/ZH1tFze8oDkXM2W9MU6HeukZvTw==",
            ),
        ],
        body: r#"[{"data":{"version":"1","healthUserId":"111111256096816351","operation":"UPSERT","dataType":"sleep","intervals":[]}}]"#,
        ignored: &[],
    }],
    ..Spec::BASE
};

/// The data types that have webhooks. A subscriber that asks for another is not created.
pub const WITH_WEBHOOKS: &[&str] = &[
    "active-zone-minutes",
    "activity-level",
    "altitude",
    "blood-glucose",
    "body-fat",
    "calories-in-heart-rate-zone",
    "daily-heart-rate-variability",
    "daily-heart-rate-zones",
    "daily-oxygen-saturation",
    "daily-respiratory-rate",
    "daily-resting-heart-rate",
    "daily-sleep-temperature-derivations",
    "distance",
    "exercise",
    "floors",
    "heart-rate",
    "heart-rate-variability",
    "height",
    "hydration-log",
    "nutrition-log",
    "respiratory-rate-sleep-summary",
    "run-vo2-max",
    "sedentary-period",
    "sleep",
    "steps",
    "time-in-heart-rate-zone",
    "weight",
];

/// Makes the document that registers the address of the webhook for a whole project, with every type that has webhooks.
/// `webhook_token` is the application's setting of that name; the vendor sends it back with every call.
///
/// ```
/// let document = vitasync_providers::vendors::google_health::subscriber("https://health.example/hook", "a-long-random-word");
/// assert_eq!(document["endpointUri"], "https://health.example/hook");
/// assert_eq!(document["endpointAuthorization"]["secret"], "Bearer a-long-random-word");
/// assert_eq!(document["subscriberConfigs"][0]["subscriptionCreatePolicy"], "AUTOMATIC");
/// ```
pub fn subscriber(webhook: &str, webhook_token: &str) -> serde_json::Value {
    serde_json::json!({
        "endpointUri": webhook,
        "subscriberConfigs": [{"dataTypes": WITH_WEBHOOKS, "subscriptionCreatePolicy": "AUTOMATIC"}],
        "endpointAuthorization": {"secret": format!("Bearer {webhook_token}")},
    })
}

static EXAMPLES: &[Example] = &[
    Example {
        path: "/v4/users/me/identity",
        body: include_str!("fixtures/identity.json"),
        ignored: &["name"],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/settings",
        body: include_str!("fixtures/settings.json"),
        ignored: &["name", "utcOffset", "weightUnit"],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/steps/dataPoints:reconcile",
        body: include_str!("fixtures/steps.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/distance/dataPoints:reconcile",
        body: include_str!("fixtures/distance.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/floors/dataPoints:reconcile",
        body: include_str!("fixtures/floors.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/altitude/dataPoints:reconcile",
        body: include_str!("fixtures/altitude.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/active-energy-burned/dataPoints:reconcile",
        body: include_str!("fixtures/active-energy-burned.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/basal-energy-burned/dataPoints:reconcile",
        body: include_str!("fixtures/basal-energy-burned.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/active-minutes/dataPoints:reconcile",
        body: include_str!("fixtures/active-minutes.json"),
        ignored: &["dataPoints[].activeMinutes.activeMinutesByActivityLevel[].activityLevel"],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/active-zone-minutes/dataPoints:reconcile",
        body: include_str!("fixtures/active-zone-minutes.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/activity-level/dataPoints:reconcile",
        body: include_str!("fixtures/activity-level.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/sedentary-period/dataPoints:reconcile",
        body: include_str!("fixtures/sedentary-period.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/time-in-heart-rate-zone/dataPoints:reconcile",
        body: include_str!("fixtures/time-in-heart-rate-zone.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/swim-lengths-data/dataPoints:reconcile",
        body: include_str!("fixtures/swim-lengths-data.json"),
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/v4/users/me/dataTypes/total-calories/dataPoints:dailyRollUp",
        body: include_str!("fixtures/total-calories.json"),
        ignored: &["rollupDataPoints[].civilEndTime"],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/heart-rate/dataPoints",
        body: include_str!("fixtures/heart-rate.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/heart-rate/dataPoints",
        when: &[("pageToken", "bW9yZQ")],
        body: include_str!("fixtures/heart-rate-last.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/heart-rate-variability/dataPoints",
        body: include_str!("fixtures/heart-rate-variability.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/oxygen-saturation/dataPoints",
        body: include_str!("fixtures/oxygen-saturation.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/respiratory-rate-sleep-summary/dataPoints",
        body: include_str!("fixtures/respiratory-rate-sleep-summary.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/weight/dataPoints",
        body: include_str!("fixtures/weight.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/body-fat/dataPoints",
        body: include_str!("fixtures/body-fat.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/height/dataPoints",
        body: include_str!("fixtures/height.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/core-body-temperature/dataPoints",
        body: include_str!("fixtures/core-body-temperature.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/blood-glucose/dataPoints",
        body: include_str!("fixtures/blood-glucose.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/vo2-max/dataPoints",
        body: include_str!("fixtures/vo2-max.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/run-vo2-max/dataPoints",
        body: include_str!("fixtures/run-vo2-max.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-vo2-max/dataPoints",
        body: include_str!("fixtures/daily-vo2-max.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-resting-heart-rate/dataPoints",
        body: include_str!("fixtures/daily-resting-heart-rate.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-heart-rate-variability/dataPoints",
        body: include_str!("fixtures/daily-heart-rate-variability.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-respiratory-rate/dataPoints",
        body: include_str!("fixtures/daily-respiratory-rate.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-oxygen-saturation/dataPoints",
        body: include_str!("fixtures/daily-oxygen-saturation.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/daily-sleep-temperature-derivations/dataPoints",
        body: include_str!("fixtures/daily-sleep-temperature-derivations.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/hydration-log/dataPoints",
        body: include_str!("fixtures/hydration-log.json"),
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/nutrition-log/dataPoints",
        body: include_str!("fixtures/nutrition-log.json"),
        ignored: &[
            "dataPoints[].nutritionLog.food",
            "dataPoints[].nutritionLog.serving.foodMeasurementUnit",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/electrocardiogram/dataPoints",
        body: include_str!("fixtures/electrocardiogram.json"),
        ignored: &[
            "dataPoints[].electrocardiogram.samplingFrequencyHertz",
            "dataPoints[].electrocardiogram.waveformSamples",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/irregular-rhythm-notification/dataPoints",
        body: include_str!("fixtures/irregular-rhythm-notification.json"),
        ignored: &["dataPoints[].irregularRhythmNotification.alertWindows"],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/sleep/dataPoints",
        body: include_str!("fixtures/sleep.json"),
        ignored: &[
            "dataPoints[].sleep.createTime",
            "dataPoints[].sleep.interval.civilEndTime",
            "dataPoints[].sleep.stages[].startUtcOffset",
            "dataPoints[].sleep.stages[].endUtcOffset",
            "dataPoints[].sleep.outOfBedSegments[].startUtcOffset",
            "dataPoints[].sleep.outOfBedSegments[].endUtcOffset",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/sleep/dataPoints/*",
        body: include_str!("fixtures/sleep-one.json"),
        ignored: &[
            "sleep.createTime",
            "sleep.interval.civilEndTime",
            "sleep.stages[].startUtcOffset",
            "sleep.stages[].endUtcOffset",
            "sleep.outOfBedSegments[].startUtcOffset",
            "sleep.outOfBedSegments[].endUtcOffset",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v4/users/me/dataTypes/exercise/dataPoints",
        body: include_str!("fixtures/exercise.json"),
        ignored: &[
            "dataPoints[].exercise.createTime",
            "dataPoints[].exercise.exerciseEvents[].eventUtcOffset",
            "dataPoints[].exercise.metricsSummary.averagePaceSecondsPerMeter",
        ],
        ..Example::BASE
    },
    Example {
        path: "/googlehealthapi/webhooks/webhooks_public_keyset.json",
        body: include_str!("fixtures/keyset.json"),
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/revoke",
        body: "{}",
        ..Example::BASE
    },
];
