//! The facts about TrainingPeaks.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::OAuth2;
use crate::provider::{Example, Header, History, Method, Reads, Region, Resource, Sessions, Setting, Spec, Way};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "TrainingPeaks",
    documentation: "https://github.com/TrainingPeaks/PartnersAPI/wiki",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://oauth.trainingpeaks.com/OAuth/Authorize",
        token: "https://oauth.trainingpeaks.com/oauth/token",
        scopes: &["athlete:profile", "workouts:read", "metrics:read"],
        // A token may live for ten minutes only.
        refresh_before: TimeDelta::minutes(2),
        ..OAuth2::BASE
    })],
    hosts: &[
        "api.trainingpeaks.com",
        "oauth.trainingpeaks.com",
        "api.sandbox.trainingpeaks.com",
        "oauth.sandbox.trainingpeaks.com",
    ],
    regions: &[Region {
        id: "sandbox",
        hosts: &[
            ("api.trainingpeaks.com", "api.sandbox.trainingpeaks.com"),
            ("oauth.trainingpeaks.com", "oauth.sandbox.trainingpeaks.com"),
        ],
    }],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret that TrainingPeaks sends when it accepts an application.",
        required: true,
    }],
    headers: &[
        Header {
            name: "User-Agent",
            setting: "client_id",
            suffix: concat!("/", env!("CARGO_PKG_VERSION")),
        },
        Header {
            name: "Accept",
            setting: "",
            suffix: "application/json",
        },
    ],
    resources: RESOURCES,
    unverified: &[
        "The path of the changes is `changed`; the wiki's text says `changes`.",
        "A page of changes counts what is deleted and what is modified together.",
        "The date from which changes are asked for may have a time.",
        "Metrics are listed for at most 45 days, as workouts are.",
        "`PercentFat` and `PulseOx` are per cent; what `HRV` is and how it is measured is not said.",
        "`Rpe` is on a scale of ten.",
        "A time zone may be given by its Windows name.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "workout",
        scopes: &["workouts:read"],
        sessions: Sessions::Workouts,
        reading: Reads::ByChange,
        history: History::Since(2000),
        overlap: TimeDelta::hours(1),
        ..Resource::BASE
    },
    Resource {
        id: "metrics",
        scopes: &["metrics:read"],
        metrics: &[
            Metric::Weight,
            Metric::BodyFatPercentage,
            Metric::OxygenSaturation,
            Metric::RestingHeartRate,
            Metric::Steps,
            Metric::SleepDuration,
            Metric::HeartRateVariabilityRmssd,
        ],
        history: History::Since(2005),
        // A window is asked for by dates and grows by up to two days.
        window: Some(TimeDelta::days(42)),
        overlap: TimeDelta::days(14),
        ..Resource::BASE
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/v1/athlete/profile",
        body: include_str!("fixtures/profile.json"),
        ignored: &[
            "FirstName",
            "LastName",
            "Email",
            "BirthMonth",
            "Sex",
            "CoachedBy",
            // A weight of no date.
            "Weight",
            "IsPremium",
            "PreferredUnits",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v2/workouts/changed",
        body: include_str!("fixtures/changes.json"),
        ignored: &[
            "Modified[].AthleteId",
            "Modified[].IFPlanned",
            "Modified[].Structure",
            "Modified[].Url",
            "Modified[].WorkoutFileFormats",
        ],
        ..Example::BASE
    },
    Example {
        path: "/v2/workouts/id/*",
        body: include_str!("fixtures/workout.json"),
        ignored: &["AthleteId"],
        ..Example::BASE
    },
    Example {
        path: "/v2/metrics/*/*",
        body: include_str!("fixtures/metrics.json"),
        ignored: &["[].AthleteId"],
        ..Example::BASE
    },
    Example {
        path: "/v2/metrics/*",
        body: include_str!("fixtures/metric.json"),
        ignored: &["AthleteId"],
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth/deauthorize",
        status: 204,
        ..Example::BASE
    },
];
