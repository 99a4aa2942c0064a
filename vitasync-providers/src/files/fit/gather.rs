//! Sorts the messages of one FIT file by what they are, and reads those that come in great numbers.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use vitasync_core::error::Reason;
use vitasync_core::session::RoutePoint;
use vitasync_core::time::from_ms;

use super::beats::{Beats, StrapClock};
use super::decode::{File, Message, TIMESTAMP};
use super::profile::{self, message, record, session};
use super::record::{CompressedWay, Record};
use super::watch::Watch;
use crate::files::activity::{MAX_VALUES, Measure, Raw, Value, is_position, is_possible};
use crate::files::report::bump;

/// The messages that hold measurements, whether those can be used or not.
const MEASURED: [u16; 3] = [message::SESSION, message::RECORD, message::MONITORING];

/// 1989-12-31T00:00:00Z, from which the format counts seconds.
pub(super) const EPOCH_S: i64 = 631_065_600;

/// Below it a time counts from when the device was switched on, and nobody knows when that was.
const FIRST_TIME: u32 = 0x1000_0000;

/// Everything one file says, sorted.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    pub(super) file_id: Option<Message<'a>>,
    pub(super) creator: Option<String>,
    /// What the clock on the wall was ahead of UTC, in seconds.
    pub(super) offset_s: Option<i32>,
    pub(super) is_multisport: bool,
    pub(super) sport: Option<(i64, i64)>,
    pub(super) sessions: Vec<Message<'a>>,
    pub(super) laps: Vec<Message<'a>>,
    pub(super) lengths: Vec<Message<'a>>,
    pub(super) sets: Vec<Message<'a>>,
    /// When the timer started (true) and stopped.
    pub(super) timer: Vec<(i64, bool)>,
    pub(super) values: Vec<Value>,
    pub(super) route: Vec<RoutePoint>,
    pub(super) beats: Vec<Raw>,
    /// What was measured beside activities, by the place in [`profile::SAMPLES`].
    pub(super) samples: Vec<(usize, Raw)>,
    pub(super) watch: Watch,
    pub(super) rejected: Vec<(u64, &'static str, Reason)>,
    pub(super) unknown_messages: BTreeMap<u16, u64>,
    pub(super) unknown_fields: BTreeMap<String, u64>,
    /// Whether there is a message for what was measured, whether that could be used or not.
    pub(super) was_measured: bool,
    unread: HashMap<(u16, u8), u64>,
    rr: Beats,
    strap: StrapClock,
    way: CompressedWay,
    last_ms: Option<i64>,
    /// When the file was received.
    received: Option<DateTime<Utc>>,
}

/// Turns seconds of the format's epoch into milliseconds of ours.
pub(super) fn to_ms(time: u32) -> i64 {
    (EPOCH_S + i64::from(time)) * 1000
}

/// Reads a time of the format; none where it counts from when the device was switched on.
pub(super) fn instant(message: &Message<'_>, field: u8) -> Option<i64> {
    let time = match field {
        TIMESTAMP => message.time()?,
        _ => message.unsigned(field)?,
    };
    (time >= FIRST_TIME).then(|| to_ms(time))
}

impl<'a> Gathered<'a> {
    /// Reads all messages of a file that was received at some time, and gives where it breaks off, if it does.
    pub(super) fn read(file: &mut File<'a>, received: DateTime<Utc>) -> (Self, Option<(u64, Reason)>) {
        let mut gathered = Self {
            received: Some(received),
            ..Self::default()
        };
        let broken = loop {
            match file.next_message() {
                Ok(Some(message)) => {
                    let byte = message.byte;
                    gathered.take(message);
                    if gathered.weight() > MAX_VALUES {
                        let detail = format!("it has more than {MAX_VALUES} values");
                        break Some((byte, Reason::Unusable { detail }));
                    }
                }
                Ok(None) => break None,
                Err(broken) => break Some(broken),
            }
        };
        for ((of, field), count) in std::mem::take(&mut gathered.unread) {
            let name = format!("{}.{field}", profile::name_of(of));
            bump(&mut gathered.unknown_fields, &name, |all| *all += count);
        }
        (gathered, broken)
    }

    /// Takes over what a file that goes on with this one has measured.
    pub(super) fn extend(&mut self, next: Self) {
        self.values.extend(next.values);
        self.beats.extend(next.beats);
        self.samples.extend(next.samples);
        self.rejected.extend(next.rejected);
        for (number, count) in next.unknown_messages {
            *self.unknown_messages.entry(number).or_default() += count;
        }
    }

    /// Tells whether nothing in it was measured.
    pub(super) fn is_empty(&self) -> bool {
        !self.was_measured && self.weight() == 0
    }

