//! What every vendor must do, checked with nothing but its spec and its examples.

mod again;
mod answers;
mod life;
mod refused;
mod trouble;
mod watched;
mod windows;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::time::ZoneHistory;

use super::fake::FakeVendor;
use super::runtime::Stage;
use crate::auth::Secret;
use crate::client::{App, Client, Connection, Exchange, Link, Memory, Pending, Report, TokenStore, replay};
use crate::error::Error;
use crate::provider::{Account, Job, Provider, Reads, Resource, Sessions, Spec, Window};
use watched::Watched;

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
    let watched = Watched::watch(provider);
    let provider: &'static dyn Provider = watched;
    facts(provider, &mut complaints);
    match connected(provider).await {
        Ok(scene) => {
            whole_life(&scene, &mut complaints).await;
        }
        Err(error) => complaints.push(format!("it does not connect: {}", chain(&error))),
    }
    trouble::refreshing(provider, &mut complaints).await;
    trouble::trouble(provider, &mut complaints).await;
    trouble::endless_pages(provider, &mut complaints).await;
    trouble::strangers(provider, &mut complaints);
    refused::refused(provider, &mut complaints).await;
    complaints.extend(watched.complaints());
    let mut said = BTreeSet::new();
    complaints.retain(|complaint| said.insert(complaint.clone()));
    complaints
}

/// Gives every answer that a vendor's examples and pushes lead to, each with the request it answers, as a client keeps them.
///
/// # Errors
///
/// What connecting or reading says.
///
/// ```no_run
/// # async fn test(acme: &'static dyn vitasync_providers::Provider) {
/// for exchange in vitasync_providers::testing::conformance::exchanges(acme).await.unwrap() {
///     println!("{}: {} bytes", exchange.request.operation, exchange.response.body.len());
/// }
/// # }
/// ```
pub async fn exchanges(provider: &'static dyn Provider) -> Result<Vec<Exchange>, Error> {
    let scene = connected(provider).await?;
    for resource in scene.polled() {
        scene.sync(resource).await?;
    }
    life::take_in_all(&scene).await?;
    Ok(scene.memory.exchanges())
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

    fn spec(&self) -> &'static Spec {
        self.provider.spec()
    }

    /// The resources that are asked for.
    fn polled(&self) -> impl Iterator<Item = &'static Resource> {
        self.spec()
            .resources
            .iter()
            .filter(|resource| resource.reading != Reads::Pushed)
    }

    /// Reads something: the first resource that is asked for or, where there is none, what the pushes name.
    async fn read_some(&self) -> Result<(), Error> {
        match self.polled().next() {
            Some(resource) => self.sync(resource).await.map(drop),
            None => life::take_in_all(self).await,
        }
    }

    async fn sync(&self, resource: &Resource) -> Result<Report, Error> {
        self.client.sync(self.link(), resource.id).await
    }
}

/// When the suite runs: noon of 2 October 2026. Examples are of days before it, for what comes from the future is rejected.
pub fn noon() -> DateTime<Utc> {
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
                life::promises(resource, &deliveries, complaints);
                life::whole_lists(resource, &deliveries, complaints);
                delivered.extend(deliveries);
            }
            Err(error) => {
                complaints.push(format!("`{}` cannot be read: {}", resource.id, chain(&error)));
                delivered.extend(scene.memory.take_deliveries());
            }
        }
    }
    delivered.extend(life::pushes(scene, complaints).await);
    life::objects(scene, &delivered, complaints).await;
    let exchanges = scene.memory.exchanges();
    refused::gone(scene, &delivered, complaints).await;
    again::delivered_again(scene, &delivered, complaints).await;
    windows::asked(scene.provider, &scene.connection.account, complaints);
    life::backfills(scene, complaints).await;
    life::subscriptions(scene, complaints).await;
    for exchange in &exchanges {
        if let Err(error) = replay(scene.provider, link.connection, exchange) {
            complaints.push(format!("a stored answer cannot be read again: {error}"));
        }
    }
    let telling = answers::telling(&exchanges);
    for exchange in &telling {
        answers::damaged(scene.provider, exchange, complaints);
    }
    answers::unread_fields(scene.provider, &telling, complaints);
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
