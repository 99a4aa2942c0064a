//! Asks `vitasync-core` by name: the seam on which the bindings to Python, Node, Swift and Kotlin stand.
//!
//! Every question is a row of one table ([`questions`]): its name, its parameters and what it answers. A binding turns its
//! language's values into [`Arguments`], calls [`ask`] and turns the [`Answer`] or the [`Failure`] back; it holds no list of
//! functions and no type of the model.
//!
//! ```
//! use vitasync_questions::{Arguments, ask};
//!
//! let resting = [58.0, 61.0, f64::NAN]; // NaN is a day without a value
//! let arguments = Arguments::new().with("days", &resting[..]).with("alpha", 0.5);
//! let answer = ask("ewma", arguments).unwrap();
//! assert_eq!(serde_json::to_string(&answer).unwrap(), "[58.0,59.5,null]");
//!
//! let failure = ask("medain", Arguments::new()).unwrap_err();
//! assert_eq!(failure.to_string(), "there is no question `medain`; did you mean `median`?");
//! ```
//!
//! Invariant: a column that is lent as a slice reaches the core without a copy where the core takes plain numbers, and by
//! one copy where it takes days that may be missing. Nothing here goes through JSON that did not come as JSON.

mod answer;
mod argument;
mod failure;
mod question;
#[cfg(feature = "schema")]
mod schema;
mod take;
mod topics;

pub use answer::Answer;
pub use argument::{Argument, Arguments};
pub use failure::Failure;
pub use question::{Parameter, Question};
#[cfg(feature = "schema")]
pub use schema::Described;

/// Lists every question, topic by topic.
///
/// ```
/// let median = vitasync_questions::questions().find(|question| question.name == "median").unwrap();
/// assert_eq!(median.parameters[0].name, "values");
/// ```
pub fn questions() -> impl Iterator<Item = &'static Question> {
    topics::ALL.iter().copied().flatten()
}

/// Asks a question by its name.
///
/// ```
/// use vitasync_questions::{Arguments, ask};
///
/// let arguments: Arguments<'_> = serde_json::from_str(r#"{"values": [58, 60, 61]}"#).unwrap();
/// assert_eq!(serde_json::to_string(&ask("median", arguments).unwrap()).unwrap(), "60.0");
/// ```
///
/// # Errors
///
/// [`Failure::UnknownQuestion`] of a name nobody answers to; [`Failure::MissingArgument`], [`Failure::WrongArgument`] and
/// [`Failure::UnknownArgument`] of arguments that are not the question's; [`Failure::NoAnswer`] where the core has none.
pub fn ask(name: &str, arguments: Arguments<'_>) -> Result<Answer, Failure> {
    match questions().find(|question| question.name == name) {
        Some(question) => question.ask(arguments),
        None => Err(Failure::unknown_question(name)),
    }
}
