//! Imports files that are uploaded: kept in a folder of their own until a job has read them.
//!
//! ```text
//! upload ──stream──► originals/<user>/uploads/<job>/<name> ──job──► import_file ──► report; the upload is deleted
//! ```
//!
//! The upload is there before its job is, and is deleted after it: by the job itself, or by [`prune`] where the job was
//! stopped. A job whose process dies is done again, which an import bears.
//!
//! Where there is an object store, the upload waits there, so that any worker can read it: sent through this server, or past
//! it to an address that [`presign`](presign()) gives.

mod presigned;
mod receive;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use chrono_tz::Tz;
use futures::future::{Either, select};
use serde::{Deserialize, Serialize};
use tokio::fs;

pub use self::presigned::{Presigned, presign, start};
pub use self::receive::Receiving;
use super::import::{self, ImportOptions, ImportReport, Progress, Written, import_file_telling};
use super::jobs::{self, Attempt, Ended, Filter, Job, Kind, Lane, NewJob};
use super::raw;
use crate::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::store::jobs as store_jobs;
use crate::store::users::{self as rows, User, UserRef};

/// How often the progress of an import is noted.
const NOTED_EVERY: Duration = Duration::from_secs(1);
/// After how long an upload without a job is given up.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Imports an uploaded file.
pub const IMPORT_FILE: Kind = Kind {
    id: "import_file",
    lane: Lane::Heavy,
    most_attempts: Some(5),
};

/// Deletes uploads whose jobs are over.
pub const PRUNE: Kind = Kind {
    id: "prune_uploads",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// How to import an upload.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wanted {
    /// The zone of civil dates, before that of the profile.
    pub zone: Option<Tz>,
    /// Whether the original is thrown away.
    pub no_raw: bool,
}

/// What the job of an upload has to know.
#[derive(Debug, Serialize, Deserialize)]
struct Upload {
    /// Where it lies in the folder for originals.
    path: PathBuf,
    /// The name of the object that it is; then it is laid there to be read.
    #[serde(default)]
    object: Option<String>,
    bytes: u64,
    #[serde(flatten)]
    wanted: Wanted,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Come {
    /// Bytes of the file that were read.
    pub bytes_read: u64,
    /// Bytes there are.
    pub bytes_total: u64,
    /// Records that were written or found to be there.
    pub records: u64,
}

/// Lists the imports of a person's uploads, the newest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user: &User, limit: u64) -> Result<Vec<Job>> {
    let which = Filter {
        workspace_id: Some(user.workspace_id),
        user_no: Some(user.user_no),
        kinds: vec![IMPORT_FILE.id],
        ..Filter::default()
    };
    jobs::list(app, &which, limit).await
}

/// Finds an import of a person's upload.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, user: &User, id: Id) -> Result<Job> {
    let found = jobs::find(app, user.workspace_id, id).await;
    let is_import = |job: &Job| job.user_no == Some(user.user_no) && job.kind == IMPORT_FILE.id;
    match found {
        Ok(job) if is_import(&job) => Ok(job),
        Ok(_) | Err(Error::NotFound { .. }) => Err(Error::not_found("Import")),
        Err(error) => Err(error),
    }
}

/// Stops an import; what it has written stays.
///
/// # Errors
///
/// NotFound where there is none; Conflict where it is over.
pub async fn cancel(app: &App, user: &User, id: Id) -> Result<Job> {
    find(app, user, id).await?;
    let job = jobs::cancel(app, user.workspace_id, id).await?;
    if job.status.is_over() {
        discard(app, &UserRef::from(user), id).await?;
    }
    Ok(job)
}

/// Tells the name of the file that an import reads, and its size.
///
/// # Errors
///
/// Internal where the job was written by a program that meant something else.
pub fn file_of(job: &Job) -> Result<(String, u64)> {
    let upload: Upload = serde_json::from_value(job.payload.clone()).map_err(Error::internal("reading a job"))?;
    let name = upload.path.file_name().unwrap_or_default().to_string_lossy();
    Ok((name.into_owned(), upload.bytes))
}

/// Queues the import of an upload that is there.
async fn enqueue(app: &App, user: &User, id: Id, upload: &Upload) -> Result<()> {
    let job = NewJob::new(&IMPORT_FILE, upload, app.now())?
        .with_id(id)
        .of_workspace(user.workspace_id)
        .of_user(user.user_no);
    let tx = app.store.begin().await?;
    // A person who is erased meanwhile leaves no file behind.
    tx.lock_user(user.user_no).await?;
    // Somebody else may have started the same one in between.
    if store_jobs::find(&tx, id).await?.is_none() {
        jobs::enqueue(&tx, job).await?;
    }
    tx.commit().await
}

/// Imports an upload, and deletes it.
///
/// # Errors
///
/// Internal where the file or the database fails; then it is tried again.
pub async fn import_uploaded(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let upload: Upload = attempt.payload()?;
    let Some(user_no) = attempt.job.user_no else {
        return Ok(Ended::Failed("the job is nobody's".to_owned()));
    };
    let user = match rows::by_number(&app.store, user_no).await {
        Err(Error::NotFound { .. }) => return Ok(Ended::Forget),
        user => user?,
    };
    let who = UserRef::from(&user);
    let path = originals(app)?.join(&upload.path);
    if !fetch(app, &upload, &path).await? {
        return Ok(Ended::Failed("the uploaded file is gone".to_owned()));
    }
    let ended = match with_progress(&attempt, &who, &path, &upload).await {
        Err(error @ Error::Internal { .. }) => return Err(error),
        Err(refused) => Ended::Failed(refused.to_string()),
        Ok(report) => {
            if let Some(used) = &report.file.zone {
                super::users::adopt_zone(app, user, used.zone).await?;
            }
            let report = serde_json::to_value(&report).map_err(Error::internal("writing the report"))?;
            Ended::Done(Some(report))
        }
    };
    discard(app, &who, attempt.job.id).await?;
    Ok(ended)
}

