//! The VitaSync core.

pub mod metric;
pub mod sleep_stage;
pub mod sport;
pub mod unit;

mod words;
