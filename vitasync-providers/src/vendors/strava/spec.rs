//! The facts about Strava.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::OAuth2;
use crate::provider::{
    Example, History, Limit, Method, Push, Reads, Resource, Sessions, Setting, Spec, Subscribe, Way, Whose,
};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Strava",
    documentation: "https://developers.strava.com/docs/reference/",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://www.strava.com/oauth/authorize",
        token: "https://www.strava.com/oauth/token",
        scopes: &["read", "activity:read_all", "profile:read_all"],
        separator: ",",
        authorize_query: &[("approval_prompt", "auto")],
        ..OAuth2::BASE
    })],
    hosts: &["www.strava.com", "www.api-v3.strava.com"],
    settings: SETTINGS,
    resources: RESOURCES,
    // Those of reading; of all calls there are twice as many.
    limits: &[
        Limit {
            whose: Whose::App,
            calls: 100,
            per: TimeDelta::minutes(15),
        },
        Limit {
            whose: Whose::App,
            calls: 1000,
            per: TimeDelta::days(1),
        },
    ],
    push: Push {
        subscribe: Subscribe::App,
        answer_within: TimeDelta::seconds(2),
        secrets: &["verify_token"],
        ..Push::NEVER
    },
    terms: Some(
        "Strava's API agreement (https://www.strava.com/legal/api): data is shown only to the athlete it is about, is kept \
         for seven days at most, and is not given to any AI; platforms between Strava and an application are not supported. \
         Use an application of your own, limit how long its data is kept, and exclude it from AI tools.",
    ),
    unverified: &[
        "From 1 June 2027 the API is at www.api-v3.strava.com without /api/v3: `Strava::ANNOUNCED`.",
        "Data may be kept for seven days: third parties agree on it.",
        "The key that signs webhooks is not documented: `signing_secret` is checked only where it is set.",
        "With `after` the oldest activity comes first.",
        "The cadence of runs and walks counts one leg.",
        "Activities that were typed have no streams: 404.",
        "The fields average_temp, perceived_exertion, visibility and workout_type are not in the documents.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

static SETTINGS: &[Setting] = &[
    Setting {
        name: "client_secret",
        help: "The secret of the application at strava.com/settings/api.",
        required: true,
    },
    Setting {
        name: "verify_token",
        help: "A word of your choice with which Strava asks whether a subscription is meant.",
        required: false,
    },
    Setting {
        name: "signing_secret",
        help: "The key of the header X-Strava-Signature, if Strava has given you one. Once it is set, a webhook without that \
               signature is refused.",
        required: false,
    },
];

const ACTIVITIES: &[&str] = &["activity:read_all", "activity:read"];

static RESOURCES: &[Resource] = &[
    Resource {
        id: "activity",
        scopes: ACTIVITIES,
        sessions: Sessions::Workouts,
        // Strava is younger; people upload what is older.
        history: History::Since(2000),
        ..Resource::BASE
    },
    Resource {
        id: "detail",
        scopes: ACTIVITIES,
        metrics: &[
            Metric::HeartRate,
            Metric::Speed,
            Metric::Cadence,
            Metric::StepCadence,
            Metric::Power,
            Metric::Altitude,
            Metric::AmbientTemperature,
        ],
        sessions: Sessions::Workouts,
        // Strava has everything, but an activity takes two of the thousand calls that all athletes share in a day.
        history: History::Days(90),
        // A window that is begun is finished within a quarter of an hour.
        window: Some(TimeDelta::days(14)),
        overlap: TimeDelta::days(1),
        ..Resource::BASE
    },
    Resource {
        id: "athlete",
        scopes: &["profile:read_all"],
        metrics: &[Metric::Weight, Metric::FunctionalThresholdPower],
        reading: Reads::Current,
        history: History::FromConnect,
        ..Resource::BASE
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/api/v3/athlete",
        body: include_str!("fixtures/athlete.json"),
        ignored: &[
            "username",
            "resource_state",
            "firstname",
            "lastname",
            "sex",
            "premium",
            "created_at",
            "updated_at",
            "measurement_preference",
            "bikes",
            "shoes",
        ],
        ..Example::BASE
    },
    Example {
        path: "/api/v3/athlete/activities",
        body: include_str!("fixtures/activities.json"),
        ignored: SUMMARY,
        ..Example::BASE
    },
    Example {
        path: "/api/v3/athlete/activities",
        when: &[("page", "2")],
        body: "[]",
        ..Example::BASE
    },
    Example {
        path: "/api/v3/activities/154504250377",
        body: include_str!("fixtures/activity_run.json"),
        ignored: &["resource_state"],
        ..Example::BASE
    },
    Example {
        path: "/api/v3/activities/154504250378",
        body: include_str!("fixtures/activity_hike.json"),
        ignored: &["resource_state"],
        ..Example::BASE
    },
    Example {
        path: "/api/v3/activities/*",
        body: include_str!("fixtures/activity.json"),
        ignored: DETAIL,
        ..Example::BASE
    },
    Example {
        path: "/api/v3/activities/*/streams",
        body: include_str!("fixtures/streams.json"),
        ignored: STREAMS,
        ..Example::BASE
    },
    Example {
        path: "/api/v3/push_subscriptions",
        body: "[]",
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/api/v3/push_subscriptions",
        status: 201,
        body: r#"{"id":120475}"#,
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth/revoke",
        body: "{}",
        ..Example::BASE
    },
];

/// Whose it is follows from the token. Where it began and ended is in the streams.
const SUMMARY: &[&str] = &[
    "[].resource_state",
    "[].athlete",
    "[].upload_id",
    "[].start_latlng",
    "[].end_latlng",
    "[].map.id",
    "[].map.resource_state",
    "[].flagged",
    "[].has_heartrate",
];

/// Splits and efforts over segments repeat what the streams hold; the gear is named by its id.
const DETAIL: &[&str] = &[
    "resource_state",
    "athlete",
    "upload_id",
    "start_latlng",
    "end_latlng",
    "map.id",
    "map.resource_state",
    "map.polyline",
    "flagged",
    "has_heartrate",
    "gear",
    "best_efforts",
    "segment_efforts",
    "photos",
    "embed_token",
    "laps[].id",
    "laps[].resource_state",
    "laps[].start_date_local",
    "laps[].start_index",
    "laps[].end_index",
    "laps[].split",
    "splits_metric[].split",
    "splits_metric[].pace_zone",
];

/// How a stream was thinned out on Strava's side.
const STREAMS: &[&str] = &["time.series_type", "time.original_size", "time.resolution"];
