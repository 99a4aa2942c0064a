//! Days of people who move, and of rows that name their own clock.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::block::{Identity, Row};
use crate::time::ZoneHistory;

const TOKYO: Tz = chrono_tz::Asia::Tokyo;
const LOS_ANGELES: Tz = chrono_tz::America::Los_Angeles;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Aggregates steps of one phone, given as (start, end, value), whose rows name these attributes.
fn steps(rows: &[(&str, &str, f64)], attributes: &Attributes, zones: &ZoneHistory, bucket: Bucket) -> Vec<BucketValue> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(start, end, value)| (ms(start), ms(end), *value))
        .collect();
    let blocks = blocks_with(Metric::Steps, &rows, attributes);
    let phone = source("phone", DeviceKind::Phone);
    let series = [SeriesData {
        source: &phone,
        blocks: &blocks,
    }];
    let preferences = Preferences {
        zones: zones.clone(),
        ..Preferences::default()
    };
    aggregate(
        Metric::Steps,
        &series,
        &preferences,
        bucket,
        date("2000-01-01")..=date("2030-01-01"),
    )
}

fn offsets(start_h: i32, end_h: Option<i32>) -> Attributes {
    Attributes {
        start_offset_s: Some(start_h * 3600),
        end_offset_s: end_h.map(|it| it * 3600),
        ..Attributes::default()
    }
}

/// From Tokyo to Los Angeles at an instant.
fn flown(at: &str) -> ZoneHistory {
    ZoneHistory::always(TOKYO).moved(utc(at), LOS_ANGELES)
}

#[test]
fn a_date_lived_twice_is_one_long_day() {
    let zones = flown("2025-06-01T08:00:00Z"); // 17:00 in Tokyo, 01:00 of the same date in Los Angeles
    let rows = [
        ("2025-06-01T07:00:00Z", "2025-06-01T09:00:00Z", 300.0),
        ("2025-06-02T06:00:00Z", "2025-06-02T08:00:00Z", 20.0),
    ];
    let found = steps(&rows, &Attributes::default(), &zones, Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-01", 310.0), day("2025-06-02", 10.0)]);
    assert_eq!((found[0].end - found[0].start).num_hours(), 40);
    assert!(found[0].travel_day && !found[1].travel_day);
}

#[test]
fn a_date_that_comes_back_is_one_day_of_two_stretches_and_counts_a_row_once() {
    let zones = flown("2025-06-01T01:00:00Z"); // 10:00 in Tokyo, 18:00 of the date before in Los Angeles
    let row = [("2025-05-31T13:00:00Z", "2025-06-01T09:00:00Z", 20.0)];
    let found = steps(&row, &Attributes::default(), &zones, Bucket::Day);
    // Of the row's 20 hours 2 and 6 lie on the last of May, 10 and 2 on the first of June.
    assert_eq!(values(&found), [day("2025-05-31", 8.0), day("2025-06-01", 12.0)]);
    assert_eq!((found[0].count, found[1].count), (1, 1));
    assert!(found[0].end > found[1].start);
}

#[test]
fn a_mean_over_both_stretches_of_a_date_is_of_one_row() {
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::HeartRate,
        &[("2025-05-31T13:00:00Z", "2025-06-01T09:00:00Z", 60.0)],
    );
    let series = [SeriesData {
        source: &phone.0,
        blocks: &phone.1,
    }];
    let preferences = Preferences {
        zones: flown("2025-06-01T01:00:00Z"),
        ..Preferences::default()
    };
    let found = aggregate(
        Metric::HeartRate,
        &series,
        &preferences,
        Bucket::Day,
        date("2025-05-01")..=date("2025-06-30"),
    );
    assert_eq!(values(&found), [day("2025-05-31", 60.0), day("2025-06-01", 60.0)]);
    assert_eq!((found[0].count, found[1].count), (1, 1));
}

#[test]
fn a_date_that_was_skipped_keeps_what_is_dated_on_it() {
    let zones = ZoneHistory::always(chrono_tz::Pacific::Honolulu)
        .moved(utc("2025-06-01T10:00:00Z"), chrono_tz::Pacific::Kiritimati);
    assert_eq!(zones.stretches(date("2025-06-01")), []);
    let row = [("2025-06-01T12:00:00Z", "2025-06-01T13:00:00Z", 7.0)];
    assert_eq!(
        values(&steps(&row, &Attributes::default(), &zones, Bucket::Day)),
        [day("2025-06-02", 7.0)]
    );
    let by_own_clock = steps(&row, &offsets(-10, None), &zones, Bucket::Day);
    assert_eq!(values(&by_own_clock), [day("2025-06-01", 7.0)]);
    assert_eq!(by_own_clock[0].start, by_own_clock[0].end);
}

