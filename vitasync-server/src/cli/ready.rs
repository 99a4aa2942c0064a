//! `vitasync ready`: asks the server or worker of these settings whether it can serve, for those who run containers.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::bail;
use clap::Args;

use super::Serving;
use crate::config::{Config, Metrics};

/// How long it may take to answer.
const TIMEOUT: Duration = Duration::from_secs(4);

#[derive(Debug, Args)]
pub(super) struct Ready {
    #[command(flatten)]
    settings: Serving,
}

impl Ready {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let url = format!("http://{}/health/ready", address(&self.settings.config()?));
        let client = vitasync_providers::client::https(|client| client.timeout(TIMEOUT).no_proxy())?;
        match client.get(&url).send().await?.status().as_u16() {
            200 => Ok(()),
            status => bail!("{url} answers {status}"),
        }
    }
}

/// Tells where probes are answered, as a process beside it reaches that.
fn address(config: &Config) -> SocketAddr {
    let mut address = match config.metrics {
        Metrics::At(address) => address,
        Metrics::On | Metrics::Off => config.listen,
    };
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    address
}
