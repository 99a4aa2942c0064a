//! Says what an import has found.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;

/// Names beyond this many, and longer ones, are counted together as [`OTHERS`], so that a hostile file cannot fill the
/// memory.
const MAX_NAMES: usize = 1_000;
const MAX_NAME: usize = 256;

/// Stands for every name beyond the first 1,000, and for those longer than 256 bytes.
pub const OTHERS: &str = "(others)";

/// What an import has found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// Files that were read, by their [`Format`](super::Format).
    pub formats: BTreeMap<String, u64>,
    /// Files of an archive that are of no known format, by the ends of their names; they stay in the raw file.
    pub other_files: BTreeMap<String, u64>,
    /// Samples delivered, those computed from beats and rings included.
    pub samples: u64,
    /// Records by the vendor's type: for Apple Health the identifiers of HealthKit, for other files what was measured.
    pub records: BTreeMap<String, TypeCount>,
    /// Types of records, statistics and fields the model has no metric for; they stay in the raw file.
    pub unknown_types: BTreeMap<String, u64>,
    /// Elements the model has no place for; they stay in the raw file.
    pub unknown_elements: BTreeMap<String, u64>,
    /// Workouts delivered.
    pub workouts: u64,
    /// Routes of workouts: those that an Apple Health export names, and the points of all.
    pub routes: Routes,
    /// Correlations by their HealthKit type.
    pub correlations: BTreeMap<String, u64>,
    /// Civil dates with activity rings.
    pub activity_summaries: u64,
    /// Electrocardiograms.
    pub ecgs: u64,
    /// Beats beside heart rate variability.
    pub beats: Beats,
    /// When the file was exported.
    pub export_date: Option<DateTime<Utc>>,
    /// The version of the export's format.
    pub export_version: Option<u32>,
    /// The phone's language and region, for example `en_GB`.
    pub locale: Option<String>,
    /// What the file says about the person.
    pub profile: Profile,
    /// The zone in which civil dates were placed.
    pub zone: Option<ZoneUsed>,
    /// What could not be used, by the kind of reason.
    pub rejected: BTreeMap<String, u64>,
    /// Where the file breaks off, if it does.
    pub partial: Option<Partial>,
    /// What is worth knowing beside.
    pub warnings: Vec<String>,
}

/// What became of the records of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TypeCount {
    /// Records read.
    pub read: u64,
    /// Records that became samples.
    pub used: u64,
    /// Records that could not be used.
    pub rejected: u64,
    /// Of those read, how many stood inside a correlation or workout and so mostly repeat others.
    pub nested: u64,
}

/// What became of the routes that workouts name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Routes {
    /// Routes found and joined to their workout.
    pub joined: u64,
    /// Routes that are not in the archive, or cannot be read.
    pub missing: u64,
    /// Points joined.
    pub points: u64,
}

/// What became of the beats that stand beside heart rate variability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Beats {
    /// Beats read.
    pub read: u64,
    /// Intervals between beats delivered.
    pub intervals: u64,
    /// Neighbours between which a beat was missed, or which are too close to be two.
    pub gaps: u64,
    /// Beats whose time cannot be read or does not fit the record's.
    pub rejected: u64,
}

/// What the file says about the person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Profile {
    /// The date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The biological sex: `female`, `male` or `other`.
    pub sex: Option<String>,
    /// The blood type, for example `AB+`.
    pub blood_type: Option<String>,
    /// The Fitzpatrick skin type, `I` to `VI`.
    pub skin_type: Option<String>,
    /// Medicines that affect the heart rate, in the vendor's words.
    pub cardio_fitness_medications: Option<String>,
}

/// A zone and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ZoneUsed {
    /// The zone.
    pub zone: Tz,
    /// Who named it.
    pub from: ZoneFrom,
}

/// Who named a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneFrom {
    /// The caller: the person's profile or the command line.
    Profile,
    /// The file: the zone its records name most often.
    File,
    /// The system, because nobody else did.
    System,
}

/// Where a file breaks off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Partial {
    /// The first byte, unpacked, that could not be used.
    pub byte: u64,
    /// What was lost.
    pub lost: String,
}

/// Adds `more` under a name, or under [`OTHERS`] where there are too many names.
pub(crate) fn bump<T: Default>(counts: &mut BTreeMap<String, T>, name: &str, more: impl FnOnce(&mut T)) {
    if let Some(count) = counts.get_mut(name) {
        return more(count);
    }
    let name = if counts.len() < MAX_NAMES && name.len() <= MAX_NAME {
        name
    } else {
        OTHERS
    };
    more(counts.entry(name.to_owned()).or_default());
}

impl TypeCount {
    /// Adds another count.
    pub(crate) fn add(&mut self, more: Self) {
        self.read += more.read;
        self.used += more.used;
        self.rejected += more.rejected;
        self.nested += more.nested;
    }
}

impl Beats {
    /// Adds another count.
    pub(crate) fn add(&mut self, more: Self) {
        self.read += more.read;
        self.intervals += more.intervals;
        self.gaps += more.gaps;
        self.rejected += more.rejected;
    }
}
