//! What every vendor must do, checked with nothing but its spec and its examples.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value as Json;
use vitasync_core::Metric;
use vitasync_core::session::Detail;
use vitasync_core::time::ZoneHistory;

use super::fake::{self, FakeVendor, Trouble};
use super::fields;
use super::runtime::Stage;
use super::webhooks;
use crate::auth::Secret;
use crate::client::{
    App, Client, Connection, Delivery, Exchange, Link, Memory, Pending, Report, Runtime, TokenStore, replay,
};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Job, Method, Outcome, Page, Provider, Reads, Resource, Response, Sessions, Value, Window,
};
use crate::webhook::{Inbound, News, Trust};

/// Runs every check.
///
/// # Panics
///
/// With everything that is wrong, so that one run shows all of it.
pub async fn check(provider: &'static dyn Provider) {
    let complaints = complaints(provider).await;
    let slug = provider.spec().slug;
    assert!(
        complaints.is_empty(),
        "{slug} does not conform:\n- {}",
        complaints.join("\n- ")
    );
}

/// Runs every check and says what is wrong.
pub async fn complaints(provider: &'static dyn Provider) -> Vec<String> {
    let mut complaints = Vec::new();
    facts(provider, &mut complaints);
    match connected(provider).await {
        Ok(scene) => {
            whole_life(&scene, &mut complaints).await;
        }
        Err(error) => complaints.push(format!("it does not connect: {}", chain(&error))),
    }
    refreshing(provider, &mut complaints).await;
    trouble(provider, &mut complaints).await;
    endless_pages(provider, &mut complaints).await;
    strangers(provider, &mut complaints);
    complaints
}

/// A person's account at a fake vendor, connected.
struct Scene {
    provider: &'static dyn Provider,
    vendor: FakeVendor,
    memory: Arc<Memory>,
    stage: Arc<Stage>,
    client: Client,
    app: App,
    connection: Connection,
}

impl Scene {
    fn link(&self) -> Link<'_> {
        Link {
            provider: self.provider,
            app: &self.app,
            connection: &self.connection,
        }
    }

    fn spec(&self) -> &'static crate::provider::Spec {
        self.provider.spec()
    }

    /// The resources that are asked for.
    fn polled(&self) -> impl Iterator<Item = &'static Resource> {
        self.spec()
            .resources
            .iter()
            .filter(|resource| resource.reading != Reads::Pushed)
    }

    async fn sync(&self, resource: &Resource) -> Result<Report, Error> {
        self.client.sync(self.link(), resource.id).await
    }
}

fn noon() -> DateTime<Utc> {
    "2026-10-02T12:00:00Z".parse().expect("a time")
}

async fn connected(provider: &'static dyn Provider) -> Result<Scene, Error> {
    let vendor = FakeVendor::start(provider).await;
    let (memory, stage) = (Arc::new(Memory::new()), Arc::new(Stage::at(noon())));
    let client = vendor
        .client(&memory, &stage)
        .most_pages(60)
        .patience(std::time::Duration::MAX)
        .build()?;
    let app = vendor.app();
    let mut scene = Scene {
        provider,
        vendor,
        memory,
        stage,
        client,
        app,
        connection: Connection {
            id: "connection".into(),
            account: Account::default(),
            zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
            connected_at: noon() - TimeDelta::days(2),
        },
    };
    let spec = provider.spec();
    scene.connection.account = if spec.oauth2().is_some() || spec.oauth1().is_some() {
        let sent = scene.client.authorize(scene.link()).await?;
        let callback = returned(&sent.pending);
        scene.client.connect(scene.link(), &sent.pending, &callback).await?
    } else {
        scene
            .client
            .connect_with_key(scene.link(), Secret::new("pasted-key"))
            .await?
    };
    scene.memory.take_deliveries();
    Ok(scene)
}

fn returned(pending: &Pending) -> Vec<(String, String)> {
    let (state, code) = match pending.temporary {
        Some(_) => ("oauth_token", "oauth_verifier"),
        None => ("state", "code"),
    };
    vec![
        (state.into(), pending.state.expose().into()),
        (code.into(), "the-code".into()),
    ]
}

fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

