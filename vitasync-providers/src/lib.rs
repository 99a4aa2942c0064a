#![doc = include_str!("../README.md")]

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
