//! Writes what vendors can revise and delete as a whole, by what the ledger decides ([`vitasync_core::record`]).

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use vitasync_core::Source;
use vitasync_core::batch::Change;
use vitasync_core::block::{Block, arrival};
use vitasync_core::id::ContentId;
use vitasync_core::record::{Content, Decision, Delivered, Event, Outcome, Record, content_hash, receive};
use vitasync_core::source::SourceKey;

use super::Writer;
use super::prepare::{Object, Objects};
use super::samples::{KnownSource, Target, target_of};
use super::settle::Touches;
use crate::error::{Error, Result};
use crate::service::sessions::to_row;
use crate::store::records::{self, RecordRow, SEVERAL};
use crate::store::sessions::SessionRow;
use crate::store::{Transaction, series, sources};

/// What is kept of an object: its rows by the numbers of their series, its session by its id.
pub(super) type Kept = Record<i32, Vec<u8>>;

/// The objects of a batch while it is written.
pub(super) struct Ledger {
    /// The series they hold or have held rows of, by number.
    pub(super) targets: BTreeMap<i32, Target>,
    pub(super) records: BTreeMap<ContentId, Entry>,
    touches: Touches,
    sessions: SessionChanges,
}

/// One object.
pub(super) struct Entry {
    external_id: String,
    /// What is kept of it; nothing before its first delivery.
    pub(super) kept: Option<Kept>,
    checked_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

/// What becomes of objects' sessions.
#[derive(Default)]
struct SessionChanges {
    written: HashMap<Vec<u8>, SessionRow>,
    /// Those among the written that the ledger had not, or no longer. Others that are gone were deleted by somebody else.
    revived: BTreeSet<Vec<u8>>,
    removed: BTreeSet<Vec<u8>>,
}

impl Writer<'_> {
    /// Writes what a batch says of vendors' objects.
    pub(super) async fn write_objects(&mut self, tx: &Transaction, delivered: Objects) -> Result<()> {
        let named = delivered.objects.iter().filter_map(|it| it.session.as_ref());
        let of_sessions = self.known_sources(tx, named.map(|it| it.source.as_ref())).await?;
        let (targets, places) = self.targets(tx, &delivered.series).await?;
        let numbers: Vec<i32> = places.iter().map(|&at| targets[at as usize].row.series_no).collect();
        let mut ledger = self.open_ledger(tx, targets, &delivered.objects).await?;
        let keys: HashMap<i32, SourceKey> = by_number(sources::all(tx, self.user.no).await?);

        let (mut samples, mut sessions) = (0, 0);
        for object in delivered.objects {
            samples += object.samples;
            sessions += u64::from(object.session.is_some());
            let outcome = self.decide(&mut ledger, object, &numbers, &keys, &of_sessions);
            if let Some(outcomes) = &mut self.outcomes {
                outcomes.push(outcome);
            }
        }
        let Ledger {
            mut targets,
            records,
            touches,
            sessions: session_changes,
        } = ledger;
        let merged = self.settle(tx, &mut targets, &records, &touches).await?;
        let written = session_changes.written.len() as u64;
        self.put_sessions(tx, session_changes.written, &session_changes.revived)
            .await?;
        self.bury_sessions(tx, session_changes.removed).await?;
        let rows = records
            .into_iter()
            .filter_map(|(id, it)| it.row(self.user.no, id, &targets));
        records::upsert(tx, rows.collect()).await?;

        let counts = &mut self.written.samples;
        counts.added += merged.added;
        counts.changed += merged.changed;
        counts.unchanged += samples.saturating_sub(merged.added + merged.changed);
        self.written.sessions.unchanged += sessions.saturating_sub(written);
        Ok(())
    }

