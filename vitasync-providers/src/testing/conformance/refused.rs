//! What a vendor refuses, or no longer has, leads to one defined end for every resource.

use std::collections::BTreeMap;

use vitasync_core::record::RecordKey;

use super::{Scene, chain, connected, life};
use crate::client::{Delivery, SampleSink};
use crate::error::{Error, ErrorKind};
use crate::provider::{Provider, Resource};
use crate::testing::fake::Trouble;

/// Refuses every resource with every status that says there is nothing, or that something stands against it. What each status is
/// taken for is looked at where it is judged; here is looked at what comes of it.
pub(super) async fn refused(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    for status in [403, 404, 409, 410, 500] {
        scene.vendor.always(Some(Trouble::Status(status, vec![])));
        for resource in scene.polled() {
            let before = watermark(&scene, resource).await;
            let synced = scene.sync(resource).await.map(drop);
            let moved = synced.is_err() && watermark(&scene, resource).await != before;
            if moved {
                complaints.push(format!("`{}`: what answers {status} counts as read", resource.id));
            }
            ends(&scene, resource.id, status, synced, complaints);
        }
        let pushed = life::take_in_all(&scene).await;
        scene.memory.take_deliveries();
        if pushed.is_err_and(|error| error.kind() == ErrorKind::Malformed) {
            complaints.push(format!("a push: an answer of {status} is decoded"));
        }
    }
}

async fn watermark(scene: &Scene, resource: &Resource) -> Option<chrono::DateTime<chrono::Utc>> {
    let stands = scene.memory.watermark(&scene.connection.id, resource.id).await;
    stands.ok().flatten()
}

fn ends(scene: &Scene, resource: &str, status: u16, synced: Result<(), Error>, complaints: &mut Vec<String>) {
    let holds = |it: &Delivery| !it.samples.is_empty() || !it.sessions.is_empty();
    if scene.memory.take_deliveries().iter().any(holds) {
        complaints.push(format!("`{resource}`: something is read from an answer of {status}"));
    }
    let Err(error) = synced else { return };
    let is_defined = match error.kind() {
        ErrorKind::Malformed | ErrorKind::EndlessPaging | ErrorKind::Blocked | ErrorKind::Storage => false,
        _ => status >= 409 || !error.is_retryable(),
    };
    if !is_defined {
        complaints.push(format!(
            "`{resource}`: an answer of {status} ends with: {}",
            chain(&error)
        ));
    }
}

/// An object that can be asked for and is gone is deleted, and nothing else is.
pub(super) async fn gone(scene: &Scene, delivered: &[Delivery], complaints: &mut Vec<String>) {
    for status in [404, 410] {
        scene.vendor.always(Some(Trouble::Status(status, vec![])));
        for key in one_of_each(delivered).values() {
            let fetched = scene.client.fetch(scene.link(), &key.resource, &key.external_id).await;
            let deliveries = scene.memory.take_deliveries();
            let deleted: Vec<&RecordKey> = deliveries.iter().flat_map(|it| &it.deleted).map(|it| &it.key).collect();
            match fetched {
                // A vendor that lets objects go after a while says that there is nothing, which deletes nothing.
                Ok(_) if deleted.is_empty() || deleted == [*key] => {}
                Err(error) if !error.is_retryable() && error.kind() != ErrorKind::Malformed => {}
                Ok(_) => complaints.push(format!(
                    "one `{}` that is gone ({status}) deletes something else",
                    key.resource
                )),
                Err(error) => complaints.push(format!(
                    "one `{}` that is gone ({status}) ends with: {}",
                    key.resource,
                    chain(&error)
                )),
            }
        }
    }
    scene.vendor.always(None);
}

fn one_of_each(delivered: &[Delivery]) -> BTreeMap<&str, &RecordKey> {
    let of_samples = delivered.iter().flat_map(|it| &it.samples);
    let of_samples = of_samples.filter_map(|it| it.record.as_deref());
    let of_sessions = delivered.iter().flat_map(|it| &it.sessions);
    let records = of_samples.chain(of_sessions.filter_map(|it| it.record.as_ref()));
    records.map(|it| (it.key.resource.as_str(), &it.key)).collect()
}
