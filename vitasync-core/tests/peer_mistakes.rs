//! What others get wrong, one test per mistake, named so that a reader sees it.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod support;

use support::*;
use vitasync_core::aggregate::{Basis, Bucket};
use vitasync_core::block::Block;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::session::{Detail, RoutePoint, Statistic, StatisticKind};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{DeviceKind, Revision};
use vitasync_core::sport::Sport;
use vitasync_core::time::{TimeBasis, ZoneHistory};
use vitasync_core::unit::Unit;
use vitasync_core::{History, Metric, Preferences, Session};

fn canonical(metric: Metric, value: f64, unit: &str) -> f64 {
    let reading = reading(&watch(), metric, value, unit, "2025-06-15T09:00:00Z");
    sample(&reading, BERLIN).unwrap().value
}

#[test]
fn mistake_01_a_row_without_an_end_loses_the_second_interval_with_the_same_start() {
    let steps = |value, when| reading(&watch(), Metric::Steps, value, "count", when);
    let told = told(
        BERLIN,
        &[
            steps(100.0, "2025-06-15T09:00:00Z/2025-06-15T09:05:00Z"),
            steps(900.0, "2025-06-15T09:00:00Z/2025-06-15T10:00:00Z"),
        ],
    );
    // The five minutes lie over their hour: 100 and 55 minutes of the 900.
    let found = days(&told, Metric::Steps);
    assert_eq!(found[0].0, "2025-06-15");
    assert!((found[0].1 - (100.0 + 900.0 * 55.0 / 60.0)).abs() < 1e-9, "{found:?}");
}

#[test]
fn mistake_02_a_night_sent_again_with_a_later_end_becomes_a_second_night() {
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(night(
        &watch(),
        "n1",
        "2025-06-14T22:00:00+02:00/2025-06-15T05:30:00+02:00",
        &[],
    ));
    history.add_session(night(
        &watch(),
        "n1",
        "2025-06-14T22:00:00+02:00/2025-06-15T06:10:00+02:00",
        &[],
    ));
    let nights = history.nights();
    assert_eq!(nights.len(), 1);
    assert_eq!((nights[0].end - nights[0].start).num_minutes(), 490);
}

#[test]
fn mistake_02_a_sleep_and_a_workout_with_equal_times_collide() {
    let when = "2025-06-15T14:00:00+02:00/2025-06-15T15:00:00+02:00";
    let (nap, yoga) = (
        night(&watch(), "7", when, &[]),
        workout(&watch(), "7", Sport::Yoga, when),
    );
    assert_ne!(nap.id("ada"), yoga.id("ada"));
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(nap);
    history.add_session(yoga);
    assert_eq!((history.nights().len(), history.workouts().len()), (1, 1));
}

#[test]
fn mistake_03_only_the_start_offset_is_kept() {
    let flight = reading(
        &watch(),
        Metric::Steps,
        10.0,
        "count",
        "2025-06-01T17:00:00+09:00/2025-06-01T11:00:00-07:00",
    );
    let attributes = sample(&flight, BERLIN).unwrap().attributes;
    assert_eq!(
        (attributes.start_offset_s, attributes.end_offset_s),
        (Some(32_400), Some(-25_200))
    );
}

#[test]
fn mistake_03_three_decimals_truncate_coordinates_and_small_doses() {
    let point = RoutePoint {
        at: utc("2025-06-15T09:00:00Z"),
        latitude: 52.520_008_123,
        longitude: 13.404_954_321,
        altitude_m: None,
        speed_m_s: None,
        course_deg: None,
        accuracy_m: None,
    };
    let text = serde_json::to_string(&point).unwrap();
    assert_eq!(serde_json::from_str::<RoutePoint>(&text).unwrap(), point);
    let dose = told(
        BERLIN,
        &[reading(
            &phone(),
            Metric::DietaryVitaminB12,
            0.000_4,
            "mg",
            "2025-06-15T09:00:00Z",
        )],
    );
    let kept = days(&dose, Metric::DietaryVitaminB12)[0].1;
    let unit = Metric::DietaryVitaminB12.spec().unit.unwrap();
    let milligram = Unit::parse("mg", unit.quantity()).unwrap();
    assert!((unit.convert(kept, milligram).unwrap() - 0.000_4).abs() < 1e-15);
}