#[test]
fn rows_are_cut_at_the_midnights_of_their_own_clock() {
    let berlin = ZoneHistory::always(BERLIN);
    // 23:50 to 00:10 in Tokyo, an afternoon in Berlin.
    let row = [("2025-06-15T14:50:00Z", "2025-06-15T15:10:00Z", 200.0)];
    let found = steps(&row, &offsets(9, None), &berlin, Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 100.0), day("2025-06-16", 100.0)]);
    let same = steps(&row, &offsets(2, None), &berlin, Bucket::Day);
    assert_eq!(values(&same), [day("2025-06-15", 200.0)]);
    let named = Attributes {
        zone: Some(TOKYO),
        ..Attributes::default()
    };
    assert_eq!(values(&steps(&row, &named, &berlin, Bucket::Day)), values(&found));
    // Hours are instants before they are dates.
    let hours = steps(&row, &offsets(9, None), &berlin, Bucket::Hour);
    assert_eq!(values(&hours), [day("2025-06-15", 100.0), day("2025-06-15", 100.0)]);
}

#[test]
fn a_flight_runs_evenly_from_one_clock_to_the_other() {
    let berlin = ZoneHistory::always(BERLIN);
    // In 14 hours from 12:00-07:00 to 16:00+07:00 of the next date: the clock shows 28.
    let east = [("2025-06-01T19:00:00Z", "2025-06-02T09:00:00Z", 280.0)];
    let found = steps(&east, &offsets(-7, Some(7)), &berlin, Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-01", 120.0), day("2025-06-02", 160.0)]);
    // Vector 10 of a flight west: it lands before it departs.
    let west = [("2025-06-01T08:00:00Z", "2025-06-01T18:00:00Z", 300.0)];
    let found = steps(&west, &offsets(9, Some(-7)), &berlin, Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-01", 300.0)]);
    assert!(found[0].travel_day);
}

#[test]
fn a_clock_that_goes_back_over_midnight_loses_nothing() {
    let st_johns = ZoneHistory::always(chrono_tz::America::St_Johns);
    let row = [("2000-10-29T02:00:00Z", "2000-10-29T04:00:00Z", 120.0)];
    let found = steps(&row, &Attributes::default(), &st_johns, Bucket::Day);
    assert_eq!(values(&found), [day("2000-10-28", 30.0), day("2000-10-29", 90.0)]);
}

#[test]
fn the_mean_is_of_the_samples_and_the_value_of_the_time_they_held() {
    let rows = [
        ("2025-06-15T10:00:00Z", "2025-06-15T10:00:00Z", 60.0),
        ("2025-06-15T10:05:00Z", "2025-06-15T10:05:00Z", 120.0),
    ];
    let watch = told("watch", DeviceKind::Watch, Metric::HeartRate, &rows);
    let found = &june(Metric::HeartRate, &[watch], Bucket::Day)[0];
    assert_eq!((found.mean, found.time_weighted_mean), (Some(90.0), Some(105.0)));
    let scale = told("scale", DeviceKind::Scale, Metric::Weight, &rows);
    let found = &june(Metric::Weight, &[scale], Bucket::Day)[0];
    assert_eq!((found.mean, found.time_weighted_mean), (Some(90.0), None));
}

#[test]
fn weeks_begin_on_the_day_the_person_says() {
    let mut preferences = Preferences::in_zone(BERLIN);
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[
            ("2025-06-14T10:00:00Z", "2025-06-14T11:00:00Z", 1.0),
            ("2025-06-15T10:00:00Z", "2025-06-15T11:00:00Z", 10.0),
        ],
    );
    let series = [SeriesData {
        source: &phone.0,
        blocks: &phone.1,
    }];
    let mut weeks = |first| {
        preferences.week_start = first;
        values(&aggregate(
            Metric::Steps,
            &series,
            &preferences,
            Bucket::Week,
            date("2025-06-01")..=date("2025-06-30"),
        ))
    };
    assert_eq!(weeks(chrono::Weekday::Mon), [day("2025-06-09", 11.0)]);
    assert_eq!(
        weeks(chrono::Weekday::Sun),
        [day("2025-06-08", 1.0), day("2025-06-15", 10.0)]
    );
}

#[test]
fn a_bucket_is_partial_until_it_ends_and_final_a_day_later() {
    let row = [("2025-06-15T10:00:00Z", "2025-06-15T11:00:00Z", 1.0)];
    let today = &steps(&row, &Attributes::default(), &ZoneHistory::always(BERLIN), Bucket::Day)[0];
    let at = |text| (today.is_partial(utc(text)), today.is_final(utc(text)));
    assert_eq!(at("2025-06-15T21:59:59Z"), (true, false));
    assert_eq!(at("2025-06-15T22:00:00Z"), (false, false));
    assert_eq!(at("2025-06-16T22:00:00Z"), (false, true));
}

#[test]
fn an_instant_window_clips_and_a_date_window_does_not() {
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T10:00:00Z", "2025-06-15T12:00:00Z", 2.0)],
    );
    let series = [SeriesData {
        source: &phone.0,
        blocks: &phone.1,
    }];
    let preferences = Preferences::in_zone(BERLIN);
    let noon = utc("2025-06-15T11:00:00Z")..utc("2025-06-20T00:00:00Z");
    assert_eq!(
        values(&aggregate(Metric::Steps, &series, &preferences, Bucket::Day, noon)),
        [day("2025-06-15", 1.0)]
    );
    let whole = date("2025-06-15")..=date("2025-06-15");
    assert_eq!(
        values(&aggregate(Metric::Steps, &series, &preferences, Bucket::Day, whole)),
        [day("2025-06-15", 2.0)]
    );
}

