//! Breaks a dozen rows in the ways real exports are broken.
//!
//! The rows stand among the good ones of their type, in the middle of the history.

use super::day::Day;
use super::pen::Pen;
use super::{CorruptKind, CorruptRow};

/// What stands in a date attribute.
#[derive(Debug, Clone, Copy)]
enum When {
    /// This many seconds after noon of the chosen day.
    Noon(i64),
    /// Text.
    Text(&'static str),
    /// No attribute at all.
    Absent,
}

/// One broken row.
struct Broken {
    record_type: &'static str,
    kind: CorruptKind,
    source: &'static str,
    unit: &'static str,
    start: When,
    end: When,
    value: &'static str,
}

const fn broken(
    record_type: &'static str,
    kind: CorruptKind,
    (source, unit): (&'static str, &'static str),
    (start, end): (When, When),
    value: &'static str,
) -> Broken {
    Broken {
        record_type,
        kind,
        source,
        unit,
        start,
        end,
        value,
    }
}

/// A type no reader knows; written after all others.
pub(super) const UNKNOWN_TYPE: &str = "HKQuantityTypeIdentifierLunarEnthusiasm";

const STEPS: &str = "HKQuantityTypeIdentifierStepCount";
const HEART: &str = "HKQuantityTypeIdentifierHeartRate";
const DISTANCE: &str = "HKQuantityTypeIdentifierDistanceWalkingRunning";
const MASS: &str = "HKQuantityTypeIdentifierBodyMass";
const WATER: &str = "HKQuantityTypeIdentifierDietaryWater";
const SLEEP: &str = "HKCategoryTypeIdentifierSleepAnalysis";
const WATCH: &str = "Ada’s Apple\u{a0}Watch";
const PHONE: &str = "Ada’s iPhone";

const fn noon(start: i64, end: i64) -> (When, When) {
    (When::Noon(start), When::Noon(end))
}

const ROWS: [Broken; 14] = [
    broken(HEART, CorruptKind::EmptyValue, (WATCH, "count/min"), noon(0, 0), ""),
    broken(
        HEART,
        CorruptKind::ImplausibleValue,
        (WATCH, "count/min"),
        noon(7, 7),
        "900",
    ),
    broken(
        MASS,
        CorruptKind::NotANumber,
        ("Libra Scale", "kg"),
        noon(11, 11),
        "seventy",
    ),
    broken(
        MASS,
        CorruptKind::NotANumber,
        ("Libra Scale", "kg"),
        noon(12, 12),
        "nan",
    ),
    broken(
        MASS,
        CorruptKind::ImplausibleValue,
        ("Libra Scale", "kg"),
        noon(13, 13),
        "7020",
    ),
    broken(
        DISTANCE,
        CorruptKind::UnknownUnit,
        (PHONE, "furlong"),
        noon(60, 120),
        "0.5",
    ),
    broken(
        STEPS,
        CorruptKind::EndBeforeStart,
        (PHONE, "count"),
        noon(900, 300),
        "84",
    ),
    broken(STEPS, CorruptKind::EmptyValue, (PHONE, "count"), noon(1200, 1260), ""),
    broken(
        STEPS,
        CorruptKind::UnreadableDate,
        (PHONE, "count"),
        (When::Text("2026-02-30 10:00:00 +0100"), When::Noon(1300)),
        "41",
    ),
    broken(
        STEPS,
        CorruptKind::UnreadableDate,
        (PHONE, "count"),
        (When::Noon(1400), When::Text("yesterday")),
        "12",
    ),
    broken(
        STEPS,
        CorruptKind::MissingDate,
        (PHONE, "count"),
        (When::Absent, When::Noon(1500)),
        "33",
    ),
    broken(
        WATER,
        CorruptKind::ControlCharacter,
        ("Hydro\u{b}log", "mL"),
        noon(1800, 1800),
        "250",
    ),
    broken(
        SLEEP,
        CorruptKind::UnknownWord,
        (PHONE, ""),
        noon(2400, 3000),
        "HKCategoryValueSleepAnalysisHibernating",
    ),
    broken(
        UNKNOWN_TYPE,
        CorruptKind::UnknownType,
        (PHONE, "count"),
        noon(0, 0),
        "3",
    ),
];

/// Writes the broken rows of a type and notes where they stand.
pub(super) fn write(pen: &mut Pen, day: &Day, record_type: &str, noted: &mut Vec<CorruptRow>) {
    let noon = day.frame.at(12 * 3600);
    for row in ROWS.iter().filter(|row| row.record_type == record_type) {
        noted.push(CorruptRow {
            kind: row.kind,
            record_type: row.record_type.to_owned(),
            line: pen.line,
            description: describe(row),
        });
        pen.raw(" <Record");
        pen.attribute("type", row.record_type);
        pen.attribute("sourceName", row.source);
        pen.attribute("sourceVersion", "18.2");
        if !row.unit.is_empty() {
            pen.attribute("unit", row.unit);
        }
        moment(pen, "creationDate", noon, When::Noon(3600));
        moment(pen, "startDate", noon, row.start);
        moment(pen, "endDate", noon, row.end);
        pen.attribute("value", row.value);
        pen.end("/>");
    }
}

fn moment(pen: &mut Pen, name: &str, noon: i64, when: When) {
    match when {
        When::Noon(after) => {
            pen.raw(" ");
            pen.raw(name);
            pen.raw("=\"");
            pen.time(noon + after);
            pen.raw("\"");
        }
        When::Text(text) => pen.attribute(name, text),
        When::Absent => {}
    }
}

fn describe(row: &Broken) -> String {
    let value = row.value;
    match row.kind {
        CorruptKind::EmptyValue => "the value is empty".to_owned(),
        CorruptKind::NotANumber => format!("the value is \"{value}\""),
        CorruptKind::UnknownUnit => format!("the unit is \"{}\"", row.unit),
        CorruptKind::EndBeforeStart => "the end is before the start".to_owned(),
        CorruptKind::ImplausibleValue => format!("{value} {} is not possible", row.unit),
        CorruptKind::UnreadableDate => match (row.start, row.end) {
            (When::Text(text), _) => format!("the start is \"{text}\""),
            (_, When::Text(text)) => format!("the end is \"{text}\""),
            _ => "a date cannot be read".to_owned(),
        },
        CorruptKind::MissingDate => "there is no start".to_owned(),
        CorruptKind::ControlCharacter => "the source's name holds the control character U+000B".to_owned(),
        CorruptKind::UnknownWord => format!("\"{value}\" is not a stage of sleep"),
        CorruptKind::UnknownType => "the type is not known".to_owned(),
    }
}