#[test]
fn mistake_04_move_time_is_taken_for_exercise_time_and_total_for_active_energy() {
    let healthkit = |name: &str| Metric::from_healthkit(name).unwrap();
    assert_eq!(healthkit("HKQuantityTypeIdentifierAppleMoveTime"), Metric::MoveTime);
    assert_eq!(
        healthkit("HKQuantityTypeIdentifierAppleExerciseTime"),
        Metric::ExerciseTime
    );
    assert_eq!(
        health_connect("TotalCaloriesBurnedRecord"),
        [Metric::TotalEnergy],
        "not active energy"
    );
    assert_eq!(health_connect("ActiveCaloriesBurnedRecord"), [Metric::ActiveEnergy]);
    // How fast a body at rest burns is a rate and adds up to nothing.
    assert_eq!(health_connect("BasalMetabolicRateRecord"), [Metric::BasalMetabolicRate]);
    let rate = reading(
        &phone(),
        Metric::BasalEnergy,
        1600.0,
        "kcal/day",
        "2025-06-15T09:00:00Z",
    );
    assert!(sample(&rate, BERLIN).is_err());
    assert!(!health_connect("DistanceRecord").contains(&Metric::DistanceWalkingRunning));
}

/// Lists the metrics that a record type of Health Connect stands for.
fn health_connect(record: &str) -> Vec<Metric> {
    let names = |metric: &Metric| metric.spec().health_connect.iter().any(|it| it.starts_with(record));
    Metric::ALL.iter().copied().filter(names).collect()
}

