//! Writes what is old before it is deleted: lines of JSON, compressed, one file per person, UTC day and kind.
//!
//! ```text
//! <person>/archive/<workspace>/<day>/samples-<hash>.ndjson.zst     samples and sessions, in the model's own form
//! <person>/archive/<workspace>/<day>/answers-<hash>.ndjson.zst     what vendors answered, bodies in base64
//! <person>/archive/<workspace>/<day>/pushes-<hash>.ndjson.zst      what phones pushed, bodies in base64
//! <person>/archive/<workspace>/<day>/file-<id>-<name>.zst          an original, as it was kept
//! ```
//!
//! The first line of lines says whose they are. A name holds the hash of what is inside, so that writing the same again
//! changes nothing. Archives lie among the objects, or in the folder for originals where there is no object store, and go with
//! the person.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use vitasync_core::block::Block;
use vitasync_core::time::{from_ms, utc_day};
use vitasync_core::{Attributes, Sample, Source};

use super::portion::Portion;
use crate::app::App;
use crate::error::{Error, Result};
use crate::objects::Objects;
use crate::service::users::{User, UserRef};
use crate::service::{health, raw, sessions};
use crate::store::blocks::{self, Stretch};
use crate::store::exchanges::ExchangeRow;
use crate::store::push_batches::PushBatch;
use crate::store::raw_files::RawFile;
use crate::store::retention::{self, Border};
use crate::store::series::Series;
use crate::store::users;

/// How hard archives are compressed: they are written once and hardly ever read.
const LEVEL: i32 = 9;
/// How many days are in memory at a time.
const AT_A_TIME: i32 = 30;

/// Lines by the day that they are of.
type Lines = BTreeMap<NaiveDate, Vec<Value>>;

/// The archive of one person, and what was written to it.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    app: &'a App,
    objects: Objects,
    user: User,
    written: Vec<String>,
}

