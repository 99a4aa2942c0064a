//! Turns HealthKit's words into metrics, units and codes.

use vitasync_core::metric::Metric;
use vitasync_core::unit::{Quantity, Unit};

const QUANTITY: &str = "HKQuantityTypeIdentifier";
const CATEGORY: &str = "HKCategoryTypeIdentifier";

/// How the value of a type's records becomes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number with a unit.
    Quantity(Metric),
    /// A word for a sleep stage.
    Sleep(Metric),
    /// A word of another vocabulary, or its number.
    Category(Metric),
    /// The interval itself is the value, in seconds.
    Interval(Metric),
    /// The model has no metric for it.
    Unknown,
}

/// Tells how records of a type are read.
pub(crate) fn kind(identifier: &str) -> Kind {
    match Metric::from_healthkit(identifier) {
        Some(Metric::SleepStage) => Kind::Sleep(Metric::SleepStage),
        Some(Metric::MindfulnessDuration) => Kind::Interval(Metric::MindfulnessDuration),
        Some(metric) if identifier.starts_with(CATEGORY) => Kind::Category(metric),
        Some(metric) if identifier.starts_with(QUANTITY) => Kind::Quantity(metric),
        _ => Kind::Unknown,
    }
}

/// Gives the remark that keeps apart what several types write to one metric, such as the symptoms.
pub(crate) fn distinction(identifier: &str, metric: Metric) -> Option<(&'static str, String)> {
    let key = if metric == Metric::Symptom { "symptom" } else { "type" };
    let several = metric.spec().healthkit.len() > 1;
    let name = identifier
        .strip_prefix(CATEGORY)
        .or_else(|| identifier.strip_prefix(QUANTITY))?;
    several.then(|| (key, snake_case(name)))
}

/// Writes `RunnyNose` as `runny_nose`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_small {
            out.push('_');
        }
        after_small = !letter.is_uppercase();
        out.extend(letter.to_lowercase());
    }
    out
}

/// Finds the unit a word means for a metric. `%` is a fraction in HealthKit, and `count` stands for whatever has no
/// other unit there.
pub(crate) fn unit(metric: Metric, word: &str) -> Option<Unit> {
    let spec = metric.spec();
    if word == "%" && spec.quantity == Quantity::Ratio {
        return Unit::parse("HK%", Quantity::Ratio);
    }
    let counted = matches!(
        metric,
        Metric::BodyMassIndex | Metric::BreathingDisturbancesApple | Metric::UvIndex
    );
    Unit::parse(word, spec.quantity).or_else(|| spec.unit.filter(|_| counted && word == "count"))
}

/// Reads the word of a category, or its number as some versions write it.
pub(crate) fn code(word: &str) -> Option<i32> {
    let Some(name) = word.strip_prefix("HKCategoryValue") else {
        return word.parse().ok().filter(|code| (0..100).contains(code));
    };
    CODES.iter().find_map(|(vocabulary, words)| {
        let value = name.strip_prefix(vocabulary)?;
        words.iter().find(|(known, _)| *known == value).map(|(_, code)| *code)
    })
}

