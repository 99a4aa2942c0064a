//! Names what activity files measure along the way, and the metric each is in each sport.

use vitasync_core::metric::Metric;
use vitasync_core::sport::{Sport, SportCategory};
use vitasync_core::unit::Unit;

/// Something measured along the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    HeartRate,
    /// Turns of the cranks, strokes, or steps of one leg, in a minute.
    Cadence,
    Power,
    Speed,
    /// Metres since the beginning, which only grow.
    Distance,
    Altitude,
    AirTemperature,
    WaterTemperature,
    Depth,
    Grade,
    RespiratoryRate,
    Stress,
    CoreTemperature,
    Pressure,
    LeftBalance,
    PedalSmoothness,
    VerticalOscillation,
    VerticalRatio,
    StanceTime,
    StanceBalance,
    StepLength,
}

/// The metric a measure is in one sport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Channel {
    pub(crate) metric: Metric,
    pub(crate) unit: Unit,
    /// What a value is multiplied by before it is in that unit.
    pub(crate) factor: f64,
}

impl Measure {
    /// Everything there is.
    pub(crate) const ALL: [Self; 21] = [
        Self::HeartRate,
        Self::Cadence,
        Self::Power,
        Self::Speed,
        Self::Distance,
        Self::Altitude,
        Self::AirTemperature,
        Self::WaterTemperature,
        Self::Depth,
        Self::Grade,
        Self::RespiratoryRate,
        Self::Stress,
        Self::CoreTemperature,
        Self::Pressure,
        Self::LeftBalance,
        Self::PedalSmoothness,
        Self::VerticalOscillation,
        Self::VerticalRatio,
        Self::StanceTime,
        Self::StanceBalance,
        Self::StepLength,
    ];

    /// Names the measure in reports.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::HeartRate => "heart_rate",
            Self::Cadence => "cadence",
            Self::Power => "power",
            Self::Speed => "speed",
            Self::Distance => "distance",
            Self::Altitude => "altitude",
            Self::AirTemperature => "temperature",
            Self::WaterTemperature => "water_temperature",
            Self::Depth => "depth",
            Self::Grade => "grade",
            Self::RespiratoryRate => "respiration_rate",
            Self::Stress => "stress",
            Self::CoreTemperature => "core_temperature",
            Self::Pressure => "pressure",
            Self::LeftBalance => "left_right_balance",
            Self::PedalSmoothness => "pedal_smoothness",
            Self::VerticalOscillation => "vertical_oscillation",
            Self::VerticalRatio => "vertical_ratio",
            Self::StanceTime => "stance_time",
            Self::StanceBalance => "stance_time_balance",
            Self::StepLength => "step_length",
        }
    }

    /// Tells whether a value stands for none: no heart stands still.
    pub(crate) fn is_missing(self, value: f64) -> bool {
        self == Self::HeartRate && value == 0.0
    }

    /// Finds the metric it is in a sport, and the unit its values come in.
    pub(crate) fn channel(self, sport: Sport) -> Channel {
        let (metric, unit) = match self {
            Self::HeartRate => (Metric::HeartRate, Unit::PerMinute),
            Self::Cadence => (cadence_of(sport), Unit::PerMinute),
            Self::Power => (power_of(sport), Unit::Watt),
            Self::Speed => (speed_of(sport), Unit::MeterPerSecond),
            Self::Distance => (distance_of(sport), Unit::Meter),
            Self::Altitude => (Metric::Altitude, Unit::Meter),
            Self::AirTemperature => (Metric::AmbientTemperature, Unit::Celsius),
            Self::WaterTemperature => (Metric::WaterTemperature, Unit::Celsius),
            Self::Depth => (Metric::UnderwaterDepth, Unit::Meter),
            Self::Grade => (Metric::Grade, Unit::Percent),
            Self::RespiratoryRate => (Metric::RespiratoryRate, Unit::PerMinute),
            Self::Stress => (Metric::StressLevel, Unit::Score),
            Self::CoreTemperature => (Metric::CoreTemperature, Unit::Celsius),
            Self::Pressure => (Metric::AmbientPressure, Unit::Pascal),
            Self::LeftBalance => (Metric::LeftRightBalance, Unit::Percent),
            Self::PedalSmoothness => (Metric::PedalSmoothness, Unit::Percent),
            Self::VerticalOscillation => (Metric::RunningVerticalOscillation, Unit::Millimeter),
            Self::VerticalRatio => (Metric::RunningVerticalRatio, Unit::Percent),
            Self::StanceTime => (Metric::RunningGroundContactTime, Unit::Millisecond),
            Self::StanceBalance => (Metric::RunningGroundContactBalance, Unit::Percent),
            Self::StepLength => (Metric::RunningStrideLength, Unit::Millimeter),
        };
        // Who counts one leg sees half of the steps.
        let factor = if metric == Metric::StepCadence { 2.0 } else { 1.0 };
        Channel { metric, unit, factor }
    }
}