/// What the spec says must hold together.
fn facts(provider: &dyn Provider, complaints: &mut Vec<String>) {
    let spec = provider.spec();
    let mut say = |wrong: bool, complaint: String| {
        if wrong {
            complaints.push(complaint);
        }
    };
    let word = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    say(
        spec.slug.is_empty() || !spec.slug.chars().all(word),
        "the slug is not a lower-case word".into(),
    );
    say(spec.name.is_empty(), "it has no name".into());
    say(spec.ways.is_empty(), "there is no way to connect".into());
    say(spec.resources.is_empty(), "there is nothing to read".into());
    let ids: BTreeSet<&str> = spec.resources.iter().map(|resource| resource.id).collect();
    say(ids.len() != spec.resources.len(), "two resources have one name".into());
    let urls = spec.oauth2().map(|it| vec![it.authorize, it.token]);
    for url in urls.into_iter().flatten() {
        say(!url.starts_with("https://"), format!("{url} is not HTTPS"));
    }
    let window = Window {
        from: noon() - TimeDelta::days(1),
        to: noon(),
    };
    for resource in spec.resources {
        let promises = !resource.metrics.is_empty() || resource.sessions != Sessions::None;
        say(!promises, format!("`{}` promises nothing", resource.id));
        let job = Job::Window {
            resource: resource.id,
            window,
        };
        let asks = !provider.requests(&job, &Account::default()).is_empty();
        let polled = resource.reading != Reads::Pushed;
        say(
            asks != polled,
            format!("`{}` is polled or pushed, but not as the spec says", resource.id),
        );
        let too_long = resource.window.is_some_and(|window| resource.overlap > window * 12);
        say(
            too_long,
            format!("`{}` reads a year again with every sync", resource.id),
        );
    }
}

/// From connecting to disconnecting: what was promised comes, what comes was promised, and nothing is left unread.
async fn whole_life(scene: &Scene, complaints: &mut Vec<String>) {
    let link = scene.link();
    let introduces = !scene.provider.requests(&Job::Connect, &Account::default()).is_empty();
    if introduces && scene.connection.account.user.is_none() {
        complaints.push("connecting does not tell who it is".into());
    }
    let mut delivered = Vec::new();
    for resource in scene.polled() {
        match scene.sync(resource).await {
            Ok(_) => {
                let deliveries = scene.memory.take_deliveries();
                promises(resource, &deliveries, complaints);
                delivered.extend(deliveries);
            }
            Err(error) => complaints.push(format!("`{}` cannot be read: {}", resource.id, chain(&error))),
        }
    }
    delivered.extend(pushes(scene, complaints).await);
    objects(scene, &delivered, complaints).await;
    subscriptions(scene, complaints).await;
    let exchanges = scene.memory.exchanges();
    for exchange in &exchanges {
        damaged(scene.provider, exchange, complaints);
        if let Err(error) = replay(scene.provider, link.connection, exchange) {
            complaints.push(format!("a stored answer cannot be read again: {error}"));
        }
    }
    unread_fields(scene.provider, &exchanges, complaints);
    let stored = serde_json::to_string(&exchanges).expect("exchanges can be written");
    if stored.contains("access-") || stored.contains("refresh-") || stored.contains("pasted-key") {
        complaints.push("a token is stored with the raw answers".into());
    }
    if let Err(error) = scene.client.disconnect(link).await {
        complaints.push(format!("it does not disconnect: {}", chain(&error)));
    } else if scene
        .memory
        .load(&scene.connection.id)
        .await
        .is_ok_and(|held| held.is_some())
    {
        complaints.push("tokens are held after disconnecting".into());
    }
    for example in scene.vendor.unasked() {
        if !example.body.contains("{{access}}") {
            let method = example.method.name();
            complaints.push(format!(
                "nobody asks for the example {method} {} {:?}",
                example.path, example.when
            ));
        }
    }
}

fn promises(resource: &Resource, deliveries: &[Delivery], complaints: &mut Vec<String>) {
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
        complaints.push(format!(
            "`{}`: an example of {subject} is rejected: {reason}",
            resource.id
        ));
    }
}

