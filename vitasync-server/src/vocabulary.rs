//! The names of `/v1`: which documented metric stands for which exact metrics, in which unit, under which word.
//!
//! The documented vocabulary is small and loose (`calories`, `heart_rate_variability`); the catalogue is exact
//! (`active_energy` or `total_energy`, RMSSD or SDNN). A documented name in a query means all its exact metrics; every
//! answer carries both names, and values stand in the documented unit. A metric without a row here answers under its
//! own id in its canonical unit. Invariant: no exact metric is converted into another one.

use vitasync_core::Metric;
use vitasync_core::metric::Aggregation;
use vitasync_core::unit::Unit;

use crate::error::{Error, Result};

/// A documented metric.
#[derive(Debug, PartialEq)]
pub struct Documented {
    /// Its name, for example `calories`.
    pub name: &'static str,
    /// The documented word for its unit; empty where it has none.
    pub unit: &'static str,
    /// The unit its values are converted to; `None` leaves them as they are stored.
    pub convert_to: Option<Unit>,
    /// The exact metrics it stands for, the usual one first.
    pub metrics: &'static [Metric],
}

use Metric as M;

macro_rules! documented {
    ($($name:literal, $unit:literal $(in $to:ident)?, [$($metric:ident),+];)*) => {
        /// Lists the documented metrics.
        pub static DOCUMENTED: &[Documented] = &[$(Documented {
            name: $name,
            unit: $unit,
            convert_to: documented!(@to $($to)?),
            metrics: &[$(M::$metric),+],
        }),*];
    };
    (@to) => { None };
    (@to $to:ident) => { Some(Unit::$to) };
}

// Columns: name, unit word, the unit where it is not the canonical one, exact metrics. Of two names for one metric
// (`blood_oxygen`, `spo2`) the first is the answer's unless the query uses the other.
documented! {
    "steps", "steps", [Steps];
    "distance", "meters", [Distance, DistanceWalkingRunning, DistanceCycling, DistanceSwimming, DistanceWheelchair];
    "calories", "kcal", [ActiveEnergy, TotalEnergy];
    "active_minutes", "minutes" in Minute, [ActiveDuration, ExerciseTime, MoveTime];
    "floors", "count", [FloorsClimbed];
    "heart_rate", "bpm", [HeartRate];
    "resting_heart_rate", "bpm", [RestingHeartRate];
    "heart_rate_variability", "ms", [HeartRateVariabilityRmssd, HeartRateVariabilitySdnn];
    "sleep", "hours" in Hour, [SleepDuration, SleepStage];
    "sleep_score", "score", [SleepScore];
    "weight", "kg", [Weight];
    "body_fat", "percent", [BodyFatPercentage];
    "bmi", "index", [BodyMassIndex];
    "blood_oxygen", "percent", [OxygenSaturation, SleepingOxygenSaturation];
    "blood_pressure", "mmHg", [BloodPressureSystolic, BloodPressureDiastolic];
    "temperature", "celsius", [BodyTemperature, CoreTemperature, SkinTemperature, SleepingWristTemperature];
    "blood_glucose", "mmol_l" in MillimolePerLiter, [BloodGlucose, InterstitialGlucose];
    "stress", "score", [StressLevel];
    "hrv_status", "status", [HrvStatus];
    "recovery_score", "percent", [RecoveryScore];
    "readiness_score", "score", [ReadinessScore];
    "strain_score", "score", [StrainScore];
    "respiratory_rate", "breaths_per_min", [RespiratoryRate, SleepingRespiratoryRate];
    "spo2", "percent", [OxygenSaturation, SleepingOxygenSaturation];
}

/// What a query asks for under one name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asked {
    /// A documented metric, all its exact metrics.
    Documented(&'static Documented),
    /// One exact metric.
    Exact(Metric),
}

impl Asked {
    /// Reads a name as `metricType` does: a documented name, otherwise an exact id, in any case of letters.
    pub fn by_type(name: &str) -> Result<Self> {
        let word = word(name);
        documented(&word)
            .map(Self::Documented)
            .or_else(|| Metric::from_id(&word).map(Self::Exact))
            .ok_or_else(|| unknown(name))
    }

    /// Reads a name as `metric` does: an exact id, otherwise a documented name, in any case of letters.
    pub fn by_metric(name: &str) -> Result<Self> {
        let word = word(name);
        Metric::from_id(&word)
            .map(Self::Exact)
            .or_else(|| documented(&word).map(Self::Documented))
            .ok_or_else(|| unknown(name))
    }

    /// Lists the exact metrics, the usual one first.
    pub fn metrics(self) -> Vec<Metric> {
        match self {
            Self::Documented(row) => row.metrics.to_vec(),
            Self::Exact(metric) => vec![metric],
        }
    }

    /// Names what was asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented(row) => row.name,
            Self::Exact(metric) => metric.id(),
        }
    }
}

/// How one exact metric appears on the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// The exact metric.
    pub metric: Metric,
    /// The documented name, or the exact id where there is none.
    pub metric_type: &'static str,
    /// The unit's word; `None` for categories.
    pub unit: Option<&'static str>,
    /// The unit's UCUM code; `None` for categories and where UCUM has none.
    pub unit_code: Option<&'static str>,
    factor: f64,
    offset: f64,
}

impl Face {
    /// Gives the face of a metric, under the asked name where that covers it.
    pub fn of(metric: Metric, asked: &[Asked]) -> Self {
        Self::with(metric, row_of(metric, asked), metric.spec().unit)
    }

    /// Gives the face of what a metric's samples come to: of a category whose time adds up, that is a time.
    pub fn of_aggregate(metric: Metric, asked: &[Asked]) -> Self {
        let stored = match metric.spec().aggregation {
            Aggregation::Duration => Some(Unit::Second),
            _ => metric.spec().unit,
        };
        Self::with(metric, row_of(metric, asked), stored)
    }

