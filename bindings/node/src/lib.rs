//! VitaSync for Node, as far as it is Rust: what `lib/native.ts` loads.
//!
//! It converts values and says what went wrong; everything else is the crates' it stands on. What people call is the TypeScript
//! around it, `lib/`. Values of the model cross as JSON text, which V8 reads faster than it takes objects that are built call by
//! call; columns cross as typed arrays, tables as Arrow IPC. Nothing holds the event loop while it reads a file or waits for a
//! vendor.

mod aside;
mod ask;
mod asked;
mod delivery;
mod demo;
mod errors;
mod history;
mod json;
mod reading;
mod samples;
mod stores;
mod table;
mod vendor;
