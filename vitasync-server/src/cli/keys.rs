//! `vitasync keys`: makes, lists, rotates and withdraws API keys.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::Column::Text;
use super::output::Table;
use super::{Database, person};
use crate::App;
use crate::auth::{Environment, RateLimit, RawKey, Scope, Scopes};
use crate::service::audit::{Actor, Who};
use crate::service::{Id, keys, parse_id, workspaces};

#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key and show it once
    Create(Create),
    /// List the keys
    List(List),
    /// Give a key a new secret and show it once
    Rotate(Rotate),
    /// Withdraw a key; it stops working at once
    Delete(Delete),
}

#[derive(Debug, Args)]
struct Create {
    #[command(flatten)]
    database: Database,
    /// What to call it
    #[arg(long, default_value = "command line")]
    name: String,
    /// What it may do
    #[arg(long, value_delimiter = ',', default_value = "read,write,admin")]
    scopes: Vec<ScopeName>,
    /// Bind it to one person, by id or external id
    #[arg(long)]
    user: Option<String>,
    /// The last day on which it works, in UTC
    #[arg(long, value_name = "DATE")]
    expires: Option<NaiveDate>,
    /// How many requests it may make per minute; 0 is any number, and by default as many as the server gives
    #[arg(long, value_name = "N")]
    requests_per_minute: Option<i64>,
    /// Open the sandbox and not real data
    #[arg(long, conflicts_with = "user")]
    test: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
struct Rotate {
    #[command(flatten)]
    database: Database,
    /// The key's id, as `vitasync keys list` shows it
    id: String,
    /// For how many hours the old secret goes on working
    #[arg(long, value_name = "HOURS", default_value_t = 0)]
    overlap: u16,
}

#[derive(Debug, Args)]
struct Delete {
    #[command(flatten)]
    database: Database,
    /// The key's id, as `vitasync keys list` shows it
    id: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeName {
    Read,
    Write,
    Admin,
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Self {
        match name {
            ScopeName::Read => Self::Read,
            ScopeName::Write => Self::Write,
            ScopeName::Admin => Self::Admin,
        }
    }
}

impl Keys {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Create(create) => create.run().await,
            Command::List(list) => list.run().await,
            Command::Rotate(rotate) => rotate.run().await,
            Command::Delete(delete) => delete.run().await,
        }
    }
}

impl Create {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let workspace = workspaces::default(&app).await?;
        let user = match &self.user {
            Some(id) => Some(person::find(&app, id).await?.id),
            None => None,
        };
        let key = keys::CreateKey {
            name: self.name,
            scopes: self.scopes.into_iter().map(Scope::from).collect(),
            expires_at: self.expires.and_then(end_of),
            user,
            limit: RateLimit::from_number(self.requests_per_minute)
                .ok_or_else(|| anyhow::anyhow!("give a number of requests from 0 to {}", i32::MAX))?,
            environment: self.test.then_some(Environment::Test),
        };
        let (row, raw) = keys::create(&app, &Actor::local(Who::CommandLine), workspace, key).await?;
        if self.json {
            println!(
                "{}",
                json!({ "id": row.id.to_string(), "name": row.name, "key": raw.reveal() })
            );
        } else {
            show(&raw);
        }
        Ok(())
    }
}

/// Prints a key, and nothing else where it can be piped.
fn show(raw: &RawKey) {
    println!("{}", raw.reveal());
    eprintln!("Keep it: only its hash is stored, and it cannot be shown again.");
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let mut table = Table::new(&[Text; 5], ["id", "name", "key", "scopes", "last used"]);
        for key in all(&app).await? {
            let used = key
                .last_used_at
                .map_or_else(|| "never".to_owned(), |at| at.format("%F %R").to_string());
            table.row([
                key.id.to_string(),
                key.name,
                format!("{}…", key.prefix),
                key.scopes.to_string(),
                used,
            ]);
        }
        print!("{}", table.print());
        Ok(())
    }
}

impl Rotate {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let (workspace, actor) = (workspaces::default(&app).await?, Actor::local(Who::CommandLine));
        let overlap = TimeDelta::hours(i64::from(self.overlap));
        let (_, raw) = keys::rotate(&app, &actor, workspace, id(&self.id)?, Some(overlap)).await?;
        show(&raw);
        Ok(())
    }
}

impl Delete {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let id = id(&self.id)?;
        let workspace = workspaces::default(&app).await?;
        keys::delete(&app, &Actor::local(Who::CommandLine), workspace, id).await?;
        eprintln!("The key {id} no longer works.");
        Ok(())
    }
}

fn id(text: &str) -> anyhow::Result<Id> {
    parse_id(text).ok_or_else(|| anyhow::anyhow!("{text:?} is not the id of a key"))
}

async fn all(app: &App) -> anyhow::Result<Vec<keys::ApiKey>> {
    Ok(keys::list(app, workspaces::default(app).await?).await?)
}

fn end_of(date: NaiveDate) -> Option<DateTime<Utc>> {
    Some(date.succ_opt()?.and_time(NaiveTime::MIN).and_utc())
}

/// Makes a key that reaches everything, to try the API with.
pub(super) async fn to_try(app: &App) -> anyhow::Result<String> {
    let key = keys::CreateKey {
        name: "demo".to_owned(),
        scopes: Scope::ALL.into_iter().collect::<Scopes>(),
        expires_at: None,
        user: None,
        limit: RateLimit::Default,
        environment: None,
    };
    let actor = Actor::local(Who::CommandLine);
    let (_, raw) = keys::create(app, &actor, workspaces::default(app).await?, key).await?;
    Ok(raw.reveal().to_owned())
}
