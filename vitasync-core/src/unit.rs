//! The table of units: every unit word a source writes, what it measures and how it converts.
//!
//! One row of [`Unit`] is one conversion; its symbols are all the words for it. Conversions go over the constants of
//! `uom` wherever `uom` knows the unit, and by a factor in the same row where it does not.
//!
//! A word alone does not say what it measures: `K` is a temperature and a difference of two, `%` is 0 to 100 in most
//! sources and 0 to 1 in HealthKit (written `HK%` here), `count` is steps and floors. The quantity of the metric
//! decides, so [`Unit::parse`] takes it. Quantities never mix: a difference does not become a temperature, a score does
//! not become a percentage, glucose does not become cholesterol.

use std::fmt;

use serde::{Deserialize, Serialize};
use uom::ConstantOp;
use uom::Conversion;
use uom::si::{
    acceleration, angle, areal_mass_density, electric_potential, electrical_conductance, energy, frequency,
    illuminance, inverse_velocity, length, mass, mass_concentration, power, pressure, ratio, temperature_interval,
    thermodynamic_temperature, time, velocity, volume, volume_rate,
};

use crate::words::words;

use Route::{By, Through};

/// Converts values by `value * factor + offset`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine {
    /// Multiplies the value.
    pub factor: f64,
    /// Is added after the factor.
    pub offset: f64,
}

impl Affine {
    /// Leaves every value as it is.
    pub const IDENTITY: Affine = Affine {
        factor: 1.0,
        offset: 0.0,
    };

    /// Converts one value.
    #[must_use]
    pub fn apply(self, value: f64) -> f64 {
        value * self.factor + self.offset
    }

    /// Tells whether values stay exactly as they are.
    #[must_use]
    pub fn is_identity(self) -> bool {
        self == Affine::IDENTITY
    }
}

/// Says that a value of one quantity was to become another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{from} is a {}, {to} is a {}", from.quantity(), to.quantity())]
pub struct UnitMismatch {
    /// The unit the value has.
    pub from: Unit,
    /// The unit that was asked for.
    pub to: Unit,
}

/// How a row converts to the first unit of its quantity with factor 1.
#[derive(Clone, Copy)]
enum Route {
    /// Over the constants of `uom`.
    Through(fn() -> Affine),
    /// By a factor that `uom` does not have.
    By(f64),
}

struct UnitRow {
    quantity: Quantity,
    ucum: &'static str,
    display: &'static str,
    symbols: &'static [&'static str],
    conversion: Route,
}

words! {
/// Names what a unit measures; units convert only within one quantity.
Quantity {
    Count,                     "count",                     "A number of things or events.";
    Frequency,                 "frequency",                 "Events per time.";
    Time,                      "time",                      "A duration.";
    Length,                    "length",                    "A length or distance.";
    Mass,                      "mass",                      "A mass.";
    Energy,                    "energy",                    "An energy.";
    Power,                     "power",                     "A power, or an energy per time.";
    SpecificPower,             "specific_power",            "A power per body mass.";
    MetabolicEquivalent,       "metabolic_equivalent",      "A multiple of the resting metabolic rate.";
    MetMinutes,                "met_minutes",               "Metabolic equivalents accumulated over time.";
    SpecificOxygenUptake,      "specific_oxygen_uptake",    "An oxygen uptake per body mass.";
    Temperature,               "temperature",               "A temperature on a scale with a zero point.";
    TemperatureDifference,     "temperature_difference",    "A difference of two temperatures; no offset applies.";
    Ratio,                     "ratio",                     "A part of a whole.";
    Velocity,                  "velocity",                  "A speed.";
    Pace,                      "pace",                      "A time per length.";
    Pressure,                  "pressure",                  "A pressure.";
    GlucoseConcentration,      "glucose_concentration",     "A concentration of glucose; its molar mass applies.";
    GlucoseRate,               "glucose_rate",              "A change of glucose concentration per time.";
    HemoglobinConcentration,   "hemoglobin_concentration",  "A concentration of haemoglobin.";
    KetoneConcentration,       "ketone_concentration",      "A concentration of ketone bodies.";
    CholesterolConcentration,  "cholesterol_concentration", "A concentration of cholesterol; its molar mass applies.";
    SoundLevel,                "sound_level",               "A sound pressure level.";
    HearingLevel,              "hearing_level",             "A hearing threshold level.";
    Volume,                    "volume",                    "A volume.";
    VolumeFlow,                "volume_flow",               "A volume per time.";
    MassPerArea,               "mass_per_area",             "A mass per area.";
    ElectricalConductance,     "electrical_conductance",    "An electrical conductance.";
    ElectricPotential,         "electric_potential",        "An electric potential.";
    InternationalUnit,         "international_unit",        "An amount of biological activity.";
    Angle,                     "angle",                     "An angle.";
    DimensionlessScore,        "dimensionless_score",       "A point on the scale of one vendor; never comparable between scales.";
    DimensionlessIndex,        "dimensionless_index",       "A computed number without a unit.";
    Illuminance,               "illuminance",               "An illuminance.";
    Acceleration,              "acceleration",              "An acceleration.";
    OpticalPower,              "optical_power",             "A refractive power.";
    SubstanceAmount,           "substance_amount",          "An amount of substance.";
    Category,                  "category",                  "One value of a closed vocabulary, stored as its code; it has no unit.";
}
}

