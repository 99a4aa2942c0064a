use std::collections::HashSet;
use std::sync::Arc;

use chrono_tz::Europe::Berlin;
use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, aggregate};
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::block::Block;
use vitasync_core::resolve::SeriesData;
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Metric, Preferences, id::ContentId};

use super::*;
use crate::service::import::{Delivery, write_deliveries};
use crate::service::window::{When, Window};
use crate::testing::{TestDatabase, on_every_database, somebody};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 2025-06-01T00:00:00Z
const JUNE: i64 = 1_748_736_000_000;

fn source(name: &str, device_kind: DeviceKind) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: "example".into(),
            origin: name.to_lowercase(),
            recording: Recording::Automatic,
        },
        name: name.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::Immutable,
    })
}

struct Fill(SampleBatch);

impl Fill {
    fn series(&mut self, source: &Arc<Source>, metric: Metric, rows: impl IntoIterator<Item = (i64, i64, f64)>) {
        let series = self.0.add_series(Series {
            source: Arc::clone(source),
            metric,
        });
        for (start_ms, end_ms, value) in rows {
            self.0.push(BatchRow {
                series,
                start_ms,
                end_ms,
                value,
                attributes: 0,
                copy: 0,
            });
        }
    }
}

/// Twelve days of a watch and a phone: steps of both, over midnight too, and heart rates at shared instants.
fn twelve_days() -> SampleBatch {
    let (watch, phone) = (source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone));
    let mut fill = Fill(SampleBatch::with_capacity(0));
    let steps = |every: i64, value: f64| {
        let starts = (0..12 * DAY / every).map(move |at| JUNE + at * every + 10 * MINUTE);
        starts.map(move |start| (start, start + every, value))
    };
    fill.series(&watch, Metric::Steps, steps(2 * HOUR, 500.0));
    fill.series(&phone, Metric::Steps, steps(3 * HOUR, 300.0));
    let beats = |value: f64| (0..12 * 4).map(move |at| (JUNE + at * 6 * HOUR, JUNE + at * 6 * HOUR, value));
    fill.series(&watch, Metric::HeartRate, beats(61.0).chain(beats(62.0)));
    fill.series(&phone, Metric::HeartRate, beats(70.0));
    fill.series(&watch, Metric::Weight, [(JUNE + 30 * HOUR, JUNE + 30 * HOUR, 70.0)]);
    fill.0
}

async fn with_data(database: &TestDatabase, zone: Option<Tz>, batch: SampleBatch) -> UserRef {
    let user = UserRef::from(&database.user_in(zone).await);
    import(database, &user, batch).await;
    user
}

/// Asks for all days, of all metrics or of one, in a zone or in the person's own.
async fn all_days(app: &App, user: &UserRef, metric: Option<Metric>, zone: Option<Tz>) -> Vec<Day> {
    let query = DaysQuery {
        metrics: metric.into_iter().collect(),
        zone,
        ..DaysQuery::default()
    };
    daily_summaries(app, user, &query).await.expect("answered")
}

async fn import(database: &TestDatabase, user: &UserRef, batch: SampleBatch) {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    sender.send(Delivery::Samples(batch)).await.expect("there is room");
    drop(sender);
    write_deliveries(&database.app, user, receiver, |_| {})
        .await
        .expect("it is written");
}

fn query(limit: usize, start: Start) -> HealthQuery {
    HealthQuery {
        metrics: Vec::new(),
        source: None,
        window: Window::default(),
        zone: None,
        start,
        limit,
    }
}

fn instant(text: &str) -> Option<When> {
    Some(When::Instant(text.parse().expect("an instant")))
}

fn place(row: &SampleRow) -> (i64, ContentId) {
    (-row.start.timestamp_millis(), row.id)
}