const ZONES: [Tz; 8] = [
    BERLIN,
    TOKYO,
    LOS_ANGELES,
    chrono_tz::Pacific::Kiritimati,
    chrono_tz::Pacific::Honolulu,
    chrono_tz::Pacific::Apia,
    chrono_tz::America::St_Johns,
    chrono_tz::Australia::Lord_Howe,
];

/// Somebody who moves up to three times around the change of Berlin's clocks in March 2025.
pub(super) fn any_zones() -> impl Strategy<Value = ZoneHistory> {
    let moves = prop::collection::vec((0_i64..7 * 24 * 4, 0_usize..8), 0..4);
    (0_usize..8, moves).prop_map(|(first, moves)| {
        moves
            .into_iter()
            .fold(ZoneHistory::always(ZONES[first]), |zones, (quarter, zone)| {
                zones.moved(
                    utc("2025-03-27T00:00:00Z") + TimeDelta::minutes(quarter * 15),
                    ZONES[zone],
                )
            })
    })
}

/// Rows of the same week: start and length in quarters of an hour, value, and which attributes they have.
type AnyRow = (i64, i64, u8, u32);

pub(super) fn any_rows() -> impl Strategy<Value = Vec<AnyRow>> {
    prop::collection::vec((0_i64..7 * 24 * 4, 0_i64..60, 1_u8..90, 0_u32..7), 0..25)
}

/// The attributes rows may have: nothing, own offsets, a flight, a zone, a total of a day, and one of another clock.
fn attribute_sets() -> Vec<Arc<Attributes>> {
    let dated = |hours| Attributes {
        date_only: true,
        ..offsets(hours, None)
    };
    let zone = Attributes {
        zone: Some(LOS_ANGELES),
        ..Attributes::default()
    };
    let sets = [
        Attributes::default(),
        offsets(1, None),
        offsets(9, None),
        offsets(9, Some(-7)),
        zone,
        dated(1),
        dated(-10),
    ];
    sets.into_iter().map(Arc::new).collect()
}

/// Puts rows into one block per UTC day; totals last from midnight to midnight of their own clock.
pub(super) fn any_blocks(rows: &[AnyRow]) -> Vec<Block> {
    let sets = attribute_sets();
    let mut days: std::collections::BTreeMap<i64, Vec<Row>> = std::collections::BTreeMap::new();
    for &(start, length, value, attributes) in rows {
        let mut start_ms = ms("2025-03-27T00:00:00Z") + start * 15 * MINUTE;
        let mut end_ms = start_ms + length * 15 * MINUTE;
        let set = &sets[attributes as usize];
        if let (true, Some(offset_s)) = (set.date_only, set.start_offset_s) {
            start_ms = start_ms.div_euclid(24 * HOUR) * 24 * HOUR - i64::from(offset_s) * 1000;
            end_ms = start_ms + 24 * HOUR;
        }
        days.entry(start_ms.div_euclid(24 * HOUR)).or_default().push(Row {
            start_ms,
            end_ms,
            value: value.into(),
            copy: 0,
            version: 0,
            deleted: false,
            attributes,
        });
    }
    days.into_values()
        .map(|rows| Block::from_rows(rows, &sets, Identity::Value))
        .collect()
}

