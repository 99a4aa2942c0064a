//! The questions of `vitasync_core::analytics` that are asked of long histories.
//!
//! Beside Python's packages they stand in `benches/compare-analytics`.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::{drift, outlier, weekday};
use vitasync_core::analytics::baseline::Window;
use vitasync_core::analytics::change_point::{Search, change_points};
use vitasync_core::analytics::context::context;
use vitasync_core::analytics::discovery::{Question, Series, discover};
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::rolling::rolling_median;
use vitasync_core::analytics::scores::scores;
use vitasync_core::analytics::trend::{line, mann_kendall, theil_sen};
use vitasync_core::analytics::{Daily, Sex};
use vitasync_core::metric::Kind;

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

/// What a language model is told of somebody of whom 40 metrics of 5 years are known; and the scores of a day.
fn context_of_years(criterion: &mut Criterion) {
    let first = NaiveDate::default();
    let last = first + Days::new(YEARS - 1);
    let mut evidence = Evidence::new(last);
    evidence.person.age_years = Some(38);
    evidence.person.sex = Some(Sex::Female);
    let numbers = Metric::ALL.iter().filter(|it| it.spec().kind != Kind::Category);
    let wanted = [
        Metric::Steps,
        Metric::RestingHeartRate,
        Metric::HeartRateVariabilityRmssd,
        Metric::HeartRate,
    ];
    let others = numbers.filter(|it| !wanted.contains(it)).take(40 - wanted.len());
    let metrics: Vec<Metric> = wanted.iter().chain(others).copied().collect();
    let count = usize::try_from(YEARS).expect("few");
    for (seed, metric) in metrics.into_iter().enumerate() {
        let days = Daily::new(first, days(seed, count, Some(9))).expect("days of the calendar");
        evidence.days.insert(metric, days);
    }
    criterion.bench_function("context of 40 metrics of 5 years", |bench| {
        bench.iter(|| black_box(context(black_box(&evidence), 2000)));
    });
    criterion.bench_function("scores of a day, seen from 5 years", |bench| {
        bench.iter(|| black_box(scores(&black_box(&evidence).seen_on(last, 400))));
    });
}

/// How many days.
const YEARS: u64 = 1826;

criterion_group!(benches, statistics, discovery, anomalies, context_of_years);
criterion_main!(benches);
