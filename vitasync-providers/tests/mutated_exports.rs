//! Feeds damaged exports to the readers: whatever the bytes are, a reader ends with a result or a typed error, and what
//! it gives is in proportion to what it got.
//!
//! The damage is the same in every run. `VITASYNC_FUZZ_CASES` sets how many cases each test tries (300 if it is not set),
//! and `VITASYNC_FUZZ_FIRST` the first one, so that a run can go on where another ended:
//!
//! ```sh
//! VITASYNC_FUZZ_FIRST=300 VITASYNC_FUZZ_CASES=100000 cargo test --release -p vitasync-providers --test mutated_exports
//! ```
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufReader, Cursor, Read, Write};

use vitasync_core::Session;
use vitasync_core::session::Detail;
use vitasync_providers::files::apple_health::archive::{Archive, Limits, ReadFault};
use vitasync_providers::files::apple_health::ecg::read_ecg;
use vitasync_providers::files::apple_health::{read, read_xml};
use vitasync_providers::files::gpx::read_route;
use vitasync_providers::files::{Error, Options, Part, Report};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-01-10 12:00:00 +0000"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-02-02" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Ann’s iPhone" device="&lt;&lt;HKDevice: 0x1&gt;, name:iPhone, hardware:iPhone15,2&gt;" unit="count" startDate="2026-01-09 08:00:00 +0000" endDate="2026-01-09 08:10:00 +0000" value="600"/>
 <Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" sourceName="W" unit="ms" startDate="2026-01-09 03:10:00 +0000" endDate="2026-01-09 03:11:00 +0000" value="48.5">
  <MetadataEntry key="HKAlgorithmVersion" value="2"/>
  <HeartRateVariabilityMetadataList>
   <InstantaneousBeatsPerMinute bpm="62" time="3:10:01.10 AM"/>
   <InstantaneousBeatsPerMinute bpm="60" time="3:10:02,09 AM"/>
  </HeartRateVariabilityMetadataList>
 </Record>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="W" startDate="2026-01-08 23:40:00 +0000" endDate="2026-01-09 00:30:00 +0000" value="HKCategoryValueSleepAnalysisAsleepCore"><MetadataEntry key="HKTimeZone" value="Europe/London"/></Record>
 <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Health" startDate="2026-01-09 09:36:00 +0000" endDate="2026-01-09 09:36:00 +0000">
  <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Health" unit="mmHg" startDate="2026-01-09 09:36:00 +0000" endDate="2026-01-09 09:36:00 +0000" value="118"/>
 </Correlation>
 <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="29.5" durationUnit="min" sourceName="W" startDate="2026-01-09 18:00:00 +0000" endDate="2026-01-09 18:31:00 +0000">
  <WorkoutEvent type="HKWorkoutEventTypePause" date="2026-01-09 18:10:00 +0000"/>
  <WorkoutActivity uuid="936B9E1D" startDate="2026-01-09 18:00:00 +0000" endDate="2026-01-09 18:31:00 +0000"/>
  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" startDate="2026-01-09 18:00:00 +0000" endDate="2026-01-09 18:31:00 +0000" sum="5.01" unit="km"/>
  <WorkoutRoute sourceName="W" startDate="2026-01-09 18:00:00 +0000" endDate="2026-01-09 18:31:00 +0000"><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>
 </Workout>
 <ActivitySummary dateComponents="2026-01-09" activeEnergyBurned="590.25" activeEnergyBurnedUnit="Cal" appleExerciseTime="42" appleStandHours="11"/>
</HealthData>
"#;

const GPX: &str = r#"<?xml version="1.0"?><gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Route &amp; more</name><trkseg>
<trkpt lon="-0.1278" lat="51.5074"><ele>20.5</ele><time>2026-01-09T18:00:04Z</time><extensions><speed>2.95</speed><course>193.3</course><hAcc>4.0</hAcc><vAcc>2.0</vAcc></extensions></trkpt>
<trkpt lat="51.5075" lon="-0.1279"><ele>-1e1</ele><time>2026-01-09T18:00:05.5+01:00</time><extensions><speed>-1</speed><course>-1</course></extensions></trkpt>
<trkpt lat="90" lon="180"><time><![CDATA[2026-01-09T18:00:06Z]]></time></trkpt>
</trkseg></trk></gpx>"#;

const ECG: &str = "Name,Person\nDate of Birth,\"4 Jan 1992\"\nRecorded Date,2026-08-26 18:15:35 +0100\nClassification,Sinus Rhythm\n\
    Symptoms,\nSoftware Version,1.90\nDevice,\"Watch7,11\"\nSample Rate,\"512,844 hertz\"\n\n\nLead,Lead I\nUnit,µV\n\n\
    -265,868\n-271.819\n12\n٢٦٥٫٨٦٨\n\"-1,5\"\n0\n";

