//! Readers for what wearables produce: export files and vendor APIs, as pure decoders onto the VitaSync model.

pub mod demo;
pub mod files;
