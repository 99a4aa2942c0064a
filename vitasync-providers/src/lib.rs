//! The VitaSync providers.

pub mod files;
