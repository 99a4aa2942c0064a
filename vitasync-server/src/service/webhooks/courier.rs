//! Calls customers' endpoints: one client for all, which goes to public addresses and follows nobody elsewhere.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::address::Guarded;
use crate::error::{Error, Result};

/// How long an endpoint may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection to an endpoint may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How many idle connections are kept per host: as many as a worker uses at a time, where nobody says otherwise.
const IDLE: usize = 64;
/// How much of an answer is passed over so that its connection can be used again; a longer one costs its connection.
const PASSED_OVER: usize = 16 << 10;
/// How long that may take.
const PASSING: Duration = Duration::from_secs(1);

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

    /// Sends a body, and gives what was answered or, in words for the customer, why nothing was. What is in the answer is
    /// passed over.
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
        let answer = match answered {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(in_words(&error))),
        };
        let retry_after = answer.headers().get("retry-after");
        let answered = Answered {
            status: answer.status().as_u16(),
            retry_after_s: retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok()),
            took,
        };
        // Where the end does not come, the connection is given up.
        let _ = timeout(PASSING, pass_over(answer)).await;
        Ok(Ok(answered))
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

/// Takes a short body to its end, where it comes to one: only then the connection can be used again.
async fn pass_over(mut answer: reqwest::Response) {
    let mut left = PASSED_OVER;
    while let Ok(Some(part)) = answer.chunk().await {
        match left.checked_sub(part.len()) {
            Some(less) => left = less,
            None => return,
        }
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::net::SocketAddr;
    use std::sync::Mutex;

    use axum::Router;
    use axum::extract::ConnectInfo;
    use axum::routing::post;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn one_delivery_after_the_other_goes_over_one_connection_where_answers_are_short() {
        for (length, connections) in [(0, 1), (PASSED_OVER, 1), (PASSED_OVER * 64, 3)] {
            let callers: Arc<Mutex<HashSet<SocketAddr>>> = Arc::default();
            let noted = Arc::clone(&callers);
            let hear = async move |ConnectInfo(caller): ConnectInfo<SocketAddr>| {
                noted.lock().expect("no panic").insert(caller);
                "x".repeat(length)
            };
            let router = Router::new()
                .route("/", post(hear))
                .into_make_service_with_connect_info::<SocketAddr>();
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let url = format!("http://{}", listener.local_addr().expect("an address"));
            tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
            let courier = Courier::new(Guarded { allow_private: true });
            for _ in 0..3 {
                let answered = courier
                    .send(&url, Vec::new(), "{}".to_owned())
                    .await
                    .expect("it is set up");
                assert_eq!(answered.expect("it answers").status, 200);
            }
            assert_eq!(callers.lock().expect("no panic").len(), connections, "{length} bytes");
        }
    }
}
