//! What one answer of a vendor held.

use napi::Result;
use napi_derive::napi;
use serde_json::json as object;
use vitasync_providers::client;

use crate::json;
use crate::samples::Samples;

/// What one answer of a vendor held, in the model's terms.
#[napi]
pub struct Delivery(pub(crate) client::Delivery);

#[napi]
impl Delivery {
    /// Gives the samples, with the vendor's objects they came in, the sessions that those hold and what was deleted.
    #[napi]
    pub fn samples(&self) -> Samples {
        self.0.clone().into_batch().0.into()
    }

    /// Tells all of it as JSON.
    #[napi]
    pub fn json(&self) -> Result<String> {
        let it = &self.0;
        let samples: Vec<_> = it.samples.iter().map(|recorded| recorded.sample.clone()).collect();
        let records: Vec<_> = it.samples.iter().map(|recorded| &recorded.record).collect();
        json::write(&object!({
            "provider": it.provider,
            "received_at": it.received_at,
            "samples": samples,
            "records": records,
            "sessions": it.sessions,
            "planned": it.planned,
            "deleted": it.deleted,
            "complete": it.complete,
            "rejected": it.rejected,
        }))
    }
}
