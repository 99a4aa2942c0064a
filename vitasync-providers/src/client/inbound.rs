//! Takes calls of vendors to us: checks them, fetching a vendor's public keys where that needs them.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use chrono::{DateTime, TimeDelta, Utc};

use super::connect::nobody;
use super::{App, Client};
use crate::provider::{Provider, Request, Subscription};
use crate::webhook::{Inbound, Received, Refused, Trust};

/// How soon a document is fetched again: whoever sends us nonsense must not make us call the vendor for every call.
const NOT_AGAIN_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// A public document of a vendor's, and when it was fetched.
pub(super) type Document = (Vec<u8>, DateTime<Utc>);

impl Client {
    /// Checks and reads a call of a vendor's to us. Send the reply at once and work on the notices afterwards.
    ///
    /// # Errors
    ///
    /// [`Refused`] where the call cannot be trusted; [`Refused::status`] is the answer.
    pub async fn receive(
        &self,
        provider: &'static dyn Provider,
        app: &App,
        subscriptions: &[Subscription],
        call: &Inbound<'_>,
    ) -> Result<Received, Refused> {
        let receive = || {
            let documents = self.documents();
            let trust = Trust::new(&app.settings, subscriptions, &documents);
            provider.receive(call, &trust, self.inner.runtime.now())
        };
        match receive() {
            Err(Refused::NeedsDocument(request)) => {
                self.fetch_document(provider, app, &request).await?;
                receive()
            }
            received => received,
        }
    }

    fn documents(&self) -> BTreeMap<String, Vec<u8>> {
        let documents = self.inner.documents.lock().unwrap_or_else(PoisonError::into_inner);
        let copied = documents.iter().map(|(url, (bytes, _))| (url.clone(), bytes.clone()));
        copied.collect()
    }

    async fn fetch_document(
        &self,
        provider: &'static dyn Provider,
        app: &App,
        request: &Request,
    ) -> Result<(), Refused> {
        let now = self.inner.runtime.now();
        let needed = || Refused::NeedsDocument(Box::new(request.clone()));
        {
            let mut documents = self.inner.documents.lock().unwrap_or_else(PoisonError::into_inner);
            let known = documents
                .entry(request.url.clone())
                .or_insert((Vec::new(), DateTime::UNIX_EPOCH));
            if now - known.1 < NOT_AGAIN_WITHIN {
                return Err(Refused::NotTrusted);
            }
            known.1 = now;
        }
        let (response, _) = self
            .perform(&nobody(provider, app), request)
            .await
            .map_err(|_| needed())?;
        let mut documents = self.inner.documents.lock().unwrap_or_else(PoisonError::into_inner);
        documents.insert(request.url.clone(), (response.body, now));
        Ok(())
    }
}
