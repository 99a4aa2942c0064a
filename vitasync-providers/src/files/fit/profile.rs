//! Says what the numbers of the FIT profile mean: messages, fields with their scales, and the words of a few enumerations.
//!
//! The numbers are facts of Garmin's profile 21.205. Session and lap number the same fields differently, so no table is
//! shared between them.

use vitasync_core::metric::Metric;
use vitasync_core::session::StatisticKind::{self, Max, Mean, Min, Sum};
use vitasync_core::source::DeviceKind;
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::unit::Unit;

use crate::files::activity::Measure;

/// The messages that are read.
pub(super) mod message {
    pub(in super::super) const FILE_ID: u16 = 0;
    pub(in super::super) const SPORT: u16 = 12;
    pub(in super::super) const SESSION: u16 = 18;
    pub(in super::super) const LAP: u16 = 19;
    pub(in super::super) const RECORD: u16 = 20;
    pub(in super::super) const EVENT: u16 = 21;
    pub(in super::super) const DEVICE_INFO: u16 = 23;
    pub(in super::super) const WEIGHT_SCALE: u16 = 30;
    pub(in super::super) const ACTIVITY: u16 = 34;
    pub(in super::super) const BLOOD_PRESSURE: u16 = 51;
    pub(in super::super) const MONITORING: u16 = 55;
    pub(in super::super) const HRV: u16 = 78;
    pub(in super::super) const LENGTH: u16 = 101;
    pub(in super::super) const MONITORING_INFO: u16 = 103;
    pub(in super::super) const HR: u16 = 132;
    pub(in super::super) const SET: u16 = 225;
    pub(in super::super) const SLEEP_LEVEL: u16 = 275;
}

/// Messages that describe the file, the device and its settings, and hold nothing that was measured.
pub(super) const SILENT: [u16; 22] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 15, 22, 26, 27, 49, 72, 79, 158, 206, 207, 327,
];

/// What a message or field that is not read is called in a report.
pub(super) fn name_of(number: u16) -> String {
    let known = [
        (message::SESSION, "session"),
        (message::RECORD, "record"),
        (message::EVENT, "event"),
    ];
    let found = known.iter().find(|(known, _)| *known == number);
    found.map_or_else(|| format!("message {number}"), |(_, name)| (*name).to_owned())
}

/// A number in a record: its field, what it is, how it is scaled, and whether it is the finer of two that say the same.
pub(super) struct RecordField {
    pub(super) measure: Measure,
    pub(super) scale: f64,
    pub(super) offset: f64,
    pub(super) is_finer: bool,
}

/// Finds what a field of a record is. Those that need more than a scale are [`record`]'s.
pub(super) fn record_field(number: u8) -> Option<RecordField> {
    let (measure, scale, offset, is_finer) = match number {
        2 => (Measure::Altitude, 5.0, 500.0, false),
        3 => (Measure::HeartRate, 1.0, 0.0, false),
        4 => (Measure::Cadence, 1.0, 0.0, false),
        5 => (Measure::Distance, 100.0, 0.0, true),
        6 => (Measure::Speed, 1000.0, 0.0, false),
        7 => (Measure::Power, 1.0, 0.0, false),
        9 => (Measure::Grade, 100.0, 0.0, false),
        13 => (Measure::AirTemperature, 1.0, 0.0, false),
        39 => (Measure::VerticalOscillation, 10.0, 0.0, false),
        41 => (Measure::StanceTime, 10.0, 0.0, false),
        47 => (Measure::PedalSmoothness, 2.0, 0.0, false),
        73 => (Measure::Speed, 1000.0, 0.0, true),
        78 => (Measure::Altitude, 5.0, 500.0, true),
        83 => (Measure::VerticalRatio, 100.0, 0.0, false),
        84 => (Measure::StanceBalance, 100.0, 0.0, false),
        85 => (Measure::StepLength, 10.0, 0.0, false),
        91 => (Measure::Pressure, 1.0, 0.0, false),
        92 => (Measure::Depth, 1000.0, 0.0, false),
        99 => (Measure::RespiratoryRate, 1.0, 0.0, false),
        108 => (Measure::RespiratoryRate, 100.0, 0.0, true),
        116 => (Measure::Stress, 100.0, 0.0, false),
        139 => (Measure::CoreTemperature, 100.0, 0.0, false),
        _ => return None,
    };
    Some(RecordField {
        measure,
        scale,
        offset,
        is_finer,
    })
}

