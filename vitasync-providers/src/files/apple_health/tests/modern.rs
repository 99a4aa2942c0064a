use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::session::StatisticKind;
use vitasync_core::source::DeviceKind;
use vitasync_core::sport::Sport;
use vitasync_core::time::TimeBasis;

use super::*;
use crate::files::Part;
use crate::files::report::{Beats, TypeCount, ZoneFrom};

const MODERN: &str = include_str!("modern.xml");

#[test]
fn steps_of_two_devices_become_rows_of_two_sources() {
    let (found, report) = read(MODERN);
    assert_eq!(
        found.of(Metric::Steps),
        [
            ("ann's iphone", "2026-01-09T08:00:00+00:00", 600, 600.0),
            ("ann's apple watch", "2026-01-09T08:05:00+00:00", 300, 310.0),
        ]
    );
    let steps = report.records["HKQuantityTypeIdentifierStepCount"];
    assert_eq!((steps.read, steps.used, steps.nested), (2, 2, 0));
}

#[test]
fn a_source_tells_its_device() {
    let mut kinds = Vec::new();
    super::super::read_xml(MODERN.as_bytes(), &options(), &mut |part| {
        if let Part::Samples(batch) = part {
            let steps = batch.series().iter().filter(|it| it.metric == Metric::Steps);
            kinds.extend(steps.map(|it| (it.source.device_kind, it.source.device.hardware.clone())));
        }
        Ok(())
    })
    .unwrap();
    let of = |kind, hardware: &str| (kind, Some(hardware.to_owned()));
    assert_eq!(
        kinds,
        [of(DeviceKind::Phone, "iPhone15,2"), of(DeviceKind::Watch, "Watch7,5")]
    );
}

#[test]
fn percent_is_a_fraction_in_the_file() {
    assert_eq!(read(MODERN).0.row(Metric::OxygenSaturation).value, 97.0);
}

#[test]
fn beats_give_intervals_from_their_times_and_none_over_a_gap() {
    let (found, report) = read(MODERN);
    assert_eq!(
        found.of(Metric::RrInterval),
        [
            ("ann's apple watch", "2026-01-09T03:10:02.090+00:00", 0, 990.0),
            ("ann's apple watch", "2026-01-09T03:10:07.020+00:00", 0, 980.0),
        ]
    );
    let beats = Beats {
        read: 6,
        intervals: 2,
        gaps: 1,
        rejected: 1,
    };
    assert_eq!(report.beats, beats);
    assert_eq!(found.reasons(), [("InstantaneousBeatsPerMinute", "not_a_time")]);
    let variability = found.row(Metric::HeartRateVariabilitySdnn);
    assert_eq!(variability.value, 48.5);
    assert_eq!(variability.attributes.remarks, remarks(&[("HKAlgorithmVersion", "2")]));
}

#[test]
fn a_sleep_stage_carries_the_zone_it_names() {
    let (found, _) = read(MODERN);
    let stage = found.row(Metric::SleepStage);
    assert_eq!((stage.value, stage.seconds), (4.0, 3000));
    assert_eq!(stage.attributes.zone, Some(chrono_tz::Europe::London));
    assert_eq!(stage.attributes.start_offset_s, Some(0));
    assert!(stage.attributes.remarks.is_empty());
}

#[test]
fn records_inside_a_correlation_are_rows_and_repeat_none() {
    let (found, report) = read(MODERN);
    assert_eq!(found.row(Metric::BloodPressureSystolic).value, 118.0);
    assert_eq!(found.row(Metric::BloodPressureDiastolic).value, 76.0);
    assert_eq!(report.correlations["HKCorrelationTypeIdentifierBloodPressure"], 1);
    let systolic = report.records["HKQuantityTypeIdentifierBloodPressureSystolic"];
    let nested = TypeCount {
        read: 1,
        used: 1,
        rejected: 0,
        nested: 1,
    };
    assert_eq!(systolic, nested);
}

