//! The VitaSync server as a library: storage, services and the edges over them.
//!
//! ```text
//! cli, http, jobs ──► service ──► store, providers, core
//! ```
//!
//! SQL and the ORM are named under [`store`] only; the edges call services and never the store.

pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod error;
pub mod http;
pub mod jobs;
pub mod life;
pub mod objects;
pub mod service;
pub mod store;
pub mod telemetry;
#[cfg(test)]
pub(crate) mod testing;
pub mod vault;
pub mod vocabulary;

pub use app::App;
pub use error::{Error, Result};
