//! Works beside the event loop.

use napi::{Error, Result};

/// Does something on a thread that may be held up.
pub(crate) async fn done<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::from_reason(error.to_string()))?
}
