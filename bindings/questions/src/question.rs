//! The rows of the table and the macro that declares them.

use serde_json::Value;
use vitasync_core::analytics::NoAnswer;

use crate::answer::{Answer, IntoAnswer};
use crate::argument::{Argument, Arguments};
use crate::failure::Failure;
use crate::take::Take;

/// One question.
pub struct Question {
    /// The name by which it is asked, in snake case.
    pub name: &'static str,
    /// What it is about: `statistics`, `sleep`, ….
    pub topic: &'static str,
    /// What it is asked with.
    pub parameters: &'static [Parameter],
    /// The expression that answers it, which names the function of the core.
    pub expression: &'static str,
    /// What its row says of it, where the function's own documentation does not fit.
    pub remark: Option<&'static str>,
    /// The schemas of its parameters and of its answer.
    #[cfg(feature = "schema")]
    pub schema: fn() -> crate::schema::Described,
    pub(crate) answer: for<'a> fn(&'static Question, Arguments<'a>) -> Result<Answer, Failure>,
}

/// What a question is asked with.
pub struct Parameter {
    /// The name, in snake case.
    pub name: &'static str,
    /// What stands for it where it is not given; `None` of one that must be.
    pub default: fn() -> Option<Value>,
}

impl Question {
    /// Asks it.
    ///
    /// # Errors
    ///
    /// As [`ask`](crate::ask).
    pub fn ask(&'static self, arguments: Arguments<'_>) -> Result<Answer, Failure> {
        (self.answer)(self, arguments)
    }

    /// Takes one argument out of those given.
    pub(crate) fn take<'a, T: Take<'a>>(
        &self,
        arguments: &mut Arguments<'a>,
        name: &'static str,
        default: impl FnOnce() -> Option<T::Taken>,
    ) -> Result<T::Taken, Failure> {
        let question = self.name;
        match arguments.take(name) {
            None | Some(Argument::Value(Value::Null)) => default().ok_or(Failure::MissingArgument { question, name }),
            Some(argument) => T::take(argument).map_err(|reason| Failure::WrongArgument { question, name, reason }),
        }
    }

    /// Refuses arguments that nobody has taken.
    pub(crate) fn refuse(&self, left: &mut Arguments<'_>) -> Result<(), Failure> {
        left.pop()
            .map_or(Ok(()), |name| Err(Failure::unknown_argument(self, name)))
    }
}

/// Works an answer out.
pub(crate) fn answered<T: IntoAnswer>(answer: impl FnOnce() -> Result<T, NoAnswer>) -> Result<Answer, Failure> {
    Ok(answer()?.into_answer())
}

/// Declares the questions of a topic. A row is `name(parameter: Type = default, …) -> Answer = expression;`: the expression
/// sees the parameters by their names and comes to a `Result<Answer, NoAnswer>`.
macro_rules! questions {
    ($topic:literal; $(
        $(#[doc = $remark:literal])*
        $name:ident($($parameter:ident: $type:ty $(= $default:expr)?),* $(,)?) -> $answer:ty = $expression:expr;
    )*) => {
        pub(super) const QUESTIONS: &[$crate::question::Question] = &[$($crate::question::Question {
            name: stringify!($name),
            topic: $topic,
            parameters: &[$($crate::question::Parameter {
                name: stringify!($parameter),
                default: || $crate::question::default!(value $type $(= $default)?),
            }),*],
            expression: stringify!($expression),
            remark: $crate::question::remark!($($remark)*),
            #[cfg(feature = "schema")]
            schema: || {
                #[derive(utoipa::ToSchema)]
                #[expect(dead_code, reason = "only described")]
                struct AskedAndAnswered {
                    $($parameter: $type,)*
                    answer: $answer,
                }
                $crate::schema::described::<AskedAndAnswered>()
            },
            answer: |question, mut arguments| {
                $(let $parameter = question.take::<$type>(
                    &mut arguments,
                    stringify!($parameter),
                    || $crate::question::default!($type $(= $default)?),
                )?;)*
                question.refuse(&mut arguments)?;
                $crate::question::answered::<$answer>(move || $expression)
            },
        }),*];
    };
}

/// Writes what stands for an argument that is not given, as itself or (`value`) as JSON.
macro_rules! default {
    (value $type:ty = $default:expr) => {{
        let default: $type = $default;
        serde_json::to_value(default).ok()
    }};
    (value $type:ty) => {
        <$type as $crate::take::Take<'_>>::absent().map(|_| serde_json::Value::Null)
    };
    ($type:ty = $default:expr) => {
        Some($default)
    };
    ($type:ty) => {
        <$type as $crate::take::Take<'_>>::absent()
    };
}

/// Writes an optional remark.
macro_rules! remark {
    () => {
        None
    };
    ($($remark:literal)+) => {
        Some(concat!($($remark),+))
    };
}

pub(crate) use {default, questions, remark};
