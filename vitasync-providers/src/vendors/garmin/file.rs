//! Fetches the file of an activity: FIT, or TCX and GPX where the activity came as one.
//!
//! Garmin gives it out once, within a day; the client stores the bytes before [`decode`] sees them. A ping comes on its own, so
//! what is known of the activity is what the ping tells. The file's session therefore has the rank between the summary,
//! which has neither laps nor way, and the details, which have both and Garmin's words. The samples are an object of their own,
//! which neither displaces.

use serde::Deserialize;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::session::Detail;

use super::activity::{FILE, Id};
use super::decode::{ranked, typed, watch};
use crate::provider::{Page, Request, Response, Whole, read_workout_file};

/// What a ping tells about a file.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    summary_id: Option<String>,
    activity_id: Option<Id>,
    activity_name: Option<String>,
    manual: Option<bool>,
}

pub(super) const OPERATION: &str = "fetch activity file";

/// Asks for a file. Its address is the ping's; what else the ping tells is noted for the reader.
pub(super) fn request(named: &Named) -> Request {
    let activity = named.activity_id.as_ref().map(Id::text).or(named.summary_id.clone());
    let notes = [
        ("activity", activity),
        ("title", named.activity_name.clone()),
        ("manual", named.manual.filter(|it| *it).map(|it| it.to_string())),
    ];
    let known = notes.into_iter().filter_map(|(name, text)| Some((name, text?)));
    known.fold(Request::get(OPERATION, "").once(), |request, (name, text)| {
        request.note(name, text)
    })
}

/// Reads a file whose bytes are stored already.
pub(super) fn decode(request: &Request, response: &Response) -> Page {
    let (id, came) = (request.noted("activity"), response.received_at);
    if id.is_empty() {
        return nobodys();
    }
    let is_typed = !request.noted("manual").is_empty();
    let whole = Whole {
        source: if is_typed { typed(watch()) } else { watch() },
        session: ranked("activities", id, FILE, came),
        samples: ranked("activityFiles", id, 0, came),
        told: None,
    };
    let mut page = read_workout_file(&whole, response);
    let title = Some(request.noted("title")).filter(|title| !title.is_empty());
    for session in &mut page.sessions {
        if let Detail::Workout(workout) = &mut session.detail {
            workout.title = title.map(str::to_owned).or(workout.title.take());
        }
    }
    page
}

/// A file that names no activity can be no version of one.
fn nobodys() -> Page {
    let reason = Reason::MissingField {
        field: "activityId".to_owned(),
    };
    let rejected = Rejected {
        position: Position::byte(0),
        subject: "activity file".to_owned(),
        reason,
    };
    Page {
        rejected: vec![rejected],
        ..Page::default()
    }
}
