//! Lists the record types in the order they are written, each with the function that writes it.

use super::day::Day;
use super::rows::Rows;
use super::units::Measure::{self, Distance, Energy, Mass, Plain, Speed, Stature, Swim, Temperature, Volume, Word};
use super::world::World;
use super::{heart, logs, movement, rest, surroundings};

/// All records of one type.
pub(super) struct Group {
    pub(super) record_type: &'static str,
    pub(super) measure: Measure,
    /// Writes the rows of one day.
    pub(super) write: fn(&mut Rows, &World, &Day),
}

macro_rules! groups {
    ($($name:literal, $measure:expr, $write:path;)*) => {
        &[$(Group { record_type: $name, measure: $measure, write: $write },)*]
    };
}

/// Every type written, in order.
pub(super) static GROUPS: &[Group] = groups! {
    "HKQuantityTypeIdentifierBodyMassIndex", Plain("count"), logs::mass_index;
    "HKQuantityTypeIdentifierHeight", Stature, logs::height;
    "HKQuantityTypeIdentifierBodyMass", Mass, logs::weight;
    "HKQuantityTypeIdentifierHeartRate", Plain("count/min"), heart::rate;
    "HKQuantityTypeIdentifierOxygenSaturation", Plain("%"), heart::oxygen;
    "HKQuantityTypeIdentifierBloodGlucose", Plain("mmol<180.1558800000541>/L"), logs::glucose;
    "HKQuantityTypeIdentifierBodyTemperature", Temperature, logs::temperature;
    "HKQuantityTypeIdentifierBloodPressureSystolic", Plain("mmHg"), logs::systolic;
    "HKQuantityTypeIdentifierBloodPressureDiastolic", Plain("mmHg"), logs::diastolic;
    "HKQuantityTypeIdentifierRespiratoryRate", Plain("count/min"), heart::breath;
    "HKQuantityTypeIdentifierBodyFatPercentage", Plain("%"), logs::fat;
    "HKQuantityTypeIdentifierLeanBodyMass", Mass, logs::lean;
    "HKQuantityTypeIdentifierStepCount", Plain("count"), movement::steps;
    "HKQuantityTypeIdentifierDistanceWalkingRunning", Distance, movement::distance;
    "HKQuantityTypeIdentifierBasalEnergyBurned", Energy, movement::basal_energy;
    "HKQuantityTypeIdentifierActiveEnergyBurned", Energy, movement::active_energy;
    "HKQuantityTypeIdentifierFlightsClimbed", Plain("count"), movement::floors;
    "HKQuantityTypeIdentifierAppleExerciseTime", Plain("min"), movement::exercise;
    "HKQuantityTypeIdentifierDistanceCycling", Distance, movement::cycling_distance;
    "HKQuantityTypeIdentifierDistanceSwimming", Swim, movement::swimming_distance;
    "HKQuantityTypeIdentifierSwimmingStrokeCount", Plain("count"), movement::strokes;
    "HKQuantityTypeIdentifierRestingHeartRate", Plain("count/min"), heart::resting;
    "HKQuantityTypeIdentifierVO2Max", Plain("mL/min·kg"), heart::oxygen_uptake;
    "HKQuantityTypeIdentifierWalkingHeartRateAverage", Plain("count/min"), heart::walking_average;
    "HKQuantityTypeIdentifierEnvironmentalAudioExposure", Plain("dBASPL"), surroundings::sound;
    "HKQuantityTypeIdentifierHeadphoneAudioExposure", Plain("dBASPL"), surroundings::headphones;
    "HKQuantityTypeIdentifierWalkingDoubleSupportPercentage", Plain("%"), surroundings::double_support;
    "HKQuantityTypeIdentifierSixMinuteWalkTestDistance", Plain("m"), surroundings::six_minutes;
    "HKQuantityTypeIdentifierAppleStandTime", Plain("min"), movement::stand_time;
    "HKQuantityTypeIdentifierWalkingSpeed", Speed, surroundings::walking_speed;
    "HKQuantityTypeIdentifierWalkingStepLength", Stature, surroundings::step_length;
    "HKQuantityTypeIdentifierWalkingAsymmetryPercentage", Plain("%"), surroundings::asymmetry;
    "HKQuantityTypeIdentifierStairAscentSpeed", Plain("m/s"), surroundings::stair_ascent;
    "HKDataTypeSleepDurationGoal", Plain("hr"), rest::goal;
    "HKQuantityTypeIdentifierAppleWalkingSteadiness", Plain("%"), surroundings::steadiness;
    "HKQuantityTypeIdentifierDietaryWater", Volume, logs::water;
    "HKQuantityTypeIdentifierRunningStrideLength", Plain("m"), surroundings::stride_length;
    "HKQuantityTypeIdentifierRunningVerticalOscillation", Plain("cm"), surroundings::oscillation;
    "HKQuantityTypeIdentifierRunningGroundContactTime", Plain("ms"), surroundings::ground_contact;
    "HKQuantityTypeIdentifierRunningPower", Plain("W"), surroundings::running_power;
    "HKQuantityTypeIdentifierRunningSpeed", Speed, surroundings::running_speed;
    "HKQuantityTypeIdentifierHeartRateRecoveryOneMinute", Plain("count/min"), heart::recovery;
    "HKQuantityTypeIdentifierAppleSleepingWristTemperature", Temperature, rest::wrist_temperature;
    "HKQuantityTypeIdentifierAppleSleepingBreathingDisturbances", Plain("count"), rest::disturbances;
    "HKQuantityTypeIdentifierTimeInDaylight", Plain("min"), surroundings::daylight;
    "HKQuantityTypeIdentifierPhysicalEffort", Plain("kcal/hr·kg"), surroundings::effort;
    "HKCategoryTypeIdentifierSleepAnalysis", Word, rest::sleep;
    "HKCategoryTypeIdentifierAppleStandHour", Word, movement::stand_hours;
    "HKCategoryTypeIdentifierMindfulSession", Word, logs::mindful;
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN", Plain("ms"), heart::variability;
};
