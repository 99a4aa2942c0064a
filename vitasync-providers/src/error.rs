//! Says what went wrong between us and a vendor, so that a caller can branch on it.
//!
//! The message speaks for this layer only; the cause is [`source`](std::error::Error::source). Neither holds a token or
//! a health value.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Any error of a cause.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, with whom, and during what.
#[derive(Debug)]
pub struct Error {
    provider: Cow<'static, str>,
    operation: Cow<'static, str>,
    kind: ErrorKind,
    retry_after: Option<Duration>,
    source: Option<BoxError>,
}

/// What went wrong. Callers branch on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The vendor asks to come back later.
    RateLimited,
    /// The vendor or the way to it is down.
    Unavailable,
    /// The authorisation is gone; the person has to connect again.
    Reconnect,
    /// The person has to do something at the vendor: accept a consent, renew a membership.
    Consent,
    /// The person did not allow this.
    Forbidden,
    /// The operator has to do something: credentials, approval, an endpoint that is switched off.
    Misconfigured,
    /// The vendor refuses the request as we wrote it.
    Refused,
    /// The answer cannot be read.
    Malformed,
    /// The request leads where it must not: a foreign host, plain HTTP, a private address.
    Blocked,
    /// Pages that lead back to themselves or never end.
    EndlessPaging,
    /// What the caller plugged in failed: the token store, the raw store or the sink.
    Storage,
}

/// The cause of [`ErrorKind::Reconnect`] where another vendor has taken this one over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is switched off; connect through `{successor}` instead")]
pub struct Moved {
    /// The slug of the vendor to connect with.
    pub successor: &'static str,
}

impl ErrorKind {
    /// Names the kind on the wire and in logs.
    pub fn id(self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Reconnect => "reconnect",
            Self::Consent => "consent",
            Self::Forbidden => "forbidden",
            Self::Misconfigured => "misconfigured",
            Self::Refused => "refused",
            Self::Malformed => "malformed",
            Self::Blocked => "blocked",
            Self::EndlessPaging => "endless_paging",
            Self::Storage => "storage",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::RateLimited => "asks to come back later",
            Self::Unavailable => "is not available",
            Self::Reconnect => "no longer accepts the authorisation; connect again",
            Self::Consent => "waits for the person to accept something there",
            Self::Forbidden => "says the person did not allow this",
            Self::Misconfigured => "does not accept the application's settings",
            Self::Refused => "refuses the request",
            Self::Malformed => "sent what cannot be read",
            Self::Blocked => "led to an address that is not allowed",
            Self::EndlessPaging => "sent pages that do not end",
            Self::Storage => "was answered, but what it sent could not be kept",
        }
    }
}

impl Error {
    /// Says what went wrong.
    pub fn new(
        provider: impl Into<Cow<'static, str>>,
        operation: impl Into<Cow<'static, str>>,
        kind: ErrorKind,
    ) -> Self {
        Self {
            provider: provider.into(),
            operation: operation.into(),
            kind,
            retry_after: None,
            source: None,
        }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds how long to wait before another try.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    /// Tells what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Names the vendor.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Names what was being done.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Tells whether the same call can succeed later without anybody doing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Storage
        )
    }

    /// Tells how long to wait before another try, where the vendor says so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) {}", self.provider, self.operation, self.kind.sentence())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn std::error::Error + 'static) { source })
    }
}
