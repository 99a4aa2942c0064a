//! Gathers what a transaction changes, and tells customers of it in the same transaction.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vitasync_core::Metric;
use vitasync_core::block::Merged;
use vitasync_core::id::ContentId;
use vitasync_core::time::from_ms;

use super::Writer;
use crate::error::Result;
use crate::service::webhooks::{Change, Event, emit_for_user, record_of};
use crate::store::Transaction;
use crate::store::sessions::{self, Head, SessionRow};
use crate::store::users::UserRef;

/// What a transaction has changed so far.
#[derive(Default)]
pub(super) struct News {
    series: BTreeMap<&'static str, (Metric, Told)>,
    sessions: Vec<(Change, Head)>,
}

/// What has become of the samples of a metric.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    created: u64,
    updated: u64,
    deleted: u64,
    first_ms: Option<i64>,
    last_ms: Option<i64>,
}

impl News {
    /// Notes what a delivery did to a block that had `before` rows and now has `after`.
    pub(super) fn note_block(
        &mut self,
        metric: Metric,
        merged: Merged,
        (before, after): (i32, i32),
        span: Option<(i64, i64)>,
    ) {
        let rows = |n: i32| u64::try_from(n).unwrap_or_default();
        let deleted = (rows(before) + merged.added).saturating_sub(rows(after));
        let told = Told {
            created: merged.added,
            updated: merged.changed.saturating_sub(deleted),
            deleted,
            first_ms: span.map(|(first, _)| first),
            last_ms: span.map(|(_, last)| last),
        };
        if told.created + told.updated + told.deleted > 0 {
            self.series.entry(metric.id()).or_insert((metric, Told::default())).1 += told;
        }
    }

    /// Notes what has become of a session.
    pub(super) fn note_session(&mut self, change: Change, row: &SessionRow) {
        let head = Head {
            id: row.id.clone(),
            kind: row.kind.clone(),
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            sport: row.sport.clone(),
        };
        self.sessions.push((change, head));
    }

    fn is_empty(&self) -> bool {
        self.series.is_empty() && self.sessions.is_empty()
    }

    fn events(self, user: &UserRef) -> Vec<Event> {
        let user = user.id.to_string();
        let mut events = Vec::new();
        let mut records: BTreeMap<&'static str, (Vec<&'static str>, Told)> = BTreeMap::new();
        for (id, (metric, told)) in self.series {
            for (change, count) in told.counts() {
                let mut data = told.place(&user, count);
                data["metric"] = json!(id);
                events.push(Event::new(format!("series.{id}.{}", change.id()), data));
            }
            if let Some(record) = record_of(metric) {
                let (metrics, sum) = records.entry(record).or_default();
                metrics.push(id);
                *sum += told;
            }
        }
        for (record, (metrics, told)) in records {
            for (change, count) in told.counts() {
                let mut data = told.place(&user, count);
                data["metrics"] = json!(metrics);
                events.push(Event::new(format!("{record}.{}", change.id()), data));
            }
        }
        let sessions = self.sessions.into_iter();
        events.extend(sessions.map(|(change, head)| {
            let data = session(&user, &head);
            Event::new(format!("{}.{}", head.kind, change.id()), data)
        }));
        events
    }
}

impl Told {
    fn counts(self) -> impl Iterator<Item = (Change, u64)> {
        let counts = [
            (Change::Created, self.created),
            (Change::Updated, self.updated),
            (Change::Deleted, self.deleted),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0)
    }

    fn place(self, user: &str, count: u64) -> Value {
        json!({"userId": user, "count": count, "from": self.first_ms.and_then(instant), "to": self.last_ms.and_then(instant)})
    }
}

impl std::ops::AddAssign for Told {
    fn add_assign(&mut self, more: Self) {
        self.created += more.created;
        self.updated += more.updated;
        self.deleted += more.deleted;
        self.first_ms = [self.first_ms, more.first_ms].into_iter().flatten().min();
        self.last_ms = self.last_ms.max(more.last_ms);
    }
}

fn session(user: &str, head: &Head) -> Value {
    let id = <[u8; 16]>::try_from(head.id.as_slice()).map(|id| ContentId::from_bytes(id).to_string());
    json!({
        "userId": user,
        "id": id.ok(),
        "startAt": instant(head.start_ms),
        "endAt": instant(head.end_ms),
        "sport": head.sport,
    })
}

fn instant(ms: i64) -> Option<String> {
    Some(from_ms(ms)?.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

impl Writer<'_> {
    /// Tells of what the transaction has changed. To be called before it is committed.
    pub(super) async fn tell(&mut self, tx: &Transaction) -> Result<()> {
        let news = std::mem::take(&mut self.news);
        if news.is_empty() {
            return Ok(());
        }
        emit_for_user(tx, self.user.no, || news.events(self.user), self.app.now()).await
    }

    /// Notes sessions that are about to go.
    pub(super) async fn note_leaving(&mut self, tx: &Transaction, ids: &[Vec<u8>]) -> Result<()> {
        let heads = sessions::heads(tx, self.user.no, ids).await?;
        self.mark_sessions(tx, heads.iter().map(|it| it.start_ms)).await?;
        self.news
            .sessions
            .extend(heads.into_iter().map(|head| (Change::Deleted, head)));
        Ok(())
    }
}
