//! `vitasync serve`: the REST API, and a worker beside it.

use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::Serving;
use super::leave::{Leaving, left};
use crate::App;
use crate::auth::Scope;
use crate::config::{Config, Metrics};
use crate::http::{probes, router};
use crate::jobs::Worker;
use crate::service::{keys, workspaces};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: Serving,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.settings.config()?;
        let server = Server::bind(&config).await?;
        let app = config.open().await?;
        let app = app.or_reached_at(&server.url());
        if let Some(raw) = &config.bootstrap_key {
            let workspace = workspaces::default(&app).await?;
            keys::adopt(&app, workspace, "bootstrap", Scope::ALL.into_iter().collect(), raw).await?;
        }
        eprintln!(
            "Serving on http://{}, documentation at /docs. Stop with Ctrl-C.",
            server.address
        );
        let leaving = Leaving::new(&app, config.drain.0);
        if !config.no_worker {
            app.life.beat();
        }
        let worker = (!config.no_worker).then(|| {
            let worker = Worker::new(app.clone(), config.worker());
            tokio::spawn(worker.run(left(leaving.heard())))
        });
        let served = server.run(app.clone(), &leaving).await;
        leaving.now();
        if let Some(worker) = worker {
            worker.await?;
        }
        app.store.close().await?;
        served
    }
}

/// A server that has its address and does not answer yet.
#[derive(Debug)]
pub(super) struct Server {
    listener: TcpListener,
    config: Config,
    /// The address, with the port the system chose where 0 was asked for.
    pub(super) address: SocketAddr,
}

impl Server {
    /// Takes the address.
    pub(super) async fn bind(config: &Config) -> anyhow::Result<Self> {
        let listener = listener(config.listen, "--listen").await?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            config: config.clone(),
        })
    }

    /// Gives the address as a browser on this machine writes it.
    pub(super) fn url(&self) -> String {
        match self.address.ip().is_unspecified() {
            true => format!("http://localhost:{}", self.address.port()),
            false => format!("http://{}", self.address),
        }
    }

    /// Answers until the process is to stop; requests that have begun are finished, if that does not take too long.
    pub(super) async fn run(self, app: App, leaving: &Leaving) -> anyhow::Result<()> {
        let _probes = serve_probes(&self.config, &app).await?;
        let service = router(app, self.config.http()).into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(self.listener, service).with_graceful_shutdown(left(leaving.heard()));
        let too_long = async {
            left(leaving.heard()).await;
            sleep(self.config.grace.0).await;
        };
        tokio::select! {
            served = served => served?,
            () = too_long => tracing::warn!("Requests were still open when the time to stop was over"),
        }
        Ok(())
    }
}

/// Answers probes and those who read figures at an address of its own, where there is one, until what it gives is dropped.
pub(super) async fn serve_probes(config: &Config, app: &App) -> anyhow::Result<Option<Probes>> {
    let Metrics::At(address) = config.metrics else {
        return Ok(None);
    };
    let listener = listener(address, "--metrics").await?;
    let router = probes(app.clone());
    Ok(Some(Probes(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "Figures are not served any more");
        }
    }))))
}

/// Answers probes.
#[derive(Debug)]
pub(super) struct Probes(tokio::task::JoinHandle<()>);

impl Drop for Probes {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn listener(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with {flag}"))
}
