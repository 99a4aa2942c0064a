//! What a vendor sums up of a night: every number is read once and stands twice, as a sample of its metric and in the totals of
//! the night.

use chrono::TimeDelta;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::session::SleepTotals;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Unit};

use super::decoding::{Frame, implausible};
use super::job::Page;

/// A clock that is set back makes a night of the wall clock an hour shorter than it was.
const CLOCK_CHANGE: TimeDelta = TimeDelta::hours(1);

impl Page {
    /// Reads what the vendor itself sums up of a night: each number with its metric and unit, as a sample, and all of them as
    /// the totals of the night. `frame` spans the night. Never pass a sum of ours.
    ///
    /// A number that cannot be true, or is of more sleep or waking than the night lasts, is rejected as both. Gives `None`
    /// where nothing is told.
    ///
    /// ```
    /// use vitasync_core::{Metric, record::RecordKey, source::DeviceKind, time::ReadingTime};
    /// use vitasync_providers::provider::{Frame, Page, source};
    ///
    /// let at = |text: &str| ReadingTime::WithOffset(text.parse().unwrap());
    /// let record = RecordKey::new("acme", "sleep", "1").into();
    /// let ring = source("acme", "", "Acme", DeviceKind::Ring);
    /// let night = Frame::new(&ring, &record, at("2026-10-01T23:00:00+02:00")).until(at("2026-10-02T07:00:00+02:00"));
    /// let mut page = Page::default();
    /// let told = [(Metric::SleepDuration, Some(455.5), "min"), (Metric::SleepRemDuration, Some(900.0), "min")];
    /// let totals = page.read_totals(&night, &told).unwrap();
    /// assert_eq!((totals.asleep_s, totals.rem_s), (Some(27_330), None));
    /// assert_eq!((page.readings.len(), page.rejected.len()), (1, 1));
    /// ```
    pub fn read_totals(&mut self, frame: &Frame, told: &[(Metric, Option<f64>, &'static str)]) -> Option<SleepTotals> {
        let mut totals = SleepTotals::default();
        for &(metric, value, unit) in told {
            let Some(value) = value else { continue };
            match whole(frame, metric, value, unit) {
                Ok(whole) => {
                    self.read(frame, metric, Some(value), unit);
                    put(&mut totals, metric, whole);
                }
                Err(reason) => self.rejected.push(Rejected {
                    position: Position::byte(0),
                    subject: metric.to_string(),
                    reason,
                }),
            }
        }
        (totals != SleepTotals::default()).then_some(totals)
    }
}

/// Gives a number in the metric's own unit and without a fraction, where it can be true of the night.
fn whole(frame: &Frame, metric: Metric, value: f64, unit: &str) -> Result<u32, Reason> {
    let spec = metric.spec();
    let known = Unit::parse(unit, spec.quantity).zip(spec.unit);
    let converted = known.and_then(|(from, to)| from.convert(value, to).ok());
    let value = converted.ok_or_else(|| Reason::WrongUnit {
        metric,
        unit: unit.to_owned(),
    })?;
    if !spec.is_plausible(value) {
        return Err(implausible(metric, value));
    }
    let max = if is_within(metric) { lasts_s(frame) } else { None };
    match max {
        Some(max) if value > max => Err(Reason::Implausible {
            metric,
            value,
            min: 0.0,
            max,
        }),
        _ => whole_number(value).ok_or_else(|| implausible(metric, value)),
    }
}

/// Tells whether a total is of time between the beginning and the end of a night. Vendors let the time in bed begin earlier.
fn is_within(metric: Metric) -> bool {
    let beside = [Metric::TimeInBed, Metric::SleepLatency, Metric::SleepAwakenings];
    !beside.contains(&metric)
}

fn lasts_s(frame: &Frame) -> Option<f64> {
    use ReadingTime::{Instant, Local, WithOffset};
    let lasts = match (frame.start, frame.end?) {
        (Instant(start), Instant(end)) => end - start,
        (WithOffset(start), WithOffset(end)) => end - start,
        (Local(start), Local(end)) => end - start,
        _ => return None,
    };
    Some((lasts + CLOCK_CHANGE).as_seconds_f64())
}

/// Adds to the totals of a night for how many seconds nothing could be measured, where the vendor tells.
///
/// ```
/// use vitasync_providers::provider::unmeasured;
///
/// assert_eq!(unmeasured(None, Some(59.6)).unwrap().unknown_s, Some(60));
/// assert_eq!(unmeasured(None, None), None);
/// ```
pub fn unmeasured(totals: Option<SleepTotals>, seconds: Option<f64>) -> Option<SleepTotals> {
    let Some(unknown_s) = seconds.and_then(whole_number) else {
        return totals;
    };
    Some(SleepTotals {
        unknown_s: Some(unknown_s),
        ..totals.unwrap_or_default()
    })
}

/// Rounds what is counted in seconds or in times; `None` where it is less than none or more than fits.
fn whole_number(value: f64) -> Option<u32> {
    let value = value.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked against the bounds"
    )]
    (0.0..=f64::from(u32::MAX)).contains(&value).then_some(value as u32)
}

fn put(totals: &mut SleepTotals, metric: Metric, whole: u32) {
    let place = match metric {
        Metric::TimeInBed => &mut totals.in_bed_s,
        Metric::SleepDuration => &mut totals.asleep_s,
        Metric::SleepLightDuration => &mut totals.light_s,
        Metric::SleepDeepDuration => &mut totals.deep_s,
        Metric::SleepRemDuration => &mut totals.rem_s,
        Metric::SleepUnspecifiedDuration => &mut totals.unspecified_s,
        Metric::SleepAwakeDuration => &mut totals.awake_s,
        Metric::SleepLatency => &mut totals.latency_s,
        Metric::WasoDuration => &mut totals.waso_s,
        Metric::SleepAwakenings => &mut totals.awakenings,
        _ => return,
    };
    *place = Some(whole);
}
