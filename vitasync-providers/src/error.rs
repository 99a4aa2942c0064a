//! Says what went wrong between us and a vendor, so that a caller can branch on it.
//!
//! The message speaks for this layer only; the cause is [`source`](std::error::Error::source). Neither holds a token or
//! a health value.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::vendors;

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
#[error("its successor is `{successor}`")]
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
            Self::RateLimited => "has had enough calls for now",
            Self::Unavailable => "is not available",
            Self::Reconnect => "no longer accepts the authorisation; the person has to connect again",
            Self::Consent => {
                "waits for the person, who has to open the vendor's own app or page and accept what it asks"
            }
            Self::Forbidden => "says the person did not allow this; they can connect again and allow it",
            Self::Misconfigured => {
                "does not work with this application; the operator has to check its settings and approval"
            }
            Self::Refused => "refuses the request; trying again does not help",
            Self::Malformed => "sent what cannot be read; trying again may not help",
            Self::Blocked => "led to an address that is not the vendor's; nothing was sent there",
            Self::EndlessPaging => "sent pages that do not end; what came before them is kept",
            Self::Storage => "was left, because a store failed; mend the store and try again",
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
    /// Says what went wrong and what to do; the cause says why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) ", self.provider, self.operation)?;
        if let Some(Moved { successor }) = self.source.as_ref().and_then(|it| it.downcast_ref()) {
            let successor = vendors::find(successor).map_or(*successor, |provider| provider.spec().name);
            return write!(f, "is switched off; the person has to connect with {successor} instead");
        }
        f.write_str(self.kind.sentence())?;
        match (self.kind, self.retry_after) {
            (ErrorKind::RateLimited | ErrorKind::Unavailable, Some(wait)) => write!(f, "; try again in {}", Wait(wait)),
            (ErrorKind::RateLimited | ErrorKind::Unavailable, None) => f.write_str("; try again later"),
            _ => Ok(()),
        }
    }
}

/// A time to wait in the largest unit that is no lie: rounded up, so that nobody comes too early.
struct Wait(Duration);

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs() + u64::from(self.0.subsec_nanos() > 0);
        let (count, unit) = match seconds {
            0..=119 => (seconds, "second"),
            120..=7199 => (seconds.div_ceil(60), "minute"),
            _ => (seconds.div_ceil(3600), "hour"),
        };
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn std::error::Error + 'static) { source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: ErrorKind, wait: Option<u64>) -> String {
        let wait = wait.map(Duration::from_secs);
        Error::new("oura", "list sleep", kind)
            .with_retry_after(wait)
            .to_string()
    }

    #[test]
    fn a_message_says_what_to_do_and_until_when() {
        let said = [
            said(ErrorKind::RateLimited, Some(90)),
            said(ErrorKind::RateLimited, Some(601)),
            said(ErrorKind::RateLimited, None),
            said(ErrorKind::Unavailable, Some(7200)),
            said(ErrorKind::Reconnect, None),
            said(ErrorKind::Consent, None),
            said(ErrorKind::Forbidden, None),
            said(ErrorKind::Misconfigured, None),
            said(ErrorKind::Refused, None),
            said(ErrorKind::Malformed, None),
            said(ErrorKind::Blocked, None),
            said(ErrorKind::EndlessPaging, None),
            said(ErrorKind::Storage, None),
        ];
        insta::assert_snapshot!(said.join("\n"), @r"
        oura (list sleep) has had enough calls for now; try again in 90 seconds
        oura (list sleep) has had enough calls for now; try again in 11 minutes
        oura (list sleep) has had enough calls for now; try again later
        oura (list sleep) is not available; try again in 2 hours
        oura (list sleep) no longer accepts the authorisation; the person has to connect again
        oura (list sleep) waits for the person, who has to open the vendor's own app or page and accept what it asks
        oura (list sleep) says the person did not allow this; they can connect again and allow it
        oura (list sleep) does not work with this application; the operator has to check its settings and approval
        oura (list sleep) refuses the request; trying again does not help
        oura (list sleep) sent what cannot be read; trying again may not help
        oura (list sleep) led to an address that is not the vendor's; nothing was sent there
        oura (list sleep) sent pages that do not end; what came before them is kept
        oura (list sleep) was left, because a store failed; mend the store and try again
        ");
    }

    #[test]
    fn a_vendor_that_is_switched_off_names_the_one_to_connect_with() {
        let moved = Moved {
            successor: "google_health",
        };
        let error = Error::new("fitbit", "list sleep", ErrorKind::Reconnect).with_source(moved);
        assert_eq!(
            error.to_string(),
            "fitbit (list sleep) is switched off; the person has to connect with Google Health instead"
        );
    }
}
