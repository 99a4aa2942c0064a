//! Reads the tables that WHOOP's app exports: invented ones, in a zip as well, and real ones where they lie beside the repository.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use vitasync_core::session::{Detail, Session, StatisticKind};
use vitasync_core::sport::Sport;
use vitasync_core::{History, Metric};
use vitasync_providers::files::{self, Error, Options, Part, Report};

const CYCLES: &str = "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm),Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,87,46,81,34.80,95.38,11.0,2047,165,68,2026-03-23 20:10:45,2026-03-24 06:50:59,100,17.6,588,640,236,130,222,52,503,13,93,80
2026-03-24 20:35:57,,UTC-04:00,,,,,,6.2,434,150,90,,,,,,,,,,,,,,
";
const SLEEPS: &str = "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %,Nap
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,2026-03-23 20:10:45,2026-03-24 06:50:59,100,17.6,588,640,236,130,222,52,503,13,93,80,false
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,2026-03-24 13:00:00,2026-03-24 13:30:00,2,17.3,11,30,11,0,0,19,458,0,37,,true
";
const WORKOUTS: &str = "Cycle start time,Cycle end time,Cycle timezone,Workout start time,Workout end time,Duration (min),Activity name,Activity Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm),HR Zone 1 %,HR Zone 2 %,HR Zone 3 %,HR Zone 4 %,HR Zone 5 %,GPS enabled,Distance (meters),Altitude gain (meters),Altitude change (meters)
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,2026-03-24 16:06:11,2026-03-24 16:35:08,28,Running,14.4,428.0,190,165,2,1,2,24,70,true,4842.46,78.95,-4.12
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,2026-03-24 17:06:11,2026-03-24 17:35:08,28,Quidditch,4.4,much,600,115,2,1,2,24,70,false,,,
";
const JOURNAL: &str = "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes
2026-03-23 20:10:45,2026-03-24 20:35:57,UTC-04:00,\"Slept well, really?\",true,
";

#[derive(Default)]
struct Found {
    history: History,
    sessions: Vec<Session>,
    rejected: Vec<String>,
    report: Report,
}

