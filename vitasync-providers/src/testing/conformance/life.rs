//! What comes is what was promised: by asking, by pushes, one by one; and subscriptions.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::Known;
use vitasync_core::session::Detail;

use super::{Scene, chain, noon};
use crate::client::Delivery;
use crate::error::{Error, ErrorKind};
use crate::provider::{Job, Method, Pushed, Reads, Resource, Sessions, Subscribe, Window};
use crate::testing::webhooks;
use crate::webhook::{Inbound, News, Notice, Refused};

pub(super) fn promises(resource: &Resource, deliveries: &[Delivery], complaints: &mut Vec<String>) {
    let samples = deliveries.iter().flat_map(|delivery| &delivery.samples);
    let metrics: BTreeSet<Metric> = samples.map(|it| it.sample.metric).collect();
    for metric in resource.metrics.iter().filter(|metric| !metrics.contains(metric)) {
        complaints.push(format!("`{}` promises {metric}, and no example has it", resource.id));
    }
    for metric in metrics.iter().filter(|metric| !resource.metrics.contains(metric)) {
        complaints.push(format!("`{}` gives {metric} and does not promise it", resource.id));
    }
    let sessions = deliveries.iter().flat_map(|delivery| &delivery.sessions);
    let sleeps = sessions
        .clone()
        .any(|session| matches!(session.detail, Detail::Sleep(_)));
    let workouts = sessions
        .clone()
        .any(|session| matches!(session.detail, Detail::Workout(_)));
    let promised = match resource.sessions {
        Sessions::None => (false, false),
        Sessions::Sleep => (true, false),
        Sessions::Workouts => (false, true),
        Sessions::Both => (true, true),
    };
    if (sleeps, workouts) != promised {
        complaints.push(format!("`{}` gives other sessions than it promises", resource.id));
    }
    for rejected in deliveries.iter().flat_map(|delivery| &delivery.rejected) {
        let (subject, reason) = (&rejected.subject, &rejected.reason);
        let hint = match reason {
            Reason::WrongClock { .. } => format!(" (it is {} here: date examples before that)", noon()),
            _ => String::new(),
        };
        complaints.push(format!(
            "`{}`: an example of {subject} is rejected: {reason}{hint}",
            resource.id
        ));
    }
}

/// A list that is called whole names everything that was just read.
pub(super) fn whole_lists(resource: &Resource, deliveries: &[Delivery], complaints: &mut Vec<String>) {
    let samples = deliveries.iter().flat_map(|delivery| &delivery.samples);
    let samples = samples.filter_map(|it| Some((it.record.as_deref()?, it.sample.start, it.sample.end)));
    let sessions = deliveries.iter().flat_map(|delivery| &delivery.sessions);
    let sessions = sessions.filter_map(|it| Some((it.record.as_ref()?, it.start, it.end)));
    let held: Vec<Known> = samples
        .chain(sessions)
        .map(|(version, start, end)| Known {
            version: version.clone(),
            start,
            end,
            checked_at: DateTime::<Utc>::MIN_UTC,
        })
        .collect();
    for answer in deliveries.iter().flat_map(|delivery| &delivery.complete) {
        for gone in answer.missing(held.iter().cloned()) {
            let (resource, id) = (resource.id, gone.key.external_id);
            complaints.push(format!(
                "`{resource}`: a list that is called whole lacks {id}, which was read"
            ));
        }
    }
}

/// What the vendor pushes is trusted, and holds what the resources promise that are only pushed.
pub(super) async fn pushes(scene: &Scene, complaints: &mut Vec<String>) -> Vec<Delivery> {
    for push in scene.spec().pushes {
        let notices = match received(scene, push).await {
            Ok(notices) => notices,
            Err(refused) => {
                complaints.push(format!("an example of a push is refused: {refused}"));
                continue;
            }
        };
        for notice in notices {
            if let Err(error) = work_on(scene, notice.news).await {
                complaints.push(format!("a push cannot be read: {}", chain(&error)));
            }
        }
    }
    let deliveries = scene.memory.take_deliveries();
    let only_pushed = scene
        .spec()
        .resources
        .iter()
        .filter(|resource| resource.reading == Reads::Pushed);
    let only_pushed: Vec<_> = only_pushed.collect();
    if !only_pushed.is_empty() {
        // A push may hold several resources, so their promises are kept together.
        let metrics: Vec<Metric> = only_pushed
            .iter()
            .flat_map(|resource| resource.metrics)
            .copied()
            .collect();
        let together = Resource {
            id: "pushed",
            metrics: metrics.leak(),
            sessions: together(only_pushed.iter().map(|resource| resource.sessions)),
            ..Resource::BASE
        };
        promises(&together, &deliveries, complaints);
    }
    deliveries
}

fn together(sessions: impl Iterator<Item = Sessions>) -> Sessions {
    sessions.fold(Sessions::None, |all, one| match (all, one) {
        (Sessions::None, one) => one,
        (all, Sessions::None) => all,
        (all, one) if all == one => all,
        _ => Sessions::Both,
    })
}

