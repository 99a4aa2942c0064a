//! Copies an embedded database while it is in use, and puts such a copy back.
//!
//! A copy is a database of its own, and beside it stands a list of the originals it knows, with their checksums, as `b3sum`
//! writes it: the originals themselves are files that never change and are copied as files. Those kept as objects are
//! the object store's. The secret key is in neither.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::backup::{self, Original};

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The size of the copy.
    pub bytes: u64,
    /// How many originals it knows.
    pub originals: usize,
    /// The list of the originals.
    pub list: PathBuf,
}

/// What was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How many originals the database knows.
    pub originals: usize,
    /// Those that are not in the folder for originals.
    pub missing: Vec<String>,
    /// Those that are there with other bytes.
    pub changed: Vec<String>,
    /// Where the database went that was there before.
    pub replaced: Option<PathBuf>,
}

/// Copies the database as it is at one moment into a new file, and reads the copy once to see that it is whole.
///
/// # Errors
///
/// Conflict where there is such a file or the database is a PostgreSQL; Internal where the copy fails or is not whole.
pub async fn copy(app: &App, to: &Path) -> Result<Copied> {
    let doing = "copying the database";
    if !backup::is_embedded(&app.store) {
        return Err(Error::conflict("a PostgreSQL is copied by its own programs"));
    }
    if to.exists() {
        return Err(Error::conflict(format!("there is a file {} already", to.display())));
    }
    let part = beside(to, "part");
    remove(&part).map_err(Error::internal(doing))?;
    // Empty and private: what SQLite would make by itself, everybody could read.
    private(&part).map_err(Error::internal(doing))?;
    backup::copy(&app.store, &part).await?;
    let originals = backup::check(&part).await?;
    let list = beside(to, "originals");
    let finished = || {
        let file = File::open(&part)?;
        file.sync_all()?;
        write_list(&list, &originals)?;
        fs::rename(&part, to)?;
        file.metadata().map(|it| it.len())
    };
    Ok(Copied {
        bytes: finished().map_err(Error::internal(doing))?,
        originals: originals.len(),
        list,
    })
}

/// Puts a copy in the place of an embedded database, and looks for the originals it knows. What was there is moved aside.
/// Nobody may use the database meanwhile.
///
/// # Errors
///
/// Conflict where there is a database and it is not to be replaced; Internal where the copy is not whole or a file fails.
pub async fn restore(from: &Path, database: &Path, originals: &Path, replace: bool) -> Result<Restored> {
    let doing = "putting the copy back";
    if database.exists() && !replace {
        let message = format!(
            "there is a database {} already; --force moves it aside",
            database.display()
        );
        return Err(Error::conflict(message));
    }
    let known = backup::check(from).await?;
    let part = beside(database, "part");
    let put = || {
        remove(&part)?;
        io::copy(&mut File::open(from)?, &mut private(&part)?)?;
        File::open(&part)?.sync_all()?;
        let replaced = move_aside(database)?;
        fs::rename(&part, database)?;
        Ok(replaced)
    };
    let replaced = put().map_err(Error::internal::<io::Error>(doing))?;
    let mut restored = Restored {
        originals: known.len(),
        missing: Vec::new(),
        changed: Vec::new(),
        replaced,
    };
    for file in known {
        match checksum(&originals.join(&file.path)) {
            Ok(found) if found.as_bytes() == file.checksum.as_slice() => {}
            Ok(_) => restored.changed.push(file.path),
            Err(_) => restored.missing.push(file.path),
        }
    }
    Ok(restored)
}

/// Moves a database aside with what SQLite keeps beside it; gives where it went.
fn move_aside(database: &Path) -> io::Result<Option<PathBuf>> {
    if !database.exists() {
        return Ok(None);
    }
    let aside = PathBuf::from(format!("{}.{}", database.display(), crate::store::Id::generate()));
    for end in ["-wal", "-shm", ""] {
        let (from, to) = (
            format!("{}{end}", database.display()),
            format!("{}{end}", aside.display()),
        );
        match fs::rename(from, to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Some(aside))
}

fn write_list(list: &Path, originals: &[Original]) -> io::Result<()> {
    remove(list)?;
    let mut file = private(list)?;
    for original in originals {
        let hex: String = original.checksum.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(file, "{hex}  {}", original.path)?;
    }
    file.sync_all()
}

fn checksum(path: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}.{end}", path.display()))
}

/// Makes a file that its owner alone can read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
