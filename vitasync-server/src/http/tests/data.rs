//! A person with two devices, for questions over HTTP.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Detail, Lap, RoutePoint, Sleep, Stage, Statistic, StatisticKind, Workout};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::Sport;
use vitasync_core::{Metric, Session};

use super::Client;
use crate::service::import::{Delivery, write_deliveries};
use crate::service::users::{User, UserRef};
use crate::testing::TestDatabase;

fn source(name: &str, device_kind: DeviceKind) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: "apple_health".to_owned(),
            origin: name.to_lowercase(),
            recording: Recording::Automatic,
        },
        name: name.to_owned(),
        device_kind,
        device: Device {
            manufacturer: Some("Apple Inc.".to_owned()),
            ..Device::default()
        },
        revision: Revision::Immutable,
    })
}

/// Reads an instant.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Puts samples of (device, metric, start, end, value) into a batch, recorded two hours east of UTC.
fn batch(rows: &[(&Arc<Source>, Metric, &str, &str, f64)]) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(rows.len());
    let attributes = batch.add_attributes(Arc::new(Attributes {
        start_offset_s: Some(7200),
        remarks: [("HKWasUserEntered".to_owned(), "0".to_owned())].into(),
        ..Attributes::default()
    }));
    for (source, metric, start, end, value) in rows {
        let series = Series {
            source: Arc::clone(source),
            metric: *metric,
        };
        let known = batch.series().iter().position(|it| *it == series);
        let series = match known {
            Some(at) => u32::try_from(at).expect("few"),
            None => batch.add_series(series),
        };
        batch.push(BatchRow {
            series,
            start_ms: at(start).timestamp_millis(),
            end_ms: at(end).timestamp_millis(),
            value: *value,
            attributes,
            copy: 0,
        });
    }
    batch
}

/// Steps of a watch and a phone that overlap, heart rates, two kinds of energy and variability, glucose, a weight.
fn samples() -> SampleBatch {
    let (watch, phone) = (source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone));
    batch(&[
        (
            &watch,
            Metric::Steps,
            "2025-06-15T08:00:00Z",
            "2025-06-15T09:00:00Z",
            1000.0,
        ),
        (
            &phone,
            Metric::Steps,
            "2025-06-15T08:00:00Z",
            "2025-06-15T09:00:00Z",
            900.0,
        ),
        (
            &phone,
            Metric::Steps,
            "2025-06-15T10:00:00Z",
            "2025-06-15T10:30:00Z",
            300.0,
        ),
        (
            &watch,
            Metric::Steps,
            "2025-06-17T08:00:00Z",
            "2025-06-17T09:00:00Z",
            2000.0,
        ),
        (
            &watch,
            Metric::HeartRate,
            "2025-06-15T08:00:00Z",
            "2025-06-15T08:00:00Z",
            60.0,
        ),
        (
            &watch,
            Metric::HeartRate,
            "2025-06-15T08:01:00Z",
            "2025-06-15T08:01:00Z",
            80.5,
        ),
        (
            &watch,
            Metric::ActiveEnergy,
            "2025-06-15T08:00:00Z",
            "2025-06-15T09:00:00Z",
            50.0,
        ),
        (
            &watch,
            Metric::TotalEnergy,
            "2025-06-15T08:00:00Z",
            "2025-06-15T09:00:00Z",
            120.0,
        ),
        (
            &watch,
            Metric::HeartRateVariabilitySdnn,
            "2025-06-15T03:00:00Z",
            "2025-06-15T03:00:00Z",
            45.0,
        ),
        (
            &watch,
            Metric::BloodGlucose,
            "2025-06-15T07:00:00Z",
            "2025-06-15T07:00:00Z",
            90.0779,
        ),
        (
            &phone,
            Metric::Weight,
            "2025-06-15T06:00:00Z",
            "2025-06-15T06:00:00Z",
            70.25,
        ),
        (
            &watch,
            Metric::SleepStage,
            "2025-06-14T22:00:00Z",
            "2025-06-15T04:00:00Z",
            4.0,
        ),
        (
            &watch,
            Metric::SleepStage,
            "2025-06-15T04:00:00Z",
            "2025-06-15T05:30:00Z",
            5.0,
        ),
    ])
}