#[test]
fn a_workout_counts_its_own_totals_and_not_its_activitys() {
    let (found, report) = read(MODERN);
    let workout = found.workout();
    assert_eq!(workout.sport, Sport::Running);
    assert_eq!(workout.vendor_sport.as_deref(), Some("HKWorkoutActivityTypeRunning"));
    assert_eq!(workout.timer_s, Some(1770.0));
    let total = |metric, kind| workout.statistic(metric, kind);
    assert_eq!(total(Metric::DistanceWalkingRunning, StatisticKind::Sum), Some(5010.0));
    assert_eq!(total(Metric::ActiveEnergy, StatisticKind::Sum), Some(330.0));
    assert_eq!(total(Metric::HeartRate, StatisticKind::Mean), Some(151.2));
    assert_eq!(total(Metric::HeartRate, StatisticKind::Max), Some(176.0));
    assert_eq!(total(Metric::ElevationGain, StatisticKind::Sum), Some(10.36));
    assert_eq!(total(Metric::AmbientHumidity, StatisticKind::Mean), Some(69.0));
    assert_eq!(workout.statistics.len(), 7);
    assert_eq!((report.workouts, report.routes.missing), (1, 1));
}

#[test]
fn a_workout_keeps_its_events_segments_parts_and_zone() {
    let (found, _) = read(MODERN);
    let session = &found.sessions[0];
    assert_eq!(session.attributes.zone, Some(chrono_tz::Europe::London));
    assert_eq!(session.attributes.remarks["HKWeatherHumidity"], "6900 %");
    let workout = found.workout();
    let events: Vec<_> = workout.events.iter().map(|event| &*event.kind).collect();
    assert_eq!(events, ["pause", "resume"]);
    let [segment] = &workout.laps[..] else {
        panic!("one segment");
    };
    assert_eq!((segment.lap, (segment.end - segment.start).num_seconds()), (false, 375));
    assert_eq!(segment.remarks["_HKPrivateWorkoutSegmentEventSubtype"], "1");
    let [part] = &workout.parts[..] else {
        panic!("one part");
    };
    assert_eq!(
        part.external_id.as_deref(),
        Some("936B9E1D-52B9-41CA-BCA9-000000000001")
    );
    assert_eq!(part.statistics.len(), 1);
}

#[test]
fn the_last_rings_of_a_date_count() {
    let (found, report) = read(MODERN);
    let rings = |metric| found.of(metric).into_iter().find(|row| row.0 == "activity rings");
    let day = "2026-01-09T00:00:00+00:00";
    assert_eq!(
        rings(Metric::ActiveEnergy),
        Some(("activity rings", day, 86_400, 590.25))
    );
    assert_eq!(
        rings(Metric::ExerciseTime),
        Some(("activity rings", day, 86_400, 2520.0))
    );
    assert_eq!(rings(Metric::MoveTime), Some(("activity rings", day, 86_400, 0.0)));
    assert_eq!(rings(Metric::StandHours), Some(("activity rings", day, 86_400, 11.0)));
    assert_eq!(report.activity_summaries, 1);
    let energy = found.row(Metric::ActiveEnergy);
    assert_eq!(energy.attributes.time_basis(), TimeBasis::DateOnly);
    assert_eq!(
        energy.attributes.remarks,
        remarks(&[("activeEnergyBurnedGoal", "600 Cal")])
    );
}

#[test]
fn rings_lie_on_the_civil_date_of_the_persons_zone() {
    let mut options = options();
    options.zone = Some(chrono_tz::America::New_York);
    let (found, report) = read_with(MODERN.as_bytes(), &options).unwrap();
    assert_eq!(found.row(Metric::StandHours).start, "2026-01-09T05:00:00+00:00");
    assert_eq!(report.zone.unwrap().from, ZoneFrom::Profile);
}

#[test]
fn the_report_tells_the_zone_of_the_file_and_what_it_says_of_the_person() {
    let (_, report) = read(MODERN);
    assert_eq!(report.zone.unwrap().zone, chrono_tz::Europe::London);
    assert_eq!(report.zone.unwrap().from, ZoneFrom::File);
    assert_eq!(report.export_version, Some(14));
    assert_eq!(report.export_date, Some("2026-01-10T12:00:00Z".parse().unwrap()));
    assert_eq!(report.locale.as_deref(), Some("en_GB"));
    let profile = &report.profile;
    assert_eq!(profile.date_of_birth, Some("1990-02-02".parse().unwrap()));
    assert_eq!(profile.sex.as_deref(), Some("female"));
    assert_eq!(profile.blood_type.as_deref(), Some("AB+"));
    assert_eq!(
        (&profile.skin_type, &profile.cardio_fitness_medications),
        (&None, &None)
    );
    assert_eq!(report.partial, None);
    assert_eq!(report.samples, 13);
}

