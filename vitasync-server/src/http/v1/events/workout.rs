//! The form of a workout's inside on the wire.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;
use vitasync_core::metric::Metric;
use vitasync_core::session::{RoutePoint, StatisticKind, Workout};
use vitasync_core::unit::Quantity;

use crate::http::v1::health::samples::Number;
use crate::http::wire::Instant;
use crate::vocabulary::Face;

/// The inside of a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorkoutInside {
    /// The canonical sport.
    #[schema(example = "running")]
    sport: &'static str,
    /// The provider's own word for the sport.
    #[schema(example = "HKWorkoutActivityTypeRunning")]
    vendor_sport: Option<String>,
    /// How much it went up, in metres.
    elevation_gain: Option<Number>,
    /// How much it went down, in metres.
    elevation_loss: Option<Number>,
    /// Minutes and seconds per kilometre.
    #[schema(example = "6:15")]
    avg_pace: Option<String>,
    /// The mean cadence, per minute.
    avg_cadence: Option<Number>,
    /// The mean power, in watts.
    avg_power: Option<Number>,
    /// Every total, mean and extreme the source gives.
    statistics: Vec<Statistic>,
    /// Laps and segments in order of time.
    laps: Vec<Lap>,
    /// Pauses and other marks.
    marks: Vec<Mark>,
    /// Parts of a multisport workout, or intervals.
    parts: Vec<Part>,
    /// The way that was taken; lists leave it out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    route: Vec<Point>,
}

/// A number that sums up a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Statistic {
    /// The exact metric.
    #[schema(example = "heart_rate")]
    metric: &'static str,
    /// `sum`, `mean`, `min` or `max`.
    #[schema(example = "mean")]
    kind: &'static str,
    /// The number, in `unit`.
    value: Number,
    /// The word for the unit.
    #[schema(example = "bpm")]
    unit: Option<&'static str>,
    /// The UCUM code of the unit.
    #[schema(example = "/min")]
    unit_code: Option<&'static str>,
}

/// A lap or an automatic segment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Lap {
    /// Its number, from 1.
    lap_number: usize,
    /// False for an automatic segment, such as each kilometre.
    is_lap: bool,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
    /// How long, in seconds.
    time: Number,
    /// The provider's own remarks.
    metadata: BTreeMap<String, String>,
}

/// A mark on a workout's timeline.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Mark {
    /// What happened: `pause`, `resume`, ….
    #[schema(example = "pause")]
    kind: String,
    /// When.
    at: Instant,
}

/// A part of a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Part {
    /// The provider's own id of it.
    provider_id: Option<String>,
    /// The sport, where it differs from the whole.
    sport: Option<&'static str>,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
    /// How long without pauses, in seconds.
    timer_seconds: Option<Number>,
    /// Totals, means and extremes of the part.
    statistics: Vec<Statistic>,
}

/// A point of a route.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoutePoint)]
struct Point {
    /// When.
    at: Instant,
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
    /// Metres above sea level.
    altitude_m: Option<Number>,
    /// Metres per second.
    speed_mps: Option<Number>,
}

