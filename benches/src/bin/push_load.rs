//! Pushes batches of heart rates to a running server, as many phones would, and says how many records it takes a second.
//!
//! ```sh
//! vitasync serve --rate-limit off &
//! cargo run --release -p vitasync-benches --bin push_load -- 127.0.0.1:8080 vs_live_… 4 200
//! ```
//!
//! Each of the phones (third argument) is a user of its own and pushes so many batches (fourth) of 1,000 records, one
//! after the other over one connection; a fifth argument `ids` gives every record an id. Nothing is known of the server
//! but its API, and every answer is checked.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

const RECORDS: usize = 1_000;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, phones, batches, rest @ ..] = &arguments[..] else {
        return Err("takes an address, a key, how many phones, how many batches each, and `ids` or nothing".into());
    };
    let (phones, batches): (usize, usize) = (phones.parse()?, batches.parse()?);
    let ids = rest.first().is_some_and(|word| word == "ids");
    let run = format!("{:x}", std::process::id());
    let mut ready = Vec::new();
    for phone in 0..phones {
        let mut connection = Connection::open(address, key)?;
        let user = format!(r#"{{"externalId": "push-load-{run}-{phone}"}}"#);
        let (_, answer) = connection.post("/v1/users", &user)?;
        let user: serde_json::Value = serde_json::from_str(&answer)?;
        let path = format!("/v1/users/{}/ingest", user["id"].as_str().ok_or("no user")?);
        let bodies: Vec<String> = (0..batches).map(|at| body(phone, at, ids)).collect();
        ready.push((connection, path, bodies));
    }
    let began = Instant::now();
    let pushing = ready.into_iter().map(|(mut connection, path, bodies)| {
        std::thread::spawn(move || {
            for body in bodies {
                let (status, answer) = connection.post(&path, &body)?;
                if status != 200 || !answer.contains("\"created\":1000") {
                    return Err(Failure::from(format!("{status} {}", &answer[..answer.len().min(400)])));
                }
            }
            Ok(())
        })
    });
    for pushed in pushing.collect::<Vec<_>>() {
        pushed.join().map_err(|_| "a phone panicked")??;
    }
    let took = began.elapsed().as_secs_f64();
    let records = phones * batches * RECORDS;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let rate = records as f64 / took;
    println!("{records} records of {phones} phones in {took:.2} s: {rate:.0} records/s");
    Ok(())
}

/// One heart rate every five seconds.
fn body(phone: usize, batch: usize, ids: bool) -> String {
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

/// A connection that is kept.
struct Connection {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Connection {
    fn open(address: &str, key: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let head = format!("Host: {address}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n");
        Ok(Self {
            stream: BufReader::new(stream),
            head,
        })
    }

    fn post(&mut self, path: &str, body: &str) -> Result<(u16, String), Failure> {
        let head = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Length: {}\r\n\r\n",
            self.head,
            body.len()
        );
        let socket = self.stream.get_mut();
        socket.write_all(head.as_bytes())?;
        socket.write_all(body.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer)?;
        Ok((status, String::from_utf8(answer)?))
    }
}
