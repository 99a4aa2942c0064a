//! Turns sessions into rows and back.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::record::RecordVersion;
use vitasync_core::session::{Detail, RoutePoint};
use vitasync_core::source::{Attributes, Source};
use vitasync_core::time::from_ms;
use vitasync_core::{Session, id::ContentId};

use crate::error::{Error, Result};
use crate::store::packed::{pack, unpack};
use crate::store::sessions::SessionRow;
use crate::store::users::UserRef;

/// What of a session is stored as JSON; the rest are columns.
#[derive(Serialize, Deserialize)]
struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<RecordVersion>,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    attributes: Attributes,
    #[serde(flatten)]
    detail: Detail,
}

/// Makes the row of a session that comes at `now`.
pub(crate) fn to_row(
    user: &UserRef,
    source_no: i32,
    mut session: Session,
    derived: bool,
    now: DateTime<Utc>,
) -> SessionRow {
    let id = session.id(&user.id.to_string());
    let kind = session.kind().to_owned();
    let (sport, route) = match &mut session.detail {
        Detail::Sleep(_) => (None, Vec::new()),
        Detail::Workout(workout) => (Some(workout.sport.id().to_owned()), std::mem::take(&mut workout.route)),
    };
    let external_id = session.external_id().map(str::to_owned);
    let body = Body {
        record: session.record,
        attributes: session.attributes,
        detail: session.detail,
    };
    let (start_ms, end_ms) = (session.start.timestamp_millis(), session.end.timestamp_millis());
    let content = (start_ms, end_ms, &body.attributes, &body.detail, &route);
    let content = serde_json::to_vec(&content).expect("the model is words and numbers");
    SessionRow {
        user_no: user.no,
        id: id.to_bytes().to_vec(),
        kind,
        source_no,
        start_ms,
        end_ms,
        sport,
        derived,
        content_hash: blake3::hash(&content).as_bytes()[..16].to_vec(),
        created_at: now,
        updated_at: now,
        checked_at: now,
        deleted_at: None,
        body: pack(&body),
        route: (!route.is_empty()).then(|| pack(&route)),
        external_id,
    }
}

/// Reads a session from its row; without its route where the row was read without it.
pub(crate) fn from_row(row: &SessionRow, source: &Arc<Source>) -> Result<Session> {
    let damaged = || Error::internal("reading a session")("its time is out of range");
    let mut body: Body = unpack(&row.body)?;
    if let (Detail::Workout(workout), Some(route)) = (&mut body.detail, &row.route) {
        workout.route = unpack::<Vec<RoutePoint>>(route)?;
    }
    Ok(Session {
        source: Arc::clone(source),
        record: body.record,
        start: from_ms(row.start_ms).ok_or_else(damaged)?,
        end: from_ms(row.end_ms).ok_or_else(damaged)?,
        attributes: body.attributes,
        detail: body.detail,
    })
}

/// Reads a session's identity from its row.
pub(crate) fn id_of(row: &SessionRow) -> Result<ContentId> {
    let bytes = row.id.as_slice().try_into();
    bytes
        .map(ContentId::from_bytes)
        .map_err(Error::internal("reading a session"))
}
