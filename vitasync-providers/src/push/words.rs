//! Turns the stores' types and units into metrics and units.

use std::collections::HashMap;
use std::sync::LazyLock;

use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::unit::Unit;

use super::wire::Platform;
use crate::files::apple_health::words::{self as healthkit, Kind};

/// HealthKit's type for sleep stages.
pub(super) const STAGES_OF_HEALTHKIT: &str = "HKCategoryTypeIdentifierSleepAnalysis";

/// The name apps give to single stretches of sleep stages.
const STAGES: &str = "SLEEP_STAGE";

/// Health Connect's records that are sessions.
const SESSIONS: [&str; 2] = ["SleepSessionRecord", "ExerciseSessionRecord"];

/// What a type means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    pub(super) kind: Kind,
    /// The remark that keeps apart what several types write to one metric.
    pub(super) remark: Option<(&'static str, String)>,
}

impl Meaning {
    /// Gives the metric, where the type has one.
    pub(super) fn metric(&self) -> Option<Metric> {
        match self.kind {
            Kind::Quantity(metric) | Kind::Sleep(metric) | Kind::Category(metric) | Kind::Interval(metric) => {
                Some(metric)
            }
            Kind::Unknown => None,
        }
    }
}

/// Finds what a store's type means; `within` is the type of the object it is a field of.
pub(super) fn meaning(platform: Platform, word: &str, within: Option<&str>) -> Result<Meaning, Reason> {
    let kind = match platform {
        Platform::AppleHealth => healthkit::kind(word),
        Platform::HealthConnect | Platform::SamsungHealth => android(word, within),
    };
    let mut meaning = Meaning { kind, remark: None };
    let unknown = || Reason::UnknownWord {
        vocabulary: "type".to_owned(),
        text: word.to_owned(),
    };
    let metric = meaning.metric().ok_or_else(unknown)?;
    if platform == Platform::AppleHealth {
        meaning.remark = healthkit::distinction(word, metric);
    }
    Ok(meaning)
}

/// Names the type of sleep stages.
pub(super) fn stages(platform: Platform) -> &'static str {
    match platform {
        Platform::AppleHealth => STAGES_OF_HEALTHKIT,
        Platform::HealthConnect | Platform::SamsungHealth => STAGES,
    }
}

/// Lists the types that an app can read of a store and that are understood here, in the order of their names.
///
/// ```
/// use vitasync_providers::push::{Platform, types};
///
/// assert!(types(Platform::AppleHealth).contains(&"HKQuantityTypeIdentifierHeartRate"));
/// assert!(types(Platform::HealthConnect).contains(&"ExerciseSessionRecord"));
/// ```
pub fn types(platform: Platform) -> Vec<&'static str> {
    let mut types: Vec<&str> = match platform {
        Platform::AppleHealth => {
            let words = Metric::ALL
                .iter()
                .flat_map(|metric| metric.spec().healthkit.iter().copied());
            let objects = words.filter(|word| healthkit::kind(word) != Kind::Unknown);
            objects.chain(["HKWorkoutTypeIdentifier"]).collect()
        }
        Platform::HealthConnect => {
            let records = FIELDS.keys().filter_map(|field| field.split('.').next());
            let records = records.filter(|record| record.ends_with("Record"));
            records.chain(RECORDS.keys().copied()).chain(SESSIONS).collect()
        }
        Platform::SamsungHealth => NAMES.iter().map(|(name, _)| *name).collect(),
    };
    types.sort_unstable();
    types.dedup();
    types
}

/// Lists the metrics that objects of a type hold.
pub(super) fn metrics(platform: Platform, word: &str) -> Result<Vec<Metric>, Reason> {
    if let Ok(meaning) = meaning(platform, word, None) {
        return Ok(meaning.metric().into_iter().collect());
    }
    let fields = FIELDS.iter().filter(|(field, _)| {
        let record = field.split_once('.').map(|(record, _)| record);
        platform != Platform::AppleHealth && record == Some(word)
    });
    let metrics: Vec<Metric> = fields.map(|(_, metric)| *metric).collect();
    match metrics.is_empty() {
        true => meaning(platform, word, None).map(|_| metrics),
        false => Ok(metrics),
    }
}

/// Finds the unit a store's word means for a metric.
pub(super) fn unit(platform: Platform, metric: Metric, word: &str) -> Result<Unit, Reason> {
    let unit = match platform {
        Platform::AppleHealth => healthkit::unit(metric, word),
        Platform::HealthConnect | Platform::SamsungHealth => Unit::parse(word, metric.spec().quantity),
    };
    unit.ok_or_else(|| Reason::WrongUnit {
        metric,
        unit: word.to_owned(),
    })
}

fn android(word: &str, within: Option<&str>) -> Kind {
    let field = within.map(|record| format!("{record}.{word}"));
    let by_field = || field.as_deref().and_then(|field| FIELDS.get(field));
    let by_name = || NAMES.iter().find(|(name, _)| *name == word).map(|(_, metric)| metric);
    match by_field().or_else(|| RECORDS.get(word)).or_else(by_name) {
        Some(Metric::MindfulnessDuration) => Kind::Interval(Metric::MindfulnessDuration),
        Some(Metric::SleepStage) => Kind::Sleep(Metric::SleepStage),
        Some(metric) => Kind::Quantity(*metric),
        None => Kind::Unknown,
    }
}

