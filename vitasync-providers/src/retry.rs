//! How long to wait: what vendors' headers say, and a growing wait with chance in it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::provider::Response;

/// Reads `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
///
/// ```
/// use vitasync_providers::{provider::Response, retry::retry_after};
/// let now = "2026-10-01T12:00:00Z".parse().unwrap();
/// let mut answer = Response::new(429, "", now);
/// answer.headers.push(("retry-after".into(), "120".into()));
/// assert_eq!(retry_after(&answer, now).unwrap().to_rfc3339(), "2026-10-01T12:02:00+00:00");
/// ```
pub fn retry_after(response: &Response, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = response.header("retry-after")?.trim();
    seconds_from(text, now).or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc()))
}

/// Reads a header that says in how many seconds the vendor answers again.
pub fn reset_in(response: &Response, header: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    seconds_from(response.header(header)?.trim(), now)
}

/// Reads a header that says at which second since 1970 the vendor answers again.
pub fn reset_at(response: &Response, header: &str) -> Option<DateTime<Utc>> {
    let seconds: i64 = response.header(header)?.trim().parse().ok()?;
    DateTime::from_timestamp(seconds, 0)
}

/// Gives the next multiple of a span since midnight UTC, where a vendor's windows begin: quarter hours, days.
pub fn next_boundary(now: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    let span = span.num_seconds().max(1);
    let next = (now.timestamp().div_euclid(span) + 1) * span;
    DateTime::from_timestamp(next, 0).unwrap_or(now)
}

/// Lengthens a wait by up to a tenth, by chance, so that those who were told the same time do not all come in one instant.
/// `chance` is anything from 0 to `u32::MAX`.
///
/// ```
/// use std::time::Duration;
/// use vitasync_providers::retry::spread;
/// assert_eq!(spread(Duration::from_secs(30), 0), Duration::from_secs(30));
/// assert_eq!(spread(Duration::from_secs(30), u32::MAX), Duration::from_secs(33));
/// ```
pub fn spread(wait: Duration, chance: u32) -> Duration {
    wait.saturating_add((wait / 10).mul_f64(f64::from(chance) / f64::from(u32::MAX)))
}

fn seconds_from(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    crate::auth::oauth2::after(now, text.parse::<f64>().ok()?.ceil())
}

/// A wait that doubles with every try, up to a limit, with chance in its upper half so that callers spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The first wait.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// How many times to try again.
    pub tries: u32,
}

impl Default for Backoff {
    /// Three more tries after about 1, 2 and 4 seconds.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(60),
            tries: 3,
        }
    }
}

impl Backoff {
    /// Gives the wait before try number `attempt` (the first again is 0), or `None` where enough has been tried. `chance` is
    /// anything from 0 to `u32::MAX`.
    ///
    /// ```
    /// use vitasync_providers::retry::Backoff;
    /// let backoff = Backoff::default();
    /// assert_eq!(backoff.wait(1, 0).unwrap().as_millis(), 1000);
    /// assert_eq!(backoff.wait(1, u32::MAX).unwrap().as_millis(), 2000);
    /// assert_eq!(backoff.wait(3, 0), None);
    /// ```
    pub fn wait(&self, attempt: u32, chance: u32) -> Option<Duration> {
        if attempt >= self.tries {
            return None;
        }
        let factor = 2_u32.saturating_pow(attempt);
        let whole = self.first.saturating_mul(factor).min(self.longest);
        let half = whole / 2;
        Some(half + half.mul_f64(f64::from(chance) / f64::from(u32::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn a_date_is_read_as_well_as_seconds() {
        let mut answer = Response::new(503, "", utc("2026-10-01T12:00:00Z"));
        answer
            .headers
            .push(("Retry-After".into(), "Thu, 01 Oct 2026 12:00:30 GMT".into()));
        assert_eq!(
            retry_after(&answer, answer.received_at),
            Some(utc("2026-10-01T12:00:30Z"))
        );
    }

    #[test]
    fn nonsense_is_no_wait_at_all() {
        let mut answer = Response::new(429, "", utc("2026-10-01T12:00:00Z"));
        for text in ["soon", "-5", "1e300", "NaN", ""] {
            answer.headers = vec![("retry-after".into(), text.into())];
            assert_eq!(retry_after(&answer, answer.received_at), None, "{text}");
        }
    }

    #[test]
    fn windows_begin_at_quarter_hours_and_days() {
        let now = utc("2026-10-01T12:07:09Z");
        assert_eq!(next_boundary(now, TimeDelta::minutes(15)), utc("2026-10-01T12:15:00Z"));
        assert_eq!(next_boundary(now, TimeDelta::days(1)), utc("2026-10-02T00:00:00Z"));
    }
}
