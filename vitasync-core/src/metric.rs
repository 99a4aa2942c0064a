//! The table of metrics: everything that can be measured, one row each.
//!
//! A metric fixes what its values mean: the quantity, the canonical unit every stored value has, how values of a span of
//! time become one, the hard limits of a plausible value, and the names other systems have for it. Metrics that look
//! alike but are not comparable stay apart: RMSSD and SDNN, active, basal and total energy, body, core, skin and wrist
//! temperature and the deviation from a baseline.
//!
//! `repeatable` marks what people log event by event: two equal rows at one instant are two glasses of water, two puffs,
//! two doses, two sets of ten, never a duplicate. It holds for all dietary intake, `hydration`, `alcoholic_beverages`,
//! `insulin_delivery`, `inhaler_usage`, `symptom` (different symptoms share the metric), `repetitions` and
//! `lifted_weight` (sets often carry the time of their workout) and `sexual_activity`. It does not hold for what a sensor
//! measures, nor for states one logs (weight, mood, menstrual flow): there equal rows at one instant are one.
//!
//! Category metrics have no unit; their samples store the code of a vocabulary (see [`crate::sleep_stage`]).

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::unit::{Quantity, Unit};
use crate::words::{optional, words};

words! {
/// Groups metrics by what they are about.
Category {
    Activity, "activity", "Steps, distances, energy and time in motion.";
    Cycling, "cycling", "Cycling.";
    Running, "running", "Running.";
    Score, "score", "Scores and loads that a vendor computes.";
    Heart, "heart", "Heart and circulation.";
    Respiratory, "respiratory", "Breathing and blood oxygen.";
    Sleep, "sleep", "Sleep and its stages.";
    Body, "body", "Body composition and temperature.";
    Reproductive, "reproductive", "Cycle and reproduction.";
    Metabolic, "metabolic", "Glucose, insulin and blood values.";
    Nutrition, "nutrition", "What is eaten and drunk.";
    Mobility, "mobility", "How one walks and climbs stairs.";
    Swimming, "swimming", "Swimming.";
    Water, "water", "Rowing, paddling, diving.";
    Winter, "winter", "Skiing and skating.";
    Mental, "mental", "Stress, mood, symptoms.";
    Environment, "environment", "What surrounds the person.";
    Device, "device", "The device itself and hygiene it recognises.";
}
}

words! {
/// Says how the values of a span of time become one value.
Aggregation {
    Sum, "sum", "Adds the values of the span.";
    Mean, "mean", "Takes the mean of the values.";
    TimeWeightedMean, "time_weighted_mean", "Takes the mean weighted by how long each value held.";
    Last, "last", "Takes the latest value.";
    Max, "max", "Takes the largest value.";
    Min, "min", "Takes the smallest value.";
    Duration, "duration", "Adds the time spent in each category.";
}
}

words! {
/// Says what kind of number a value is.
Kind {
    Cumulative, "cumulative", "An amount gathered over a span; spans add up.";
    Discrete, "discrete", "A measured state; states never add up.";
    Category, "category", "The code of one value of a vocabulary.";
    Score, "score", "A number on the scale of whoever computed it.";
}
}

words! {
/// Says what span of time one stored value covers.
TimeShape {
    Instant, "instant", "A point in time.";
    Interval, "interval", "From a start to an end.";
    Day, "day", "One local day.";
    Night, "night", "One sleep.";
    Session, "session", "One workout.";
    Lap, "lap", "One lap of a workout.";
    Set, "set", "One set of a strength workout.";
    Week, "week", "One week.";
    Period, "period", "A reporting period of several days.";
}
}

words! {
/// Says how the LOINC code of a metric was verified.
LoincStatus {
    FhirR4VitalSigns, "fhir_r4_vital_signs", "Fixed by a vital-signs profile of FHIR R4.";
    GroveFhir, "grove_fhir", "Ratified by Grove FHIR against LOINC 2.82.";
    HealthKitOnFhir, "healthkit_on_fhir", "Mapped by HealthKitOnFHIR.";
    CgmIg, "cgm_ig", "Fixed by the HL7 guide for continuous glucose monitoring.";
    PhysicalActivityIg, "physical_activity_ig", "Fixed by the HL7 guide for physical activity.";
    ThirdPartyMap, "third_party_map", "Seen in one other map only; needs a look before clinical use.";
    WellKnown, "well_known", "Commonly known, not verified; needs a look before clinical use.";
}
}

impl LoincStatus {
    /// Tells whether a published guide or a terminology server confirmed the code.
    #[must_use]
    pub fn is_verified(self) -> bool {
        !matches!(self, LoincStatus::ThirdPartyMap | LoincStatus::WellKnown)
    }
}

words! {
/// Names the FHIR observation category of a metric.
FhirCategory {
    VitalSigns, "vital-signs", "Vital signs.";
    Activity, "activity", "Physical activity and sleep.";
    Laboratory, "laboratory", "Laboratory values and tests.";
    Exam, "exam", "Findings of an examination.";
    Survey, "survey", "What the person reports.";
    SocialHistory, "social-history", "Social history.";
    Therapy, "therapy", "Therapy.";
}
}

/// Describes one metric; a row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricSpec {
    /// The metric itself.
    pub metric: Metric,
    /// The stable name, for example `resting_heart_rate`.
    pub id: &'static str,
    /// The name people read, in English.
    pub display_name: &'static str,
    /// What it is about.
    pub category: Category,
    /// What its values measure.
    pub quantity: Quantity,
    /// The canonical unit of every stored value; `None` for categories.
    pub unit: Option<Unit>,
    /// The unit or scale people read; not always the canonical one (`km` for metres), empty where there is none.
    pub unit_display: &'static str,
    /// How values of a span become one.
    pub aggregation: Aggregation,
    /// What kind of number a value is.
    pub kind: Kind,
    /// What spans of time stored values cover.
    pub time_shapes: &'static [TimeShape],
    /// The hard limits of one stored value, daily totals included, in the canonical unit.
    pub plausible: Option<(f64, f64)>,
    /// The largest plausible value per second of an interval, in the canonical unit.
    pub max_rate_per_s: Option<f64>,
    /// The LOINC code; none is better than a wrong one.
    pub loinc: Option<&'static str>,
    /// How the LOINC code was verified.
    pub loinc_status: Option<LoincStatus>,
    /// The exact HealthKit type identifiers that hold this metric.
    pub healthkit: &'static [&'static str],
    /// Where HealthKit holds it as a part of something else, in words.
    pub healthkit_part: &'static [&'static str],
    /// Where Health Connect holds it, in words.
    pub health_connect: &'static [&'static str],
    /// The FHIR observation category.
    pub fhir_category: Option<FhirCategory>,
    /// How common it is: 1 everywhere, 2 several sources, 3 one source or derived.
    pub tier: u8,
    /// Whether equal rows at one instant are separate events (see the module's text).
    pub repeatable: bool,
    /// What to know before comparing its values.
    pub note: Option<&'static str>,
}

impl MetricSpec {
    /// Tells whether a value, in the canonical unit, lies within the hard limits.
    #[must_use]
    pub fn is_plausible(&self, value: f64) -> bool {
        value.is_finite() && self.plausible.is_none_or(|(min, max)| (min..=max).contains(&value))
    }
}

macro_rules! flag {
    () => {
        false
    };
    ($value:literal) => {
        $value
    };
}

macro_rules! metrics {
    ($(
        $variant:ident, $id:literal, $display_name:literal, $category:ident, tier $tier:literal,
        $quantity:ident $([$unit:ident $unit_display:literal])?, $aggregation:ident, $kind:ident, [$($shape:ident),+]
        $(, plausible($min:literal, $max:literal))?
        $(, rate($rate:literal))?
        $(, repeatable($repeatable:literal))?
        $(, loinc($loinc:literal, $loinc_status:ident))?
        $(, fhir($fhir:ident))?
        $(, healthkit[$($healthkit:literal),+])?
        $(, healthkit_part[$($healthkit_part:literal),+])?
        $(, health_connect[$($health_connect:literal),+])?
        $(, note($note:literal))?;
    )*) => {
        /// Names what a sample measures. The order is that of the table and may change; the id never does.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric {
            $(#[doc = $display_name] $variant,)*
        }

        impl Metric {
            /// Lists all metrics in the order of the table.
            pub const ALL: &'static [Metric] = &[$(Metric::$variant),*];
        }

        static SPECS: &[MetricSpec] = &[$(MetricSpec {
            metric: Metric::$variant,
            id: $id,
            display_name: $display_name,
            category: Category::$category,
            quantity: Quantity::$quantity,
            unit: optional!($(Unit::$unit)?),
            unit_display: concat!($($unit_display)?),
            aggregation: Aggregation::$aggregation,
            kind: Kind::$kind,
            time_shapes: &[$(TimeShape::$shape),+],
            plausible: optional!($(($min, $max))?),
            max_rate_per_s: optional!($($rate)?),
            loinc: optional!($($loinc)?),
            loinc_status: optional!($(LoincStatus::$loinc_status)?),
            healthkit: &[$($($healthkit),+)?],
            healthkit_part: &[$($($healthkit_part),+)?],
            health_connect: &[$($($health_connect),+)?],
            fhir_category: optional!($(FhirCategory::$fhir)?),
            tier: $tier,
            repeatable: flag!($($repeatable)?),
            note: optional!($($note)?),
        }),*];
    };
}

