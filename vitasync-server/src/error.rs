//! Says what went wrong, as facts an edge can turn into an answer.
//!
//! A caller branches on the variant, never on text. What a person may read is in the fields and in `Display`; the
//! cause of an [`Error::Internal`] is for the log alone.

use std::error::Error as StdError;

/// What a service answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a service could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such thing, or it belongs to somebody else.
    #[error("{what} not found")]
    NotFound {
        /// What was looked for, for example `User`.
        what: &'static str,
    },
    /// The request cannot be read: types, dates, ranges.
    #[error("{}", summary(errors))]
    Invalid {
        /// Everything that is wrong with it.
        errors: Vec<FieldError>,
    },
    /// The request can be read but says something that does not exist or contradicts itself.
    #[error("{message}{}", suggestion(nearest.as_deref()))]
    Unprocessable {
        /// The field, for example `metricType`.
        path: String,
        /// What is wrong with it.
        message: String,
        /// The nearest word that would have been right.
        nearest: Option<String>,
    },
    /// It is there already, or is in a state that does not allow this.
    #[error("{message}")]
    Conflict {
        /// What collides with what.
        message: String,
    },
    /// It is not the one that comes next: something before it is missing, or it is late.
    #[error("it is not the next one: expected {expected}")]
    OutOfSequence {
        /// The number that comes next.
        expected: u64,
    },
    /// What the caller has in mind is not there any more: somebody else was faster.
    #[error("{message}")]
    Outdated {
        /// What has changed, and what to do.
        message: String,
    },
    /// Nobody has shown who is asking.
    #[error("{message}")]
    Unauthorized {
        /// What to show instead.
        message: String,
    },
    /// Who is asking may not do this.
    #[error("{message}")]
    Forbidden {
        /// What it would take.
        message: String,
    },
    /// The body is larger than allowed.
    #[error("the body is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The greatest size allowed.
        limit_bytes: u64,
    },
    /// Too many requests in a short time.
    #[error("too many requests; try again in {retry_after_s} s")]
    TooMany {
        /// After how many seconds it is worth trying again.
        retry_after_s: u64,
    },
    /// A vendor does not answer as it should.
    #[error("{message}")]
    Vendor {
        /// Which, and what to do.
        message: String,
        /// Whether it may answer later.
        may_pass: bool,
        /// After how many seconds it is worth trying again, where the vendor says that.
        retry_after_s: Option<u64>,
    },
    /// Something failed that the caller cannot mend.
    #[error("{doing} failed")]
    Internal {
        /// What was being done, for example `writing the blocks of a series`.
        doing: &'static str,
        /// The cause, for the log.
        source: Box<dyn StdError + Send + Sync>,
    },
}

/// One thing that is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, for example `from` or `metadata.height`.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

impl Error {
    /// Says that there is no such thing.
    pub fn not_found(what: &'static str) -> Self {
        Self::NotFound { what }
    }

    /// Says that one field cannot be read.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self::Invalid {
            errors: vec![FieldError { path, message }],
        }
    }

    /// Says that a word is in no vocabulary, with the nearest of `known` if one is near.
    pub fn unknown_word<'a>(
        path: impl Into<String>,
        vocabulary: &str,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self::Unprocessable {
            path: path.into(),
            message: format!("{word:?} is not a known {vocabulary}"),
            nearest: nearest(word, known).map(str::to_owned),
        }
    }

    /// Names the field of a word that is in no vocabulary; other errors stay as they are.
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        match self {
            Self::Unprocessable { message, nearest, .. } => Self::Unprocessable {
                path: field.to_owned(),
                message,
                nearest,
            },
            other => other,
        }
    }

    /// Says what collides.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict {
            message: message.into(),
        }
    }

    /// Wraps a cause that the caller cannot mend. Used as `.map_err(Error::internal("reading the file"))`.
    pub fn internal<E: Into<Box<dyn StdError + Send + Sync>>>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Internal {
            doing,
            source: source.into(),
        }
    }
}

/// Finds the word with the fewest edits, if that is at most a third of its length. Two swapped letters are one edit.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, candidate), candidate))
        .filter(|(edits, candidate)| *edits * 3 <= candidate.len().max(word.len()))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

fn summary(errors: &[FieldError]) -> String {
    let parts: Vec<String> = errors.iter().map(|it| format!("{}: {}", it.path, it.message)).collect();
    parts.join("; ")
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest
        .map(|word| format!("; did you mean {word:?}?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_names_the_nearest() {
        let error = Error::unknown_word("metricType", "metric", "hart_rate", ["steps", "heart_rate", "weight"]);
        assert_eq!(
            error.to_string(),
            r#""hart_rate" is not a known metric; did you mean "heart_rate"?"#
        );
    }

    #[test]
    fn a_word_far_from_all_others_has_no_nearest() {
        let error = Error::unknown_word("metricType", "metric", "xyz", ["steps", "heart_rate"]);
        assert_eq!(error.to_string(), r#""xyz" is not a known metric"#);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let field = |path: &str| FieldError {
            path: path.into(),
            message: "is not a date".into(),
        };
        let error = Error::Invalid {
            errors: vec![field("from"), field("to")],
        };
        assert_eq!(error.to_string(), "from: is not a date; to: is not a date");
    }
}
