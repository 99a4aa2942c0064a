//! The tables of the catalogue hold what they promise.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "catalogue/reference.rs"]
mod reference;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use vitasync_core::metric::{Aggregation, Kind, Metric};
use vitasync_core::sleep_stage::{SleepStage, vocabularies};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::unit::{Affine, Quantity, Unit};

#[test]
fn the_tables_are_complete() {
    let symbols: usize = Unit::ALL.iter().map(|unit| unit.symbols().len()).sum();
    let words: usize = vocabularies().iter().map(|(.., words)| words.len()).sum();
    assert_eq!(
        (Metric::ALL.len(), symbols, Sport::ALL.len(), words),
        (319, 287, 168, 148)
    );
}

#[test]
fn every_id_is_unique_and_leads_back() {
    for metric in Metric::ALL {
        assert_eq!(Metric::from_id(metric.id()), Some(*metric));
        assert_eq!(metric.spec().metric, *metric);
        assert_eq!(serde_json::to_value(metric).unwrap(), metric.id());
        assert_eq!(serde_json::from_value::<Metric>(metric.id().into()).unwrap(), *metric);
    }
    for sport in Sport::ALL {
        assert_eq!(Sport::from_id(sport.id()), Some(*sport));
        assert_eq!(sport.spec().sport, *sport);
        assert_eq!(serde_json::from_value::<Sport>(sport.id().into()).unwrap(), *sport);
    }
    let ids: BTreeSet<&str> = Metric::ALL.iter().map(|metric| metric.id()).collect();
    assert_eq!(ids.len(), Metric::ALL.len());
}

#[test]
fn a_misspelled_metric_is_answered_with_the_closest() {
    let error = "resting_hart_rate".parse::<Metric>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown metric `resting_hart_rate`; did you mean `resting_heart_rate`?"
    );
    assert_eq!(
        Metric::nearest("HeartRateVariabilityRMSSD"),
        Some(Metric::HeartRateVariabilityRmssd)
    );
    assert_eq!(
        "xyzzy".parse::<Metric>().unwrap_err().to_string(),
        "unknown metric `xyzzy`"
    );
}

#[test]
fn the_canonical_unit_of_a_metric_measures_its_quantity() {
    for metric in Metric::ALL {
        let spec = metric.spec();
        match spec.unit {
            Some(unit) => assert_eq!(unit.quantity(), spec.quantity, "{metric}"),
            None => assert_eq!(
                (spec.quantity, spec.kind),
                (Quantity::Category, Kind::Category),
                "{metric}"
            ),
        }
    }
}

#[test]
fn plausible_ranges_are_ordered_and_only_categories_have_none() {
    for metric in Metric::ALL {
        let spec = metric.spec();
        assert_eq!(spec.plausible.is_none(), spec.kind == Kind::Category, "{metric}");
        assert!(spec.plausible.is_none_or(|(min, max)| min < max), "{metric}");
        assert!(spec.max_rate_per_s.is_none_or(|rate| rate > 0.0), "{metric}");
        assert_eq!(spec.loinc.is_some(), spec.loinc_status.is_some(), "{metric}");
    }
}

#[test]
fn what_adds_up_is_an_amount_or_a_load() {
    for metric in Metric::ALL
        .iter()
        .filter(|metric| metric.spec().aggregation == Aggregation::Sum)
    {
        assert!(matches!(metric.spec().kind, Kind::Cumulative | Kind::Score), "{metric}");
    }
}

#[test]
fn every_conversion_leads_back() {
    for from in Unit::ALL {
        for to in Unit::ALL.iter().filter(|to| to.quantity() == from.quantity()) {
            for value in [1e-6, 0.37, 1.0, 98.6, 54_321.0, 1e9] {
                let back = to.convert(from.convert(value, *to).unwrap(), *from).unwrap();
                // Near 0 a temperature is as exact as its distance from absolute zero.
                let scale = if from.quantity() == Quantity::Temperature {
                    value.max(459.67)
                } else {
                    value
                };
                assert!(
                    (back - value).abs() <= scale * 1e-9,
                    "{from:?} -> {to:?}: {value} became {back}"
                );
            }
        }
    }
}

#[test]
fn known_conversions_are_exact() {
    let cases = [
        (Unit::Kilometer, 5.0, Unit::Meter, 5000.0),
        (Unit::Gram, 2.0, Unit::Milligram, 2000.0),
        (Unit::Fahrenheit, 98.6, Unit::Celsius, 37.0),
        (Unit::Kelvin, 310.15, Unit::Celsius, 37.0),
        (Unit::FahrenheitDifference, 0.9, Unit::KelvinDifference, 0.5),
        (Unit::Hertz, 1.0, Unit::PerMinute, 60.0),
        (Unit::Fraction, 0.97, Unit::Percent, 97.0),
        (Unit::MillimolePerLiter, 5.5, Unit::MilligramPerDeciliter, 99.085_734),
        (Unit::Watt, 4.184, Unit::KilocaloriePerHour, 3.6),
        (Unit::Strides, 10.0, Unit::Steps, 20.0),
        (Unit::Siemens, 4.2e-6, Unit::Microsiemens, 4.2),
    ];
    for (from, value, to, expected) in cases {
        let converted = from.convert(value, to).unwrap();
        assert!(
            (converted - expected).abs() <= 1e-12 * expected,
            "{value} {from} is {converted} {to}"
        );
    }
    assert_eq!(Unit::Pound.affine(Unit::Pound), Ok(Affine::IDENTITY));
}