/// Takes in everything the vendor pushes, up to the first that fails.
pub(super) async fn take_in_all(scene: &Scene) -> Result<(), Error> {
    let refused = |refused| Error::new(scene.spec().slug, "receive", ErrorKind::Refused).with_source(refused);
    for push in scene.spec().pushes {
        for notice in received(scene, push).await.map_err(refused)? {
            work_on(scene, notice.news).await?;
        }
    }
    Ok(())
}

async fn received(scene: &Scene, push: &Pushed) -> Result<Vec<Notice>, Refused> {
    let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let filled = |value: &str| webhooks::filled(scene.provider, &scene.app, value, push.body);
    let headers = push.headers.iter().map(|(name, value)| owned(name, &filled(value)));
    let headers: Vec<_> = headers.collect();
    let address = scene.spec().push.address.iter();
    let query = address.filter_map(|(name, setting)| Some(owned(name, scene.app.settings.get(*setting)?.expose())));
    let query: Vec<_> = query.collect();
    let call = Inbound {
        method: Method::Post,
        query: &query,
        headers: &headers,
        body: push.body.as_bytes(),
    };
    let received = scene.client.receive(scene.provider, &scene.app, &[], &call).await;
    received.map(|it| it.notices)
}

async fn work_on(scene: &Scene, news: News) -> Result<(), Error> {
    match news {
        News::Inline(request, bytes) => scene.client.take_in(scene.link(), &request, bytes).await.map(drop),
        News::Fetch(requests) => scene.client.follow(scene.link(), requests).await.map(drop),
        News::Deleted(records) => scene.client.delete(scene.link(), records).await,
        News::Deregistered | News::PermissionsChanged | News::Challenge => Ok(()),
    }
}

/// What is only pushed can be ordered again, where the vendor has it so, and comes later.
pub(super) async fn backfills(scene: &Scene, complaints: &mut Vec<String>) {
    let window = Window {
        from: noon() - TimeDelta::days(1),
        to: noon(),
    };
    let resources = scene.spec().resources.iter();
    for resource in resources.filter(|resource| resource.reading == Reads::Pushed) {
        let job = Job::Backfill {
            resource: resource.id,
            window,
        };
        let asks = !scene.provider.requests(&job, &scene.connection.account).is_empty();
        match scene.client.backfill(scene.link(), resource.id, window).await {
            Ok(report) if asks && !report.awaiting => {
                complaints.push(format!(
                    "`{}`: a backfill does not say that something comes",
                    resource.id
                ));
            }
            Err(error) => complaints.push(format!("`{}` cannot be backfilled: {}", resource.id, chain(&error))),
            Ok(_) => {}
        }
    }
}

/// Every object that was delivered can be read alone, where the vendor can be asked for one.
pub(super) async fn objects(scene: &Scene, delivered: &[Delivery], complaints: &mut Vec<String>) {
    let records = delivered.iter().flat_map(|delivery| {
        let samples = delivery.samples.iter().filter_map(|it| it.record.as_deref());
        samples.chain(delivery.sessions.iter().filter_map(|session| session.record.as_ref()))
    });
    let keys: BTreeSet<_> = records.map(|record| record.key.clone()).collect();
    for key in keys {
        if let Err(error) = scene.client.fetch(scene.link(), &key.resource, &key.external_id).await {
            complaints.push(format!("one `{}` cannot be read: {}", key.resource, chain(&error)));
        }
    }
    scene.memory.take_deliveries();
}

pub(super) async fn subscriptions(scene: &Scene, complaints: &mut Vec<String>) {
    let callback = "https://app.example/v1/webhooks/vendor";
    let person = match scene.spec().push.subscribe {
        Subscribe::App => None,
        Subscribe::User => Some(&scene.connection),
        Subscribe::Never | Subscribe::ByHand => return,
    };
    let subscribed = scene
        .client
        .subscribe(scene.provider, &scene.app, person, callback, &[])
        .await;
    let subscriptions = match subscribed {
        Ok(subscriptions) => subscriptions,
        Err(error) => return complaints.push(format!("it cannot be subscribed to: {}", chain(&error))),
    };
    let again = Job::Subscribe {
        callback,
        existing: &subscriptions,
    };
    let known = subscriptions
        .iter()
        .map(|it| it.topic.as_str())
        .collect::<BTreeSet<_>>()
        .len();
    let first = Job::Subscribe {
        callback,
        existing: &[],
    };
    let account = &scene.connection.account;
    let (first, again) = (
        scene.provider.requests(&first, account).len(),
        scene.provider.requests(&again, account).len(),
    );
    if known > 0 && again + known > first {
        complaints.push("what is subscribed already is subscribed again".into());
    }
    if scene.spec().push.renew_before.is_some() {
        for subscription in &subscriptions {
            let renewed = scene
                .client
                .renew(scene.provider, &scene.app, person, subscription)
                .await;
            if let Err(error) = renewed {
                complaints.push(format!("a subscription cannot be renewed: {}", chain(&error)));
            }
        }
    }
}
