//! The `vitasync` command: reads arguments, calls services, prints what a person wants to see.
//!
//! Tables go to standard output, progress and remarks to standard error, and `--json` prints nothing but JSON.

mod backup;
mod config;
mod demo;
mod flags;
mod import;
mod keys;
mod leave;
mod output;
mod person;
mod priority;
mod progress;
mod ready;
mod replay;
mod report;
mod serve;
mod sources;
mod summary;
mod why;
mod worker;
mod zone;

use clap::{Args, Parser, Subcommand};

use self::flags::{Database, Serving};

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
    /// Ask the server or worker of these settings whether it can serve
    Ready(ready::Ready),
    /// Create the database or bring it up to date
    Migrate(Migrate),
    /// Copy an embedded database while it is in use
    Backup(backup::Backup),
    /// Put such a copy in the place of the database
    Restore(backup::Restore),
    /// Manage API keys
    Keys(keys::Keys),
    /// Show and check the settings
    Config(config::Settings),
}

#[derive(Debug, Args)]
struct Migrate {
    #[command(flatten)]
    database: Database,
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
        Command::Ready(ready) => ready.run().await,
        Command::Migrate(migrate) => {
            let config = migrate.database.config()?;
            config.open().await?;
            eprintln!(
                "The database {} is up to date.",
                output::without_password(&config.database_url()?)
            );
            Ok(())
        }
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Keys(keys) => keys.run().await,
        Command::Config(settings) => settings.run(),
    }
}
