mod days;
mod explained;

use std::ops::Range;
use std::sync::Arc;

use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::block::Block;
use crate::resolve::testing::{blocks, blocks_with, ms, source, utc};
use crate::resolve::{Priority, Selector};
use crate::source::{Attributes, DeviceKind, Source};

const BERLIN: Tz = chrono_tz::Europe::Berlin;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A source and its rows.
type Told = (Source, Vec<Block>);

fn told(origin: &str, kind: DeviceKind, metric: Metric, rows: &[(&str, &str, f64)]) -> Told {
    let rows: Vec<_> = rows
        .iter()
        .map(|(start, end, value)| (ms(start), ms(end), *value))
        .collect();
    (source(origin, kind), blocks(metric, &rows))
}

fn daily(origin: &str, kind: DeviceKind, metric: Metric, date: &str, value: f64) -> Told {
    let day = crate::time::civil_day(date.parse().expect("a date"), BERLIN);
    let attributes = Attributes {
        start_offset_s: Some(crate::time::offset_s(day.start, BERLIN)),
        date_only: true,
        ..Attributes::default()
    };
    let row = (day.start.timestamp_millis(), day.end.timestamp_millis(), value);
    (source(origin, kind), blocks_with(metric, &[row], &attributes))
}

fn ask(metric: Metric, sources: &[Told], bucket: Bucket, from: &str, to: &str) -> Vec<BucketValue> {
    ask_by(metric, sources, &Priority::default(), bucket, utc(from)..utc(to))
}

fn ask_by(
    metric: Metric,
    sources: &[Told],
    priority: &Priority,
    bucket: Bucket,
    range: Range<DateTime<Utc>>,
) -> Vec<BucketValue> {
    let series: Vec<SeriesData<'_>> = sources
        .iter()
        .map(|(source, blocks)| SeriesData { source, blocks })
        .collect();
    let preferences = Preferences::in_zone(BERLIN).with_priority(priority.clone());
    aggregate(metric, &series, &preferences, bucket, range)
}

fn june(metric: Metric, sources: &[Told], bucket: Bucket) -> Vec<BucketValue> {
    ask(metric, sources, bucket, "2025-05-31T22:00:00Z", "2025-06-30T22:00:00Z")
}

fn values(found: &[BucketValue]) -> Vec<(String, f64)> {
    found.iter().map(|it| (it.date.to_string(), it.value)).collect()
}

fn day(date: &str, value: f64) -> (String, f64) {
    (date.to_owned(), value)
}

#[test]
fn steps_around_midnight_belong_to_both_days() {
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T21:50:00Z", "2025-06-15T22:10:00Z", 200.0)],
    );
    let found = june(Metric::Steps, &[phone], Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 100.0), day("2025-06-16", 100.0)]);
    assert_eq!((found[0].count, found[1].count), (1, 1));
}

#[test]
fn a_watch_worn_in_the_morning_and_a_phone_all_day_make_five_thousand() {
    let watch = told(
        "watch",
        DeviceKind::Watch,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 2000.0)],
    );
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T16:00:00Z", 5000.0)],
    );
    let found = june(Metric::Steps, &[phone, watch], Bucket::Day);
    let share = |source, value| Share {
        source,
        count: 1,
        value,
    };
    assert_eq!(found[0].value, 5000.0);
    assert_eq!(found[0].basis, Basis::Intervals);
    assert_eq!(found[0].sources, [share(1, 2000.0), share(0, 3000.0)]);
    assert_eq!(found[0].set_aside, [share(0, 2000.0)]);
}

#[test]
fn a_total_counts_where_the_best_source_has_nothing_else() {
    let watch = daily("watch", DeviceKind::Watch, Metric::Steps, "2025-06-15", 9000.0);
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 4000.0)],
    );
    let found = june(Metric::Steps, &[watch, phone], Bucket::Day);
    assert_eq!((found[0].value, found[0].basis), (9000.0, Basis::ProviderTotal));
    let aside = Share {
        source: 1,
        count: 1,
        value: 4000.0,
    };
    assert_eq!(found[0].set_aside, [aside]);
}

