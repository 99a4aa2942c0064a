//! The VitaSync providers.

pub mod demo;
