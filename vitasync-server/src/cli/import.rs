//! `vitasync import`: reads a file of any known format into the database.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use chrono_tz::Tz;
use clap::Args;

use super::output::{bytes, whole};
use super::progress::Bar;
use super::{Database, person, report, zone};
use crate::Error;
use crate::service::audit::{Actor, Who};
use crate::service::health::UserRef;
use crate::service::import::{ImportOptions, import_file};
use crate::service::users::{self, Profile};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file: Apple Health's export.zip or its export.xml, FIT, TCX and GPX files, also as .gz or many in a zip, or WHOOP's export
    file: PathBuf,
    /// Whose data it is: an id, or a name of your choice, which is created where nobody has it
    #[arg(long)]
    user: String,
    #[command(flatten)]
    database: Database,
    /// The person's time zone, such as Europe/Berlin; by default the profile's, the file's or this system's
    #[arg(long, value_name = "ZONE", value_parser = zone::parse)]
    timezone: Option<Tz>,
    /// Do not keep the original file
    #[arg(long)]
    no_raw: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        anyhow::ensure!(self.file.is_file(), "there is no file {}", self.file.display());
        let config = self.database.config()?;
        let app = config.open().await?;
        let timezone = self.timezone.map(|zone| Some(zone.name().to_owned()));
        let profile = Profile {
            timezone,
            ..Profile::default()
        };
        let (user, created) = person::find_or_create(&app, &self.user, profile).await?;
        if created {
            eprintln!("Created {} ({}).", self.user, user.id);
        }
        let options = ImportOptions {
            zone: self.timezone,
            system_zone: zone::of_system(),
            keep_raw: !self.no_raw,
            raw_dir: config.originals_folder()?,
        };
        let bar = Bar::new("Reading", self.json);
        let began = Instant::now();
        let shown = bar.clone();
        let imported = import_file(&app, &UserRef::from(&user), &self.file, options, move |at| {
            shown.show(at)
        })
        .await;
        bar.finish();
        if created && matches!(imported, Err(Error::Unprocessable { .. })) {
            // Nothing was read: the person would stay behind without a reason.
            users::erase(&app, &Actor::local(Who::CommandLine), UserRef::from(&user)).await?;
        }
        let imported = imported.with_context(|| format!("cannot import {}", self.file.display()))?;
        let took = began.elapsed();
        if let Some(used) = &imported.file.zone {
            users::adopt_zone(&app, user, used.zone).await?;
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&imported)?);
            return Ok(());
        }
        let records: u64 = imported.file.records.values().map(|count| count.read).sum();
        println!("{} records in {:.2} s", whole(records), took.as_secs_f64());
        print!("{}", report::import(&imported));
        if imported.written.rejected > 0 {
            println!("\n{} could not be used:", whole(imported.written.rejected));
            print!("{}", report::rejections(&imported, 20));
        }
        if let Some(original) = &imported.original {
            eprintln!(
                "The original is kept in {} ({}).",
                original.path,
                bytes(original.stored_bytes)
            );
        }
        Ok(())
    }
}
