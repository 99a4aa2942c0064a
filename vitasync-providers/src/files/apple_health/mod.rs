//! Reads what the Health app of an iPhone exports.

pub mod archive;
pub mod ecg;
pub mod gpx;
