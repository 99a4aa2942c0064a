//! `vitasync priority`: shows whose samples count where sources overlap, and sets it.

use anyhow::anyhow;
use clap::Args;
use vitasync_core::Metric;
use vitasync_core::resolve::Selector;
use vitasync_core::resolve::priority::Merit;

use super::output::Column::{Number, Text};
use super::output::{Table, whole};
use super::{Database, person};
use crate::App;
use crate::error::Error;
use crate::service::health::{self, UserRef};
use crate::service::preferences::{self, Change, Pick, Ranked, name_of};
use crate::vocabulary::Asked;

#[derive(Debug, Args)]
pub(super) struct Priority {
    /// Whose: an id or an external id
    #[arg(long)]
    user: String,
    #[command(flatten)]
    database: Database,
    /// For which metric alone, for example steps
    #[arg(long)]
    metric: Option<String>,
    /// The new order, best first: kinds of device (watch, phone, ring …), providers, or sources by name or number
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Forget the order, so that the usual one holds
    #[arg(long, conflicts_with = "sources")]
    reset: bool,
}

impl Priority {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let user = person::find(&app, &self.user).await?;
        let asked = match &self.metric {
            Some(name) => Some(Asked::by_metric(name)?),
            None => None,
        };
        if self.reset || !self.sources.is_empty() {
            let done = preferences::change(&app, &UserRef::from(&user), &self.change(), None).await;
            done.map_err(|error| self.explained(error))?;
        }
        let user = UserRef::from(&person::find(&app, &self.user).await?);
        match asked {
            Some(asked) => self.show_metric(&app, &user, asked).await,
            None => self.show_all(&app, &user).await,
        }
    }

    fn change(&self) -> Change {
        let picks: Vec<Pick> = self.sources.iter().cloned().map(Pick::Word).collect();
        let order = Some(picks).filter(|_| !self.reset);
        match &self.metric {
            Some(metric) => Change {
                metrics: Some(Some([(metric.clone(), order)].into())),
                ..Change::default()
            },
            None => Change {
                general: Some(order),
                ..Change::default()
            },
        }
    }

    fn explained(&self, error: Error) -> anyhow::Error {
        match error {
            Error::Unprocessable { .. } => {
                anyhow!("{error}; `vitasync sources --user {}` lists the sources", self.user)
            }
            error => error.into(),
        }
    }

    /// Shows every order that is set.
    async fn show_all(&self, app: &App, user: &UserRef) -> anyhow::Result<()> {
        let priority = preferences::read(app, user).await?.preferences.priority;
        let mut table = Table::new(&[Text, Text], ["for", "best first"]);
        let names = Names::of(app, user).await?;
        if !priority.general.is_empty() {
            table.row(["everything".to_owned(), names.list(&priority.general)]);
        }
        for (metric, selectors) in &priority.metrics {
            table.row([metric.id().to_owned(), names.list(selectors)]);
        }
        if table.is_empty() {
            println!(
                "Nothing is set: for each metric the devices made for it come first, then watch, ring, band, phone, app."
            );
        } else {
            print!("{}", table.print());
        }
        eprintln!(
            "`vitasync priority --user {} --metric steps` shows who counts for one metric, and why.",
            self.user
        );
        Ok(())
    }

    /// Shows the order for a metric, or for each metric a documented name means.
    async fn show_metric(&self, app: &App, user: &UserRef, asked: Asked) -> anyhow::Result<()> {
        let mut found = false;
        for metric in asked.metrics() {
            let ranked = preferences::order(app, user, metric).await?;
            if !ranked.is_empty() {
                print!("{}{}", if found { "\n" } else { "" }, order(metric, &ranked));
                found = true;
            }
        }
        if !found {
            eprintln!("{} has no {} yet.", self.user, asked.name());
        }
        Ok(())
    }
}

fn order(metric: Metric, ranked: &[Ranked]) -> String {
    let header = ["", metric.id(), "kind", "samples", "because of"];
    let mut table = Table::new(&[Number, Text, Text, Number, Text], header);
    for (at, it) in ranked.iter().enumerate() {
        let because = match it.merit {
            Merit::MetricOrder => "your order for this metric",
            Merit::GeneralOrder => "your general order",
            Merit::Device => "its kind of device",
            Merit::Richness => "how many samples it has",
            Merit::Name => "its name, nothing else",
        };
        table.row([
            format!("{}.", at + 1),
            it.source.name.clone(),
            it.source.device_kind.id().to_owned(),
            whole(it.samples),
            because.to_owned(),
        ]);
    }
    table.print()
}

/// Names sources as a person would.
struct Names(Vec<(i32, vitasync_core::Source)>);

impl Names {
    async fn of(app: &App, user: &UserRef) -> anyhow::Result<Self> {
        let sources = health::sources(app, user).await?.into_iter();
        Ok(Self(sources.map(|it| (it.no, it.source.as_ref().clone())).collect()))
    }

    fn list(&self, selectors: &[Selector]) -> String {
        let names: Vec<String> = selectors.iter().map(|it| name_of(it, &self.0)).collect();
        names.join(", ")
    }
}
