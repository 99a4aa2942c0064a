//! Chooses one record per night among all sources, and measures it.
//!
//! Sources are never added together. Sessions that share ten minutes, or half of the shorter, compete for the same
//! sleep: sleep before mere bedtime; then what the person prefers; then stages before none; then who covers at least nine tenths of the longest;
//! then the catalogue's order of devices. The session chosen is the night's `primary`, the rest its `others`, which
//! count for nothing but the time in bed: where the primary does not tell it, the best of the others that does and
//! covers at least half of the primary may, which is how a phone's bedtime serves a watch's stages.
//!
//! A night belongs to the civil date on which it ends, by its own clock. Durations are differences of instants, so a
//! night over a change of the clock is as long as it was. What a source cannot tell is `None`, never 0.

mod build;
mod choose;
mod hypnogram;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

pub use build::sessions_from_stages;

use crate::preferences::Preferences;
use crate::session::{Detail, Session, Stage};
use crate::sleep_stage::SleepStage;
use crate::time::offset_s;
use choose::{Candidate, Telling, choose, clusters};
use hypnogram::{seconds, union};

/// Below this length a sleep may be a nap.
const NAP: TimeDelta = TimeDelta::hours(3);

/// What a stretch of sleep is to its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NightKind {
    /// The longest sleep that is no nap.
    Night,
    /// A further sleep of the same date that is too long to be a nap.
    Split,
    /// A nap: the vendor says so, or it is shorter than 3 h and begins between 09:00 and 19:00 or is not the longest.
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

/// One stretch of sleep, resolved across sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Night {
    /// The civil date of waking, by the session's own clock where it names one.
    pub date: NaiveDate,
    /// What it is to that date.
    pub kind: NightKind,
    /// Index of the session that is believed.
    pub primary: usize,
    /// Indexes of other records of the same sleep, best first.
    pub others: Vec<usize>,
    /// When the primary begins.
    pub start: DateTime<Utc>,
    /// When the primary ends.
    pub end: DateTime<Utc>,
    /// The primary's stages in order of time, none overlapping. In bed is not among them. A session without stages is
    /// one stretch of unspecified sleep.
    pub stages: Vec<Stage>,
    /// Seconds in bed: where some source tells it, the time in bed or in a stage, otherwise the whole session; never
    /// out of bed.
    pub time_in_bed_s: i64,
    /// Seconds asleep, in whatever stage.
    pub asleep_s: Option<i64>,
    /// Seconds of light sleep.
    pub light_s: Option<i64>,
    /// Seconds of deep sleep.
    pub deep_s: Option<i64>,
    /// Seconds of REM sleep.
    pub rem_s: Option<i64>,
    /// Seconds asleep in a stage nobody names.
    pub unspecified_s: Option<i64>,
    /// Seconds awake or out of bed.
    pub awake_s: Option<i64>,
    /// Seconds from going to bed, or lying awake, to the first sleep.
    pub latency_s: Option<i64>,
    /// Seconds awake between the first and the last sleep.
    pub waso_s: Option<i64>,
    /// How often awake between the first and the last sleep.
    pub awakenings: Option<u32>,
    /// Sleep in per cent of the time in bed.
    pub efficiency: Option<f64>,
    /// The middle between the first and the last sleep, otherwise of the session.
    pub midpoint: DateTime<Utc>,
}

/// Chooses the nights and naps among sessions of all sources, in order of time. Workouts are passed over.
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
    let zone = preferences.zones.latest();
    let mut candidates: Vec<Candidate<'_>> = sessions
        .iter()
        .enumerate()
        .filter_map(|(at, session)| Candidate::of(at, session, &preferences.priority))
        .collect();
    candidates.sort_by(|a, b| (a.start(), a.order()).cmp(&(b.start(), b.order())));
    let mut nights = Vec::new();
    for cluster in clusters(candidates) {
        for (primary, others) in choose(cluster) {
            nights.push(measure(&primary, &others, zone));
        }
    }
    nights.sort_by_key(|night| (night.start, night.end));
    name_kinds(&mut nights, sessions, zone);
    nights
}