/// What the vendor pushes is trusted, and holds what the resources promise that are only pushed.
async fn pushes(scene: &Scene, complaints: &mut Vec<String>) -> Vec<Delivery> {
    for push in scene.spec().pushes {
        let headers: Vec<_> = push
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    (*name).to_owned(),
                    webhooks::filled(scene.provider, &scene.app, value, push.body),
                )
            })
            .collect();
        let call = Inbound {
            method: Method::Post,
            query: &[],
            headers: &headers,
            body: push.body.as_bytes(),
        };
        let received = scene.client.receive(scene.provider, &scene.app, &[], &call).await;
        let notices = match received {
            Ok(received) => received.notices,
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

async fn work_on(scene: &Scene, news: News) -> Result<(), Error> {
    match news {
        News::Inline(request, bytes) => scene.client.take_in(scene.link(), &request, bytes).await.map(drop),
        News::Fetch(requests) => scene.client.follow(scene.link(), requests).await.map(drop),
        News::Deleted(records) => scene.client.delete(scene.link(), records).await,
        News::Deregistered | News::PermissionsChanged | News::Challenge => Ok(()),
    }
}

/// Every object that was delivered can be read alone, where the vendor can be asked for one.
async fn objects(scene: &Scene, delivered: &[Delivery], complaints: &mut Vec<String>) {
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

async fn subscriptions(scene: &Scene, complaints: &mut Vec<String>) {
    let callback = "https://app.example/v1/webhooks/vendor";
    let person = match scene.spec().push.subscribe {
        crate::provider::Subscribe::App => None,
        crate::provider::Subscribe::User => Some(&scene.connection),
        crate::provider::Subscribe::Never | crate::provider::Subscribe::ByHand => return,
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

/// A damaged answer is an error or loses its broken items; it never stops the program and never passes as whole.
fn damaged(provider: &dyn Provider, exchange: &Exchange, complaints: &mut Vec<String>) {
    let Exchange { request, response, .. } = exchange;
    let decode = |body: &[u8]| {
        let response = Response {
            body: body.to_vec(),
            ..response.clone()
        };
        match provider.outcome(request, &response, response.received_at) {
            Outcome::Ok => provider.decode(request, &response),
            _ => Ok(Page::default()),
        }
    };
    let Ok(document) = serde_json::from_slice::<Json>(&response.body) else {
        return;
    };
    let operation = &request.operation;
    for length in [response.body.len() / 2, response.body.trim_ascii().len() - 1] {
        if decode(&response.body[..length]).is_ok_and(|page| page != Page::default()) {
            complaints.push(format!("{operation}: half an answer passes as a whole one"));
        }
    }
    for other in ["", "null", "{}", "[]", "17", "\"\"", "<html>"] {
        drop(decode(other.as_bytes()));
    }
    let odd = [
        Json::Null,
        "zz-unknown".into(),
        (-1).into(),
        1e300.into(),
        Json::Array(vec![]),
    ];
    for field in fields::of(&document) {
        for value in &odd {
            let changed = field.with(&document, value.clone()).to_string();
            let failed = decode(changed.as_bytes()).is_err();
            if failed && value.is_string() && field.name.contains("[]") {
                complaints.push(format!(
                    "{operation}: an unknown word in `{}` costs the whole answer",
                    field.name
                ));
            }
        }
    }
}

/// Every field of the examples of a path is read, or listed as not read on purpose; and what is listed is not read.
fn unread_fields(provider: &dyn Provider, exchanges: &[Exchange], complaints: &mut Vec<String>) {
    let mut seen: BTreeMap<&str, BTreeMap<String, bool>> = BTreeMap::new();
    for exchange in exchanges {
        let Exchange { request, response, .. } = exchange;
        let Ok(document) = serde_json::from_slice(&response.body) else {
            continue;
        };
        let place = example_of(provider, exchange).map_or("a push", |index| provider.spec().examples[index].path);
        let read = |document: &Json| {
            let changed = Response {
                body: document.to_string().into_bytes(),
                ..response.clone()
            };
            let outcome = provider.outcome(request, &changed, changed.received_at);
            let page = (outcome == Outcome::Ok)
                .then(|| provider.decode(request, &changed).ok())
                .flatten();
            page.map(|page| (outcome, page_without_places(page)))
        };
        let of_path = seen.entry(place).or_default();
        for (name, reads) in fields::seen(&document, read) {
            *of_path.entry(name).or_insert(false) |= reads;
        }
    }
    for (path, fields) in seen {
        let examples = provider.spec().examples.iter().filter(|example| example.path == path);
        let pushes = provider.spec().pushes.iter().filter(|_| path == "a push");
        let ignored = examples
            .flat_map(|it| it.ignored)
            .chain(pushes.flat_map(|it| it.ignored));
        let ignored: BTreeSet<&str> = ignored.copied().collect();
        for (name, read) in &fields {
            match (read, ignored.iter().any(|pattern| is_listed(name, pattern))) {
                (false, false) => complaints.push(format!("{path}: nobody reads `{name}`")),
                (true, true) => complaints.push(format!("{path}: `{name}` is listed as ignored and is read")),
                _ => {}
            }
        }
        for pattern in ignored
            .iter()
            .filter(|pattern| !fields.keys().any(|name| is_listed(name, pattern)))
        {
            complaints.push(format!("{path}: `{pattern}` is listed as ignored and is not there"));
        }
    }
}

/// Tells whether a pattern is a field's name or that of something around it.
fn is_listed(name: &str, pattern: &str) -> bool {
    let rest = name.strip_prefix(pattern);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The bytes at which rejected items stood move with every change and say nothing about being read.
fn page_without_places(mut page: Page) -> Page {
    for rejected in &mut page.rejected {
        rejected.position.byte = 0;
    }
    page
}

fn example_of(provider: &dyn Provider, exchange: &Exchange) -> Option<usize> {
    let request = &exchange.request;
    let (_, rest) = request.url.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    let (path, own) = path.split_once('?').unwrap_or((path, ""));
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let form = match &request.body {
        crate::provider::Body::Form(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let pairs = request.query.iter().chain(form);
    let mut pairs: Vec<_> = pairs
        .filter_map(|(name, value)| Some((name.to_string(), text(value)?)))
        .collect();
    pairs.extend(form_urlencoded::parse(own.as_bytes()).into_owned());
    fake::find(provider, request.method.name(), path, &pairs, false)
}

/// Tokens are refreshed in time, once however many need it, and a refusal is final.
async fn refreshing(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    let held = scene.memory.load(&scene.connection.id).await.ok().flatten();
    let refreshes = held.is_some_and(|held| held.grant.refresh.is_some() && held.grant.expires_at.is_some());
    let Some(resource) = scene.polled().next().filter(|_| refreshes) else {
        return;
    };
    scene.stage.pass(TimeDelta::days(60));
    let (one, two) = tokio::join!(scene.sync(resource), scene.sync(resource));
    for error in [one, two].into_iter().filter_map(Result::err) {
        complaints.push(format!("a token that has ended is not refreshed: {}", chain(&error)));
    }
    if scene.vendor.refreshes() != 1 {
        complaints.push(format!("two calls at once refresh {} times", scene.vendor.refreshes()));
    }
    scene.vendor.refuse_refresh();
    scene.stage.pass(TimeDelta::days(60));
    match scene.sync(resource).await {
        Err(error) if error.kind() == ErrorKind::Reconnect && !error.is_retryable() => {}
        other => complaints.push(format!(
            "a refresh that is refused for good does not ask to connect again: {other:?}"
        )),
    }
}

/// What the vendor answers when it is in trouble is waited for or said, and never counts as read.
async fn trouble(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
    let Ok(scene) = connected(provider).await else { return };
    let Some(resource) = scene.polled().next() else { return };
    for status in [401, 429, 500, 502, 503] {
        let held = scene.memory.load(&scene.connection.id).await.ok().flatten();
        if status == 401 && held.is_none_or(|held| held.grant.refresh.is_none()) {
            continue;
        }
        scene.vendor.trouble(Trouble::Status(status, vec![]));
        if let Err(error) = scene.sync(resource).await {
            complaints.push(format!("one answer of {status} stops a sync: {}", chain(&error)));
        }
    }
    let fails = [
        (Trouble::Status(429, vec![("retry-after", "17".into())]), Some(true)),
        (Trouble::Status(503, vec![]), Some(true)),
        (Trouble::Status(400, vec![]), Some(false)),
        (Trouble::Status(403, vec![]), Some(false)),
        (Trouble::Status(404, vec![]), None),
        (Trouble::Status(409, vec![]), None),
        (Trouble::Status(410, vec![]), None),
        (Trouble::Truncated, Some(false)),
        (Trouble::Html, Some(false)),
    ];
    let before = scene.stage.now();
    for (trouble, retryable) in fails {
        scene.vendor.always(Some(trouble.clone()));
        let synced = scene.sync(resource).await;
        match (synced, retryable) {
            (Err(error), Some(retryable)) if error.is_retryable() != retryable => {
                complaints.push(format!("{trouble:?} is said to be {}", error.kind().id()));
            }
            (Ok(_), Some(_)) => complaints.push(format!("{trouble:?} passes as a sync")),
            _ => {}
        }
    }
    scene.vendor.always(None);
    if scene.stage.now() == before {
        complaints.push("a vendor in trouble is called again without waiting".into());
    }
    if let Err(error) = scene.sync(resource).await {
        complaints.push(format!("it does not recover from trouble: {}", chain(&error)));
    }
}

/// A vendor whose pages lead back to themselves is left, not followed for ever.
async fn endless_pages(provider: &'static dyn Provider, complaints: &mut Vec<String>) {
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
fn strangers(provider: &dyn Provider, complaints: &mut Vec<String>) {
    let (secrets, documents) = (BTreeMap::new(), BTreeMap::new());
    let trust = Trust {
        secrets: &secrets,
        subscriptions: &[],
        documents: &documents,
    };
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
