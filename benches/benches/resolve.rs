//! Resolves steps of three overlapping sources and adds up the days of one person: a million samples a year, over one,
//! two and five years. Twice the samples take twice the time.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vitasync_benches::steps::{Person, invent};

fn daily_totals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolve_three_sources_into_days");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5));
    for millions in [1_u32, 2, 5] {
        let rows = millions as usize * 1_000_000;
        let person = Person::new(invent(rows));
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_function(BenchmarkId::new("million_samples", millions), |bench| {
            bench.iter(|| black_box(person.days()));
        });
    }
    group.finish();
}

criterion_group!(benches, daily_totals);
criterion_main!(benches);
