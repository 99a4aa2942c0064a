//! The facts about Withings.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::SLUG;
use super::requests::DAY;
use crate::auth::OAuth2;
use crate::provider::{
    Example, History, Ids, Limit, Method, Push, Reads, Region, Resource, Sessions, Setting, Spec, Subscribe, Way, Whose,
};

pub(super) const OAUTH2: OAuth2 = OAuth2 {
    authorize: "https://account.withings.com/oauth2_user/authorize2",
    token: "https://wbsapi.withings.net/v2/oauth2",
    scopes: &["user.info", "user.metrics", "user.activity", "user.sleepevents"],
    separator: ",",
    ..OAuth2::BASE
};

pub(super) static SPEC: Spec = Spec {
    slug: SLUG,
    name: "Withings",
    documentation: "https://developer.withings.com/api-reference",
    registration: super::registration::REGISTRATION,
    ways: &[Way::OAuth2(OAUTH2)],
    hosts: &["wbsapi.withings.net"],
    regions: &[Region {
        id: "us",
        hosts: &[
            ("wbsapi.withings.net", "wbsapi.us.withingsmed.net"),
            ("account.withings.com", "account.us.withingsmed.com"),
        ],
    }],
    settings: &[Setting {
        name: "client_secret",
        help: "The secret of the app at developer.withings.com; it also makes the callbacks of notifications.",
        required: true,
    }],
    resources: RESOURCES,
    limits: &[Limit {
        whose: Whose::App,
        calls: 120,
        per: TimeDelta::minutes(1),
    }],
    push: Push {
        subscribe: Subscribe::User,
        answer_within: TimeDelta::seconds(2),
        secrets: &["client_secret"],
        ..Push::NEVER
    },
    // A day has no id but its date.
    ids: Ids::Connection,
    unverified: &[
        "A refresh token lives for a year, and the old one for eight hours after a refresh.",
        "Withings asks a callback by HEAD or GET before it subscribes, and wants 200.",
        "The hosts of the medical cloud in the United States (region `us`).",
        "Heart recordings need the scope `user.activity` or `user.metrics`.",
        "A pool's length is in metres.",
        "158 and 159 are the left and the right foot of 167, 197 and 198 those of 196.",
        "Minutes have no length where they name none.",
        "Four notifications that fail one after the other end a subscription: list them daily.",
    ],
    examples: EXAMPLES,
    ..Spec::BASE
};

/// What changed is listed by when it changed, so little has to be read again.
const LISTED: Resource = Resource {
    scopes: &["user.activity"],
    reading: Reads::ByChange,
    history: History::Since(2009),
    overlap: TimeDelta::hours(1),
    ..Resource::BASE
};