type Vocabulary = (&'static str, &'static [(&'static str, i32)]);

// After `HKCategoryValue`. Beware of the zeros: a presence of 0 is present, an hour of 0 was stood, a flow of 5 is none.
const CODES: [Vocabulary; 17] = [
    ("NotApplicable", &[("", 0)]),
    ("AppleStandHour", &[("Stood", 0), ("Idle", 1)]),
    ("EnvironmentalAudioExposureEvent", &[("MomentaryLimit", 1)]),
    ("AudioExposureEvent", &[("LoudEnvironment", 1)]),
    ("HeadphoneAudioExposureEvent", &[("SevenDayLimit", 1)]),
    ("LowCardioFitnessEvent", &[("LowFitness", 1)]),
    (
        "AppleWalkingSteadinessEvent",
        &[
            ("InitialLow", 1),
            ("InitialVeryLow", 2),
            ("RepeatLow", 3),
            ("RepeatVeryLow", 4),
        ],
    ),
    ("MenstrualFlow", &FLOW),
    ("VaginalBleeding", &FLOW),
    (
        "CervicalMucusQuality",
        &[("Dry", 1), ("Sticky", 2), ("Creamy", 3), ("Watery", 4), ("EggWhite", 5)],
    ),
    (
        "OvulationTestResult",
        &[
            ("Negative", 1),
            ("LuteinizingHormoneSurge", 2),
            ("Positive", 2),
            ("Indeterminate", 3),
            ("EstrogenSurge", 4),
        ],
    ),
    ("PregnancyTestResult", &TEST),
    ("ProgesteroneTestResult", &TEST),
    (
        "Contraceptive",
        &[
            ("Unspecified", 1),
            ("Implant", 2),
            ("Injection", 3),
            ("IntrauterineDevice", 4),
            ("IntravaginalRing", 5),
            ("Oral", 6),
            ("Patch", 7),
        ],
    ),
    (
        "Severity",
        &[
            ("Unspecified", 0),
            ("NotPresent", 1),
            ("Mild", 2),
            ("Moderate", 3),
            ("Severe", 4),
        ],
    ),
    ("Presence", &[("Present", 0), ("NotPresent", 1)]),
    (
        "AppetiteChanges",
        &[("Unspecified", 0), ("NoChange", 1), ("Decreased", 2), ("Increased", 3)],
    ),
];

const FLOW: [(&str, i32); 5] = [
    ("Unspecified", 1),
    ("Light", 2),
    ("Medium", 3),
    ("Heavy", 4),
    ("None", 5),
];
const TEST: [(&str, i32); 3] = [("Negative", 1), ("Positive", 2), ("Indeterminate", 3)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_of_categories_become_codes() {
        assert_eq!(code("HKCategoryValueNotApplicable"), Some(0));
        assert_eq!(code("HKCategoryValueAppleStandHourStood"), Some(0));
        assert_eq!(code("HKCategoryValueMenstrualFlowNone"), Some(5));
        assert_eq!(code("HKCategoryValueVaginalBleedingNone"), Some(5));
        assert_eq!(code("HKCategoryValueAppleWalkingSteadinessEventRepeatLow"), Some(3));
        assert_eq!(code("HKCategoryValuePresenceNotPresent"), Some(1));
        assert_eq!(code("4"), Some(4));
    }

    #[test]
    fn words_nobody_knows_have_no_code() {
        for word in [
            "",
            "HKCategoryValue",
            "HKCategoryValueSeverityTerrible",
            "HKCategoryValueNotApplicableHere",
            "-1",
            "1e3",
        ] {
            assert_eq!(code(word), None, "{word}");
        }
    }

    #[test]
    fn every_quantity_type_is_measured_in_the_unit_of_its_header() {
        // Identifier without its prefix and unit, from HKTypeIdentifiers.h; lengths and masses of food in grams.
        let measured = include_str!("quantity_types.txt")
            .lines()
            .map(|line| line.split_once(' ').expect("a name and a unit"));
        let mut count = 0;
        for (name, word) in measured {
            let kind = kind(&format!("{QUANTITY}{name}"));
            let Kind::Quantity(metric) = kind else {
                panic!("{name} is {kind:?}");
            };
            assert!(unit(metric, word).is_some(), "{name} in {word}");
            count += 1;
        }
        assert_eq!(count, 120);
    }

    #[test]
    fn every_category_type_has_a_metric() {
        let known = Metric::ALL.iter().flat_map(|metric| metric.spec().healthkit);
        let categories = known.filter(|identifier| identifier.starts_with(CATEGORY));
        assert_eq!(
            categories
                .filter(|identifier| kind(identifier) != Kind::Unknown)
                .count(),
            70
        );
    }

    #[test]
    fn a_fraction_is_not_a_percentage() {
        let of = |metric| unit(metric, "%").map(|unit| unit.convert(0.97, Unit::Percent));
        assert_eq!(of(Metric::OxygenSaturation), Some(Ok(97.0)));
        assert_eq!(of(Metric::Steps), None);
    }

    #[test]
    fn types_that_share_a_metric_stay_apart() {
        let symptom = distinction(
            "HKCategoryTypeIdentifierRapidPoundingOrFlutteringHeartbeat",
            Metric::Symptom,
        );
        assert_eq!(
            symptom,
            Some(("symptom", "rapid_pounding_or_fluttering_heartbeat".to_owned()))
        );
        let deviation = distinction(
            "HKCategoryTypeIdentifierProlongedMenstrualPeriods",
            Metric::MenstrualCycleDeviation,
        );
        assert_eq!(deviation, Some(("type", "prolonged_menstrual_periods".to_owned())));
        assert_eq!(
            distinction("HKQuantityTypeIdentifierHeartRate", Metric::HeartRate),
            None
        );
    }
}
