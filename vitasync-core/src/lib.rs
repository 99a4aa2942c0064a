#![doc = include_str!("../README.md")]

pub mod aggregate;
pub mod analytics;
pub mod batch;
pub mod block;
pub mod error;
#[cfg(feature = "arrow")]
pub mod export;
pub mod history;
pub mod id;
pub mod metric;
pub mod normalize;
pub mod preferences;
pub mod reading;
pub mod record;
pub mod resolve;
pub mod sample;
pub mod session;
pub mod sleep_stage;
pub mod source;
pub mod sport;
pub mod time;
pub mod unit;

#[cfg(feature = "schema")]
mod schema;
mod words;

pub use batch::SampleBatch;
pub use error::{Position, Reason, Rejected};
pub use history::History;
pub use metric::Metric;
pub use normalize::normalize;
pub use preferences::Preferences;
pub use reading::Reading;
pub use sample::Sample;
pub use session::{PlannedSession, Session};
pub use source::{Attributes, Source};
pub use unit::Unit;
