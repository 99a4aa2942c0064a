//! Says what went wrong as `lib/errors.ts` reads it: family, kind, message and facts as one JSON text, from which that makes an
//! error of the kind's class.

use napi::Error;
use serde_json::{Value, json};
use vitasync_core::metric::UnknownMetric;
use vitasync_providers::webhook::Refused;
use vitasync_providers::{error, files};
use vitasync_questions::Failure;

/// Makes an error of a kind. `facts` is an object.
pub(crate) fn of_kind(family: &str, kind: &str, message: &str, facts: &Value) -> Error {
    let told = json!({ "family": family, "kind": kind, "message": message, "facts": facts });
    Error::from_reason(told.to_string())
}

/// Says that an argument cannot be understood.
pub(crate) fn wrong_argument(name: &str, reason: &str) -> Error {
    let message = format!("the argument `{name}` is wrong: {reason}");
    of_kind(
        "question",
        "wrong_argument",
        &message,
        &json!({ "name": name, "reason": reason }),
    )
}

/// Says that no metric has an id.
pub(crate) fn unknown_metric(error: &UnknownMetric) -> Error {
    let facts = json!({ "id": error.id, "nearest": error.nearest });
    of_kind("question", "unknown_metric", &error.to_string(), &facts)
}

/// Says why a question was not answered.
pub(crate) fn of_question(failure: &Failure) -> Error {
    let (family, told) = match failure {
        Failure::NoAnswer { reason } => ("no_answer", serde_json::to_value(reason)),
        failure => ("question", serde_json::to_value(failure)),
    };
    let mut facts = told.unwrap_or_default();
    let kind = facts.as_object_mut().and_then(|facts| facts.remove("kind"));
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    of_kind(family, kind, &failure.to_string(), &facts)
}

/// Says why a file could not be read.
pub(crate) fn of_file(error: &files::Error) -> Error {
    let facts = match error {
        files::Error::UnreadableArchive { detail } => json!({ "detail": detail }),
        files::Error::NoHealthXml { files, seen } | files::Error::NothingKnown { files, seen } => {
            json!({ "files": files, "seen": seen })
        }
        files::Error::NotHealthData { searched } => json!({ "searched": searched }),
        files::Error::Nothing { format, detail } => json!({ "format": format.id(), "detail": detail }),
        files::Error::TooLarge { limit } => json!({ "limit": limit }),
        _ => json!({}),
    };
    of_kind("file", error.kind(), &with_cause(error), &facts)
}

/// Says what went wrong with a vendor.
pub(crate) fn of_vendor(error: &error::Error) -> Error {
    let facts = json!({
        "provider": error.provider(),
        "operation": error.operation(),
        "retry_after_s": error.retry_after().map(|wait| wait.as_secs_f64()),
        "is_retryable": error.is_retryable(),
    });
    of_kind("vendor", error.kind().id(), &with_cause(error), &facts)
}

/// Says why a webhook is not trusted.
pub(crate) fn of_webhook(refused: &Refused) -> Error {
    let kind = match refused {
        Refused::NoWebhook => "no_webhook",
        Refused::NotFresh => "not_fresh",
        Refused::Malformed => "malformed",
        Refused::NeedsDocument(_) => "needs_document",
        // Whatever else there may be is not trusted either.
        _ => "not_trusted",
    };
    of_kind(
        "webhook",
        kind,
        &refused.to_string(),
        &json!({ "status": refused.status() }),
    )
}

fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error} ({cause})"),
        None => error.to_string(),
    }
}
