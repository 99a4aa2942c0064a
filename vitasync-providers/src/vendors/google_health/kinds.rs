//! The table of what Google Health holds: one row per data type, with how it is asked for and what its fields are.

use chrono::TimeDelta;
use vitasync_core::Metric;

use crate::provider::{History, Resource, Sessions};

/// One data type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// What the client knows of it. The id is the vendor's name of the type.
    pub(super) resource: Resource,
    /// The field of a data point that holds it.
    pub(super) field: &'static str,
    /// How its time is written, and so how it is filtered by.
    pub(super) time: Time,
    /// The fields that are values, as JSON pointers with their unit: one for each metric of the resource, in its order. Empty
    /// where a type is read by hand.
    pub(super) values: &'static [(&'static str, &'static str)],
    /// The fields that are kept as remarks, as JSON pointers.
    pub(super) remarks: &'static [&'static str],
}

/// How the time of a data type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// `interval`, and values that add up: read reconciled.
    Interval,
    /// `sampleTime`.
    Sample,
    /// `date`.
    Daily,
    /// `interval`, of something with a beginning, an end and an inside; filtered by its civil start.
    Session,
    /// As [`Time::Session`], filtered by its end.
    Sleep,
    /// As [`Time::Session`], filtered by its start from below alone.
    Reading,
    /// Days that the vendor adds up on demand.
    RolledUp,
}

impl Kind {
    pub(super) fn find(id: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.resource.id == id)
    }

    /// Tells whether its points have names, and so are objects.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.time, Time::Session | Time::Sleep | Time::Reading)
    }

    const fn scope(mut self, scopes: &'static [&'static str]) -> Self {
        self.resource.scopes = scopes;
        self
    }

    const fn remarks(mut self, remarks: &'static [&'static str]) -> Self {
        self.remarks = remarks;
        self
    }

    const fn sessions(mut self, sessions: Sessions) -> Self {
        self.resource.sessions = sessions;
        self
    }

    const fn window(mut self, days: i64) -> Self {
        self.resource.window = Some(TimeDelta::days(days));
        self
    }
}

pub(super) const ACTIVITY: &str = "https://www.googleapis.com/auth/googlehealth.activity_and_fitness.readonly";
pub(super) const MEASUREMENTS: &str =
    "https://www.googleapis.com/auth/googlehealth.health_metrics_and_measurements.readonly";
pub(super) const SLEEP: &str = "https://www.googleapis.com/auth/googlehealth.sleep.readonly";
pub(super) const NUTRITION: &str = "https://www.googleapis.com/auth/googlehealth.nutrition.readonly";
pub(super) const ECG: &str = "https://www.googleapis.com/auth/googlehealth.ecg.readonly";
pub(super) const IRN: &str = "https://www.googleapis.com/auth/googlehealth.irn.readonly";
pub(super) const SETTINGS: &str = "https://www.googleapis.com/auth/googlehealth.settings.readonly";
pub(super) const PROFILE: &str = "https://www.googleapis.com/auth/googlehealth.profile.readonly";

/// Points arrive when the device syncs, days after they were measured, and sleep is processed again.
const OVERLAP: TimeDelta = TimeDelta::days(4);

const fn kind(
    id: &'static str,
    field: &'static str,
    time: Time,
    metrics: &'static [Metric],
    values: &'static [(&'static str, &'static str)],
) -> Kind {
    Kind {
        resource: Resource {
            id,
            scopes: &[MEASUREMENTS],
            metrics,
            history: History::Since(2010),
            overlap: OVERLAP,
            ..Resource::BASE
        },
        field,
        time,
        values,
        remarks: &[],
    }
}

/// A type that has a point every minute or so: read a year at a time, so that a first sync is never long at one place.
const fn interval(
    id: &'static str,
    field: &'static str,
    metrics: &'static [Metric],
    values: &'static [(&'static str, &'static str)],
) -> Kind {
    kind(id, field, Time::Interval, metrics, values)
        .scope(&[ACTIVITY])
        .window(365)
}

