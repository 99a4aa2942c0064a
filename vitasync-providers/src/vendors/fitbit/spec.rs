//! The facts about Fitbit's Web API as it was.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::{SLUG, SUCCESSOR};
use crate::auth::{Credentials, OAuth2};
use crate::provider::{Example, History, Ids, Limit, Method, Resource, Sessions, Setting, Spec, Way, Whose};

pub(super) const BASE: &str = "https://api.fitbit.com";

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Fitbit (Web API)",
    documentation: "https://developers.google.com/health/migration",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAuth2 {
        authorize: "https://www.fitbit.com/oauth2/authorize",
        token: "https://api.fitbit.com/oauth2/token",
        scopes: &[
            "activity",
            "cardio_fitness",
            "heartrate",
            "oxygen_saturation",
            "profile",
            "respiratory_rate",
            "sleep",
            "temperature",
            "weight",
        ],
        pkce: true,
        credentials: Credentials::Basic,
        ..OAuth2::BASE
    })],
    hosts: &["api.fitbit.com"],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret of the app that was registered at dev.fitbit.com. New apps are registered with Google Health.",
        required: true,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::User,
        calls: 150,
        per: TimeDelta::hours(1),
    }],
    // Days are named by their date.
    ids: Ids::Connection,
    successor: Some(SUCCESSOR),
    unverified: &[
        "The body of the answer 410.",
        "The bodies of temperature, oxygen saturation, breathing rate and cardio fitness.",
        "Series of exports are UTC, and their distance is in centimetres.",
        "The numbers of activities.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

/// Nothing can be asked for any more, so nothing reaches back: one call is enough to learn that.
const RETIRED: Resource = Resource {
    history: History::FromConnect,
    window: Some(TimeDelta::days(28)),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "heart",
        scopes: &["heartrate"],
        metrics: &[Metric::RestingHeartRate],
        ..RETIRED
    },
    Resource {
        id: "activity",
        scopes: &["activity"],
        metrics: &[
            Metric::Steps,
            Metric::Distance,
            Metric::FloorsClimbed,
            Metric::ElevationGain,
            Metric::TotalEnergy,
            Metric::BasalEnergy,
            Metric::ActiveEnergy,
            Metric::SedentaryDuration,
            Metric::LightActivityDuration,
            Metric::ModerateActivityDuration,
            Metric::VigorousActivityDuration,
            Metric::ActiveZoneMinutes,
            Metric::RestingHeartRate,
        ],
        sessions: Sessions::Workouts,
        ..RETIRED
    },
    Resource {
        id: "intraday",
        scopes: &["activity", "heartrate"],
        metrics: &[
            Metric::Steps,
            Metric::Distance,
            Metric::HeartRate,
            Metric::RestingHeartRate,
        ],
        ..RETIRED
    },
    Resource {
        id: "workout",
        scopes: &["activity"],
        sessions: Sessions::Workouts,
        ..RETIRED
    },
    Resource {
        id: "sleep",
        scopes: &["sleep"],
        metrics: &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepLatency,
            Metric::WakeLatency,
            Metric::SleepEfficiency,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepUnspecifiedDuration,
            Metric::SleepAwakenings,
            Metric::SleepRestlessPeriods,
        ],
        sessions: Sessions::Sleep,
        ..RETIRED
    },
    Resource {
        id: "hrv",
        scopes: &["heartrate"],
        metrics: &[Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilityRmssdDeep],
        ..RETIRED
    },
    Resource {
        id: "spo2",
        scopes: &["oxygen_saturation"],
        metrics: &[
            Metric::SleepingOxygenSaturation,
            Metric::SleepingOxygenSaturationMin,
            Metric::OxygenSaturation,
        ],
        ..RETIRED
    },
    Resource {
        id: "br",
        scopes: &["respiratory_rate"],
        metrics: &[Metric::SleepingRespiratoryRate],
        ..RETIRED
    },
    Resource {
        id: "temperature",
        scopes: &["temperature"],
        metrics: &[Metric::SkinTemperatureDeviation, Metric::BodyTemperature],
        ..RETIRED
    },
    Resource {
        id: "cardioscore",
        scopes: &["cardio_fitness"],
        metrics: &[Metric::Vo2Max],
        ..RETIRED
    },
    Resource {
        id: "weight",
        scopes: &["weight"],
        metrics: &[Metric::Weight, Metric::BodyMassIndex, Metric::BodyFatPercentage],
        ..RETIRED
    },
];

