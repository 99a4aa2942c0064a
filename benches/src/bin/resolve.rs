//! Resolves three overlapping sources into daily totals once, and prints what it took as JSON.
//!
//! ```text
//! resolve invent FILE ROWS      writes the rows both sides read
//! resolve days FILE             reads them and answers
//! ```

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::time::Instant;

use vitasync_benches::steps::{Person, invent, read, write};
use vitasync_core::aggregate::{BucketValue, Share};
use vitasync_providers::files::BoxError;

fn main() -> Result<(), BoxError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["invent", path, rows] => {
            let mut file = BufWriter::new(File::create(path)?);
            write(&invent(rows.parse()?), &mut file)?;
            Ok(file.flush()?)
        }
        ["days", path] => answer(path),
        _ => Err("usage: resolve invent FILE ROWS | resolve days FILE".into()),
    }
}

fn answer(path: &str) -> Result<(), BoxError> {
    let person = Person::new(read(BufReader::with_capacity(1 << 20, File::open(path)?))?);
    let began = Instant::now();
    let days = person.days();
    let seconds = began.elapsed().as_secs_f64();
    let days: Vec<String> = days.iter().map(told).collect();
    println!("{{\"seconds\": {seconds}, \"days\": {{{}}}}}", days.join(", "));
    Ok(())
}

/// Writes a day as `"date": [value, [[source, rows, value] that count], [[source, rows, value] set aside]]`.
fn told(day: &BucketValue) -> String {
    let shares = |shares: &[Share]| {
        let shares = shares
            .iter()
            .map(|it| format!("[{}, {}, {}]", it.source, it.count, it.value));
        shares.collect::<Vec<_>>().join(", ")
    };
    let (counted, aside) = (shares(&day.sources), shares(&day.set_aside));
    format!("\"{}\": [{}, [{counted}], [{aside}]]", day.date, day.value)
}
