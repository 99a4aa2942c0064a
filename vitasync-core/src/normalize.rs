//! Turns what vendors write into samples: unit, plausible range, rate, clock and local time, checked once.
//!
//! [`normalize`] takes one [`Reading`], a [`Normalizer`] many. Importers of large files make one [`SeriesRule`] per
//! (metric, unit, recording) and use it for every row; all go through the same checks. Nothing is clipped, and nothing is
//! dropped: what cannot be used comes back with its [`Reason`].

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::error::Reason;
use crate::metric::Metric;
use crate::reading::Reading;
use crate::sample::Sample;
use crate::source::{Attributes, Recording, Revision};
use crate::time::{ReadingTime, ZoneHistory, day_start, from_ms};
use crate::unit::{Affine, Unit};

/// 2000-01-01T00:00:00Z: before it, nothing was worn that could have measured.
const FIRST_MS: i64 = 946_684_800_000;

/// What normalisation has to be told, because it depends on the person and the moment.
#[derive(Debug, Clone)]
pub struct Context {
    /// Where the person has lived; places wall-clock times and dates.
    pub zones: ZoneHistory,
    /// When the data was received; what claims to be more than a day later has a wrong clock.
    pub received: DateTime<Utc>,
}

/// The checks for every row of one metric in one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesRule {
    metric: Metric,
    to_canonical: Affine,
    range: Option<(f64, f64)>,
    max_rate: Option<f64>,
    first_ms: i64,
    last_ms: i64,
}

impl SeriesRule {
    /// Prepares the checks for a metric whose values come in `unit`.
    ///
    /// # Errors
    ///
    /// [`Reason::WrongUnit`] where the unit does not measure the metric. A category has no unit.
    pub fn new(
        metric: Metric,
        unit: Option<Unit>,
        recording: Recording,
        received: DateTime<Utc>,
    ) -> Result<Self, Reason> {
        let spec = metric.spec();
        let to_canonical = match (unit, spec.unit) {
            (None, None) => Affine {
                factor: 1.0,
                offset: 0.0,
            },
            (Some(unit), Some(canonical)) => unit.affine(canonical).map_err(|_| wrong_unit(metric, unit.display()))?,
            (Some(unit), None) => return Err(wrong_unit(metric, unit.display())),
            (None, Some(_)) => return Err(Reason::MissingField { field: "unit".into() }),
        };
        let typed = recording == Recording::Manual;
        Ok(Self {
            metric,
            to_canonical,
            range: spec.plausible,
            max_rate: spec.max_rate_per_s,
            first_ms: if typed { i64::MIN } else { FIRST_MS },
            last_ms: (received + TimeDelta::days(1)).timestamp_millis(),
        })
    }

    /// Converts a value to the canonical unit, or says why it cannot be used.
    ///
    /// # Errors
    ///
    /// The [`Reason`], in the order: clock, interval, number, range, rate.
    #[inline]
    pub fn apply(&self, value: f64, start_ms: i64, end_ms: i64) -> Result<f64, Reason> {
        let value = self.to_canonical.apply(value);
        let in_range = match self.range {
            Some((min, max)) => value >= min && value <= max,
            None => value.is_finite(),
        };
        let in_time = start_ms >= self.first_ms && start_ms <= self.last_ms && end_ms >= start_ms;
        if in_range
            && in_time
            && self
                .max_rate
                .is_none_or(|rate| value <= rate * longest_seconds(start_ms, end_ms))
        {
            return Ok(value);
        }
        Err(self.refusal(value, start_ms, end_ms))
    }

