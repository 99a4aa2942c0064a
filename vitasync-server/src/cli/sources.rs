//! `vitasync sources`: who has measured a person.

use clap::Args;
use serde_json::{Value, json};
use vitasync_core::id::ContentId;

use super::output::Column::{Number, Text};
use super::output::{Table, whole};
use super::{Database, person};
use crate::service::health::{self, SourceSummary, UserRef};

#[derive(Debug, Args)]
pub(super) struct Sources {
    /// Whose: an id or an external id
    #[arg(long)]
    user: String,
    #[command(flatten)]
    database: Database,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Sources {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let user = UserRef::from(&person::find(&app, &self.user).await?);
        let sources = health::sources(&app, &user).await?;
        if self.json {
            let id = user.id.to_string();
            let listed: Vec<Value> = sources.iter().map(|it| source_json(&id, it)).collect();
            println!("{}", serde_json::to_string_pretty(&listed)?);
        } else if sources.is_empty() {
            anyhow::bail!(
                "{} has no data yet: vitasync import FILE --user {}",
                self.user,
                self.user
            );
        } else {
            print!("{}", table(&sources));
        }
        Ok(())
    }
}

fn table(sources: &[SourceSummary]) -> String {
    let header = [
        "no",
        "source",
        "kind",
        "recording",
        "samples",
        "metrics",
        "first",
        "last",
    ];
    let mut table = Table::new(&[Number, Text, Text, Text, Number, Number, Text, Text], header);
    for it in sources {
        let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or_else(|| "·".to_owned(), |at| at.format("%F").to_string())
        };
        table.row([
            it.no.to_string(),
            it.source.name.clone(),
            it.source.device_kind.id().to_owned(),
            it.source.key.recording.id().to_owned(),
            whole(it.metrics.values().sum::<u64>()),
            it.metrics.len().to_string(),
            day(it.earliest),
            day(it.latest),
        ]);
    }
    table.print()
}

fn source_json(user: &str, it: &SourceSummary) -> Value {
    json!({
        "id": ContentId::of_source(user, &it.source.key), "number": it.no, "source": *it.source,
        "firstSampleAt": it.earliest, "lastSampleAt": it.latest, "metrics": it.metrics,
    })
}
