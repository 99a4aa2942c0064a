//! Fetches the FIT file of a workout, from COROS and nobody else.
//!
//! The client stores the bytes before [`decode`] sees them, so a reader that comes later reads the stored answers again and nothing
//! has to be fetched. Some of these files write times compressed, which not every reader of FIT knows.

use vitasync_core::error::{Position, Reason, Rejected};

use crate::provider::{Auth, Page, Request, Response};

pub(super) const OPERATION: &str = "fetch workout file";

/// Asks for the file of a workout at the address that came with it: `None` where that is not COROS's. The token does not go along.
pub(super) fn request(workout: &str, url: &str) -> Option<Request> {
    let host = url.strip_prefix("https://")?.split(['/', '?', '#', '\\']).next()?;
    let is_theirs = host.ends_with(".coros.com") && !host.contains(['@', ':']);
    let fetch = Request::get(OPERATION, url).auth(Auth::None).note("workout", workout);
    is_theirs.then_some(fetch)
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