/// The data types that are read.
pub(super) static KINDS: [Kind; 36] = [
    interval("steps", "steps", &[Metric::Steps], &[("/count", "steps")]),
    interval("distance", "distance", &[Metric::Distance], &[("/millimeters", "mm")]),
    interval("floors", "floors", &[Metric::FloorsClimbed], &[("/count", "floors")]),
    interval("altitude", "altitude", &[Metric::ElevationGain], &[]),
    interval(
        "active-energy-burned",
        "activeEnergyBurned",
        &[Metric::ActiveEnergy],
        &[("/kcal", "kcal")],
    ),
    interval(
        "basal-energy-burned",
        "basalEnergyBurned",
        &[Metric::BasalEnergy],
        &[("/kcal", "kcal")],
    ),
    interval("active-minutes", "activeMinutes", &[Metric::ActiveDuration], &[]),
    interval(
        "active-zone-minutes",
        "activeZoneMinutes",
        &[Metric::ActiveZoneMinutes],
        &[("/activeZoneMinutes", "{score}")],
    )
    .remarks(&["/heartRateZone"]),
    interval(
        "activity-level",
        "activityLevel",
        &[
            Metric::LightActivityDuration,
            Metric::ModerateActivityDuration,
            Metric::VigorousActivityDuration,
        ],
        &[],
    ),
    interval("sedentary-period", "sedentaryPeriod", &[Metric::SedentaryDuration], &[]),
    interval(
        "time-in-heart-rate-zone",
        "timeInHeartRateZone",
        &[Metric::HeartRateZoneDuration],
        &[],
    )
    .remarks(&["/heartRateZoneType"]),
    interval(
        "swim-lengths-data",
        "swimLengthsData",
        &[Metric::SwimmingStrokeCount],
        &[("/strokeCount", "{strokes}")],
    )
    .remarks(&["/swimStrokeType"]),
    kind(
        "total-calories",
        "totalCalories",
        Time::RolledUp,
        &[Metric::TotalEnergy],
        &[("/kcalSum", "kcal")],
    )
    .scope(&[ACTIVITY])
    // The vendor adds up 14 days at a time, and the dates of eleven days anywhere on earth are thirteen.
    .window(11),
    kind(
        "heart-rate",
        "heartRate",
        Time::Sample,
        &[Metric::HeartRate],
        &[("/beatsPerMinute", "bpm")],
    )
    .remarks(&["/metadata/motionContext", "/metadata/sensorLocation"])
    .window(90),
    kind(
        "heart-rate-variability",
        "heartRateVariability",
        Time::Sample,
        &[Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilitySdnn],
        &[
            ("/rootMeanSquareOfSuccessiveDifferencesMilliseconds", "ms"),
            ("/standardDeviationMilliseconds", "ms"),
        ],
    )
    .window(365),
    kind(
        "oxygen-saturation",
        "oxygenSaturation",
        Time::Sample,
        &[Metric::OxygenSaturation],
        &[("/percentage", "%")],
    )
    .window(365),
    kind(
        "respiratory-rate-sleep-summary",
        "respiratoryRateSleepSummary",
        Time::Sample,
        &[Metric::SleepingRespiratoryRate],
        &[("/fullSleepStats/breathsPerMinute", "br/min")],
    )
    .remarks(&[
        "/deepSleepStats/breathsPerMinute",
        "/lightSleepStats/breathsPerMinute",
        "/remSleepStats/breathsPerMinute",
        "/fullSleepStats/standardDeviation",
        "/fullSleepStats/signalToNoise",
    ]),
    kind(
        "weight",
        "weight",
        Time::Sample,
        &[Metric::Weight],
        &[("/weightGrams", "g")],
    )
    .remarks(&["/notes"]),
    kind(
        "body-fat",
        "bodyFat",
        Time::Sample,
        &[Metric::BodyFatPercentage],
        &[("/percentage", "%")],
    ),
    kind(
        "height",
        "height",
        Time::Sample,
        &[Metric::Height],
        &[("/heightMillimeters", "mm")],
    ),
    kind(
        "core-body-temperature",
        "coreBodyTemperature",
        Time::Sample,
        &[Metric::BodyTemperature],
        &[],
    )
    .remarks(&["/measurementLocation"]),
    kind(
        "blood-glucose",
        "bloodGlucose",
        Time::Sample,
        &[Metric::BloodGlucose, Metric::InterstitialGlucose],
        &[],
    )
    .remarks(&[
        "/mealType",
        "/measurementSource",
        "/measurementTiming",
        "/specimen",
        "/notes",
    ]),
    kind(
        "vo2-max",
        "vo2Max",
        Time::Sample,
        &[Metric::Vo2Max],
        &[("/vo2Max", "mL/kg/min")],
    )
    .scope(&[ACTIVITY])
    .remarks(&["/measurementMethod"]),
    kind(
        "run-vo2-max",
        "runVo2Max",
        Time::Sample,
        &[Metric::Vo2Max],
        &[("/runVo2Max", "mL/kg/min")],
    )
    .scope(&[ACTIVITY]),
    kind(
        "daily-vo2-max",
        "dailyVo2Max",
        Time::Daily,
        &[Metric::Vo2Max],
        &[("/vo2Max", "mL/kg/min")],
    )
    .scope(&[ACTIVITY])
    .remarks(&["/cardioFitnessLevel", "/estimated", "/vo2MaxCovariance"]),
    kind(
        "daily-resting-heart-rate",
        "dailyRestingHeartRate",
        Time::Daily,
        &[Metric::RestingHeartRate],
        &[("/beatsPerMinute", "bpm")],
    )
    .remarks(&["/dailyRestingHeartRateMetadata/calculationMethod"]),
    kind(
        "daily-heart-rate-variability",
        "dailyHeartRateVariability",
        Time::Daily,
        &[
            Metric::HeartRateVariabilityRmssd,
            Metric::HeartRateVariabilityRmssdDeep,
            Metric::HeartRateVariabilityEntropy,
            Metric::SleepingHeartRateAverage,
        ],
        &[
            ("/averageHeartRateVariabilityMilliseconds", "ms"),
            ("/deepSleepRootMeanSquareOfSuccessiveDifferencesMilliseconds", "ms"),
            ("/entropy", "index"),
            ("/nonRemHeartRateBeatsPerMinute", "bpm"),
        ],
    ),
    kind(
        "daily-respiratory-rate",
        "dailyRespiratoryRate",
        Time::Daily,
        &[Metric::SleepingRespiratoryRate],
        &[("/breathsPerMinute", "br/min")],
    ),
    kind(
        "daily-oxygen-saturation",
        "dailyOxygenSaturation",
        Time::Daily,
        &[Metric::SleepingOxygenSaturation, Metric::SleepingOxygenSaturationMin],
        &[("/averagePercentage", "%"), ("/lowerBoundPercentage", "%")],
    )
    .remarks(&["/upperBoundPercentage", "/standardDeviationPercentage"]),
    kind(
        "daily-sleep-temperature-derivations",
        "dailySleepTemperatureDerivations",
        Time::Daily,
        &[Metric::SkinTemperature, Metric::SkinTemperatureDeviation],
        &[],
    )
    .remarks(&["/baselineTemperatureCelsius", "/relativeNightlyStddev30dCelsius"]),
    kind(
        "hydration-log",
        "hydrationLog",
        Time::Session,
        &[Metric::Hydration],
        &[("/amountConsumed/milliliters", "mL")],
    )
    .scope(&[NUTRITION])
    .remarks(&["/amountConsumed/userProvidedUnit"]),
    kind(
        "nutrition-log",
        "nutritionLog",
        Time::Session,
        super::food::METRICS,
        &[],
    )
    .scope(&[NUTRITION])
    .remarks(&[
        "/foodDisplayName",
        "/mealType",
        "/serving/amount",
        "/serving/foodMeasurementUnitDisplayName",
    ]),
    kind(
        "electrocardiogram",
        "electrocardiogram",
        Time::Reading,
        &[Metric::AfibResult],
        &[],
    )
    .scope(&[ECG])
    .remarks(&[
        "/resultClassification",
        "/beatsPerMinuteAvg",
        "/medicalDeviceInfo/deviceModel",
    ]),
    kind(
        "irregular-rhythm-notification",
        "irregularRhythmNotification",
        Time::Session,
        &[Metric::IrregularHeartRhythmEvent],
        &[],
    )
    .scope(&[IRN])
    .remarks(&["/medicalDeviceInfo/deviceModel", "/medicalDeviceInfo/algorithmVersion"]),
    kind(
        "sleep",
        "sleep",
        Time::Sleep,
        &[
            Metric::TimeInBed,
            Metric::SleepDuration,
            Metric::SleepAwakeDuration,
            Metric::SleepLatency,
            Metric::WakeLatency,
            Metric::SleepLightDuration,
            Metric::SleepDeepDuration,
            Metric::SleepRemDuration,
            Metric::SleepUnspecifiedDuration,
            Metric::SleepAwakenings,
            Metric::SleepRestlessPeriods,
            Metric::SleepOutOfBedCount,
        ],
        &[],
    )
    .scope(&[SLEEP])
    .sessions(Sessions::Sleep),
    kind("exercise", "exercise", Time::Session, &[], &[])
        .scope(&[ACTIVITY])
        .sessions(Sessions::Workouts),
];

/// What the client knows of every type.
pub(super) static RESOURCES: [Resource; KINDS.len()] = {
    let mut resources = [Resource::BASE; KINDS.len()];
    let mut index = 0;
    while index < KINDS.len() {
        resources[index] = KINDS[index].resource;
        index += 1;
    }
    resources
};
