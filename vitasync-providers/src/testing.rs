//! Tests for vendors: a conformance suite, a vendor that answers with examples and behaves badly on demand, one with many
//! accounts for tests of what is plugged into a client, and a person who does not exist but has a month of data at two vendors
//! ([`Month`]).
//!
//! ```no_run
//! # async fn test(acme: &'static dyn vitasync_providers::Provider) {
//! vitasync_providers::testing::conformance::check(acme).await;
//! # }
//! ```

pub mod conformance;
pub mod crowd;
mod fake;
mod fields;
mod month;
mod runtime;
pub mod webhooks;

pub use fake::{Asked, FakeVendor, Trouble};
pub use month::Month;
pub use runtime::Stage;
