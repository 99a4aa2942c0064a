//! `vitasync demo`: a year of an invented person's data, read, resolved, shown and served.

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use clap::Args;
use vitasync_providers::demo::{DemoOptions, DemoTruth, write_export_zip};

use super::leave::Leaving;
use super::output::{bytes, whole};
use super::progress::{Bar, spinner};
use super::serve::Server;
use super::summary::{Stretch, last_day};
use super::{Serving, keys, person, report};
use crate::App;
use crate::config::Config;
use crate::service::analytics::anomalies::anomalies;
use crate::service::analytics::{self, kept};
use crate::service::events::{self, EventKind, EventQuery};
use crate::service::health::{self, DaysQuery, UserRef};
use crate::service::import::{ImportOptions, ImportReport, import_file};
use crate::service::users::{Profile, User};
use crate::service::window::Window;

/// What the invented person is called in the database.
const NAME: &str = "ada";

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    settings: Serving,
    /// How many days of history to invent
    #[arg(long, default_value_t = 366, value_parser = clap::value_parser!(u32).range(15..=20_000))]
    days: u32,
    /// Which history to invent
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Serve the API afterwards, also where standard output is no terminal
    #[arg(long, conflicts_with = "no_serve")]
    serve: bool,
    /// End after the report
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let serve = self.serve || (!self.no_serve && std::io::stdout().is_terminal());
        // The address is taken first, so that a year is not read in vain.
        let config = self.settings.config()?;
        let server = if serve {
            Some(Server::bind(&config).await?)
        } else {
            None
        };
        let folder = Folder::fresh(config)?;
        let export = folder.path.join("export.zip");
        let options = DemoOptions {
            days: self.days,
            seed: self.seed,
            ..DemoOptions::default()
        };
        let truth = invent(&options, &export).await?;

        let app = folder.config.open().await?;
        let profile = Profile {
            timezone: Some(Some(options.home.name().to_owned())),
            display_name: Some(Some("Ada Example".to_owned())),
            // Without them no reference value holds, and most scores have no answer.
            sex: Some(Some("female".to_owned())),
            birth_date: Some(NaiveDate::from_ymd_opt(1988, 2, 2)),
            height_m: Some(Some(1.68)),
            ..Profile::default()
        };
        let (user, _) = person::find_or_create(&app, NAME, profile).await?;
        let person = user;
        let user = UserRef::from(&person);
        let raw_dir = folder.config.originals_folder()?;
        let (imported, seconds) = read(&app, &user, &export, raw_dir.clone(), "Reading").await?;
        show_import(&truth, &export, &imported, seconds)?;
        show_last_days(&app, &user).await?;
        show_merging(&app, &user, &truth).await?;
        show_answers(&app, &person).await?;
        show_refusals(&imported);
        let (again, seconds) = read(&app, &user, &export, raw_dir, "Again").await?;
        show_again(&again, seconds);
        match server {
            Some(server) => answer(app, &user, server).await,
            None => {
                println!("\nTo try the API on this data: vitasync demo --serve");
                Ok(())
            }
        }
    }
}

/// Where the demo keeps its files: never among a person's own.
struct Folder {
    path: PathBuf,
    config: Config,
}

impl Folder {
    /// Empties the demo's folder; a database that was named is left as it is.
    fn fresh(mut config: Config) -> anyhow::Result<Self> {
        let path = config.data_folder()?.join("demo");
        if path.exists() {
            std::fs::remove_dir_all(&path).with_context(|| format!("cannot empty {}", path.display()))?;
        }
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let own = || path.join("demo.db").display().to_string();
        config.database = Some(config.database.clone().unwrap_or_else(own));
        Ok(Self { path, config })
    }
}

async fn invent(options: &DemoOptions, path: &Path) -> anyhow::Result<DemoTruth> {
    let spinner = spinner("Inventing a life and exporting it the way an iPhone does");
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let options = options.clone();
    let truth = tokio::task::spawn_blocking(move || write_export_zip(&options, BufWriter::new(file))).await??;
    spinner.finish_and_clear();
    Ok(truth)
}

async fn read(
    app: &App,
    user: &UserRef,
    export: &Path,
    raw_dir: PathBuf,
    doing: &'static str,
) -> anyhow::Result<(ImportReport, f64)> {
    let bar = Bar::new(doing, false);
    let shown = bar.clone();
    let options = ImportOptions {
        zone: None,
        system_zone: chrono_tz::UTC,
        keep_raw: true,
        raw_dir,
    };
    let began = Instant::now();
    let imported = import_file(app, user, export, options, move |at| shown.show(at)).await;
    bar.finish();
    Ok((imported?, began.elapsed().as_secs_f64()))
}