#[test]
fn intervals_of_the_best_source_beat_every_total() {
    let watch = told(
        "watch",
        DeviceKind::Watch,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 4000.0)],
    );
    let ring = daily("ring", DeviceKind::Ring, Metric::Steps, "2025-06-15", 9000.0);
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T12:00:00Z", "2025-06-15T13:00:00Z", 500.0)],
    );
    let found = june(Metric::Steps, &[watch, ring, phone], Bucket::Day);
    assert_eq!((found[0].value, found[0].basis), (4500.0, Basis::Intervals));
    assert_eq!(found[0].set_aside[0].value, 9000.0);
}

#[test]
fn a_total_keeps_the_date_the_provider_gives_it() {
    let tokyo = Attributes {
        start_offset_s: Some(9 * 3600),
        date_only: true,
        ..Attributes::default()
    };
    // The 15th in Tokyo begins on the 14th in Berlin.
    let row = (ms("2025-06-14T15:00:00Z"), ms("2025-06-15T15:00:00Z"), 7000.0);
    let ring = (
        source("ring", DeviceKind::Ring),
        blocks_with(Metric::Steps, &[row], &tokyo),
    );
    assert_eq!(
        values(&june(Metric::Steps, &[ring], Bucket::Day)),
        [day("2025-06-15", 7000.0)]
    );
}

#[test]
fn totals_of_days_make_weeks_and_no_hours() {
    let days = [("2025-06-15", 1000.0), ("2025-06-16", 2000.0), ("2025-06-17", 4000.0)];
    let mut all = daily("ring", DeviceKind::Ring, Metric::Steps, days[0].0, days[0].1);
    for (date, value) in &days[1..] {
        all.1
            .extend(daily("ring", DeviceKind::Ring, Metric::Steps, date, *value).1);
    }
    let weeks = june(Metric::Steps, std::slice::from_ref(&all), Bucket::Week);
    assert_eq!(values(&weeks), [day("2025-06-09", 1000.0), day("2025-06-16", 6000.0)]);
    assert_eq!(
        values(&june(Metric::Steps, std::slice::from_ref(&all), Bucket::Month)),
        [day("2025-06-01", 7000.0)]
    );
    assert_eq!(june(Metric::Steps, &[all], Bucket::Hour), []);
}

#[test]
fn two_glasses_at_one_moment_are_two() {
    let at = "2025-06-15T10:00:00Z";
    let log = told(
        "log",
        DeviceKind::App,
        Metric::Hydration,
        &[(at, at, 250.0), (at, at, 250.0)],
    );
    let found = june(Metric::Hydration, &[log], Bucket::Day);
    assert_eq!((found[0].value, found[0].count), (500.0, 2));
}

#[test]
fn the_best_source_of_each_day_tells_the_weight() {
    let evening = |date: &str| format!("{date}T20:00:00Z");
    let (one, two) = (evening("2025-06-15"), evening("2025-06-16"));
    let app = told(
        "app",
        DeviceKind::App,
        Metric::Weight,
        &[(&one, &one, 71.0), (&two, &two, 72.0)],
    );
    let scale = told(
        "scale",
        DeviceKind::Scale,
        Metric::Weight,
        &[("2025-06-15T06:00:00Z", "2025-06-15T06:00:00Z", 70.0)],
    );
    let found = june(Metric::Weight, &[app, scale], Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 70.0), day("2025-06-16", 72.0)]);
    assert_eq!(found[0].set_aside[0].value, 71.0);
}