/// A run and a night.
fn sessions() -> Vec<Session> {
    let watch = source("Watch", DeviceKind::Watch);
    let mut run = Workout::new(Sport::from_id("running").expect("a sport"));
    run.vendor_sport = Some("HKWorkoutActivityTypeRunning".to_owned());
    run.timer_s = Some(2700.0);
    let statistic = |metric, kind, value| Statistic { metric, kind, value };
    run.statistics = vec![
        statistic(Metric::DistanceWalkingRunning, StatisticKind::Sum, 7200.0),
        statistic(Metric::ActiveEnergy, StatisticKind::Sum, 520.0),
        statistic(Metric::HeartRate, StatisticKind::Mean, 158.0),
        statistic(Metric::HeartRate, StatisticKind::Max, 181.0),
        statistic(Metric::ElevationGain, StatisticKind::Sum, 85.0),
    ];
    run.laps = vec![Lap {
        lap: true,
        start: at("2025-06-16T06:00:00Z"),
        end: at("2025-06-16T06:06:15Z"),
        remarks: Default::default(),
    }];
    run.route = vec![RoutePoint {
        at: at("2025-06-16T06:00:00Z"),
        latitude: 52.5,
        longitude: 13.4,
        altitude_m: Some(34.0),
        speed_m_s: None,
        course_deg: None,
        accuracy_m: None,
    }];
    let stage = |stage, start, end| Stage {
        stage,
        start: at(start),
        end: at(end),
    };
    let night = Sleep {
        stages: vec![
            stage(SleepStage::Light, "2025-06-15T21:30:00Z", "2025-06-16T01:00:00Z"),
            stage(SleepStage::Awake, "2025-06-16T01:00:00Z", "2025-06-16T01:20:00Z"),
            stage(SleepStage::Deep, "2025-06-16T01:20:00Z", "2025-06-16T05:00:00Z"),
        ],
        ..Sleep::default()
    };
    let session = |id: &str, start, end, detail| Session {
        source: Arc::clone(&watch),
        record: Some(RecordKey::new("example", "session", id).into()),
        start: at(start),
        end: at(end),
        attributes: Attributes {
            start_offset_s: Some(7200),
            ..Attributes::default()
        },
        detail,
    };
    vec![
        session(
            "night",
            "2025-06-15T21:30:00Z",
            "2025-06-16T05:00:00Z",
            Detail::Sleep(night),
        ),
        session(
            "run",
            "2025-06-16T06:00:00Z",
            "2025-06-16T06:47:00Z",
            Detail::Workout(Box::new(run)),
        ),
    ]
}

/// Delivers records of a user.
pub(super) async fn deliver(database: &TestDatabase, user: &User, deliveries: Vec<Delivery>) {
    let (sender, receiver) = mpsc::channel(deliveries.len());
    for delivery in deliveries {
        sender.try_send(delivery).expect("there is room");
    }
    drop(sender);
    write_deliveries(&database.app, &UserRef::from(user), receiver, |_| {})
        .await
        .expect("it is written");
}

/// Delivers an oxygen saturation beyond every clinical limit, of the day before the clock's.
pub(super) async fn out_of_breath(database: &TestDatabase, user: &User) {
    let (watch, instant) = (source("Watch", DeviceKind::Watch), "2025-06-30T09:00:00Z");
    let low = batch(&[(&watch, Metric::OxygenSaturation, instant, instant, 84.0)]);
    deliver(database, user, vec![Delivery::Samples(low)]).await;
}

/// Makes a person in Berlin with all of it, and an administrator of the workspace.
pub(super) async fn person(database: &TestDatabase) -> (User, Client) {
    let user = database.user().await;
    let admin = Client::admin(database, user.workspace_id).await;
    let zone = serde_json::json!({"timezone": "Europe/Berlin"});
    admin.patch(&format!("/v1/users/{}", user.id), zone).await;
    deliver(
        database,
        &user,
        vec![Delivery::Samples(samples()), Delivery::Sessions(sessions())],
    )
    .await;
    (user, admin)
}