#[test]
fn what_the_model_has_no_place_for_is_counted_by_name() {
    let other = record("HKQuantityTypeIdentifierFromTheFuture", "count", "1");
    let (found, report) = read(&MODERN.replace("</HealthData>", &format!("{other}</HealthData>")));
    let names: Vec<_> = report.unknown_elements.keys().map(String::as_str).collect();
    assert_eq!(names, ["Audiogram", "ClinicalRecord", "WorkoutZoneGroup"]);
    assert_eq!(report.unknown_types["HKQuantityTypeIdentifierFromTheFuture"], 1);
    assert_eq!(report.records["HKQuantityTypeIdentifierFromTheFuture"].used, 0);
    assert_eq!(found.rejected.len(), 1);
}

#[test]
fn equal_rows_of_food_are_copies_and_equal_rows_of_steps_are_not() {
    let water = record("HKQuantityTypeIdentifierDietaryWater", "mL", "250");
    let steps = record("HKQuantityTypeIdentifierStepCount", "count", "50");
    let nested = format!(" <Correlation type=\"HKCorrelationTypeIdentifierFood\">\n{water}\n{water}\n </Correlation>");
    let (found, _) = read(&document(&format!(
        "{water}\n{nested}\n{water}\n{steps}\n{steps}\n{water}"
    )));
    let copies = |metric| {
        found
            .rows
            .iter()
            .filter(|row| row.metric == metric)
            .map(|row| row.copy)
            .collect::<Vec<_>>()
    };
    assert_eq!(copies(Metric::Hydration), [0, 0, 1, 1, 2]);
    assert_eq!(copies(Metric::Steps), [0, 0]);
}