    fn with(metric: Metric, row: Option<&'static Documented>, stored: Option<Unit>) -> Self {
        let shown = match (stored, row.and_then(|row| row.convert_to)) {
            (Some(from), Some(to)) if from.quantity() == to.quantity() => Some((from, to)),
            (Some(unit), _) => Some((unit, unit)),
            (None, _) => None,
        };
        let affine = shown.and_then(|(from, to)| from.affine(to).ok());
        Self {
            metric,
            metric_type: row.map_or(metric.id(), |row| row.name),
            unit: shown.map(|(_, to)| row.map_or_else(|| word_of(metric, to), |row| row.unit)),
            unit_code: shown.and_then(|(_, to)| to.ucum()),
            factor: affine.map_or(1.0, |it| it.factor),
            offset: affine.map_or(0.0, |it| it.offset),
        }
    }

    /// Converts a stored value to the shown unit.
    pub fn value(&self, stored: f64) -> f64 {
        stored * self.factor + self.offset
    }
}

/// Gives the word for the unit of a metric that is not documented: the documented word for that unit where there is one,
/// otherwise the word people read (`bpm`) where it means the same unit, otherwise the unit's own.
fn word_of(metric: Metric, unit: Unit) -> &'static str {
    let read = metric.spec().unit_display;
    match unit {
        Unit::Meter => "meters",
        Unit::Percent => "percent",
        Unit::Celsius => "celsius",
        Unit::Minute => "minutes",
        Unit::Hour => "hours",
        _ if Unit::parse(read, unit.quantity()) == Some(unit) => read,
        _ => unit.display(),
    }
}

/// Finds the documented metric that covers a metric: one that was asked for before any other.
fn row_of(metric: Metric, asked: &[Asked]) -> Option<&'static Documented> {
    let covering = asked.iter().find_map(|asked| match asked {
        Asked::Documented(row) if row.metrics.contains(&metric) => Some(*row),
        _ => None,
    });
    covering.or_else(|| DOCUMENTED.iter().find(|row| row.metrics.contains(&metric)))
}

fn documented(word: &str) -> Option<&'static Documented> {
    DOCUMENTED.iter().find(|row| row.name == word)
}

fn word(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

fn unknown(name: &str) -> Error {
    let known = DOCUMENTED
        .iter()
        .map(|row| row.name)
        .chain(Metric::ALL.iter().map(|metric| metric.id()));
    Error::unknown_word("metricType", "metric", name, known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_documented_name_means_all_its_exact_metrics() {
        let asked = Asked::by_type("HEART_RATE_VARIABILITY").expect("a documented name");
        assert_eq!(
            asked.metrics(),
            [M::HeartRateVariabilityRmssd, M::HeartRateVariabilitySdnn]
        );
        assert_eq!(asked.name(), "heart_rate_variability");
    }

    #[test]
    fn metric_prefers_the_exact_id_and_metric_type_the_documented_name() {
        assert_eq!(Asked::by_metric("distance").expect("exact"), Asked::Exact(M::Distance));
        assert_eq!(Asked::by_type("distance").expect("documented").metrics().len(), 5);
        assert_eq!(Asked::by_type("vo2_max").expect("exact"), Asked::Exact(M::Vo2Max));
        assert_eq!(Asked::by_metric("calories").expect("documented").name(), "calories");
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let messages = ["hart_rate", "kalories", "vo2max", "xyzzy"]
            .map(|name| Asked::by_type(name).expect_err("not a metric").to_string());
        insta::assert_snapshot!(messages.join("\n"), @r#"
        "hart_rate" is not a known metric; did you mean "heart_rate"?
        "kalories" is not a known metric; did you mean "calories"?
        "vo2max" is not a known metric; did you mean "vo2_max"?
        "xyzzy" is not a known metric
        "#);
    }

    #[test]
    fn values_stand_in_the_documented_unit() {
        let face = |metric| Face::of(metric, &[]);
        assert_eq!(face(M::SleepDuration).value(26_640.0), 7.4);
        assert_eq!(face(M::SleepDuration).unit, Some("hours"));
        assert!((face(M::BloodGlucose).value(90.0) - 4.995).abs() < 0.001);
        assert_eq!(face(M::BloodGlucose).unit_code, Some("mmol/L"));
        assert_eq!(face(M::SleepStage).unit, None);
        assert_eq!(face(M::SleepStage).value(5.0), 5.0);
        let slept = Face::of_aggregate(M::SleepStage, &[]);
        assert_eq!((slept.unit, slept.value(26_640.0)), (Some("hours"), 7.4));
        assert_eq!(
            (face(M::Vo2Max).metric_type, face(M::Vo2Max).unit),
            ("vo2_max", Some("mL/kg/min"))
        );
    }

    #[test]
    fn an_answer_uses_the_name_the_query_used() {
        let asked = Asked::by_type("spo2").expect("documented");
        assert_eq!(Face::of(M::OxygenSaturation, &[asked]).metric_type, "spo2");
        assert_eq!(Face::of(M::OxygenSaturation, &[]).metric_type, "blood_oxygen");
    }

    #[test]
    fn every_conversion_stays_within_the_quantity_of_all_its_metrics_that_have_one() {
        for row in DOCUMENTED {
            let Some(to) = row.convert_to else { continue };
            for unit in row.metrics.iter().filter_map(|metric| metric.spec().unit) {
                assert_eq!(unit.quantity(), to.quantity(), "{}", row.name);
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = DOCUMENTED.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), DOCUMENTED.len());
    }
}