macro_rules! units {
    ($($variant:ident, $quantity:ident, $ucum:literal, $display:literal, [$($symbol:literal),*], $conversion:expr;)*) => {
        /// Names a unit with one conversion; the quantity is part of it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Unit {
            $(#[doc = concat!("`", $display, "`")] $variant,)*
        }

        impl Unit {
            /// Lists all units in the order of the table.
            pub const ALL: &'static [Unit] = &[$(Unit::$variant),*];
        }

        static ROWS: &[UnitRow] = &[$(UnitRow {
            quantity: Quantity::$quantity,
            ucum: $ucum,
            display: $display,
            symbols: &[$($symbol),*],
            conversion: $conversion,
        }),*];
    };
}

// Columns: variant, quantity, UCUM code ("" where UCUM has none that is safe to write), display, symbols, conversion.
// The factor of `By` leads to the unit that the quantity's other rows lead to. A mole of glucose is 180.15588 g and one
// of cholesterol 386.7 g. A pound is 0.45359237 kg, of which `uom` keeps seven digits. An imperial cup is 10 imperial fluid
// ounces; a floor is 10 ft; a semicircle 180/2^31 degrees.
units! {
    Count,                            Count,                    "1",           "count",       ["count", "1", "times"], By(1.0);
    Steps,                            Count,                    "{steps}",     "steps",       ["steps", "{steps}"], By(1.0);
    Floors,                           Count,                    "{floors}",    "floors",      ["floors", "flights", "{floors}"], By(1.0);
    Strokes,                          Count,                    "{strokes}",   "strokes",     ["strokes", "{strokes}"], By(1.0);
    Pushes,                           Count,                    "{pushes}",    "pushes",      ["pushes", "{pushes}"], By(1.0);
    Repetitions,                      Count,                    "{reps}",      "reps",        ["reps", "{reps}"], By(1.0);
    Laps,                             Count,                    "{laps}",      "laps",        ["laps", "{laps}"], By(1.0);
    Drinks,                           Count,                    "{drinks}",    "drinks",      ["drinks", "beverages", "{drinks}"], By(1.0);
    Falls,                            Count,                    "{falls}",     "falls",       ["falls", "{falls}"], By(1.0);
    Puffs,                            Count,                    "{puffs}",     "puffs",       ["puffs", "{puffs}"], By(1.0);
    Beats,                            Count,                    "{beats}",     "beats",       ["beats", "{beats}"], By(1.0);
    Breaths,                          Count,                    "{breaths}",   "breaths",     ["breaths", "{breaths}"], By(1.0);
    HourCount,                        Count,                    "{hours}",     "hours",       ["{hours}"], By(1.0);
    Strides,                          Count,                    "{strides}",   "strides",     ["{strides}"], By(2.0);

    PerMinute,                        Frequency,                "/min",        "/min",        ["count/min", "/min", "bpm", "beats/min", "rpm", "spm", "brpm", "breaths/min", "br/min", "cpm", "r/min", "{beats}/min", "{breaths}/min", "1/min"], Through(over::<frequency::cycle_per_minute, frequency::cycle_per_minute>);
    PerSecond,                        Frequency,                "/s",          "/s",          ["count/s", "/s", "1/s"], Through(over::<frequency::hertz, frequency::cycle_per_minute>);
    Hertz,                            Frequency,                "Hz",          "Hz",          ["Hz", "hertz"], Through(over::<frequency::hertz, frequency::cycle_per_minute>);
    PerHour,                          Frequency,                "/h",          "/h",          ["count/hr", "/h", "events/h"], Through(over::<frequency::cycle_per_hour, frequency::cycle_per_minute>);
    PerDay,                           Frequency,                "/d",          "/d",          ["count/day", "/d"], Through(over::<frequency::cycle_per_day, frequency::cycle_per_minute>);

    Second,                           Time,                     "s",           "s",           ["s", "sec", "seconds"], Through(over::<time::second, time::second>);
    Millisecond,                      Time,                     "ms",          "ms",          ["ms", "milli", "millis", "milliseconds"], Through(over::<time::millisecond, time::second>);
    Microsecond,                      Time,                     "us",          "µs",          ["us", "microseconds"], Through(over::<time::microsecond, time::second>);
    Nanosecond,                       Time,                     "ns",          "ns",          ["ns", "nanoseconds"], Through(over::<time::nanosecond, time::second>);
    Minute,                           Time,                     "min",         "min",         ["min", "minutes"], Through(over::<time::minute, time::second>);
    Hour,                             Time,                     "h",           "h",           ["hr", "h", "hours"], Through(over::<time::hour, time::second>);
    Day,                              Time,                     "d",           "d",           ["d", "day", "days"], Through(over::<time::day, time::second>);
    Week,                             Time,                     "wk",          "wk",          ["wk", "weeks"], By(604_800.0);
    Year,                             Time,                     "a",           "years",       ["years", "year", "a"], By(31_557_600.0);

    Meter,                            Length,                   "m",           "m",           ["m", "meters", "metre", "meter"], Through(over::<length::meter, length::meter>);
    Centimeter,                       Length,                   "cm",          "cm",          ["cm"], Through(over::<length::centimeter, length::meter>);
    Millimeter,                       Length,                   "mm",          "mm",          ["mm", "millimeters"], Through(over::<length::millimeter, length::meter>);
    Kilometer,                        Length,                   "km",          "km",          ["km", "kilometers"], Through(over::<length::kilometer, length::meter>);
    Mile,                             Length,                   "[mi_i]",      "mi",          ["mi", "miles", "mile"], Through(over::<length::mile, length::meter>);
    Foot,                             Length,                   "[ft_i]",      "ft",          ["ft", "feet"], Through(over::<length::foot, length::meter>);
    Inch,                             Length,                   "[in_i]",      "in",          ["in", "inch", "inches"], Through(over::<length::inch, length::meter>);
    Yard,                             Length,                   "[yd_i]",      "yd",          ["yd", "yards"], Through(over::<length::yard, length::meter>);
    NauticalMile,                     Length,                   "[nmi_i]",     "nmi",         ["nmi"], Through(over::<length::nautical_mile, length::meter>);
    FloorHeight,                      Length,                   "{floors}",    "floors",      ["floor_3m"], By(3.048);

    Kilogram,                         Mass,                     "kg",          "kg",          ["kg", "kilograms"], Through(over::<mass::kilogram, mass::kilogram>);
    Gram,                             Mass,                     "g",           "g",           ["g", "grams"], Through(over::<mass::gram, mass::kilogram>);
    Milligram,                        Mass,                     "mg",          "mg",          ["mg"], Through(over::<mass::milligram, mass::kilogram>);
    Microgram,                        Mass,                     "ug",          "µg",          ["mcg", "ug", "µg"], Through(over::<mass::microgram, mass::kilogram>);
    Pound,                            Mass,                     "[lb_av]",     "lb",          ["lb", "lbs", "pounds"], By(0.453_592_37);
    Ounce,                            Mass,                     "[oz_av]",     "oz",          ["oz"], By(0.028_349_523_125);
    Stone,                            Mass,                     "[stone_av]",  "st",          ["st", "stone"], By(6.35029318);

    Kilocalorie,                      Energy,                   "kcal",        "kcal",        ["kcal", "kilocalories", "kilocalorie"], Through(over::<energy::kilocalorie, energy::kilocalorie>);
    NutritionCalorie,                 Energy,                   "[Cal]",       "Cal",         ["Cal", "calories_large", "calories"], Through(over::<energy::calorie_nutrition, energy::kilocalorie>);
    Calorie,                          Energy,                   "cal",         "cal",         ["cal"], Through(over::<energy::calorie, energy::kilocalorie>);
    Joule,                            Energy,                   "J",           "J",           ["J", "joules"], Through(over::<energy::joule, energy::kilocalorie>);
    Kilojoule,                        Energy,                   "kJ",          "kJ",          ["kJ", "kilojoules", "kilojoule"], Through(over::<energy::kilojoule, energy::kilocalorie>);
    Megajoule,                        Energy,                   "MJ",          "MJ",          ["MJ"], Through(over::<energy::megajoule, energy::kilocalorie>);
    KilowattHour,                     Energy,                   "kW.h",        "kWh",         ["kWh"], Through(over::<energy::kilowatt_hour, energy::kilocalorie>);

    Watt,                             Power,                    "W",           "W",           ["W", "watts"], Through(over::<power::watt, power::watt>);
    Kilowatt,                         Power,                    "kW",          "kW",          ["kW"], Through(over::<power::kilowatt, power::watt>);
    KilocaloriePerDay,                Power,                    "kcal/d",      "kcal/day",    ["kcal/day", "kcal/d"], By(0.04842592592592593);
    KilocaloriePerHour,               Power,                    "kcal/h",      "kcal/h",      ["kcal/hr", "kcal/h"], By(1.1622222222222223);
    Horsepower,                       Power,                    "[HP]",        "hp",          ["hp"], Through(over::<power::horsepower, power::watt>);

    KilocaloriePerKilogramHour,       SpecificPower,            "kcal/(kg.h)", "kcal/kg/h",   ["kcal/hr·kg", "kcal/(kg*hr)", "kcal/hr-kg", "kcal/(kg·hr)", "kcal/kg/h", "kcal/(kg.h)"], By(1.0);

    Met,                              MetabolicEquivalent,      "[MET]",       "MET",         ["MET", "METs", "met", "[MET]"], By(1.0);

    MetMinute,                        MetMinutes,               "[MET].min",   "MET-min",     ["MET-min", "[MET].min"], By(1.0);
    MetHour,                          MetMinutes,               "[MET].h",     "MET-h",       ["MET-h", "[MET].h"], By(60.0);

    MilliliterPerKilogramMinute,      SpecificOxygenUptake,     "mL/min/kg",   "mL/kg/min",   ["mL/min·kg", "ml/(kg*min)", "mL/(kg*min)", "mL/kg/min", "ml/kg/min", "mL/min/kg", "ml_kg_min", "mL/(kg.min)", "mL/(min·kg)"], By(1.0);

    Celsius,                          Temperature,              "Cel",         "°C",          ["degC", "°C", "celsius", "C", "Cel"], Through(over::<thermodynamic_temperature::degree_celsius, thermodynamic_temperature::degree_celsius>);
    Fahrenheit,                       Temperature,              "[degF]",      "°F",          ["degF", "°F", "fahrenheit", "F", "[degF]"], Through(over::<thermodynamic_temperature::degree_fahrenheit, thermodynamic_temperature::degree_celsius>);
    Kelvin,                           Temperature,              "K",           "K",           ["K", "kelvin"], Through(over::<thermodynamic_temperature::kelvin, thermodynamic_temperature::degree_celsius>);

    KelvinDifference,                 TemperatureDifference,    "K",           "Δ°C",         ["degC_delta", "delta °C", "K", "celsius_delta"], Through(over::<temperature_interval::kelvin, temperature_interval::kelvin>);
    FahrenheitDifference,             TemperatureDifference,    "",            "Δ°F",         ["degF_delta", "delta °F"], Through(over::<temperature_interval::degree_fahrenheit, temperature_interval::kelvin>);

    Percent,                          Ratio,                    "%",           "%",           ["%", "percent", "perc"], Through(over::<ratio::percent, ratio::percent>);
    Fraction,                         Ratio,                    "1",           "fraction",    ["fraction", "ratio", "HK%"], Through(over::<ratio::ratio, ratio::percent>);
    Permille,                         Ratio,                    "[ppth]",      "‰",           ["permille"], By(0.1);

    MeterPerSecond,                   Velocity,                 "m/s",         "m/s",         ["m/s", "m_per_s", "meters/second"], Through(over::<velocity::meter_per_second, velocity::meter_per_second>);
    KilometerPerHour,                 Velocity,                 "km/h",        "km/h",        ["km/hr", "km/h", "kph", "kmh"], Through(over::<velocity::kilometer_per_hour, velocity::meter_per_second>);
    MilePerHour,                      Velocity,                 "[mi_i]/h",    "mph",         ["mi/hr", "mi/h", "mph"], Through(over::<velocity::mile_per_hour, velocity::meter_per_second>);
    FootPerSecond,                    Velocity,                 "[ft_i]/s",    "ft/s",        ["ft/s"], Through(over::<velocity::foot_per_second, velocity::meter_per_second>);
    CentimeterPerSecond,              Velocity,                 "cm/s",        "cm/s",        ["cm/s"], Through(over::<velocity::centimeter_per_second, velocity::meter_per_second>);
    MillimeterPerSecond,              Velocity,                 "mm/s",        "mm/s",        ["mm/s"], Through(over::<velocity::millimeter_per_second, velocity::meter_per_second>);
    Knot,                             Velocity,                 "[kn_i]",      "kn",          ["kn", "knots"], Through(over::<velocity::knot, velocity::meter_per_second>);

    SecondPerMeter,                   Pace,                     "s/m",         "s/m",         ["s/m", "s_per_m"], Through(over::<inverse_velocity::second_per_meter, inverse_velocity::second_per_meter>);
    SecondPerKilometer,               Pace,                     "s/km",        "s/km",        ["s/km", "sec/km"], By(0.001);
    MinutePerKilometer,               Pace,                     "min/km",      "min/km",      ["min/km"], By(0.06);
    MinutePerMile,                    Pace,                     "min/[mi_i]",  "min/mi",      ["min/mi"], By(0.03728227153424004);
    SecondPerHundredMeters,           Pace,                     "s/(100.m)",   "s/100m",      ["s/100m"], By(0.01);

    MillimeterOfMercury,              Pressure,                 "mm[Hg]",      "mmHg",        ["mmHg", "mm[Hg]"], Through(over::<pressure::millimeter_of_mercury, pressure::millimeter_of_mercury>);
    Kilopascal,                       Pressure,                 "kPa",         "kPa",         ["kPa"], Through(over::<pressure::kilopascal, pressure::millimeter_of_mercury>);
    Hectopascal,                      Pressure,                 "hPa",         "hPa",         ["hPa", "mbar"], Through(over::<pressure::hectopascal, pressure::millimeter_of_mercury>);
    Pascal,                           Pressure,                 "Pa",          "Pa",          ["Pa"], Through(over::<pressure::pascal, pressure::millimeter_of_mercury>);
    InchOfMercury,                    Pressure,                 "[in_i'Hg]",   "inHg",        ["inHg"], Through(over::<pressure::inch_of_mercury, pressure::millimeter_of_mercury>);
    CentimeterOfWater,                Pressure,                 "cm[H2O]",     "cmH2O",       ["cmAq", "cmH2O"], Through(over::<pressure::centimeter_of_water, pressure::millimeter_of_mercury>);
    Atmosphere,                       Pressure,                 "atm",         "atm",         ["atm"], Through(over::<pressure::atmosphere, pressure::millimeter_of_mercury>);

    MilligramPerDeciliter,            GlucoseConcentration,     "mg/dL",       "mg/dL",       ["mg/dL", "mg_dl", "mg/dl"], Through(over::<mass_concentration::milligram_per_deciliter, mass_concentration::milligram_per_deciliter>);
    MillimolePerLiter,                GlucoseConcentration,     "mmol/L",      "mmol/L",      ["mmol/L", "mmol/l", "mmol<180.1558800000541>/L", "mmol<180.15588>/L"], By(18.015588);

    MilligramPerDeciliterMinute,      GlucoseRate,              "mg/dL/min",   "mg/dL/min",   ["mg/dL/min"], By(1.0);
    MillimolePerLiterMinute,          GlucoseRate,              "mmol/L/min",  "mmol/L/min",  ["mmol/L/min"], By(18.015588);

    GramPerDeciliter,                 HemoglobinConcentration,  "g/dL",        "g/dL",        ["g/dL"], Through(over::<mass_concentration::gram_per_deciliter, mass_concentration::gram_per_deciliter>);

    KetoneMillimolePerLiter,          KetoneConcentration,      "mmol/L",      "mmol/L",      ["mmol/L_ketone"], By(1.0);

    CholesterolMilligramPerDeciliter, CholesterolConcentration, "mg/dL",       "mg/dL",       ["mg/dL_cholesterol"], By(1.0);
    CholesterolMillimolePerLiter,     CholesterolConcentration, "mmol/L",      "mmol/L",      ["mmol/L_cholesterol"], By(38.67);

    DecibelSoundPressure,             SoundLevel,               "dB[SPL]",     "dB",          ["dBASPL", "dBA", "dB(SPL)", "dB", "dB[SPL]"], By(1.0);

    DecibelHearingLevel,              HearingLevel,             "dB{HL}",      "dB HL",       ["dBHL", "dB(HL)"], By(1.0);

    Milliliter,                       Volume,                   "mL",          "mL",          ["mL", "ml", "milliliters"], Through(over::<volume::milliliter, volume::milliliter>);
    Liter,                            Volume,                   "L",           "L",           ["L", "l", "liters", "liter"], Through(over::<volume::liter, volume::milliliter>);
    Centiliter,                       Volume,                   "cL",          "cL",          ["cL"], Through(over::<volume::centiliter, volume::milliliter>);
    FluidOunceUs,                     Volume,                   "[foz_us]",    "fl oz",       ["fl_oz_us", "fl oz", "fl_oz"], Through(over::<volume::fluid_ounce, volume::milliliter>);
    FluidOunceImperial,               Volume,                   "[foz_br]",    "imp fl oz",   ["fl_oz_imp"], Through(over::<volume::fluid_ounce_imperial, volume::milliliter>);
    CupUs,                            Volume,                   "[cup_us]",    "cup",         ["cup_us"], Through(over::<volume::cup, volume::milliliter>);
    CupImperial,                      Volume,                   "",            "imp cup",     ["cup_imp"], By(284.130625);
    PintUs,                           Volume,                   "[pt_us]",     "pt",          ["pt_us"], Through(over::<volume::pint_liquid, volume::milliliter>);
    PintImperial,                     Volume,                   "[pt_br]",     "imp pt",      ["pt_imp"], By(568.26125);

    LiterPerMinute,                   VolumeFlow,               "L/min",       "L/min",       ["L/min"], Through(over::<volume_rate::liter_per_minute, volume_rate::liter_per_minute>);
    LiterPerSecond,                   VolumeFlow,               "L/s",         "L/s",         ["L/s"], Through(over::<volume_rate::liter_per_second, volume_rate::liter_per_minute>);

    KilogramPerSquareMeter,           MassPerArea,              "kg/m2",       "kg/m²",       ["kg/m2", "kg/m^2", "kg_m2"], Through(over::<areal_mass_density::kilogram_per_square_meter, areal_mass_density::kilogram_per_square_meter>);

    Siemens,                          ElectricalConductance,    "S",           "S",           ["S"], Through(over::<electrical_conductance::siemens, electrical_conductance::microsiemens>);
    Microsiemens,                     ElectricalConductance,    "uS",          "µS",          ["mcS", "uS", "µS"], Through(over::<electrical_conductance::microsiemens, electrical_conductance::microsiemens>);

    Volt,                             ElectricPotential,        "V",           "V",           ["V"], Through(over::<electric_potential::volt, electric_potential::microvolt>);
    Millivolt,                        ElectricPotential,        "mV",          "mV",          ["mV"], Through(over::<electric_potential::millivolt, electric_potential::microvolt>);
    Microvolt,                        ElectricPotential,        "uV",          "µV",          ["mcV", "uV", "µV"], Through(over::<electric_potential::microvolt, electric_potential::microvolt>);

    InternationalUnit,                InternationalUnit,        "[IU]",        "IU",          ["IU", "[IU]", "[iU]"], By(1.0);

    Degree,                           Angle,                    "deg",         "°",           ["deg", "degrees", "°"], Through(over::<angle::degree, angle::degree>);
    Radian,                           Angle,                    "rad",         "rad",         ["rad"], Through(over::<angle::radian, angle::degree>);
    Semicircle,                       Angle,                    "",            "semicircles", ["semicircles"], By(0.00000008381903171539307);

    Score,                            DimensionlessScore,       "{score}",     "score",       ["score", "points", "appleEffortScore", "effort", "{score}"], By(1.0);

    Index,                            DimensionlessIndex,       "1",           "index",       ["index", "unitless"], By(1.0);

    Lux,                              Illuminance,              "lx",          "lx",          ["lx", "lux"], Through(over::<illuminance::lux, illuminance::lux>);

    MeterPerSecondSquared,            Acceleration,             "m/s2",        "m/s²",        ["m/s2", "m/s^2"], Through(over::<acceleration::meter_per_second_squared, acceleration::meter_per_second_squared>);
    StandardGravity,                  Acceleration,             "[g]",         "g",           ["g_force"], Through(over::<acceleration::standard_gravity, acceleration::meter_per_second_squared>);

    Diopter,                          OpticalPower,             "[diop]",      "D",           ["D", "diopter"], By(1.0);

    Millimole,                        SubstanceAmount,          "mmol",        "mmol",        ["mmol"], By(1.0);
}

