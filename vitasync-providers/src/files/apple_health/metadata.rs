//! Reads what is written beside a record: the vendor's remarks, the time zone, and whether a person typed it.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use vitasync_core::source::{Attributes, Recording};
use vitasync_core::time::{from_ms, offset_s};

use super::xml::Element;

const TIME_ZONE: &str = "HKTimeZone";
const USER_ENTERED: &str = "HKWasUserEntered";

/// What is written beside a record or workout.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Metadata {
    pub(super) remarks: BTreeMap<String, String>,
    pub(super) zone: Option<Tz>,
    typed: bool,
}

impl Metadata {
    /// Takes in one `MetadataEntry`.
    pub(super) fn add(&mut self, entry: &Element<'_, '_>) -> Result<(), String> {
        let attributes = entry.attributes()?;
        let key = attributes.get("key").ok_or("a MetadataEntry has no key")?;
        let value = attributes.get("value").ok_or("a MetadataEntry has no value")?;
        match (key, value.parse()) {
            (USER_ENTERED, _) => self.typed = value == "1",
            (TIME_ZONE, Ok(zone)) => self.zone = Some(zone),
            _ => self.remark(key, value),
        }
        Ok(())
    }

    /// Adds a remark. A key may stand twice; both values are kept.
    pub(super) fn remark(&mut self, key: &str, value: &str) {
        match self.remarks.get_mut(key) {
            Some(known) if known == value => {}
            Some(known) => {
                known.push_str("; ");
                known.push_str(value);
            }
            None => {
                self.remarks.insert(key.to_owned(), value.to_owned());
            }
        }
    }

    /// Tells how the values came about. HealthKit says no more than whether a person typed them.
    pub(super) fn recording(&self) -> Recording {
        if self.typed {
            Recording::Manual
        } else {
            Recording::Unknown
        }
    }

    /// Makes the attributes of what lasted from `start_ms` to `end_ms`. The offsets in the file are those of the moment
    /// of export and say nothing about where it happened; the zone does.
    pub(super) fn into_attributes(self, start_ms: i64, end_ms: i64) -> Attributes {
        let offset = |ms| Some(offset_s(from_ms(ms)?, self.zone?));
        let (start, end) = (offset(start_ms), offset(end_ms));
        Attributes {
            start_offset_s: start,
            end_offset_s: end.filter(|_| end != start),
            zone: self.zone,
            date_only: false,
            remarks: self.remarks,
        }
    }
}
