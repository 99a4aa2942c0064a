//! Keeps the file an import came from: compressed, in a folder of its own or as an object, with a checksum.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::raw;
use crate::store::raw_files::{self, RawFile};
use crate::store::users::UserRef;
use crate::store::{Id, Reads};

/// Speed: the copy must not hold up the import.
const LEVEL: i32 = 1;
/// How much goes into one frame. A frame of its own is compressed where it lies, in the processor's cache, which is half
/// as fast again as a stream and costs one hundredth of the size; any decoder reads frames one after the other.
const PORTION: usize = 256 << 10;

/// A kept original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Original {
    /// The id.
    pub id: String,
    /// The size of the file.
    pub bytes: u64,
    /// The size of the compressed copy.
    pub stored_bytes: u64,
    /// The BLAKE3 of the compressed copy, in hexadecimal.
    pub checksum: String,
    /// Where the copy lies, in the folder for originals or among the objects.
    pub path: String,
    /// Whether the same bytes were kept before, so that nothing was added.
    pub was_kept: bool,
}

/// A compressed copy without a place yet; gone unless it is given one.
pub(super) struct Copy {
    temporary: Temporary,
    checksum: blake3::Hash,
    bytes: u64,
    stored_bytes: u64,
}

/// A file that is removed unless it is moved.
pub(super) struct Temporary(pub(super) PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Where it was moved there is nothing to remove; where it cannot be removed there is nobody to tell.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Copies a file into a folder, compressed. Blocks.
pub(super) fn copy(file: &Path, folder: &Path) -> io::Result<Copy> {
    std::fs::create_dir_all(folder)?;
    let temporary = Temporary(folder.join(format!(".{}.part", Id::generate())));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(&temporary.0)?;
    let source = File::open(file)?;
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    let mut hasher = blake3::Hasher::new();
    let (mut bytes, mut stored_bytes) = (0, 0);
    let mut portion = Vec::with_capacity(PORTION);
    let mut packed = Vec::with_capacity(zstd::zstd_safe::compress_bound(PORTION));
    loop {
        portion.clear();
        let read = (&source).take(PORTION as u64).read_to_end(&mut portion)?;
        if read == 0 && bytes > 0 {
            break;
        }
        packed.clear();
        compressor.compress_to_buffer(&portion, &mut packed)?;
        hasher.update(&packed);
        target.write_all(&packed)?;
        bytes += read as u64;
        stored_bytes += packed.len() as u64;
        if read == 0 {
            break; // An empty file is one empty frame.
        }
    }
    target.sync_data()?;
    Ok(Copy {
        temporary,
        checksum: hasher.finalize(),
        bytes,
        stored_bytes,
    })
}

/// Gives a copy its place, unless the same bytes are kept already: among the objects where there is a store, otherwise in the
/// folder.
pub(super) async fn keep(
    app: &App,
    user: &UserRef,
    folder: &Path,
    name: &str,
    copy: Copy,
    report: serde_json::Value,
) -> Result<Original> {
    let doing = "keeping the original";
    let checksum = copy.checksum.as_bytes().to_vec();
    let object = match app.objects() {
        Some(objects) if kept(&app.store, user, folder, &checksum).await?.is_none() => {
            let name = raw::new_name(user.id, raw::What::File);
            objects.put_file(&name, &copy.temporary.0).await?;
            Some(name)
        }
        _ => None,
    };
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    if let Some(kept) = kept(&tx, user, folder, &checksum).await? {
        tx.commit().await?;
        return Ok(original(&kept, true));
    }
    let id = Id::generate();
    let size = |bytes: u64| i64::try_from(bytes).map_err(Error::internal(doing));
    let mut file = RawFile {
        user_no: user.no,
        id,
        name: name.to_owned(),
        checksum,
        bytes: size(copy.bytes)?,
        stored_bytes: size(copy.stored_bytes)?,
        path: String::new(),
        object,
        received_at: app.now(),
        report,
    };
    if file.object.is_none() {
        file.path = format!("{}/{id}.zst", user.id);
        std::fs::create_dir_all(folder.join(user.id.to_string())).map_err(Error::internal(doing))?;
        std::fs::rename(&copy.temporary.0, folder.join(&file.path)).map_err(Error::internal(doing))?;
    }
    let noted = async {
        raw_files::replace(&tx, file.clone()).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        if file.object.is_none() {
            let _ = std::fs::remove_file(folder.join(&file.path)); // Nobody would know that it is there.
        }
        return Err(error);
    }
    Ok(original(&file, false))
}

/// Finds the same bytes where they are kept already and are still there.
async fn kept(from: &impl Reads, user: &UserRef, folder: &Path, checksum: &[u8]) -> Result<Option<RawFile>> {
    let known = raw_files::find_by_checksum(from, user.no, checksum).await?;
    Ok(known.filter(|known| known.object.is_some() || folder.join(&known.path).exists()))
}

fn original(file: &RawFile, was_kept: bool) -> Original {
    Original {
        id: file.id.to_string(),
        bytes: file.bytes.unsigned_abs(),
        stored_bytes: file.stored_bytes.unsigned_abs(),
        checksum: file.checksum.iter().map(|byte| format!("{byte:02x}")).collect(),
        path: file.object.as_ref().unwrap_or(&file.path).clone(),
        was_kept,
    }
}

/// Deletes the originals of a person from the app's folder.
pub(crate) fn delete_originals(app: &App, user: &UserRef) -> Result<()> {
    let Some(folder) = app.originals() else { return Ok(()) };
    match std::fs::remove_dir_all(folder.join(user.id.to_string())) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::internal("deleting originals")(error)),
        _ => Ok(()),
    }
}