static EXAMPLES: &[Example] = &[
    Example {
        path: "/1/user/-/profile.json",
        body: include_str!("fixtures/profile.json"),
        ignored: &["user.offsetFromUTCMillis"],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/date/*",
        body: include_str!("fixtures/day.json"),
        ignored: &[
            "activities[].activityParentId",
            "activities[].isFavorite",
            "goals",
            "summary.activityCalories",
            "summary.heartRateZones",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/steps/date/*/*",
        body: include_str!("fixtures/series-steps.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/distance/date/*/*",
        body: include_str!("fixtures/series-distance.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/floors/date/*/*",
        body: include_str!("fixtures/series-floors.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/elevation/date/*/*",
        body: include_str!("fixtures/series-elevation.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/calories/date/*/*",
        body: include_str!("fixtures/series-calories.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/caloriesBMR/date/*/*",
        body: include_str!("fixtures/series-caloriesBMR.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/minutesSedentary/date/*/*",
        body: include_str!("fixtures/series-minutesSedentary.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/minutesLightlyActive/date/*/*",
        body: include_str!("fixtures/series-minutesLightlyActive.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/minutesFairlyActive/date/*/*",
        body: include_str!("fixtures/series-minutesFairlyActive.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/minutesVeryActive/date/*/*",
        body: include_str!("fixtures/series-minutesVeryActive.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/active-zone-minutes/date/*/*",
        body: include_str!("fixtures/zone-minutes.json"),
        ignored: &[
            "activities-active-zone-minutes[].value.fatBurnActiveZoneMinutes",
            "activities-active-zone-minutes[].value.cardioActiveZoneMinutes",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/steps/date/*/1d/1min.json",
        body: include_str!("fixtures/intraday-steps.json"),
        // A minute, where nothing is said.
        ignored: &["activities-steps-intraday.datasetType"],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/distance/date/*/1d/1min.json",
        body: include_str!("fixtures/intraday-distance.json"),
        // A minute, where nothing is said.
        ignored: &["activities-distance-intraday.datasetType"],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/heart/date/*/1d/1sec.json",
        body: include_str!("fixtures/intraday-heart.json"),
        ignored: &[
            "activities-heart[].value.customHeartRateZones",
            "activities-heart[].value.heartRateZones",
            "activities-heart-intraday.datasetInterval",
            "activities-heart-intraday.datasetType",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/heart/date/*/*",
        body: include_str!("fixtures/heart.json"),
        ignored: &[
            "activities-heart[].value.customHeartRateZones",
            "activities-heart[].value.heartRateZones",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/list.json",
        body: include_str!("fixtures/activities.json"),
        ignored: &[
            "activities[].originalStartTime",
            "activities[].originalDuration",
            "activities[].pace",
            "activities[].source.id",
            "activities[].source.type",
            "activities[].tcxLink",
            "pagination.afterDate",
            "pagination.limit",
            "pagination.offset",
            "pagination.previous",
            "pagination.sort",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/activities/list.json",
        when: &[("offset", "100")],
        body: include_str!("fixtures/activities-last.json"),
        ..Example::BASE
    },
    Example {
        path: "/1.2/user/-/sleep/date/*/*",
        body: include_str!("fixtures/sleep.json"),
        ignored: &[
            "summary",
            "sleep[].duration",
            "sleep[].levels.summary.deep.thirtyDayAvgMinutes",
            "sleep[].levels.summary.light.thirtyDayAvgMinutes",
            "sleep[].levels.summary.rem.thirtyDayAvgMinutes",
            "sleep[].levels.summary.wake.thirtyDayAvgMinutes",
            "sleep[].levels.summary.deep.count",
            "sleep[].levels.summary.light.count",
            "sleep[].levels.summary.rem.count",
            "sleep[].levels.summary.wake.minutes",
            "sleep[].levels.summary.asleep.count",
            "sleep[].levels.summary.restless.minutes",
            "sleep[].levels.summary.awake.minutes",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/hrv/date/*/*",
        body: include_str!("fixtures/hrv.json"),
        ignored: &[
            "hrv[].minutes[].value.coverage",
            "hrv[].minutes[].value.lf",
            "hrv[].minutes[].value.hf",
        ],
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/spo2/date/*/*",
        body: include_str!("fixtures/spo2.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/br/date/*/*",
        body: include_str!("fixtures/br.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/temp/skin/date/*/*",
        body: include_str!("fixtures/temp-skin.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/temp/core/date/*/*",
        body: include_str!("fixtures/temp-core.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/cardioscore/date/*/*",
        body: include_str!("fixtures/cardioscore.json"),
        ..Example::BASE
    },
    Example {
        path: "/1/user/-/body/log/weight/date/*/*",
        body: include_str!("fixtures/weight.json"),
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth2/revoke",
        body: "{}",
        ..Example::BASE
    },
];
