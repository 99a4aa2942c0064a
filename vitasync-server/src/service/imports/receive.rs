//! Receives a file as a stream.

use std::path::PathBuf;

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt as _;

use super::{Upload, Wanted, enqueue, find, object_folder, originals, uploads};
use crate::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::jobs::Job;
use crate::store::users::{User, UserRef};

/// The longest name of a file that is kept, in letters.
const LONGEST_NAME: usize = 60;
/// The name of a file that has none.
const UNNAMED: &str = "upload";

/// A file that is being uploaded; deleted with its folder unless it is [finished](Self::finish).
#[derive(Debug)]
pub struct Receiving {
    file: File,
    folder: Folder,
    id: Id,
    name: String,
    bytes: u64,
    limit: u64,
}

/// A folder that is deleted unless it is kept.
#[derive(Debug)]
struct Folder(Option<PathBuf>);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // Where it cannot be deleted there is nobody to tell; pruning tries again.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl Receiving {
    /// Begins to receive a file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// Internal where there is no folder for originals, or it cannot be written.
    pub async fn begin(app: &App, user: &User, name: Option<&str>, limit: u64) -> Result<Self> {
        let id = Id::generate();
        let path = uploads(&UserRef::from(user)).join(id.to_string());
        let folder = Folder(Some(originals(app)?.join(path)));
        let name = plain_name(name);
        let opened = async {
            let folder = folder.0.as_deref().unwrap_or(std::path::Path::new(""));
            fs::create_dir_all(folder).await?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            options.mode(0o600);
            options.open(folder.join(&name)).await
        };
        let file = opened.await.map_err(Error::internal("receiving a file"))?;
        Ok(Self {
            file,
            folder,
            id,
            name,
            bytes: 0,
            limit,
        })
    }

    /// Adds bytes.
    ///
    /// # Errors
    ///
    /// TooLarge beyond the limit; Internal where the file cannot be written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.limit {
            return Err(Error::TooLarge {
                limit_bytes: self.limit,
            });
        }
        let written = self.file.write_all(bytes).await;
        written.map_err(Error::internal("receiving a file"))
    }

    /// Queues the import of what was received.
    ///
    /// # Errors
    ///
    /// Invalid where nothing was received; Internal where the file or the database fails.
    pub async fn finish(mut self, app: &App, user: &User, wanted: Wanted) -> Result<Job> {
        if self.bytes == 0 {
            return Err(Error::invalid("body", "it is empty: send the file"));
        }
        let synced = async {
            self.file.flush().await?;
            self.file.sync_all().await
        };
        synced.await.map_err(Error::internal("receiving a file"))?;
        let who = UserRef::from(user);
        let path = uploads(&who).join(self.id.to_string()).join(&self.name);
        let object = match app.objects() {
            None => None,
            Some(objects) => {
                let name = format!("{}/{}", object_folder(&who, self.id), self.name);
                objects.put_file(&name, &originals(app)?.join(&path)).await?;
                Some(name)
            }
        };
        let is_file = object.is_none();
        let upload = Upload {
            path,
            object,
            bytes: self.bytes,
            wanted,
        };
        enqueue(app, user, self.id, &upload).await?;
        if is_file {
            self.folder.0 = None;
        }
        find(app, user, self.id).await
    }
}

/// Makes a plain name of what a client calls its file: letters, digits and what is harmless everywhere.
pub(super) fn plain_name(name: Option<&str>) -> String {
    let last = name.and_then(|name| name.rsplit(['/', '\\']).next());
    let harmless = |letter: char| match letter.is_alphanumeric() || "._- ".contains(letter) {
        true => letter,
        false => '_',
    };
    let plain: String = last
        .unwrap_or_default()
        .chars()
        .map(harmless)
        .take(LONGEST_NAME)
        .collect();
    match plain.trim_matches(['.', ' ']) {
        "" => UNNAMED.to_owned(),
        plain => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_name_leads_nowhere_else() {
        let names = [
            "export.zip",
            "../../etc/passwd",
            r"C:\x\a b.fit",
            "..",
            "",
            "a\0b",
            "Expört.zip",
        ];
        let plain = names.map(|name| plain_name(Some(name)));
        let expected = [
            "export.zip",
            "passwd",
            "a b.fit",
            "upload",
            "upload",
            "a_b",
            "Expört.zip",
        ];
        assert_eq!(plain, expected);
        assert_eq!(plain_name(None), "upload");
    }
}
