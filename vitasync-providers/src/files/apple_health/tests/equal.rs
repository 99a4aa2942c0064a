//! What is read never depends on how it is read: with and without the scanner, in one piece or in many, on one thread
//! or on several, from a file as Apple writes it or from one that was damaged at random.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::files::Part;

const SEPARATORS: [&str; 4] = ["\n ", "\n    ", "", "\r\n\t"];

/// What records of one kind share. A document has few of them, so that many of its records are alike.
#[derive(Debug, Clone)]
struct Shape {
    kind: &'static str,
    unit: &'static str,
    device: bool,
    name: &'static str,
    created: bool,
    value_first: bool,
    bodies: Vec<&'static str>,
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let kind = select(vec![
        ("HKQuantityTypeIdentifierHeartRate", "count/min"),
        ("HKQuantityTypeIdentifierStepCount", "count"),
        ("HKQuantityTypeIdentifierDietaryWater", "mL"),
        ("HKQuantityTypeIdentifierOxygenSaturation", "%"),
        ("HKQuantityTypeIdentifierUnheardOf", "count"),
        ("HKCategoryTypeIdentifierSleepAnalysis", ""),
        ("HKCategoryTypeIdentifierMindfulSession", ""),
        ("HKCategoryTypeIdentifierHeadache", ""),
    ]);
    let body = select(vec![
        "/>",
        "/>",
        "/>",
        ">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"1\"/>\n </Record>",
        ">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"2\"/>\n </Record>",
        ">\n  <MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/>\n </Record>",
        ">\n  <MetadataEntry key=\"HKTimeZone\" value=\"Europe/Berlin\"/>\n </Record>",
        "><HeartRateVariabilityMetadataList><InstantaneousBeatsPerMinute bpm=\"60\" time=\"12:00:01,00\"/>\
         <InstantaneousBeatsPerMinute bpm=\"60\" time=\"12:00:02,01\"/></HeartRateVariabilityMetadataList></Record>",
    ]);
    let name = select(vec!["Ann\u{2019}s Watch", "iPhone", "A &amp; B"]);
    let bodies = prop::collection::vec(body, 1..3);
    let flags = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2));
    (kind, name, bodies, flags).prop_map(|((kind, unit), name, bodies, (device, created, value_first))| Shape {
        kind,
        unit,
        device,
        name,
        created,
        value_first,
        bodies,
    })
}

