//! Tells which civil days of somebody who moves a change can touch.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use vitasync_core::time::{self, UTC_DAY_MS, ZoneHistory, from_ms};

/// Tells the zone a date ends in.
pub(crate) fn zone_on(zones: &ZoneHistory, date: NaiveDate) -> Tz {
    if zones.moves().is_empty() {
        return zones.first();
    }
    zones.at(zones.civil_day(date).end - TimeDelta::milliseconds(1))
}

/// Tells the first and the last date that moments from `first_ms` to `last_ms`, both included, can have: by the zone in
/// force, and within a day of a move by the zones on both sides of it. None beyond what a calendar holds.
pub(crate) fn dates_of(zones: &ZoneHistory, (first_ms, last_ms): (i64, i64)) -> Option<RangeInclusive<NaiveDate>> {
    let (first, last) = (from_ms(first_ms)?, from_ms(last_ms)?);
    let dates = |zone: Tz| (time::local_date(first, zone), time::local_date(last, zone));
    let (from, to) = (from_ms(first_ms - UTC_DAY_MS)?, from_ms(last_ms + UTC_DAY_MS)?);
    let moves = zones.moves().iter().filter(|(at, _)| from < *at && *at < to);
    let (first, last) = moves.fold(dates(zones.at(from)), |known, (_, zone)| {
        let dates = dates(*zone);
        (known.0.min(dates.0), known.1.max(dates.1))
    });
    Some(first..=last)
}

/// Lists dates, both ends included.
pub(crate) fn all(dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let (first, last) = dates.into_inner();
    first.iter_days().take_while(move |date| *date <= last)
}

/// Tells from which date on two histories may give other days: the one before the first instant at which they differ.
/// `Some(None)` is from the beginning, `None` never.
pub(crate) fn differ_from(one: &ZoneHistory, other: &ZoneHistory) -> Option<Option<NaiveDate>> {
    if one.first() != other.first() {
        return Some(None);
    }
    let mut moves: Vec<DateTime<Utc>> = one.moves().iter().chain(other.moves()).map(|(at, _)| *at).collect();
    moves.sort_unstable();
    let at = moves.into_iter().find(|at| one.at(*at) != other.at(*at))?;
    let date = one.local_date(at).min(other.local_date(at));
    Some(date.checked_sub_days(Days::new(1)))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Tokyo;
    use chrono_tz::Europe::{Berlin, London};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn moments_near_a_move_may_have_the_dates_of_both_zones() {
        let zones = ZoneHistory::always(Tokyo).moved(at("2025-06-10T10:00:00Z"), London);
        let dates = |first: &str, last: &str| {
            let span = (at(first).timestamp_millis(), at(last).timestamp_millis());
            let (first, last) = dates_of(&zones, span).expect("a date").into_inner();
            [first, last].map(|it| it.to_string())
        };
        assert_eq!(
            dates("2025-06-01T14:59:00Z", "2025-06-01T15:00:00Z"),
            ["2025-06-01", "2025-06-02"]
        );
        assert_eq!(
            dates("2025-06-10T16:00:00Z", "2025-06-10T17:00:00Z"),
            ["2025-06-10", "2025-06-11"]
        );
        assert_eq!(
            dates("2025-06-20T15:00:00Z", "2025-06-20T16:00:00Z"),
            ["2025-06-20", "2025-06-20"]
        );
    }

    #[test]
    fn histories_differ_from_the_day_before_their_first_difference() {
        let home = ZoneHistory::always(Berlin);
        let moved = home.clone().moved(at("2025-06-10T10:00:00Z"), Tokyo);
        assert_eq!(differ_from(&home, &home), None);
        assert_eq!(differ_from(&home, &moved), Some(Some(date("2025-06-09"))));
        assert_eq!(differ_from(&home, &ZoneHistory::always(Tokyo)), Some(None));
    }
}
