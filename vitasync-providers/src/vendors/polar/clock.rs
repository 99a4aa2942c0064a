//! Reads Polar's clocks: lengths of time in ISO 8601, and values by the hour and minute the watch showed.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// Reads a length of time such as `PT2H44M` or `PT2232.953S`. Years and months have none.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text
        .strip_prefix('P')
        .filter(|rest| rest.ends_with(['D', 'H', 'M', 'S']))?;
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    let mut ms = 0.0;
    for (part, units) in [
        (days, &[('D', 86_400.0)][..]),
        (time, &[('H', 3600.0), ('M', 60.0), ('S', 1.0)]),
    ] {
        let mut rest = part;
        for (unit, seconds) in units {
            if let Some((number, after)) = rest.split_once(*unit) {
                ms += number.parse::<f64>().ok()? * seconds * 1000.0;
                rest = after;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked against a century in milliseconds"
    )]
    let whole = (0.0..=3.2e12).contains(&ms).then_some(ms.round() as i64)?;
    Some(TimeDelta::milliseconds(whole))
}

/// Reads `23:12`, or `23:12:40`.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let formats = ["%H:%M", "%H:%M:%S"];
    formats
        .into_iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

/// Reads a wall clock, whatever Polar writes behind it.
pub(super) fn wall_clock(text: &str) -> Option<NaiveDateTime> {
    let with_minutes = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    let bare = text.trim_end_matches('Z').parse().ok();
    bare.or_else(with_minutes)
        .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.naive_local()))
}

/// Places the minutes of a night on the line of time: each at its first time not before falling asleep.
///
/// Only the ends of a night have an offset. Where the two differ, the clocks are taken to have changed at 03:00, as they do where
/// Polar is at home.
#[derive(Debug, Clone, Copy)]
pub(super) struct Night {
    pub(super) start: DateTime<FixedOffset>,
    pub(super) end: DateTime<FixedOffset>,
}

impl Night {
    pub(super) fn place(&self, time: NaiveTime) -> Option<DateTime<FixedOffset>> {
        let asleep = self.start.naive_local();
        let minute = asleep.time().with_second(0)?.with_nanosecond(0)?;
        let date = asleep.date();
        let date = if time < minute {
            date.checked_add_days(Days::new(1))?
        } else {
            date
        };
        let local = date.and_time(time);
        let change = self.end.date_naive().and_hms_opt(3, 0, 0)?;
        let offset = if local < change {
            self.start.offset()
        } else {
            self.end.offset()
        };
        local.and_local_timezone(*offset).single()
    }
}

/// Places the minutes of a night of which only the day of waking is known.
///
/// The night is what lies between the two values that are furthest apart on the dial. It began the evening before if it passes midnight
/// or begins in the evening; otherwise the person slept by day.
pub(super) fn on_night_before(waking: NaiveDate, times: &[NaiveTime]) -> Vec<NaiveDateTime> {
    let minute = |time: &NaiveTime| time.num_seconds_from_midnight();
    let mut sorted: Vec<NaiveTime> = times.to_vec();
    sorted.sort_unstable();
    let Some(last) = sorted.last().copied() else {
        return Vec::new();
    };
    let before = [last].into_iter().chain(sorted.iter().copied());
    let gap = |(before, time): &(NaiveTime, NaiveTime)| (minute(time) + 86_400 - minute(before)) % 86_400;
    let first = before
        .zip(sorted.iter().copied())
        .max_by_key(gap)
        .map_or(last, |(_, time)| time);
    let passes_midnight = sorted.first().is_some_and(|earliest| *earliest < first);
    let evening_before = passes_midnight || first.hour() >= 18;
    let date = |time: &NaiveTime| {
        if evening_before && *time >= first {
            waking.pred_opt().unwrap_or(waking)
        } else {
            waking
        }
    };
    times.iter().map(|time| date(time).and_time(*time)).collect()
}
