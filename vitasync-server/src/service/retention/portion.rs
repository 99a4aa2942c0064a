//! Some old raw bytes of one person: found, and deleted, together.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::store::exchanges::ExchangeRow;
use crate::store::push_batches::PushBatch;
use crate::store::raw_files::RawFile;
use crate::store::{Transaction, retention};

/// How many originals are looked up at a time.
const FILES: u64 = 16;
/// How many answers or batches are looked up at a time; they are read into memory.
const BODIES: u64 = 100;

/// Some old raw bytes of one person.
#[derive(Debug)]
pub(super) enum Portion {
    /// Originals of imports.
    Originals(Vec<RawFile>),
    /// What vendors answered.
    Answers(Vec<ExchangeRow>),
    /// What phones pushed.
    Pushes(Vec<PushBatch>),
}

impl Portion {
    /// Finds some of a workspace that came before a time, with whose they are.
    pub(super) async fn next(app: &App, workspace: Id, before: DateTime<Utc>) -> Result<Option<(i64, Self)>> {
        macro_rules! first {
            ($of:ident, $kind:ident, $most:ident) => {
                let mut old = retention::$of(&app.store, workspace, before, $most).await?;
                if let Some(user_no) = old.first().map(|it| it.user_no) {
                    old.retain(|it| it.user_no == user_no);
                    return Ok(Some((user_no, Self::$kind(old))));
                }
            };
        }
        first!(originals, Originals, FILES);
        first!(answers, Answers, BODIES);
        first!(pushes, Pushes, BODIES);
        Ok(None)
    }

    /// Counts them.
    pub(super) fn len(&self) -> u64 {
        let len = match self {
            Self::Originals(files) => files.len(),
            Self::Answers(answers) => answers.len(),
            Self::Pushes(batches) => batches.len(),
        };
        len as u64
    }

    /// Lists the names of those that are objects.
    pub(super) fn objects(&self) -> Vec<String> {
        let names: Vec<Option<&String>> = match self {
            Self::Originals(files) => files.iter().map(|it| it.object.as_ref()).collect(),
            Self::Answers(answers) => answers.iter().map(|it| it.object.as_ref()).collect(),
            Self::Pushes(batches) => batches.iter().map(|it| it.object.as_ref()).collect(),
        };
        names.into_iter().flatten().cloned().collect()
    }

    /// Deletes those that are files, before their rows, so that none is left that nobody knows of.
    pub(super) fn delete_files(&self, app: &App) -> Result<()> {
        let (Self::Originals(files), Some(folder)) = (self, app.originals()) else {
            return Ok(());
        };
        for file in files.iter().filter(|it| it.object.is_none()) {
            match std::fs::remove_file(folder.join(&file.path)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::internal("deleting old originals")(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Deletes their rows, and tells whether all of them were there.
    pub(super) async fn forget(&self, tx: &Transaction, user_no: i64) -> Result<bool> {
        let forgotten = match self {
            Self::Originals(files) => {
                let ids: Vec<Id> = files.iter().map(|it| it.id).collect();
                retention::forget_originals(tx, user_no, &ids).await?
            }
            Self::Answers(answers) => {
                let ids: Vec<Id> = answers.iter().map(|it| it.id).collect();
                retention::forget_answers(tx, user_no, &ids).await?
            }
            Self::Pushes(batches) => {
                let ids: Vec<String> = batches.iter().map(|it| it.id.clone()).collect();
                retention::forget_bodies(tx, user_no, &ids).await?
            }
        };
        Ok(forgotten == self.len())
    }
}