/// The fields of a record that need more than a scale.
pub(super) mod record {
    pub(in super::super) const LATITUDE: u8 = 0;
    pub(in super::super) const LONGITUDE: u8 = 1;
    pub(in super::super) const COMPRESSED_SPEED_DISTANCE: u8 = 8;
    pub(in super::super) const BALANCE: u8 = 30;
    pub(in super::super) const ACCURACY: u8 = 31;
    pub(in super::super) const FRACTIONAL_CADENCE: u8 = 53;
    /// Times, and what repeats others.
    pub(in super::super) const SILENT: [u8; 4] = [253, 254, 29, 33];
}

/// What a number that sums up a session is.
pub(super) enum Total {
    /// The same as along the way.
    Of(Measure),
    /// A metric of its own.
    As(Metric, Unit),
}

/// A number that sums up a session: the fields that say it, the best first, and what is added to the last of them.
pub(super) struct SessionField {
    pub(super) name: &'static str,
    pub(super) numbers: &'static [u8],
    /// The field with the digits behind the point, and its scale.
    pub(super) fraction: Option<(u8, f64)>,
    pub(super) scale: f64,
    pub(super) offset: f64,
    pub(super) total: Total,
    pub(super) kind: StatisticKind,
}

macro_rules! session_fields {
    ($($name:literal, $numbers:expr $(, fraction($number:literal, $of:literal))?, / $scale:literal $(- $offset:literal)?,
       $total:expr, $kind:ident;)*) => {
        /// The numbers that sum up a session.
        pub(super) static SESSION: &[SessionField] = &[$(SessionField {
            name: $name,
            numbers: &$numbers,
            fraction: fraction!($($number, $of)?),
            scale: $scale,
            offset: 0.0 $(+ $offset)?,
            total: $total,
            kind: $kind,
        }),*];
    };
}

macro_rules! fraction {
    () => {
        None
    };
    ($number:literal, $of:literal) => {
        Some(($number, $of))
    };
}

use Total::{As, Of};

