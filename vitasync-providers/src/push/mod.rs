//! Reads what phones push: batches of HealthKit, Health Connect and Samsung Health, as an app reads them from the phone's
//! own store.
//!
//! ```text
//! body ──Batch::read──► envelope, items as text ──Batch::decode──► rows, objects, deletions, and what became of each item
//! ```
//!
//! The envelope must be right as a whole; an item that is wrong is rejected with its reason and takes no other with it. An
//! item with an id is an object that the phone can revise and delete ([`vitasync_core::record`]).
//!
//! A HealthKit sample is the same row whether it comes by phone or by the export of that phone: times are cut to whole
//! seconds, the source is known by its name, and the bundle id is another name of it ([`Decoded::aliases`]).

mod clock;
mod decode;
pub mod engine;
mod sleep;
mod source;
mod text;
mod window;
mod wire;
mod words;
mod workout;

#[cfg(test)]
mod tests;

pub use self::decode::{Became, Decoded, Item, List};
pub use self::text::{Scalar, Text};
pub use self::window::Window;
pub use self::wire::{
    Activity, Batch, CompleteWindow, Data, Deletion, Event, Measured, Platform, Point, Record, RoutePoint, Sleep,
    SleepStage, SourceDescription, Statistic, Workout,
};
pub use self::words::types;

/// The kind of object every item with an id is: a phone names deleted objects by their ids alone.
pub const RESOURCE: &str = "object";
