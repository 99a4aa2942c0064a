//! Reads a file once in one of the ways that are compared, and prints what it took as JSON.
//!
//! ```text
//! parse bare|import|inflate FILE [THREADS]
//! ```

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use vitasync_benches::{import, inflate, visit_attributes};
use vitasync_providers::files::BoxError;

fn main() -> Result<(), BoxError> {
    const USAGE: &str = "usage: parse bare|import|inflate FILE [THREADS]";
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mode, path) = match arguments.as_slice() {
        [mode, path, ..] => (mode.as_str(), Path::new(path)),
        _ => return Err(USAGE.into()),
    };
    let threads = arguments.get(2).map_or(Ok(1), |threads| threads.parse())?;
    let began = Instant::now();
    let counted = match mode {
        "bare" => format!("\"records\": {}", visit_attributes(File::open(path)?)?),
        "import" => format!("\"rows\": {}", import(path, threads)?.0),
        "inflate" => format!("\"bytes\": {}", inflate(path)?),
        _ => return Err(USAGE.into()),
    };
    println!("{{{counted}, \"seconds\": {}}}", began.elapsed().as_secs_f64());
    Ok(())
}
