//! Fetches the FIT file of a workout.
//!
//! The client stores the bytes before [`decode`] sees them, so a reader that comes later reads the stored answers again and nothing
//! has to be fetched.

use vitasync_core::error::{Position, Reason, Rejected};

use super::BASE;
use crate::provider::{Page, Request, Response};

pub(super) const OPERATION: &str = "fetch workout file";

/// Asks for the file of a workout.
pub(super) fn request(key: &str) -> Request {
    Request::get(OPERATION, format!("{BASE}/v3/workouts/{key}/fit")).note("workout", key)
}

/// Takes in a file whose bytes are stored already. Every file comes through here, and a reader of FIT is called here. What is no
/// FIT file will not become one: it is reported, and its workout stays.
pub(super) fn decode(request: &Request, response: &Response) -> Page {
    let is_fit = response.body.get(8..12) == Some(b".FIT");
    let broken = (!is_fit).then(|| Rejected {
        position: Position::byte(0),
        subject: format!("file of workout {}", request.noted("workout")),
        reason: Reason::Malformed {
            detail: "the answer is no FIT file".to_owned(),
        },
    });
    Page {
        rejected: broken.into_iter().collect(),
        ..Page::default()
    }
}
