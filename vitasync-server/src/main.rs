//! The `vitasync` binary: see [`vitasync_server::cli`].

use std::process::ExitCode;

use clap::Parser as _;
use vitasync_server::cli::{Cli, run};
use vitasync_server::telemetry;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = run(Cli::parse()).await;
    telemetry::finish();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vitasync: {error:#}");
            ExitCode::FAILURE
        }
    }
}
