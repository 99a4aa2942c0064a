//! Reads when something was, and by which clock.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SubsecRound as _, Utc};
use chrono_tz::Tz;
use vitasync_core::error::Reason;
use vitasync_core::source::Attributes;
use vitasync_core::time::offset_s;

use super::decode::Decoder;
use super::text::Text;
use super::wire::Platform;

/// Reads an instant, with the offset it is written with.
pub(super) fn instant(text: &str) -> Result<DateTime<FixedOffset>, Reason> {
    DateTime::parse_from_rfc3339(text).map_err(|_| Reason::NotATime { text: text.to_owned() })
}

/// What items say about their time beside when it was.
pub(super) struct Clock<'t, 'a> {
    pub(super) start: &'t str,
    pub(super) end: Option<&'t str>,
    pub(super) offset: Option<&'t Text<'a>>,
    pub(super) end_offset: Option<&'t Text<'a>>,
    pub(super) zone: Option<&'t Text<'a>>,
}

/// When something was, and by which clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    start_offset_s: Option<i32>,
    end_offset_s: Option<i32>,
    zone: Option<Tz>,
}

impl Decoder<'_> {
    /// Reads when something was. HealthKit's export writes whole seconds, so its samples are cut to them.
    pub(super) fn span(&self, clock: &Clock<'_, '_>) -> Result<Span, Reason> {
        let start = instant(clock.start)?;
        let end = clock.end.map(instant).transpose()?;
        let zone: Option<Tz> = match clock.zone {
            Some(name) => Some(name.parse().map_err(|_| Reason::UnknownWord {
                vocabulary: "time zone".to_owned(),
                text: name.to_string(),
            })?),
            None => None,
        };
        let from = self.cut(start.to_utc());
        let to = end.map_or(from, |end| self.cut(end.to_utc()));
        let said = |offset: Option<&Text<'_>>| offset.map(|text| read_offset(text)).transpose();
        let (start_said, end_said) = (said(clock.offset)?, said(clock.end_offset)?);
        Ok(Span {
            start: from,
            end: to,
            start_offset_s: start_said
                .or_else(|| Some(offset_s(from, zone?)))
                .or_else(|| self.written_offset(clock.start, &start)),
            end_offset_s: end_said
                .or(start_said)
                .or_else(|| Some(offset_s(to, zone?)))
                .or_else(|| self.written_offset(clock.end?, &end?)),
            zone,
        })
    }

    /// An iPhone writes every time with the offset of where it is now; Android knows where it was.
    fn written_offset(&self, text: &str, at: &DateTime<FixedOffset>) -> Option<i32> {
        let told = self.platform != Platform::AppleHealth && !text.ends_with(['Z', 'z']);
        told.then(|| at.offset().local_minus_utc())
    }

    /// Cuts a time to what the store keeps in every way it comes.
    pub(super) fn cut(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.platform {
            Platform::AppleHealth => at.trunc_subsecs(0),
            Platform::HealthConnect | Platform::SamsungHealth => at.trunc_subsecs(3),
        }
    }
}

impl Span {
    /// Gives an instant by the same clock.
    pub(super) fn at(self, at: DateTime<Utc>) -> Self {
        Self {
            start: at,
            end: at,
            ..self
        }
    }

    /// Tells whether nothing is known of the clock.
    pub(super) fn has_no_clock(&self) -> bool {
        self.start_offset_s.or(self.end_offset_s).is_none() && self.zone.is_none()
    }

    /// Gives the attributes of what lasted so long.
    pub(super) fn attributes(&self, remarks: BTreeMap<String, String>) -> Attributes {
        Attributes {
            start_offset_s: self.start_offset_s,
            end_offset_s: self.end_offset_s.filter(|_| self.end_offset_s != self.start_offset_s),
            zone: self.zone,
            date_only: false,
            remarks,
        }
    }
}

/// Gives the revision that is said, or the time of the last change.
pub(super) fn revision(said: Option<u64>, last_modified: Option<&Text<'_>>) -> Result<Option<u64>, Reason> {
    match (said, last_modified) {
        (None, Some(text)) => Ok(u64::try_from(instant(text)?.timestamp_millis()).ok()),
        (said, _) => Ok(said),
    }
}

/// Reads an offset such as `+01:00`.
fn read_offset(text: &str) -> Result<i32, Reason> {
    let offset: Result<FixedOffset, _> = text.parse();
    match (text, offset) {
        ("Z", _) => Ok(0),
        (_, Ok(offset)) => Ok(offset.local_minus_utc()),
        (_, Err(_)) => Err(Reason::NotATime { text: text.to_owned() }),
    }
}
