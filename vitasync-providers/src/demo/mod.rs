//! Invents the history of one person and writes it as an Apple Health export.
//!
//! What: a year (or any number of days) of a believable life with all that makes real exports
//! hard: a phone and a watch that count the same steps at different times, a watch on its charger
//! during a walk, runs recorded twice and real runs that look like duplicates, nights over clock
//! changes and on board a flight, a week abroad while every row carries the offset of the moment
//! of export, and a dozen broken rows.
//!
//! Why: to show and to measure what reading and resolving such a file achieves, against a known
//! truth ([`DemoTruth`]), without anybody's health data.
//!
//! Invariant: the same options give the same bytes, whatever the platform and the time of day.
//! Memory does not grow with the length, except for a few entries of truth per day. A longer
//! history with the same seed and end has the same last year, but for what follows from where
//! the history begins.
//!
//! ```
//! use vitasync_providers::demo::{DemoOptions, write_export_xml};
//!
//! let options = DemoOptions { days: 2, ..DemoOptions::default() };
//! let mut xml = Vec::new();
//! let truth = write_export_xml(&options, &mut xml)?;
//! assert!(truth.records > 1000);
//! assert_eq!(truth.nights.len(), 2);
//! # Ok::<(), std::io::Error>(())
//! ```

mod body;
mod cast;
pub(crate) mod chance;
mod corrupt;
mod day;
mod export;
mod groups;
mod heading;
mod heart;
mod logs;
mod movement;
mod night;
mod pen;
mod rest;
mod routes;
mod rows;
mod sessions;
mod surroundings;
mod training;
mod truth;
mod units;
mod walks;
mod world;

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Bytes of the main document per day of history, measured over a year.
const BYTES_PER_DAY: u64 = 678_000;

/// Says what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOptions {
    /// Names the history; another seed is another life.
    pub seed: u64,
    /// Dates the export, at home in the evening; it is the last day of the history.
    pub end: NaiveDate,
    /// Counts the civil days of the history; at least one is written.
    pub days: u32,
    /// Leaves out so many of the last days: what an earlier export of the same history would hold.
    pub without_last: u32,
    /// Sets the zone the person lives in.
    pub home: Tz,
    /// Sets the zone the person spends a week of each year in.
    pub away: Tz,
    /// Writes miles, pounds and degrees Fahrenheit, and the texts of a US phone.
    pub imperial: bool,
    /// Adds about a dozen broken rows, among them one that is not well-formed XML.
    pub corrupt_rows: bool,
}

impl Default for DemoOptions {
    /// A year in Berlin that ends with October 2026, six days after the clocks went back: nearly
    /// all of its rows carry an offset that was not in force when they happened.
    fn default() -> Self {
        Self {
            seed: 1,
            end: NaiveDate::from_ymd_opt(2026, 10, 31).expect("October has 31 days"),
            days: 366,
            without_last: 0,
            home: Tz::Europe__Berlin,
            away: Tz::America__New_York,
            imperial: false,
            corrupt_rows: true,
        }
    }
}

impl DemoOptions {
    /// Chooses the number of days so that the main document has about this many bytes.
    #[must_use]
    pub fn with_size(self, bytes: u64) -> Self {
        let days = (bytes / BYTES_PER_DAY).clamp(1, 30_000);
        Self {
            days: u32::try_from(days).expect("thirty thousand days fit"),
            ..self
        }
    }
}