#[test]
fn a_heart_rate_holds_until_the_next_and_no_longer_than_a_quarter_of_an_hour() {
    let rows = [
        ("2025-06-15T10:00:00Z", "2025-06-15T10:00:00Z", 60.0),
        ("2025-06-15T10:05:00Z", "2025-06-15T10:05:00Z", 120.0),
    ];
    let watch = told("watch", DeviceKind::Watch, Metric::HeartRate, &rows);
    let found = &june(Metric::HeartRate, &[watch], Bucket::Hour)[0];
    assert_eq!(found.value, (5.0 * 60.0 + 15.0 * 120.0) / 20.0);
    assert_eq!(
        (found.min, found.max, found.count, found.sum),
        (Some(60.0), Some(120.0), 2, None)
    );
}

#[test]
fn loudness_is_averaged_as_energy() {
    let rows = [
        ("2025-06-15T10:00:00Z", "2025-06-15T10:30:00Z", 60.0),
        ("2025-06-15T10:30:00Z", "2025-06-15T11:00:00Z", 90.0),
    ];
    let watch = told("watch", DeviceKind::Watch, Metric::EnvironmentalAudioExposure, &rows);
    let found = &june(Metric::EnvironmentalAudioExposure, &[watch], Bucket::Hour)[0];
    assert!((found.value - 86.994).abs() < 1e-3, "{}", found.value);
}

#[test]
fn single_values_beat_the_same_sources_value_of_the_day() {
    let at = "2025-06-15T10:00:00Z";
    let mut watch = told("watch", DeviceKind::Watch, Metric::RestingHeartRate, &[(at, at, 52.0)]);
    watch
        .1
        .extend(daily("watch", DeviceKind::Watch, Metric::RestingHeartRate, "2025-06-16", 55.0).1);
    let mut both = daily("watch", DeviceKind::Watch, Metric::RestingHeartRate, "2025-06-15", 60.0).1;
    both.extend(watch.1);
    watch.1 = both;
    let found = june(Metric::RestingHeartRate, &[watch], Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 52.0), day("2025-06-16", 55.0)]);
    assert_eq!((found[0].basis, found[1].basis), (Basis::Samples, Basis::ProviderTotal));
    assert_eq!(found[0].set_aside[0].value, 60.0);
}

#[test]
fn a_night_counts_whole_on_the_day_of_waking_and_from_one_source() {
    let watch = told(
        "watch",
        DeviceKind::Watch,
        Metric::SleepDuration,
        &[("2025-06-14T21:30:00Z", "2025-06-15T05:00:00Z", 25_000.0)],
    );
    let ring = told(
        "ring",
        DeviceKind::Ring,
        Metric::SleepDuration,
        &[("2025-06-14T21:00:00Z", "2025-06-15T05:10:00Z", 27_000.0)],
    );
    let found = june(Metric::SleepDuration, &[watch, ring], Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 25_000.0)]);
    assert_eq!(found[0].set_aside[0].value, 27_000.0);
}

#[test]
fn time_in_categories_adds_up_and_only_sleep_is_sleep() {
    let rows = [
        ("2025-06-14T22:00:00Z", "2025-06-15T06:00:00Z", 8.0),
        ("2025-06-14T23:00:00Z", "2025-06-15T02:00:00Z", 4.0),
        ("2025-06-15T02:00:00Z", "2025-06-15T02:30:00Z", 1.0),
        ("2025-06-15T02:30:00Z", "2025-06-15T04:30:00Z", 5.0),
    ];
    let watch = told("watch", DeviceKind::Watch, Metric::SleepStage, &rows);
    let found = &june(Metric::SleepStage, &[watch], Bucket::Day)[0];
    assert_eq!(found.value, 5.0 * 3600.0);
    let expected = [
        (1.0, 1800.0),
        (4.0, 3.0 * 3600.0),
        (5.0, 2.0 * 3600.0),
        (8.0, 2.5 * 3600.0),
    ];
    assert_eq!(found.categories, expected);
}