#[test]
fn mistake_05_basal_and_wrist_temperature_become_body_temperature_and_ftp_power() {
    let healthkit = |name: &str| Metric::from_healthkit(name).unwrap();
    let apart = [
        healthkit("HKQuantityTypeIdentifierBodyTemperature"),
        healthkit("HKQuantityTypeIdentifierBasalBodyTemperature"),
        healthkit("HKQuantityTypeIdentifierAppleSleepingWristTemperature"),
    ];
    assert_eq!(apart.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    assert_ne!(
        healthkit("HKQuantityTypeIdentifierCyclingFunctionalThresholdPower"),
        healthkit("HKQuantityTypeIdentifierCyclingPower")
    );
}

#[test]
fn mistake_05_depth_and_speeds_are_summed_as_metres() {
    for name in [
        "HKQuantityTypeIdentifierUnderwaterDepth",
        "HKQuantityTypeIdentifierCrossCountrySkiingSpeed",
    ] {
        let spec = Metric::from_healthkit(name).unwrap().spec();
        assert_eq!(spec.kind, vitasync_core::metric::Kind::Discrete, "{name}");
    }
}

#[test]
fn mistake_06_a_nights_lowest_heart_rate_is_no_resting_heart_rate_and_rmssd_no_sdnn() {
    assert_ne!(Metric::SleepingHeartRateLowest, Metric::RestingHeartRate);
    let healthkit = Metric::from_healthkit("HKQuantityTypeIdentifierHeartRateVariabilitySDNN").unwrap();
    assert_eq!(healthkit, Metric::HeartRateVariabilitySdnn);
    assert_eq!(
        health_connect("HeartRateVariabilityRmssdRecord"),
        [Metric::HeartRateVariabilityRmssd]
    );
    let rmssd = told(
        BERLIN,
        &[reading(
            &watch(),
            Metric::HeartRateVariabilityRmssd,
            42.0,
            "ms",
            "2025-06-15T05:00:00Z",
        )],
    );
    assert!(
        rmssd
            .aggregate(Metric::HeartRateVariabilitySdnn, Bucket::Day)
            .is_empty()
    );
}

#[test]
fn mistake_07_fractions_are_multiplied_twice_or_never() {
    let fraction = |metric, value, unit| canonical(metric, value, unit);
    assert!((fraction(Metric::OxygenSaturation, 0.97, "fraction") - 97.0).abs() < 1e-9);
    assert!((fraction(Metric::OxygenSaturation, 97.0, "%") - 97.0).abs() < 1e-9);
    assert!((fraction(Metric::BodyFatPercentage, 0.304, "fraction") - 30.4).abs() < 1e-9);
    let twice = reading(&watch(), Metric::BodyFatPercentage, 3040.0, "%", "2025-06-15T09:00:00Z");
    assert!(sample(&twice, BERLIN).is_err());
    let burden = Metric::AtrialFibrillationBurden.spec();
    assert_eq!(burden.unit.unwrap().display(), "%");
    assert_ne!(burden.aggregation, vitasync_core::metric::Aggregation::Sum);
}

#[test]
fn mistake_07_decibels_are_averaged_as_numbers() {
    let loud = |value, when| reading(&phone(), Metric::EnvironmentalAudioExposure, value, "dBASPL", when);
    let told = told(
        BERLIN,
        &[
            loud(60.0, "2025-06-15T09:00:00Z/2025-06-15T10:00:00Z"),
            loud(80.0, "2025-06-15T10:00:00Z/2025-06-15T11:00:00Z"),
        ],
    );
    let mean = days(&told, Metric::EnvironmentalAudioExposure)[0].1;
    assert!(
        (mean - 10.0 * f64::log10(f64::midpoint(1e6, 1e8))).abs() < 1e-9,
        "{mean}, not 70"
    );
}

#[test]
fn mistake_08_a_nights_end_computed_from_the_time_asleep_cuts_the_last_waking() {
    let stages = [
        (SleepStage::Light, "2025-06-14T22:00:00+02:00/2025-06-15T05:00:00+02:00"),
        (SleepStage::Awake, "2025-06-15T05:00:00+02:00/2025-06-15T05:40:00+02:00"),
    ];
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(night(
        &watch(),
        "n",
        "2025-06-14T22:00:00+02:00/2025-06-15T05:40:00+02:00",
        &stages,
    ));
    let night = &history.nights()[0];
    assert_eq!(night.end, utc("2025-06-15T03:40:00Z"));
    assert_eq!((night.asleep_s, night.awake_s), (Some(7 * 3600), Some(40 * 60)));
}

#[test]
fn mistake_09_glucose_there_and_back_drifts() {
    let there = canonical(Metric::BloodGlucose, 5.5, "mmol/L");
    let unit = Metric::BloodGlucose.spec().unit.unwrap();
    let molar = Unit::parse("mmol/L", unit.quantity()).unwrap();
    assert!((unit.convert(there, molar).unwrap() - 5.5).abs() < 1e-12);
    assert!((there - 5.5 * 18.015_588).abs() < 1e-9, "{there}");
}

#[test]
fn mistake_10_a_daily_total_at_utc_midnight_shows_on_the_day_before_west_of_greenwich() {
    let total = reading(&watch(), Metric::Steps, 9000.0, "count", "2025-01-05");
    assert_eq!(
        days(&told(LOS_ANGELES, &[total]), Metric::Steps),
        [day("2025-01-05", 9000.0)]
    );
}

#[test]
fn mistake_11_a_local_timestamp_is_read_in_the_servers_zone() {
    let beat = reading(&watch(), Metric::HeartRate, 61.0, "bpm", "2025-07-01T23:30:00");
    let moved = ZoneHistory::always(BERLIN).moved(utc("2025-06-20T12:00:00Z"), LOS_ANGELES);
    let context = Context {
        zones: moved,
        ..context(BERLIN)
    };
    let sample = normalize(&beat, &context).unwrap();
    assert_eq!(sample.start, utc("2025-07-02T06:30:00Z"));
    assert_eq!(sample.local_date(LOS_ANGELES).to_string(), "2025-07-01");
}

#[test]
fn mistake_12_a_days_energy_and_its_workouts_energy_are_added() {
    let whoop = source("whoop", "", DeviceKind::Band);
    let readings = [
        reading(&whoop, Metric::TotalEnergy, 10_000.0, "kJ", "2025-06-15"),
        reading(
            &whoop,
            Metric::TotalEnergy,
            2_000.0,
            "kJ",
            "2025-06-15T09:00:00Z/2025-06-15T10:00:00Z",
        ),
    ];
    let found = told(BERLIN, &readings).aggregate(Metric::TotalEnergy, Bucket::Day);
    assert_eq!(found.len(), 1);
    let (one, other) = (found[0].sources[0].value, found[0].set_aside[0].value);
    assert!((found[0].value - one).abs() < 1e-9 && other > 0.0);
    assert!(found[0].value < 11_999.0 / 4.184);
}

#[test]
fn mistake_12_a_workouts_distance_counts_twice_in_the_days_distance() {
    let mut history = told(
        BERLIN,
        &[reading(
            &watch(),
            Metric::DistanceWalkingRunning,
            5_000.0,
            "m",
            "2025-06-15T09:00:00Z/2025-06-15T10:00:00Z",
        )],
    );
    history.add_session(with_statistic(
        Metric::DistanceWalkingRunning,
        StatisticKind::Sum,
        5_000.0,
    ));
    assert_eq!(
        days(&history, Metric::DistanceWalkingRunning),
        [day("2025-06-15", 5_000.0)]
    );
}

fn with_statistic(metric: Metric, kind: StatisticKind, value: f64) -> Session {
    let mut run = workout(
        &watch(),
        "r",
        Sport::Running,
        "2025-06-15T11:00:00+02:00/2025-06-15T12:00:00+02:00",
    );
    if let Detail::Workout(workout) = &mut run.detail {
        workout.statistics.push(Statistic { metric, kind, value });
    }
    run
}

#[test]
fn mistake_13_mechanical_work_is_stored_as_energy_burned() {
    assert_eq!(Metric::MechanicalWork.spec().unit.unwrap().display(), "kJ");
    assert!((canonical(Metric::MechanicalWork, 800.0, "kJ") - 800.0).abs() < 1e-9);
    let ride = told(
        BERLIN,
        &[reading(
            &watch(),
            Metric::MechanicalWork,
            800.0,
            "kJ",
            "2025-06-15T09:00:00Z/2025-06-15T10:00:00Z",
        )],
    );
    assert!(ride.aggregate(Metric::ActiveEnergy, Bucket::Day).is_empty());
    assert!(ride.aggregate(Metric::TotalEnergy, Bucket::Day).is_empty());
}

#[test]
fn mistake_14_a_workouts_average_heart_rate_becomes_a_measured_beat() {
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(with_statistic(Metric::HeartRate, StatisticKind::Mean, 151.0));
    assert!(history.aggregate(Metric::HeartRate, Bucket::Day).is_empty());
    assert_ne!(Metric::SleepingHeartRateAverage, Metric::RestingHeartRate);
}

#[test]
fn mistake_15_one_thing_has_two_ids() {
    for metric in Metric::ALL {
        assert_eq!(Metric::from_id(metric.id()), Some(*metric));
    }
    assert_eq!((Metric::from_id("blood_oxygen"), Metric::from_id("spo2")), (None, None));
    assert_eq!(Metric::from_id("oxygen_saturation"), Some(Metric::OxygenSaturation));
}

#[test]
fn mistake_16_a_day_is_a_utc_day_and_adds_up_all_providers() {
    let steps = |source, value| {
        reading(
            source,
            Metric::Steps,
            value,
            "count",
            "2025-06-15T21:00:00Z/2025-06-15T23:00:00Z",
        )
    };
    let told = told(BERLIN, &[steps(&watch(), 200.0), steps(&phone(), 180.0)]);
    assert_eq!(
        days(&told, Metric::Steps),
        [day("2025-06-15", 100.0), day("2025-06-16", 100.0)]
    );
}

#[test]
fn healthkit_on_fhir_a_missing_zone_becomes_the_zone_the_phone_is_in_today() {
    let beat = reading(&phone(), Metric::HeartRate, 61.0, "bpm", "2024-10-20T15:00:00Z");
    let sample = sample(&beat, BERLIN).unwrap();
    assert_eq!(sample.time_basis(), TimeBasis::UtcOnly);
    assert_eq!((sample.attributes.start_offset_s, sample.attributes.zone), (None, None));
}

#[test]
fn terra_a_session_across_midnight_is_in_both_days() {
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(night(
        &watch(),
        "n",
        "2025-06-14T22:00:00+02:00/2025-06-15T06:00:00+02:00",
        &[],
    ));
    history.add_session(workout(
        &watch(),
        "w",
        Sport::Running,
        "2025-06-14T23:30:00+02:00/2025-06-15T00:30:00+02:00",
    ));
    let dates: Vec<String> = history.nights().iter().map(|it| it.date.to_string()).collect();
    assert_eq!(dates, ["2025-06-15"]);
    let runs = history.workouts();
    let run = &runs[0].session;
    assert_eq!(
        (
            runs.len(),
            run.attributes.local_date(run.start, BERLIN).to_string().as_str()
        ),
        (1, "2025-06-14")
    );
}

#[test]
fn vitaltrends_the_largest_source_of_a_day_forgets_what_the_others_alone_saw() {
    let steps = |source, value, when| reading(source, Metric::Steps, value, "count", when);
    let readings = [
        steps(&watch(), 3000.0, "2025-06-15T06:00:00Z/2025-06-15T07:00:00Z"),
        steps(&phone(), 2500.0, "2025-06-15T10:00:00Z/2025-06-15T11:00:00Z"),
    ];
    assert_eq!(
        days(&told(BERLIN, &readings), Metric::Steps),
        [day("2025-06-15", 5500.0)]
    );
}

#[test]
fn junction_a_calendar_date_is_shipped_as_utc_midnight() {
    let total = reading(&watch(), Metric::Steps, 9000.0, "count", "2025-01-05");
    let sample = sample(&total, LOS_ANGELES).unwrap();
    assert_eq!(sample.start, utc("2025-01-05T08:00:00Z"), "the person's midnight");
    assert_eq!(sample.time_basis(), TimeBasis::DateOnly);
    for zone in [chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Pago_Pago] {
        assert_eq!(sample.local_date(zone).to_string(), "2025-01-05");
    }
}

#[test]
fn garmin_a_days_total_sent_again_during_the_day_is_added() {
    let total = |value| reading(&watch(), Metric::Steps, value, "count", "2025-01-05");
    let mut history = told(BERLIN, &[total(4000.0)]);
    history.add(&batch(BERLIN, &[total(9000.0)]));
    let found = history.aggregate(Metric::Steps, Bucket::Day);
    assert_eq!(
        (found.len(), found[0].value, found[0].basis),
        (1, 9000.0, Basis::ProviderTotal)
    );
}

#[test]
fn apple_a_uuid_that_the_export_lacks_is_taken_for_the_identity() {
    // The same beat without and with a vendor's id lies under one key: the id is no part of it.
    let mut watch = (*watch()).clone();
    watch.revision = Revision::Immutable;
    let watch = std::sync::Arc::new(watch);
    let beat = |when| reading(&watch, Metric::HeartRate, 61.0, "bpm", when);
    let readings = [beat("2025-06-15T09:00:00.734Z"), beat("2025-06-15T09:00:00Z")];
    let blocks: Vec<Block> = batch(BERLIN, &readings)
        .into_blocks()
        .into_iter()
        .map(|(_, block)| block)
        .collect();
    assert_eq!(blocks.iter().map(Block::len).sum::<usize>(), 1);
}
