//! Reads time zones people name, and finds the one of this system.

use chrono_tz::Tz;

/// Reads a time zone.
pub(super) fn parse(text: &str) -> Result<Tz, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is no IANA time zone; an example is Europe/Berlin"))
}

/// Finds the time zone of this system; UTC where it does not say.
pub(super) fn of_system() -> Tz {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}
