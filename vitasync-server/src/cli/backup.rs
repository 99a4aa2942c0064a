//! `vitasync backup` and `vitasync restore`: copy an embedded database while it is in use, and put the copy back.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::Database;
use super::output::{bytes, without_password};
use crate::config::Config;
use crate::service::backup;

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    database: Database,
    /// The file to write
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    database: Database,
    /// The file that `backup` has written
    file: PathBuf,
    /// Move a database that is there aside
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.database.config()?;
        if config.database_file()?.is_none() {
            let file = shell(&self.file);
            bail!(
                "the data is in PostgreSQL, whose own program copies it while it is in use:\n  \
                 pg_dump --format=custom --file={file} {}",
                address(&config)?
            );
        }
        let copied = backup::copy(&config.open().await?, &self.file).await?;
        eprintln!(
            "Wrote {} ({}), and read it again: it is whole.",
            self.file.display(),
            bytes(copied.bytes)
        );
        eprintln!(
            "It knows {} originals, which {} lists: copy {} as files.",
            copied.originals,
            copied.list.display(),
            config.originals_folder()?.display()
        );
        eprintln!("The secret key is not in it: keep that elsewhere.");
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.database.config()?;
        let Some(database) = config.database_file()? else {
            let file = shell(&self.file);
            bail!(
                "the data is in PostgreSQL, whose own program puts a copy back:\n  \
                 pg_restore --clean --if-exists --no-owner --dbname={} {file}",
                address(&config)?
            );
        };
        let originals = config.originals_folder()?;
        let restored = backup::restore(&self.file, &database, &originals, self.force).await?;
        config.open().await?.store.close().await?;
        eprintln!("{} holds what {} held.", database.display(), self.file.display());
        if let Some(replaced) = restored.replaced {
            eprintln!("What was there before is {} now.", replaced.display());
        }
        let wrong = restored.missing.iter().map(|it| (it, "is not there"));
        for (path, what) in wrong.chain(restored.changed.iter().map(|it| (it, "has other bytes"))) {
            eprintln!("Note: the original {} {what}.", originals.join(path).display());
        }
        Ok(())
    }
}

/// Writes the address of a PostgreSQL for a shell, without the password, for which its programs ask.
fn address(config: &Config) -> anyhow::Result<String> {
    Ok(shell(Path::new(&without_password(&config.database_url()?))))
}

fn shell(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