impl<'a> Archive<'a> {
    /// Opens the archive of a person; none where the person is gone.
    pub(super) async fn open(app: &'a App, user_no: i64) -> Result<Option<Self>> {
        let user = match users::by_number(&app.store, user_no).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            user => user?,
        };
        let objects = match (app.objects(), app.originals()) {
            (Some(objects), _) => objects.clone(),
            (None, Some(folder)) => Objects::in_folder(folder)?,
            (None, None) => {
                return Err(Error::internal("opening the archive")(
                    "there is no folder for originals",
                ));
            }
        };
        Ok(Some(Self {
            app,
            objects,
            user,
            written: Vec::new(),
        }))
    }

    /// Writes samples and sessions that are older than a border.
    pub(super) async fn measured(&mut self, border: Border) -> Result<()> {
        let (app, who) = (self.app, UserRef::from(&self.user));
        let sources = health::source_table(&app.store, &who).await?;
        let mut lines = Lines::new();
        for row in retention::old_sessions(&app.store, who.no, border).await? {
            let Some(source) = sources.get(&row.source_no) else {
                continue;
            };
            let session = sessions::from_row(&row, source)?;
            lines
                .entry(session.end.date_naive())
                .or_default()
                .push(json!({"session": session}));
        }
        let series = retention::old_series(&app.store, who.no, border).await?;
        let first = series.iter().filter_map(|it| it.first_ms).min();
        let mut day = first.map_or(border.last_day() + 1, utc_day);
        while day <= border.last_day() {
            let last = border.last_day().min(day + AT_A_TIME - 1);
            self.samples(&series, &sources, (day, last), &mut lines).await?;
            let after = date_of(last + 1);
            let rest = after.map_or_else(Lines::new, |after| lines.split_off(&after));
            self.write("samples", std::mem::replace(&mut lines, rest)).await?;
            day = last + 1;
        }
        self.write("samples", lines).await
    }

    /// Adds the samples of some days.
    async fn samples(
        &self,
        series: &[Series],
        sources: &HashMap<i32, Arc<Source>>,
        (first_day, last_day): (i32, i32),
        lines: &mut Lines,
    ) -> Result<()> {
        let doing = "reading old samples";
        for series in series {
            let Some(source) = sources.get(&series.source_no) else {
                continue;
            };
            let metric = series.metric()?;
            let stretch = Stretch {
                series_no: series.series_no,
                first_day,
                last_day,
            };
            for row in blocks::read(&self.app.store, self.user.user_no, &[stretch]).await? {
                let block = Block::decode(&row.payload).map_err(Error::internal(doing))?;
                let Some(date) = date_of(row.day) else { continue };
                for row in block.rows().filter(|row| !row.deleted) {
                    let (Some(start), Some(end)) = (from_ms(row.start_ms), from_ms(row.end_ms)) else {
                        continue;
                    };
                    let sample = Sample {
                        record: None,
                        source: source.clone(),
                        metric,
                        start,
                        end,
                        value: row.value,
                        attributes: Attributes::clone(block.attributes(row)),
                    };
                    lines.entry(date).or_default().push(json!({"sample": sample}));
                }
            }
        }
        Ok(())
    }

    /// Writes raw bytes.
    pub(super) async fn raw(&mut self, portion: &Portion) -> Result<()> {
        match portion {
            Portion::Originals(files) => {
                for file in files {
                    self.original(file).await?;
                }
                Ok(())
            }
            Portion::Answers(answers) => {
                let mut lines = Lines::new();
                for answer in answers {
                    let line = self.answer(answer).await?;
                    lines.entry(answer.received_at.date_naive()).or_default().push(line);
                }
                self.write("answers", lines).await
            }
            Portion::Pushes(batches) => {
                let mut lines = Lines::new();
                for batch in batches {
                    let line = self.push(batch).await?;
                    lines.entry(batch.received_at.date_naive()).or_default().push(line);
                }
                self.write("pushes", lines).await
            }
        }
    }

    /// Copies an original; one that is lost is passed over.
    async fn original(&mut self, file: &RawFile) -> Result<()> {
        let day = file.received_at.date_naive();
        let plain: String = file
            .name
            .chars()
            .map(|it| if it.is_alphanumeric() || it == '.' { it } else { '_' })
            .collect();
        let name = self.name(day, &format!("file-{}-{plain}.zst", file.id));
        match (&file.object, self.app.originals()) {
            (Some(object), _) => {
                if !self.objects.copy(object, &name).await? {
                    return Ok(());
                }
            }
            (None, Some(folder)) if folder.join(&file.path).exists() => {
                self.objects.put_file(&name, &folder.join(&file.path)).await?;
            }
            (None, _) => return Ok(()),
        }
        self.written.push(name);
        Ok(())
    }

    async fn answer(&self, answer: &ExchangeRow) -> Result<Value> {
        let body = self.body(&answer.body, answer.object.as_deref()).await?;
        Ok(json!({
            "id": answer.id.to_string(), "receivedAt": answer.received_at, "provider": answer.provider,
            "resource": answer.resource, "request": answer.request, "status": answer.status, "headers": answer.headers,
            "body": body,
        }))
    }

    async fn push(&self, batch: &PushBatch) -> Result<Value> {
        let body = self.body(&batch.body, batch.object.as_deref()).await?;
        Ok(json!({
            "id": batch.id, "receivedAt": batch.received_at, "provider": batch.provider, "device": batch.device, "body": body,
        }))
    }

    /// Reads a body as it came, in base64; nothing where it is lost.
    async fn body(&self, bytes: &[u8], object: Option<&str>) -> Result<Option<String>> {
        let kept = raw::read(self.app, bytes.to_vec(), object).await?;
        let plain = kept.map(|kept| zstd::decode_all(kept.as_slice())).transpose();
        let plain = plain.map_err(Error::internal("reading kept bytes"))?;
        Ok(plain.map(|plain| BASE64_STANDARD.encode(plain)))
    }

    /// Writes lines, a file per day.
    async fn write(&mut self, kind: &str, lines: Lines) -> Result<()> {
        let doing = "writing an archive";
        for (day, lines) in lines {
            let whose = json!({
                "archive": kind, "workspaceId": self.user.workspace_id.to_string(), "userId": self.user.id.to_string(),
                "externalId": self.user.external_id, "day": day, "lines": lines.len(),
            });
            let mut text = Vec::new();
            for line in std::iter::once(whose).chain(lines) {
                serde_json::to_writer(&mut text, &line).map_err(Error::internal(doing))?;
                text.push(b'\n');
            }
            let hash = blake3::hash(&text).to_hex();
            let packed = tokio::task::spawn_blocking(move || zstd::bulk::compress(&text, LEVEL)).await;
            let packed = packed
                .map_err(Error::internal(doing))?
                .map_err(Error::internal(doing))?;
            let name = self.name(day, &format!("{kind}-{}.ndjson.zst", &hash[..16]));
            self.objects.put(&name, packed).await?;
            self.written.push(name);
        }
        Ok(())
    }

    fn name(&self, day: NaiveDate, file: &str) -> String {
        let User { id, workspace_id, .. } = &self.user;
        format!("{id}/{}/{workspace_id}/{day}/{file}", raw::ARCHIVE)
    }

    /// Deletes what was written: it was changed or erased in between.
    pub(super) async fn take_back(self) -> Result<()> {
        self.objects.delete(self.written).await
    }
}

/// Gives the date of a day since 1970.
fn date_of(day: i32) -> Option<NaiveDate> {
    let epoch = DateTime::<Utc>::UNIX_EPOCH.date_naive();
    match u64::try_from(day) {
        Ok(after) => epoch.checked_add_days(Days::new(after)),
        Err(_) => epoch.checked_sub_days(Days::new(day.unsigned_abs().into())),
    }
}