/// What the writer knows to be true of the history and of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DemoTruth {
    /// Counts `Record` elements at the top level, broken ones included.
    pub records: u64,
    /// Counts them by their `type`.
    pub records_by_type: BTreeMap<String, u64>,
    /// Lists the broken rows.
    pub corrupt: Vec<CorruptRow>,
    /// Counts `Correlation` elements.
    pub correlations: u64,
    /// Counts `Workout` elements.
    pub workouts_written: u64,
    /// Counts the activities that really happened.
    pub workouts_true: u64,
    /// Lists them.
    pub workouts: Vec<WorkoutTruth>,
    /// Lists every night, oldest first.
    pub nights: Vec<NightTruth>,
    /// Lists every nap, oldest first.
    pub naps: Vec<NapTruth>,
    /// Counts the steps truly walked with at least one device, by civil day where the person was.
    pub steps_by_day: BTreeMap<NaiveDate, f64>,
    /// Sums the metres of those steps.
    pub distance_by_day: BTreeMap<NaiveDate, f64>,
    /// Counts the routes workouts refer to; an archive holds them.
    pub routes: u64,
    /// Counts the electrocardiograms in the archive.
    pub ecgs: u64,
    /// Counts `ActivitySummary` elements.
    pub activity_summaries: u64,
}

/// A workout that really happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkoutTruth {
    /// Holds Apple's word for the activity.
    pub activity: String,
    /// Begins it.
    pub start: DateTime<Utc>,
    /// Ends it.
    pub end: DateTime<Utc>,
    /// Tells whether two sources wrote it.
    pub duplicated: bool,
}

/// A night as it was slept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightTruth {
    /// Names the night: the civil date of waking in `zone`.
    pub wake_date: NaiveDate,
    /// Marks falling asleep.
    pub start: DateTime<Utc>,
    /// Marks waking.
    pub end: DateTime<Utc>,
    /// Counts the seconds asleep in between.
    pub asleep_seconds: i64,
    /// Holds the zone the devices were set to.
    pub zone: Tz,
    /// Tells what the file knows of it.
    pub recorder: NightRecorder,
    /// Tells whether it was slept in two halves with more than an hour out of bed between.
    pub is_split: bool,
}

/// What recorded a night; the phone's time in bed is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NightRecorder {
    /// The watch wrote stages: the truth can be found.
    WatchStages,
    /// Only an app wrote one interval: about the truth can be found.
    AppOnly,
    /// Only the phone wrote time in bed: how long the person slept is unknown.
    PhoneInBedOnly,
}

/// A nap as it was slept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NapTruth {
    /// Marks falling asleep.
    pub start: DateTime<Utc>,
    /// Marks waking.
    pub end: DateTime<Utc>,
}

/// A broken row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorruptRow {
    /// Tells how it is broken.
    pub kind: CorruptKind,
    /// Holds its `type`.
    pub record_type: String,
    /// Holds its line in the main document, from 1.
    pub line: u64,
    /// Says in words what is wrong.
    pub description: String,
}

/// A way of being broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorruptKind {
    /// The value is empty.
    EmptyValue,
    /// A quantity's value is no number.
    NotANumber,
    /// The unit does not exist.
    UnknownUnit,
    /// The row ends before it starts.
    EndBeforeStart,
    /// No body has this value.
    ImplausibleValue,
    /// A date that does not exist or is no date.
    UnreadableDate,
    /// There is no start.
    MissingDate,
    /// A character XML forbids stands in the source's name; the rest of the row is sound.
    ControlCharacter,
    /// A category's value is none of its words.
    UnknownWord,
    /// The type does not exist; the rest of the row is sound.
    UnknownType,
}

/// Writes the archive a phone hands out: document, clinical copy, routes, electrocardiograms.
///
/// Seeks only within what it wrote. Does not buffer: hand in a buffered writer for files.
///
/// # Errors
/// Answers the writer's errors, and refuses an end before 1980 or after 2107, which archives
/// cannot date.
pub fn write_export_zip<W: Write + Seek>(options: &DemoOptions, out: W) -> io::Result<DemoTruth> {
    export::archive(&world::World::new(options), out)
}

/// Writes the main document alone; the routes it refers to are not there.
///
/// # Errors
/// Answers the writer's errors.
pub fn write_export_xml<W: Write>(options: &DemoOptions, mut out: W) -> io::Result<DemoTruth> {
    let truth = export::xml(&world::World::new(options), &mut out)?;
    out.flush()?;
    Ok(truth)
}
