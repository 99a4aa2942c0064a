//! Counts and measures, in the format of Prometheus. Where nobody reads the figures, counting is an empty call.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::service::jobs::Queue;
use crate::store::Pool;

const REQUESTS: &str = "vitasync_http_requests_total";
const REQUEST_SECONDS: &str = "vitasync_http_request_duration_seconds";
const JOBS: &str = "vitasync_jobs_total";
const JOB_SECONDS: &str = "vitasync_job_duration_seconds";
const DELIVERIES: &str = "vitasync_webhook_deliveries_total";
const STRANGERS: &str = "vitasync_inbound_unknown_users_total";
const ROWS: &str = "vitasync_import_rows_total";
const QUEUED: &str = "vitasync_jobs_queued";
const DUE: &str = "vitasync_jobs_due";
const OLDEST: &str = "vitasync_jobs_oldest_due_seconds";
const CONNECTIONS: &str = "vitasync_database_connections";
const UP: &str = "vitasync_database_up";

/// The bounds of the histograms, in seconds.
const BOUNDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0,
];

/// How often what was measured is summed up.
const UPKEEP: Duration = Duration::from_secs(5);

static READER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count in this process.
pub fn count() {
    READER.get_or_init(|| {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_duration_seconds".to_owned()), &BOUNDS)
            .expect("there are bounds")
            .build_recorder();
        let reader = recorder.handle();
        // A recorder that the program around this library has set stays, and these figures are its own.
        let _ = metrics::set_global_recorder(recorder);
        describe();
        reader
    });
}

/// Sums up what was measured, now and then, so that it takes no room where nobody reads it.
pub(crate) async fn upkeep() {
    loop {
        tokio::time::sleep(UPKEEP).await;
        if let Some(reader) = READER.get() {
            reader.run_upkeep();
        }
    }
}

/// Writes every figure; none where nobody has [begun to count](count).
pub fn written() -> Option<String> {
    let reader = READER.get()?;
    reader.run_upkeep();
    Some(reader.render())
}

/// Notes an answer. `route` is the template, never the path: paths name people.
pub(crate) fn answered(method: &'static str, route: &str, status: u16, took: Duration) {
    let route = route.to_owned();
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status.to_string()).increment(1);
    histogram!(REQUEST_SECONDS, "method" => method, "route" => route).record(took);
}

/// Notes the end of an attempt at a job.
pub(crate) fn worked(kind: &str, outcome: &'static str, took: Duration) {
    let kind = kind.to_owned();
    counter!(JOBS, "kind" => kind.clone(), "outcome" => outcome).increment(1);
    histogram!(JOB_SECONDS, "kind" => kind).record(took);
}

/// Notes an attempt at a delivery to a customer.
pub(crate) fn delivered(outcome: &'static str) {
    counter!(DELIVERIES, "outcome" => outcome).increment(1);
}

/// Notes that a vendor told of somebody who is not connected.
pub(crate) fn stranger(provider: &'static str) {
    counter!(STRANGERS, "provider" => provider).increment(1);
}

/// Notes rows that came in.
pub(crate) fn came_in(outcome: &'static str, rows: u64) {
    counter!(ROWS, "outcome" => outcome).increment(rows);
}

/// Notes how the queue stands; none where the database does not answer.
pub(crate) fn queues(queues: Option<&[Queue]>) {
    gauge!(UP).set(f64::from(u8::from(queues.is_some())));
    for queue in queues.into_iter().flatten() {
        let lane = queue.lane.id();
        gauge!(QUEUED, "lane" => lane).set(queue.queued);
        gauge!(DUE, "lane" => lane).set(queue.due);
        gauge!(OLDEST, "lane" => lane).set(queue.oldest_due.as_secs_f64());
    }
}

/// Notes how many connections there are.
pub(crate) fn connections(pools: &[Pool]) {
    for pool in pools {
        gauge!(CONNECTIONS, "pool" => pool.name, "state" => "idle").set(pool.idle);
        gauge!(CONNECTIONS, "pool" => pool.name, "state" => "busy").set(pool.busy);
        gauge!(CONNECTIONS, "pool" => pool.name, "state" => "most").set(pool.most);
    }
}

fn describe() {
    describe_counter!(REQUESTS, "Answers, by method, template of the route and status");
    describe_histogram!(REQUEST_SECONDS, "How long answers took, in seconds");
    describe_counter!(JOBS, "Attempts at jobs, by kind and what they came to");
    describe_histogram!(JOB_SECONDS, "How long attempts at jobs took, in seconds");
    describe_counter!(
        DELIVERIES,
        "Attempts at deliveries to customers' webhooks, by what they came to"
    );
    describe_counter!(
        STRANGERS,
        "Notices of vendors about people who are not connected, by provider"
    );
    describe_counter!(ROWS, "Samples and sessions that came in, by what became of them");
    describe_gauge!(QUEUED, "Jobs that wait, those for later with them");
    describe_gauge!(DUE, "Jobs that wait and whose time has come");
    describe_gauge!(OLDEST, "For how many seconds the oldest of them has waited");
    describe_gauge!(CONNECTIONS, "Connections of this process to the database");
    describe_gauge!(UP, "Whether the database answers");
}
