//! Real processes of the program, to be broken.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::unwrap_used,
    missing_docs,
    reason = "each test uses what it needs, and stops at what it did not expect"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use tempfile::TempDir;

/// For how long anything may take that is waited for.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// A database of one test, with a folder for everything else.
pub struct Place {
    pub engine: &'static str,
    pub url: String,
    pub folder: TempDir,
    /// What is set beside the usual.
    pub environment: Vec<(String, String)>,
    admin: Option<(String, String)>,
}

/// SQLite, and PostgreSQL where there is one.
pub async fn places() -> Vec<Place> {
    let mut places = vec![sqlite()];
    match postgres().await {
        Some(place) => places.push(place),
        None => eprintln!("skipped on PostgreSQL: VITASYNC_TEST_POSTGRES is not set"),
    }
    places
}

pub fn sqlite() -> Place {
    let folder = TempDir::new().unwrap();
    let url = folder.path().join("vitasync.db").display().to_string();
    Place {
        engine: "SQLite",
        url,
        folder,
        environment: Vec::new(),
        admin: None,
    }
}

pub async fn postgres() -> Option<Place> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let admin = std::env::var("VITASYNC_TEST_POSTGRES").ok()?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("vitasync_running_{}_{number}", std::process::id());
    on_postgres(&admin, &format!("CREATE DATABASE {name}")).await;
    let (server, options) = admin.split_once('?').unwrap_or((&admin, ""));
    let server = server.rsplit_once('/').unwrap().0;
    Some(Place {
        engine: "PostgreSQL",
        url: format!("{server}/{name}?{options}"),
        folder: TempDir::new().unwrap(),
        environment: Vec::new(),
        admin: Some((admin, name)),
    })
}

async fn on_postgres(admin: &str, statement: &str) {
    let connection = Database::connect(admin).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

impl Place {
    /// A command of the program on this database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitasync"));
        self.set(&mut command);
        command.args(arguments);
        command
    }

    /// Gives a command the settings of this place.
    pub fn set<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("VITASYNC_DATABASE", &self.url)
            .env("VITASYNC_DATA", self.folder.path())
            .env("VITASYNC_WEBHOOKS_ALLOW_PRIVATE", "true")
            .env("VITASYNC_RATE_LIMIT", "off")
            .env("VITASYNC_WORKER_LEASE", "3s")
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null())
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What the program prints, as JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} on {}: {said}", self.engine);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// A key that may do everything.
    pub fn key(&self) -> String {
        let made = self.json(&["keys", "create", "--json"]);
        made["key"].as_str().unwrap().to_owned()
    }

    /// Starts a process that says when it is ready.
    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::start(self.command(arguments))
    }

    /// The folder of originals.
    pub fn originals(&self) -> PathBuf {
        match self.admin {
            None => format!("{}-originals", self.url).into(),
            Some(_) => self.folder.path().join("originals"),
        }
    }

    /// Drops the database.
    pub async fn remove(self) {
        if let Some((admin, name)) = self.admin {
            on_postgres(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// A process; killed when it is dropped.
pub struct Running {
    child: Child,
    /// Where it serves, where it does.
    pub address: String,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once(','));
        let address = address.map(|(address, _)| address.to_owned()).unwrap_or_default();
        assert!(line.starts_with("Serving") || line.starts_with("Working"), "{line}");
        std::thread::spawn(move || {
            said.lines()
                .map_while(Result::ok)
                .for_each(|line| eprintln!("  | {line}"))
        });
        Self { child, address }
    }

    /// Ends it without any warning.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to terminate.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits for its end.
    pub fn ended(mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody who calls a server.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    key: String,
}

impl Client {
    pub fn new(key: &str) -> Self {
        let http = vitasync_providers::client::https(|client| client.timeout(PATIENCE)).unwrap();
        Self {
            http,
            key: key.to_owned(),
        }
    }

    /// Posts; the status and what came back, or nothing where the call broke off.
    pub async fn post(&self, server: &str, path: &str, body: Value) -> Option<(u16, Value)> {
        answer(self.http.post(format!("http://{server}{path}")).json(&body), &self.key).await
    }

    pub async fn get(&self, server: &str, path: &str) -> Option<(u16, Value)> {
        answer(self.http.get(format!("http://{server}{path}")), &self.key).await
    }

    /// Gets what is redirected for browsers, as JSON.
    pub async fn get_json(&self, server: &str, path: &str) -> Value {
        let request = self.http.get(format!("http://{server}{path}"));
        let asked = request.header("accept", "application/json");
        answer(asked, &self.key).await.unwrap().1
    }

    /// Posts a text with headers and without a key; the status.
    pub async fn post_text(&self, server: &str, path: &str, headers: &[(&str, String)], body: String) -> u16 {
        let request = self.http.post(format!("http://{server}{path}")).body(body);
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, value));
        request.send().await.unwrap().status().as_u16()
    }

    /// Creates a person; whether that was acknowledged.
    pub async fn create(&self, server: &str, name: &str) -> bool {
        let body = serde_json::json!({"externalId": name});
        let answered = self.post(server, "/v1/users", body).await;
        answered.is_some_and(|(status, _)| status == 201)
    }

    /// Whether a person of this name is there already.
    pub async fn knows(&self, server: &str, name: &str) -> bool {
        let body = serde_json::json!({"externalId": name});
        let answered = self.post(server, "/v1/users", body).await;
        answered.is_some_and(|(status, _)| status == 200)
    }

    /// Whether a server says that it can serve.
    pub async fn is_ready(&self, server: &str) -> bool {
        self.get(server, "/health/ready")
            .await
            .is_some_and(|(status, _)| status == 200)
    }
}

async fn answer(request: reqwest::RequestBuilder, key: &str) -> Option<(u16, Value)> {
    let answer = request.bearer_auth(key).send().await.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.json().await.unwrap_or(Value::Null)))
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < PATIENCE, "{what}: not after {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Writes an export of an invented person.
pub fn export(folder: &Path, days: u32) -> PathBuf {
    let options = vitasync_providers::demo::DemoOptions {
        days,
        ..Default::default()
    };
    let path = folder.join("export.zip");
    vitasync_providers::demo::write_export_zip(&options, std::fs::File::create(&path).unwrap()).unwrap();
    path
}

/// What a database says about the person whose export it holds, but for ids, which are of that database, and the order they make.
pub fn told(place: &Place) -> Value {
    let sources = place.json(&["sources", "--user", "ada", "--json"]);
    let summary = place.json(&["summary", "--user", "ada", "--json"]);
    anonymous(serde_json::json!([sources, summary]))
}

fn anonymous(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            fields.remove("id");
            fields
                .into_iter()
                .map(|(name, value)| (name, anonymous(value)))
                .collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(anonymous).collect();
            items.sort_by_cached_key(Value::to_string);
            items.into()
        }
        other => other,
    }
}
