//! The use cases: load, ask the pure core, store. Called by every edge; knows none.

pub mod import;
pub(crate) mod sessions;