fn show_import(truth: &DemoTruth, export: &Path, imported: &ImportReport, seconds: f64) -> anyhow::Result<()> {
    let records: u64 = imported.file.records.values().map(|count| count.read).sum();
    #[expect(clippy::cast_precision_loss, reason = "a rate to show")]
    let rate = records as f64 / seconds / 1e6;
    println!(
        "A year of one invented person, as the phone exports it: {}",
        export.display()
    );
    println!(
        "  {} of zip, {} records, {} workouts, {} routes, {} sources",
        bytes(std::fs::metadata(export)?.len()),
        whole(records),
        whole(truth.workouts_written),
        whole(truth.routes),
        imported.written.sources.len(),
    );
    println!("  read, normalised and stored in {seconds:.2} s, the original kept beside: {rate:.2} million records/s");
    print!("{}", report::import(imported));
    Ok(())
}

async fn show_last_days(app: &App, user: &UserRef) -> anyhow::Result<()> {
    let last = last_day(app, user, None).await?.context("the import brought no data")?;
    let stretch = Stretch::read(app, user, last - Days::new(13), last, None).await?;
    print!("\nThe last 14 days: {}", stretch.to_text());
    Ok(())
}

async fn show_merging(app: &App, user: &UserRef, truth: &DemoTruth) -> anyhow::Result<()> {
    let days = health::daily_summaries(app, user, &DaysQuery::default()).await?;
    println!("\nWhat overlapped, over {} days", whole(days.len() as u64));
    print!("{}", report::shares(&days));
    let walked: f64 = truth.steps_by_day.values().sum();
    println!(
        "  (the person truly walked {} steps that a device could see)",
        super::output::number(walked, 0)
    );
    let query = EventQuery::all(EventKind::Workout, Window::default(), None);
    let workouts = events::list(app, user, &query).await?.rows;
    let records: usize = workouts.iter().map(|workout| workout.records.len()).sum();
    println!(
        "  {} workout records are {} workouts (truly {})",
        whole(records as u64),
        whole(workouts.len() as u64),
        whole(truth.workouts_true)
    );
    Ok(())
}

/// Shows what the days say of the person.
async fn show_answers(app: &App, user: &User) -> anyhow::Result<()> {
    let last = last_day(app, &UserRef::from(user), None).await?;
    let last = last.context("the import brought no data")?;
    let day = kept::day(app, user, Some(last.min(analytics::today(app, user).await?))).await?;
    println!(
        "\nHow {} stood on {}, each from 0 to 100",
        NAME,
        day.date.format("%e %B %Y").to_string().trim()
    );
    print!("{}", report::scores(&day));
    let found = anomalies(app, user).await?.all;
    println!("\nWhat was unusual: {} episodes; the latest", whole(found.len() as u64));
    print!("{}", report::anomalies(&found, 5));
    Ok(())
}

fn show_refusals(imported: &ImportReport) {
    println!(
        "\nWhat could not be used: {} records, none of them dropped in silence",
        whole(imported.written.rejected)
    );
    print!("{}", report::rejections(imported, 20));
}

fn show_again(again: &ImportReport, seconds: f64) {
    let samples = again.written.samples;
    println!(
        "\nThe same export once more: {} samples added, {} changed, in {seconds:.2} s",
        whole(samples.added),
        whole(samples.changed)
    );
}

async fn answer(app: App, user: &UserRef, server: Server) -> anyhow::Result<()> {
    let key = keys::to_try(&app).await?;
    let address = server.address;
    let last = last_day(&app, user, None)
        .await?
        .context("the import brought no data")?;
    let from = last - Days::new(6);
    println!("\nThe API serves this data on http://{address}; its documentation is at http://{address}/docs");
    println!("\n  curl -H 'Authorization: Bearer {key}' \\");
    println!(
        "    'http://{address}/v1/users/{}/health/daily-summaries?from={from}&to={last}'\n",
        user.id
    );
    println!("Also try, with the same key:");
    for path in [
        "/health/summary".to_owned(),
        format!("/health?metricType=heart_rate&from={last}&to={last}"),
        format!("/health/timeseries?metricType=steps&bucket=hour&from={last}&to={last}"),
        format!("/events?eventType=workout&from={from}"),
        format!("/health-scores?to={last}"),
        format!("/readiness?date={last}"),
        "/anomalies".to_owned(),
        format!("/analytics/context?date={last}&format=markdown"),
    ] {
        println!("  http://{address}/v1/users/{}{path}", user.id);
    }
    println!("\nStop with Ctrl-C.");
    let leaving = Leaving::new(&app, Duration::ZERO);
    server.run(app, &leaving).await
}