#[test]
fn a_flight_makes_a_travel_day() {
    // Departs Tokyo at 17:00+09:00, lands in Los Angeles at 11:00-07:00 of the same date.
    let aboard = Attributes {
        start_offset_s: Some(9 * 3600),
        end_offset_s: Some(-7 * 3600),
        ..Attributes::default()
    };
    let (departs, lands) = (ms("2025-06-01T17:00:00+09:00"), ms("2025-06-01T11:00:00-07:00"));
    assert_eq!(lands - departs, 10 * HOUR);
    let flight = blocks_with(Metric::Steps, &[(departs, lands, 300.0)], &aboard);
    let found = june(
        Metric::Steps,
        &[(source("phone", DeviceKind::Phone), flight)],
        Bucket::Day,
    );
    assert_eq!(values(&found), [day("2025-06-01", 300.0)]);
    assert!(found[0].travel_day);
    let walk = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-02T10:00:00Z", "2025-06-02T11:00:00Z", 9.0)],
    );
    assert!(!june(Metric::Steps, &[walk], Bucket::Day)[0].travel_day);
}

#[test]
fn a_day_of_half_an_hour_less_is_whole() {
    let zone = chrono_tz::Australia::Lord_Howe;
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-10-04T13:30:00Z", "2025-10-05T13:00:00Z", 2350.0)],
    );
    let series = [SeriesData {
        source: &phone.0,
        blocks: &phone.1,
    }];
    let range = utc("2025-10-01T00:00:00Z")..utc("2025-10-10T00:00:00Z");
    let days = aggregate(
        Metric::Steps,
        &series,
        &Preferences::in_zone(zone),
        Bucket::Day,
        range.clone(),
    );
    assert_eq!(values(&days), [day("2025-10-05", 2350.0)]);
    assert_eq!((days[0].end - days[0].start).num_minutes(), 23 * 60 + 30);
    let hours = aggregate(Metric::Steps, &series, &Preferences::in_zone(zone), Bucket::Hour, range);
    assert!((hours.iter().map(|hour| hour.value).sum::<f64>() - 2350.0).abs() < 1e-9);
}

#[test]
fn the_persons_order_changes_the_answer() {
    let watch = told(
        "watch",
        DeviceKind::Watch,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 2000.0)],
    );
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::Steps,
        &[("2025-06-15T06:00:00Z", "2025-06-15T10:00:00Z", 5000.0)],
    );
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::Phone)],
        ..Priority::default()
    };
    let range = utc("2025-06-01T00:00:00Z")..utc("2025-07-01T00:00:00Z");
    let found = ask_by(Metric::Steps, &[watch, phone], &priority, Bucket::Day, range);
    assert_eq!(found[0].value, 5000.0);
}

#[test]
fn time_in_bed_hides_nobodys_sleep() {
    let code = |stage: crate::sleep_stage::SleepStage| f64::from(stage.code());
    let (in_bed, light) = (
        code(crate::sleep_stage::SleepStage::InBed),
        code(crate::sleep_stage::SleepStage::Light),
    );
    // The phone is the better device, and goes to bed once more while the app already tells sleep.
    let phone = told(
        "phone",
        DeviceKind::Phone,
        Metric::SleepStage,
        &[("2025-06-14T22:00:00Z", "2025-06-15T04:00:00Z", in_bed)],
    );
    let app = told(
        "app",
        DeviceKind::App,
        Metric::SleepStage,
        &[
            ("2025-06-14T22:30:00Z", "2025-06-15T03:30:00Z", light),
            ("2025-06-15T01:00:00Z", "2025-06-15T04:00:00Z", in_bed),
        ],
    );
    let found = june(Metric::SleepStage, &[phone, app], Bucket::Day);
    assert_eq!(values(&found), [day("2025-06-15", 5.0 * 3600.0)]);
    assert_eq!(found[0].categories, [(light, 5.0 * 3600.0), (in_bed, 3600.0)]);
}

