//! Reads groups of measurements and heart recordings.

use std::collections::BTreeMap;

use serde::Deserialize;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::{DeviceKind, Recording};
use vitasync_core::time::ReadingTime::Instant;

use super::SLUG;
use super::decode::{Id, Seconds, device, known};
use crate::provider::{Frame, Page, version};

/// The types of measurements that are metrics, in Withings' unit. Without a unit it is a category.
const METRICS: &[(i64, Metric, Option<&str>)] = &[
    (1, Metric::Weight, Some("kg")),
    (4, Metric::Height, Some("m")),
    (5, Metric::LeanBodyMass, Some("kg")),
    (6, Metric::BodyFatPercentage, Some("%")),
    (8, Metric::FatMass, Some("kg")),
    (9, Metric::BloodPressureDiastolic, Some("mmHg")),
    (10, Metric::BloodPressureSystolic, Some("mmHg")),
    (11, Metric::HeartRate, Some("bpm")),
    (12, Metric::BodyTemperature, Some("degC")),
    (54, Metric::OxygenSaturation, Some("%")),
    (71, Metric::BodyTemperature, Some("degC")),
    (73, Metric::SkinTemperature, Some("degC")),
    (76, Metric::MuscleMass, Some("kg")),
    (77, Metric::BodyWaterMass, Some("kg")),
    (88, Metric::BoneMass, Some("kg")),
    (91, Metric::PulseWaveVelocity, Some("m/s")),
    (123, Metric::Vo2Max, Some("mL/min/kg")),
    (130, Metric::AfibResult, None),
    (135, Metric::QrsDuration, Some("ms")),
    (136, Metric::PrInterval, Some("ms")),
    (137, Metric::QtInterval, Some("ms")),
    (138, Metric::QtcInterval, Some("ms")),
    (139, Metric::AfibResult, None),
    (155, Metric::CardiovascularAge, Some("years")),
    (167, Metric::NerveHealthScore, Some("{score}")),
    (168, Metric::ExtracellularWater, Some("kg")),
    (169, Metric::IntracellularWater, Some("kg")),
    (170, Metric::VisceralFatRating, Some("index")),
    (196, Metric::EdaFeet, Some("uS")),
    (226, Metric::BasalMetabolicRate, Some("kcal/day")),
    (227, Metric::MetabolicAge, Some("years")),
    (229, Metric::ElectrodermalActivity, Some("uS")),
];

/// The types that are parts of a metric. The model has the whole; the parts stay with it as remarks.
const PARTS: &[(i64, Metric, &str)] = &[
    (158, Metric::NerveHealthScore, "left_foot"),
    (159, Metric::NerveHealthScore, "right_foot"),
    (173, Metric::LeanBodyMass, ""),
    (174, Metric::FatMass, ""),
    (175, Metric::MuscleMass, ""),
    (197, Metric::EdaFeet, "left_foot"),
    (198, Metric::EdaFeet, "right_foot"),
];

const POSITIONS: [&str; 15] = [
    "right_wrist",
    "left_wrist",
    "right_arm",
    "left_arm",
    "right_foot",
    "left_foot",
    "between_legs",
    "whole_body",
    "left_body",
    "right_body",
    "left_leg",
    "right_leg",
    "torso",
    "left_hand",
    "right_hand",
];

/// What kind of device a model is, by a part of its name.
const KINDS: &[(&str, DeviceKind)] = &[
    ("Body", DeviceKind::Scale),
    ("Scale", DeviceKind::Scale),
    ("WS", DeviceKind::Scale),
    ("BPM", DeviceKind::Cuff),
    ("Blood Pressure", DeviceKind::Cuff),
    ("Watch", DeviceKind::Watch),
    ("Steel", DeviceKind::Watch),
    ("Move", DeviceKind::Watch),
    ("Activit", DeviceKind::Watch),
    ("Pulse", DeviceKind::Band),
];

