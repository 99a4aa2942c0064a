//! Reads exports of real people, where the workspace has them beside it.

use std::path::PathBuf;

use vitasync_core::metric::Metric;
use vitasync_core::session::{Detail, StatisticKind};

use super::*;

fn real(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/apple_health")
        .join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn read_real(name: &str) -> Option<(Found, Report)> {
    let mut found = Found::default();
    let path = real(name)?;
    let report = super::super::read_path(&path, &options(), &mut |part| found.take(part)).unwrap();
    Some((found, report))
}

#[test]
fn an_export_of_ios_9_is_read_to_the_last_record() {
    let Some((found, report)) = read_real("tdda/export6s3sample.xml") else {
        return;
    };
    let steps = report.records["HKQuantityTypeIdentifierStepCount"];
    // The phone's first days wrote the steps of five minutes into five seconds.
    assert_eq!((steps.read, steps.used, steps.rejected), (10, 10, 0));
    assert!(found.rejected.is_empty(), "{:?}", found.rejected);
    assert_eq!(found.of(Metric::DistanceWalkingRunning).len(), 5);
    assert_eq!(
        (report.activity_summaries, report.workouts, report.export_version),
        (2, 1, Some(3))
    );
}

#[test]
fn an_export_of_ios_12_is_read_with_its_route() {
    let Some((found, report)) = read_real("hts/export.xml") else {
        return;
    };
    let Detail::Workout(workout) = &found.sessions[0].detail else {
        panic!("no workout");
    };
    assert_eq!((workout.route.len(), report.activity_summaries), (2, 2));
    let metadata = &found.row(Metric::BodyMassIndex).attributes.remarks;
    assert_eq!(
        metadata["Withings Link"],
        "withings-bd2://timeline/measure?userid=12345&date=482685932&type=1"
    );
    assert!(found.rejected.is_empty(), "{:?}", found.rejected);
}

#[test]
fn an_export_of_watchos_11_gives_every_workout_its_route() {
    let Some((found, report)) = read_real("nr_watchos11_dev.zip") else {
        return;
    };
    assert_eq!((report.routes.joined, report.routes.missing), (20, 0));
    assert!(report.routes.points > 1_000);
    assert_eq!(report.rejected, BTreeMap::new(), "{:?}", found.rejected);
    let distances = found.sessions.iter().filter_map(|session| match &session.detail {
        Detail::Workout(workout) => workout.statistics.iter().find(|it| it.kind == StatisticKind::Sum),
        Detail::Sleep(_) => None,
    });
    assert_eq!(distances.count(), found.sessions.len());
}

#[test]
fn files_of_other_tools_are_read() {
    for (name, rows, sessions, rejected) in [("ahp_en_NL/export.xml", 8, 0, 0), ("hec_attrs/export.xml", 0, 3, 1)] {
        let Some((found, _)) = read_real(name) else {
            return;
        };
        let counts = (found.rows.len(), found.sessions.len(), found.rejected.len());
        assert_eq!(counts, (rows, sessions, rejected), "{name}: {:?}", found.rejected);
    }
}

#[test]
fn an_export_of_ios_8_is_read() {
    let Some((found, report)) = read_real("ios8_legacy_head/export.xml") else {
        return;
    };
    assert_eq!(
        (found.rows.len(), found.rejected.len()),
        (60, 0),
        "{:?}",
        found.rejected
    );
    assert_eq!(report.records["HKQuantityTypeIdentifierStepCount"].read, 60);
}