#[test]
fn a_day_in_bed_of_which_nobody_tells_sleep_is_no_day_without_sleep() {
    let stage = |stage: crate::sleep_stage::SleepStage| {
        let row = ("2025-06-14T22:00:00Z", "2025-06-15T04:00:00Z", f64::from(stage.code()));
        let phone = told("phone", DeviceKind::Phone, Metric::SleepStage, &[row]);
        values(&june(Metric::SleepStage, &[phone], Bucket::Day))
    };
    assert_eq!(stage(crate::sleep_stage::SleepStage::InBed), []);
    assert_eq!(stage(crate::sleep_stage::SleepStage::Awake), [day("2025-06-15", 0.0)]);
}

fn rows() -> impl Strategy<Value = Vec<(i64, i64, f64)>> {
    let from = ms("2025-06-14T00:00:00Z");
    prop::collection::vec((0_i64..4 * 24 * 12, 0_i64..30, 1_u8..90), 0..40).prop_map(move |rows| {
        let distinct: std::collections::BTreeSet<_> = rows.into_iter().collect();
        let row = |(start, length, value): (i64, i64, u8)| {
            let start = from + start * 5 * MINUTE;
            (start, start + length * 5 * MINUTE, f64::from(value))
        };
        distinct.into_iter().map(row).collect()
    })
}

fn household(metric: Metric, rows: &[Vec<(i64, i64, f64)>; 3]) -> Vec<Told> {
    let kinds = [DeviceKind::Watch, DeviceKind::Watch, DeviceKind::Phone];
    let named = ["a", "b", "c"].into_iter().zip(kinds).zip(rows);
    named
        .map(|((name, kind), rows)| (source(name, kind), blocks(metric, rows)))
        .collect()
}

/// Start, value, count and shares, with the sources by name.
type Named = (i64, f64, u64, Vec<(String, f64)>);

fn by_name(sources: &[Told], found: &[BucketValue]) -> Vec<Named> {
    let named = |share: &Share| (sources[share.source].0.key.origin.clone(), share.value);
    let row = |it: &BucketValue| {
        let shares = it.sources.iter().chain(&it.set_aside).map(named).collect();
        (it.start.timestamp_millis(), it.value, it.count, shares)
    };
    found.iter().map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hours_make_days_and_days_make_months(watch in rows(), ring in rows(), phone in rows()) {
        let sources = household(Metric::Steps, &[watch, ring, phone]);
        let total = |bucket| june(Metric::Steps, &sources, bucket).iter().map(|it| it.value).sum::<f64>();
        let months = total(Bucket::Month);
        for bucket in Bucket::ALL {
            prop_assert!((total(bucket) - months).abs() < 1e-6);
        }
    }

    #[test]
    fn nothing_depends_on_the_order_of_the_sources(
        watch in rows(), ring in rows(), phone in rows(), steps in any::<bool>(), bucket in 0_usize..7
    ) {
        let metric = if steps { Metric::Steps } else { Metric::HeartRate };
        let mut sources = household(metric, &[watch, ring, phone]);
        let before = by_name(&sources, &june(metric, &sources, Bucket::ALL[bucket]));
        sources.rotate_left(1);
        prop_assert_eq!(&before, &by_name(&sources, &june(metric, &sources, Bucket::ALL[bucket])));
        sources.swap(0, 1);
        prop_assert_eq!(&before, &by_name(&sources, &june(metric, &sources, Bucket::ALL[bucket])));
    }

    #[test]
    fn two_halves_of_a_range_add_up(watch in rows(), phone in rows(), cut in 0_i64..96) {
        let sources = household(Metric::Steps, &[watch, Vec::new(), phone]);
        let total = |range| {
            let found = ask_by(Metric::Steps, &sources, &Priority::default(), Bucket::Hour, range);
            found.iter().map(|it| it.value).sum::<f64>()
        };
        let (from, to) = (utc("2025-06-14T00:00:00Z"), utc("2025-06-20T00:00:00Z"));
        let middle = from + chrono::TimeDelta::milliseconds(cut * HOUR);
        prop_assert!((total(from..middle) + total(middle..to) - total(from..to)).abs() < 1e-6);
    }
}