impl WorkoutInside {
    /// Writes the inside of a workout.
    pub(super) fn new(workout: &Workout, elapsed: Number) -> Self {
        let laps = workout.laps.iter().zip(1..);
        Self {
            sport: workout.sport.id(),
            vendor_sport: workout.vendor_sport.clone(),
            elevation_gain: workout.statistic(Metric::ElevationGain, StatisticKind::Sum).map(Number),
            elevation_loss: workout.statistic(Metric::ElevationLoss, StatisticKind::Sum).map(Number),
            avg_pace: distance(workout).and_then(|meters| pace(meters, workout.timer_s.unwrap_or(elapsed.0))),
            avg_cadence: mean_of(workout, Quantity::Frequency, "cadence").map(Number),
            avg_power: mean_of(workout, Quantity::Power, "power").map(Number),
            statistics: statistics(&workout.statistics),
            laps: laps
                .map(|(lap, lap_number)| Lap {
                    lap_number,
                    is_lap: lap.lap,
                    started_at: Instant(lap.start),
                    ended_at: Instant(lap.end),
                    time: seconds(lap.end - lap.start),
                    metadata: lap.remarks.clone(),
                })
                .collect(),
            marks: workout
                .events
                .iter()
                .map(|mark| Mark {
                    kind: mark.kind.clone(),
                    at: Instant(mark.at),
                })
                .collect(),
            parts: workout
                .parts
                .iter()
                .map(|part| Part {
                    provider_id: part.external_id.clone(),
                    sport: part.sport.map(|sport| sport.id()),
                    started_at: Instant(part.start),
                    ended_at: Instant(part.end),
                    timer_seconds: part.timer_s.map(Number),
                    statistics: statistics(&part.statistics),
                })
                .collect(),
            route: workout.route.iter().map(Point::from).collect(),
        }
    }
}

impl From<&RoutePoint> for Point {
    fn from(point: &RoutePoint) -> Self {
        Self {
            at: Instant(point.at),
            latitude: point.latitude,
            longitude: point.longitude,
            altitude_m: point.altitude_m.map(Number),
            speed_mps: point.speed_m_s.map(Number),
        }
    }
}

fn statistics(statistics: &[vitasync_core::session::Statistic]) -> Vec<Statistic> {
    let statistics = statistics.iter().map(|it| {
        let face = Face::of(it.metric, &[]);
        Statistic {
            metric: it.metric.id(),
            kind: match it.kind {
                StatisticKind::Sum => "sum",
                StatisticKind::Mean => "mean",
                StatisticKind::Min => "min",
                StatisticKind::Max => "max",
            },
            value: Number(face.value(it.value)),
            unit: face.unit,
            unit_code: face.unit_code,
        }
    });
    statistics.collect()
}

/// Finds how far a workout went, whatever the sport's own metric of distance is.
pub(super) fn distance(workout: &Workout) -> Option<f64> {
    let mut sums = workout.statistics.iter().filter(|it| it.kind == StatisticKind::Sum);
    let distance =
        sums.find(|it| it.metric.spec().quantity == Quantity::Length && it.metric.id().starts_with("distance"));
    distance.map(|it| it.value)
}

/// Finds the energy burned: active, otherwise total.
pub(super) fn calories(workout: &Workout) -> Option<f64> {
    let sum = |metric| workout.statistic(metric, StatisticKind::Sum);
    sum(Metric::ActiveEnergy).or_else(|| sum(Metric::TotalEnergy))
}

/// Finds the mean of a metric that each sport has its own of: `speed`, `running_speed`, ….
pub(super) fn mean_of(workout: &Workout, quantity: Quantity, name: &str) -> Option<f64> {
    let mut means = workout.statistics.iter().filter(|it| it.kind == StatisticKind::Mean);
    let mean = means.find(|it| it.metric.spec().quantity == quantity && it.metric.id().ends_with(name));
    mean.map(|it| it.value)
}

/// Writes minutes and seconds per kilometre; a workout that went nowhere has none.
fn pace(meters: f64, seconds: f64) -> Option<String> {
    let per_kilometre = (seconds / meters * 1000.0).round();
    (meters > 0.0 && per_kilometre.is_finite())
        .then(|| format!("{}:{:02}", (per_kilometre / 60.0).floor(), per_kilometre % 60.0))
}

/// Writes a duration in seconds.
pub(super) fn seconds(duration: TimeDelta) -> Number {
    Number(duration.as_seconds_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_minutes_and_seconds_per_kilometre() {
        assert_eq!(pace(7200.0, 2700.0).as_deref(), Some("6:15"));
        assert_eq!(pace(1000.0, 359.9).as_deref(), Some("6:00"));
        assert_eq!(pace(0.0, 60.0), None);
    }
}