    #[cold]
    fn refusal(&self, value: f64, start_ms: i64, end_ms: i64) -> Reason {
        let metric = self.metric;
        let (Some(start), Some(end)) = (from_ms(start_ms), from_ms(end_ms)) else {
            return Reason::NotATime {
                text: format!("{start_ms} to {end_ms} ms"),
            };
        };
        if start_ms < self.first_ms || start_ms > self.last_ms {
            return Reason::WrongClock { at: start };
        }
        if end < start {
            return Reason::EndBeforeStart { start, end };
        }
        if !value.is_finite() {
            return Reason::NotANumber {
                text: value.to_string(),
            };
        }
        if let Some((min, max)) = self.range.filter(|(min, max)| value < *min || value > *max) {
            return Reason::Implausible {
                metric,
                value,
                min,
                max,
            };
        }
        Reason::TooFast {
            metric,
            value,
            seconds: (end - start).as_seconds_f64(),
            max_per_second: self.max_rate.expect("every other check has passed"),
        }
    }
}

/// Some sources hand over what they have gathered under a short interval: early iPhones wrote five minutes of walking
/// into five seconds. A shorter interval may therefore hold as much as this one.
const GATHERED_S: f64 = 300.0;

/// Tells how long what an interval holds can have taken at most: sources cut both ends to whole seconds, and some
/// gather ([`GATHERED_S`]). An instant has no rate.
fn longest_seconds(start_ms: i64, end_ms: i64) -> f64 {
    if end_ms == start_ms {
        return f64::INFINITY;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of an interval are far below 2^53"
    )]
    let seconds = (end_ms - start_ms) as f64 / 1000.0;
    (seconds + 1.0).max(GATHERED_S)
}

/// Turns a vendor's reading into a sample.
///
/// The times of a source whose samples never change are cut to whole seconds: the same sample comes by an export, which
/// knows no fractions, and by an interface that does.
///
/// # Errors
///
/// The [`Reason`] why it cannot be used. The caller knows its position and makes the
/// [`Rejected`](crate::error::Rejected).
///
/// ```
/// use vitasync_core::normalize::{Context, normalize};
/// # use std::{collections::BTreeMap, sync::Arc};
/// # use vitasync_core::{Reading, metric::Metric, source::*, time::*};
/// # let key = SourceKey { provider: "example".into(), origin: String::new(), recording: Recording::Unknown };
/// # let source = Arc::new(Source { key, name: String::new(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
/// let reading = Reading {
///     record: None,
///     source,
///     metric: Metric::Weight,
///     value: 154.3,
///     unit: Some("lb".into()),
///     start: ReadingTime::WithOffset("2025-06-15T07:00:00+02:00".parse().unwrap()),
///     end: None,
///     zone: None,
///     remarks: BTreeMap::new(),
/// };
/// let context = Context {
///     zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
///     received: "2025-06-16T00:00:00Z".parse().unwrap(),
/// };
/// let sample = normalize(&reading, &context).unwrap();
/// assert!((sample.value - 69.989).abs() < 1e-3); // kilograms
/// assert_eq!(sample.attributes.start_offset_s, Some(7200));
/// ```
pub fn normalize(reading: &Reading, context: &Context) -> Result<Sample, Reason> {
    Normalizer::new(context).sample(reading.clone())
}

/// Turns many readings into samples as [`normalize`] does, and works out once what they share: the checks of a series, and
/// where a civil date lies.
#[derive(Debug, Clone)]
pub struct Normalizer<'c> {
    context: &'c Context,
    series: Vec<Series>,
    /// The series that came after the last one when they last came: objects of one kind repeat their metrics in order.
    next: usize,
    day: Option<Day>,
}

/// The checks of the readings that share all this.
#[derive(Debug, Clone)]
struct Series {
    metric: Metric,
    recording: Recording,
    unit: Option<Cow<'static, str>>,
    rule: SeriesRule,
}

/// Where a civil date lies.
#[derive(Debug, Clone, Copy)]
struct Day {
    date: NaiveDate,
    start: DateTime<Utc>,
    offset_s: i32,
    end: DateTime<Utc>,
}

impl<'c> Normalizer<'c> {
    /// Begins without any series.
    pub fn new(context: &'c Context) -> Self {
        Self {
            context,
            series: Vec::new(),
            next: 0,
            day: None,
        }
    }