/// What hostile or unlucky bytes like to be.
const WORDS: [&[u8]; 24] = [
    b"<",
    b">",
    b"\"",
    b"'",
    b"&",
    b"</",
    b"/>",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE HealthData [",
    b"]>",
    b"&#11;",
    b"&#x110000;",
    b"\x0b",
    b"\0",
    b"\xff\xfe",
    b"\xe2\x80\xaf",
    b"NaN",
    b"-1e999",
    b"99999999999999999999",
    b"<Record ",
    b"PK\x03\x04",
    b"PK\x01\x02",
];

const LIMIT: u64 = 1 << 20;

/// Gives the same numbers for the same case, by the xorshift method.
struct Dice(u64);

impl Dice {
    fn of(case: u64) -> Self {
        // Neighbouring cases begin far apart; zero is the one state that cannot be.
        Self((case + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    fn range(&mut self, length: usize, most: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(most)).min(length)
    }

    /// Damages bytes in one to eight ways.
    fn damage(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(8) {
            self.damage_once(&mut bytes);
        }
        bytes
    }

    fn damage_once(&mut self, bytes: &mut Vec<u8>) {
        let place = self.below(bytes.len() + 1);
        match self.below(9) {
            0 if place < bytes.len() => bytes[place] ^= 1 << self.below(8),
            1 if place < bytes.len() => bytes[place] = self.below(256) as u8,
            2 => bytes.truncate(place),
            3 => drop(bytes.drain(self.range(bytes.len(), 200))),
            4 => {
                let copy = bytes[self.range(bytes.len(), 400)].to_vec();
                bytes.splice(place..place, copy);
            }
            5 => {
                let range = self.range(bytes.len(), 8);
                bytes[range].fill([0, 0x20, 0x7f, 0xff][self.below(4)]);
            }
            6 => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(place..place, word.iter().copied());
            }
            7 => {
                let word = WORDS[self.below(WORDS.len())];
                let end = (place + word.len()).min(bytes.len());
                bytes.splice(place..end, word.iter().copied());
            }
            _ => {
                let (from, to) = (self.range(bytes.len(), 100), self.range(bytes.len(), 100));
                let copy = bytes[from].to_vec();
                bytes.splice(to, copy);
            }
        }
    }
}

/// Says which case it was when a test fails.
struct Case(u64);

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "this was case {0}: VITASYNC_FUZZ_FIRST={0} VITASYNC_FUZZ_CASES=1",
                self.0
            );
        }
    }
}

/// Runs the cases; each tells whether its bytes could be read at all. Damage after which either all or none can be read
/// tries nothing.
fn each_case(mut test: impl FnMut(Dice) -> bool) {
    let setting = |name, default| std::env::var(name).map_or(default, |it| it.parse().expect("a number of cases"));
    let first = setting("VITASYNC_FUZZ_FIRST", 0);
    let cases = setting("VITASYNC_FUZZ_CASES", 300);
    let mut readable = 0;
    for case in first..first + cases {
        let _case = Case(case);
        readable += u64::from(test(Dice::of(case)));
    }
    assert!(
        cases < 300 || (cases / 20..cases).contains(&readable),
        "{readable} of {cases} can be read"
    );
}

fn zip(files: &[(&str, &[u8])], streamed: bool) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let stream = &mut bytes;
    if streamed {
        let mut zip = ZipWriter::new_stream(stream);
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap();
    } else {
        let mut zip = ZipWriter::new(stream);
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap();
    }
    bytes.into_inner()
}

fn check_route(reader: impl Read, length: usize) -> bool {
    let result = read_route(BufReader::new(reader));
    if let Ok(route) = &result {
        assert!(
            route.points.len() + route.rejected.len() <= length.max(1),
            "{} bytes",
            length
        );
        for point in &route.points {
            assert!(
                point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0,
                "{point:?}"
            );
            let optional = [point.altitude_m, point.speed_m_s, point.course_deg, point.accuracy_m];
            assert!(optional.into_iter().flatten().all(f64::is_finite), "{point:?}");
        }
        assert!(
            route.rejected.iter().all(|(byte, _)| *byte <= length as u64),
            "{:?}",
            route.rejected
        );
    }
    result.is_ok()
}

fn check_ecg(reader: impl Read, length: usize) -> bool {
    let result = read_ecg(BufReader::new(reader));
    if let Ok(ecg) = &result {
        assert!(
            ecg.microvolts.len() + ecg.rejected.len() <= length.max(1),
            "{} bytes",
            length
        );
        assert!(ecg.microvolts.iter().all(|it| it.is_finite()));
        assert!(
            ecg.rejected.iter().all(|(byte, _)| *byte <= length as u64),
            "{:?}",
            ecg.rejected
        );
    }
    result.is_ok()
}

