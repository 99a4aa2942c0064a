//! Decodes and normalises large answers of every vendor, made of its own examples, and prints how fast.
//!
//! ```text
//! decode table [VENDOR]                   every answer of every vendor, or of one
//! decode write VENDOR OPERATION FILE      writes the large answer, for other programs to read
//! decode time VENDOR OPERATION            prints seconds and samples as JSON
//! ```
//!
//! A large answer is an example whose outermost list is repeated until it has a megabyte, and then eight: an answer eight times
//! as long has to take eight times as long. An example without a list is decoded as it is, over and over.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use chrono::DateTime;
use serde_json::Value;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::client::{Connection, Delivery, Exchange, replay};
use vitasync_providers::files::BoxError;
use vitasync_providers::provider::{Account, Provider};
use vitasync_providers::testing::conformance::exchanges;
use vitasync_providers::vendors;

const MEGABYTE: usize = 1_000_000;
const LARGE: usize = 8 * MEGABYTE;
const RUNS: usize = 5;

fn main() -> Result<(), BoxError> {
    const USAGE: &str = "usage: decode table [VENDOR] | write VENDOR OPERATION FILE | time VENDOR OPERATION";
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["table"] => vendors::ALL.iter().try_for_each(|provider| table(*provider)),
        ["table", vendor] => table(find(vendor)?),
        ["write", vendor, operation, path] => {
            let (_, exchange) = large(vendor, operation)?;
            Ok(std::fs::write(path, exchange.response.body)?)
        }
        ["time", vendor, operation] => {
            let (provider, exchange) = large(vendor, operation)?;
            let took = time(provider, &exchange)?;
            println!("{{\"seconds\": {}, \"samples\": {}}}", took.seconds, took.samples);
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}

fn find(vendor: &str) -> Result<&'static dyn Provider, BoxError> {
    vendors::find(vendor).ok_or_else(|| format!("there is no vendor {vendor}").into())
}

fn large(vendor: &str, operation: &str) -> Result<(&'static dyn Provider, Exchange), BoxError> {
    let provider = find(vendor)?;
    let example = examples(provider)?
        .remove(operation)
        .ok_or("there is no such operation")?;
    let large = grown(&example, LARGE).ok_or("it has no list")?;
    Ok((provider, large))
}

fn table(provider: &'static dyn Provider) -> Result<(), BoxError> {
    for (operation, example) in examples(provider)? {
        let one = grown(&example, MEGABYTE);
        let took = time(provider, one.as_ref().unwrap_or(&example))?;
        if took.samples + took.sessions == 0 {
            continue;
        }
        let beside = match grown(&example, LARGE) {
            Some(large) => format!("{:>7.1}", time(provider, &large)?.megabytes_per_second()),
            None => format!("{:>7}", "-"),
        };
        let slug = provider.spec().slug;
        let (megabytes, readings) = (took.megabytes_per_second(), took.readings_per_second());
        println!("{slug:<14} {operation:<34} {megabytes:>7.1} {beside} {readings:>11.0}");
    }
    Ok(())
}

/// Gives the longest example of every operation that holds JSON.
fn examples(provider: &'static dyn Provider) -> Result<BTreeMap<String, Exchange>, BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut longest: BTreeMap<String, Exchange> = BTreeMap::new();
    for exchange in runtime.block_on(exchanges(provider))? {
        let operation = exchange.request.operation.to_string();
        let known = longest.get(&operation).map_or(0, |it| it.response.body.len());
        let is_json = serde_json::from_slice::<Value>(&exchange.response.body).is_ok();
        if is_json && exchange.response.body.len() > known {
            longest.insert(operation, exchange);
        }
    }
    Ok(longest)
}

/// Repeats the outermost list of an answer until it is so long; `None` where it has no list that is more than empty.
fn grown(example: &Exchange, bytes: usize) -> Option<Exchange> {
    let mut document: Value = serde_json::from_slice(&example.response.body).ok()?;
    let pointer = outermost(&document)?;
    let list = document.pointer_mut(&pointer)?.as_array_mut()?;
    let length = serde_json::to_string(list).ok()?.len();
    let items = std::mem::take(list);
    let times = bytes.div_ceil(length);
    *list = (0..times).flat_map(|_| items.iter().cloned()).collect();
    let mut grown = example.clone();
    grown.response.body = document.to_string().into_bytes();
    Some(grown)
}

/// Finds the list that lies least deep, the longest of several.
fn outermost(document: &Value) -> Option<String> {
    let mut level = vec![(String::new(), document)];
    while !level.is_empty() {
        let lists = level
            .iter()
            .filter(|(_, value)| value.as_array().is_some_and(|it| !it.is_empty()));
        if let Some((pointer, _)) = lists.max_by_key(|(_, value)| value.to_string().len()) {
            return Some(pointer.clone());
        }
        let objects = level
            .iter()
            .filter_map(|(pointer, value)| Some((pointer, value.as_object()?)));
        let inside = objects.flat_map(|(pointer, object)| {
            let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
            object
                .iter()
                .map(move |(key, value)| (format!("{pointer}/{}", escaped(key)), value))
        });
        level = inside.collect();
    }
    None
}

struct Took {
    seconds: f64,
    bytes: usize,
    samples: usize,
    sessions: usize,
}

impl Took {
    fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.seconds
    }

    fn readings_per_second(&self) -> f64 {
        (self.samples + self.sessions) as f64 / self.seconds
    }
}

/// Decodes and normalises an answer as the client does, and keeps the best time of some runs.
fn time(provider: &'static dyn Provider, exchange: &Exchange) -> Result<Took, BoxError> {
    let connection = Connection {
        id: "connection".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: DateTime::UNIX_EPOCH,
    };
    // Short answers are decoded so many times that a run takes long enough to be measured.
    let times = (MEGABYTE / 4 / exchange.response.body.len().max(1)).max(1);
    let mut best = f64::INFINITY;
    let mut delivery: Option<Delivery> = None;
    for _ in 0..RUNS {
        let began = Instant::now();
        for _ in 0..times {
            delivery = Some(black_box(replay(provider, &connection, black_box(exchange))?));
        }
        best = best.min(began.elapsed().as_secs_f64() / times as f64);
    }
    Ok(Took {
        seconds: best,
        bytes: exchange.response.body.len(),
        samples: delivery.as_ref().map_or(0, |it| it.samples.len()),
        sessions: delivery.as_ref().map_or(0, |it| it.sessions.len()),
    })
}
