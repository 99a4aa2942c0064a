//! The vocabulary of sleep stages, with the words and numbers every vendor has for them.
//!
//! Stages of one vendor keep their meaning here: restless sleep of a classic Fitbit log is awake, a sleep without stages
//! is `asleep_unspecified` and never light. In bed is a layer of its own that may lie over stages of the same source.
//!
//! A sample of the metric `sleep_stage` stores [`SleepStage::code`]; the codes never change.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::words;

use SleepStage::{AsleepUnspecified, Awake, Deep, InBed, Light, OutOfBed, Rem, Unknown};

words! {
/// Names a stage of sleep.
SleepStage {
    InBed, "in_bed", "In bed, asleep or not.";
    OutOfBed, "out_of_bed", "Out of bed between two stretches of sleep.";
    Awake, "awake", "Awake, or restless where a vendor tells no more.";
    Light, "light", "Light sleep, N1 and N2; Apple's core sleep.";
    Deep, "deep", "Deep sleep, N3; slow-wave sleep.";
    Rem, "rem", "REM sleep.";
    AsleepUnspecified, "asleep_unspecified", "Asleep in a stage nobody named.";
    Unknown, "unknown", "Not measurable or not known.";
}
}

impl SleepStage {
    /// Tells whether the stage is sleep.
    #[must_use]
    pub fn is_asleep(self) -> bool {
        matches!(self, Light | Deep | Rem | AsleepUnspecified)
    }

    /// Returns the number a sample stores: 0 unknown, 1 awake, 2 asleep, 3 out of bed, 4 light, 5 deep, 6 REM (as in
    /// Health Connect), 8 in bed. 7 stays free: it is awake in bed in Health Connect.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Unknown => 0,
            Awake => 1,
            AsleepUnspecified => 2,
            OutOfBed => 3,
            Light => 4,
            Deep => 5,
            Rem => 6,
            InBed => 8,
        }
    }

    /// Finds the stage with a code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<SleepStage> {
        SleepStage::ALL.iter().copied().find(|stage| stage.code() == code)
    }

    /// Finds the stage that a stored sample value is the code of.
    #[must_use]
    pub fn from_value(value: f64) -> Option<SleepStage> {
        SleepStage::ALL
            .iter()
            .copied()
            .find(|stage| f64::from(stage.code()) == value)
    }

    /// Finds the stage with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<SleepStage> {
        SleepStage::ALL.iter().copied().find(|stage| stage.id() == id)
    }

    /// Reads a vendor's value as [`from_vendor`](Self::from_vendor) does; one that nobody knows is an unknown stage, and
    /// the vendor's word is kept in `remarks` under the name of its field, each once, separated by spaces.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use vitasync_core::sleep_stage::SleepStage;
    ///
    /// let mut remarks = BTreeMap::new();
    /// let stages = ["7", "1", "9", "7"].map(|word| SleepStage::read_vendor("oura", "sleep_phase", word, &mut remarks));
    /// assert_eq!(stages[..2], [SleepStage::Unknown, SleepStage::Deep]);
    /// assert_eq!(remarks["sleep_phase"], "7 9");
    /// ```
    #[must_use]
    pub fn read_vendor(
        provider: &str,
        field: &str,
        raw_value: &str,
        remarks: &mut BTreeMap<String, String>,
    ) -> SleepStage {
        SleepStage::from_vendor(provider, field, raw_value).unwrap_or_else(|| {
            let words = remarks.entry(field.to_owned()).or_default();
            if !words.split(' ').any(|word| word == raw_value) {
                let space = if words.is_empty() { "" } else { " " };
                *words += &format!("{space}{raw_value}");
            }
            Unknown
        })
    }

    /// Reads a vendor's value, or its label, in one of the vendor's fields (see [`vocabularies`]). `None` for values
    /// nobody knows.
    ///
    /// ```
    /// use vitasync_core::sleep_stage::SleepStage;
    ///
    /// assert_eq!(SleepStage::from_vendor("oura", "sleep_phase", "1"), Some(SleepStage::Deep));
    /// assert_eq!(SleepStage::from_vendor("polar", "hypnogram", "1"), Some(SleepStage::Rem));
    /// assert_eq!(SleepStage::from_vendor("fitbit", "classic", "asleep"), Some(SleepStage::AsleepUnspecified));
    /// assert_eq!(SleepStage::from_vendor("polar", "hypnogram", "9"), None);
    /// ```
    #[must_use]
    pub fn from_vendor(provider: &str, field: &str, raw_value: &str) -> Option<SleepStage> {
        let (.., words) = VOCABULARIES
            .iter()
            .find(|(known, of, _)| *known == provider && *of == field)?;
        let by_value = words.iter().find(|(value, ..)| *value == raw_value);
        let word = by_value.or_else(|| {
            words
                .iter()
                .find(|(_, label, _)| !label.is_empty() && *label == raw_value)
        });
        word.map(|(.., stage)| *stage)
    }
}

