//! Reads the invented export with a reader of its own and compares it with the stated truth.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use chrono::{DateTime, NaiveDate, Utc};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use vitasync_providers::demo::{
    CorruptKind, DemoOptions, DemoTruth, NightRecorder, write_export_xml, write_export_zip,
};

fn options(days: u32) -> DemoOptions {
    DemoOptions {
        days,
        corrupt_rows: false,
        ..DemoOptions::default()
    }
}

fn document(options: &DemoOptions) -> (String, DemoTruth) {
    let mut xml = Vec::new();
    let truth = write_export_xml(options, &mut xml).expect("memory takes everything");
    (String::from_utf8(xml).expect("the document is UTF-8"), truth)
}

/// An element with its depth and attributes.
type Element = (usize, String, BTreeMap<String, String>);

fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.expect("attributes are well-formed and not repeated");
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .expect("entities are known")
                .into_owned();
            let name = attribute.key.as_ref().to_owned();
            (name, value)
        })
        .collect()
}

/// Visits every element of a well-formed document.
fn visit(xml: &str, mut each: impl FnMut(Element)) {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    let name = |start: &BytesStart<'_>| start.name().as_ref().to_owned();
    loop {
        match reader.read_event().expect("the document is well-formed") {
            Event::Start(start) => {
                each((depth, name(&start), attributes(&start)));
                depth += 1;
            }
            Event::Empty(start) => each((depth, name(&start), attributes(&start))),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z")
        .expect("a date as Apple writes it")
        .to_utc()
}

/// What a device says: start, end, value.
type Row = (i64, i64, f64);

fn rows(xml: &str, record_type: &str) -> BTreeMap<String, Vec<Row>> {
    let mut rows = BTreeMap::<String, Vec<Row>>::new();
    visit(xml, |(depth, name, found)| {
        if depth == 1 && name == "Record" && found["type"] == record_type {
            let at = |name: &str| instant(&found[name]).timestamp();
            let row = (
                at("startDate"),
                at("endDate"),
                found["value"].parse().expect("a number"),
            );
            rows.entry(found["sourceName"].clone()).or_default().push(row);
        }
    });
    rows
}

#[test]
fn the_same_options_give_the_same_bytes() {
    let archive = |seed| {
        let mut out = Cursor::new(Vec::new());
        let options = DemoOptions { seed, ..options(9) };
        write_export_zip(&options, &mut out).expect("memory takes everything");
        out.into_inner()
    };
    assert_eq!(archive(5), archive(5));
    assert_ne!(archive(5), archive(6));
}

#[test]
fn a_longer_history_has_the_same_last_days() {
    let nights = |days| document(&options(days)).1.nights;
    assert_eq!(nights(9)[4..], nights(5));
}

#[test]
fn the_stated_counts_are_those_of_an_independent_reader() {
    let (xml, truth) = document(&options(40));
    let mut elements = BTreeMap::<String, u64>::new();
    let mut by_type = BTreeMap::<String, u64>::new();
    visit(&xml, |(depth, name, found)| {
        if depth == 1 && name == "Record" {
            *by_type.entry(found["type"].clone()).or_default() += 1;
        }
        if depth == 1 || name == "WorkoutRoute" {
            *elements.entry(name).or_default() += 1;
        }
    });
    assert_eq!(by_type, truth.records_by_type);
    assert_eq!(elements["Record"], truth.records);
    assert_eq!(elements["Correlation"], truth.correlations);
    assert_eq!(elements["Workout"], truth.workouts_written);
    assert_eq!(elements["ActivitySummary"], truth.activity_summaries);
    assert_eq!(elements["WorkoutRoute"], truth.routes);
    let twice = truth.workouts.iter().filter(|workout| workout.duplicated);
    let expected = truth.workouts_true + u64::try_from(twice.count()).expect("few");
    assert_eq!(truth.workouts_written, expected);
}

#[test]
fn a_default_year_has_between_four_and_seven_hundred_thousand_records() {
    let truth = write_export_xml(&DemoOptions::default(), std::io::sink()).expect("a sink");
    assert!((400_000..700_000).contains(&truth.records), "{}", truth.records);
}

#[test]
fn every_row_carries_the_offset_of_the_export() {
    let (xml, _) = document(&options(9));
    let mut dates = 0;
    visit(&xml, |(_, _, found)| {
        for name in ["startDate", "endDate", "creationDate", "date"] {
            if let Some(date) = found.get(name) {
                assert!(date.ends_with(" +0100"), "{date}");
                dates += 1;
            }
        }
    });
    assert!(dates > 10_000);
}

#[test]
fn nothing_ends_before_it_starts_or_after_the_export() {
    let (xml, _) = document(&options(9));
    let mut export = None;
    visit(&xml, |(_, name, found)| {
        if name == "ExportDate" {
            export = Some(instant(&found["value"]));
        }
        if let (Some(start), Some(end)) = (found.get("startDate"), found.get("endDate")) {
            assert!(start <= end, "{name} {found:?}");
            assert!(Some(instant(end)) <= export, "{name} {found:?}");
        }
    });
}

/// Bounds of the value as written, by type.
const PLAUSIBLE: [(&str, f64, f64); 30] = [
    ("ActiveEnergyBurned", 0.0, 2000.0),
    ("AppleExerciseTime", 1.0, 1.0),
    ("AppleSleepingWristTemperature", 30.0, 40.0),
    ("AppleStandTime", 1.0, 5.0),
    ("AppleWalkingSteadiness", 0.0, 1.0),
    ("BasalEnergyBurned", 0.0, 100.0),
    ("BloodGlucose", 2.0, 15.0),
    ("BloodPressureDiastolic", 50.0, 100.0),
    ("BloodPressureSystolic", 90.0, 150.0),
    ("BodyFatPercentage", 0.1, 0.5),
    ("BodyMass", 60.0, 80.0),
    ("BodyMassIndex", 18.0, 30.0),
    ("DietaryWater", 100.0, 600.0),
    ("DistanceCycling", 0.0, 1.0),
    ("DistanceWalkingRunning", 0.0, 30.0),
    ("EnvironmentalAudioExposure", 30.0, 100.0),
    ("FlightsClimbed", 1.0, 5.0),
    ("HeartRate", 36.0, 190.0),
    ("HeartRateVariabilitySDNN", 5.0, 150.0),
    ("HeadphoneAudioExposure", 40.0, 100.0),
    ("OxygenSaturation", 0.88, 1.0),
    ("RespiratoryRate", 8.0, 25.0),
    ("RestingHeartRate", 40.0, 80.0),
    ("RunningPower", 80.0, 400.0),
    ("RunningSpeed", 5.0, 22.0),
    ("StepCount", 1.0, 3000.0),
    ("VO2Max", 30.0, 60.0),
    ("WalkingAsymmetryPercentage", 0.0, 0.2),
    ("WalkingSpeed", 2.0, 8.0),
    ("WalkingStepLength", 40.0, 100.0),
];

#[test]
fn values_are_those_of_a_living_person() {
    let (xml, _) = document(&options(14));
    let mut seen = BTreeSet::new();
    visit(&xml, |(_, name, found)| {
        let kind = found
            .get("type")
            .map_or("", |kind| kind.trim_start_matches("HKQuantityTypeIdentifier"));
        let bounds = PLAUSIBLE.iter().find(|(listed, ..)| *listed == kind);
        if let (true, Some((_, low, high))) = (name == "Record", bounds) {
            let value: f64 = found["value"].parse().expect("a number");
            assert!((*low..=*high).contains(&value), "{kind} {value}");
            seen.insert(kind.to_owned());
        }
    });
    assert_eq!(seen.len(), PLAUSIBLE.len());
}

/// Sums the watch's steps and the phone's share of time the watch did not cover.
fn swept(watch: &[Row], phone: &[Row]) -> f64 {
    let mut covered: Vec<(i64, i64)> = watch.iter().map(|(start, end, _)| (*start, *end)).collect();
    covered.sort_unstable();
    let gaps = phone.iter().map(|(start, end, steps)| {
        let overlap: i64 = covered
            .iter()
            .map(|(from, to)| (*to.min(end) - *from.max(start)).max(0))
            .sum();
        steps * real(end - start - overlap) / real(end - start)
    });
    watch.iter().map(|(.., steps)| steps).sum::<f64>() + gaps.sum::<f64>()
}

fn real(seconds: i64) -> f64 {
    f64::from(i32::try_from(seconds).expect("a short time"))
}

#[test]
fn neither_sum_nor_larger_device_is_true_but_filling_the_gaps_is() {
    let (xml, truth) = document(&options(28));
    let steps = rows(&xml, "HKQuantityTypeIdentifierStepCount");
    let watch = &steps["Ada’s Apple\u{a0}Watch"];
    let phone = &steps["Ada’s iPhone"];
    let walked: f64 = truth.steps_by_day.values().sum();
    let total = |rows: &[Row]| rows.iter().map(|(.., steps)| steps).sum::<f64>();
    assert!(total(watch) + total(phone) > 1.5 * walked);
    assert!(total(watch).max(total(phone)) < 0.95 * walked);
    let found = swept(watch, phone);
    assert!((found / walked - 1.0).abs() < 0.005, "{found} of {walked}");
}

#[test]
fn stages_of_the_watch_add_up_to_the_nights_slept() {
    let (xml, truth) = document(&options(28));
    let mut asleep = BTreeMap::<NaiveDate, i64>::new();
    visit(&xml, |(depth, name, found)| {
        let value = found.get("value").map_or("", String::as_str);
        let stage = ["AsleepCore", "AsleepDeep", "AsleepREM"]
            .iter()
            .any(|stage| value.ends_with(stage));
        if depth == 1 && name == "Record" && stage {
            let (start, end) = (instant(&found["startDate"]), instant(&found["endDate"]));
            let night = truth
                .nights
                .iter()
                .find(|night| night.start <= start && end <= night.end);
            if let Some(night) = night {
                *asleep.entry(night.wake_date).or_default() += (end - start).num_seconds();
            }
        }
    });
    let watched = |recorder| recorder == NightRecorder::WatchStages;
    let expected: BTreeMap<_, _> = truth
        .nights
        .iter()
        .filter(|night| watched(night.recorder))
        .map(|night| (night.wake_date, night.asleep_seconds))
        .collect();
    assert_eq!(asleep, expected);
}

#[test]
fn runs_are_written_twice_with_shifted_edges() {
    let (xml, truth) = document(&options(28));
    let mut runs = BTreeMap::<String, Vec<DateTime<Utc>>>::new();
    visit(&xml, |(_, name, found)| {
        if name == "Workout" && found["workoutActivityType"].ends_with("Running") {
            let starts = runs.entry(found["sourceName"].clone()).or_default();
            starts.push(instant(&found["startDate"]));
        }
    });
    let twice: Vec<_> = truth.workouts.iter().filter(|run| run.duplicated).collect();
    assert!(twice.len() > 5);
    for run in twice {
        assert!(runs["Ada’s Apple\u{a0}Watch"].contains(&run.start));
        let later = |start: &DateTime<Utc>| (3..=41).contains(&(*start - run.start).num_seconds());
        assert!(runs["Run & Roam"].iter().any(later));
    }
}

#[test]
fn equal_glasses_noted_in_one_minute_are_written_twice() {
    let (xml, _) = document(&options(60));
    let rows = rows(&xml, "HKQuantityTypeIdentifierDietaryWater");
    let glasses = &rows["Hydrolog"];
    let repeated = glasses.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(repeated > 1, "{repeated}");
}

#[test]
fn broken_rows_stand_where_the_truth_says() {
    let broken = DemoOptions {
        corrupt_rows: true,
        ..options(4)
    };
    let (xml, truth) = document(&broken);
    assert_eq!(truth.corrupt.len(), 14);
    let lines: Vec<&str> = xml.split('\n').collect();
    for row in &truth.corrupt {
        let line = lines[usize::try_from(row.line).expect("few lines") - 1];
        assert!(line.contains(&row.record_type), "{row:?}: {line}");
        let odd = line.contains('\u{b}');
        assert_eq!(odd, row.kind == CorruptKind::ControlCharacter, "{row:?}");
    }
    let kinds: Vec<_> = truth.corrupt.iter().map(|row| row.kind).collect();
    assert!(kinds.contains(&CorruptKind::EndBeforeStart));
    let (_, clean) = document(&options(4));
    assert_eq!(truth.records, clean.records + 14);
}

type Archive = zip::ZipArchive<Cursor<Vec<u8>>>;

fn names(archive: &Archive) -> impl Iterator<Item = String> {
    archive
        .file_names()
        .map(|name| name.expect("names are UTF-8").into_owned())
}

#[test]
fn the_archive_holds_the_document_its_routes_and_electrocardiograms() {
    let options = options(9);
    let mut out = Cursor::new(Vec::new());
    let truth = write_export_zip(&options, &mut out).expect("memory takes everything");
    let mut archive = zip::ZipArchive::new(out).expect("an archive");
    let names: BTreeSet<String> = names(&archive).collect();
    assert!(names.contains("apple_health_export/export_cda.xml"));
    let count = |part: &str| names.iter().filter(|name| name.contains(part)).count();
    assert_eq!(
        u64::try_from(count("/workout-routes/route_")).expect("few"),
        truth.routes
    );
    assert_eq!(
        u64::try_from(count("/electrocardiograms/ecg_")).expect("few"),
        truth.ecgs
    );
    assert!(truth.routes > 2 && truth.ecgs == 1);

    let mut xml = String::new();
    let mut entry = archive.by_name("apple_health_export/export.xml").expect("the document");
    entry.read_to_string(&mut xml).expect("readable");
    assert_eq!(xml, document(&options).0);
    visit(&xml, |(_, name, found)| {
        if name == "FileReference" {
            assert!(names.contains(&format!("apple_health_export{}", found["path"])));
        }
    });
}

#[test]
fn a_route_has_points_inside_its_workout() {
    let mut out = Cursor::new(Vec::new());
    let truth = write_export_zip(&options(9), &mut out).expect("memory takes everything");
    let mut archive = zip::ZipArchive::new(out).expect("an archive");
    let name = names(&archive).find(|name| name.ends_with(".gpx")).expect("a route");
    let mut route = String::new();
    let mut entry = archive.by_name(&name).expect("the route");
    entry.read_to_string(&mut route).expect("readable");
    let mut points = 0;
    visit(&route, |(_, name, _)| points += u32::from(name == "trkpt"));
    assert!(points > 100, "{points}");
    let times = route
        .split("<time>")
        .skip(2)
        .map(|rest| rest[..20].parse::<DateTime<Utc>>().expect("a time in UTC"));
    for time in times {
        let during = |run: &&vitasync_providers::demo::WorkoutTruth| run.start <= time && time < run.end;
        assert!(truth.workouts.iter().any(|run| during(&run)), "{time}");
    }
}

#[test]
fn an_english_export_writes_english_units() {
    let english = DemoOptions {
        imperial: true,
        ..options(4)
    };
    let (xml, _) = document(&english);
    let mut units = BTreeMap::new();
    visit(&xml, |(_, _, found)| {
        if let (Some(kind), Some(unit)) = (found.get("type"), found.get("unit")) {
            units.insert(
                kind.trim_start_matches("HKQuantityTypeIdentifier").to_owned(),
                unit.clone(),
            );
        }
    });
    assert_eq!(units["BodyMass"], "lb");
    assert_eq!(units["DistanceWalkingRunning"], "mi");
    assert_eq!(units["AppleSleepingWristTemperature"], "degF");
    assert_eq!(units["ActiveEnergyBurned"], "Cal");
    assert!(xml.contains("\u{202f}AM"));
}
