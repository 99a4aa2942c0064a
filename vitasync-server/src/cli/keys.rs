//! `vitasync keys`: makes, lists and withdraws API keys.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::Column::Text;
use super::output::Table;
use super::{Database, person};
use crate::App;
use crate::auth::{Environment, Scope, Scopes};
use crate::service::{keys, parse_id, workspaces};

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
            environment: Environment::Live,
        };
        let (row, raw) = keys::create(&app, workspace, key).await?;
        if self.json {
            println!(
                "{}",
                json!({ "id": row.id.to_string(), "name": row.name, "key": raw.reveal() })
            );
        } else {
            println!("{}", raw.reveal());
            eprintln!("Keep it: only its hash is stored, and it cannot be shown again.");
        }
        Ok(())
    }
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

impl Delete {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let id = parse_id(&self.id).ok_or_else(|| anyhow::anyhow!("{:?} is not the id of a key", self.id))?;
        keys::delete(&app, workspaces::default(&app).await?, id).await?;
        eprintln!("The key {id} no longer works.");
        Ok(())
    }
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
        environment: Environment::Live,
    };
    let (_, raw) = keys::create(app, workspaces::default(app).await?, key).await?;
    Ok(raw.reveal().to_owned())
}