pub(super) fn any_metric() -> impl Strategy<Value = Metric> {
    prop::sample::select(vec![
        Metric::Steps,
        Metric::HeartRate,
        Metric::RestingHeartRate,
        Metric::SleepDuration,
        Metric::SleepStage,
        Metric::Hydration,
        Metric::Weight,
    ])
}

/// A watch and a phone, so that who is better does not depend on how many rows there are.
pub(super) fn pair() -> [Source; 2] {
    [source("watch", DeviceKind::Watch), source("phone", DeviceKind::Phone)]
}

fn overlapping(blocks: &[Block], range: &Range<DateTime<Utc>>) -> Vec<Block> {
    let (from, to) = (range.start.timestamp_millis(), range.end.timestamp_millis());
    let overlaps = |row: &&Row| row.start_ms < to && row.end_ms.max(row.start_ms + 1) > from;
    blocks
        .iter()
        .filter(|block| block.rows().any(|row| overlaps(&row)))
        .cloned()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_instant_has_one_date_and_no_date_is_lost(zones in any_zones(), quarters in prop::collection::vec(0_i64..9 * 96, 20)) {
        for quarter in quarters {
            let at = utc("2025-03-26T00:00:00Z") + TimeDelta::minutes(quarter * 15);
            let around = date("2025-03-22").iter_days().take(20);
            let dates: Vec<_> = around.filter(|it| zones.stretches(*it).iter().any(|it| it.contains(&at))).collect();
            prop_assert_eq!(&dates, &[zones.local_date(at)]);
            let whole = zones.civil_day(dates[0]);
            prop_assert!(whole.contains(&at));
        }
    }

    #[test]
    fn a_date_comes_to_the_same_whatever_is_asked_beside_it(
        zones in any_zones(), metric in any_metric(), watch in any_rows(), phone in any_rows()
    ) {
        let preferences = Preferences { zones, ..Preferences::default() };
        let sources = pair();
        let rows = [any_blocks(&watch), any_blocks(&phone)];
        let ask = |blocks: &[Vec<Block>; 2], from: NaiveDate, to: NaiveDate| {
            let series = [0, 1].map(|at| SeriesData { source: &sources[at], blocks: &blocks[at] });
            aggregate(metric, &series, &preferences, Bucket::Day, from..=to)
        };
        let (first, last) = (date("2025-03-20"), date("2025-04-10"));
        let whole = ask(&rows, first, last);
        for asked in first.iter_days().take_while(|it| *it <= last) {
            let expected: Vec<_> = whole.iter().filter(|it| it.date == asked).cloned().collect();
            prop_assert_eq!(&ask(&rows, asked, asked), &expected);
            // As does a store that loads no more than it must.
            let needed = Window::from(asked..=asked).instants(&preferences.zones);
            let loaded = [overlapping(&rows[0], &needed), overlapping(&rows[1], &needed)];
            prop_assert_eq!(&ask(&loaded, asked, asked), &expected);
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_counted_twice(zones in any_zones(), rows in any_rows(), bucket in 0_usize..7) {
        let rows: Vec<AnyRow> = rows.into_iter().filter(|it| it.3 < 5).collect();
        let preferences = Preferences { zones, ..Preferences::default() };
        let phone = source("phone", DeviceKind::Phone);
        let blocks = any_blocks(&rows);
        let series = [SeriesData { source: &phone, blocks: &blocks }];
        let found = aggregate(Metric::Hydration, &series, &preferences, Bucket::ALL[bucket], date("2025-03-01")..=date("2025-05-01"));
        let total: f64 = found.iter().map(|it| it.value).sum();
        let measured: f64 = blocks.iter().flat_map(Block::rows).map(|row| row.value).sum();
        prop_assert!((total - measured).abs() < 1e-6, "{total} of {measured}");
    }

    #[test]
    fn a_move_changes_no_earlier_day(zones in any_zones(), metric in any_metric(), rows in any_rows(), zone in 0_usize..8) {
        let phone = source("phone", DeviceKind::Phone);
        let blocks = any_blocks(&rows);
        let series = [SeriesData { source: &phone, blocks: &blocks }];
        let now = utc("2025-04-03T00:00:00Z");
        let ask = |zones: ZoneHistory| {
            let last = zones.local_date(now) - chrono::Days::new(3);
            let preferences = Preferences { zones, ..Preferences::default() };
            aggregate(metric, &series, &preferences, Bucket::Day, date("2025-03-01")..=last.min(date("2025-03-30")))
        };
        prop_assert_eq!(ask(zones.clone()), ask(zones.moved(now, ZONES[zone])));
    }
}
