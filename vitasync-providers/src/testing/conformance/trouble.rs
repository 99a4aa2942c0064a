//! Vendors in trouble, tokens that end, pages without end, strangers.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{chain, connected, noon};
use crate::auth::WayKind;
use crate::client::{Runtime, TokenStore};
use crate::error::ErrorKind;
use crate::provider::{Method, Provider};
use crate::testing::fake::Trouble;
use crate::webhook::{Inbound, Trust};

/// Tokens are refreshed in time, once however many need it, and a refusal is final.
pub(super) async fn refreshing(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    let held = scene.memory.load(&scene.connection.id).await.ok().flatten();
    let refreshes = held.is_some_and(|held| held.grant.refresh.is_some() && held.grant.expires_at.is_some());
    if !refreshes {
        return;
    }
    scene.stage.pass(TimeDelta::days(60));
    let (one, two) = tokio::join!(scene.read_some(), scene.read_some());
    for error in [one, two].into_iter().filter_map(Result::err) {
        complaints.push(format!("a token that has ended is not refreshed: {}", chain(&error)));
    }
    if scene.vendor.refreshes() != 1 {
        complaints.push(format!("two calls at once refresh {} times", scene.vendor.refreshes()));
    }
    scene.vendor.refuse_refresh();
    scene.stage.pass(TimeDelta::days(60));
    match scene.read_some().await {
        Err(error) if error.kind() == ErrorKind::Reconnect && !error.is_retryable() => {}
        other => complaints.push(format!(
            "a refresh that is refused for good does not ask to connect again: {other:?}"
        )),
    }
}

/// What the vendor answers when it is in trouble is waited for or said, and never counts as read.
pub(super) async fn trouble(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    for status in [401, 429, 500, 502, 503] {
        let held = scene.memory.load(&scene.connection.id).await.ok().flatten();
        let refreshes = held.is_some_and(|held| held.grant.way == WayKind::OAuth2 && held.grant.refresh.is_some());
        if status == 401 && !refreshes {
            continue;
        }
        scene.vendor.trouble(Trouble::Status(status, vec![]));
        if let Err(error) = scene.read_some().await {
            complaints.push(format!("one answer of {status} stops a sync: {}", chain(&error)));
        }
    }
    let fails = [
        (Trouble::Status(429, vec![("retry-after", "17".into())]), true),
        (Trouble::Status(503, vec![]), true),
        (Trouble::Status(400, vec![]), false),
        (Trouble::Status(403, vec![]), false),
        (Trouble::Truncated, false),
        (Trouble::Html, false),
    ];
    let before = scene.stage.now();
    for (trouble, retryable) in fails {
        scene.vendor.always(Some(trouble.clone()));
        let synced = scene.read_some().await;
        match synced {
            Err(error) if error.is_retryable() != retryable => {
                complaints.push(format!("{trouble:?} is said to be {}", error.kind().id()));
            }
            Ok(()) => complaints.push(format!("{trouble:?} passes as a sync")),
            Err(_) => {}
        }
    }
    scene.vendor.always(None);
    if scene.stage.now() == before {
        complaints.push("a vendor in trouble is called again without waiting".into());
    }
    if let Err(error) = scene.read_some().await {
        complaints.push(format!("it does not recover from trouble: {}", chain(&error)));
    }
}

/// A vendor whose pages lead back to themselves is left, not followed for ever.
pub(super) async fn endless_pages(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    scene.vendor.forget_pages();
    for resource in scene.polled() {
        let calls = scene.vendor.calls();
        match scene.sync(resource).await {
            Err(error) if error.kind() != ErrorKind::EndlessPaging => {
                complaints.push(format!("`{}`: pages that do not end: {}", resource.id, chain(&error)));
            }
            _ if scene.vendor.calls() - calls > 20_000 => {
                complaints.push(format!("`{}` calls without end", resource.id))
            }
            _ => {}
        }
    }
}

/// Nobody is trusted whose secret is not known.
pub(super) fn strangers(provider: &dyn Provider, complaints: &mut Vec<String>) {
    let (secrets, documents) = (BTreeMap::new(), BTreeMap::new());
    let trust = Trust::new(&secrets, &[], &documents);
    for body in ["", "{}", "[]", "null", "a=b"] {
        let call = Inbound {
            method: Method::Post,
            query: &[],
            headers: &[],
            body: body.as_bytes(),
        };
        if !provider.spec().push.secrets.is_empty() && provider.receive(&call, &trust, noon()).is_ok() {
            complaints.push(format!("a webhook is trusted that nobody signed: {body:?}"));
        }
    }
}