macro_rules! vocabularies {
    ($(from $provider:literal, $field:literal: $($value:literal, $label:literal, $stage:ident;)+)+) => {
        static VOCABULARIES: &[(&str, &str, &[Word])] =
            &[$(($provider, $field, &[$(($value, $label, $stage)),+])),+];
    };
}

/// One word of a vendor: value, label ("" if none) and stage.
pub type Word = (&'static str, &'static str, SleepStage);

/// Lists every vendor's vocabulary as (provider, field, words).
#[must_use]
pub fn vocabularies() -> &'static [(&'static str, &'static str, &'static [Word])] {
    VOCABULARIES
}

// Columns below each provider and field: value, label ("" if none), stage. Fitbit has one vocabulary for nights with
// stages, one for classic nights and one for the minutes of its first API. Totals (WHOOP, Suunto, Ultrahuman) name the
// field of the total. COROS exports FIT and is read as FIT.
vocabularies! {
    from "healthkit", "HKCategoryTypeIdentifierSleepAnalysis":
        "0", "inBed", InBed;
        "1", "asleepUnspecified", AsleepUnspecified;
        "2", "awake", Awake;
        "3", "asleepCore", Light;
        "4", "asleepDeep", Deep;
        "5", "asleepREM", Rem;

    from "healthkit_export", "value":
        "HKCategoryValueSleepAnalysisInBed", "In bed", InBed;
        "HKCategoryValueSleepAnalysisAsleep", "", AsleepUnspecified;
        "HKCategoryValueSleepAnalysisAsleepUnspecified", "Asleep", AsleepUnspecified;
        "HKCategoryValueSleepAnalysisAwake", "Awake", Awake;
        "HKCategoryValueSleepAnalysisAsleepCore", "Core", Light;
        "HKCategoryValueSleepAnalysisAsleepDeep", "Deep", Deep;
        "HKCategoryValueSleepAnalysisAsleepREM", "REM", Rem;

    from "health_auto_export", "value":
        "In Bed", "", InBed;
        "Asleep", "", AsleepUnspecified;
        "Unspecified", "", AsleepUnspecified;
        "Core", "", Light;
        "Deep", "", Deep;
        "REM", "", Rem;
        "Awake", "", Awake;

    from "health_connect", "stage":
        "0", "UNKNOWN", Unknown;
        "1", "AWAKE", Awake;
        "2", "SLEEPING", AsleepUnspecified;
        "3", "OUT_OF_BED", OutOfBed;
        "4", "LIGHT", Light;
        "5", "DEEP", Deep;
        "6", "REM", Rem;
        "7", "AWAKE_IN_BED", Awake;

    from "google_fit", "segment":
        "1", "Awake", Awake;
        "2", "Sleep", AsleepUnspecified;
        "3", "Out-of-bed", OutOfBed;
        "4", "Light", Light;
        "5", "Deep", Deep;
        "6", "REM", Rem;

    from "google_health", "type":
        "SLEEP_STAGE_TYPE_UNSPECIFIED", "0", Unknown;
        "AWAKE", "1", Awake;
        "LIGHT", "2", Light;
        "DEEP", "3", Deep;
        "REM", "4", Rem;
        "ASLEEP", "5", AsleepUnspecified;
        "RESTLESS", "6", Awake;
        "outOfBedSegments", "", OutOfBed;

    from "fitbit", "stages":
        "wake", "", Awake;
        "light", "", Light;
        "deep", "", Deep;
        "rem", "", Rem;
        "unknown", "", Unknown;

    from "fitbit", "classic":
        "asleep", "", AsleepUnspecified;
        "restless", "", Awake;
        "awake", "", Awake;

    from "fitbit", "minuteData":
        "1", "asleep", AsleepUnspecified;
        "2", "restless", Awake;
        "3", "awake", Awake;

    from "garmin", "sleepLevelsMap":
        "deep", "", Deep;
        "light", "", Light;
        "rem", "", Rem;
        "awake", "", Awake;
        "unmeasurable", "", Unknown;

    from "garmin_fit", "sleep_level":
        "0", "unmeasurable", Unknown;
        "1", "awake", Awake;
        "2", "light", Light;
        "3", "deep", Deep;
        "4", "rem", Rem;

    from "whoop", "stage_summary":
        "total_in_bed_time_milli", "", InBed;
        "total_awake_time_milli", "", Awake;
        "total_no_data_time_milli", "", Unknown;
        "total_light_sleep_time_milli", "", Light;
        "total_slow_wave_sleep_time_milli", "", Deep;
        "total_rem_sleep_time_milli", "", Rem;

    from "oura", "sleep_phase":
        "1", "deep", Deep;
        "2", "light", Light;
        "3", "rem", Rem;
        "4", "awake", Awake;

    from "polar", "hypnogram":
        "0", "WAKE", Awake;
        "1", "REM", Rem;
        "2", "LIGHTER NON-REM (N1)", Light;
        "3", "LIGHT NON-REM (N2)", Light;
        "4", "DEEP NON-REM (N3)", Deep;
        "5", "UNRECOGNIZED", Unknown;

    from "withings", "state":
        "0", "awake", Awake;
        "1", "light", Light;
        "2", "deep", Deep;
        "3", "rem", Rem;
        "4", "manual", AsleepUnspecified;
        "5", "unspecified", AsleepUnspecified;
        "15", "out of bed", OutOfBed;

    from "suunto", "entryData":
        "DeepSleepDuration", "", Deep;
        "LightSleepDuration", "", Light;
        "REMSleepDuration", "", Rem;

    from "samsung", "stage":
        "AWAKE", "", Awake;
        "LIGHT", "", Light;
        "DEEP", "", Deep;
        "REM", "", Rem;
        "UNDEFINED", "", Unknown;

    from "samsung_export", "stage":
        "40001", "Awake", Awake;
        "40002", "Light", Light;
        "40003", "Deep", Deep;
        "40004", "REM", Rem;

    from "ultrahuman", "sleep_stages":
        "deep_sleep", "", Deep;
        "light_sleep", "", Light;
        "rem_sleep", "", Rem;
        "awake", "", Awake;

    from "terra", "level":
        "0", "UNKNOWN", Unknown;
        "1", "AWAKE", Awake;
        "2", "SLEEPING", AsleepUnspecified;
        "3", "OUT_OF_BED", OutOfBed;
        "4", "LIGHT", Light;
        "5", "DEEP", Deep;
        "6", "REM", Rem;

    from "junction", "hypnogram":
        "1", "deep", Deep;
        "2", "light", Light;
        "3", "rem", Rem;
        "4", "awake", Awake;
        "5", "manual", AsleepUnspecified;
        "-1", "missing_data", Unknown;

    from "open_wearables", "SleepStageType":
        "in_bed", "", InBed;
        "awake", "", Awake;
        "sleeping", "", AsleepUnspecified;
        "light", "", Light;
        "deep", "", Deep;
        "rem", "", Rem;
        "unknown", "", Unknown;

    from "wearlink", "stage":
        "in_bed", "", InBed;
        "sleeping", "", AsleepUnspecified;
        "awake", "", Awake;
        "asleep_light", "", Light;
        "asleep_deep", "", Deep;
        "asleep_rem", "", Rem;
        "unknown", "", Unknown;

    from "vitaltrends", "stage":
        "deep", "", Deep;
        "rem", "", Rem;
        "core", "", Light;
        "light", "", Light;
        "awake", "", Awake;
        "in_bed", "", InBed;
        "unknown", "", Unknown;

    from "grove_fhir", "grove-sleep-stage":
        "in-bed", "", InBed;
        "out-of-bed", "", OutOfBed;
        "asleep-unspecified", "", AsleepUnspecified;
        "awake", "", Awake;
        "light", "", Light;
        "deep", "", Deep;
        "rem", "", Rem;
        "unknown", "", Unknown;

    from "snomed_ct", "sleep":
        "248220008", "Asleep", AsleepUnspecified;
        "248218005", "Awake", Awake;
        "60984000", "Non-REM sleep", AsleepUnspecified;
        "89129007", "REM sleep", Rem;
}