/// The fields of Health Connect's records that are measured, as the catalogue names them: `BloodPressureRecord.systolic`. Codes
/// are not among them: Health Connect numbers its vocabularies otherwise than HealthKit.
static FIELDS: LazyLock<HashMap<&'static str, Metric>> = LazyLock::new(|| {
    let measured = Metric::ALL.iter().filter(|metric| metric.spec().unit.is_some());
    let fields = measured.flat_map(|metric| {
        let words = metric.spec().health_connect.iter();
        words.map(|word| (word.split(' ').next().unwrap_or_default(), *metric))
    });
    fields
        .filter(|(field, _)| field.contains('.') && !field.contains('-'))
        .collect()
});

/// Health Connect's records of one measured field.
static RECORDS: LazyLock<HashMap<&'static str, Metric>> = LazyLock::new(|| {
    let mut records: HashMap<&str, Vec<Metric>> = HashMap::new();
    for (field, metric) in FIELDS.iter() {
        let record = field.split('.').next().unwrap_or_default();
        records.entry(record).or_default().push(*metric);
    }
    let mut single: HashMap<&str, Metric> = records
        .into_iter()
        .filter_map(|(record, metrics)| match metrics[..] {
            [metric] => Some((record, metric)),
            _ => None,
        })
        .collect();
    single.insert("MindfulnessSessionRecord", Metric::MindfulnessDuration);
    single
});

// The names that apps give to what Health Connect and Samsung Health measure.
const NAMES: [(&str, Metric); 34] = [
    ("STEP_COUNT", Metric::Steps),
    ("DISTANCE", Metric::Distance),
    ("FLOORS_CLIMBED", Metric::FloorsClimbed),
    ("ELEVATION_GAINED", Metric::ElevationGain),
    ("WHEELCHAIR_PUSHES", Metric::WheelchairPushes),
    ("ACTIVE_CALORIES_BURNED", Metric::ActiveEnergy),
    ("TOTAL_CALORIES_BURNED", Metric::TotalEnergy),
    ("BASAL_METABOLIC_RATE", Metric::BasalMetabolicRate),
    ("HEART_RATE", Metric::HeartRate),
    ("RESTING_HEART_RATE", Metric::RestingHeartRate),
    ("HEART_RATE_VARIABILITY", Metric::HeartRateVariabilityRmssd),
    ("OXYGEN_SATURATION", Metric::OxygenSaturation),
    ("RESPIRATORY_RATE", Metric::RespiratoryRate),
    ("BLOOD_GLUCOSE", Metric::BloodGlucose),
    ("BLOOD_PRESSURE_SYSTOLIC", Metric::BloodPressureSystolic),
    ("BLOOD_PRESSURE_DIASTOLIC", Metric::BloodPressureDiastolic),
    ("BODY_TEMPERATURE", Metric::BodyTemperature),
    ("BASAL_BODY_TEMPERATURE", Metric::BasalBodyTemperature),
    ("SKIN_TEMPERATURE", Metric::SkinTemperature),
    ("WEIGHT", Metric::Weight),
    ("HEIGHT", Metric::Height),
    ("BODY_FAT", Metric::BodyFatPercentage),
    ("BODY_FAT_MASS", Metric::FatMass),
    ("LEAN_BODY_MASS", Metric::LeanBodyMass),
    ("SKELETAL_MUSCLE_MASS", Metric::SkeletalMuscleMass),
    ("BONE_MASS", Metric::BoneMass),
    ("BMI", Metric::BodyMassIndex),
    ("VO2_MAX", Metric::Vo2Max),
    ("HYDRATION", Metric::Hydration),
    ("POWER", Metric::Power),
    ("SPEED", Metric::Speed),
    ("CYCLING_PEDALING_CADENCE", Metric::CyclingCadence),
    ("MINDFULNESS_SESSION", Metric::MindfulnessDuration),
    (STAGES, Metric::SleepStage),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(word: &str, within: Option<&str>) -> Option<Metric> {
        meaning(Platform::HealthConnect, word, within).ok()?.metric()
    }

    #[test]
    fn every_type_that_is_listed_is_understood() {
        for platform in [Platform::AppleHealth, Platform::HealthConnect, Platform::SamsungHealth] {
            let types = types(platform);
            let is_session = |it: &str| SESSIONS.contains(&it) || it == "HKWorkoutTypeIdentifier";
            let unknown = types
                .iter()
                .filter(|it| !is_session(it) && metrics(platform, it).is_err());
            assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&&str>::new());
            assert!(types.len() > 30, "{platform:?}: {}", types.len());
        }
    }

    #[test]
    fn records_of_health_connect_are_known_by_the_catalogue() {
        assert_eq!(metric("HeartRateRecord", None), Some(Metric::HeartRate));
        assert_eq!(metric("TotalCaloriesBurnedRecord", None), Some(Metric::TotalEnergy));
        assert_eq!(metric("BloodPressureRecord", None), None);
        assert_eq!(
            metric("systolic", Some("BloodPressureRecord")),
            Some(Metric::BloodPressureSystolic)
        );
        assert_eq!(metric("MenstruationFlowRecord", None), None);
    }

    #[test]
    fn the_metrics_of_a_type_are_those_of_all_its_fields() {
        let mut pressure = metrics(Platform::HealthConnect, "BloodPressureRecord").expect("a type");
        pressure.sort_unstable();
        assert_eq!(
            pressure,
            [Metric::BloodPressureSystolic, Metric::BloodPressureDiastolic]
        );
        assert!(metrics(Platform::AppleHealth, "BloodPressureRecord").is_err());
    }

    #[test]
    fn the_same_word_for_a_unit_means_what_the_store_means() {
        let percent = |platform| {
            let unit = unit(platform, Metric::OxygenSaturation, "%").expect("a unit");
            unit.convert(0.97, Unit::Percent)
        };
        assert_eq!(percent(Platform::AppleHealth), Ok(97.0));
        assert_eq!(percent(Platform::HealthConnect), Ok(0.97));
    }
}