fn read(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Found, Error> {
    let mut found = Found::default();
    let options = Options::new("2026-11-20T00:00:00Z".parse().unwrap());
    found.report = files::read(Cursor::new(bytes), &options, &mut |part| {
        match part {
            Part::Samples(batch) => drop(found.history.add(&batch)),
            Part::Sessions(sessions) => {
                sessions.iter().for_each(|it| found.history.add_session(it.clone()));
                found.sessions.extend(sessions);
            }
            Part::Rejected(rejected) => {
                found.rejected.extend(
                    rejected
                        .iter()
                        .map(|it| format!("{}: {}: {}", it.position, it.subject, it.reason)),
                );
            }
            Part::Progress(_) => {}
        }
        Ok(())
    })?;
    Ok(found)
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(history: &History, metric: Metric) -> Vec<(i64, i64, f64)> {
    let series = history.received(metric);
    let blocks = series.iter().flat_map(|it| it.blocks);
    blocks
        .flat_map(|it| it.rows())
        .map(|row| (row.start_ms / 1000, row.end_ms / 1000, row.value))
        .collect()
}

#[test]
fn a_cycle_is_a_day_with_its_recovery_and_its_night() {
    let found = read(CYCLES).unwrap();
    assert_eq!((found.report.formats["whoop_csv"], found.rejected.len()), (1, 0));
    let values = |metric| -> Vec<f64> { rows(&found.history, metric).iter().map(|row| row.2).collect() };
    assert_eq!(values(Metric::StrainScore), [11.0, 6.2]);
    assert_eq!(values(Metric::RecoveryScore), [87.0]);
    assert_eq!(values(Metric::TotalEnergy), [2047.0]); // the second cycle is still running
    let slept: (i64, i64) = (1_774_311_045, 1_774_349_459);
    assert_eq!(
        rows(&found.history, Metric::HeartRateVariabilityRmssd),
        [(slept.0, slept.1, 81.0)]
    );
    let [night] = &found.sessions[..] else {
        panic!("one night")
    };
    let Detail::Sleep(sleep) = &night.detail else {
        panic!("a night")
    };
    let totals = sleep.totals.unwrap();
    assert_eq!((night.start.timestamp(), night.end.timestamp()), slept);
    assert_eq!(
        (totals.rem_s, totals.awake_s, sleep.nap),
        (Some(222 * 60), Some(52 * 60), Some(false))
    );
    assert_eq!(night.attributes.start_offset_s, Some(-4 * 3600));
}

#[test]
fn the_night_of_two_tables_is_one_and_a_nap_is_a_nap() {
    let files = [
        ("a/physiological_cycles.csv", CYCLES),
        ("a/sleeps.csv", SLEEPS),
        ("a/journal_entries.csv", JOURNAL),
    ];
    let found = read(zip(&files)).unwrap();
    assert_eq!((found.sessions.len(), found.history.sessions().count()), (3, 2));
    assert_eq!(rows(&found.history, Metric::SleepDuration).len(), 2);
    let naps = found
        .history
        .sessions()
        .filter(|it| matches!(&it.detail, Detail::Sleep(it) if it.nap == Some(true)));
    assert_eq!(naps.count(), 1);
    assert_eq!(
        found.rejected,
        [
            "a/journal_entries.csv, byte 0: file: it cannot be used: there is nothing to import from this WHOOP export file: it is the journal, whose answers the model has no place for"
        ]
    );
}

#[test]
fn a_workout_keeps_what_is_true_of_it() {
    let found = read(WORKOUTS).unwrap();
    let workouts: Vec<_> = found
        .sessions
        .iter()
        .map(|it| match &it.detail {
            Detail::Workout(workout) => workout,
            Detail::Sleep(_) => panic!("a workout"),
        })
        .collect();
    assert_eq!((workouts[0].sport, workouts[1].sport), (Sport::Running, Sport::Other));
    assert_eq!(workouts[1].vendor_sport.as_deref(), Some("Quidditch"));
    let total = |at: usize, metric, kind| workouts[at].statistic(metric, kind);
    assert_eq!(total(0, Metric::TotalEnergy, StatisticKind::Sum), Some(428.0));
    assert_eq!(total(0, Metric::Distance, StatisticKind::Sum), Some(4842.46));
    assert_eq!(total(1, Metric::HeartRate, StatisticKind::Mean), Some(115.0));
    assert_eq!(found.rejected.len(), 2, "{:?}", found.rejected); // `much`, and 600 beats a minute
    assert_eq!(found.sessions[0].attributes.remarks["zone_5_percent"], "70");
}

#[test]
fn the_journal_alone_is_refused_with_the_reason() {
    assert_eq!(read(JOURNAL).err().unwrap().kind(), "nothing");
}

#[test]
fn broken_rows_cost_themselves_alone() {
    let broken = SLEEPS
        .replacen("2026-03-24 06:50:59", "tomorrow", 1)
        .replace(",true", ",maybe");
    let found = read(broken + "1,2\n").unwrap();
    assert_eq!(
        (found.sessions.len(), found.rejected.len()),
        (0, 3),
        "{:?}",
        found.rejected
    );
}

#[test]
fn real_tables_are_read_to_the_last_row() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = data.join("whoop_csv");
    if !folder.is_dir() {
        eprintln!("skipped: there are no real tables in {}", folder.display());
        return;
    }
    let manifest: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&std::fs::read_to_string(data.join("manifest.json")).unwrap()).unwrap();
    for (name, what) in [
        ("physiological_cycles", "Day Strain"),
        ("sleeps", "In bed duration (min)"),
        ("workouts", ""),
    ] {
        let name = format!("whoop_csv/{name}.csv");
        let found = read(std::fs::read(data.join(&name)).unwrap()).unwrap();
        // The header is one of the rows that are counted there.
        let expected = manifest[&name]["rows"].as_u64().unwrap() - 1;
        let read = found
            .report
            .records
            .get(what)
            .map_or(found.report.workouts, |count| count.read);
        let damaged = found.rejected.iter().filter(|it| it.contains(": row: ")).count() as u64;
        println!(
            "{name}: {read} of {expected}, {} sessions, {:?}",
            found.sessions.len(),
            found.rejected
        );
        assert_eq!(read + damaged, expected, "{name}");
    }
}
