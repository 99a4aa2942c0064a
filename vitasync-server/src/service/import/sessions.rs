//! Writes nights and workouts under their identities.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use vitasync_core::Session;

use super::Writer;
use crate::error::Result;
use crate::service::sessions::to_row;
use crate::service::webhooks::Change;
use crate::store::Transaction;
use crate::store::sessions::{self, Known, SessionRow};

impl Writer<'_> {
    /// Writes sessions without a vendor's id. The last delivery of one session counts, and a deleted one stays deleted.
    pub(super) async fn write_sessions(&mut self, tx: &Transaction, delivered: Vec<Session>) -> Result<()> {
        let sources = self
            .known_sources(tx, delivered.iter().map(|it| it.source.as_ref()))
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
        self.written.sessions.unchanged += total - rows.len() as u64;
        self.put_sessions(tx, rows, &BTreeSet::new()).await
    }

    /// Writes the sessions that are new or differ, and counts them. What was deleted stays deleted, but for `revived`.
    pub(super) async fn put_sessions(
        &mut self,
        tx: &Transaction,
        rows: HashMap<Vec<u8>, SessionRow>,
        revived: &BTreeSet<Vec<u8>>,
    ) -> Result<()> {
        let now = self.app.now();
        let ids: Vec<Vec<u8>> = rows.keys().cloned().collect();
        let known = sessions::known(tx, self.user.no, &ids).await?;
        let known: HashMap<&[u8], &Known> = known.iter().map(|it| (it.id.as_slice(), it)).collect();
        let (mut changed, mut same, mut added) = (Vec::new(), Vec::new(), 0);
        for (id, mut row) in rows {
            if let Some(it) = known.get(id.as_slice()) {
                let stays_deleted = it.deleted_at.is_some() && !revived.contains(&id);
                if stays_deleted || it.deleted_at.is_none() && it.content_hash == row.content_hash {
                    same.push(id);
                    continue;
                }
                row.created_at = it.created_at;
                self.news.note_session(Change::Updated, &row);
            } else {
                added += 1;
                self.news.note_session(Change::Created, &row);
            }
            changed.push(row);
        }
        let revised: Vec<Vec<u8>> = changed
            .iter()
            .map(|it| it.id.clone())
            .filter(|id| known.contains_key(id.as_slice()))
            .collect();
        if !revised.is_empty() {
            // A revision may move a session; where it was, it is missing then.
            let heads = sessions::heads(tx, self.user.no, &revised).await?;
            self.mark_sessions(tx, heads.iter().map(|it| it.start_ms)).await?;
        }
        self.mark_sessions(tx, changed.iter().map(|it| it.start_ms)).await?;
        let counts = &mut self.written.sessions;
        counts.added += added;
        counts.changed += changed.len() as u64 - added;
        counts.unchanged += same.len() as u64;
        changed.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        sessions::upsert(tx, changed).await?;
        sessions::touch(tx, self.user.no, &same, now).await
    }

    /// Leaves tombstones for sessions that their vendors have deleted.
    pub(super) async fn bury_sessions(&mut self, tx: &Transaction, ids: BTreeSet<Vec<u8>>) -> Result<()> {
        let ids: Vec<Vec<u8>> = ids.into_iter().collect();
        self.note_leaving(tx, &ids).await?;
        self.written.sessions.changed += sessions::bury(tx, self.user.no, &ids, self.app.now()).await?;
        Ok(())
    }
}
