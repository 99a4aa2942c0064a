//! Real files, compared with what an independent count found in them.
//!
//! The files are not part of the repository; the tests look for them beside it and say so where they are absent.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Found, try_read, workout};

/// The folder of the files and what was counted in them, by path.
fn corpus() -> Option<(PathBuf, BTreeMap<String, Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        eprintln!("skipped: there are no real files in {}", folder.display());
        return None;
    };
    let manifest: BTreeMap<String, Value> = serde_json::from_str(&manifest).unwrap();
    Some((folder, manifest))
}

/// Lists the files below a folder of the corpus.
fn files(root: &Path, below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let list = if path.is_dir() { &mut folders } else { &mut found };
            list.push(path);
        }
    }
    found.sort();
    found
}

/// Why some files are refused.
const REFUSED: [(&str, &str); 10] = [
    ("Settings2.fit", "it holds settings"),
    ("nametest.FIT", "it holds settings"),
    ("WorkoutCustomTargetValues.fit", "it holds a planned workout"),
    ("WorkoutIndividualSteps.fit", "it holds a planned workout"),
    ("MetadataOnly.gpx", "it has no track points"),
    ("10kUNLP2014-Garmin15.pwx", "it is of no known format"),
    ("2010_08_15_10_53_30.json", "it is of no known format"),
    ("2019_10_10_09_56_00.csv", "it is of no known format"),
    ("2020_02_03_09_42_51.vo2", "it is of no known format"),
    ("smsheartrate.fitlog", "it is of no known format"),
];

#[test]
fn every_real_file_is_read_or_refused_with_a_clear_reason() {
    let Some((root, _)) = corpus() else { return };
    let mut refused = Vec::new();
    for path in ["fit", "tcx", "gpx", "other_workout"]
        .iter()
        .flat_map(|below| files(&root, below))
    {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Beside some files lies what other programs made of them.
        if name.ends_with("-records.csv") {
            continue;
        }
        if let Err(error) = try_read(fs::read(&path).unwrap()) {
            let known = REFUSED.iter().find(|(refused, _)| *refused == name);
            let (_, reason) = known.unwrap_or_else(|| panic!("{name}: {error}"));
            assert!(error.to_string().contains(reason), "{name}: {error}");
            refused.push(name);
        }
    }
    assert_eq!(refused.len(), REFUSED.len(), "{refused:?}");
}

/// The number under a key, where there is one that is not null.
fn number(of: &Value, key: &str) -> Option<f64> {
    of.get(key)?.as_f64()
}

/// Compares the workouts of a FIT file with its sessions, in total: several sessions may be parts of one workout.
fn compare(name: &str, found: &Found, sessions: &[Value]) {
    let told = |key| sessions.iter().filter_map(|session| number(session, key)).sum::<f64>();
    let of_all = |read: fn(&crate::Found) -> f64| read(found);
    let distance = of_all(|found| {
        let statistics = found.sessions.iter().flat_map(|it| &workout(it).statistics);
        let ways = statistics.filter(|it| it.metric.id().starts_with("distance"));
        ways.map(|it| it.value).sum()
    });
    assert!((distance - told("total_distance")).abs() < 0.01, "{name}: {distance} m");
    let energy = of_all(|found| {
        let statistics = found.sessions.iter().flat_map(|it| &workout(it).statistics);
        statistics
            .filter(|it| it.metric.id() == "total_energy")
            .map(|it| it.value)
            .sum()
    });
    assert!((energy - told("total_calories")).abs() < 0.01, "{name}: {energy} kcal");
    let first = sessions
        .iter()
        .filter_map(|session| session["start_time"].as_str())
        .min()
        .unwrap();
    assert_eq!(
        found.sessions[0].start.format("%Y-%m-%dT%H:%M:%S").to_string(),
        first,
        "{name}"
    );
}

#[test]
fn the_sessions_of_real_fit_files_are_those_that_were_counted() {
    let Some((root, manifest)) = corpus() else { return };
    let mut compared = 0;
    for (path, counts) in manifest.iter().filter(|(path, _)| path.starts_with("fit/")) {
        let Some(sessions) = counts["sessions"].as_array().filter(|sessions| !sessions.is_empty()) else {
            continue;
        };
        // Its clock was never set, so its times are none.
        if path.ends_with("compressed-speed-distance.fit") {
            continue;
        }
        let found = try_read(fs::read(root.join(path)).unwrap()).unwrap();
        compare(path, &found, sessions);
        compared += 1;
    }
    assert!(compared >= 25, "{compared}");
}

/// Files whose records do not tell the way, or tell another one than the session.
const OTHER_WAYS: [&str; 3] = [
    "others_inverted-times.fit",
    "others_31-days-activity.fit",
    "FR55-CoreTemp-Walk.fit",
];

#[test]
fn the_intervals_of_a_way_sum_up_to_the_sessions() {
    let Some((root, manifest)) = corpus() else { return };
    for (path, counts) in manifest.iter().filter(|(path, _)| path.starts_with("fit/")) {
        let told: f64 = counts["sessions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| number(it, "total_distance"))
            .sum();
        if told == 0.0 || OTHER_WAYS.iter().any(|name| path.ends_with(name)) || path.contains("compressed-speed") {
            continue;
        }
        let found = try_read(fs::read(root.join(path)).unwrap()).unwrap();
        let ways = found
            .samples
            .iter()
            .filter(|sample| sample.metric.starts_with("distance"));
        let way: f64 = ways.map(|sample| sample.value).sum();
        assert!((way - told).abs() <= 0.0005 * told, "{path}: {way} m of {told} m");
    }
}

#[test]
fn every_record_and_point_of_real_files_is_read() {
    let Some((root, manifest)) = corpus() else { return };
    for (path, counts) in &manifest {
        let is_gpx = path.starts_with("gpx/");
        let Some(points) = counts
            .get("points")
            .and_then(Value::as_u64)
            .filter(|_| is_gpx || path.starts_with("tcx/"))
        else {
            continue;
        };
        if points == 0 {
            continue;
        }
        let found = try_read(fs::read(root.join(path)).unwrap()).unwrap();
        let laps: usize = found.sessions.iter().map(|it| workout(it).laps.len()).sum();
        assert_eq!(found.sessions.len(), 1, "{path}");
        if is_gpx {
            assert_eq!(found.report.routes.points, points, "{path}");
        } else {
            assert_eq!(counts["laps"].as_u64(), Some(laps as u64), "{path}");
        }
        let unread = found
            .rejected
            .iter()
            .filter(|it| it.contains("rackpoint") || it.contains("trkpt"));
        assert_eq!(unread.count(), 0, "{path}");
    }
}