#[test]
fn quantities_never_mix() {
    for from in Unit::ALL {
        for to in Unit::ALL {
            assert_eq!(
                from.convert(1.0, *to).is_ok(),
                from.quantity() == to.quantity(),
                "{from:?} -> {to:?}"
            );
        }
    }
    let error = Unit::KelvinDifference.convert(0.4, Unit::Celsius).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Δ°C is a temperature_difference, °C is a temperature"
    );
}

#[test]
fn a_word_means_one_unit_within_a_quantity() {
    for unit in Unit::ALL {
        for symbol in unit.symbols() {
            assert_eq!(Unit::parse(symbol, unit.quantity()), Some(*unit), "{symbol}");
            assert!(Unit::lookup(symbol).any(|found| found == *unit), "{symbol}");
        }
    }
    assert_eq!(
        Unit::lookup("K").collect::<Vec<_>>(),
        [Unit::Kelvin, Unit::KelvinDifference]
    );
    assert_eq!(
        Unit::parse("mmol<180.2>/L", Quantity::GlucoseConcentration),
        Some(Unit::MillimolePerLiter)
    );
    assert_eq!(Unit::parse("mmol<386.7>/L", Quantity::GlucoseConcentration), None);
}

#[test]
fn percentages_of_healthkit_are_fractions() {
    assert_eq!(Unit::parse("%", Quantity::Ratio), Some(Unit::Percent));
    assert_eq!(Unit::parse("HK%", Quantity::Ratio), Some(Unit::Fraction));
    assert_eq!(Metric::OxygenSaturation.spec().unit, Some(Unit::Percent));
}

#[test]
fn look_alikes_stay_apart() {
    let apart = [
        [Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilitySdnn],
        [Metric::ActiveEnergy, Metric::TotalEnergy],
        [Metric::ActiveEnergy, Metric::BasalEnergy],
        [Metric::BodyTemperature, Metric::SleepingWristTemperature],
        [Metric::CoreTemperature, Metric::SkinTemperature],
        [Metric::BodyFatPercentage, Metric::FatMass],
    ];
    for [a, b] in apart {
        let identifiers: BTreeSet<_> = a.spec().healthkit.iter().collect();
        assert!(
            b.spec()
                .healthkit
                .iter()
                .all(|identifier| !identifiers.contains(identifier)),
            "{a} {b}"
        );
    }
    let sdnn = Metric::from_healthkit("HKQuantityTypeIdentifierHeartRateVariabilitySDNN");
    assert_eq!(sdnn, Some(Metric::HeartRateVariabilitySdnn));
    assert_eq!(Metric::HeartRateVariabilityRmssd.spec().loinc, None);
    assert_eq!(Metric::BasalMetabolicRate.spec().quantity, Quantity::Power);
    assert_eq!(Metric::SkinTemperature.spec().quantity, Quantity::Temperature);
    assert_eq!(
        Metric::SkinTemperatureDeviation.spec().quantity,
        Quantity::TemperatureDifference
    );
}

#[test]
fn every_healthkit_type_leads_to_one_metric() {
    let mut types = BTreeMap::new();
    for metric in Metric::ALL {
        for identifier in metric.spec().healthkit {
            assert_eq!(types.insert(*identifier, *metric), None, "{identifier}");
            assert_eq!(Metric::from_healthkit(identifier), Some(*metric));
        }
    }
    let count = |prefix: &str| types.keys().filter(|identifier| identifier.starts_with(prefix)).count();
    assert_eq!(
        (
            count("HKQuantityTypeIdentifier"),
            count("HKCategoryTypeIdentifier"),
            types.len()
        ),
        (120, 70, 190)
    );
    assert_eq!(
        Metric::from_healthkit("HKCategoryTypeIdentifierSleepAnalysis"),
        Some(Metric::SleepStage)
    );
    assert_eq!(Metric::from_healthkit("HKWorkout.duration"), None);
}

#[test]
fn what_is_logged_by_hand_repeats_and_what_a_sensor_measures_does_not() {
    let intake = |metric: &&Metric| metric.id().starts_with("dietary_");
    assert!(Metric::ALL.iter().filter(intake).all(|metric| metric.spec().repeatable));
    let others: BTreeSet<_> = Metric::ALL
        .iter()
        .filter(|m| !intake(m) && m.spec().repeatable)
        .map(|m| m.id())
        .collect();
    let expected = [
        "alcoholic_beverages",
        "hydration",
        "inhaler_usage",
        "insulin_delivery",
        "lifted_weight",
        "repetitions",
        "sexual_activity",
        "symptom",
    ];
    assert_eq!(others, BTreeSet::from(expected));
}

