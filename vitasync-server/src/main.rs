//! The `vitasync` binary: see [`vitasync_server::cli`].

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;
use vitasync_server::cli::{Cli, run};

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("VITASYNC_LOG").unwrap_or_else(|_| EnvFilter::new("warn,vitasync_server=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vitasync: {error:#}");
            ExitCode::FAILURE
        }
    }
}
