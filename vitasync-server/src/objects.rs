//! Keeps bytes as objects: in a folder, or in a bucket that speaks the protocol of S3.
//!
//! An object is written once under a name of its own and never changed. Names begin with the id of the person whose bytes they
//! are, so that all of a person's objects are found without the database. What an object means is its owner's matter
//! ([`service::raw`](crate::service::raw)).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::client::{HttpClient, HttpConnector};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::signer::Signer as _;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _};
use tokio::io::AsyncWriteExt as _;

use crate::error::{Error, Result};

/// How long the store may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a connection to the store may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How much of a file is read at a time.
const PORTION: usize = 1 << 20;

/// Where raw bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// In the database, and originals of imports in their folder.
    #[default]
    Database,
    /// In a folder that all processes share.
    Folder(PathBuf),
    /// In a bucket.
    S3 {
        /// The bucket.
        bucket: String,
        /// What the names of objects begin with; may be empty.
        prefix: String,
    },
}

/// How a bucket is reached; what is not said comes from the surroundings of the process, as AWS's own programs find it.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// The address of a service that is not Amazon's.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The id of the key, and the key.
    pub key: Option<(String, String)>,
}

/// A store of objects. Cheap to clone.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    signer: Option<Arc<AmazonS3>>,
    prefix: Name,
}

/// An object as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// The size in bytes.
    pub bytes: u64,
    /// When it was written, by the clock of the store.
    pub written_at: DateTime<Utc>,
}

impl Place {
    /// Reads `database`, `file:///folder` or `s3://bucket/prefix`.
    ///
    /// # Errors
    ///
    /// A sentence that says what to give instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "give `database`, file:///FOLDER or s3://BUCKET/PREFIX".to_owned();
        if text == "database" {
            return Ok(Self::Database);
        }
        let url = url::Url::parse(text).map_err(|_| wrong())?;
        let is_plain =
            url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        match url.scheme() {
            "file" if is_plain => url.to_file_path().map(Self::Folder).map_err(|()| wrong()),
            "s3" if is_plain && url.port().is_none() => Ok(Self::S3 {
                bucket: url.host_str().ok_or_else(wrong)?.to_owned(),
                prefix: url.path().trim_matches('/').to_owned(),
            }),
            _ => Err(wrong()),
        }
    }
}

impl Objects {
    /// Opens a store; none where raw bytes are kept in the database. Asks the store for nothing yet.
    ///
    /// # Errors
    ///
    /// Internal where a folder cannot be made or what is said of a bucket cannot be.
    pub fn open(place: &Place, access: Access) -> Result<Option<Self>> {
        match place {
            Place::Database => Ok(None),
            Place::Folder(folder) => Self::in_folder(folder).map(Some),
            Place::S3 { bucket, prefix } => Self::in_bucket(bucket, prefix, access).map(Some),
        }
    }

