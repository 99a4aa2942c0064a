//! Where things are kept that were given no place of their own, and what the configuration means to other parts.

use std::path::PathBuf;
use std::time::Duration;

use super::{Config, Metrics, PublicUrl, Word};
use crate::app::App;
use crate::http::HttpConfig;
use crate::jobs;
use crate::objects::{Access, Objects};
use crate::service::retention::Retention;
use crate::service::vendors::Installation;
use crate::service::webhooks::Guarded;
use crate::vault::Vault;

impl Config {
    /// Opens the database and gives services what is set for them.
    ///
    /// # Errors
    ///
    /// A sentence that says what cannot be opened.
    pub async fn open(&self) -> anyhow::Result<App> {
        let app = App::open_with(&self.database_url()?, self.database_connections).await?;
        let app = app.with_originals(self.originals_folder()?).with_vault(self.vault()?);
        let app = app.with_objects(self.objects()?);
        let public_url = self.public_url.clone().map(|PublicUrl(url)| url);
        let installation = Installation::read(public_url, |name| std::env::var(name).ok());
        let installation = installation.with_hosts(self.vendor_hosts.0.clone());
        let app = app.with_installation(installation).with_webhooks(Guarded {
            allow_private: self.webhooks_allow_private,
        });
        Ok(app.with_retention(Retention {
            samples: self.retention_samples.0,
            raw: self.retention_raw.0,
            archive: self.retention_archive,
        }))
    }

    /// Opens the object store, where raw bytes are kept in one.
    fn objects(&self) -> anyhow::Result<Option<Objects>> {
        let text = |word: &Option<Word>| word.as_ref().map(|Word(text)| text.clone());
        let access = Access {
            endpoint: self.s3_endpoint.as_ref().map(|PublicUrl(url)| url.clone()),
            region: text(&self.s3_region),
            key: text(&self.s3_access_key).zip(text(&self.s3_secret_key)),
        };
        anyhow::ensure!(
            self.s3_access_key.is_some() == self.s3_secret_key.is_some(),
            "s3_access_key and s3_secret_key go together: give both or none"
        );
        Ok(Objects::open(&self.raw_store, access)?)
    }

    /// Says how the API is served.
    pub fn http(&self) -> HttpConfig {
        HttpConfig {
            requests_per_minute: self.rate_limit.0,
            body_limit: usize::try_from(self.body_size.0).unwrap_or(usize::MAX),
            upload_limit: self.upload_size.0,
            push_limit: usize::try_from(self.push_size.0).unwrap_or(usize::MAX),
            push_token_lifetime: Duration::from_secs(u64::from(self.push_token_minutes) * 60),
            timeout: self.request_timeout.0,
            cors_origins: self.cors_origins.0.clone(),
            figures: self.metrics == Metrics::On,
            trusted_proxies: self.trusted_proxies.clone(),
        }
    }

    /// Says how jobs are worked at.
    pub fn worker(&self) -> jobs::Config {
        jobs::Config {
            slots: self.worker_slots.0.clone(),
            lease: self.worker_lease.0,
            grace: self.grace.0,
            ..jobs::Config::default()
        }
    }

    /// Tells where the database is: by default `vitasync.db` in the data folder.
    ///
    /// # Errors
    ///
    /// Where there is no data folder.
    pub fn database_url(&self) -> anyhow::Result<String> {
        match &self.database {
            Some(url) => Ok(url.clone()),
            None => Ok(self.data_folder()?.join("vitasync.db").display().to_string()),
        }
    }

    /// Tells where originals are kept: by default beside an embedded database, otherwise in the data folder.
    ///
    /// # Errors
    ///
    /// Where there is no data folder.
    pub fn originals_folder(&self) -> anyhow::Result<PathBuf> {
        match &self.originals {
            Some(folder) => Ok(folder.clone()),
            None => self.beside("originals"),
        }
    }

    /// Finds the secret key: the one that is given, or that of a file which only its owner can read.
    fn vault(&self) -> anyhow::Result<Vault> {
        match &self.secret_key {
            Some(vault) => Ok(vault.clone()),
            None => Vault::of_file(&self.beside("secret-key")?).map_err(anyhow::Error::msg),
        }
    }

    /// Tells where an embedded database is, with nothing that the engine understands.
    ///
    /// # Errors
    ///
    /// Where there is no data folder.
    pub fn database_file(&self) -> anyhow::Result<Option<PathBuf>> {
        let url = self.database_url()?;
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(None);
        }
        let path = url
            .strip_prefix("sqlite://")
            .or(url.strip_prefix("sqlite:"))
            .unwrap_or(&url);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Ok(Some(path.into()))
    }

    /// Names what is kept beside an embedded database, otherwise in the data folder.
    fn beside(&self, name: &str) -> anyhow::Result<PathBuf> {
        match self.database_file()? {
            Some(path) => Ok(PathBuf::from(format!("{}-{name}", path.display()))),
            None => Ok(self.data_folder()?.join(name)),
        }
    }

    /// Finds, and makes where needed, the folder in which VitaSync keeps a person's data on this system.
    ///
    /// # Errors
    ///
    /// Where there is no place for it, or it cannot be made.
    pub fn data_folder(&self) -> anyhow::Result<PathBuf> {
        let home = || {
            std::env::var_os("HOME")
                .or_else(|| std::env::var_os("USERPROFILE"))
                .map(PathBuf::from)
        };
        let folder = self
            .data
            .clone()
            .or_else(|| std::env::var_os("XDG_DATA_HOME").map(|base| PathBuf::from(base).join("vitasync")))
            .or_else(|| Some(home()?.join(".local").join("share").join("vitasync")))
            .ok_or_else(|| {
                anyhow::anyhow!("no home folder: say where to keep data with --database or VITASYNC_DATA")
            })?;
        std::fs::create_dir_all(&folder)
            .map_err(|error| anyhow::anyhow!("cannot make the data folder {}: {error}", folder.display()))?;
        Ok(folder)
    }
}
