//! What WHOOP's objects look like.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vitasync_core::error::Reason;

use super::SLUG;
use crate::provider::{RecordVersion, version};

#[derive(Deserialize)]
pub(super) struct List<'a> {
    #[serde(borrow)]
    pub(super) records: Vec<&'a RawValue>,
    pub(super) next_token: Option<String>,
}

/// What every object has.
#[derive(Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) updated_at: DateTime<Utc>,
    pub(super) start: DateTime<Utc>,
    pub(super) end: Option<DateTime<Utc>>,
    pub(super) timezone_offset: String,
    pub(super) score_state: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Cycle {
    pub(super) id: i64,
    #[serde(flatten)]
    pub(super) stamp: Stamp,
    pub(super) score: Option<CycleScore>,
}

#[derive(Deserialize)]
pub(super) struct CycleScore {
    pub(super) strain: Option<f64>,
    pub(super) kilojoule: Option<f64>,
    pub(super) average_heart_rate: Option<f64>,
    pub(super) max_heart_rate: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct SleepRecord {
    pub(super) id: String,
    pub(super) cycle_id: Option<i64>,
    #[serde(flatten)]
    pub(super) stamp: Stamp,
    pub(super) nap: Option<bool>,
    pub(super) score: Option<SleepScore>,
}

#[derive(Deserialize)]
pub(super) struct SleepScore {
    pub(super) stage_summary: Option<Stages>,
    pub(super) sleep_needed: Option<Needed>,
    pub(super) respiratory_rate: Option<f64>,
    pub(super) sleep_performance_percentage: Option<f64>,
    pub(super) sleep_consistency_percentage: Option<f64>,
    pub(super) sleep_efficiency_percentage: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Stages {
    pub(super) total_in_bed_time_milli: Option<f64>,
    pub(super) total_awake_time_milli: Option<f64>,
    pub(super) total_no_data_time_milli: Option<f64>,
    pub(super) total_light_sleep_time_milli: Option<f64>,
    pub(super) total_slow_wave_sleep_time_milli: Option<f64>,
    pub(super) total_rem_sleep_time_milli: Option<f64>,
    pub(super) sleep_cycle_count: Option<f64>,
    pub(super) disturbance_count: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Needed {
    pub(super) baseline_milli: Option<f64>,
    pub(super) need_from_sleep_debt_milli: Option<f64>,
    pub(super) need_from_recent_strain_milli: Option<f64>,
    pub(super) need_from_recent_nap_milli: Option<f64>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Recovery {
    pub(super) cycle_id: i64,
    pub(super) sleep_id: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
    pub(super) score_state: Option<String>,
    pub(super) score: Option<RecoveryScore>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RecoveryScore {
    pub(super) user_calibrating: Option<bool>,
    pub(super) recovery_score: Option<f64>,
    pub(super) resting_heart_rate: Option<f64>,
    pub(super) hrv_rmssd_milli: Option<f64>,
    pub(super) spo2_percentage: Option<f64>,
    pub(super) skin_temp_celsius: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct WorkoutRecord {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) stamp: Stamp,
    pub(super) sport_name: Option<String>,
    pub(super) sport_id: Option<i64>,
    pub(super) score: Option<WorkoutScore>,
}

#[derive(Deserialize)]
pub(super) struct WorkoutScore {
    pub(super) strain: Option<f64>,
    pub(super) average_heart_rate: Option<f64>,
    pub(super) max_heart_rate: Option<f64>,
    pub(super) kilojoule: Option<f64>,
    pub(super) percent_recorded: Option<f64>,
    pub(super) distance_meter: Option<f64>,
    pub(super) altitude_gain_meter: Option<f64>,
    pub(super) altitude_change_meter: Option<f64>,
    #[serde(alias = "zone_duration")]
    pub(super) zone_durations: Option<Zones>,
}

#[derive(Deserialize)]
pub(super) struct Zones {
    pub(super) zone_zero_milli: Option<f64>,
    pub(super) zone_one_milli: Option<f64>,
    pub(super) zone_two_milli: Option<f64>,
    pub(super) zone_three_milli: Option<f64>,
    pub(super) zone_four_milli: Option<f64>,
    pub(super) zone_five_milli: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) height_meter: Option<f64>,
    pub(super) weight_kilogram: Option<f64>,
    pub(super) max_heart_rate: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Profile {
    pub(super) user_id: i64,
}

impl Stamp {
    pub(super) fn record(&self, resource: &'static str, id: impl Into<String>) -> RecordVersion {
        version(SLUG, resource, id, self.updated_at)
    }

    pub(super) fn local(&self, at: DateTime<Utc>) -> Result<DateTime<FixedOffset>, Reason> {
        let offset = match self.timezone_offset.as_str() {
            "Z" => "+00:00",
            offset => offset,
        };
        let not_a_time = |_| Reason::NotATime {
            text: self.timezone_offset.clone(),
        };
        let offset: FixedOffset = offset.parse().map_err(not_a_time)?;
        Ok(at.with_timezone(&offset))
    }

    pub(super) fn span(&self) -> Result<(DateTime<FixedOffset>, DateTime<FixedOffset>), Reason> {
        let end = self.end.ok_or_else(|| Reason::MissingField { field: "end".into() })?;
        Ok((self.local(self.start)?, self.local(end)?))
    }

    /// Remarks why there are no scores.
    pub(super) fn unscored(&self) -> Option<(String, String)> {
        let state = self.score_state.clone().filter(|state| state != "SCORED")?;
        Some(("score_state".to_owned(), state))
    }

    pub(super) fn is_unscorable(&self) -> bool {
        self.score_state.as_deref() == Some("UNSCORABLE")
    }
}

impl Zones {
    pub(super) fn remarks(&self) -> [(&'static str, Option<f64>); 6] {
        [
            ("zone_0_ms", self.zone_zero_milli),
            ("zone_1_ms", self.zone_one_milli),
            ("zone_2_ms", self.zone_two_milli),
            ("zone_3_ms", self.zone_three_milli),
            ("zone_4_ms", self.zone_four_milli),
            ("zone_5_ms", self.zone_five_milli),
        ]
    }
}
