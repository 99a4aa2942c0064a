//! Describes a vendor without calling it.
//!
//! A vendor is a [`Spec`] (facts) and a few pure functions: what to ask ([`Provider::requests`]), what an answer means
//! ([`Provider::outcome`]) and what it holds ([`Provider::decode`]). [`Client`](crate::Client) does everything else once for
//! everyone: tokens, refreshing, limits, waiting, paging, windows, storing the raw answer. So a stored answer can be
//! decoded again when a mapping improves, and a test needs no network.
//!
//! # Add a provider
//!
//! 1. Make a folder `vendors/<slug>/` with `mod.rs` (the spec and the requests), `decode.rs`, `registration.rs`, `tests.rs` and
//!    `fixtures/*.json`, and add its two lines to `vendors/mod.rs`. A vendor can also live in a crate of its own, as the whole
//!    one below: `examples/src/bin/your_own_vendor.rs` is one that runs.
//! 2. Write the spec. Take [`Spec::BASE`] and [`Resource::BASE`] for what does not apply. Say in `unverified` what you could
//!    not see in a source of the vendor's, and in `registration` what an operator does before anybody can connect.
//! 3. Answer every [`Job`] that applies in `requests`. A request names secrets ([`Value`]) and never holds one.
//! 4. Decode. Read lists with [`Page::each`], so that a broken item is rejected alone. A value that is missing stays missing:
//!    [`Page::read`] takes an `Option`. Give every reading the vendor's unit and the [`RecordVersion`] of its object. The answers
//!    of all requests come here, those of connecting, subscribing and disconnecting as well.
//! 5. Add an [`Example`] for every answer, invented but true to the form, in the vendor's folder as `fixtures/weights.json` and
//!    in the spec as `Example { path: "/weights", body: include_str!("fixtures/weights.json"), ..Example::BASE }`. It is noon of
//!    2 October 2026 when they are read: date them before that. Name in `ignored` what you leave unread on purpose.
//! 6. Run the conformance suite from `tests.rs`. It connects, syncs, pages, refreshes and damages the examples, and looks for every
//!    promised metric and for every field that nobody reads; what it prints is the list of what is left to do. It needs the feature
//!    `testing`, which a crate of your own switches on under `[dev-dependencies]`:
//!
//!    ```no_run
//!    # async fn test(acme: &'static dyn vitasync_providers::Provider) {
//!    // #[tokio::test]
//!    vitasync_providers::testing::conformance::check(acme).await;
//!    # }
//!    ```
//!
//! 7. Override `outcome`, `token` and `receive` only where the vendor leaves the standards.
//! 8. Inside this crate: `UPDATE_GENERATED=1 cargo test -p vitasync-providers --test catalogue` writes the vendor into
//!    `docs/providers.md`; then `cargo test -p vitasync-providers <slug>`.
//!
//! A whole vendor:
//!
//! ```
//! use serde::Deserialize;
//! use serde_json::value::RawValue;
//! use vitasync_core::{Metric, time::ReadingTime};
//! use vitasync_providers::{Error, Provider, auth::Key, provider::*};
//!
//! pub struct Acme;
//!
//! static SPEC: Spec = Spec {
//!     slug: "acme",
//!     name: "Acme Scales",
//!     ways: &[Way::Key(Key { help: "Settings, then API key", ..Key::BEARER })],
//!     hosts: &["api.acme.example"],
//!     resources: &[Resource { id: "weights", metrics: &[Metric::Weight], ..Resource::BASE }],
//!     ..Spec::BASE
//! };
//!
//! #[derive(Deserialize)]
//! struct List<'a> { #[serde(borrow)] weights: Vec<&'a RawValue>, next: Option<String> }
//!
//! #[derive(Deserialize)]
//! struct Weight { id: String, at: chrono::DateTime<chrono::FixedOffset>, kg: Option<f64> }
//!
//! impl Provider for Acme {
//!     fn spec(&self) -> &'static Spec { &SPEC }
//!
//!     fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
//!         match job {
//!             Job::Window { resource: "weights", window } => vec![Request::get("list weights", "https://api.acme.example/weights")
//!                 .query("from", window.from.to_rfc3339()).query("to", window.to.to_rfc3339())],
//!             _ => Vec::new(),
//!         }
//!     }
//!
//!     fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
//!         let list: List<'_> = response.json("acme", request)?;
//!         let scale = source("acme", "", "Acme Scales", vitasync_core::source::DeviceKind::Scale);
//!         let mut page = Page::default();
//!         page.each("weight", response, &list.weights, |page, weight: Weight| {
//!             let record = vitasync_core::record::RecordKey::new("acme", "weights", weight.id).into();
//!             let frame = Frame::new(&scale, &record, ReadingTime::WithOffset(weight.at));
//!             page.read(&frame, Metric::Weight, weight.kg, "kg");
//!             Ok(())
//!         });
//!         page.follow.extend(list.next.map(|next| request.with_query("page", next)));
//!         Ok(page)
//!     }
//! }
//!
//! let answer = Response::new(200, r#"{"weights":[{"id":"1","at":"2026-10-01T07:00:00+02:00","kg":74.3}],"next":null}"#, chrono::DateTime::UNIX_EPOCH);
//! let page = Acme.decode(&Request::get("list weights", ""), &answer).unwrap();
//! assert_eq!(page.readings[0].value, 74.3);
//! ```