/// What differs between records of one shape.
#[derive(Debug, Clone)]
struct Differs {
    shape: Index,
    body: Index,
    pointer: u32,
    time: (u32, u32, u32, &'static str),
    seconds: u32,
    value: (&'static str, &'static str),
}

fn any_differs() -> impl Strategy<Value = Differs> {
    let time = (1..4_u32, 0..24_u32, 0..60_u32, select(vec!["+0100", "+0100", "-0500"]));
    let value = select(vec!["60", "61", "0.97", "1e2", "5", "-3", "", "inf"]);
    let word = select(vec![
        "HKCategoryValueSleepAnalysisAsleepCore",
        "HKCategoryValueNotApplicable",
        "HKCategoryValueSeverityMild",
    ]);
    (
        any::<Index>(),
        any::<Index>(),
        any::<u32>(),
        time,
        0..60_u32,
        (value, word),
    )
        .prop_map(|(shape, body, pointer, time, seconds, value)| Differs {
            shape,
            body,
            pointer,
            time,
            seconds,
            value,
        })
}

fn write(shapes: &[Shape], differs: &Differs) -> String {
    let shape = differs.shape.get(shapes);
    let (day, hour, minute, offset) = differs.time;
    let time = |second: u32| format!("2026-01-0{day} {hour:02}:{minute:02}:{second:02} {offset}");
    let pick = |wanted: bool, text: String| if wanted { text } else { String::new() };
    let value = match shape.unit {
        "" => format!(" value=\"{}\"", differs.value.1),
        _ => format!(" value=\"{}\"", differs.value.0),
    };
    let device = format!(
        " device=\"&lt;&lt;HKDevice: 0x{:x}&gt;, name:Watch, hardware:Watch6,2&gt;\"",
        differs.pointer
    );
    [
        "<Record".to_owned(),
        pick(shape.value_first, value.clone()),
        format!(" type=\"{}\" sourceName=\"{}\"", shape.kind, shape.name),
        pick(shape.device, device),
        pick(!shape.unit.is_empty(), format!(" unit=\"{}\"", shape.unit)),
        pick(shape.created, format!(" creationDate=\"{}\"", time(0))),
        format!(" startDate=\"{}\" endDate=\"{}\"", time(0), time(differs.seconds)),
        pick(!shape.value_first, value),
        (*differs.body.get(&shape.bodies)).to_owned(),
    ]
    .concat()
}

/// An element under the root: mostly a record, sometimes something around one.
fn element(shapes: &[Shape], differs: &Differs, around: u32) -> String {
    let record = write(shapes, differs);
    let times = "startDate=\"2026-01-09 08:00:00 +0000\" endDate=\"2026-01-09 09:00:00 +0000\"";
    match around {
        0 => format!("<Correlation type=\"HKCorrelationTypeIdentifierFood\">\n {record}\n  {record}\n </Correlation>"),
        1 => format!(
            "<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" {times}>\n{record}\n\
             <WorkoutStatistics type=\"HKQuantityTypeIdentifierActiveEnergyBurned\" sum=\"5\" unit=\"kJ\"/>\
             <WorkoutEvent type=\"HKWorkoutEventTypePause\" date=\"2026-01-09 08:00:00 +0000\"/></Workout>"
        ),
        2 => format!(
            "<ActivitySummary dateComponents=\"2026-01-0{}\" appleExerciseTime=\"7\"/>",
            differs.time.0
        ),
        3 => format!("<!-- a comment with {record} -->"),
        4 => "<Audiogram type=\"x\"><SensitivityPoint/></Audiogram>".to_owned(),
        _ => record,
    }
}

fn any_document() -> impl Strategy<Value = Vec<u8>> {
    let shapes = prop::collection::vec(any_shape(), 1..4);
    let elements = prop::collection::vec((any_differs(), 0..60_u32), 1..60);
    (shapes, elements, select(SEPARATORS.to_vec())).prop_map(|(shapes, elements, separator)| {
        let elements = elements
            .iter()
            .map(|(differs, around)| element(&shapes, differs, *around));
        let elements = elements.collect::<Vec<_>>().join(separator);
        format!("<HealthData locale=\"en_GB\">{separator}{elements}{separator}</HealthData>\n").into_bytes()
    })
}

/// A damage to a document.
#[derive(Debug, Clone)]
enum Damage {
    Flip(Index, u8),
    Insert(Index, &'static str),
    Delete(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
}

fn any_damage() -> impl Strategy<Value = Damage> {
    let bits = select(vec![
        "\"",
        "'",
        "<",
        ">",
        "&",
        "/",
        "=",
        "\u{B}",
        "\u{2019}",
        "&#11;",
        "<!--",
        "</Record>",
        "<Record ",
        "9",
        " ",
    ]);
    prop_oneof![
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        4 => (any::<Index>(), select(b"\"'<>&/ \n\x0B\xFF09:=".to_vec())).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        4 => (any::<Index>(), bits).prop_map(|(at, text)| Damage::Insert(at, text)),
        4 => (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        1 => (any::<Index>(), 1..900_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        1 => any::<Index>().prop_map(Damage::Truncate),
    ]
}

/// Where the elements begin; the root's tag stays whole, so that there is something to read.
const HEAD: usize = 30;

fn damaged(mut document: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let place = |at: &Index, document: &[u8]| HEAD + at.index(document.len() - HEAD + 1);
        match damage {
            Damage::Flip(at, byte) => {
                let at = place(at, &document);
                if let Some(there) = document.get_mut(at) {
                    *there = *byte;
                }
            }
            Damage::Insert(at, text) => {
                let at = place(at, &document);
                document.splice(at..at, text.bytes());
            }
            Damage::Delete(at, length) => {
                let at = place(at, &document);
                document.drain(at..(at + length).min(document.len()));
            }
            Damage::Repeat(at, length) => {
                let at = place(at, &document);
                let part = document[at..(at + length).min(document.len())].to_vec();
                document.splice(at..at, part);
            }
            Damage::Truncate(at) => {
                let at = place(at, &document);
                document.truncate(at);
            }
        }
    }
    document
}

/// Reads in one piece and without the scanner: the way that is easiest to see through.
fn slowly(document: &[u8]) -> (Found, Report) {
    let plan = Plan {
        piece: document.len() + 1,
        fast: false,
    };
    read_planned(document, &options(), plan).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scanning_gives_what_reading_every_attribute_gives(
        document in any_document(),
        damages in prop::collection::vec(any_damage(), 0..6),
    ) {
        let document = damaged(document, &damages);
        let plan = Plan { piece: document.len() + 1, fast: true };
        let fast = read_planned(&document, &options(), plan).unwrap();
        prop_assert_eq!(fast, slowly(&document));
    }

    #[test]
    fn pieces_and_threads_give_what_the_whole_gives(
        document in any_document(),
        damages in prop::collection::vec(any_damage(), 0..6),
        piece in 40..4_000_usize,
        threads in 1..5_usize,
        batch_rows in 1..100_usize,
    ) {
        let document = damaged(document, &damages);
        let plan = Plan { piece, fast: true };
        let in_pieces = read_planned(&document, &Options { threads, batch_rows, ..options() }, plan).unwrap();
        prop_assert_eq!(in_pieces, slowly(&document));
    }
}

#[test]
fn most_records_are_scanned() {
    let record = |minute: u32, body: &str| {
        format!(
            " <Record type=\"HKQuantityTypeIdentifierHeartRate\" sourceName=\"Watch\" device=\"&lt;&lt;HKDevice: 0x{minute:x}&gt;, name:Watch&gt;\" \
             unit=\"count/min\" creationDate=\"2026-01-09 09:{minute:02}:30 +0000\" startDate=\"2026-01-09 09:{minute:02}:00 +0000\" \
             endDate=\"2026-01-09 09:{minute:02}:00 +0000\" value=\"{}\"{body}",
            60 + minute
        )
    };
    let context = |context| {
        format!(">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"{context}\"/>\n </Record>")
    };
    let bodies = ["/>".to_owned(), context(0), context(1)];
    let records: Vec<_> = (0..60)
        .map(|minute| record(minute, &bodies[minute as usize % 3]))
        .collect();
    let bytes = records.join("\n").into_bytes();
    let mut decoder = super::super::decode::Decoder::new(options().received, None, true);
    let output = decoder.decode(&bytes, 0);
    assert_eq!((output.batch.len(), output.consumed), (60, bytes.len()));
    assert_eq!(decoder.scanned(), 57);
}

#[test]
fn a_new_name_in_every_record_costs_no_row() {
    let named = |number: usize| {
        let record = record("HKQuantityTypeIdentifierStepCount", "count", "5");
        record
            .replace("Health", &format!("Phone {number}"))
            .replace("StepCount", &format!("StepCount{}", number % 3))
    };
    let names: Vec<_> = (0..30_000).map(named).collect();
    let xml = document(&names.join("\n").replace("StepCount0", "StepCount"));
    let (found, report) = read(&xml);
    assert_eq!(found.rows.len(), 10_000);
    assert_eq!(found.rows[9_999].source, "phone 29997");
    assert_eq!(report.unknown_types["HKQuantityTypeIdentifierStepCount1"], 10_000);
}

#[test]
fn a_new_remark_in_every_record_costs_no_row() {
    let remarked = |number: usize| {
        let record = record("HKQuantityTypeIdentifierBodyMass", "kg", "80");
        let entry = format!("><MetadataEntry key=\"HKExternalUUID\" value=\"{number}\"/></Record>");
        record.replace("/>", &entry)
    };
    let xml = document(&(0..40_000).map(remarked).collect::<Vec<_>>().join("\n"));
    let mut sets = Vec::new();
    super::super::read_xml(xml.as_bytes(), &options(), &mut |part| {
        if let Part::Samples(batch) = part {
            sets.push((batch.len(), batch.attributes().len()));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(sets, [(16_384, 16_385), (16_384, 16_385), (7_232, 7_233)]);
}
