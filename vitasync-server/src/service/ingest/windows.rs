//! Finds the objects that are gone because a batch holds everything there is of a span and does not name them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use vitasync_core::Metric;
use vitasync_core::id::ContentId;
use vitasync_core::record::{Complete, Known, RecordKey, RecordVersion};
use vitasync_core::time::from_ms;
use vitasync_providers::push::{RESOURCE, Window};

use crate::error::Result;
use crate::store::records::{self, RecordRow};
use crate::store::series::{self, Series};
use crate::store::users::UserRef;
use crate::store::{Transaction, sources};

/// Lists the objects of a provider that a window says are gone: all it covers but those that the batch names.
pub(super) async fn missing(
    tx: &Transaction,
    user: &UserRef,
    provider: &str,
    window: &Window,
    named: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<Vec<RecordVersion>> {
    let own: HashSet<i32> = sources::all(tx, user.no)
        .await?
        .into_iter()
        .filter(|(_, source)| source.key.provider == provider)
        .map(|(no, _)| no)
        .collect();
    let series: BTreeMap<i32, Series> = series::all(tx, user.no)
        .await?
        .into_iter()
        .filter(|it| own.contains(&it.source_no))
        .map(|it| (it.series_no, it))
        .collect();
    let span = (window.from.timestamp_millis(), window.to.timestamp_millis());
    let mut held: BTreeMap<Vec<u8>, RecordRow> = BTreeMap::new();
    for source_no in own {
        let rows = records::touching(tx, user.no, source_no, span).await?;
        held.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    let mut known = Vec::new();
    for row in held.into_values() {
        known.extend(live(row, provider, &window.metrics, &series)?);
    }
    let complete = Complete {
        provider: provider.to_owned(),
        scope: String::new(),
        resource: RESOURCE.to_owned(),
        from: window.from,
        to: window.to,
        asked_at: now,
        named: named.clone(),
    };
    Ok(complete.missing(known))
}

/// Gives an object of the provider that holds rows of the metrics, and no others.
fn live(row: RecordRow, provider: &str, metrics: &[Metric], series: &BTreeMap<i32, Series>) -> Result<Option<Known>> {
    let key = RecordKey::new(provider, RESOURCE, row.external_id.clone());
    if row.deleted_at.is_some() || ContentId::of_record(&key).to_bytes().as_slice() != row.id {
        return Ok(None);
    }
    let mut span: Option<(i64, i64)> = None;
    for (no, block) in row.unpack_rows()? {
        let Some(rows) = block.span() else { continue };
        let is_meant = match series.get(&no) {
            Some(it) => metrics.contains(&it.metric()?),
            None => false,
        };
        if !is_meant {
            return Ok(None);
        }
        span = Some(span.map_or(rows, |known| (known.0.min(rows.0), known.1.max(rows.1))));
    }
    let times = span.and_then(|(first, last)| from_ms(first).zip(from_ms(last)));
    Ok(times.map(|(start, end)| Known {
        version: RecordVersion {
            key,
            revision: row.revision.map(i64::cast_unsigned),
        },
        start,
        end,
        // An object that the batch itself names is not asked about, and no other can have come since.
        checked_at: DateTime::<Utc>::MIN_UTC,
    }))
}