// Columns: name, fields, the field of a fraction and its scale, scale, offset, what it is, and what it says about it. A score is
// a mean: those of the parts of a triathlon do not add up.
session_fields! {
    "total_distance", [9], / 100.0, Of(Measure::Distance), Sum;
    "total_calories", [11], / 1.0, As(Metric::TotalEnergy, Unit::Kilocalorie), Sum;
    "total_moving_time", [59], / 1000.0, As(Metric::MovingDuration, Unit::Second), Sum;
    "avg_speed", [124, 14], / 1000.0, Of(Measure::Speed), Mean;
    "max_speed", [125, 15], / 1000.0, Of(Measure::Speed), Max;
    "avg_heart_rate", [16], / 1.0, Of(Measure::HeartRate), Mean;
    "max_heart_rate", [17], / 1.0, Of(Measure::HeartRate), Max;
    "min_heart_rate", [64], / 1.0, Of(Measure::HeartRate), Min;
    "avg_cadence", [18], fraction(92, 128.0), / 1.0, Of(Measure::Cadence), Mean;
    "max_cadence", [19], fraction(93, 128.0), / 1.0, Of(Measure::Cadence), Max;
    "avg_power", [20], / 1.0, Of(Measure::Power), Mean;
    "max_power", [21], / 1.0, Of(Measure::Power), Max;
    "normalized_power", [34], / 1.0, As(Metric::NormalizedPower, Unit::Watt), Mean;
    "training_stress_score", [35], / 10.0, As(Metric::TrainingStressScore, Unit::Score), Mean;
    "intensity_factor", [36], / 1000.0, As(Metric::IntensityFactor, Unit::Index), Mean;
    "total_work", [48], / 1.0, As(Metric::MechanicalWork, Unit::Joule), Sum;
    "total_ascent", [22], fraction(199, 100.0), / 1.0, As(Metric::ElevationGain, Unit::Meter), Sum;
    "total_descent", [23], fraction(200, 100.0), / 1.0, As(Metric::ElevationLoss, Unit::Meter), Sum;
    "total_training_effect", [24], / 10.0, As(Metric::TrainingEffectAerobic, Unit::Score), Mean;
    "total_anaerobic_training_effect", [137], / 10.0, As(Metric::TrainingEffectAnaerobic, Unit::Score), Mean;
    "training_load_peak", [168], / 65536.0, As(Metric::TrainingLoad, Unit::Score), Mean;
    "avg_altitude", [126, 49], / 5.0 - 500.0, Of(Measure::Altitude), Mean;
    "max_altitude", [128, 50], / 5.0 - 500.0, Of(Measure::Altitude), Max;
    "min_altitude", [127, 71], / 5.0 - 500.0, Of(Measure::Altitude), Min;
    "avg_temperature", [57], / 1.0, Of(Measure::AirTemperature), Mean;
    "max_temperature", [58], / 1.0, Of(Measure::AirTemperature), Max;
    "min_temperature", [150], / 1.0, Of(Measure::AirTemperature), Min;
    "avg_vertical_oscillation", [89], / 10.0, Of(Measure::VerticalOscillation), Mean;
    "avg_stance_time", [91], / 10.0, Of(Measure::StanceTime), Mean;
    "avg_vertical_ratio", [132], / 100.0, Of(Measure::VerticalRatio), Mean;
    "avg_stance_time_balance", [133], / 100.0, Of(Measure::StanceBalance), Mean;
    "avg_step_length", [134], / 10.0, Of(Measure::StepLength), Mean;
    "avg_respiration_rate", [169], / 100.0, Of(Measure::RespiratoryRate), Mean;
    "max_respiration_rate", [170], / 100.0, Of(Measure::RespiratoryRate), Max;
    "min_respiration_rate", [180], / 100.0, Of(Measure::RespiratoryRate), Min;
    "workout_rpe", [193], / 10.0, As(Metric::PerceivedExertion, Unit::Score), Mean;
    "avg_spo2", [194], / 1.0, As(Metric::OxygenSaturation, Unit::Percent), Mean;
    "avg_stress", [195], / 1.0, Of(Measure::Stress), Mean;
    "sdrr_hrv", [197], / 1.0, As(Metric::HeartRateVariabilitySdnn, Unit::Millisecond), Mean;
    "rmssd_hrv", [198], / 1.0, As(Metric::HeartRateVariabilityRmssd, Unit::Millisecond), Mean;
    "avg_core_temperature", [208], / 100.0, Of(Measure::CoreTemperature), Mean;
    "min_core_temperature", [209], / 100.0, Of(Measure::CoreTemperature), Min;
    "max_core_temperature", [210], / 100.0, Of(Measure::CoreTemperature), Max;
}

/// The fields of a session that are read otherwise.
pub(super) mod session {
    pub(in super::super) const START: u8 = 2;
    pub(in super::super) const SPORT: u8 = 5;
    pub(in super::super) const SUB_SPORT: u8 = 6;
    pub(in super::super) const ELAPSED: u8 = 7;
    pub(in super::super) const TIMER: u8 = 8;
    pub(in super::super) const CYCLES: u8 = 10;
    pub(in super::super) const CALORIES: u8 = 11;
    pub(in super::super) const POOL_LENGTH: u8 = 44;
    pub(in super::super) const ACTIVE_LENGTHS: u8 = 47;
    pub(in super::super) const METABOLIC_CALORIES: u8 = 196;
    /// Times, counts, triggers and corners of the map.
    const SILENT: [u8; 19] = [
        253, 254, 0, 1, 3, 4, 25, 26, 27, 28, 29, 30, 31, 32, 33, 38, 39, 46, 110,
    ];
    const READ: [u8; 9] = [
        START,
        SPORT,
        SUB_SPORT,
        ELAPSED,
        TIMER,
        CYCLES,
        POOL_LENGTH,
        ACTIVE_LENGTHS,
        METABOLIC_CALORIES,
    ];

    /// Tells whether a field of a session is read, or holds nothing that was measured.
    pub(in super::super) fn is_known(number: u8) -> bool {
        let sums_up = super::SESSION
            .iter()
            .any(|field| field.numbers.contains(&number) || field.fraction.is_some_and(|(of, _)| of == number));
        sums_up || READ.contains(&number) || SILENT.contains(&number)
    }
}

