//! `vitasync replay`: decodes again what vendors have answered and what stands in kept files, and says what that changes.

use clap::Args;
use serde_json::json;

use super::output::whole;
use super::{Database, person};
use crate::service::sync::{Replayed, people, replay};
use crate::service::users::UserRef;

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Whose answers and files: an id, or the name you gave
    #[arg(long, required_unless_present = "all", conflicts_with = "all")]
    user: Option<String>,
    /// Those of everybody
    #[arg(long)]
    all: bool,
    /// Those of one provider, for example `whoop`, or files of one kind, for example `apple_health`
    #[arg(long, value_name = "SLUG")]
    provider: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Replay {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let provider = self.provider.as_deref();
        let users = match &self.user {
            Some(name) => vec![person::find(&app, name).await?],
            None => people(&app, provider).await?,
        };
        for user in users {
            let shown = async |done: u64| {
                if done.is_multiple_of(10_000) {
                    eprintln!("{}: {} answers", user.id, whole(done));
                }
            };
            let replayed = replay(&app, &UserRef::from(&user), provider, self.dry_run, shown).await?;
            match self.json {
                true => println!("{}", json!({"userId": user.id.to_string(), "replayed": replayed})),
                false => print!("{}", report(&user.id.to_string(), &replayed, self.dry_run)),
            }
        }
        Ok(())
    }
}

/// Says what a replay has changed, or would.
fn report(user: &str, replayed: &Replayed, dry_run: bool) -> String {
    let would = if dry_run { " (nothing was changed)" } else { "" };
    let (answers, files) = (whole(replayed.exchanges), whole(replayed.files));
    let mut text = format!("{user}: {answers} answers and {files} files decoded again{would}\n");
    if replayed.unreadable > 0 {
        text += &format!("  {} could not be read\n", whole(replayed.unreadable));
    }
    for file in &replayed.skipped_files {
        text += &format!("  {} was skipped: {}\n", file.name, file.reason);
    }
    let metrics = replayed
        .metrics
        .iter()
        .map(|(metric, changes)| (metric.as_str(), *changes));
    let sessions = (!replayed.sessions.is_empty()).then_some(("nights and workouts", replayed.sessions));
    let mut nothing = true;
    for (name, changes) in metrics.chain(sessions) {
        nothing = false;
        let (added, changed, removed) = (whole(changes.added), whole(changes.changed), whole(changes.removed));
        text += &format!("  {name}: {added} added, {changed} changed, {removed} removed\n");
    }
    if nothing {
        text += "  nothing differs\n";
    }
    text
}
