//! Reads time zones people name, and finds the one of this system.

use chrono_tz::Tz;

pub(super) use crate::service::import::system_zone as of_system;

/// Reads a time zone.
pub(super) fn parse(text: &str) -> Result<Tz, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is no IANA time zone; an example is Europe/Berlin"))
}
