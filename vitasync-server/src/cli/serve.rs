//! `vitasync serve`: the REST API, and a worker beside it.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Database;
use super::worker::Webhooks;
use crate::App;
use crate::http::{HttpConfig, router};
use crate::jobs::{Config, Worker};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    listen: Listen,
    /// Answer only, and leave jobs to `vitasync worker`
    #[arg(long, env = "VITASYNC_NO_WORKER")]
    no_worker: bool,
    #[command(flatten)]
    webhooks: Webhooks,
}

/// Where and how the API listens.
#[derive(Debug, Clone, Args)]
pub(super) struct Listen {
    /// The address to listen on
    #[arg(
        long = "listen",
        env = "VITASYNC_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    address: SocketAddr,
    /// How many requests a key may make per minute, or `off`
    #[arg(long, env = "VITASYNC_RATE_LIMIT", default_value = "120", value_name = "N")]
    rate_limit: RateLimit,
    /// The largest file that can be uploaded, in MiB
    #[arg(long, env = "VITASYNC_UPLOAD_LIMIT", default_value = "8192", value_name = "MIB")]
    upload_limit: u32,
    /// For how many minutes the token of a phone is valid
    #[arg(long, env = "VITASYNC_PUSH_TOKEN_MINUTES", default_value = "60", value_name = "N")]
    push_token_minutes: NonZeroU32,
}

#[derive(Debug, Clone, Copy)]
struct RateLimit(Option<NonZeroU32>);

impl FromStr for RateLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self(None)),
            _ => text
                .parse()
                .map(|limit| Self(Some(limit)))
                .map_err(|_| "give a number above 0, or `off`".to_owned()),
        }
    }
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.webhooks.apply(self.database.open().await?);
        let server = self.listen.bind().await?;
        eprintln!(
            "Serving on http://{}, documentation at /docs. Stop with Ctrl-C.",
            server.address
        );
        let (stop, stopped) = watch::channel(false);
        let worker = (!self.no_worker).then(|| tokio::spawn(work(app.clone(), stopped)));
        let served = server.run(app).await;
        // Nobody waits for it where there is no worker.
        let _ = stop.send(true);
        if let Some(worker) = worker {
            worker.await?;
        }
        served
    }
}

/// Works at jobs until told to stop.
async fn work(app: App, mut stop: watch::Receiver<bool>) {
    let stopped = async {
        // An error says that whoever would tell is gone.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    Worker::new(app, Config::default()).run(stopped).await;
}

/// A server that has its address and does not answer yet.
#[derive(Debug)]
pub(super) struct Server {
    listener: TcpListener,
    config: HttpConfig,
    /// The address, with the port the system chose where 0 was asked for.
    pub(super) address: SocketAddr,
}

impl Listen {
    /// Takes the address.
    pub(super) async fn bind(&self) -> anyhow::Result<Server> {
        let listener = TcpListener::bind(self.address)
            .await
            .with_context(|| format!("cannot listen on {}; choose another with --listen", self.address))?;
        let config = HttpConfig {
            requests_per_minute: self.rate_limit.0,
            upload_limit: u64::from(self.upload_limit) << 20,
            push_token_lifetime: Duration::from_secs(u64::from(self.push_token_minutes.get()) * 60),
            ..HttpConfig::default()
        };
        Ok(Server {
            address: listener.local_addr()?,
            listener,
            config,
        })
    }
}

impl Server {
    /// Answers until the process is told to stop; requests that have begun are finished.
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        let service = router(app, self.config).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, service)
            .with_graceful_shutdown(stopped())
            .await?;
        Ok(())
    }
}

/// Waits for Ctrl-C or, where there is such a thing, a request to terminate.
pub(super) async fn stopped() {
    let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_else(|_| std::process::abort()) };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
