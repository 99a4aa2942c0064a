//! Calls customers' endpoints: one client for all, which goes to public addresses and follows nobody elsewhere.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::address::Guarded;
use crate::error::{Error, Result};

/// How long an endpoint may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection to an endpoint may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How many idle connections are kept per host.
const IDLE: usize = 16;

/// Calls customers' endpoints. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Courier {
    guard: Guarded,
    client: Arc<OnceLock<reqwest::Client>>,
}

/// What an endpoint answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    /// The status.
    pub(super) status: u16,
    /// How long it asks us to wait, in seconds.
    pub(super) retry_after_s: Option<i64>,
    /// How long it took.
    pub(super) took: Duration,
}

impl Courier {
    /// Makes a courier.
    pub fn new(guard: Guarded) -> Self {
        Self {
            guard,
            client: Arc::default(),
        }
    }

    /// Tells where it goes.
    pub fn guard(&self) -> Guarded {
        self.guard
    }

    /// Sends a body, and gives what was answered or, in words for the customer, why nothing was. What is in the answer is not
    /// read.
    pub(super) async fn send(
        &self,
        url: &str,
        headers: Vec<(&'static str, String)>,
        body: String,
    ) -> Result<Result<Answered, String>> {
        let Ok(url) = self.guard.parse("url", url) else {
            return Ok(Err("the address is not one that is called any more".to_owned()));
        };
        let mut request = self.client()?.post(url).body(body);
        request = request.header("Content-Type", "application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let began = Instant::now();
        let answered = request.send().await;
        let took = began.elapsed();
        Ok(answered.map_err(|error| in_words(&error)).map(|answer| Answered {
            status: answer.status().as_u16(),
            retry_after_s: answer
                .headers()
                .get("retry-after")
                .and_then(|value| value.to_str().ok()?.trim().parse().ok()),
            took,
        }))
    }

    fn client(&self) -> Result<&reqwest::Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let made = vitasync_providers::client::https(|client| {
            client
                .dns_resolver(Arc::new(self.guard))
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .timeout(TIMEOUT)
                .connect_timeout(CONNECT)
                .pool_max_idle_per_host(IDLE)
                .user_agent(concat!("VitaSync-Webhooks/", env!("CARGO_PKG_VERSION")))
        });
        let made = made.map_err(Error::internal("setting up the calls of webhooks"))?;
        Ok(self.client.get_or_init(|| made))
    }
}

/// Says what went wrong without the address, which may hold a secret of the customer's.
fn in_words(error: &reqwest::Error) -> String {
    let cause = || {
        let mut cause: &dyn std::error::Error = error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        cause.to_string()
    };
    if error.is_timeout() {
        format!("no answer within {} s", TIMEOUT.as_secs())
    } else if error.is_connect() {
        format!("no connection: {}", cause())
    } else {
        format!("the call broke off: {}", cause())
    }
}