/// Lays an upload where it can be read; tells whether it is there.
async fn fetch(app: &App, upload: &Upload, path: &Path) -> Result<bool> {
    let doing = "reading the file";
    let Some(object) = &upload.object else {
        return fs::try_exists(path).await.map_err(Error::internal(doing));
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).await.map_err(Error::internal(doing))?;
    }
    raw::store(app)?.get_file(object, path).await
}

/// Imports a file and notes every second how far that has come.
async fn with_progress(attempt: &Attempt, user: &UserRef, path: &Path, upload: &Upload) -> Result<ImportReport> {
    let come = Arc::new(Mutex::new(Come {
        bytes_total: upload.bytes,
        ..Come::default()
    }));
    let reading = Arc::clone(&come);
    let read = move |at: Progress| hold(&reading).bytes_read = at.read;
    let written = |so_far: &Written| hold(&come).records = records(so_far);
    let options = ImportOptions {
        zone: upload.wanted.zone,
        system_zone: import::system_zone(),
        keep_raw: !upload.wanted.no_raw,
        raw_dir: originals(&attempt.app)?.to_owned(),
    };
    let mut importing = std::pin::pin!(import_file_telling(&attempt.app, user, path, options, read, written));
    let report = loop {
        if let Ok(report) = tokio::time::timeout(NOTED_EVERY, &mut importing).await {
            break report;
        }
        let so_far = *hold(&come);
        // The import goes on meanwhile: it may hold the one connection that noting waits for.
        match select(std::pin::pin!(attempt.progress(&so_far)), importing.as_mut()).await {
            Either::Left((noted, _)) => noted?,
            Either::Right((report, _)) => break report,
        }
    };
    let in_all = *hold(&come);
    attempt.progress(&in_all).await?;
    report
}

fn hold(come: &Mutex<Come>) -> MutexGuard<'_, Come> {
    come.lock().unwrap_or_else(PoisonError::into_inner)
}

fn records(written: &Written) -> u64 {
    let counts = [written.samples, written.sessions];
    counts.iter().map(|it| it.added + it.changed + it.unchanged).sum()
}

/// Deletes uploads whose jobs are over or never were, and comes again in an hour.
///
/// # Errors
///
/// Internal where the database or the folder for originals fails.
pub async fn prune(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    if let Some(folder) = app.originals() {
        let uploads = waiting(folder).await;
        for (id, upload) in uploads.map_err(Error::internal("reading the uploads"))? {
            let over = match jobs::status(app, id).await? {
                Some(status) => status.is_over(),
                None => is_old(&upload).await,
            };
            if over {
                remove(&upload).await?;
            }
        }
    }
    Ok(Ended::Again {
        at: app.now() + TimeDelta::hours(1),
        why: None,
    })
}

/// Lists the folders of uploads with their jobs.
async fn waiting(originals: &Path) -> std::io::Result<Vec<(Id, PathBuf)>> {
    let mut found = Vec::new();
    let mut users = match fs::read_dir(originals).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        users => users?,
    };
    while let Some(user) = users.next_entry().await? {
        let Ok(mut uploads) = fs::read_dir(user.path().join(raw::UPLOADS)).await else {
            continue; // A person without uploads, or a file.
        };
        while let Some(upload) = uploads.next_entry().await? {
            if let Some(id) = upload.file_name().to_str().and_then(|name| name.parse().ok()) {
                found.push((id, upload.path()));
            }
        }
    }
    Ok(found)
}

async fn is_old(upload: &Path) -> bool {
    let age = async {
        let modified = fs::metadata(upload).await?.modified()?;
        modified.elapsed().map_err(std::io::Error::other)
    };
    age.await.is_ok_and(|age| age > GIVEN_UP_AFTER)
}

/// Deletes the upload of a job.
async fn discard(app: &App, user: &UserRef, id: Id) -> Result<()> {
    remove(&originals(app)?.join(uploads(user)).join(id.to_string())).await?;
    let Some(objects) = app.objects() else { return Ok(()) };
    let listed = objects.list(&object_folder(user, id)).await?;
    objects.delete(listed.into_iter().map(|it| it.name)).await
}

async fn remove(upload: &Path) -> Result<()> {
    match fs::remove_dir_all(upload).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::internal("deleting an upload")(error)),
        _ => Ok(()),
    }
}

/// Names what the name of an upload's object begins with.
fn object_folder(user: &UserRef, id: Id) -> String {
    format!("{}/{}/{id}", user.id, raw::UPLOADS)
}

fn uploads(user: &UserRef) -> PathBuf {
    Path::new(&user.id.to_string()).join(raw::UPLOADS)
}

fn originals(app: &App) -> Result<&Path> {
    let missing = || Error::internal("finding the folder for originals")("none was named");
    app.originals().ok_or_else(missing)
}