    /// Turns one reading into a sample; the result depends on no other reading.
    ///
    /// # Errors
    ///
    /// As [`normalize`].
    ///
    /// ```
    /// use vitasync_core::normalize::{Context, Normalizer};
    /// # use std::{collections::BTreeMap, sync::Arc};
    /// # use vitasync_core::{Reading, metric::Metric, source::*, time::*};
    /// # let key = SourceKey { provider: "example".into(), origin: String::new(), recording: Recording::Unknown };
    /// # let source = Arc::new(Source { key, name: String::new(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
    /// # let weighed = |day: &str, pounds| Reading {
    /// #     record: None, source: source.clone(), metric: Metric::Weight, value: pounds, unit: Some("lb".into()),
    /// #     start: ReadingTime::Date(day.parse().unwrap()), end: None, zone: None, remarks: BTreeMap::new(),
    /// # };
    /// # let context = Context {
    /// #     zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
    /// #     received: "2025-06-18T00:00:00Z".parse().unwrap(),
    /// # };
    /// let readings = [weighed("2025-06-15", 154.3), weighed("2025-06-16", 153.9), weighed("2025-06-17", -1.0)];
    /// let mut normalizer = Normalizer::new(&context);
    /// let used = readings.map(|reading| normalizer.sample(reading).is_ok());
    /// assert_eq!(used, [true, true, false]);
    /// ```
    pub fn sample(&mut self, reading: Reading) -> Result<Sample, Reason> {
        let at = self.series(&reading)?;
        let (start, start_offset_s) = self.place(reading.start);
        let (end, end_offset_s) = match (reading.end, reading.start) {
            (Some(end), _) => self.place(end),
            (None, ReadingTime::Date(date)) => (self.day(date).end, None),
            (None, _) => (start, start_offset_s),
        };
        let (start, end) = match reading.source.revision {
            Revision::Immutable => (whole_seconds(start), whole_seconds(end)),
            Revision::LastWins => (start, end),
        };
        let rule = &self.series[at].rule;
        let value = rule.apply(reading.value, start.timestamp_millis(), end.timestamp_millis())?;
        let attributes = Attributes {
            start_offset_s,
            end_offset_s: end_offset_s.filter(|_| end_offset_s != start_offset_s),
            zone: reading.zone,
            date_only: matches!(reading.start, ReadingTime::Date(_)),
            remarks: reading.remarks,
        };
        Ok(Sample {
            record: reading.record,
            source: reading.source,
            metric: reading.metric,
            start,
            end,
            value,
            attributes,
        })
    }

    /// Finds the series of a reading, or makes it.
    fn series(&mut self, reading: &Reading) -> Result<usize, Reason> {
        let (metric, recording) = (reading.metric, reading.source.key.recording);
        let is_its = |it: &Series| it.metric == metric && it.recording == recording && it.unit == reading.unit;
        let (before, after) = self.series.split_at(self.next);
        let later = after.iter().position(is_its).map(|place| self.next + place);
        let at = match later.or_else(|| before.iter().position(is_its)) {
            Some(at) => at,
            None => {
                let rule = rule(metric, reading.unit.as_deref(), recording, self.context.received)?;
                self.series.push(Series {
                    metric,
                    recording,
                    unit: reading.unit.clone(),
                    rule,
                });
                self.series.len() - 1
            }
        };
        self.next = at + 1;
        Ok(at)
    }

    fn place(&mut self, time: ReadingTime) -> (DateTime<Utc>, Option<i32>) {
        match time {
            ReadingTime::Instant(at) => (at, None),
            ReadingTime::WithOffset(at) => (at.to_utc(), Some(at.offset().local_minus_utc())),
            ReadingTime::Local(local) => {
                let placed = self.context.zones.place(local);
                (placed.at, Some(placed.offset_s))
            }
            ReadingTime::Date(date) => {
                let day = self.day(date);
                (day.start, Some(day.offset_s))
            }
        }
    }

