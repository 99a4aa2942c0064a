//! `vitasync worker`: works at jobs without answering requests.

use clap::Args;

use super::Database;
use super::serve::stopped;
use crate::App;
use crate::jobs::Config;
use crate::service::webhooks::Guarded;

#[derive(Debug, Args)]
pub(super) struct Worker {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    webhooks: Webhooks,
}

/// Where customers may have us send.
#[derive(Debug, Clone, Args)]
pub(super) struct Webhooks {
    /// Call webhooks in private networks and over plain HTTP too; never where strangers can create them
    #[arg(long = "webhooks-allow-private", env = "VITASYNC_WEBHOOKS_ALLOW_PRIVATE")]
    allow_private: bool,
}

impl Webhooks {
    /// Says so to an app.
    pub(super) fn apply(&self, app: App) -> App {
        app.with_webhooks(Guarded {
            allow_private: self.allow_private,
        })
    }
}

impl Worker {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.webhooks.apply(self.database.open().await?);
        eprintln!("Working at jobs. Stop with Ctrl-C.");
        crate::jobs::Worker::new(app, Config::default()).run(stopped()).await;
        Ok(())
    }
}
