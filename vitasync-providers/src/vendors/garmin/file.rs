//! Fetches the file of an activity: FIT, or TCX and GPX where the activity came as one.
//!
//! Garmin gives it out once, within a day. The client stores the bytes before [`decode`] sees them, so a reader that
//! comes later reads the stored answers again and nothing has to be fetched.

use serde::Deserialize;
use vitasync_core::error::{Position, Reason, Rejected};

use super::activity::Id;
use crate::provider::{Page, Request, Response};

/// What a ping tells about a file.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    summary_id: Option<String>,
    activity_id: Option<Id>,
    file_type: Option<String>,
}

pub(super) const OPERATION: &str = "fetch activity file";

/// Asks for a file. Its address is the ping's; what else the ping tells is noted for the reader.
pub(super) fn request(named: &Named) -> Request {
    let activity = named.activity_id.as_ref().map(Id::text).or(named.summary_id.clone());
    Request::get(OPERATION, "")
        .once()
        .note("activity", activity.unwrap_or_default())
        .note("format", named.file_type.clone().unwrap_or_default())
}

/// Reads a file whose bytes are stored already. Every file comes through here, and a reader of its format is called
/// here; until there is one, the file is reported as waiting for it.
pub(super) fn decode(request: &Request, _: &Response) -> Page {
    let waiting = Rejected {
        position: Position::byte(0),
        subject: format!("file of activity {}", request.noted("activity")),
        reason: Reason::UnknownWord {
            vocabulary: "format with a reader; its bytes are stored".to_owned(),
            text: request.noted("format").to_owned(),
        },
    };
    Page {
        rejected: vec![waiting],
        ..Page::default()
    }
}
