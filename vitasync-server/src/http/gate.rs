//! Lets requests in: looks the key up, counts the request against its limit, and says on every answer what is left.
//!
//! A request with a valid key counts against that key, by the key's own limit or that of the server, and one with the token of a
//! phone against the phone's person. All others count against the address they come from, so that
//! guessing keys is limited too; an address is what the connection says, or what a proxy of ours says ([`super::proxies`]),
//! never a header a client can write. The probes under `/health/`, `/metrics` and what vendors send are never limited. Limits
//! hold per process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::Context;
use super::extract::{Caller, Phone, address};
use super::problem::Problem;
use super::v1::inbound::is_inbound;
use crate::auth::{RateLimit, RawKey};
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

type Quotas = HashMap<NonZeroU32, Arc<Limited>>;

/// How many requests clients may make in a minute: as many as the server gives all, or as their key says.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    default: Option<NonZeroU32>,
    quotas: Arc<RwLock<Quotas>>,
}

/// The clients of one quota.
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
    /// Limits every client whose key says nothing else to so many requests per minute, or not at all.
    pub(super) fn new(default: Option<NonZeroU32>) -> Self {
        let quotas = Arc::default();
        Self { default, quotas }
    }

    /// Counts a request; `None` where the client is not limited.
    fn count(&self, client: Client, limit: RateLimit) -> Option<Standing> {
        let per_minute = match limit {
            RateLimit::Default => self.default?,
            RateLimit::PerMinute(per_minute) => per_minute,
            RateLimit::Unlimited => return None,
        };
        Some(self.quota(per_minute).count(client))
    }

    /// Gives the full limit, for answers that do not count.
    fn full(&self) -> Option<Standing> {
        let per_minute = self.default?;
        Some(standing(per_minute, per_minute.get(), None))
    }

    fn quota(&self, per_minute: NonZeroU32) -> Arc<Limited> {
        let known = self.quotas.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&per_minute) {
            return Arc::clone(known);
        }
        drop(known);
        let mut quotas = self.quotas.write().unwrap_or_else(PoisonError::into_inner);
        let limited = quotas.entry(per_minute).or_insert_with(|| {
            Arc::new(Limited {
                per_minute,
                clients: RateLimiter::dashmap(Quota::per_minute(per_minute)).with_middleware(),
                counted: AtomicU32::new(0),
            })
        });
        Arc::clone(limited)
    }
}

impl Limited {
    fn count(&self, client: Client) -> Standing {
        if self.counted.fetch_add(1, Ordering::Relaxed) % HOUSEKEEPING == HOUSEKEEPING - 1 {
            self.clients.retain_recent();
        }
        match self.clients.check_key(&client) {
            Ok(snapshot) => standing(self.per_minute, snapshot.remaining_burst_capacity(), None),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                standing(self.per_minute, 0, Some(seconds(wait).max(1)))
            }
        }
    }
}

fn standing(per_minute: NonZeroU32, remaining: u32, retry_after_s: Option<u64>) -> Standing {
    let limit = per_minute.get();
    let used = limit.saturating_sub(remaining);
    Standing {
        limit,
        remaining,
        reset_s: seconds(Duration::from_secs(60) / limit * used),
        retry_after_s,
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
    let path = request.uri().path();
    if path.starts_with("/health/") || path == "/metrics" || is_inbound(path) {
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
    let known = caller.as_ref().ok().and_then(Option::as_ref);
    let standing = match (known, phone) {
        (Some(it), _) => context.limiter.count(Client::Key(it.key()), it.limit()),
        (None, Some(phone)) => context.limiter.count(Client::Phone(phone.user()), RateLimit::Default),
        (None, None) => context
            .limiter
            .count(Client::Address(address(request.extensions())), RateLimit::Default),
    };
    let mut response = match (standing.and_then(|standing| standing.retry_after_s), caller) {
        (Some(retry_after_s), _) => Problem::from(Error::TooMany { retry_after_s }).into_response(),
        (None, Err(error)) => Problem::from(error).into_response(),
        (None, Ok(caller)) => {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_counts_down_and_then_refuses_with_a_time() {
        let limiter = Limiter::new(NonZeroU32::new(2));
        let client = Client::Address(None);
        let standings = [(); 3].map(|()| limiter.count(client, RateLimit::Default).expect("limited"));
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
        assert!(clients.iter().all(|client| {
            limiter
                .count(*client, RateLimit::Default)
                .expect("limited")
                .retry_after_s
                .is_none()
        }));
    }

    #[test]
    fn nobody_is_limited_where_there_is_no_limit() {
        let nobody = Limiter::new(None).count(Client::Address(None), RateLimit::Default);
        assert_eq!(nobody, None);
    }

    #[test]
    fn a_limit_of_its_own_is_that_of_the_key_alone() {
        let limiter = Limiter::new(NonZeroU32::new(1));
        let key = Client::Key(Id::generate());
        let of = |limit| limiter.count(key, limit).map(|it| (it.limit, it.remaining));
        let three = RateLimit::PerMinute(NonZeroU32::new(3).expect("above 0"));
        assert_eq!([of(three), of(three)], [Some((3, 2)), Some((3, 1))]);
        assert_eq!([of(RateLimit::Unlimited), of(RateLimit::Default)], [None, Some((1, 0))]);
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
