//! Reads an Apple Health export and prints what each day came to, without any server.
//!
//! ```text
//! cargo run --release -p vitasync-examples --bin days_of_an_export -- export.zip Europe/Berlin
//! ```

use std::error::Error;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::Bucket;
use vitasync_core::resolve::sleep::NightKind;
use vitasync_core::{History, Metric, Preferences};
use vitasync_providers::files::{Options, Part, apple_health};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: days_of_an_export EXPORT.zip|EXPORT.xml ZONE";
    let path = arguments.next().ok_or(usage)?;
    let zone: Tz = arguments.next().ok_or(usage)?.parse()?;

    let mut history = History::new(Preferences::in_zone(zone));
    let received = DateTime::<Utc>::from(std::time::SystemTime::now());
    let report = apple_health::read_path(Path::new(&path), &Options::new(received), &mut |part| {
        match part {
            Part::Samples(batch) => drop(history.add(&batch)),
            Part::Sessions(sessions) => sessions.into_iter().for_each(|session| history.add_session(session)),
            Part::Rejected(rejected) => {
                rejected
                    .iter()
                    .for_each(|it| eprintln!("{}: {}: {}", it.position, it.subject, it.reason));
            }
            Part::Progress(_) => {}
        }
        Ok(())
    })?;
    if let Some(partial) = report.partial {
        eprintln!("the file breaks off at byte {}: {}", partial.byte, partial.lost);
    }

    for day in history.aggregate(Metric::Steps, Bucket::Day) {
        println!("{}  {:>8.0} steps", day.date, day.value);
    }
    for night in history.nights().iter().filter(|night| night.kind == NightKind::Night) {
        if let Some(asleep_s) = night.asleep_s {
            println!("{}  {:>8.1} hours asleep", night.date, asleep_s as f64 / 3600.0);
        }
    }
    println!("{} workouts", history.workouts().len());
    Ok(())
}