    /// Reads what is kept of a batch's objects, and the series that they hold beside the batch's.
    async fn open_ledger(&self, tx: &Transaction, targets: Vec<Target>, objects: &[Object]) -> Result<Ledger> {
        let now = self.app.now();
        let mut entries: BTreeMap<ContentId, Entry> = BTreeMap::new();
        for object in objects {
            let entry = || Entry::unknown(object.version.key.external_id.clone(), now);
            entries
                .entry(ContentId::of_record(&object.version.key))
                .or_insert_with(entry);
        }
        let ids: Vec<ContentId> = entries.keys().copied().collect();
        for row in records::find(tx, self.user.no, &ids).await? {
            let (id, entry) = Entry::read(row)?;
            entries.insert(id, entry);
        }
        let mut targets: BTreeMap<i32, Target> = targets.into_iter().map(|it| (it.row.series_no, it)).collect();
        let kept = entries.values().filter_map(|it| it.kept.as_ref());
        let held: BTreeSet<i32> = kept.flat_map(|it| it.rows.keys().copied()).collect();
        if held.iter().any(|no| !targets.contains_key(no)) {
            let sources: HashMap<i32, Source> = sources::all(tx, self.user.no).await?.into_iter().collect();
            for row in series::all(tx, self.user.no).await? {
                let no = row.series_no;
                if held.contains(&no) && !targets.contains_key(&no) {
                    targets.insert(no, target_of(row, &sources)?);
                }
            }
        }
        Ok(Ledger {
            targets,
            records: entries,
            touches: Touches::default(),
            sessions: SessionChanges::default(),
        })
    }

    fn decide(
        &self,
        ledger: &mut Ledger,
        object: Object,
        numbers: &[i32],
        keys: &HashMap<i32, SourceKey>,
        of_sessions: &HashMap<SourceKey, KnownSource>,
    ) -> Outcome {
        let id = ContentId::of_record(&object.version.key);
        let mut rows: BTreeMap<i32, Block> = BTreeMap::new();
        for (at, block) in object.rows {
            let no = numbers[at as usize];
            match rows.entry(no) {
                Slot::Vacant(free) => {
                    free.insert(block);
                }
                // Two names of one source.
                Slot::Occupied(mut known) => {
                    known.get_mut().merge(&block, ledger.targets[&no].identity);
                }
            }
        }
        let session = object.session.map(|mut session| {
            let known = &of_sessions[&session.source.key];
            session.source = known.source.clone();
            if let Some(record) = &mut session.record {
                record.revision = None; // The ledger keeps it.
            }
            (known.no, session)
        });
        let named = rows.iter().map(|(no, block)| {
            let target = &ledger.targets[no];
            (target.metric, &keys[&target.row.source_no], block)
        });
        let hash = content_hash(named, session.as_ref().map(|(_, session)| session));
        let session = session.map(|(no, session)| to_row(self.user, no, session, false, self.app.now()));
        let content = Content {
            hash,
            rows,
            session: session.as_ref().map(|row| row.id.clone()),
        };
        let delivered = Delivered {
            revision: object.version.revision,
            sequence: arrival(self.import, object.position),
            event: match object.change {
                Change::Version => Event::Version(content),
                Change::Restored => Event::Restored(content),
                Change::Deleted => Event::Deleted,
            },
        };
        let entry = ledger.records.get_mut(&id).expect("every object has an entry");
        let before = entry.kept.clone();
        let had_session = before.as_ref().and_then(|it| it.session.clone());
        let targets = &ledger.targets;
        let decision = receive(before, delivered, |no| targets[no].identity);
        ledger.sessions.note(&decision, had_session, session);
        for (no, touched) in &decision.places {
            ledger.touches.note(no, &id, touched.iter().copied());
        }
        let outcome = decision.outcome;
        entry.accept(decision, self.app.now());
        outcome
    }
}

fn by_number(sources: Vec<(i32, Source)>) -> HashMap<i32, SourceKey> {
    sources.into_iter().map(|(no, source)| (no, source.key)).collect()
}

