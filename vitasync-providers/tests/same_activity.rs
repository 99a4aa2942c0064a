//! Measures how well the workout matchers recognise the exports of one activity in several formats.
//!
//! All real activity files are read as if they were one person's, each format a source of its own. The true pairs were found by
//! comparing names and start times and are written down below with the reason. A pair counts as found if both files
//! are in one group.
//!
//! The files are not part of the repository; the test looks for them beside it and says so where they are absent.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use vitasync_core::resolve::{Matcher, group_workouts};
use vitasync_core::source::Source;
use vitasync_core::{Preferences, Session};
use vitasync_providers::files::{self, Options, Part};

/// Two files that are one activity: their names, and why that is known.
const SAME: [(&str, &str, &str); 5] = [
    (
        "10kUNLP2014-Garmin15.fit",
        "10kUNLP2014-Garmin15.tcx",
        "one name, one start, one serial number of the watch, and 10 010.82 m in both",
    ),
    (
        "runs_fit_2067489619.fit",
        "runs_gpx_2067489619.gpx",
        "one number of the activity, one start, and the same points",
    ),
    (
        "swim_fit_6860712481.fit",
        "swim_tcx_6860712481.tcx",
        "one number of the activity, one start, 2 000 m, 28 laps and 401 kcal in both; the TCX calls the sport Other",
    ),
    (
        "runs_fit_6909950168.fit",
        "runs_fit_6909950168-no-pause-records.fit",
        "one number of the activity; the second lacks the records of the pauses",
    ),
    (
        "activity-settings-nodata.fit",
        "activity-unexpected-eof.fit",
        "one serial number, one start, 5.73 m in 13.749 s in both; the second breaks off behind its session",
    ),
];

/// Files that are another of the same format once more, with something taken away. They are given a source of their own,
/// since records of one source never meet.
const EDITED: [&str; 2] = [
    "runs_fit_6909950168-no-pause-records.fit",
    "activity-unexpected-eof.fit",
];

/// The workouts of a file, with its format and name for a source.
fn workouts(path: &Path) -> Vec<Session> {
    let options = Options::new("2026-11-20T00:00:00Z".parse().unwrap());
    let mut found = Vec::new();
    // What is refused has no workout.
    let _ = files::read_path(path, &options, &mut |part| {
        if let Part::Sessions(sessions) = part {
            found.extend(sessions.into_iter().filter(|session| session.kind() == "workout"));
        }
        Ok(())
    });
    let is_edited = EDITED.iter().any(|name| path.ends_with(name));
    for session in &mut found {
        let mut source = Source::clone(&session.source);
        source.key.origin = if is_edited { "edited".to_owned() } else { String::new() };
        session.source = Arc::new(source);
    }
    found
}

/// All workouts, and the name of the file each is from.
fn corpus() -> Option<(Vec<Session>, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !root.is_dir() {
        eprintln!("skipped: there are no real files in {}", root.display());
        return None;
    }
    let (mut sessions, mut names) = (Vec::new(), Vec::new());
    let mut folders = ["fit", "tcx", "gpx", "other_workout"]
        .map(|below| root.join(below))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            for session in workouts(&path) {
                sessions.push(session);
                names.push(name.clone());
            }
        }
    }
    Some((sessions, names))
}

/// A pair of file names, the smaller first.
fn pair<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    (a.min(b), a.max(b))
}

/// The pairs of files that a matcher puts into one group.
fn matched<'a>(matcher: Matcher, sessions: &[Session], names: &'a [String]) -> BTreeSet<(&'a str, &'a str)> {
    let preferences = Preferences::default().with_matcher(matcher);
    let groups = group_workouts(sessions, "ada", &preferences);
    let pairs = groups.iter().flat_map(|group| {
        let members = &group.members;
        let later = move |at: usize| members[at + 1..].iter().map(move |other| (members[at], *other));
        (0..members.len()).flat_map(later)
    });
    pairs.map(|(a, b)| pair(&names[a], &names[b])).collect()
}

#[test]
fn exports_of_one_activity_are_recognised_and_others_are_not() {
    let Some((sessions, names)) = corpus() else { return };
    let truth: BTreeSet<_> = SAME.iter().map(|(a, b, _)| pair(a, b)).collect();
    println!("{} workouts, {} true pairs", sessions.len(), truth.len());
    println!("{:<12} {:>9} {:>6}  missed", "matcher", "precision", "recall");
    for (matcher, least_recall) in [(Matcher::Overlap, 0.8), (Matcher::TrainStack, 0.8)] {
        let found = matched(matcher, &sessions, &names);
        let right = found.intersection(&truth).count() as f64;
        let (precision, recall) = (right / found.len() as f64, right / truth.len() as f64);
        let missed: Vec<_> = truth.difference(&found).collect();
        println!("{:<12} {precision:>9.2} {recall:>6.2}  {missed:?}", matcher.id());
        let wrong: Vec<_> = found.difference(&truth).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?} are not one activity", matcher.id());
        assert!(recall >= least_recall, "{}: {missed:?}", matcher.id());
    }
}

#[test]
fn no_two_files_that_begin_within_a_day_are_left_unlabelled() {
    let Some((sessions, names)) = corpus() else { return };
    let labelled: BTreeSet<_> = SAME.iter().map(|(a, b, _)| pair(a, b)).collect();
    for (at, session) in sessions.iter().enumerate() {
        for (other, name) in sessions.iter().zip(&names).skip(at + 1) {
            let apart = (session.start - other.start).abs();
            let both = pair(&names[at], name);
            let is_known = labelled.contains(&both);
            assert!(
                apart > chrono::TimeDelta::days(1) || is_known,
                "{both:?} begin {apart} apart"
            );
        }
    }
}
