//! `vitasync worker`: works at jobs without answering requests.

use clap::Args;

use super::Serving;
use super::leave::{Leaving, left};
use super::serve::serve_probes;

#[derive(Debug, Args)]
pub(super) struct Worker {
    #[command(flatten)]
    settings: Serving,
}

impl Worker {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.settings.config()?;
        let app = config.open().await?;
        app.life.beat();
        let _probes = serve_probes(&config, &app).await?;
        eprintln!("Working at jobs. Stop with Ctrl-C.");
        // Nobody sends new work here: there is nothing to wait for.
        let leaving = Leaving::new(&app, std::time::Duration::ZERO);
        let worker = crate::jobs::Worker::new(app.clone(), config.worker());
        worker.run(left(leaving.heard())).await;
        app.store.close().await?;
        Ok(())
    }
}
