//! Keeps vendors' authorisations where the Python program wants them.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use pyo3::prelude::*;
use pythonize::{depythonize, pythonize};
use vitasync_providers::auth::Grant;
use vitasync_providers::client::{Held, Memory, TokenStore};
use vitasync_providers::error::BoxError;

/// Keeps tokens in a directory, one file per connection that only its owner may read. They are not sealed: it is for one
/// person on their own machine, and one process.
#[pyclass(frozen, module = "vitasync")]
pub(crate) struct TokenFiles(Arc<vitasync_providers::client::TokenFiles>);

#[pymethods]
impl TokenFiles {
    /// Opens a directory; it is made when the first token comes.
    #[new]
    fn new(directory: PathBuf) -> Self {
        Self(Arc::new(vitasync_providers::client::TokenFiles::new(directory)))
    }
}

/// Finds the store: one of ours, the caller's own object, or one that lives as long as the process.
pub(crate) fn store(given: Option<&Bound<'_, PyAny>>) -> Arc<dyn TokenStore> {
    match given {
        None => Arc::new(Memory::new()),
        Some(given) => match given.cast::<TokenFiles>() {
            Ok(files) => files.get().0.clone(),
            Err(_) => Arc::new(Own(Arc::new(given.clone().unbind()))),
        },
    }
}

/// The caller's own object with the methods `load`, `replace` and `remove`. They run on a thread of their own.
struct Own(Arc<Py<PyAny>>);

impl Own {
    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T> + Send + 'static,
    ) -> Result<T, BoxError> {
        let store = Arc::clone(&self.0);
        let called = tokio::task::spawn_blocking(move || Python::attach(|py| call(store.bind(py))));
        Ok(called.await??)
    }
}

#[async_trait]
impl TokenStore for Own {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        let connection = connection.to_owned();
        self.call(move |store| {
            let held = store.call_method1("load", (connection,))?;
            if held.is_none() {
                return Ok(None);
            }
            Ok(Some(depythonize(&held)?))
        })
        .await
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        let (connection, grant) = (connection.to_owned(), grant.clone());
        self.call(move |store| {
            let held = Held {
                grant,
                version: version.map_or(1, |version| version + 1),
            };
            let held = pythonize(store.py(), &held)?;
            store.call_method1("replace", (connection, version, held))?.extract()
        })
        .await
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        let connection = connection.to_owned();
        self.call(move |store| store.call_method1("remove", (connection,)).map(drop))
            .await
    }
}
