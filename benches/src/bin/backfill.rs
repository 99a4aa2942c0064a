//! Reads the past of many connections over HTTP on this machine, from a vendor in another process that has limits and bad
//! days, and says how long it took. Ends with an error where anything is lost, wrong, or asked for beyond the limits.
//!
//! ```text
//! backfill [--connections 1000] [--days 90] [--rate 2000] [--user-rate 20] [--trouble-one-in 50] [--seed 1]
//! ```
//!
//! All connections are read at the same time on one thread; the vendor has one of its own. A page is a day of 24 objects. One
//! call in `--trouble-one-in` goes wrong: 500, 429 with `Retry-After` for one account or for all, a reset, a body that breaks
//! off or is half a document, a late answer, a token withdrawn; tokens also end after 20 seconds. 0 is a vendor without troubles.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use chrono::TimeDelta;
use vitasync_providers::client::Client;
use vitasync_providers::files::BoxError;
use vitasync_providers::testing::crowd::{Book, Caller, Count, Crowd, Hurried, Tally, Vendor};

const KNOBS: [(&str, u32); 6] = [
    ("--connections", 1000),
    ("--days", 90),
    ("--rate", 2000),
    ("--user-rate", 20),
    ("--trouble-one-in", 50),
    ("--seed", 1),
];

fn main() -> Result<(), BoxError> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_vendor = arguments.first().is_some_and(|it| it == "vendor");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if is_vendor {
        arguments.remove(0);
        return runtime.block_on(vendor(crowd(&arguments)?));
    }
    let crowd = crowd(&arguments)?;
    let (child, address) = start(&arguments)?;
    let began = Instant::now();
    let count = runtime.block_on(backfill(crowd, &address))?;
    let seconds = began.elapsed().as_secs_f64();
    let book = stop(child)?;
    tell(&count, &book, seconds)?;
    let right = (
        count.missing,
        count.wrong,
        book.refreshed_twice,
        book.over_limit,
        book.while_resting,
    );
    match right {
        (0, 0, 0, 0, 0) => Ok(()),
        _ => Err("something was lost, wrong or asked for when it must not be; see above".into()),
    }
}

fn crowd(arguments: &[String]) -> Result<Crowd, BoxError> {
    let mut knobs = BTreeMap::from(KNOBS);
    for pair in arguments.chunks(2) {
        let [name, value] = pair else {
            return Err(format!("{} wants a number", pair[0]).into());
        };
        let knob = knobs
            .get_mut(name.as_str())
            .ok_or_else(|| format!("there is no {name}"))?;
        *knob = value.parse()?;
    }
    Ok(Crowd {
        accounts: knobs["--connections"],
        days: knobs["--days"],
        app_calls: knobs["--rate"],
        user_calls: knobs["--user-rate"],
        trouble_one_in: knobs["--trouble-one-in"],
        token_lasts: TimeDelta::seconds(20),
        seed: knobs["--seed"].into(),
    })
}

/// Serves until standard input ends, then tells what it was asked.
async fn vendor(crowd: Crowd) -> Result<(), BoxError> {
    let vendor = Vendor::start(crowd, Arc::new(Hurried::new(1, 0))).await?;
    println!("{}", vendor.address());
    let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    end.await??;
    println!("{}", serde_json::to_string(&vendor.book())?);
    Ok(())
}

fn start(arguments: &[String]) -> Result<(Child, String), BoxError> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("vendor").args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    let mut said = BufReader::with_capacity(1, child.stdout.as_mut().ok_or("it is piped")?);
    said.read_line(&mut address)?;
    Ok((child, address.trim().to_owned()))
}

fn stop(mut child: Child) -> Result<Book, BoxError> {
    drop(child.stdin.take());
    let output = child.wait_with_output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

async fn backfill(crowd: Crowd, address: &str) -> Result<Count, BoxError> {
    let clock = Arc::new(Hurried::new(1, crowd.seed));
    let (tokens, tally) = (Arc::new(crowd.tokens().await), Arc::new(Tally::new(crowd)));
    let client = Client::builder(tokens, tally.clone(), tally.clone()).runtime(clock.clone());
    let client = client.rebase(Crowd::HOST, address)?.build()?;
    let caller = Arc::new(Caller::new(crowd, client, clock));
    let one = |account| {
        let caller = caller.clone();
        tokio::spawn(async move { caller.backfill(account).await })
    };
    let all: Vec<_> = (0..crowd.accounts).map(one).collect();
    for account in all {
        account.await??;
    }
    Ok(tally.count())
}

fn tell(count: &Count, book: &Book, seconds: f64) -> Result<(), BoxError> {
    let rows = [
        ("time", format!("{seconds:.1} s")),
        ("objects expected", count.expected.to_string()),
        ("  missing", count.missing.to_string()),
        ("  wrong or doubled", count.wrong.to_string()),
        ("  read again with their window", count.again.to_string()),
        ("calls, by the vendor's book", book.calls.to_string()),
        ("  beyond a limit", book.over_limit.to_string()),
        ("  while the vendor rested", book.while_resting.to_string()),
        ("  that went wrong", book.troubles.to_string()),
        ("tokens refreshed", book.refreshes.to_string()),
        ("  refresh tokens used twice", book.refreshed_twice.to_string()),
        ("the vendor rested", format!("{:.1} s", book.rested_seconds)),
        (
            "limit used in the rest of the time",
            format!("{:.1} %", book.usage * 100.0),
        ),
        ("peak memory of the client", format!("{:.1} MB", peak_mb()?)),
        ("processor time of the client", format!("{:.1} s", processor_seconds()?)),
    ];
    let mut out = std::io::stdout().lock();
    for (what, figure) in rows {
        writeln!(out, "{what:<36} {figure:>12}")?;
    }
    Ok(())
}

/// Reads how much memory this process has had at most; Linux alone tells.
fn peak_mb() -> Result<f64, BoxError> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// Reads how long this process has been computing, in the kernel and outside; Linux alone tells.
fn processor_seconds() -> Result<f64, BoxError> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no name")?;
    let ticks: Vec<f64> = fields
        .split(' ')
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
