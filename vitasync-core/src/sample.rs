//! Holds one value in the model's terms: canonical unit, UTC, known source.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::metric::Metric;
use crate::record::RecordVersion;
use crate::source::{Attributes, Source};
use crate::time::{self, TimeBasis};
use crate::unit::Quantity;

/// One value in its metric's canonical unit.
///
/// There is no unit field: [`Metric::spec`] says the unit. Bulk work uses
/// [`SampleBatch`](crate::batch::SampleBatch) instead, into which samples are collected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sample {
    /// The vendor's object it came in, where the vendor can revise or delete that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Arc<RecordVersion>>,
    /// Who measured.
    pub source: Arc<Source>,
    /// What was measured.
    pub metric: Metric,
    /// When it was, or began.
    pub start: DateTime<Utc>,
    /// When it ended, exclusive; equal to the start for an instant.
    pub end: DateTime<Utc>,
    /// The value in the metric's canonical unit, or a category's code.
    pub value: f64,
    /// Local time and the vendor's remarks.
    #[serde(default)]
    pub attributes: Attributes,
}

impl Sample {
    /// Tells how its local time is known.
    pub fn time_basis(&self) -> TimeBasis {
        self.attributes.time_basis()
    }

    /// Tells on which civil date it began: by its own offset, else by its own zone, else in `zone`.
    pub fn local_date(&self, zone: Tz) -> NaiveDate {
        self.attributes.local_date(self.start, zone)
    }

    /// Gives the value as a quantity of `uom`, or `None` where the metric measures something else.
    ///
    /// ```
    /// use uom::si::{f64::Length, length::mile};
    /// # use std::sync::Arc;
    /// # use vitasync_core::{Sample, metric::Metric, source::*};
    /// # let key = SourceKey { provider: "example".into(), origin: String::new(), recording: Recording::Unknown };
    /// # let source = Arc::new(Source { key, name: String::new(), device_kind: DeviceKind::Unknown, device: Device::default(), revision: Revision::LastWins });
    /// # let at = "2025-06-15T09:00:00Z".parse().unwrap();
    /// let run = Sample { record: None, source, metric: Metric::DistanceWalkingRunning, start: at, end: at, value: 1609.344, attributes: Attributes::default() };
    /// let distance: Length = run.quantity().expect("a distance is a length");
    /// assert!((distance.get::<mile>() - 1.0).abs() < 1e-12);
    /// ```
    pub fn quantity<Q: FromCanonical>(&self) -> Option<Q> {
        let spec = self.metric.spec();
        let unit = spec.unit?;
        (spec.quantity == Q::QUANTITY)
            .then(|| crate::unit::Unit::parse(Q::BASE, Q::QUANTITY))
            .flatten()
            .and_then(|base| unit.convert(self.value, base).ok())
            .map(Q::from_base)
    }
}

impl Attributes {
    /// Tells how the local time of something with these attributes is known.
    pub fn time_basis(&self) -> TimeBasis {
        match (self.zone, self.start_offset_s) {
            _ if self.date_only => TimeBasis::DateOnly,
            (Some(_), _) => TimeBasis::UtcZone,
            (None, Some(_)) => TimeBasis::UtcOffset,
            (None, None) => TimeBasis::UtcOnly,
        }
    }

    /// Tells the offset from UTC in seconds east at `at`: the vendor's own, else that of the vendor's zone, else
    /// that of `zone`.
    pub fn offset_s(&self, at: DateTime<Utc>, zone: Tz) -> i32 {
        self.start_offset_s
            .unwrap_or_else(|| time::offset_s(at, self.zone.unwrap_or(zone)))
    }

    /// Tells the civil date of `at`, by the same order.
    pub fn local_date(&self, at: DateTime<Utc>, zone: Tz) -> NaiveDate {
        (at.naive_utc() + chrono::TimeDelta::seconds(self.offset_s(at, zone).into())).date()
    }
}

/// A quantity of `uom` that a sample's value can become.
pub trait FromCanonical: Sized {
    /// The quantity of the catalogue it stands for.
    const QUANTITY: Quantity;
    /// The unit string of the value given to [`FromCanonical::from_base`].
    const BASE: &'static str;

    /// Makes the quantity from a value in the base unit.
    fn from_base(value: f64) -> Self;
}

macro_rules! quantities {
    ($($kind:ident, $base:literal, $uom:ident, $unit:path;)*) => { $(
        impl FromCanonical for uom::si::f64::$uom {
            const QUANTITY: Quantity = Quantity::$kind;
            const BASE: &'static str = $base;

            fn from_base(value: f64) -> Self {
                Self::new::<$unit>(value)
            }
        }
    )* };
}

quantities! {
    Length, "m", Length, uom::si::length::meter;
    Mass, "kg", Mass, uom::si::mass::kilogram;
    Time, "s", Time, uom::si::time::second;
    Energy, "kcal", Energy, uom::si::energy::kilocalorie;
    Power, "W", Power, uom::si::power::watt;
    Velocity, "m/s", Velocity, uom::si::velocity::meter_per_second;
    Frequency, "/min", Frequency, uom::si::frequency::cycle_per_minute;
    Pressure, "mmHg", Pressure, uom::si::pressure::millimeter_of_mercury;
    Temperature, "Cel", ThermodynamicTemperature, uom::si::thermodynamic_temperature::degree_celsius;
    TemperatureDifference, "K", TemperatureInterval, uom::si::temperature_interval::kelvin;
    Ratio, "%", Ratio, uom::si::ratio::percent;
    Volume, "L", Volume, uom::si::volume::liter;
    GlucoseConcentration, "mg/dL", MassConcentration, uom::si::mass_concentration::milligram_per_deciliter;
}
