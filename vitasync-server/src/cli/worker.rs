//! `vitasync worker`: works at jobs without answering requests.

use clap::Args;

use super::Database;
use super::serve::stopped;
use crate::jobs::Config;

#[derive(Debug, Args)]
pub(super) struct Worker {
    #[command(flatten)]
    database: Database,
}

impl Worker {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        eprintln!("Working at jobs. Stop with Ctrl-C.");
        crate::jobs::Worker::new(app, Config::default()).run(stopped()).await;
        Ok(())
    }
}