/// Encloses the digits of the molar mass of glucose in HealthKit's word for mmol/L; how many it prints varies.
const MOLAR_GLUCOSE: (&str, &str) = ("mmol<180", ">/L");

impl Unit {
    fn row(self) -> &'static UnitRow {
        &ROWS[self as usize]
    }

    /// Returns what the unit measures.
    #[must_use]
    pub fn quantity(self) -> Quantity {
        self.row().quantity
    }

    /// Returns the UCUM code, or `None` where UCUM has no code that says the same.
    #[must_use]
    pub fn ucum(self) -> Option<&'static str> {
        let code = self.row().ucum;
        (!code.is_empty()).then_some(code)
    }

    /// Returns the short form people read.
    #[must_use]
    pub fn display(self) -> &'static str {
        self.row().display
    }

    /// Lists all words that sources write for this unit.
    #[must_use]
    pub fn symbols(self) -> &'static [&'static str] {
        self.row().symbols
    }

    /// Finds the unit that a source's word means for a quantity. Words are case-sensitive (`Cal` is not `cal`).
    ///
    /// ```
    /// use vitasync_core::unit::{Quantity, Unit};
    ///
    /// assert_eq!(Unit::parse("K", Quantity::Temperature), Some(Unit::Kelvin));
    /// assert_eq!(Unit::parse("K", Quantity::TemperatureDifference), Some(Unit::KelvinDifference));
    /// assert_eq!(Unit::parse("mmol<180.1558800000541>/L", Quantity::GlucoseConcentration), Some(Unit::MillimolePerLiter));
    /// assert_eq!(Unit::parse("kg", Quantity::Length), None);
    /// ```
    #[must_use]
    pub fn parse(symbol: &str, quantity: Quantity) -> Option<Unit> {
        Unit::ALL
            .iter()
            .copied()
            .find(|unit| unit.quantity() == quantity && unit.is_written(symbol))
    }

    /// Finds every unit, of any quantity, that a source's word can mean.
    pub fn lookup(symbol: &str) -> impl Iterator<Item = Unit> {
        Unit::ALL.iter().copied().filter(move |unit| unit.is_written(symbol))
    }

    /// Converts one value.
    ///
    /// # Errors
    ///
    /// Refuses when the two units measure different quantities.
    ///
    /// ```
    /// use vitasync_core::unit::Unit;
    ///
    /// assert_eq!(Unit::Fahrenheit.convert(98.6, Unit::Celsius), Ok(37.0));
    /// assert!(Unit::KelvinDifference.convert(0.4, Unit::Celsius).is_err());
    /// ```
    pub fn convert(self, value: f64, to: Unit) -> Result<f64, UnitMismatch> {
        Ok(self.affine(to)?.apply(value))
    }

    /// Returns the conversion itself, for loops over many values.
    ///
    /// # Errors
    ///
    /// Refuses when the two units measure different quantities.
    pub fn affine(self, to: Unit) -> Result<Affine, UnitMismatch> {
        if self == to {
            return Ok(Affine::IDENTITY);
        }
        if self.quantity() != to.quantity() {
            return Err(UnitMismatch { from: self, to });
        }
        let (from, into) = (self.canonical(), to.canonical());
        Ok(Affine {
            factor: snap(from.factor / into.factor),
            offset: (from.offset - into.offset) / into.factor,
        })
    }

    fn canonical(self) -> Affine {
        match self.row().conversion {
            Through(affine) => affine(),
            By(factor) => Affine { factor, offset: 0.0 },
        }
    }

    fn is_written(self, symbol: &str) -> bool {
        let (start, end) = MOLAR_GLUCOSE;
        self.symbols().contains(&symbol)
            || (self == Unit::MillimolePerLiter && symbol.starts_with(start) && symbol.ends_with(end))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.display())
    }
}