    /// Tells when the last value was measured.
    pub(super) fn last_record(&self) -> Option<DateTime<Utc>> {
        let values = self.values.iter().map(|value| value.at_ms);
        let points = self.route.iter().map(|point| point.at.timestamp_millis());
        values.chain(points).max().and_then(from_ms)
    }

    /// Splits off what happened before an instant.
    pub(super) fn split_before(&mut self, end_ms: i64) -> Self {
        let began_before = |message: &mut Message<'_>| instant(message, 2).is_none_or(|start| start < end_ms);
        Self {
            values: self.values.extract_if(.., |value| value.at_ms < end_ms).collect(),
            route: self
                .route
                .extract_if(.., |point| point.at.timestamp_millis() < end_ms)
                .collect(),
            laps: self.laps.extract_if(.., began_before).collect(),
            lengths: self.lengths.extract_if(.., began_before).collect(),
            timer: self.timer.extract_if(.., |(at_ms, _)| *at_ms < end_ms).collect(),
            ..Self::default()
        }
    }

    /// Tells how much is held in memory.
    fn weight(&self) -> usize {
        let messages = self.sessions.len() + self.laps.len() + self.lengths.len() + self.sets.len();
        let numbers = self.values.len() + self.route.len() + self.beats.len() + self.samples.len();
        messages + numbers + self.timer.len() + self.rejected.len() + self.watch.len()
    }

    fn take(&mut self, message: Message<'a>) {
        let number = message.definition.number;
        self.last_ms = instant(&message, TIMESTAMP).or(self.last_ms);
        let is_known = match number {
            message::RECORD => {
                self.record(&message);
                true
            }
            message::SESSION => {
                self.count_unread(&message, session::is_known);
                self.keep(message, |it| &mut it.sessions)
            }
            message::LAP => self.keep(message, |it| &mut it.laps),
            message::LENGTH => self.keep(message, |it| &mut it.lengths),
            message::SET => self.keep(message, |it| &mut it.sets),
            message::HRV => {
                match self.rr.read(&message, self.last_ms) {
                    Some(beats) => self.beats.extend(beats),
                    None => self.reject(&message, "hrv"),
                }
                true
            }
            message::HR => {
                match self.strap.read(&message) {
                    Some(values) => self.values.extend(values),
                    None => self.reject(&message, "hr"),
                }
                true
            }
            message::MONITORING_INFO => {
                self.learn_offset(&message, TIMESTAMP, 0);
                self.watch.begin(&message);
                true
            }
            message::MONITORING => {
                if self.watch.monitoring(&message).is_none() {
                    self.reject(&message, "monitoring");
                }
                true
            }
            message::SLEEP_LEVEL => {
                if self.watch.sleep_level(&message).is_none() {
                    self.reject(&message, "sleep_level");
                }
                true
            }
            _ => self.sample(&message) || self.describe(message),
        };
        self.was_measured |= MEASURED.contains(&number);
        if !is_known && !profile::SILENT.contains(&number) {
            *self.unknown_messages.entry(number).or_default() += 1;
        }
    }

    fn keep(&mut self, message: Message<'a>, to: impl Fn(&mut Self) -> &mut Vec<Message<'a>>) -> bool {
        to(self).push(message);
        true
    }

    /// Counts the fields that say something and are not read.
    fn count_unread(&mut self, message: &Message<'_>, is_known: fn(u8) -> bool) {
        for field in &message.definition.fields {
            if !is_known(field.number) && message.value_of(field).is_some() {
                *self
                    .unread
                    .entry((message.definition.number, field.number))
                    .or_default() += 1;
            }
        }
    }

    /// Reads what describes the file; tells whether the message does.
    fn describe(&mut self, message: Message<'a>) -> bool {
        match message.definition.number {
            message::FILE_ID => {
                self.file_id.get_or_insert(message);
            }
            message::DEVICE_INFO => {
                // The first device is the one that wrote the file.
                if message.whole(0) == Some(0) {
                    self.creator = self.creator.take().or_else(|| message.text(27));
                }
            }
            message::ACTIVITY => {
                self.learn_offset(&message, TIMESTAMP, 5);
                self.is_multisport = message.whole(2) == Some(1);
            }
            message::SPORT => {
                let sport = message.whole(0).map(|sport| (sport, message.whole(1).unwrap_or(0)));
                self.sport = self.sport.or(sport);
            }
            message::EVENT => return self.event(&message),
            _ => return false,
        }
        true
    }

    /// Learns how far the wall clock was ahead: zones lie a multiple of 15 minutes apart.
    fn learn_offset(&mut self, message: &Message<'_>, utc: u8, local: u8) {
        let told = message.unsigned(local).zip(message.unsigned(utc));
        let offset = told.map(|(local, utc)| i64::from(local) - i64::from(utc));
        let rounded = offset.map(|offset| (offset + 450).div_euclid(900) * 900);
        let possible = rounded.filter(|offset| (-12 * 3600..=14 * 3600).contains(offset));
        self.offset_s = self.offset_s.or(possible.and_then(|offset| i32::try_from(offset).ok()));
    }

