//! Lets requests in: looks the key up, counts the request against its limit, and says on every answer what is left.
//!
//! A request with a valid key counts against that key, one with the token of a phone against the phone's person. All others count against the address they come from, so that
//! guessing keys is limited too; an address is what the connection says, never a header a client can write. The
//! probes under `/health/` are never limited. Limits hold per process.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::Context;
use super::extract::{Caller, Phone};
use super::problem::Problem;
use crate::auth::RawKey;
use crate::error::Error;
use crate::service::ingest::token;
use crate::service::{Id, keys};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// After how many requests the callers that have long been silent are forgotten.
const HOUSEKEEPING: u32 = 10_000;

/// Who a request counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Client {
    Key(Id),
    /// The phones of a person.
    Phone(Id),
    Address(Option<IpAddr>),
}

/// How many requests a client may make in a minute.
#[derive(Debug, Clone)]
pub(super) struct Limiter(Option<Arc<Limited>>);

#[derive(Debug)]
struct Limited {
    per_minute: NonZeroU32,
    clients: RateLimiter<Client, DashMapStateStore<Client>, DefaultClock, StateInformationMiddleware>,
    counted: AtomicU32,
}

/// What is left of a client's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    limit: u32,
    remaining: u32,
    reset_s: u64,
    retry_after_s: Option<u64>,
}

impl Limiter {
    /// Limits every client to so many requests per minute, or nobody.
    pub(super) fn new(per_minute: Option<NonZeroU32>) -> Self {
        Self(per_minute.map(|per_minute| {
            Arc::new(Limited {
                per_minute,
                clients: RateLimiter::dashmap(Quota::per_minute(per_minute)).with_middleware(),
                counted: AtomicU32::new(0),
            })
        }))
    }

    /// Counts a request; `None` where nobody is limited.
    fn count(&self, client: Client) -> Option<Standing> {
        let limited = self.0.as_deref()?;
        if limited.counted.fetch_add(1, Ordering::Relaxed) % HOUSEKEEPING == HOUSEKEEPING - 1 {
            limited.clients.retain_recent();
        }
        Some(match limited.clients.check_key(&client) {
            Ok(snapshot) => limited.standing(snapshot.remaining_burst_capacity(), None),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                limited.standing(0, Some(seconds(wait).max(1)))
            }
        })
    }

    /// Gives the full limit, for answers that do not count.
    fn full(&self) -> Option<Standing> {
        let limited = self.0.as_deref()?;
        Some(limited.standing(limited.per_minute.get(), None))
    }
}

impl Limited {
    fn standing(&self, remaining: u32, retry_after_s: Option<u64>) -> Standing {
        let limit = self.per_minute.get();
        let used = limit.saturating_sub(remaining);
        Standing {
            limit,
            remaining,
            reset_s: seconds(Duration::from_secs(60) / limit * used),
            retry_after_s,
        }
    }
}

impl Standing {
    fn write(self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, self.limit.into());
        headers.insert(REMAINING, self.remaining.into());
        headers.insert(RESET, HeaderValue::from(self.reset_s));
    }
}

/// Rounds up to whole seconds.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// Admits a request or refuses it, and writes the limit's headers on the answer.
pub(super) async fn admit(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/health/") {
        let mut response = next.run(request).await;
        if let Some(standing) = context.limiter.full() {
            standing.write(response.headers_mut());
        }
        return response;
    }
    let text = bearer(request.headers());
    let caller = match text.and_then(RawKey::parse) {
        Some(raw) => keys::authenticate(&context.app, &raw).await,
        None => Ok(None),
    };
    let phone = text.and_then(|text| token::read(&context.app, text));
    let caller = match caller {
        Ok(caller) => caller,
        Err(error) => return Problem::from(error).into_response(),
    };
    let client = match (&caller, phone) {
        (Some(principal), _) => Client::Key(principal.key()),
        (None, Some(phone)) => Client::Phone(phone.user()),
        (None, None) => Client::Address(address(&request)),
    };
    let standing = context.limiter.count(client);
    let mut response = match standing.and_then(|standing| standing.retry_after_s) {
        Some(retry_after_s) => Problem::from(Error::TooMany { retry_after_s }).into_response(),
        None => {
            request.extensions_mut().insert(Caller(caller));
            if let Some(phone) = phone {
                request.extensions_mut().insert(Phone(phone));
            }
            next.run(request).await
        }
    };
    if let Some(standing) = standing {
        standing.write(response.headers_mut());
    }
    response
}

/// Reads what stands behind `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

fn address(request: &Request) -> Option<IpAddr> {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_counts_down_and_then_refuses_with_a_time() {
        let limiter = Limiter::new(NonZeroU32::new(2));
        let client = Client::Address(None);
        let standings = [(); 3].map(|()| limiter.count(client).expect("limited"));
        assert_eq!(standings.map(|it| it.remaining), [1, 0, 0]);
        assert_eq!(standings.map(|it| it.reset_s), [30, 60, 60]);
        assert_eq!(standings[1].retry_after_s, None);
        assert!(standings[2].retry_after_s.is_some_and(|wait| (1..=30).contains(&wait)));
    }

    #[test]
    fn clients_do_not_share_a_limit() {
        let limiter = Limiter::new(NonZeroU32::new(1));
        let clients = [
            Client::Key(Id::generate()),
            Client::Key(Id::generate()),
            Client::Address(None),
        ];
        assert!(
            clients
                .iter()
                .all(|client| limiter.count(*client).expect("limited").retry_after_s.is_none())
        );
    }

    #[test]
    fn nobody_is_limited_where_there_is_no_limit() {
        assert_eq!(Limiter::new(None).count(Client::Address(None)), None);
    }

    #[test]
    fn a_key_is_read_from_a_bearer_header_alone() {
        let read = |text: &'static str| {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(text))]);
            bearer(&headers)
                .and_then(RawKey::parse)
                .map(|key| key.reveal().to_owned())
        };
        assert_eq!(read("bearer  vs_live_a").as_deref(), Some("vs_live_a"));
        for text in ["Basic vs_live_a", "vs_live_a", "Bearer", "Bearer token"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
