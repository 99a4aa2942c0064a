//! Groups the workouts of a person who has trained for ten years, recorded by five sources.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vitasync_core::record::RecordKey;
use vitasync_core::resolve::group_workouts;
use vitasync_core::session::{Detail, RoutePoint, Statistic, StatisticKind, Workout};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::Sport;
use vitasync_core::{Metric, Preferences, Session};

const SOURCES: [(&str, DeviceKind); 5] = [
    ("garmin", DeviceKind::Watch),
    ("apple_health", DeviceKind::Watch),
    ("strava", DeviceKind::App),
    ("polar", DeviceKind::ChestStrap),
    ("health_connect", DeviceKind::Phone),
];

const SPORTS: [[Sport; 2]; 4] = [
    [Sport::Running, Sport::TrailRunning],
    [Sport::Cycling, Sport::GravelCycling],
    [Sport::StrengthTraining, Sport::Other],
    [Sport::Swimming, Sport::PoolSwimming],
];

fn source((provider, device_kind): (&str, DeviceKind)) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: provider.to_owned(),
            origin: format!("{provider}-device"),
            recording: Recording::Active,
        },
        name: provider.to_owned(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    })
}

fn route(start: DateTime<Utc>) -> Vec<RoutePoint> {
    let point = |second| RoutePoint {
        at: start + TimeDelta::seconds(second),
        latitude: 51.5,
        longitude: -0.1,
        altitude_m: None,
        speed_m_s: None,
        course_deg: None,
        accuracy_m: None,
    };
    (0..20).map(point).collect()
}

/// Makes so many records over ten years: five of each workout, some seconds apart. Of every tenth workout one source says
/// that it was a triathlon; what the others say are its parts.
fn records(count: usize) -> Vec<Session> {
    let sources = SOURCES.map(source);
    let begin: DateTime<Utc> = "2015-01-01T06:00:00Z".parse().expect("a time");
    let workouts = i64::try_from(count / SOURCES.len()).expect("it is small");
    let apart = TimeDelta::days(3652).num_seconds() / workouts;
    let one = |workout: i64, of: i64| {
        let at = usize::try_from(of).expect("a source");
        let seconds = (apart / 2).min(2400 + 60 * (workout % 30));
        let start = begin + TimeDelta::seconds(workout * apart + of * 7);
        let sport = match (workout % 10, at) {
            (9, 0) => Sport::Triathlon,
            _ => SPORTS[usize::try_from(workout % 4).expect("a sport")][at % 2],
        };
        let mut inside = Workout::new(sport);
        inside.route = route(start);
        inside.statistics = vec![Statistic {
            metric: Metric::ActiveEnergy,
            kind: StatisticKind::Sum,
            value: 400.0,
        }];
        Session {
            source: Arc::clone(&sources[at]),
            record: Some(RecordKey::new(SOURCES[at].0, "activity", format!("{workout}")).into()),
            start,
            end: start + TimeDelta::seconds(seconds - of * 3),
            attributes: Attributes::default(),
            detail: Detail::Workout(Box::new(inside)),
        }
    };
    // By source, as they are kept.
    (0..5)
        .flat_map(|of| (0..workouts).map(move |workout| (workout, of)))
        .map(|(workout, of)| one(workout, of))
        .collect()
}

fn grouping(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("workouts");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    let preferences = Preferences::default();
    for count in [10_000, 50_000, 100_000] {
        let sessions = records(count);
        group.throughput(Throughput::Elements(sessions.len() as u64));
        group.bench_with_input(BenchmarkId::new("group", count), &sessions, |bench, sessions| {
            bench.iter(|| group_workouts(black_box(sessions), "ada", &preferences));
        });
    }
    group.finish();
}

criterion_group!(benches, grouping);
criterion_main!(benches);
