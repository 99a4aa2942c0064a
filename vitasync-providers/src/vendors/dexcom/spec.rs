//! The facts about Dexcom.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use crate::auth::OAuth2;
use crate::provider::{Example, History, Ids, Limit, Reads, Region, Resource, Sessions, Setting, Spec, Way, Whose};

/// The longest span of one call.
pub(super) const LONGEST: TimeDelta = TimeDelta::days(30);

const HOST: &str = "api.dexcom.com";

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Dexcom",
    documentation: "https://developer.dexcom.com/docs/dexcomv3",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://api.dexcom.com/v2/oauth2/login",
        token: "https://api.dexcom.com/v2/oauth2/token",
        scopes: &["offline_access"],
        ..OAuth2::BASE
    })],
    hosts: &[HOST],
    regions: &[
        Region {
            id: "eu",
            hosts: &[(HOST, "api.dexcom.eu")],
        },
        Region {
            id: "jp",
            hosts: &[(HOST, "api.dexcom.jp")],
        },
        Region {
            id: "sandbox",
            hosts: &[(HOST, "sandbox-api.dexcom.com")],
        },
    ],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret of the app at developer.dexcom.com. Data of people needs Dexcom's approval; the sandbox does not.",
        required: true,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::App,
        calls: 60_000,
        per: TimeDelta::hours(1),
    }],
    ids: Ids::Connection,
    unverified: &[
        "A code lives for a minute, and a refresh token is good for one refresh.",
        "Readings are shown one to three hours late, by region.",
        "`lastSyncTime` counts by when data came and not by when it was measured.",
        "A reading beyond the range has a number just outside 40 to 400 mg/dL, one of the bounds, or none.",
        "A calibration is what a person typed from a fingerstick.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

/// What is new is asked for; a day again because readings are shown late.
const NEW: Resource = Resource {
    reading: Reads::ByChange,
    history: History::Since(2010),
    overlap: TimeDelta::hours(24),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "egvs",
        metrics: &[
            Metric::InterstitialGlucose,
            Metric::GlucoseTrend,
            Metric::GlucoseTrendRate,
        ],
        ..NEW
    },
    Resource {
        id: "calibrations",
        metrics: &[Metric::BloodGlucose],
        ..NEW
    },
    Resource {
        id: "events",
        metrics: &[
            Metric::BloodGlucose,
            Metric::DietaryCarbohydrates,
            Metric::InsulinDelivery,
        ],
        sessions: Sessions::Workouts,
        ..NEW
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/v3/users/self/dataRange",
        body: include_str!("fixtures/ranges.json"),
        ignored: RANGES,
        ..Example::BASE
    },
    Example {
        path: "/v3/users/self/egvs",
        body: include_str!("fixtures/egvs.json"),
        ignored: RECORDS,
        ..Example::BASE
    },
    Example {
        path: "/v3/users/self/calibrations",
        body: include_str!("fixtures/calibrations.json"),
        ignored: RECORDS,
        ..Example::BASE
    },
    Example {
        path: "/v3/users/self/events",
        body: include_str!("fixtures/events.json"),
        ignored: EVENTS,
        ..Example::BASE
    },
];

/// Spans are filtered by the system's time.
const RANGES: &[&str] = &[
    "recordType",
    "recordVersion",
    "calibrations.start.displayTime",
    "calibrations.end.displayTime",
    "egvs.start.displayTime",
    "egvs.end.displayTime",
    "events.start.displayTime",
    "events.end.displayTime",
];

/// Whose they are says the token; ticks count what the times say.
const RECORDS: &[&str] = &["recordType", "recordVersion", "userId", "records[].transmitterTicks"];

const EVENTS: &[&str] = &["recordType", "recordVersion", "userId"];
