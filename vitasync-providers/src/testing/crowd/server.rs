//! The sockets of the vendor: HTTP/1.1 by hand, because a server that is polite cannot break off.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::book::{Act, Asked, Book, Headers, State};
use super::{Crowd, Hurried};
use crate::client::Runtime;

/// The vendor of a crowd, at work until it is dropped.
#[derive(Debug)]
pub struct Vendor {
    address: String,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

impl Vendor {
    /// Starts a server on this machine.
    ///
    /// # Errors
    ///
    /// Where no port is free.
    pub async fn start(crowd: Crowd, clock: Arc<Hurried>) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(Mutex::new(State::new(crowd)));
        let shared = state.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Who hangs up is no trouble of ours.
                tokio::spawn(serve(stream, shared.clone(), clock.clone()));
            }
        });
        Ok(Self {
            address,
            state,
            serving,
        })
    }

    /// The address of the server.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Tells what the vendor has been asked so far.
    pub fn book(&self) -> Book {
        lock(&self.state).book()
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>, clock: Arc<Hurried>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    while let Some(asked) = next(&mut stream, &mut received).await? {
        let act = lock(&state).answer(&asked, clock.now());
        match act {
            Act::Answer(status, headers, body, wait) => {
                if !wait.is_zero() {
                    clock.sleep(wait).await;
                }
                stream.write_all(head(status, headers, &body).as_bytes()).await?;
            }
            Act::Cut(body) => {
                let whole = head(200, &[], &body);
                stream
                    .write_all(&whole.as_bytes()[..whole.len() - body.len() / 2])
                    .await?;
                return Ok(());
            }
            Act::Reset => return stream.set_zero_linger(),
        }
    }
    Ok(())
}

fn head(status: u16, headers: Headers, body: &str) -> String {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    format!(
        "HTTP/1.1 {status} As Said\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
}

/// Reads the next call; `None` where the other side has hung up.
async fn next(stream: &mut TcpStream, received: &mut Vec<u8>) -> std::io::Result<Option<Asked>> {
    loop {
        if let Some((asked, length)) = parse(received) {
            received.drain(..length);
            return Ok(Some(asked));
        }
        if stream.read_buf(received).await? == 0 {
            return Ok(None);
        }
    }
}

/// Reads a call and tells how long it is, if it is there as a whole.
fn parse(received: &[u8]) -> Option<(Asked, usize)> {
    let end = memchr::memmem::find(received, b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&received[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let target = lines.next()?.split(' ').nth(1)?;
    let header = |name: &str| {
        let mut lines = lines.clone().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    let length: usize = header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let body = received.get(end..end + length)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let read = |text| form_urlencoded::parse(text).into_owned();
    let asked = Asked {
        path: path.to_owned(),
        bearer: header("authorization").unwrap_or_default().to_owned(),
        pairs: read(query.as_bytes()).chain(read(body)).collect(),
    };
    Some((asked, end + length))
}