    /// Reads starts and stops of the timer; tells whether the event is one.
    fn event(&mut self, message: &Message<'_>) -> bool {
        let (Some(0), Some(kind)) = (message.whole(0), message.whole(1)) else {
            return false;
        };
        let starts = match kind {
            0 => true,
            1 | 4 | 8 | 9 => false,
            _ => return false,
        };
        match instant(message, TIMESTAMP) {
            Some(at_ms) => self.timer.push((at_ms, starts)),
            None => self.reject(message, "event"),
        }
        true
    }

    /// Rejects a message because its time is missing or not a time.
    fn reject(&mut self, message: &Message<'_>, subject: &'static str) {
        let reason = match message.time().and_then(|time| from_ms(to_ms(time))) {
            Some(at) => Reason::WrongClock { at },
            None => Reason::MissingField {
                field: "timestamp".to_owned(),
            },
        };
        self.rejected.push((message.byte, subject, reason));
    }

    /// Reads a message that [`profile::SAMPLES`] knows; tells whether it does.
    fn sample(&mut self, message: &Message<'_>) -> bool {
        let number = message.definition.number;
        let fields = profile::SAMPLES
            .iter()
            .enumerate()
            .filter(|(_, field)| field.message == number);
        let mut is_known = false;
        // A cuff that failed says so, and its numbers mean nothing.
        let failed = number == message::BLOOD_PRESSURE && message.whole(8).is_some_and(|status| status != 0);
        for (place, field) in fields {
            if !is_known && failed {
                let detail = "the cuff reports an error".to_owned();
                self.rejected
                    .push((message.byte, "blood_pressure", Reason::Unusable { detail }));
            }
            is_known = true;
            let Some(value) = message.scaled(field.number, field.scale, 0.0).filter(|_| !failed) else {
                continue;
            };
            // Negative levels of stress and rates of breathing say why there is none.
            let is_code = value < 0.0 && matches!(number, 227 | 297);
            if is_code || (number == message::WEIGHT_SCALE && value == profile::STILL_WEIGHING) {
                continue;
            }
            match instant(message, field.time) {
                Some(at_ms) => self.samples.push((place, Raw::instant(message.byte, at_ms, value))),
                None => self.reject(message, field.name),
            }
        }
        if number == message::WEIGHT_SCALE {
            self.watch.profiles.extend(message.whole(12));
        }
        is_known
    }

    fn record(&mut self, message: &Message<'_>) {
        let mut read = Record::default();
        for field in &message.definition.fields {
            let Some(scalar) = message.value_of(field) else {
                continue;
            };
            if !read.take(field.number, scalar) && !record::SILENT.contains(&field.number) {
                *self.unread.entry((message::RECORD, field.number)).or_default() += 1;
            }
        }
        for (field, value) in message.own() {
            match field {
                Ok(number) if read.stand_in(number, value) => {}
                Ok(number) => *self.unread.entry((message::RECORD, number)).or_default() += 1,
                Err(name) => bump(&mut self.unknown_fields, name, |count| *count += 1),
            }
        }
        if let Some((speed, distance)) = self.way.read(message.bytes(record::COMPRESSED_SPEED_DISTANCE)) {
            read.set(Measure::Speed, speed, false);
            read.set(Measure::Distance, distance, false);
        }
        match instant(message, TIMESTAMP) {
            Some(at_ms) if from_ms(at_ms).is_some_and(|at| self.is_possible(at)) => {
                self.place(message.byte, at_ms, read);
            }
            _ => self.reject(message, "record"),
        }
    }

    /// Tells whether something can have happened by the time the file was received.
    fn is_possible(&self, at: DateTime<Utc>) -> bool {
        self.received.is_none_or(|received| is_possible(at, received))
    }

    /// Adds what a record says at its time.
    fn place(&mut self, byte: u64, at_ms: i64, read: Record) {
        let values = read
            .measured
            .iter()
            .filter(|(measure, value, _)| !measure.is_missing(*value));
        self.values.extend(values.map(|(measure, value, _)| Value {
            at_ms,
            byte,
            measure: *measure,
            value: if *measure == Measure::Cadence {
                value + read.fraction
            } else {
                *value
            },
        }));
        if let (Some(latitude), Some(longitude), Some(at)) = (read.latitude, read.longitude, from_ms(at_ms))
            && is_position(latitude, longitude)
        {
            self.route.push(RoutePoint {
                at,
                latitude,
                longitude,
                altitude_m: read.get(Measure::Altitude),
                speed_m_s: read.get(Measure::Speed),
                course_deg: None,
                accuracy_m: read.accuracy,
            });
        }
    }
}
