//! Reads records with everything that decides about them: their neighbours, and what a person has joined with them, however
//! far away.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::TimeDelta;
use vitasync_core::id::ContentId;
use vitasync_core::resolve::Links;
use vitasync_core::{Session, Source};

use super::EventKind;
use crate::error::{Error, Result};
use crate::service::health::UserRef;
use crate::service::sessions::{from_row, id_of};
use crate::store::Reads;
use crate::store::sessions::{self as rows, Filter, SessionRow};

/// How far apart two records can be that decide about each other without a person's doing: a night's day and the days
/// beside it.
pub(super) const PAD_MS: i64 = TimeDelta::days(3).num_milliseconds();

/// Reads the records around some of one kind, without their routes.
pub(super) async fn around(
    from: &impl Reads,
    user: &UserRef,
    links: &Links,
    records: &[SessionRow],
) -> Result<Vec<SessionRow>> {
    let (mut found, mut have) = (Vec::new(), HashSet::new());
    for record in records {
        for row in neighbours(from, user, &record.kind, span(record)).await? {
            if have.insert(id_of(&row)?) {
                found.push(row);
            }
        }
    }
    with_joined(from, user, links, found, 0..0).await
}

/// Adds to some records those that the person has joined with them, and the neighbours of these, which the rules may put
/// into the same group. Of what lies in `complete`, the neighbours are there already.
pub(super) async fn with_joined(
    from: &impl Reads,
    user: &UserRef,
    links: &Links,
    mut records: Vec<SessionRow>,
    complete: Range<i64>,
) -> Result<Vec<SessionRow>> {
    let spans = records.iter().map(|row| Ok((id_of(row)?, span(row))));
    let mut spans = spans.collect::<Result<HashMap<ContentId, (i64, i64)>>>()?;
    let mut fresh: Vec<ContentId> = spans.keys().copied().collect();
    let mut looked_at = HashSet::new();
    while let Some(id) = fresh.pop() {
        let joined = links.joined(id);
        if joined.len() == 1 {
            continue; // With itself alone.
        }
        for id in joined {
            if !looked_at.insert(id) {
                continue;
            }
            let around = match spans.get(&id) {
                Some((start_ms, end_ms)) if complete.start <= *start_ms && *end_ms <= complete.end => continue,
                Some(span) => *span,
                None => match rows::find(from, user.no, &id.to_bytes()).await? {
                    Some(row) => span(&row),
                    None => continue, // It has not come yet, or was deleted: the join waits.
                },
            };
            for near in neighbours(from, user, EventKind::Workout.id(), around).await? {
                let id = id_of(&near)?;
                if spans.insert(id, span(&near)).is_none() {
                    fresh.push(id);
                    records.push(near);
                }
            }
        }
    }
    Ok(records)
}

fn span(row: &SessionRow) -> (i64, i64) {
    (row.start_ms, row.end_ms)
}

/// Reads what lies near a stretch of time, and in it.
async fn neighbours(
    from: &impl Reads,
    user: &UserRef,
    kind: &str,
    (start_ms, end_ms): (i64, i64),
) -> Result<Vec<SessionRow>> {
    let filter = Filter {
        kind: Some(kind),
        from_ms: Some(start_ms.saturating_sub(PAD_MS)),
        to_ms: Some(end_ms.saturating_add(PAD_MS)),
    };
    rows::list(from, user.no, filter, None).await
}

/// Reads sessions from their rows.
pub(super) fn decode(rows: &[SessionRow], sources: &HashMap<i32, Arc<Source>>) -> Result<Vec<(ContentId, Session)>> {
    rows.iter()
        .map(|row| {
            let source = sources.get(&row.source_no);
            let source = source.ok_or_else(|| Error::internal("reading a session")("its source is not there"))?;
            Ok((id_of(row)?, from_row(row, source)?))
        })
        .collect()
}
