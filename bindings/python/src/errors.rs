//! Raises the exceptions of `vitasync.errors`: one class per kind, the facts as attributes.

use std::error::Error as _;

use pyo3::prelude::*;
use pythonize::pythonize;
use serde::Serialize;
use serde_json::{Value, json};
use vitasync_providers::webhook::Refused;
use vitasync_providers::{error, files};

/// Makes the exception of a kind; where `kind` is empty, the one that stands among the facts.
pub(crate) fn exception(py: Python<'_>, family: &str, kind: &str, message: &str, facts: &impl Serialize) -> PyErr {
    let made = || {
        let facts = pythonize(py, facts)?;
        let make = py.import("vitasync.errors")?.getattr("_of_kind")?;
        make.call1((family, kind, message, facts))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

/// Raises that an argument cannot be understood.
pub(crate) fn wrong_argument(py: Python<'_>, name: &str, reason: &str) -> PyErr {
    let message = format!("the argument `{name}` is wrong: {reason}");
    exception(
        py,
        "question",
        "wrong_argument",
        &message,
        &json!({ "name": name, "reason": reason }),
    )
}

/// Raises why a file could not be read. What the system says is an `OSError`, and what the caller's progress raised is raised on.
pub(crate) fn of_file(py: Python<'_>, error: files::Error) -> PyErr {
    let message = error.to_string();
    let kind = error.kind();
    let facts = match error {
        files::Error::Io(error) => return error.into(),
        files::Error::Sink(cause) => match cause.downcast::<PyErr>() {
            Ok(raised) => return *raised,
            Err(_) => json!({}),
        },
        files::Error::UnreadableArchive { detail } => json!({ "detail": detail }),
        files::Error::NoHealthXml { files, seen } | files::Error::NothingKnown { files, seen } => {
            json!({ "files": files, "seen": seen })
        }
        files::Error::NotHealthData { searched } => json!({ "searched": searched }),
        files::Error::Nothing { format, detail } => json!({ "format": format.id(), "detail": detail }),
        files::Error::TooLarge { limit } => json!({ "limit": limit }),
        _ => json!({}),
    };
    exception(py, "file", kind, &message, &facts)
}

/// Raises what went wrong with a vendor, caused by what the caller's own store raised if it did.
pub(crate) fn of_vendor(py: Python<'_>, error: &error::Error) -> PyErr {
    let facts = json!({
        "provider": error.provider(),
        "operation": error.operation(),
        "retry_after_s": error.retry_after().map(|wait| wait.as_secs_f64()),
        "is_retryable": error.is_retryable(),
    });
    let message = match error.source() {
        Some(cause) => format!("{error} ({cause})"),
        None => error.to_string(),
    };
    let raised = exception(py, "vendor", error.kind().id(), &message, &facts);
    let cause = error.source().and_then(|cause| cause.downcast_ref::<PyErr>());
    raised.set_cause(py, cause.map(|cause| cause.clone_ref(py)));
    raised
}

/// Raises why a webhook is not trusted.
pub(crate) fn of_webhook(py: Python<'_>, refused: &Refused) -> PyErr {
    let kind = match refused {
        Refused::NoWebhook => "no_webhook",
        Refused::NotFresh => "not_fresh",
        Refused::Malformed => "malformed",
        Refused::NeedsDocument(_) => "needs_document",
        // Whatever else there may be is not trusted either.
        _ => "not_trusted",
    };
    let facts: Value = json!({ "status": refused.status() });
    exception(py, "webhook", kind, &refused.to_string(), &facts)
}