#[tokio::test]
async fn pages_hold_every_sample_once_in_order_even_at_equal_times() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, None, twelve_days()).await;
        let all = list(app, &user, &query(10_000, Start::Offset(0)))
            .await
            .expect("listed");
        assert_eq!((all.rows.len(), all.more, all.total), (385, false, Some(385)));
        assert!(all.rows.is_sorted_by_key(place));
        assert_eq!(all.rows.iter().map(|row| row.id).collect::<HashSet<_>>().len(), 385);

        for limit in [1_usize, 7, 100] {
            let (mut behind, mut by_offset) = (Vec::new(), Vec::new());
            let mut start = Start::Offset(0);
            loop {
                let page = list(app, &user, &query(limit, start)).await.expect("listed");
                behind.extend(page.rows);
                let last = behind.last().expect("it is not empty");
                start = Start::Behind(last.start, last.id);
                if !page.more {
                    break;
                }
                if behind.len() % 3 == 0 {
                    let offset = Start::Offset(behind.len() as u64);
                    by_offset = list(app, &user, &query(limit, offset)).await.expect("listed").rows;
                    assert_eq!(by_offset[0], all.rows[behind.len()]);
                }
            }
            assert!(behind == all.rows, "limit {limit} on {}", database.engine);
            assert!(!by_offset.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn a_window_takes_what_overlaps_it_and_counts_it_exactly() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, None, twelve_days()).await;
        let all = list(app, &user, &query(10_000, Start::Offset(0)))
            .await
            .expect("listed")
            .rows;
        let windows = [
            ("2025-06-03T09:00:00Z", "2025-06-03T10:00:00Z"),
            ("2025-06-03T00:00:00Z", "2025-06-05T00:00:00Z"),
            ("2025-06-03T09:30:00Z", "2025-06-07T21:00:00Z"),
            ("2025-05-01T00:00:00Z", "2025-06-01T06:00:00Z"),
        ];
        for (from, to) in windows {
            let (from, to) = (instant(from), instant(to));
            let range = Window { from, to }.milliseconds(&ZoneHistory::always(Tz::UTC));
            let expected: Vec<&SampleRow> = all
                .iter()
                .filter(|row| {
                    let (start, end) = (row.start.timestamp_millis(), row.end.timestamp_millis());
                    start < range.end && (start >= range.start || end > range.start)
                })
                .collect();
            let windowed = |start, limit| HealthQuery {
                window: Window { from, to },
                ..query(limit, start)
            };
            let page = list(app, &user, &windowed(Start::Offset(0), 10_000))
                .await
                .expect("listed");
            assert_eq!(
                page.rows.iter().collect::<Vec<_>>(),
                expected,
                "{range:?} on {}",
                database.engine
            );
            assert_eq!(page.total, Some(expected.len() as u64));
            for offset in 0..=expected.len() {
                let page = list(app, &user, &windowed(Start::Offset(offset as u64), 2))
                    .await
                    .expect("listed");
                let rest: Vec<&SampleRow> = page.rows.iter().collect();
                assert_eq!(rest, expected.iter().copied().skip(offset).take(2).collect::<Vec<_>>());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_can_be_of_one_metric_and_one_source() {
    on_every_database(async |database| {
        let user = with_data(database, Some(Berlin), twelve_days()).await;
        let phone = HealthQuery {
            metrics: vec![Metric::HeartRate],
            source: Some("phone".into()),
            ..query(1000, Start::Offset(0))
        };
        let page = list(&database.app, &user, &phone).await.expect("listed");
        assert_eq!(page.total, Some(48));
        assert!(
            page.rows
                .iter()
                .all(|row| row.value == 70.0 && row.source.name == "Phone")
        );
        assert_eq!(page.rows[0].start.to_string(), "2025-06-12 18:00:00 UTC");
        assert_eq!(
            (page.rows[0].local_date.to_string(), page.rows[0].utc_offset_s),
            ("2025-06-12".into(), 7200)
        );
    })
    .await;
}

/// What a day comes to, by direct aggregation.
fn direct(batch: &SampleBatch, metric: Metric, zone: Tz) -> Vec<(String, f64)> {
    let blocks = batch.into_blocks();
    let series: Vec<(&Source, Vec<Block>)> = (0_u32..)
        .zip(batch.series())
        .filter(|(_, series)| series.metric == metric)
        .map(|(at, series)| {
            let own = blocks.iter().filter(|((series, _), _)| *series == at);
            (series.source.as_ref(), own.map(|(_, block)| block.clone()).collect())
        })
        .collect();
    let series: Vec<SeriesData<'_>> = series
        .iter()
        .map(|(source, blocks)| SeriesData { source, blocks })
        .collect();
    let range = "2025-05-01T00:00:00Z".parse().expect("a time").."2025-08-01T00:00:00Z".parse().expect("a time");
    let days = aggregate(metric, &series, &Preferences::in_zone(zone), Bucket::Day, range);
    days.into_iter().map(|day| (day.date.to_string(), day.value)).collect()
}

fn values(days: &[Day], metric: Metric) -> Vec<(String, f64)> {
    let value = |day: &Day| Some((day.date.to_string(), day.metrics.get(&metric)?.value));
    days.iter().filter_map(value).collect()
}

#[tokio::test]
async fn daily_rollups_are_what_direct_aggregation_says_before_and_after_a_change() {
    on_every_database(async |database| {
        let app = &database.app;
        let batch = twelve_days();
        let user = with_data(database, Some(Berlin), batch.clone()).await;
        for zone in [None, Some(chrono_tz::Pacific::Auckland), None] {
            let days = all_days(app, &user, None, zone).await;
            for metric in [Metric::Steps, Metric::HeartRate, Metric::Weight] {
                let expected = direct(&batch, metric, zone.unwrap_or(Berlin));
                assert_eq!(
                    values(&days, metric),
                    expected,
                    "{metric} {zone:?} on {}",
                    database.engine
                );
            }
        }
        let mut more = Fill(batch);
        let ring = source("Ring", DeviceKind::Ring);
        let seconds = [(JUNE + 5 * DAY + 22 * HOUR, JUNE + 5 * DAY + 23 * HOUR, 9_000.0)];
        more.series(&ring, Metric::Steps, seconds);
        import(database, &user, more.0.clone()).await;
        let days = all_days(app, &user, Some(Metric::Steps), None).await;
        assert_eq!(values(&days, Metric::Steps), direct(&more.0, Metric::Steps, Berlin));
        let touched = days
            .iter()
            .filter(|day| day.metrics[&Metric::Steps].sources.len() > 2 || !day.metrics.is_empty());
        assert_eq!(touched.count(), days.len());
        let names = |day: &Day| {
            day.metrics[&Metric::Steps]
                .sources
                .iter()
                .filter_map(|it| it.source.clone())
                .count()
        };
        assert!(days.iter().all(|day| names(day) >= 1));
    })
    .await;
}

#[tokio::test]
async fn a_timeseries_resolves_sources_or_keeps_them_apart() {
    on_every_database(async |database| {
        let app = &database.app;
        let batch = twelve_days();
        let user = with_data(database, Some(Berlin), batch.clone()).await;
        let mut query = TimeseriesQuery {
            metrics: vec![Metric::Steps],
            bucket: Bucket::Day,
            window: Window::default(),
            zone: None,
            source: None,
            raw: false,
        };
        let resolved = timeseries(app, &user, &query).await.expect("answered");
        let days: Vec<(String, f64)> = resolved[0]
            .buckets
            .iter()
            .map(|it| (it.date.to_string(), it.value))
            .collect();
        assert_eq!(days, direct(&batch, Metric::Steps, Berlin), "on {}", database.engine);
        query.raw = true;
        let apart = timeseries(app, &user, &query).await.expect("answered");
        let totals: Vec<(String, f64)> = apart
            .iter()
            .map(|it| {
                (
                    it.sources[0].name.clone(),
                    it.buckets.iter().map(|it| it.value).sum::<f64>().round(),
                )
            })
            .collect();
        assert_eq!(totals, [("Watch".to_owned(), 72_000.0), ("Phone".to_owned(), 28_800.0)]);
        query.source = Some("nobody".into());
        assert_eq!(timeseries(app, &user, &query).await.expect("answered"), []);
    })
    .await;
}

#[tokio::test]
async fn summaries_count_and_deletion_leaves_nothing() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, None, twelve_days()).await;
        let counts: Vec<(Metric, u64)> = summary(app, &user)
            .await
            .expect("answered")
            .iter()
            .map(|it| (it.metric, it.count))
            .collect();
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 385);
        assert!(counts.contains(&(Metric::HeartRate, 144)));
        let sources = sources(app, &user).await.expect("answered");
        assert_eq!(sources[1].source.name, "Phone");
        assert_eq!(sources[1].metrics[&Metric::HeartRate], 48);
        all_days(app, &user, None, None).await;

        let erased = delete_all(app, &somebody(), &user).await.expect("deleted");
        assert_eq!(
            (erased.samples, erased.rows_of("series"), erased.rows_of("sources")),
            (385, 5, 2)
        );
        assert_eq!(summary(app, &user).await.expect("answered"), []);
        assert_eq!(
            list(app, &user, &query(10, Start::Offset(0)))
                .await
                .expect("listed")
                .total,
            Some(0)
        );
        let days = all_days(app, &user, None, None).await;
        assert_eq!(days, [], "on {}", database.engine);
    })
    .await;
}

