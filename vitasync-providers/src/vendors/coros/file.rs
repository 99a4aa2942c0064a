//! Fetches the FIT file of a workout, from COROS and nobody else.

use vitasync_core::Session;

use crate::provider::{Auth, Request, fetch_workout_file};

pub(super) const OPERATION: &str = "fetch workout file";

/// Asks for the file of a workout at the address that came with it: `None` where that is not COROS's. The token does not go along.
pub(super) fn request(url: &str, workout: &Session) -> Option<Request> {
    let host = url.strip_prefix("https://")?.split(['/', '?', '#', '\\']).next()?;
    let is_theirs = host.ends_with(".coros.com") && !host.contains(['@', ':']);
    let fetch = || Request::get(OPERATION, url).auth(Auth::None);
    is_theirs.then(|| fetch_workout_file(fetch(), workout))
}