/// Derives the conversion between two units of `uom`, whose own is `base = (value + constant) * coefficient`.
fn over<From, To>() -> Affine
where
    From: Conversion<f64, T = f64>,
    To: Conversion<f64, T = f64>,
{
    let factor = snap(From::coefficient() / To::coefficient());
    // In steps of the source, where the zero points of the scales are whole numbers apart (32 °F).
    let shift = From::constant(ConstantOp::Add) - To::constant(ConstantOp::Sub) / factor;
    Affine {
        factor,
        offset: snap(shift) * factor,
    }
}

/// Removes the rounding of a quotient that stands for a whole number or one part of it: a kilometre is 1000 m exactly.
fn snap(quotient: f64) -> f64 {
    const ROUNDING: f64 = 16.0 * f64::EPSILON;
    let whole = quotient.round();
    if whole != 0.0 && (quotient - whole).abs() <= ROUNDING * whole.abs() {
        return whole;
    }
    let part = quotient.recip().round();
    if part != 0.0 && part.is_finite() && (quotient * part - 1.0).abs() <= ROUNDING {
        return part.recip();
    }
    quotient
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_words_convert_over_the_constants_of_uom() {
        let (through, by): (Vec<_>, Vec<_>) = ROWS.iter().partition(|row| matches!(row.conversion, Through(_)));
        let words = |rows: &[&UnitRow]| rows.iter().map(|row| row.symbols.len()).sum::<usize>();
        assert_eq!((words(&through), words(&by)), (181, 106));
    }

    #[test]
    fn every_quantity_with_units_has_one_that_others_lead_to() {
        for quantity in Quantity::ALL.iter().filter(|quantity| **quantity != Quantity::Category) {
            let mut units = Unit::ALL.iter().filter(|unit| unit.quantity() == *quantity);
            assert!(units.any(|unit| unit.canonical().is_identity()), "{quantity}");
        }
    }

    #[test]
    fn quotients_of_whole_numbers_lose_their_rounding_and_others_stay() {
        assert_eq!(snap(1e-3 / 1e-6), 1000.0);
        assert_eq!(snap(1e-6 / 1e-3), 0.001);
        assert_eq!(snap(0.453_592_37), 0.453_592_37);
        assert_eq!((snap(0.0), snap(-31.999_999_999_999_943)), (0.0, -32.0));
    }
}
