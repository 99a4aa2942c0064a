//! VitaSync for Swift and Kotlin, by UniFFI: the questions of the core, and the engine that pushes a phone's store.
//!
//! This crate converts, and nothing else. The sources of both languages are written from it by `scripts/generate-bindings`;
//! the small idiomatic layers beside them are `bindings/swift` and `bindings/kotlin`.

mod items;
mod sync;

use vitasync_questions::{Arguments, Failure};

pub use items::{
    PushActivity, PushEvent, PushMeasured, PushPoint, PushRecord, PushRoutePoint, PushSleep, PushSleepStage,
    PushSource, PushStatistic, PushValue, PushWorkout,
};
pub use sync::{
    PushPlatform, ReadChanges, ReadQuery, SyncEngine, SyncPlan, SyncRefusal, SyncReport, SyncRequest, SyncStep,
    push_types,
};

uniffi::setup_scaffolding!();

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VitaSyncError {
    /// The question was understood, and the data do not answer it.
    #[error("{text}")]
    NoAnswer {
        /// The reason, as JSON.
        reason: String,
        /// The reason, for a person.
        text: String,
    },
    /// There is no such question, or its arguments are others.
    #[error("{text}")]
    WrongQuestion {
        /// What is wrong, as JSON.
        failure: String,
        /// What is wrong, for a person.
        text: String,
    },
    /// A value cannot be used.
    #[error("{text}")]
    WrongValue {
        /// What is wrong, for a person.
        text: String,
    },
}

impl VitaSyncError {
    pub(crate) fn wrong_value(what: impl ToString) -> Self {
        Self::WrongValue { text: what.to_string() }
    }
}

impl From<Failure> for VitaSyncError {
    fn from(failure: Failure) -> Self {
        let text = failure.to_string();
        match &failure {
            Failure::NoAnswer { reason } => match serde_json::to_string(reason) {
                Ok(reason) => Self::NoAnswer { reason, text },
                Err(error) => Self::wrong_value(error),
            },
            _ => match serde_json::to_string(&failure) {
                Ok(failure) => Self::WrongQuestion { failure, text },
                Err(error) => Self::wrong_value(error),
            },
        }
    }
}

/// Asks a question of the core by its name. Arguments and answer are JSON: an object of values by name, and a value.
///
/// ```
/// use vitasync_ffi::{VitaSyncError, ask};
///
/// assert_eq!(ask("median".into(), r#"{"values": [58, 60, 61]}"#.into()).unwrap(), "60.0");
/// let unknown = ask("medain".into(), "{}".into()).unwrap_err();
/// assert_eq!(unknown.to_string(), "there is no question `medain`; did you mean `median`?");
/// ```
///
/// # Errors
///
/// `NoAnswer` where the data do not answer it, `WrongQuestion` where there is no such question or it takes other arguments,
/// `WrongValue` where the arguments are not JSON.
#[uniffi::export]
pub fn ask(name: String, arguments: String) -> Result<String, VitaSyncError> {
    let arguments: Arguments<'_> = serde_json::from_str(&arguments).map_err(VitaSyncError::wrong_value)?;
    let answer = vitasync_questions::ask(&name, arguments)?;
    serde_json::to_string(&answer).map_err(VitaSyncError::wrong_value)
}

/// Names the version of the library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