    /// Tells where a civil date lies; the readings of a day come one after the other.
    fn day(&mut self, date: NaiveDate) -> Day {
        if let Some(day) = self.day.filter(|it| it.date == date) {
            return day;
        }
        let zones = &self.context.zones;
        let placed = zones.place(date.into());
        let day = Day {
            date,
            start: placed.at,
            offset_s: placed.offset_s,
            end: day_start(date + chrono::Days::new(1), zones.at(placed.at)),
        };
        self.day = Some(day);
        day
    }
}

/// Makes the checks of a series whose unit is written as the vendor does.
fn rule(
    metric: Metric,
    unit: Option<&str>,
    recording: Recording,
    received: DateTime<Utc>,
) -> Result<SeriesRule, Reason> {
    let quantity = metric.spec().quantity;
    let unit = unit.map(|symbol| Unit::parse(symbol, quantity).ok_or_else(|| wrong_unit(metric, symbol)));
    SeriesRule::new(metric, unit.transpose()?, recording, received)
}

fn whole_seconds(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::nanoseconds(at.timestamp_subsec_nanos().into())
}

fn wrong_unit(metric: Metric, unit: &str) -> Reason {
    Reason::WrongUnit {
        metric,
        unit: unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::source::{Device, DeviceKind, Source, SourceKey};
    use crate::time::TimeBasis;

    fn context() -> Context {
        Context {
            zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
            received: "2025-11-01T00:00:00Z".parse().expect("a time"),
        }
    }

    fn reading(metric: Metric, value: f64, unit: Option<&str>, start: ReadingTime) -> Reading {
        let key = SourceKey {
            provider: "example".into(),
            origin: "watch".into(),
            recording: Recording::Automatic,
        };
        let source = Source {
            key,
            name: "Watch".into(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::LastWins,
        };
        let unit = unit.map(|unit| unit.to_owned().into());
        Reading {
            record: None,
            source: Arc::new(source),
            metric,
            value,
            unit,
            start,
            end: None,
            zone: None,
            remarks: BTreeMap::new(),
        }
    }

    fn instant(text: &str) -> ReadingTime {
        ReadingTime::Instant(text.parse().expect("a time"))
    }

    fn refused(reading: &Reading) -> String {
        normalize(reading, &context())
            .expect_err("it cannot be used")
            .to_string()
    }

    #[test]
    fn a_wall_clock_without_a_zone_follows_the_person() {
        let local = ReadingTime::Local("2025-10-26T02:30:00".parse().expect("a wall clock"));
        let sample = normalize(&reading(Metric::HeartRate, 61.0, Some("bpm"), local), &context()).expect("a sample");
        assert_eq!(sample.start.to_rfc3339(), "2025-10-26T00:30:00+00:00");
        assert_eq!(sample.attributes.start_offset_s, Some(7200));
    }

    #[test]
    fn a_date_is_the_whole_civil_day_and_keeps_its_date() {
        let day = ReadingTime::Date("2025-10-26".parse().expect("a date"));
        let sample = normalize(&reading(Metric::Steps, 9000.0, Some("count"), day), &context()).expect("a sample");
        assert_eq!((sample.end - sample.start).num_hours(), 25);
        assert_eq!(sample.time_basis(), TimeBasis::DateOnly);
        assert_eq!(
            sample.local_date(chrono_tz::America::New_York).to_string(),
            "2025-10-26"
        );
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let at = || instant("2025-06-15T09:00:00Z");
        let mut backwards = reading(Metric::Steps, 10.0, Some("count"), at());
        backwards.end = Some(instant("2025-06-15T08:00:00Z"));
        let mut sprint = reading(Metric::Steps, 5000.0, Some("count"), at());
        sprint.end = Some(instant("2025-06-15T09:01:00Z"));
        let said = [
            refused(&reading(Metric::HeartRate, 900.0, Some("bpm"), at())),
            refused(&reading(Metric::HeartRate, 61.0, Some("kg"), at())),
            refused(&reading(Metric::HeartRate, 61.0, None, at())),
            refused(&reading(Metric::HeartRate, f64::NAN, Some("bpm"), at())),
            refused(&reading(
                Metric::HeartRate,
                61.0,
                Some("bpm"),
                instant("1984-01-01T00:00:00Z"),
            )),
            refused(&reading(
                Metric::HeartRate,
                61.0,
                Some("bpm"),
                instant("2031-01-01T00:00:00Z"),
            )),
            refused(&backwards),
            refused(&sprint),
        ];
        insta::assert_snapshot!(said.join("\n"), @r#"
        900 is outside the plausible range 20 to 300 of heart_rate
        the unit "kg" does not measure heart_rate
        `unit` is missing
        "NaN" is not a number
        1984-01-01 00:00:00 UTC cannot be when it happened
        2031-01-01 00:00:00 UTC cannot be when it happened
        it ends at 2025-06-15 08:00:00 UTC, before it starts at 2025-06-15 09:00:00 UTC
        5000 in 60 s is faster than steps can grow (6 per second)
        "#);
    }

    #[test]
    fn many_readings_come_to_what_each_comes_to_alone() {
        let day = |date: &str| ReadingTime::Date(date.parse().expect("a date"));
        let mut typed = reading(Metric::Weight, 71.0, Some("kg"), instant("1984-01-01T00:00:00Z"));
        Arc::make_mut(&mut typed.source).key.recording = Recording::Manual;
        let readings = [
            reading(Metric::Weight, 154.3, Some("lb"), day("2025-06-15")),
            reading(Metric::Weight, 154.3, Some("kg"), day("2025-06-15")),
            reading(Metric::HeartRate, 61.0, Some("kg"), day("2025-06-16")),
            reading(Metric::Weight, 71.0, Some("kg"), instant("1984-01-01T00:00:00Z")),
            typed,
            reading(Metric::Weight, 70.0, Some("kg"), day("2025-03-30")),
            reading(Metric::Weight, 154.3, Some("lb"), day("2025-06-15")),
        ];
        let context = context();
        let mut normalizer = Normalizer::new(&context);
        for reading in readings {
            assert_eq!(normalizer.sample(reading.clone()), normalize(&reading, &context));
        }
    }

    #[test]
    fn the_times_of_a_source_whose_samples_never_change_are_cut_to_whole_seconds() {
        let mut reading = reading(
            Metric::HeartRate,
            61.0,
            Some("bpm"),
            instant("2025-06-15T09:00:00.734Z"),
        );
        let start = |reading: &Reading| {
            normalize(reading, &context())
                .expect("a sample")
                .start
                .timestamp_subsec_millis()
        };
        assert_eq!(start(&reading), 734);
        Arc::make_mut(&mut reading.source).revision = Revision::Immutable;
        assert_eq!(start(&reading), 0);
    }

    #[test]
    fn what_a_person_types_may_be_older_than_wearables() {
        let mut typed = reading(Metric::Weight, 71.0, Some("kg"), instant("1984-01-01T00:00:00Z"));
        Arc::make_mut(&mut typed.source).key.recording = Recording::Manual;
        assert!(normalize(&typed, &context()).is_ok());
    }

    #[test]
    fn five_minutes_of_steps_under_five_seconds_are_believed_and_an_hour_of_them_is_not() {
        let unit = Unit::parse("count", crate::unit::Quantity::Count);
        let rule =
            SeriesRule::new(Metric::Steps, unit, Recording::Automatic, context().received).expect("steps are counted");
        let start = 1_750_000_000_000;
        assert_eq!(rule.apply(426.0, start, start + 5000), Ok(426.0));
        assert!(rule.apply(6000.0, start, start + 5000).is_err());
    }
}
