//! Writes what stands before the first record: the document type, the export's date, the person.
//!
//! The declarations follow export version 14. They are as loose as the real ones, which files
//! break all the same.

use super::pen::Pen;
use super::world::World;

/// An element: name, content, attributes; a trailing `*` marks a required one.
type Element = (&'static str, &'static str, &'static str);

const HELD: &str = "type* sourceName* sourceVersion device creationDate startDate* endDate*";
const EYE: &str = "sphere sphereUnit cylinder cylinderUnit axis axisUnit add addUnit vertex \
    vertexUnit prismAmount prismAmountUnit prismAngle prismAngleUnit farPD farPDUnit nearPD \
    nearPDUnit baseCurve baseCurveUnit diameter diameterUnit";

const ELEMENTS: [Element; 22] = [
    (
        "HealthData",
        "(ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)*)",
        "locale*",
    ),
    ("ExportDate", "EMPTY", "value*"),
    (
        "Me",
        "EMPTY",
        "HKCharacteristicTypeIdentifierDateOfBirth* HKCharacteristicTypeIdentifierBiologicalSex* \
         HKCharacteristicTypeIdentifierBloodType* HKCharacteristicTypeIdentifierFitzpatrickSkinType* \
         HKCharacteristicTypeIdentifierCardioFitnessMedicationsUse*",
    ),
    (
        "Record",
        "((MetadataEntry|HeartRateVariabilityMetadataList)*)",
        "type* unit value sourceName* sourceVersion device creationDate startDate* endDate*",
    ),
    ("Correlation", "((MetadataEntry|Record)*)", HELD),
    (
        "Workout",
        "((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)",
        "workoutActivityType* duration durationUnit totalDistance totalDistanceUnit \
         totalEnergyBurned totalEnergyBurnedUnit sourceName* sourceVersion device creationDate \
         startDate* endDate*",
    ),
    (
        "WorkoutActivity",
        "((MetadataEntry)*)",
        "uuid* startDate* endDate duration durationUnit",
    ),
    (
        "WorkoutEvent",
        "((MetadataEntry)*)",
        "type* date* duration durationUnit",
    ),
    (
        "WorkoutStatistics",
        "EMPTY",
        "type* startDate* endDate* average minimum maximum sum unit",
    ),
    (
        "WorkoutRoute",
        "((MetadataEntry|FileReference)*)",
        "sourceName* sourceVersion device creationDate startDate* endDate*",
    ),
    ("FileReference", "EMPTY", "path*"),
    (
        "ActivitySummary",
        "EMPTY",
        "dateComponents activeEnergyBurned activeEnergyBurnedGoal activeEnergyBurnedUnit \
         appleMoveTime appleMoveTimeGoal appleExerciseTime appleExerciseTimeGoal appleStandHours \
         appleStandHoursGoal",
    ),
    ("MetadataEntry", "EMPTY", "key* value*"),
    ("HeartRateVariabilityMetadataList", "(InstantaneousBeatsPerMinute*)", ""),
    ("InstantaneousBeatsPerMinute", "EMPTY", "bpm* time*"),
    (
        "ClinicalRecord",
        "EMPTY",
        "type* identifier* sourceName* sourceURL* fhirVersion* receivedDate* resourceFilePath*",
    ),
    ("Audiogram", "((MetadataEntry|SensitivityPoint)*)", HELD),
    (
        "SensitivityPoint",
        "EMPTY",
        "frequencyValue* frequencyUnit* leftEarValue leftEarUnit rightEarValue rightEarUnit",
    ),
    (
        "VisionPrescription",
        "((RightEye|LeftEye|Attachment|MetadataEntry)*)",
        "type* dateIssued* expirationDate brand",
    ),
    ("RightEye", "EMPTY", EYE),
    ("LeftEye", "EMPTY", EYE),
    ("Attachment", "EMPTY", "identifier"),
];

/// Writes everything before the first record.
pub(super) fn write(pen: &mut Pen, world: &World) {
    pen.end("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    pen.end("<!DOCTYPE HealthData [");
    pen.end("<!-- HealthKit Export Version: 14 -->");
    for (name, content, attributes) in ELEMENTS {
        pen.end(&format!("<!ELEMENT {name} {content}>"));
        if attributes.is_empty() {
            continue;
        }
        pen.end(&format!("<!ATTLIST {name}"));
        for attribute in attributes.split_whitespace() {
            let plain = attribute.trim_matches('*');
            let need = if plain == attribute { "IMPLIED" } else { "REQUIRED" };
            pen.end(&format!("  {plain} CDATA #{need}"));
        }
        pen.end(">");
    }
    pen.end("]>");
    let locale = if world.options.imperial { "en_US" } else { "en_DE" };
    pen.end(&format!("<HealthData locale=\"{locale}\">"));
    pen.raw(" <ExportDate value=\"");
    pen.time(world.export_at);
    pen.end("\"/>");
    pen.raw(" <Me");
    for (name, value) in [
        ("DateOfBirth", "1988-02-02"),
        ("BiologicalSex", "HKBiologicalSexFemale"),
        ("BloodType", "HKBloodTypeOPositive"),
        ("FitzpatrickSkinType", "HKFitzpatrickSkinTypeNotSet"),
        ("CardioFitnessMedicationsUse", "None"),
    ] {
        pen.attribute(&format!("HKCharacteristicTypeIdentifier{name}"), value);
    }
    pen.end("/>");
}
