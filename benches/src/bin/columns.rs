//! Answers questions about 10,000 values, and says how long each took: what `benches/compare-python` holds Python against.
//!
//! Prints per question the best of many runs in seconds as JSON.

use std::hint::black_box;
use std::time::Instant;

use serde_json::{Map, Value};
use vitasync_core::analytics::ewma::ewma;
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::robust::spread;
use vitasync_core::analytics::rolling::rolling_median;

const RUNS: usize = 200;
const VALUES: usize = 10_000;

fn main() {
    let values: Vec<f64> = (0..VALUES).map(value).collect();
    let days: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let mut told = Map::new();
    told.insert("spread".into(), best(|| spread(&values)));
    told.insert("ewma".into(), best(|| ewma(&days, 0.25)));
    told.insert("rolling_median".into(), best(|| rolling_median(&days, 60, 30)));
    told.insert(
        "time_domain".into(),
        best(|| RrIntervals::from_intervals(&values).and_then(|beats| time_domain(&beats))),
    );
    println!("{}", Value::from(told));
}

/// Invents an interval between beats that follows the breath, in milliseconds; Python invents the same.
fn value(at: usize) -> f64 {
    let at = at as f64;
    850.0 + 40.0 * (at / 7.0).sin() + 20.0 * (at / 2.1).sin()
}

fn best<T>(mut answer: impl FnMut() -> T) -> Value {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let began = Instant::now();
        black_box(answer());
        best = best.min(began.elapsed().as_secs_f64());
    }
    best.into()
}
