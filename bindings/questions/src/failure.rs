//! Why a question was not answered.

use serde::Serialize;
use vitasync_core::analytics::NoAnswer;

use crate::question::Question;
use crate::questions;

/// How alike, from 0 to 1, a word must be to one of ours to be taken for it.
const ALIKE: f64 = 0.7;

/// Why a question was not answered. Callers tell failures apart by their kind, never by their text.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// No question has this name.
    #[error("there is no question `{name}`{}", suggestion(*nearest))]
    UnknownQuestion {
        /// What was asked for.
        name: String,
        /// The question with the most similar name, if one is similar.
        nearest: Option<&'static str>,
    },
    /// The question cannot do without this argument.
    #[error("`{question}` needs the argument `{name}`")]
    MissingArgument {
        /// The question.
        question: &'static str,
        /// The argument.
        name: &'static str,
    },
    /// An argument is not what the question takes.
    #[error("the argument `{name}` of `{question}` is wrong: {reason}")]
    WrongArgument {
        /// The question.
        question: &'static str,
        /// The argument.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The question takes no such argument.
    #[error("`{question}` takes no argument `{name}`{}", suggestion(*nearest))]
    UnknownArgument {
        /// The question.
        question: &'static str,
        /// What was given.
        name: String,
        /// The parameter with the most similar name, if one is similar.
        nearest: Option<&'static str>,
    },
    /// The question was understood, and the core has no answer.
    #[error("{reason}")]
    NoAnswer {
        /// Why not.
        reason: NoAnswer,
    },
}

impl Failure {
    pub(crate) fn unknown_question(name: &str) -> Self {
        Self::UnknownQuestion {
            name: name.to_owned(),
            nearest: nearest(name, questions().map(|question| question.name)),
        }
    }

    pub(crate) fn unknown_argument(question: &Question, name: String) -> Self {
        Self::UnknownArgument {
            question: question.name,
            nearest: nearest(&name, question.parameters.iter().map(|parameter| parameter.name)),
            name,
        }
    }
}

impl From<NoAnswer> for Failure {
    fn from(reason: NoAnswer) -> Self {
        Self::NoAnswer { reason }
    }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"))
}

fn nearest(name: &str, among: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let ranked = among.map(|it| (strsim::jaro_winkler(name, it), it));
    let alike = ranked.filter(|(alike, _)| *alike >= ALIKE);
    alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, it)| it)
}
