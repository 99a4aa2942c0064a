//! Who measured: the provider, the writer inside it, the device, and how the value came about.
//!
//! Invariant: two sources are the same exactly when their [`SourceKey`] is; everything else about a source is
//! description that may be learned later ([`Source::absorb`]) and never enters an identity.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What kind of device measured. Declared from the least to the most telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum DeviceKind {
    /// Nothing is known about the device.
    #[default]
    Unknown,
    /// No device of its own: an app that computes or lets people type.
    App,
    /// A phone.
    Phone,
    /// A wrist band without a watch's face.
    Band,
    /// A ring.
    Ring,
    /// A watch.
    Watch,
    /// A strap around the chest.
    ChestStrap,
    /// A bike computer.
    BikeComputer,
    /// A bathroom scale.
    Scale,
    /// A blood pressure cuff.
    Cuff,
    /// A glucose meter or continuous sensor.
    GlucoseMeter,
}

impl DeviceKind {
    /// Every kind, from the least to the most telling.
    pub const ALL: [Self; 11] = [
        Self::Unknown,
        Self::App,
        Self::Phone,
        Self::Band,
        Self::Ring,
        Self::Watch,
        Self::ChestStrap,
        Self::BikeComputer,
        Self::Scale,
        Self::Cuff,
        Self::GlucoseMeter,
    ];

    /// Names the kind on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::App => "app",
            Self::Phone => "phone",
            Self::Band => "band",
            Self::Ring => "ring",
            Self::Watch => "watch",
            Self::ChestStrap => "chest_strap",
            Self::BikeComputer => "bike_computer",
            Self::Scale => "scale",
            Self::Cuff => "cuff",
            Self::GlucoseMeter => "glucose_meter",
        }
    }

    /// Finds a kind by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// How a value came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordingMethod))]
pub enum Recording {
    /// The source does not say.
    #[default]
    Unknown,
    /// A sensor measured in the background.
    Automatic,
    /// A sensor measured because the person started it.
    Active,
    /// The person typed it.
    Manual,
}

impl Recording {
    /// Names the method on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Automatic => "automatic",
            Self::Active => "active",
            Self::Manual => "manual",
        }
    }

    /// Finds a method by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Unknown, Self::Automatic, Self::Active, Self::Manual]
            .into_iter()
            .find(|it| it.id() == id)
    }
}

/// How a source changes what it has once said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RevisionRule))]
pub enum Revision {
    /// Samples never change: distinct values under one time are a set (HealthKit).
    Immutable,
    /// The last delivery under one time wins.
    LastWins,
}

/// What makes two sources the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SourceKey {
    /// The provider's slug, for example `apple_health`.
    pub provider: String,
    /// The stable writer inside the provider: a package name, a serial number, or for Apple's export the
    /// normalised first-seen source name.
    pub origin: String,
    /// How the values came about; typed and measured values of one writer are two sources.
    pub recording: Recording,
}

/// Who measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Source {
    /// The identity.
    #[serde(flatten)]
    pub key: SourceKey,
    /// The name to show, as the vendor spells it.
    pub name: String,
    /// What kind of device it is.
    pub device_kind: DeviceKind,
    /// The device, where the vendor describes it.
    #[serde(default, skip_serializing_if = "Device::is_empty")]
    pub device: Device,
    /// How it revises.
    pub revision: Revision,
}

/// What is known about a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Device {
    /// The maker, for example `Apple Inc.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// The model, for example `Watch`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The hardware revision, for example `Watch6,2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
}

impl Device {
    /// Tells whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Source {
    /// Takes over what another description of the same source knows; the result does not depend on the order.
    pub fn absorb(&mut self, other: &Self) {
        debug_assert_eq!(self.key, other.key);
        self.device_kind = self.device_kind.max(other.device_kind);
        if other.device > self.device {
            self.device = other.device.clone();
        }
        if other.name < self.name {
            self.name.clone_from(&other.name);
        }
    }
}

/// What is known about one sample beside its value: local time and the vendor's own remarks.
///
/// Few distinct sets occur, so batches and blocks keep each set once and an index per row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SampleAttributes))]
pub struct Attributes {
    /// The offset from UTC at the start, in seconds east.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "o")]
    pub start_offset_s: Option<i32>,
    /// The offset from UTC at the end, where it differs from that at the start.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "e")]
    pub end_offset_s: Option<i32>,
    /// The zone the vendor names.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "z", with = "zone_name")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub zone: Option<Tz>,
    /// True for a value of a whole civil day, as the vendor dates it: a daily total or score.
    #[serde(default, skip_serializing_if = "std::ops::Not::not", rename = "d")]
    pub date_only: bool,
    /// The vendor's remarks, by its own keys.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", rename = "m")]
    pub remarks: BTreeMap<String, String>,
}

impl Attributes {
    /// Tells whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Orders by offsets, zone name, dating and remarks: any fixed order serves, so that merging does not depend on arrival.
impl Ord for Attributes {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |it: &Self| {
            (
                it.start_offset_s,
                it.end_offset_s,
                it.zone.map(|zone| zone.name()),
                it.date_only,
            )
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.remarks.cmp(&other.remarks))
    }
}

impl PartialOrd for Attributes {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

mod zone_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the signature serde asks for")]
    pub(super) fn serialize<S: Serializer>(zone: &Option<Tz>, out: S) -> Result<S::Ok, S::Error> {
        match zone {
            Some(zone) => out.serialize_str(zone.name()),
            None => out.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Tz>, D::Error> {
        let name = Option::<String>::deserialize(from)?;
        name.map(|name| name.parse().map_err(serde::de::Error::custom))
            .transpose()
    }
}
