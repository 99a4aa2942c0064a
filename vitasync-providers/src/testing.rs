//! Tests for vendors: a conformance suite, a vendor that answers with examples and behaves badly on demand, and one with many
//! accounts for tests of what is plugged into a client.
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
mod runtime;
pub mod webhooks;

pub use fake::{FakeVendor, Trouble};
pub use runtime::Stage;
