//! Reads an Apple Health export and prints how many rows it has, how long that took and how much memory at most.
//!
//! ```text
//! import_memory PATH [THREADS]
//! ```

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Instant, SystemTime};

use chrono::DateTime;
use vitasync_providers::files::{Options, Part, apple_health};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = PathBuf::from(arguments.next().ok_or("usage: import_memory PATH [THREADS]")?);
    let mut options = Options::new(DateTime::from(SystemTime::now()));
    if let Some(threads) = arguments.next() {
        options.threads = threads.parse()?;
    }
    let (mut rows, mut sessions, mut rejected) = (0, 0, 0);
    let began = Instant::now();
    let report = apple_health::read_path(&path, &options, &mut |part| {
        match part {
            Part::Samples(batch) => rows += batch.len(),
            Part::Sessions(found) => sessions += found.len(),
            Part::Rejected(found) => rejected += found.len(),
            Part::Progress(_) => {}
        }
        Ok(())
    })?;
    let seconds = began.elapsed().as_secs_f64();
    writeln!(
        std::io::stdout(),
        "{rows} rows, {sessions} workouts, {rejected} rejected in {seconds:.3} s on {} threads; peak {}; {:?}",
        options.threads,
        peak()?,
        report.partial,
    )?;
    Ok(())
}

/// Tells the most memory this process has had resident, in the words of the system.
fn peak() -> Result<String, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line
        .ok_or("the system does not tell the peak of memory")?
        .trim()
        .to_owned())
}
