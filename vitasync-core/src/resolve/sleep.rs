//! Chooses one record per night among all sources, and measures it.
//!
//! Sources are never added together. Records of one source that overlap are two versions of one sleep; records of two
//! sources are the same sleep where they share ten minutes, or half of the shorter. Of these one counts: sleep before
//! mere bedtime, and that before a record of more than 25 hours, which has lost its end; then what the person prefers;
//! then who tells most (stages, totals of stages, sleep without stages, nothing but start and end); then who covers at
//! least nine tenths of the longest; then the catalogue's order of devices; then who covers most. It is the night's
//! `primary`, the rest its `others`, which count for nothing but the time in bed: where the primary does not tell it,
//! the best of the others that does and covers at least half of the primary may, which is how a phone's bedtime serves
//! a watch's stages.
//!
//! A night belongs to the civil date on which it ends, by its own clock, otherwise by that of the zone the person
//! lived in then. Durations are differences of instants, so a night over a change of the clock or a flight is as long
//! as it was. What a source cannot tell is `None`, never 0.
//!
//! The cost is n log n in sessions and stages, as long as few records last for days.

mod build;
mod choose;
mod hypnogram;
mod kinds;
mod measure;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use build::sessions_from_stages;
pub(crate) use kinds::clocks;

use crate::preferences::Preferences;
use crate::session::{Session, Stage};
use choose::{Candidate, choose};
use kinds::name_kinds;
use measure::measure;

/// What a stretch of sleep is to its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum NightKind {
    /// The longest that is no nap; sleep before mere bedtime.
    Night,
    /// A further one of the same date that is too long to be a nap.
    Split,
    /// A nap: the vendor says so, or it is shorter than 3 h and begins between 09:00 and 19:00 or is not the longest
    /// of what the vendor does not call a nap.
    Nap,
}

impl NightKind {
    /// Names the kind on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Night => "night",
            Self::Split => "split",
            Self::Nap => "nap",
        }
    }
}

/// What a night's figures are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum NightBasis {
    /// The primary's stages; of mere bedtime what it tells.
    Stages,
    /// The vendor's own totals, because the primary tells no stages of sleep.
    Totals,
    /// Start and end, because nothing else is told: the whole session counts as sleep.
    Span,
}

impl NightBasis {
    /// Names the basis on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Totals => "totals",
            Self::Span => "span",
        }
    }
}

/// One stretch of sleep, resolved across sources.
///
/// Terms are those of the American Academy of Sleep Medicine (AASM Manual for the Scoring of Sleep), as far as a
/// device that knows no lights-out can follow them. Durations are in whole seconds. Where [`basis`](Self::basis) is
/// [`Totals`](NightBasis::Totals) they are the vendor's, by the vendor's definitions, and what it does not tell is
/// `None`; the definitions here are those of stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Night {
    /// The civil date of waking, by the session's own clock where it names one.
    pub date: NaiveDate,
    /// What it is to that date.
    pub kind: NightKind,
    /// What its figures are made from.
    pub basis: NightBasis,
    /// Index of the session that is believed.
    pub primary: usize,
    /// Indexes of other records of the same sleep, best first.
    pub others: Vec<usize>,
    /// When the primary begins.
    pub start: DateTime<Utc>,
    /// When the primary ends, exclusive.
    pub end: DateTime<Utc>,
    /// The primary's stages in order of time, none overlapping. In bed is not among them. A session of which only start
    /// and end are told is one stretch of unspecified sleep.
    pub stages: Vec<Stage>,
    /// Time in bed (TIB), in seconds: where some source tells it, the time in bed or in a stage, otherwise the whole
    /// session; never out of bed.
    pub time_in_bed_s: i64,
    /// Total sleep time (TST), in seconds: light, deep, REM and unspecified sleep. `None` of mere bedtime.
    pub asleep_s: Option<i64>,
    /// Light sleep (N1 and N2), in seconds. This and the next two are `None` where no stage is told apart.
    pub light_s: Option<i64>,
    /// Deep sleep (N3), in seconds.
    pub deep_s: Option<i64>,
    /// REM sleep (R), in seconds.
    pub rem_s: Option<i64>,
    /// Asleep in a stage nobody names, in seconds. `None` of mere bedtime.
    pub unspecified_s: Option<i64>,
    /// Awake or out of bed inside the session, before the first and after the last sleep too, in seconds. `None` where
    /// the source tells neither stages apart nor waking.
    pub awake_s: Option<i64>,
    /// Sleep onset latency (SOL), in seconds: to the first sleep of any stage from where the primary says in bed,
    /// otherwise from where it begins with lying awake. `None` where it says neither: no other source lends it.
    pub latency_s: Option<i64>,
    /// Wake after sleep onset (WASO), in seconds: awake or out of bed between the first sleep and the last. Lying
    /// awake after the last one, which the AASM adds, is in [`awake_s`](Self::awake_s) alone, because a device cannot
    /// tell it from having got up. `None` where `awake_s` or `asleep_s` is.
    pub waso_s: Option<i64>,
    /// How often awake or out of bed between the first sleep and the last, however briefly; out of bed next to lying
    /// awake is one time. `None` where `waso_s` is.
    pub awakenings: Option<u32>,
    /// Sleep efficiency: total sleep time in per cent of the time in bed. `None` where either is not told, or where a
    /// vendor's totals contradict each other.
    pub efficiency: Option<f64>,
    /// The midpoint of sleep: the middle between the first sleep's start and the last one's end, otherwise of the
    /// session.
    pub midpoint: DateTime<Utc>,
}

/// Chooses the nights and naps among sessions of all sources, in order of time. The order of the sessions does not
/// matter. Each record is given once, in its latest version; workouts and sessions without length are passed over.
///
/// ```
/// # use std::sync::Arc;
/// # use vitasync_core::Preferences;
/// # use vitasync_core::resolve::nights;
/// # use vitasync_core::session::{Detail, Session, Sleep};
/// # use vitasync_core::source::*;
/// # let key = SourceKey { provider: "example".into(), origin: String::new(), recording: Recording::Unknown };
/// # let source = Arc::new(Source { key, name: String::new(), device_kind: DeviceKind::Watch, device: Device::default(), revision: Revision::LastWins });
/// // The clocks of Berlin go back at 03:00.
/// let night = Session {
///     source,
///     record: None,
///     start: "2025-10-26T00:30:00+02:00".parse().unwrap(),
///     end: "2025-10-26T07:30:00+01:00".parse().unwrap(),
///     attributes: Attributes::default(),
///     detail: Detail::Sleep(Sleep::default()),
/// };
/// let nights = nights(&[night], &Preferences::in_zone(chrono_tz::Europe::Berlin));
/// assert_eq!(nights[0].asleep_s, Some(8 * 3600));
/// assert_eq!(nights[0].date.to_string(), "2025-10-26");
/// ```
pub fn nights(sessions: &[Session], preferences: &Preferences) -> Vec<Night> {
    let zones = &preferences.zones;
    let candidates = sessions
        .iter()
        .enumerate()
        .filter_map(|(at, session)| Candidate::of(at, session, &preferences.priority))
        .collect();
    let mut nights: Vec<Night> = choose(candidates).map(|chosen| measure(&chosen, zones)).collect();
    name_kinds(&mut nights, sessions, zones);
    nights
}

#[cfg(test)]
mod tests;
