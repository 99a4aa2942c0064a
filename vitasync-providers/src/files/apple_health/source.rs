//! Tells who measured, from a source's name and the text that describes its device.

use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::xml::Attributes;

/// The slug of the provider.
pub(super) const PROVIDER: &str = "apple_health";

/// The keys a device's description may have. `software` and what else changes without the device is not kept.
const KEYS: [&str; 9] = [
    "name:",
    "manufacturer:",
    "model:",
    "hardware:",
    "firmware:",
    "software:",
    "local identifier:",
    "UDI device identifier:",
    "creation date:",
];

/// Names who wrote an element. iOS 8 called the attribute otherwise; files of other tools leave it out, and the empty
/// name is a source like any other.
pub(super) fn source_name<'a>(attributes: &'a Attributes<'_>) -> &'a str {
    let name = attributes.get("sourceName").or_else(|| attributes.get("source"));
    name.unwrap_or_default()
}

/// Makes the source of a name and a device's description.
pub(crate) fn source(name: &str, device_text: Option<&str>, recording: Recording) -> Source {
    let (device_name, device) = device_text.map(device).unwrap_or_default();
    let told = [
        device.model.as_deref(),
        device.hardware.as_deref(),
        device_name.as_deref(),
        Some(name),
    ];
    let device_kind = told
        .into_iter()
        .flatten()
        .map(kind)
        .find(|&kind| kind != DeviceKind::Unknown);
    Source {
        key: SourceKey {
            provider: PROVIDER.to_owned(),
            origin: origin(name),
            recording,
        },
        name: name.trim().to_owned(),
        device_kind: device_kind.unwrap_or(DeviceKind::Unknown),
        device,
        revision: Revision::Immutable,
    }
}

/// Writes a source's name so that spellings of one name are the same: plain spaces and apostrophes, small letters.
pub(crate) fn origin(name: &str) -> String {
    let plain = name.replace(['\u{2018}', '\u{2019}', '\u{02BC}'], "'").to_lowercase();
    // NBSP and the narrow no-break space are white space too.
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes the changing pointer off a device's description.
pub(super) fn without_pointer(text: &str) -> &str {
    let text = text.trim();
    let pointed = text
        .strip_prefix("<<HKDevice: 0x")
        .and_then(|rest| rest.split_once('>'));
    match pointed {
        Some((_, rest)) => rest.strip_prefix(',').unwrap_or(rest).trim_start(),
        None => text.strip_prefix('<').unwrap_or(text),
    }
}

/// Reads the device's name and what is kept of its description. Values may hold commas (`Watch6,2`, and any name), so
/// a value ends only where a known key begins.
fn device(text: &str) -> (Option<String>, Device) {
    let text = without_pointer(text);
    let text = text.strip_suffix('>').unwrap_or(text);
    let mut fields = [const { None }; KEYS.len()];
    let mut rest = Some(text);
    while let Some(part) = rest {
        let next = part
            .match_indices(", ")
            .find(|(at, _)| key_of(&part[at + 2..]).is_some());
        let (field, after) = match next {
            Some((at, _)) => (&part[..at], Some(&part[at + 2..])),
            None => (part, None),
        };
        if let Some(key) = key_of(field) {
            let value = field[KEYS[key].len()..].trim();
            fields[key] = (!value.is_empty()).then(|| value.to_owned());
        }
        rest = after;
    }
    let [name, manufacturer, model, hardware, ..] = fields;
    let device = Device {
        manufacturer,
        model,
        hardware,
    };
    (name, device)
}

fn key_of(text: &str) -> Option<usize> {
    KEYS.iter().position(|key| text.starts_with(key))
}

/// Reads the kind of a device from what it is called.
pub(crate) fn kind(text: &str) -> DeviceKind {
    let holds = |word: &str| text.contains(word);
    if holds("Watch") {
        DeviceKind::Watch
    } else if ["iPhone", "iPad", "iPod"].into_iter().any(holds) {
        DeviceKind::Phone
    } else if ["Scale", "scale"].into_iter().any(holds) {
        DeviceKind::Scale
    } else {
        DeviceKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WATCH: &str = "<<HKDevice: 0x2823cc1e0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, \
                         hardware:Watch6,2, software:10.1, creation date:2026-01-15 22:56:09 +0000>";

    #[test]
    fn a_device_is_read_although_its_values_hold_commas() {
        let watch = source("Ann\u{2019}s Apple\u{A0}Watch", Some(WATCH), Recording::Unknown);
        assert_eq!(watch.key.origin, "ann's apple watch");
        assert_eq!(watch.name, "Ann\u{2019}s Apple\u{A0}Watch");
        assert_eq!(watch.device_kind, DeviceKind::Watch);
        assert_eq!(watch.device.manufacturer.as_deref(), Some("Apple Inc."));
        assert_eq!(watch.device.hardware.as_deref(), Some("Watch6,2"));
    }

    #[test]
    fn a_name_with_a_comma_and_a_colon_stays_whole() {
        let (name, device) = device("<<HKDevice: 0x1>, name:Ada, at work: left, model:iPhone, hardware:iPhone15,2>");
        assert_eq!(name.as_deref(), Some("Ada, at work: left"));
        assert_eq!(device.model.as_deref(), Some("iPhone"));
    }

    #[test]
    fn the_pointer_of_one_export_makes_no_other_source() {
        let other = WATCH.replace("0x2823cc1e0", "0x301c77fa0");
        let of = |text: &str| source("Watch", Some(text), Recording::Unknown);
        assert_eq!(of(WATCH), of(&other));
        assert_eq!(without_pointer(WATCH), without_pointer(&other));
    }

    #[test]
    fn without_a_description_the_name_tells_the_kind() {
        let kind = |name: &str, text: Option<&str>| source(name, text, Recording::Unknown).device_kind;
        assert_eq!(kind("Tester's iPhone", None), DeviceKind::Phone);
        assert_eq!(kind("Apple Watch von Philipp", None), DeviceKind::Watch);
        assert_eq!(kind("MyFitnessPal", None), DeviceKind::Unknown);
        assert_eq!(kind("Synthetic & Run Club", Some("<Watch6,4>")), DeviceKind::Unknown);
    }

    #[test]
    fn spellings_of_one_name_are_one_origin() {
        assert_eq!(origin("Simon\u{2019}s  iPhone "), origin("Simon's\u{202F}iPhone"));
    }
}
