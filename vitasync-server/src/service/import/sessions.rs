//! Writes nights and workouts under their identities.

use std::collections::HashMap;
use std::sync::Arc;

use vitasync_core::Session;

use super::Writer;
use crate::error::Result;
use crate::service::sessions::to_row;
use crate::store::records::{self, Record};
use crate::store::sessions::{self, Known, SessionRow};

impl Writer<'_> {
    /// Writes sessions in one transaction. The last delivery of one session counts, and a deleted one stays deleted.
    pub(super) async fn write_sessions(&mut self, delivered: Vec<Session>) -> Result<()> {
        let tx = self.app.store.begin().await?;
        tx.lock_user(self.user.no).await?;
        let sources = self
            .known_sources(&tx, delivered.iter().map(|it| it.source.as_ref()))
            .await?;
        let total = delivered.len() as u64;
        let now = self.app.now();
        let mut rows: HashMap<Vec<u8>, SessionRow> = HashMap::new();
        for mut session in delivered {
            let source = &sources[&session.source.key];
            // Under another name it is still the same source, and its sessions are the same.
            session.source = Arc::clone(&source.source);
            let row = to_row(self.user, source.no, session, false, now);
            rows.insert(row.id.clone(), row);
        }
        let ids: Vec<Vec<u8>> = rows.keys().cloned().collect();
        let known = sessions::known(&tx, self.user.no, &ids).await?;
        let known: HashMap<&[u8], &Known> = known.iter().map(|it| (it.id.as_slice(), it)).collect();

        let (mut changed, mut same, mut added) = (Vec::new(), Vec::new(), 0);
        for (id, mut row) in rows {
            match known.get(id.as_slice()) {
                Some(it) if it.deleted_at.is_some() || it.content_hash == row.content_hash => same.push(id),
                Some(it) => {
                    row.created_at = it.created_at;
                    changed.push(row);
                }
                None => {
                    added += 1;
                    changed.push(row);
                }
            }
        }
        let counts = &mut self.written.sessions;
        counts.added += added;
        counts.changed += changed.len() as u64 - added;
        counts.unchanged += total - changed.len() as u64;
        changed.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        records::upsert(&tx, changed.iter().filter_map(record).collect()).await?;
        sessions::upsert(&tx, changed).await?;
        sessions::touch(&tx, self.user.no, &same, now).await?;
        tx.commit().await
    }
}

fn record(row: &SessionRow) -> Option<Record> {
    Some(Record {
        user_no: row.user_no,
        source_no: row.source_no,
        external_id: row.external_id.clone()?,
        series_no: None,
        start_ms: None,
        end_ms: None,
        session_id: Some(row.id.clone()),
    })
}
