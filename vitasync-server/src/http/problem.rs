//! Turns an [`Error`] into the documented answer, in one place.
//!
//! Every answer that is not a success has this body, also those of the router (404, 405), of the limits (413, 429, 503)
//! and of a panic. An answer of the 5xx says nothing about its cause; the cause is logged here, once, inside the
//! request's span, which carries the request id.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Error, FieldError};

/// What a handler answers.
pub(crate) type Answer<T> = Result<T, Problem>;

/// The body of every answer that is not a success.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"statusCode": 404, "error": "Not Found", "message": "User not found", "code": "NOT_FOUND"}))]
pub struct Problem {
    /// The HTTP status.
    #[schema(example = 404)]
    status_code: u16,
    /// The status in words.
    #[schema(example = "Not Found")]
    error: String,
    /// What is wrong, for a person.
    #[schema(example = "User not found")]
    message: String,
    /// What is wrong, for a program.
    code: Code,
    /// What is wrong field by field, where it is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    #[serde(skip)]
    #[schema(ignore)]
    retry_after_s: Option<u64>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field or parameter, for example `from` or `metadata.plan`.
    #[schema(example = "from")]
    path: String,
    /// What is wrong with it.
    #[schema(example = "\"yesterday\" is neither a date nor an instant")]
    message: String,
}

/// What went wrong, for a program to branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// 400 or 422: see `errors`.
    ValidationError,
    /// 401: no key, or none that is valid.
    Unauthorized,
    /// 403: the key may not do this.
    Forbidden,
    /// 404: it does not exist or belongs to somebody else.
    NotFound,
    /// 405: this path does not know the method.
    MethodNotAllowed,
    /// 409: it exists already.
    Conflict,
    /// 412: it has changed since the caller read it.
    PreconditionFailed,
    /// 413: the body is too large.
    PayloadTooLarge,
    /// 415: the body is of a type this path does not read.
    UnsupportedMediaType,
    /// 429: too many requests; see `Retry-After`.
    RateLimited,
    /// 502: a vendor does not answer as it should.
    VendorError,
    /// 503: the server, or a vendor it needs, cannot answer now; see `Retry-After`.
    Unavailable,
    /// 500: the server failed.
    InternalError,
}

impl Problem {
    /// Makes the problem of a status with the words that status always has.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let message = match status {
            StatusCode::NOT_FOUND => "There is nothing at this path",
            StatusCode::METHOD_NOT_ALLOWED => "This path does not answer to this method",
            StatusCode::PAYLOAD_TOO_LARGE => "The body is too large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "This path does not read bodies of this type",
            StatusCode::SERVICE_UNAVAILABLE => "The server cannot answer now",
            status if status.is_server_error() => "Something failed on the server; it has been logged",
            _ => "The request cannot be read",
        };
        Self::new(status, message)
    }

    /// Tells with which status an error is answered, for those that are answered by a page.
    pub(crate) fn status_of(error: &Error) -> StatusCode {
        match error {
            Error::NotFound { .. } => StatusCode::NOT_FOUND,
            Error::Invalid { .. } => StatusCode::BAD_REQUEST,
            Error::Unprocessable { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Conflict { .. } | Error::OutOfSequence { .. } => StatusCode::CONFLICT,
            Error::Outdated { .. } => StatusCode::PRECONDITION_FAILED,
            Error::Unauthorized { .. } => StatusCode::UNAUTHORIZED,
            Error::Forbidden { .. } => StatusCode::FORBIDDEN,
            Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Vendor { may_pass: true, .. } => StatusCode::SERVICE_UNAVAILABLE,
            Error::Vendor { may_pass: false, .. } => StatusCode::BAD_GATEWAY,
            Error::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Says that the server cannot serve now, and logs why.
    pub(crate) fn unavailable(error: &Error) -> Self {
        tracing::error!(error = %Chain(error), "The server cannot serve");
        Self::of_status(StatusCode::SERVICE_UNAVAILABLE)
    }

    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let reason = status.canonical_reason().unwrap_or("Error");
        Self {
            status_code: status.as_u16(),
            error: reason.to_owned(),
            message: message.into(),
            code: Code::of(status),
            errors: Vec::new(),
            retry_after_s: None,
        }
    }

    fn with_errors(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors = errors
            .into_iter()
            .map(|FieldError { path, message }| FieldProblem { path, message })
            .collect();
        self
    }
}

impl Code {
    fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::PRECONDITION_FAILED => Self::PreconditionFailed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited,
            StatusCode::BAD_GATEWAY => Self::VendorError,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_server_error() => Self::InternalError,
            _ => Self::ValidationError,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, message) = (Self::status_of(&error), error.to_string());
        match error {
            Error::Invalid { errors } => Self::new(status, message).with_errors(errors),
            Error::Unprocessable { path, .. } => {
                let field = FieldError {
                    path,
                    message: message.clone(),
                };
                Self::new(status, message).with_errors([field])
            }
            Error::OutOfSequence { expected } => {
                let field = FieldError {
                    path: "sequence".to_owned(),
                    message: format!("expected {expected}"),
                };
                Self::new(status, message).with_errors([field])
            }
            Error::TooMany { retry_after_s } => Self {
                retry_after_s: Some(retry_after_s),
                ..Self::new(status, message)
            },
            Error::Vendor { retry_after_s, .. } => Self {
                retry_after_s,
                ..Self::new(status, message)
            },
            Error::Internal { doing, source } => {
                tracing::error!(error = %Chain(source.as_ref()), "Failed at {doing}");
                Self::of_status(status)
            }
            _ => Self::new(status, message),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status_code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after_s = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Writes an error and all its causes on one line.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(error: Error) -> String {
        serde_json::to_string(&Problem::from(error)).expect("a problem is plain data")
    }

    #[test]
    fn a_missing_thing_is_named() {
        insta::assert_snapshot!(
            body(Error::not_found("User")),
            @r#"{"statusCode":404,"error":"Not Found","message":"User not found","code":"NOT_FOUND"}"#
        );
    }

    #[test]
    fn a_wrong_word_names_its_field_and_the_nearest() {
        insta::assert_snapshot!(
            body(Error::unknown_word("bucket", "bucket", "dya", ["day", "hour"])),
            @r#"{"statusCode":422,"error":"Unprocessable Entity","message":"\"dya\" is not a known bucket; did you mean \"day\"?","code":"VALIDATION_ERROR","errors":[{"path":"bucket","message":"\"dya\" is not a known bucket; did you mean \"day\"?"}]}"#
        );
    }

    #[test]
    fn a_vendor_that_is_down_is_said_with_the_time_to_come_again() {
        let error = Error::Vendor {
            message: "Acme cannot be reached now".to_owned(),
            may_pass: true,
            retry_after_s: Some(90),
        };
        let response = Problem::from(error).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "90");
    }

    #[test]
    fn a_failure_says_nothing_about_its_cause() {
        insta::assert_snapshot!(
            body(Error::internal("reading a user")("db-7.internal refused the connection")),
            @r#"{"statusCode":500,"error":"Internal Server Error","message":"Something failed on the server; it has been logged","code":"INTERNAL_ERROR"}"#
        );
    }
}
