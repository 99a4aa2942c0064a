//! Imports a file: reads it, writes what is in it, and keeps the original, all at the same time.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use vitasync_providers::files::{self, Part};

pub use vitasync_providers::files::{Progress, Report};

use super::{Delivery, Original, Written, originals, write_deliveries};
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::users::UserRef;

/// How to import a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// The zone of civil dates, before that of the profile.
    pub zone: Option<Tz>,
    /// The zone of civil dates where neither the person's nor the file's is known.
    pub system_zone: Tz,
    /// Whether the original is kept.
    pub keep_raw: bool,
    /// The folder for originals.
    pub raw_dir: PathBuf,
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReport {
    /// What was written.
    #[serde(flatten)]
    pub written: Written,
    /// What was in the file.
    pub file: Report,
    /// The kept original.
    pub original: Option<Original>,
}

/// Imports a file of a known format. `progress` hears how far it has been read.
///
/// Importing the same file again changes nothing; a newer export adds what is new. What was written before an error
/// stays, and importing again completes it.
///
/// # Errors
///
/// Unprocessable where the file is of no known format; TooLarge where it is too large once unpacked; NotFound where
/// the user is gone; Internal where the file, the database or the folder for originals fails.
pub async fn import_file(
    app: &App,
    user: &UserRef,
    path: &Path,
    options: ImportOptions,
    progress: impl Fn(Progress) + Send + Sync + 'static,
) -> Result<ImportReport> {
    import_file_telling(app, user, path, options, progress, |_| {}).await
}

/// Does what [`import_file`] does; `written` hears besides what has been committed.
///
/// # Errors
///
/// As [`import_file`].
pub async fn import_file_telling(
    app: &App,
    user: &UserRef,
    path: &Path,
    options: ImportOptions,
    progress: impl Fn(Progress) + Send + Sync + 'static,
    written: impl Fn(&Written),
) -> Result<ImportReport> {
    let copying = options.keep_raw.then(|| {
        let (path, folder) = (path.to_owned(), options.raw_dir.clone());
        tokio::task::spawn_blocking(move || originals::copy(&path, &folder))
    });
    let mut reading = files::Options::new(app.now());
    reading.zone = options.zone.or(user.zone);
    reading.system_zone = options.system_zone;
    let (deliveries, reading) = read_in_background(path, reading, progress);
    // An error of the writer ends the reading, whose own error then only says that nobody listened.
    let written = write_deliveries(app, user, deliveries, written).await?;
    let file = reading
        .await
        .map_err(Error::internal("reading the file"))?
        .map_err(refused)?;
    let mut report = ImportReport {
        written,
        file,
        original: None,
    };
    if let Some(copying) = copying {
        let copy = copying.await.map_err(Error::internal("keeping the original"))?;
        let copy = copy.map_err(Error::internal("keeping the original"))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let noted = serde_json::to_value(&report).map_err(Error::internal("keeping the original"))?;
        report.original = Some(originals::keep(app, user, &options.raw_dir, &name, copy, noted).await?);
    }
    Ok(report)
}

/// Reads a file on threads of its own. An error of whoever takes the deliveries ends the reading.
pub(super) fn read_in_background(
    path: &Path,
    mut options: files::Options,
    progress: impl Fn(Progress) + Send + Sync + 'static,
) -> (mpsc::Receiver<Delivery>, JoinHandle<Result<Report, files::Error>>) {
    let (sender, deliveries) = mpsc::channel(2);
    let path = path.to_owned();
    options.threads = threads();
    let reading = tokio::task::spawn_blocking(move || {
        files::read_path(&path, &options, &mut |part| {
            let delivery = match part {
                Part::Samples(batch) => Delivery::Samples(batch),
                Part::Sessions(sessions) => Delivery::Sessions(sessions),
                Part::Rejected(rejected) => Delivery::Rejected(rejected),
                Part::Progress(read) => {
                    progress(read);
                    return Ok(());
                }
            };
            Ok(sender.blocking_send(delivery)?)
        })
    });
    (deliveries, reading)
}

/// Finds the time zone of this system; UTC where it does not say.
pub fn system_zone() -> Tz {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}

/// Chooses how many threads read: one for the file, and one per core to decode, of which more than four find nothing
/// to do beside one that writes.
fn threads() -> usize {
    1 + std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4))
}

fn refused(error: files::Error) -> Error {
    match error {
        files::Error::TooLarge { limit } => Error::TooLarge { limit_bytes: limit },
        files::Error::Io(error) => Error::internal("reading the file")(error),
        files::Error::Sink(error) => Error::internal("reading the file")(error),
        unreadable => Error::Unprocessable {
            path: "file".into(),
            message: unreadable.to_string(),
            nearest: None,
        },
    }
}
