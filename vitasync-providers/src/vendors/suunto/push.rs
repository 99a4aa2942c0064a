//! Reads Suunto's calls: a new workout by name, or new samples themselves.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BASE, one};
use crate::provider::Request;
use crate::webhook::{News, Notice};

#[derive(Deserialize)]
struct Event<'a> {
    r#type: String,
    username: String,
    workout: Option<Named>,
    #[serde(borrow)]
    samples: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    workout_key: String,
}

/// Reads a call: `None` where it cannot be read, no notice where a kind is new or says nothing about health.
pub(super) fn notice(body: &[u8]) -> Option<Option<Notice>> {
    let event: Event<'_> = serde_json::from_slice(body).ok()?;
    let samples = |operation: &'static str, path: &str| {
        let request = Request::get(operation, format!("{BASE}/247samples/{path}"));
        Some(News::Inline(Box::new(request), event.samples?.get().into()))
    };
    let news = match event.r#type.as_str() {
        // The workout in the call is cut short.
        "WORKOUT_CREATED" => News::Fetch(vec![one(&event.workout.as_ref()?.workout_key)]),
        "SUUNTO_247_ACTIVITY_CREATED" => samples("list activity", "activity")?,
        "SUUNTO_247_SLEEP_CREATED" => samples("list sleeps", "sleep")?,
        "SUUNTO_247_RECOVERY_CREATED" => samples("list recovery", "recovery")?,
        _ => return Some(None),
    };
    let key = event.workout.map(|it| format!("{} {}", event.r#type, it.workout_key));
    Some(Some(Notice {
        user: Some(event.username),
        key,
        news,
    }))
}