// Columns: variant, id, display name, category, tier, quantity[canonical unit, unit people read], aggregation, kind,
// time shapes; then, where there is one: plausible(min, max) and rate(max per second) in the canonical unit, repeatable,
// loinc(code, how verified), fhir(category), healthkit[exact identifiers], healthkit_part[in words],
// health_connect[in words], note(what to know).
metrics! {
    // Activity
    Steps, "steps", "Steps", Activity, tier 1, Count[Steps "steps"], Sum, Cumulative, [Interval, Day],
        plausible(0.0, 300_000.0), rate(6.0), loinc("55423-8", HealthKitOnFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierStepCount"], health_connect["StepsRecord.count"],
        note("Phones and watches count the same steps: never add sources. FIT monitoring cycles are pairs of steps.");
    Distance, "distance", "Distance (all modes, daily or unspecified)", Activity, tier 1, Length[Meter "km"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 1_500_000.0), rate(90.0), loinc("103208-5", GroveFhir),
        fhir(Activity), health_connect["DistanceRecord.distance"],
        note("Only where the source does not say how it was covered; not estimated from steps.");
    DistanceWalkingRunning, "distance_walking_running", "Walking + running distance", Activity, tier 1,
        Length[Meter "km"], Sum, Cumulative, [Interval, Day], plausible(0.0, 350_000.0), rate(13.0),
        loinc("103208-5", GroveFhir), fhir(Activity), healthkit["HKQuantityTypeIdentifierDistanceWalkingRunning"];
    DistanceWheelchair, "distance_wheelchair", "Wheelchair distance", Activity, tier 1, Length[Meter "km"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 400_000.0), rate(25.0), loinc("103208-5", GroveFhir),
        fhir(Activity), healthkit["HKQuantityTypeIdentifierDistanceWheelchair"];
    WheelchairPushes, "wheelchair_pushes", "Wheelchair pushes", Activity, tier 1, Count[Pushes "pushes"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 150_000.0), rate(5.0), loinc("96502-0", GroveFhir),
        fhir(Activity), healthkit["HKQuantityTypeIdentifierPushCount"],
        health_connect["WheelchairPushesRecord.count"],
        note("Replaces steps for a wheelchair user; never added to them.");
    EquivalentWalkingDistance, "equivalent_walking_distance", "Equivalent walking distance", Activity, tier 3,
        Length[Meter "km"], Sum, Cumulative, [Day], plausible(0.0, 350_000.0), fhir(Activity),
        note("All activity converted to walking metres; not a travelled distance.");
    FloorsClimbed, "floors_climbed", "Floors / flights climbed", Activity, tier 1, Count[Floors "floors"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 10_000.0), rate(1.0), loinc("100304-5", GroveFhir),
        fhir(Activity), healthkit["HKQuantityTypeIdentifierFlightsClimbed"],
        health_connect["FloorsClimbedRecord.floors"], note("About 3 m each; Health Connect values may be fractions.");
    ElevationGain, "elevation_gain", "Elevation gain", Activity, tier 2, Length[Meter "m"], Sum, Cumulative,
        [Interval, Session], plausible(0.0, 50_000.0), rate(10.0), fhir(Activity),
        health_connect["ElevationGainedRecord.elevation"],
        note("Health Connect allows negative values; HealthKit holds it as workout metadata.");
    ElevationLoss, "elevation_loss", "Elevation loss", Activity, tier 2, Length[Meter "m"], Sum, Cumulative,
        [Session], plausible(0.0, 100_000.0), rate(70.0), fhir(Activity);
    Altitude, "altitude", "Altitude", Activity, tier 1, Length[Meter "m"], Mean, Discrete, [Instant],
        plausible(-4500.0, 15_000.0), fhir(Activity);
    ActiveEnergy, "active_energy", "Active energy", Activity, tier 1, Energy[Kilocalorie "kcal"], Sum, Cumulative,
        [Interval, Day], plausible(0.0, 20_000.0), rate(2.5), loinc("41981-2", HealthKitOnFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierActiveEnergyBurned"], health_connect["ActiveCaloriesBurnedRecord.energy"],
        note("Excludes basal energy. Some vendors include the basal part of active minutes.");
    BasalEnergy, "basal_energy", "Basal (resting) energy", Activity, tier 1, Energy[Kilocalorie "kcal"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 10_000.0), rate(0.12), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierBasalEnergyBurned"],
        note("Energy over an interval, not the rate `basal_metabolic_rate`.");
    TotalEnergy, "total_energy", "Total energy (active + basal)", Activity, tier 1, Energy[Kilocalorie "kcal"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 25_000.0), rate(2.6), loinc("41979-6", PhysicalActivityIg),
        fhir(Activity), health_connect["TotalCaloriesBurnedRecord.energy"],
        note("Active plus basal. A vendor's daily total already contains its workouts. The LOINC code is per 24 h.");
    Met, "met", "Metabolic equivalent (instantaneous)", Activity, tier 1, MetabolicEquivalent[Met "MET"],
        TimeWeightedMean, Discrete, [Instant, Interval], plausible(0.0, 30.0), fhir(Activity);
    MetMinutes, "met_minutes", "MET-minutes", Activity, tier 3, MetMinutes[MetMinute "MET-min"], Sum, Cumulative,
        [Day], plausible(0.0, 20_000.0), fhir(Activity);
    PhysicalEffort, "physical_effort", "Physical effort", Activity, tier 1,
        SpecificPower[KilocaloriePerKilogramHour "kcal/kg/h"], TimeWeightedMean, Discrete, [Interval],
        plausible(0.0, 30.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierPhysicalEffort"],
        note("1 kcal/(kg.h) is about 1 MET.");
    WorkoutDuration, "workout_duration", "Workout duration", Activity, tier 1, Time[Second "min"], Sum, Cumulative,
        [Session], plausible(0.0, 864_000.0), loinc("55411-3", PhysicalActivityIg), fhir(Activity),
        healthkit_part["HKWorkout.duration"], health_connect["ExerciseSessionRecord.endTime-startTime"],
        note("Elapsed time with pauses; see `moving_duration`.");
    MovingDuration, "moving_duration", "Moving / timer duration", Activity, tier 2, Time[Second "min"], Sum,
        Cumulative, [Session], plausible(0.0, 864_000.0), fhir(Activity),
        note("Timer time and moving time differ between vendors.");
    ActiveDuration, "active_duration", "Active time (non-sedentary)", Activity, tier 1, Time[Second "min"], Sum,
        Cumulative, [Day], plausible(0.0, 90_000.0), rate(1.0), loinc("101691-4", ThirdPartyMap), fhir(Activity),
        note("Vendors differ: any movement, moderate and intense, or fairly and very active.");
    LightActivityDuration, "light_activity_duration", "Light activity time", Activity, tier 2, Time[Second "min"],
        Sum, Cumulative, [Day], plausible(0.0, 90_000.0), rate(1.0), loinc("101688-0", ThirdPartyMap), fhir(Activity);
    ModerateActivityDuration, "moderate_activity_duration", "Moderate activity time", Activity, tier 2,
        Time[Second "min"], Sum, Cumulative, [Day], plausible(0.0, 90_000.0), rate(1.0),
        loinc("101689-8", ThirdPartyMap), fhir(Activity), health_connect["ActivityIntensityRecord (MODERATE=0)"],
        note("Plain duration; weighted minutes are `intensity_minutes`.");
    VigorousActivityDuration, "vigorous_activity_duration", "Vigorous activity time", Activity, tier 2,
        Time[Second "min"], Sum, Cumulative, [Day], plausible(0.0, 90_000.0), rate(1.0),
        loinc("101690-6", ThirdPartyMap), fhir(Activity), health_connect["ActivityIntensityRecord (VIGOROUS=1)"];
    SedentaryDuration, "sedentary_duration", "Sedentary time", Activity, tier 2, Time[Second "min"], Sum, Cumulative,
        [Day], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity), note("Some sources count sleep as sedentary.");
    RestingDuration, "resting_duration", "Resting time (awake or asleep rest)", Activity, tier 3, Time[Second "min"],
        Sum, Cumulative, [Day], plausible(0.0, 90_000.0), fhir(Activity);
    ExerciseTime, "exercise_time", "Exercise minutes (Apple ring)", Activity, tier 1, Time[Second "min"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierAppleExerciseTime"],
        note("Minutes at or above a brisk walk; not the sum of workouts.");
    MoveTime, "move_time", "Move minutes (Apple ring, <13 y)", Activity, tier 1, Time[Second "min"], Sum, Cumulative,
        [Interval, Day], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierAppleMoveTime"], note("Not `exercise_time`: any movement counts.");
    StandTime, "stand_time", "Stand minutes", Activity, tier 1, Time[Second "min"], Sum, Cumulative, [Interval, Day],
        plausible(0.0, 90_000.0), rate(1.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierAppleStandTime"];
    StandHour, "stand_hour", "Stand hour (per clock hour)", Activity, tier 1, Category, Last, Category, [Interval],
        fhir(Activity), healthkit["HKCategoryTypeIdentifierAppleStandHour"],
        note("HealthKit writes 0 for stood and 1 for idle.");
    StandHours, "stand_hours", "Stand hours (daily count)", Activity, tier 1, Count[HourCount "h"], Sum, Cumulative,
        [Day], plausible(0.0, 25.0), fhir(Activity), healthkit_part["ActivitySummary.appleStandHours"];
    ActiveZoneMinutes, "active_zone_minutes", "Active zone minutes (weighted)", Activity, tier 2,
        DimensionlessScore[Score "AZM"], Sum, Score, [Day], plausible(0.0, 3000.0), fhir(Activity),
        note("Weighted minutes (cardio and peak count double); never added to durations.");
    IntensityMinutes, "intensity_minutes", "Intensity minutes (weighted)", Activity, tier 3,
        DimensionlessScore[Score "weighted min"], Sum, Score, [Day], plausible(0.0, 3000.0), fhir(Activity);
    InactivityAlerts, "inactivity_alerts", "Inactivity alerts", Activity, tier 2, Count[Count "alerts"], Sum,
        Cumulative, [Day], plausible(0.0, 100.0), fhir(Activity);
    HeartRateZoneDuration, "heart_rate_zone_duration", "Time in heart-rate zone", Activity, tier 2,
        Time[Second "min"], Sum, Cumulative, [Day, Session], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity),
        note("Zones are not comparable across vendors.");
    ActivityLevel, "activity_level", "Activity level class", Activity, tier 2, Category, Last, Category, [Interval],
        fhir(Activity);
    Speed, "speed", "Speed (sport-neutral)", Activity, tier 1, Velocity[MeterPerSecond "km/h"], TimeWeightedMean,
        Discrete, [Instant, Session], plausible(0.0, 90.0), fhir(Activity),
        health_connect["SpeedRecord.samples.speed"], note("Pace is derived: average the speed, never the pace.");
    Cadence, "cadence", "Cadence (sport-neutral)", Activity, tier 1, Frequency[PerMinute "rpm|spm"], TimeWeightedMean,
        Discrete, [Instant, Session], plausible(0.0, 300.0), fhir(Activity),
        note("Running cadence of Strava and FIT counts one leg.");
    Power, "power", "Power (sport-neutral)", Activity, tier 1, Power[Watt "W"], TimeWeightedMean, Discrete,
        [Instant, Session], plausible(0.0, 4000.0), fhir(Activity), health_connect["PowerRecord.samples.power"];
    Repetitions, "repetitions", "Repetitions", Activity, tier 2, Count[Repetitions "reps"], Sum, Cumulative,
        [Session, Set], plausible(0.0, 100_000.0), repeatable(true), fhir(Activity),
        health_connect["ExerciseSegment.repetitions"];
    LiftedWeight, "lifted_weight", "Lifted weight (per set)", Activity, tier 3, Mass[Kilogram "kg"], Max, Discrete,
        [Set], plausible(0.0, 1000.0), repeatable(true), fhir(Activity), note("Assisted sets may be 0.");
    TrainingVolume, "training_volume", "Training volume load", Activity, tier 3, Mass[Kilogram "kg"], Sum, Cumulative,
        [Session], plausible(0.0, 1_000_000.0), fhir(Activity);
    NikeFuel, "nike_fuel", "NikeFuel", Activity, tier 1, Count[Count "NikeFuel"], Sum, Cumulative, [Interval],
        plausible(0.0, 100_000.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierNikeFuel"];
    Latitude, "latitude", "Latitude", Activity, tier 1, Angle[Degree "deg"], Last, Discrete, [Instant],
        plausible(-90.0, 90.0), fhir(Activity);
    Longitude, "longitude", "Longitude", Activity, tier 1, Angle[Degree "deg"], Last, Discrete, [Instant],
        plausible(-180.0, 180.0), fhir(Activity);
    Grade, "grade", "Grade / slope", Activity, tier 3, Ratio[Percent "%"], TimeWeightedMean, Discrete, [Instant],
        plausible(-150.0, 150.0), fhir(Activity);

    // Cycling
    MechanicalWork, "mechanical_work", "Mechanical work (power meter)", Cycling, tier 3, Energy[Kilojoule "kJ"], Sum,
        Cumulative, [Session], plausible(0.0, 50_000.0), rate(3.0), fhir(Activity),
        note("External work at the pedals, not metabolic energy: about 24 % of what is burned.");
    DistanceCycling, "distance_cycling", "Cycling distance", Cycling, tier 1, Length[Meter "km"], Sum, Cumulative,
        [Interval, Session], plausible(0.0, 1_500_000.0), rate(83.0), loinc("103208-5", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierDistanceCycling"], health_connect["DistanceRecord (exercise BIKING)"];
    CyclingSpeed, "cycling_speed", "Cycling speed", Cycling, tier 1, Velocity[MeterPerSecond "km/h"],
        TimeWeightedMean, Discrete, [Instant], plausible(0.0, 83.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierCyclingSpeed"];
    CyclingPower, "cycling_power", "Cycling power", Cycling, tier 1, Power[Watt "W"], TimeWeightedMean, Discrete,
        [Instant], plausible(0.0, 4000.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierCyclingPower"];
    CyclingCadence, "cycling_cadence", "Cycling cadence", Cycling, tier 1, Frequency[PerMinute "rpm"],
        TimeWeightedMean, Discrete, [Instant], plausible(0.0, 300.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierCyclingCadence"],
        health_connect["CyclingPedalingCadenceRecord.samples.revolutionsPerMinute"];
    FunctionalThresholdPower, "functional_threshold_power", "Functional threshold power", Cycling, tier 2,
        Power[Watt "W"], Last, Discrete, [Day], plausible(20.0, 700.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierCyclingFunctionalThresholdPower"];
    NormalizedPower, "normalized_power", "Normalized / weighted average power", Cycling, tier 3, Power[Watt "W"],
        Last, Discrete, [Session], plausible(0.0, 2000.0), fhir(Activity);
    LeftRightBalance, "left_right_balance", "Left/right power balance (left)", Cycling, tier 3, Ratio[Percent "%"],
        Mean, Discrete, [Instant], plausible(0.0, 100.0), fhir(Activity);
    TorqueEffectiveness, "torque_effectiveness", "Torque effectiveness", Cycling, tier 3, Ratio[Percent "%"], Mean,
        Discrete, [Instant], plausible(0.0, 100.0), fhir(Activity);
    PedalSmoothness, "pedal_smoothness", "Pedal smoothness", Cycling, tier 3, Ratio[Percent "%"], Mean, Discrete,
        [Instant], plausible(0.0, 100.0), fhir(Activity);

    // Running
    StepCadence, "step_cadence", "Step cadence", Running, tier 2, Frequency[PerMinute "spm"], TimeWeightedMean,
        Discrete, [Instant], plausible(0.0, 350.0), fhir(Activity), health_connect["StepsCadenceRecord.samples.rate"];
    RunningSpeed, "running_speed", "Running speed", Running, tier 1, Velocity[MeterPerSecond "km/h"],
        TimeWeightedMean, Discrete, [Instant], plausible(0.0, 13.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierRunningSpeed"], health_connect["SpeedRecord (exercise RUNNING)"];
    RunningPower, "running_power", "Running power", Running, tier 1, Power[Watt "W"], TimeWeightedMean, Discrete,
        [Instant], plausible(0.0, 2000.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierRunningPower"],
        note("Models differ between vendors.");
    RunningStrideLength, "running_stride_length", "Running stride length", Running, tier 1, Length[Meter "m"], Mean,
        Discrete, [Instant], plausible(0.2, 4.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierRunningStrideLength"], note("One step, not two.");
    RunningVerticalOscillation, "running_vertical_oscillation", "Vertical oscillation", Running, tier 1,
        Length[Centimeter "cm"], Mean, Discrete, [Instant], plausible(0.0, 40.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierRunningVerticalOscillation"];
    RunningVerticalRatio, "running_vertical_ratio", "Vertical ratio", Running, tier 1, Ratio[Percent "%"], Mean,
        Discrete, [Instant], plausible(0.0, 50.0), fhir(Activity);
    RunningGroundContactTime, "running_ground_contact_time", "Ground contact time", Running, tier 1,
        Time[Millisecond "ms"], Mean, Discrete, [Instant], plausible(50.0, 1000.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierRunningGroundContactTime"];
    RunningGroundContactBalance, "running_ground_contact_balance", "Ground contact balance (left)", Running, tier 1,
        Ratio[Percent "%"], Mean, Discrete, [Instant], plausible(0.0, 100.0), fhir(Activity);
    RunningIndex, "running_index", "Running index (Polar)", Running, tier 3, DimensionlessScore[Score ""], Last,
        Score, [Session], plausible(0.0, 120.0), fhir(Activity);
    GradeAdjustedSpeed, "grade_adjusted_speed", "Grade-adjusted speed", Running, tier 3,
        Velocity[MeterPerSecond "km/h"], TimeWeightedMean, Discrete, [Instant, Session], plausible(0.0, 15.0),
        fhir(Activity);

    // Score
    WorkoutEffortScore, "workout_effort_score", "Workout effort (user rated)", Score, tier 1,
        DimensionlessScore[Score "1-10"], Last, Score, [Session], plausible(1.0, 10.0), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierWorkoutEffortScore"];
    EstimatedWorkoutEffortScore, "estimated_workout_effort_score", "Workout effort (estimated)", Score, tier 1,
        DimensionlessScore[Score "1-10"], Last, Score, [Session], plausible(1.0, 10.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierEstimatedWorkoutEffortScore"];
    PerceivedExertion, "perceived_exertion", "Rating of perceived exertion", Score, tier 2,
        DimensionlessScore[Score "RPE"], Last, Score, [Session, Set], plausible(0.0, 20.0), fhir(Survey),
        health_connect["ExerciseSessionRecord RPE (0-10)"],
        note("The scale (CR10 or Borg 6-20) decides what a value means.");
    NerveHealthScore, "nerve_health_score", "Nerve health score", Score, tier 3, DimensionlessScore[Score "0-100"],
        Last, Score, [Instant], plausible(0.0, 100.0), fhir(Exam);
    ReadinessScore, "readiness_score", "Readiness score", Score, tier 1, DimensionlessScore[Score "0-100"], Last,
        Score, [Day], plausible(0.0, 100.0), fhir(Exam);
    RecoveryScore, "recovery_score", "Recovery score", Score, tier 1, DimensionlessScore[Score "0-100"], Last, Score,
        [Day], plausible(0.0, 100.0), fhir(Exam);
    RecoveryIndex, "recovery_index", "Recovery index (Ultrahuman)", Score, tier 3, DimensionlessScore[Score "0-100"],
        Last, Score, [Day], plausible(0.0, 100.0), fhir(Exam);
    StrainScore, "strain_score", "Strain", Score, tier 1, DimensionlessScore[Score "0-21"], Last, Score,
        [Day, Session], plausible(0.0, 21.0), fhir(Activity), note("Logarithmic: workouts do not add up to the day.");
    BodyBattery, "body_battery", "Body battery", Score, tier 1, DimensionlessScore[Score "0-100"], Last, Score,
        [Instant], plausible(0.0, 100.0), fhir(Exam);
    BodyBatteryCharged, "body_battery_charged", "Body battery charged", Score, tier 3, DimensionlessScore[Score ""],
        Sum, Score, [Day], plausible(0.0, 100.0), fhir(Exam);
    BodyBatteryDrained, "body_battery_drained", "Body battery drained", Score, tier 3, DimensionlessScore[Score ""],
        Sum, Score, [Day], plausible(0.0, 100.0), fhir(Exam);
    ActivityScore, "activity_score", "Activity score", Score, tier 1, DimensionlessScore[Score "0-100"], Last, Score,
        [Day], plausible(0.0, 100.0), fhir(Activity);
    MovementIndex, "movement_index", "Movement index (Ultrahuman)", Score, tier 3, DimensionlessScore[Score "0-100"],
        Last, Score, [Day], plausible(0.0, 100.0), fhir(Activity);
    MetabolicScore, "metabolic_score", "Metabolic score (Ultrahuman)", Score, tier 3,
        DimensionlessScore[Score "0-100"], Last, Score, [Day], plausible(0.0, 100.0), fhir(Exam);
    ResilienceLevel, "resilience_level", "Resilience level", Score, tier 1, Category, Last, Category, [Day],
        fhir(Exam);
    NightlyRechargeStatus, "nightly_recharge_status", "Nightly recharge status", Score, tier 3,
        DimensionlessScore[Score "1-6"], Last, Score, [Night], plausible(1.0, 6.0), fhir(Exam);
    AnsCharge, "ans_charge", "ANS charge", Score, tier 3, DimensionlessScore[Score "-10..10"], Last, Score, [Night],
        plausible(-10.0, 10.0), fhir(Exam);
    HrvStatus, "hrv_status", "HRV status", Score, tier 1, Category, Last, Category, [Day], fhir(Exam);
    CardioLoad, "cardio_load", "Cardio load (Polar, TRIMP)", Score, tier 3, DimensionlessScore[Score ""], Sum, Score,
        [Day, Session], plausible(0.0, 5000.0), fhir(Activity);
    CardioLoadStrain, "cardio_load_strain", "Cardio load strain (acute)", Score, tier 3, DimensionlessScore[Score ""],
        Last, Score, [Day], plausible(0.0, 5000.0), fhir(Activity);
    CardioLoadTolerance, "cardio_load_tolerance", "Cardio load tolerance (chronic)", Score, tier 3,
        DimensionlessScore[Score ""], Last, Score, [Day], plausible(0.0, 5000.0), fhir(Activity);
    TrainingLoadRatio, "training_load_ratio", "Acute:chronic training load ratio", Score, tier 3,
        DimensionlessIndex[Index ""], Last, Score, [Day], plausible(0.0, 10.0), fhir(Activity);
    TrainingLoad, "training_load", "Training load (vendor)", Score, tier 2, DimensionlessScore[Score ""], Sum, Score,
        [Session], plausible(0.0, 5000.0), fhir(Activity), note("Never comparable between methods.");
    TrainingStressScore, "training_stress_score", "Training stress score (TSS)", Score, tier 3,
        DimensionlessScore[Score "TSS"], Sum, Score, [Session], plausible(0.0, 2000.0), fhir(Activity);
    IntensityFactor, "intensity_factor", "Intensity factor", Score, tier 3, DimensionlessIndex[Index ""], Last, Score,
        [Session], plausible(0.0, 3.0), fhir(Activity);
    Trimp, "trimp", "TRIMP (Banister)", Score, tier 3, DimensionlessScore[Score ""], Sum, Score, [Session],
        plausible(0.0, 5000.0), fhir(Activity);
    RelativeEffort, "relative_effort", "Relative effort", Score, tier 3, DimensionlessScore[Score ""], Sum, Score,
        [Session], plausible(0.0, 5000.0), fhir(Activity);
    TrainingEffectAerobic, "training_effect_aerobic", "Aerobic training effect", Score, tier 3,
        DimensionlessScore[Score "0-5"], Last, Score, [Session], plausible(0.0, 5.0), fhir(Activity);
    TrainingEffectAnaerobic, "training_effect_anaerobic", "Anaerobic training effect", Score, tier 3,
        DimensionlessScore[Score "0-5"], Last, Score, [Session], plausible(0.0, 5.0), fhir(Activity);
    RecoveryTime, "recovery_time", "Recommended recovery time", Score, tier 3, Time[Second "h"], Last, Score,
        [Session], plausible(0.0, 604_800.0), fhir(Activity);
    ChronicTrainingLoad, "chronic_training_load", "Chronic training load (fitness, CTL)", Score, tier 3,
        DimensionlessScore[Score ""], Last, Score, [Day], plausible(0.0, 500.0), fhir(Activity);
    AcuteTrainingLoad, "acute_training_load", "Acute training load (fatigue, ATL)", Score, tier 3,
        DimensionlessScore[Score ""], Last, Score, [Day], plausible(0.0, 1000.0), fhir(Activity);
    TrainingStressBalance, "training_stress_balance", "Training stress balance (form, TSB)", Score, tier 3,
        DimensionlessScore[Score ""], Last, Score, [Day], plausible(-500.0, 500.0), fhir(Activity),
        note("Chronic minus acute load of the previous day.");
    FitnessAge, "fitness_age", "Fitness age", Score, tier 1, Time[Year "years"], Last, Score, [Day],
        plausible(5.0, 120.0), fhir(Exam);

    // Heart
    HeartRate, "heart_rate", "Heart rate", Heart, tier 1, Frequency[PerMinute "bpm"], TimeWeightedMean, Discrete,
        [Instant], plausible(20.0, 300.0), loinc("8867-4", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierHeartRate"], healthkit_part["HKElectrocardiogram.averageHeartRate"],
        health_connect["HeartRateRecord.samples.beatsPerMinute"];
    HeartRateMin, "heart_rate_min", "Minimum heart rate (window)", Heart, tier 2, Frequency[PerMinute "bpm"], Min,
        Discrete, [Day, Session], plausible(20.0, 300.0), fhir(VitalSigns);
    HeartRateMax, "heart_rate_max", "Maximum heart rate (window)", Heart, tier 2, Frequency[PerMinute "bpm"], Max,
        Discrete, [Day, Session], plausible(20.0, 300.0), loinc("8873-2", PhysicalActivityIg), fhir(VitalSigns),
        note("The LOINC code is the maximum of 24 h.");
    HeartRateAverage, "heart_rate_average", "Average heart rate (window)", Heart, tier 2, Frequency[PerMinute "bpm"],
        TimeWeightedMean, Discrete, [Day, Session], plausible(20.0, 300.0), loinc("103205-1", ThirdPartyMap),
        fhir(VitalSigns), note("A mean over a day or session; never an instantaneous heart rate.");
    RestingHeartRate, "resting_heart_rate", "Resting heart rate", Heart, tier 1, Frequency[PerMinute "bpm"], Mean,
        Discrete, [Day], plausible(20.0, 200.0), loinc("40443-4", GroveFhir), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierRestingHeartRate"],
        health_connect["RestingHeartRateRecord.beatsPerMinute"],
        note("Vendors define it differently; never average vendors.");
    SleepingHeartRateLowest, "sleeping_heart_rate_lowest", "Lowest sleeping heart rate", Heart, tier 2,
        Frequency[PerMinute "bpm"], Min, Discrete, [Night], plausible(20.0, 200.0), fhir(VitalSigns),
        note("Not a resting heart rate.");
    SleepingHeartRateAverage, "sleeping_heart_rate_average", "Average sleeping heart rate", Heart, tier 2,
        Frequency[PerMinute "bpm"], TimeWeightedMean, Discrete, [Night], plausible(20.0, 200.0), fhir(VitalSigns),
        note("Not a resting heart rate.");
    WalkingHeartRateAverage, "walking_heart_rate_average", "Walking heart rate average", Heart, tier 1,
        Frequency[PerMinute "bpm"], TimeWeightedMean, Discrete, [Day], plausible(30.0, 250.0), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierWalkingHeartRateAverage"];
    HeartRateRecovery1min, "heart_rate_recovery_1min", "Heart-rate recovery, 1 minute", Heart, tier 1,
        Frequency[PerMinute "bpm"], Mean, Discrete, [Session], plausible(-50.0, 150.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierHeartRateRecoveryOneMinute"], note("A difference of two rates.");
    HeartRateMaxSetting, "heart_rate_max_setting", "Maximum heart rate (profile / estimated)", Heart, tier 2,
        Frequency[PerMinute "bpm"], Last, Discrete, [Day], plausible(100.0, 250.0), fhir(Survey),
        note("A setting, not a measurement.");
    HeartRateVariabilityRmssd, "heart_rate_variability_rmssd", "HRV (RMSSD)", Heart, tier 1, Time[Millisecond "ms"],
        Mean, Discrete, [Instant, Night], plausible(1.0, 500.0), fhir(VitalSigns),
        health_connect["HeartRateVariabilityRmssdRecord.heartRateVariabilityMillis"],
        note("Not comparable with SDNN; LOINC has no code for it. Windows differ between vendors.");
    HeartRateVariabilityRmssdDeep, "heart_rate_variability_rmssd_deep", "HRV (RMSSD), deep sleep", Heart, tier 2,
        Time[Millisecond "ms"], Mean, Discrete, [Night], plausible(1.0, 500.0), fhir(VitalSigns);
    HeartRateVariabilityRmssd5minHigh, "heart_rate_variability_rmssd_5min_high", "HRV (RMSSD), highest 5-min", Heart,
        tier 3, Time[Millisecond "ms"], Max, Discrete, [Night], plausible(1.0, 500.0), fhir(VitalSigns);
    HeartRateVariabilitySdnn, "heart_rate_variability_sdnn", "HRV (SDNN)", Heart, tier 1, Time[Millisecond "ms"],
        Mean, Discrete, [Instant], plausible(1.0, 500.0), loinc("112429-6", GroveFhir), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierHeartRateVariabilitySDNN"],
        note("Not comparable with RMSSD. Apple measures about 60 s, Withings 1 min.");
    HeartRateVariabilityEntropy, "heart_rate_variability_entropy", "HRV entropy", Heart, tier 3,
        DimensionlessIndex[Index ""], Mean, Discrete, [Night], plausible(0.0, 10.0), fhir(VitalSigns);
    RrInterval, "rr_interval", "R-R (beat-to-beat) interval", Heart, tier 2, Time[Millisecond "ms"], Mean, Discrete,
        [Instant], plausible(200.0, 3000.0), fhir(VitalSigns);
    AtrialFibrillationBurden, "atrial_fibrillation_burden", "AFib burden", Heart, tier 1, Ratio[Percent "%"],
        TimeWeightedMean, Discrete, [Week], plausible(0.0, 100.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierAtrialFibrillationBurden"],
        note("HealthKit writes a fraction of 0 to 1, once a week.");
    AfibResult, "afib_result", "AFib / ECG classification", Heart, tier 2, Category, Last, Category, [Instant],
        fhir(Exam), healthkit_part["HKElectrocardiogram.classification"];
    QrsDuration, "qrs_duration", "QRS duration", Heart, tier 3, Time[Millisecond "ms"], Mean, Discrete, [Instant],
        plausible(20.0, 300.0), loinc("8633-0", WellKnown), fhir(Exam);
    PrInterval, "pr_interval", "PR interval", Heart, tier 3, Time[Millisecond "ms"], Mean, Discrete, [Instant],
        plausible(40.0, 600.0), loinc("8625-6", WellKnown), fhir(Exam);
    QtInterval, "qt_interval", "QT interval", Heart, tier 3, Time[Millisecond "ms"], Mean, Discrete, [Instant],
        plausible(150.0, 800.0), loinc("8634-8", WellKnown), fhir(Exam);
    QtcInterval, "qtc_interval", "QTc interval", Heart, tier 3, Time[Millisecond "ms"], Mean, Discrete, [Instant],
        plausible(200.0, 800.0), loinc("8636-3", WellKnown), fhir(Exam);
    PulseWaveVelocity, "pulse_wave_velocity", "Pulse wave velocity", Heart, tier 2, Velocity[MeterPerSecond "m/s"],
        Mean, Discrete, [Instant, Day], plausible(2.0, 30.0), fhir(Exam);
    PulseTransitTime, "pulse_transit_time", "Pulse transit time", Heart, tier 3, Time[Millisecond "ms"], Mean,
        Discrete, [Instant], plausible(50.0, 1000.0), fhir(Exam);
    BloodPressureSystolic, "blood_pressure_systolic", "Systolic blood pressure", Heart, tier 1,
        Pressure[MillimeterOfMercury "mmHg"], Mean, Discrete, [Instant], plausible(40.0, 350.0),
        loinc("8480-6", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBloodPressureSystolic"], health_connect["BloodPressureRecord.systolic"],
        note("Belongs to the diastolic value of the same measurement.");
    BloodPressureDiastolic, "blood_pressure_diastolic", "Diastolic blood pressure", Heart, tier 1,
        Pressure[MillimeterOfMercury "mmHg"], Mean, Discrete, [Instant], plausible(20.0, 250.0),
        loinc("8462-4", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBloodPressureDiastolic"], health_connect["BloodPressureRecord.diastolic"],
        note("Belongs to the systolic value of the same measurement.");
    BloodPressureMean, "blood_pressure_mean", "Mean arterial pressure", Heart, tier 3,
        Pressure[MillimeterOfMercury "mmHg"], Mean, Discrete, [Instant], plausible(25.0, 300.0),
        loinc("8478-0", WellKnown), fhir(VitalSigns);
    PeripheralPerfusionIndex, "peripheral_perfusion_index", "Peripheral perfusion index", Heart, tier 1,
        Ratio[Percent "%"], Mean, Discrete, [Instant], plausible(0.0, 30.0), loinc("61006-3", GroveFhir),
        fhir(VitalSigns), healthkit["HKQuantityTypeIdentifierPeripheralPerfusionIndex"],
        note("HealthKit writes a fraction.");
    CardiovascularAge, "cardiovascular_age", "Vascular age", Heart, tier 1, Time[Year "years"], Last, Score, [Day],
        plausible(10.0, 120.0), fhir(Exam);
    HighHeartRateEvent, "high_heart_rate_event", "High heart rate notification", Heart, tier 2, Category, Last,
        Category, [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierHighHeartRateEvent"];
    LowHeartRateEvent, "low_heart_rate_event", "Low heart rate notification", Heart, tier 2, Category, Last, Category,
        [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierLowHeartRateEvent"];
    IrregularHeartRhythmEvent, "irregular_heart_rhythm_event", "Irregular rhythm notification", Heart, tier 2,
        Category, Last, Category, [Interval], fhir(Exam),
        healthkit["HKCategoryTypeIdentifierIrregularHeartRhythmEvent"];
    LowCardioFitnessEvent, "low_cardio_fitness_event", "Low cardio fitness notification", Heart, tier 1, Category,
        Last, Category, [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierLowCardioFitnessEvent"];
    HypertensionEvent, "hypertension_event", "Possible hypertension notification", Heart, tier 2, Category, Last,
        Category, [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierHypertensionEvent"];
    Vo2Max, "vo2_max", "VO2 max", Heart, tier 1, SpecificOxygenUptake[MilliliterPerKilogramMinute "mL/kg/min"], Last,
        Discrete, [Day], plausible(5.0, 100.0), loinc("94122-9", ThirdPartyMap), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierVO2Max"], health_connect["Vo2MaxRecord.vo2MillilitersPerMinuteKilogram"],
        note("Mostly an estimate; the method matters.");

    // Respiratory
    RespiratoryRate, "respiratory_rate", "Respiratory rate", Respiratory, tier 1, Frequency[PerMinute "br/min"], Mean,
        Discrete, [Instant], plausible(2.0, 100.0), loinc("9279-1", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierRespiratoryRate"], health_connect["RespiratoryRateRecord.rate"];
    SleepingRespiratoryRate, "sleeping_respiratory_rate", "Sleeping respiratory rate (night mean)", Respiratory,
        tier 2, Frequency[PerMinute "br/min"], Mean, Discrete, [Night], plausible(2.0, 60.0),
        loinc("103217-6", GroveFhir), fhir(VitalSigns);
    OxygenSaturation, "oxygen_saturation", "Oxygen saturation (SpO2)", Respiratory, tier 1, Ratio[Percent "%"], Mean,
        Discrete, [Instant], plausible(30.0, 100.0), loinc("59408-5", HealthKitOnFhir), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierOxygenSaturation"], health_connect["OxygenSaturationRecord.percentage"],
        note("HealthKit and Suunto write fractions of 0 to 1.");
    SleepingOxygenSaturation, "sleeping_oxygen_saturation", "Sleeping SpO2 (night mean)", Respiratory, tier 2,
        Ratio[Percent "%"], Mean, Discrete, [Night], plausible(30.0, 100.0), loinc("103209-3", GroveFhir),
        fhir(VitalSigns);
    SleepingOxygenSaturationMin, "sleeping_oxygen_saturation_min", "Sleeping SpO2 (night minimum)", Respiratory,
        tier 2, Ratio[Percent "%"], Min, Discrete, [Night], plausible(30.0, 100.0), fhir(VitalSigns);
    BreathingDisturbancesApple, "breathing_disturbances_apple", "Sleeping breathing disturbances (Apple)",
        Respiratory, tier 1, Frequency[PerHour "events/h"], Mean, Discrete, [Night], plausible(0.0, 200.0),
        fhir(Exam), healthkit["HKQuantityTypeIdentifierAppleSleepingBreathingDisturbances"],
        note("An accelerometer index; not an apnoea-hypopnoea index.");
    BreathingDisturbanceIndex, "breathing_disturbance_index", "Breathing disturbance index (Oura)", Respiratory,
        tier 1, DimensionlessIndex[Index ""], Last, Discrete, [Night], plausible(0.0, 100.0), fhir(Exam);
    BreathingDisturbancesIntensity, "breathing_disturbances_intensity", "Breathing disturbances intensity (Withings)",
        Respiratory, tier 3, DimensionlessIndex[Index ""], Last, Discrete, [Night], plausible(0.0, 200.0), fhir(Exam);
    ApneaHypopneaIndex, "apnea_hypopnea_index", "Apnea-hypopnea index", Respiratory, tier 3,
        Frequency[PerHour "events/h"], Last, Discrete, [Night], plausible(0.0, 200.0),
        loinc("69990-0", ThirdPartyMap), fhir(Exam);
    SleepApneaEvent, "sleep_apnea_event", "Sleep apnea notification", Respiratory, tier 1, Category, Last, Category,
        [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierSleepApneaEvent"];
    SnoringDuration, "snoring_duration", "Snoring time", Respiratory, tier 3, Time[Second "min"], Sum, Cumulative,
        [Night], plausible(0.0, 90_000.0), fhir(Exam);
    SnoringEpisodeCount, "snoring_episode_count", "Snoring episodes", Respiratory, tier 3, Count[Count "episodes"],
        Sum, Cumulative, [Night], plausible(0.0, 2000.0), fhir(Exam);
    ForcedVitalCapacity, "forced_vital_capacity", "Forced vital capacity", Respiratory, tier 1, Volume[Liter "L"],
        Max, Discrete, [Instant], plausible(0.1, 15.0), loinc("19868-9", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierForcedVitalCapacity"];
    ForcedExpiratoryVolume1, "forced_expiratory_volume_1", "FEV1", Respiratory, tier 1, Volume[Liter "L"], Max,
        Discrete, [Instant], plausible(0.1, 12.0), loinc("20150-9", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierForcedExpiratoryVolume1"];
    PeakExpiratoryFlowRate, "peak_expiratory_flow_rate", "Peak expiratory flow", Respiratory, tier 1,
        VolumeFlow[LiterPerMinute "L/min"], Max, Discrete, [Instant], plausible(20.0, 1200.0),
        loinc("33452-4", GroveFhir), fhir(Exam), healthkit["HKQuantityTypeIdentifierPeakExpiratoryFlowRate"];
    InhalerUsage, "inhaler_usage", "Inhaler puffs", Respiratory, tier 1, Count[Puffs "puffs"], Sum, Cumulative,
        [Interval], plausible(0.0, 200.0), repeatable(true), fhir(Therapy),
        healthkit["HKQuantityTypeIdentifierInhalerUsage"];

    // Sleep
    SleepStage, "sleep_stage", "Sleep stage", Sleep, tier 1, Category, Duration, Category, [Interval], fhir(Activity),
        healthkit["HKCategoryTypeIdentifierSleepAnalysis"], health_connect["SleepSessionRecord.stages"];
    TimeInBed, "time_in_bed", "Time in bed", Sleep, tier 2, Time[Second "h"], Sum, Cumulative, [Night],
        plausible(0.0, 90_000.0), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis value inBed(0)"], note("A watch alone writes none.");
    SleepDuration, "sleep_duration", "Total sleep time", Sleep, tier 1, Time[Second "h"], Sum, Cumulative, [Night],
        plausible(0.0, 90_000.0), loinc("93832-4", GroveFhir), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis (sum of asleep*)"],
        health_connect["SleepSessionRecord.SLEEP_DURATION_TOTAL (excludes awake)"],
        note("Light, deep, REM and unspecified sleep; awake time excluded.");
    SleepLightDuration, "sleep_light_duration", "Light / core sleep", Sleep, tier 1, Time[Second "min"], Sum,
        Cumulative, [Night], plausible(0.0, 90_000.0), loinc("93830-8", GroveFhir), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis asleepCore(3)"], health_connect["stage 4"];
    SleepDeepDuration, "sleep_deep_duration", "Deep (slow-wave) sleep", Sleep, tier 1, Time[Second "min"], Sum,
        Cumulative, [Night], plausible(0.0, 90_000.0), loinc("93831-6", GroveFhir), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis asleepDeep(4)"], health_connect["stage 5"];
    SleepRemDuration, "sleep_rem_duration", "REM sleep", Sleep, tier 1, Time[Second "min"], Sum, Cumulative, [Night],
        plausible(0.0, 90_000.0), loinc("93829-0", GroveFhir), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis asleepREM(5)"], health_connect["stage 6"];
    SleepAwakeDuration, "sleep_awake_duration", "Awake time in sleep session", Sleep, tier 1, Time[Second "min"], Sum,
        Cumulative, [Night], plausible(0.0, 90_000.0), loinc("93828-2", GroveFhir), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis awake(2)"], health_connect["stages 1,7"],
        note("Some vendors include the time to fall asleep.");
    WasoDuration, "waso_duration", "Wake after sleep onset", Sleep, tier 3, Time[Second "min"], Sum, Cumulative,
        [Night], plausible(0.0, 90_000.0), fhir(Activity), note("Awake between the first and the last sleep stage.");
    SleepUnspecifiedDuration, "sleep_unspecified_duration", "Asleep, stage unknown", Sleep, tier 2,
        Time[Second "min"], Sum, Cumulative, [Night], plausible(0.0, 90_000.0), fhir(Activity),
        healthkit_part["HKCategoryTypeIdentifierSleepAnalysis asleepUnspecified(1)"], health_connect["stage 2"];
    SleepLatency, "sleep_latency", "Sleep onset latency", Sleep, tier 2, Time[Second "min"], Mean, Discrete, [Night],
        plausible(0.0, 43_200.0), fhir(Activity);
    WakeLatency, "wake_latency", "Time from wake to leaving bed", Sleep, tier 2, Time[Second "min"], Mean, Discrete,
        [Night], plausible(0.0, 43_200.0), fhir(Activity);
    SleepEfficiency, "sleep_efficiency", "Sleep efficiency", Sleep, tier 2, Ratio[Percent "%"], Last, Discrete,
        [Night], plausible(0.0, 100.0), fhir(Activity), note("Denominators differ between vendors.");
    SleepAwakenings, "sleep_awakenings", "Awakenings", Sleep, tier 2, Count[Count "times"], Sum, Cumulative, [Night],
        plausible(0.0, 500.0), fhir(Activity);
    SleepRestlessPeriods, "sleep_restless_periods", "Restless periods", Sleep, tier 2, Count[Count "times"], Sum,
        Cumulative, [Night], plausible(0.0, 2000.0), fhir(Activity);
    SleepOutOfBedCount, "sleep_out_of_bed_count", "Out-of-bed count", Sleep, tier 2, Count[Count "times"], Sum,
        Cumulative, [Night], plausible(0.0, 100.0), fhir(Activity);
    SleepCycleCount, "sleep_cycle_count", "Sleep cycles", Sleep, tier 2, Count[Count "cycles"], Last, Discrete,
        [Night], plausible(0.0, 30.0), fhir(Activity);
    SleepScore, "sleep_score", "Sleep score", Sleep, tier 1, DimensionlessScore[Score "0-100"], Last, Score, [Night],
        plausible(0.0, 100.0), fhir(Activity), note("Never comparable between vendors.");
    SleepNeed, "sleep_need", "Sleep need", Sleep, tier 3, Time[Second "h"], Last, Discrete, [Night],
        plausible(0.0, 90_000.0), fhir(Activity);
    SleepDebt, "sleep_debt", "Sleep debt", Sleep, tier 3, Time[Second "h"], Last, Discrete, [Day],
        plausible(-360_000.0, 360_000.0), fhir(Activity);
    SleepConsistency, "sleep_consistency", "Sleep consistency", Sleep, tier 3, Ratio[Percent "%"], Last, Score,
        [Night], plausible(0.0, 100.0), fhir(Activity);
    SleepContinuity, "sleep_continuity", "Sleep continuity (Polar)", Sleep, tier 3, DimensionlessScore[Score "1-5"],
        Last, Score, [Night], plausible(1.0, 5.0), fhir(Activity);
    SleepCharge, "sleep_charge", "Sleep charge (Polar)", Sleep, tier 3, DimensionlessScore[Score "1-5"], Last, Score,
        [Night], plausible(1.0, 5.0), fhir(Activity);
    SleepMovement, "sleep_movement", "Sleep movement level", Sleep, tier 2, DimensionlessScore[Score "1-4"], Mean,
        Discrete, [Interval], plausible(0.0, 100.0), fhir(Activity);

    // Body
    Weight, "weight", "Body weight", Body, tier 1, Mass[Kilogram "kg"], Last, Discrete, [Instant],
        plausible(0.3, 650.0), loinc("29463-7", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBodyMass"], health_connect["WeightRecord.weight"],
        note("The weight of a vendor's profile is a setting without a time of measurement.");
    Height, "height", "Body height", Body, tier 1, Length[Meter "cm"], Last, Discrete, [Instant],
        plausible(0.2, 2.75), loinc("8302-2", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierHeight"], health_connect["HeightRecord.height"];
    BodyMassIndex, "body_mass_index", "Body mass index", Body, tier 1, MassPerArea[KilogramPerSquareMeter "kg/m2"],
        Last, Discrete, [Instant], plausible(5.0, 210.0), loinc("39156-5", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBodyMassIndex"];
    BodyFatPercentage, "body_fat_percentage", "Body fat", Body, tier 1, Ratio[Percent "%"], Last, Discrete, [Instant],
        plausible(1.0, 75.0), loinc("41982-0", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierBodyFatPercentage"], health_connect["BodyFatRecord.percentage"],
        note("HealthKit writes a fraction, Health Connect a percentage.");
    FatMass, "fat_mass", "Body fat mass", Body, tier 1, Mass[Kilogram "kg"], Last, Discrete, [Instant],
        plausible(0.0, 450.0), loinc("73708-0", GroveFhir), fhir(Exam);
    LeanBodyMass, "lean_body_mass", "Lean / fat-free mass", Body, tier 1, Mass[Kilogram "kg"], Last, Discrete,
        [Instant], plausible(0.3, 300.0), loinc("91557-9", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierLeanBodyMass"], health_connect["LeanBodyMassRecord.mass"];
    MuscleMass, "muscle_mass", "Muscle mass", Body, tier 2, Mass[Kilogram "kg"], Last, Discrete, [Instant],
        plausible(0.0, 200.0), loinc("73964-9", GroveFhir), fhir(Exam),
        note("All muscle; `skeletal_muscle_mass` is a part of it.");
    SkeletalMuscleMass, "skeletal_muscle_mass", "Skeletal muscle mass", Body, tier 1, Mass[Kilogram "kg"], Last,
        Discrete, [Instant], plausible(0.0, 150.0), fhir(Exam);
    BoneMass, "bone_mass", "Bone mass", Body, tier 2, Mass[Kilogram "kg"], Last, Discrete, [Instant],
        plausible(0.0, 20.0), loinc("101685-6", GroveFhir), fhir(Exam), health_connect["BoneMassRecord.mass"];
    BodyWaterMass, "body_water_mass", "Body water mass", Body, tier 2, Mass[Kilogram "kg"], Last, Discrete, [Instant],
        plausible(0.0, 250.0), loinc("101683-1", GroveFhir), fhir(Exam), health_connect["BodyWaterMassRecord.mass"];
    BodyWaterPercentage, "body_water_percentage", "Body water", Body, tier 3, Ratio[Percent "%"], Last, Discrete,
        [Instant], plausible(10.0, 90.0), fhir(Exam);
    ExtracellularWater, "extracellular_water", "Extracellular water", Body, tier 3, Mass[Kilogram "kg"], Last,
        Discrete, [Instant], plausible(0.0, 150.0), fhir(Exam);
    IntracellularWater, "intracellular_water", "Intracellular water", Body, tier 3, Mass[Kilogram "kg"], Last,
        Discrete, [Instant], plausible(0.0, 150.0), fhir(Exam);
    VisceralFatRating, "visceral_fat_rating", "Visceral fat rating", Body, tier 3, DimensionlessIndex[Index ""], Last,
        Discrete, [Instant], plausible(0.0, 60.0), fhir(Exam);
    WaistCircumference, "waist_circumference", "Waist circumference", Body, tier 1, Length[Meter "cm"], Last,
        Discrete, [Instant], plausible(0.2, 3.5), loinc("8280-0", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierWaistCircumference"];
    BasalMetabolicRate, "basal_metabolic_rate", "Basal metabolic rate", Body, tier 2,
        Power[KilocaloriePerDay "kcal/day"], Last, Discrete, [Instant], plausible(300.0, 10_000.0), fhir(Exam),
        health_connect["BasalMetabolicRateRecord.basalMetabolicRate (W or kcal/day)"],
        note("A rate; `basal_energy` is the energy over an interval.");
    MetabolicAge, "metabolic_age", "Metabolic age", Body, tier 3, Time[Year "years"], Last, Score, [Instant],
        plausible(1.0, 120.0), fhir(Exam);
    BodyTemperature, "body_temperature", "Body temperature", Body, tier 1, Temperature[Celsius "degC"], Mean,
        Discrete, [Instant], plausible(25.0, 46.5), loinc("8310-5", FhirR4VitalSigns), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBodyTemperature"], health_connect["BodyTemperatureRecord.temperature"],
        note("The site of measurement matters.");
    CoreTemperature, "core_temperature", "Core temperature (ingestible / sensor)", Body, tier 3,
        Temperature[Celsius "degC"], Mean, Discrete, [Instant], plausible(25.0, 46.5), loinc("8329-5", WellKnown),
        fhir(VitalSigns);
    SkinTemperature, "skin_temperature", "Skin temperature (absolute)", Body, tier 1, Temperature[Celsius "degC"],
        Mean, Discrete, [Instant, Night], plausible(5.0, 45.0), loinc("61008-9", GroveFhir), fhir(VitalSigns),
        health_connect["SkinTemperatureRecord.baseline (+ delta)"];
    SleepingWristTemperature, "sleeping_wrist_temperature", "Sleeping wrist temperature (Apple)", Body, tier 2,
        Temperature[Celsius "degC"], Last, Discrete, [Night], plausible(20.0, 45.0), loinc("61008-9", GroveFhir),
        fhir(VitalSigns), healthkit["HKQuantityTypeIdentifierAppleSleepingWristTemperature"],
        note("An absolute nightly value; not a body temperature.");
    SkinTemperatureDeviation, "skin_temperature_deviation", "Skin temperature deviation from baseline", Body, tier 1,
        TemperatureDifference[KelvinDifference "delta degC"], Last, Discrete, [Night], plausible(-10.0, 10.0),
        fhir(VitalSigns), health_connect["SkinTemperatureRecord.deltas.delta"],
        note("A difference from a baseline whose length differs between vendors; degrees Fahrenheit convert by 5/9 alone.");
    SkinTemperatureTrendDeviation, "skin_temperature_trend_deviation", "Skin temperature trend deviation", Body,
        tier 1, TemperatureDifference[KelvinDifference "delta degC"], Last, Discrete, [Day], plausible(-10.0, 10.0),
        fhir(VitalSigns);
    ElectrodermalActivity, "electrodermal_activity", "Electrodermal activity", Body, tier 1,
        ElectricalConductance[Microsiemens "uS"], Mean, Discrete, [Instant], plausible(0.0, 100.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierElectrodermalActivity"], note("HealthKit stores siemens.");
    EdaFeet, "eda_feet", "Electrochemical skin conductance, feet", Body, tier 3,
        ElectricalConductance[Microsiemens "uS"], Mean, Discrete, [Instant], plausible(0.0, 150.0), fhir(Exam);

    // Reproductive
    BasalBodyTemperature, "basal_body_temperature", "Basal body temperature", Reproductive, tier 2,
        Temperature[Celsius "degC"], Last, Discrete, [Instant], plausible(33.0, 42.0), fhir(VitalSigns),
        healthkit["HKQuantityTypeIdentifierBasalBodyTemperature"],
        health_connect["BasalBodyTemperatureRecord.temperature"], note("The first reading after waking.");
    MenstrualFlow, "menstrual_flow", "Menstrual flow", Reproductive, tier 2, Category, Last, Category, [Day],
        fhir(Survey), healthkit["HKCategoryTypeIdentifierMenstrualFlow"],
        health_connect["MenstruationFlowRecord.flow"];
    MenstruationPeriod, "menstruation_period", "Menstruation period", Reproductive, tier 2, Category, Last, Category,
        [Interval], fhir(Survey), health_connect["MenstruationPeriodRecord"];
    IntermenstrualBleeding, "intermenstrual_bleeding", "Intermenstrual bleeding (spotting)", Reproductive, tier 2,
        Category, Last, Category, [Instant], fhir(Survey),
        healthkit["HKCategoryTypeIdentifierIntermenstrualBleeding"], health_connect["IntermenstrualBleedingRecord"];
    CervicalMucusQuality, "cervical_mucus_quality", "Cervical mucus quality", Reproductive, tier 2, Category, Last,
        Category, [Instant], fhir(Survey), healthkit["HKCategoryTypeIdentifierCervicalMucusQuality"],
        health_connect["CervicalMucusRecord.appearance"];
    OvulationTestResult, "ovulation_test_result", "Ovulation test", Reproductive, tier 2, Category, Last, Category,
        [Instant], fhir(Laboratory), healthkit["HKCategoryTypeIdentifierOvulationTestResult"],
        health_connect["OvulationTestRecord.result"],
        note("HealthKit and Health Connect number the results differently.");
    PregnancyTestResult, "pregnancy_test_result", "Pregnancy test", Reproductive, tier 2, Category, Last, Category,
        [Instant], loinc("2106-3", GroveFhir), fhir(Laboratory),
        healthkit["HKCategoryTypeIdentifierPregnancyTestResult"];
    ProgesteroneTestResult, "progesterone_test_result", "Progesterone test", Reproductive, tier 2, Category, Last,
        Category, [Instant], fhir(Laboratory), healthkit["HKCategoryTypeIdentifierProgesteroneTestResult"];
    SexualActivity, "sexual_activity", "Sexual activity", Reproductive, tier 2, Category, Last, Category, [Instant],
        repeatable(true), fhir(SocialHistory), healthkit["HKCategoryTypeIdentifierSexualActivity"],
        health_connect["SexualActivityRecord.protectionUsed"];
    Contraceptive, "contraceptive", "Contraceptive", Reproductive, tier 2, Category, Last, Category, [Interval],
        loinc("8659-5", GroveFhir), fhir(SocialHistory), healthkit["HKCategoryTypeIdentifierContraceptive"];
    Lactation, "lactation", "Lactation", Reproductive, tier 2, Category, Last, Category, [Interval],
        loinc("63895-7", GroveFhir), fhir(Survey), healthkit["HKCategoryTypeIdentifierLactation"];
    Pregnancy, "pregnancy", "Pregnancy", Reproductive, tier 2, Category, Last, Category, [Interval],
        loinc("82810-3", GroveFhir), fhir(Survey), healthkit["HKCategoryTypeIdentifierPregnancy"];
    MenstrualCycleDeviation, "menstrual_cycle_deviation", "Menstrual cycle deviation", Reproductive, tier 2, Category,
        Last, Category, [Interval], fhir(Exam),
        healthkit["HKCategoryTypeIdentifierIrregularMenstrualCycles",
            "HKCategoryTypeIdentifierInfrequentMenstrualCycles", "HKCategoryTypeIdentifierProlongedMenstrualPeriods",
            "HKCategoryTypeIdentifierPersistentIntermenstrualBleeding"];
    PregnancyBleeding, "pregnancy_bleeding", "Bleeding during / after pregnancy", Reproductive, tier 2, Category,
        Last, Category, [Interval], fhir(Survey),
        healthkit["HKCategoryTypeIdentifierBleedingDuringPregnancy", "HKCategoryTypeIdentifierBleedingAfterPregnancy"];

    // Metabolic
    BloodGlucose, "blood_glucose", "Blood glucose (capillary / blood)", Metabolic, tier 1,
        GlucoseConcentration[MilligramPerDeciliter "mg/dL"], Mean, Discrete, [Instant], plausible(10.0, 2700.0),
        loinc("41653-7", HealthKitOnFhir), fhir(Laboratory), healthkit["HKQuantityTypeIdentifierBloodGlucose"],
        health_connect["BloodGlucoseRecord.level"], note("Values of a continuous sensor are `interstitial_glucose`.");
    InterstitialGlucose, "interstitial_glucose", "Interstitial (CGM) glucose", Metabolic, tier 1,
        GlucoseConcentration[MilligramPerDeciliter "mg/dL"], TimeWeightedMean, Discrete, [Instant],
        plausible(20.0, 600.0), loinc("99504-3", GroveFhir), fhir(Laboratory),
        health_connect["BloodGlucoseRecord (specimenSource=INTERSTITIAL_FLUID)"];
    GlucoseTrendRate, "glucose_trend_rate", "Glucose rate of change", Metabolic, tier 3,
        GlucoseRate[MilligramPerDeciliterMinute "mg/dL/min"], Last, Discrete, [Instant], plausible(-20.0, 20.0),
        fhir(Laboratory);
    GlucoseTrend, "glucose_trend", "Glucose trend arrow", Metabolic, tier 3, Category, Last, Category, [Instant],
        fhir(Laboratory);
    GlucoseMean, "glucose_mean", "Mean sensor glucose", Metabolic, tier 3,
        GlucoseConcentration[MilligramPerDeciliter "mg/dL"], Mean, Discrete, [Period], plausible(20.0, 600.0),
        loinc("97507-8", CgmIg), fhir(Laboratory);
    GlucoseManagementIndicator, "glucose_management_indicator", "GMI", Metabolic, tier 3, Ratio[Percent "%"], Last,
        Discrete, [Period], plausible(3.0, 20.0), loinc("97506-0", CgmIg), fhir(Laboratory),
        note("3.31 + 0.02392 x mean glucose in mg/dL.");
    GlucoseTimeInRange, "glucose_time_in_range", "Glucose time in range", Metabolic, tier 3, Ratio[Percent "%"], Mean,
        Discrete, [Period], plausible(0.0, 100.0), loinc("97510-2", CgmIg), fhir(Laboratory),
        note("70 to 180 mg/dL unless the source says otherwise.");
    GlucoseTimeBelowRange, "glucose_time_below_range", "Glucose time below range", Metabolic, tier 3,
        Ratio[Percent "%"], Mean, Discrete, [Period], plausible(0.0, 100.0), fhir(Laboratory);
    GlucoseTimeAboveRange, "glucose_time_above_range", "Glucose time above range", Metabolic, tier 3,
        Ratio[Percent "%"], Mean, Discrete, [Period], plausible(0.0, 100.0), fhir(Laboratory);
    CgmSensorActive, "cgm_sensor_active", "CGM sensor active time", Metabolic, tier 3, Ratio[Percent "%"], Mean,
        Discrete, [Period], plausible(0.0, 100.0), loinc("104637-4", CgmIg), fhir(Laboratory);
    GlucoseVariability, "glucose_variability", "Glucose coefficient of variation", Metabolic, tier 3,
        Ratio[Percent "%"], Last, Discrete, [Period], plausible(0.0, 150.0), loinc("104638-2", CgmIg),
        fhir(Laboratory);
    InsulinDelivery, "insulin_delivery", "Insulin delivery", Metabolic, tier 1,
        InternationalUnit[InternationalUnit "IU"], Sum, Cumulative, [Interval], plausible(0.0, 1000.0),
        repeatable(true), fhir(Therapy), healthkit["HKQuantityTypeIdentifierInsulinDelivery"];
    BloodAlcoholContent, "blood_alcohol_content", "Blood alcohol content", Metabolic, tier 1, Ratio[Percent "%"], Max,
        Discrete, [Instant], plausible(0.0, 1.5), fhir(Laboratory),
        healthkit["HKQuantityTypeIdentifierBloodAlcoholContent"],
        note("HealthKit writes a fraction: 0.0008 is 0.08 %.");
    MuscleOxygenSaturation, "muscle_oxygen_saturation", "Muscle oxygen saturation", Metabolic, tier 3,
        Ratio[Percent "%"], Mean, Discrete, [Instant], plausible(0.0, 100.0), fhir(Exam);
    TotalHemoglobin, "total_hemoglobin", "Total hemoglobin concentration (muscle)", Metabolic, tier 3,
        HemoglobinConcentration[GramPerDeciliter "g/dL"], Mean, Discrete, [Instant], plausible(2.0, 30.0), fhir(Exam);

    // Nutrition
    AlcoholicBeverages, "alcoholic_beverages", "Alcoholic beverages", Nutrition, tier 1, Count[Drinks "drinks"], Sum,
        Cumulative, [Interval], plausible(0.0, 100.0), repeatable(true), fhir(SocialHistory),
        healthkit["HKQuantityTypeIdentifierNumberOfAlcoholicBeverages"];
    DietaryEnergy, "dietary_energy", "Dietary energy", Nutrition, tier 2, Energy[Kilocalorie "kcal"], Sum, Cumulative,
        [Interval], plausible(0.0, 30_000.0), repeatable(true), loinc("9052-2", GroveFhir), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryEnergyConsumed"], health_connect["NutritionRecord.energy"];
    DietaryCarbohydrates, "dietary_carbohydrates", "Carbohydrates", Nutrition, tier 2, Mass[Gram "g"], Sum,
        Cumulative, [Interval], plausible(0.0, 5000.0), repeatable(true), loinc("9060-5", GroveFhir), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryCarbohydrates"],
        health_connect["NutritionRecord.totalCarbohydrate"];
    DietaryProtein, "dietary_protein", "Protein", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative, [Interval],
        plausible(0.0, 2000.0), repeatable(true), loinc("9080-3", GroveFhir), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryProtein"], health_connect["NutritionRecord.protein"];
    DietaryFatTotal, "dietary_fat_total", "Total fat", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative, [Interval],
        plausible(0.0, 2000.0), repeatable(true), loinc("9067-0", GroveFhir), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryFatTotal"], health_connect["NutritionRecord.totalFat"];
    DietaryFatSaturated, "dietary_fat_saturated", "Saturated fat", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative,
        [Interval], plausible(0.0, 2000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryFatSaturated"], health_connect["NutritionRecord.saturatedFat"];
    DietaryFatMonounsaturated, "dietary_fat_monounsaturated", "Monounsaturated fat", Nutrition, tier 2,
        Mass[Gram "g"], Sum, Cumulative, [Interval], plausible(0.0, 2000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryFatMonounsaturated"],
        health_connect["NutritionRecord.monounsaturatedFat"];
    DietaryFatPolyunsaturated, "dietary_fat_polyunsaturated", "Polyunsaturated fat", Nutrition, tier 2,
        Mass[Gram "g"], Sum, Cumulative, [Interval], plausible(0.0, 2000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryFatPolyunsaturated"],
        health_connect["NutritionRecord.polyunsaturatedFat"];
    DietaryFatUnsaturated, "dietary_fat_unsaturated", "Unsaturated fat", Nutrition, tier 2, Mass[Gram "g"], Sum,
        Cumulative, [Interval], plausible(0.0, 2000.0), repeatable(true), fhir(Survey),
        health_connect["NutritionRecord.unsaturatedFat"];
    DietaryFatTrans, "dietary_fat_trans", "Trans fat", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative, [Interval],
        plausible(0.0, 500.0), repeatable(true), fhir(Survey), health_connect["NutritionRecord.transFat"];
    DietaryEnergyFromFat, "dietary_energy_from_fat", "Energy from fat", Nutrition, tier 2, Energy[Kilocalorie "kcal"],
        Sum, Cumulative, [Interval], plausible(0.0, 18_000.0), repeatable(true), fhir(Survey),
        health_connect["NutritionRecord.energyFromFat"];
    DietarySugar, "dietary_sugar", "Sugar", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative, [Interval],
        plausible(0.0, 3000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietarySugar"],
        health_connect["NutritionRecord.sugar"];
    DietaryFiber, "dietary_fiber", "Dietary fiber", Nutrition, tier 2, Mass[Gram "g"], Sum, Cumulative, [Interval],
        plausible(0.0, 1000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietaryFiber"],
        health_connect["NutritionRecord.dietaryFiber"];
    DietaryCholesterol, "dietary_cholesterol", "Cholesterol", Nutrition, tier 2, Mass[Milligram "mg"], Sum,
        Cumulative, [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryCholesterol"], health_connect["NutritionRecord.cholesterol"];
    DietarySodium, "dietary_sodium", "Sodium", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative, [Interval],
        plausible(0.0, 200_000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietarySodium"],
        health_connect["NutritionRecord.sodium"];
    DietaryPotassium, "dietary_potassium", "Potassium", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryPotassium"], health_connect["NutritionRecord.potassium"];
    DietaryCalcium, "dietary_calcium", "Calcium", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryCalcium"], health_connect["NutritionRecord.calcium"];
    DietaryIron, "dietary_iron", "Iron", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative, [Interval],
        plausible(0.0, 10_000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietaryIron"],
        health_connect["NutritionRecord.iron"];
    DietaryMagnesium, "dietary_magnesium", "Magnesium", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryMagnesium"], health_connect["NutritionRecord.magnesium"];
    DietaryPhosphorus, "dietary_phosphorus", "Phosphorus", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryPhosphorus"], health_connect["NutritionRecord.phosphorus"];
    DietaryZinc, "dietary_zinc", "Zinc", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative, [Interval],
        plausible(0.0, 10_000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietaryZinc"],
        health_connect["NutritionRecord.zinc"];
    DietaryCopper, "dietary_copper", "Copper", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative, [Interval],
        plausible(0.0, 1000.0), repeatable(true), fhir(Survey), healthkit["HKQuantityTypeIdentifierDietaryCopper"],
        health_connect["NutritionRecord.copper"];
    DietaryManganese, "dietary_manganese", "Manganese", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 10_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryManganese"], health_connect["NutritionRecord.manganese"];
    DietaryChloride, "dietary_chloride", "Chloride", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 300_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryChloride"], health_connect["NutritionRecord.chloride"];
    DietarySelenium, "dietary_selenium", "Selenium", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietarySelenium"], health_connect["NutritionRecord.selenium"];
    DietaryChromium, "dietary_chromium", "Chromium", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryChromium"], health_connect["NutritionRecord.chromium"];
    DietaryMolybdenum, "dietary_molybdenum", "Molybdenum", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryMolybdenum"], health_connect["NutritionRecord.molybdenum"];
    DietaryIodine, "dietary_iodine", "Iodine", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative, [Interval],
        plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryIodine"], health_connect["NutritionRecord.iodine"];
    DietaryVitaminA, "dietary_vitamin_a", "Vitamin A", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminA"], health_connect["NutritionRecord.vitaminA"],
        note("1 IU is 0.3 ug of retinol.");
    DietaryVitaminB6, "dietary_vitamin_b6", "Vitamin B6", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 10_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminB6"], health_connect["NutritionRecord.vitaminB6"];
    DietaryVitaminB12, "dietary_vitamin_b12", "Vitamin B12", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminB12"], health_connect["NutritionRecord.vitaminB12"];
    DietaryVitaminC, "dietary_vitamin_c", "Vitamin C", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 200_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminC"], health_connect["NutritionRecord.vitaminC"];
    DietaryVitaminD, "dietary_vitamin_d", "Vitamin D", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminD"], health_connect["NutritionRecord.vitaminD"],
        note("1 IU is 0.025 ug.");
    DietaryVitaminE, "dietary_vitamin_e", "Vitamin E", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminE"], health_connect["NutritionRecord.vitaminE"];
    DietaryVitaminK, "dietary_vitamin_k", "Vitamin K", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryVitaminK"], health_connect["NutritionRecord.vitaminK"];
    DietaryThiamin, "dietary_thiamin", "Thiamin (B1)", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 10_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryThiamin"], health_connect["NutritionRecord.thiamin"];
    DietaryRiboflavin, "dietary_riboflavin", "Riboflavin (B2)", Nutrition, tier 2, Mass[Milligram "mg"], Sum,
        Cumulative, [Interval], plausible(0.0, 10_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryRiboflavin"], health_connect["NutritionRecord.riboflavin"];
    DietaryNiacin, "dietary_niacin", "Niacin (B3)", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryNiacin"], health_connect["NutritionRecord.niacin"];
    DietaryPantothenicAcid, "dietary_pantothenic_acid", "Pantothenic acid (B5)", Nutrition, tier 2,
        Mass[Milligram "mg"], Sum, Cumulative, [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryPantothenicAcid"],
        health_connect["NutritionRecord.pantothenicAcid"];
    DietaryBiotin, "dietary_biotin", "Biotin (B7)", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryBiotin"], health_connect["NutritionRecord.biotin"];
    DietaryFolate, "dietary_folate", "Folate", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative, [Interval],
        plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryFolate"], health_connect["NutritionRecord.folate"];
    DietaryFolicAcid, "dietary_folic_acid", "Folic acid", Nutrition, tier 2, Mass[Microgram "ug"], Sum, Cumulative,
        [Interval], plausible(0.0, 1_000_000.0), repeatable(true), fhir(Survey),
        health_connect["NutritionRecord.folicAcid"];
    DietaryCaffeine, "dietary_caffeine", "Caffeine", Nutrition, tier 2, Mass[Milligram "mg"], Sum, Cumulative,
        [Interval], plausible(0.0, 100_000.0), repeatable(true), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryCaffeine"], health_connect["NutritionRecord.caffeine"];
    Hydration, "hydration", "Water / fluid intake", Nutrition, tier 1, Volume[Milliliter "mL"], Sum, Cumulative,
        [Interval, Day], plausible(0.0, 30_000.0), repeatable(true), loinc("8985-4", GroveFhir), fhir(Survey),
        healthkit["HKQuantityTypeIdentifierDietaryWater"], health_connect["HydrationRecord.volume"];

    // Mobility
    WalkingSpeed, "walking_speed", "Walking speed", Mobility, tier 1, Velocity[MeterPerSecond "km/h"], Mean, Discrete,
        [Interval], plausible(0.0, 5.0), loinc("41957-2", ThirdPartyMap), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierWalkingSpeed"], note("The LOINC code is a 24 h mean.");
    WalkingStepLength, "walking_step_length", "Walking step length", Mobility, tier 1, Length[Meter "cm"], Mean,
        Discrete, [Interval], plausible(0.1, 2.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierWalkingStepLength"];
    WalkingDoubleSupport, "walking_double_support", "Walking double support", Mobility, tier 1, Ratio[Percent "%"],
        Mean, Discrete, [Interval], plausible(0.0, 100.0), loinc("112434-6", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierWalkingDoubleSupportPercentage"];
    WalkingAsymmetry, "walking_asymmetry", "Walking asymmetry", Mobility, tier 1, Ratio[Percent "%"], Mean, Discrete,
        [Interval], plausible(0.0, 100.0), loinc("112432-0", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierWalkingAsymmetryPercentage"];
    WalkingSteadiness, "walking_steadiness", "Walking steadiness", Mobility, tier 1, Ratio[Percent "%"], Last, Score,
        [Week], plausible(0.0, 100.0), fhir(Exam), healthkit["HKQuantityTypeIdentifierAppleWalkingSteadiness"];
    WalkingSteadinessEvent, "walking_steadiness_event", "Walking steadiness notification", Mobility, tier 2, Category,
        Last, Category, [Interval], fhir(Exam), healthkit["HKCategoryTypeIdentifierAppleWalkingSteadinessEvent"];
    StairAscentSpeed, "stair_ascent_speed", "Stair ascent speed", Mobility, tier 1, Velocity[MeterPerSecond "m/s"],
        Mean, Discrete, [Interval], plausible(0.0, 3.0), loinc("112431-2", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierStairAscentSpeed"], note("Vertical speed.");
    StairDescentSpeed, "stair_descent_speed", "Stair descent speed", Mobility, tier 1, Velocity[MeterPerSecond "m/s"],
        Mean, Discrete, [Interval], plausible(0.0, 3.0), loinc("112430-4", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierStairDescentSpeed"];
    SixMinuteWalkDistance, "six_minute_walk_distance", "Six-minute walk distance", Mobility, tier 1,
        Length[Meter "m"], Last, Discrete, [Week], plausible(0.0, 1600.0), loinc("64098-7", GroveFhir), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierSixMinuteWalkTestDistance"], note("Apple's estimate ends at 500 m.");
    Falls, "falls", "Number of falls", Mobility, tier 1, Count[Falls "falls"], Sum, Cumulative, [Interval],
        plausible(0.0, 100.0), fhir(Exam), healthkit["HKQuantityTypeIdentifierNumberOfTimesFallen"];

    // Swimming
    DistanceSwimming, "distance_swimming", "Swimming distance", Swimming, tier 1, Length[Meter "m"], Sum, Cumulative,
        [Interval, Session], plausible(0.0, 250_000.0), rate(5.0), loinc("93816-7", HealthKitOnFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierDistanceSwimming"];
    SwimmingStrokeCount, "swimming_stroke_count", "Swimming strokes", Swimming, tier 1, Count[Strokes "strokes"], Sum,
        Cumulative, [Interval, Session], plausible(0.0, 200_000.0), rate(3.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierSwimmingStrokeCount"];
    SwimmingStrokeRate, "swimming_stroke_rate", "Swimming stroke rate", Swimming, tier 3, Frequency[PerMinute "spm"],
        TimeWeightedMean, Discrete, [Instant, Session], plausible(0.0, 150.0), fhir(Activity);
    Swolf, "swolf", "SWOLF", Swimming, tier 3, DimensionlessScore[Score ""], Mean, Score, [Session, Lap],
        plausible(5.0, 300.0), fhir(Activity),
        note("Seconds plus strokes per pool length; depends on the length of the pool.");
    SwimmingLaps, "swimming_laps", "Pool lengths", Swimming, tier 3, Count[Laps "lengths"], Sum, Cumulative,
        [Session], plausible(0.0, 5000.0), fhir(Activity);

    // Water
    UnderwaterDepth, "underwater_depth", "Underwater depth", Water, tier 1, Length[Meter "m"], Max, Discrete,
        [Instant], plausible(0.0, 350.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierUnderwaterDepth"];
    DistancePaddleSports, "distance_paddle_sports", "Paddling distance", Water, tier 1, Length[Meter "km"], Sum,
        Cumulative, [Interval, Session], plausible(0.0, 500_000.0), rate(12.0), loinc("103208-5", GroveFhir),
        fhir(Activity), healthkit["HKQuantityTypeIdentifierDistancePaddleSports"];
    PaddleSportsSpeed, "paddle_sports_speed", "Paddling speed", Water, tier 1, Velocity[MeterPerSecond "km/h"],
        TimeWeightedMean, Discrete, [Instant], plausible(0.0, 12.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierPaddleSportsSpeed"];
    DistanceRowing, "distance_rowing", "Rowing distance", Water, tier 1, Length[Meter "km"], Sum, Cumulative,
        [Interval, Session], plausible(0.0, 500_000.0), rate(10.0), loinc("103208-5", GroveFhir), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierDistanceRowing"];
    RowingSpeed, "rowing_speed", "Rowing speed", Water, tier 1, Velocity[MeterPerSecond "km/h"], TimeWeightedMean,
        Discrete, [Instant], plausible(0.0, 10.0), fhir(Activity), healthkit["HKQuantityTypeIdentifierRowingSpeed"];
    RowingStrokeRate, "rowing_stroke_rate", "Rowing stroke rate", Water, tier 3, Frequency[PerMinute "spm"],
        TimeWeightedMean, Discrete, [Instant], plausible(0.0, 80.0), fhir(Activity);

    // Winter
    DistanceDownhillSnowSports, "distance_downhill_snow_sports", "Downhill snow sports distance", Winter, tier 1,
        Length[Meter "km"], Sum, Cumulative, [Interval, Session], plausible(0.0, 500_000.0), rate(72.0),
        loinc("103208-5", GroveFhir), fhir(Activity), healthkit["HKQuantityTypeIdentifierDistanceDownhillSnowSports"];
    DistanceCrossCountrySkiing, "distance_cross_country_skiing", "Cross-country skiing distance", Winter, tier 1,
        Length[Meter "km"], Sum, Cumulative, [Interval, Session], plausible(0.0, 550_000.0), rate(30.0),
        loinc("103208-5", GroveFhir), fhir(Activity), healthkit["HKQuantityTypeIdentifierDistanceCrossCountrySkiing"];
    CrossCountrySkiingSpeed, "cross_country_skiing_speed", "Cross-country skiing speed", Winter, tier 1,
        Velocity[MeterPerSecond "km/h"], TimeWeightedMean, Discrete, [Instant], plausible(0.0, 30.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierCrossCountrySkiingSpeed"];
    DistanceSkatingSports, "distance_skating_sports", "Skating distance", Winter, tier 1, Length[Meter "km"], Sum,
        Cumulative, [Interval, Session], plausible(0.0, 600_000.0), rate(40.0), loinc("103208-5", GroveFhir),
        fhir(Activity), healthkit["HKQuantityTypeIdentifierDistanceSkatingSports"];

    // Mental
    StressLevel, "stress_level", "Stress level (0-100, HRV based)", Mental, tier 1, DimensionlessScore[Score "0-100"],
        TimeWeightedMean, Score, [Instant, Day], plausible(0.0, 100.0), fhir(Exam),
        note("Never comparable between vendors.");
    StressDuration, "stress_duration", "Time in stress class", Mental, tier 3, Time[Second "min"], Sum, Cumulative,
        [Day], plausible(0.0, 90_000.0), fhir(Exam);
    StressHighDuration, "stress_high_duration", "High stress time (Oura)", Mental, tier 3, Time[Second "min"], Sum,
        Cumulative, [Day], plausible(0.0, 90_000.0), fhir(Exam);
    RecoveryHighDuration, "recovery_high_duration", "High recovery time (Oura)", Mental, tier 3, Time[Second "min"],
        Sum, Cumulative, [Day], plausible(0.0, 90_000.0), fhir(Exam);
    StressDaySummary, "stress_day_summary", "Stress day summary", Mental, tier 2, Category, Last, Category, [Day],
        fhir(Exam);
    MindfulnessDuration, "mindfulness_duration", "Mindful minutes", Mental, tier 2, Time[Second "min"], Sum,
        Cumulative, [Interval, Day], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity),
        healthkit["HKCategoryTypeIdentifierMindfulSession"], health_connect["MindfulnessSessionRecord (type)"];
    MoodValence, "mood_valence", "State of mind valence", Mental, tier 2, DimensionlessIndex[Index "-1..1"], Mean,
        Score, [Instant, Day], plausible(-1.0, 1.0), fhir(Survey), healthkit_part["HKStateOfMind.valence"];
    Mood, "mood", "Mood (category)", Mental, tier 2, Category, Last, Category, [Instant], fhir(Survey);
    Symptom, "symptom", "Symptom", Mental, tier 2, Category, Last, Category, [Interval], repeatable(true),
        fhir(Survey),
        healthkit["HKCategoryTypeIdentifierAbdominalCramps", "HKCategoryTypeIdentifierAcne",
            "HKCategoryTypeIdentifierAppetiteChanges", "HKCategoryTypeIdentifierBladderIncontinence",
            "HKCategoryTypeIdentifierBloating", "HKCategoryTypeIdentifierBreastPain",
            "HKCategoryTypeIdentifierChestTightnessOrPain", "HKCategoryTypeIdentifierChills",
            "HKCategoryTypeIdentifierConstipation", "HKCategoryTypeIdentifierCoughing",
            "HKCategoryTypeIdentifierDiarrhea", "HKCategoryTypeIdentifierDizziness",
            "HKCategoryTypeIdentifierDrySkin", "HKCategoryTypeIdentifierFainting", "HKCategoryTypeIdentifierFatigue",
            "HKCategoryTypeIdentifierFever", "HKCategoryTypeIdentifierGeneralizedBodyAche",
            "HKCategoryTypeIdentifierHairLoss", "HKCategoryTypeIdentifierHeadache",
            "HKCategoryTypeIdentifierHeartburn", "HKCategoryTypeIdentifierHotFlashes",
            "HKCategoryTypeIdentifierLossOfSmell", "HKCategoryTypeIdentifierLossOfTaste",
            "HKCategoryTypeIdentifierLowerBackPain", "HKCategoryTypeIdentifierMemoryLapse",
            "HKCategoryTypeIdentifierMoodChanges", "HKCategoryTypeIdentifierNausea",
            "HKCategoryTypeIdentifierNightSweats", "HKCategoryTypeIdentifierPelvicPain",
            "HKCategoryTypeIdentifierRapidPoundingOrFlutteringHeartbeat", "HKCategoryTypeIdentifierRunnyNose",
            "HKCategoryTypeIdentifierShortnessOfBreath", "HKCategoryTypeIdentifierSinusCongestion",
            "HKCategoryTypeIdentifierSkippedHeartbeat", "HKCategoryTypeIdentifierSleepChanges",
            "HKCategoryTypeIdentifierSoreThroat", "HKCategoryTypeIdentifierVaginalDryness",
            "HKCategoryTypeIdentifierVomiting", "HKCategoryTypeIdentifierWheezing"],
        note("Which symptom it is lies beside the value.");

    // Environment
    EnvironmentalAudioExposure, "environmental_audio_exposure", "Environmental sound level", Environment, tier 1,
        SoundLevel[DecibelSoundPressure "dB(A)"], Mean, Discrete, [Interval], plausible(0.0, 194.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierEnvironmentalAudioExposure"],
        note("Levels average by energy over time: 10 log10(mean(10^(L/10))), never arithmetically.");
    HeadphoneAudioExposure, "headphone_audio_exposure", "Headphone audio level", Environment, tier 1,
        SoundLevel[DecibelSoundPressure "dB(A)"], Mean, Discrete, [Interval], plausible(0.0, 194.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierHeadphoneAudioExposure"],
        note("Levels average by energy over time: 10 log10(mean(10^(L/10))), never arithmetically.");
    EnvironmentalSoundReduction, "environmental_sound_reduction", "Sound reduction (hearing protection)", Environment,
        tier 1, SoundLevel[DecibelSoundPressure "dB"], Mean, Discrete, [Interval], plausible(0.0, 80.0), fhir(Exam),
        healthkit["HKQuantityTypeIdentifierEnvironmentalSoundReduction"];
    EnvironmentalAudioExposureEvent, "environmental_audio_exposure_event", "Loud environment notification",
        Environment, tier 2, Category, Last, Category, [Interval], fhir(Exam),
        healthkit["HKCategoryTypeIdentifierEnvironmentalAudioExposureEvent", "HKCategoryTypeIdentifierAudioExposureEvent"];
    HeadphoneAudioExposureEvent, "headphone_audio_exposure_event", "Loud headphone notification", Environment, tier 2,
        Category, Last, Category, [Interval], fhir(Exam),
        healthkit["HKCategoryTypeIdentifierHeadphoneAudioExposureEvent"];
    TimeInDaylight, "time_in_daylight", "Time in daylight", Environment, tier 1, Time[Second "min"], Sum, Cumulative,
        [Interval, Day], plausible(0.0, 90_000.0), rate(1.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierTimeInDaylight"];
    UvIndex, "uv_index", "UV exposure index", Environment, tier 1, DimensionlessIndex[Index ""], Max, Discrete,
        [Instant], plausible(0.0, 50.0), fhir(Exam), healthkit["HKQuantityTypeIdentifierUVExposure"];
    AmbientTemperature, "ambient_temperature", "Ambient / air temperature", Environment, tier 1,
        Temperature[Celsius "degC"], Mean, Discrete, [Instant, Session], plausible(-95.0, 130.0), fhir(Activity),
        note("A sensor at the wrist also reads body heat.");
    AmbientHumidity, "ambient_humidity", "Relative humidity", Environment, tier 1, Ratio[Percent "%"], Mean, Discrete,
        [Session], plausible(0.0, 100.0), fhir(Activity),
        note("HealthKit metadata prints a hundred times the percentage.");
    AmbientPressure, "ambient_pressure", "Barometric pressure", Environment, tier 3, Pressure[Hectopascal "hPa"],
        Mean, Discrete, [Instant], plausible(100.0, 1100.0), fhir(Activity);
    WaterTemperature, "water_temperature", "Water temperature", Environment, tier 1, Temperature[Celsius "degC"],
        Mean, Discrete, [Instant], plausible(-3.0, 60.0), fhir(Activity),
        healthkit["HKQuantityTypeIdentifierWaterTemperature"];

    // Device
    DeviceBattery, "device_battery", "Device battery", Device, tier 2, Ratio[Percent "%"], Last, Discrete, [Instant],
        plausible(0.0, 100.0);
    NonWearDuration, "non_wear_duration", "Non-wear time", Device, tier 3, Time[Second "h"], Sum, Cumulative, [Day],
        plausible(0.0, 90_000.0), note("Tells missing data from rest.");
    HandwashingEvent, "handwashing_event", "Handwashing", Device, tier 2, Category, Duration, Category, [Interval],
        fhir(Activity), healthkit["HKCategoryTypeIdentifierHandwashingEvent"];
    ToothbrushingEvent, "toothbrushing_event", "Toothbrushing", Device, tier 2, Category, Duration, Category,
        [Interval], fhir(Activity), healthkit["HKCategoryTypeIdentifierToothbrushingEvent"];
}

static BY_ID: LazyLock<HashMap<&'static str, Metric>> =
    LazyLock::new(|| SPECS.iter().map(|spec| (spec.id, spec.metric)).collect());

static BY_HEALTHKIT: LazyLock<HashMap<&'static str, Metric>> = LazyLock::new(|| {
    SPECS
        .iter()
        .flat_map(|spec| spec.healthkit.iter().map(|identifier| (*identifier, spec.metric)))
        .collect()
});

/// Says that no metric has an id, and which one is closest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown metric `{id}`{}", suggestion(*nearest))]
pub struct UnknownMetric {
    /// The id that was asked for.
    pub id: String,
    /// The metric with the closest id.
    pub nearest: Option<Metric>,
}

fn suggestion(nearest: Option<Metric>) -> String {
    nearest.map_or_else(String::new, |metric| format!("; did you mean `{metric}`?"))
}

impl Metric {
    /// Returns the row of the table.
    #[must_use]
    pub fn spec(self) -> &'static MetricSpec {
        &SPECS[self as usize]
    }

    /// Returns the stable name, for example `resting_heart_rate`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.spec().id
    }

    /// Finds the metric with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Metric> {
        BY_ID.get(id).copied()
    }

    /// Finds the metric of an exact HealthKit identifier.
    ///
    /// ```
    /// use vitasync_core::metric::Metric;
    ///
    /// assert_eq!(Metric::from_healthkit("HKQuantityTypeIdentifierBodyMass"), Some(Metric::Weight));
    /// assert_eq!(Metric::from_healthkit("HKCategoryTypeIdentifierSleepAnalysis"), Some(Metric::SleepStage));
    /// ```
    #[must_use]
    pub fn from_healthkit(identifier: &str) -> Option<Metric> {
        BY_HEALTHKIT.get(identifier).copied()
    }

    /// Finds the metric whose id is spelled closest, for error messages; `None` when nothing is close.
    ///
    /// ```
    /// use vitasync_core::metric::Metric;
    ///
    /// assert_eq!(Metric::nearest("hartRate"), Some(Metric::HeartRate));
    /// assert_eq!(Metric::nearest("xyzzy"), None);
    /// ```
    #[must_use]
    pub fn nearest(id: &str) -> Option<Metric> {
        let wanted = snake_case(id);
        let limit = (wanted.chars().count() / 3).max(2);
        Metric::ALL
            .iter()
            .map(|metric| (edits(&wanted, metric.id()), *metric))
            .min()
            .filter(|(distance, _)| *distance <= limit)
            .map(|(_, metric)| metric)
    }
}

/// Writes `heartRate`, `heart-rate` and `Heart Rate` as `heart_rate`.
fn snake_case(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 4);
    let mut after_small = false;
    for letter in id.trim().chars() {
        if letter.is_uppercase() && after_small {
            out.push('_');
        }
        after_small = letter.is_lowercase() || letter.is_ascii_digit();
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else {
            out.push('_');
        }
    }
    out
}

/// Counts the insertions, deletions and replacements that turn one word into the other.
fn edits(from: &str, to: &str) -> usize {
    let mut previous: Vec<usize> = (0..=to.chars().count()).collect();
    for (row, a) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in to.chars().enumerate() {
            let replaced = previous[column] + usize::from(a != b);
            current.push(replaced.min(previous[column + 1] + 1).min(current[column] + 1));
        }
        previous = current;
    }
    previous[to.chars().count()]
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Debug for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Metric {
    type Err = UnknownMetric;

    fn from_str(id: &str) -> Result<Metric, UnknownMetric> {
        Metric::from_id(id).ok_or_else(|| UnknownMetric {
            id: id.to_owned(),
            nearest: Metric::nearest(id),
        })
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Metric, D::Error> {
        let id = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}
