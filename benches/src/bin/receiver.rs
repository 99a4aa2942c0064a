//! Receives webhooks: answers 200 to everything, and says how much that was.
//!
//! ```sh
//! receiver 127.0.0.1:9001
//! ```
//!
//! `GET /count` tells how many requests came and over how many connections.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Debug, Default)]
struct Counts {
    requests: AtomicU64,
    connections: AtomicU64,
}

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = TcpListener::bind(address)?;
    println!("{}", listener.local_addr()?);
    let counts = Arc::new(Counts::default());
    for stream in listener.incoming() {
        let (stream, counts) = (stream?, Arc::clone(&counts));
        // A caller that breaks off is its own matter.
        std::thread::spawn(move || answer(&stream, &counts));
    }
    Ok(())
}

/// Answers one connection until it is closed.
fn answer(stream: &TcpStream, counts: &Counts) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut is_counted = false;
    loop {
        let (mut line, mut length, mut asks) = (String::new(), 0, false);
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            asks |= line.starts_with("GET /count");
            match line.trim_end().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().map_err(io::Error::other)?;
                }
                None if line.trim_end().is_empty() => break,
                _ => {}
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        let body = match asks {
            true => {
                let (requests, connections) = (&counts.requests, &counts.connections);
                let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
                format!(
                    "{{\"requests\": {}, \"connections\": {}}}",
                    of(requests),
                    of(connections)
                )
            }
            false => {
                counts.requests.fetch_add(1, Ordering::Relaxed);
                if !is_counted {
                    counts.connections.fetch_add(1, Ordering::Relaxed);
                    is_counted = true;
                }
                "ok".to_owned()
            }
        };
        let mut stream = stream;
        stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes())?;
    }
}