#[test]
fn what_a_person_typed_is_another_source() {
    let typed = record("HKQuantityTypeIdentifierBodyMass", "lb", "154.3").replace(
        "/>",
        "><MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/><MetadataEntry key=\"a\" value=\"1\"/><MetadataEntry key=\"a\" value=\"2\"/></Record>",
    );
    let mut recordings = Vec::new();
    super::super::read_xml(document(&typed).as_bytes(), &options(), &mut |part| {
        if let Part::Samples(batch) = part {
            recordings.extend(batch.series().iter().map(|it| it.source.key.recording.id()));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(recordings, ["manual"]);
    let (found, _) = read(&document(&typed));
    let weight = found.row(Metric::Weight);
    assert!((weight.value - 69.9893).abs() < 1e-3);
    assert_eq!(weight.attributes.remarks, remarks(&[("a", "1; 2")]));
}

#[test]
fn categories_become_codes_and_mindful_minutes_seconds() {
    let elements = [
        record(
            "HKCategoryTypeIdentifierAppleStandHour",
            "",
            "HKCategoryValueAppleStandHourStood",
        ),
        record(
            "HKCategoryTypeIdentifierMenstrualFlow",
            "",
            "HKCategoryValueVaginalBleedingHeavy",
        ),
        record(
            "HKCategoryTypeIdentifierMindfulSession",
            "",
            "HKCategoryValueNotApplicable",
        ),
        record(
            "HKCategoryTypeIdentifierRunnyNose",
            "",
            "HKCategoryValueSeverityModerate",
        ),
        record("HKCategoryTypeIdentifierHeadache", "", "HKCategoryValueSeverityNone"),
        record(
            "HKCategoryTypeIdentifierSleepAnalysis",
            "",
            "HKCategoryValueSleepAnalysisAsleep",
        ),
        record("HKCategoryTypeIdentifierSleepAnalysis", "", "2"),
    ];
    let (found, _) = read(&document(&elements.join("\n").replace("unit=\"\" ", "")));
    let value = |metric| found.row(metric).value;
    assert_eq!(value(Metric::StandHour), 0.0);
    assert_eq!(value(Metric::MenstrualFlow), 4.0);
    assert_eq!(value(Metric::MindfulnessDuration), 60.0);
    assert_eq!(value(Metric::Symptom), 3.0);
    assert_eq!(
        found.row(Metric::Symptom).attributes.remarks,
        remarks(&[("symptom", "runny_nose")])
    );
    let stages: Vec<_> = found.of(Metric::SleepStage).iter().map(|row| row.3).collect();
    assert_eq!(stages, [2.0, 1.0]);
    assert_eq!(found.reasons(), [("HKCategoryTypeIdentifierHeadache", "unknown_word")]);
}

#[test]
fn what_cannot_be_used_says_why_and_where() {
    let heart = "HKQuantityTypeIdentifierHeartRate";
    let elements = [
        record(heart, "count/min", "72"),
        record(heart, "count/min", ""),
        record(heart, "km", "72"),
        record(heart, "count/min", "720"),
        record(heart, "count/min", "72").replace("2026-01-09 08:01", "2026-01-09 07:01"),
        record(heart, "count/min", "72").replace("2026-01-09", "1970-01-09"),
        record(heart, "count/min", "72").replace("2026-01-09 08:00", "yesterday"),
        record(heart, "count/min", "72").replace("unit=\"count/min\" ", ""),
        record(heart, "count/min", "72").replace("type=", "kind="),
    ];
    let xml = document(&elements.join("\n"));
    let (found, report) = read(&xml);
    let kinds: Vec<_> = found.rejected.iter().map(|it| it.reason.kind()).collect();
    let expected = [
        "not_a_number",
        "wrong_unit",
        "implausible",
        "end_before_start",
        "wrong_clock",
        "not_a_time",
        "missing_field",
        "missing_field",
    ];
    assert_eq!(kinds, expected);
    let bytes: Vec<_> = xml.match_indices("<Record").map(|(at, _)| at as u64).collect();
    let positions: Vec<_> = found.rejected.iter().map(|it| it.position.byte).collect();
    assert_eq!(positions, bytes[1..]);
    assert_eq!(found.rejected[6].reason, Reason::MissingField { field: "unit".into() });
    assert_eq!((report.records[heart].used, report.records[heart].rejected), (1, 7));
    assert_eq!(report.rejected["missing_field"], 2);
}

#[test]
fn a_summary_without_a_value_or_a_date_has_no_reading() {
    let summary = "<ActivitySummary dateComponents=\"2026-01-09\" activeEnergyBurned=\"418.4\" activeEnergyBurnedUnit=\"kJ\" appleStandHours=\"x\"/>\
        <ActivitySummary dateComponents=\"1969-12-31\" appleStandHours=\"0\"/>";
    let (found, _) = read(&document(summary));
    assert_eq!(found.rows.len(), 1);
    assert!((found.row(Metric::ActiveEnergy).value - 100.0).abs() < 1e-9);
    let reasons = [("appleStandHours", "not_a_number"), ("ActivitySummary", "wrong_clock")];
    assert_eq!(found.reasons(), reasons);
}

#[test]
fn an_indoor_run_and_a_swim_in_a_pool_are_told_apart() {
    let workout = |sport: &str, key: &str, value: &str| {
        document(&format!(
            "<Workout workoutActivityType=\"HKWorkoutActivityType{sport}\" startDate=\"2026-01-09 18:00:00 +0000\" \
             endDate=\"2026-01-09 18:31:00 +0000\"><MetadataEntry key=\"{key}\" value=\"{value}\"/></Workout>"
        ))
    };
    let sport = |xml: String| read(&xml).0.workout().sport;
    assert_eq!(
        sport(workout("Running", "HKIndoorWorkout", "1")),
        Sport::TreadmillRunning
    );
    assert_eq!(
        sport(workout("Swimming", "HKSwimmingLocationType", "1")),
        Sport::PoolSwimming
    );
    assert_eq!(
        sport(workout("Swimming", "HKSwimmingLocationType", "2")),
        Sport::OpenWaterSwimming
    );
    assert_eq!(sport(workout("Quidditch", "HKIndoorWorkout", "1")), Sport::Other);
}
