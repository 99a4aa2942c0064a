//! Pushes batches of heart rates to a running server, as many phones would, and says how many records it takes a second.
//!
//! ```sh
//! vitasync serve --rate-limit off &
//! cargo run --release -p vitasync-benches --bin push_load -- 127.0.0.1:8080 vs_live_… 4 200
//! ```
//!
//! Each of the phones (third argument) is a user of its own and pushes so many batches (fourth) of 1,000 records, one
//! after the other over one connection. Then `ids` gives every record an id, and a number is how many batches all phones
//! together push in a second; without it each pushes as soon as the one before is answered. Nothing is known of the
//! server but its API, and every answer is checked.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use vitasync_benches::load::{Connection, Failure, Pace, percentiles};

const RECORDS: usize = 1_000;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, phones, batches, rest @ ..] = &arguments[..] else {
        return Err(
            "takes an address, a key, how many phones, how many batches each, `ids` or nothing, and a pace or nothing"
                .into(),
        );
    };
    let (phones, batches): (u32, u32) = (phones.parse()?, batches.parse()?);
    let ids = rest.iter().any(|word| word == "ids");
    let pace = rest.iter().find(|word| *word != "ids");
    let pace: Option<f64> = pace.map(|word| word.parse()).transpose()?;
    let ready: Vec<Phone> = (0..phones)
        .map(|phone| Phone::new(address, key, phone))
        .collect::<Result<_, _>>()?;
    let (began, pace) = (Instant::now(), pace.map(Pace::per_second));
    let pushing = ready.into_iter().map(|mut phone| {
        std::thread::spawn(move || {
            let mut times = Vec::new();
            for batch in 0..batches {
                let body = body(phone.number, batch as usize, ids);
                times.push(phone.push(&body, pace.map(|pace| (pace, batch * phones + phone.number)))?);
            }
            Ok::<_, Failure>(times)
        })
    });
    let mut times = Vec::new();
    for pushed in pushing.collect::<Vec<_>>() {
        times.extend(pushed.join().map_err(|_| "a phone panicked")??);
    }
    let took = began.elapsed().as_secs_f64();
    let records = phones as usize * batches as usize * RECORDS;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let rate = records as f64 / took;
    let [p50, p99, slowest] = percentiles(times);
    println!(
        "{{\"records\": {records}, \"seconds\": {took:.2}, \"per_second\": {rate:.0}, \"p50_ms\": {p50:.2}, \"p99_ms\": {p99:.2}, \"slowest_ms\": {slowest:.2}}}"
    );
    Ok(())
}

/// A phone and the user it belongs to.
struct Phone {
    number: u32,
    connection: Connection,
    path: String,
}

impl Phone {
    fn new(address: &str, key: &str, number: u32) -> Result<Self, Failure> {
        let mut connection = Connection::open(address, key)?;
        let user = format!(r#"{{"externalId": "push-load-{:x}-{number}"}}"#, std::process::id());
        let user = connection.ask("POST", "/v1/users", &user)?.body;
        let user: serde_json::Value = serde_json::from_str(&user)?;
        let path = format!("/v1/users/{}/ingest", user["id"].as_str().ok_or("no user")?);
        Ok(Self {
            number,
            connection,
            path,
        })
    }

    /// Pushes a batch, when it is due where it has a number in a pace, and tells how long that took.
    fn push(&mut self, body: &str, due: Option<(Pace, u32)>) -> Result<Duration, Failure> {
        let began = match due {
            Some((pace, number)) => pace.wait_for(number),
            None => Instant::now(),
        };
        let answer = self.connection.ask("POST", &self.path, body)?;
        let took = began.elapsed();
        if answer.status != 200 || !answer.body.contains("\"created\":1000") {
            let body: String = answer.body.chars().take(400).collect();
            return Err(format!("{} {body}", answer.status).into());
        }
        Ok(took)
    }
}

/// One heart rate every five seconds.
fn body(phone: u32, batch: usize, ids: bool) -> String {
    let mut body = format!(r#"{{"batchId":"{phone}-{batch}","provider":"apple","data":{{"records":["#);
    for at in 0..RECORDS {
        let seconds = (batch * RECORDS + at) * 5;
        let (day, hour, minute, second) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let comma = if at == 0 { "" } else { "," };
        let id = match ids {
            true => format!(
                r#""id":"F0A1C2D3-{phone:04X}-4000-8000-{:012X}","#,
                batch * RECORDS + at
            ),
            false => String::new(),
        };
        let value = 60 + (at * 7 + batch) % 90;
        write!(
            body,
            r#"{comma}{{{id}"type":"HKQuantityTypeIdentifierHeartRate","startDate":"2025-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z","endDate":"2025-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z","value":{value},"unit":"count/min","source":{{"name":"Watch","bundleIdentifier":"com.apple.health.9F2A","deviceType":"watch"}}}}"#,
            day / 28 + 1,
            day % 28 + 1,
            day / 28 + 1,
            day % 28 + 1,
        )
        .expect("text takes text");
    }
    body.push_str("]}}");
    body
}
