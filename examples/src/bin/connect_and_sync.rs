//! Connects an Oura ring and a Withings watch, syncs a month and prints the week: one truth of two vendors.
//!
//! ```text
//! cargo run -p vitasync-examples --bin connect_and_sync [-- --yes] [--data DIR] [--now 2026-10-25T09:00:00Z]
//! ```
//!
//! The vendors run on this machine and the person does not exist; nothing leaves it. Everything else is as it would be:
//! pages of authorisation, codes, tokens, HTTP. Run it again and it syncs what has come since; a day passes between two runs.

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use vitasync_core::Preferences;
use vitasync_core::time::ZoneHistory;
use vitasync_examples::archive::{Archive, read_json, write_json};
use vitasync_examples::week::Week;
use vitasync_providers::Provider;
use vitasync_providers::client::{App, Client, Connection, Link, Runtime, TokenFiles, TokenStore};
use vitasync_providers::provider::Account;
use vitasync_providers::testing::{Asked, FakeVendor, Month, Stage};
use vitasync_providers::vendors::{oura::Oura, withings::Withings};

const PERSON: Month = Month::new(1, Berlin);

/// A vendor, what is read of it, and how the person who does not exist appears there.
struct Place {
    provider: &'static dyn Provider,
    resources: &'static [&'static str],
    told: fn(&Month, &Asked<'_>, DateTime<Utc>) -> Option<String>,
}

static PLACES: [Place; 2] = [
    Place {
        provider: &Oura,
        resources: &["sleep", "daily_sleep", "daily_activity", "workout"],
        told: Month::oura,
    },
    Place {
        provider: &Withings,
        resources: &["measure", "activity", "workout"],
        told: Month::withings,
    },
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let archive = Arc::new(Archive::open(&options.data, Preferences::in_zone(Berlin)).map_err(told)?);
    let last = archive.last_sync();
    let now = match (options.now, last) {
        (Some(now), _) => now,
        (None, Some(last)) => last + TimeDelta::days(1),
        (None, None) => "2026-10-25T09:00:00Z".parse()?,
    };
    println!("It is {}.", now.with_timezone(&Berlin).format("%A %-d %B %Y, %H:%M"));
    if let Some(last) = last {
        let last = last.with_timezone(&Berlin).format("%A, %H:%M");
        println!("The last sync was on {last}: only what is new or revised since then is asked for and counts.");
    }
    println!(
        "Tokens and answers are kept in {}; remove it to begin anew.",
        options.data.display()
    );
    for place in &PLACES {
        let name = place.provider.spec().name;
        println!("\n{name}");
        visit(place, &options, &archive, now).await?;
    }
    let history = archive.history();
    let last = now.with_timezone(&Berlin).date_naive();
    let zone = Berlin;
    print!(
        "\n{}",
        Week {
            history: &history,
            last,
            zone
        }
    );
    Ok(())
}

/// Connects an account where it is not connected yet, and syncs it.
async fn visit(
    place: &Place,
    options: &Options,
    archive: &Arc<Archive>,
    now: DateTime<Utc>,
) -> Result<(), Box<dyn Error>> {
    let spec = place.provider.spec();
    let stage = Arc::new(Stage::at(now));
    let told = place.told;
    let clock = stage.clone();
    let vendor = FakeVendor::start_in(place.provider, move |asked| told(&PERSON, asked, clock.now())).await;
    // Its tokens of the last run are good.
    vendor.resume();
    let tokens = Arc::new(TokenFiles::new(options.data.join("tokens")));
    let client = Client::builder(tokens.clone(), archive.clone(), archive.clone()).runtime(stage);
    let client = vendor.rebase(client).build()?;
    // Yours come from the vendor's page for developers; docs/providers.md says what to enter there.
    let app = vendor.app();

    let file = options.data.join(format!("{}.json", spec.slug));
    let known: Option<Connection> = read_json(&file).map_err(self::told)?;
    let connection = match known {
        Some(connection) if tokens.load(&connection.id).await.map_err(self::told)?.is_some() => {
            let answers = archive.replay(place.provider, &connection).map_err(self::told)?;
            println!(
                "  connected since {}; {answers} kept answers read again",
                connection.connected_at.format("%-d %B")
            );
            connection
        }
        _ => connect(place.provider, &vendor, &client, &app, options, now, &file).await?,
    };
    let link = Link {
        provider: place.provider,
        app: &app,
        connection: &connection,
    };
    for resource in place.resources {
        let report = client.sync(link, resource).await?;
        let merged = archive.take_merged();
        println!(
            "  {resource:<15} read {:>3} samples, {:>2} sessions, {} taken back;  {:>3} samples new, {:>2} revised",
            report.samples, report.sessions, report.deleted, merged.added, merged.changed
        );
    }
    Ok(())
}

/// Sends the person to the vendor, exchanges what they bring back, and remembers the connection.
async fn connect(
    provider: &'static dyn Provider,
    vendor: &FakeVendor,
    client: &Client,
    app: &App,
    options: &Options,
    now: DateTime<Utc>,
    file: &Path,
) -> Result<Connection, Box<dyn Error>> {
    let mut connection = Connection {
        id: provider.spec().slug.to_owned(),
        account: Account::default(),
        zones: ZoneHistory::always(Berlin),
        connected_at: now,
    };
    let link = Link {
        provider,
        app,
        connection: &connection,
    };
    let sent = client.authorize(link).await?;
    println!("  Allow it here: {}", vendor.page(&sent.url));
    if options.asks {
        print!("  Open the address, or press enter to have it opened for you: ");
        io::stdout().flush()?;
        io::stdin().read_line(&mut String::new())?;
    }
    let returned = match vendor.returned() {
        Some(returned) => returned,
        None => {
            vendor.open(&sent.url).await.map_err(told)?;
            vendor.returned().ok_or("nobody came back")?
        }
    };
    connection.account = client.connect(link, &sent.pending, &returned).await?;
    write_json(file, &connection).map_err(told)?;
    println!("  connected; the code is exchanged for tokens, which are stored");
    Ok(connection)
}

struct Options {
    asks: bool,
    data: PathBuf,
    now: Option<DateTime<Utc>>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let usage = "usage: connect_and_sync [--yes] [--data DIR] [--now TIME]";
        let mut options = Self {
            asks: io::stdin().is_terminal(),
            data: std::env::temp_dir().join("vitasync-connect-and-sync"),
            now: None,
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--yes" => options.asks = false,
                "--data" => options.data = arguments.next().ok_or(usage)?.into(),
                "--now" => options.now = Some(arguments.next().ok_or(usage)?.parse()?),
                _ => return Err(usage.into()),
            }
        }
        Ok(options)
    }
}

fn told(error: Box<dyn Error + Send + Sync>) -> Box<dyn Error> {
    error
}
