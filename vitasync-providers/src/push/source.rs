//! Tells who measured, from a store's description of the writer and the device.

use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::text::Text;
use super::wire::{Platform, SourceDescription};
use crate::files::apple_health::source as healthkit;

/// A source, and the other name its rows come under.
#[derive(Debug)]
pub(super) struct Described {
    /// The source its rows name. Where there is an alias, that is its key.
    pub(super) source: Source,
    /// What the alias stands for: the source by the name it is shown under.
    pub(super) of: Option<Source>,
}

/// Makes a source of a description. `typed` says that a person typed the value, where its metadata knows.
pub(super) fn describe(platform: Platform, it: &SourceDescription<'_>, typed: bool) -> Described {
    match platform {
        Platform::AppleHealth => of_healthkit(it, typed),
        Platform::HealthConnect | Platform::SamsungHealth => Described {
            source: of_android(platform, it, typed),
            of: None,
        },
    }
}

/// An export knows a writer by its name alone, a phone by its bundle id too, which stays when the name changes. So the rows
/// come under the bundle id, as another name of the source that has the name.
fn of_healthkit(it: &SourceDescription<'_>, typed: bool) -> Described {
    // HealthKit says no more than whether a person typed a value, and neither does its export.
    let recording = match typed || it.recording_method.as_deref() == Some("manual") {
        true => Recording::Manual,
        false => Recording::Unknown,
    };
    let name = text(&it.name).or_else(|| text(&it.device_name)).unwrap_or_default();
    let bundle = text(&it.bundle_identifier);
    let mut source = healthkit::source(name, None, recording);
    source.device_kind = kind(it, [text(&it.device_model), text(&it.product_type), Some(name)]);
    source.device = device(it);
    let Some(bundle) = bundle else {
        return Described { source, of: None };
    };
    let mut by_bundle = source.clone();
    by_bundle.key.origin = healthkit::origin(bundle);
    match name {
        "" => {
            by_bundle.name = bundle.to_owned();
            Described {
                source: by_bundle,
                of: None,
            }
        }
        _ => Described {
            source: by_bundle,
            of: Some(source),
        },
    }
}

fn of_android(platform: Platform, it: &SourceDescription<'_>, typed: bool) -> Source {
    let recording = match it.recording_method.as_deref() {
        _ if typed => Recording::Manual,
        Some("active" | "actively_recorded") => Recording::Active,
        Some("automatic" | "automatically_recorded") => Recording::Automatic,
        Some("manual" | "manual_entry") => Recording::Manual,
        _ => Recording::Unknown,
    };
    let package = text(&it.app_id).or_else(|| text(&it.bundle_identifier));
    let origin = package.or_else(|| text(&it.name)).unwrap_or_default();
    Source {
        key: SourceKey {
            provider: platform.slug().to_owned(),
            origin: origin.to_lowercase(),
            recording,
        },
        name: text(&it.name).unwrap_or(origin).to_owned(),
        device_kind: kind(it, [text(&it.device_model), text(&it.device_name), None]),
        device: device(it),
        revision: Revision::LastWins,
    }
}

fn device(it: &SourceDescription<'_>) -> Device {
    let owned = |field| text(field).map(str::to_owned);
    Device {
        manufacturer: owned(&it.device_manufacturer),
        model: owned(&it.device_model),
        hardware: owned(&it.device_hardware_version).or_else(|| owned(&it.product_type)),
    }
}

/// Reads the kind of device: what the store says, otherwise what the names tell.
fn kind(it: &SourceDescription<'_>, names: [Option<&str>; 3]) -> DeviceKind {
    let said = match it.device_type.as_deref() {
        Some("fitness_band") => Some(DeviceKind::Band),
        Some(word) => DeviceKind::from_id(word),
        None => None,
    };
    let told = || {
        names
            .into_iter()
            .flatten()
            .map(healthkit::kind)
            .find(|&kind| kind != DeviceKind::Unknown)
    };
    said.filter(|&kind| kind != DeviceKind::Unknown)
        .or_else(told)
        .unwrap_or_default()
}

fn text<'t>(field: &'t Option<Text<'_>>) -> Option<&'t str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}