#[derive(Deserialize)]
pub(super) struct Group {
    grpid: Id,
    attrib: Option<i64>,
    date: Seconds,
    created: Option<Seconds>,
    modified: Option<Seconds>,
    category: Option<i64>,
    deviceid: Option<String>,
    hash_deviceid: Option<String>,
    model: Option<String>,
    comment: Option<String>,
    measures: Vec<Measure>,
}

#[derive(Deserialize)]
struct Measure {
    value: i64,
    r#type: i64,
    unit: i32,
    position: Option<i64>,
}

impl Measure {
    /// Gives the value nearest to the decimal number that is meant: 74250 and −3 are 74.25.
    fn value(&self) -> Option<f64> {
        format!("{}e{}", self.value, self.unit).parse().ok()
    }

    fn position(&self) -> Option<String> {
        let position = self.position?;
        let name = usize::try_from(position).ok().and_then(|it| POSITIONS.get(it));
        Some(name.map_or_else(|| position.to_string(), |it| (*it).to_owned()))
    }
}

#[derive(Deserialize)]
pub(super) struct Heart {
    deviceid: Option<String>,
    model: Option<i64>,
    ecg: Option<Ecg>,
    heart_rate: Option<f64>,
    timestamp: Seconds,
    modified: Option<Seconds>,
}

#[derive(Deserialize)]
struct Ecg {
    signalid: Option<Id>,
    afib: Option<i64>,
}

/// Lists the types that are asked for.
pub(super) fn types() -> String {
    let types = METRICS.iter().map(|it| it.0).chain(PARTS.iter().map(|it| it.0));
    types.map(|it| it.to_string()).collect::<Vec<_>>().join(",")
}

/// Tells what kind of device a model is.
pub(super) fn kind(model: &str) -> DeviceKind {
    let found = KINDS.iter().find(|(part, _)| model.contains(part));
    found.map_or(DeviceKind::Unknown, |(_, kind)| *kind)
}

/// Tells how something came about that a person may have typed.
pub(super) fn recording(attrib: Option<i64>) -> Recording {
    match attrib {
        Some(2 | 4) => Recording::Manual,
        _ => Recording::Active,
    }
}