impl SessionChanges {
    fn note(&mut self, decision: &Decision<i32, Vec<u8>>, had: Option<Vec<u8>>, delivered: Option<SessionRow>) {
        if let Some(gone) = &decision.removes_session {
            self.written.remove(gone);
            self.revived.remove(gone);
            self.removed.insert(gone.clone());
        }
        if let Some(row) = delivered.filter(|_| decision.writes_session) {
            self.removed.remove(&row.id);
            if had.as_ref() != Some(&row.id) {
                self.revived.insert(row.id.clone());
            }
            self.written.insert(row.id.clone(), row);
        }
    }
}

impl Entry {
    fn unknown(external_id: String, now: DateTime<Utc>) -> Self {
        Self {
            external_id,
            kept: None,
            checked_at: now,
            changed_at: now,
            deleted_at: None,
        }
    }

    pub(super) fn read(row: RecordRow) -> Result<(ContentId, Self)> {
        let damaged = |_| Error::internal("reading a record")("a hash has another length");
        let id: [u8; 16] = row.id.as_slice().try_into().map_err(damaged)?;
        let kept = Record {
            revision: row.revision.map(i64::cast_unsigned),
            sequence: row.sequence.cast_unsigned(),
            content: row.content_hash.as_slice().try_into().map_err(damaged)?,
            deleted: row.deleted_at.is_some(),
            rows: row.unpack_rows()?,
            session: row.session_id,
        };
        let entry = Self {
            external_id: row.external_id,
            kept: Some(kept),
            checked_at: row.checked_at,
            changed_at: row.changed_at,
            deleted_at: row.deleted_at,
        };
        Ok((ContentId::from_bytes(id), entry))
    }

    fn accept(&mut self, decision: Decision<i32, Vec<u8>>, now: DateTime<Utc>) {
        self.checked_at = now;
        if decision.changes_answers() {
            self.changed_at = now;
        }
        self.deleted_at = match decision.record.deleted {
            true => self.deleted_at.or(Some(now)),
            false => None,
        };
        self.kept = Some(decision.record);
    }

    /// Tells what it says about a series.
    pub(super) fn rows(&self, series_no: i32) -> Option<&Block> {
        self.kept.as_ref()?.rows.get(&series_no)
    }

    /// Tells what it says about every series.
    pub(super) fn all_rows(&self) -> impl Iterator<Item = (&i32, &Block)> {
        self.kept.iter().flat_map(|kept| &kept.rows)
    }

    /// Says that series and sessions have become others.
    pub(super) fn rename(
        &mut self,
        targets: &BTreeMap<i32, Target>,
        numbers: &HashMap<i32, i32>,
        session_ids: &HashMap<Vec<u8>, Vec<u8>>,
    ) {
        let Some(kept) = &mut self.kept else { return };
        for (from, to) in numbers {
            kept.rename_series(from, *to, targets[to].identity);
        }
        if let Some(id) = &mut kept.session {
            let known = session_ids.get(id).unwrap_or(id);
            *id = known.clone();
        }
    }

    /// Makes the row of an object that was delivered.
    pub(super) fn row(self, user_no: i64, id: ContentId, targets: &BTreeMap<i32, Target>) -> Option<RecordRow> {
        let kept = self.kept?;
        let all = || kept.rows.values().flat_map(Block::all_rows);
        let mut sources: Vec<i32> = kept.rows.keys().map(|no| targets[no].row.source_no).collect();
        sources.dedup();
        Some(RecordRow {
            user_no,
            id: id.to_bytes().to_vec(),
            external_id: self.external_id,
            source_no: match sources.as_slice() {
                [one] => *one,
                _ => SEVERAL,
            },
            revision: kept.revision.map(u64::cast_signed),
            sequence: kept.sequence.cast_signed(),
            content_hash: kept.content.to_vec(),
            start_ms: all().map(|row| row.start_ms).min(),
            end_ms: all().map(|row| row.end_ms).max(),
            checked_at: self.checked_at,
            changed_at: self.changed_at,
            deleted_at: self.deleted_at,
            session_id: kept.session,
            rows: records::pack_rows(&kept.rows),
        })
    }
}