#[test]
fn every_value_of_a_vendor_leads_to_one_sport() {
    let mut owners: HashMap<(Vendor, String), Sport> = HashMap::new();
    for sport in Sport::ALL {
        for (vendor, values) in sport.spec().vendors {
            for word in values
                .iter()
                .filter(|value| !value.starts_with('~'))
                .flat_map(|value| value.splitn(2, ':'))
            {
                let other = owners.insert((*vendor, word.to_ascii_lowercase()), *sport);
                assert!(other.is_none_or(|other| other == *sport), "{vendor} {word}");
                assert_eq!(Sport::from_vendor(*vendor, word), Some(*sport), "{vendor} {word}");
            }
        }
    }
    assert!(owners.len() > 1000);
}

#[test]
fn an_approximation_is_written_and_never_read() {
    for sport in Sport::ALL {
        for vendor in Vendor::ALL {
            let written = sport.to_vendor(*vendor);
            let read = written.and_then(|name| Sport::from_vendor(*vendor, name));
            assert_eq!(
                written.is_some(),
                read.is_some(),
                "{sport} {vendor}: {written:?} is no inbound value"
            );
            assert_eq!(read == Some(*sport), sport.is_exact(*vendor), "{sport} {vendor}");
        }
    }
}

#[test]
fn sports_are_read_as_their_vendors_write_them() {
    let cases = [
        (
            Vendor::HealthKit,
            "HKWorkoutActivityTypeTraditionalStrengthTraining",
            Some(Sport::StrengthTraining),
        ),
        (Vendor::HealthKit, "Running", Some(Sport::Running)),
        (Vendor::HealthKit, "3000", Some(Sport::Other)),
        (Vendor::HealthConnect, "56", Some(Sport::Running)),
        (Vendor::HealthConnectPlatform, "33", Some(Sport::Running)),
        (Vendor::HealthConnect, "33", Some(Sport::Breathwork)),
        (Vendor::Fit, "cycling/gravel_cycling", Some(Sport::GravelCycling)),
        (Vendor::Fit, "2/250", Some(Sport::Cycling)),
        (Vendor::Fit, "2", Some(Sport::Cycling)),
        (Vendor::Fit, "251/0", None),
        (Vendor::Suunto, "22", Some(Sport::TrailRunning)),
        (Vendor::Polar, "RUNNING_TRAIL", Some(Sport::TrailRunning)),
        (Vendor::PolarFlow, "27", Some(Sport::TrailRunning)),
    ];
    for (vendor, value, sport) in cases {
        assert_eq!(Sport::from_vendor(vendor, value), sport, "{vendor} {value}");
    }
    assert_eq!(Sport::Running.to_vendor_number(Vendor::HealthKit), Some("37"));
    assert_eq!(Sport::Running.to_vendor_number(Vendor::Strava), None);
}

#[test]
fn every_family_has_a_root() {
    for sport in Sport::ALL {
        assert_eq!(sport.family().spec().parent, None, "{sport}");
    }
    assert_eq!(Sport::EMountainBiking.family(), Sport::Cycling);
}

#[test]
fn sleep_stages_keep_their_codes() {
    let codes: BTreeMap<_, _> = SleepStage::ALL.iter().map(|stage| (stage.code(), stage.id())).collect();
    let expected = [
        (0, "unknown"),
        (1, "awake"),
        (2, "asleep_unspecified"),
        (3, "out_of_bed"),
        (4, "light"),
        (5, "deep"),
        (6, "rem"),
        (8, "in_bed"),
    ];
    assert_eq!(codes, BTreeMap::from(expected));
    for stage in SleepStage::ALL {
        assert_eq!(SleepStage::from_code(stage.code()), Some(*stage));
        assert_eq!(SleepStage::from_value(f64::from(stage.code())), Some(*stage));
        assert_eq!(SleepStage::from_id(stage.id()), Some(*stage));
    }
    assert_eq!((SleepStage::from_code(7), SleepStage::from_value(4.5)), (None, None));
}

#[test]
fn every_word_for_a_sleep_stage_is_read() {
    for (provider, field, words) in vocabularies() {
        for (value, label, stage) in *words {
            assert_eq!(
                SleepStage::from_vendor(provider, field, value),
                Some(*stage),
                "{provider} {field} {value}"
            );
            let by_label = SleepStage::from_vendor(provider, field, label);
            assert!(
                label.is_empty() || by_label == Some(*stage),
                "{provider} {field} {label}"
            );
        }
    }
    assert_eq!(SleepStage::from_vendor("fitbit", "stages", ""), None);
    assert!(
        !SleepStage::from_vendor("fitbit", "classic", "restless")
            .unwrap()
            .is_asleep()
    );
}