/// A group is one object. What Withings cannot give to one of several people is nobody's; it is said again when it is.
pub(super) fn group(page: &mut Page, group: &Group) -> Result<(), Reason> {
    let at = group.date.at()?;
    let changed = group.modified.or(group.created).unwrap_or(group.date).at()?;
    let record = version(SLUG, "measure", group.grpid.to_string(), changed);
    if group.category == Some(2) {
        return Ok(());
    }
    if group.attrib == Some(1) {
        page.deleted.push(record);
        return Ok(());
    }
    let model = group.model.as_deref();
    let origin = group.deviceid.as_deref().or(group.hash_deviceid.as_deref());
    let source = device(
        origin,
        model,
        model.map_or(DeviceKind::Unknown, kind),
        recording(group.attrib),
    );
    let mut frame = Frame::new(&source, &record, Instant(at));
    // 0 and 8 say the same: it is certain whose it is.
    if let Some(attrib) = group.attrib.filter(|it| ![0, 8].contains(it)) {
        frame = frame.remark("attrib", attrib.to_string());
    }
    if let Some(comment) = &group.comment {
        frame = frame.remark("comment", comment.as_str());
    }
    let parts = parts(group);
    let mut refused = Ok(());
    for measure in &group.measures {
        refused = refused.and(read(page, &frame, group, measure, &parts));
    }
    // Parts of nothing are as good as unknown.
    let whole = |metric: &Metric| {
        group
            .measures
            .iter()
            .any(|it| known_as(it.r#type).is_some_and(|it| it.1 == *metric))
    };
    let alone = parts.iter().find(|(metric, _)| !whole(metric));
    refused.and(alone.map_or(Ok(()), |(_, (code, _))| Err(unknown_word("meastype", *code))))
}

/// The parts of metrics: the first type they came as, and the value of each.
type Parts = BTreeMap<Metric, (i64, BTreeMap<String, String>)>;

fn known_as(code: i64) -> Option<&'static (i64, Metric, Option<&'static str>)> {
    METRICS.iter().find(|it| it.0 == code)
}

/// Gathers the parts of a group by the metric they are parts of.
fn parts(group: &Group) -> Parts {
    let mut parts = Parts::new();
    for measure in &group.measures {
        let Some((code, metric, name)) = PARTS.iter().find(|it| it.0 == measure.r#type) else {
            continue;
        };
        let position = measure.position().filter(|_| name.is_empty());
        let name = position.unwrap_or_else(|| (*name).to_owned());
        let value = measure.value().map(|value| (name, value.to_string()));
        parts.entry(*metric).or_insert((*code, BTreeMap::new())).1.extend(value);
    }
    parts
}

/// Reads one measurement, with the parts it is the whole of.
fn read(page: &mut Page, frame: &Frame, group: &Group, measure: &Measure, parts: &Parts) -> Result<(), Reason> {
    let code = measure.r#type;
    let Some((_, metric, unit)) = known_as(code) else {
        let part = PARTS.iter().any(|it| it.0 == code);
        return part.then_some(()).ok_or_else(|| unknown_word("meastype", code));
    };
    // A thermometer's reading and the temperature of the body it stands for are one metric; the latter is meant.
    if code == 12 && group.measures.iter().any(|it| it.r#type == 71) {
        return Ok(());
    }
    let mut frame = frame.clone();
    let told = parts.get(metric).into_iter().flat_map(|it| it.1.clone());
    frame.remarks.extend(told);
    if let Some(position) = measure.position().filter(|it| it != "whole_body") {
        frame = frame.remark("position", position);
    }
    if let Some(unit) = unit {
        page.read(&frame, *metric, known(measure.value()), *unit);
        return Ok(());
    }
    let result = afib(measure.value)?;
    let method = if code == 139 { "ppg" } else { "ecg" };
    page.category(&frame.remark("method", method), *metric, Some(result));
    Ok(())
}

/// Gives the code of a rhythm: sinus rhythm, atrial fibrillation, inconclusive.
fn afib(code: i64) -> Result<f64, Reason> {
    match code {
        0 => Ok(1.0),
        1 => Ok(2.0),
        2 => Ok(6.0),
        _ => Err(unknown_word("afib", code)),
    }
}

pub(super) fn heart(page: &mut Page, heart: &Heart) -> Result<(), Reason> {
    let at = heart.timestamp.at()?;
    let signal = heart.ecg.as_ref().and_then(|ecg| ecg.signalid.as_ref());
    let id = signal.map_or_else(|| at.timestamp().to_string(), Id::to_string);
    let record = version(SLUG, "heart", id, heart.modified.unwrap_or(heart.timestamp).at()?);
    let (model, kind) = match heart.model {
        Some(44) => (Some("BPM Core"), DeviceKind::Cuff),
        Some(91) => (Some("Move ECG"), DeviceKind::Watch),
        Some(93) => (Some("ScanWatch"), DeviceKind::Watch),
        _ => (None, DeviceKind::Unknown),
    };
    let source = device(heart.deviceid.as_deref(), model, kind, Recording::Active);
    let frame = Frame::new(&source, &record, Instant(at));
    page.read(&frame, Metric::HeartRate, known(heart.heart_rate), "bpm");
    let Some(code) = heart.ecg.as_ref().and_then(|ecg| ecg.afib) else {
        return Ok(());
    };
    page.category(&frame.remark("method", "ecg"), Metric::AfibResult, Some(afib(code)?));
    Ok(())
}

fn unknown_word(vocabulary: &str, code: i64) -> Reason {
    Reason::UnknownWord {
        vocabulary: vocabulary.to_owned(),
        text: code.to_string(),
    }
}
