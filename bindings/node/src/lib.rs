//! VitaSync for Node, as far as it is Rust: what `lib/native.ts` loads.
//!
//! It converts values and says what went wrong; everything else is the crates' it stands on. What people call is the TypeScript
//! around it, `lib/`. Values of the model cross as JSON text, which V8 reads faster than it takes objects that are built call by
//! call; columns cross as typed arrays, tables as Arrow IPC. Nothing holds the event loop while it reads a file or waits for a
//! vendor.
//!
//! What Node calls is `pub`, although no Rust can: where `#[napi]` leaves its registration out, for tests, it would count as unused.

mod aside;
pub mod ask;
mod asked;
pub mod delivery;
pub mod demo;
mod errors;
pub mod history;
mod json;
pub mod reading;
pub mod samples;
pub mod stores;
mod table;
pub mod vendor;
