//! What the programs share that put load on a server: a connection that is kept, the times answers take, and a pace.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// What goes wrong.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A connection that is kept.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    head: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Connection {
    /// Connects to `address`, and sends the key with every request.
    ///
    /// # Errors
    ///
    /// Where nobody listens.
    pub fn open(address: &str, key: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let head = format!("Host: {address}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n");
        Ok(Self {
            stream: BufReader::new(stream),
            head,
        })
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    ///
    /// Where the connection breaks, or what comes back is no answer with a length.
    pub fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Answer, Failure> {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Length: {length}\r\n\r\n",
            self.head
        );
        let socket = self.stream.get_mut();
        socket.write_all(request.as_bytes())?;
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
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = String::from_utf8(body)?;
        Ok(Answer { status, body })
    }
}

/// When requests are due that come at an even pace, whether the ones before are answered or not: a server that falls behind
/// makes them wait, and that counts.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    began: Instant,
    every: Duration,
}

impl Pace {
    /// Begins now, with so many requests a second.
    #[must_use]
    pub fn per_second(rate: f64) -> Self {
        Self {
            began: Instant::now(),
            every: Duration::from_secs_f64(1.0 / rate),
        }
    }

    /// Waits until the request of a number is due, and tells when that was.
    #[must_use]
    pub fn wait_for(self, number: u32) -> Instant {
        let due = self.began + self.every * number;
        let early = due.saturating_duration_since(Instant::now());
        if !early.is_zero() {
            #[expect(
                clippy::disallowed_methods,
                reason = "a thread of its own waits until its next request is due"
            )]
            std::thread::sleep(early);
        }
        due
    }
}

/// Tells in milliseconds how long answers took at most, but for the slowest: p50, p99 and the slowest of all.
#[must_use]
pub fn percentiles(mut times: Vec<Duration>) -> [f64; 3] {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    [last / 2, last * 99 / 100, last].map(|at| times.get(at).map_or(0.0, |it| it.as_secs_f64() * 1e3))
}
