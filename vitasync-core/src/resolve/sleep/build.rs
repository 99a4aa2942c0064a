//! Builds sessions for sources that know stages but no sessions.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::hypnogram::union;
use crate::block::{Block, Row};
use crate::resolve::SeriesData;
use crate::session::{Detail, Session, Sleep, Stage};
use crate::sleep_stage::SleepStage;
use crate::source::Attributes;
use crate::time::{from_ms, offset_s};

/// The longest gap inside one session.
const GAP_MS: i64 = 60 * 60_000;
/// The shortest time in bed that is a session without any sleep.
const IN_BED: TimeDelta = TimeDelta::hours(2);

/// One row of a series, and what it says.
#[derive(Clone, Copy)]
struct Told<'a> {
    block: &'a Block,
    row: &'a Row,
    stage: Stage,
}

/// Builds sessions from one source's samples of [`Metric::SleepStage`](crate::metric::Metric::SleepStage).
///
/// Samples are joined where the gap is at most 60 min; out of bed is a gap. A session needs sleep, or at least two
/// hours in bed. Its stages are the samples; they may overlap as the source's do, except where a later delivery
/// replaces an earlier one. The clock of its start is the first sample's, that of its end the last one's.
///
/// ```
/// # use vitasync_core::block::{Block, Identity, Row};
/// # use vitasync_core::resolve::{SeriesData, sessions_from_stages};
/// # use vitasync_core::sleep_stage::SleepStage;
/// # use vitasync_core::source::*;
/// # let key = SourceKey { provider: "example".into(), origin: String::new(), recording: Recording::Unknown };
/// # let watch = Source { key, name: String::new(), device_kind: DeviceKind::Watch, device: Device::default(), revision: Revision::Immutable };
/// const MINUTE: i64 = 60_000;
/// let stage = |stage: SleepStage, start, end| Row {
///     start_ms: start * MINUTE,
///     end_ms: end * MINUTE,
///     value: stage.code().into(),
///     copy: 0,
///     version: 0,
///     deleted: false,
///     attributes: 0,
/// };
/// let rows = [stage(SleepStage::Light, 0, 90), stage(SleepStage::Deep, 90, 120), stage(SleepStage::Rem, 180, 200)];
/// let blocks = [Block::from_rows(rows, &[Attributes::default().into()], Identity::Value)];
/// let sessions = sessions_from_stages(&SeriesData { source: &watch, blocks: &blocks });
/// assert_eq!(sessions.len(), 1);
/// assert_eq!((sessions[0].end - sessions[0].start).num_minutes(), 200);
/// ```
pub fn sessions_from_stages(series: &SeriesData<'_>) -> Vec<Session> {
    let source = Arc::new(series.source.clone());
    let mut sessions = Vec::new();
    let mut group: Vec<Told<'_>> = Vec::new();
    let mut until_ms = i64::MIN;
    for (block, row) in series.rows() {
        let Some(stage) = read(row).filter(|_| !block.attributes(row).date_only) else {
            continue;
        };
        if row.start_ms > until_ms.saturating_add(GAP_MS) {
            sessions.extend(session(&source, &group));
            group.clear();
        }
        if stage.stage != SleepStage::OutOfBed {
            until_ms = until_ms.max(row.end_ms);
        }
        group.push(Told { block, row, stage });
    }
    sessions.extend(session(&source, &group));
    sessions
}

/// Reads a row as a stage; a code nobody knows is an unknown stage.
fn read(row: &Row) -> Option<Stage> {
    Some(Stage {
        stage: SleepStage::from_value(row.value).unwrap_or(SleepStage::Unknown),
        start: from_ms(row.start_ms)?,
        end: from_ms(row.end_ms)?,
    })
}