static RESOURCES: &[Resource] = &[
    Resource {
        id: "measure",
        scopes: &["user.metrics"],
        metrics: &[
            Metric::Weight,
            Metric::Height,
            Metric::LeanBodyMass,
            Metric::BodyFatPercentage,
            Metric::FatMass,
            Metric::BloodPressureDiastolic,
            Metric::BloodPressureSystolic,
            Metric::HeartRate,
            Metric::BodyTemperature,
            Metric::OxygenSaturation,
            Metric::SkinTemperature,
            Metric::MuscleMass,
            Metric::BodyWaterMass,
            Metric::BoneMass,
            Metric::PulseWaveVelocity,
            Metric::Vo2Max,
            Metric::AfibResult,
            Metric::QrsDuration,
            Metric::PrInterval,
            Metric::QtInterval,
            Metric::QtcInterval,
            Metric::CardiovascularAge,
            Metric::NerveHealthScore,
            Metric::ExtracellularWater,
            Metric::IntracellularWater,
            Metric::VisceralFatRating,
            Metric::EdaFeet,
            Metric::BasalMetabolicRate,
            Metric::MetabolicAge,
            Metric::ElectrodermalActivity,
        ],
        ..LISTED
    },
    Resource {
        id: "activity",
        metrics: &[
            Metric::Steps,
            Metric::Distance,
            Metric::FloorsClimbed,
            Metric::LightActivityDuration,
            Metric::ModerateActivityDuration,
            Metric::VigorousActivityDuration,
            Metric::ActiveDuration,
            Metric::ActiveEnergy,
            Metric::TotalEnergy,
            Metric::HeartRateAverage,
            Metric::HeartRateMin,
            Metric::HeartRateMax,
        ],
        ..LISTED
    },
    Resource {
        id: "intraday",
        metrics: &[
            Metric::Steps,
            Metric::FloorsClimbed,
            Metric::ActiveEnergy,
            Metric::Distance,
            Metric::SwimmingStrokeCount,
            Metric::SwimmingLaps,
            Metric::HeartRate,
            Metric::OxygenSaturation,
            Metric::RespiratoryRate,
            Metric::BodyTemperature,
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilitySdnn,
        ],
        reading: Reads::ByTime,
        history: History::Days(30),
        window: Some(DAY),
        overlap: TimeDelta::days(2),
        ..LISTED
    },
    Resource {
        id: "workout",
        sessions: Sessions::Workouts,
        ..LISTED
    },
    Resource {
        id: "sleep",
        metrics: &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepAwakenings,
            Metric::SleepLatency,
            Metric::WakeLatency,
            Metric::WasoDuration,
            Metric::SleepEfficiency,
            Metric::SleepCycleCount,
            Metric::SleepOutOfBedCount,
            Metric::SleepingHeartRateAverage,
            Metric::SleepingHeartRateLowest,
            Metric::SleepingRespiratoryRate,
            Metric::SnoringDuration,
            Metric::SnoringEpisodeCount,
            Metric::BreathingDisturbancesIntensity,
            Metric::ApneaHypopneaIndex,
            Metric::SleepScore,
            Metric::HeartRate,
            Metric::RespiratoryRate,
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilitySdnn,
            Metric::SleepMovement,
        ],
        sessions: Sessions::Sleep,
        ..LISTED
    },
    Resource {
        id: "heart",
        scopes: &["user.activity", "user.metrics"],
        metrics: &[Metric::HeartRate, Metric::AfibResult],
        reading: Reads::ByTime,
        overlap: TimeDelta::days(7),
        ..LISTED
    },
];

/// The answer of an action of a service.
macro_rules! examples {
    ($($path:literal, $action:literal $(at $offset:literal)?, $file:literal, ignored $ignored:expr;)*) => {
        &[$(Example {
            method: Method::Post,
            path: concat!("/", $path),
            when: &[("action", $action) $(, ("offset", $offset))?],
            body: include_str!(concat!("fixtures/", $file)),
            ignored: $ignored,
            ..Example::BASE
        },)*]
    };
}

static EXAMPLES: &[Example] = examples! {
    "v2/oauth2", "requesttoken", "token.json", ignored &[];
    "v2/oauth2", "revoke", "done.json", ignored &[];
    "v2/signature", "getnonce", "nonce.json", ignored &[];
    "notify", "subscribe", "done.json", ignored &[];
    "measure", "getmeas", "measures.json", ignored MEASURES;
    "measure", "getmeas" at "4", "measures_last.json", ignored &[];
    "v2/measure", "getactivity", "days.json", ignored DAYS;
    "v2/measure", "getintradayactivity", "minutes.json", ignored &[];
    "v2/measure", "getworkouts", "workouts.json", ignored WORKOUTS;
    "v2/sleep", "getsummary", "nights.json", ignored NIGHTS;
    "v2/sleep", "get", "series.json", ignored &[];
    "v2/heart", "list", "hearts.json", ignored HEARTS;
};

/// How a value was reckoned is Withings' own; the model's number says what its name does.
const MEASURES: &[&str] = &[
    "body.updatetime",
    "body.measuregrps[].measures[].algo",
    "body.measuregrps[].measures[].fm",
    "body.measuregrps[].modelid",
    // What was changed last was made before.
    "body.measuregrps[].created",
];

/// Where there is no more, the offset leads nowhere. Whether a day is a tracker's says more than the brand does.
const DAYS: &[&str] = &["body.offset", "body.activities[].modelid", "body.activities[].brand"];

/// The date is that of the start; the number of a model has no name.
const WORKOUTS: &[&str] = &["body.series[].date", "body.series[].model"];

/// The date is that of the end.
const NIGHTS: &[&str] = &["body.offset", "body.series[].date", "body.series[].created"];

/// The blood pressure is a group of measurements as well.
const HEARTS: &[&str] = &["body.offset", "body.series[].bloodpressure"];
