//! Asks a running server at an even pace, and says how long its answers take.
//!
//! ```sh
//! paced 127.0.0.1:8080 vs_live_… 6000 10 16 < paths
//! ```
//!
//! The third argument is how many requests a second, the fourth for how many seconds, the fifth over how many connections.
//! Paths come on the input, one a line, and are asked in turn; one that begins with `POST ` is posted without a body. A time
//! runs from when the request was due, so that waiting for a busy server counts.

use std::time::Instant;

use vitasync_benches::load::{Connection, Failure, Pace, percentiles};

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, rate, seconds, connections] = &arguments[..] else {
        return Err("takes an address, a key, requests a second, seconds, and how many connections".into());
    };
    let (rate, seconds, connections): (f64, f64, u32) = (rate.parse()?, seconds.parse()?, connections.parse()?);
    let paths: Vec<String> = std::io::read_to_string(std::io::stdin())?
        .lines()
        .map(str::to_owned)
        .collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of requests"
    )]
    let requests = (rate * seconds) as u32;
    let open = (0..connections).map(|_| Connection::open(address, key));
    let open: Vec<Connection> = open.collect::<Result<_, _>>()?;
    let (pace, began) = (Pace::per_second(rate), Instant::now());
    let asking = (0..connections).zip(open).map(|(first, mut connection)| {
        let paths = paths.clone();
        std::thread::spawn(move || {
            let mut times = Vec::new();
            for number in (first..requests).step_by(connections as usize) {
                let path = paths.get(number as usize % paths.len().max(1)).ok_or("no paths")?;
                let (method, path) = match path.strip_prefix("POST ") {
                    Some(path) => ("POST", path),
                    None => ("GET", path.as_str()),
                };
                let due = pace.wait_for(number);
                let answer = connection.ask(method, path, "")?;
                times.push(due.elapsed());
                if !(200..300).contains(&answer.status) {
                    return Err(Failure::from(format!("{path}: {} {}", answer.status, answer.body)));
                }
            }
            Ok(times)
        })
    });
    let mut times = Vec::new();
    for asked in asking.collect::<Vec<_>>() {
        times.extend(asked.join().map_err(|_| "a connection panicked")??);
    }
    let reached = f64::from(requests) / began.elapsed().as_secs_f64();
    let [p50, p99, slowest] = percentiles(times);
    println!(
        "{{\"requests\": {requests}, \"per_second\": {reached:.1}, \"p50_ms\": {p50:.2}, \"p99_ms\": {p99:.2}, \"slowest_ms\": {slowest:.2}}}"
    );
    Ok(())
}
