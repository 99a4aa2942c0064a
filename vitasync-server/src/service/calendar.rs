//! Tells the civil days of somebody who moves.
//!
//! The date of an instant is that of the zone in force then, so a day lies where the person lived on it, and a later move
//! does not rewrite it. A flight makes the day of travel long or short, or takes a date away.

use std::ops::{Range, RangeInclusive};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::Bucket;
use vitasync_core::time::{self, UTC_DAY_MS, ZoneHistory, from_ms};

/// Tells the civil date of an instant.
pub(crate) fn local_date(zones: &ZoneHistory, at: DateTime<Utc>) -> NaiveDate {
    time::local_date(at, zones.at(at))
}

/// Tells from when to when a civil date lies, half-open; empty where a move takes it away.
pub(crate) fn civil_day(zones: &ZoneHistory, date: NaiveDate) -> Range<DateTime<Utc>> {
    if zones.moves().is_empty() {
        return time::civil_day(date, zones.first());
    }
    let around = time::civil_day(date, Tz::UTC);
    let around = around.start - TimeDelta::days(2)..around.end + TimeDelta::days(2);
    let stretches = in_force(zones, &around).into_iter().filter_map(|(zone, time)| {
        let day = time::civil_day(date, zone);
        let (start, end) = (day.start.max(time.start), day.end.min(time.end));
        (start < end).then_some(start..end)
    });
    let whole = stretches.reduce(|first, last| first.start..last.end);
    whole.unwrap_or_else(|| {
        let start = time::day_start(date, zones.at(around.start));
        start..start
    })
}

/// Tells the zone a date ends in.
pub(crate) fn zone_on(zones: &ZoneHistory, date: NaiveDate) -> Tz {
    if zones.moves().is_empty() {
        return zones.first();
    }
    zones.at(civil_day(zones, date).end - TimeDelta::milliseconds(1))
}

/// Cuts dates into stretches, each with the zone its days end in.
pub(crate) fn by_zone(zones: &ZoneHistory, dates: RangeInclusive<NaiveDate>) -> Vec<(Tz, RangeInclusive<NaiveDate>)> {
    if zones.moves().is_empty() {
        return vec![(zones.first(), dates)];
    }
    let mut stretches: Vec<(Tz, RangeInclusive<NaiveDate>)> = Vec::new();
    for date in all(dates) {
        let zone = zone_on(zones, date);
        match stretches.last_mut() {
            Some((known, stretch)) if *known == zone => *stretch = *stretch.start()..=date,
            _ => stretches.push((zone, date..=date)),
        }
    }
    stretches
}

/// Cuts a stretch of time where the person moved, each part with the zone in force.
pub(crate) fn in_force(zones: &ZoneHistory, range: &Range<DateTime<Utc>>) -> Vec<(Tz, Range<DateTime<Utc>>)> {
    let moves = zones.moves().iter().map(|(at, _)| *at);
    let inside = moves.filter(|at| range.start < *at && *at < range.end);
    let borders: Vec<DateTime<Utc>> = std::iter::once(range.start).chain(inside).chain([range.end]).collect();
    let parts = borders.windows(2).map(|it| (zones.at(it[0]), it[0]..it[1]));
    parts.collect()
}

/// Lists the buckets a half-open range touches, with or without data; a move ends a bucket and begins the next.
pub(crate) fn buckets(
    zones: &ZoneHistory,
    bucket: Bucket,
    range: &Range<DateTime<Utc>>,
) -> impl Iterator<Item = Range<DateTime<Utc>>> {
    let parts = in_force(zones, range);
    parts.into_iter().flat_map(move |(zone, part)| bucket.over(part, zone))
}

/// Tells the first and the last date that moments from `first_ms` to `last_ms`, both included, can have: by the zone in
/// force, and within a day of a move by the zones on both sides of it. None beyond what a calendar holds.
pub(crate) fn dates_of(zones: &ZoneHistory, (first_ms, last_ms): (i64, i64)) -> Option<RangeInclusive<NaiveDate>> {
    let (first, last) = (from_ms(first_ms)?, from_ms(last_ms)?);
    if zones.moves().is_empty() {
        return Some(time::local_date(first, zones.first())..=time::local_date(last, zones.first()));
    }
    let near = from_ms(first_ms - UTC_DAY_MS)?..from_ms(last_ms + UTC_DAY_MS)?;
    let near = in_force(zones, &near).into_iter().map(|(zone, _)| zone);
    near.map(|zone| (time::local_date(first, zone), time::local_date(last, zone)))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .map(|(first, last)| first..=last)
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
    let date = local_date(one, at).min(local_date(other, at));
    Some(date.checked_sub_days(Days::new(1)))
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Los_Angeles;
    use chrono_tz::Asia::Tokyo;
    use chrono_tz::Europe::{Berlin, London};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn hours(zones: &ZoneHistory, text: &str) -> i64 {
        let day = civil_day(zones, date(text));
        (day.end - day.start).num_hours()
    }

    #[test]
    fn a_day_lies_where_the_person_lived_on_it() {
        let zones = ZoneHistory::always(Berlin).moved(at("2025-06-10T10:00:00Z"), Los_Angeles);
        assert_eq!(
            civil_day(&zones, date("2025-06-09")),
            time::civil_day(date("2025-06-09"), Berlin)
        );
        assert_eq!(
            civil_day(&zones, date("2025-06-11")),
            time::civil_day(date("2025-06-11"), Los_Angeles)
        );
        assert_eq!(hours(&zones, "2025-06-10"), 33);
        let stretches = by_zone(&zones, date("2025-06-08")..=date("2025-06-12"));
        assert_eq!(
            stretches,
            [
                (Berlin, date("2025-06-08")..=date("2025-06-09")),
                (Los_Angeles, date("2025-06-10")..=date("2025-06-12"))
            ]
        );
    }

    #[test]
    fn a_flight_to_the_east_cuts_its_days_at_the_move() {
        let zones = ZoneHistory::always(Los_Angeles).moved(at("2025-06-02T03:00:00Z"), Tokyo);
        assert_eq!((hours(&zones, "2025-06-01"), hours(&zones, "2025-06-02")), (20, 12));
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