    /// Opens a folder, and makes it where it is not there.
    ///
    /// # Errors
    ///
    /// Internal where it cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let doing = "opening the folder for objects";
        std::fs::create_dir_all(folder).map_err(Error::internal(doing))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal(doing))?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true).with_automatic_cleanup(true)),
            signer: None,
            prefix: Name::default(),
        })
    }

    fn in_bucket(bucket: &str, prefix: &str, access: Access) -> Result<Self> {
        let doing = "setting up the object store";
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_http_connector(Https);
        if let Some(endpoint) = access.endpoint {
            builder = builder
                .with_allow_http(endpoint.starts_with("http://"))
                .with_endpoint(endpoint);
        }
        if let Some(region) = access.region {
            builder = builder.with_region(region);
        }
        if let Some((id, key)) = access.key {
            builder = builder.with_access_key_id(id).with_secret_access_key(key);
        }
        let store = Arc::new(builder.build().map_err(Error::internal(doing))?);
        Ok(Self {
            store: store.clone(),
            signer: Some(store),
            prefix: Name::parse(prefix).map_err(Error::internal(doing))?,
        })
    }

    /// Writes an object; it is there as a whole or not at all.
    ///
    /// # Errors
    ///
    /// Internal where the store fails.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let put = self.store.put(&self.at(name)?, bytes.into()).await;
        put.map(|_| ()).map_err(Error::internal("writing an object"))
    }

    /// Writes a file as an object, in parts where it is large.
    ///
    /// # Errors
    ///
    /// Internal where the file or the store fails; then there is no object.
    pub async fn put_file(&self, name: &str, file: &Path) -> Result<()> {
        let doing = "writing an object";
        let mut source = tokio::fs::File::open(file).await.map_err(Error::internal(doing))?;
        let mut target = BufWriter::new(Arc::clone(&self.store), self.at(name)?);
        let copied = async {
            tokio::io::copy(&mut source, &mut target).await?;
            target.shutdown().await
        };
        if let Err(error) = copied.await {
            // Parts that cannot be taken back are the bucket's to expire.
            let _ = target.abort().await;
            return Err(Error::internal(doing)(error));
        }
        Ok(())
    }

    /// Reads an object; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Internal where the store fails.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let doing = "reading an object";
        match self.store.get(&self.at(name)?).await {
            Ok(found) => found
                .bytes()
                .await
                .map(|it| Some(it.into()))
                .map_err(Error::internal(doing)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(Error::internal(doing)(error)),
        }
    }

    /// Reads an object into a new file, which its owner alone can read; tells whether there is such an object.
    ///
    /// # Errors
    ///
    /// Internal where the file or the store fails.
    pub async fn get_file(&self, name: &str, file: &Path) -> Result<bool> {
        let doing = "reading an object";
        let found = match self.store.get(&self.at(name)?).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(Error::internal(doing)(error)),
        };
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(file).await.map_err(Error::internal(doing))?;
        let mut target = tokio::io::BufWriter::with_capacity(PORTION, file);
        let mut chunks = found.into_stream();
        while let Some(chunk) = chunks.try_next().await.map_err(Error::internal(doing))? {
            target.write_all(&chunk).await.map_err(Error::internal(doing))?;
        }
        target.flush().await.map_err(Error::internal(doing))?;
        Ok(true)
    }

    /// Copies an object within the store; tells whether there is such an object.
    ///
    /// # Errors
    ///
    /// Internal where the store fails.
    pub async fn copy(&self, from: &str, to: &str) -> Result<bool> {
        match self.store.copy(&self.at(from)?, &self.at(to)?).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(Error::internal("copying an object")(error)),
        }
    }

    /// Lists the objects whose names begin with whole parts, for example with a person's id; all of them for an empty text.
    ///
    /// # Errors
    ///
    /// Internal where the store fails.
    pub async fn list(&self, beginning: &str) -> Result<Vec<Listed>> {
        let doing = "listing objects";
        let at = self.at(beginning)?;
        let found: Result<Vec<_>, _> = self.store.list(Some(&at)).try_collect().await;
        let found = found.map_err(Error::internal(doing))?;
        let relative = |location: &Name| -> Option<String> {
            let parts: Vec<_> = location.prefix_match(&self.prefix)?.collect();
            let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
            Some(parts.join("/"))
        };
        let listed = found.into_iter().filter_map(|meta| {
            Some(Listed {
                name: relative(&meta.location)?,
                bytes: meta.size,
                written_at: meta.last_modified,
            })
        });
        Ok(listed.collect())
    }

    /// Lists the first parts of all names: the people of whom there are objects.
    ///
    /// # Errors
    ///
    /// Internal where the store fails.
    pub async fn people(&self) -> Result<Vec<String>> {
        let listed = self.store.list_with_delimiter(Some(&self.prefix)).await;
        let listed = listed.map_err(Error::internal("listing objects"))?;
        let last = |prefix: &Name| prefix.filename().map(str::to_owned);
        Ok(listed.common_prefixes.iter().filter_map(last).collect())
    }

    /// Deletes objects; those that are not there are deleted already.
    ///
    /// # Errors
    ///
    /// Internal where the store fails; what was deleted until then stays deleted.
    pub async fn delete(&self, names: impl IntoIterator<Item = String>) -> Result<()> {
        let at: Result<Vec<Name>> = names.into_iter().map(|name| self.at(&name)).collect();
        let at = futures::stream::iter(at?.into_iter().map(Ok)).boxed();
        let mut deleted = self.store.delete_stream(at);
        while let Some(deleted) = deleted.next().await {
            match deleted {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(Error::internal("deleting an object")(error)),
            }
        }
        Ok(())
    }

    /// Tells whether others can be given an address to write to.
    pub fn can_sign(&self) -> bool {
        self.signer.is_some()
    }

    /// Makes an address to which somebody without a key can send one object by PUT, for a time; none for a folder.
    ///
    /// # Errors
    ///
    /// Internal where there is nothing to sign with.
    pub async fn sign_put(&self, name: &str, lifetime: Duration) -> Result<Option<String>> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let signed = signer.signed_url(reqwest::Method::PUT, &self.at(name)?, lifetime).await;
        let signed = signed.map_err(Error::internal("signing an address"))?;
        Ok(Some(signed.to_string()))
    }

    /// Gives the place of a name.
    fn at(&self, name: &str) -> Result<Name> {
        let parsed = Name::parse(name).map_err(Error::internal("naming an object"))?;
        Ok(Name::from_iter(self.prefix.parts().chain(parsed.parts())))
    }
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// Calls the store with the TLS that vendors are called with.
#[derive(Debug)]
struct Https;

