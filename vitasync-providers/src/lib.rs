//! The VitaSync providers.

pub mod demo;
pub mod files;
