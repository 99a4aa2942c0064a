//! The `vitasync` command: reads arguments, calls services, prints what a person wants to see.
//!
//! Tables go to standard output, progress and remarks to standard error, and `--json` prints nothing but JSON.

mod demo;
mod import;
mod keys;
mod output;
mod person;
mod priority;
mod progress;
mod replay;
mod report;
mod serve;
mod sources;
mod summary;
mod why;
mod worker;
mod zone;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use url::Url;

use crate::app::App;
use crate::service::vendors::Installation;
use crate::vault::Vault;

/// One truth from every wearable.
#[derive(Debug, Parser)]
#[command(name = "vitasync", version, about, long_about = None, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show what VitaSync does, with a year of an invented person's data
    Demo(demo::Demo),
    /// Read an export file into the database
    Import(import::Import),
    /// Show a person's days, nights and workouts
    Summary(summary::Summary),
    /// Show what a value is made from, what was set aside, and why
    Why(why::Why),
    /// List the devices and apps that have measured a person
    Sources(sources::Sources),
    /// Show or set whose samples count where sources overlap
    Priority(priority::Priority),
    /// Decode again what vendors have answered, and say what that changes
    Replay(replay::Replay),
    /// Serve the REST API
    Serve(serve::Serve),
    /// Work at jobs: syncs, webhooks and what is due, beside any number of other processes
    Worker(worker::Worker),
    /// Create the database or bring it up to date
    Migrate(Migrate),
    /// Manage API keys
    Keys(keys::Keys),
}

/// Where the data is kept.
#[derive(Debug, Clone, Args)]
struct Database {
    /// Where the data is kept: a path, sqlite://PATH or postgres://…
    #[arg(
        long = "database",
        env = "VITASYNC_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    url: Option<String>,
    /// With what tokens are sealed: 32 bytes in base64, or several with commas between, the present one first. By default
    /// a file beside the data
    #[arg(
        long,
        env = "VITASYNC_SECRET_KEY",
        value_name = "BASE64",
        hide_env_values = true,
        value_parser = Vault::parse
    )]
    secret_key: Option<Vault>,
    /// Under which address the world reaches the server: vendors send people and news there. By default the address
    /// that `serve` listens on
    #[arg(long, env = "VITASYNC_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
}

#[derive(Debug, Args)]
struct Migrate {
    #[command(flatten)]
    database: Database,
}

impl Database {
    /// Opens the database, by default `vitasync.db` in this person's data folder.
    async fn open(&self) -> anyhow::Result<App> {
        let app = App::open(&self.url()?).await?.with_originals(self.originals()?);
        let installation = Installation::read(self.public_url.clone(), |name| std::env::var(name).ok());
        Ok(app.with_vault(self.vault()?).with_installation(installation))
    }

    /// Finds the secret key: the one that is given, or that of a file which only its owner can read.
    fn vault(&self) -> anyhow::Result<Vault> {
        if let Some(vault) = &self.secret_key {
            return Ok(vault.clone());
        }
        Vault::of_file(&self.beside("secret-key")?).map_err(anyhow::Error::msg)
    }

    fn url(&self) -> anyhow::Result<String> {
        match &self.url {
            Some(url) => Ok(url.clone()),
            None => Ok(data_folder()?.join("vitasync.db").display().to_string()),
        }
    }

    /// Tells where originals are kept: beside an embedded database, otherwise in the data folder.
    fn originals(&self) -> anyhow::Result<PathBuf> {
        self.beside("originals")
    }

    /// Names what is kept beside an embedded database, otherwise in the data folder.
    fn beside(&self, name: &str) -> anyhow::Result<PathBuf> {
        let url = self.url()?;
        if url.starts_with("postgres") {
            return Ok(data_folder()?.join(name));
        }
        let path = url.strip_prefix("sqlite://").unwrap_or(&url);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Ok(PathBuf::from(format!("{path}-{name}")))
    }
}

/// Reads the address under which the world reaches the server.
fn public_url(text: &str) -> Result<String, String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"));
    match url {
        Some(url) if url.query().is_none() && url.fragment().is_none() => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err("give an address like https://api.example.com".to_owned()),
    }
}

/// Finds, and makes where needed, the folder in which VitaSync keeps a person's data on this system.
fn data_folder() -> anyhow::Result<PathBuf> {
    let home = || {
        std::env::var_os("HOME")
            .or_else(|| std::env::var_os("USERPROFILE"))
            .map(PathBuf::from)
    };
    let folder = std::env::var_os("VITASYNC_DATA")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("XDG_DATA_HOME").map(|base| PathBuf::from(base).join("vitasync")))
        .or_else(|| Some(home()?.join(".local").join("share").join("vitasync")))
        .ok_or_else(|| anyhow::anyhow!("no home folder: say where to keep data with --database or VITASYNC_DATA"))?;
    std::fs::create_dir_all(&folder)
        .map_err(|error| anyhow::anyhow!("cannot make the data folder {}: {error}", folder.display()))?;
    Ok(folder)
}

/// Runs the command line.
///
/// # Errors
///
/// What the person should read: one sentence, with what to do where something can be done.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Demo(demo) => demo.run().await,
        Command::Import(import) => import.run().await,
        Command::Summary(summary) => summary.run().await,
        Command::Why(why) => why.run().await,
        Command::Sources(sources) => sources.run().await,
        Command::Priority(priority) => priority.run().await,
        Command::Replay(replay) => replay.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Worker(worker) => worker.run().await,
        Command::Migrate(migrate) => {
            migrate.database.open().await?;
            eprintln!(
                "The database {} is up to date.",
                output::without_password(&migrate.database.url()?)
            );
            Ok(())
        }
        Command::Keys(keys) => keys.run().await,
    }
}
