//! Answers and calls that are true to Garmin's form.

use crate::provider::{Example, Method, Pushed};

macro_rules! ping {
    ($key:literal, $path:literal) => {
        Pushed {
            headers: &[("garmin-client-id", "{{client_id}}")],
            body: concat!(
                r#"{""#,
                $key,
                r#"":[{"userId":"aa11bb22cc33dd44ee55ff6600112233","callbackURL":"https://apis.garmin.com/wellness-api/rest/"#,
                $path,
                r#"?uploadStartTimeInSeconds=1790899200&uploadEndTimeInSeconds=1790902800&token=CPT1"}]}"#
            ),
            ignored: &[],
        }
    };
}

pub(super) static PUSHES: &[Pushed] = &[
    ping!("dailies", "dailies"),
    ping!("epochs", "epochs"),
    ping!("sleeps", "sleeps"),
    ping!("bodyComps", "bodyComps"),
    ping!("stressDetails", "stressDetails"),
    ping!("userMetrics", "userMetrics"),
    ping!("pulseox", "pulseOx"),
    Pushed {
        headers: &[],
        body: include_str!("fixtures/pulse_ox_push.json"),
        ignored: &[],
    },
    ping!("allDayRespiration", "respiration"),
    ping!("healthSnapshot", "healthSnapshot"),
    ping!("hrv", "hrv"),
    ping!("bloodPressures", "bloodPressures"),
    ping!("skinTemp", "skinTemp"),
    ping!("mct", "mct"),
    ping!("activities", "activities"),
    ping!("manuallyUpdatedActivities", "manuallyUpdatedActivities"),
    ping!("activityDetails", "activityDetails"),
];

macro_rules! answer {
    ($path:literal, $file:literal, $ignored:expr) => {
        Example {
            path: concat!("/wellness-api/rest/", $path),
            body: include_str!(concat!("fixtures/", $file, ".json")),
            ignored: $ignored,
            ..Example::BASE
        }
    };
}

/// The call says whose it is, and an id that changes while a summary grows names nothing.
const OWNED: &[&str] = &["[].userId", "[].summaryId"];

pub(super) static EXAMPLES: &[Example] = &[
    answer!("user/id", "user_id", &[]),
    answer!("user/permissions", "permissions", &[]),
    Example {
        method: Method::Delete,
        path: "/wellness-api/rest/user/registration",
        status: 204,
        ..Example::BASE
    },
    Example {
        path: "/wellness-api/rest/backfill/*",
        status: 202,
        ..Example::BASE
    },
    answer!(
        "dailies",
        "dailies",
        &[
            "[].userId",
            "[].summaryId",
            "[].activityType",
            "[].source",
            "[].consumedCalories",
            // The mean of seven days.
            "[].averageHeartRateInBeatsPerMinute",
            "[].stepsGoal",
            "[].netKilocaloriesGoal",
            "[].intensityDurationGoalInSeconds",
            "[].floorsClimbedGoal",
        ]
    ),
    answer!(
        "epochs",
        "epochs",
        &[
            "[].userId",
            "[].summaryId",
            "[].meanMotionIntensity",
            "[].maxMotionIntensity",
        ]
    ),
    answer!(
        "sleeps",
        "sleeps",
        &["[].userId", "[].summaryId", "[].totalNapDurationInSeconds"]
    ),
    answer!("bodyComps", "body_comps", &["[].userId"]),
    answer!(
        "stressDetails",
        "stress_details",
        &[
            "[].userId",
            "[].summaryId",
            "[].calendarDate",
            "[].bodyBatteryDynamicFeedbackEvent",
            "[].bodyBatteryActivityEvents",
        ]
    ),
    answer!("userMetrics", "user_metrics", OWNED),
    answer!("pulseOx", "pulse_ox", &["[].userId", "[].summaryId", "[].calendarDate"]),
    answer!("respiration", "respiration", OWNED),
    answer!(
        "healthSnapshot",
        "health_snapshot",
        &[
            "[].userId",
            "[].summaryId",
            "[].calendarDate",
            // They follow from the values.
            "[].summaries[].minValue",
            "[].summaries[].maxValue",
        ]
    ),
    answer!("hrv", "hrv", OWNED),
    answer!("bloodPressures", "blood_pressures", &["[].userId"]),
    answer!(
        "skinTemp",
        "skin_temp",
        &[
            "[].userId",
            "[].summaryId",
            "[].startTimeInSeconds",
            "[].startTimeOffsetInSeconds",
        ]
    ),
    answer!(
        "mct",
        "mct",
        &[
            // They are other every day, or follow from the rest.
            "[].userId",
            "[].dayInCycle",
            "[].currentPhase",
            "[].lengthOfCurrentPhase",
            "[].daysUntilNextPhase",
            "[].pregnancySnapshot",
        ]
    ),
    answer!("activities", "activities", ACTIVITY),
    answer!(
        "manuallyUpdatedActivities",
        "edited_activities",
        &["[].userId", "[].summaryId"]
    ),
    answer!(
        "activityDetails",
        "activity_details",
        &[
            "[].userId",
            "[].summaryId",
            // The distance is among the totals.
            "[].samples[].totalDistanceInMeters",
        ]
    ),
    Example {
        method: Method::Post,
        path: "/oauth-service/oauth/request_token",
        body: "oauth_token={{access}}&oauth_token_secret={{refresh}}",
        ..Example::BASE
    },
    Example {
        method: Method::Post,
        path: "/oauth-service/oauth/access_token",
        body: "oauth_token={{access}}&oauth_token_secret={{refresh}}",
        ..Example::BASE
    },
];

/// A pace is a speed; where it began is the first point of its way.
const ACTIVITY: &[&str] = &[
    "[].userId",
    "[].summaryId",
    "[].averagePaceInMinutesPerKilometer",
    "[].maxPaceInMinutesPerKilometer",
    "[].startingLatitudeInDegree",
    "[].startingLongitudeInDegree",
];
