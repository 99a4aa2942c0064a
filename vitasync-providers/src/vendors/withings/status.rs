//! Says what the statuses mean that Withings answers under HTTP 200.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::provider::{Outcome, Response, Whose};

/// How long to wait where too much was asked; no header says so.
const TOO_MUCH: TimeDelta = TimeDelta::seconds(60);

#[derive(Deserialize)]
struct Envelope {
    status: i64,
}

/// Reads the status of an answer; `None` where it has none and cannot be read either.
pub(super) fn of(response: &Response) -> Option<i64> {
    serde_json::from_slice::<Envelope>(&response.body)
        .ok()
        .map(|it| it.status)
}

/// Says what a status means. What is in no family is an error of theirs.
pub(super) fn outcome(status: i64, now: DateTime<Utc>) -> Outcome {
    match status {
        0 => Outcome::Ok,
        100..=102 | 200 | 401 => Outcome::Refresh,
        214 | 277 | 2553 | 2555 => Outcome::Forbidden,
        601 => Outcome::Retry {
            until: now.checked_add_signed(TOO_MUCH),
            whose: Whose::App,
        },
        2554 => Outcome::Broken,
        status if is_invalid(status) => Outcome::Broken,
        _ => Outcome::Retry {
            until: None,
            whose: Whose::User,
        },
    }
}

/// Tells whether a status says that the parameters are wrong.
fn is_invalid(status: i64) -> bool {
    matches!(
        status,
        201..=213
            | 216..=218
            | 220
            | 221
            | 223
            | 225
            | 227..=230
            | 234..=236
            | 238
            | 240..=252
            | 254
            | 260..=267
            | 271
            | 272
            | 275
            | 276
            | 283..=288
            | 290
            | 293..=295
            | 297
            | 300..=304
            | 321
            | 323..=353
            | 380..=382
            | 400
            | 501..=511
            | 523
            | 532
            | 3017..=3019
    )
}