/// Opens everything there is in an upload and reads it to its end.
fn check_archive(bytes: Vec<u8>) -> bool {
    let limits = Limits {
        uncompressed: LIMIT,
        attachment: LIMIT / 4,
        entries: 100,
    };
    let Ok(archive) = Archive::open(Cursor::new(bytes), limits) else {
        return false;
    };
    if let Ok(mut xml) = archive.health_xml() {
        let mut text = Vec::new();
        if let Err(error) = xml.read_to_end(&mut text) {
            assert!(ReadFault::of(&error).is_some(), "{error:?}");
        }
        assert!(text.len() as u64 <= LIMIT);
    }
    for route in archive.routes().filter_map(|name| archive.route(name)).flatten() {
        check_route(route, LIMIT as usize / 4);
    }
    for ecg in archive.ecgs().filter_map(|name| archive.ecg(name)).flatten() {
        check_ecg(ecg, LIMIT as usize / 4);
    }
    true
}

/// How much of each an import gave.
#[derive(Debug, Default, PartialEq)]
struct Given {
    samples: usize,
    sessions: usize,
    points: usize,
    rejected: usize,
}

impl Given {
    fn take(&mut self, part: Part) {
        match part {
            Part::Samples(batch) => self.samples += batch.len(),
            Part::Sessions(sessions) => {
                self.sessions += sessions.len();
                self.points += sessions.iter().map(points).sum::<usize>();
            }
            Part::Rejected(rejected) => self.rejected += rejected.len(),
            Part::Progress(_) => {}
        }
    }
}

fn points(session: &Session) -> usize {
    match &session.detail {
        Detail::Workout(workout) => workout.route.len(),
        Detail::Sleep(_) => 0,
    }
}

/// Imports with one thread and with three, which must not make a difference.
fn check_import(import: impl Fn(&Options, &mut Given) -> Result<Report, Error>, length: usize) -> bool {
    let mut outcomes = [1, 3].map(|threads| {
        let mut given = Given::default();
        let options = Options {
            threads,
            max_uncompressed: LIMIT,
            ..Options::new("2026-11-20T00:00:00Z".parse().unwrap())
        };
        let report = import(&options, &mut given);
        if let Ok(report) = &report {
            assert_eq!(report.samples, given.samples as u64);
            assert_eq!(report.workouts, given.sessions as u64);
            assert_eq!(report.rejected.values().sum::<u64>(), given.rejected as u64);
        }
        (report.map_err(|error| error.to_string()), given)
    });
    let [(one, given), (three, given_by_three)] = &mut outcomes;
    assert_eq!(one, three);
    assert_eq!(given, given_by_three);
    assert!(
        given.samples + given.sessions + given.points + given.rejected <= length,
        "{given:?}"
    );
    one.is_ok()
}

#[test]
fn damaged_documents_end_in_a_report_or_an_error() {
    each_case(|mut dice| {
        let bytes = dice.damage(XML.as_bytes());
        let import = |options: &_, given: &mut Given| {
            read_xml(&bytes[..], options, &mut |part| {
                given.take(part);
                Ok(())
            })
        };
        check_import(import, bytes.len())
    });
}

#[test]
fn archives_of_damaged_files_are_imported_or_refused() {
    each_case(|mut dice| {
        let mut damage = |text: &str| dice.damage(text.as_bytes());
        let (xml, gpx, ecg) = (damage(XML), damage(GPX), damage(ECG));
        let length = xml.len() + gpx.len() + ecg.len();
        let bytes = zip(&[("e.xml", &xml), ("route_1.gpx", &gpx), ("ecg.csv", &ecg)], false);
        let import = |options: &_, given: &mut Given| {
            read(Cursor::new(bytes.clone()), options, &mut |part| {
                given.take(part);
                Ok(())
            })
        };
        check_import(import, length)
    });
}

#[test]
fn damaged_routes_end_in_a_route_or_an_error() {
    each_case(|mut dice| {
        let bytes = dice.damage(GPX.as_bytes());
        check_route(&bytes[..], bytes.len())
    });
}

#[test]
fn damaged_recordings_end_in_a_recording_or_an_error() {
    each_case(|mut dice| {
        let bytes = dice.damage(ECG.as_bytes());
        check_ecg(&bytes[..], bytes.len())
    });
}

#[test]
fn damaged_archives_end_in_an_archive_or_an_error() {
    let files: [(&str, &[u8]); 4] = [
        ("x/workout-routes/route_1.gpx", GPX.as_bytes()),
        ("x/导出.xml", XML.as_bytes()),
        ("x/export_cda.xml", b"<ClinicalDocument/>"),
        ("x/electrocardiograms/ecg_1.csv", ECG.as_bytes()),
    ];
    let seeds = [
        zip(&files, false),
        zip(&files, true),
        zip(&[("export.zip", &zip(&files, false))], false),
    ];
    each_case(|mut dice| {
        let seed = &seeds[dice.below(seeds.len())];
        check_archive(dice.damage(seed))
    });
}

#[test]
fn archives_of_damaged_files_end_in_an_archive_or_an_error() {
    each_case(|mut dice| {
        let mut damage = |text: &str| dice.damage(text.as_bytes());
        let (xml, gpx, ecg) = (damage(XML), damage(GPX), damage(ECG));
        check_archive(zip(&[("e.xml", &xml), ("route_1.gpx", &gpx), ("ecg.csv", &ecg)], false))
    });
}
