//! Writes an invented Apple Health export, to try things on without anybody's health data.
//!
//! ```text
//! demo_export [--days N | --megabytes N] [--seed N] [--end YYYY-MM-DD] [--without-last DAYS] [--imperial] [--clean] OUT
//! ```
//!
//! `OUT` ends in `.zip` for the whole archive or `.xml` for the main document alone.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use vitasync_providers::demo::{DemoOptions, DemoTruth, write_export_xml, write_export_zip};

const USAGE: &str = "usage: demo_export [--days N | --megabytes N] [--seed N] [--end YYYY-MM-DD] [--without-last DAYS] \
                     [--imperial] [--clean] OUT.zip|OUT.xml";

fn main() -> Result<(), Box<dyn Error>> {
    let (options, path) = parse(std::env::args().skip(1))?;
    let began = Instant::now();
    let truth = write(&options, &path)?;
    report(&truth, &path, began)
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<(DemoOptions, PathBuf), Box<dyn Error>> {
    let mut options = DemoOptions::default();
    let mut path = None;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--days" => options.days = value()?.parse()?,
            "--megabytes" => options = options.with_size(value()?.parse::<u64>()? * 1_000_000),
            "--seed" => options.seed = value()?.parse()?,
            "--end" => options.end = value()?.parse()?,
            "--without-last" => options.without_last = value()?.parse()?,
            "--imperial" => options.imperial = true,
            "--clean" => options.corrupt_rows = false,
            other if other.starts_with('-') || path.is_some() => return Err(USAGE.into()),
            other => path = Some(PathBuf::from(other)),
        }
    }
    Ok((options, path.ok_or(USAGE)?))
}

fn write(options: &DemoOptions, path: &Path) -> Result<DemoTruth, Box<dyn Error>> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let create = || File::create(path).map(BufWriter::new);
    match extension {
        Some("zip") => Ok(write_export_zip(options, create()?)?),
        Some("xml") => Ok(write_export_xml(options, create()?)?),
        _ => Err(USAGE.into()),
    }
}

fn report(truth: &DemoTruth, path: &Path, began: Instant) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::metadata(path)?.len();
    writeln!(
        std::io::stdout(),
        "{}: {bytes} bytes in {:.1?}\n\
         {} records of {} types, {} of them broken\n\
         {} workouts for {} real ones, {} nights, {} naps, {} routes, {} electrocardiograms",
        path.display(),
        began.elapsed(),
        truth.records,
        truth.records_by_type.len(),
        truth.corrupt.len(),
        truth.workouts_written,
        truth.workouts_true,
        truth.nights.len(),
        truth.naps.len(),
        truth.routes,
        truth.ecgs,
    )?;
    Ok(())
}
