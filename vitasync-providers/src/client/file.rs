//! Keeps tokens in a directory, one file per connection that only its owner may read.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::store::{Held, TokenStore};
use crate::auth::Grant;
use crate::error::BoxError;

/// Keeps tokens in a directory, one file per connection, mode 0600. A file is replaced as a whole and reaches the disk before
/// [`TokenStore::replace`] returns. The tokens are not sealed: it is for one person on their own machine, and one process.
#[derive(Debug)]
pub struct TokenFiles {
    directory: PathBuf,
    writing: tokio::sync::Mutex<()>,
}

impl TokenFiles {
    /// Opens a directory; it is made when the first token comes.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            writing: tokio::sync::Mutex::new(()),
        }
    }

    /// A name of letters, digits, `-` and `_`: a connection's id never leads out of the directory.
    fn path(&self, connection: &str) -> PathBuf {
        let name = URL_SAFE_NO_PAD.encode(connection);
        self.directory.join(format!("{name}.json"))
    }
}

#[async_trait]
impl TokenStore for TokenFiles {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        let path = self.path(connection);
        tokio::task::spawn_blocking(move || read(&path)).await?
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        let _writing = self.writing.lock().await;
        if self.load(connection).await?.map(|held| held.version) != version {
            return Ok(false);
        }
        let held = Held {
            grant: grant.clone(),
            version: version.map_or(1, |version| version + 1),
        };
        let (path, bytes) = (self.path(connection), serde_json::to_vec(&held)?);
        tokio::task::spawn_blocking(move || write(&path, &bytes)).await??;
        Ok(true)
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        let _writing = self.writing.lock().await;
        let path = self.path(connection);
        let removed = tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await?;
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

fn read(path: &Path) -> Result<Option<Held>, BoxError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    // Made with mode 0600; renamed over the old file, so that a crash leaves one of the two.
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    std::fs::File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Secret;

    #[tokio::test]
    async fn a_grant_survives_and_only_its_owner_may_read_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let grant = Grant::key(Secret::new("k"));
        let tokens = TokenFiles::new(directory.path());
        assert!(tokens.replace("../a/b", None, &grant).await.expect("stored"));
        let held = TokenFiles::new(directory.path())
            .load("../a/b")
            .await
            .expect("read")
            .expect("held");
        assert_eq!((held.grant, held.version), (grant, 1));
        let entry = std::fs::read_dir(directory.path()).expect("a directory").next();
        let file = entry.expect("one file").expect("readable");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&file.metadata().expect("metadata").permissions()) & 0o777,
            0o600
        );
    }

    #[tokio::test]
    async fn a_grant_that_is_no_longer_the_held_one_is_not_replaced() {
        let directory = tempfile::tempdir().expect("a directory");
        let tokens = TokenFiles::new(directory.path());
        let grant = Grant::key(Secret::new("k"));
        assert!(tokens.replace("c", None, &grant).await.expect("stored"));
        assert!(!tokens.replace("c", None, &grant).await.expect("refused"));
        assert!(!tokens.replace("c", Some(7), &grant).await.expect("refused"));
        assert!(tokens.replace("c", Some(1), &grant).await.expect("stored"));
        tokens.remove("c").await.expect("removed");
        assert_eq!(tokens.load("c").await.expect("read"), None);
    }
}
