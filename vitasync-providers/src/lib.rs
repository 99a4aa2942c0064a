//! Readers for what wearables produce: export files and vendor APIs, as pure decoders onto the VitaSync model.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | (none) | [`files`] and [`demo`] |
//! | `vendors` | `provider`, `auth`, `webhook`, `vendors`, `catalogue`, `push`: facts and pure functions, no I/O |
//! | `schema` | schemas of what phones push, for the description of an API |
//! | `client` (default) | `client`: calls vendors; the only module that does I/O |
//! | `testing` | `testing`: the conformance suite for vendors and a vendor that behaves badly on demand |

#[cfg(feature = "vendors")]
pub mod auth;
#[cfg(feature = "vendors")]
pub mod catalogue;
#[cfg(feature = "client")]
pub mod client;
pub mod demo;
#[cfg(feature = "vendors")]
pub mod error;
pub mod files;
#[cfg(feature = "vendors")]
pub mod provider;
#[cfg(feature = "vendors")]
pub mod push;
#[cfg(feature = "vendors")]
pub mod retry;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "vendors")]
pub mod vendors;
#[cfg(feature = "vendors")]
pub mod webhook;

#[cfg(feature = "client")]
pub use client::Client;
#[cfg(feature = "vendors")]
pub use error::{Error, ErrorKind};
#[cfg(feature = "vendors")]
pub use provider::Provider;