fn session(source: &Arc<crate::source::Source>, group: &[Told<'_>]) -> Option<Session> {
    let inside = group.iter().filter(|it| it.stage.stage != SleepStage::OutOfBed);
    let (first, last) = (
        group.first()?,
        inside.max_by_key(|it| (it.row.end_ms, it.row.start_ms))?,
    );
    let in_bed = group.iter().filter(|it| it.stage.stage == SleepStage::InBed);
    let in_bed: TimeDelta = union(in_bed.map(|it| (it.stage.start, it.stage.end)))
        .iter()
        .map(|it| it.1 - it.0)
        .sum();
    if !group.iter().any(|it| it.stage.stage.is_asleep()) && in_bed < IN_BED {
        return None;
    }
    let mut stages = replace_earlier(group);
    let end = last.stage.end;
    // Who has got up for good is out of bed after the session, not in it.
    stages.retain(|it| it.stage != SleepStage::OutOfBed || it.start < end);
    for stage in &mut stages {
        stage.end = stage.end.min(end);
    }
    stages.sort_by_key(|it| (it.start, it.end, it.stage.code()));
    Some(Session {
        source: Arc::clone(source),
        record: None,
        start: first.stage.start,
        end,
        attributes: clock(first, last),
        detail: Detail::Sleep(Sleep {
            stages,
            ..Sleep::default()
        }),
    })
}

/// Carries over the clocks of the first and the last sample; of two zones, their offsets.
fn clock(first: &Told<'_>, last: &Told<'_>) -> Attributes {
    let start = first.block.attributes(first.row);
    let end = last.block.attributes(last.row);
    let travelled = start.zone != end.zone;
    let in_zone = |at: DateTime<Utc>, zone: Option<Tz>| zone.filter(|_| travelled).map(|zone| offset_s(at, zone));
    let start_offset_s = start.start_offset_s.or_else(|| in_zone(first.stage.start, start.zone));
    let end_offset_s = end.end_offset_s.or(end.start_offset_s);
    let end_offset_s = end_offset_s.or_else(|| in_zone(last.stage.end, end.zone));
    Attributes {
        start_offset_s,
        end_offset_s: end_offset_s.filter(|_| end_offset_s != start_offset_s),
        zone: start.zone.or(end.zone),
        ..Attributes::default()
    }
}

/// Cuts from the stages of earlier deliveries what later ones cover. Being in bed and wrappers of unspecified sleep
/// replace nothing and are replaced by nothing: they lie over stages on purpose.
fn replace_earlier(group: &[Told<'_>]) -> Vec<Stage> {
    let named = |it: &Told<'_>| {
        !matches!(
            it.stage.stage,
            SleepStage::InBed | SleepStage::AsleepUnspecified | SleepStage::Unknown
        )
    };
    let mut deliveries: Vec<u32> = group
        .iter()
        .filter(|it| named(it))
        .map(|it| it.row.delivery())
        .collect();
    deliveries.sort_unstable();
    deliveries.dedup();
    let mut stages: Vec<Stage> = group.iter().filter(|it| !named(it)).map(|it| it.stage).collect();
    let mut covered = Vec::new();
    for delivery in deliveries.into_iter().rev() {
        let own = group.iter().filter(|it| named(it) && it.row.delivery() == delivery);
        let mut kept = Vec::new();
        for told in own {
            kept.extend(outside(told.stage, &covered));
        }
        covered = union(covered.into_iter().chain(kept.iter().map(|it| (it.start, it.end))));
        stages.extend(kept);
    }
    stages
}

/// Tells the parts of a stage outside stretches that are sorted and do not touch.
fn outside(stage: Stage, covered: &[(DateTime<Utc>, DateTime<Utc>)]) -> Vec<Stage> {
    let mut parts = Vec::new();
    let mut at = stage.start;
    let from = covered.partition_point(|(_, end)| *end <= stage.start);
    for (start, end) in covered[from..].iter().take_while(|(start, _)| *start < stage.end) {
        if at < *start {
            parts.push(Stage {
                start: at,
                end: *start,
                ..stage
            });
        }
        at = *end;
    }
    if at < stage.end {
        parts.push(Stage { start: at, ..stage });
    }
    parts
}