fn measure(primary: &Candidate<'_>, others: &[Candidate<'_>], zone: Tz) -> Night {
    let session = primary.session;
    let stages = &primary.layers.hypnogram;
    let total = |found: fn(SleepStage) -> bool| -> i64 {
        stages
            .iter()
            .filter(|it| found(it.stage))
            .map(|it| seconds(it.end - it.start))
            .sum()
    };
    let sleeps = stages.iter().any(|it| it.stage.is_asleep());
    let detailed = primary.telling == Telling::Stages;
    let wakes = detailed || stages.iter().any(|it| hypnogram::is_awake(it.stage));
    let asleep_s = sleeps.then(|| total(SleepStage::is_asleep));
    let time_in_bed_s = time_in_bed(primary, others);
    let first = stages.iter().find(|it| it.stage.is_asleep()).map(|it| it.start);
    let last = stages.iter().rfind(|it| it.stage.is_asleep()).map(|it| it.end);
    let (from, to) = first.zip(last).unwrap_or((session.start, session.end));
    let (waso_s, awakenings) = hypnogram::awake_between(stages, from, to);
    let known = sleeps && wakes;
    Night {
        date: wake_date(session, zone),
        kind: NightKind::Night,
        primary: primary.at,
        others: others.iter().map(|it| it.at).collect(),
        start: session.start,
        end: session.end,
        stages: stages.clone(),
        time_in_bed_s,
        asleep_s,
        light_s: detailed.then(|| total(|it| it == SleepStage::Light)),
        deep_s: detailed.then(|| total(|it| it == SleepStage::Deep)),
        rem_s: detailed.then(|| total(|it| it == SleepStage::Rem)),
        unspecified_s: sleeps.then(|| total(|it| it == SleepStage::AsleepUnspecified)),
        awake_s: wakes.then(|| total(hypnogram::is_awake)),
        latency_s: first.and_then(|first| latency(primary, first)),
        waso_s: known.then_some(waso_s),
        awakenings: known.then_some(awakenings),
        efficiency: asleep_s
            .filter(|_| time_in_bed_s > 0)
            .map(|asleep| percent(asleep, time_in_bed_s)),
        midpoint: from + (to - from) / 2,
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a night are few")]
fn percent(part: i64, whole: i64) -> f64 {
    100.0 * part as f64 / whole as f64
}

/// Tells the seconds in bed: in bed as the primary, or else another source that covers half of it, tells, together
/// with the stages; otherwise the session. Time out of bed is none.
fn time_in_bed(primary: &Candidate<'_>, others: &[Candidate<'_>]) -> i64 {
    let session = primary.session;
    let own = &primary.layers.in_bed;
    let half = (session.end - session.start) / 2;
    let covers = |in_bed: &[(DateTime<Utc>, DateTime<Utc>)]| {
        let shared = in_bed
            .iter()
            .map(|(start, end)| (*end).min(session.end) - (*start).max(session.start));
        let shared: TimeDelta = shared.filter(|it| *it > TimeDelta::zero()).sum();
        !in_bed.is_empty() && shared >= half
    };
    let lent = others.iter().map(|it| &it.layers.in_bed).find(|in_bed| covers(in_bed));
    let told = if own.is_empty() { lent } else { Some(own) };
    let out: i64 = {
        let out = primary
            .layers
            .hypnogram
            .iter()
            .filter(|it| it.stage == SleepStage::OutOfBed);
        out.map(|it| seconds(it.end - it.start)).sum()
    };
    let whole = [(session.start, session.end)];
    let bed = told.map_or(&whole[..], |in_bed| in_bed);
    let stages = primary.layers.hypnogram.iter().map(|it| (it.start, it.end));
    let stretches = union(bed.iter().copied().chain(stages));
    stretches.iter().map(|(start, end)| seconds(*end - *start)).sum::<i64>() - out
}

/// Tells the seconds to the first sleep: from going to bed, or from where the source begins with lying awake.
fn latency(primary: &Candidate<'_>, first: DateTime<Utc>) -> Option<i64> {
    let in_bed = primary.layers.in_bed.first().map(|(start, _)| *start);
    let awake = primary
        .layers
        .hypnogram
        .first()
        .filter(|it| it.stage == SleepStage::Awake)
        .map(|it| it.start);
    in_bed
        .or(awake)
        .filter(|since| *since <= first)
        .map(|since| seconds(first - since))
}

/// Tells the civil date of waking: by the offset at the end, the vendor's zone, else `zone`.
fn wake_date(session: &Session, zone: Tz) -> NaiveDate {
    let attributes = &session.attributes;
    let offset = attributes
        .end_offset_s
        .or(attributes.start_offset_s)
        .unwrap_or_else(|| offset_s(session.end, attributes.zone.unwrap_or(zone)));
    wall_clock(session.end, offset).date()
}

/// Tells what a wall clock shows; at the very ends of the calendar what one in UTC would.
fn wall_clock(at: DateTime<Utc>, offset_s: i32) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_signed(TimeDelta::seconds(offset_s.into()))
        .unwrap_or(utc)
}

/// Tells nights, split nights and naps apart, date by date.
fn name_kinds(nights: &mut [Night], sessions: &[Session], zone: Tz) {
    let mut dates: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
    for (at, night) in nights.iter().enumerate() {
        dates.entry(night.date).or_default().push(at);
    }
    for day in dates.into_values() {
        // Of equals the first, and nights stand in order of time.
        let longest = |among: &[usize], nights: &[Night]| {
            among
                .iter()
                .copied()
                .min_by_key(|&at| Reverse(nights[at].end - nights[at].start))
        };
        let whole = longest(&day, nights);
        let mut rest = Vec::new();
        for &at in &day {
            if is_nap(&nights[at], &sessions[nights[at].primary], whole == Some(at), zone) {
                nights[at].kind = NightKind::Nap;
            } else {
                nights[at].kind = NightKind::Split;
                rest.push(at);
            }
        }
        if let Some(main) = longest(&rest, nights) {
            nights[main].kind = NightKind::Night;
        }
    }
}

fn is_nap(night: &Night, session: &Session, is_longest: bool, zone: Tz) -> bool {
    let told = match &session.detail {
        Detail::Sleep(sleep) => sleep.nap,
        Detail::Workout(_) => None,
    };
    told.unwrap_or_else(|| {
        let offset = session.attributes.offset_s(night.start, zone);
        let hour = wall_clock(night.start, offset).hour();
        night.end - night.start < NAP && (!is_longest || (9..19).contains(&hour))
    })
}

#[cfg(test)]
mod tests;
