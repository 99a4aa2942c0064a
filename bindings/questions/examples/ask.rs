//! Answers questions from standard input, one per line: a name and its arguments as JSON.
//!
//! ```sh
//! echo 'median {"values": [58, 60, 61]}' | cargo run -q -p vitasync-questions --example ask
//! ```

use std::io::{BufRead, stdin};

use serde_json::json;
use vitasync_questions::{Arguments, Failure, ask};

fn main() -> std::io::Result<()> {
    for line in stdin().lock().lines() {
        let line = line?;
        let (name, arguments) = line.split_once(' ').unwrap_or((&line, "{}"));
        let arguments: Arguments<'_> = serde_json::from_str(arguments)?;
        let answer = match ask(name, arguments) {
            Ok(answer) => json!(answer),
            Err(Failure::NoAnswer { reason }) => json!({ "no_answer": reason }),
            Err(failure) => json!({ "failure": failure.to_string() }),
        };
        println!("{answer}");
    }
    Ok(())
}
