//! Tells those who run the server what it does: logs, figures and traces.
//!
//! Nothing here or elsewhere logs a health value, a token or a body: a request is its method, path, id, status and time.

pub mod figures;
#[cfg(feature = "otel")]
mod traces;

use std::sync::OnceLock;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Config, Format, Metrics};

/// Begins to log, to count and to trace as the configuration says. Only the first call of a process does, and it needs a
/// runtime of tokio.
///
/// # Errors
///
/// Where traces cannot be sent as it is set.
pub fn start(config: &Config) -> anyhow::Result<()> {
    static STARTED: OnceLock<()> = OnceLock::new();
    if STARTED.set(()).is_err() {
        return Ok(());
    }
    if config.metrics != Metrics::Off {
        figures::count();
        tokio::spawn(figures::upkeep());
    }
    let filter = EnvFilter::new(&config.log.filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match config.log.format {
        Format::Text => lines.with_filter(filter).boxed(),
        Format::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_filter(filter)
            .boxed(),
    };
    // A log that another part of the program has set up stays.
    let _ = Registry::default().with(lines).with(traces(config)?).try_init();
    Ok(())
}

/// Sends what has been traced and not been sent yet.
pub fn finish() {
    #[cfg(feature = "otel")]
    traces::finish();
}

#[cfg(feature = "otel")]
fn traces<S>(config: &Config) -> anyhow::Result<Option<impl Layer<S> + Send + Sync>>
where
    S: tracing::Subscriber + for<'span> tracing_subscriber::registry::LookupSpan<'span> + Send + Sync,
{
    config.otlp_endpoint.as_ref().map(|to| traces::layer(&to.0)).transpose()
}

#[cfg(not(feature = "otel"))]
fn traces(config: &Config) -> anyhow::Result<Option<tracing_subscriber::layer::Identity>> {
    match &config.otlp_endpoint {
        None => Ok(None),
        Some(_) => anyhow::bail!("this program was built without traces: otlp_endpoint cannot be set"),
    }
}