/// The numbers of a lap that become its remarks: name, fields, scale.
pub(super) const LAP: [(&str, &[u8], f64); 14] = [
    ("total_elapsed_time", &[7], 1000.0),
    ("total_timer_time", &[8], 1000.0),
    ("total_distance", &[9], 100.0),
    ("total_calories", &[11], 1.0),
    ("avg_speed", &[110, 13], 1000.0),
    ("max_speed", &[111, 14], 1000.0),
    ("avg_heart_rate", &[15], 1.0),
    ("max_heart_rate", &[16], 1.0),
    ("avg_cadence", &[17], 1.0),
    ("avg_power", &[19], 1.0),
    ("max_power", &[20], 1.0),
    ("normalized_power", &[33], 1.0),
    ("total_ascent", &[21], 1.0),
    ("total_descent", &[22], 1.0),
];

/// The words for how hard a lap was meant to be, and for what ended it.
pub(super) const LAP_INTENSITY: (u8, &[&str]) = (
    23,
    &["active", "rest", "warmup", "cooldown", "recovery", "interval", "other"],
);
pub(super) const LAP_TRIGGER: (u8, &[&str]) = (
    24,
    &[
        "manual",
        "time",
        "distance",
        "position_start",
        "position_lap",
        "position_waypoint",
        "position_marked",
        "session_end",
        "fitness_equipment",
    ],
);

/// The words of a length of a pool.
pub(super) const LENGTH_TYPE: (u8, &[&str]) = (12, &["idle", "active"]);
pub(super) const LENGTH_STROKE: (u8, &[&str]) = (
    7,
    &[
        "freestyle",
        "backstroke",
        "breaststroke",
        "butterfly",
        "drill",
        "mixed",
        "im",
    ],
);

/// A number that is measured beside activities: its message, the field of its time, its own field and its scale.
pub(super) struct SampleField {
    pub(super) message: u16,
    pub(super) time: u8,
    pub(super) number: u8,
    pub(super) scale: f64,
    pub(super) name: &'static str,
    pub(super) metric: Metric,
    pub(super) unit: Unit,
}

macro_rules! sample_fields {
    ($($message:literal, time $time:literal { $($number:literal, $name:literal, / $scale:literal, $metric:ident [$unit:ident];)+ })*) => {
        /// What is measured beside activities.
        pub(super) static SAMPLES: &[SampleField] = &[$($(SampleField {
            message: $message,
            time: $time,
            number: $number,
            scale: $scale,
            name: $name,
            metric: Metric::$metric,
            unit: Unit::$unit,
        }),+),*];
    };
}

// Columns: message and the field of its time; below it field, name, scale, metric and unit.
sample_fields! {
    30, time 253 {
        0, "weight", / 100.0, Weight[Kilogram];
        1, "percent_fat", / 100.0, BodyFatPercentage[Percent];
        2, "percent_hydration", / 100.0, BodyWaterPercentage[Percent];
        4, "bone_mass", / 100.0, BoneMass[Kilogram];
        5, "muscle_mass", / 100.0, MuscleMass[Kilogram];
        7, "basal_met", / 4.0, BasalMetabolicRate[KilocaloriePerDay];
        10, "metabolic_age", / 1.0, MetabolicAge[Year];
        11, "visceral_fat_rating", / 1.0, VisceralFatRating[Index];
        13, "bmi", / 10.0, BodyMassIndex[KilogramPerSquareMeter];
    }
    51, time 253 {
        0, "systolic_pressure", / 1.0, BloodPressureSystolic[MillimeterOfMercury];
        1, "diastolic_pressure", / 1.0, BloodPressureDiastolic[MillimeterOfMercury];
        2, "mean_arterial_pressure", / 1.0, BloodPressureMean[MillimeterOfMercury];
        6, "heart_rate", / 1.0, HeartRate[PerMinute];
    }
    211, time 253 {
        1, "current_day_resting_heart_rate", / 1.0, RestingHeartRate[PerMinute];
    }
    227, time 1 {
        0, "stress_level", / 1.0, StressLevel[Score];
    }
    229, time 0 {
        2, "vo2_max", / 10.0, Vo2Max[MilliliterPerKilogramMinute];
    }
    269, time 253 {
        0, "spo2", / 1.0, OxygenSaturation[Percent];
    }
    297, time 253 {
        0, "respiration_rate", / 100.0, RespiratoryRate[PerMinute];
    }
    346, time 253 {
        6, "overall_sleep_score", / 1.0, SleepScore[Score];
    }
    370, time 253 {
        1, "last_night_average", / 128.0, HeartRateVariabilityRmssd[Millisecond];
    }
    371, time 253 {
        0, "hrv_value", / 128.0, HeartRateVariabilityRmssd[Millisecond];
    }
    398, time 253 {
        1, "average_deviation", / 1.0, SkinTemperatureDeviation[KelvinDifference];
        4, "nightly_value", / 1.0, SkinTemperature[Celsius];
    }
}

