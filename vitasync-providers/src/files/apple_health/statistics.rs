//! Reads the numbers that sum up a workout, wherever versions of the format have them: in elements of their own, in
//! attributes, and among the remarks.

use std::collections::BTreeMap;

use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::session::{Statistic, StatisticKind};
use vitasync_core::sport::Sport;
use vitasync_core::unit::Unit;

use super::decode::{Decoder, number};
use super::words::unit;
use super::xml::{self, Element};
use crate::files::activity::{distance_of, is_distance};
use crate::files::report::bump;

impl Decoder {
    /// Reads a `WorkoutStatistics`.
    pub(super) fn statistics(&mut self, element: &Element<'_, '_>, into: &mut Vec<Statistic>) -> Result<(), Reason> {
        let attributes = element.attributes().map_err(malformed)?;
        let identifier = attributes.get("type").ok_or_else(|| missing("type"))?;
        let Some(metric) = Metric::from_healthkit(identifier) else {
            bump(&mut self.out.unknown_types, identifier, |count| *count += 1);
            return Ok(());
        };
        let unit = attributes.get("unit");
        for (field, kind) in [
            ("sum", StatisticKind::Sum),
            ("average", StatisticKind::Mean),
            ("minimum", StatisticKind::Min),
            ("maximum", StatisticKind::Max),
        ] {
            if attributes.get(field).is_some() {
                let value = canonical(metric, number(&attributes, field)?, unit)?;
                into.push(Statistic { metric, kind, value });
            }
        }
        Ok(())
    }

    /// Adds the totals that old files write as attributes, where no statistic says the same.
    pub(super) fn totals(
        &mut self,
        element: &Element<'_, '_>,
        attributes: &xml::Attributes<'_>,
        sport: Sport,
        statistics: &mut Vec<Statistic>,
    ) {
        let kind = StatisticKind::Sum;
        for (field, unit, usual, metric) in [
            ("totalDistance", "totalDistanceUnit", None, distance_of(sport)),
            ("totalEnergyBurned", "totalEnergyBurnedUnit", None, Metric::ActiveEnergy),
            (
                "totalFlightsClimbed",
                "totalFlightsClimbedUnit",
                Some("count"),
                Metric::FloorsClimbed,
            ),
            (
                "totalSwimmingStrokeCount",
                "totalSwimmingStrokeCountUnit",
                Some("count"),
                Metric::SwimmingStrokeCount,
            ),
        ] {
            let same = |it: &Statistic| it.metric == metric || (is_distance(metric) && is_distance(it.metric));
            if attributes.get(field).is_none() || statistics.iter().any(|it| it.kind == kind && same(it)) {
                continue;
            }
            let unit = attributes.get(unit).or(usual);
            match number(attributes, field).and_then(|value| canonical(metric, value, unit)) {
                Ok(value) => statistics.push(Statistic { metric, kind, value }),
                Err(reason) => self.reject(element.tag.start, field, reason),
            }
        }
    }
}

/// Gives the numbers that stand among the remarks as text, `1036 cm`. The remarks keep them as they are.
pub(crate) fn beside(remarks: &BTreeMap<String, String>) -> Vec<Statistic> {
    [
        ("HKElevationAscended", Metric::ElevationGain, StatisticKind::Sum),
        ("HKElevationDescended", Metric::ElevationLoss, StatisticKind::Sum),
        ("HKAverageMETs", Metric::PhysicalEffort, StatisticKind::Mean),
        ("HKWeatherTemperature", Metric::AmbientTemperature, StatisticKind::Mean),
        ("HKWeatherHumidity", Metric::AmbientHumidity, StatisticKind::Mean),
    ]
    .into_iter()
    .filter_map(|(key, metric, kind)| {
        let (number, word) = remarks.get(key)?.split_once(' ')?;
        let number: f64 = fast_float2::parse(number).ok()?;
        let value = match metric {
            // Newer files write hundredths of a percent under the same unit.
            Metric::AmbientHumidity if number > 100.0 => {
                Unit::Percent.convert(number / 100.0, metric.spec().unit?).ok()?
            }
            Metric::AmbientHumidity => Unit::Percent.convert(number, metric.spec().unit?).ok()?,
            _ => canonical(metric, number, Some(word)).ok()?,
        };
        Some(Statistic { metric, kind, value })
    })
    .collect()
}

/// Converts a value with a unit as HealthKit writes it.
pub(crate) fn canonical(metric: Metric, value: f64, word: Option<&str>) -> Result<f64, Reason> {
    let word = word.ok_or_else(|| missing("unit"))?;
    let wrong = || Reason::WrongUnit {
        metric,
        unit: word.to_owned(),
    };
    let unit = unit(metric, word).ok_or_else(wrong)?;
    unit.convert(value, metric.spec().unit.ok_or_else(wrong)?)
        .map_err(|_| wrong())
}

/// Says that bytes are not well formed.
pub(super) fn malformed(detail: String) -> Reason {
    Reason::Malformed { detail }
}

/// Says that a field is not there.
pub(super) fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}
