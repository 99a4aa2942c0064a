//! The table of limits.

use super::super::super::{NoAnswer, Sex};
use super::super::Severity::{Critical, High, Low, Medium};
use super::Grade::{self, Above, Below, Usual};
use super::Person;
use crate::metric::Metric;

/// The bands of one quantity.
pub(super) struct Scale {
    pub(super) source: &'static str,
    /// What lies below the first band.
    pub(super) least: (&'static str, Grade),
    /// From low to high.
    pub(super) bands: &'static [Band],
}

/// A band begins at its start and ends where the next begins.
pub(super) struct Band {
    pub(super) starts: Start,
    pub(super) label: &'static str,
    pub(super) grade: Grade,
}

/// Where a band begins.
pub(super) enum Start {
    /// At the value.
    From(f64),
    /// Right above the value.
    After(f64),
}

impl Start {
    pub(super) fn holds(&self, value: f64) -> bool {
        match self {
            Self::From(limit) => value >= *limit,
            Self::After(limit) => value > *limit,
        }
    }
}

/// Declares a scale: its source, what lies lowest, then a row per band.
macro_rules! scale {
    ($source:literal, $least:literal $least_grade:expr; $($start:ident($limit:literal) $label:literal $grade:expr;)+) => {
        Scale {
            source: $source,
            least: ($least, $least_grade),
            bands: &[$(Band { starts: Start::$start($limit), label: $label, grade: $grade }),+],
        }
    };
}

/// Finds the scale of a metric for a person.
pub(super) fn of(metric: Metric, person: &Person) -> Result<&'static Scale, NoAnswer> {
    let child = person.age_years.filter(|years| *years < 18);
    let refuse = |of: String| NoAnswer::Undefined {
        what: "clinical threshold",
        of,
    };
    let scale = match metric {
        Metric::OxygenSaturation | Metric::SleepingOxygenSaturation | Metric::SleepingOxygenSaturationMin => {
            &SATURATION
        }
        Metric::BodyTemperature | Metric::CoreTemperature => &TEMPERATURE,
        Metric::BloodGlucose | Metric::InterstitialGlucose => &GLUCOSE,
        Metric::RestingHeartRate => match child {
            Some(years) => return child_heart_rate(years).ok_or_else(|| refuse(format!("{metric} at {years} years"))),
            None => adult_heart_rate(person.sex),
        },
        Metric::RespiratoryRate | Metric::SleepingRespiratoryRate if child.is_none() => &RESPIRATION,
        Metric::AtrialFibrillationBurden if child.is_none() => &FIBRILLATION,
        Metric::BodyMassIndex if child.is_none() => {
            if person.asian_bmi {
                &BODY_MASS_ASIAN
            } else {
                &BODY_MASS
            }
        }
        _ => {
            return Err(refuse(match child {
                Some(years) => format!("{metric} at {years} years"),
                None => metric.to_string(),
            }));
        }
    };
    Ok(scale)
}

fn adult_heart_rate(sex: Option<Sex>) -> &'static Scale {
    match sex {
        Some(Sex::Male) => &HEART_RATE_MEN,
        Some(Sex::Female) => &HEART_RATE_WOMEN,
        None => &HEART_RATE_ADULTS,
    }
}

fn child_heart_rate(years: u32) -> Option<&'static Scale> {
    match years {
        0 => None,
        1..=2 => Some(&HEART_RATE_1_TO_2),
        3..=5 => Some(&HEART_RATE_3_TO_5),
        6..=11 => Some(&HEART_RATE_6_TO_11),
        _ => Some(&HEART_RATE_12_TO_17),
    }
}

static SATURATION: Scale = scale! {
    "clinical convention",
    "hypoxaemia" Below(Critical);
    From(90.0) "low" Below(Critical);
    From(92.0) "low" Below(High);
    From(95.0) "usual" Usual;
};

static TEMPERATURE: Scale = scale! {
    "clinical convention",
    "hypothermia" Below(High);
    From(35.0) "usual" Usual;
    From(38.0) "fever" Above(Medium);
    After(39.5) "high fever" Above(Critical);
};

static GLUCOSE: Scale = scale! {
    "Battelino 2019",
    "low, level 2" Below(Critical);
    From(54.0) "low, level 1" Below(Critical);
    From(70.0) "in range" Usual;
    After(180.0) "high, level 1" Above(Medium);
    After(200.0) "high, level 1" Above(High);
    After(250.0) "high, level 2" Above(High);
};

static RESPIRATION: Scale = scale! {
    "clinical convention",
    "very slow" Below(Critical);
    From(8.0) "slow" Below(Low);
    From(12.0) "usual" Usual;
    After(20.0) "fast" Above(Low);
    After(25.0) "very fast" Above(High);
};

static FIBRILLATION: Scale = scale! {
    "Go 2018",
    "none or below what a watch states" Usual;
    After(2.0) "some" Above(Medium);
    From(11.0) "as much as in the group with more strokes" Above(High);
};

static BODY_MASS: Scale = scale! {
    "WHO 2000",
    "underweight" Below(Low);
    From(18.5) "normal weight" Usual;
    From(25.0) "overweight" Above(Low);
    From(30.0) "obesity, class 1" Above(Medium);
    From(35.0) "obesity, class 2" Above(Medium);
    From(40.0) "obesity, class 3" Above(High);
};

static BODY_MASS_ASIAN: Scale = scale! {
    "WHO 2004",
    "underweight" Below(Low);
    From(18.5) "acceptable risk" Usual;
    From(23.0) "increased risk" Above(Low);
    From(27.5) "high risk" Above(Medium);
};

/// Declares the adults' scale of resting heart rate with what 95 % of wearers have.
macro_rules! adults {
    ($name:ident, $low:literal, $high:literal) => {
        static $name: Scale = scale! {
            "Quer 2020; AHA",
            "very slow" Below(Critical);
            From(40.0) "slow, common in trained people" Usual;
            From($low) "usual" Usual;
            After($high) "higher than most" Above(Low);
            After(100.0) "fast" Above(High);
            After(120.0) "very fast" Above(Critical);
        };
    };
}

adults!(HEART_RATE_MEN, 50.0, 80.0);
adults!(HEART_RATE_WOMEN, 53.0, 82.0);
adults!(HEART_RATE_ADULTS, 50.0, 82.0);

/// Declares the scale of resting heart rate of children.
macro_rules! children {
    ($name:ident, $low:literal, $high:literal) => {
        static $name: Scale = scale! {
            "AHA PALS 2015",
            "slow for the age" Below(Medium);
            From($low) "usual for the age" Usual;
            After($high) "fast for the age" Above(Medium);
        };
    };
}

children!(HEART_RATE_1_TO_2, 98.0, 140.0);
children!(HEART_RATE_3_TO_5, 80.0, 120.0);
children!(HEART_RATE_6_TO_11, 75.0, 118.0);
children!(HEART_RATE_12_TO_17, 60.0, 100.0);
