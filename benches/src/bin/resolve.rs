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
    let days: Vec<String> = days
        .iter()
        .map(|day| format!("\"{}\": {}", day.date, day.value))
        .collect();
    println!("{{\"seconds\": {seconds}, \"days\": {{{}}}}}", days.join(", "));
    Ok(())
}
