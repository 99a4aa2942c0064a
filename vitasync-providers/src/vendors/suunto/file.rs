//! Fetches the FIT file of a workout.

use vitasync_core::Session;

use super::BASE;
use crate::provider::{Request, fetch_workout_file};

pub(super) const OPERATION: &str = "fetch workout file";

/// Asks for the file of a workout.
pub(super) fn request(key: &str, workout: &Session) -> Request {
    let fetch = Request::get(OPERATION, format!("{BASE}/v3/workouts/{key}/fit"));
    fetch_workout_file(fetch, workout)
}
