//! The questions of `vitasync_core::analytics` that are asked of long histories.
//!
//! Beside Python's packages they stand in `benches/compare-analytics`.

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use vitasync_core::analytics::Daily;
use vitasync_core::analytics::anomaly::{drift, outlier, weekday};
use vitasync_core::analytics::baseline::Window;
use vitasync_core::analytics::change_point::{Search, change_points};
use vitasync_core::analytics::discovery::{Question, Series, discover};
use vitasync_core::analytics::rolling::rolling_median;
use vitasync_core::analytics::trend::{line, mann_kendall, theil_sen};

/// Invents days: a fixed sequence of numbers, a little alike from day to day, of which one in `gap` is missing.
fn days(seed: usize, count: usize, gap: Option<usize>) -> Vec<Option<f64>> {
    let mut state = seed as u64;
    let mut value = 0.0;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        value = 0.6 * value + (state >> 40) as f64 / f64::from(1 << 24) - 0.5;
        60.0 + value
    };
    let missing = |at: usize| gap.is_some_and(|gap| at % gap == seed % gap);
    (0..count).map(|at| Some(next()).filter(|_| !missing(at))).collect()
}

fn statistics(criterion: &mut Criterion) {
    let ten_years = days(1, 3650, None);
    criterion.bench_function("rolling median and MAD, 60 of 3,650 days", |bencher| {
        bencher.iter(|| rolling_median(black_box(&ten_years), 60, 14));
    });
    criterion.bench_function("change points, 3,650 days", |bencher| {
        bencher.iter(|| change_points(black_box(&ten_years), Search::default()));
    });
    criterion.bench_function("line, 3,650 days", |bencher| {
        bencher.iter(|| line(black_box(&ten_years)))
    });
    criterion.bench_function("Mann-Kendall, 3,650 days", |bencher| {
        bencher.iter(|| mann_kendall(black_box(&ten_years)));
    });
    criterion.bench_function("Theil-Sen, 1,000 days", |bencher| {
        bencher.iter(|| theil_sen(black_box(&ten_years[..1000])));
    });
}

fn discovery(criterion: &mut Criterion) {
    for (name, gap) in [("complete", None), ("every tenth day missing", Some(10))] {
        let first = NaiveDate::default();
        let days: Vec<Daily> = (0..30)
            .map(|seed| Daily::new(first, days(seed, 730, gap)))
            .collect::<Result<_, _>>()
            .expect("finite");
        let series: Vec<Series<'_>> = days.iter().map(|days| Series { name: "metric", days }).collect();
        criterion.bench_function(&format!("correlations of 30 metrics, 730 days, {name}"), |bencher| {
            bencher.iter(|| discover(black_box(&series), &Question::default()));
        });
    }
}

fn anomalies(criterion: &mut Criterion) {
    let ten_years = Daily::new(NaiveDate::default(), days(1, 3650, Some(10))).expect("finite");
    criterion.bench_function("outliers, 3,650 days", |bencher| {
        bencher.iter(|| outlier::outliers(black_box(&ten_years), Window::TwoMonths));
    });
    criterion.bench_function("unusual for the weekday, 3,650 days", |bencher| {
        bencher.iter(|| weekday::unusual_for_weekday(black_box(&ten_years)));
    });
    criterion.bench_function("drifts, 3,650 days", |bencher| {
        bencher.iter(|| drift::drifts(black_box(&ten_years), drift::Chart::Cusum));
    });
}

criterion_group!(benches, statistics, discovery, anomalies);
criterion_main!(benches);