mod decoding;
mod job;
mod lenient;
mod night;
mod registration;
mod request;
mod spec;
mod workout_file;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use crate::auth::{self, Next, TokenStep};
use crate::error::Error;
use crate::webhook::{Inbound, Received, Refused, Trust};

pub use decoding::{Frame, ranked, session, sleep, statistic, step, version, workout};
pub use job::{Account, Job, Listed, Outcome, PLANNED, Page, Place, Subscription, Window};
pub use lenient::{number, number_at, part};
pub use night::unmeasured;
pub use registration::{Fact, Registration};
pub use request::{Auth, Body, GrantPart, Method, NotReadable, Request, Response, Value, Word};
pub use spec::{
    Example, Header, History, Ids, Limit, Push, Pushed, Reads, Region, Resource, Sessions, Setting, Spec, Subscribe,
    Way, Whose,
};
#[doc(no_inline)]
pub use vitasync_core::record::RecordVersion;
pub use workout_file::{Whole, decode_workout_file, fetch_workout_file, read_workout_file};

/// A vendor: facts and pure functions. It never acts, and it never sees a secret of ours.
pub trait Provider: Send + Sync {
    /// Gives the facts.
    fn spec(&self) -> &'static Spec;

    /// Says what to ask for a job; nothing where the vendor has nothing for it.
    fn requests(&self, job: &Job<'_>, account: &Account) -> Vec<Request>;

    /// Reads what an answer holds. Called only where [`Provider::outcome`] is [`Outcome::Ok`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) where the answer as a whole cannot be read. What is wrong with one item
    /// belongs to [`Page::rejected`].
    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error>;

    /// Says what an answer means: errors under 200 and the vendor's headers on limits end here.
    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        Outcome::by_status(request, response, now)
    }

    /// Takes the next step to tokens: RFC 6749 and RFC 5849 unless overridden.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Reconnect`](crate::ErrorKind::Reconnect) where the authorisation is gone for good, otherwise why it failed.
    fn token(&self, step: &TokenStep<'_>) -> Result<Next, Error> {
        auth::standard(self.spec(), step)
    }

    /// Checks and reads a call of the vendor's to us.
    ///
    /// # Errors
    ///
    /// [`Refused`] where it cannot be trusted; what is unset is never trusted.
    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
        let _ = (call, trust, now);
        Err(Refused::NoWebhook)
    }
}

/// Describes a device of a vendor's that revises what it has said. `origin` tells several devices of one account apart.
pub fn source(provider: &'static str, origin: &str, name: &str, device_kind: DeviceKind) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: provider.into(),
            origin: origin.into(),
            recording: Recording::Automatic,
        },
        name: name.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    })
}
