//! Reads a kept original again, with what this program knows today, in the caller's transaction.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;
use vitasync_providers::files;

use super::file::{read_in_background, system_zone};
use super::originals::Temporary;
use super::prepare::Preparer;
use super::{Delivery, Writer};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::raw;
use crate::store::raw_files::RawFile;
use crate::store::users::UserRef;
use crate::store::{Id, Transaction};

/// How much is unpacked at a time.
const PORTION: usize = 256 << 10;

/// Why an original cannot be read again. What it brought stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotRead {
    /// Nobody has said where originals are.
    #[error("no folder for originals is set")]
    NoFolder,
    /// It is not there any more.
    #[error("the kept file is gone")]
    Gone,
    /// It is not what was kept.
    #[error("the kept file is damaged")]
    Damaged,
    /// This program reads it no more.
    #[error("it is of no kind that can be read")]
    Unreadable,
}

/// Reads a kept original again and writes what is in it, in the zone in which its import placed dates. The inner error says why
/// it could not be read.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn import_again(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    file: &RawFile,
) -> Result<Result<(), NotRead>> {
    let copy = match locate(app, file).await? {
        Ok(copy) => copy,
        Err(not_read) => return Ok(Err(not_read)),
    };
    let checksum = file.checksum.clone();
    let unpacking = tokio::task::spawn_blocking(move || unpack(&copy, &checksum));
    let unpacked = unpacking.await.map_err(Error::internal("unpacking an original"))?;
    let original = match unpacked {
        Ok(Some(original)) => original,
        Ok(None) => return Ok(Err(NotRead::Damaged)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(NotRead::Gone)),
        Err(error) => return Err(Error::internal("unpacking an original")(error)),
    };
    let mut options = files::Options::new(file.received_at);
    let placed_in = file.report["file"]["zone"]["zone"].as_str();
    options.zone = placed_in.and_then(|zone| zone.parse().ok()).or(user.zone);
    options.system_zone = system_zone();
    let (deliveries, reading) = read_in_background(&original.0, options, |_| {});
    write(app, tx, user, deliveries).await?;
    let read = reading.await.map_err(Error::internal("reading an original"))?;
    Ok(read.map(drop).map_err(|_| NotRead::Unreadable))
}

/// Writes deliveries of one file as one import.
async fn write(app: &App, tx: &Transaction, user: &UserRef, mut deliveries: mpsc::Receiver<Delivery>) -> Result<()> {
    let mut writer = Writer::begin(app, tx, user).await?;
    writer.lock(tx).await?;
    let mut preparer = Preparer::default();
    while let Some(delivery) = deliveries.recv().await {
        for prepared in preparer.prepare(delivery) {
            writer.write(tx, prepared).await?;
        }
    }
    writer.derive_sleep(tx).await?;
    writer.tell(tx).await
}

/// A compressed copy that can be read, and where there is room to unpack it.
struct Located {
    place: PathBuf,
    folder: PathBuf,
    /// The copy of an object, which is not needed afterwards.
    _fetched: Option<Temporary>,
}

/// Finds the copy of an original, and fetches it where it is an object.
async fn locate(app: &App, file: &RawFile) -> Result<Result<Located, NotRead>> {
    let Some(name) = &file.object else {
        return Ok(app.originals().ok_or(NotRead::NoFolder).map(|folder| Located {
            place: folder.join(&file.path),
            folder: folder.to_owned(),
            _fetched: None,
        }));
    };
    let folder = app.originals().map_or_else(std::env::temp_dir, Path::to_owned);
    std::fs::create_dir_all(&folder).map_err(Error::internal("making a folder to unpack in"))?;
    let fetched = part_of(&folder);
    Ok(match raw::store(app)?.get_file(name, &fetched.0).await? {
        false => Err(NotRead::Gone),
        true => Ok(Located {
            place: fetched.0.clone(),
            folder,
            _fetched: Some(fetched),
        }),
    })
}

fn part_of(folder: &Path) -> Temporary {
    Temporary(folder.join(format!(".{}.part", Id::generate())))
}

/// Unpacks an original; nothing where its bytes are not those that were kept. Blocks.
fn unpack(copy: &Located, checksum: &[u8]) -> io::Result<Option<Temporary>> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(&copy.place)?)?;
    if hasher.finalize().as_bytes() != checksum {
        return Ok(None);
    }
    let temporary = part_of(&copy.folder);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(&temporary.0)?;
    let mut packed = zstd::stream::read::Decoder::new(File::open(&copy.place)?)?;
    let mut portion = vec![0; PORTION];
    loop {
        match packed.read(&mut portion)? {
            0 => return Ok(Some(temporary)),
            read => target.write_all(&portion[..read])?,
        }
    }
}