/// Lists the metrics that some measures are in one sport or another.
pub(crate) fn metrics(measures: &[Measure]) -> impl Iterator<Item = Metric> {
    let channels = measures
        .iter()
        .flat_map(|measure| Sport::ALL.iter().map(|sport| measure.channel(*sport)));
    channels.map(|channel| channel.metric)
}

/// Tells whether a sport is done on one's feet, so that its cadence counts steps of one leg.
pub(crate) fn is_on_foot(sport: Sport) -> bool {
    matches!(sport.spec().category, SportCategory::Running | SportCategory::Walking)
}

/// Tells whether two metrics are the same measure, in two sports or in none.
#[cfg(feature = "vendors")]
pub(crate) fn is_same_measure(a: Metric, b: Metric) -> bool {
    let is_in = |measure: Measure, metric| Sport::ALL.iter().any(|sport| measure.channel(*sport).metric == metric);
    a == b || Measure::ALL.into_iter().any(|it| is_in(it, a) && is_in(it, b))
}

fn cadence_of(sport: Sport) -> Metric {
    match (sport.spec().category, sport.family()) {
        (SportCategory::Running | SportCategory::Walking, _) => Metric::StepCadence,
        (SportCategory::Cycling, _) => Metric::CyclingCadence,
        (SportCategory::Swimming, _) => Metric::SwimmingStrokeRate,
        (_, Sport::Rowing) => Metric::RowingStrokeRate,
        _ => Metric::Cadence,
    }
}

fn power_of(sport: Sport) -> Metric {
    match sport.spec().category {
        SportCategory::Running => Metric::RunningPower,
        SportCategory::Cycling => Metric::CyclingPower,
        _ => Metric::Power,
    }
}

fn speed_of(sport: Sport) -> Metric {
    match (sport.spec().category, sport.family()) {
        (SportCategory::Running, _) => Metric::RunningSpeed,
        (SportCategory::Cycling, _) => Metric::CyclingSpeed,
        (_, Sport::Rowing) => Metric::RowingSpeed,
        (_, Sport::Paddling) => Metric::PaddleSportsSpeed,
        (_, Sport::CrossCountrySkiing) => Metric::CrossCountrySkiingSpeed,
        _ => Metric::Speed,
    }
}

/// The distances there are, by the family of sports that cover them.
const DISTANCES: [(&[Sport], Metric); 9] = [
    (
        &[Sport::Running, Sport::Walking, Sport::Hiking],
        Metric::DistanceWalkingRunning,
    ),
    (&[Sport::Cycling], Metric::DistanceCycling),
    (&[Sport::Swimming], Metric::DistanceSwimming),
    (&[Sport::Wheelchair], Metric::DistanceWheelchair),
    (&[Sport::Rowing], Metric::DistanceRowing),
    (&[Sport::Paddling], Metric::DistancePaddleSports),
    (&[Sport::CrossCountrySkiing], Metric::DistanceCrossCountrySkiing),
    (
        &[Sport::AlpineSkiing, Sport::Snowboarding],
        Metric::DistanceDownhillSnowSports,
    ),
    (&[Sport::Skating], Metric::DistanceSkatingSports),
];

/// Finds the distance that a sport covers.
pub(crate) fn distance_of(sport: Sport) -> Metric {
    let covers = |sports: &[Sport]| sports.contains(&sport) || sports.contains(&sport.family());
    let found = DISTANCES.iter().find(|(sports, _)| covers(sports));
    found.map_or(Metric::Distance, |(_, metric)| *metric)
}

/// Tells whether a metric is the distance of some sport.
pub(crate) fn is_distance(metric: Metric) -> bool {
    metric == Metric::Distance || DISTANCES.iter().any(|(_, known)| *known == metric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_comes_in_a_unit_of_its_metric() {
        for measure in Measure::ALL {
            for sport in Sport::ALL {
                let channel = measure.channel(*sport);
                let unit = channel.metric.spec().unit.expect("no measure is a category");
                assert!(channel.unit.affine(unit).is_ok(), "{measure:?} of {sport}");
            }
        }
    }

    #[test]
    fn a_runner_is_counted_by_one_leg_and_a_cyclist_by_both() {
        let of = |sport| Measure::Cadence.channel(sport);
        assert_eq!(
            (of(Sport::TrailRunning).metric, of(Sport::TrailRunning).factor),
            (Metric::StepCadence, 2.0)
        );
        assert_eq!(
            (of(Sport::RoadCycling).metric, of(Sport::RoadCycling).factor),
            (Metric::CyclingCadence, 1.0)
        );
        assert_eq!(of(Sport::Yoga).metric, Metric::Cadence);
    }
}
