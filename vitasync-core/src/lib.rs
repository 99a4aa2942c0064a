//! The VitaSync core.

pub mod metric;
pub mod unit;