/// What a scale writes while it is still weighing.
pub(super) const STILL_WEIGHING: f64 = 655.34;

/// Names of makers, and the kind of device where one makes only that.
const MAKERS: [(i64, &str, DeviceKind); 30] = [
    (1, "Garmin", DeviceKind::Unknown),
    (9, "Saris", DeviceKind::BikeComputer),
    (15, "Dynastream", DeviceKind::Unknown),
    (23, "Suunto", DeviceKind::Watch),
    (32, "Wahoo Fitness", DeviceKind::Unknown),
    (40, "Concept2", DeviceKind::Unknown),
    (69, "Stages Cycling", DeviceKind::BikeComputer),
    (70, "Sigma Sport", DeviceKind::BikeComputer),
    (89, "Tacx", DeviceKind::App),
    (107, "Magene", DeviceKind::BikeComputer),
    (111, "Technogym", DeviceKind::Unknown),
    (115, "iGPSPORT", DeviceKind::BikeComputer),
    (255, "Development", DeviceKind::Unknown),
    (258, "Lezyne", DeviceKind::BikeComputer),
    (260, "Zwift", DeviceKind::App),
    (263, "Favero", DeviceKind::Unknown),
    (265, "Strava", DeviceKind::App),
    (267, "Bryton", DeviceKind::BikeComputer),
    (281, "TrainerRoad", DeviceKind::App),
    (282, "The Sufferfest", DeviceKind::App),
    (284, "Rouvy", DeviceKind::App),
    (289, "Hammerhead", DeviceKind::BikeComputer),
    (294, "COROS", DeviceKind::Watch),
    (305, "WHOOP", DeviceKind::Band),
    (307, "Onelap", DeviceKind::App),
    (309, "FORM", DeviceKind::Unknown),
    (331, "MyWhoosh", DeviceKind::App),
    (339, "Zepp", DeviceKind::Watch),
    (340, "Peloton", DeviceKind::Unknown),
    (348, "Huawei", DeviceKind::Watch),
];

/// Finds the name of a maker and the kind of its devices.
pub(super) fn maker(number: i64) -> Option<(&'static str, DeviceKind)> {
    let found = MAKERS.iter().find(|(known, ..)| *known == number);
    found.map(|(_, name, kind)| (*name, *kind))
}

/// The types of file that hold nothing that was measured, with what they hold.
pub(super) fn unmeasured(file_type: i64) -> Option<&'static str> {
    Some(match file_type {
        1 => "a description of a device",
        2 => "settings",
        3 => "settings of sports",
        5 => "a planned workout",
        6 => "a course",
        34 => "a segment",
        _ => return None,
    })
}

/// What a sub-sport is by itself, where the sport only says that somebody exercised.
const SUB_SPORTS: [(i64, Sport); 19] = [
    (1, Sport::TreadmillRunning),
    (5, Sport::Spinning),
    (6, Sport::IndoorCycling),
    (14, Sport::IndoorRowing),
    (15, Sport::Elliptical),
    (16, Sport::StairMachine),
    (17, Sport::PoolSwimming),
    (18, Sport::OpenWaterSwimming),
    (19, Sport::Stretching),
    (20, Sport::StrengthTraining),
    (26, Sport::Cardio),
    (43, Sport::Yoga),
    (44, Sport::Pilates),
    (45, Sport::TreadmillRunning),
    (62, Sport::Breathwork),
    (68, Sport::IndoorClimbing),
    (69, Sport::Bouldering),
    (70, Sport::Hiit),
    (84, Sport::Pickleball),
];

/// Finds the sport of two numbers: by both, else by the second where the first says little, else by the first.
pub(super) fn sport(sport: i64, sub_sport: i64) -> Sport {
    let by_both = Sport::from_vendor(Vendor::Fit, &format!("{sport}/{sub_sport}"));
    match by_both {
        None | Some(Sport::Generic | Sport::FitnessEquipment) => {
            let found = SUB_SPORTS.iter().find(|(known, _)| *known == sub_sport);
            found.map(|(_, sport)| *sport).or(by_both).unwrap_or(Sport::Other)
        }
        Some(sport) => sport,
    }
}
