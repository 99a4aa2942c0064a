//! The documents of Hevy's API. Numbers are kilograms, metres and seconds whatever the person's app shows.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct User {
    pub(super) data: UserData,
}

#[derive(Deserialize)]
pub(super) struct UserData {
    pub(super) id: String,
}

/// A page of a list.
#[derive(Deserialize)]
pub(super) struct List<'a> {
    pub(super) page: u32,
    pub(super) page_count: u32,
    #[serde(borrow, rename = "events", alias = "body_measurements")]
    pub(super) items: Vec<&'a RawValue>,
}

/// A change: a workout as it is now, or the id of one that is gone.
#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) r#type: String,
    pub(super) workout: Option<WorkoutRecord>,
    pub(super) id: Option<String>,
    pub(super) deleted_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct WorkoutRecord {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) routine_id: Option<String>,
    pub(super) start_time: DateTime<FixedOffset>,
    pub(super) end_time: DateTime<FixedOffset>,
    pub(super) updated_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) exercises: Vec<Exercise>,
}

/// An exercise as it came, and as it is kept.
#[derive(Deserialize, Serialize)]
pub(super) struct Exercise {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(rename = "exercise_template_id", skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    #[serde(alias = "superset_id", skip_serializing_if = "Option::is_none")]
    supersets_id: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "is_blank")]
    notes: Option<String>,
    #[serde(default)]
    pub(super) sets: Vec<Set>,
}

/// A set as it came, and as it is kept.
#[derive(Deserialize, Serialize)]
pub(super) struct Set {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) weight_kg: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reps: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) distance_meters: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rpe: Option<f64>,
    /// Steps or floors, on machines that count them.
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_metric: Option<f64>,
}

impl Exercise {
    /// Tells whether the weight lifts the person instead of being lifted.
    pub(super) fn is_assisted(&self) -> bool {
        self.title
            .as_deref()
            .is_some_and(|title| title.to_lowercase().contains("assisted"))
    }
}

impl Set {
    pub(super) fn is_warmup(&self) -> bool {
        self.r#type.as_deref() == Some("warmup")
    }
}

/// What a person measured on a day. Some girths leave the unit out of their names; it is centimetres as well.
#[derive(Deserialize)]
pub(super) struct Measurement {
    pub(super) date: NaiveDate,
    pub(super) weight_kg: Option<f64>,
    pub(super) lean_mass_kg: Option<f64>,
    pub(super) fat_percent: Option<f64>,
    pub(super) waist: Option<f64>,
    neck_cm: Option<f64>,
    shoulder_cm: Option<f64>,
    chest_cm: Option<f64>,
    left_bicep_cm: Option<f64>,
    right_bicep_cm: Option<f64>,
    left_forearm_cm: Option<f64>,
    right_forearm_cm: Option<f64>,
    abdomen: Option<f64>,
    hips: Option<f64>,
    left_thigh: Option<f64>,
    right_thigh: Option<f64>,
    left_calf: Option<f64>,
    right_calf: Option<f64>,
}

impl Measurement {
    /// Gives the girths that have no metric of their own, in centimetres.
    pub(super) fn girths(&self) -> impl Iterator<Item = (&'static str, f64)> {
        [
            ("neck_cm", self.neck_cm),
            ("shoulder_cm", self.shoulder_cm),
            ("chest_cm", self.chest_cm),
            ("left_bicep_cm", self.left_bicep_cm),
            ("right_bicep_cm", self.right_bicep_cm),
            ("left_forearm_cm", self.left_forearm_cm),
            ("right_forearm_cm", self.right_forearm_cm),
            ("abdomen_cm", self.abdomen),
            ("hips_cm", self.hips),
            ("left_thigh_cm", self.left_thigh),
            ("right_thigh_cm", self.right_thigh),
            ("left_calf_cm", self.left_calf),
            ("right_calf_cm", self.right_calf),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

/// The pushes an account has.
#[derive(Deserialize)]
pub(super) struct Subscribed {
    pub(super) url: Option<String>,
}

fn is_blank(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(|text| text.trim().is_empty())
}