/// Five years of steps of two devices and a heart rate, one value an hour, and the day after.
fn years(from_day: i64, days: i64) -> SampleBatch {
    let (watch, phone) = (source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone));
    let mut fill = Fill(SampleBatch::with_capacity(0));
    let hours = |from: i64| (0..12).map(move |hour| JUNE + from * DAY + (6 + hour) * HOUR);
    let rows = |length: i64| {
        let starts = (from_day..from_day + days).flat_map(hours);
        starts
            .map(move |start| (start, start + length, 60.0))
            .collect::<Vec<_>>()
    };
    fill.series(&watch, Metric::Steps, rows(HOUR));
    fill.series(&phone, Metric::Steps, rows(HOUR));
    fill.series(&watch, Metric::HeartRate, rows(0));
    fill.0
}

async fn work(app: &App, user: &UserRef) -> Work {
    let preferences = crate::service::preferences::own(app, user).await.expect("read");
    let date = |text: &str| text.parse().expect("a date");
    let dates = date("2000-01-01")..=date("2100-01-01");
    rollups::refresh(app, user, &preferences, &dates)
        .await
        .expect("computed")
}

#[tokio::test]
async fn one_new_day_after_five_years_is_one_day_of_work() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, Some(Berlin), years(-1826, 1826)).await;
        let all = work(app, &user).await;
        assert_eq!(all.days, 1826, "on {}", database.engine);
        assert_eq!(work(app, &user).await, Work::default());
        import(database, &user, years(0, 1)).await;
        // Of three series the new day, and those before it on which a row may lie that is dated by another clock.
        assert_eq!(work(app, &user).await, Work { days: 1, blocks: 12 });
        assert_eq!(work(app, &user).await, Work::default());
        import(database, &user, years(-1826, 1827)).await;
        assert_eq!(work(app, &user).await, Work::default(), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn what_reaches_over_midnight_touches_both_days_and_nothing_else() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, Some(Berlin), years(0, 30)).await;
        work(app, &user).await;
        let watch = source("Watch", DeviceKind::Watch);
        let midnight = JUNE + 10 * DAY - 2 * HOUR;
        for (metric, row, days) in [
            (Metric::Steps, (midnight - MINUTE, midnight, 7.0), 1),
            (Metric::Steps, (midnight - MINUTE, midnight + MINUTE, 7.0), 2),
            (Metric::Steps, (midnight, midnight + MINUTE, 7.0), 1),
            (Metric::HeartRate, (midnight, midnight, 70.0), 1),
            (
                Metric::HeartRate,
                (midnight - 20 * MINUTE, midnight - 20 * MINUTE, 70.0),
                1,
            ),
            (
                Metric::HeartRate,
                (midnight - 10 * MINUTE, midnight - 10 * MINUTE, 70.0),
                2,
            ),
        ] {
            let mut fill = Fill(SampleBatch::with_capacity(0));
            fill.series(&watch, metric, [row]);
            import(database, &user, fill.0).await;
            assert_eq!(
                work(app, &user).await.days,
                days,
                "{metric} {row:?} on {}",
                database.engine
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_day_of_one_source_and_of_each_by_itself_is_what_that_source_says() {
    on_every_database(async |database| {
        let app = &database.app;
        let user = with_data(database, Some(Berlin), twelve_days()).await;
        let ask = async |source: Option<&str>, raw: bool| {
            let query = DaysQuery {
                metrics: vec![Metric::Steps],
                source: source.map(str::to_owned),
                raw,
                ..DaysQuery::default()
            };
            daily_summaries(app, &user, &query).await.expect("answered")
        };
        let total = |days: &[Day]| {
            days.iter()
                .map(|day| day.metrics[&Metric::Steps].value)
                .sum::<f64>()
                .round()
        };
        let (watch, phone) = (ask(Some("watch"), false).await, ask(Some("2"), false).await);
        assert_eq!(
            (total(&watch), total(&phone)),
            (72_000.0, 28_800.0),
            "on {}",
            database.engine
        );
        let apart = ask(None, true).await;
        let of = |name: &str| -> Vec<Day> {
            let days = apart
                .iter()
                .filter(|day| day.source.as_ref().is_some_and(|it| it.name == name));
            days.cloned().collect()
        };
        assert_eq!((total(&of("Watch")), total(&of("Phone"))), (72_000.0, 28_800.0));
        assert!(apart.is_sorted_by_key(|day| day.date));
        assert!(total(&ask(None, false).await) < 72_000.0 + 28_800.0);
    })
    .await;
}