impl HttpConnector for Https {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = vitasync_providers::client::https(|client| {
            client
                .redirect(reqwest::redirect::Policy::none())
                .read_timeout(SILENCE)
                .connect_timeout(CONNECT)
        });
        client
            .map(HttpClient::new)
            .map_err(|error| object_store::Error::Generic {
                store: "S3",
                source: error.into(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_and_a_wrong_one_is_refused() {
        let s3 = |bucket: &str, prefix: &str| Place::S3 {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        };
        assert_eq!(Place::parse("database"), Ok(Place::Database));
        assert_eq!(Place::parse("file:///var/raw"), Ok(Place::Folder("/var/raw".into())));
        assert_eq!(Place::parse("s3://bucket"), Ok(s3("bucket", "")));
        assert_eq!(Place::parse("s3://bucket/a/b/"), Ok(s3("bucket", "a/b")));
        for wrong in [
            "",
            "/var/raw",
            "file://raw",
            "s3://key:secret@bucket",
            "s3://bucket?a=b",
            "gs://bucket",
        ] {
            assert!(Place::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn what_is_written_is_read_listed_and_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let objects = Objects::in_folder(&folder.path().join("new")).expect("opens");
        objects.put("ada/answers/1.zst", vec![1, 2]).await.expect("written");
        let file = folder.path().join("file");
        std::fs::write(&file, [3]).expect("written");
        objects.put_file("ada/uploads/x/a b.zip", &file).await.expect("written");
        objects.put("bob/1", vec![]).await.expect("written");
        assert_eq!(objects.get("ada/answers/1.zst").await.expect("read"), Some(vec![1, 2]));
        assert_eq!(objects.get("ada/answers/2.zst").await.expect("read"), None);
        assert!(objects.get_file("ada/uploads/x/a b.zip", &file).await.expect("read"));
        assert_eq!(std::fs::read(&file).expect("read"), [3]);
        let names = objects.list("ada").await.expect("listed").into_iter().map(|it| it.name);
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(names, ["ada/answers/1.zst", "ada/uploads/x/a b.zip"]);
        objects.delete(names.clone()).await.expect("deleted");
        objects.delete(names).await.expect("gone already");
        assert_eq!(objects.list("ada").await.expect("listed"), []);
        assert_eq!(objects.sign_put("bob/2", SILENCE).await.expect("asked"), None);
    }
}
